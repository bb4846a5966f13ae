"""What an operation is applied to may be an operation itself; amounts are those of the shipped file."""

from collections.abc import Callable

import pytest

from assistant.chain import Assistant

Altered = Callable[[Callable[[str], str]], Assistant]

COMPOSED = """
水费加电费占公用经费多少 | 9.52 %
最大的项目占总支出几成 | 85.77 %
除科研资金外其他项目合计占项目支出多少 | 7.24 %
奖金比基本工资多百分之几 | 114.70 %
前三大项目合计是多少亿元 | 0.542302 亿元
办公费占比比工会经费占比高多少个百分点 | 1.66 百分点
最大的项目比最小的项目多多少 | 5073.02 万元
水费和电费加起来是办公费的几倍 | 0.60 倍
公用经费倒数第二是哪项 | 0.88 万元
去掉最大的项目剩下几个平均多少 | 99.50 万元
人员经费里最大的一项是什么 | 88.95 万元
占公用10%以上的有几项 | 5 个
住房公积金在人员经费里排第几 | 6 位
每人每月基本工资多少元 | 3452.50 元/人/月
总盘子是去年的几倍 | 1.14 倍
"""

SUPPOSED = """
办公费砍掉两成，公用经费剩多少 | 50.84 万元
取消工业经济信息工作经费，项目支出还有多少 | 5471.02 万元
福利费和工会经费都砍了，公用经费剩多少 | 45.91 万元
项目支出少500万，占比变成多少 | 91.76 %
招待费翻一倍是多少元 | 1800.00 元
"""

CONVERSATIONS = """
水费多少→电费呢→加起来→占公用经费多少 | 9.52 %
公用经费前三→加起来→占比→剩下的呢 | 20.30 万元
退休费和奖金谁多→后者占人员经费多少 | 22.44 %
水费多少→电费多少→前者是后者的几成 | 25.00 %
总预算多少→其中人员经费呢→按编制人均 | 36.04 万元/人
行政运行占20601多少→一般行政管理事务呢 | 61.80 %
公用经费多少→砍一成呢→那砍两成 | 10.50 万元
住房公积金多少→提租补贴呢→购房补贴呢→总共多少 | 39.92 万元
2023年预算多少→那2022年呢 | 5949.92 万元
"""


def lines(table: str) -> list[tuple[str, str]]:
    rows = [line.rpartition(" | ") for line in table.strip().splitlines()]
    return [(question, figure) for question, _, figure in rows]


def asserted(assistant: Assistant, question: str) -> str:
    answer = assistant.ask(question.split("→"))
    assert "answered" == answer.status, answer.answer
    return f"{answer.values[0].number} {answer.values[0].unit}"


@pytest.mark.parametrize(("question", "figure"), lines(COMPOSED))
def test_operations_compose(assistant: Assistant, question: str, figure: str) -> None:
    assert figure == asserted(assistant, question)


@pytest.mark.parametrize(("question", "figure"), lines(SUPPOSED))
def test_a_change_of_a_part_is_carried_to_the_whole(
    assistant: Assistant, question: str, figure: str
) -> None:
    assert figure == asserted(assistant, question)


@pytest.mark.parametrize(("question", "figure"), lines(CONVERSATIONS))
def test_a_turn_takes_over_what_it_leaves_unsaid(
    assistant: Assistant, question: str, figure: str
) -> None:
    assert figure == asserted(assistant, question)


@pytest.mark.parametrize("before", ["2022年", "江汉区科经局2022年", "您好，请问一下，"])
@pytest.mark.parametrize(
    "question", ["奖金比基本工资多多少", "商品和服务支出是多少", "公用经费里最大的三项是哪些"]
)
def test_naming_document_and_year_changes_nothing(
    assistant: Assistant, before: str, question: str
) -> None:
    plain, named = assistant.ask([question]), assistant.ask([before + question])
    assert plain.values == named.values


def test_a_figure_that_a_check_found_wrong_says_so(assistant: Assistant) -> None:
    answer = assistant.ask(["科技社会公益专项宣传是多少"])
    assert "3" == answer.values[0].number
    assert "finding" in [caveat.kind for caveat in answer.caveats]
    assert "9.00万元" in answer.answer


def test_all_that_does_not_agree_is_listed_with_its_sources(assistant: Assistant) -> None:
    answer = assistant.ask(["这份预算有哪些对不上的地方"])
    assert "answered" == answer.status
    assert {"13.87", "3.85", "14.77", "2141.22"} <= {value.number for value in answer.values}
    assert answer.citations


def test_a_follow_up_is_resolved_into_a_whole_question(assistant: Assistant) -> None:
    answer = assistant.ask(["奖金占工资福利支出多少", "那津贴补贴呢"])
    assert "津贴补贴占工资福利支出多少" == answer.resolved_question


def test_a_day_is_one_of_the_year_of_the_document(altered: Altered) -> None:
    leap = altered(lambda text: text.replace("2022", "2024"))
    assert "109.29 元/天" == asserted(leap, "电费平均每天多少元")
