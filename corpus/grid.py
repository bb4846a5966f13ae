"""A grid: the printed cells of one table before it is understood, whatever format it came from."""

import re
from dataclasses import dataclass, field, replace

from corpus.disclosure import Locator
from corpus.money import Quantity, parse_cell
from corpus.names import fold

UNIT_LINE = re.compile(r"^(?:金额)?单位[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)\s*$")
OWNER_LINE = re.compile(r"^(?:填报|编制)?(?:单位|部门)(?:名称)?[:：]\s*(\S.*)$")
MARK_LINE = re.compile(r"^(?:公开表|附表|表)\s*\d+(?:-\d+)?$")
NOTE_LINE = re.compile(r"^[注备][:：]|^备注[:：]|^说明[:：]")


@dataclass(frozen=True, slots=True)
class GridLine:
    """One printed line of cells with the place of each; all lines of a grid have the same width.

    `exact` holds the numbers of a format that keeps more of them than it shows, None where the text
    says all; it is empty, or as long as `cells`.
    """

    cells: tuple[str, ...]
    locators: tuple[Locator, ...]
    exact: tuple[Quantity | None, ...] = ()

    def quantity(self, index: int) -> Quantity | None:
        """Return the number of a cell with its unit, None where it holds words or nothing."""
        kept = self.exact[index] if index < len(self.exact) else None
        return kept or parse_cell(self.cells[index])

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
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of cells in a line."""
        return max((len(line.cells) for line in self.lines), default=0)

    def squared(self) -> tuple[GridLine, ...]:
        """Return the lines, each filled up with blank cells to the grid's width."""
        width = self.width
        return tuple(_widen(line, width) for line in self.lines)


def _widen(line: GridLine, width: int) -> GridLine:
    missing = width - len(line.cells)
    if not missing:
        return line
    last = line.locators[-1]
    extra = tuple(replace(last, column=(last.column or 0) + i + 1) for i in range(missing))
    return GridLine(line.cells + ("",) * missing, line.locators + extra, line.exact)


def is_form_title(title: str) -> bool:
    """Tell whether a title names a performance form (绩效目标申报表 and the like)."""
    return re.search(r"绩效(?:目标)?.*(?:表|申报)", fold(title)) is not None
