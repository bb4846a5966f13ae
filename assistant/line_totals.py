"""The lines of an item added up and held against the total that is printed over them."""

import re

from assistant import membership
from assistant.clause import Clause, Phrase
from assistant.normal import numeral
from assistant.plan import Cell, Difference, Expression, Sum
from assistant.turn import Turn
from corpus.money import YUAN
from index.records import Fact

_LINES = re.compile(
    r"分项|子项|细项|各项|逐项|明细|([一二两三四五六七八九十\d]+)(?:条|项|款|个(?:子项|分项))"
)
_ADDED = re.compile(r"加起来|加总|相加|之和|合计|总和|加一下|实加")
_APART = re.compile(r"差多少|[多少]多少|差额|相差|差几|[多少]出|差距")
_OTHER = (
    "share", "what_if", "condition", "most", "least", "top", "average", "except", "per_head",
    "growth", "list", "each", "count", "forms",
)  # fmt: skip
_NUMBER = re.compile(
    r"(?:^|[\s。；;])(?:\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}[、是])[^。；;]*$"
)
_SEVERAL = 2


def asked(turn: Turn) -> list[Expression]:
    """Return the lines of the one item that a question names added up, and by how much they differ.

    Only where the question is of nothing but their sum and what is printed.
    """
    said = _LINES.search(turn.text)
    named = [(clause, phrase) for clause in turn.clauses for phrase in _named(clause)]
    named = [one for one in named if not turn.lookup.means_whole(one[1].mentions)]
    other = any(clause.asks(*_OTHER) for clause in turn.clauses)
    if said is None or not _ADDED.search(turn.text) or len(named) != 1 or other:
        return []
    clause, phrase = named[0]
    members = membership.split(turn, phrase, clause.of([]))
    parts = [p for p in members.parts if p.unit in YUAN] if members else []
    if (
        members is None
        or len(parts) < _SEVERAL
        or (not members.whole.is_form and not parts[0].is_form)
    ):
        return []
    if said[1] and numeral(said[1]) != len(parts):
        return []
    whole = Cell(fact=members.whole.id)
    total = Sum(of=tuple(Cell(fact=part.id) for part in parts), printed=members.whole.id)
    # Lines that do not come to their total may hold one another, unless they are numbered.
    if turn.trial.amount(total) != turn.trial.amount(whole) and not all(map(_is_numbered, parts)):
        return []
    larger, smaller = turn.trial.in_order(total, whole)
    apart = _APART.search(turn.text) and turn.trial.amount(total) != turn.trial.amount(whole)
    return [total, Difference(left=larger, right=smaller)] if apart else [total]


def _is_numbered(fact: Fact) -> bool:
    """Tell whether a sentence's item begins with a number of its own (1、…；一是…)."""
    return fact.quote is not None and _NUMBER.search(fact.quote[: fact.start or 0]) is not None


def _named(clause: Clause) -> list[Phrase]:
    return [*clause.named, *([Phrase(clause.scope)] if clause.scope else [])]
