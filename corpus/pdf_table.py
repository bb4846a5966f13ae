"""The ruled cells of a page and the glyphs in them → rows of text.

A glyph belongs to the cell that its middle lies in. A merged cell stands where it begins; the
places it covers are blank.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.pdf_page import Glyph
from corpus.pdf_rulings import Box
from corpus.pdf_text import Line, lines_of

_SAME_EDGE = 3.0
_DRIFT = 0.02
_OVERLAP = 0.35
_SHORT = 1.5
_ACROSS = 0.15


@dataclass(slots=True)
class PageTable:
    """A table on one page: its box, the left edges of its columns, and its rows of text.

    `rights` are the right edges where no rulings say that a column ends where the next begins;
    `spans` tell over how many rows each cell is merged, where rulings tell it.
    """

    box: Box
    columns: tuple[float, ...]
    rows: list[tuple[str, ...]]
    rights: tuple[float, ...] = ()
    spans: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.box.top

    def columns_in(self, other: "PageTable") -> tuple[int, ...] | None:
        """Return which columns of `other` its own are, as on the next page of one table, else None.

        A page that holds no more than 合计 shows fewer columns, because merged cells have no edges.
        Without rulings the edges are those of the text, so columns that overlap are the same.
        """
        if self.rights or other.rights:
            return self._overlapping(other)
        wide = max(_SAME_EDGE, _DRIFT * (other.box.x1 - other.box.x0))
        shift = self.box.x0 - other.box.x0
        if abs((self.box.x1 - other.box.x1) - shift) > wide:
            return None
        places = [_nearest(other.columns, x - shift, wide) for x in self.columns]
        found = tuple(place for place in places if place is not None)
        return found if len(set(found)) == len(self.columns) else None

    def _overlapping(self, other: "PageTable") -> tuple[int, ...] | None:
        if not (self.rights and other.rights):
            return None
        found: list[int] = []
        for left, right in zip(self.columns, self.rights, strict=True):
            apart = [
                max(lefts - right, left - rights, -1.0)
                for lefts, rights in zip(other.columns, other.rights, strict=True)
            ]
            found.append(apart.index(min(apart)))
        return tuple(found) if found == sorted(set(found)) else None


def _nearest(columns: Sequence[float], x: float, wide: float) -> int | None:
    place = min(range(len(columns)), key=lambda i: abs(columns[i] - x))
    return place if abs(columns[place] - x) <= wide else None


def read_tables(
    tables: Iterable[Sequence[Box]], glyphs: Iterable[Glyph]
) -> tuple[list[PageTable], list[Glyph]]:
    """Return the tables with the text in their cells, and the glyphs outside all of them."""
    outside = list(glyphs)
    read: list[PageTable] = []
    for cells in tables:
        edges = _Edges(cells)
        inside: dict[int, list[Glyph]] = {}
        rest: list[Glyph] = []
        for glyph in outside:
            cell = edges.cell_at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
            if cell is None:
                rest.append(glyph)
            else:
                inside.setdefault(cell, []).append(glyph)
        outside = rest
        table = _table(cells, edges, inside)
        if len(table.columns) == 1:
            outside.extend(glyph for cell in inside.values() for glyph in cell)
        elif inside:
            read.append(table)
    return read, outside


class _Edges:
    """Finds the cell at a point."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self.xs = _distinct(edge for cell in cells for edge in (cell.x0, cell.x1))
        self.ys = _distinct(edge for cell in cells for edge in (cell.top, cell.bottom))
        self._at: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(cells):
            for column in range(self.column(cell.x0), self.column(cell.x1)):
                for row in range(self.row(cell.top), self.row(cell.bottom)):
                    self._at[row, column] = index

    def column(self, x: float) -> int:
        """Return the index of the column at `x`, an edge counting to the right."""
        return bisect_right(self.xs, x + 0.5) - 1

    def row(self, y: float) -> int:
        """Return the index of the row at `y`, an edge counting downwards."""
        return bisect_right(self.ys, y + 0.5) - 1

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell at a point, None outside all cells."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self._at.get((row, column))


def _distinct(edges: Iterable[float]) -> list[float]:
    """Return the edges in order, those within a hair of one another once."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > 1.0:
            kept.append(edge)
    return kept


def _table(cells: Sequence[Box], edges: _Edges, inside: dict[int, list[Glyph]]) -> PageTable:
    columns = sorted({edges.column(cell.x0) for cell in cells})
    place = {column: i for i, column in enumerate(columns)}
    rows: dict[int, list[str]] = {}
    spans: dict[int, list[int]] = {}
    begun = {edges.row(cell.top) for cell in cells}
    texts = _texts(cells, inside)
    for index, cell in enumerate(cells):
        top, column = edges.row(cell.top), place[edges.column(cell.x0)]
        rows.setdefault(top, [""] * len(columns))[column] = texts[index]
        over = begun & set(range(top, edges.row(cell.bottom)))
        spans.setdefault(top, [1] * len(columns))[column] = len(over)
    box = Box(edges.xs[0], edges.ys[0], edges.xs[-1], edges.ys[-1])
    lefts = tuple(edges.xs[column] for column in columns)
    order = sorted(rows)
    return PageTable(
        box,
        lefts,
        [tuple(rows[row]) for row in order],
        spans=[tuple(spans[row]) for row in order],
    )


def _texts(cells: Sequence[Box], inside: dict[int, list[Glyph]]) -> list[str]:
    """Return the text of each cell; a line that ran over from the cell above goes back there."""
    lines = [lines_of(inside.get(index, ())) for index in range(len(cells))]
    above = {(round(cell.x0), round(cell.bottom)): index for index, cell in enumerate(cells)}
    for index, cell in enumerate(cells):
        own = lines[index]
        owner = above.get((round(cell.x0), round(cell.top)))
        if owner is None or not own or not lines[owner]:
            continue
        if _ran_over(own, lines[owner][-1], cell):
            lines[owner].append(own.pop(0))
    return [_wrapped(own) for own in lines]


def _wrapped(lines: Sequence[Line]) -> str:
    """Join the lines of a cell that were broken at its edge; a shorter line ended where it does."""
    text = ""
    edge = max((line.x1 for line in lines), default=0.0)
    for above, line in pairwise((None, *lines)):
        if above is not None and line is not None:
            letters = above.text[-1].isascii() and line.text[0].isascii()
            full = edge - above.x1 < _SHORT * above.height
            text += (" " if letters else "") if full else "\n"
        text += line.text if line is not None else ""
    return text


def _ran_over(own: Sequence[Line], last: Line, cell: Box) -> bool:
    """Tell whether the first line of a cell is the rest of the full cell above.

    It is printed into the cell's own text, or across the border between the two.
    """
    if len(own) > 1 and _collide(own[0], own[1]):
        return True
    across = cell.top - own[0].top > _ACROSS * own[0].height
    close = own[0].top - last.bottom < own[0].height / 2
    return across and close and cell.x1 - last.x1 < _SHORT * last.height


def _collide(upper: Line, lower: Line) -> bool:
    """Tell whether two lines are printed into one another, as no cell does with its own text."""
    return upper.bottom - lower.top > _OVERLAP * min(upper.height, lower.height)
