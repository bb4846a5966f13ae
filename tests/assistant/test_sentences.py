"""What running text tells: reasons, what stayed, lists, sections under headings, two units of one amount."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from tests.assistant.conftest import library_of

DRAW = Random(2031)  # noqa: S311 - figures for a test, not a secret
NOW, FALL, CARS, TRIPS, OFFICES = (DRAW.randint(200, 900) for _ in range(5))
DROP = (Decimal(1000) / (OFFICES + 20)).quantize(Decimal("0.1"), ROUND_HALF_UP)
RATED, MONEY, SCORE = DRAW.randint(11, 40), DRAW.randint(100, 900), DRAW.randint(80, 99)
BUDGET = f"""
甲市水务局2031年部门预算
一、主要职能
负责灌溉。
二、机构设置
甲市水务局设3个内设机构，包括：办公室、防汛科、灌溉科。
办公用房面积1200平方米。
纳入预算的单位如下：甲市水务局机关(包括文书处、法规处、财务处{OFFICES}个内设处室)甲市河道局(包含河道局机关、养护站、船闸所{RATED}个三级单位)甲市水文站
三、“三公”经费情况
“三公”经费预算{CARS + TRIPS}.00万元。其中：
（一）因公出国（境）费{TRIPS}.00万元，比2030年减少{FALL}.00万元，主要原因是压减出访团组。
（二）公务用车购置及运行费{CARS}.00万元，与2030年持平，主要原因是车辆数没有变化。
四、绩效情况
纳入绩效自评的项目{RATED}个，涉及资金{MONEY}.00万元，平均得分{SCORE}分。
五、收支情况
2031年，甲市水务局支出预算{NOW}.00万元，比2030年减少{FALL}.00万元。
收支减少的主要原因是：一是人员减少。二是项目结束。
农林水（类）支出{NOW}.00万元。与上年相比增加8.00万元。主要原因：一是灌区扩大；二是泵站增多。
水利（款）防汛（项）支出5.00万元。与上年相比增加1.00万元。主要原因：一是农林水支出中堤防加长；二是沙袋涨价。
六、项目情况
（一）堤防加固
1、立项依据
依据防洪法第三条。
2、实施主体
由防汛科实施。
（二）水井改造
1、立项依据
依据抗旱条例第九条。
二、其他情况
（一）派出机构
1.东江站
2.西江站
（二）国有资产
截至2030年12月31日共有车辆7辆。2031年预算安排购置车辆2辆。
（三）政府采购
政府采购服务预算{OFFICES}.00万元。
（四）机关经费
甲市水务局机关本级及各站单位预留机动经费预算数为{OFFICES + 10}.00万元，与上年相比减少10.00万元，下降{DROP}%。
单位预算总表
单位：万元
单位名称	合计	基本支出	单位预留机动经费
甲市水务局	{NOW}.00	{NOW - 5}.00	{OFFICES + 10}.00
支出预算总表
单位：元
科目编码	科目名称	合计	基本支出	项目支出
	合计	{NOW}0000.00	{NOW}0000.00	0.00
213	农林水支出	{NOW}0000.00	{NOW}0000.00	0.00
履职项目表
单位：万元
科目编码	科目名称	合计
2130399	履职能力提升	{OFFICES}.50
基本支出经济分类表
单位：万元
科目编码	科目名称	人员经费
30302	退休费	3.00
"""


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("water") / "甲市水务局2031年部门预算.txt"
    path.write_text(BUDGET.lstrip(), "utf-8")
    return Assistant(library_of(path))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("因公出国（境）费为什么减少", "压减出访团组", "车辆数"),
        ("三公经费为什么减少", "压减出访团组", "车辆数"),
        ("公务用车购置及运行费和上年一样吗", "持平", "压减"),
        ("农林水支出为什么增加", "一是灌区扩大；二是泵站增多。", "堤防加长"),
        ("农林水支出增加的原因", "泵站增多", "堤防加长"),
        ("为什么减少", "一是人员减少。二是项目结束。", "压减出访"),
        ("支出预算比上年减少的原因", "二是项目结束", "压减出访"),
        ("内设机构有哪些", "防汛科", "平方米"),
        ("派出机构有哪些", "西江站", "防汛科"),
        ("水井改造的立项依据是什么", "第九条", "第三条"),
        ("堤防加固的立项依据是什么", "第三条", "第九条"),
    ],
)
def test_the_sentence_that_speaks_of_it_is_quoted(
    water: Assistant, question: str, said: str, unsaid: str
) -> None:
    answer = water.ask([question])
    assert "answered" == answer.status
    assert said in answer.answer
    assert unsaid not in answer.answer


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["纳入绩效自评的项目有几个"], f"{RATED} 个"),
        (["纳入绩效自评的项目涉及多少资金"], f"{MONEY}.00 万元"),
        (["纳入绩效自评的项目有几个", "涉及多少资金"], f"{MONEY}.00 万元"),
        (["三公经费是多少", "其中公务用车呢"], f"{CARS}.00 万元"),
        (["2031年增减多少"], f"-{FALL}.00 万元"),
        (["今年要买几辆车"], "2 辆"),
        (["机关有多少个内设处室"], f"{OFFICES} 个"),
        (["河道局有几个三级单位"], f"{RATED} 个"),
        (["单位预留机动经费比上年减少多少"], "10.00 万元"),
        (["绩效自评平均分"], f"{SCORE} 分"),
        (["履职能力提升是多少"], f"{OFFICES}.50 万元"),
        (["增长率是多少"], None),
        (["2030年的支出预算是多少"], f"{NOW + FALL}.00 万元"),
    ],
)
def test_an_amount_is_found_by_what_is_told_beside_it(
    water: Assistant, turns: list[str], expected: str | None
) -> None:
    answer = water.ask(turns)
    assert "answered" == answer.status, answer.answer
    rate = (Decimal(-FALL * 100) / (NOW + FALL)).quantize(Decimal("0.01"))
    asserted = answer.values[0]
    assert (expected or f"{rate} %") == f"{asserted.number} {asserted.unit}", answer.answer


def test_a_rate_printed_to_fewer_decimals_agrees_with_the_exact_one(water: Assistant) -> None:
    answer = water.ask(["单位预留机动经费比上年下降百分之几"])
    exact = (Decimal(-1000) / (OFFICES + 20)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert str(exact) == answer.values[0].number, answer.answer
    assert not [c for c in answer.caveats if c.kind == "printed_differs"]


@pytest.mark.parametrize(
    "question", ["政府购买服务预算多少", "政府购买服务", "退休人员有多少", "灌溉设备预算多少"]
)
def test_what_is_like_a_name_but_another_thing_has_no_figure(
    water: Assistant, question: str
) -> None:
    answer = water.ask([question])
    assert "not_found" == answer.status, answer.answer
