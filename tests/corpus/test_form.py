"""Performance forms of other layouts: heads that are not known, statements side by side, nested pairs."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from corpus.amounts import amounts_in_form
from corpus.disclosure import Locator, Table
from corpus.form import read_forms
from corpus.grid import Grid, GridLine

ReadForm = Callable[..., Table]


@pytest.fixture
def read() -> ReadForm:
    """Read a form whose cells are written with | between them, one line a row."""

    def read_form(*lines: str) -> Table:
        rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
        width = max(map(len, rows))
        grid = Grid("项目绩效目标表", Locator())
        for n, row in enumerate(rows, 1):
            places = tuple(Locator(line=n, column=c) for c in range(1, width + 1))
            grid.lines.append(GridLine((*row, *[""] * (width - len(row))), places))
        return read_forms([("T1", grid)])[0]

    return read_form


def cells(table: Table) -> dict[tuple[str, str], str]:
    return {
        (row.name, " / ".join(column.path)): cell.text
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell is not None
    }


def test_words_beside_a_merged_head_are_heads_though_not_all_are_known(read: ReadForm) -> None:
    table = read(
        "年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） | 牵头科室",
        " | 河湖管护 | 清理垃圾 3200 吨 | 96.40 | 管护股",
        " | 供水保障 | 改造管网 42 公里 | 210.00 | 农水股",
    )
    found = cells(table)
    assert "210.00" == found["供水保障", "预算金额（万元）"]
    assert "管护股" == found["河湖管护", "牵头科室"]
    assert [("改造管网", "42 公里")] == [
        (a.item, a.text) for a in amounts_in_form(table) if a.path[-1] == "供水保障"
    ]


def test_statements_below_their_heads_are_pairs(read: ReadForm) -> None:
    found = cells(read("长期目标 | 年度目标", "培养技术员 200 名 | 培养技术员 60 名"))
    assert "培养技术员 60 名" == found["年度目标", ""]


def test_a_label_may_stand_with_its_value_in_one_cell(read: ReadForm) -> None:
    found = cells(read("预算单位 | 水利局 | 项目负责人 | 佟晓 | 联系方式：33455803"))
    assert "33455803" == found["联系方式", ""]


def test_parts_of_two_sums_side_by_side_stand_under_their_own(read: ReadForm) -> None:
    table = read(
        "项目资金（万元） | 中期资金总额 | 360.00 | 年度资金总额 | 120.00",
        " | 其中：财政拨款 | 330.00 | 其中：财政拨款 | 110.00",
    )
    found = {row.path[-1]: row.cells[0] for row in table.rows if row.name == "财政拨款"}
    values = {name: cell.value for name, cell in found.items() if cell}
    assert {"中期资金总额": Decimal("330.00"), "年度资金总额": Decimal("110.00")} == values


def test_the_first_column_of_targets_ends_the_names(read: ReadForm) -> None:
    table = read(
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 计划值 | 评分标准",
        " | 产出指标 | 成本指标 | 单位成本 | ≤2.4万元/公里 | 超标扣分",
    )
    (row,) = table.rows
    assert ("单位成本", "万元/公里") == (row.name, row.cells[1].unit if row.cells[1] else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("引进 6 名高技术人员", [("引进高技术人员", "6 名")]),
        ("涉及 3 个乡镇 17 个村。", [("乡镇", "3 个"), ("村", "17 个")]),
        ("开展不低于5次的法治宣传活动", [("开展法治宣传活动", "5次")]),
        ("20户企业补贴3万元", [("主要内容", "20户"), ("企业补贴", "3万元")]),
    ],
)
def test_what_is_counted_stands_behind_its_number(
    read: ReadForm, text: str, expected: list[tuple[str, str]]
) -> None:
    table = read(f"主要内容 | {text}")
    assert expected == [(a.item, a.text) for a in amounts_in_form(table)]


def test_alternatives_of_a_row_take_their_own_amounts(read: ReadForm) -> None:
    table = read(
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 备注",
        "产出指标 | 数量指标 | 甲类/乙类数量 | 不少于 800 家/100 家 | 统计",
    )
    assert [("甲类", "800 家"), ("乙类数量", "100 家")] == [
        (a.item, a.text) for a in amounts_in_form(table)
    ]
