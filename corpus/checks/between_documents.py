"""Checks between documents of one department: last year's budget, and a unit within its department."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from corpus.checks.changes import told_changes
from corpus.checks.naming import key_of
from corpus.checks.tables import Figure
from corpus.checks.tolerance import agree, shown
from corpus.checks.units import by_code, check_units
from corpus.checks.view import View
from corpus.disclosure import Disclosure, Kind
from corpus.findings import CellSource, Finding, Severity, Source
from corpus.money import YUAN
from corpus.names import fold

TOLERANCE = Decimal("0.02")
COMPARED = ("#total", "#basic", "#project", "#general", "#three", "#reception", "#vehicles")


def check_between(disclosure: Disclosure, others: Sequence[Disclosure]) -> tuple[Finding, ...]:
    """Return what does not agree between a disclosure and others of its department and its units."""
    view = View(disclosure)
    found: list[Finding] = []
    for other in others:
        if other.name == disclosure.name or not _same_department(disclosure, other):
            continue
        if _is_last_year(disclosure, other):
            found.extend(_against_last_year(view, View(other)))
        elif _is_unit_document(other, disclosure):
            found.extend(_within_department(view, View(other)))
    units = [other for other in others if _is_unit_document(disclosure, other)]
    found.extend(check_units(view, units))
    return tuple(dict.fromkeys(found))


def _same_department(one: Disclosure, other: Disclosure) -> bool:
    return one.department is not None and one.department == other.department


def _is_last_year(disclosure: Disclosure, other: Disclosure) -> bool:
    budgets = disclosure.kind is Kind.BUDGET and other.kind is Kind.BUDGET
    years = disclosure.year is not None and other.year == disclosure.year - 1
    return budgets and years and _scope(disclosure) == _scope(other)


def _scope(disclosure: Disclosure) -> str:
    title = fold(disclosure.title + disclosure.name)
    return "单位" if "单位预算" in title else "部门"


def _is_unit_document(whole: Disclosure, unit: Disclosure) -> bool:
    """Tell whether a document is of the kind that a department's is put together from."""
    same = (whole.year, whole.kind) == (unit.year, unit.kind)
    return same and (_scope(whole), _scope(unit)) == ("部门", "单位")


def _against_last_year(view: View, past: View) -> Iterator[Finding]:
    """Last year's figures printed or implied here are this year's figures there."""
    for key, figure in view.named.last_year.items():
        yield from _last_year(past, key, _Past(*figure))
    for one in told_changes(view):
        key = key_of(one.item)
        if not one.mention.is_money or one.this is None or key in view.named.last_year:
            continue
        change = one.mention.value * YUAN[one.mention.unit] * one.mention.direction
        last = one.this.value * YUAN[one.this.unit] - change
        source = one.statement.source(one.mention)
        implied = _Past(last / YUAN["万元"], "万元", source, one.item)
        yield from _last_year(past, key, implied)


class _Past(NamedTuple):
    """An amount of the year before as printed here, or as a sentence implies it."""

    value: Decimal
    unit: str | None
    source: Source
    label: str


def _last_year(past: View, key: str, figure: _Past) -> Iterator[Finding]:
    there = past.named.by_key.get(key, [])
    if key not in COMPARED or not there or figure.unit not in YUAN:
        return
    amount = figure.value * YUAN[figure.unit]
    if any(_near(amount, other) for other in there):
        return
    name, printed = figure.label, shown(figure.value, figure.unit)
    expected = shown(there[0].value, there[0].unit)
    text = (
        f"「{name}」的上年数在这里是 {printed}，上年的文件「{past.disclosure.name}」印的是 "
        f"{expected}。"
    )
    sources: tuple[Source, ...] = (figure.source, _of(there[0].source, past.disclosure))
    yield Finding("上年数", Severity.ERROR, text, printed, expected, sources)


def _near(amount: Decimal, other: Figure) -> bool:
    if other.unit not in YUAN:
        return False
    return abs(amount - other.value * YUAN[other.unit]) <= TOLERANCE * YUAN["万元"]


def _of(source: CellSource, disclosure: Disclosure) -> CellSource:
    return replace(source, document=disclosure.name)


def _within_department(unit: View, whole: View) -> Iterator[Finding]:
    """A unit has no more under a code than its department."""
    there = by_code(whole)
    for code, figure in by_code(unit).items():
        other = there.get(code)
        if figure.unit not in YUAN or (other is not None and other.unit not in YUAN):
            continue
        amount = figure.value * YUAN[figure.unit]
        most = other.value * YUAN[other.unit or ""] if other else Decimal(0)
        if amount <= most or agree(amount / YUAN["万元"], most / YUAN["万元"], 1, "万元"):
            continue
        printed = shown(figure.value, figure.unit)
        expected = shown(other.value, other.unit) if other else "没有这个科目"
        text = (
            f"「{figure.label}」在单位预算里是 {printed}，部门预算"
            f"「{whole.disclosure.name}」里{'只有 ' if other else ''}{expected}。"
        )
        sources: tuple[Source, ...] = (figure.source,)
        if other is not None:
            sources = (*sources, _of(other.source, whole.disclosure))
        yield Finding("单位与部门", Severity.ERROR, text, printed, expected, sources)
