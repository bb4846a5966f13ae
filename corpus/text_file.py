"""A text file → its lines, running text and grids: a line with tabs is a line of cells.

Encodings: UTF-8 (with or without BOM), then GB18030.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.grid import MARK_LINE, NOTE_LINE, OWNER_LINE, UNIT_LINE, Grid, GridLine, is_form_title
from corpus.names import fold
from corpus.outline import Outline

_TITLE = re.compile(r"表(?:[（(].*[）)])?$")


@dataclass(slots=True)
class TextLayout:
    """What a text file holds before it is understood."""

    title: str = ""
    outline: Outline = field(default_factory=Outline)
    grids: list[Grid] = field(default_factory=list)


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`. Raises ReadError where no encoding fits."""
    if b"\x00" in data[:4096]:
        raise ReadError(f"「{name}」不是文本文件，请提供 .txt 文本（UTF-8 或 GBK 编码）。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"「{name}」的文字编码无法识别，请另存为 UTF-8 后再试。")


def read_layout(path: Path) -> TextLayout:
    """Read a text file. Raises ReadError where it is missing, empty or not text."""
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise ReadError(f"无法打开「{path}」，请检查路径和权限。") from error
    if not text.strip():
        raise ReadError(f"「{path.name}」是空文件，请换一个有内容的文件。")
    return _Layouter(text.splitlines()).run()


class _Layouter:
    """Walks the lines once, sorting them into running text and grids."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._layout = TextLayout()
        self._grid: Grid | None = None
        self._above: list[tuple[str, Locator]] = []

    def run(self) -> TextLayout:
        """Return the layout of all lines."""
        for number, line in enumerate(self._lines, start=1):
            text, locator = line.strip(" \r\u3000"), Locator(line=number)
            if not text.strip():
                continue
            if "\t" in line:
                self._add_cells(line, number)
            elif not self._layout.title:
                self._layout.title = text
            else:
                self._add_text(text, locator)
        self._flush()
        return self._layout

    def _add_cells(self, line: str, number: int) -> None:
        if self._grid is None:
            self._grid = self._open_grid(Locator(line=number))
            self._layout.grids.append(self._grid)
            self._layout.outline.end_paragraph()
        cells = tuple(cell.strip() for cell in line.rstrip("\r\n").split("\t"))
        places = tuple(Locator(line=number, column=i + 1) for i in range(len(cells)))
        self._grid.lines.append(GridLine(cells, places))

    def _add_text(self, text: str, locator: Locator) -> None:
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
