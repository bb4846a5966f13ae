"""Questions in words that are not the document's: synonyms, torn words, later parts, and their limits."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.content import asked_words
from assistant.library import Library, build
from assistant.normal import normalise
from assistant.question import read_clauses
from corpus.reader import read_disclosure
from index.chunking import document_record, facts_of, passages_of

_DRAWN = random.Random(41)  # noqa: S311 - a test draws figures, no secrets
MOVED, NEW, COPIES, BOOTHS, GUESTS, TRIPS = _DRAWN.sample(range(11, 99), 6)
PRICE, RATE, MOST, AREA = _DRAWN.sample(range(101, 499), 4)
DEAD, LOST = _DRAWN.sample(range(2, 9), 2)
FORM = f"""\
松岭市产业促进局2024年部门预算

项目支出绩效目标申报表

项目名称\t园区招引专项\t项目属性\t□新增项目 ☑延续项目\t
实施单位\t园区服务中心\t项目经办人\t吕家豪\t
项目起止时间\t2024年1月至2026年12月\t联系电话\t33455801\t
实施计划\t主要用于园区道路养护、对口支援石桥镇柳湾村、临聘人员工资。\t\t\t
支出明细\t支出内容\t计算过程\t金额（万元）\t
\t招引奖励\t1、规上企业引进奖励 900 万元。市外整体迁入 {MOVED} 万元/家，3 家；新注册 {NEW} 万元/家，7 家。\t900.00\t
\t租金补助\t2、创业团队房租补贴 60 万元。按照不超过实际租金 {RATE}% 的比例，单个团队年度补贴最高 {MOST} 万元，补贴面积最高 {AREA} 平方米。\t60.00\t
\t推介会\t3、推介会费用 40 万元。印刷宣传手册 {PRICE} 元*{COPIES}00 份=5 万元；布置展位 {BOOTHS} 个；外出考察 {TRIPS} 次。\t40.00\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t指标说明
\t效益指标\t社会效益\t因安全事故发生的财产损失\t≤{LOST}元\t通报
\t效益指标\t社会效益\t因安全事故发生的人员伤亡\t≤{DEAD}人次\t通报
\t产出指标\t数量指标\t接待考察客商\t≥{GUESTS}人\t统计
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Read the form alone."""
    path = tmp_path_factory.mktemp("loose") / "松岭市产业促进局2024年部门预算.txt"
    path.write_text(FORM, "utf-8")
    disclosure = read_disclosure(path)
    facts = facts_of(disclosure)
    return build([document_record(disclosure, "", len(facts))], facts, passages_of(disclosure))


@pytest.fixture(scope="module")
def ask(library: Library) -> Callable[[str], Answer]:
    """Ask an assistant that has read the form only."""
    assistant = Assistant(library)
    return lambda question: assistant.ask(question.split("→"))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("外地规上企业整个搬过来一家奖多少", [(MOVED, "万元/家")]),
        ("外市整体搬来的，一家奖多少？预计几家？", [(MOVED, "万元/家"), (3, "家")]),
        ("新注册的规上企业一家奖多少 有几家", [(NEW, "万元/家"), (7, "家")]),
        ("创业团队租房补贴一个团队封顶多少", [(MOST, "万元")]),
        ("创业团队租房补贴的面积上限是多少", [(AREA, "平方米")]),
        ("创业团队租房补贴不超过租金的百分之几，单个团队最高多少", [(RATE, "%"), (MOST, "万元")]),
        ("宣传手册印了多少份，单价多少", [(COPIES * 100, "份"), (PRICE, "元")]),
        ("考察的客商要接待够多少人才算达标", [(GUESTS, "人")]),
        ("接待考察客商的底线是多少", [(GUESTS, "人")]),
    ],
)
def test_figures_are_found_by_other_words_part_by_part(
    ask: Callable[[str], Answer], question: str, figures: list[tuple[int, str]]
) -> None:
    answer = ask(question)
    told = [(Decimal(value.number), value.unit) for value in answer.values]
    assert [(Decimal(number), unit) for number, unit in figures] == told, answer.answer


def test_what_a_word_rules_out_is_not_told(ask: Callable[[str], Answer]) -> None:
    answer = ask("因安全事故死伤的人数指标是多少")
    assert LOST not in [int(Decimal(value.number)) for value in answer.values]


@pytest.mark.parametrize(
    "question",
    [
        "飞行员外出考察多少次",
        "飞行员每人每月补贴多少",
        "创业团队养老补贴最高多少",
        "创业团队租房补贴一家最多补多少",
    ],
)
def test_a_thing_nobody_speaks_of_is_not_found(ask: Callable[[str], Answer], question: str) -> None:
    assert "not_found" == ask(question).status


def test_which_of_a_sort_is_told_by_the_sentence_that_says_it(
    ask: Callable[[str], Answer],
) -> None:
    assert "柳湾村" in ask("对口支援的是哪个村").answer


def test_words_are_cut_as_the_language_cuts_them(library: Library) -> None:
    text = normalise("创业团队租房子的钱")
    clause = read_clauses(text, library.lexicon, library.owners)[0]
    asked = {word.text: word.alike for word in asked_words(clause, library.lexicon)}
    assert "房租" in asked["租房子"]
