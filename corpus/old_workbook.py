"""An .xls workbook (Excel 97–2003) → its layout, read like the newer ones."""

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from corpus.errors import ReadError
from corpus.hidden import Sheet
from corpus.layout import Layout
from corpus.limits import broken, check_sheets, check_table
from corpus.number_format import from_stored, shown_date
from corpus.spanned import Spanned
from corpus.workbook import lay_out_sheets, number_cell


def read_old_workbook(path: Path) -> Layout:
    """Read an .xls workbook. Raises ReadError where it is damaged, locked or too large."""
    try:
        book = xlrd.open_workbook(
            file_contents=path.read_bytes(), formatting_info=True, logfile=io.StringIO()
        )
        visible = [sheet for sheet in book.sheets() if sheet.visibility == 0]
        check_sheets(path.name, book.nsheets)
        sheets = [
            Sheet(sheet.name, list(_spanned(book, sheet, path.name)), *_hidden(sheet))
            for sheet in visible
        ]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise ReadError(f"「{path.name}」有密码，请去掉密码后再加入。") from error
        raise broken(path.name) from error
    # The library trusts what it parses, and fails in any of these ways.
    except (
        *(struct.error, AssertionError, KeyError, ValueError, TypeError, AttributeError),
        *(IndexError, OSError, xlrd.compdoc.CompDocError),
    ) as error:
        raise broken(path.name) from error
    return lay_out_sheets(sheets, path)


def _hidden(sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows and columns (from 1) that a sheet hides; those folded up can be unfolded."""
    lines = (sheet.rowinfo_map, sheet.colinfo_map)
    rows, columns = (
        frozenset(at + 1 for at, line in of.items() if line.hidden and not line.outline_level)
        for of in lines
    )
    return rows, columns


def _spanned(book: Any, sheet: Any, name: str) -> Iterator[Spanned]:
    merged = {(r, c): (down - r, right - c) for r, down, c, right in sheet.merged_cells}
    check_table(name, sum(any(sheet.row_types(r)) for r in range(sheet.nrows)), 0)
    for r in range(sheet.nrows):
        for c in range(sheet.ncols):
            kind = sheet.cell_type(r, c)
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                rows, columns = merged.get((r, c), (1, 1))
                blank = Spanned(r + 1, c + 1, "", rows, columns)
                yield _cell(book, sheet.cell(r, c), blank)


def _cell(book: Any, cell: Any, blank: Spanned) -> Spanned:
    place = (blank.row, blank.column)
    size = (blank.rows, blank.columns)
    code = str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number_cell(from_stored(cell.value), code, blank)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return Spanned(*place, shown_date(moment, code), *size)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Spanned(*place, "TRUE" if cell.value else "FALSE", *size)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Spanned(*place, xlrd.error_text_from_code.get(cell.value, "#N/A"), *size)
    return Spanned(*place, str(cell.value).strip(), *size)
