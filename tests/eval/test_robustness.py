"""Answers stay what they are when words, print, names or neighbours change, and a change is seen."""

import random
import tempfile
from pathlib import Path

import pytest

from assistant.answer import Answer, Value
from assistant.chain import Assistant
from eval.alterations import REPRINTS, REWORDINGS, documents, mixed
from eval.cases import Case, load_cases
from eval.robustness import Altered, Change, library_of, reprinted, reworded, told, verdict
from eval.specimens.documents import SPECIMENS, printed
from eval.specimens.written import squared

_EVERY = 12
SAMPLE = [
    case
    for case in load_cases()
    if case.id.startswith("doc-") and case.status == "answered" and case.split == "open"
][::_EVERY]


def stated(*figures: tuple[str, str]) -> Answer:
    values = tuple(Value(label="", number=n, unit=u, origin="cited") for n, u in figures)
    status = "answered" if values else "not_found"
    return Answer(
        question="", resolved_question="", status=status, answer="", values=values, timings={}
    )


def asked(kind: str, number: str = "9") -> Case:
    return Case(
        id="t-1", kind=kind, turns=("问",), documents=None, status="answered", contains=(),
        values=({"number": number, "unit": "万元"},), evidence=(), source=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("share", [("1.50", "万元")], [("15000", "元")], "same"),
        ("share", [("1.50", "万元")], [("1.50", "元")], "other"),
        ("share", [("1.50", "万元")], [], "silent"),
        ("share", [("90000.04", "元")], [("9.00", "万元")], "same"),  # right in the gold
        ("list", [("1", "万元"), ("2", "万元")], [("2", "万元"), ("1", "万元")], "same"),
        ("list", [("1", "万元"), ("2", "万元")], [("2", "万元")], "other"),
        ("list", [("1", "万元")], [("1", "万元"), ("2", "万元")], "other"),
    ],
)
def test_figures_are_the_same_in_whatever_unit(
    kind: str, before: list[tuple[str, str]], after: list[tuple[str, str]], expected: str
) -> None:
    assert expected == verdict(asked(kind), stated(*before), stated(*after))


def test_rows_are_mixed_only_among_their_like() -> None:
    dice = random.Random(3)  # noqa: S311 - nothing is secret here
    for specimen in SPECIMENS:
        tables = [block for block in printed(specimen).blocks if not isinstance(block, str)]
        changed = [(squared(table), squared(mixed(table, dice))) for table in tables]
        assert any(before != after for before, after in changed)
        for before, after in changed:
            assert sorted(before) == sorted(after)
            levels = [[len("".join(cell for cell in line[:1])) for line in t] for t in changed[0]]
            assert levels[0] == levels[1]


@pytest.mark.parametrize("name", ["元和万元互换", "旁有近名部门", "表跨几页"])
def test_figures_stay_when_documents_are_printed_otherwise(name: str) -> None:
    (result,) = reprinted(SAMPLE, [name])
    assert result.asked > len(SAMPLE) // 3
    assert () == result.changes


def test_figures_stay_when_questions_are_worded_otherwise(tmp_path: Path) -> None:
    REPRINTS["原样"].write(tmp_path)
    ask = Assistant(library_of(tmp_path)).ask
    for result in reworded(ask, SAMPLE, REWORDINGS):
        assert (len(SAMPLE) // 3 < result.asked, ()) == (True, result.changes)


def test_a_figure_that_moves_is_reported() -> None:
    case = asked("share")
    answers = {"问": stated(("9", "万元")), "请问问": stated(("8", "万元"))}

    def ask(turns: tuple[str, ...], _documents: object) -> Answer:
        return answers[turns[-1]]

    (result,) = reworded(ask, [case], ["请问"])
    assert (1, 1, 0) == (result.asked, result.count("other"), result.count("same"))
    assert "请问：1 题，不变 0.00%，数字变了 1，没有给数 0" == told([result]).splitlines()[0]


def test_held_out_questions_are_counted_but_not_shown() -> None:
    change = Change(
        id="t-3", split="held_out", turns=("问",), before="1", after="2", verdict="other"
    )
    assert "t-3" not in told([Altered(name="请问", asked=2, changes=(change,))])


def test_text_and_tables_of_one_document_are_read_together() -> None:
    with tempfile.TemporaryDirectory() as folder:
        REPRINTS["原样"].write(Path(folder))
        sizes = sorted(map(len, documents(Path(folder))))
    assert [*([1] * (len(SPECIMENS) - 1)), 2] == sizes
