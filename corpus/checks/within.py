"""Checks within one table: its own identities, its shares, and the proof that it was read right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from corpus.checks.identities import Identity, identities
from corpus.checks.tables import figure_at, label
from corpus.checks.tolerance import shown, shown_rate
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.disclosure import Table
from corpus.findings import CellSource, Finding, Outcome, Proof, Severity
from corpus.money import TWO_PLACES, quotient, round_half_up
from corpus.names import fold


class _Repair(NamedTuple):
    """A cell and the value with which sums that fail would hold."""

    source: CellSource
    value: Decimal


def table_sums(view: View) -> Iterator[Finding]:
    """Report every sum of a table that does not hold, with the one cell that would mend several."""
    for table in view.disclosure.tables:
        failed = [one for one in identities(table) if not one.holds]
        repair = _common_repair(view, failed)
        for one in failed:
            yield _finding(table, one, repair)


def shares_in_tables(view: View) -> Iterator[Finding]:
    """Report a printed share (占比) that is not its row's amount over the total."""
    for table in view.disclosure.tables:
        for column, head in enumerate(table.columns):
            name = fold(head.path[-1]) if head.path else ""
            if pattern("column", "share").fullmatch(name):
                yield from _shares(table, column)


def proof_of(table: Table) -> Proof:
    """Return whether a table's own identities hold: the proof that it was read right."""
    checked = identities(table)
    failed = [one for one in checked if not one.holds]
    rows = tuple(dict.fromkeys(label(table, one.whole.row) for one in failed))
    outcome = Outcome.FAILED if failed else Outcome.PASSED if checked else Outcome.NOTHING
    title = f"{table.title}（{table.subject}）" if table.subject else table.title
    return Proof(table.id, title, outcome, len(checked), rows)


def _finding(table: Table, one: Identity, repair: _Repair | None) -> Finding:
    printed = None if one.printed is None else shown(one.printed, one.unit)
    expected = shown(one.expected, one.unit)
    column = table.columns[one.whole.column].name
    place = f"「{table.title}」的「{label(table, one.whole.row)}」" + (
        f"（{column}）" if column else ""
    )
    off = shown(abs((one.printed or Decimal(0)) - one.expected), one.unit)
    said = {
        "合计与分项": f"分项相加为 {expected}",
        "行内合计": f"本行各列相加为 {expected}",
        "收支平衡": f"与之平衡的另一方为 {expected}",
    }[one.rule]
    text = f"{place}印的是 {printed or '空白'}，{said}，相差 {off}。"
    return Finding(
        one.rule,
        Severity.ERROR,
        text + _repair_text(table, one, repair),
        printed,
        expected,
        (one.whole, *one.parts),
    )


def _common_repair(view: View, failed: list[Identity]) -> _Repair | None:
    """Return the one cell whose change makes at least two failing sums hold, if there is one."""
    votes = Counter(repair for one in failed for repair in set(_repairs(view, one)))
    if not votes:
        return None
    (best, count), *others = votes.most_common(2)
    tied = bool(others) and others[0][1] == count
    return best if count > 1 and not tied else None


def _repairs(view: View, one: Identity) -> Iterator[_Repair]:
    yield _Repair(one.whole, one.expected)
    missing = (one.printed or Decimal(0)) - one.expected
    for part in one.parts:
        figure = figure_at(view.tables[part.table], part.row, part.column)
        yield _Repair(part, (figure.value if figure else Decimal(0)) + missing)


def _repair_text(table: Table, one: Identity, repair: _Repair | None) -> str:
    if repair is None or repair.source not in (one.whole, *one.parts):
        return ""
    source = repair.source
    column = table.columns[source.column].name
    place = f"「{label(table, source.row)}」" + (f"（{column}）" if column else "")
    return f"若{place}为 {shown(repair.value, one.unit)}，几处合计同时相符，疑为该数有误。"


def _shares(table: Table, column: int) -> Iterator[Finding]:
    for index, row in enumerate(table.rows):
        cell = row.cells[column]
        total = index if row.parent is None else row.parent
        amounts = _amount_and_total(table, index, total, column)
        if cell is None or cell.value is None or cell.unit != "%" or amounts is None:
            continue
        part, whole, sources = amounts
        expected = quotient(part * 100, whole)
        if abs(round_half_up(expected) - cell.value) <= TWO_PLACES:
            continue
        text = (
            f"「{table.title}」的「{label(table, index)}」印的占比是 {cell.text}，"
            f"按金额计算为 {shown_rate(expected)}。"
        )
        place = CellSource(table.id, index, column)
        yield Finding(
            "占比", Severity.ERROR, text, cell.text, shown_rate(expected), (place, *sources)
        )


def _amount_and_total(
    table: Table, row: int, total: int, before: int
) -> tuple[Decimal, Decimal, tuple[CellSource, CellSource]] | None:
    """Return the nearest money at the left of a share, in its own row and in the total's."""
    for column in range(before - 1, -1, -1):
        part = figure_at(table, row, column)
        whole = figure_at(table, total, column)
        if part and whole and whole.value:
            return part.value, whole.value, (part.source, whole.source)
    return None


def proofs(view: View) -> Iterable[Proof]:
    """Return the proof of reading of each table in the order of the document."""
    return [proof_of(table) for table in view.disclosure.tables]
