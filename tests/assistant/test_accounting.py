"""A plan that leaves words of the question unused is not answered from, whoever made it."""

from collections.abc import Sequence

import pytest

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.library import Library
from assistant.plan import Cell, Difference, Expression, Plan, Share
from assistant.planner import Frame
from assistant.rules import RulesPlanner

# Questions whose every word a plan must use; what stands in the first is asked for by the second.
NEEDS_MORE = {
    "share": "办公费占公用经费多少",
    "average": "公用经费各项平均多少",
    "most": "公用经费里最多的是哪项",
    "condition": "公用经费里超过5万元的有哪些",
    "what_if": "办公费压减10%是多少",
    "except": "公用经费除了办公费还有多少",
    "convert": "办公费换算成元是多少",
    "per_head": "人均办公费多少",
    "difference": "办公费比水费多多少",
}


class OnePlan:
    """Answers everything by the same goals."""

    def __init__(self, *goals: Expression) -> None:
        self._plan = Plan(goals=goals)

    def plan(
        self,
        question: str,  # noqa: ARG002 - the interface's own
        frame: Frame | None,  # noqa: ARG002
        documents: Sequence[str] | None,  # noqa: ARG002
    ) -> tuple[Plan, Frame]:
        return self._plan, Frame()


def cell(library: Library, name: str) -> Cell:
    goals = RulesPlanner(library).plan(f"{name}是多少", None, None)[0].goals
    assert isinstance(goals[0], Cell)
    return goals[0]


def ask(library: Library, question: str, *goals: Expression) -> Answer:
    return Assistant(library, OnePlan(*goals)).ask([question])


@pytest.mark.parametrize("question", NEEDS_MORE.values(), ids=NEEDS_MORE)
def test_a_plain_cell_answers_no_question_for_more(library: Library, question: str) -> None:
    plain = ask(library, question, cell(library, "办公费"))
    assert (plain.status, plain.values) == ("not_found", ())
    assert "没有完全读懂" in plain.answer
    assert "最接近的内容是：办公费为8.36万元〔1〕" in plain.answer
    assert Assistant(library).ask([question]).status == "answered"


def test_a_name_and_a_number_of_the_question_must_be_used(library: Library) -> None:
    office = cell(library, "办公费")
    assert ask(library, "水费是多少", office).status == "not_found"
    assert ask(library, "办公费是9.99万元吗", office).status == "not_found"
    assert ask(library, "办公费是8.36万元吗", office).status == "answered"
    assert ask(library, "办公费是83600元吗", office).status == "answered"
    assert ask(library, "公用经费里的办公费是多少", office).status == "answered"


def test_what_cannot_be_meant_is_not_answered(library: Library) -> None:
    part, whole = cell(library, "公用经费"), cell(library, "办公费")
    over = Share(part=part, whole=whole)
    assert ask(library, "公用经费占多少", over).status == "not_found"
    assert ask(library, "公用经费占办公费的百分之几", over).status == "answered"
    same = Difference(left=part, right=part)
    assert ask(library, "公用经费差多少", same).status == "not_found"


def test_another_unit_or_a_person_is_no_amount_of_money(library: Library) -> None:
    office = cell(library, "办公费")
    assert ask(library, "办公费有几家", office).status == "not_found"
    assert ask(library, "办公费是谁填的", office).status == "not_found"
    assert ask(library, "办公费是多少元", office).status == "not_found"


def test_half_of_something_is_no_plain_figure(library: Library) -> None:
    assert ask(library, "办公费的一半是多少", cell(library, "办公费")).status == "not_found"


def test_how_many_kinds_is_no_list_of_amounts(library: Library) -> None:
    assert ask(library, "办公费有几类", cell(library, "办公费")).status == "not_found"
