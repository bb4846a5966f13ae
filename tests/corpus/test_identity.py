"""Whose disclosure it is, from the title and from what is printed over the tables."""

from pathlib import Path

import pytest

from corpus.identity import choose_title, identify
from corpus.reader import read_disclosure
from eval.specimens.pdf import table, text, write_pdf


@pytest.mark.parametrize(
    ("title", "owner", "department", "region", "year", "scope"),
    [
        (
            "上海市某某区2024年区级部门预算",
            "上海市某某区水务局",
            "上海市某某区水务局",
            "上海市某某区",
            2024,
            "部门",
        ),
        (
            "上海市某某区水务局2024年单位预算",
            "",
            "上海市某某区水务局",
            "上海市某某区",
            2024,
            "单位",
        ),
        (
            "中共上海市某某区委宣传部2023年度部门决算",
            "",
            "中共上海市某某区委宣传部",
            "上海市某某区",
            2023,
            "部门",
        ),
        (
            "某某省2018年度省级部门预算公开报表",
            "某某省水利厅",
            "某某省水利厅",
            "某某省",
            2018,
            "部门",
        ),
        ("上海市XX局2024年度部门决算", "", None, "上海市", 2024, "部门"),
    ],
)
def test_title_and_owner_tell_department_region_year_and_scope(
    title: str, owner: str, department: str | None, region: str, year: int, scope: str
) -> None:
    found = identify(title, [owner] if owner else [], ())
    assert (department, region, year, scope) == (
        found.department,
        found.region,
        found.year,
        found.scope,
    )


@pytest.mark.parametrize(
    ("department", "names"),
    [
        ("上海市某某区人民政府万里街道办事处", {"人民政府万里街道办事处", "万里街道办事处"}),
        ("中共上海市某某区委宣传部", {"上海市某某区委宣传部", "区委宣传部", "宣传部"}),
        ("中共某某省委办公厅", {"某某省委办公厅", "省委办公厅"}),
        ("上海市某某区人民政府办公室", {"人民政府办公室", "区政府办公室"}),
    ],
)
def test_short_names_are_those_used_at_home(department: str, names: set[str]) -> None:
    assert names <= set(identify(f"{department}2024年部门预算", [], ()).aliases)


def test_the_title_is_the_line_that_reads_like_one() -> None:
    opening = ["更新时间：2018-03-06", "某某市水务局2018年部门预算情况说明", "一、单位基本情况"]
    assert "某某市水务局2018年部门预算情况说明" == choose_title(opening)
    assert "收支预算总表" == choose_title(["收支预算总表", "收入预算总表"])


def test_a_unit_of_money_is_nobody_s_name(tmp_path: Path) -> None:
    rows = ["科目名称|金额", "教育支出|9.50", "合计|9.50"]
    page = [text(100, 60, "支出预算总表", 18), text(450, 100, "单位：万元")]
    path = write_pdf(tmp_path / "a.pdf", [[*page, table(50, 120, [150, 80], rows)]])
    read = read_disclosure(path)
    assert (None, "万元") == (read.department, read.tables[0].unit)


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("附件2：甲市乙区水务局2025年部门预算", "甲市乙区水务局"),
        ("附表1-甲市水务局2025年度部门预算公开表", "甲市水务局"),
        ("03.甲市水务局2025年部门预算", "甲市水务局"),
        ("（三）甲市水务局2025年部门预算", "甲市水务局"),
        ("2甲市水务局2025年部门预算", "甲市水务局"),
        ("2025年甲市水务局部门预算", "甲市水务局"),
        ("甲市水务局关于2025年部门预算的公开", "甲市水务局"),
        ("关于公开甲市水务局2025年部门预算的说明", "甲市水务局"),
        ("甲市水务局二〇二五年部门预算", "甲市水务局"),
        ("甲市水务局 二○二五年度部门预算", "甲市水务局"),
        ("110指挥中心2025年单位预算", "110指挥中心"),
        ("附属中学2025年单位预算", "附属中学"),
        ("三门峡市水务局2025年部门预算", "三门峡市水务局"),
        ("一〇一医院2025年单位预算", "一〇一医院"),
        ("2025年区级部门预算", None),
        ("2025年部门收支预算总表", None),
    ],
)
def test_what_offices_write_around_their_name_is_none_of_it(
    title: str, department: str | None
) -> None:
    found = identify(title, [], ())
    assert (department, 2025) == (found.department, found.year)
