"""Rows that a page end cut in two are one row again.

Only where the rest on the next page is no more than a few letters of one name: the name with them
is known to the classification, or the name without them is not.
"""

from collections.abc import Iterable
from dataclasses import replace

from corpus.classification import classification_names
from corpus.grid import Grid, GridLine
from corpus.heads import is_total
from corpus.money import parse_cell
from corpus.names import fold, is_code, join_wrapped, without_numbering

_LONGEST_REST = 8


def mend_grids(grids: Iterable[Grid]) -> None:
    """Join cut rows in place."""
    grids = list(grids)
    known = {fold(name) for name in classification_names()}
    for grid in grids:
        lines: list[GridLine] = []
        for line in grid.lines:
            column = _cut_column(lines[-1], line, known) if lines else None
            if column is None:
                lines.append(line)
            else:
                lines[-1] = _joined(lines[-1], line, column)
        grid.lines = lines


def _cut_column(above: GridLine, line: GridLine, known: set[str]) -> int | None:
    """Return the column whose name goes on in `line`, None where `line` is a row of its own."""
    if len(line.filled) != 1 or above.locator.page == line.locator.page:
        return None
    column = line.filled[0]
    if column >= len(above.cells) or not above.cells[column]:
        return None
    rest, name = line.cells[column], above.cells[column]
    if (
        len(rest) > _LONGEST_REST
        or is_total(rest)
        or parse_cell(rest)
        or parse_cell(name)
        or is_code(rest)
    ):
        return None
    cut = _name(name + rest) in known or _name(name) not in known
    return column if cut and without_numbering(rest) == rest else None


def _name(text: str) -> str:
    return fold(without_numbering(join_wrapped(text)))


def _joined(above: GridLine, line: GridLine, column: int) -> GridLine:
    cells = list(above.cells)
    cells[column] += line.cells[column]
    return replace(above, cells=tuple(cells))
