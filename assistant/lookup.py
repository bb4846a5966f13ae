"""Look up facts for the planner: the likeliest cell for some names, its parts, change and whole."""

import re
from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from assistant.calculation import Quantity
from assistant.clause import Clause, Phrase
from assistant.evidence import label_of
from assistant.lexicon import Meaning, Role
from assistant.library import Library
from assistant.matching import (
    PEOPLE,
    Expected,
    Match,
    Mention,
    Wanted,
    column_rank,
    find,
    is_planned,
    mentioned,
    other_readings,
)
from assistant.normal import canonical
from assistant.plan import Cell, Expression, Quote, Sum
from assistant.unnamed import names_a_thing
from assistant.vocabulary import vocabulary
from corpus.disclosure import RowKind
from corpus.money import YUAN
from corpus.units import same_unit
from index.records import Fact

_TOTALS = frozenset({"合计", "总计", "支出总计", "收入总计"})
_NEARLY = 2.5
_PART = 0.5
_AIMED_AT = re.compile(
    r"目标|指标|任务|达到|完成|不低于|不少于|引进|引资额|力争|至少|[招搞做弄要引拿]到(?!了)"
)
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")


_ANNUAL = re.compile(r"(?<!\d)年度|今年|本年|当年")


class Found(NamedTuple):
    """A cell found, with the words of its address for telling years."""

    cell: Cell
    words: str
    mentions: tuple[Mention, ...] = ()


