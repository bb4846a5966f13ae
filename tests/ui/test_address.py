from dataclasses import replace

import pytest

from assistant.answer import Citation, Step
from index.reading import Index
from ui.address import labels, names, place, printed
from ui.formula import formula


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ({"line": 314, "column": 5}, "第 314 行"),
        ({"page": 3, "row": 12, "column": 2}, "第 3 页 第 12 行"),
        ({"sheet": "表一", "row": 4}, "工作表「表一」 第 4 行"),
        ({"table": 2, "row": 4, "column": 1}, "第 2 张表 第 4 行"),
        ({"line": 31, "row": 4, "column": 1}, "第 31 行"),
        ({}, ""),
    ],
)
def test_a_place_is_said_in_chinese(locator: dict[str, int | str], said: str) -> None:
    assert said == place(locator)


def test_a_cell_is_named_from_the_outside_in() -> None:
    cell = Citation(n=1, document="甲.txt", table="支出表", row="合计", column="总计")
    assert ("甲.txt", "支出表", "合计", "总计") == names(cell)


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (Citation(n=1, document="甲", value="5.00", unit="万元"), "5.00 万元"),
        (Citation(n=1, document="甲", value="", unit="万元"), "（空白）"),
        (Citation(n=1, document="甲", value="5", quote="共5人。"), "「共5人。」"),
    ],
)
def test_what_is_printed_is_told_with_its_unit(citation: Citation, said: str) -> None:
    assert said == printed(citation)


def test_documents_get_short_labels_unless_two_would_be_alike(index: Index) -> None:
    (one,) = index.facts.documents()
    next_year = replace(one, name="b.txt", year=2023)
    assert {one.name: "2022年科经局预算", "b.txt": "2023年科经局预算"} == labels([one, next_year])
    again = replace(one, name="c.txt")
    assert {one.name: one.name, "c.txt": "c.txt"} == labels([one, again])


@pytest.mark.parametrize(
    ("expression", "result", "unit", "said"),
    [
        ("5 ÷ 10 × 100%", "50.00", "%", "5 ÷ 10 × 100% = 50.00%"),
        ("5 + 10", "15.00", "万元", "5 + 10 = 15.00 万元"),
        ("5 + 10 = 15", "15", None, "5 + 10 = 15"),
    ],
)
def test_a_formula_is_shown_with_its_result_once(
    expression: str, result: str, unit: str | None, said: str
) -> None:
    step = Step(operation="x", expression=expression, operands=(), result=result, unit=unit)
    assert said == formula(step)
