"""Several tasks in one sentence, fields over all forms, columns side by side, earlier years, checks."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from assistant.chain import Assistant

Altered = Callable[[Callable[[str], str]], Assistant]
DRAW = Random(4711)  # noqa: S311 - figures for a test, not a secret
RANGES = {"35": (20, 90), "4500": (2000, 6000), "170": (165, 400), "48": (20, 90)}
FIRST = {name: DRAW.randint(*ends) for name, ends in RANGES.items()}
SPENT = DRAW.randint(15, 160)


@pytest.fixture
def forms(altered: Altered) -> Assistant:
    """The shipped text with other first budgets of the year before in all forms."""

    def change(text: str) -> str:
        for old, new in FIRST.items():
            text = text.replace(f"2021年年初预算安排{old}万元", f"2021年年初预算安排{new}万元")
        return text.replace("执行情况109.67万元", f"执行情况{SPENT}万元")

    return altered(change)


def figures(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask([question])
    assert "answered" == answer.status, answer.answer
    return [f"{value.number} {value.unit}" for value in answer.values]


def percent(part: int, whole: int) -> str:
    exact = Decimal(part * 100) / whole
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP)} %"


def test_a_field_of_all_forms_is_added_up(forms: Assistant) -> None:
    total = sum(FIRST.values())
    question = "四个有绩效表的项目，2021年年初预算合计多少、1到8月执行合计多少"
    spent = Decimal("1676.57") + Decimal("11.21") + Decimal("14.54") + SPENT
    found = figures(forms, question)
    assert f"{total} 万元" == found[0]
    assert f"{spent} 万元" in found


def test_a_field_of_all_forms_is_taken_from_a_figure(forms: Assistant) -> None:
    question = "2021年项目支出4793万元，减去四张申报表所列的2021年年初预算，差额多少"
    assert f"{4793 - sum(FIRST.values())} 万元" == figures(forms, question)[0]


def test_rates_of_all_forms_are_compared(forms: Assistant) -> None:
    spent = {"35": "11.21", "4500": "1676.57", "170": str(SPENT), "48": "14.54"}
    rates = sorted((Decimal(spent[n]) * 100 / FIRST[n] for n in FIRST), reverse=True)
    cents = [f"{r.quantize(Decimal('0.01'), ROUND_HALF_UP)} %" for r in (rates[0], rates[-1])]
    question = "四个填表项目去年1-8月的执行率，最高的和最低的分别是多少？"
    assert cents == figures(forms, question)


def test_a_column_without_the_other_picks_a_row(altered: Altered) -> None:
    moved = altered(lambda text: text.replace("\t107.30\t107.30\t", "\t107.30\t\t107.30"))
    found = moved.ask(["哪些功能大类只有项目支出、没有基本支出"])
    assert {"78.00", "107.30"} == {value.number for value in found.values}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("办公费比工会经费多多少，又是它的几倍", ["7.48 万元", "9.50 倍"]),
        ("津补贴与奖金之和比基本工资多多少，又是基本工资的几倍", ["103.77 万元", "3.50 倍"]),
        ("公用经费排老三的加上垫底的，顶得上头名的百分之几", ["52.78 %"]),
        ("物业管理费对比福利费加培训费，哪边高，高多少", ["0.85 万元"]),
        ("剔除奖金后，津贴补贴在余下工资福利里占几成", ["28.17 %"]),
        ("去掉科学技术支出，住房保障支出占剩余支出的多少", ["14.74 %"]),
        ("哪个项级科目同时列了基本支出和项目支出", ["36.00 万元", "320.00 万元"]),
        (
            "基本支出占总预算的比例，21年多少、22年多少，变动几个百分点",
            ["-0.73 百分点", "8.27 %", "7.54 %"],
        ),
        ("民营经济经费跟2020年年初比减了多少", ["-24.00 万元"]),
        ("基本支出增长3.71%这个数对不对", ["3.85 %", "3.71 %"]),
        ("在职人均工资福利支出是退休人员人均退休费的多少倍", ["7.39 倍"]),
        ("为什么公用经费比人员经费还高", ["52.51 万元", "396.39 万元", "343.88 万元"]),
        ("公车购置费为何大涨", ["0 万元"]),
        ("科学管理事务支出回到2021年年初水平，项目支出合计应为多少", ["5411.02 万元"]),
        ("公积金和房补谁多，多几块钱", ["20.74 万元", "207400 元"]),
        ("五类功能支出加总是否等于支出总计", ["5949.92 万元"]),
    ],
)
def test_figures_of_a_sentence(assistant: Assistant, question: str, expected: list[str]) -> None:
    assert expected == figures(assistant, question)[: len(expected)]


def test_an_earlier_figure_that_is_not_printed_is_not_replaced(assistant: Assistant) -> None:
    question = "工业经济信息经费比2021年实际安排少了多少"
    assert "not_found" == assistant.ask([question]).status