class Lookup:
    """Finds facts in the documents in scope and notes how it understood the names."""

    def __init__(self, library: Library, documents: Collection[str]) -> None:
        self._library = library
        self._documents = documents
        self.trace: list[str] = []

    def mention(self, text: str, meanings: Sequence[Meaning]) -> Mention:
        """Return a mention of known meanings."""
        return Mention(text, tuple(meanings))

    def named(self, text: str) -> Mention | None:
        """Return a mention of a name spelt like `text`, None where none is."""
        return mentioned([text], self._library.lexicon)

    def cell(self, mentions: Sequence[Mention], clause: Clause) -> Found | None:
        """Return the likeliest cell for some names, with other readings that differ."""
        wanted = self.wanted(mentions, clause, None)
        if mentions and all(map(_is_any_money, mentions)):
            return None
        matches = find(wanted, self._library.lexicon, self._documents)
        if not matches and len(mentions) > 1:
            # A verb that happens to be part of some name (咨询) does not contradict the rest.
            firm = [
                m
                for m in mentions
                if m.code or min(w.cost for w in m.meanings) < 0.5 or _is_telling(m.text)
            ]
            # Nor do the people that money is for (在职人员的养老保险).
            firm = [m for m in firm if not self._counts_people(m)] or firm
            # Nor does a word for a total behind the name of one (收支总计).
            firm = [m for m in firm if m.text not in _wholes()] or firm
            # A sentence goes by its item's name, not by its code as well.
            firm = [m for m in firm if not self._says_twice(m, firm)]
            if 0 < len(firm) < len(mentions):
                return self.cell(firm, clause)
        if not matches or (wanted.unit and not _counts_as(matches[0].fact, wanted.unit)):
            return None
        if bare := _without_words(mentions, matches[0].fact, wanted.expected):
            return self.cell(bare, clause)
        if wanted.expected is Expected.MONEY and not _may_be_money(matches[0].fact):
            return None
        if self.means_whole(mentions):
            matches = _largest_first(matches)
        best = matches[0].fact
        others = other_readings(matches, wanted)
        other_ids = tuple(fact.id for fact in others if _comparable(fact, best))
        self.trace.append(
            f"「{''.join(m.text for m in mentions)}」→ {best.table or '正文'} · {label_of(best)}"
        )
        words = " ".join([*best.column, best.row, *best.row_path, best.table or ""])
        cell = Cell(fact=best.id, name=label_of(best), others=other_ids)
        return Found(cell, words, tuple(mentions))

    def _says_twice(self, mention: Mention, others: Sequence[Mention]) -> bool:
        """Tell whether a code is that of a row which is named beside it."""
        lexicon = self._library.lexicon
        rows = {canonical(lexicon.facts[i].row) for i in lexicon.codes.get(mention.code or "", ())}
        return any(m.name in rows for other in others for m in other.meanings)

    def means_whole(self, mentions: Sequence[Mention]) -> bool:
        """Tell whether a phrase says no more than that the whole budget or accounts are meant."""
        return all(mention.text in _wholes() for mention in mentions)

    def _counts_people(self, mention: Mention) -> bool:
        found = find(Wanted((mention,)), self._library.lexicon, self._documents)
        return bool(found) and all(match.fact.unit in PEOPLE for match in found[:5])

    def matches(self, mentions: Sequence[Mention], clause: Clause) -> list[Match]:
        """Return all facts that match some names, best first."""
        wanted = self.wanted(mentions, clause, None)
        return find(wanted, self._library.lexicon, self._documents)

    def wanted(self, mentions: Sequence[Mention], clause: Clause, year: int | None) -> Wanted:
        """Return what is looked for: names, and the sort of content that a clause asks for."""
        expected = clause.expected
        return Wanted(
            tuple(mentions),
            Expected.NUMBER if expected is Expected.ANY and year else expected,
            year,
            unit=clause.counted_unit,
            classification=clause.classification,
            aimed_at=_AIMED_AT.search(clause.text) is not None,
            annual=_ANNUAL.search(clause.text) is not None or clause.base in clause.years,
        )

    def leaves_subject_open(self, mentions: Sequence[Mention], clause: Clause) -> bool:
        """Tell whether some names find a form's cell without saying which project's, or nothing."""
        matches = self.matches(mentions, clause)
        if not matches:
            return True
        subject = matches[0].fact.subject
        names = {m.name for mention in mentions for m in mention.meanings}
        return subject is not None and canonical(subject) not in names

    def sentence_with(self, words: Sequence[str]) -> Quote | None:
        """Return the first sentence of running text that holds all of some words."""
        for passage in self._library.passages:
            if passage.kind != "paragraph" or passage.document not in self._documents:
                continue
            for sentence in _SENTENCE.findall(passage.text):
                if all(word in canonical(sentence) for word in words):
                    return Quote(passages=(passage.id,), part=sentence.strip())
        return None

    def amounts_of(self, quantity: Quantity) -> list[Fact]:
        """Return the cells and sentences that state an amount, in the document's order."""
        return [
            fact
            for fact in self._library.lexicon.facts
            if (fact.value, fact.unit) == (quantity.value, quantity.unit)
            and fact.document in self._documents
        ]

    def coded(self, amount: Decimal | None, clause: Clause) -> Fact | None:
        """Return the row of a classification that states an amount, where one code alone does."""
        found = {
            fact.code: fact
            for fact in self._library.store.cells.values()
            if amount is not None and fact.comparable == amount and fact.code
            if (clause.classification or "") == fact.code[: len(clause.classification or "")]
            and fact.document in self._documents
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def printed_in(self, unit: str, cell: Cell) -> Cell | None:
        """Return the figure of the same name printed in a unit, where the cell's is it rounded."""
        facts, lexicon = self._library.store.facts, self._library.lexicon
        own = facts[cell.fact]
        if own.value is None or own.unit not in YUAN or unit not in YUAN:
            return None
        step = Decimal(1).scaleb(own.value.as_tuple().exponent)  # type: ignore[arg-type] # finite
        for position in sorted(lexicon.postings[Role.ROW].get(canonical(label_of(own)), ())):
            other = lexicon.facts[position]
            if other.document != own.document or other.unit != unit or other.comparable is None:
                continue
            rounded = (other.comparable / YUAN[own.unit]).quantize(step, ROUND_HALF_UP)
            if rounded == own.value and other.comparable != own.comparable:
                return Cell(fact=other.id, name=label_of(other))
        return None

    def crosses(self, mentions: Sequence[Mention], clause: Clause) -> bool:
        """Tell whether names meet in one cell, one as its row or subject, another as its column."""
        matches = self.matches(mentions, clause)
        if not matches:
            return False
        fact = matches[0].fact
        columns = {canonical(head) for head in fact.column}
        heads = [m for m in mentions if columns & {meaning.name for meaning in m.meanings}]
        form = fact.subject is not None and len(mentions) > 1
        return form or (0 < len(heads) < len(mentions))

    def stand_apart(self, phrases: Sequence[Phrase]) -> bool:
        """Tell whether two names share no cell although each is a row of the same table."""
        mentions = [m for phrase in phrases for m in phrase.mentions]
        if len(mentions) != 2 or find(
            Wanted(tuple(mentions)), self._library.lexicon, self._documents
        ):
            return False
        tables = [self._tables_of(mention) for mention in mentions]
        return bool(tables[0] & tables[1])

    def _tables_of(self, mention: Mention) -> set[tuple[str, str | None]]:
        """Return the tables that a name is a row of."""
        lexicon = self._library.lexicon
        rows = lexicon.postings[Role.ROW]
        return {
            (fact.document, fact.table_id)
            for meaning in mention.meanings
            for position in rows.get(meaning.name, ())
            if (fact := lexicon.facts[position]).table_id and fact.quote is None
        }

    def score(self, mentions: Sequence[Mention]) -> float:
        """Return the best score that some names reach together, −100 where nothing matches."""
        matches = find(Wanted(tuple(mentions)), self._library.lexicon, self._documents)
        return matches[0].score if matches else -100.0

    def near(self, mentions: Sequence[Mention]) -> Cell | None:
        """Return the nearest cell for some names when what was asked is not there."""
        for size in range(len(mentions), 0, -1):
            for start in range(len(mentions) - size + 1):
                wanted = Wanted(tuple(mentions[start : start + size]))
                if matches := find(wanted, self._library.lexicon, self._documents):
                    return Cell(fact=matches[0].fact.id, name=label_of(matches[0].fact))
        return None

    def is_blank(self, cell: Cell) -> bool:
        """Tell whether a cell is printed blank."""
        return not self._library.store.facts[cell.fact].text

    def whole_of(self, part: Expression) -> Expression | None:
        """Return what a figure is a share of when nothing is said: the total it belongs to."""
        if isinstance(part, Sum) and isinstance(part.of[0], Cell):
            return self.whole_of(part.of[0])
        if not isinstance(part, Cell):
            return None
        fact = self._library.store.facts[part.fact]
        total = (
            self._said_of(fact)
            or self._row_total(fact)
            or self._table_total(fact)
            or self._same_named(fact)
        )
        return Cell(fact=total.id, name=label_of(total)) if total else None

    def _said_of(self, fact: Fact) -> Fact | None:
        """Return the amount that 其中 says a sentence's amount is one of."""
        if fact.quote is None or fact.table_id is not None or not fact.row_path:
            return None
        return next(
            (
                other
                for other in self._library.lexicon.facts
                if (other.document, other.locator) == (fact.document, fact.locator)
                and other.row == fact.row_path[-1]
                and not other.column
                and other.unit == fact.unit
            ),
            None,
        )

    def _row_total(self, fact: Fact) -> Fact | None:
        """Return the total column's cell of a total row (项目支出 of 合计 → 总计 of 合计)."""
        if fact.quote is not None or fact.row_kind is not RowKind.TOTAL:
            return None
        row = [
            other
            for other in self._library.store.cells.values()
            if (other.document, other.table_id, other.row_index)
            == (fact.document, fact.table_id, fact.row_index)
            and other.value is not None
            and column_rank(other) is not None
        ]
        best = min(row, key=lambda f: column_rank(f) or 0, default=None)
        return best if best is not None and best.id != fact.id else None

    def _table_total(self, fact: Fact) -> Fact | None:
        if fact.quote is not None:
            return None
        above = fact
        while above.parent is not None:
            key = (above.document, above.table_id, above.parent, above.column_index)
            parent = self._library.store.cells.get(key)
            if parent is None:
                return None
            above = parent
        if above is fact:
            return None
        if above.value is not None:
            return above
        # A total that is printed once, over one of the blocks side by side.
        row = (above.document, above.table_id, above.row_index)
        cells = self._library.store.cells.values()
        printed = [
            c for c in cells if (c.document, c.table_id, c.row_index) == row and c.value is not None
        ]
        return printed[0] if len(printed) == 1 else None

    def _same_named(self, fact: Fact) -> Fact | None:
        """Return the whole of a sentence's amount: that of the table cell of the same name."""
        if fact.quote is None:
            return None
        named = mentioned([fact.row], self._library.lexicon)
        for match in find(
            Wanted((named,)) if named else Wanted(()), self._library.lexicon, self._documents
        ):
            if match.fact.quote is None and match.fact.value == fact.value:
                return self._row_total(match.fact) or self._table_total(match.fact)
        return None

    def first(self, names: Sequence[str], unit: str = "人") -> str | None:
        """Return the first fact counted in a unit, people where none is said, with one of the names."""
        for name in names:
            if mention := mentioned([name], self._library.lexicon):
                wanted = Wanted((mention,), Expected.COUNT, unit=unit)
                for match in find(wanted, self._library.lexicon, self._documents):
                    if match.fact.unit == unit or {match.fact.unit, unit} <= PEOPLE:
                        return match.fact.id
        return None

    def unit_of(self, goal: Expression) -> str | None:
        """Return the unit that a plain cell's figure has."""
        for inner in ("of", "now", "left", "whole", "amount"):
            if (found := getattr(goal, inner, None)) is not None and not isinstance(goal, Cell):
                return self.unit_of(found[0] if isinstance(found, tuple) else found)
        return self._library.store.facts[goal.fact].unit if isinstance(goal, Cell) else None


@cache
def _wholes() -> frozenset[str]:
    """Return the words that mean a total of everything (总支出, 预算规模)."""
    names = vocabulary().aliases
    spoken = {word for word, meant in names.items() if set(meant) & _TOTALS}
    return frozenset(spoken | _TOTALS | set(vocabulary().whole.values()))


def _largest_first(matches: Sequence[Match]) -> list[Match]:
    """Put the largest of the totals that fit nearly alike first: a part's total is no whole.

    What a table and the text state as one amount stays in its order.
    """
    near = [m for m in matches if m.score > matches[0].score - _NEARLY and m.fact.unit in YUAN]
    totals = [m for m in near if m.fact.row_kind is RowKind.TOTAL and not m.fact.is_form]
    totals = [m for m in totals if not is_planned(m.fact)] or totals
    most = max((m.fact.comparable or Decimal(0) for m in totals), default=None)
    largest = [m for m in totals if m.fact.comparable == most]
    return [*largest, *(m for m in matches if m not in largest)] if most else list(matches)


def _counts_as(fact: Fact, unit: str) -> bool:
    """Tell whether a fact is counted in a unit; 几个 asks for people and houses too."""
    counted = fact.value is not None and fact.unit not in YUAN and fact.unit != "%"
    return same_unit(unit, fact.unit) or (unit == "个" and counted)


def _may_be_money(fact: Fact) -> bool:
    """Tell whether a fact is no count in a sentence: money, for each of something too, or a cell."""
    return fact.quote is None or (fact.unit or "").split("/")[0] in YUAN


def _without_words(mentions: Sequence[Mention], fact: Fact, expected: Expected) -> list[Mention]:
    """Return the names without that of a column in words, where money is asked for (测算了多少万元)."""
    words = fact.quote is None and fact.value is None and bool(fact.text)
    heads = {canonical(head) for head in fact.column} if words else set()
    kept = [m for m in mentions if not heads & {meaning.name for meaning in m.meanings}]
    return kept if expected is Expected.MONEY and 0 < len(kept) < len(mentions) else []


def _is_any_money(mention: Mention) -> bool:
    """Tell whether a general word (补助, 奖励) is only part of some names, so that it means none."""
    part = not mention.code and bool(mention.meanings)
    part = part and min(meaning.cost for meaning in mention.meanings) >= _PART
    return part and mention.text in vocabulary().tails and len(mention.meanings) > 1


def _is_telling(text: str) -> bool:
    """Tell whether a word names something of its own, not just that it is money (补贴, 经费)."""
    return names_a_thing(text) and text not in vocabulary().tails


def _comparable(fact: Fact, best: Fact) -> bool:
    """Tell whether another fact is another reading of the same question: the same sort of content."""
    return (fact.unit in YUAN) == (best.unit in YUAN) and fact.value is not None
