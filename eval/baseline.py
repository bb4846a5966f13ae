"""Plain retrieval to measure against: the first figure of the nearest passage, whatever was asked."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.answer import Answer, Citation, Value
from eval.runner import Ask

_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.,])(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*"
    r"(?P<unit>亿元|万元|元|%|人|平方米|家|个)?(?![\d年月日])"
)
_TABLE_UNIT = re.compile(r"单位[：:]\s*(亿元|万元|千元|元)")
_PLACES = ("line", "page", "sheet", "row", "column")


def plain_retrieval(retriever: BaseRetriever) -> Ask:
    """Return an `ask` over `retriever`, which should use the embeddings of the index.

    Of a conversation only the last turn is searched. Passages name their source in metadata:
    `document`, `table`, `unit` and the parts of the locator (`line`, `column` …), where known.
    """

    def ask(turns: Sequence[str], documents: Sequence[str] | None) -> Answer:
        question = turns[-1]
        found = retriever.invoke(question)
        wanted = [p for p in found if not documents or p.metadata.get("document") in documents]
        return _from_passage(question, wanted[0]) if wanted else _nothing(question)

    return ask


def first_figure(text: str, unit: str | None = None) -> Value | None:
    """Return the first number that has a unit or decimals; years, dates and codes have neither."""
    for match in _FIGURE.finditer(text):
        if match["unit"] or "." in match["number"]:
            stated = _TABLE_UNIT.search(text)
            return Value(
                label="",
                number=match["number"].replace(",", ""),
                unit=match["unit"] or unit or (stated[1] if stated else None),
                origin="cited",
            )
    return None


def _from_passage(question: str, passage: Document) -> Answer:
    value = first_figure(passage.page_content, passage.metadata.get("unit"))
    return Answer(
        question=question,
        resolved_question=question,
        status="answered",
        answer=f"{passage.page_content}〔1〕",
        values=() if value is None else (value,),
        citations=(_citation(passage.page_content, passage.metadata),),
        timings={},
    )


def _citation(text: str, metadata: Mapping[str, Any]) -> Citation:
    return Citation(
        n=1,
        document=str(metadata.get("document", "")),
        table=metadata.get("table"),
        quote=text,
        locator={part: metadata[part] for part in _PLACES if metadata.get(part) is not None},
    )


def _nothing(question: str) -> Answer:
    return Answer(
        question=question,
        resolved_question=question,
        status="not_found",
        answer="没有检索到段落。",
        timings={},
    )
