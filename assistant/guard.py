"""The one guard: nothing is shown whose numbers have no address.

Every number in the text must be one of the answer's figures in an equal form, or stand verbatim in
a cited quote or cell, in the name of a cited row, table or document, or in the question; every
citation must resolve to the stored cell or passage that holds its value.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Citation, CitationOperand
from assistant.normal import canonical, normalise
from corpus.errors import GuardError
from corpus.money import YUAN, to_decimal
from index.records import Fact, Passage

_NUMBER = re.compile(r"((?:(?<!\d)-)?\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|千元|元|%|百分点)?")
_MARK = re.compile(r"〔\d+〕")


Place = tuple[str, tuple[tuple[str, int | str], ...]]


@dataclass(frozen=True, slots=True)
class Places:
    """What is stored at each place (document and locator): cells with sentences, and passages."""

    facts: dict[Place, set[tuple[str, str | None]]]
    passages: dict[Place, list[str]]


def places_of(facts: Iterable[Fact], passages: Iterable[Passage]) -> Places:
    """Index facts and passages by place, against which citations are checked."""
    places = Places(defaultdict(set), defaultdict(list))
    for fact in facts:
        place = (fact.document, tuple(fact.locator.as_dict().items()))
        places.facts[place].add((fact.text, fact.quote))
    for passage in passages:
        place = (passage.document, tuple(passage.locator.as_dict().items()))
        places.passages[place].append(canonical(passage.text))
    return places


def check(
    answer: Answer,
    places: Places,
    documents: tuple[str, ...],
) -> None:
    """Raise GuardError where a number or a citation of the answer is not borne out."""
    for citation in answer.citations:
        _check_citation(citation, places)
    _check_values(answer)
    names = _names(answer, documents)
    text = _MARK.sub("", answer.answer)
    for said, number, unit in _numbers(text):
        if not _is_figure(answer, number, unit) and not _stands_in(said, names):
            raise GuardError(f"答案里的「{said}」没有出处，未予显示。")


def _numbers(text: str) -> Iterator[tuple[str, Decimal, str | None]]:
    folded = unicodedata.normalize("NFKC", text)
    for match in _NUMBER.finditer(folded):
        yield match[1] + (match[2] or ""), to_decimal(match[1]), match[2]


def _is_figure(answer: Answer, number: Decimal, unit: str | None) -> bool:
    """Tell whether a number is one of the figures: a value, a step's result or a cited cell."""
    for value, own in _figures(answer):
        if abs(value) == abs(number) and _units_agree(own, unit):
            return True
    return False


def _figures(answer: Answer) -> Iterator[tuple[Decimal, str | None]]:
    for value in answer.values:
        yield to_decimal(value.number), value.unit
    for step in answer.steps:
        yield to_decimal(step.result), step.unit
    for citation in answer.citations:
        for _, number, unit in _numbers(citation.value or ""):
            yield number, unit or citation.unit


def _units_agree(own: str | None, said: str | None) -> bool:
    if said in YUAN or said in ("%", "百分点"):
        return own is not None and own.split("/")[0] == said
    return True


def _stands_in(said: str, names: str) -> bool:
    plain = re.escape(said.replace(",", ""))
    return re.search(rf"(?<![\d.]){plain}(?!\d|\.\d)", names) is not None


def _names(answer: Answer, documents: tuple[str, ...]) -> str:
    """Return all text in which a number may stand verbatim."""
    parts = [answer.question, normalise(answer.question), *documents]
    for c in answer.citations:
        parts += [
            c.quote or "",
            c.row or "",
            c.column or "",
            c.table or "",
            c.section or "",
            c.value or "",
        ]
    parts += [str(answer.plan.get("subject", "")), *answer.options]
    parts += [step.expression for step in answer.steps]
    return "\n".join(unicodedata.normalize("NFKC", part).replace(",", "") for part in parts)


def _check_values(answer: Answer) -> None:
    """Each cited value must stand in a cited cell, each computed one must be a step's result."""
    results = {(to_decimal(step.result), step.unit) for step in answer.steps}
    cited = [(n, u or c.unit) for c in answer.citations for _, n, u in _numbers(c.value or "")]
    for value in answer.values:
        number = to_decimal(value.number)
        if value.origin == "computed" and (number, value.unit) not in results:
            raise GuardError(f"计算结果「{value.number}」与计算步骤不符，未予显示。")
        if value.origin == "cited" and not any(
            number == n and (u == value.unit or value.unit is None) for n, u in cited
        ):
            raise GuardError(
                f"数字「{value.number}{value.unit or ''}」与所引单元格不符，未予显示。"
            )
    for step in answer.steps:
        for operand in step.operands:
            if isinstance(operand, CitationOperand) and operand.citation > len(answer.citations):
                raise GuardError("计算步骤引用了不存在的出处，未予显示。")


def _check_citation(citation: Citation, places: Places) -> None:
    """Check that a citation resolves to the stored cell or passage with the same words."""
    place = (citation.document, tuple(citation.locator.items()))
    if citation.value is not None:
        if (citation.value, citation.quote) in places.facts.get(place, ()):
            return
    elif citation.quote:
        quote = canonical(citation.quote)
        if any(quote in text for text in places.passages.get(place, ())):
            return
    raise GuardError(f"第{citation.n}条出处在原文里找不到，未予显示。")
