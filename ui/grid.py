"""A stored table laid out again for the eye: blocks, head rows that span, rows with indentation."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from corpus.disclosure import RowKind
from index.records import Fact

_DEPTHS = {RowKind.SECTION: 1, RowKind.ITEM: 2}


class HeadCell(NamedTuple):
    """A head cell and how many columns and head rows it covers."""

    text: str
    columns: int
    rows: int


class GridRow(NamedTuple):
    """A row: its labels, its depth in the hierarchy, and a fact (or None) per column."""

    code: str | None
    name: str
    path: tuple[str, ...]
    depth: int
    total: bool
    cells: tuple[Fact | None, ...]


class Block(NamedTuple):
    """One of a table's side-by-side blocks."""

    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[GridRow, ...]

    @property
    def has_codes(self) -> bool:
        """Whether any row has a code."""
        return any(row.code for row in self.rows)


def lay_out(facts: Iterable[Fact]) -> tuple[Block, ...]:
    """Return the blocks of one table in the order they are printed.

    A table's blocks are its side-by-side groups; a form's are runs of rows with the same columns.
    """
    cells = sorted(
        (fact for fact in facts if fact.row_index is not None and fact.quote is None),
        key=lambda fact: (fact.group, fact.row_index or 0, fact.column_index or 0),
    )
    rows = [list(row) for _, row in groupby(cells, key=lambda fact: fact.row_index)]
    return tuple(_block(list(block)) for _, block in groupby(rows, key=_block_of))


def _block_of(row: Sequence[Fact]) -> tuple[int, ...]:
    first = row[0]
    columns = (fact.column_index or 0 for fact in row)
    return (first.group, *columns) if first.is_form else (first.group,)


def _block(rows: Sequence[Sequence[Fact]]) -> Block:
    heads = {fact.column_index or 0: fact.column for row in rows for fact in row}
    columns = dict(sorted(heads.items()))
    head = tuple(_head(list(columns.values()))) if any(map(any, columns.values())) else ()
    return Block(head, tuple(_row(row, tuple(columns)) for row in rows))


def _row(facts: Sequence[Fact], columns: tuple[int, ...]) -> GridRow:
    first = facts[0]
    by_column = {fact.column_index or 0: fact for fact in facts}
    return GridRow(
        code=first.code,
        name=first.row,
        path=first.row_path,
        depth=_DEPTHS.get(first.row_kind, 0) if first.row_kind else 0,
        total=first.row_kind is RowKind.TOTAL,
        cells=tuple(by_column.get(column) for column in columns),
    )


def _head(paths: Sequence[tuple[str, ...]]) -> Iterator[tuple[HeadCell, ...]]:
    padded = [_padded(path, paths) for path in paths]
    depth = max((len(path) for path in padded), default=0)
    for level in range(depth):
        yield tuple(_head_cells(padded, level, depth))


def _padded(path: tuple[str, ...], paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Give a head that stands beside its own parts (合计 beside 合计/其中) an empty cell below it."""
    below = any(len(other) > len(path) and other[: len(path)] == path for other in paths)
    return (*path, "") if below else path


def _head_cells(paths: Sequence[tuple[str, ...]], level: int, depth: int) -> Iterator[HeadCell]:
    for prefix, run in groupby(paths, key=lambda path: path[: level + 1]):
        members = list(run)
        if len(prefix) <= level:
            continue  # the head above reaches down here
        ends = all(len(path) == level + 1 for path in members)
        yield HeadCell(prefix[level], len(members), depth - level if ends else 1)
