"""A line of a form named inside the line that it is part of: 「甲项里的餐费」, 「甲项9万里头，乙占多少」."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.clause import COMMA, Clause
from assistant.enumeration import are_names, asked, named, runs
from assistant.items import Item
from assistant.normal import canonical
from assistant.plan import Cell, Expression
from assistant.reading import Sort, Token
from assistant.turn import Turn

_INSIDE = re.compile(r"里[面头边]?|其中|当中|之中|中(?!小|央|心|介|期|国|学)|下面|底下")
_TARGET = re.compile(r"指标|目标|绩效")
_ENDS_INSIDE = re.compile(rf"(?:{_INSIDE.pattern})$")
_OF = re.compile(r"的")
_IDLE = re.compile(r"^(?:的|，|,|这|那|其)+|(?:的|，|,|这|那|块|笔|各|所)+$")


class _Place(NamedTuple):
    """What a line is said to be in, its own words, and which tokens say both."""

    outer: str
    inner: str
    first: int
    last: int


def bound(turn: Turn, clause: Clause) -> Clause:
    """Return a clause with a line that it names inside another for the figure of that line.

    Where several of that name are to be added up, all of them.
    """
    if not turn.library.subjects or clause.asks("define", "reason", "duty", "contact"):
        return clause
    said = "".join(token.text for token in (*clause.aside, *clause.tokens))
    if any(token.goal for token in clause.tokens) or _TARGET.search(said):
        return clause
    for place in _places(clause):
        run = clause.tokens[place.first : place.last]
        if are_names(turn, run) or any("and" in token.kinds for token in run):
            continue
        outer = turn.lines.likeliest(place.outer, turn.lines.all())
        figures = _figures(turn, clause, outer[0], place.inner) if len(outer) == 1 else []
        if figures:
            inside = (
                _said_of(turn, outer[0], place.outer) if clause.asks("share", "percent") else []
            )
            names = named(turn, (place.inner,) * len(figures), figures)
            tokens = [*clause.tokens[: place.first], *inside, *names, *clause.tokens[place.last :]]
            return clause.of(tokens)
    return clause


def _places(clause: Clause) -> Iterator[_Place]:
    """Yield the ways in which a clause may say that something is in something."""
    if clause.aside:
        told = "".join(t.text for t in clause.aside if t.sort is not Sort.QUANTITY)
        for first, last in runs(clause.tokens):
            inner = "".join(token.text for token in clause.tokens[first:last])
            yield _Place(_INSIDE.sub("", told), _IDLE.sub("", inner), first, last)
            break
    pause = next((i for i, token in enumerate(clause.tokens) if token.text == COMMA.text), 0)
    if pause and _ENDS_INSIDE.search(clause.part(0, pause).text):
        told = "".join(t.text for t in clause.tokens[:pause] if t.sort is not Sort.QUANTITY)
        for first, last in runs(clause.tokens[pause + 1 :]):
            own = clause.tokens[pause + 1 + first : pause + 1 + last]
            inner = _IDLE.sub("", "".join(token.text for token in own))
            yield _Place(_ENDS_INSIDE.sub("", told), inner, 0, pause + 1 + last)
            break
    for first, last in runs(clause.tokens):
        text = "".join(token.text for token in clause.tokens[first:last])
        for form in (_INSIDE, _OF) if clause.unknown else (_INSIDE,):
            for said in form.finditer(text):
                inner = _IDLE.sub("", text[said.end() :])
                if said.start() > 1 and len(inner) > 1:
                    yield _Place(_IDLE.sub("", text[: said.start()]), inner, first, last)


def _figures(turn: Turn, clause: Clause, outer: Item, inner: str) -> list[Expression]:
    """Return the figure of the one line inside another that some words find, or those of all."""
    aspect = asked(clause)
    lines = turn.lines.items.under(outer)
    stated = {line: f for line in lines if (f := turn.lines.figure(line, aspect))}
    found = [line for line in stated if inner in canonical(line.name)]
    if len(found) > 1 and not clause.asks("sum"):
        found = [line for line in found if canonical(line.name).startswith(inner)]
    found = found or turn.lines.likeliest(inner, list(stated), inner)
    several = clause.asks("sum") and all(inner in canonical(line.name) for line in found)
    return [stated[line] for line in found] if len(found) == 1 or several else []


def _said_of(turn: Turn, outer: Item, text: str) -> Sequence[Token]:
    """Return the tokens that say what a share is of: the figure of the line around."""
    if outer.amount is None:
        return ()
    own = named(turn, (text,), [Cell(fact=outer.amount.id)])
    return (*own, Token("里", Sort.WORD, 0, kinds=frozenset({"of"})))
