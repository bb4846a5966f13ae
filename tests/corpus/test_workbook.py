"""A workbook is read as its reader sees it: formats, merged cells, several tables on a sheet."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from corpus.disclosure import Disclosure, Locator
from corpus.number_format import exact, from_stored, shown_date, shown_number
from corpus.reader import read_disclosure

D = Decimal
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text", "number", "unit"),
    [
        ("5949.92", "#,##0.00", "5,949.92", "5949.92", None),
        ("5949.92", "General", "5949.92", "5949.92", None),
        ("1234.567", "#,##0.00", "1,234.57", "1234.567", None),
        ("1234.567", "0", "1235", "1234.567", None),
        ("0.1218", "0.00%", "12.18%", "12.18", "%"),
        ("0.121876", "0.0%", "12.2%", "12.1876", "%"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)", "-1234.5", None),
        ("-3", "#,##0.00;[Red]-#,##0.00", "-3.00", "-3", None),
        ("0", ACCOUNTING, "-", "0", None),
        ("12.5", ACCOUNTING, "12.50", "12.5", None),
        ("30", '0.00"万元"', "30.00万元", "30", "万元"),
        ("123456", '0!.0,"万元"', "12.3万元", "12.3", "万元"),
        ("201", "0", "201", "201", None),
        ("3", "000", "003", "3", None),
        ("0.5", "#.##", ".5", "0.5", None),
    ],
)
def test_a_number_is_shown_by_its_format_and_kept_exact(
    value: str, code: str, text: str, number: str, unit: str | None
) -> None:
    assert text == shown_number(D(value), code)
    assert (D(number), unit) == tuple(exact(D(value), text, code))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),  # noqa: DTZ001
        (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),  # noqa: DTZ001
        (date(2024, 3, 5), "mm-dd-yy", "2024-03-05"),
        (datetime(2024, 3, 5, 9, 30), "General", "2024-03-05 09:30"),  # noqa: DTZ001
    ],
)
def test_a_date_is_shown_as_a_date(value: Any, code: str, text: str) -> None:
    assert text == shown_date(value, code)


@given(st.decimals(-(10**10), 10**10, places=2))
def test_two_decimals_survive_the_binary_number(amount: Decimal) -> None:
    assert amount == from_stored(float(amount))


def test_a_computed_number_has_no_binary_dust() -> None:
    assert D("0.3") == from_stored(0.1 + 0.2)


def saved(tmp_path: Path, *sheets: tuple[str, list[list[Any]]]) -> Disclosure:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    path = tmp_path / "某局2024年部门预算公开表.xlsx"
    book.save(path)
    return read_disclosure(path)


HEAD = ["科目编码", "科目名称", "金额"]


def test_title_owner_and_unit_stand_inside_the_sheet(tmp_path: Path) -> None:
    read = saved(
        tmp_path,
        (
            "表1",
            [
                ["公开表1"],
                ["2024年支出预算表"],
                ["单位名称：某局", None, "单位：元"],
                HEAD,
                [201, "一般公共服务支出", 12.5],
                ["注：不含上年结转。"],
            ],
        ),
    )
    (table,) = read.tables
    assert ("2024年支出预算表", "元", ("注：不含上年结转。",)) == (
        table.title,
        table.unit,
        tuple(note.text for note in table.notes),
    )
    (row,) = table.rows
    cell = row.cells[0]
    assert cell is not None
    assert ("201", "12.5", D("12.5"), "元") == (row.code, cell.text, cell.value, cell.unit)
    assert Locator(sheet="表1", row=5, column=3) == cell.locator


def test_numbers_of_columns_and_rows_are_no_figures(tmp_path: Path) -> None:
    read = saved(
        tmp_path,
        (
            "GK01",
            [
                ["收支决算总表"],
                ["项目", "行次", "决算数", "项目", "行次", "决算数"],
                ["栏次", None, 1, "栏次", None, 2],
                ["一、拨款收入", 1, 12.5, "一、教育支出", 32, 12.5],
                ["总计", 31, 12.5, "总计", 61, 12.5],
            ],
        ),
        (
            "GK03",
            [
                ["支出决算表"],
                ["科目编码", None, None, "科目名称", "合计", "基本支出"],
                ["类", "款", "项", "栏次", 1, 2],
                [None, None, None, "合计", 12.5, 12.5],
                [205, "02", "01", "学前教育", 12.5, 12.5],
            ],
        ),
    )
    first, second = read.tables
    assert ["拨款收入", "总计", "教育支出", "总计"] == [row.name for row in first.rows]
    assert {"决算数"} == {column.path[-1] for column in first.columns}
    assert [(None, "合计"), ("2050201", "学前教育")] == [(r.code, r.name) for r in second.rows]


def test_blank_lines_and_titles_part_the_tables_of_a_sheet(tmp_path: Path) -> None:
    read = saved(
        tmp_path,
        (
            "Sheet1",
            [
                ["甲预算表"],
                HEAD,
                [201, "甲", 1],
                [],
                [20101, "甲一", 1],
                [],
                ["乙预算表"],
                ["单位：万元"],
                HEAD,
                [202, "乙", 2],
                ["丙预算表"],
                HEAD,
                [203, "丙", 3],
                [],
                ["项目", "人数"],
                ["编制", 5],
            ],
        ),
    )
    assert [
        ("甲预算表", ["甲", "甲一"]),
        ("乙预算表", ["乙"]),
        ("丙预算表", ["丙"]),
        ("", ["编制"]),
    ] == [(t.title, [r.name for r in t.rows]) for t in read.tables]


def test_a_sheet_without_a_title_is_named_by_its_tab(tmp_path: Path) -> None:
    read = saved(tmp_path, ("三公经费", [["单位", "合计"], ["某局", 1.5]]), ("Sheet2", [["完"]]))
    assert ["三公经费"] == [table.title for table in read.tables]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["看得见", 1])
    hidden = book.create_sheet("底稿")
    hidden.append(["项目", "金额"])
    hidden.append(["看不见", 2])
    hidden.sheet_state = "hidden"
    path = tmp_path / "某局2024年部门预算.xlsx"
    book.save(path)
    assert ["看得见"] == [r.name for t in read_disclosure(path).tables for r in t.rows]


@pytest.mark.parametrize("folded", [False, True])
def test_hidden_rows_and_columns_are_left_out_and_told(tmp_path: Path, folded: bool) -> None:
    """What is only folded up can be unfolded by anyone, so it is read."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["支出预算表"],
        ["项目", "底稿", "金额"],
        ["甲", 7, 1],
        ["乙", 7, 2],
        ["合计", 7, 3],
    ):
        sheet.append(line)
    sheet.merge_cells("A1:C1")
    for line in (sheet.row_dimensions[3], sheet.column_dimensions["B"]):
        line.hidden = True
        line.outlineLevel = int(folded)
    path = tmp_path / "某局2024年部门预算.xlsx"
    book.save(path)
    read = read_disclosure(path)
    (table,) = read.tables
    assert "支出预算表" == table.title
    assert (["甲"] if folded else []) + ["乙", "合计"] == [row.name for row in table.rows]
    assert (["底稿"] if folded else []) + ["金额"] == [column.name for column in table.columns]
    assert Locator(sheet="Sheet", row=4, column=3) == next(
        c.locator for r in table.rows if r.name == "乙" for c in r.cells if c and c.text == "2"
    )
    assert [not folded] == [bool(read.problems)]
    assert folded or ("1 行" in read.problems[0] and "1 列" in read.problems[0])


