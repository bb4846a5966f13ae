"""Scoring: what is right, wrong, not answered, a false figure, a right cell."""

import pytest

from assistant.answer import Answer, Citation, Status, Value
from eval.cases import Case, Figure, Place, Way
from eval.metrics import Outcome, same_figure, score

SEED = "江汉区科学技术和经济信息化局2022年预算.txt"


def value(number: str, unit: str | None) -> Value:
    return Value(label="", number=number, unit=unit, origin="cited")


def cell(line: int, column: int | None = None, document: str = SEED) -> Citation:
    locator = {"line": line} if column is None else {"line": line, "column": column}
    return Citation(n=1, document=document, locator=locator)


def answer(
    *values: Value,
    cells: tuple[Citation, ...] = (),
    status: Status = "answered",
    text: str = "",
) -> Answer:
    return Answer(
        question="",
        resolved_question="",
        status=status,
        answer=text,
        values=values,
        citations=cells,
        timings={},
    )


def case(**fields: object) -> Case:
    parts: dict[str, object] = {
        "id": "t-001",
        "kind": "lookup_name",
        "turns": ("基本支出是多少？",),
        "documents": None,
        "status": "answered",
        "values": (Figure(number="448.90", unit="万元"),),
        "contains": (),
        "evidence": ((Place(line=314, column=4), Place(line=398, column=4)),),
        "source": SEED,
    }
    return Case.model_validate({**parts, **fields})


def test_the_right_figure_from_a_right_cell_is_right() -> None:
    result = score(case(), answer(value("448.9", "万元"), cells=(cell(398, 4),)))
    assert result.outcome == Outcome.RIGHT
    assert result.exact_figure
    assert not result.false_figure
    assert (1, 1, 1, 1) == (
        result.cells_cited,
        result.cells_right,
        result.cells_needed,
        result.cells_found,
    )


def test_another_figure_is_wrong_and_false() -> None:
    result = score(case(), answer(value("5501.02", "万元"), cells=(cell(314, 5),)))
    assert result.outcome == Outcome.WRONG
    assert result.false_figure
    assert (1, 0, 0) == (result.cells_cited, result.cells_right, result.cells_found)


@pytest.mark.parametrize("status", ["refused", "not_found", "clarify", "failed"])
def test_silence_is_not_answered_and_never_a_false_figure(status: Status) -> None:
    result = score(case(), answer(value("1", "万元"), status=status))
    assert result.outcome == Outcome.NOT_ANSWERED
    assert not result.false_figure
    assert (0, 1) == (result.cells_cited, result.cells_needed)


def test_a_wrong_unit_is_a_false_figure() -> None:
    assert score(case(), answer(value("448.90", "元"))).false_figure
    assert score(case(), answer(value("448.90", None))).false_figure


def test_another_unit_with_the_same_amount_is_right() -> None:
    assert score(case(), answer(value("4489000", "元"))).outcome == Outcome.RIGHT
    assert score(case(), answer(value("0.04489", "亿元"))).outcome == Outcome.RIGHT


def test_an_extra_citation_costs_precision_but_not_recall() -> None:
    result = score(case(), answer(value("448.90", "万元"), cells=(cell(314, 4), cell(315, 4))))
    assert (2, 1, 1, 1) == (
        result.cells_cited,
        result.cells_right,
        result.cells_needed,
        result.cells_found,
    )


def test_the_same_cell_cited_twice_counts_once() -> None:
    result = score(case(), answer(value("448.90", "万元"), cells=(cell(314, 4), cell(314, 4))))
    assert result.cells_cited == 1


def test_a_cell_of_another_document_or_column_is_not_a_right_cell() -> None:
    cells = (cell(314, 4, document="别处.txt"), cell(314, 3), cell(314))
    assert score(case(), answer(value("448.90", "万元"), cells=cells)).cells_right == 0


def test_a_sentence_is_found_by_its_line_alone() -> None:
    words = case(values=(), contains=("支出结构性调整",), evidence=((Place(line=122),),))
    given = answer(text="原因是支出 结构性调整。", cells=(cell(122, 1),))
    assert score(words, given).outcome == Outcome.RIGHT
    assert score(words, given).cells_found == 1
    assert score(words, answer(text="不清楚", cells=(cell(122),))).outcome == Outcome.WRONG


def test_words_may_stand_in_the_quote() -> None:
    quoted = Citation(n=1, document=SEED, quote="变动的主要原因是支出结构性调整")
    words = case(values=(), contains=("支出结构性调整",), evidence=((Place(line=122),),))
    assert score(words, answer(cells=(quoted,))).outcome == Outcome.RIGHT


