"""A grid: the printed cells of one table before it is understood, whatever format it came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.disclosure import Locator, Note
from corpus.money import Quantity, parse_cell
from corpus.names import fold

UNIT_LINE = re.compile(
    r"^[（(]?(?:金额|货币|计量)?单\s*位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)\s*[）)]?$"
)
_UNIT_IN_TITLE = re.compile(r"[（(](?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)[）)]")
OWNER_LINE = re.compile(
    r"^(?:填报|编制|公开|预算主管|主管|预算)?(?:单\s*位|部\s*门)(?:名称)?\s*[:：]\s*"
    r"(?!(?:人民币)?\s*[亿万千百]?元)(\S.*)$"
)
MARK_LINE = re.compile(r"^(?:公开表|附表|附件|表|公开)\d+(?:-\d+)?表?$")
_MARK = re.compile(r"^(?:公开\s*\d+\s*表|(?:公开|附)?表\s*\d+(?:-\d+)?)\s*[:：]?\s*(?=\S)")
_LONGEST_NOTE = 80
NOTE_LINE = re.compile(r"^[注备][:：]|^备注[:：]|^说明[:：]")


@dataclass(frozen=True, slots=True)
class GridLine:
    """One printed line of cells with the place of each; all lines of a grid have the same width.

    `exact` holds the numbers of a format that keeps more of them than it shows, None where the text
    says all; it is empty, or as long as `cells`. `spans` tells over how many lines each cell is
    merged; it is empty where none is over more than its own.
    """

    cells: tuple[str, ...]
    locators: tuple[Locator, ...]
    exact: tuple[Quantity | None, ...] = ()
    spans: tuple[int, ...] = ()

    def quantity(self, index: int) -> Quantity | None:
        """Return the number of a cell with its unit, None where it holds words or nothing."""
        kept = self.exact[index] if index < len(self.exact) else None
        return kept or parse_cell(self.cells[index])

    def span(self, index: int) -> int:
        """Return over how many lines a cell is merged, its own among them."""
        return self.spans[index] if index < len(self.spans) else 1

    def only(self, columns: Sequence[int]) -> "GridLine":
        """Return the line with some of its cells."""
        return GridLine(
            tuple(self.cells[i] for i in columns),
            tuple(self.locators[i] for i in columns),
            tuple(self.exact[i] for i in columns if i < len(self.exact)),
            tuple(self.spans[i] for i in columns if i < len(self.spans)),
        )

    @property
    def filled(self) -> tuple[int, ...]:
        """Indices of the cells that are not blank."""
        return tuple(i for i, cell in enumerate(self.cells) if cell)

    @property
    def locator(self) -> Locator:
        """The place of the line: that of its first cell without the column."""
        return replace(self.locators[0], column=None)


@dataclass(slots=True)
class Grid:
    """The lines of one table with what stands above and below it; built line by line by a reader."""

    title: str
    locator: Locator
    unit: str | None = None
    owner: str | None = None
    lines: list[GridLine] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of cells in a line."""
        return max((len(line.cells) for line in self.lines), default=0)

    def squared(self) -> tuple[GridLine, ...]:
        """Return the lines, each filled up with blank cells to the grid's width.

        Columns in which nothing is printed, head or cell, are left out.
        """
        width = self.width
        lines = tuple(_widen(line, width) for line in self.lines)
        kept = [i for i in range(width) if any(line.cells[i] for line in lines)]
        return lines if len(kept) in (0, width) else tuple(line.only(kept) for line in lines)


def _widen(line: GridLine, width: int) -> GridLine:
    missing = width - len(line.cells)
    if not missing:
        return line
    last = line.locators[-1]
    extra = tuple(replace(last, column=(last.column or 0) + i + 1) for i in range(missing))
    return GridLine(line.cells + ("",) * missing, line.locators + extra, line.exact, line.spans)


def is_note(text: str) -> bool:
    """Tell whether a line below a table belongs to it: 注：…, or what it says of 本表."""
    return NOTE_LINE.match(text) is not None or ("本表" in text and len(text) < _LONGEST_NOTE)


def without_mark(title: str) -> str:
    """Return a title without the mark before it (公开 01 表：)."""
    return _MARK.sub("", title.strip()) or title.strip()


def unit_in_title(title: str) -> str | None:
    """Return the unit that a title states itself: 「收支预算总表（单位：万元）」."""
    match = _UNIT_IN_TITLE.search(title)
    return match[1] if match else None


def is_form_title(title: str) -> bool:
    """Tell whether a title names a performance form (绩效目标申报表 and the like)."""
    return re.search(r"绩效(?:目标)?.*(?:表|申报)", fold(title)) is not None
