"""What a ranking, condition, count or list goes over: the members of what a clause names."""

import re

from assistant.clause import Clause, Phrase
from assistant.evidence import by_amount
from assistant.members import Members
from assistant.normal import canonical
from assistant.plan import Cell, Count, Expression, Listing, Rank, Where
from assistant.reading import Sort
from assistant.turn import Turn
from corpus.disclosure import RowKind
from index.records import Fact

_LEVELS = {"类": RowKind.CLASS, "款": RowKind.SECTION, "项": RowKind.ITEM}
_LEVEL = re.compile(r"[类款项]级")
_OF_PROJECTS = re.compile(r"(?:[一二三四五六七八九十\d]|所有|全部|各)个?项目")
_LEAVES = re.compile(r"科目")


def members(turn: Turn, clause: Clause) -> Members | None:
    """Return what a ranking, count or list goes over: what is named, less what is excepted."""
    if not clause.asks("except"):
        return _members(turn, clause)
    left_out, rest = clause.exclusion()
    whole = _members(turn, rest) if rest.tokens else None
    whole = whole or _members(turn, clause.of(t for t in clause.tokens if t.sort is not Sort.NAME))
    gone = facts_of(turn, left_out, whole)
    if whole is None or not gone:
        return None
    return Members(whole.whole, [part for part in whole.parts if part.id not in gone])


def items(turn: Turn, clause: Clause) -> Members | None:
    """Return the members that are compared one by one: items rather than their classes.

    Classes of expenditure by purpose are passed over where the question does not say 类.
    """
    named = members(turn, clause)
    if named is None or "类" in clause.text or not named.parts:
        return named
    classes = [p for p in named.parts if p.row_kind is RowKind.CLASS and p.code]
    if len(classes) < len(named.parts) or not all(p.code[0] == "3" for p in classes if p.code):
        return named
    leaves = [leaf for part in classes for leaf in (turn.groups.parts(part) or [part])]
    return named._replace(parts=leaves)


def only_leaves_out(clause: Clause) -> bool:
    """Tell whether a clause picks nothing but what it leaves out (去掉最大的一个)."""
    left_out, rest = clause.exclusion()
    return left_out.asks("most", "least") and not rest.asks("most", "least", "top")


def facts_of(turn: Turn, clause: Clause, members: Members | None) -> set[str]:
    """Return the members that a stretch names, or that it picks (最大的)."""
    if members is None:
        return set()
    picked = {part for phrase in clause.named for part in _named(turn, clause, phrase, members)}
    if picked or not clause.asks("most", "least"):
        return picked
    ordered = by_amount(members.parts, True)
    ends = ordered[:1] if clause.asks("most") else []
    ends += ordered[-1:] if clause.asks("least") else []
    return {fact.id for fact in ends}


def _named(turn: Turn, clause: Clause, phrase: Phrase, members: Members) -> set[str]:
    """Return the members that go by a name, else the one that states what the name is found to be."""
    own = {part.id for part in members.parts if turn.groups.goes_by(part, phrase.mentions)}
    if own or clause.scope:
        return own
    cell = turn.cell(clause.of([]), phrase)
    amount = turn.trial.amount(cell) if isinstance(cell, Cell) else None
    alike = {part.id for part in members.parts if amount is not None and part.comparable == amount}
    return alike if len(alike) == 1 else set()


def _members(turn: Turn, clause: Clause) -> Members | None:
    """Return what a ranking, count or list goes over: the parts of what is named."""
    level = _LEVEL.search(clause.text)
    if level:
        named = [m for phrase in clause.named for m in phrase.mentions]
        return turn.groups.of_level(_LEVELS[level[0][0]], named, clause)
    if not clause.named and (spoken := _members_of(turn.last_goal()) or _ranked(turn, clause)):
        facts = turn.library.store.facts
        parts = [facts[i] for i in spoken]
        return Members(_whole_of(turn, parts), parts) if parts else None
    if made_of := _spoken_figure(turn, clause):
        return made_of
    # 「五个项目里…」 says itself what it goes over, whatever was spoken of before.
    before = [] if _OF_PROJECTS.search(clause.text) else turn.spoken
    for phrase in clause.named or ([Phrase(clause.scope)] if clause.scope else before):
        for mentions in ((*clause.scope, *phrase.mentions), phrase.mentions):
            if made_of := split(turn, Phrase(mentions), clause):
                return made_of
    if clause.named and turn.asks_all(clause):
        fields = turn.groups.across_forms(clause.named[0], clause)
        return Members(fields[0], fields) if len(fields) > 1 else None
    if clause.named:
        return None
    leaves = _LEAVES.search(clause.text) is not None
    if whole := turn.groups.grouped(clause.text, leaves):
        parts = turn.groups.leaves(whole) if leaves else turn.groups.parts(whole)
        return Members(whole, parts)
    return None


def _whole_of(turn: Turn, parts: list[Fact]) -> Fact:
    """Return the figure that a list's members add up to, or belong to; else its first member."""
    last = turn.last_goal()
    if isinstance(last, Listing) and last.total:
        return turn.library.store.facts[last.total]
    whole = turn.lookup.whole_of(Cell(fact=parts[0].id))
    return turn.library.store.facts[whole.fact] if isinstance(whole, Cell) else parts[0]


def _spoken_figure(turn: Turn, clause: Clause) -> Members | None:
    """Return what a figure just spoken of is made up of, where its column alone is named again."""
    if len(clause.named) != 1 or clause.scope:
        return None
    names = {m.name for mention in clause.named[0].mentions for m in mention.meanings}
    for goal in reversed(turn.before.goals):
        fact = turn.library.store.facts[goal.fact] if isinstance(goal, Cell) else None
        if fact and fact.code and fact.column and canonical(fact.column[-1]) in names:
            parts = turn.groups.parts(fact)
            return Members(fact, parts) if len(parts) > 1 else None
    return None


def split(turn: Turn, phrase: Phrase, clause: Clause) -> Members | None:
    """Return a figure and what it is made up of."""
    under = turn.groups.under_head(phrase.mentions)
    if under and len(phrase.mentions) > 1:
        return Members(under[0], under)
    if itemised := turn.groups.itemised(phrase.mentions):
        return Members(*itemised)
    classified = clause.classification or "分类" in clause.text
    if not classified and (whole := turn.groups.projects(phrase.mentions)):
        return Members(whole, turn.groups.parts(whole))
    whole = turn.groups.with_parts(phrase.mentions, clause)
    if whole is not None:
        return Members(whole, turn.groups.parts(whole))
    if under:
        return Members(under[0], under)
    return turn.groups.itemised_elsewhere(phrase.mentions, clause)


def _ranked(turn: Turn, clause: Clause) -> tuple[str, ...]:
    """Return what was ranked just before, where a clause only says which of it is meant (最多的)."""
    return turn.ranked_over if turn.goals and turn.groups.grouped(clause.text) is None else ()


def _members_of(goal: Expression | None) -> tuple[str, ...]:
    """Return the facts that a ranking, condition, list or count goes over."""
    match goal:
        case Rank(facts=facts) | Where(facts=facts) | Listing(facts=facts):
            return facts
        case Count(of=Where(facts=facts)):
            return facts
        case Count(facts=facts):
            return facts
    return ()
