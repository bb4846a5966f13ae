"""Cells that span rows and columns → lines of text and lines of cells, for workbooks, web pages, files of Word.

What stands inside a sheet or a ruled frame need not be a table: title, owner and unit lines come
first, notes last, and blank lines or further titles part one table from the next. A head that spans
columns or rows is printed once and filled in here, so that the head paths are read right; a label
that spans rows holds for each of them. Numbers and forms are never filled.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.disclosure import Locator
from corpus.grid import MARK_LINE, NOTE_LINE, OWNER_LINE, UNIT_LINE, GridLine, is_form_title
from corpus.heads import read_heads
from corpus.layout import Layouter
from corpus.limits import check_table
from corpus.money import Quantity, parse_cell
from corpus.names import fold
from corpus.table_numbers import numbers_columns, numbers_rows

Place = Callable[[int, int | None], Locator]

_TABLE_TITLE = re.compile(r"表(?:[（(].*[）)])?$")
_SENTENCE_END = re.compile(r"[。；;]$")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_WIDE_BLANK = re.compile(r"\s{2,}|\n|\u3000{2,}")


@dataclass(frozen=True, slots=True)
class Spanned:
    """One printed cell: where it begins (rows and columns from 1), how far it spans, what it says."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    exact: Quantity | None = None


@dataclass(slots=True)
class _Block:
    """Rows of cells without a blank row between them."""

    rows: list[int] = field(default_factory=list)
    first: int = 1
    last: int = 1

    @property
    def width(self) -> int:
        """Number of columns from the first that is used to the last."""
        return self.last - self.first + 1


class SpannedLayouter:
    """Hands running text and tables of spanned cells on to a `Layouter`, in the order of the file."""

    def __init__(self, layouter: Layouter, title: str = "") -> None:
        """Write to `layouter`; a first line that only repeats the `title` it was given is left out."""
        self._layouter = layouter
        self._title = fold(title)
        self._above = ""
        self._last_head: tuple[tuple[str, ...], ...] | None = None
        self._width = 0

    def add_text(self, text: str, locator: Locator) -> None:
        """Take one line of text that is not blank."""
        repeated, self._title = fold(text) == self._title, ""
        if repeated:
            return
        if _PART.match(text):
            # What is below a form is taken for a line of it, but not the next part of the document.
            self._layouter.end_table()
        self._layouter.add_text(text, locator)
        if not _is_furniture(text) and not self._goes_on_form(text):
            self._above = text
        if not NOTE_LINE.match(text):
            self._last_head = None

    def _goes_on_form(self, text: str) -> bool:
        """Tell whether a line is taken into an open form: what parts a form's tables is its own."""
        begins = _TABLE_TITLE.search(text) or _PART.match(text)
        return is_form_title(self._above) and not begins

    def end_table(self) -> None:
        """Say that what comes next has nothing to do with the table before it."""
        self._layouter.end_table()
        self._last_head = None
        self._above = ""

    def add_table(
        self,
        cells: Iterable[Spanned],
        place: Place,
        name: str,
        hidden: Collection[int] = frozenset(),
    ) -> None:
        """Take the cells of one sheet or frame; `place` tells where a row (and column) is.

        `hidden` are rows that are not seen, so that they part nothing. Raises ReadError, naming the
        file `name`, where there are more than can be read.
        """
        by_row: dict[int, list[Spanned]] = defaultdict(list)
        for cell in cells:
            if cell.text:
                by_row[cell.row].append(cell)
        check_table(
            name, len(by_row), max((c.column for r in by_row.values() for c in r), default=0)
        )
        for block in _blocks(by_row, hidden):
            self._add_block(block, by_row, place)

    def _add_block(self, block: _Block, by_row: dict[int, list[Spanned]], place: Place) -> None:
        table: list[int] = []
        for number, row in enumerate(block.rows):
            line = sorted(by_row[row], key=lambda cell: cell.column)
            below = by_row[block.rows[number + 1]] if number + 1 < len(block.rows) else []
            if not self._is_text(line, below, block, begun=bool(table)):
                table.append(row)
                continue
            self._add_lines(table, by_row, place)
            table = []
            for text in _pieces(line):
                self.add_text(text, place(row, None))
        self._add_lines(table, by_row, place)

    def _is_text(
        self, line: list[Spanned], below: list[Spanned], block: _Block, *, begun: bool
    ) -> bool:
        """Tell whether a line is text about the table (title, unit, note) and not a part of it."""
        texts = [piece for cell in line for piece in _pieces([cell])]
        if all(_is_furniture(text) for text in texts):
            return True
        if len(line) > 1:
            return False
        text, whole = line[0].text, line[0].columns >= block.width
        if not begun:
            return whole or line[0].columns == 1 or len(below) < 2
        if is_form_title(self._above):
            return whole and bool(_TABLE_TITLE.search(text))
        alone = whole or line[0].column == block.first
        ends = _SENTENCE_END.search(text) or NOTE_LINE.match(text)
        return bool(alone and (ends or _TABLE_TITLE.search(text)))

    def _add_lines(
        self, rows: Sequence[int], by_row: dict[int, list[Spanned]], place: Place
    ) -> None:
        if not rows:
            return
        if is_form_title(self._above):
            columns = _used_columns([cell for row in rows for cell in by_row[row]])
            lines = [_line(row, columns, {c.column: c for c in by_row[row]}, place) for row in rows]
            self._emit(lines)
            return
        by_row = _without_numbers({row: by_row[row] for row in rows})
        rows = [row for row in rows if by_row[row]]
        if not rows:
            return
        columns = _used_columns([cell for row in rows for cell in by_row[row]])
        plain = [_line(row, columns, {c.column: c for c in by_row[row]}, place) for row in rows]
        heads = read_heads(tuple(plain)).lines
        filled = _filled(rows, by_row, heads)
        lines = [_line(row, columns, filled[row], place, rows) for row in rows]
        self._emit(self._continued(lines, heads))

    def _continued(self, lines: list[GridLine], heads: int) -> list[GridLine]:
        """Return the lines that go on the open table, its repeated head left out; else end it."""
        head = tuple(line.cells for line in lines[:heads])
        goes_on = self._last_head is not None and self._width == len(lines[0].cells)
        if goes_on and (not heads or head == self._last_head):
            return lines[heads:]
        self._layouter.end_table()
        self._last_head, self._width = head, len(lines[0].cells)
        return lines

    def _emit(self, lines: Iterable[GridLine]) -> None:
        for line in lines:
            self._layouter.add_cells(line)


