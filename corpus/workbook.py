"""An .xlsx workbook → its layout: every visible sheet is read, a cell as its reader sees it.

Numbers come out of the file as binary floats; each is turned into the decimal of its 15 digits at
once (`from_stored`), so none reaches money as a float.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.worksheet.worksheet import Worksheet

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.hidden import Sheet
from corpus.layout import Layout, Layouter
from corpus.limits import TABLE_COLUMNS, broken, check_package, check_sheets, check_table, read_part
from corpus.number_format import exact, from_stored, shown_date, shown_number
from corpus.spanned import Spanned, SpannedLayouter

_DISCLOSURE_TITLE = re.compile(r"20\d\d\s*年.*(?:预算|决算)")
_DATA_SHEET = re.compile(r"(?:^|/)sheet[^/]*\.xml$")
# A formula whose result was never stored: nobody can see a figure there without computing it.
_UNCOMPUTED = re.compile(
    rb'<c\b(?![^>]*t="str")[^>]*>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_SHEET_NAME = re.compile(r"^sheet\d*$|^工作表\d*$", re.IGNORECASE)


def read_workbook(path: Path) -> Layout:
    """Read a workbook. Raises ReadError where it is damaged, too large or not computed."""
    data = path.read_bytes()
    _check(data, path.name)
    try:
        book = _opened(data)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = [
            Sheet(sheet.title, list(_spanned(sheet, path.name)), *_hidden(sheet))
            for sheet in visible
        ]
    except ReadError:
        raise
    # The library checks nothing of what it parses, and fails in any of these ways.
    except (
        *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
        *(EOFError, SyntaxError, zipfile.BadZipFile),
    ) as error:
        raise broken(path.name) from error
    return lay_out_sheets(sheets, path)


def _opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        # It warns of charts and drop-down lists that it leaves out; neither holds a figure.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), data_only=True)


def lay_out_sheets(sheets: Iterable[Sheet], path: Path) -> Layout:
    """Lay out sheets of cells; the document's title is a cover's, else the file's name."""
    seen = [(sheet, sheet.visible()) for sheet in sheets]
    if not any(cells for _, cells in seen):
        raise ReadError(f"「{path.name}」的工作表都是空的，请换一个有内容的文件。")
    title = _title([cell.text for _, cells in seen for cell in cells], path)
    layouter = Layouter(title)
    lines = SpannedLayouter(layouter, title)
    for sheet, cells in seen:
        lines.end_table()
        if not _SHEET_NAME.match(sheet.name):
            layouter.offer_title(sheet.name.strip(), Locator(sheet=sheet.name))
        place = partial(_place, sheet.name)
        lines.add_table(cells, place, path.name, sheet.hidden_rows)
    layout = layouter.finish()
    layout.problems.extend(problem for sheet, _ in seen if (problem := sheet.problem()))
    return layout


def _hidden(sheet: Worksheet) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows and columns that a sheet hides; those folded up can be unfolded by anyone."""
    rows = {
        row
        for row, line in sheet.row_dimensions.items()
        if (line.hidden or line.height == 0) and not line.outlineLevel
    }
    columns = {
        column
        for line in sheet.column_dimensions.values()
        if (line.hidden or line.width == 0) and not line.outlineLevel and line.min
        for column in range(line.min, min(line.max or line.min, TABLE_COLUMNS) + 1)
    }
    return frozenset(rows), frozenset(columns)


def _place(sheet: str, row: int, column: int | None) -> Locator:
    return Locator(sheet=sheet, row=row, column=column)


def _title(texts: list[str], path: Path) -> str:
    """Return the file's name if it names a disclosure, else the first cell that does."""
    named = [text for text in texts if len(text) < 60 and _DISCLOSURE_TITLE.search(text)]
    covers = [text for text in named if not text.endswith("表")]
    if _DISCLOSURE_TITLE.search(path.stem) or not (covers or named):
        return path.stem
    return (covers or named)[0]


def _check(data: bytes, name: str) -> None:
    """Refuse what is too large, hostile or not computed before it is parsed."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        check_package(package, name)
        parts = [part for part in package.namelist() if part.endswith(".xml")]
        check_sheets(name, sum(part.startswith("xl/worksheets/sheet") for part in parts))
        for part in parts:
            content = read_part(package, part, name)
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise ReadError(
                    f"「{name}」含有不该有的实体定义，没有读取，请用 Excel 或 WPS 另存后再加入。"
                )
            if _DATA_SHEET.search(part) and _UNCOMPUTED.search(content):
                raise ReadError(
                    f"「{name}」里有公式还没有算出结果，请用 Excel 或 WPS 打开并保存后再加入。"
                )


def _spanned(sheet: Worksheet, name: str) -> Iterator[Spanned]:
    merged = {
        (area.min_row, area.min_col): (
            area.max_row - area.min_row + 1,
            area.max_col - area.min_col + 1,
        )
        for area in sheet.merged_cells.ranges
    }
    # The rows of a sheet may be styled to the very last one; only what holds something is stored.
    stored: dict[tuple[int, int], Any] = sheet._cells
    filled = [place for place, cell in stored.items() if cell.value is not None]
    check_table(name, len({row for row, _ in filled}), 0)
    for row, column in sorted(filled):
        rows, columns = merged.get((row, column), (1, 1))
        cell = stored[row, column]
        yield from _cell(cell, row, column, rows, columns)


def _cell(cell: Cell, row: int, column: int, rows: int, columns: int) -> Iterator[Spanned]:
    value, code = cell.value, cell.number_format or BUILTIN_FORMATS[0]
    if isinstance(value, bool):
        yield Spanned(row, column, "TRUE" if value else "FALSE", rows, columns)
    elif isinstance(value, int | float):
        yield number_cell(from_stored(value), code, Spanned(row, column, "", rows, columns))
    elif isinstance(value, date | datetime | time):
        yield Spanned(row, column, shown_date(value, code), rows, columns)
    elif text := str(value).replace("_x000D_", "").strip():
        yield Spanned(row, column, text, rows, columns)


def number_cell(number: Decimal, code: str, blank: Spanned) -> Spanned:
    """Return the cell at the place of `blank` with a number as shown and as kept."""
    text = shown_number(number, code)
    kept = exact(number, text, code) if text else None
    return Spanned(blank.row, blank.column, text, blank.rows, blank.columns, kept)
