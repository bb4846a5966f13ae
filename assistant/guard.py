"""The one guard: nothing is shown whose numbers have no address.

Every number in the text must be one of the answer's figures in an equal form, or stand verbatim in
a cited quote or cell, in the name of a cited row, table or document, or in the question. Every
citation must be the one that the stored cell or passage gives, and be used; every step is
calculated again from its own operands.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Citation, CitationOperand, Step, StepOperand
from assistant.arithmetic import evaluate, numbers
from assistant.evidence import Ledger
from assistant.executor import Store
from assistant.normal import canonical, normalise
from corpus.errors import GuardError
from corpus.money import YUAN, convert, round_half_up, to_decimal
from index.records import Fact, Passage

_UNITS = "亿元|千万元|万元|千元|元|%|百分点|平方米|人次|人|倍|家|辆"
_NUMBER = re.compile(rf"((?:(?<!\d)-)?\d[\d,]*(?:\.\d+)?)\s*({_UNITS})?")
# Marks count citations; 〔2018〕 is part of a document's number.
_MARK = re.compile(r"〔(\d{1,3})〕")
_QUOTED = re.compile(r"「([^「」]{16,})」")
_WORDY = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_UNIT = re.compile(rf"(?<=\d)[ \t]+(?={_UNITS})")
_LIST_NUMBER = re.compile(r"(?<!\d)\d{1,2}[.、](?=\d{4}年)")
_FELL = re.compile(r"[少降减低]")
_STRICT = frozenset(_UNITS.split("|"))

Place = tuple[str, tuple[tuple[str, int | str], ...]]


@dataclass(frozen=True, slots=True)
class Places:
    """What is stored at each place (document and locator)."""

    facts: dict[Place, list[Fact]]
    passages: dict[Place, list[Passage]]
    ledger: Ledger


def places_of(facts: Iterable[Fact], passages: Iterable[Passage], store: Store) -> Places:
    """Index facts and passages by place, against which citations are checked."""
    places = Places(defaultdict(list), defaultdict(list), Ledger(store.cells))
    for fact in facts:
        places.facts[fact.source, tuple(fact.locator.as_dict().items())].append(fact)
    for passage in passages:
        place = (passage.source, tuple(passage.locator.as_dict().items()))
        places.passages[place].append(passage)
    return places


def check(answer: Answer, places: Places, documents: tuple[str, ...]) -> None:
    """Raise GuardError where a number, a quote or a citation of the answer is not borne out."""
    for citation in answer.citations:
        _check_citation(citation, places)
    _check_marks(answer)
    for number, step in enumerate(answer.steps, 1):
        _check_step(step, number, answer)
    _check_values(answer)
    _check_text(answer, documents)


def _check_text(answer: Answer, documents: tuple[str, ...]) -> None:
    names = _names(answer, documents)
    text = _MARK.sub("", answer.answer)
    for sentence in re.split(r"(?<=[。；\n])", text):
        for said, number, unit in _numbers(sentence):
            if not _is_figure(answer, sentence, number, unit) and not _stands_in(said, names):
                raise GuardError(f"答案里的「{said}」没有出处，未予显示。")
    sources = canonical(
        "\n".join(f"{c.quote or ''}\n{c.value or ''}\n{c.row or ''}" for c in answer.citations)
    )
    for quoted in _QUOTED.findall(text):
        if canonical(quoted) not in sources and canonical(quoted) not in canonical(names):
            raise GuardError(f"引文「{quoted[:20]}…」与原文不符，未予显示。")


def _numbers(text: str) -> Iterator[tuple[str, Decimal, str | None]]:
    folded = unicodedata.normalize("NFKC", text)
    for match in _NUMBER.finditer(folded):
        yield match[1] + (match[2] or ""), to_decimal(match[1]), match[2]


def _is_figure(answer: Answer, sentence: str, number: Decimal, unit: str | None) -> bool:
    """Tell whether a number is one of the figures: a value, a step's result or a cited cell.

    A decrease may be told without its sign where a word says so (少, 下降), never the other way.
    """
    for value, own in _figures(answer):
        same = value == number or (value < 0 and -value == number and _FELL.search(sentence))
        if same and _units_agree(own, unit):
            return True
    return False


def _figures(answer: Answer) -> Iterator[tuple[Decimal, str | None]]:
    for value in answer.values:
        yield to_decimal(value.number), value.unit
    for step in answer.steps:
        yield to_decimal(step.result), step.unit
    for citation in answer.citations:
        for _, number, unit in _numbers(citation.value or ""):
            yield number, citation.unit or unit


def _units_agree(own: str | None, said: str | None) -> bool:
    return said not in _STRICT or (own is not None and own.split("/")[0] == said)


def _stands_in(said: str, names: str) -> bool:
    plain = re.escape(said.replace(",", ""))
    return re.search(rf"(?<![\d.]){plain}(?!\d|\.\d)", names) is not None


def _names(answer: Answer, documents: tuple[str, ...]) -> str:
    """Return all text in which a number may stand verbatim."""
    parts = [answer.question, normalise(answer.question), *documents]
    for c in answer.citations:
        parts += [c.quote or "", c.row or "", c.column or "", c.table or "", c.section or ""]
        # What a cell says in words may be repeated; a cell that is a figure is compared as one.
        parts.append(c.value if c.value and len(_WORDY.findall(c.value)) > 3 else "")
    parts += [str(answer.plan.get("subject", "")), *answer.options]
    # The wrong-base calculation that a caveat explains is its own; its result was checked there.
    parts += [caveat.text for caveat in answer.caveats if caveat.kind == "printed_differs"]
    text = "\n".join(unicodedata.normalize("NFKC", part).replace(",", "") for part in parts)
    return _BEFORE_UNIT.sub("", _LIST_NUMBER.sub("", text))


def _check_marks(answer: Answer) -> None:
    """Marks point at citations, and every citation is pointed at or calculated with."""
    marked = {int(n) for n in _MARK.findall(answer.answer)}
    used = marked | {
        operand.citation
        for step in answer.steps
        for operand in step.operands
        if isinstance(operand, CitationOperand)
    }
    used |= {n for caveat in answer.caveats for n in caveat.citations}
    known = {citation.n for citation in answer.citations}
    if not used <= known:
        raise GuardError("答案引用了不存在的出处，未予显示。")
    if answer.status == "answered" and not (marked and known):
        raise GuardError("答案没有标明出处，未予显示。")


def _check_step(step: Step, number: int, answer: Answer) -> None:
    """Calculate a step again from its expression, whose numbers must be its operands' figures."""
    if step.operation == "count":
        if to_decimal(step.result) != len(step.operands):
            raise GuardError(f"计数「{step.result}」与列出的项不符，未予显示。")
        return
    percent = step.unit == "%"
    try:
        value = evaluate(step.expression, percent)
    except (ValueError, ZeroDivisionError) as error:
        raise GuardError(f"计算步骤「{step.expression}」无法核对，未予显示。") from error
    if step.rounding:
        value = round_half_up(value)
    if value != to_decimal(step.result):
        raise GuardError(f"计算结果「{step.result}」与算式「{step.expression}」不符，未予显示。")
    figures = _operand_figures(step, number, answer)
    if not figures:
        raise GuardError(f"计算步骤「{step.expression}」没有操作数，未予显示。")
    for operand in numbers(step.expression):
        if operand not in figures and operand != len(step.operands) and step.operation != "convert":
            raise GuardError(f"算式里的「{operand}」不是任何操作数，未予显示。")


