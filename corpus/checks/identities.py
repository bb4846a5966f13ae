"""The identities of one table: parts of a column make its total, parts of a row make its whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.checks.tables import figure_at, is_figure, leaf, total_row
from corpus.checks.tolerance import agree
from corpus.checks.words import pattern
from corpus.disclosure import Column, Table
from corpus.findings import CellSource
from corpus.names import fold

Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that a table states: the whole as printed, what its parts make, and whether they agree."""

    rule: str
    table: str
    whole: CellSource
    parts: tuple[CellSource, ...]
    printed: Decimal | None
    expected: Decimal
    unit: str | None
    holds: bool


def identities(table: Table) -> tuple[Identity, ...]:
    """Return all identities of a table that can be checked."""
    found = [*_level_sums(table), *_row_sums(table), *_balances(table)]
    return tuple(found)


def _level_sums(table: Table) -> Iterator[Identity]:
    """Column by column: 合计 = Σ类, 类 = Σ款, 款 = Σ项."""
    children: dict[int, list[int]] = {}
    for index, row in enumerate(table.rows):
        if row.parent is not None:
            children.setdefault(row.parent, []).append(index)
    for column in range(len(table.columns)):
        made = [_level_sum(table, p, parts, column) for p, parts in children.items()]
        yield from _meant([one for one in made if one])


def _level_sum(table: Table, parent: int, parts: list[int], column: int) -> Identity | None:
    cells = [table.rows[i].cells[column] for i in parts]
    whole = table.rows[parent].cells[column]
    filled = [c for c in cells if c is not None and c.text.strip()]
    if whole is None or not all(is_figure(cell) for cell in filled):
        return None
    if whole.value is None and (whole.text.strip() or table.is_form):
        return None
    if not filled and (table.is_form or not whole.value):
        return None
    values = [c.value or Decimal(0) if c else Decimal(0) for c in cells]
    uncoded = any(table.rows[i].code is None for i in parts)
    if whole.value is None and (uncoded or not any(values)):
        # Blocks side by side may share one total line that is filled in one of them only.
        return None
    return _identity("合计与分项", table, parent, column, parts, values, uncoded)


def _identity(
    rule: str,
    table: Table,
    row: int,
    column: int,
    parts: list[int],
    values: list[Decimal],
    uncoded: bool,
) -> Identity:
    cell = table.rows[row].cells[column]
    printed = cell.value if cell else None
    unit = (cell.unit if cell else None) or table.columns[column].unit
    sums = [sum(values, Decimal(0))]
    if uncoded:
        sums.append(sum(_outermost(values), Decimal(0)))
    holds = any(agree(printed or Decimal(0), s, len(values), unit) for s in sums)
    sources = tuple(CellSource(table.id, i, column) for i in parts)
    whole = CellSource(table.id, row, column)
    return Identity(rule, table.id, whole, sources, printed, sums[0], unit, holds)


def _outermost(values: list[Decimal]) -> list[Decimal]:
    """Leave out the values right below one that they add up to: of-which lines without a code."""
    kept: list[Decimal] = []
    index = 0
    while index < len(values):
        kept.append(values[index])
        inner = 0
        if values[index]:
            added = Decimal(0)
            for length, value in enumerate(values[index + 1 :], start=1):
                added += value
                inner = length if added == values[index] else inner
        index += 1 + inner
    return kept


def _meant(found: list[Identity]) -> list[Identity]:
    """Return the identities, or none when most fail: then the sum is not what the table means."""
    failed = sum(not one.holds for one in found)
    return [] if len(found) >= 4 and failed * 2 > len(found) else found


def _row_sums(table: Table) -> Iterator[Identity]:
    """Row by row: 总计 = 基本支出 + 项目支出 + …, by the tree that the heads make."""
    if table.is_form:
        return
    for group in {column.group for column in table.columns}:
        columns = [(i, c) for i, c in enumerate(table.columns) if c.group == group]
        for measured in _by_measure(columns):
            for whole, parts in _column_sums(measured, 0):
                made = [_row_sum(table, row, whole, parts) for row in range(len(table.rows))]
                yield from _meant([one for one in made if one])


