"""Amounts that a question reckons out itself from prices and counts (按2人、每人0.3万、12个月算)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from assistant.calculation import Quantity
from assistant.clause import Clause, Phrase
from assistant.given import unit_of
from assistant.plan import Cell, Claimed, Expression, Product, Sum, Without
from assistant.turn import Goals, Turn
from corpus.money import SHORT_UNITS, YUAN, as_plain, to_decimal
from corpus.units import same_unit
from index.records import Fact

_RECKONED = re.compile(r"[复验核重]?算|去套|套一下|代入|乘|测算|吻合|对吗|对不对|对得上|没错")
_TERM = r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万)?"
# 「甲数加乙数等于丙数」, in numbers alone.
_EQUATION = re.compile(
    rf"^[^\d]{{0,6}}{_TERM}((?:(?:加上?|减去?|\+|-){_TERM})+)(?:等于|=|得|是|为){_TERM}"
)
_SIGNED = re.compile(rf"(加上?|减去?|\+|-){_TERM}")
_FACTOR = re.compile(
    r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|块)?(?:钱)?(?:个)?"
    r"(人次|平方米|平米|平|人|名|位|家|户|次|趟|场|套|份|个?月|天|年|期|台|辆|册)?"
)
_SPOKEN = {"平米": "平方米", "平": "平方米", "个月": "月", "趟": "次", "名": "人", "位": "人"}
_PERIODS = ("月", "天", "年")
_LEAST = 2


class Told(NamedTuple):
    """A number that a question tells: in 元 where it is money, else in a unit."""

    number: Decimal
    unit: str
    text: str

    @property
    def is_money(self) -> bool:
        """Tell whether it is an amount or a price."""
        return self.unit in YUAN


def reckoned(turn: Turn, clause: Clause) -> Goals:
    """Return an amount reckoned again from the factors told, each of which the form prints, beside it."""
    if not _RECKONED.search(clause.text) or not clause.named:
        return None
    first = clause.named[0]
    for phrase in (first, *(Phrase((mention,)) for mention in first.mentions)):
        cell = turn.cell(clause.of([]), phrase)
        item = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
        if item and item.unit in YUAN and item.is_form and (goals := _of(turn, clause, item)):
            return goals
    return None


def equation(turn: Turn, clause: Clause) -> Goals:
    """Return a sum or difference of amounts that are all printed, beside what is claimed to be it."""
    said = _EQUATION.search(clause.text)
    if said is None or clause.named:
        return None
    terms = [("+", said[1], said[2]), *_SIGNED.findall(said[3])]
    told = [Quantity(to_decimal(n), unit_of(unit or "万元")) for _, n, unit in terms]
    printed = [turn.lookup.amounts_of(quantity) for quantity in told]
    if not all(printed):
        return None
    # Figures of one table, where one states them all: they are told apart by it.
    tables = [{fact.table_id for fact in facts if fact.table_id} for facts in printed]
    table = min(set.intersection(*tables), default=None)
    cells = [
        Cell(fact=next((f for f in facts if f.table_id == table), facts[0]).id) for facts in printed
    ]
    plus = [c for c, (sign, *_) in zip(cells, terms, strict=True) if sign[0] in "+加"]
    minus = [c for c, (sign, *_) in zip(cells, terms, strict=True) if sign[0] in "-减"]
    whole = Sum(of=tuple(plus)) if len(plus) > 1 else plus[0]
    figure: Expression = Without(whole=whole, parts=tuple(minus)) if minus else whole
    return [Claimed(of=figure, said=said[6], unit=unit_of(said[7] or "万元"))]


def _of(turn: Turn, clause: Clause, item: Fact) -> Goals:
    """Return an item's amount reckoned from the factors that a clause tells, where they are its own."""
    told = [
        one for one in _told(clause.text) if not (one.is_money and one.number == item.comparable)
    ]
    if len(told) < _LEAST or not any(one.is_money for one in told):
        return None
    near = list(_near(turn, item))
    products = [_product(near, term) for term in _terms(told)]
    if not products or None in products:
        return None
    parts: list[Expression] = [product for product in products if product]
    if len(parts) == 1:
        return [parts[0], Cell(fact=item.id)]
    return [Sum(of=tuple(parts), printed=item.id)]


def _told(text: str) -> Iterator[Told]:
    for match in _FACTOR.finditer(text):
        number, money, measure = match.groups()
        if money:
            unit = unit_of(money)
            yield Told(to_decimal(number) * YUAN[unit], "元", match[0])
        elif measure:
            yield Told(to_decimal(number), _SPOKEN.get(measure, measure), match[0])


def _terms(told: Sequence[Told]) -> list[Sequence[Told]]:
    """Return the factors that are multiplied with each other: all, or each price with its count."""
    prices = [one for one in told if one.is_money]
    if len(prices) == 1:
        return [told]
    pairs = [told[i : i + 2] for i in range(0, len(told), 2)]
    paired = all(len(pair) == 2 and sum(one.is_money for one in pair) == 1 for pair in pairs)
    return pairs if paired else []


def _near(turn: Turn, item: Fact) -> Iterator[Fact]:
    """Yield what a form states of an item and under it."""
    below = (*item.row_path, item.row)
    for fact in turn.library.lexicon.facts:
        place = (fact.document, fact.table_id, fact.row_index)
        if place != (item.document, item.table_id, item.row_index) or fact.quote is None:
            continue
        own = (fact.row, fact.row_path) == (item.row, item.row_path) or fact.quote == item.quote
        if fact.id != item.id and (own or fact.row_path[: len(below)] == below):
            yield fact


def _product(near: Sequence[Fact], term: Sequence[Told]) -> Product | None:
    """Return the product of factors that are printed; a length of time may be the question's alone."""
    found: list[Fact] = []
    given: Told | None = None
    for one in term:
        fact = next((f for f in near if f not in found and _is(f, one)), None)
        if fact is not None:
            found.append(fact)
        elif one.unit in _PERIODS and given is None:
            given = one
        else:
            return None
    ordered = sorted(found, key=lambda fact: _money(fact) is None)
    of = tuple(Cell(fact=fact.id) for fact in ordered)
    if given is None:
        return Product(of=of)
    return Product(of=of, given=as_plain(given.number), unit=given.unit)


def _is(fact: Fact, told: Told) -> bool:
    """Tell whether a fact is the number that is told."""
    if told.is_money:
        return _money(fact) == told.number
    unit = (fact.unit or "").removeprefix("个")
    return fact.value == told.number and (unit == told.unit or same_unit(unit, told.unit))


def _money(fact: Fact) -> Decimal | None:
    money = (fact.unit or "").partition("/")[0]
    unit = SHORT_UNITS.get(money, money)
    return fact.value * YUAN[unit] if fact.value is not None and unit in YUAN else None
