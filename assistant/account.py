"""What an executed plan uses: its operations, cells and words, and the units it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.library import Library
from assistant.lookup import Lookup
from assistant.members import MemberLookup
from assistant.normal import canonical
from assistant.plan import Expression, Node, Quote, Reported, Without, nodes
from assistant.result import Result
from index.records import Fact

_POSTINGS = 60


def groups(node: Node) -> list[tuple[object, ...]]:
    """Return the sets of things that a node is applied to."""
    values = [getattr(node, name) for name in type(node).model_fields]
    return [value for value in values if isinstance(value, tuple)]


@dataclass
class Account:
    """What the results of a plan rest on, over the library it was made for."""

    results: tuple[Result, ...]
    library: Library

    @cached_property
    def goals(self) -> list[Expression]:
        """What is asked for, in order."""
        return [result.claim or result.goal for result in self.results]

    @cached_property
    def nodes(self) -> list[Node]:
        """All steps of the goals."""
        return [node for goal in self.goals for node in nodes(goal)]

    @cached_property
    def operations(self) -> set[str]:
        """The operations carried out."""
        return {str(getattr(node, "op", "")) for node in self.nodes}

    @cached_property
    def quotes_only(self) -> bool:
        """Whether some goal is told in the document's own words."""
        return any(isinstance(goal, Quote | Reported) for goal in self.goals)

    @cached_property
    def texts(self) -> list[str]:
        """All strings that stand in the plan: ids, amounts, percentages, counts."""
        found: list[str] = []
        for node in self.nodes:
            for name in (n for n in type(node).model_fields if n != "others"):
                value = getattr(node, name)
                found += [str(value)] if isinstance(value, str | int) else []
                found += (
                    [v for v in value if isinstance(v, str)] if isinstance(value, tuple) else []
                )
        return found

    @cached_property
    def facts(self) -> list[Fact]:
        """The cells and amounts named, each once; not the readings beside them."""
        facts = self.library.store.facts
        return [facts[text] for text in dict.fromkeys(self.texts) if text in facts]

    @cached_property
    def is_nothing(self) -> bool:
        """Tell whether all that is stated is nought."""
        values = [figure.value for result in self.results for figure in result.figures]
        return bool(values) and all(value == 0 for value in values)

    @cached_property
    def words(self) -> str:
        """All that stands in the addresses and texts of what the plan uses."""
        parts: list[str] = []
        for fact in self.facts:
            above = [f.row for f in self.library.above(fact)]
            parts += [fact.row, *fact.row_path, *above, *fact.column, fact.table or "", fact.text]
            parts += [*fact.section, fact.subject or "", fact.quote or "", fact.document]
            parts += [fact.code or ""]
        passages = self.library.store.passages
        for passage in (passages[t] for t in self.texts if t in passages):
            parts += [passage.text, *passage.section, passage.table or ""]
        findings = self.library.store.findings
        parts += [findings[t].text for t in self.texts if t in findings]
        parts += [str(getattr(n, field, "")) for n in self.nodes for field in ("name", "said")]
        return canonical("|".join(parts))

    @cached_property
    def heads(self) -> list[str]:
        """The heads and names of the cells used: a printed change answers 「涨了多少」."""
        return ["".join((*fact.column, fact.row)) for fact in self.facts]

    @cached_property
    def units(self) -> set[str]:
        """The units of the figures and of what they are made from."""
        figures = [f for result in self.results for f in (*result.figures, *result.operands)]
        return {figure.unit for figure in figures if figure.unit}

    def under(self, names: Iterable[str]) -> Iterator[Fact]:
        """Yield the first facts that go by some names."""
        lexicon = self.library.lexicon
        for name in names:
            for postings in lexicon.postings.values():
                for position in sorted(postings.get(name, ()))[:_POSTINGS]:
                    yield lexicon.facts[position]

    @cached_property
    def totals(self) -> set[Decimal]:
        """What the members of each list come to together, in 元."""
        facts = self.library.store.facts
        lists = (
            [facts[one] for one in group if isinstance(one, str) and one in facts]
            for node in self.nodes
            for group in groups(node)
        )
        return {sum((f.comparable or Decimal(0) for f in group), Decimal(0)) for group in lists}

    def leaves(self, count: int) -> bool:
        """Tell whether so many are left of a whole when parts are taken from it (其余七个)."""
        taken = [node for node in self.nodes if isinstance(node, Without)]
        return any(self.consists_of(count + len(node.parts)) for node in taken)

    def consists_of(self, count: int) -> bool:
        """Tell whether a figure used, or what one is part of, is made up of so many (十一个科目)."""
        documents = {fact.document for fact in self.facts}
        members = MemberLookup(self.library, documents, Lookup(self.library, documents))
        wholes = {f.id: f for fact in self.facts for f in (fact, *self.library.above(fact)[:1])}
        told = {(f.document, f.subject, f.row_path) for f in self.facts if f.subject and f.row_path}
        lists = (
            {
                f.row
                for f in self.library.lexicon.facts
                if (f.document, f.subject, f.row_path) == one
            }
            for one in told
        )
        printed = {(f.document, f.table_id, f.column_index) for f in self.facts if f.is_form}
        columns = (
            [
                f.id
                for f in self.library.store.cells.values()
                if (f.document, f.table_id, f.column_index) == one and f.value is not None
            ]
            for one in printed
        )
        parts = (members.parts(whole) for whole in wholes.values())
        return any(len(group) == count for group in (*parts, *lists, *columns))
