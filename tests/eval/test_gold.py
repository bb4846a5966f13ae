"""Every gold record follows from the lines of the disclosure it names."""

import ast
import operator
import re
import string
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Value
from eval.cases import Case, Figure, Place, Way, load_cases
from eval.metrics import Outcome, score
from eval.specimens.documents import SPECIMENS, printed
from eval.specimens.printing import Fact

DISCLOSURES = Path(__file__).resolve().parents[2] / "corpus" / "disclosures"
CASES = load_cases()
ANSWERED = [case for case in CASES if case.status == "answered"]
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
UNITS = r"亿元|万元|元|%|人次|人|平方米|家|个|倍|次|场|套|辆"
MONEY = {"亿元", "万元", "元"}


# What the specimens' script says that they print: the truth their questions are computed from.
CELLS = {
    (name, fact.table, f"{fact.code} {fact.row}" if fact.code else fact.row, fact.column): fact
    for specimen in SPECIMENS
    for name in specimen.files
    for fact in printed(specimen).facts
}
PARAGRAPHS = {
    name: [block for block in printed(specimen).blocks if isinstance(block, str)]
    for specimen in SPECIMENS
    for name in specimen.files
}


def cell_at(place: Place) -> Fact:
    return CELLS[str(place.document), str(place.table), str(place.row), str(place.head)]


def paragraph_at(place: Place) -> str:
    found = [p for p in PARAGRAPHS[str(place.document)] if str(place.within) in p]
    assert found, place
    return found[0]


def text_at(case: Case, place: Place) -> str:
    if place.table is not None:
        return cell_at(place).text
    if place.within is not None:
        assert place.printed is None or place.printed in place.within, place
        return place.printed or paragraph_at(place)
    line = lines_of(case)[place.line - 1]
    if place.printed is not None:
        assert place.printed in line, f"{case.id}: 第 {place.line} 行没有 {place.printed}"
        return place.printed
    return line if place.column is None else line.split("\t")[place.column - 1]


def lines_of(case: Case) -> list[str]:
    return (DISCLOSURES / str(case.source)).read_text(encoding="utf-8").split("\n")


def around(case: Case, place: Place) -> str:
    """All that can be read where a place is: its line, its paragraph, or its row and document."""
    if place.table is not None:
        return f"{place.document} {place.row} {cell_at(place).text}"
    if place.within is not None:
        return f"{place.document} {paragraph_at(place)}"
    return lines_of(case)[place.line - 1]


def figure_at(case: Case, place: Place) -> Figure | None:
    """The figure a place states; where documents print in several units, in 万元."""
    figure = stated(text_at(case, place))
    if place.document is None or figure is None:
        return figure
    unit = figure.unit if place.table is None else cell_at(place).unit
    number = Decimal(figure.number) / (10_000 if unit == "元" else 1)
    return Figure(number=f"{number:f}", unit="万元" if unit == "元" else unit)


def stated(text: str) -> Figure | None:
    """The one number in `text` and the unit after it."""
    found = re.findall(rf"(\d+(?:\.\d+)?)\s*({UNITS})?", text.replace(",", ""))
    if not found:
        return None
    assert len(found) == 1, text
    return Figure(number=found[0][0], unit=found[0][1] or None)


def evaluate(expression: str, names: dict[str, Fraction]) -> Fraction:
    def walk(node: ast.expr) -> Fraction:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](walk(left), walk(right))
            case ast.Name(id=name):
                return names[name]
            case ast.Constant(value=int(number)):
                return Fraction(number)
        raise AssertionError(ast.dump(node))

    return walk(ast.parse(expression, mode="eval").body)


def slot_numbers(case: Case, way: Way) -> list[Fraction]:
    """The number of each required cell; all its places must state the same one."""
    if way.expression == "count":
        assert all(text_at(case, place).strip() for slot in way.evidence for place in slot)
        return []
    numbers = []
    units: set[str | None] = set()
    for slot in way.evidence:
        figures = [figure_at(case, place) for place in slot]
        assert all(figures), f"{case.id}: {slot}"
        distinct = {Fraction(figure.number) for figure in figures}
        assert len(distinct) == 1, f"{case.id}: {slot} -> {distinct}"
        units |= {figure.unit for figure in figures} - {None}
        numbers.append(distinct.pop())
    if way.expression is None:
        assert units <= {figure.unit for figure in case.values}, f"{case.id}: {units}"
    else:
        assert len(units & MONEY) <= 1, f"{case.id}: {units}"
    return numbers


def computed(expression: str, way: Way, numbers: list[Fraction]) -> Fraction:
    if expression == "count":
        return Fraction(len(way.evidence))
    return evaluate(expression, dict(zip(string.ascii_lowercase, numbers, strict=False)))


def follows(number: str, expression: str, way: Way, numbers: list[Fraction]) -> bool:
    """Only a quotient may be rounded."""
    exact = computed(expression, way, numbers)
    return Fraction(number) == exact or ("/" in expression and Decimal(number) == rounded(exact))


def rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("case", [case for case in ANSWERED if case.values], ids=lambda c: c.id)
def test_figures_follow_from_their_cells(case: Case) -> None:
    for way in case.ways:
        numbers = slot_numbers(case, way)
        if way.expression is None:
            assert [Fraction(figure.number) for figure in case.values] == numbers
        else:
            assert follows(case.values[0].number, way.expression, way, numbers), way.expression


@pytest.mark.parametrize("case", ANSWERED, ids=lambda c: c.id)
def test_further_figures_and_other_forms_follow_from_the_preferred_cells(case: Case) -> None:
    way = case.ways[0]
    lines = [
        around(case, place).replace(",", "")
        for slot in (*way.evidence, case.also)
        for place in slot
    ]
    further = [*case.values[1:], *case.also_values]
    forms = [form for figure in (*case.values, *case.also_values) for form in figure.forms]
    for figure in (*further, *forms):
        if figure.expression is None:
            assert any(figure.number in line for line in lines), figure
        else:
            numbers = slot_numbers(case, way)
            assert follows(figure.number, figure.expression, way, numbers), figure
    assert all(figure.expression is None for figure in case.values[:1])


@pytest.mark.parametrize("case", [case for case in ANSWERED if case.contains], ids=lambda c: c.id)
def test_words_stand_in_the_cited_lines(case: Case) -> None:
    cited = [around(case, place) for slot in case.evidence for place in slot]
    for words in case.contains:
        assert any(words in re.sub(r"\s", "", line) for line in cited), words


@pytest.mark.parametrize(
    "case", [c for c in ANSWERED if not c.values and not c.contains], ids=lambda c: c.id
)
def test_an_answer_without_figure_and_words_is_a_blank_cell(case: Case) -> None:
    assert {""} == {text_at(case, place) for slot in case.evidence for place in slot}


def test_further_right_places_state_a_figure_of_the_case_or_its_operands() -> None:
    for case in ANSWERED:
        known = {Fraction(figure.number) for figure in (*case.values, *case.also_values)}
        for way in case.ways:
            known |= {
                Fraction(figure.number)
                for slot in way.evidence
                for place in slot
                if (place.column or place.printed or place.table)
                if (figure := figure_at(case, place))
            }
        for place in case.also:
            if place.column or place.printed or place.table:
                figure = figure_at(case, place)
                assert figure is not None
                assert Fraction(figure.number) in known, f"{case.id}: {place}"


def cited(case: Case, n: int, place: Place) -> Citation:
    document = place.document or str(case.source)
    if place.table is not None:
        where = {"table": place.table, "row": place.row, "column": place.head}
        return Citation(
            n=n, document=document, **where, value=cell_at(place).text, locator={"n": n}
        )
    if place.within is not None:
        said = paragraph_at(place)
        return Citation(n=n, document=document, quote=said, value=place.printed, locator={"n": n})
    at = {"line": place.line, "column": place.column or 1}
    return Citation(n=n, document=document, locator=at)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_an_answer_that_holds_just_what_the_record_wants_is_right(case: Case) -> None:
    for way in case.ways:
        answer = Answer(
            question=case.question,
            resolved_question=case.question,
            status=case.status,
            answer="\n".join(case.contains),
            values=tuple(
                Value(label="", number=figure.number, unit=figure.unit, origin="computed")
                for figure in case.values
            ),
            citations=tuple(cited(case, n, s[0]) for n, s in enumerate(way.evidence, start=1)),
            timings={},
        )
        result = score(case, answer)
        assert result.outcome == Outcome.RIGHT, result.reason
        assert not result.false_figure
        assert result.cells_needed == result.cells_found
        assert result.cells_cited == result.cells_right


def test_only_answered_cases_name_evidence() -> None:
    assert all(bool(case.evidence) == (case.status == "answered") for case in CASES)
    assert all(not case.values for case in CASES if case.status != "answered")
    assert all("answered" not in case.also_status for case in CASES)


def test_questions_are_distinct() -> None:
    assert len({case.turns for case in CASES}) == len(CASES)


def test_the_seed_set_has_its_66_questions() -> None:
    assert sum(case.id.startswith("seed-") for case in CASES) == 66


def test_there_are_enough_questions_conversations_and_questions_without_an_answer() -> None:
    assert len(CASES) >= 900
    assert sum(len(case.turns) > 1 for case in CASES) >= 80
    assert sum(case.status != "answered" for case in CASES) >= 60


def test_there_are_enough_questions_over_the_specimens() -> None:
    own = [case for case in CASES if case.id.startswith("doc-")]
    named = [
        {place.document for way in case.ways for slot in way.evidence for place in slot}
        for case in own
    ]
    assert len(own) >= 150
    assert sum(len(documents) > 1 for documents in named) >= 40
    assert sum(len(case.turns) > 1 for case in own) >= 20
    assert sum(case.status != "answered" for case in own) >= 20
    assert {name for s in SPECIMENS for name in s.files} <= set().union(*named)
