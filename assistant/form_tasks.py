"""Tasks that go over all forms: one field of each of them added up, or a rate of each compared."""

import re

from assistant import accounts, year_tasks
from assistant.clause import Clause, dated, year_said
from assistant.plan import Cell, Expression, Listing, Rank, Share, Sum
from assistant.share_tasks import as_field
from assistant.turn import Goals, Turn


def fields(turn: Turn, clause: Clause) -> Goals:
    """Return a field that every form states, added up, for each field named."""
    goals: list[Expression] = []
    if clause.asks("most", "least", "top"):
        return None
    for phrase in clause.named:
        facts = turn.groups.across_forms(phrase, clause)
        if len(facts) < 2:
            return None
        parts = tuple(Cell(fact=fact.id) for fact in facts)
        apart = clause.asks("list") and not clause.asks("sum")
        goals.append(
            Listing(facts=tuple(p.fact for p in parts))
            if apart
            else turn.converted(clause, Sum(of=parts))
        )
    return goals or None


# What is asked of a project, and how its form's fields are called.
_FIELDS = (
    (re.compile(r"谁|哪位|负责人|哪个(?:人)?(?:负责|管)|联系人|联络人|管事的"), "负责人"),
    (re.compile(r"电话|号码|联系方式|热线"), "电话"),
)


_WHICH = re.compile(r"[哪谁](?:一?个|一?张|份)?(?:项目|申报表|表)?")


_AT_START = "年初"


def with_fields(turn: Turn, clause: Clause) -> Clause:
    """Return a clause with a word for the budget at the year's start as the field of forms that it is."""
    earlier = year_said(clause) is not None and clause.base not in (None, year_said(clause))
    if not earlier or not clause.asks("budgeted") or accounts.are_final(turn):
        return clause
    tokens = [as_field(turn, t) if _AT_START in t.text else t for t in clause.tokens]
    return clause if tokens == clause.tokens else dated(clause.of(tokens), clause.base)


def extreme(turn: Turn, clause: Clause) -> Goals:
    """Return the form whose field is the largest or smallest (哪个项目年中调减最多)."""
    if not _WHICH.search(turn.text) or len(clause.named) != 1:
        return None
    facts = [f for f in turn.groups.across_forms(clause.named[0], clause) if f.value is not None]
    if len(facts) < 2 or clause.asks("share", "growth", "change", "difference", "sum"):
        return None
    ids = tuple(fact.id for fact in facts)
    return [Rank(facts=ids, count=1, largest=not clause.asks("least"))]


_TOGETHER = re.compile(r"总体|整体|总的")


def contacts(turn: Turn, clause: Clause) -> Goals:
    """Return who is in charge of a project and the telephone, where both are asked."""
    if not all(asked.search(turn.text) for asked, _ in _FIELDS):
        return None
    projects = [m for phrase in clause.named for m in phrase.mentions]
    projects += [m for phrase in (turn.about, *turn.spoken[-1:]) if phrase for m in phrase.mentions]
    cell = next((cell for m in projects if (cell := turn.forms.subject_cell(m))), None)
    if cell is None:
        return None
    own = turn.library.store.facts[cell.fact]
    found = [turn.forms.field(own, name) for _, name in _FIELDS]
    return [Cell(fact=fact.id) for fact in found if fact] if all(found) else None


def rates(turn: Turn, clause: Clause) -> Goals:
    """Return the highest or lowest rate of execution of all forms, or the rate of each."""
    named = [phrase for c in turn.clauses for phrase in c.named]
    if any(turn.groups.names_form(phrase.mentions) for phrase in named):
        return None
    every = any(c.asks("forms") or turn.asks_all(c) for c in turn.clauses)
    if not every or not year_tasks.asks_execution(turn.text):
        return None
    found: list[Share] = []
    for subject in turn.groups.subjects():
        mention = turn.lookup.named(subject.text)
        share = year_tasks.execution(turn, clause, (mention,)) if mention else None
        if share is None:
            return None
        found.append(share)
    if len(found) > 1 and (_TOGETHER.search(turn.text) or any(c.asks("sum") for c in turn.clauses)):
        part, whole = (
            Sum(of=tuple(own)) for own in zip(*((s.part, s.whole) for s in found), strict=True)
        )
        return [Share(part=part, whole=whole)]
    ordered = sorted(found, key=lambda share: turn.trial.amount(share) or 0, reverse=True)
    if len(ordered) < 2:
        return None
    picked = [ordered[0]] if any(c.asks("most") for c in turn.clauses) else []
    picked += [ordered[-1]] if any(c.asks("least") for c in turn.clauses) else []
    return list(picked or ordered)
