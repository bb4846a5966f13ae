"""Shape a clause by what the documents hold: names side by side, and what stands inside another."""

import re
from dataclasses import replace

from assistant.clause import Clause, Phrase
from assistant.reading import Sort, Token
from assistant.turn import Turn

_INSIDE = re.compile(r"(?:它|其|这里|这)?(?:其中|里面|当中|里头)")


def separated(turn: Turn, clause: Clause) -> Clause:
    """Return the clause with 和 between names side by side that are rows of their own.

    「水费电费一共多少」 names two; 「基本支出人员经费」 names one cell.
    """
    tokens: list[Token] = []
    for token in clause.tokens:
        last = tokens[-1] if tokens else None
        if last and last.sort is Sort.NAME and token.sort is Sort.NAME:
            both = clause.of([last, token])
            if turn.lookup.stand_apart(both.named):
                tokens.append(Token("和", Sort.WORD, token.start, kinds=frozenset({"and"})))
        tokens.append(token)
    return clause if len(tokens) == len(clause.tokens) else clause.of(tokens)


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
