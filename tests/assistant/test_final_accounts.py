"""Final accounts, asked by item and field: 年初预算, 决算, 完成率, and what 其中 is said of."""

import pytest

from assistant.chain import Assistant
from tests.assistant.conftest import library_of

ACCOUNTS = """
甲市水务局2031年度部门决算
一、支出决算情况说明
甲市水务局2031年度支出总计900.00万元。与2030年度相比，支出总计减少100.00万元，下降10.00%。
一般公共预算财政拨款支出年初预算为1000.00万元，支出决算为900.00万元，完成年初预算的90.00%。
1、农林水支出（类）水利（款）防汛（项）。主要用于：堤防。年初预算为400.00万元，支出决算为300.00万元，完成年初预算的75.00%。
2、农林水支出（类）水利（款）抗旱（项）。主要用于：水井。年初预算为640.00万元，支出决算为600.00万元。
二、政府采购支出情况
甲市水务局2031年度政府采购金额（以合同签订为准）为80.00万元，其中：货物采购金额20.00万元、工程采购金额50.00万元、服务采购金额10.00万元。
三、国有资产占有使用情况
截至2031年12月31日，甲市水务局共有车辆4辆，其中：执法执勤用车3辆、其他用车1辆；单价100万元以上设备2台。2032年安排购置车辆1辆，其中：执法执勤用车1辆、其他用车0辆。
收入决算表
单位：万元
科目编码	科目名称	本年收入合计
	合计	950.00
213	农林水支出	950.00
支出决算表
单位：万元
科目编码	科目名称	本年支出合计	基本支出	项目支出
	合计	900.00	300.00	600.00
213	农林水支出	900.00	300.00	600.00
21303	水利	900.00	300.00	600.00
2130314	防汛	300.00	100.00	200.00
2130315	抗旱	600.00	200.00	400.00
一般公共预算财政拨款支出决算表
单位：万元
项目	年初预算数	决算数
合计	1000.00	900.00
农林水支出	1000.00	900.00
财政拨款“三公”经费支出决算表
单位：万元
合计		因公出国（境）费		公务接待费
预算数	决算数	预算数	决算数	预算数	决算数
9.00	5.00	6.00	4.00	3.00	1.00
"""


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("accounts") / "甲市水务局2031年度部门决算.txt"
    path.write_text(ACCOUNTS.lstrip(), "utf-8")
    return Assistant(library_of(path))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("防汛的年初预算是多少", "400.00 万元"),
        ("防汛实际花了多少", "300.00 万元"),
        ("防汛的完成率是多少", "75.00 %"),
        ("抗旱完成了预算的百分之几", "93.75 %"),
        ("防汛的年初预算和决算差多少", "100.00 万元"),
        ("一般公共预算财政拨款支出完成年初预算的百分之几", "90.00 %"),
        ("防汛的项目支出决算是多少", "200.00 万元"),
        ("公务接待费预算数是多少", "3.00 万元"),
        ("公务接待费预算是多少", "3.00 万元"),
        ("防汛的预算多少", "400.00 万元"),
        ("2130314预算是多少", "400.00 万元"),
        ("总收入是多少", "950.00 万元"),
        ("公务接待费实际花了多少", "1.00 万元"),
        ("一共花了多少钱", "900.00 万元"),
        ("2030年支出总计是多少", "1000.00 万元"),
        ("政府采购里工程占多少", "62.50 %"),
        ("执法执勤用车有几辆", "3 辆"),
        ("支出合计是多少", "900.00 万元"),
    ],
)
def test_the_field_that_is_said_chooses_the_figure(
    accounts: Assistant, question: str, expected: str
) -> None:
    answer = accounts.ask([question])
    assert "answered" == answer.status, answer.answer
    assert expected == f"{answer.values[0].number} {answer.values[0].unit}"


@pytest.mark.parametrize("question", ["21303预算是多少", "水利的年初预算是多少"])
def test_the_accounts_figure_is_none_of_the_budget(accounts: Assistant, question: str) -> None:
    assert "not_found" == accounts.ask([question]).status


def test_a_follow_up_puts_another_field_in_place(accounts: Assistant) -> None:
    answer = accounts.ask(["防汛的年初预算是多少", "决算呢"])
    assert ("300.00", "防汛支出决算") == (answer.values[0].number, answer.values[0].label)


def test_a_cell_of_a_one_row_table_goes_by_its_head(accounts: Assistant) -> None:
    assert "公务接待费决算数" == accounts.ask(["公务接待费决算数"]).values[0].label
