"""Turns that go on with what was answered: parts of an item, what is left, corrections, quoted words."""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from corpus.money import as_plain
from tests.corpus.generated import Drawn

Altered = Callable[[Callable[[str], str]], Assistant]
Turns = tuple[str, ...]
DRAW = Random(4127)  # noqa: S311 - figures for a test, not a secret
EVENTS, MEDIA = DRAW.randint(3, 9), DRAW.randint(11, 80)
PRICE, SETS = DRAW.randint(2, 9), DRAW.randint(3, 15) * 100
RENEWED, FOR_RENEWAL = DRAW.randint(31, 60), DRAW.randint(6, 19)
MEETINGS, HALL, FOR_MEETINGS = DRAW.randint(5, 9), DRAW.randint(3, 8) * 100, DRAW.randint(11, 30)
CENT = Decimal("0.01")


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return rounded(part * 100 / whole)


def in_ten_thousands(amount: int) -> str:
    return as_plain(Decimal(amount) / 10000)


@pytest.fixture
def forms(altered: Altered) -> Assistant:
    """The shipped text with other numbers in the explanations of four items."""

    def change(text: str) -> str:
        books = f"0.{PRICE:04d} 万元/套*{SETS} 套={in_ten_thousands(PRICE * SETS)} 万元"
        halls = f"会场费{HALL}元/次*{MEETINGS}次={in_ten_thousands(HALL * MEETINGS)}万元"
        for printed, other in (
            ("重大科技宣传活动 2 场", f"重大科技宣传活动 {EVENTS} 场"),
            ("媒体宣传费预计 30 万元", f"媒体宣传费预计 {MEDIA} 万元"),
            ("0.005 万元/套*2000 套=10 万元", books),
            ("重新认定 5 万元/家，30 家", f"重新认定 {FOR_RENEWAL} 万元/家，{RENEWED} 家"),
            ("银企对接会议费用4万元", f"银企对接会议费用{FOR_MEETINGS}万元"),
            ("融资专场活动4次", f"融资专场活动{MEETINGS}次"),
            ("会场费2000元/次*4次=0.8万元", halls),
        ):
            assert printed in text
            text = text.replace(printed, other)
        return text

    return altered(change)


def values(assistant: Assistant, turns: Turns) -> list[tuple[Decimal, str | None]]:
    answer = assistant.ask(turns)
    assert "answered" == answer.status, answer.answer
    return [(Decimal(value.number), value.unit) for value in answer.values]


def first(assistant: Assistant, turns: Turns) -> tuple[Decimal, str | None]:
    return values(assistant, turns)[0]


def test_an_item_is_gone_on_with_from_its_number_to_each(forms: Assistant) -> None:
    turns = ("重大科技宣传活动搞几场", "一共多少钱", "平均一场呢")
    assert [(Decimal(EVENTS), "场")] == values(forms, turns[:1])
    assert (Decimal(MEDIA), "万元") == first(forms, turns[:2])
    assert (rounded(Decimal(MEDIA) / EVENTS), "万元/场") == first(forms, turns)


def test_what_is_printed_of_an_item_is_taken_as_printed(forms: Assistant) -> None:
    turns = ("科普图书订几套", "一套多少钱", "总共多少钱")
    assert (Decimal(PRICE) / 10000, "万元/套") == first(forms, turns[:2])
    assert (Decimal(PRICE * SETS) / 10000, "万元") == first(forms, turns)


def test_what_is_not_printed_is_price_times_number(forms: Assistant) -> None:
    turns = ("重新认定的几家", "一家多少", "这一档要多少钱")
    assert (Decimal(RENEWED * FOR_RENEWAL), "万元") == first(forms, turns)


def test_an_amount_is_divided_by_the_number_of_its_own_item(forms: Assistant) -> None:
    turns = ("银企对接会议费用多少", "搞几次", "平均一次多少")
    assert (Decimal(MEETINGS), "次") == first(forms, turns[:2])
    assert (rounded(Decimal(FOR_MEETINGS) / MEETINGS), "万元/次") == first(forms, turns)


def test_a_word_that_several_items_use_means_the_one_spoken_of(forms: Assistant) -> None:
    turns = ("银企对接会一年办几场", "租会场一次多少", "几场下来场地费一共")
    assert (Decimal(HALL), "元/次") == first(forms, turns[:2])
    assert (Decimal(HALL * MEETINGS) / 10000, "万元") == first(forms, turns)