def _operand_figures(step: Step, number: int, answer: Answer) -> set[Decimal]:
    """Return the operands' figures, in all money units they may have been brought to."""
    figures: set[Decimal] = set()
    for operand in step.operands:
        if isinstance(operand, CitationOperand):
            citation = next((c for c in answer.citations if c.n == operand.citation), None)
            found = (
                [(n, citation.unit) for _, n, _ in _numbers(citation.value or "")]
                if citation
                else []
            )
        elif isinstance(operand, StepOperand):
            if not 0 < operand.step < number:
                raise GuardError("计算步骤的先后不对，未予显示。")
            before = answer.steps[operand.step - 1]
            found = [(to_decimal(before.result), before.unit)]
        else:
            found = [(n, unit) for _, n, unit in _numbers(operand.given)]
        for value, unit in found:
            figures.add(abs(value))
            if unit in YUAN:
                figures.update(abs(convert(value, unit, other)) for other in YUAN)
    return figures


def _check_values(answer: Answer) -> None:
    """Each cited value must stand in a cited cell, each computed one must be a step's result."""
    results = {(to_decimal(step.result), step.unit) for step in answer.steps}
    cited = [(n, c.unit or u) for c in answer.citations for _, n, u in _numbers(c.value or "")]
    for value in answer.values:
        number = to_decimal(value.number)
        known = results if value.origin == "computed" else cited
        if (number, value.unit) not in known:
            shown = f"{value.number}{value.unit or ''}"
            raise GuardError(f"数字「{shown}」与出处或计算步骤不符，未予显示。")


def _check_citation(citation: Citation, places: Places) -> None:
    """Check that a citation is the one that the stored cell or passage gives."""
    place = (citation.document, tuple(citation.locator.items()))
    if citation.value is not None:
        for fact in places.facts.get(place, ()):
            if places.ledger.citation_of(fact, citation.n) == citation:
                return
    elif citation.quote:
        for passage in places.passages.get(place, ()):
            own = places.ledger.citation_of_passage(passage, citation.n, citation.quote)
            if own == citation and canonical(citation.quote) in canonical(passage.text):
                return
    raise GuardError(f"第{citation.n}条出处在原文里找不到，未予显示。")
