"""A PDF file with a text layer → its layout.

Pages are read one by one into blocks of text and tables; then page numbers and running heads are
left out, tables that run over pages are one table again, and the rest goes on in reading order.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from statistics import median

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.grid import OWNER_LINE, UNIT_LINE, GridLine
from corpus.layout import Layout, Layouter
from corpus.names import fold
from corpus.pdf_page import PdfPage, pages_of
from corpus.pdf_rulings import Box
from corpus.pdf_table import PageTable, read_tables
from corpus.pdf_text import Block, Line, blocks_of, lines_of
from corpus.pdf_unruled import read_unruled
from corpus.running_table import RunningTable

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\d{1,4}页?)?[-—–－·\s]*(?:[/共]*\d{1,4}页?)?[-—–－·\s]*"
)
_MARGIN = 0.1
_RUNNING_PAGES = 4
_COVER_GLYPHS = 150
_HEAD_ROWS = 6
_LONG_COPY = 20


@dataclass(slots=True)
class _Page:
    """A page's lines outside tables, and its tables, both from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PageTable]
    rules: tuple[Box, ...] = ()
    glyphs: int = 0
    blocks: list[Block | PageTable] = field(default_factory=list)


def read_pdf(path: Path) -> Layout:
    """Read a PDF file. Raises ReadError for a broken, locked or wholly scanned one."""
    unread: list[int] = []
    recognised: list[int] = []
    pages: list[_Page] = []
    running = RunningTable(path.name)
    for printed in pages_of(path):
        if printed.is_scanned:
            (recognised if printed.is_recognised else unread).append(printed.number)
        page = _lay_out(printed)
        apart = [line for line in page.lines if not _in_margin(line, page)]
        running.add(page.tables, page.lines, apart)
        pages.append(page)
    if len(unread) == len(pages) or not any(page.glyphs for page in pages):
        raise ReadError(
            f"「{path.name}」没有文字层（扫描件），请提供可以复制文字的 PDF，或安装文字识别组件（见 README）后再加入。"
        )
    _drop_running_lines(pages)
    _find_unruled(pages)
    margins = _margins(pages)
    for page in pages:
        page.blocks = list(_blocks(page, margins.get(page.width, (0.0, 0.0))))
    for page, following in pairwise(pages):
        _drop_cut_copies(page, following)
    layouter = Layouter()
    feeder = _Feeder(layouter, _body_height(pages))
    for page in pages:
        feeder.feed(page)
    layout = layouter.finish()
    for numbers, said in (
        (unread, "没有文字层（扫描件），这{}页的内容没有读入。"),
        (recognised, "是扫描件，文字由识别得来，请对照原件。"),
    ):
        if numbers:
            which = "一" if len(numbers) == 1 else "几"
            layout.problems.append(f"第{_numbered(numbers)}页{said.format(which)}")
    layout.recognised.extend(recognised)
    return layout


def _numbered(pages: Sequence[int]) -> str:
    """Return page numbers in words, those that follow each other as one stretch: 3、5—9."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(
        f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs
    )


def _lay_out(page: PdfPage) -> _Page:
    tables, outside = read_tables(page.tables, page.glyphs)
    tables.sort(key=lambda table: (table.top, table.box.x0))
    lines = lines_of(outside)
    size = page.width, page.height
    return _Page(page.number, *size, lines, tables, page.rules, len(page.glyphs))


def _find_unruled(pages: Sequence[_Page]) -> None:
    """Take the tables without rulings out of the lines of each page."""
    open_table: PageTable | None = None
    for page in pages:
        lines: list[Line] = []
        for between in list(_parted(page.lines, page.tables)):
            found, rest = read_unruled(between, page.rules, open_table)
            page.tables.extend(found)
            lines.extend(rest)
            open_table = None
        page.lines = lines
        page.tables.sort(key=lambda table: (table.top, table.box.x0))
        below = [line for line in lines if page.tables and line.top > page.tables[-1].top]
        open_table = page.tables[-1] if page.tables and not below else None


def _parted(lines: Sequence[Line], tables: Sequence[PageTable]) -> Iterator[list[Line]]:
    """Yield the lines above, between and below the tables of a page."""
    ends = [-1.0, *(table.top for table in tables), float("inf")]
    for above, below in pairwise(ends):
        yield [line for line in lines if above <= (line.top + line.bottom) / 2 < below]


def _drop_running_lines(pages: Sequence[_Page]) -> None:
    """Leave out page numbers, and lines that stand at the same edge of most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_running_key(line) for line in page.lines if _in_margin(line, page)})
    often = max(_RUNNING_PAGES, len(pages) * 6 // 10)
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not _in_margin(line, page)
            or _is_caption(line)
            or not (_is_page_number(line) or seen[_running_key(line)] >= often)
        ]


