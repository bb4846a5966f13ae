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
办公费占比比工会经费占比高多少个百分点 | 1.67 百分点
最大的项目比最小的项目多多少 | 5073.02 万元
水费和电费加起来是办公费的几倍 | 0.60 倍
公用经费倒数第二是哪项 | 0.88 万元
去掉最大的项目剩下几个平均多少 | 99.50 万元
人员经费里最大的一项是什么 | 88.95 万元
占公用10%以上的有几项 | 5 个
住房公积金在人员经费里排第几 | 6 位
每人每月基本工资多少元 | 3452.50 元/人/月
总盘子是去年的几倍 | 1.14 倍
水、电、物业管理这三项凑到一块儿，够得上公用经费的百分之多少 | 21.41 %
撇开科研资金不算，余下四个项目平均每个多少 | 99.50 万元
公用经费把水费拿掉 剩下那十项平均一项多少万 | 5.15 万元
电费超出水费的那部分，是水费的几倍 | 3.00 倍
住房保障支出里不属于公积金的那部分占百分之几 | 31.19 %
水费在公用经费中的占比，比购房补贴在住房保障支出中的占比低几个百分点 | 14.95 百分点
水 电 物业三笔平摊到每个月 要交几多块钱 | 9366.67 元/月
基本工资 津贴补贴 奖金三样全加上 再除以在职的人 每人一年是几万 | 18.66 万元/人
人均的工资福利支出比平均的公用经费高多少万元 | 23.61 万元/人
206类之下，技术与开发的构成比与科学技术管理事务的构成比之间，差距是多少个百分点 | 79.71 百分点
项目支出顶得上基本支出几倍 | 12.25 倍
工资福利支出项下金额居前三位的科目，其合计数占288.60万元的百分比为何 | 64.67 %
公用经费最花钱的五样 一起占了公用经费的几成 | 84.12 %
四张申报表2021年年初预算总和相对2020年年初预算总和的增长幅度为多少 | 42.78 %
工资福利支出中，养老保险缴费的占比高于职工基本医疗保险缴费的占比多少个百分点 | 1.84 百分点
较上年，项目支出的增加额是基本支出增加额的多少倍 | 42.52 倍
福利费和工会经费两笔，合占公用经费多少 | 12.57 %
福利费搭上工会经费 两样抵得上几个培训费 | 4.82 倍
高新技术企业认定奖励1800万元当中，新认定这一档算下来占百分之几 | 83.33 %
不看科学技术这一类 另外四类平均下来一类是几多万 | 67.70 万元
公用经费款级科目中，金额恰为1.00万元的共有几个 | 2 个
科学管理那个项目21年头八个月 平均一个月花掉几多万 | 13.71 万元/月
科学管理事务支出2021年年初预算，同2020年实际安排数相比，增减率如何 | 8.28 %
公用经费按金额降序排列，列第四位的是哪项 | 6.24 万元
公用经费十一个科目，去掉最大的一个、再去掉最小的一个，余下九个的平均数是多少 | 4.08 万元
工资福利支出各款由高到低排，排第三的是谁，多少钱 | 41.43 万元
奖金连同津贴补贴，在工资福利支出288.60万元中占多大份额 | 50.31 %
和2021年相比，基本支出在总预算里的占比下降了几个百分点 | -0.73 百分点
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
公用经费前三→加起来→占比→剩下的呢 | 38.66 %
退休费和奖金谁多→后者占人员经费多少 | 22.44 %
水费多少→电费多少→前者是后者的几成 | 25.00 %
总预算多少→其中人员经费呢→按编制人均 | 36.04 万元/人
行政运行占20601多少→一般行政管理事务呢 | 61.80 %
公用经费多少→砍一成呢→那砍两成 | 10.50 万元
住房公积金多少→提租补贴呢→购房补贴呢→总共多少 | 39.92 万元
2023年预算多少→那2022年呢 | 5949.92 万元
公积金多少→购房补贴呢→还有提租的→三个合起来 | 39.92 万元
水费多少→电费呢→再加上物业管理费一共多少 | 11.24 万元
工业那个项目21年1到8月用了多少→占那年年初预算的多少 | 32.03 %
行政单位离退休安排了多少→它在社会保障和就业支出中占多大份额→那么机关事业单位基本养老保险缴费支出呢 | 13.74 %
项目支出较上年增加多少→基本支出增加多少→后者在两者之和中的占比 | 2.30 %
住房公积金多少→提租补贴和购房补贴两项合计呢→前述公积金是这两项合计的几倍 | 2.21 倍
一年电费要几多→平均一个月多少块→水费也这样算哈 | 833.33 元/月
科学管理事务那个项目 21年年初给了几多→到8月底用了多少→还剩好多冇用 | 60.33 万元
资源勘探工业信息那一类总共好多→里面分哪两个→大的那个比小的多几多 | 18.00 万元
2021年部门总预算多少→其中项目支出多少→占比多少→换作2022年，这一占比为多少 | 92.46 %
民营那个项目的专家评审费用要几多→工业经济信息的项目专家评审费嘞→民营的是工业的几倍呀 | 2.00 倍
民营经济工作经费中审计服务费安排多少→占该项目当年预算的百分之几 | 20.83 %
科学技术支出占总支出多少→住房保障支出那一类呢 | 0.67 %
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
    assert "津贴补贴占工资福利支出的百分之几？" == answer.resolved_question


def test_a_day_is_one_of_the_year_of_the_document(altered: Altered) -> None:
    leap = altered(lambda text: text.replace("2022", "2024"))
    assert "109.29 元/天" == asserted(leap, "电费平均每天多少元")


def test_what_is_counted_on_must_have_been_answered(assistant: Assistant) -> None:
    answer = assistant.ask(["水费多少", "电费呢", "三个合起来多少"])
    assert ("not_found", "unresolved") == (answer.status, answer.plan["reason"])


def test_a_mean_of_what_is_left_names_what_it_is_of(assistant: Assistant) -> None:
    answer = assistant.ask(["撇开科研资金不算，余下四个项目平均每个多少"])
    assert "合计各项" not in answer.answer
    assert 4 == len(answer.citations)


def test_what_is_bought_is_told_by_the_sentence_of_its_amount(assistant: Assistant) -> None:
    answer = assistant.ask(["政府采购多少", "其中服务类呢", "具体都采购些什么服务"])
    assert answer.citations[0].quote == "服务类11.5万元，为印刷、会计、法律服务采购。"
    assert answer.values == ()


def test_figures_alone_are_no_answer_to_what_is_bought(assistant: Assistant) -> None:
    assert "answered" != assistant.ask(["办公费用来购买什么东西"]).status


@pytest.mark.parametrize(
    "question",
    [
        "办公费和水费四者之和占公用经费多少",
        "水费和电费差多少个百分点",
        "科学管理事务支出2021年年初预算还剩多少没用",
    ],
)
def test_figures_that_are_not_what_is_expected_are_not_given(
    assistant: Assistant, question: str
) -> None:
    assert "answered" != assistant.ask([question]).status
