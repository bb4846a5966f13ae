"""An HTML page → its layout: what a browser shows, blocks as lines of text, tables with their spans.

Scripts are neither run nor read, nothing is fetched, and the page is walked without recursion.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.layout import Layout, Layouter
from corpus.limits import TABLE_COLUMNS, TABLE_ROWS, check_table
from corpus.spanned import Spanned, SpannedLayouter
from corpus.text_file import decode
from corpus.web_layout import tag_tables

_DISCLOSURE_TITLE = re.compile(r"20\d\d\s*年.*(?:预算|决算)")
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
# Heads are drawn first and feet last, wherever they stand in the page.
_PARTS = {"thead": 0, "tfoot": 2}
_TAGS = tomllib.loads((Path(__file__).parent / "data" / "html_tags.toml").read_text("utf-8"))
_UNSEEN, _BLOCKS, _HEADINGS = (frozenset(_TAGS[name]) for name in ("unseen", "block", "heading"))


def read_web_page(path: Path) -> Layout:
    """Read an HTML file. Raises ReadError where it holds no text or is nested beyond reason."""
    root = _parsed(_decoded(path.read_bytes(), path.name), path.name)
    tag_tables(root)
    title = _title(root, path)
    layouter = Layouter(title)
    walker = _Walker(path.name, SpannedLayouter(layouter, title), layouter)
    walker.walk(root)
    if not walker.lines and not walker.tables:
        raise ReadError(f"「{path.name}」里没有可读的文字，请确认网页已完整保存。")
    return layouter.finish()


def _decoded(data: bytes, name: str) -> str:
    """Return the page as text: as it declares, or as it can be read."""
    declared = _DECLARED.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding in ("big5", "big5-hkscs"):
        return data.decode("big5hkscs", "replace")
    # What declares GB2312 is often UTF-8 or GBK, so UTF-8 is tried first: GBK is hardly ever valid UTF-8.
    return decode(data, name)


def _parsed(text: str, name: str) -> Any:
    text = _DECLARATION.sub("", text.replace("\x00", ""))
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        # Pages that never close a tag are deeper than the default of 256, and would be cut off there.
        huge_tree=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise ReadError(f"「{name}」不是完整的网页，请重新保存后再加入。") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(f"「{name}」的标签嵌套过深，没有读取，请在浏览器里打开并另存后再加入。")
    if root is None:
        raise ReadError(f"「{name}」里没有可读的文字，请确认网页已完整保存。")
    return root


def _title(root: Any, path: Path) -> str:
    """Return what names the page: the heading or title that names a disclosure, else the first."""
    headings = [_plain(element) for element in root.iter("h1")]
    head = [_plain(element) for element in root.iter("title")]
    candidates = [text for text in (*headings, *head) if text]
    named = [text for text in candidates if _DISCLOSURE_TITLE.search(text)]
    if named or candidates:
        return (named or candidates)[0]
    return path.stem if _DISCLOSURE_TITLE.search(path.stem) else ""


def _plain(element: Any) -> str:
    return _BLANKS.sub(" ", "".join(element.itertext())).strip()


class _Walker:
    """Walks through the page in reading order; counts its lines and tables."""

    def __init__(self, name: str, target: SpannedLayouter, layouter: Layouter) -> None:
        self._name = name
        self._target = target
        self._layouter = layouter
        self._text: list[str] = []
        self.lines = 0
        self.tables = 0

    def walk(self, root: Any) -> None:
        """Read everything below `root` that a browser shows."""
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            unseen = element.tag in _UNSEEN or _is_hidden(element)
            if event == "start":
                if unseen or (element.tag == "table" and self._is_table(element)):
                    steps.skip_subtree()
                    if not unseen:
                        self._add_table(element)
                    continue
                self._open(element)
            else:
                if not unseen and element.tag in _BLOCKS:
                    self._end_line(element)
                self._text.append(element.tail or "")
        self._end_line(root)

    def _open(self, element: Any) -> None:
        if element.tag in _BLOCKS or element.tag == "br":
            self._end_line(element)
        self._text.append(_check_box(element) + (element.text or ""))

    def _end_line(self, element: Any) -> None:
        text = _BLANKS.sub(" ", "".join(self._text)).strip(" \u3000")
        self._text.clear()
        if text:
            self.lines += 1
            place = Locator(line=self.lines)
            self._target.add_text(text, place)
            if element.tag in _HEADINGS:
                self._layouter.offer_title(text, place)

    def _is_table(self, element: Any) -> bool:
        """Tell whether a table holds data: one around other tables only lays out the page."""
        return next(element.iterdescendants("table"), None) is None

    def _add_table(self, element: Any) -> None:
        self._end_line(element)
        self.tables += 1
        place = partial(_place, self.tables)
        for caption in element.iterchildren("caption"):
            if text := _plain(caption):
                self._target.add_text(text, place(1, None))
                self._layouter.offer_title(text, place(1, None))
        self._target.add_table(_spanned(element, self._name), place, self._name)


def _place(table: int, row: int, column: int | None) -> Locator:
    return Locator(table=table, row=row, column=column)


def _spanned(table: Any, name: str) -> Iterator[Spanned]:
    """Yield a table's cells where a browser would draw them."""
    taken: dict[int, int] = {}
    lines = sorted(table.iter("tr"), key=lambda line: _PARTS.get(line.getparent().tag, 1))
    rows = [line for line in lines if not _is_hidden(line)]
    check_table(name, len(rows), 0)
    for row, line in enumerate(rows, start=1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            if _is_hidden(cell):
                continue
            while taken.get(column, 0) >= row:
                column += 1
            columns = _span(cell, "colspan", TABLE_COLUMNS)
            down = _span(cell, "rowspan", TABLE_ROWS) or len(rows)
            down = min(down, len(rows) - row + 1)
            check_table(name, 0, column)
            yield Spanned(row, column, _cell_text(cell), down, columns or 1)
            for spanned in range(column, column + (columns or 1)):
                taken[spanned] = row + down - 1
            column += columns or 1


def _span(cell: Any, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    if not text.isdecimal():
        return 1
    return min(int(text), most) if len(text) < 10 else most


def _cell_text(cell: Any) -> str:
    """Return a cell's text, a line for each block in it."""
    parts: list[str] = []
    steps = etree.iterwalk(cell, events=("start", "end"))
    for event, element in steps:
        unseen = element.tag in _UNSEEN or _is_hidden(element)
        breaks = element.tag in _BLOCKS or element.tag == "br"
        if event == "start" and unseen:
            steps.skip_subtree()
        elif event == "start":
            parts.append(("\n" if breaks else "") + _check_box(element))
            parts.append(_BLANKS.sub(" ", element.text or ""))
        elif element is not cell:
            parts.append("\n" if breaks and not unseen and element.tag != "br" else "")
            parts.append(_BLANKS.sub(" ", element.tail or ""))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _check_box(element: Any) -> str:
    """Return ☑ or ☐ for a check box, as readers see it."""
    if element.tag != "input" or element.get("type", "").lower() not in ("checkbox", "radio"):
        return ""
    return "☑" if element.get("checked") is not None else "☐"
