"""Score one answer against its gold question: outcome, figure, cells cited, status."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from assistant.answer import Answer, Citation, Value
from corpus.money import convert, is_money, round_half_up, to_decimal
from eval.cases import Case, Figure, Place, Slot, Way

# Measure words that count things interchangeably; people (人) are never things.
TALLY = frozenset("个项条类款种笔家张份")


class Outcome(StrEnum):
    """What came of a question; not answering is an outcome of its own, not a wrong answer."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one answer.

    `exact_figure` is None where the gold asks for no figure. A `false_figure` is an asserted
    number of an answered answer that is not a right one. `cells_*` count distinct cells or
    sentences: cited and right among them, needed and found among them.
    """

    outcome: Outcome
    status_right: bool
    exact_figure: bool | None
    false_figure: bool
    cells_cited: int
    cells_right: int
    cells_needed: int
    cells_found: int
    reason: str


def score(case: Case, answer: Answer) -> Score:
    """Score `answer`; `reason` says in Chinese what is missing or wrong, "" when it is right."""
    reason = _fault(case, answer)
    answered = answer.status == "answered"
    asserted = answer.values[0] if answered and answer.values else None
    right_figure = asserted is not None and _held(asserted, case.may_assert())
    silence_is_right = answer.status in case.also_status
    cited, needed = _cited(answer) if answered and case.evidence else (), best_way(case, answer)
    return Score(
        outcome=_outcome(answer, reason),
        status_right=case.status == answer.status or silence_is_right,
        exact_figure=right_figure if case.values and not silence_is_right else None,
        false_figure=asserted is not None and not right_figure,
        cells_cited=len(cited),
        cells_right=sum(_is_right(citation, case) for citation in cited),
        cells_needed=0 if silence_is_right else len(needed.evidence),
        cells_found=_found(needed, case, answer),
        reason=reason,
    )


def best_way(case: Case, answer: Answer) -> Way:
    """Return the set of evidence of which the answer cites the largest part."""
    return max(
        case.ways,
        key=lambda way: Decimal(_found(way, case, answer)) / max(1, len(way.evidence)),
    )


def same_figure(one: Figure | Value, other: Figure | Value) -> bool:
    """Tell whether two figures are equal.

    Money is compared in any unit exactly, percentages and multiples at two decimals, counts in any
    measure word; 万元/人 is also said as 万元.
    """
    try:
        first, second = to_decimal(one.number), to_decimal(other.number)
    except InvalidOperation:
        return False
    (unit, per), (other_unit, other_per) = _split(one.unit), _split(other.unit)
    if per and other_per and per != other_per:
        return False
    if unit is not None and other_unit is not None and is_money(unit):
        return is_money(other_unit) and (
            convert(first, unit, "元") == convert(second, other_unit, "元")
        )
    if unit == other_unit and unit in {"%", "倍"}:
        return round_half_up(first) == round_half_up(second)
    return unit == other_unit and first == second


def _split(unit: str | None) -> tuple[str | None, str]:
    """Split 万元/人 into 万元 and 人, all measure words being one."""
    what, _, per = (unit or "").partition("/")
    return _tally(what) or None, _tally(per)


def _tally(unit: str) -> str:
    return "个" if unit in TALLY else unit


def _outcome(answer: Answer, reason: str) -> Outcome:
    if not reason:
        return Outcome.RIGHT
    return Outcome.WRONG if answer.status == "answered" else Outcome.NOT_ANSWERED


def _fault(case: Case, answer: Answer) -> str:
    """Return the first thing that keeps the answer from being right, "" if there is none."""
    if answer.status in case.also_status:
        return ""
    if case.status != answer.status:
        return f"应为 {case.status}，实为 {answer.status}"
    if case.status != "answered":
        return ""
    if case.values and not answer.values:
        return "没有给出数字"
    if answer.values and not _held(answer.values[0], case.may_assert()):
        return f"主数字不对：{answer.values[0].number}{answer.values[0].unit or ''}"
    if case.in_unit and (answer.values[0].unit or "").partition("/")[0] != case.in_unit:
        return f"没有换算成{case.in_unit}：{answer.values[0].number}{answer.values[0].unit or ''}"
    if missing := _missing(case.values, answer.values):
        return f"缺少数字：{'、'.join(value.number + (value.unit or '') for value in missing)}"
    if unsaid := [words for words in case.contains if _folded(words) not in _said(answer)]:
        return f"没有说到：{'、'.join(unsaid)}"
    # With neither figure nor words to hold it to, only the cited cell shows what was answered.
    if not case.values and not case.contains and not _found(best_way(case, answer), case, answer):
        return "没有引用应引的单元格"
    return ""


def _held(value: Value, among: Iterable[Figure]) -> bool:
    return any(_states(value, figure) for figure in among)


def _states(value: Value, figure: Figure) -> bool:
    """Tell whether `value` is `figure` or one of its other forms."""
    return any(same_figure(form, value) for form in (figure, *figure.forms))


def _missing(wanted: Iterable[Figure], held: Iterable[Value]) -> list[Figure]:
    """Return the wanted figures that are not held; two equal ones need two."""
    left, missing = list(held), []
    for figure in wanted:
        match = next((value for value in left if _states(value, figure)), None)
        if match is None:
            missing.append(figure)
        else:
            left.remove(match)
    return missing


def _said(answer: Answer) -> str:
    quotes = (text for c in answer.citations for text in (c.quote, c.value) if text)
    return _folded("\n".join((answer.answer, *quotes)))


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _cited(answer: Answer) -> tuple[Citation, ...]:
    """Return one citation for each distinct cell or sentence."""
    seen = {
        (c.document, tuple(sorted(c.locator.items(), key=lambda part: part[0]))): c
        for c in answer.citations
    }
    return tuple(seen.values())


def _is_right(citation: Citation, case: Case) -> bool:
    slots = [slot for way in case.ways for slot in way.evidence]
    return any(_stands_in(citation, slot, case) for slot in (*slots, case.also))


def _found(way: Way, case: Case, answer: Answer) -> int:
    if answer.status != "answered":
        return 0
    return sum(any(_stands_in(c, slot, case) for c in answer.citations) for slot in way.evidence)


def _stands_in(citation: Citation, slot: Slot, case: Case) -> bool:
    return any(_is_at(citation, place, case) for place in slot)


def _is_at(citation: Citation, place: Place, case: Case) -> bool:
    if citation.document != (place.document or case.source):
        return False
    if place.table is not None:
        named = (citation.table, citation.row, citation.column)
        return citation.value is not None and named == (place.table, place.row, place.head)
    if place.within is not None:
        stated = citation.value is None or _folded(citation.value) == _folded(place.printed or "")
        return stated and _folded(place.within) in _folded(citation.quote or "")
    at = citation.locator
    return at.get("line") == place.line and place.column in (None, at.get("column"))
