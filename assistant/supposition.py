"""What-if: a figure after a change that the question gives, and what it means for a whole."""

import re
from typing import NamedTuple

from assistant.clause import COMMA, Clause, clause_of
from assistant.normal import numeral
from assistant.plan import Expression, Plan, Share, WhatIf
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from corpus.money import SHORT_UNITS

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:%|个百分点|个点)")
_IN_WORDS = re.compile(r"百分之(\d+(?:\.\d+)?)")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成(半)?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|块)")
_HALF = re.compile(r"一半|减半|腰斩|对半|砍半")
_DOUBLE = re.compile(r"翻倍|翻一倍|翻一番|翻番|增加一倍|多一倍|涨一倍")
_WHOLE = re.compile(
    r"(?:全部|都|全)?不安排(?:的话|了)|翻倍|翻一倍|翻一番|翻番|砍半|减半|省一半|(?:全|都|全部)(?:砍|压|取消|去掉)|取消(?!资格)|不发了|不要了|停掉"
)
_EDGES = frozenset({"后", "以后", "之后", "还剩", "剩"})
_GONE = re.compile(
    r"取消|不安排|(?:全|都|全部|统统)(?:砍|压|取消|去)|砍掉(?![一二两三四五六七八九\d])|全部去掉|不要了|停掉|归零"
)
_LESS = re.compile(
    r"下调|下浮|调减|调低|压减|压缩|压|减少|削减|下降|降|减|砍|扣|取消|去掉|一半|不要了|不发|不安排|停|少|节约|节省|省"
)
_MORE = re.compile(r"增加|追加|上调|上浮|调增|提高|上涨|涨|多(?!少)|加|翻")
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
    """Return a figure after a change that the question gives: a rate, an amount, or all of it.

    What changes is named before the change, or right behind its verb (取消某项); what is asked for
    is named after it.
    """
    text = turn.text if supposed(turn.text) else clause.text
    change = supposed(text)
    if change is None or not (clause.asks("what_if") or _supposes(text)):
        return None
    asked = _joined(turn, clause)
    at = _change_at(asked)
    part, of = _sides(turn, asked, at)
    if isinstance(part, Plan) or isinstance(of, Plan):
        return part if isinstance(part, Plan) else of if isinstance(of, Plan) else None
    part = part or of or _spoken(turn) or _spoken_whole(turn, clause)
    if part is None:
        return None
    increase = not _LESS.search(text) if _MORE.search(text) is None else _rises(text)
    after = of is not None or (_AFTER.search(text) is not None and not _SAVED.search(text))

    def changed(whole: Expression, after: bool) -> WhatIf:
        return WhatIf(
            of=turn.converted(clause, whole),
            part=turn.converted(clause, part) if part != whole else None,
            percent=change.percent,
            amount=change.amount,
            unit=change.unit,
            increase=increase,
            after=after,
        )

    if asked.asks("share") and (whole := of or turn.lookup.whole_of(part)):
        return [Share(part=changed(part, True), whole=changed(whole, True))]
    return [changed(of or part, after or part != (of or part))]


def _joined(turn: Turn, clause: Clause) -> Clause:
    """Return all clauses of the question as one, what the clause is said of first."""
    if len(turn.clauses) < 2 or clause.base is None:
        return clause
    tokens = [token for c in turn.clauses for token in (*c.tokens, COMMA)]
    return clause_of(tokens[:-1], clause.unknown, clause.scope, clause.base)


def _change_at(clause: Clause) -> int:
    """Return which token tells of the change: the last one up to which none is given yet."""
    for i in range(1, len(clause.tokens) + 1):
        said = clause.part(0, i).text
        if supposed(said) or _GONE.search(said) or _CHANGE_WORD.search(said):
            return i
    return len(clause.tokens)


def _sides(
    turn: Turn, clause: Clause, at: int
) -> tuple[Expression | Plan | None, Expression | Plan | None]:
    """Return what changes and what is asked for, None for what is not named."""
    bare = ("amount", "share", "percent", "what_if", "each", "change", "average", "plus")
    before, after = clause.part(0, at).without(*bare), clause.part(at).without(*bare)
    if before.named:
        return turn.figure(before), turn.figure(after) if after.named else None
    stretches = [s for s in after.split(_is_edge) if s.named]
    if not stretches:
        return None, None
    if len(stretches) == 1:
        return turn.figure(stretches[0]), None
    return turn.figure(stretches[0]), turn.figure(stretches[-1])


def _is_edge(token: Token) -> bool:
    return token.text == COMMA.text or token.sort is Sort.QUANTITY or token.text in _EDGES


def _spoken(turn: Turn) -> Expression | None:
    """Return what was spoken of before; of an earlier supposition what it supposed of."""
    last = turn.last_figure()
    return (last.part or last.of) if isinstance(last, WhatIf) else last


def _supposes(text: str) -> bool:
    """Tell whether a text asks what a given change would come to, without 如果."""
    given = re.search(
        rf"(?:{_CHANGE_WORD.pattern}|省|少|多)(?:掉|了|个|到)?(?:\d+(?:\.\d+)?(?:%|[万亿]|元|块)|一半|半)",
        text,
    )
    asks = re.search(r"后|能|会|剩|还有|变|成|省|才|呢|的话|是多少|多少|几", text)
    return bool(given and asks) or _WHOLE.search(text) is not None


def _rises(text: str) -> bool:
    """Tell which comes first, a word of rise or one of fall: 「增加」 asked of 「压减」 is no rise."""
    more, less = _MORE.search(text), _LESS.search(text)
    return more is not None and (less is None or more.start() < less.start())


def _spoken_whole(turn: Turn, clause: Clause) -> Expression | None:
    whole = turn.whole(clause)
    return turn.cell(clause, whole) if whole else None
