"""Other ways disclosures put things: codes by level in the text, 元 in the tables, executed figures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.findings import Finding, Severity
from corpus.reader import read_disclosure

Check = Callable[..., tuple[Finding, ...]]

TABLES = """
第五部分 预算公开报表

2026年支出预算总表

单位：元

功能科目编码\t功能科目名称\t合计\t基本支出\t项目支出
208\t社会保障和就业支出\t1,561,240.00\t1,561,240.00\t0.00
20805\t行政事业单位养老支出\t1,561,240.00\t1,561,240.00\t0.00
2080501\t行政单位离退休\t561,240.00\t561,240.00\t0.00
2080505\t机关事业单位基本养老保险缴费支出\t1,000,000.00\t1,000,000.00\t0.00
210\t卫生健康支出\t982,692.00\t982,692.00\t0.00
21011\t行政事业单位医疗\t982,692.00\t982,692.00\t0.00
2101101\t行政单位医疗\t982,692.00\t982,692.00\t0.00
合计\t\t2,543,932.00\t2,543,932.00\t0.00
"""


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function from sentences (and tables) to what is found beside the tables in 元."""

    def run(sentences: str, tables: str = TABLES) -> tuple[Finding, ...]:
        text = f"某区某局 2026 年单位预算\n\n第一部分 编制说明\n\n{sentences}\n{tables}"
        path = tmp_path / "某局2026年单位预算.txt"
        path.write_text(text, encoding="utf-8")
        return check_disclosure(read_disclosure(path))

    return run


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {f.rule for f in findings if f.severity is Severity.ERROR}


RIGHT = (
    "1、社会保障和就业支出（208类）行政事业单位养老支出（05款）行政单位离退休（01项）56.12万元。"
    "主要用于：退休人员支出。2025年当年预算执行数为57.43万元，2026年预算安排56.12万元，"
    "比2025年预算执行数减少2.27%。主要原因是：退休实有人数减少。"
)


@pytest.mark.parametrize(
    "sentence",
    [
        RIGHT,
        "“三公”经费支出中，公务接待费支出11.65万元，占“三公”经费的24%。",
        "2026年机关运行经费预算数与2025年预算持平。",
        "部门预算支出254.39万元，其中：基本支出254.39万元，占100%。",
        "截至2025年8月31日，共有车辆3辆，其中：执法执勤用车3辆、其他用车0辆。",
    ],
)
def test_what_is_right_or_cannot_be_known_is_no_error(check: Check, sentence: str) -> None:
    assert set() == rules(check(sentence))


@pytest.mark.parametrize(
    ("old", "new", "rule", "printed", "expected"),
    [
        ("56.12万元。主要", "65.12万元。主要", "文表相符", "65.12万元", "561,240.00元"),
        ("安排56.12万元", "安排57.8万元", "前后矛盾", "57.8万元", "56.12万元"),
        ("减少2.27%", "增加2.27%", "增长率", "2.27%", "下降 2.28%"),
        ("减少2.27%", "减少7.22%", "增长率", "7.22%", "2.28%"),
        ("57.43万元", "574.3万元", "增长率", "2.27%", "90.23%"),
        ("比2025年", "比2026年", "比较年份", "2026年", "2025年"),
        ("56.12万元。主要", "56.12元。主要", "文表相符", "56.12元", "561,240.00元"),
        ("原因是：退休实有人数减少。", "原因是。", "原因空缺", "原因是", None),
    ],
)
def test_an_executed_figure_and_the_years_budget(
    check: Check, old: str, new: str, rule: str, printed: str, expected: str | None
) -> None:
    assert old in RIGHT
    found = [f for f in check(RIGHT.replace(old, new, 1)) if f.rule == rule]
    assert found
    assert any(printed in (f.printed or "") for f in found)
    assert expected in {f.expected for f in found}


def test_a_restated_amount_that_is_off_is_one_slip(check: Check) -> None:
    """The rate fits the amount stated first, so it is not reported as well."""
    found = check(RIGHT.replace("安排56.12万元", "安排57.8万元", 1))
    assert {"前后矛盾", "文表相符"} == rules(found)


def test_a_class_named_otherwise_than_in_the_tables_is_noticed(check: Check) -> None:
    found = check("2、医疗卫生与计划生育支出（210类）行政单位医疗（01项）等按规定安排。")
    (notice,) = [f for f in found if f.rule == "名称不一"]
    assert ("医疗卫生与计划生育支出", "卫生健康支出") == (notice.printed, notice.expected)
    assert notice.severity is Severity.NOTICE


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("财政拨款收入支出增加（减少）的主要原因是业务量增加。", "未选方向"),
        ("XX局2026年无国有资本经营预算。", "占位文字"),
        ("政府采购预算10.00万元，其中：货物1.00万元、工程2.00万元、服务8.00万元。", "分项之和"),
        ("部门总预算254.39万元，比2025年预算增加4.39万元，增长1.76个百分点。", "百分点"),
        ("部门总预算254.39万元，比2025年预算增加4.39万元，下降1.76%。", "增减方向"),
        (
            "部门总预算254.39万元，比2025年预算减少4.39万元，增加的主要原因是工作量增加。",
            "增减方向",
        ),
        ("部门总预算254.39万元，比2025年预算增加4.39万元，增长1.73%。", "增长率"),
    ],
)
def test_slips_of_words_and_sums_are_errors(check: Check, sentence: str, rule: str) -> None:
    assert rule in rules(check(sentence))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("开展“调解协议书检查”、优秀案例”活动。", "引号不成对"),
        ("财政拨款收入支出增加的主要原因是工作量增加", "没有句号"),
        ("用于信息化建设等方面的支出。。", "标点重复"),
        ("2026年部门预算安排购置车辆0辆。", "建议统一"),
        ("政府性基金收入预算0万元，与上年相比增加（减少）0万元。", "没有选定"),
    ],
)
def test_slips_of_form_are_notices(check: Check, sentence: str, words: str) -> None:
    assert any(words in f.text and f.severity is Severity.NOTICE for f in check(sentence))


def test_a_total_with_a_project_that_belongs_to_no_item_is_found_and_named(check: Check) -> None:
    """A wrong cell breaks its row and its column; the finding names the cell that mends both."""
    row = "2080501\t行政单位离退休\t561,240.00\t561,240.00\t"
    found = check(RIGHT, TABLES.replace(f"{row}0.00", f"{row}640,547.00"))
    assert {"行内合计", "合计与分项"} <= rules(found)
    assert any("为 0.00元，几处合计同时相符" in f.text for f in found)
