"""Rows and columns that a sheet hides: nobody who opens it sees them, so they are not read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from corpus.spanned import Spanned


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its cells, and the rows and columns that it hides (from 1)."""

    name: str
    cells: list[Spanned]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)

    def visible(self) -> list[Spanned]:
        """Return the cells that are seen; of a merged one the part that is."""
        found = (_seen(cell, self.hidden_rows, self.hidden_columns) for cell in self.cells)
        return [cell for cell in found if cell is not None]

    def problem(self) -> str | None:
        """Return the sentence that tells what was left out, None where nothing was."""
        rows = {cell.row for cell in self.cells if cell.text} & self.hidden_rows
        columns = {cell.column for cell in self.cells if cell.text} & self.hidden_columns
        parts = [f"{len(lines)} {kind}" for lines, kind in ((rows, "行"), (columns, "列")) if lines]
        if not parts:
            return None
        return f"工作表「{self.name}」有隐藏的 {'和 '.join(parts)}，没有读入；需要时请取消隐藏后再加入。"


def _seen(
    cell: Spanned, hidden_rows: Collection[int], hidden_columns: Collection[int]
) -> Spanned | None:
    rows = _left(range(cell.row, cell.row + cell.rows), hidden_rows)
    columns = _left(range(cell.column, cell.column + cell.columns), hidden_columns)
    if not rows or not columns:
        return None
    return replace(
        cell,
        row=rows[0],
        column=columns[0],
        rows=cell.row + cell.rows - rows[0],
        columns=cell.column + cell.columns - columns[0],
    )


def _left(places: Iterable[int], hidden: Collection[int]) -> list[int]:
    return [place for place in places if place not in hidden]
