"""Glyphs of a page → lines of text, the text of cells, and lines joined into paragraphs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.grid import MARK_LINE, OWNER_LINE, UNIT_LINE
from corpus.names import fold, join_wrapped
from corpus.pdf_page import Glyph

_SAME_LINE = 0.5
_OVERPRINT = 0.3
_WIDE_BLANK = 1.2
_ASCII_BLANK = 0.2
_APART = 2.0
_WORD = 0.6
_AFTER_FIGURE = 0.2
_SMALL_GAP = 0.3
_INDENT = 0.4
_SHORT = 2.0
_WIDE_GAP = 1.1
_LONGEST_TITLE = 40
_LARGER = 1.1
_MIDDLE = 0.03
_FIGURE = re.compile(r"\.\d\d%?$")
_ANEW = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_CONTENTS_LINE = re.compile(r"[.…·]{3,}\s*\d*$")


class Word(NamedTuple):
    """A stretch of a line that a gap parts from the next; `breaks` are where smaller gaps are."""

    text: str
    x0: float
    x1: float
    breaks: tuple[tuple[int, float, float], ...] = ()

    def split(self, place: float) -> "tuple[Word, ...]":
        """Return the word in two, parted by the gap at a place; whole where there is none."""
        for at, end, start in self.breaks:
            if end - 1 <= place <= start + 1:
                return Word(self.text[:at], self.x0, end), Word(self.text[at:], start, self.x1)
        return (self,)


class Line(NamedTuple):
    """One printed line with its box; `words` are its stretches, `parts` those that stand wide apart."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    parts: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def height(self) -> float:
        """Height of its letters."""
        return self.bottom - self.top


@dataclass(slots=True)
class Block:
    """A paragraph, heading or title: lines of text that belong together."""

    number: int
    lines: list[Line] = field(default_factory=list)
    right: float = 0.0

    @property
    def is_full(self) -> bool:
        """Tell whether its last line reaches the margin, so that it may go on elsewhere."""
        last = self.lines[-1]
        return last.x1 > self.right - _SHORT * last.height

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.lines[0].top

    @property
    def texts(self) -> tuple[str, ...]:
        """Its text; owner, unit and mark of a table on one line are texts of their own."""
        apart = [p for line in self.lines for p in line.parts if _stands_apart(p)]
        rest = [" ".join(p for p in line.parts if p not in apart) for line in self.lines]
        text = _joined([part for part in rest if part])
        return (*((text,) if text else ()), *apart)

    def is_title(self, body: float, width: float) -> bool:
        """Tell whether it is set like a heading: larger than running text and in the middle."""
        first = self.lines[0]
        aside = abs((first.x0 + first.x1) / 2 - width / 2)
        return (
            len(self.lines) == 1
            and len(self.texts) == 1
            and len(first.text) <= _LONGEST_TITLE
            and first.height > _LARGER * body
            and aside < _MIDDLE * width
        )


def _stands_apart(part: str) -> bool:
    return UNIT_LINE.match(part) is not None or MARK_LINE.match(fold(part)) is not None


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines, from top to bottom."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        centre = (glyph.top + glyph.bottom) / 2
        if rows and centre - middle <= _SAME_LINE * (glyph.bottom - glyph.top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = centre
    return [_line(row) for row in rows]


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda g: g.x0)
    parts: list[str] = [row[0].text]
    words: list[Word] = [Word(row[0].text, row[0].x0, row[0].x1)]
    last = row[0]
    for glyph in row[1:]:
        size = min(last.bottom - last.top, glyph.bottom - glyph.top)
        if glyph.text == last.text and glyph.x0 - last.x0 < _OVERPRINT * (glyph.x1 - glyph.x0):
            continue
        gap = (glyph.x0 - last.x1) / size
        if gap > _APART:
            parts.append(glyph.text)
        else:
            parts[-1] += (" " if gap > _least_blank(last.text, glyph.text) else "") + glyph.text
        if gap > _WORD or (gap > _AFTER_FIGURE and _FIGURE.search(words[-1].text)):
            words.append(Word(glyph.text, glyph.x0, glyph.x1))
        else:
            words[-1] = _longer(words[-1], glyph, gap)
        last = glyph
    heights = sorted(g.bottom - g.top for g in row)
    middle = sorted((g.top + g.bottom) / 2 for g in row)[len(row) // 2]
    height = heights[len(row) // 2]
    top = middle - height / 2
    x1 = max(g.x1 for g in row)
    return Line(" ".join(parts), row[0].x0, top, x1, top + height, tuple(parts), tuple(words))


def _longer(word: Word, glyph: Glyph, gap: float) -> Word:
    breaks = word.breaks
    if gap > _SMALL_GAP:
        breaks = (*breaks, (len(word.text), word.x1, glyph.x0))
    return Word(word.text + glyph.text, word.x0, glyph.x1, breaks)


def _least_blank(left: str, right: str) -> float:
    """Return the gap, in heights of a letter, that is a blank; wide letters are often spaced out."""
    return _ASCII_BLANK if left.isascii() and right.isascii() else _WIDE_BLANK


def _joined(texts: Sequence[str]) -> str:
    """Join the lines of a paragraph; words of letters keep a blank between them."""
    text = ""
    for part in texts:
        letters = text[-1:].isascii() and text[-1:].isalpha() and part[:1].isascii()
        text += (" " if letters and part[:1].isalpha() else "") + part
    return text


def blocks_of(lines: Sequence[Line], left: float, right: float) -> list[Block]:
    """Join lines into blocks; `left` and `right` are the margins of running text."""
    blocks: list[Block] = []
    for number, line in enumerate(lines, start=1):
        # The unit stands at the right between the two lines of a long owner.
        beside = blocks and UNIT_LINE.match(blocks[-1].lines[-1].text)
        last = blocks[-2:-1] if beside else blocks[-1:]
        if last and _continues(last[0], line, left, right):
            last[0].lines.append(line)
        else:
            blocks.append(Block(number, [line], right))
    return blocks


def _continues(block: Block, line: Line, left: float, right: float) -> bool:
    last = block.lines[-1]
    size = max(line.height, last.height)
    if min(line.height, last.height) < 0.85 * size or len(last.parts) > 1 or len(line.parts) > 1:
        return False
    if line.top - last.bottom > _WIDE_GAP * size * (2 if len(block.lines) > 1 else 1.6):
        return False
    if OWNER_LINE.match(last.text) and not UNIT_LINE.match(line.text):
        return abs(line.x0 - last.x0) < 2 and line.top - last.bottom < size
    if last.text.endswith("。") and line.text.endswith("表"):
        return False
    if last.text.endswith("表") and OWNER_LINE.match(line.text):
        return False
    if _ANEW.match(join_wrapped(line.text)) or _CONTENTS_LINE.search(last.text):
        return False
    # A number is not broken, so the line before it may end early.
    start = re.match(r"[!-~]*", line.text)
    unbroken = 0.5 * size * (start.end() if start else 0)
    if last.x1 + unbroken < right - _SHORT * size:
        return False
    return line.x0 < left + _INDENT * size or _is_centred(line, left, right)


def _is_centred(line: Line, left: float, right: float) -> bool:
    """Tell whether a line stands in the middle, as the second line of a wrapped title does."""
    return (
        abs((line.x0 - left) - (right - line.x1)) < line.height and line.x0 > left + line.height * 3
    )
