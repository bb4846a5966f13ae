"""Shape a clause by what the documents hold: names side by side, and what stands inside another."""

import re
from dataclasses import replace
from decimal import Decimal

from assistant.clause import Clause, Phrase
from assistant.given import claims, supposes
from assistant.matching import Mention
from assistant.normal import canonical
from assistant.plan import Cell, Expression
from assistant.reading import Sort, Token
from assistant.turn import Turn
from corpus.money import SHORT_UNITS, YUAN, to_decimal

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万)")
# What an amount is said for: these hold it against a figure, or change one by it.
_HELD = ("check", "condition", "what_if", "convert", "exists")
# What a name costs at least that is only a part of one.
_PART_OF = 0.5
_INSIDE = re.compile(r"(?:它|其|这里|这)?(?:其中|里面|当中|里头)")


def separated(turn: Turn, clause: Clause) -> Clause:
    """Return the clause with 和 between names side by side that are rows of their own.

    「水费电费一共多少」 names two; 「基本支出人员经费」 names one cell.
    """
    tokens: list[Token] = []
    for token in clause.tokens:
        last = tokens[-1] if tokens else None
        if last and last.sort is Sort.NAME and token.sort is Sort.NAME:
            if one := _one_name(last, token):
                tokens[-1] = one
                continue
            both = clause.of([last, token])
            own = all(
                min((m.cost for m in one.meanings), default=0) < _PART_OF for one in (last, token)
            )
            if own and turn.lookup.stand_apart(both.named):
                tokens.append(Token("和", Sort.WORD, token.start, kinds=frozenset({"and"})))
        tokens.append(token)
    return clause if tokens == clause.tokens else clause.of(tokens)


def _one_name(first: Token, second: Token) -> Token | None:
    """Return two names side by side as one that has both: 体育彩票公益金, of 用于体育的彩票公益金."""
    meanings = tuple(
        m for m in second.meanings if first.text in m.name.replace(second.text, " ", 1)
    )
    if any(first.text + second.text in m.name for m in meanings):
        return None  # names of which both are a part are looked up as they are
    own = any(first.text in m.name and m.name in second.text for m in first.meanings)
    if not meanings or own or first.end != second.start:
        return None
    return replace(second, text=first.text + second.text, start=first.start, meanings=meanings)


def within(turn: Turn, clause: Clause) -> Clause:
    """Return a clause that begins with 其中 inside what the clause before it named."""
    if not _INSIDE.match(clause.text) or not turn.goals or not turn.spoken or clause.scope:
        return clause
    scope = turn.spoken[-1].mentions
    inside = [Phrase((*scope, *p.mentions)) for p in clause.named]
    if not inside or not all(turn.lookup.crosses(p.mentions, clause) for p in inside):
        return clause
    turn.meant = inside
    return replace(clause, scope=scope)


def without_told(turn: Turn, clause: Clause) -> Clause:
    """Return a clause without the amounts that it only tells of what it names, as documents do.

    「奖金88.95万元占多少」 asks of 奖金; 「占175万元的多少」, of the figure of so much spoken of.
    """
    told = [i for i, token in enumerate(clause.tokens) if token.sort is Sort.QUANTITY]
    if not told or clause.asks(*_HELD) or supposes(turn.text) or claims(turn.text):
        return clause
    tokens: list[Token] = []
    for i, token in enumerate(clause.tokens):
        match = _AMOUNT.fullmatch(token.text) if i in told else None
        if match is None:
            tokens.append(token)
            continue
        amount = to_decimal(match[1]) * YUAN[SHORT_UNITS.get(match[2], match[2])]
        ahead = clause.tokens[max(i - 2, 0) : i]
        idle = {"filler", "of", "follow"}
        beside = [t for t in ahead if t is ahead[-1] or ahead[-1].kinds & idle]
        beside += clause.tokens[i + 1 : i + 3]
        if any(turn.trial.amount(cell) == amount for cell in _cells(turn, clause, beside)):
            continue
        following = clause.tokens[i + 1].kinds if i + 1 < len(clause.tokens) else frozenset()
        before = tokens[-1].kinds if tokens else frozenset()
        operand = before & {"share", "compare", "except"} or "share" in following
        scope = turn.cell(clause.of([]), Phrase(clause.scope)) if clause.scope else None
        last = turn.last_goal()
        parts = turn.parts_of(last) if last else []
        whole = turn.lookup.whole_of(parts[0]) if parts else None
        spoken = [g for g in (scope, *turn.goals, *reversed(turn.before.history), whole) if g]
        same = next((g for g in spoken if turn.trial.amount(g) == amount), None)
        same = same or _stating(turn, amount)
        if operand and same is not None:
            token = replace(token, sort=Sort.NAME, goal=same)
        tokens.append(token)
    return clause if tokens == clause.tokens else clause.of(tokens)


def _cells(turn: Turn, clause: Clause, tokens: list[Token]) -> list[Expression]:
    """Return the figures that names go by of themselves."""
    names = [t for t in tokens if t.sort is Sort.NAME and t.meanings and t.goal is None]
    phrases = [Phrase((Mention(name.text, name.meanings),)) for name in names]
    return [cell for phrase in phrases if (cell := turn.cell(clause.of([]), phrase))]


def _stating(turn: Turn, amount: Decimal) -> Cell | None:
    """Return the one item of the project spoken of, or of the documents, that comes to an amount."""
    about = (
        {m.name for known in turn.about.mentions for m in known.meanings} if turn.about else set()
    )
    found = [
        fact
        for fact in turn.library.lexicon.facts
        if fact.comparable == amount and fact.unit in YUAN and fact.document in turn.names
        if not about or (fact.subject and canonical(fact.subject) in about)
    ]
    return Cell(fact=found[0].id) if found and len({fact.row for fact in found}) == 1 else None
