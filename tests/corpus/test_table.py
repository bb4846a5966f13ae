"""Tables of the layouts that disclosures have, as small text tables: a row is its cells between bars."""

from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Locator, RowKind, Table
from corpus.grid import Grid, GridLine
from corpus.reader import read_disclosure
from corpus.table import read_table


def read(lines: str, owner: str | None = None, problems: list[str] | None = None) -> Table:
    grid = Grid("支出预算总表", Locator(page=3), unit="万元", owner=owner)
    for n, line in enumerate(lines.strip().splitlines(), start=1):
        cells = tuple(cell.strip() for cell in line.strip().split("|"))
        places = tuple(Locator(page=3, row=n, column=i + 1) for i in range(len(cells)))
        grid.lines.append(GridLine(cells, places))
    return read_table(grid, "T1", [] if problems is None else problems)


def parents(table: Table) -> dict[str, str | None]:
    """Name of the parent of each row, by the row's path and name."""
    return {
        "/".join((*row.path, row.name)): None if row.parent is None else table.rows[row.parent].name
        for row in table.rows
    }


def test_a_code_behind_a_project_s_sort_leaves_the_project_its_name(tmp_path: Path) -> None:
    lines = [
        "甲市水务局2031年部门预算",
        "2031年项目支出预算表",
        "单位：万元",
        "单位名称\t项目名称\t项目类别\t功能科目编码\t合计\t一般公共预算",
        "合计\t\t\t\t200.00\t200.00",
        "机关\t河道清淤\t特定目标类\t2130305\t120.00\t120.00",
        "\t泵站维护\t特定目标类\t2130305\t80.00\t80.00",
    ]
    path = tmp_path / "甲市水务局2031年部门预算.txt"
    path.write_text("\n".join(lines), "utf-8")
    read = read_disclosure(path)
    rows = read.tables[0].rows
    assert [("河道清淤", "2130305"), ("泵站维护", "2130305")] == [
        (r.name, r.code) for r in rows[1:]
    ]
    assert {0} == {column.group for column in read.tables[0].columns}
    assert not [f for f in check_disclosure(read) if f.rule in ("名称不一", "合计与分项")]


def test_lost_zeros_of_an_economic_code_come_back() -> None:
    table = read("""
        经济分类科目编码 |   | 科目名称       | 合计
        类               | 款|                |
        302              |   | 商品和服务支出 | 3
        302              | 1 | 办公费         | 2
        302              | 99| 其他           | 1
    """)
    assert ["302", "30201", "30299"] == [row.code for row in table.rows]


def test_a_class_printed_once_counts_for_the_rows_below() -> None:
    table = read("""
        类  | 款 | 项 | 科目名称     | 合计
        206 |    |    | 科学技术支出 | 3
            | 04 |    | 技术研究     | 3
            |    | 04 | 科技成果转化 | 3
    """)
    assert ["206", "20604", "2060404"] == [row.code for row in table.rows]


def test_a_misprinted_class_is_that_of_the_section_above_and_told() -> None:
    problems: list[str] = []
    table = read(
        """
        类  | 款 | 项 | 科目名称         | 合计
        210 |    |    | 卫生健康支出     | 5
        210 | 11 |    | 行政事业单位医疗 | 5
        7   | 11 | 02 | 事业单位医疗     | 5
        """,
        problems=problems,
    )
    assert "2101102" == table.rows[2].code
    assert [
        "《支出预算总表》「事业单位医疗」的科目编码印作「7 11 02」，按上一行的款读作2101102。"
    ] == problems


def test_list_numbers_tell_what_a_row_is_part_of() -> None:
    table = read("""
        项目           | 金额
        一、财政拨款   | 9
        1. 一般公共预算 | 6
        2. 政府性基金   | 3
        二、其他资金   | 1
        收入合计       | 10
    """)
    assert {
        "财政拨款": "收入合计",
        "一般公共预算": "财政拨款",
        "政府性基金": "财政拨款",
        "其他资金": "收入合计",
        "收入合计": None,
    } == parents(table)


def test_a_subtotal_holds_the_rows_under_its_label() -> None:
    table = read("""
        项目名称   |          | 金额
        收入总计   |          | 12
        一般公共预算 | 小计     | 9
                   | 财政拨款 | 9
        其他资金   | 小计     | 3
                   | 事业收入 | 1
                   | 其他收入 | 2
    """)
    assert {
        "收入总计": None,
        "一般公共预算/小计": "收入总计",
        "一般公共预算/财政拨款": "小计",
        "其他资金/小计": "收入总计",
        "其他资金/事业收入": "小计",
        "其他资金/其他收入": "小计",
    } == parents(table)


def test_sources_named_again_detail_what_was_carried_over() -> None:
    table = read("""
        项目             | 决算数
        一、一般公共预算拨款 | 5
        本年收入合计     | 5
        年初结转和结余   | 2
        一般公共预算拨款 | 2
        总计             | 7
    """)
    assert [1, 4, 4, 2, None] == [row.parent for row in table.rows]


def test_a_name_merged_over_two_lines_names_both() -> None:
    table = read("""
        采购品目 | 物品名称 | 采购组织形式 | 总计
        合计     |          |              | 35
        服务     |          |              | 35
                 | 物业服务 | 集中采购     | 33
                 |          | 分散采购     | 2
    """)
    named = [(r.name, [c.text for c in r.cells if c]) for r in table.rows[2:]]
    assert [("物业服务", ["集中采购", "33"]), ("物业服务", ["分散采购", "2"])] == named
    assert [1, 1] == [row.parent for row in table.rows[2:]]