def test_a_figure_where_none_was_asked_is_false() -> None:
    words = case(values=(), contains=("调整",), evidence=((Place(line=122),),))
    assert score(words, answer(value("3.71", "%"), text="调整")).false_figure


def test_a_blank_cell_is_right_only_if_it_is_cited() -> None:
    blank = case(values=(), evidence=((Place(line=248, column=2),),))
    assert score(blank, answer(text="未填", cells=(cell(248, 2),))).outcome == Outcome.RIGHT
    assert score(blank, answer(text="未填")).outcome == Outcome.WRONG


def test_a_list_is_right_in_any_order_but_only_complete() -> None:
    numbers = ("60", "20", "20")
    values = tuple(Figure(number=number, unit="万元") for number in numbers)
    total = (Figure(number="100", unit="万元"),)
    listed = case(kind="list", values=values, also_values=total)
    shown = [value(number, "万元") for number in ("20", "20", "60")]
    assert score(listed, answer(*shown)).outcome == Outcome.RIGHT
    assert score(listed, answer(value("100", "万元"), *shown)).outcome == Outcome.RIGHT
    partial = score(listed, answer(*shown[1:]))
    assert partial.outcome == Outcome.WRONG
    assert not partial.false_figure


def test_recall_counts_the_way_that_was_taken() -> None:
    other = Way(
        evidence=((Place(line=479, column=4),), (Place(line=479, column=6),)), expression="a-b"
    )
    two_ways = case(values=(Figure(number="16.65", unit="万元"),), other_ways=(other,))
    computed = answer(value("16.65", "万元"), cells=(cell(479, 4), cell(479, 6)))
    assert (2, 2) == (
        score(two_ways, computed).cells_needed,
        score(two_ways, computed).cells_found,
    )


def test_answering_what_should_be_refused_is_wrong_and_its_figure_false() -> None:
    refused = case(status="refused", values=(), evidence=(), source=None)
    assert score(refused, answer(status="refused")).outcome == Outcome.RIGHT
    assert score(refused, answer(status="not_found")).outcome == Outcome.NOT_ANSWERED
    result = score(refused, answer(value("5949.92", "万元")))
    assert result.outcome == Outcome.WRONG
    assert result.false_figure


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("7.545", "%"), ("7.55", "%"), True),
        (("7.54", "%"), ("7.55", "%"), False),
        (("0.01", "百分点"), ("0.01", "%"), False),
        (("13", "亿元"), ("130000.00", "万元"), True),
        (("11", "人"), ("11.0", "人"), True),
        (("11", "人"), ("11", "个"), False),
        (("5", "个"), ("5", "项"), True),
        (("5", "个"), ("5", "倍"), False),
        (("44.89", "万元/人"), ("44.89", "万元"), True),
        (("448900", "元/人"), ("44.89", "万元/人"), True),
        (("44.89", "万元/人"), ("44.89", "万元/个"), False),
        (("44.89", "万元/项"), ("44.89", "万元/个"), True),
        (("44.89", "万元/人"), ("44.90", "万元"), False),
        (("2.147", "倍"), ("2.15", "倍"), True),
        (("448.90", "万元"), ("448.91", "万元"), False),
        (("448.90", "万元"), ("448.90", "人"), False),
        (("≥95", "%"), ("95", "%"), False),
    ],
)
def test_figures_are_equal_across_units_of_money_and_measure_words(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert same == same_figure(value(*one), value(*other))


def test_another_form_of_the_figure_is_as_right() -> None:
    decrease = Figure(number="0.01", unit="万元", forms=(Figure(number="-0.01", unit="万元"),))
    cut = case(values=(decrease,))
    assert score(cut, answer(value("-0.01", "万元"))).outcome == Outcome.RIGHT
    assert not score(cut, answer(value("-0.01", "万元"))).false_figure
    assert score(cut, answer(value("0.10", "万元"))).false_figure


def test_a_conversion_must_be_in_the_unit_that_was_asked_for() -> None:
    converted = case(values=(Figure(number="4489000", unit="元"),), in_unit="元")
    assert score(converted, answer(value("4489000", "元"))).outcome == Outcome.RIGHT
    result = score(converted, answer(value("448.90", "万元")))
    assert result.outcome == Outcome.WRONG
    assert "没有换算成元" in result.reason
    assert not result.false_figure


def test_a_further_status_is_as_right_and_needs_nothing() -> None:
    either = case(also_status=("refused",))
    result = score(either, answer(status="refused"))
    assert result.outcome == Outcome.RIGHT
    assert result.status_right
    assert result.exact_figure is None
    assert result.cells_needed == 0
    assert score(either, answer(status="not_found")).outcome == Outcome.NOT_ANSWERED