def test_hidden_rows_and_columns_of_an_old_workbook_are_left_out_and_told(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出预算表")
    for y, line in enumerate([["项目", "底稿", "金额"], ["甲", 7, 1], ["乙", 7, 2], ["丙", 7, 3]]):
        for x, cell in enumerate(line):
            sheet.write(y, x, cell)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    path = tmp_path / "某局2024年部门预算.xls"
    book.save(str(path))
    read = read_disclosure(path)
    (table,) = read.tables
    assert [("甲", ["1"]), ("丙", ["3"])] == [
        (row.name, [cell.text for cell in row.cells if cell]) for row in table.rows
    ]
    assert ["金额"] == [column.name for column in table.columns]
    assert "1 行" in read.problems[0]
    assert "1 列" in read.problems[0]


def test_formatting_down_to_the_last_row_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["甲", 1])
    book.active.cell(1_000_000, 3).number_format = "0.00"
    path = tmp_path / "某局2024年部门预算.xlsx"
    book.save(path)
    assert 1 == len(read_disclosure(path).tables[0].rows)


def test_the_exact_number_reaches_the_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["甲", 1234.567])
    book.active["B2"].number_format = "#,##0.00"
    path = tmp_path / "某局2024年部门预算.xlsx"
    book.save(path)
    cell = read_disclosure(path).tables[0].rows[0].cells[0]
    assert cell is not None
    assert ("1,234.57", D("1234.567")) == (cell.text, cell.value)
