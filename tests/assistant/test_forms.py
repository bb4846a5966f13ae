"""Questions about forms of a layout of their own: terms, tiers, choices, offices, dates, sources."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.library import build
from corpus.reader import read_disclosure
from index.chunking import document_record, facts_of, passages_of

_DRAWN = random.Random(20)  # noqa: S311 - a test draws figures, no secrets
GUARDS, WAGE, BOATS, RENT, PLACES, TEST = (_DRAWN.randint(11, 99) for _ in range(6))
TOP, MIDDLE, LOW, MOST = sorted(_DRAWN.sample(range(2, 90), 4), reverse=True)
LATER, YEARLY = _DRAWN.randint(300, 400), _DRAWN.randint(20, 90)
FORM = f"""\
平川市水利服务局2024年部门预算

项目支出绩效目标申报表

项目名称\t河道保洁与水质监测\t项目属性\t□新增项目 ☑延续项目\t
实施单位\t河湖管理中心\t项目经办人\t吕家豪\t
项目起止时间\t2024年1月至2026年12月\t联系电话\t33455801\t
立项的必要性\t1.政策依据：根据《河道管理条例》的要求常年保洁，每月都要检查一次河面。 2.现实意义：减少投诉，改善水环境，方便沿河群众的生活。\t\t\t
实施计划\t由河湖管护股牵头，委托第三方公司保洁；水质监测由检测站负责，8 月底前完成中期检查。\t\t\t
支出明细\t支出内容\t计算过程\t金额（万元）\t
\t人员劳务\t保洁员 {GUARDS} 人，每人每月 {WAGE} 元，12 个月。\t72.00\t
\t船只租赁\t租用清漂船 {BOATS} 艘，每艘每年租金 {RENT} 万元。\t22.50\t
\t水质检测\t设监测断面 {PLACES} 个，每个断面每次检测费 {TEST} 元。\t21.60\t
\t达标奖励\t1、断面达标奖励 90 万元。国家级断面 {TOP} 万元/个，1 个；省级断面 {MIDDLE} 万元/个，2 个；市级断面 {LOW} 万元/个，3 个。 2、监理费用 8 万元。单个断面最高 {MOST} 万元。\t98.00\t
长期目标\t年度目标\t\t\t
培养持证技术员 {LATER} 名\t培养持证技术员 {YEARLY} 名\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t指标说明
\t产出指标\t数量指标\t清运河道垃圾\t≥3200吨\t以过磅单为准
\t\t质量指标\t断面优良率\t≥{YEARLY}.00(%)\t环保部门通报
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Ask an assistant that has read the form only."""
    path = tmp_path_factory.mktemp("forms") / "平川市水利服务局2024年部门预算.txt"
    path.write_text(FORM, "utf-8")
    disclosure = read_disclosure(path)
    facts = facts_of(disclosure)
    record = document_record(disclosure, "", len(facts))
    assistant = Assistant(build([record], facts, passages_of(disclosure)))
    return lambda question: assistant.ask(question.split("→"))


@pytest.mark.parametrize(
    ("question", "number", "unit"),
    [
        ("保洁员有多少人", GUARDS, "人"),
        ("保洁员每人每月多少钱", WAGE, "元"),
        ("清漂船租几艘", BOATS, "艘"),
        ("清漂船每艘一年租金多少", RENT, "万元"),
        ("监测断面设了几个", PLACES, "个"),
        ("每个断面检测一次多少钱", TEST, "元"),
        ("省级断面一个奖多少钱", MIDDLE, "万元/个"),
        ("单个断面最高给多少", MOST, "万元"),
        ("今年要培养多少名持证技术员", YEARLY, "名"),
        ("长期目标要培养多少名持证技术员", LATER, "名"),
        ("断面优良率目标是多少", YEARLY, "%"),
        ("保洁员有几人→每人每月多少钱", WAGE, "元"),
    ],
)
def test_a_number_is_found_in_the_terms_it_is_asked_in(
    ask: Callable[[str], Answer], question: str, number: int, unit: str
) -> None:
    answer = ask(question)
    first = answer.values[0] if answer.values else None
    assert (Decimal(number), unit) == (
        (Decimal(first.number), first.unit) if first else answer.answer
    )


def test_the_most_there_may_be_is_called_that(ask: Callable[[str], Answer]) -> None:
    assert f"不超过{MOST}.00万元" in ask("单个断面最高给多少").answer


def test_tiers_are_listed_each_with_its_price(ask: Callable[[str], Answer]) -> None:
    answer = ask("断面达标奖励分哪几档、每个各多少")
    prices = [(value.number, value.unit) for value in answer.values]
    assert [(str(n), "万元/个") for n in (TOP, MIDDLE, LOW)] == prices


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("河道保洁是新增项目还是延续项目", "☑延续项目"),
        ("河道保洁项目由哪个科室牵头", "由河湖管护股牵头"),
        ("清运河道垃圾以什么为准", "以过磅单为准"),
        (
            "河道保洁项目的政策依据是什么",
            "1.政策依据：根据《河道管理条例》的要求常年保洁，每月都要检查一次河面。",
        ),
        ("河道保洁项目什么时候结束", "2024年1月至2026年12月"),
        ("河道保洁项目找谁，电话多少", "33455801"),
        ("河道保洁项目找谁", "吕家豪"),
    ],
)
def test_a_field_in_words_is_found_by_what_is_asked(
    ask: Callable[[str], Answer], question: str, words: str
) -> None:
    answer = ask(question)
    assert (True, ()) == (words in answer.answer, answer.values), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "保洁员每天多少钱一个人",
        "清漂船买一艘多少万",
        "国家级断面最低给多少",
        "县级断面一个奖多少钱",
    ],
)
def test_what_is_only_half_said_has_no_wrong_figure(
    ask: Callable[[str], Answer], question: str
) -> None:
    wrong = {str(n) for n in (WAGE, BOATS, MIDDLE, LOW, MOST)}
    assert not wrong & {value.number for value in ask(question).values[:1]}
