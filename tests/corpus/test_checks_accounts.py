"""Final accounts state the budget and what was spent; only what was spent stands in their tables."""

from pathlib import Path

import pytest

from corpus.checks import check_disclosure, prove_tables
from corpus.reader import read_disclosure

ACCOUNTS = """
甲市水务局2031年度部门决算
一、一般公共预算财政拨款支出决算情况说明
1、农林水支出（类）水利（款）防汛（项）。{told}预算为400.00万元，支出决算为300.00万元。
二、“三公”经费支出决算情况说明
“三公”经费支出{told}预算为9.00万元，支出决算为5.00万元，其中：因公出国（境）费支出决算为0.00万元；公务用车购置及运行维护费支出决算为3.00万元；公务接待费支出决算为2.00万元。
支出决算表
单位：万元
科目编码	科目名称	本年支出合计
	合计	300.00
213	农林水支出	300.00
21303	水利	300.00
2130314	防汛	300.00
"""


@pytest.mark.parametrize("told", ["年初", "全年"])
def test_the_budget_of_an_item_is_held_to_no_table_of_accounts(tmp_path: Path, told: str) -> None:
    path = tmp_path / "甲市水务局2031年度部门决算.txt"
    path.write_text(ACCOUNTS.format(told=told).lstrip(), "utf-8")
    rules = {finding.rule for finding in check_disclosure(read_disclosure(path))}
    assert not rules & {"文表相符", "分项之和"}


@pytest.mark.parametrize(("travel", "expected"), [("1.00", None), ("1.50", "6.50万元")])
def test_pairs_of_budget_and_final_figures_are_summed_apart(
    tmp_path: Path, travel: str, expected: str | None
) -> None:
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
    below = ["", "", "小计", "购置费", "运行维护费", ""]
    doubled = [["\t".join(f"{head}\t" for head in row)] for row in (heads, below)]
    pairs = "\t".join(["预算数\t决算数"] * 6)
    figures = [("9.00", "6.00"), ("3.00", travel), *[("4.00", "3.00")], ("0.00", "0.00")]
    figures += [("4.00", "3.00"), ("2.00", "2.00")]
    cells = "\t".join("\t".join(pair) for pair in figures)
    lines = ["甲市水务局2031年度部门决算", "财政拨款“三公”经费支出决算表", "单位：万元"]
    path = tmp_path / "甲市水务局2031年度部门决算.txt"
    path.write_text("\n".join([*lines, *(row for (row,) in doubled), pairs, cells]), "utf-8")
    read = read_disclosure(path)
    found = [f for f in check_disclosure(read) if f.rule == "行内合计"]
    assert ([expected] if expected else []) == [f.expected for f in found]
    assert 4 == prove_tables(read)[0].checked
