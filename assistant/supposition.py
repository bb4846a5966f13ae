"""What-if: a figure after a change that the question gives, and what it means for a whole."""

import re
from typing import NamedTuple

from assistant.clause import Clause, Phrase
from assistant.normal import numeral
from assistant.plan import Expression, Plan, WhatIf
from assistant.turn import Goals, Turn
from corpus.money import SHORT_UNITS

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:%|个百分点|个点)")
_IN_WORDS = re.compile(r"百分之(\d+(?:\.\d+)?)")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成(半)?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|块)")
_HALF = re.compile(r"一半|减半|腰斩|对半|砍半")
_DOUBLE = re.compile(r"翻倍|翻一番|翻番|增加一倍|多一倍")
_GONE = re.compile(
    r"取消|(?:全|都|全部|统统)(?:砍|压|取消|去)|砍掉(?![一二两三四五六七八九\d])|全部去掉|不要了|停掉|归零"
)
_LESS = re.compile(
    r"压减|压缩|压|减少|削减|下降|降|减|砍|扣|取消|去掉|一半|不要了|停|少|节约|节省|省"
)
_MORE = re.compile(r"增加|追加|上调|调增|提高|上涨|涨|多|加|翻")
_AFTER = re.compile(
    r"剩|变成|变为|达到|到多少|还有多少|是多少|会有多少|成多少|总额|规模|之后|以后|后(?:的|是|为|[^\w]|$)|还有"
)
_SAVED = re.compile(r"省|节约|减少多少|压多少|能压|增加多少|多出多少|多花|少花")
_CHANGE_WORD = re.compile(
    r"压减|压缩|减少|削减|下降|下调|上调|上浮|下浮|砍|增加|追加|调增|调减|提高|上涨|涨|降|增|减|压|翻"
)


class Supposed(NamedTuple):
    """The change that a question gives: a rate in percent, or an amount in a unit."""

    percent: str | None
    amount: str | None
    unit: str | None


def supposed(text: str) -> Supposed | None:
    """Return the change that a text gives (5%, 两成, 一半, 20万元), None where it gives none."""
    if rate := _PERCENT.search(text) or _IN_WORDS.search(text):
        return Supposed(rate[1], None, None)
    if tenths := _TENTHS.search(text):
        return Supposed(str(numeral(tenths[1]) * 10 + (5 if tenths[2] else 0)), None, None)
    if amount := _AMOUNT.search(text):
        unit = {**SHORT_UNITS, "块": "元"}.get(amount[2], amount[2])
        return Supposed(None, amount[1], unit)
    if _HALF.search(text):
        return Supposed("50", None, None)
    return Supposed("100", None, None) if _DOUBLE.search(text) or _GONE.search(text) else None


def what_if(turn: Turn, clause: Clause) -> Goals:
    """Return a figure after a change that the question gives: a rate, an amount, or all of it."""
    text = turn.text
    change = supposed(text)
    if change is None or not (clause.asks("what_if") or _supposes(text)):
        return None
    cells = _named(turn, clause)
    if isinstance(cells, Plan):
        return cells
    part = cells[0] if cells else turn.last_figure() or _spoken_whole(turn, clause)
    if part is None:
        return None
    of = cells[-1] if len(cells) > 1 else part
    increase = not _LESS.search(text) if _MORE.search(text) is None else _rises(text)
    return [
        WhatIf(
            of=turn.converted(clause, of),
            part=turn.converted(clause, part) if part != of else None,
            percent=change.percent,
            amount=change.amount,
            unit=change.unit,
            increase=increase,
            after=part != of or (_AFTER.search(text) is not None and not _SAVED.search(text)),
        )
    ]


def _supposes(text: str) -> bool:
    """Tell whether a text asks what a given change would come to, without 如果."""
    match = _CHANGE_WORD.search(text)
    asks = re.search(r"(?:后|以后|之后|能|会|剩|还有|变|成|省|是|等于|多少)", text)
    given = re.search(
        rf"(?:{_CHANGE_WORD.pattern})(?:掉|了|个|到)?(?:\d|百分之\d|[一二两三四五六七八九]成|一半|半)|翻倍|翻番|砍半|减半",
        text,
    )
    whole = re.search(r"翻倍|翻一番|翻番|砍半|减半|(?:全|都|全部)(?:砍|压|取消|去掉)", text)
    return bool(match and asks and given) or whole is not None


def _rises(text: str) -> bool:
    """Tell which comes first, a word of rise or one of fall: 「增加」 asked of 「压减」 is no rise."""
    more, less = _MORE.search(text), _LESS.search(text)
    return more is not None and (less is None or more.start() < less.start())


def _named(turn: Turn, clause: Clause) -> list[Expression] | Plan:
    """Return the figures named in all clauses, what changes first."""
    named = [(c, p) for c in turn.clauses for p in c.named if p.mentions or p.parts]
    if clause.scope:
        named = [(clause, Phrase(clause.scope)), *named]
    cells: list[Expression] = []
    for of, phrase in named:
        cell = turn.cell(of, phrase)
        if cell is None:
            return turn.nothing(phrase)
        cells.append(cell)
    return cells


def _spoken_whole(turn: Turn, clause: Clause) -> Expression | None:
    whole = turn.whole(clause)
    return turn.cell(clause, whole) if whole else None
