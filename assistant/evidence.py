"""What an answer rests on: a ledger of citations and steps, and the names that figures go by."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from assistant.answer import (
    Citation,
    CitationOperand,
    GivenOperand,
    Operand,
    Step,
    StepOperand,
)
from assistant.calculation import Computed, Quantity
from assistant.matching import column_rank, is_planned, relation_of
from corpus.disclosure import RowKind
from corpus.money import as_amount, as_plain, to_decimal
from corpus.names import fold
from index.records import Fact, Passage

_AMOUNT = re.compile(r"(减少)?(?:增加)?\s*(-?[\d,]+(?:\.\d+)?)\s*(亿元|万元|千元|元|%|家|个|人)")
# What a total is called that does not say what of.
BARE_TOTALS = frozenset({"合计", "总计", "小计"})
_FIELDS = ("预算数", "决算数")
_PLAIN_HEADS = BARE_TOTALS | {
    "预算数",
    "决算数",
    "金额",
    "数额",
    "预算金额",
    "本年预算",
    "本年预算数",
}
# A head longer than these general ones says of what it is the figure (机关运行经费预算数).
_LONG_HEAD = 6
_SHORT = 2
_OFFICE = re.compile(r"机关$|本[级部]$")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年(?:度)?")


class Figure(NamedTuple):
    """A figure with unit and address: a citation or a step; value None for words and blanks."""

    label: str
    value: Decimal | None
    unit: str | None
    text: str
    operand: Operand
    fact: Fact | None = None
    exact: Decimal | None = None

    @property
    def quantity(self) -> Quantity | None:
        """What is calculated with: the value before it was rounded; None for words and blanks."""
        return None if self.value is None else Quantity(self.value, self.unit, self.exact)

    @property
    def origin(self) -> str:
        """Whether it is printed (cited) or calculated (computed)."""
        return "cited" if isinstance(self.operand, CitationOperand) else "computed"


@dataclass(slots=True)
class Ledger:
    """Collects citations and steps; the same cell is cited once.

    `titles` are what the documents are called where figures of several stand side by side.
    """

    cells: Mapping[tuple[str, str | None, int | None, int | None], Fact]
    titles: Mapping[str, str] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the facts cited so far."""
        return frozenset(self._numbers)

    def tables(self, facts: Mapping[str, Fact]) -> Iterator[tuple[int, tuple[str, str | None]]]:
        """Yield the number of each citation of a fact, and the document and table it stands in."""
        for name, number in self._numbers.items():
            if name in facts:
                yield number, (facts[name].document, facts[name].table_id)

    def cite(self, fact: Fact) -> Figure:
        """Cite a fact and return it as a figure."""
        if fact.id not in self._numbers:
            self._numbers[fact.id] = len(self.citations) + 1
            self.citations.append(self.citation_of(fact, self._numbers[fact.id]))
        operand = CitationOperand(citation=self._numbers[fact.id])
        return Figure(self._label(fact), fact.value, fact.unit, fact.text, operand, fact)

    def _label(self, fact: Fact) -> str:
        title = self.titles.get(fact.document)
        return f"{label_of(fact)}（{title}）" if title else label_of(fact)

    def quote(self, passage: Passage, part: str | None = None) -> int:
        """Cite a passage, or one sentence of it, and return the citation's number."""
        key = f"{passage.id}|{part or ''}"
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            cited = self.citation_of_passage(passage, self._numbers[key], part or passage.text)
            self.citations.append(cited)
        return self._numbers[key]

    def compute(
        self, label: str, operation: str, computed: Computed, operands: tuple[Operand, ...]
    ) -> Figure:
        """Record a calculation and return its result as a figure."""
        self.steps.append(
            Step(
                operation=operation,
                expression=computed.expression,
                operands=operands,
                result=as_plain(computed.value),
                unit=computed.unit,
                rounding=computed.rounding,
            )
        )
        operand = StepOperand(step=len(self.steps))
        text = shown(computed.value, computed.unit)
        return Figure(label, computed.value, computed.unit, text, operand, exact=computed.exact)

    def _row_name(self, passage: Passage) -> str | None:
        if passage.row_index is None:
            return None
        facts = (f for f in self.cells.values() if f.document == passage.document)
        return next(
            (
                row_label(f)
                for f in facts
                if (f.table_id, f.row_index) == (passage.table_id, passage.row_index)
            ),
            None,
        )

    def citation_of_passage(self, passage: Passage, n: int, quote: str) -> Citation:
        """Return the citation of a passage or of a sentence in it."""
        return Citation(
            n=n,
            document=passage.source,
            table=passage.table,
            row=self._row_name(passage),
            section=" / ".join(passage.section) or None,
            quote=quote,
            locator=passage.locator.as_dict(),
        )

    def citation_of(self, fact: Fact, n: int) -> Citation:
        """Return the citation of a cell, or of an amount in a sentence."""
        place = (fact.document, fact.table_id, fact.row_index, fact.column_index)
        cell = fact if fact.quote is None else self.cells.get(place)
        return Citation(
            n=n,
            document=fact.source,
            table=fact.table,
            row=row_label(cell) if cell else None,
            column=(" / ".join(cell.column) or None) if cell else None,
            section=" / ".join(fact.section) or None,
            quote=fact.quote,
            value=fact.text,
            unit=fact.unit,
            locator=fact.locator.as_dict(),
        )


