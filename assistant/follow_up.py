"""Follow-ups: what a turn leaves unsaid is taken from the turns before, by putting words in place.

A new name stands in for the one it can replace in the last clause that asked something; the clause
is then read as if it had been asked in full.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from assistant import figure_tasks, year_tasks
from assistant.clause import CONTAINING, TASKS, Clause, Phrase, clause_of, says_year, year_said
from assistant.coverage import pairs
from assistant.matching import Expected, Mention
from assistant.normal import canonical
from assistant.plan import (
    Cell,
    Count,
    Expression,
    Growth,
    Listing,
    PerHead,
    Plan,
    Sum,
    WhatIf,
    Where,
)
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn

T = TypeVar("T")
NARROWER = re.compile(
    r"^(?:它|其|这里|这)?(?:里面|其中|里头|当中)|只看|只算|仅看|仅算|(?:里|中|内|里面)的?(?:呢)?$|部分(?=呢|多少|是多少|有多少|$)"
)
# What a name costs at least that is only a part of one.
_PART_OF = 0.5
_PRINTED = re.compile(r"印|写的|写着|原文|公布|披露|公开的")
_YEAR = re.compile(r"(?:19|20)\d\d")


def replay(turn: Turn, clause: Clause) -> Goals:
    """Return the task before with what this clause names in place of what was named then."""
    if clause.unknown:
        return None
    if not turn.spoken and turn.last_goal() is None:
        return _asked_again(turn, clause)
    if isinstance(turn.last_goal(), PerHead) and figure_tasks.only_heads(clause):
        return _same_again(turn, clause)
    last = turn.last_goal()
    if isinstance(last, Cell) and clause.named:
        same = turn.forms.same_field(last.fact, clause.named[0])
        if same and clause.asks("follow") and not clause.has_task:
            return [Cell(fact=same.id)]
    if isinstance(last, Growth) and last.printed and _PRINTED.search(clause.text):
        return [Cell(fact=last.printed)]
    if not clause.named:
        return _same_again(turn, clause)
    if field := _field_of_project(turn, clause):
        return [field]
    if not turn.spoken and not isinstance(last, Growth):
        return None
    if isinstance(last, Growth) and clause.asks("follow") and not clause.has_task:
        return year_tasks.growth(turn, clause)
    narrower = NARROWER.search(clause.text)
    if not (clause.asks("follow") or narrower) or turn.task is None:
        return None
    if (turn.task.has_task or isinstance(last, WhatIf)) and not clause.has_task:
        again = substituted(turn, turn.task, clause)
        goals = turn.task_of(again)
        if goals and not isinstance(goals, Plan):
            _restate(turn, again)
            return goals
    again = substituted(turn, turn.task, clause)
    if clause.expected is Expected.ANY:
        _restate(turn, again)
    turn.resolved = again.text
    phrase = replaced(turn, clause.named[0])
    if phrase.year is None:
        phrase = replace(phrase, year=turn.spoken[-1].year)
    turn.meant = [phrase]
    goal = turn.cell(again if clause.expected is Expected.ANY else clause, phrase)
    return [turn.converted(clause, _of_the_sort(turn, clause, goal))] if goal else None


def _of_the_sort(turn: Turn, clause: Clause, goal: Expression) -> Expression:
    """Return the figure told in the same sentence under the same name in the unit spoken of."""
    last, facts = turn.last_figure(), turn.library.store.facts
    if clause.expected is not Expected.ANY or not isinstance(goal, Cell):
        return goal
    own = facts[goal.fact]
    spoken = facts[last.fact] if isinstance(last, Cell) else None
    if spoken is None or own.quote is None or own.unit == spoken.unit:
        return goal
    beside = (
        fact
        for fact in turn.library.lexicon.facts
        if (fact.document, fact.quote, fact.row) == (own.document, own.quote, own.row)
        if fact.unit == spoken.unit
    )
    return next((Cell(fact=fact.id, name=goal.name) for fact in beside), goal)


def _field_of_project(turn: Turn, clause: Clause) -> Cell | None:
    """Return what a form says under a name of the project spoken of (他的电话)."""
    if turn.about is None or clause.has_task or not clause.asks("follow"):
        return None
    found = turn.lookup.cell((*turn.about.mentions, *clause.named[0].mentions), clause)
    fact = turn.library.store.facts[found.cell.fact] if found else None
    if found is None or fact is None or fact.value is not None or not fact.subject:
        return None
    own = {meaning.name for mention in turn.about.mentions for meaning in mention.meanings}
    return found.cell if canonical(fact.subject) in own else None


def _restate(turn: Turn, clause: Clause) -> None:
    """Keep a clause that was put in full as what is asked now."""
    turn.resolved, turn.restated = clause.text, clause


def in_other_year(turn: Turn, clause: Clause) -> Goals:
    """Return what the task before comes to in another year (去年这个比例呢)."""
    task = turn.task
    if task is None or clause.named or not clause.asks("follow") or year_said(clause) is None:
        return None
    own = {kind for token in clause.tokens for kind in token.kinds if kind in TASKS}
    said = {kind for token in task.tokens for kind in token.kinds if kind in TASKS}
    if not said or own - said or said & {"growth", "change", "difference", "compare"}:
        return None
    again = substituted(turn, task, clause)
    goals = turn.task_of(again)
    if goals and not isinstance(goals, Plan):
        _restate(turn, again)
    return goals


def _asked_again(turn: Turn, clause: Clause) -> Goals:
    """Return what was asked before of a year or department that is not loaded, now of one that is."""
    if turn.task is None or clause.named or clause.has_task:
        return None
    again = substituted(turn, turn.task, clause)
    again = again.of(t for t in again.tokens if t.sort is not Sort.REST)
    again.unknown = ()
    _restate(turn, again)
    goals = turn.task_of(again) or turn.cells(again)
    whole = None if goals or again.named else turn.whole(again)
    found = turn.cell(again, whole) if whole else None
    return goals or ([found] if found else None)


def behind(turn: Turn, clause: Clause) -> Goals:
    """Return the members behind the count, sum or condition just spoken of (分别是哪些)."""
    if clause.named:
        return None
    match turn.last_goal():
        case Count(of=Where() as condition):
            return [condition]
        case Count(facts=facts) if facts:
            return [Listing(facts=facts)]
        case Sum(of=parts):
            facts = tuple(p.fact for p in parts if p.op == "cell")
            return [Listing(facts=facts)] if len(facts) == len(parts) else None
    return None


def substituted(turn: Turn, before: Clause, clause: Clause) -> Clause:
    """Return the earlier clause with this clause's names in place of its first phrase's."""
    named = [i for i, t in enumerate(clause.tokens) if t.sort in (Sort.NAME, Sort.CODE)]
    within = clause.tokens[named[0] : named[-1] + 1] if named else []
    names = [t for t in within if t.sort in (Sort.NAME, Sort.CODE) or "and" in t.kinds]
    years = [t for t in clause.tokens if says_year(t)]
    kept = [t for t in before.tokens if not (years and says_year(t))]
    old = _first_stretch(before)
    new = [*years, *_standing_in(turn, old, names, _mentions)]
    place = kept.index(old[0]) if old else 0
    rest = [token for token in kept[place:] if token not in old]
    return clause_of([*kept[:place], *new, *rest], (), before.scope, before.base)


def _first_stretch(clause: Clause) -> list[Token]:
    """Return the name tokens of the first phrase of a clause."""
    first: list[Token] = []
    if clause.tokens and _says_only_where(clause):
        return []  # 「它在某类中占多少」 leaves unsaid what is a share of it
    for token in clause.tokens:
        if not first and token.kinds & {"share", "compare"}:
            return []  # 「占某类多少」 leaves unsaid what is a share of it
        if token.sort in (Sort.NAME, Sort.CODE):
            first.append(token)
        elif first and token.kinds & {"share", "compare", "and", "difference", "except"}:
            break
    return first


def _says_only_where(clause: Clause) -> bool:
    """Tell whether the first name of a clause says where a share is taken (在某类中占)."""
    names = [i for i, t in enumerate(clause.tokens) if t.sort in (Sort.NAME, Sort.CODE)]
    before = [t.text for t in clause.tokens[: names[0]]] if names else []
    behind = [t.text for t in clause.tokens[names[0] + 1 : names[0] + 2]] if names else []
    return clause.asks("share") and "在" in before and bool(CONTAINING & set(behind))


def _standing_in(
    turn: Turn, old: list[T], new: list[T], named: Callable[[list[T]], tuple[Mention, ...]]
) -> list[T]:
    """Return new names in place of the old one that they can stand for among the others, or alone."""
    if not new:
        return old
    options = [[*old[:i], *new, *old[i + 1 :]] for i in range(len(old))] if len(old) > 1 else []
    scored = [(turn.lookup.score(named(option)), -i) for i, option in enumerate(options)]
    best = max(scored, default=(-100.0, 0))
    return options[-best[1]] if best[0] > turn.lookup.score(named(new)) else new


def _mentions(tokens: list[Token]) -> tuple[Mention, ...]:
    return tuple(m for phrase in clause_of(list(tokens)).named for m in phrase.mentions)


def _same_again(turn: Turn, clause: Clause) -> Goals:
    """Return what was spoken of, in another year or another unit."""
    last = turn.last_figure()
    if last is None:
        return None
    if clause.target_unit:
        return [turn.converted(clause, last)]
    if isinstance(last, PerHead) and (heads := figure_tasks.heads(turn, clause.text)):
        return [PerHead(amount=last.amount, heads=heads)]
    year = year_said(clause)
    if year is None or not turn.spoken:
        return None
    phrase = _in_year(turn, turn.spoken[-1], year)
    asked = substituted(turn, turn.task, clause) if turn.task else clause
    _restate(turn, asked)
    goal = turn.cell(asked, phrase)
    return [goal] if goal else turn.nothing(phrase)


def _in_year(turn: Turn, phrase: Phrase, year: int) -> Phrase:
    """Put another year into a phrase, also where the year is part of a name."""
    mentions: list[Mention] = []
    for mention in phrase.mentions:
        text = _YEAR.sub(str(year), mention.text)
        other = turn.lookup.named(text) if text != mention.text else mention
        if other is not None:
            mentions.append(other)
    # What only names another year's figure (2021年年初) says nothing of this one.
    about = turn.about.mentions if turn.about else phrase.mentions
    return replace(phrase, mentions=tuple(mentions) or about, year=year)


def replaced(turn: Turn, phrase: Phrase) -> Phrase:
    """Put a new name in place of the one of the old phrase that it can stand for."""
    old = turn.spoken[-1]
    both = Phrase((*old.mentions, *phrase.mentions), year=phrase.year)
    if NARROWER.search(turn.text) and turn.lookup.score(both.mentions) > 0:
        return both
    if not phrase.mentions:
        return phrase
    own = [_alike(turn, mention) for mention in phrase.mentions]
    meant = _standing_in(turn, list(old.mentions), own, tuple)
    return replace(phrase, mentions=tuple(meant))


def _alike(turn: Turn, mention: Mention) -> Mention:
    """Return a part of several names as the one most like what was spoken of last (乙的呢)."""
    last = turn.last_figure()
    fact = turn.library.store.facts[last.fact] if isinstance(last, Cell) else None
    if fact is None or min((m.cost for m in mention.meanings), default=0) < _PART_OF:
        return mention
    spoken = pairs(canonical(fact.row))
    shared = {m: len(spoken & pairs(m.name)) for m in mention.meanings}
    most = max(shared.values())
    best = [m for m in mention.meanings if shared[m] == most]
    return mention._replace(meanings=tuple(best)) if most and len(best) == 1 else mention
