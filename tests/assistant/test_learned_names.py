"""What is known of a disclosure is read from it: other names, figures, units or years, other answers."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant.chain import Assistant
from assistant.library import Library

Altered = Callable[[Callable[[str], str]], Assistant]

# Names of the shipped disclosure → others of the same length, so that broken lines break alike.
RENAMED = """
江汉 云溪
科学技术和经济信息化局 农业农村和水务生态渔局
区科经局 区农水局
科学管理事务支出 灌溉设施养护资费
高技术人才引进劳务费 大学生村官聘任劳务费
科技研究与开发资金 良种繁育与推广资金
科技研究与 良种繁育与
工业经济信息工作经费 水产养殖防疫工作经费
民营经济工作 渔民转产培训
廖建东 苏明远
郑明辉 何思齐
李卉 阮青
雷浩 谭岳
段道聚 欧阳朔
85626370 66171234
"""
SHORT = {"科经局": "农水局"}

QUESTIONS = [
    "科经局2022年的总预算有多少？",
    "江汉区科学技术和经济信息化局的公用经费是多少？",
    "科学管理事务支出安排了多少万元？",
    "高技术人才引进劳务费是多少",
    "民营经济工作专项经费本年度安排多少万元？",
    "工业经济信息工作经费多少钱",
    "科学管理事务支出2021年年初预算安排了多少？",
    "科学管理事务支出占项目支出的比例是多少？",
    "有几个项目？",
    "区科经局人员经费比公用经费多多少？",
    "去年的总预算有多少？",
]
PEOPLE = [
    ("科学管理事务支出的项目负责人是谁？", "廖建东"),
    ("民营经济工作经费的项目负责人是谁？", "段道聚"),
    ("部门整体绩效目标申报表的填报人叫什么？", "雷浩"),
    ("科技研究与开发资金的联系电话是多少？", "85626370"),
]


def renamed(text: str) -> str:
    """Replace every name, also where a blank breaks it in a cell; the blank stays in its place."""
    pairs = [line.split() for line in RENAMED.strip().split("\n")]
    for old, new in pairs:
        assert len(old) == len(new)
        letters = re.compile(" ?".join(map(re.escape, old)))
        text = letters.sub(lambda m, new=new: _in_place(m[0], new), text)  # type: ignore[misc]
    for old, new in SHORT.items():
        text = text.replace(old, new)
    return text


def _in_place(printed: str, new: str) -> str:
    letters = iter(new)
    return "".join(" " if letter == " " else next(letters) for letter in printed)


def figures(assistant: Assistant, question: str) -> list[tuple[str, str | None]]:
    return [(value.number, value.unit) for value in assistant.ask([question]).values]


def first(assistant: Assistant, *turns: str) -> str:
    answer = assistant.ask(turns)
    assert "answered" == answer.status, answer.answer
    return f"{answer.values[0].number} {answer.values[0].unit}"


def test_other_names_of_departments_projects_and_people_change_no_figure(
    assistant: Assistant, altered: Altered
) -> None:
    other = altered(renamed)
    assert [figures(assistant, q) for q in QUESTIONS] == [
        figures(other, renamed(q)) for q in QUESTIONS
    ]
    assert all(figures(assistant, q) for q in QUESTIONS)


def test_people_are_known_by_the_document_alone(assistant: Assistant, altered: Altered) -> None:
    other = altered(renamed)
    for question, name in PEOPLE:
        assert name in assistant.ask([question]).answer
        assert renamed(name) in other.ask([renamed(question)]).answer


def test_the_names_of_another_disclosure_are_not_known(altered: Altered) -> None:
    other = altered(renamed)
    for question in (
        "高技术人才引进劳务费是多少",
        "江汉区科学技术和经济信息化局的公用经费是多少？",
    ):
        answer = other.ask([question])
        assert ("not_found", ()) == (answer.status, answer.values)


@pytest.mark.parametrize(
    ("old", "new", "question", "before", "after"),
    [
        ("办公费\t8.36", "办公费\t9.41", "办公费是多少", "8.36 万元", "9.41 万元"),
        ("培训费\t1.37", "培训费\t2.48", "培训费是多少", "1.37 万元", "2.48 万元"),
        ("水费\t1.00", "水费\t3.25", "水费和电费一共多少", "5.00 万元", "7.25 万元"),
        ("奖金\t88.95", "奖金\t90.00", "奖金占工资福利支出的比例", "30.82 %", "31.19 %"),
        ("退休人员实有数 22 人", "退休人员实有数 37 人", "退休人员有多少人", "22 人", "37 人"),
        ("基本工资\t41.43", "基本工资\t47.10", "基本工资是多少元", "414300 元", "471000 元"),
        ("12.80万元", "1280元", "政府采购预算支出合计多少", "12.80 万元", "1280 元"),
        ("99万元", "0.5亿元", "政府购买服务支出合计多少", "99 万元", "0.5 亿元"),
        ("100%\t5225.25", "100%\t5226.26", "去年的总预算有多少", "5225.25 万元", "5226.26 万元"),
        ("减少 0.01 万元", "增加 0.02 万元", "公务接待费去年是多少", "0.10 万元", "0.07 万元"),
        ("92.46%\t4793", "92.46%\t4801", "2021年项目支出的预算数", "4793 万元", "4801 万元"),
    ],
)
def test_another_figure_or_unit_in_the_text_is_another_answer(
    assistant: Assistant,
    altered: Altered,
    old: str,
    new: str,
    question: str,
    before: str,
    after: str,
) -> None:
    assert before == first(assistant, question)
    assert after == first(altered(lambda text: text.replace(old, new)), question)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("增加 724.67", "5225.25 万元"),
        ("增加 700.00", "5249.92 万元"),
        ("减少 724.67", "6674.59 万元"),
    ],
)
def test_last_years_figure_is_derived_where_it_is_not_printed(
    altered: Altered, change: str, expected: str
) -> None:
    def unprinted(text: str) -> str:
        lines = [line for line in text.split("\n") if "5225.25" not in line]
        return "\n".join(lines).replace("预算增加 724.67", f"预算{change}")

    assert expected == first(altered(unprinted), "去年的总预算有多少")


def test_another_unit_above_a_table_is_the_unit_of_its_figures(altered: Altered) -> None:
    def in_yuan(text: str) -> str:
        head = "2022年一般公共预算基本支出表\n\n单位：万元"
        return text.replace(head, head.replace("万元", "元"))

    other = altered(in_yuan)
    assert "8.36 元" == first(other, "办公费是多少")
    assert "0.000836 万元" == first(other, "办公费是多少万元")


def test_other_years_are_asked_by_their_own_numbers(altered: Altered) -> None:
    other = altered(lambda text: text.replace("2022", "2032").replace("2021", "2031"))
    assert "5949.92 万元" == first(other, "2032年的总预算有多少")
    assert "4793 万元" == first(other, "2031年项目支出的预算数")
    assert "4793 万元" == first(other, "去年项目支出的预算数")
    answer = other.ask(["2022年的总预算有多少"])
    assert ("not_found", ()) == (answer.status, answer.values)


def test_a_row_that_is_gone_is_not_found(assistant: Assistant, altered: Altered) -> None:
    def without(text: str) -> str:
        return re.sub(r"30209\t物业管理费\t.*\n", "", text)

    assert "6.24 万元" == first(assistant, "物业管理费是多少")
    answer = altered(without).ask(["物业管理费是多少"])
    assert ("not_found", ()) == (answer.status, answer.values)


def test_every_figure_of_the_economic_table_is_answered_from_its_own_cell(
    assistant: Assistant, library: Library
) -> None:
    facts = [f for f in library.lexicon.facts if f.code and len(f.code) == 5 and f.code[0] == "3"]
    rows = {f.code: f for f in facts if f.column[-1] == "小计"}
    asked = {code: assistant.ask([f"{code}安排了多少"]) for code in rows}
    assert {code: f.value for code, f in rows.items()} == {
        code: Decimal(answer.values[0].number) for code, answer in asked.items() if answer.values
    }
    assert len(rows) > 20
