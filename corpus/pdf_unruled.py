"""Tables that are set in columns without rulings: lines of words → rows of cells.

A line that holds figures beside words is the sign of such a table. Rows that wrap are joined where
they stand closer than rows do, or where rulings between the rows say so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.grid import MARK_LINE, NOTE_LINE, OWNER_LINE, UNIT_LINE
from corpus.money import is_dash, parse_cell
from corpus.names import fold, join_wrapped, without_numbering
from corpus.pdf_columns import Columns, find_columns
from corpus.pdf_heads import head_rows
from corpus.pdf_rulings import Box
from corpus.pdf_table import PageTable
from corpus.pdf_text import Line

_TITLE = re.compile(r"表(?:[（(].*[）)])?$")
_SENTENCE = re.compile(r"(?<!\d)，|，(?!\d)|[。；！？]|：$")
_FEWEST = 3
_MOST_BETWEEN = 3
_MOST_HEADS = 8
_SHORT = 8
# In heights of a letter: a gap between cells; how far lines of one table, of one row stand apart.
_GAP = 1.0
_FAR = 3.5
_NEXT = 1.2
_TIGHT = 0.7
_ASIDE = 0.15


def read_unruled(
    lines: Sequence[Line], rules: Sequence[Box], open_table: PageTable | None
) -> tuple[list[PageTable], list[Line]]:
    """Return the tables set in columns, and the lines outside all of them.

    `open_table` is a table that the page before ended with: it may go on with a line or two.
    """
    read: list[PageTable] = []
    rest: list[Line] = []
    done = 0
    for first, end in _stretches(lines):
        while first > done and _overlap(lines[first - 1], lines[first]):
            first -= 1
        top = _first_head(lines, first, done)
        last = _last_row(lines, first, end)
        table = _table(lines[top:first], lines[first : last + 1], rules)
        goes_on = not top and open_table is not None and table.columns_in(open_table) is not None
        if len(table.columns) > 1 and (goes_on or _is_table(lines, top, first, end)):
            rest.extend(lines[done:top])
            read.append(table)
            done = last + 1
    return read, [*rest, *lines[done:]]


def _overlap(upper: Line, lower: Line) -> bool:
    """Tell whether two lines stand side by side in part, as the cells of one row may."""
    return upper.bottom - lower.top > _ASIDE * min(upper.height, lower.height)


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line with figures of each stretch that may be a table."""
    stretch: list[int] = []
    for index in (i for i, line in enumerate(lines) if _has_figures(line)):
        if stretch and not _goes_on(lines[stretch[-1] : index + 1]):
            yield stretch[0], stretch[-1]
            stretch = []
        stretch.append(index)
    if stretch:
        yield stretch[0], stretch[-1]


def _has_figures(line: Line) -> bool:
    """Tell whether a line is of words and, apart from them, figures."""
    words = _apart(line)
    return len(words) > 1 and not _ends_table(line) and any(map(_is_figure, words[1:]))


def _apart(line: Line) -> list[str]:
    """Return the stretches of a line that stand further apart than words do; figures always do."""
    texts = [line.words[0].text]
    for last, word in pairwise(line.words):
        beside = word.x0 - last.x1 <= _GAP * line.height
        if beside and not (_is_figure(last.text) and _is_figure(word.text)):
            texts[-1] += " " + word.text
        else:
            texts.append(word.text)
    return texts


def _is_figure(text: str) -> bool:
    return parse_cell(text) is not None or is_dash(text)


def _ends_table(line: Line) -> bool:
    """Tell whether a line is a title, a caption, a note or a sentence, which no row is."""
    texts = (join_wrapped(line.text), *line.parts)
    if any(UNIT_LINE.match(text) or OWNER_LINE.match(text) for text in texts):
        return True
    whole = texts[0]
    return bool(
        NOTE_LINE.match(whole)
        or MARK_LINE.match(fold(whole))
        or (len(line.words) == 1 and _TITLE.search(whole))
        or _SENTENCE.search(whole)
        or re.search(r"[.…·]{3,}", whole)
    )


def _goes_on(lines: Sequence[Line]) -> bool:
    """Tell whether a table goes on from the first to the last of some lines."""
    between = lines[1:-1]
    near = all(below.top - above.bottom < _FAR * above.height for above, below in pairwise(lines))
    return near and len(between) <= _MOST_BETWEEN and not any(map(_ends_table, between))


