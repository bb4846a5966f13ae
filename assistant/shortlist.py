"""Link a question to the cells, groups and passages that a model may choose from.

What the rules found stands first, then what earlier turns spoke of, what the names in the question fit,
and what is near to its words; each cell brings its row along, each total what it is made up of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.candidates import Candidates, Row
from assistant.clause import Clause
from assistant.coverage import Asked, pairs
from assistant.library import Library
from assistant.lookup import Lookup
from assistant.matching import Wanted, find
from assistant.members import MemberLookup
from assistant.normal import canonical
from assistant.plan import (
    Average,
    Cell,
    Count,
    Expression,
    Listing,
    Plan,
    Rank,
    Sum,
    Where,
    all_nodes,
    names,
)
from assistant.planner import Frame
from index.records import Fact, Passage

_BY_NAME = 6
_BY_WORDS = 12
_PASSAGES = 8
_SEARCHED = 48
_ROWS = 60
_CELLS_OF_A_ROW = 16
_GROUPS = 12
_FINDINGS = 30


@dataclass(slots=True)
class Shortlist:
    """Draws up the candidates for one question after another, over one library."""

    library: Library
    _rows: dict[Row, list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def draw_up(
        self, text: str, clauses: Sequence[Clause], before: Frame, plan: Plan, documents: set[str]
    ) -> Candidates:
        """Return the candidates for a normalised question in the documents named."""
        candidates = Candidates()
        planned = [*plan.goals, *plan.nearest]
        facts = self.library.store.facts
        spoken = all_nodes([*planned, *before.goals, *before.history])
        likeliest = [facts[name] for node in spoken for name in names(node) if name in facts]
        likeliest.extend(self._fitting(clauses, documents))
        near = self._near(text, documents)
        rows = [p for p in near if p.kind != "paragraph"][:_BY_WORDS]
        retrieved = [facts[name] for row in rows for name in row.fact_ids[:1] if name in facts]
        covering = self.library.coverage.find([Asked(canonical(text))], documents)[:_BY_WORDS]
        self._add_rows(candidates, [*likeliest, *retrieved, *(one.fact for one in covering)])
        self._add_groups(candidates, text, planned, likeliest, documents)
        for passage in self._quotable(planned, near):
            candidates.add_passage(passage)
        self._add_findings(candidates, clauses, planned, documents)
        return candidates

    def _fitting(self, clauses: Sequence[Clause], documents: set[str]) -> Iterator[Fact]:
        """Yield the facts that phrases fit as a whole, then those that each of their names fits."""
        phrases = [phrase for clause in clauses for phrase in clause.named]
        wanted = [Wanted(phrase.mentions) for phrase in phrases]
        wanted += [Wanted((mention,)) for phrase in phrases for mention in phrase.mentions]
        for one in wanted:
            for match in find(one, self.library.lexicon, documents)[:_BY_NAME]:
                yield match.fact

    def _add_rows(self, candidates: Candidates, facts: Iterable[Fact]) -> None:
        if not self._rows:
            for fact in self.library.store.cells.values():
                self._rows[_row(fact)].append(fact)
        seen: set[Row | str] = set()
        for fact in facts:
            if len(seen) >= _ROWS:
                return
            seen.add(_row(fact) if fact.quote is None else fact.id)
            candidates.add([fact])
            if fact.quote is None:
                candidates.add(self._rows[_row(fact)][:_CELLS_OF_A_ROW])

    def _add_groups(
        self,
        candidates: Candidates,
        text: str,
        planned: Sequence[Expression],
        likeliest: Sequence[Fact],
        documents: set[str],
    ) -> None:
        """Add what the rules went over, what a general word means, and what likely cells consist of."""
        for group in gone_over(planned):
            candidates.add_group([self.library.store.facts[fact] for fact in group])
        members = MemberLookup(self.library, documents, Lookup(self.library, documents))
        whole = members.grouped(text)
        for fact in dict.fromkeys([*([whole] if whole else []), *likeliest]):
            if len(candidates.groups) >= _GROUPS:
                return
            candidates.add_group(members.parts(fact))

    def _near(self, text: str, documents: set[str]) -> list[Passage]:
        """Return the passages nearest to a question, by retrieval where there is an index."""
        known = self.library.store.passages
        if self.library.search is not None:
            found = self.library.search(text, _SEARCHED, documents)
            near = [known[name] for name in found if name in known]
        else:
            asked = pairs(canonical(text))
            held = [(len(asked & pairs(canonical(p.text))), p) for p in self.library.passages]
            near = [p for count, p in sorted(held, key=lambda one: -one[0]) if count > 1]
        return [passage for passage in near if passage.document in documents]

    def _quotable(
        self, planned: Sequence[Expression], near: Iterable[Passage]
    ) -> Iterator[Passage]:
        """Yield the passages that the rules quote, then the paragraphs that are near."""
        known = self.library.store.passages
        yield from (
            known[name] for node in all_nodes(planned) for name in names(node) if name in known
        )
        yield from [passage for passage in near if passage.kind == "paragraph"][:_PASSAGES]

    def _add_findings(
        self,
        candidates: Candidates,
        clauses: Sequence[Clause],
        planned: Sequence[Expression],
        documents: set[str],
    ) -> None:
        findings = self.library.store.findings
        told = [name for node in all_nodes(planned) for name in names(node) if name in findings]
        if any(clause.asks("check") for clause in clauses):
            own = (name for name, finding in findings.items() if finding.document in documents)
            told += [*own][:_FINDINGS]
        for name in told:
            candidates.add_finding(name, findings[name].text)


def gone_over(planned: Iterable[Expression]) -> Iterator[tuple[str, ...]]:
    """Yield the facts that each list, ranking, condition, count, sum or average goes over."""
    for node in all_nodes(planned):
        if isinstance(node, Rank | Where | Listing | Count):
            yield node.facts
        elif isinstance(node, Sum | Average):
            yield tuple(part.fact for part in node.of if isinstance(part, Cell))


def _row(fact: Fact) -> Row:
    return fact.document, fact.table_id, fact.row_index