def _by_measure(columns: list[tuple[int, Column]]) -> list[list[tuple[int, Column]]]:
    """Part columns whose last head is one of the same few under every head (预算数, 决算数)."""
    under: dict[str, list[tuple[int, Column]]] = {}
    for index, column in columns:
        if len(column.path) <= 1:
            return [columns]
        bare = replace(column, path=column.path[:-1])
        under.setdefault(column.path[-1], []).append((index, bare))
    heads = [[column.path for _, column in below] for below in under.values()]
    same = all(paths == heads[0] for paths in heads)
    totals = any(pattern("column", "sum").search(leaf) for leaf in under)
    return list(under.values()) if same and not totals else [columns]


def _column_sums(columns: list[tuple[int, Column]], depth: int) -> Iterator[tuple[int, Parts]]:
    """Yield the total column of each head with the columns that add up to it."""
    nodes: dict[str, list[tuple[int, Column]]] = {}
    for index, column in columns:
        if len(column.path) > depth:
            nodes.setdefault(column.path[depth], []).append((index, column))
    whole: int | None = None
    parts: list[int] = []
    for name, below in nodes.items():
        deeper = [(i, c) for i, c in below if len(c.path) > depth + 1]
        if deeper:
            yield from _column_sums(deeper, depth + 1)
        if pattern("column", "sum").search(name) and not deeper and whole is None:
            whole = below[0][0]
        elif not pattern("column", "not_a_part").search(name):
            parts.extend(_representing(below, depth))
    if whole is not None and len(parts) > 1:
        yield whole, tuple(parts)


def _representing(below: list[tuple[int, Column]], depth: int) -> list[int]:
    """Return the columns that stand for a head: its own total, else what stands for each below it."""
    totals = [
        i
        for i, c in below
        if len(c.path) == depth + 2 and pattern("column", "sum").search(c.path[-1])
    ]
    if totals:
        return totals[:1]
    inner: dict[str, list[tuple[int, Column]]] = {}
    for i, column in below:
        if len(column.path) > depth + 1:
            inner.setdefault(column.path[depth + 1], []).append((i, column))
    own = [i for i, column in below if len(column.path) == depth + 1]
    return [*own, *(i for nested in inner.values() for i in _representing(nested, depth + 1))]


def _row_sum(table: Table, row: int, whole: int, parts: Parts) -> Identity | None:
    cells = [table.rows[row].cells[i] for i in parts]
    cell = table.rows[row].cells[whole]
    filled = [c for c in cells if c is not None and c.text.strip()]
    if cell is None or not all(is_figure(c) for c in filled):
        return None
    if cell.value is None and (cell.text.strip() or not filled):
        return None
    values = [c.value or Decimal(0) if c else Decimal(0) for c in cells]
    expected = sum(values, Decimal(0))
    holds = agree(cell.value or Decimal(0), expected, len(filled), cell.unit)
    sources = tuple(CellSource(table.id, row, i) for i in parts)
    unit = cell.unit or table.columns[whole].unit
    place = CellSource(table.id, row, whole)
    return Identity("行内合计", table.id, place, sources, cell.value, expected, unit, holds)


def _balances(table: Table) -> Iterator[Identity]:
    """Block by block: 收入总计 = 支出总计 by function = by economic class."""
    groups = sorted({column.group for column in table.columns})
    if len(groups) < 2 or table.is_form:
        return
    totals = [found for group in groups if (found := _block_total(table, group))]
    if len(totals) < 2:
        return
    first, expected = totals[0]
    for places, value in totals[1:]:
        cell = table.rows[places[0].row].cells[places[0].column]
        unit = cell.unit if cell else table.unit
        holds = agree(value, expected, len(places), unit)
        yield Identity("收支平衡", table.id, places[0], first, value, expected, unit, holds)


def _block_total(table: Table, group: int) -> tuple[tuple[CellSource, ...], Decimal] | None:
    row = total_row(table, group)
    columns = [i for i, column in enumerate(table.columns) if column.group == group]
    if row is None or not pattern("row", "balanced").search(fold(table.rows[row].name)):
        return None
    totals = [i for i in columns if pattern("column", "sum").search(leaf(table, i))]
    figures = [f for i in totals[:1] or columns if (f := figure_at(table, row, i))]
    if not figures:
        return None
    return tuple(f.source for f in figures), sum((f.value for f in figures), Decimal(0))
