"""What forms itemise: each line of a cell or of its sentences, with its amount, price and counts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from assistant.matching import is_operand
from assistant.normal import canonical
from assistant.terms import Bound, bound_of, is_for_each
from corpus.disclosure import RowKind
from corpus.money import YUAN
from corpus.units import same_unit
from index.records import Fact

Place = tuple[str, str | None, int | None]
# 「赴外地招商平均每次2万元」 is said of the same line as 「赴外地招商10次」.
_EACH = re.compile(r"(?:平均)?(?:每一?个?[^\W\d]{1,2})?$")
_DATED = re.compile(r"(?:19|20)\d\d年")
_TARGET = re.compile("指标|目标")
_SEVERAL = 2


@dataclass(frozen=True)
class Item:
    """A line of a form: where it stands, the names above it and its own, and its figures in order."""

    place: Place
    path: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def name(self) -> str:
        """The line's own name."""
        return self.path[-1]

    @property
    def subject(self) -> str | None:
        """The project whose form it stands in."""
        return self.facts[0].subject

    @cached_property
    def amount(self) -> Fact | None:
        """What the line comes to: its first amount that is no price, bound or operand."""
        return next((fact for fact in self._money if not _is_part(fact)), None)

    def _is_amount(self, fact: Fact) -> bool:
        own = self.amount
        return own is not None and (fact.comparable, fact.unit) == (own.comparable, own.unit)

    @property
    def _money(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.unit in YUAN]

    def price(self, units: Sequence[str] = ()) -> Fact | None:
        """Return what is paid for each of some units, for each of anything where none is said."""
        found = [
            fact
            for fact in self.facts
            if (fact.unit or "").split("/")[0] in YUAN and not self._is_amount(fact)
            if all(is_for_each(fact, unit) for unit in units or ("",))
        ]
        return found[0] if found and len({fact.comparable for fact in found}) == 1 else None

    @property
    def most(self) -> Fact | None:
        """The most that is paid."""
        return next((fact for fact in self._money if bound_of(fact) is Bound.MOST), None)

    @property
    def counts(self) -> list[Fact]:
        """How many of each unit the line is for."""
        return [fact for fact in self.facts if _is_count(fact)]

    def count(self, unit: str) -> Fact | None:
        """Return how many of a unit the line is for, None where several numbers are stated."""
        found = [fact for fact in self.counts if fact.unit == unit]
        found = found or [fact for fact in self.counts if same_unit(unit, fact.unit)]
        return found[0] if found and len({fact.value for fact in found}) == 1 else None


@dataclass(slots=True)
class Items:
    """The lines of all forms of some facts, read when first asked for."""

    facts: Sequence[Fact]
    _all: dict[tuple[Place, tuple[str, ...]], Item] = field(default_factory=dict)
    _below: dict[tuple[Place, tuple[str, ...]], list[Item]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def _read(self) -> None:
        stated: dict[tuple[Place, tuple[str, ...]], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.subject is not None and fact.value is not None and _itemises(fact):
                stated[_key(fact)].append(fact)
        for (place, path), facts in stated.items():
            item = Item(place, path, tuple(facts))
            self._all[place, path] = item
            self._below[place, path[:-1]].append(item)

    def all(self) -> Iterator[Item]:
        """Yield all lines, in the order of the documents."""
        if not self._all:
            self._read()
        # What was planned and spent in other years are fields of the form, not lines of it.
        yield from (item for item in self._all.values() if not _DATED.match(item.name))

    def of(self, fact: Fact) -> Item | None:
        """Return the line that a fact is a figure of."""
        if not self._all:
            self._read()
        return self._all.get(_key(fact)) if fact.subject is not None else None

    def below(self, item: Item) -> list[Item]:
        """Return the lines right below one."""
        return self._below.get((item.place, item.path), [])

    def above(self, fact: Fact) -> Item | None:
        """Return the line that a fact of a form is told under."""
        if not self._all:
            self._read()
        place = (fact.document, fact.table_id, fact.row_index)
        return self._all.get((place, fact.row_path)) if fact.quote is not None else None

    def under(self, item: Item) -> Iterator[Item]:
        """Yield all lines below one, level by level."""
        for line in self.below(item):
            yield line
            yield from self.under(line)

    def amounts(self, item: Item) -> list[Fact]:
        """Return what the lines right below one come to; a line without an amount, by its own."""
        found: list[Fact] = []
        for line in self.below(item):
            found += [line.amount] if line.amount else self.amounts(line)
        return found

    def parts(self, fact: Fact) -> list[Fact]:
        """Return the amounts of the lines that a form's cell is itemised in: they add up to it."""
        item = self.of(fact) if fact.quote is None and fact.unit in YUAN else None
        amounts = self.amounts(item) if item else []
        total = sum((amount.comparable or Decimal(0) for amount in amounts), Decimal(0))
        return amounts if len(amounts) >= _SEVERAL and total == fact.comparable else []


def _key(fact: Fact) -> tuple[Place, tuple[str, ...]]:
    own = _EACH.sub("", fact.row) or fact.row
    place = (fact.document, fact.table_id, fact.row_index)
    return place, (*fact.row_path, own)


def _itemises(fact: Fact) -> bool:
    """Tell whether a figure is a line's own: a cell in money, or an amount that tells no change."""
    if fact.quote is not None:
        return not fact.column and fact.unit != "%"
    target = any(_TARGET.search(head) for head in fact.column)
    return fact.unit in YUAN and fact.row_kind is not RowKind.TOTAL and not target


def _is_count(fact: Fact) -> bool:
    return (fact.unit or "").split("/")[0] not in YUAN and fact.unit != "%"


def is_price(fact: Fact) -> bool:
    """Tell whether a figure is money for each of something by its unit."""
    money, _, each = (fact.unit or "").partition("/")
    return money in YUAN and each != ""


def _is_part(fact: Fact) -> bool:
    """Tell whether an amount is only calculated with, for each of something, or a bound."""
    told = "每" in canonical(fact.row)[-4:] or is_for_each(fact, "")
    return fact.quote is not None and (
        is_operand(fact) or bound_of(fact) is not None or (told and "=" not in _before(fact))
    )


def _before(fact: Fact) -> str:
    return (fact.quote or "")[: fact.start or 0].rstrip()[-1:]
