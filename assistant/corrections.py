"""A turn that says which of several figures of one name was meant: 「我指的是…那个」「…口径呢」."""

import re

from assistant.clause import Clause, Phrase
from assistant.evidence import label_of
from assistant.linking import in_order
from assistant.normal import canonical
from assistant.plan import Cell
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary
from index.records import Fact

_CORRECTS = re.compile(
    r"^(?:不对|不是[这那]个?|错了|搞错了|弄错了)?[,，]?我?(?:想|要)?(?:指|说|问|要)的?是|^我是说|^我的?意思是"
)
_POINTS = re.compile(
    r"(?:的|里|中|里面|下|下面|底下)?(?:那|这)(?:一?[个项笔块条类]|部分|一?份)(?:多少|是多少|呢|啊|吧)*$|口径的?(?:那个)?(?:呢|是多少|多少)?$|[里中下](?:面|头)?的(?:那个)?(?:呢)?$|的呢$"
)
_EDGES = re.compile(r"^[的是里在]+|[的呢里中是]+$")
_MOST = 60
_SHORTEST = 2
_SHORT = 4


def meant(turn: Turn, clause: Clause) -> Goals:
    """Return the figure of the name spoken of last that stands where a turn says, if one does."""
    last = turn.last_goal()
    marked = _CORRECTS.search(turn.text) or _POINTS.search(turn.text)
    if not marked or turn.goals or len(turn.clauses) > 1 or not isinstance(last, Cell):
        return None
    place = _place(turn.text)
    if len(place) < _SHORTEST or not turn.spoken:
        return None
    for phrase in reversed(turn.spoken):
        found = _standing(turn, phrase, place, last)
        again = found is not None and found.fact == last.fact
        if found is not None and (not again or _CORRECTS.search(turn.text)):
            turn.meant = [phrase]
            return [turn.converted(clause, found)]
    return None


def _place(text: str) -> str:
    """Return the words that say which figure is meant, without those around them."""
    return _EDGES.sub("", _POINTS.sub("", _CORRECTS.sub("", text)))


def _standing(turn: Turn, phrase: Phrase, place: str, last: Cell) -> Cell | None:
    """Return the figure of a name in whose address a place is said, the nearest to its row."""
    facts = turn.library.store.facts
    was = facts.get(last.fact)
    names = {m.name for mention in phrase.mentions for m in mention.meanings}
    own = [
        match.fact
        for match in turn.lookup.matches(phrase.mentions, Clause([]))[:_MOST]
        if canonical(match.fact.row) in names and match.fact.value is not None
        if was is None or match.fact.unit == was.unit
    ]
    ranked = [(rank, fact) for fact in own if (rank := _rank(turn, fact, place)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    held = [fact for rank, fact in ranked if rank == best]
    others = {f.comparable: f.id for f in held if f.comparable != held[0].comparable}
    return Cell(fact=held[0].id, name=label_of(held[0]), others=tuple(others.values()))


def _rank(turn: Turn, fact: Fact, place: str) -> int | None:
    """Return how near to its row a fact's address says a place: 0 in the row itself, None nowhere."""
    digit = next(
        (d for d, kind in (("2", "functional"), ("3", "economic")) if _is(place, kind)), ""
    )
    if digit:
        return 0 if (fact.code or "").startswith(digit) else None
    above = [one.row for one in turn.library.above(fact)]
    levels = (
        (fact.row,),
        (*fact.row_path, *above),
        (fact.subject or "",),
        fact.column,
        (fact.table or "", *fact.section),
    )
    for rank, names in enumerate(levels):
        if any(_says(canonical(name), place, rank <= 1) for name in names if name):
            return rank
    return None


def _is(place: str, kind: str) -> bool:
    return kind in vocabulary().words.get(place, ())


def _says(name: str, place: str, in_short: bool) -> bool:
    """Tell whether a name holds some words, or their letters in order where they are short for it."""
    short = in_short and len(place) <= _SHORT and in_order(place, name)
    return place in name or short or (place.endswith("表") and place[:-1] in name)
