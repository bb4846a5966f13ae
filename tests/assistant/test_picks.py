"""The largest and smallest of what is named or of a whole, several of them, and what is left outside."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from tests.assistant.conftest import library_of

DRAW = Random(3301)  # noqa: S311 - figures for a test, not a secret
NAMES = ("办公费", "印刷费", "水费", "电费", "差旅费")
AMOUNTS = dict(zip(NAMES, DRAW.sample(range(11, 400), len(NAMES)), strict=True))
PAID = {"基本工资": DRAW.randint(500, 600), "奖金": DRAW.randint(700, 900)}
GOODS, WAGES = sum(AMOUNTS.values()), sum(PAID.values())
ROWS = "\n".join(f"302{i:02d}\t{name}\t{a}.00" for i, (name, a) in enumerate(AMOUNTS.items(), 1))
BUDGET = f"""
丁市档案局2031年部门预算
一般公共预算基本支出表
单位：万元
科目编码	科目名称	合计
	合计	{GOODS + WAGES}.00
301	工资福利支出	{WAGES}.00
30101	基本工资	{PAID["基本工资"]}.00
30103	奖金	{PAID["奖金"]}.00
302	商品和服务支出	{GOODS}.00
{ROWS}
"""
ORDERED = sorted(AMOUNTS.values())


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("archive") / "丁市档案局2031年部门预算.txt"
    path.write_text(BUDGET.lstrip(), "utf-8")
    return Assistant(library_of(path))


def asserted(assistant: Assistant, question: str) -> Decimal:
    """Return the figure that an answer asserts, as a number."""
    answer = assistant.ask([question])
    assert "answered" == answer.status, answer.answer
    return Decimal(answer.values[0].number)


def rounded(part: int, whole: int) -> Decimal:
    return (Decimal(part * 100) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("商品和服务支出里最少的两项加起来多少", ORDERED[0] + ORDERED[1]),
        ("商品和服务支出里两个最小的加起来比最大的少多少", ORDERED[-1] - ORDERED[0] - ORDERED[1]),
        ("办公费、水费、差旅费三项里最大的比最小的多多少", None),
        ("商品和服务支出里办公费、水费、差旅费三项最大和最小差多少", None),
        ("商品和服务支出里奖金以外的有多少", "not_found"),
        ("商品和服务支出里电费以外的有多少", GOODS - AMOUNTS["电费"]),
        ("水费以外的商品和服务支出是多少", GOODS - AMOUNTS["水费"]),
        ("奖金比其他工资福利科目之和多多少", PAID["奖金"] - PAID["基本工资"]),
    ],
)
def test_what_is_picked_or_left(
    archive: Assistant, question: str, expected: int | str | None
) -> None:
    if expected == "not_found":
        assert "answered" != archive.ask([question]).status
        return
    if expected is None:
        three = [AMOUNTS[name] for name in ("办公费", "水费", "差旅费")]
        expected = max(three) - min(three)
    assert Decimal(expected) == asserted(archive, question)


def test_a_share_of_those_named_and_of_the_smallest(archive: Assistant) -> None:
    three = [AMOUNTS[name] for name in ("办公费", "水费", "差旅费")]
    said = "办公费、水费、差旅费三项里最大的占三项合计多少"
    assert rounded(max(three), sum(three)) == asserted(archive, said)
    times = asserted(archive, "商品和服务支出里最大的是最小的几倍")
    assert rounded(ORDERED[-1], ORDERED[0] * 100) == times


def test_three_of_the_largest_are_three(archive: Assistant) -> None:
    answer = archive.ask(["商品和服务支出里花得最多的三项分别多少"])
    assert ORDERED[:1:-1] == [Decimal(value.number) for value in answer.values[:3]]


@pytest.mark.parametrize(
    ("said", "off"), [("八折", 20), ("八五折", 15), ("6.5折", 35), ("9折", 10)]
)
def test_a_discount_takes_the_rest_off(archive: Assistant, said: str, off: int) -> None:
    left = (Decimal(AMOUNTS["电费"]) * (100 - off) / 100).quantize(Decimal("0.01"))
    assert left == asserted(archive, f"电费打{said}要付多少")


def test_a_bound_is_a_whole_number(archive: Assistant) -> None:
    bound = ORDERED[2]
    answer = archive.ask([f"商品和服务支出里超{bound}万元的有哪些"])
    assert {str(a) for a in ORDERED[3:]} == {v.number.partition(".")[0] for v in answer.values}


def test_an_equation_in_numbers_is_worked_out_from_the_cells(archive: Assistant) -> None:
    one, two = AMOUNTS["办公费"], AMOUNTS["电费"]
    right = archive.ask([f"{one}.00加{two}.00等于{one + two}.00，没问题吧"])
    wrong = archive.ask([f"{one}.00加{two}.00等于{one + two + 7}.00对吗"])
    assert Decimal(one + two) == Decimal(right.values[0].number) == Decimal(wrong.values[0].number)
    assert ("与所说的相符" in right.answer, "与所说的不符" in wrong.answer) == (True, True)
    assert "answered" != archive.ask([f"{one}.55加{two}.55等于{one + two + 1}.10对吗"]).status


def test_people_that_a_question_gives_are_divided_by(archive: Assistant) -> None:
    share = (Decimal(AMOUNTS["水费"]) / 16).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert share == asserted(archive, "如果在职变成16个人，人均水费多少")
