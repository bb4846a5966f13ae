"""What an amount merged over several rows answers: the figure once, and that it is of all of them."""

import openpyxl
import pytest

from assistant.chain import Assistant
from tests.assistant.conftest import library_of

LINES = (
    ("某市某局2024年部门预算",),
    ("项目支出表",),
    ("单位：万元",),
    ("项目名称", "上年数", "预算数"),
    ("图书馆运行", 3, 74.5),
    ("文化馆运行", 4, None),
    ("古籍修复", 6, 20),
    ("合计", 13, 94.5),
)
TOLD = "「图书馆运行」「文化馆运行」这 2 行合在一起的数"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append(line)
    book.active.merge_cells("C5:C6")
    path = tmp_path_factory.mktemp("merged") / "某局2024年部门预算.xlsx"
    book.save(path)
    return Assistant(library_of(path))


def test_the_figure_of_the_first_row_is_bounded(assistant: Assistant) -> None:
    answer = assistant.ask(["图书馆运行的预算数是多少？"])
    assert ("answered", "74.5") == (answer.status, answer.values[0].number)
    assert TOLD in answer.answer


def test_a_row_that_the_cell_is_over_is_not_said_to_have_none(assistant: Assistant) -> None:
    answer = assistant.ask(["文化馆运行的预算数是多少？"])
    assert ("answered", ()) == (answer.status, answer.values)
    assert TOLD in answer.answer


def test_other_rows_are_not_bounded(assistant: Assistant) -> None:
    answer = assistant.ask(["古籍修复的预算数是多少？"])
    assert "20" == answer.values[0].number
    assert "合在一起" not in answer.answer
