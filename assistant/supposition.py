"""What-if: a figure after a change that the question gives, and what it means for a whole."""

import re
from decimal import Decimal

from assistant import absence
from assistant.clause import COMMA, Clause, clause_of
from assistant.given import CHANGE_WORD, GONE, HELD, Supposed, moves, rises, supposed, supposes
from assistant.plan import Expression, Plan, Share, WhatIf
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from corpus.money import YUAN, as_plain, to_decimal

_EDGES = frozenset({"后", "以后", "之后", "还剩", "剩"})
_AFTER = re.compile(
    r"剩|[要得](?:付|花|给|交|拿|掏|出|用|支付|安排)?(?:多少|几)|会是|变成|变为|变多少|达到|到多少|还有多少|是多少|会有多少|成多少|总额|规模|之后|以后|后(?:的|是|为|[^\w]|$)|还有"
)
_PIECES = re.compile(r"[,，;；、。]")
_SHARE_LEVEL = re.compile(r"[提升降压调增减](?:[高低升])?(?:到|至|成)占")
_HELD = re.compile(rf"{HELD}\d.*$")
_SAVED = re.compile(
    r"省|节约|减少多少|压多少|能压|增加多少|多出多少|[多少](?:花|交|付|掏|支|出|拿|发|给|领)|要多(?!少)|得多(?!少)"
)


def what_if(turn: Turn, clause: Clause) -> Goals:
    """Return a figure after a change that the question gives: a rate, an amount, or all of it.

    What changes is named before the change, or right behind its verb (取消某项); what is asked for
    is named after it.
    """
    text = turn.text if supposed(turn.text) else clause.text
    change = supposed(text)
    if change is None or not (clause.asks("what_if") or supposes(text)):
        return None
    if level := _SHARE_LEVEL.search(turn.text):
        return absence.misread(Plan(), level[0])  # a share that is to be reached, no change
    if second := _second(turn.text):
        return absence.misread(Plan(), second)
    asked = joined(turn, clause)
    at = _change_at(asked)
    part, of = _sides(turn, asked, at)
    if isinstance(part, Plan) or isinstance(of, Plan):
        return part if isinstance(part, Plan) else of if isinstance(of, Plan) else None
    part = part or of or _spoken(turn) or _spoken_whole(turn, clause)
    if part is None:
        return None
    increase = rises(text)
    if change.level:
        if (step := _step(turn, part, change)) is None:
            return None
        change, increase = step
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


def _second(text: str) -> str:
    """Return the second of several changes that a question gives, "" where there is but one."""
    given = [part for part in _PIECES.split(text) if moves(part)]
    return given[1] if len(given) > 1 else ""


def _step(turn: Turn, part: Expression, level: Supposed) -> tuple[Supposed, bool] | None:
    """Return by how much a figure changes when it is brought to a level, and whether it rises."""
    now = turn.trial.amount(part)
    if now is None or level.amount is None or level.unit is None:
        return None
    change = to_decimal(level.amount) - now / YUAN[level.unit]
    return Supposed(None, as_plain(abs(change)), level.unit), change >= Decimal(0)


def joined(turn: Turn, clause: Clause) -> Clause:
    """Return all clauses of the question as one, what the clause is said of first."""
    if len(turn.clauses) < 2 or clause.base is None:
        return clause
    tokens = [token for c in turn.clauses for token in (*c.tokens, COMMA)]
    return clause_of(tokens[:-1], clause.unknown, clause.scope, clause.base)


def _change_at(clause: Clause) -> int:
    """Return which token tells of the change: the last one up to which none is given yet."""
    for i in range(1, len(clause.tokens) + 1):
        said = clause.part(0, i).text
        if supposed(said) or GONE.search(said) or CHANGE_WORD.search(said):
            return i
    return len(clause.tokens)


def _sides(
    turn: Turn, clause: Clause, at: int
) -> tuple[Expression | Plan | None, Expression | Plan | None]:
    """Return what changes and what is asked for, None for what is not named."""
    bare = ("amount", "share", "percent", "what_if", "each", "change", "average", "plus")
    before, after = clause.part(0, at), clause.part(at).without(*bare)
    if held := _HELD.search(before.text):
        before = before.outside(held)  # the level, and when it was, are no part of what is held
    before = before.without(*bare)
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


def _spoken_whole(turn: Turn, clause: Clause) -> Expression | None:
    whole = turn.whole(clause)
    return turn.cell(clause, whole) if whole else None
