"""Figures by name: what the tables print for an item that a sentence names, this year and last."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.checks.naming import key_of
from corpus.checks.tables import Figure, figure_at, label, leaf, total_row, whole_column
from corpus.checks.words import pattern
from corpus.disclosure import Disclosure, RowKind, Table
from corpus.findings import CellSource
from corpus.names import fold

TOTAL_ROLES = {"overview": "#total", "income": "#total", "expenditure": "#total"}
WHOLE_ROLES = {**TOTAL_ROLES, "general": "#general", "three": "#three", "projects": "#project"}
WHOLE_ROLES["basic"] = "#basic"


@dataclass(slots=True)
class Named:
    """The figures of all tables by the key of their row or column, and by classification code."""

    by_key: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    last_year: dict[str, Figure] = field(default_factory=dict)


def learn(disclosure: Disclosure, roles: dict[str, str]) -> Named:
    """Collect the figures of all tables under the names that sentences use for them."""
    named = Named()
    for table in disclosure.tables:
        if table.subject is not None:
            # A project's form speaks of that project only, by names that others use too.
            continue
        _learn_rows(disclosure.year, table, named)
        if not table.is_form:
            _learn_columns(roles[table.id], table, named)
    return named


def _learn_rows(year: int | None, table: Table, named: Named) -> None:
    past = {c for c in range(len(table.columns)) if is_last_year(year, table, c)}
    for index, row in enumerate(table.rows):
        total = row.kind is RowKind.TOTAL
        figures = list(_row_figures(table, index))
        key = "#total" if total else key_of(row.name)
        for figure in figures:
            if figure.source.column in past:
                named.last_year.setdefault(key, figure)
        now = [figure for figure in figures if figure.source.column not in past]
        if not total:
            named.by_key[key].extend(now)
        if row.code:
            named.by_code[row.code].extend(now)


def _row_figures(table: Table, row: int) -> Iterator[Figure]:
    """Yield the amounts of a row; a row without any is 0 in its whole column, as blanks mean none."""
    found = [f for c in range(len(table.columns)) if (f := figure_at(table, row, c))]
    yield from found
    column = whole_column(table, table.rows[row].group)
    if not found and not table.is_form and column is not None:
        cell = table.rows[row].cells[column]
        if cell is not None and not cell.text.strip():
            yield _blank(table, row, column)


def _blank(table: Table, row: int, column: int) -> Figure:
    source = CellSource(table.id, row, column)
    return Figure(Decimal(0), table.columns[column].unit or table.unit, source, label(table, row))


def _learn_columns(role: str, table: Table, named: Named) -> None:
    """A column's figure is that of the total row, or of the only row where there is no total."""
    for column, head in enumerate(table.columns):
        row = _answering_row(table, head.group)
        if row is None:
            continue
        cell = table.rows[row].cells[column]
        figure = figure_at(table, row, column)
        if figure is None and (cell is None or cell.text.strip()):
            continue
        figure = figure or _blank(table, row, column)
        for key in _column_keys(role, table, column):
            named.by_key[key].append(figure)


def _answering_row(table: Table, group: int) -> int | None:
    row = total_row(table, group)
    return 0 if row is None and len(table.rows) == 1 else row


def _column_keys(role: str, table: Table, column: int) -> Iterator[str]:
    """Yield the keys a column's total goes by: its head, or what its whole table is about."""
    path = table.columns[column].path
    name = leaf(table, column)
    is_whole = column == whole_column(table, table.columns[column].group)
    if is_whole and role in WHOLE_ROLES:
        yield WHOLE_ROLES[role]
    if pattern("column", "whole").search(name) or pattern("column", "unnamed").search(name):
        if len(path) > 1:
            yield key_of(fold(path[-2]))
    else:
        yield key_of(name)


def is_last_year(year: int | None, table: Table, column: int) -> bool:
    """Tell whether a column holds the figures of the year before."""
    head = fold("".join(table.columns[column].path))
    if "结转" in head or "结余" in head:
        return False
    named_year = year is not None and str(year - 1) in head
    return named_year or pattern("word", "last_year").search(head) is not None