def test_all_of_the_year_is_not_asked_of_the_item_spoken_of(forms: Assistant) -> None:
    answer = forms.ask(("重大科技宣传活动搞几场", "这个局全年一共多少钱"))
    assert str(MEDIA) not in [value.number for value in answer.values]


def wholes(d: Drawn) -> Iterator[tuple[Turns, Decimal, str]]:
    """Yield turns that ask for what is left, or what is next, inside the whole spoken of."""
    goods, works, services = d.procurement
    office = {c: v for c, v in d.economic.items() if c.startswith("302")}
    public = sum(office.values(), Decimal(0))
    (a, first), (b, second), (c, third), *others = office.items()
    names = [d.names[code] for code in (a, b, c)]
    all_goods = goods + works + services
    share = f"{names[0]}占公用经费多少"
    yield ("政府采购一共多少", "货物占比", "服务呢"), percent(services, all_goods), "%"
    yield ("政府采购一共多少", "货物占比", "其余的呢"), percent(works + services, all_goods), "%"
    yield (share, "其余的合起来占多少"), percent(public - first, public), "%"
    yield (share, f"{names[1]}呢", "剩下的占多少"), percent(public - first - second, public), "%"
    yield (share, f"其余{len(others) + 2}个科目呢"), percent(public - first, public), "%"
    yield (share, f"不是{names[0]}，是{names[1]}"), percent(second, public), "%"
    both = (f"{names[0]}多少", f"{names[1]}呢")
    large, small = max(first, second), min(first, second)
    yield (*both, "哪个多"), large, "万元"
    yield (*both, "哪个少"), small, "万元"
    yield (
        (*both, "两者差额", "这个差额占两者之和的多少"),
        percent(large - small, first + second),
        "%",
    )
    yield (*both, f"{names[2]}呢", "第一个数占公用经费多少"), percent(first, public), "%"
    yield (*both, f"{names[2]}呢", "第三个数是第一个数的几倍"), rounded(third / first), "倍"


def test_what_is_left_and_what_is_next_stay_inside_the_whole(
    drawn: tuple[Drawn, Assistant],
) -> None:
    d, assistant = drawn
    asked = [(turns, (number, unit), assistant.ask(turns)) for turns, number, unit in wholes(d)]
    wrong = [
        (turns, expected, answer.answer)
        for turns, expected, answer in asked
        if not answer.values
        or (Decimal(answer.values[0].number), answer.values[0].unit) != expected
    ]
    assert [] == wrong


@pytest.mark.parametrize(
    ("turns", "number"),
    [
        (("一般行政管理事务多少", "我指的是中小企业那个"), "48"),
        (("一般行政管理事务多少", "我说的是工信那个"), "30"),
        (("商品和服务支出多少", "基本支出口径呢"), "52.51"),
        (("商品和服务支出多少", "不对，我问的是基本支出里的"), "52.51"),
        (("专家评审费用多少", "数字经济那个呢"), "3.6"),
    ],
)
def test_a_word_of_its_address_says_which_figure_was_meant(
    assistant: Assistant, turns: Turns, number: str
) -> None:
    assert (Decimal(number), "万元") == first(assistant, turns)


def test_quoted_words_are_narrowed_to_those_that_speak_of_something(assistant: Assistant) -> None:
    answer = assistant.ask(("这个局有哪些职能", "其中跟电力有关的是哪条"))
    assert ["日常电力运行工作" in (citation.quote or "") for citation in answer.citations] == [True]
    other = assistant.ask(("这个局有哪些职能", "有没有跟殡葬有关的"))
    assert "not_found" == other.status


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("退休费多少", "医疗费补助呢", "差多少"), "退休费比医疗费补助多多少？"),
        (("奖金多少", "津贴补贴呢", "哪个多"), "奖金和津贴补贴哪个多，差多少？"),
        (("公务接待费多少", "为什么减少"), "公务接待费为什么减少？"),
        (("这个局有哪些职能", "其中跟电力有关的是哪条"), "主要职能中跟电力有关的是哪条？"),
        (("人员经费多少", "按编制人均呢"), "人均人员经费是多少？"),
    ],
)
def test_a_follow_up_is_said_in_a_full_sentence(
    assistant: Assistant, turns: Turns, asked: str
) -> None:
    assert asked == assistant.ask(turns).resolved_question


def test_a_share_that_names_both_its_sides_is_calculated(assistant: Assistant) -> None:
    part, whole = Decimal("5103.02"), Decimal("5501.02")
    asked = ("科技研究与开发资金占项目支出的比例是多少",)
    assert (percent(part, whole), "%") == first(assistant, asked)
