"""Lines of forms found by their words: listed in short, several things asked of one, all below one."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from corpus.money import YUAN, as_plain

Altered = Callable[[Callable[[str], str]], Assistant]
DRAW = Random(4407)  # noqa: S311 - figures for a test, not a secret
PRICE, COPIES = DRAW.randint(11, 60), DRAW.randint(3, 15) * 100
STATE, PROVINCE, CITY = DRAW.sample(range(2, 30), 3)
HALLS, BOTH = DRAW.sample(range(2, 9), 2)


def in_ten_thousands(amount: int) -> str:
    return as_plain(Decimal(amount) / 10000)


@pytest.fixture
def forms(altered: Altered) -> Assistant:
    """The shipped text with other prices, copies and numbers of what is paid for."""

    def change(text: str) -> str:
        copies = f"{PRICE}元*{COPIES}份={in_ten_thousands(PRICE * COPIES)}万元"
        for old, new in (
            ("35元*1600份=5.6万元", copies),
            ("认定 75 万元/家，1 家", f"认定 75 万元/家，{STATE} 家"),
            ("认定 20 万元/家，2 家", f"认定 20 万元/家，{PROVINCE} 家"),
            ("认定 20 万元/家，3 家", f"认定 20 万元/家，{CITY} 家"),
            ("会场费2000元/次*4次=0.8万元", f"会场费{HALLS}000元/次*4次={HALLS * 4 / 10:g}万元"),
            ("会场费2000元/次*2次=0.4万元", f"会场费{BOTH}000元/次*2次={BOTH * 2 / 10:g}万元"),
        ):
            assert old in text
            text = text.replace(old, new)
        return text

    return altered(change)


def figures(assistant: Assistant, question: str) -> list[Decimal]:
    """Return what is answered, money in 万元."""
    answer = assistant.ask([question])
    assert "answered" == answer.status, answer.answer
    found = []
    for value in answer.values:
        money = YUAN.get((value.unit or "").split("/")[0])
        found.append(Decimal(value.number) * (money / 10000 if money else 1))
    return found


def test_places_that_are_listed_share_what_is_said_behind_them(forms: Assistant) -> None:
    total = Decimal(HALLS * 4 + BOTH * 2) / 10
    assert total == figures(forms, "银企对接和创业培训两处的会场费加起来多少")[0]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("众创孵化机构认定奖励，国家的省里的市里的三档一共打算奖几家", STATE + PROVINCE + CITY),
        ("众创孵化机构省级和市级合计奖几家", PROVINCE + CITY),
    ],
)
def test_levels_share_what_is_said_before_them(forms: Assistant, question: str, count: int) -> None:
    assert count == figures(forms, question)[0]


def test_a_list_is_part_of_any_operation(assistant: Assistant) -> None:
    share = "高企奖励、认定奖励和培育奖励三项占科研资金的比例"
    assert Decimal("44.09") == figures(assistant, share)[0]
    more = "高企培育和成果转化哪个多，多多少"
    assert 10 == figures(assistant, more)[0]


def test_parts_that_are_only_reckoned_are_held_against_their_total(assistant: Assistant) -> None:
    question = "高新认定奖励1800万是不是迁入、新认定、重新认定三样加出来的"
    assert [1800] == figures(assistant, question)[:1]


def test_as_many_as_are_counted_must_be_found(assistant: Assistant) -> None:
    answer = assistant.ask(["银企对接、创业培训、航天发射三个地方的会场费加起来多少"])
    assert "not_found" == answer.status


def test_several_things_are_asked_of_one_line(forms: Assistant) -> None:
    money = Decimal(PRICE) / 10000
    asked = "5G、军民融合的教材印刷总额、单价、份数"
    assert [money * COPIES, money, COPIES] == figures(forms, asked)
    assert [money, COPIES] == figures(forms, "5G、军民融合的教材印刷一份多少元，印多少份？")


def test_all_lines_below_one_are_told_or_added_up(forms: Assistant) -> None:
    told = figures(forms, "众创孵化机构认定奖励三档各奖多少家")
    assert [STATE, PROVINCE, CITY] == told
    assert sum(told) == figures(forms, "众创孵化机构认定奖励三档一共奖多少家")[0]


def test_an_amount_is_divided_by_what_its_own_line_is_for(assistant: Assistant) -> None:
    assert Decimal("3.90") == figures(assistant, "劳务派遣平均每人一年多少钱")[0]
    assert Decimal("2.50") == figures(assistant, "参展的特装企业一户补多少钱")[0]
    assert 15 == figures(assistant, "一场重大科技宣传活动平均多少钱")[0]


def test_what_is_paid_for_each_is_told_in_another_unit(assistant: Assistant) -> None:
    value = assistant.ask(["订阅科普图书一套的单价合多少元？"]).values[0]
    assert ("50.00", "元/套") == (f"{Decimal(value.number):.2f}", value.unit)


def test_a_cell_is_itemised_by_the_lines_that_add_up_to_it(assistant: Assistant) -> None:
    assert [14, 4, 2, 8] == figures(assistant, "中小企业服务活动支出由哪几笔组成")


def test_a_field_of_all_forms_is_set_against_another(assistant: Assistant) -> None:
    question = "四个项目前八个月执行总额占去年年初预算总额多少"
    assert Decimal("38.12") == figures(assistant, question)[0]


def test_last_year_is_not_answered_with_this_year(assistant: Assistant) -> None:
    assert "not_found" == assistant.ask(["人才引进那笔劳务费上年是多少"]).status


def test_officials_are_not_counted_by_what_is_paid_for_them(assistant: Assistant) -> None:
    assert "not_found" == assistant.ask(["招几个公务员"]).status


def test_a_line_is_found_inside_the_line_that_it_is_part_of(assistant: Assistant) -> None:
    assert Decimal("27.95") == figures(assistant, "船级社项目的房租补贴占其支持额的多少")[0]
    assert Decimal("8.33") == figures(assistant, "高企认定奖励里迁入的占多少比例")[0]
    assert 60 == figures(assistant, "银企对接会议费里专家费占多大比例")[0]
    # 139.6 + 174.55: all lines of that name
    assert Decimal("314.15") == figures(assistant, "招商引资里房租补贴一共给多少钱")[0]


def test_lines_of_one_form_are_set_against_each_other(assistant: Assistant) -> None:
    assert 10 == figures(assistant, "成果转化那笔钱比高企培育那笔多多少")[0]
    assert 1 == figures(assistant, "展销会的差旅费比特装补贴少多少")[0]


def test_numbered_lines_are_added_up_against_the_total_printed_over_them(
    assistant: Assistant,
) -> None:
    asked = "科研资金测算说明的十一条，照印刷数加总是多少？与5103.02对不对得上，差多少"
    told = figures(assistant, asked)
    assert Decimal("5463.02") == told[0]
    assert 360 in told
    assert Decimal("2141.22") == figures(assistant, "招商引资分项加起来跟2501.22一样不")[0]


def test_lines_that_may_hold_one_another_are_not_added_up(assistant: Assistant) -> None:
    answer = assistant.ask(["科技宣传、科技资料汇编下面各项加起来跟22万差多少"])
    assert "not_found" == answer.status


def test_what_meets_a_condition_is_added_up(assistant: Assistant) -> None:
    question = "招商引资十个子项中不到100万的几项合计多少"
    assert Decimal("209.07") == figures(assistant, question)[0]


def test_a_share_is_of_the_figure_that_holds_its_parts(assistant: Assistant) -> None:
    # 招商引资 is a target of another form as well.
    question = "云数字总部和船级社两家加起来占招商引资的多少"
    assert Decimal("44.96") == figures(assistant, question)[0]


def test_a_share_whose_whole_is_not_understood_is_not_given(assistant: Assistant) -> None:
    assert "not_found" == assistant.ask(["差旅费占航天发射任务的多少"]).status


@pytest.mark.parametrize(
    ("question", "project", "amount"),
    [
        ("哪个项目2020年年中调减最多", "科学管理事务支出", 53),
        ("去年年初预算最少的项目是哪个", "工业经济信息工作经费", 35),
    ],
)
def test_the_form_whose_field_is_extreme_is_named(
    assistant: Assistant, question: str, project: str, amount: int
) -> None:
    answer = assistant.ask([question])
    assert project in answer.answer
    assert [amount] == figures(assistant, question)


def test_both_ends_of_a_project_are_told(assistant: Assistant) -> None:
    answer = assistant.ask(["民营经济项目起止年度"]).answer
    assert "起始年度：2022" in answer
    assert "终止年度：2022" in answer


def test_the_target_of_the_year_is_no_later_one(assistant: Assistant) -> None:
    assert 500 not in figures(assistant, "高企数量的年度指标，是几家？")


def test_projects_are_listed_by_the_words_that_they_begin_with(assistant: Assistant) -> None:
    assert 78 == figures(assistant, "工业和民营这两个项目的预算合起来是多少？")[0]


def test_what_is_paid_for_each_person_is_no_share_of_the_staff(assistant: Assistant) -> None:
    question = "历史遗留维稳经费里，民办人员每人每月按多少算"
    assert [Decimal("0.3")] == figures(assistant, question)  # as the form prints it


def test_a_line_that_holds_more_of_the_words_is_meant(forms: Assistant) -> None:
    assert 150 == figures(forms, "迁入企业奖励总共要多少钱")[0]  # 50 for each of 3
    assert 150 == figures(forms, "重新认定的高企一共要奖多少万")[0]  # 5 for each of 30


def test_what_no_name_says_is_not_answered_with_the_whole_budget(assistant: Assistant) -> None:
    assert "not_found" == assistant.ask(["给上访维稳留了好多钱"]).status


def test_members_that_were_counted_are_told_by_their_column(assistant: Assistant) -> None:
    question = "民营经济工作经费的支出明细分几块，每块本级财政拨款是多少？"
    assert [3, 14, 26, 8] == figures(assistant, question)


def test_what_was_spent_is_a_share_of_the_same_years_budget(assistant: Assistant) -> None:
    question = "科研资金2021年1-8月执行了多少，占年初的几成"
    assert Decimal("37.26") in figures(assistant, question)


def test_one_of_something_at_the_head_asks_for_its_price(assistant: Assistant) -> None:
    value = assistant.ask(["一套科普图书多少元，订多少套"]).values[0]
    assert (50, "元/套") == (Decimal(value.number), value.unit)
