"""Lines of text and lines of cells, in reading order → running text and grids, whatever the format.

A reader of a format calls `add_text` and `add_cells` in the order of the document and takes `run`.
"""

import re
from dataclasses import dataclass, field, replace

from corpus.disclosure import Locator, Note
from corpus.grid import (
    MARK_LINE,
    OWNER_LINE,
    UNIT_LINE,
    Grid,
    GridLine,
    is_form_title,
    is_note,
    unit_in_title,
    without_mark,
)
from corpus.names import fold, join_wrapped, without_numbering
from corpus.outline import Outline

_OPENING = 12
_LONGEST_CAPTION = 80
LONGEST_TITLE = 60
_TITLE = re.compile(r"表(?:[（(].*[）)])?$")
_YEAR_LINE = re.compile(r"[（(]?(?:19|20)\d\d年度?[）)]?")


@dataclass(slots=True)
class Layout:
    """What a file holds before it is understood."""

    opening: list[str] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    grids: list[Grid] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)


class Layouter:
    """Sorts lines of text and lines of cells into running text and grids, in one pass."""

    def __init__(self, title: str = "") -> None:
        """Start empty; without a `title` the first line of text is the document's."""
        self._layout = Layout([title] if title else [])
        self._grid: Grid | None = None
        self._noted = False
        self._above: list[tuple[str, Locator]] = []
        self._offered: tuple[str, Locator] | None = None

    def finish(self) -> Layout:
        """Return the layout of all that was added; what had only a caption is no table."""
        self._flush()
        self._layout.grids = [grid for grid in self._layout.grids if grid.lines]
        return self._layout

    def end_table(self) -> None:
        """Say that the next line of cells begins a new table, although no text stands between."""
        self._grid = None

    def end_paragraph(self) -> None:
        """Say that the next line of text is a paragraph of its own."""
        self._layout.outline.end_paragraph()

    def add_cells(self, line: GridLine) -> None:
        """Take one line of cells: the next of the open table, or the first of a new one."""
        if self._grid is None or (self._noted and not is_form_title(self._grid.title)):
            self._grid = self._open_grid(line.locator)
            self._layout.grids.append(self._grid)
            self._layout.outline.end_paragraph()
        if self._grid.lines or not _caption(self._grid, line):
            self._grid.lines.append(line)

    def offer_title(self, text: str, locator: Locator) -> None:
        """Name the next table, should no title be printed above it."""
        self._offered = (text, locator)

    def add_text(self, text: str, locator: Locator) -> None:
        """Take one line of text that is not blank; outside forms it ends the open table."""
        for part in _without_unit(text):
            self._add_line(part, locator)

    def _add_line(self, text: str, locator: Locator) -> None:
        if len(self._layout.opening) < _OPENING:
            self._layout.opening.append(text)
            if len(self._layout.opening) == 1 and _is_title(text):
                return
        grid = self._grid
        if grid is not None and (is_note(text) or _continues_note(grid, text)):
            grid.notes.append(Note(text, locator))
            self._noted = True
            return
        if grid is not None and is_form_title(grid.title) and not _begins_table(text):
            grid.lines.append(GridLine((text,), (replace(locator, column=1),)))
            return
        self._grid = None
        if not self._layout.grids and (match := OWNER_LINE.match(text)):
            self._layout.owners.append(match[1].strip())
        self._above.append((text, locator))
        if not _belongs_to_table(text):
            self._flush()

    def add_title(self, text: str, locator: Locator) -> None:
        """Take a line that is set like a heading; the title of a table is still one."""
        if _belongs_to_table(text) or not self._layout.opening:
            self.add_text(text, locator)
            return
        self._grid = None
        self._flush()
        self._layout.outline.add_title(text, locator)

    def _open_grid(self, locator: Locator) -> Grid:
        """Open a grid with the title, unit and owner printed above it."""
        grid, self._noted = Grid("", locator), False
        while self._above and not grid.title:
            text, place = self._above.pop()
            if match := UNIT_LINE.match(text):
                grid.unit = grid.unit or match[1]
            elif match := OWNER_LINE.match(text):
                grid.owner = match[1].strip()
            elif not MARK_LINE.match(fold(text)) and not grid.title:
                grid.title, grid.locator = without_mark(text), place
                grid.unit = grid.unit or unit_in_title(text)
        if not grid.title and self._offered:
            grid.title, grid.locator = self._offered
        self._offered = None
        self._flush()
        if not grid.title and self._layout.outline.section:
            grid.title = without_numbering(self._layout.outline.section[-1])
        return grid

    def _flush(self) -> None:
        """Hand what turned out to be running text to the outline."""
        for text, locator in self._above:
            if not MARK_LINE.match(fold(text)):
                self._layout.outline.add(text, locator)
        self._above.clear()


def _is_title(text: str) -> bool:
    """Tell whether the first line of a document names it: no table's title, no sentence."""
    return not _TITLE.search(text) and len(text) <= LONGEST_TITLE and "。" not in text


def _without_unit(text: str) -> list[str]:
    """Return a caption's parts, the unit at its end or beginning apart: 编制单位：某局 单位：万元."""
    words = text.split()
    if len(text) > _LONGEST_CAPTION or len(words) < 2 or "。" in text:
        return [text]
    units = [word for word in words if UNIT_LINE.match(word)]
    if not units or len(units) == len(words):
        return [text]
    return [" ".join(word for word in words if word not in units), *units]


def _caption(grid: Grid, line: GridLine) -> bool:
    """Take title, unit and owner that are printed in the first cells of a table."""
    texts = [join_wrapped(line.cells[i]) for i in line.filled]
    if len(texts) == 1 and _TITLE.search(texts[0]) and line.cells[0]:
        grid.title = without_mark(texts[0])
        grid.unit = grid.unit or unit_in_title(texts[0])
    elif len(texts) == 1 and _YEAR_LINE.fullmatch(fold(texts[0])):
        grid.notes.append(Note(texts[0], line.locator))
    elif texts and all(UNIT_LINE.match(text) or OWNER_LINE.match(text) for text in texts):
        for text in texts:
            if match := UNIT_LINE.match(text):
                grid.unit = grid.unit or match[1]
            elif match := OWNER_LINE.match(text):
                grid.owner = match[1].strip()
    else:
        return False
    return True


def _continues_note(grid: Grid, text: str) -> bool:
    """Tell whether a numbered line goes on with a note that is numbered itself (注：1. … 2. …)."""
    noted = bool(grid.notes) and re.match(r"[注说明]+[:：]\s*1[.．、]", grid.notes[0].text)
    return bool(noted) and re.match(r"\d{1,2}[.．、]", text) is not None


def _begins_table(text: str) -> bool:
    return bool(_TITLE.search(text) or UNIT_LINE.match(text) or MARK_LINE.match(fold(text)))


def _belongs_to_table(text: str) -> bool:
    """Tell whether a line may be the title, unit, owner or mark of a table that follows."""
    return _begins_table(text) or OWNER_LINE.match(text) is not None
