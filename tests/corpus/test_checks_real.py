"""What human checkers found in two genuine disclosures, and what in others is no error."""

from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure
from corpus.findings import Finding, Severity
from corpus.joining import joined
from corpus.reader import read_disclosure

FOUND = {
    "上海市普陀区司法局2026年单位预算.pdf": [
        ("行内合计", "14,348,853.34元", "79,189,400.34元"),
        ("合计与分项", "64,840,547.00元", "129,681,094.00元"),
        ("增长率", "1.10%", "15.13%"),
        ("增长率", "21.74%", "下降 29.67%"),
        ("前后矛盾", "57.8万元", "56.12万元"),
        ("前后矛盾", "170.03万元", "207万元"),
        ("文表相符", "57.8万元", "561,240.00元"),
        ("文表相符", "170.03万元", "2,070,000.00元"),
        ("原因空缺", "主要原因是", None),
        ("未选方向", "增加（减少）", None),
        ("名称不一", "医疗卫生与计划生育支出", "卫生健康支出"),
        ("部门与单位", "部门预算安排", "单位预算安排"),
    ],
    "上海市普陀区司法局2026年部门预算.pdf": [
        ("增长率", "17.62%", "下降 91.11%"),
        ("比较年份", "2026年", "2025年"),
        ("前后矛盾", "201.50万元", "208.8万元"),
        ("文表相符", "201.50万元", "2,087,959.00元"),
        ("名称不一", "医疗卫生与计划生育支出", "卫生健康支出"),
        ("标点", "。。", None),
    ],
}
# Beside what the checkers wrote down, one more rate of the second document is off.
FURTHER_ERRORS = {("增长率", "17.66%", "17.93%")}


def read(shared: Path, name: str) -> Disclosure:
    return read_disclosure(shared / "real" / name)


def said(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.rule, finding.printed, finding.expected


@pytest.mark.parametrize("name", FOUND)
def test_everything_the_human_checkers_found_is_found(shared: Path, name: str) -> None:
    found = {said(finding) for finding in check_disclosure(read(shared, name))}
    assert set() == set(FOUND[name]) - found


@pytest.mark.parametrize("name", FOUND)
def test_no_other_error_is_reported(shared: Path, name: str) -> None:
    errors = [f for f in check_disclosure(read(shared, name)) if f.severity is Severity.ERROR]
    assert {said(f) for f in errors} <= set(FOUND[name]) | FURTHER_ERRORS


def test_the_punctuation_slips_are_noticed(shared: Path) -> None:
    found = check_disclosure(read(shared, "上海市普陀区司法局2026年部门预算.pdf"))
    texts = "".join(f.text for f in found if f.rule == "标点")
    assert "工作量增加」句末没有句号" in texts
    assert "引号不成对" in texts


def test_a_table_listed_in_other_words_is_attached(shared: Path) -> None:
    """The contents say 政府性基金财政拨款支出预算表, the tables 财政拨款政府性基金支出预算表 and the like."""
    halves = [
        read(shared, f"江苏省委办公厅2019年度部门预算公开{half}.pdf") for half in ("文件", "表格")
    ]
    whole = joined(*halves)
    assert whole is not None
    for document in (whole, read(shared, "江苏省人民检察院2018年部门预算公开.pdf")):
        assert "列出未附" not in {finding.rule for finding in check_disclosure(document)}


def test_the_budget_told_in_final_accounts_is_not_what_was_spent(shared: Path) -> None:
    found = check_disclosure(read(shared, "上海市普陀区规划和自然资源局2024年度部门决算.pdf"))
    assert {"未选方向"} == {f.rule for f in found if f.severity is Severity.ERROR}
