"""By how much the figures that a finding of the checks sets against each other differ."""

import re
from decimal import Decimal

from assistant.plan import Cell, Difference, Expression, Sum
from assistant.result import Store
from corpus.money import to_decimal
from index.records import Fact

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEAST_PARTS = 2


def gap(store: Store, name: str) -> Difference | None:
    """Return the difference of the two figures told, or of a total and what its parts come to."""
    finding = store.findings[name]
    told = [store.facts[r.fact] for r in finding.references if r.fact and r.fact in store.facts]
    numbers = [fact for fact in told if fact.value is not None and fact.unit == told[0].unit]
    different = list({fact.value: Cell(fact=fact.id) for fact in numbers}.items())
    if len(different) == 2 and len(numbers) == len(told):
        (_, larger), (_, smaller) = sorted(different, key=lambda one: one[0] or 0, reverse=True)
        return Difference(left=larger, right=smaller)
    expected = _NUMBER.search(finding.expected or "")
    return _from_parts(numbers, to_decimal(expected[0].replace(",", ""))) if expected else None


def _from_parts(numbers: list[Fact], expected: Decimal) -> Difference | None:
    """Return the difference of a printed total and the first figures behind it that make up the expected one."""
    if len(numbers) <= _LEAST_PARTS:
        return None
    printed, *parts = numbers
    total = Decimal(0)
    for count, part in enumerate(parts, 1):
        total += part.value or 0
        if total == expected and count >= _LEAST_PARTS:
            whole: Expression = Cell(fact=printed.id)
            made = Sum(of=tuple(Cell(fact=fact.id) for fact in parts[:count]))
            larger = (printed.value or 0) > total
            return Difference(left=whole if larger else made, right=made if larger else whole)
    return None
