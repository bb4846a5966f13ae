"""Many ways to ask one thing: meanings, reasons, duties, who and when, what is part of what, slips."""

from random import Random

import pytest

from assistant.answer import Answer
from assistant.chain import Assistant
from tests.assistant.conftest import library_of

DRAW = Random(2047)  # noqa: S311 - figures for a test, not a secret
PEOPLE = DRAW.randint(11, 29)
PAID, RISE, SLUICE, PUMP = (DRAW.randint(2, 90) * PEOPLE for _ in range(4))
BUDGET = f"""
甲市水务局2031年部门预算
一、主要职能
1、负责灌溉渠道的管理。
2、负责河道采砂的审批建议。
二、预算单位构成
本部门由机关本级组成。
三、人员构成
甲市水务局共有编制{PEOPLE + 4}人。在职人员实有{PEOPLE}人。
四、“三公”经费情况
（一）因公出国（境）费
预算控制数为0万元。实际发生时报市委审批后列入预算。
五、购买服务情况
2031年政府购买服务支出{PUMP}.00万元，内容主要有：水样检测、堤防巡查。
六、收支情况
基本支出{PAID}.00万元，比上年增加{RISE}.00万元，增加的主要原因是补发津贴。
其中：东湖闸口维护项目二期{SLUICE}.00万元；西湖泵站改造项目一期{PUMP}.00万元。
七、名词解释
（一）事业收入：指开展专业活动取得的收入。
（二）其他收入：指以上各项以外的收入，包括存款利息收入、捐赠收入。
（三）经济分类科目：按用途所作的分类。财政部从2020年1月1日起启用两套科目。
支出预算总表
单位：万元
科目编码	科目名称	合计	基本支出	项目支出
	合计	{PAID + SLUICE}.00	{PAID}.00	{SLUICE}.00
213	农林水支出	{PAID + SLUICE}.00	{PAID}.00	{SLUICE}.00
"""


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("water") / "甲市水务局2031年部门预算.txt"
    path.write_text(BUDGET.lstrip(), "utf-8")
    return Assistant(library_of(path))


def words_of(answer: Answer) -> str:
    """Return what an answer in words says; figures asserted beside them are none."""
    assert "answered" == answer.status, answer.answer
    assert () == answer.values
    return answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("事业收入是个么意思 讲简单点", "专业活动"),
        ("按名词解释，事业收入怎么界定", "专业活动"),
        ("啥子叫事业收入", "专业活动"),
        ("捐赠收入算哪一类收入", "捐赠收入"),
        (f"基本支出比上年多了{RISE}万元，官方给的缘由是什么", "补发津贴"),
        ("基本支出为么事变多了", "补发津贴"),
        ("基本支出多了 是什么名堂", "补发津贴"),
        ("采砂的事归这个局管吗", "河道采砂"),
        ("灌溉渠道是不是水务局在管", "灌溉渠道"),
        ("水务局底下还有没有别的单位", "机关本级"),
        ("出国的钱要报给谁批", "报市委审批"),
        ("出国实际发生时要经谁审批", "报市委审批"),
        ("两套经济分类科目是哪一天启用的", "2020年1月1日"),
        ("购买服务的内容里包不包括水样检测", "水样检测"),
    ],
)
def test_one_thing_is_asked_in_many_ways(water: Assistant, question: str, said: str) -> None:
    assert said in words_of(water.ask([question]))


@pytest.mark.parametrize(
    "question",
    [
        "购买服务的内容里包不包括餐饮",
        "养老院建设归这个局管吗",
        "项目支出是个么意思",
        "项目支出为么事变多了",
        "东湖闸口维护项目办公地址在哪条路",
        "印刷费一个月平摊下来几多钱",
    ],
)
def test_what_is_not_told_is_not_answered_with_something_else(
    water: Assistant, question: str
) -> None:
    assert "not_found" == water.ask([question]).status


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("东胡闸口二期拿了几多", SLUICE),  # a slip, the middle left out, a verb behind
        ("西湖泵占改造一期多少钱", PUMP),
        ("东湖闸口维护二期真有拿那么多吗", SLUICE),
    ],
)
def test_a_slip_inside_a_longer_name_is_found(water: Assistant, question: str, number: int) -> None:
    answer = water.ask([question])
    assert [str(number)] == [value.number.removesuffix(".00") for value in answer.values]


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("基本支出摊到每个在职的头上 一人一年大概多少万", PEOPLE),
        ("基本支出按在职的人头算 一人摊多少", PEOPLE),
        ("基本支出按编制均摊，一个编制合多少万元", PEOPLE + 4),
    ],
)
def test_an_amount_is_spread_over_heads(water: Assistant, question: str, heads: int) -> None:
    figure = water.ask([question]).values[0]
    assert figure.label.startswith("人均")
    assert abs(float(figure.number) - PAID / heads) < 0.01


def test_a_year_has_as_many_days_as_the_question_says(water: Assistant) -> None:
    answer = water.ask(["总预算按366天算 一天要花几多万"])
    assert "366" in answer.steps[0].expression


@pytest.mark.parametrize(
    ("loose", "plain"),
    [
        ("钱都花到哪儿去了", "支出有哪些"),
        ("你们的钱主要用在哪些地方", "支出有哪些"),
        ("哪个项目最烧钱", "哪个项目最多"),
        ("最吃钱的项目是哪个", "最多的项目是哪个"),
    ],
)
def test_a_loose_question_comes_to_what_the_plain_one_does(
    assistant: Assistant, loose: str, plain: str
) -> None:
    said, asked = assistant.ask([loose]), assistant.ask([plain])
    assert said.values
    assert said.values == asked.values
    assert said.answer == asked.answer
