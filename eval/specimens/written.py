"""Documents as blocks of text and ruled tables, written out in the formats that are read."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl

AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d|-?\d{1,3}(?:,\d{3})+")
CODE = re.compile(r"\d{1,7}")


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled cell: where it begins (from 1), how far it spans, what is printed in it."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


Ruled = tuple[Box, ...]
Block = str | Ruled
Document = Sequence[Block]
Write = Callable[[Document, Path], None]


def squared(table: Ruled) -> list[list[str]]:
    """Return the lines of a table, what is spanned over left blank."""
    width = max(box.column + box.columns - 1 for box in table)
    lines = [[""] * width for _ in range(max(box.row + box.rows - 1 for box in table))]
    for box in table:
        lines[box.row - 1][box.column - 1] = box.text
    return lines


def complete(table: Ruled) -> Ruled:
    """Return the table with a blank box wherever no box is."""
    taken = {
        (r, c)
        for b in table
        for r in range(b.row, b.row + b.rows)
        for c in range(b.column, b.column + b.columns)
    }
    lines = enumerate(squared(table), start=1)
    places = ((r, c) for r, line in lines for c in range(1, len(line) + 1))
    return (*table, *(Box(r, c, "") for r, c in places if (r, c) not in taken))


def write_text(document: Document, path: Path) -> None:
    """Write tabs between cells, in UTF-8."""
    path.write_text("\n".join(_text_lines(document)) + "\n", encoding="utf-8")


def write_gbk(document: Document, path: Path) -> None:
    """Write tabs between cells, in GB 18030."""
    path.write_text("\n".join(_text_lines(document)) + "\n", encoding="gb18030")


def _text_lines(document: Document) -> Iterator[str]:
    for block in document:
        if isinstance(block, str):
            yield block
        else:
            yield from ("\t".join(line) for line in squared(block))
        yield ""


def write_markdown(document: Document, path: Path) -> None:
    """Write pipe tables; the first line is the head, as Markdown has it."""
    lines: list[str] = []
    for number, block in enumerate(document):
        if isinstance(block, str):
            lines += ["# " * (number == 0) + re.sub(r"([*_|])", r"\\\1", block), ""]
            continue
        first, *others = squared(block)
        lines += [_piped(first), "|" + "---|" * len(first), *map(_piped, others), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _piped(line: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"([*_|])", r"\\\1", cell) for cell in line) + " |"


def write_html(document: Document, path: Path) -> None:
    """Write a page with spans, scripts and a menu, declared and encoded as GBK."""
    body = "".join(
        f"<p>{_escaped(block)}</p>\n" if isinstance(block, str) else _html_table(block)
        for block in document
    )
    page = (
        '<!DOCTYPE html><html><head><meta charset="gbk"><title></title>'
        f"<style>td {{}}</style></head><body><script>var 金额 = 99;</script>{body}</body></html>"
    )
    path.write_text(page, encoding="gb18030")


def _html_table(table: Ruled) -> str:
    rows = dict.fromkeys(range(1, len(squared(table)) + 1), "")
    for box in sorted(complete(table), key=lambda b: (b.row, b.column)):
        spans = f' rowspan="{box.rows}"' * (box.rows > 1) + f' colspan="{box.columns}"' * (
            box.columns > 1
        )
        rows[box.row] += f"<td{spans}>{_escaped(box.text)}</td>"
    return "<table>" + "".join(f"<tr>{cells}</tr>\n" for cells in rows.values()) + "</table>\n"


def _escaped(text: str) -> str:
    """Escape all but the paragraphs and check boxes that some printed cells hold as markup."""
    return re.sub(
        r"&lt;(/?p|input [^&]*?(?:&quot;[^&]*&quot;[^&]*?)*)&gt;",
        lambda m: html.unescape(m[0]),
        html.escape(text),
    )


def write_docx(document: Document, path: Path) -> None:
    """Write paragraphs and tables with merged cells."""
    made = docx.Document()
    for block in document:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        lines = squared(block)
        table = made.add_table(len(lines), len(lines[0]))
        grid = [row.cells for row in table.rows]
        for box in block:
            cell = grid[box.row - 1][box.column - 1]
            if box.rows * box.columns > 1:
                cell = cell.merge(grid[box.row + box.rows - 2][box.column + box.columns - 2])
            cell.text = box.text
    made.save(str(path))


def write_xlsx(document: Document, path: Path) -> None:
    """Write all blocks below each other on one sheet, amounts as formatted numbers."""
    book = openpyxl.Workbook()
    _fill_sheet(book.active, document)
    book.save(path)


def write_sheets(document: Document, path: Path) -> None:
    """Write the text on a sheet of its own; the title of each table begins another."""
    book = openpyxl.Workbook()
    sheets: list[list[Block]] = [[]]
    for block in document:
        if isinstance(block, str) and re.search(r"^20\d\d.*表$", block):
            sheets.append([])
        sheets[-1].append(block)
    for number, blocks in enumerate(sheets):
        _fill_sheet(book.create_sheet() if number else book.active, blocks)
    book.save(path)


def _fill_sheet(sheet: Any, document: Document) -> None:
    row = 1
    for block in document:
        if isinstance(block, str):
            sheet.cell(row, 1, block)
            row += 1
            continue
        for box in block:
            cell = sheet.cell(row + box.row - 1, box.column)
            _put(cell, box.text)
            if box.rows * box.columns > 1:
                sheet.merge_cells(
                    start_row=cell.row,
                    start_column=cell.column,
                    end_row=cell.row + box.rows - 1,
                    end_column=cell.column + box.columns - 1,
                )
        row += max(box.row for box in block) + 1


def _put(cell: Any, text: str) -> None:
    if AMOUNT.fullmatch(text):
        cell.value = float(text.replace(",", ""))
        cents = ".00" if "." in text else ""
        cell.number_format = f"#,##0{cents}" if "," in text or abs(cell.value) < 1000 else "0.00"
    elif text:
        cell.value = int(text) if CODE.fullmatch(text) and text[0] != "0" else text
