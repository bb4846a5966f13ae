"""One factor of a form's arithmetic supposed to be another, and amounts reckoned again in the question."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from corpus.money import as_plain

Altered = Callable[[Callable[[str], str]], Assistant]
DRAW = Random(9091)  # noqa: S311 - figures for a test, not a secret
PRICE, COPIES, MORE = DRAW.randint(11, 60), DRAW.randint(3, 15) * 100, DRAW.randint(16, 30) * 100
EACH, NEW = DRAW.randint(4, 30), DRAW.randint(40, 70)


def in_ten_thousands(amount: int) -> str:
    return as_plain(Decimal(amount) / 10000)


@pytest.fixture
def forms(altered: Altered) -> Assistant:
    """The shipped text with another price and count for what is printed, and for what is new."""

    def change(text: str) -> str:
        printed = f"{PRICE}元*{COPIES}份={in_ten_thousands(PRICE * COPIES)}万元"
        return text.replace("35元*1600份=5.6万元", printed).replace(
            "新认定 20 万元/家，75 家", f"新认定 {EACH} 万元/家，{NEW} 家"
        )

    return altered(change)


def first(assistant: Assistant, question: str) -> Decimal:
    answer = assistant.ask([question])
    assert "answered" == answer.status, answer.answer
    value = answer.values[0]
    return Decimal(value.number) * (1 if value.unit == "万元" else Decimal("0.0001"))


def test_another_count_is_paid_at_the_printed_price(forms: Assistant) -> None:
    question = f"5G培训的资料如果印{MORE}份 还是{PRICE}块一份 印刷费得多少万"
    assert Decimal(PRICE * MORE) / 10000 == first(forms, question)


def test_more_of_them_cost_the_price_of_each(forms: Assistant) -> None:
    question = f"新认定的高企不是{NEW}家是{NEW + 6}家的话 这一档奖励要多掏多少"
    assert EACH * 6 == first(forms, question)


def test_a_total_grows_by_what_the_others_cost(forms: Assistant) -> None:
    question = f"要是新认定高企从{NEW}家增加到{NEW + 9}家，其余两档不变，认定奖励总额得多少万元"
    assert 1800 + EACH * 9 == first(forms, question)


def test_a_count_in_brackets_is_taken_in_proportion(assistant: Assistant) -> None:
    question = "假定劳务派遣减到9个人，沿用申报表的人均公式，需要多少万元"
    assert Decimal("35.13") == first(assistant, question)


def test_all_lines_of_an_item_change_together(assistant: Assistant) -> None:
    held = "银企对接会由4次改成6次，会场费和专家费标准不变，这项会议费要多少万元"
    assert Decimal("5.60") == first(assistant, held)
    dearer = "把民营项目专家评审的单价从每人次2000元降为1500元，这6万元会变成多少"
    assert Decimal("4.50") == first(assistant, dearer)


@pytest.mark.parametrize(
    "question",
    [
        f"要是新认定高企从{NEW + 1}家增加到{NEW + 9}家，认定奖励总额得多少万元",  # not as printed
        "如果专家评审费从每人次3000元降为1500元，要多少",
        "办公费少一半，水费加一倍，公用经费变多少",  # two changes at once
    ],
)
def test_a_supposition_that_cannot_be_carried_out_gives_no_figure(
    forms: Assistant, question: str
) -> None:
    assert "not_found" == forms.ask([question]).status


def test_an_amount_is_reckoned_again_from_printed_factors(forms: Assistant) -> None:
    wrong = f"资料和教材印刷费按{PRICE + 1}元一份、{COPIES}份算，对得上吗"
    several = f"高新技术企业认定奖励1800万，按3家50万、{NEW}家{EACH}万、30家5万复算，对不对"
    assert 300 + NEW * EACH == first(forms, several)
    assert "not_found" == forms.ask([wrong]).status


def test_a_fraction_and_a_level_are_supposed(assistant: Assistant) -> None:
    assert Decimal("39.3825") - first(assistant, "公用经费砍掉四分之一，还剩多少") < Decimal("0.01")
    assert Decimal("0.06") == first(assistant, "倘若公务接待费砍掉三分之一，三公总额还剩多少元")
    question = "如果科研资金维持2021年年初的4500万元不涨，其他都按今年的数，总预算应是多少"
    assert Decimal("5346.90") == first(assistant, question)
