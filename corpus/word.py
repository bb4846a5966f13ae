"""A .docx file → its layout: paragraphs with the numbers Word puts before them, and tables with spans."""

import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.layout import Layout, Layouter
from corpus.limits import broken, check_package, read_part
from corpus.spanned import Spanned, SpannedLayouter
from corpus.word_numbering import Numbering

# Deleted text, fields' codes and the second copy of what older programs cannot draw are not shown.
_UNSEEN = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag")}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
_DEEPEST = 30


def read_word(path: Path) -> Layout:
    """Read a .docx file. Raises ReadError where it is damaged, too large or empty."""
    data = path.read_bytes()
    _check(data, path.name)
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        numbering = Numbering.of(document)
    # The library checks nothing of what it parses, and fails in any of these ways.
    except (
        *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
        *(EOFError, SyntaxError, zipfile.BadZipFile, PackageNotFoundError),
    ) as error:
        raise broken(path.name) from error
    layouter = Layouter()
    reader = _Reader(path.name, SpannedLayouter(layouter), numbering)
    reader.add(body)
    layout = layouter.finish()
    if not reader.lines and not reader.tables:
        raise ReadError(f"「{path.name}」里没有文字，若是扫描件请先做文字识别。")
    if not layout.opening:
        layout.opening.append(path.stem)
    return layout


def _check(data: bytes, name: str) -> None:
    with zipfile.ZipFile(BytesIO(data)) as package:
        check_package(package, name)
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                content = read_part(package, part, name)
                if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                    raise ReadError(
                        f"「{name}」含有不该有的实体定义，没有读取，请用 Word 或 WPS 另存后再加入。"
                    )


class _Reader:
    """Walks through blocks in their order and counts paragraphs and tables."""

    def __init__(self, name: str, target: SpannedLayouter, numbering: Numbering) -> None:
        self._name = name
        self._target = target
        self._numbering = numbering
        self.lines = 0
        self.tables = 0

    def add(self, parent: Any, depth: int = 0) -> None:
        """Read the paragraphs and tables below `parent`."""
        if depth > _DEEPEST:
            raise ReadError(f"「{self._name}」里的表格或控件嵌套过深，请另存为简单的格式后再加入。")
        for child in parent:
            if child.tag == qn("w:p"):
                self._add_paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                self._add_table(child, depth)
            elif child.tag in _WRAPPERS:
                self.add(child, depth + 1)

    def _add_paragraph(self, paragraph: Any, depth: int) -> None:
        boxes: list[Any] = []
        text = (self._numbering.label(paragraph) + _text(paragraph, boxes)).strip()
        for line in filter(None, (part.strip(" \t\u3000") for part in text.split("\n"))):
            self.lines += 1
            self._target.add_text(line.replace("\t", " "), Locator(line=self.lines))
        for box in boxes:
            self.add(box, depth + 1)

    def _add_table(self, table: Any, depth: int) -> None:
        cells, inner = _spanned(table, self._numbering)
        if _is_frame(cells, inner):
            for line in _children(table, qn("w:tr")):
                for cell in _children(line, qn("w:tc")):
                    self.add(cell, depth + 1)
                    self._target.end_table()
            return
        self.tables += 1
        place = partial(_place, self.tables)
        self._target.add_table(cells, place, self._name)
        for nested in inner:
            self._add_table(nested, depth + 1)


def _is_frame(cells: list[Spanned], inner: list[Any]) -> bool:
    """Tell whether a table only sets other tables side by side or around: most cells are theirs."""
    held = sum(1 for table in inner for _ in table.iter(qn("w:tc")))
    return bool(inner) and held > 2 * len(cells)


def _place(table: int, row: int, column: int | None) -> Locator:
    return Locator(table=table, row=row, column=column)


def _spanned(table: Any, numbering: Numbering) -> tuple[list[Spanned], list[Any]]:
    """Return a table's cells with their spans, and the tables that stand inside its cells."""
    cells: dict[tuple[int, int], Spanned] = {}
    above: dict[int, tuple[int, int]] = {}
    inner: list[Any] = []
    for row, line in enumerate(_children(table, qn("w:tr")), start=1):
        column = 1 + _number(line, "w:trPr/w:gridBefore")
        for cell in _children(line, qn("w:tc")):
            width = _number(cell, "w:tcPr/w:gridSpan") or 1
            inner.extend(_children(cell, qn("w:tbl")))
            merge = cell.find(qn("w:tcPr") + "/" + qn("w:vMerge"))
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in above:
                begun = cells[above[column]]
                cells[above[column]] = Spanned(
                    begun.row, begun.column, begun.text, row - begun.row + 1, begun.columns
                )
            else:
                cells[row, column] = Spanned(row, column, _cell_text(cell, numbering), 1, width)
                above[column] = (row, column)
            column += width
    return list(cells.values()), inner


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children of one tag, those in content controls and tracked insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _number(element: Any, path: str) -> int:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), 1000) if text.isdecimal() else 0


def _cell_text(cell: Any, numbering: Numbering) -> str:
    lines = [numbering.label(p) + _text(p) for p in _children(cell, qn("w:p"))]
    return "\n".join(lines).replace("\t", " ").strip()


def _text(element: Any, boxes: list[Any] | None = None) -> str:
    """Return the text that is seen, whatever it is wrapped in; `boxes` takes text boxes apart."""
    parts: list[str] = []
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if boxes is not None and current.tag == qn("w:txbxContent"):
            boxes.append(current)
        elif current.tag == qn("w:t"):
            parts.append(current.text or "")
        elif current.tag in _BREAKS:
            parts.append(_BREAKS[current.tag])
        elif current.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif current.tag not in _UNSEEN and not _is_hidden(current):
            waiting.extend(reversed(current))
    return "".join(parts)


def _is_hidden(element: Any) -> bool:
    """Tell whether a run is set as hidden text."""
    if element.tag != qn("w:r"):
        return False
    mark = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")
