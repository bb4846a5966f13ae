"""What must hold within a table by its own words: sums over rows, sums over columns, both sides.

Written for tests of readers: a figure read into the wrong row or column breaks a sum.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from corpus.disclosure import Column, Disclosure, RowKind, Table
from corpus.money import YUAN
from corpus.names import fold

_LEAF = re.compile(r"^(?:预算数|决算数|金额)$")
_BOTH = re.compile(r"^总计$|^[收支](?:入|出)[总合]计$")
_WHOLE = re.compile(r"(?:合计|总计|小计)$")


class Identity(NamedTuple):
    """One sum: what it says, the printed whole, and the sum of the printed parts."""

    document: str
    table: str
    what: str
    printed: Decimal
    recomputed: Decimal
    tolerance: Decimal

    @property
    def holds(self) -> bool:
        """Tell whether whole and parts agree within the rounding of the parts."""
        return abs(self.printed - self.recomputed) <= self.tolerance


class Rate(NamedTuple):
    """How many tables that have identities meet all of theirs."""

    tables: int
    sound: int
    identities: int
    broken: tuple[Identity, ...]


def pass_rate(documents: list[Disclosure]) -> Rate:
    """Check every table of the documents that is not a form."""
    checked = [
        (document, table, list(identities_of(document.name, table)))
        for document in documents
        for table in document.tables
        if not table.is_form
    ]
    counted = [found for _, _, found in checked if found]
    broken = tuple(one for found in counted for one in found if not one.holds)
    sound = sum(all(one.holds for one in found) for found in counted)
    return Rate(len(counted), sound, sum(map(len, counted)), broken)


def identities_of(document: str, table: Table) -> Iterator[Identity]:
    """Yield all sums that a table's own structure asserts."""
    name = f"{table.id} {table.title}"
    step = Decimal(1) if table.unit == "元" else Decimal("0.01")
    for what, printed, parts in (*_down(table), *_across(table), *_sides(table)):
        yield Identity(document, name, what, printed, sum(parts, Decimal(0)), step * len(parts))


Sum = tuple[str, Decimal, list[Decimal]]


def _down(table: Table) -> Iterator[Sum]:
    for index, whole in enumerate(table.rows):
        parts = [row for row in table.rows if row.parent == index]
        for n, column in enumerate(table.columns):
            printed = _value(table, index, n)
            values = [
                cell.value for row in parts if (cell := row.cells[n]) if cell.value is not None
            ]
            if printed is not None and values:
                yield f"{whole.code or ''}{whole.name} · {column.name}", printed, values


def _across(table: Table) -> Iterator[Sum]:
    for n, column in enumerate(table.columns):
        path, leaf = _bare(column)
        if not path or not _WHOLE.search(fold(path[-1])):
            continue
        prefix = path[:-1]
        parts = _parts(table, n, prefix, leaf)
        for index, row in enumerate(table.rows):
            printed = _value(table, index, n)
            values = [value for p in parts if (value := _value(table, index, p)) is not None]
            if printed is not None and values:
                yield f"{row.code or ''}{row.name}: {column.name}", printed, values


def _parts(table: Table, whole: int, prefix: tuple[str, ...], leaf: str) -> list[int]:
    """Return the columns that add up to a total column: its siblings, a nested one by its 小计."""
    by_head: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for n, column in enumerate(table.columns):
        path, own_leaf = _bare(column)
        inside = path[: len(prefix)] == prefix and len(path) > len(prefix)
        if (
            n != whole
            and inside
            and own_leaf == leaf
            and column.group == table.columns[whole].group
        ):
            by_head.setdefault(path[len(prefix)], []).append((n, path[len(prefix) + 1 :]))
    parts: list[int] = []
    for columns in by_head.values():
        totals = [n for n, rest in columns if rest and _WHOLE.search(fold(rest[0]))]
        parts.extend(totals or [n for n, _ in columns])
    return parts


def _bare(column: Column) -> tuple[tuple[str, ...], str]:
    path = column.path
    leaf = path[-1] if path and _LEAF.match(fold(path[-1])) else ""
    return (path[:-1] if leaf else path), leaf


def _sides(table: Table) -> Iterator[Sum]:
    """Yield 收入总计 = 支出总计 where both stand side by side."""
    totals = {
        row.group: cell.value
        for row in table.rows
        if row.kind is RowKind.TOTAL and row.parent is None and _BOTH.search(fold(row.name))
        for cell in reversed(row.cells)
        if cell and cell.value is not None
    }
    if len(totals) == 2:
        income, expenditure = totals.values()
        yield "收入总计 = 支出总计", income, [expenditure]


def _value(table: Table, row: int, column: int) -> Decimal | None:
    cell = table.rows[row].cells[column]
    money = cell is not None and cell.unit in (*YUAN, None)
    return cell.value if cell and money else None
