"""Documents laid out on the pages of a PDF: wrapped text, ruled tables that go on over pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from eval.specimens.pdf import frame, text, write_pdf
from eval.specimens.written import Box, Document, Ruled, complete

LEFT, RIGHT, TOP, BOTTOM = 40.0, 555.0, 50.0, 790.0
_TITLE_SIZE, _TEXT_SIZE, _CELL_SIZE, _PADDING = 14.0, 10.0, 8.0, 2.0
_CAPTION = re.compile(r"^.{0,40}表$|^单位(?:名称)?：")
_LEAST, _MOST = 3.0, 13.0


def write_document(document: Document, path: Path, bottom: float = BOTTOM) -> None:
    """Write blocks one below the other; a smaller `bottom` makes shorter pages, more of them."""
    sheet = _Sheet(bottom)
    captions: list[str] = []
    for block in document:
        if isinstance(block, str) and _CAPTION.search(block):
            captions.append(block)
        elif isinstance(block, str):
            sheet.paragraphs(captions)
            sheet.paragraphs([block])
            captions = []
        else:
            sheet.table(block, captions)
            captions = []
    sheet.paragraphs(captions)
    write_pdf(path, sheet.pages, compressed=True)


class _Sheet:
    """Puts blocks on pages from the top down."""

    def __init__(self, bottom: float) -> None:
        self.pages: list[list[str]] = [[]]
        self._bottom = bottom
        self._y = TOP

    def paragraphs(self, blocks: Sequence[str]) -> None:
        for block in blocks:
            self._paragraph(block)

    def _paragraph(self, words: str) -> None:
        for line in _wrapped(words, RIGHT - LEFT, _TEXT_SIZE):
            self._room(_TEXT_SIZE * 1.5)
            self.pages[-1].append(text(LEFT, self._y, line, _TEXT_SIZE))
            self._y += _TEXT_SIZE * 1.5
        self._y += _TEXT_SIZE

    def _caption(self, words: str) -> None:
        """Print a title in the middle and in larger letters, an owner or a unit below it."""
        size = _TITLE_SIZE if words.endswith("表") else _TEXT_SIZE
        left = (LEFT + RIGHT - _length(words) * size) / 2 if size == _TITLE_SIZE else LEFT
        self.pages[-1].append(text(left, self._y, words, size))
        self._y += size * 1.6

    def table(self, table: Ruled, captions: Sequence[str]) -> None:
        """Print a table below its captions, which stay with its heads on one page."""
        boxes = complete(table)
        widths = _widths(boxes)
        lefts = list(accumulate(widths, initial=LEFT))
        heights = _heights(boxes, lefts)
        heads = max((b.row + b.rows - 1 for b in boxes if b.row == 1), default=1)
        self._room(_TITLE_SIZE * 1.6 * len(captions) + sum(heights[: heads + 1]))
        for caption in captions:
            self._caption(caption)
        row = 1
        while row <= len(heights):
            last = self._last_row(heights, row)
            self._rows(boxes, lefts, heights, row, last)
            row = last + 1
            if row <= len(heights):
                self._turn()
        self._y += _TEXT_SIZE

    def _last_row(self, heights: Sequence[float], first: int) -> int:
        """Return the last row that fits on the page, at least the first one."""
        y, row = self._y + heights[first - 1], first
        while row < len(heights) and y + heights[row] <= self._bottom:
            y += heights[row]
            row += 1
        return row

    def _rows(
        self,
        boxes: Ruled,
        lefts: Sequence[float],
        heights: Sequence[float],
        first: int,
        last: int,
    ) -> None:
        """Draw the rows from the first to the last; a box that began above has no text here."""
        tops = list(accumulate(heights[first - 1 : last], initial=self._y))
        for box in boxes:
            begins, ends = max(box.row, first), min(box.row + box.rows - 1, last)
            if begins > ends:
                continue
            top, below = tops[begins - first], tops[ends - first + 1]
            left, right = lefts[box.column - 1], lefts[box.column + box.columns - 1]
            self.pages[-1].append(frame(left, top, right, below))
            lines = _lines(box, lefts) if box.row >= first else []
            for number, line in enumerate(lines):
                at = top + _PADDING + number * _CELL_SIZE * 1.2
                self.pages[-1].append(text(left + _PADDING, at, line, _CELL_SIZE))
        self._y = tops[-1]

    def _room(self, height: float) -> None:
        if self._y + height > self._bottom:
            self._turn()

    def _turn(self) -> None:
        self.pages.append([])
        self._y = TOP


def _widths(boxes: Ruled) -> list[float]:
    """Share the page's width among the columns by the longest text of each, within bounds."""
    count = max(box.column + box.columns - 1 for box in boxes)
    wanted = [_LEAST] * count
    for box in boxes:
        if box.columns == 1:
            size = min(_MOST, _length(box.text) + 0.6)
            wanted[box.column - 1] = max(wanted[box.column - 1], size)
    return [(RIGHT - LEFT) * size / sum(wanted) for size in wanted]


def _heights(boxes: Ruled, lefts: Sequence[float]) -> list[float]:
    count = max(box.row + box.rows - 1 for box in boxes)
    heights = [_CELL_SIZE * 1.2 + 2 * _PADDING] * count
    for box in sorted(boxes, key=lambda b: b.rows):
        needed = len(_lines(box, lefts)) * _CELL_SIZE * 1.2 + 2 * _PADDING
        own = heights[box.row - 1 : box.row + box.rows - 1]
        heights[box.row + box.rows - 2] += max(0.0, needed - sum(own))
    return heights


def _lines(box: Box, lefts: Sequence[float]) -> list[str]:
    width = lefts[box.column + box.columns - 1] - lefts[box.column - 1] - 2 * _PADDING
    return list(_wrapped(box.text, width, _CELL_SIZE))


def _wrapped(words: str, width: float, size: float) -> Iterator[str]:
    """Yield the lines of a text that is wrapped after so much width; numbers are kept whole."""
    line = ""
    for piece in _pieces(words):
        if line and (_length(line) + _length(piece)) * size > width:
            yield line
            line = ""
        line += piece
    if line:
        yield line


def _pieces(words: str) -> list[str]:
    """Return the pieces a text may be wrapped between: characters, and runs of letters and digits."""
    pieces: list[str] = []
    for letter in words:
        if pieces and letter.isascii() and pieces[-1][-1].isascii():
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _length(words: str) -> float:
    """Return the length of a text in ems."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in words)