def test_heads_set_on_the_line_of_the_total_are_heads() -> None:
    table = read("""
        项目   |          | 本年收入 | 本年支出 |          |
        科目编码 | 科目名称 |          |          |          |
        合计   |          |          | 合计     | 基本支出 | 项目支出
               |          |          |          |          |
    """)
    assert ["本年收入", "本年支出 / 合计", "本年支出 / 基本支出", "本年支出 / 项目支出"] == [
        column.name for column in table.columns
    ]
    assert () == table.rows


def test_the_only_row_of_a_table_without_labels_is_the_owners() -> None:
    table = read(
        """
        “三公”经费 |          |      | 机关运行经费
        合计       | 公务接待 | 公车 |
        10.5       | 0.5      | 10   | 217.83
        """,
        owner="某某市水务局",
    )
    assert [("某某市水务局", RowKind.TOTAL)] == [(row.name, row.kind) for row in table.rows]
    assert ["“三公”经费 / 合计", "“三公”经费 / 公务接待", "“三公”经费 / 公车", "机关运行经费"] == [
        column.name for column in table.columns
    ]


@pytest.mark.parametrize("words", ["此表为空", "注：本部门无此项预算，故本表为空表。"])
def test_a_line_that_says_the_table_is_empty_is_a_note(words: str) -> None:
    table = read(f"""
        编码 | 科目名称 | 金额
             | 合计     |
        {words} |       |
    """)
    assert [words] == [note.text for note in table.notes]
    assert ["合计"] == [row.name for row in table.rows]


def test_a_table_of_words_keeps_its_words_as_cells() -> None:
    table = read("""
        序号 | 单位名称       | 备注
        1    | 某某局（本级） | 行政单位
        2    | 某某中心       |
    """)
    assert ["某某局（本级）", "某某中心"] == [row.name for row in table.rows]
    assert ["行政单位", ""] == [c.text for row in table.rows for c in row.cells if c]


def test_line_and_column_numbers_are_no_figures() -> None:
    table = read("""
        收入         |      |        | 支出         |      |
        项目         | 行次 | 金额   | 项目         | 行次 | 金额
        栏次         |      | 1      | 栏次         |      | 2
        一、财政拨款 | 1    | 30.5   | 一、教育支出 | 4    | 30.5
        收入总计     | 3    | 30.5   | 支出总计     | 6    | 30.5
    """)
    assert ["收入 / 金额", "支出 / 金额"] == [column.name for column in table.columns]
    assert ["财政拨款", "收入总计", "教育支出", "支出总计"] == [row.name for row in table.rows]
    assert {"30.5"} == {c.text for row in table.rows for c in row.cells if c}


def test_heads_tell_percent_columns_and_units_of_their_own() -> None:
    table = read("""
        项目       | 2023年预算数 | 2024年预算数 | 增减额 | 增减% | 人数（人） | 金额（元）
        教育支出   | 3，518.85    | 3,600.00     | 81.15  | 2.31  | 12         | 5000
        合计       | 3，518.85    | 3,600.00     | 81.15  | 2.31% | 12         | 5000
    """)
    assert ["万元", "万元", "万元", "%", "人", "元"] == [c.unit for c in table.columns]
    first = [(str(c.value), c.unit) for c in table.rows[0].cells if c]
    assert ("3518.85", "万元") == first[0]
    assert [("2.31", "%"), ("12", "人"), ("5000", "元")] == first[3:]
    assert "3，518.85" == next(c.text for c in table.rows[0].cells if c)


def test_a_column_of_strokes_is_no_column_of_names() -> None:
    table = read("""
        项目     | 上年结转 | 本年拨款
        教育支出 | —        | 3
        卫生支出 | －       | 2
        合计     | -        | 5
    """)
    assert ["上年结转", "本年拨款"] == [column.name for column in table.columns]
    assert ["—", "3"] == [c.text for c in table.rows[0].cells if c]
    assert [None, 3] == [c.value for c in table.rows[0].cells if c]


def test_words_between_amounts_are_answers_and_counts_have_no_unit_of_money() -> None:
    table = read("""
        采购项目 | 数量 | 规格型号 | 金额
        电脑     | 10   | 台式     | 5.50
        打印机   | 2    | 激光     | 0.50
        合计     | 12   |          | 6.00
    """)
    assert [0] == sorted({row.group for row in table.rows})
    assert [None, "万元"] == [table.columns[0].unit, table.columns[2].unit]
    assert ["10", "台式", "5.50"] == [c.text for c in table.rows[0].cells if c]


@pytest.mark.parametrize("right", ["支出功能分类", "项目", "支出性质"])
def test_a_block_at_the_right_is_told_by_its_heads(right: str) -> None:
    table = read(f"""
        收入     | 预算数 | {right} | 合计 | 一般公共预算
        财政拨款 | 5      | 教育    | 3    | 3
        其他收入 |        | 卫生    | 2    | 2
        收入合计 | 5      | 支出合计| 5    | 5
    """)
    assert ["财政拨款", "其他收入", "收入合计", "教育", "卫生", "支出合计"] == [
        r.name for r in table.rows
    ]