def _drop_cut_copies(page: _Page, following: _Page) -> None:
    """Leave out what is cut off at a page's end and shown at the top of the next.

    A text box larger than its page is written on both in full, and on each cut to what is seen.
    """
    texts = [block.texts for block in page.blocks if isinstance(block, Block)]
    again = [block.texts for block in following.blocks if isinstance(block, Block)]
    if len(texts) != len(page.blocks) or not again or again[0] not in texts:
        return
    start = texts.index(again[0])
    count = len(texts) - start
    if texts[start:] == again[:count] and sum(map(len, again[0])) >= _LONG_COPY:
        del page.blocks[start + 1 :]
        del following.blocks[0]


def _body_height(pages: Sequence[_Page]) -> float:
    """Return the height that most letters of running text have."""
    heights: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            heights[round(line.height, 1)] += len(line.text)
    return max(heights, key=lambda height: heights[height], default=0.0)


def _in_margin(line: Line, page: _Page) -> bool:
    return line.top < page.height * _MARGIN or line.bottom > page.height * (1 - _MARGIN)


def _is_page_number(line: Line) -> bool:
    return any(c.isdigit() for c in line.text) and bool(_PAGE_NUMBER.fullmatch(line.text))


def _is_caption(line: Line) -> bool:
    """Tell whether a line says whose or in what unit the table below is, at the top of many pages."""
    return any(UNIT_LINE.match(part) or OWNER_LINE.match(part) for part in line.parts)


def _running_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", fold(line.text)), round(line.top / 4)