def _without_numbers(by_row: dict[int, list[Spanned]]) -> dict[int, list[Spanned]]:
    """Leave out what only numbers the columns and rows."""
    numbering = {
        cell.column
        for line in by_row.values()
        for cell in line
        if cell.columns == 1 and numbers_rows(cell.text)
    }
    left: dict[int, list[Spanned]] = {}
    for row, line in by_row.items():
        left[row] = [cell for cell in line if cell.column not in numbering or cell.columns > 1]
        numbers = numbers_columns([cell.text for cell in left[row]])
        left[row] = [cell for i, cell in enumerate(left[row]) if i not in numbers]
    return left


def _blocks(by_row: dict[int, list[Spanned]], hidden: Collection[int]) -> list[_Block]:
    """Part the rows where a blank one stands; a row that a cell from above reaches is not blank."""
    blocks: list[_Block] = []
    reached = 0
    for row in sorted(by_row):
        if not blocks or any(blank not in hidden for blank in range(reached + 1, row)):
            blocks.append(_Block())
        blocks[-1].rows.append(row)
        reached = max([reached, row, *(cell.row + cell.rows - 1 for cell in by_row[row])])
    for block in blocks:
        columns = _used_columns([cell for row in block.rows for cell in by_row[row]])
        block.first, block.last = columns[0], columns[-1]
    return blocks


def _used_columns(cells: Iterable[Spanned]) -> list[int]:
    """Return the columns that hold anything; a column only spanned over counts between two of them."""
    begun = {cell.column for cell in cells}
    single = {c.column for c in cells if c.columns == 1}
    spanned = {
        column
        for cell in cells
        for column in range(cell.column + 1, cell.column + cell.columns)
        if column in single
    }
    return sorted(begun | spanned)


def _line(
    row: int,
    columns: list[int],
    cells: dict[int, Spanned],
    place: Place,
    rows: Sequence[int] = (),
) -> GridLine:
    """Return the cells of a row as a line; `rows` are those of the table that hold anything."""
    texts = tuple(cells[c].text if c in cells else "" for c in columns)
    exact = tuple(cells[c].exact if c in cells else None for c in columns)
    spans = tuple(_span(row, cells[c], rows) if c in cells else 1 for c in columns)
    return GridLine(
        texts,
        tuple(place(row, c) for c in columns),
        exact if any(exact) else (),
        spans if max(spans, default=1) > 1 else (),
    )


def _span(row: int, cell: Spanned, rows: Sequence[int]) -> int:
    """Return over how many of a table's rows a cell is merged that begins in `row`."""
    if cell.rows == 1 or cell.row != row:
        return 1
    return max(1, sum(row <= other < row + cell.rows for other in rows))


def _filled(
    rows: Sequence[int], by_row: dict[int, list[Spanned]], heads: int
) -> dict[int, dict[int, Spanned]]:
    """Return the cells of each row by column, heads filled to all sides and labels downwards."""
    filled: dict[int, dict[int, Spanned]] = {row: {} for row in rows}
    head_rows = set(rows[:heads])
    for row in rows:
        for cell in by_row[row]:
            is_head = row in head_rows
            across = cell.columns if is_head else 1
            down = 1 if cell.exact or (parse_cell(cell.text) and not is_head) else cell.rows
            for r in range(row, row + down):
                if r in filled and (r == row or is_head == (r in head_rows)):
                    for c in range(cell.column, cell.column + across):
                        filled[r].setdefault(c, cell)
    return filled


def _pieces(line: Iterable[Spanned]) -> list[str]:
    """Return the texts of a line; owner and unit printed far apart in one cell are taken apart."""
    pieces: list[str] = []
    for cell in line:
        parts = [part.strip() for part in _WIDE_BLANK.split(cell.text) if part.strip()]
        apart = len(parts) > 1 and any(_is_furniture(part) for part in parts)
        pieces.extend(parts if apart else [" ".join(cell.text.split("\n"))])
    return pieces


def _is_furniture(text: str) -> bool:
    """Tell whether a text says whose the table is, in what unit, or its mark."""
    return bool(UNIT_LINE.match(text) or OWNER_LINE.match(text) or MARK_LINE.match(fold(text)))
