"""What a question claims is held against the document: figures, bounds, results, names."""

from random import Random

import pytest

from assistant.chain import Assistant
from assistant.plan import Cell, Claimed
from assistant.verdict import check_verdicts, verdict
from corpus.errors import GuardError
from corpus.money import to_decimal
from tests.assistant.conftest import library_of

DRAW = Random(5077)  # noqa: S311 - figures for a test, not a secret
PEOPLE = DRAW.randint(11, 29)
OFFICE, WATER, POWER = (DRAW.randint(20, 90) for _ in range(3))
TOTAL = OFFICE + WATER + POWER
BUDGET = f"""
甲市水务局2031年部门预算
一、人员构成
甲市水务局共有编制{PEOPLE + 4}人。在职人员实有{PEOPLE}人。
二、收支情况
公用经费{TOTAL}.00万元，比上年减少{WATER}.00万元。
一般公共预算基本支出表
单位：万元
科目编码	科目名称	合计
	合计	{TOTAL}.00
302	商品和服务支出	{TOTAL}.00
30201	办公费	{OFFICE}.00
30205	水费	{WATER}.00
30206	电费	{POWER}.00
"""


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("water") / "甲市水务局2031年部门预算.txt"
    path.write_text(BUDGET.lstrip(), "utf-8")
    return Assistant(library_of(path))


@pytest.mark.parametrize(
    ("question", "number", "said"),
    [
        (f"办公费是{OFFICE}万元，没错吧", OFFICE, "与所说的相符"),
        (f"办公费{OFFICE}0000块，对吗", OFFICE, "与所说的相符"),
        (f"我抄的办公费是{OFFICE + 1}万元，跟表里对得上吗", OFFICE, "与所说的不符"),
        (f"听别个说在职的有{PEOPLE + 2}个人 真的假的", PEOPLE, "与所说的不符"),
        (f"办公费过{OFFICE - 1}万了吧", OFFICE, "超过了所说的数"),
        (f"办公费过{OFFICE}万了吧", OFFICE, "没有超过所说的数"),
        (f"电费不到{POWER + 3}万吧", POWER, "低于所说的数"),
        (f"水费加电费有{WATER + POWER}万吗", WATER + POWER, "与所说的相符"),
        (f"水费加电费有{WATER + POWER + 5}万吗", WATER + POWER, "与所说的不符"),
        (f"公用经费比去年少了{WATER}万对吗", WATER, "与所说的相符"),
        (f"公用经费比去年少了{WATER + 2}万对吗", WATER, "与所说的不符"),
    ],
)
def test_a_claim_is_held_against_the_figure(
    water: Assistant, question: str, number: int, said: str
) -> None:
    answer = water.ask([question])
    assert "answered" == answer.status, answer.answer
    assert str(number) == answer.values[0].number.removesuffix(".00")
    assert f"，{said}。" in answer.answer


def test_a_figure_that_moved_the_other_way_bears_no_claim_out(water: Assistant) -> None:
    answer = water.ask([f"公用经费比去年多了{WATER}万对吗"])
    assert "相符" not in answer.answer


def test_a_number_before_a_pause_is_not_claimed_of_the_change_behind_it(water: Assistant) -> None:
    answer = water.ask([f"公用经费{TOTAL}万元，比上年减少，对不对"])
    assert "不符" not in answer.answer


def test_a_check_is_not_on_a_number_that_ends_in_the_printed_one(assistant: Assistant) -> None:
    answer = assistant.ask(["三公经费1.83万元，同比下降，是否属实"])
    assert "科技社会公益专项宣传" not in answer.answer
    printed = assistant.ask(["科技社会公益专项宣传是3万元吗"])
    assert "9.00万元" in printed.answer


@pytest.mark.parametrize(
    "said", ["有没有超过{}万的项目", "有没有达到{}万元的项目", "项目有没有超过{}万的"]
)
def test_whether_there_are_any_above_asks_for_those_above(assistant: Assistant, said: str) -> None:
    above = [("科学管理事务支出", "260.00"), ("(预下达)科技研究与", "5,103.02")]
    answer = assistant.ask([said.format(100)])
    assert [number for _, number in above] == [c.value for c in answer.citations]
    assert all(f"{name} {number}万元" in answer.answer for name, number in above)


@pytest.mark.parametrize(
    "said", ["所有没超过{}万的项目", "有没有没超过{}万的项目", "哪些项目没有超过{}万"]
)
def test_whether_there_are_any_not_above_asks_for_those_below(
    assistant: Assistant, said: str
) -> None:
    answer = assistant.ask([said.format(50)])
    assert ["30.00", "48.00"] == [citation.value for citation in answer.citations]


def test_a_name_that_is_claimed_is_held_against_the_field(assistant: Assistant) -> None:
    right = assistant.ask(["科技研究与开发资金的项目负责人是李卉吧"])
    wrong = assistant.ask(["科技研究与开发资金的项目负责人是王二吧"])
    assert "与所说的相符" in right.answer
    assert "李卉" in wrong.answer
    assert "与所说的不符" in wrong.answer


def test_a_verdict_that_does_not_follow_is_not_shown(water: Assistant) -> None:
    answer = water.ask([f"办公费是{OFFICE + 1}万元，没错吧"])
    facts = {fact.id: fact for fact in water._library.lexicon.facts}
    check_verdicts(answer.answer, answer.plan, facts, answer.values)
    for other in ("与所说的相符", "超过了所说的数"):
        text = answer.answer.replace("与所说的不符", other)
        with pytest.raises(GuardError):
            check_verdicts(text, answer.plan, facts, answer.values)
    with pytest.raises(GuardError):
        check_verdicts(
            answer.answer.replace("，与所说的不符", ""), answer.plan, facts, answer.values
        )


def test_a_rounded_claim_is_nearly_right_and_a_far_one_is_not(water: Assistant) -> None:
    fact = next(f for f in water._library.lexicon.facts if f.row == "办公费")
    near = Claimed(of=Cell(fact=fact.id), said="86", unit="万元")
    far = Claimed(of=Cell(fact=fact.id), said="0.1", unit="万元")
    assert "与所说的大致相符" == verdict(near, to_decimal("86.4"), "万元", "")
    assert "与所说的不符" == verdict(far, to_decimal("0.09"), "万元", "")