class _Feeder:
    """Hands the pages to a layouter in reading order and joins what runs over their ends."""

    def __init__(self, layouter: Layouter, body: float) -> None:
        """Feed `layouter`; `body` is the height of the letters of running text."""
        self._layouter = layouter
        self._body = body
        self._first: PageTable | None = None
        self._follows = False
        self._row = 0
        self._title = ""

    def feed(self, page: _Page) -> None:
        """Hand over one page."""
        if page.number == 1 and not page.tables and page.glyphs <= _COVER_GLYPHS:
            self._cover(page)
            return
        self._row = 0
        for block in self._without_repeated_title(page.blocks):
            if isinstance(block, PageTable):
                self._table(block, page)
            else:
                self._follows = False
                self._text(block, page)

    def _text(self, block: Block, page: _Page) -> None:
        place = Locator(page=page.number, line=block.number)
        if block.is_title(self._body, page.width):
            self._layouter.add_title(block.texts[0], place)
            self._title = block.texts[0]
            return
        for text in block.texts:
            self._title = text if text.endswith("表") else self._title
            self._layouter.add_text(text, place)
        if not block.is_full:
            self._layouter.end_paragraph()

    def _cover(self, page: _Page) -> None:
        """Join the largest lines of a cover to the title; the others stand below it."""
        largest = max(line.height for line in page.lines)
        title = [line for line in page.lines if line.height > 0.9 * largest]
        if not re.search(r"20\d\d", "".join(line.text for line in title)):
            title = [line for line in page.lines if not OWNER_LINE.match(line.text)]
        place = Locator(page=1, line=1)
        self._layouter.add_text("".join(line.text for line in title), place)
        for number, line in enumerate(page.lines, start=1):
            if line not in title:
                self._layouter.add_text(line.text, Locator(page=1, line=number))

    def _table(self, table: PageTable, page: _Page) -> None:
        """Hand over the rows of a table, laid on the columns of its first page."""
        spans: list[tuple[int, ...]] = table.spans or [()] * len(table.rows)
        rows = list(zip(count(self._row + 1), table.rows, spans, strict=False))
        self._row += len(rows)
        columns = self._continued(table)
        if columns is None or self._first is None:
            if self._follows:
                self._layouter.end_table()
            self._first, columns = table, tuple(range(len(table.columns)))
        else:
            rows = rows[_repeated_heads(table, self._first) :]
        self._follows = True
        for number, row, over in rows:
            cells, merged = [""] * len(self._first.columns), [1] * len(self._first.columns)
            for place, text, span in zip(columns, row, over or (1,) * len(row), strict=True):
                cells[place], merged[place] = text, span
            places = (
                Locator(page=page.number, row=number, column=i + 1) for i in range(len(cells))
            )
            self._layouter.add_cells(GridLine(tuple(cells), tuple(places), (), tuple(merged)))

    def _continued(self, table: PageTable) -> tuple[int, ...] | None:
        """Return the columns that a table goes on in, None where it is a table of its own."""
        if not self._follows or self._first is None or _is_titled(table):
            return None
        return table.columns_in(self._first)

    def _without_repeated_title(
        self, blocks: Sequence[Block | PageTable]
    ) -> Sequence[Block | PageTable]:
        """Leave out title and unit printed again over the next page of an open table."""
        first = next((i for i, block in enumerate(blocks) if isinstance(block, PageTable)), None)
        if not first or not self._follows or self._first is None:
            return blocks
        table = blocks[first]
        if not isinstance(table, PageTable) or not _repeated_heads(table, self._first):
            return blocks
        texts = [
            text for block in blocks[:first] if isinstance(block, Block) for text in block.texts
        ]
        again = re.sub(r"[（(]?续(?:表|\d)?[）)]?$", "", texts[0])
        return blocks[first:] if fold(again) == fold(self._title) else blocks


def _is_titled(table: PageTable) -> bool:
    """Tell whether the first row is a title that spans the whole table."""
    filled = [cell for cell in table.rows[0] if cell]
    return len(filled) == 1 and filled[0].endswith("表") and bool(table.rows[0][0])


def _repeated_heads(table: PageTable, first: PageTable) -> int:
    """Return how many head rows at the top of `table` are those of the table's first page."""
    count = 0
    for mine, theirs in zip(table.rows[:_HEAD_ROWS], first.rows[:_HEAD_ROWS], strict=False):
        if [fold(cell) for cell in mine] != [fold(cell) for cell in theirs] or not any(mine):
            break
        count += 1
    return count


def _blocks(page: _Page, margins: tuple[float, float]) -> Iterator[Block | PageTable]:
    """Yield text blocks and tables from top to bottom; a table parts the text around it."""
    if page.lines:
        own_left, own_right = _edges(page.lines)
        left, right = min(margins[0], own_left), max(margins[1], own_right)
    else:
        left, right = margins
    number = 0
    for index, lines in enumerate(_parted(page.lines, page.tables)):
        if index:
            yield page.tables[index - 1]
        for block in blocks_of(lines, left, right):
            block.number += number
            yield block
        number += len(lines)


def _margins(pages: Sequence[_Page]) -> dict[float, tuple[float, float]]:
    """Return the edges of running text by the width of the page: what half of the pages keep to."""
    edges: dict[float, list[tuple[float, float]]] = {}
    for page in pages:
        if page.lines:
            left, right = _edges(page.lines)
            edges.setdefault(page.width, []).append((left, right))
    return {
        width: (median(left for left, _ in found), median(right for _, right in found))
        for width, found in edges.items()
    }


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.x0 for line in lines), max(line.x1 for line in lines)
