"""Lines of a form that a question lists in its own words: 「甲处和乙处的会场费」, 「国家、省、市三档」.

Words of a list are short and share what is said once, before or behind it. Where each of them, with
what is shared, finds one line of one form, the line's figure stands for it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

import rjieba

from assistant import references
from assistant.clause import COMMA, CONTAINING, Clause
from assistant.items import Item
from assistant.lines import ENOUGH, Aspect, Kind
from assistant.normal import canonical, numeral
from assistant.plan import Expression
from assistant.reading import Sort, Token
from assistant.terms import terms_of
from assistant.turn import Turn

# A list ends at a word with a task; it goes over those that only join or fill.
_RUNNING = frozenset({"filler", "of", "and", "plus", "results", "follow", "contact"})
_JOINED = re.compile(r"再加上|加上|以及|还有|、|和|与|跟|及|加")
_COUNTED = re.compile(
    r"(?:这|那)?([两二三四五六七八九十\d]+|几)(?:个|项|处|档|样|笔|块|类|级|场|家|者|种|次|条)"
    r"(?:地方|子项|分项|项目)?的?"
)
_PROJECTS = re.compile(r"(?:这|那)?([两二三四五六七八九\d])个项目的?")
_LEVELS = re.compile(r"(国家|省|市|区|县)(?:级|里|的)*(?=(?:国家|省|市|区|县)(?:[级里的两三四]|$))")
_LEVEL = re.compile(r"(国家|省|市|区|县)(?:级|里|的)*")
_AMOUNT = re.compile(r"[元万亿%]$")
_IDLE = re.compile(
    r"^(?:里面?|中|的|在|把|将|请问|那|这)+"
    r"|(?:一[档项笔块]|一个?[家套份次户场](?!级)|(?:那|这)(?:一?笔|一?块|项|个|部分)?(?:钱|经费)?|的|里面?|上|各)+$"
)
_INSIDE = re.compile(r"^(.+)(?:里[面头边]?|中|的)(.+)$")
# 「餐费在甲和乙里各是多少」: what is said before 在 is shared.
_WITHIN = re.compile(r"^(.{2,}?)在(.{3,}?)(?:里[面头边]?|中|上)?$")
_SET_AGAINST = ("difference", "growth", "percent", "change", "amount")
# 「重新认定一家比新认定一家少多少」 is of what is paid for each.
_FOR_ONE = re.compile(r"一个?([家套份次户场])(?=比|[多少高低贵便])")
_MOST = 12
# 平均每个 is a mean over what is listed.
_OF_ANYTHING = frozenset("个项笔块样档")
# How many characters at both sides tell a name that holds a joining one from a list.
_BESIDE = 2
_LONGEST = 16


class _Said(NamedTuple):
    """The words of a list with what is shared: before it, and behind it."""

    elements: tuple[str, ...]
    head: str = ""
    tail: str = ""


def bound(turn: Turn, clause: Clause) -> Clause:
    """Return a clause whose list of a form's lines stands for the figures of these lines."""
    if not turn.library.subjects or clause.asks("define", "reason", "duty", "contact"):
        return clause
    if clause.aside and not any(map(_is_name, clause.tokens)):
        whole = replace(clause.of([*clause.aside, COMMA, *clause.tokens]), scope=(), aside=())
        listed = _bound(turn, whole)
        return clause if listed is whole else listed
    return _bound(turn, clause)


def _bound(turn: Turn, clause: Clause) -> Clause:
    for first, last in runs(clause.tokens):
        run = clause.tokens[first:last]
        text = "".join(token.text for token in run)
        if projects := _projects(turn, text, run):
            return clause.of([*clause.tokens[:first], *projects, *clause.tokens[last:]])
        said = _said(turn, text)
        if said is None or are_names(turn, run):
            continue
        for way in (said, *_with_head(said), *_of_what_is_counted(said)):
            if figures := _figures(turn, clause, way, text):
                listed = named(turn, way.elements, figures)
                tokens = [*clause.tokens[:first], *listed, *_counting(clause.tokens[last:])]
                scope = clause.scope if clause.asks("share", "percent") else ()
                return replace(clause.of(tokens), scope=scope, unknown=(), aside=())
    return _compared(turn, clause)


