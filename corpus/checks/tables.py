"""One table as the checks look at it: its role, its whole column, its total row, cells as figures."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from corpus.checks.words import data, pattern
from corpus.disclosure import Cell, Disclosure, Row, RowKind, Table
from corpus.findings import CellSource
from corpus.names import fold

_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")


class Figure(NamedTuple):
    """A figure printed in a cell, with where it stands and what it is called."""

    value: Decimal
    unit: str | None
    source: CellSource
    label: str


def figure_at(table: Table, row: int, column: int) -> Figure | None:
    """Return the money a cell states, or None where it states none."""
    cell = table.rows[row].cells[column]
    if cell is None or cell.value is None or cell.unit == "%":
        return None
    return Figure(cell.value, cell.unit, CellSource(table.id, row, column), label(table, row))


def role_of(table: Table, disclosure: Disclosure) -> str:
    """Return the role a table plays by its title, "" for one that is not known."""
    title = bare_title(table.title, own_names(disclosure))
    return next((role for role in data()["role"] if pattern("role", role).search(title)), "")


def own_names(disclosure: Disclosure) -> tuple[str, ...]:
    """Return the names a document calls its department by, longest first, as compared."""
    names = (disclosure.department or "", *disclosure.aliases)
    return tuple(sorted((fold(name) for name in names if name), key=len, reverse=True))


@lru_cache(maxsize=4096)
def bare_title(title: str, names: tuple[str, ...]) -> str:
    """Return a title as compared: without year and without the department's names."""
    bare = _YEAR.sub("", fold(title))
    for name in names:
        bare = bare.replace(name, "")
    return bare


def label(table: Table, row: int) -> str:
    """Return a row's code and name as a finding says them."""
    found = table.rows[row]
    return f"{found.code} {found.name}" if found.code else found.name


def leaf(table: Table, column: int) -> str:
    """Return the innermost head of a column as compared."""
    path = table.columns[column].path
    return fold(path[-1]) if path else ""


def column_like(table: Table, key: str, group: int | None = None) -> int | None:
    """Return the first column whose innermost head matches the words under `key`."""
    words = pattern("column", key)
    for index in range(len(table.columns)):
        if group is not None and table.columns[index].group != group:
            continue
        if words.search(leaf(table, index)):
            return index
    return None


def whole_column(table: Table, group: int = 0) -> int | None:
    """Return the column that holds a row's whole amount: the first total, else the only column."""
    columns = [i for i, column in enumerate(table.columns) if column.group == group]
    totals = [i for i in columns if pattern("column", "whole").search(leaf(table, i))]
    if totals:
        return min(totals, key=lambda i: (len(table.columns[i].path), i))
    return columns[0] if len(columns) == 1 else None


def total_row(table: Table, group: int = 0) -> int | None:
    """Return the row a block adds up to: a total that is part of no other."""
    totals = [
        i
        for i, row in enumerate(table.rows)
        if row.kind is RowKind.TOTAL and row.group == group and row.parent is None
        if not pattern("row", "partial").search(fold(row.name))
    ]
    return totals[-1] if totals else None


def is_classified(row: Row) -> bool:
    """Tell whether a row stands for its classification code (and not for a project under it)."""
    return row.code is not None and row.kind in (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)


def is_figure(cell: Cell | None) -> bool:
    """Tell whether a cell states an amount."""
    return cell is not None and cell.value is not None and cell.unit != "%"
