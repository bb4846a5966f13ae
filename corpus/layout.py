"""Lines of text and lines of cells, in reading order → running text and grids, whatever the format.

A reader of a format calls `add_text` and `add_cells` in the order of the document and takes `run`.
"""

import re
from dataclasses import dataclass, field

from corpus.disclosure import Locator
from corpus.grid import MARK_LINE, NOTE_LINE, OWNER_LINE, UNIT_LINE, Grid, GridLine, is_form_title
from corpus.names import fold
from corpus.outline import Outline

_TITLE = re.compile(r"表(?:[（(].*[）)])?$")


@dataclass(slots=True)
class Layout:
    """What a file holds before it is understood."""

    title: str = ""
    outline: Outline = field(default_factory=Outline)
    grids: list[Grid] = field(default_factory=list)


class Layouter:
    """Sorts lines of text and lines of cells into running text and grids, in one pass."""

    def __init__(self, title: str = "") -> None:
        """Start empty; without a `title` the first line of text is the document's."""
        self._layout = Layout(title)
        self._grid: Grid | None = None
        self._above: list[tuple[str, Locator]] = []
        self._offered: tuple[str, Locator] | None = None

    def finish(self) -> Layout:
        """Return the layout of all that was added."""
        self._flush()
        return self._layout

    def add_cells(self, line: GridLine) -> None:
        """Take one line of cells: the next of the open table, or the first of a new one."""
        if self._grid is None:
            self._grid = self._open_grid(line.locator)
            self._layout.grids.append(self._grid)
            self._layout.outline.end_paragraph()
        self._grid.lines.append(line)

    def end_table(self) -> None:
        """Say that the next line of cells begins another table, though no text stands between."""
        self._grid = None

    def offer_title(self, text: str, locator: Locator) -> None:
        """Name the next table, should no title be printed above it."""
        self._offered = (text, locator)

    def add_text(self, text: str, locator: Locator) -> None:
        """Take one line of text that is not blank; outside forms it ends the open table."""
        if not self._layout.title:
            self._layout.title = text
            return
        grid = self._grid
        if grid is not None and NOTE_LINE.match(text):
            grid.notes.append(text)
            return
        if grid is not None and is_form_title(grid.title) and not _begins_table(text):
            grid.lines.append(GridLine((text,), (Locator(locator.line, 1),)))
            return
        self._grid = None
        self._above.append((text, locator))
        if not _belongs_to_table(text):
            self._flush()

    def _open_grid(self, locator: Locator) -> Grid:
        """Open a grid with the title, unit and owner printed above it."""
        grid = Grid("", locator)
        while self._above and not grid.title:
            text, place = self._above.pop()
            if match := UNIT_LINE.match(text):
                grid.unit = grid.unit or match[1]
            elif match := OWNER_LINE.match(text):
                grid.owner = match[1].strip()
            elif not MARK_LINE.match(fold(text)) and not grid.title:
                grid.title, grid.locator = text, place
        if not grid.title and self._offered:
            grid.title, grid.locator = self._offered
        self._offered = None
        self._flush()
        return grid

    def _flush(self) -> None:
        """Hand what turned out to be running text to the outline."""
        for text, locator in self._above:
            if not MARK_LINE.match(fold(text)):
                self._layout.outline.add(text, locator)
        self._above.clear()


def _begins_table(text: str) -> bool:
    return bool(_TITLE.search(text) or UNIT_LINE.match(text) or MARK_LINE.match(fold(text)))


def _belongs_to_table(text: str) -> bool:
    """Tell whether a line may be the title, unit, owner or mark of a table that follows."""
    return _begins_table(text) or OWNER_LINE.match(text) is not None
