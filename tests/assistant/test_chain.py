"""The whole as a runnable, its tools, and what the answer's JSON always holds."""

import json
from decimal import Decimal

import pytest
from langchain_core.tools import BaseTool
from pydantic import ValidationError

from assistant.answer import Answer
from assistant.calculation import Computed
from assistant.chain import LONGEST_QUESTION, Assistant, StepEvent
from assistant.tools import calculation_tools
from corpus.errors import UsageError

SHARE = "工资福利支出占基本支出的比例是多少？"

FIELDS = {
    "answer": "id question resolved_question status answer values citations steps caveats options plan timings",
    "value": "label number unit origin",
    "citation": "n document table row column section quote value unit locator",
    "step": "operation expression operands result unit rounding",
    "caveat": "kind text citations",
}


@pytest.fixture(scope="module")
def tools() -> dict[str, BaseTool]:
    return {tool.name: tool for tool in calculation_tools()}


def fields(name: str) -> set[str]:
    return set(FIELDS[name].split())


def artifact(tool: BaseTool, **given: object) -> Computed:
    call = {"name": tool.name, "args": given, "id": "1", "type": "tool_call"}
    computed = tool.invoke(call).artifact
    assert isinstance(computed, Computed)
    return computed


def test_invoking_the_runnable_returns_the_answer(assistant: Assistant) -> None:
    given = {"turns": [SHARE], "documents": None, "id": "q1"}
    answer = assistant.as_runnable().invoke(given)
    assert isinstance(answer, Answer)
    assert ("q1", "answered", "64.29") == (answer.id, answer.status, answer.values[0].number)


def test_streaming_the_runnable_yields_the_steps_then_the_answer(assistant: Assistant) -> None:
    *steps, answer = assistant.as_runnable().stream({"turns": [SHARE]})
    assert {StepEvent} == {type(step) for step in steps}
    stages = [step.stage for step in steps]
    assert ["理解问题", "查找", "计算", "核对"] == list(dict.fromkeys(stages))
    assert "288.60 ÷ 448.90 × 100% = 64.29%" in [step.text for step in steps]
    assert isinstance(answer, Answer)
    assert answer.answer == assistant.ask([SHARE]).answer


def test_a_follow_up_takes_over_what_was_asked(assistant: Assistant) -> None:
    given = {"turns": ["水费安排了多少？", "那电费呢？"]}
    answer = assistant.as_runnable().invoke(given)
    assert "4.00" == answer.values[0].number
    assert ("那电费呢？", "电费是多少？") == (answer.question, answer.resolved_question)


@pytest.mark.parametrize(
    "question", [SHARE, "公务接待费是多少", "基本支出为什么增加？", "邮电费多少", "明天下不下雨？"]
)
def test_an_answers_json_holds_every_field_of_the_contract(
    assistant: Assistant, question: str
) -> None:
    given = json.loads(assistant.ask([question], id="x").model_dump_json())
    assert fields("answer") == set(given)
    parts = (
        ("value", "values"),
        ("citation", "citations"),
        ("step", "steps"),
        ("caveat", "caveats"),
    )
    for name, many in parts:
        assert [fields(name)] * len(given[many]) == [set(part) for part in given[many]]
    assert [True] * len(given["values"]) == [isinstance(v["number"], str) for v in given["values"]]
    assert list(range(1, len(given["citations"]) + 1)) == [c["n"] for c in given["citations"]]
    assert given["status"] == given["plan"]["status"]
    assert 0 < given["timings"]["total_ms"] < 10_000
    assert given == json.loads(Answer.model_validate(given).model_dump_json())


@pytest.mark.parametrize("turns", [[], [""], ["  \n"], ["公用经费是多少", "　"]])
def test_an_empty_question_is_wrong_usage(assistant: Assistant, turns: list[str]) -> None:
    with pytest.raises(UsageError):
        assistant.ask(turns)


def test_an_overlong_question_is_wrong_usage(assistant: Assistant) -> None:
    for turns in (["费" * (LONGEST_QUESTION + 1)], ["费" * (LONGEST_QUESTION + 1), "水费呢"]):
        with pytest.raises(UsageError):
            assistant.ask(turns)


def test_a_document_that_is_not_loaded_is_not_found(assistant: Assistant) -> None:
    answer = assistant.ask(["公用经费是多少"], documents=["别的文件.txt"])
    assert ("not_found", ()) == (answer.status, answer.values)


@pytest.mark.parametrize("documents", [None, []])
def test_no_documents_named_means_all(assistant: Assistant, documents: list[str] | None) -> None:
    assert "52.51" == assistant.ask(["公用经费是多少"], documents=documents).values[0].number


@pytest.mark.parametrize(
    ("name", "given", "number", "unit"),
    [
        ("add_amounts", {"amounts": ["0.1", "0.2"], "unit": "万元"}, "0.3", "万元"),
        ("subtract_amounts", {"left": "0.3", "right": "0.1", "unit": "元"}, "0.2", "元"),
        ("share_of", {"part": "448.90", "whole": "5,949.92", "unit": "万元"}, "7.54", "%"),
        ("growth_rate", {"now": "5949.92", "base": "5225.25", "unit": "万元"}, "13.87", "%"),
        ("average_of", {"amounts": ["1", "2"], "unit": "人"}, "1.50", "人"),
        ("convert_unit", {"amount": "5949.92", "unit": "万元", "target": "元"}, "59499200", "元"),
    ],
)
def test_a_tool_takes_strings_and_returns_the_exact_number(
    tools: dict[str, BaseTool], name: str, given: dict[str, object], number: str, unit: str
) -> None:
    computed = artifact(tools[name], **given)
    assert Decimal is type(computed.value)
    assert (number, unit) == (f"{computed.value:f}", computed.unit)
    assert f"{computed.expression} = {number}{unit}" in tools[name].invoke(given)


def test_all_tools_are_tried(tools: dict[str, BaseTool]) -> None:
    calls = "add_amounts subtract_amounts share_of growth_rate average_of convert_unit"
    assert set(calls.split()) == set(tools)


def test_every_digit_of_a_long_number_reaches_the_artifact(tools: dict[str, BaseTool]) -> None:
    amounts = ["12345678901234567.89", "0.01"]
    computed = artifact(tools["add_amounts"], amounts=amounts, unit="元")
    assert "12345678901234567.90" == f"{computed.value:f}"


def test_a_float_is_refused_by_every_tool(tools: dict[str, BaseTool]) -> None:
    for given in (
        {"name": "add_amounts", "amounts": [0.1, 0.2], "unit": "万元"},
        {"name": "subtract_amounts", "left": 0.3, "right": "0.1", "unit": "元"},
        {"name": "share_of", "part": "1", "whole": 3.0, "unit": "元"},
        {"name": "growth_rate", "now": 1.1, "base": "1", "unit": "元"},
        {"name": "average_of", "amounts": ["1", 2.5], "unit": "元"},
        {"name": "convert_unit", "amount": 0.1, "unit": "万元", "target": "元"},
    ):
        with pytest.raises(ValidationError):
            tools[str(given.pop("name"))].invoke(given)