def _compared(turn: Turn, clause: Clause) -> Clause:
    """Return a clause with the two lines that it sets against each other for their figures."""
    at = clause.index("compare")
    if not at or not clause.asks(*_SET_AGAINST):
        return clause
    (first, _), *_ = [*list(runs(clause.tokens[:at]))[-1:], (at, at)]
    _, last = next(iter(runs(clause.tokens[at + 1 :])), (0, 0))
    sides = clause.tokens[first:at], clause.tokens[at + 1 : at + 1 + last]
    if not all(sides) or any(are_names(turn, side) for side in sides):
        return clause
    left, right = (_IDLE.sub("", "".join(token.text for token in side)) for side in sides)
    for head, element in (*_heads(left), ("", left)):
        if figures := _figures(turn, clause, _Said((element, right), head), left + right):
            one, _, other = named(turn, (element, right), figures)
            tokens = [*clause.tokens[:first], one, clause.tokens[at], other]
            return clause.of([*tokens, *clause.tokens[at + 1 + last :]])
    return clause


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a text says that something is in, with what it is (甲的乙, 甲里乙)."""
    if (inside := _INSIDE.match(text)) and len(inside[2]) > 1:
        yield inside[1], inside[2]


def _is_name(token: Token) -> bool:
    return token.sort in (Sort.NAME, Sort.REST)


def _projects(turn: Turn, text: str, run: Sequence[Token]) -> list[Token]:
    """Return projects that are listed by the words they begin with as names (甲和乙两个项目)."""
    counted = _PROJECTS.search(text)
    elements = [_IDLE.sub("", e) for e in _JOINED.split(text[: counted.start()])] if counted else []
    if counted is None or len(elements) < 2 or numeral(counted[1]) != len(elements):
        return []
    spelt = [turn.library.lexicon.meanings(f"{e.removesuffix('项目')}项目") for e in elements]
    if not all(spelt) or len({meanings[0].name for meanings in spelt}) < len(elements):
        return []
    names = [
        Token(element, Sort.NAME, 0, meanings=tuple(meanings))
        for element, meanings in zip(elements, spelt, strict=True)
    ]
    ends = accumulate(len(token.text) for token in run)
    rest = [t for t, end in zip(run, ends, strict=True) if end - len(t.text) >= counted.end()]
    return [*_joined(names), *rest]


def _joined(names: Sequence[Token]) -> list[Token]:
    """Return names with 、 between them."""
    first, *others = names
    joint = Token("、", Sort.WORD, 0, kinds=frozenset({"and"}))
    return [first, *(token for name in others for token in (joint, name))]


def runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a clause between words with a task."""
    edges = [
        i
        for i, token in enumerate(tokens)
        if token.sort is Sort.MARK
        or (token.sort is Sort.QUANTITY and _AMOUNT.search(token.text))
        or token.goal is not None
        or (token.sort is Sort.WORD and not token.kinds <= _RUNNING)
    ]
    for before, after in pairwise([-1, *edges, len(tokens)]):
        if before + 1 < after:
            yield before + 1, after


def _said(turn: Turn, text: str) -> _Said | None:
    """Take a stretch apart into the words of a list and what is shared; None where it is none."""
    text, tail, count = _tail(text)
    head = ""
    if (within := _WITHIN.match(text)) and _JOINED.search(within[2]) and not tail:
        text, tail = within[2], within[1]
    text = _LEVELS.sub(r"\1、", text)
    elements = [part for part in _parts(turn, text) if part]
    if len(elements) < 2:
        return None
    if inside := next(_heads(elements[0]), None):
        head, elements[0] = inside
    elif (level := _LEVEL.search(elements[0])) and level.start() > 1:
        head, elements[0] = elements[0][: level.start()], elements[0][level.start() :]
    if not tail and (of := re.match(r"^(.+?)的(.{2,})$", elements[-1])):
        elements[-1], tail = of[1], of[2]
    elements = [_IDLE.sub("", element) for element in elements]
    wrong = count is not None and count != len(elements)
    if wrong or not all(elements) or not 2 <= len(elements) <= _MOST:
        return None
    return _Said(tuple(elements), head, tail)


def _with_head(said: _Said) -> Iterator[_Said]:
    """Yield a list whose first member is said behind what they all are in (甲项乙、丙、丁)."""
    if said.head:
        return
    first, *others = said.elements
    words = rjieba.cut(first)
    for size in range(len(words) - 1, 0, -1):
        head = "".join(words[:size])
        if len(head) > 1:
            yield said._replace(elements=(first[len(head) :], *others), head=head)


def _of_what_is_counted(said: _Said) -> Iterator[_Said]:
    """Yield a list without what its members are called where they are counted (三个活动的餐费)."""
    _, of, tail = said.tail.partition("的")
    if of and len(tail) > 1:
        yield said._replace(tail=tail)


def _tail(text: str) -> tuple[str, str, int | None]:
    """Cut off the number that counts a list with what is said behind it of all its members."""
    counted = [m for m in _COUNTED.finditer(text) if m.start() > 1]
    if not counted:
        return text, "", None
    last = counted[-1]
    count = None if last[1] == "几" else numeral(last[1])
    return text[: last.start()], _IDLE.sub("", text[last.end() :]), count