def by_amount(facts: Iterable[Fact], largest: bool) -> list[Fact]:
    """Return the facts that hold a number, by amount whatever their units."""
    valued = [fact for fact in facts if fact.value is not None]
    return sorted(valued, key=lambda fact: fact.comparable or Decimal(0), reverse=largest)


def row_label(fact: Fact) -> str:
    """Return a row's code and name as cited."""
    return f"{fact.code} {fact.row}" if fact.code else fact.row


def label_of(fact: Fact) -> str:
    """Return what a figure is called: its row, its column, or both where neither says enough."""
    if fact.quote is not None:
        return _with_subject(fact, fact.row + relation_of(fact))
    column = _column_label(fact)
    if _is_whole(fact) and not fact.is_form:
        if column:
            return column
        if _is_department(fact):
            return f"{_table_label(fact)}合计"
        return f"{_table_label(fact) if fold(fact.row) in BARE_TOTALS else ''}{fact.row}"
    if column and fold(fact.row) in BARE_TOTALS:
        return _with_subject(fact, column + fact.row)
    return _with_subject(fact, f"{fact.row}的{column}" if column else fact.row)


def _is_whole(fact: Fact) -> bool:
    """Tell whether a row is a total, or the department's own: its name says nothing of its cells."""
    return fact.row_kind is RowKind.TOTAL or _is_department(fact)


def _is_department(fact: Fact) -> bool:
    own = fold(fact.row)
    return len(own) > _SHORT and fold(fact.document).startswith(own)


def _tells(fact: Fact) -> bool:
    """Tell whether a total's own name says what it is one of (支出总计, not 合计)."""
    return re.search(r".(?:合计|总计|小计)$", fold(fact.row)) is not None


def _column_label(fact: Fact) -> str:
    """Return the head that tells the figure from others in its row, "" for the row's own figure."""
    if not fact.column:
        return ""
    leaf = fact.column[-1]
    plain = fold(leaf) in _PLAIN_HEADS
    if _is_whole(fact) and (plain or column_rank(fact) is not None):
        if _tells(fact) and fold(leaf) != "小计":
            return ""  # 支出总计 says what it is under any head
        if len(fact.column) < 2:
            return "" if plain or len(fold(leaf)) <= _LONG_HEAD else leaf
        if fold(leaf) in BARE_TOTALS:
            return fact.column[-2]
        # In a table of one row the head above says what it is, as in 公务接待费 over 决算数.
        return fact.column[-2] + leaf if fold(leaf) in _FIELDS else ""
    if is_planned(fact) and not _is_office(fact):
        return leaf
    if column_rank(fact) is not None:
        return _item_above(fact) if _is_office(fact) else ""
    if re.fullmatch(r"(?:19|20)\d\d年?", fold(leaf)) and len(fact.column) > 1:
        return f"{fact.column[-2]}（{leaf}）"
    return leaf


def _is_office(fact: Fact) -> bool:
    """Tell whether a row is the office's own among its units (局机关): heads say what its cells are."""
    return fact.code is None and not fact.is_form and _OFFICE.search(fold(fact.row)) is not None


def _item_above(fact: Fact) -> str:
    """Return the last head that is no more than a total, with the field below it (决算数)."""
    heads = [head for head in fact.column if fold(head) not in BARE_TOTALS]
    field = heads.pop() if heads and fold(heads[-1]) in _FIELDS else ""
    return heads[-1] + field if heads else ""


def _table_label(fact: Fact) -> str:
    return _YEAR.sub("", fact.table or "").strip()


def _with_subject(fact: Fact, label: str) -> str:
    return f"「{fact.subject}」的{label}" if fact.subject else label


def shown(value: Decimal, unit: str | None) -> str:
    """Return a figure as shown: amounts with thousands separators, counts as integers."""
    if unit == "%":
        return f"{value:f}%"
    if unit is not None and (unit.startswith(("元", "千元", "万元", "亿元"))):
        return f"{as_amount(value)}{unit}"
    return f"{value:,f}{unit or ''}"


def given(text: str) -> Operand:
    """Return an operand that the question itself gave."""
    return GivenOperand(given=text)


def stated_amount(text: str | None) -> tuple[Decimal, str] | None:
    """Return the amount that a finding says a figure should be; a decrease is negative."""
    match = _AMOUNT.fullmatch(text or "")
    if match is None:
        return None
    number = to_decimal(match[2])
    return (-number if match[1] else number), match[3]