def _is_table(lines: Sequence[Line], top: int, first: int, last: int) -> bool:
    """Tell whether a stretch is a table: by the number of its lines, or because a caption says so.

    Lines that end in numbers counting up are a list of contents.
    """
    figured = [line for line in lines[first : last + 1] if _has_figures(line)]
    numbers = [_apart(line)[1] for line in figured if len(_apart(line)) == 2]
    pages = [int(text) for text in numbers if text.isdecimal() and len(text) < 4]
    if len(figured) == len(pages) > 1 and pages == sorted(pages):
        return False
    return len(figured) >= _FEWEST or bool(top and _is_caption(lines[top - 1]))


def _is_caption(line: Line) -> bool:
    texts = (join_wrapped(line.text), *line.parts)
    return any(UNIT_LINE.match(text) or _TITLE.search(text) for text in texts)


def _first_head(lines: Sequence[Line], first: int, done: int) -> int:
    """Return the index of the first head line above the first line with figures."""
    body = lines[first]
    figures = [w for w in body.words[1:] if _is_figure(w.text)]
    left = min((word.x0 for word in figures), default=body.x0)
    top = first
    while top > done and first - top < _MOST_HEADS:
        line, below = lines[top - 1], lines[top]
        if _ends_table(line) or below.top - line.bottom > _FAR * line.height:
            break
        if len(line.words) == 1 and not _may_be_head(line, left):
            break
        top -= 1
    return top


def _last_row(lines: Sequence[Line], first: int, last: int) -> int:
    """Return the index of the last line of a table: rows without figures may follow the last figures."""
    columns, _ = find_columns((), lines[first : last + 1])
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        begins = any(abs(line.x0 - left) < line.height for left in columns.lefts)
        inside = all(len(columns.under(word)) == 1 for word in line.words)
        near = line.top - above.bottom < _NEXT * line.height
        numbered = without_numbering(join_wrapped(line.text)) != join_wrapped(line.text)
        if _ends_table(line) or not (begins and inside and near) or numbered:
            break
        last += 1
    return last


def _may_be_head(line: Line, left: float) -> bool:
    text = join_wrapped(line.text)
    over = (line.x0 + line.x1) / 2 > left
    return over or (len(text) <= _SHORT and without_numbering(text) == text)


def _table(heads: Sequence[Line], body: Sequence[Line], rules: Sequence[Box]) -> PageTable:
    columns, found = find_columns(heads, body)
    rows = head_rows(found, columns)
    rows += [_row(lines, columns) for lines in _body_rows(body, columns, rules)]
    lines = [*heads, *body]
    box = Box(
        min(columns.lefts),
        min(line.top for line in lines),
        max(columns.rights),
        max(line.bottom for line in lines),
    )
    return PageTable(box, columns.lefts, rows, columns.rights)


def _body_rows(
    body: Sequence[Line], columns: Columns, rules: Sequence[Box]
) -> Iterator[list[Line]]:
    """Yield the lines of each row, by the rulings between rows or by how close lines stand."""
    edges = _edges(body, columns, rules)
    figured = [_has_figures(line) for line in body]
    steps = [below.top - above.top for above, below in pairwise(body)]
    firm = [step for step, both in zip(steps, pairwise(figured), strict=True) if all(both)]
    pitch = median(firm) if firm else 0.0
    row = list(body[:1])
    for n, line in enumerate(body[1:]):
        if edges:
            apart = any(body[n].bottom - 1 <= edge <= line.top + 1 for edge in edges)
        else:
            apart = steps[n] >= _TIGHT * pitch and not _overlap(body[n], line)
            apart = apart or (figured[n + 1] and any(map(_has_figures, row)))
        if apart:
            yield row
            row = []
        row.append(line)
    yield row


def _edges(body: Sequence[Line], columns: Columns, rules: Sequence[Box]) -> list[float]:
    """Return the heights of the rulings between rows, none where most rows stand without."""
    wide = (columns.rights[-1] - columns.lefts[0]) / 2
    inside = [
        rule.top
        for rule in rules
        if rule.x1 - rule.x0 > wide and body[0].top < rule.top < body[-1].bottom
    ]
    enough = sum(map(_has_figures, body)) - 1
    return inside if 0 < enough <= len(inside) else []


def _row(lines: Sequence[Line], columns: Columns) -> tuple[str, ...]:
    cells = [""] * len(columns.lefts)
    for line in lines:
        for word in line.words:
            place = columns.under(word)[0]
            blank = cells[place][-1:].isascii() and word.text[:1].isascii() and cells[place]
            cells[place] += " " * bool(blank) + word.text
    return tuple(cells)
