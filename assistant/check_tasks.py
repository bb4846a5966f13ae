"""Tasks that ask whether a printed figure is right: rates of change, totals, and shares."""

from dataclasses import replace

from assistant.clause import Clause, Phrase
from assistant.plan import Cell, Growth, Sum
from assistant.turn import Goals, Turn


def check(turn: Turn, clause: Clause) -> Goals:
    """Return what a printed rate or total should be, calculated from the document's own figures."""
    for quantity in clause.quantities:
        if rate := turn.lookup.printed_rate(quantity, clause.named):
            phrase = Phrase((rate.mention,))
            pair = turn.now_and_before(clause, phrase)
            return [Growth(now=pair[0], base=pair[1], printed=rate.fact)] if pair else None
    for phrase in clause.named:
        members = turn.members(replace(clause, phrases=[phrase], scope=()))
        if members is not None and len(members.parts) > 1:
            parts = tuple(Cell(fact=part.id) for part in members.parts)
            return [Sum(of=parts, printed=members.whole.id)]
    return None
