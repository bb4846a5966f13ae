"""Documents written out in every format that is read: those of the specimens, and the old workbook."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwt

from eval.specimens.pages import write_document
from eval.specimens.written import (
    AMOUNT,
    Block,
    Box,
    Document,
    Ruled,
    Write,
    write_docx,
    write_gbk,
    write_html,
    write_markdown,
    write_sheets,
    write_text,
    write_xlsx,
)


def blocks_of(text: str) -> list[Block]:
    """Take a text file with tabs apart into blocks: lines of cells that follow each other are a table."""
    blocks: list[Block] = []
    lines: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            lines.append(line.split("\t"))
            continue
        if lines:
            blocks.append(ruled(lines))
            lines = []
        if line.strip():
            blocks.append(line.strip())
    return blocks


def ruled(lines: Sequence[Sequence[str]]) -> Ruled:
    """Rule a cell around every text, blank ones too."""
    return tuple(
        Box(r, c, text.strip())
        for r, line in enumerate(lines, start=1)
        for c, text in enumerate(line, start=1)
    )


def write_xls(document: Document, path: Path) -> None:
    """Write all blocks on one sheet of an old workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("公开表")
    formats = {cents: xlwt.easyxf(num_format_str=f"#,##0{cents}") for cents in ("", ".00")}
    row = 0
    for block in document:
        if isinstance(block, str):
            sheet.write(row, 0, block)
            row += 1
            continue
        for box in block:
            top, left = row + box.row - 1, box.column - 1
            value: Any = box.text
            style = xlwt.Style.default_style
            if AMOUNT.fullmatch(box.text) and ("," in box.text or len(box.text) < 7):
                value = float(Decimal(box.text.replace(",", "")))
                style = formats[".00" if "." in box.text else ""]
            if box.rows * box.columns > 1:
                bottom, right = top + box.rows - 1, left + box.columns - 1
                sheet.write_merge(top, bottom, left, right, value, style)
            elif value != "":
                sheet.write(top, left, value, style)
        row += max(box.row for box in block) + 1
    book.save(str(path))


WRITERS: dict[str, Write] = {
    "utf8.txt": write_text,
    "gbk.txt": write_gbk,
    "md": write_markdown,
    "html": write_html,
    "xlsx": write_xlsx,
    "sheets.xlsx": write_sheets,
    "xls": write_xls,
    "docx": write_docx,
    "pdf": write_document,
}
