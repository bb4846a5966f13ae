"""Documents as blocks of text and cells, printed as PDF pages with no rulings but between rows, or none."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from corpus.money import parse_cell
from eval.specimens.pdf import HEIGHT, WIDTH, rule, text, write_pdf
from eval.specimens.written import Block, Box, Document, Ruled

_LEFT, _TOP, _BOTTOM = 30.0, 50.0, HEIGHT - 70.0
_SIZE, _ROW, _PAD = 6.0, 16.0, 4.0

Draw = Callable[[Sequence[Box], Sequence[float], Sequence[float]], Iterator[str]]


def print_level(document: Document, path: Path) -> None:
    """Print lines between the rows only."""
    _print(document, path, _levels)


def print_unruled(document: Document, path: Path) -> None:
    """Print no lines at all."""
    _print(document, path, lambda *_: iter(()))


def _print(document: Document, path: Path, draw: Draw) -> None:
    pages: list[list[str]] = [[text(80, 200, str(document[0]), 22)], []]
    y = _TOP
    for block, below in pairwise([*document[1:], ""]):
        if y + _height(block, below) > _BOTTOM and pages[-1]:
            pages.append([])
            y = _TOP
        if isinstance(block, str):
            # Lines of running text are broken at the margin; these are short and end in a blank line.
            pages[-1] += [text(_LEFT, y, piece, 9) for piece in [block[:55]]]
            y += 22
            continue
        for parts, height in _pages_of(block, y, draw):
            if y + height > _BOTTOM:
                pages.append([])
                y = _TOP
            pages[-1] += parts
            y += height
        y += 30
    write_pdf(path, pages)


def _height(block: Block, below: Block) -> float:
    """Return the room a block needs at least; a title stays with its table."""
    if not isinstance(block, str):
        return _ROW * 4
    return (
        22.0
        + (22.0 * 3 + _ROW * 5 if block.endswith("表") else 0.0)
        + (not isinstance(below, str)) * _ROW * 5
    )


def _pages_of(table: Ruled, y: float, draw: Draw) -> Iterator[tuple[list[str], float]]:
    """Yield what is printed of a table, cut where a page is full; merged cells are not cut."""
    rows = max(box.row + box.rows - 1 for box in table)
    lefts = _lefts(table)
    first = 1
    while first <= rows:
        room = max(1, int((_BOTTOM - y) // _ROW))
        last = min(rows, first + room - 1)
        boxes = [box for box in table if first <= box.row <= last]
        last = max(box.row + box.rows - 1 for box in boxes)
        tops = [y + _ROW * n for n in range(last - first + 2)]
        shown = [Box(b.row - first + 1, b.column, b.text, b.rows, b.columns) for b in boxes]
        yield [*_words(shown, lefts, tops), *draw(shown, lefts, tops)], _ROW * (last - first + 1)
        first, y = last + 1, _TOP


def _lefts(table: Ruled) -> list[float]:
    """Return the edges of the columns, as wide as their texts need."""
    count = max(box.column + box.columns - 1 for box in table)
    wide = [20.0] * count
    for box in sorted(table, key=lambda box: box.columns):
        need = _wide(box.text) + 2 * _PAD
        own = sum(wide[box.column - 1 : box.column - 1 + box.columns])
        if own < need:
            wide[box.column + box.columns - 2] += need - own
    assert sum(wide) < WIDTH - _LEFT
    return list(accumulate(wide, initial=_LEFT))


def _wide(words: str) -> float:
    return sum(0.5 if letter.isascii() else 1.0 for letter in words) * _SIZE


def _words(boxes: Sequence[Box], lefts: Sequence[float], tops: Sequence[float]) -> Iterator[str]:
    """Yield the texts: heads in the middle of their cells, figures at the right, names at the left."""
    body = min((b.row for b in boxes if b.text.count(".") and parse_cell(b.text)), default=0)
    for box in boxes:
        x0, x1 = lefts[box.column - 1], lefts[box.column - 1 + box.columns]
        wide = _wide(box.text)
        y = (tops[box.row - 1] + tops[box.row - 1 + box.rows] - _SIZE) / 2
        x = x0 + _PAD
        if box.row < body or box.columns > 1:
            x = (x0 + x1 - wide) / 2
        elif box.text.count("."):
            x = x1 - _PAD - wide
        if box.text:
            yield text(x, y, box.text, _SIZE)


def _levels(boxes: Sequence[Box], lefts: Sequence[float], tops: Sequence[float]) -> Iterator[str]:
    heads = max((b.rows for b in boxes if b.row == 1), default=1)
    for top in (tops[0], *tops[heads:]):
        yield rule(lefts[0], top, lefts[-1], top)
