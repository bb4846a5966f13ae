"""Shares of what is left when something is taken out: 「剔除甲后，乙在余下丙中占多少」."""

from assistant.clause import Clause, clause_of
from assistant.plan import Plan, Share, Without
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn

_ASIDE = ("percent", "amount", "share", "difference", "growth", "list", "each", "sum")


def share_of_rest(turn: Turn, clause: Clause) -> Goals:
    """Return a share of what is left: 「剔除甲后，乙在余下丙中占多少」."""
    out, left, at = clause.index("except"), clause.index("rest"), clause.index("share")
    if out is None or left is None or at is None or left < out:
        return None
    between = clause.part(out + 1, left).split(_ends_exclusion)
    stretches = [s for s in between if s.named or turn.names_group(s)]
    behind = clause.part(left + 1)
    whole = behind.without(*_ASIDE)
    tail = [s for s in behind.split(lambda t: "share" in t.kinds) if s.named]
    part = stretches[1] if len(stretches) > 1 else None
    if part is None and len(tail) == 1 and at < left:
        part = tail[0]
    if part is None or not stretches:
        return None
    parts, gone = turn.figure(_alone(part)), turn.figures(_alone(stretches[0]))
    if parts is None or isinstance(parts, Plan) or not gone or isinstance(gone, Plan):
        return parts if isinstance(parts, Plan) else gone if isinstance(gone, Plan) else None
    named = _alone(whole)
    base = turn.figure(named) if named.named else turn.whole_of(parts)
    if base is None or isinstance(base, Plan) or base in gone:
        return base if isinstance(base, Plan) else None
    return [Share(part=parts, whole=Without(whole=base, parts=tuple(gone)))]


def _alone(clause: Clause) -> Clause:
    """Return a stretch by itself: not inside what other stretches of the clause name."""
    tokens = [t for t in clause.tokens if t.sort is not Sort.MARK and "share" not in t.kinds]
    return clause_of(tokens, clause.unknown, (), clause.base, clause.year)


def _ends_exclusion(token: Token) -> bool:
    return token.text in ("后", "以后", "之后", "外", "，", "在")