def _parts(turn: Turn, text: str) -> list[str]:
    """Split a text at what joins the members of a list, but not inside the name of a line."""
    names = [canonical(name) for item in turn.library.items.all() for name in item.path]
    parts, start = [], 0
    for joined in _JOINED.finditer(text):
        around = text[max(0, joined.start() - _BESIDE) : joined.end() + _BESIDE]
        inside = any(around in name for name in names)
        if joined.start() and (inside or _is_spelt(turn, text, joined)):
            continue
        parts.append(text[start : joined.start()])
        start = joined.end()
    return [*parts, text[start:]]


def _is_spelt(turn: Turn, text: str, joined: re.Match[str]) -> bool:
    """Tell whether what joins stands inside a name that the documents know."""
    known = turn.library.lexicon.spellings
    starts = range(max(0, joined.start() - _LONGEST), joined.start())
    ends = range(joined.end() + 1, min(len(text), joined.end() + _LONGEST) + 1)
    return any(text[start:end] in known for start in starts for end in ends)


def are_names(turn: Turn, run: Sequence[Token]) -> bool:
    """Tell whether a list names rows of tables: these are found by their names."""
    facts = turn.library.lexicon.facts
    for token in run:
        exact = [m.name for m in token.meanings if not m.cost] if token.sort is Sort.NAME else []
        for name in exact:
            postings = turn.library.lexicon.postings.values()
            if any(not facts[i].is_form for found in postings for i in found.get(name, ())):
                return True
    return False


def _figures(turn: Turn, clause: Clause, said: _Said, text: str) -> list[Expression]:
    """Return the figure of the line that each word of a list finds; [] where one finds none."""
    scope = (mention.text for mention in clause.scope if mention.text not in text)
    told = _text(clause.aside)
    context = [told, *(one for one in scope if one not in told), said.head]
    pool = _pool(turn, "".join(context))
    whole = "".join((*context, *said.elements, said.tail))
    aspect = asked(clause)
    found: list[Expression] = []
    for element in said.elements:
        figure = _figure(turn, aspect, pool, element, said.tail, whole)
        if figure is None or figure in found:
            return []
        found.append(figure)
    return found


def _pool(turn: Turn, context: str) -> list[Item]:
    """Return the lines under what a list is said to be in; all lines where nothing is said."""
    items = turn.lines.all()
    if not context:
        return items
    named = [item for item in items if canonical(item.name) == context]
    below = [line for item in named for line in turn.lines.items.under(item)]
    if below:
        return below
    held = turn.lines.covered(context, items)
    return [item for item in items if held.get(item, 0) >= ENOUGH]


def _figure(
    turn: Turn, aspect: Aspect, pool: Collection[Item], element: str, tail: str, whole: str
) -> Expression | None:
    """Return the figure of the one line that a word of a list finds."""
    stated = {i: figure for i in pool if (figure := turn.lines.figure(i, aspect))}
    own = [item for item in stated if canonical(item.name).startswith(element)]
    own = own or [item for item in stated if element in canonical(item.name)]
    if len(own) != 1 or tail:
        own = turn.lines.likeliest(element + tail, list(stated), tail, whole)
    if tail and not own:
        own = [i for i in stated if element in canonical(i.name) and tail in canonical(i.name)]
    return stated[own[0]] if len(own) == 1 else None


def asked(clause: Clause) -> Aspect:
    """Return what a clause asks of each line: how many, what for each, else its amount."""
    terms = terms_of(clause)
    if unit := clause.counted_unit or terms.counted_as:
        return Aspect(Kind.COUNT, (unit,))
    if ones := _FOR_ONE.findall(clause.text):
        return Aspect(Kind.PRICE, (ones[0],))
    each = terms.each and not _OF_ANYTHING.issuperset(terms.each)
    return Aspect(Kind.PRICE, terms.each) if each else Aspect(Kind.AMOUNT)


def named(turn: Turn, elements: Sequence[str], figures: Sequence[Expression]) -> list[Token]:
    """Return a list as names that stand for figures, joined by 、."""
    names = [
        Token(element, Sort.NAME, 0, meanings=references.meanings_of(turn, figure), goal=figure)
        for element, figure in zip(elements, figures, strict=True)
    ]
    return _joined(names)


def _counting(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens with what is counted (多少家｜企业) as no name of its own."""
    counts = False
    for token in tokens:
        if counts and token.sort is Sort.NAME:
            token = replace(token, sort=Sort.WORD, kinds=frozenset({"filler"}))
        yield token
        counts = "count" in token.kinds


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text for t in tokens if t.text not in CONTAINING)
