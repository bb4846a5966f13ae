"""Suppositions over counts, prices, heads and earlier levels, with figures drawn for the test."""

from collections.abc import Callable
from random import Random

import pytest

from assistant.answer import Answer
from assistant.chain import Assistant

Altered = Callable[[Callable[[str], str]], Assistant]
DRAW = Random(20310)  # noqa: S311 - figures for a test, not a secret
COUNT, PRICE, TRIP = DRAW.randint(40, 70), DRAW.randint(21, 29), DRAW.randint(3, 9)


@pytest.fixture
def other(altered: Altered) -> Assistant:
    """The shipped text with another count, unit price and price of a trip, and another staff."""

    def change(text: str) -> str:
        text = text.replace("新认定 20 万元/家，75 家", f"新认定 {PRICE} 万元/家，{COUNT} 家")
        trips = f"平均每次 {TRIP} 万元*10 次, 预计 {TRIP * 10} 万元"
        return text.replace("平均每次 2 万元*10 次, 预计 20 万元", trips)

    return altered(change)


def asserted(answer: Answer) -> str:
    assert "answered" == answer.status, answer.answer
    return f"{answer.values[0].number} {answer.values[0].unit}"


def test_another_price_is_paid_for_the_same_count(other: Assistant) -> None:
    question = f"新认定高企的奖励若由每家{PRICE}万提到{PRICE + 4}万，家数照旧，要多花多少"
    assert f"{4 * COUNT} 万元" == asserted(other.ask([question]))


def test_more_or_fewer_are_paid_at_the_stated_price(other: Assistant) -> None:
    assert f"{7 * PRICE} 万元" == asserted(other.ask(["新认定的高企多来7家，要多掏多少"]))
    # A price without a measure of its own is proved by price × count = amount.
    assert f"{4 * TRIP} 万元" == asserted(other.ask(["外地招商少跑四趟能省多少"]))


def test_a_price_that_the_document_does_not_state_is_not_taken(other: Assistant) -> None:
    question = f"新认定高企的奖励若由每家{PRICE + 9}万提到{PRICE + 10}万，要多花多少"
    answer = other.ask([question])
    assert "product" not in [step.operation for step in answer.steps]


def test_all_posts_are_paid_like_those_in_post(altered: Altered) -> None:
    staff = altered(lambda text: text.replace("编制 11 人", "编制 14 人"))
    answer = staff.ask(["假定编制补满，按现在的人均奖金推算，奖金要多少"])
    assert "124.53 万元" == asserted(answer)
    assert "88.95 ÷ 10 × 14" == answer.steps[0].expression


def test_a_part_brought_back_to_an_earlier_level_changes_the_whole(altered: Altered) -> None:
    earlier = altered(
        lambda text: text.replace("2021年年初预算安排35万元", "2021年年初预算安排41万元")
    )
    question = "工业经济信息经费恢复到2021年年初水平、别的不动，项目支出合计应为多少"
    assert "5512.02 万元" == asserted(earlier.ask([question]))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("公务接待费清零，公用经费变成多少", "52.42 万元"),
        ("电费明年涨15%会是多少", "4.60 万元"),
        ("公务接待费由900块提到1500块，公用经费变成多少", "52.57 万元"),
        ("水费提高到3万元的话公用经费剩多少", "54.51 万元"),
    ],
)
def test_what_is_given_changes_the_figure(assistant: Assistant, question: str, figure: str) -> None:
    assert figure == asserted(assistant.ask([question]))


def test_next_year_without_a_change_is_another_document(assistant: Assistant) -> None:
    assert "not_found" == assistant.ask(["明年电费是多少"]).status
