"""Plain retrieval: the first figure of the nearest passage."""

import pytest
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from eval.baseline import first_figure, plain_retrieval


class Shelf(BaseRetriever):
    passages: list[Document]

    def _get_relevant_documents(
        self,
        query: str,  # noqa: ARG002 - the interface's own
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        return self.passages


PASSAGES = [
    Document(
        "2022年甲局水费 1.00 电费 4.00", metadata={"document": "甲.txt", "line": 5, "unit": "万元"}
    ),
    Document("乙局房屋面积1248平方米", metadata={"document": "乙.txt", "line": 7, "column": 2}),
]


def test_the_first_figure_of_the_nearest_passage_is_asserted_with_its_place() -> None:
    answer = plain_retrieval(Shelf(passages=PASSAGES))(["别的", "水费"], None)
    assert ("1.00", "万元") == (answer.values[0].number, answer.values[0].unit)
    assert ("甲.txt", {"line": 5}) == (answer.citations[0].document, answer.citations[0].locator)


def test_only_the_named_documents_are_used() -> None:
    ask = plain_retrieval(Shelf(passages=PASSAGES))
    assert ask(["面积"], ["乙.txt"]).values[0].number == "1248"
    assert ask(["面积"], ["丙.txt"]).status == "not_found"


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("2060101 行政运行 220.09", "220.09", None),
        ("单位：万元 合计 5,949.92", "5949.92", "万元"),
        ("2022 年安排 99万元", "99", "万元"),
        ("增长 12.18%", "12.18", "%"),
        ("共有编制 11 人", "11", "人"),
    ],
)
def test_years_and_codes_are_not_figures(text: str, number: str, unit: str | None) -> None:
    figure = first_figure(text)
    assert figure is not None
    assert (number, unit) == (figure.number, figure.unit)


def test_a_text_without_figures_has_none() -> None:
    assert first_figure("2022年12月31日，科目2060102，第八条") is None
