"""What is asked of the lines of a form: 总额、单价、次数 of one, how many or what for each of all below it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.clause import Clause, clause_of
from assistant.content import words_of
from assistant.given import gives_change
from assistant.items import Item
from assistant.lines import Aspect, Kind
from assistant.matching import Expected
from assistant.measures import COUNTED, EACH, ONCE, PERCENT, PRICE
from assistant.normal import numeral
from assistant.plan import Expression, Product, Sum
from assistant.reading import Sort, Token
from assistant.terms import Bound, bound_said, terms_of
from assistant.turn import Goals, Turn
from corpus.units import counted_units

_UNITS = "|".join(re.escape(unit) for unit in counted_units())
_PARTED = re.compile(
    r"[,，;；:：。?？!！]|、|(?<=[价额数量])(?:和|与|跟|及)|(?:和|与|跟|及)(?=[每总单])"
)
_NUMBER_OF = re.compile(rf"(?:总|的)?({_UNITS})数(?![据字额目])量?")
_AMOUNT = re.compile(
    r"(?:总|共|一共|总共|合计)?(?:要|得|花|给|收|付|用|是|为)*(?:多少|几)个?(?:钱|[万亿]元?|元|块钱?)?"
    r"|总(?:额|金额|价|数|费用|预算)|金额|小计"
)
_ASKING = re.compile(r"(?:各?自?分?别?(?:是|为|有)|各)?(?:多少|几何|几)?[元万家户人个次场份套钱]*$")
_TARGET = re.compile(r"指标|目标|下限")
_ALSO_EACH = re.compile(
    rf"(?:^|(?<=[，,]))一个?({_UNITS})(?=.*平均)|平均一个?({_UNITS})|([人户家场次])均"
    rf"|(?<=[印订买请办评审聘租])一个?({_UNITS})(?=.*(?:多少|几多?)[钱元])"
)
_YEARLY = re.compile(r"[一每]年|平均|各?自?分?别?各?自?(?=[奖给补要花是]|$)")
_COUNTED_LINES = re.compile(
    r"(?:里|下)?(?:面|头)?的?(?:这|那)?([两二三四五六七八九十\d]+)(?:个|项|处|档|样|笔|块|类|级|种|条)(?:子项|分项)?"
)
# 一套某某多少元.
_LED = re.compile(rf"^一个?({_UNITS})(?=[^\d]{{2,12}}(?:多少|几多?)[钱元])")
_FORMS = (
    (COUNTED, Kind.COUNT), (_NUMBER_OF, Kind.COUNT), (ONCE, Kind.PRICE), (EACH, Kind.PRICE),
    (_LED, Kind.PRICE),
)  # fmt: skip
_MOST = re.compile(r"最[高多](?:能|可以?)?|封顶|上限")
_WANTED = re.compile(r"要?(?:花|给|奖|补|付|留|备|安排)?(?:多少|几)?个?[万亿]?元?$")
_NEARLY_ALL = 0.95
_SEVERAL = 2
_ELSE = ("share", "what_if", "check", "bound", "growth", "difference", "most", "least")


class _Asked(NamedTuple):
    """A part of a question: what it asks of a line, if anything, and its other words."""

    aspect: Aspect | None
    words: str
    text: str


def asked(turn: Turn) -> list[Expression]:
    """Return the figures of one line of a form where a question asks several of them by turns."""
    parts = [read for part in _PARTED.split(turn.text) if part for read in _read(part)]
    aspects = [part.aspect for part in parts if part.aspect]
    other = ("share", "what_if", "check")
    known = any(clause.asks(*other) for clause in turn.clauses) or _TARGET.search(turn.text)
    known = known or gives_change(turn.text) or PERCENT.search(turn.text)
    if len(set(aspects)) < _SEVERAL or not turn.library.subjects or known:
        return []
    text = "".join(part.words for part in parts)
    told = {i: f for i in turn.lines.all() if (f := _figures(turn, i, aspects))}
    lines = turn.lines.likeliest(text, list(told))
    if len(lines) != 1:
        return []
    asking = [part for part in parts if part.aspect]
    return [
        turn.converted(_clause(part.text), figure)
        for part, figure in zip(asking, told[lines[0]], strict=True)
    ]


def each(turn: Turn, clause: Clause) -> Goals:
    """Return what a line comes to for each of what it is for, where that is to be reckoned."""
    said = _ALSO_EACH.search(clause.text)
    units = terms_of(clause).each or tuple(unit for unit in (said.groups() if said else ()) if unit)
    if not units or not all(units) or clause.asks(*_ELSE) or not turn.library.subjects:
        return None
    text = _bare(_text(clause), (_ALSO_EACH, EACH, ONCE, _AMOUNT, _YEARLY))
    aspect = Aspect(Kind.PRICE, units)
    told = {i: f for i in turn.lines.all() if (f := turn.lines.figure(i, aspect))}
    lines = turn.lines.likeliest(text, list(told))
    return [turn.converted(clause, told[lines[0]])] if len(lines) == 1 else None


def single(turn: Turn, clause: Clause) -> Goals:
    """Return what the one line comes to that holds all of what is said, where no name alone does.

    Or what it comes to by its price, where all of it together is asked for.
    """
    other = (*_ELSE, "list", "each", "count", "average", "per_head", "compare", "condition", "and")
    money = clause.asks("amount") and (clause.expected is Expected.MONEY or clause.target_unit)
    if not money or not clause.named or clause.asks(*other) or not turn.library.subjects:
        return None
    if clause.quantities or gives_change(turn.text):
        return None
    rest = "".join(token.text for token in clause.tokens if token.sort is Sort.REST)
    text = _bare(_text(clause.without("sum")), (_AMOUNT, _YEARLY, _WANTED))
    told = {i: f for i in turn.lines.all() if (f := turn.lines.figure(i, Aspect(Kind.AMOUNT)))}
    lines = turn.lines.likeliest(text, list(told))
    if len(lines) != 1 or turn.lines.covered(text, lines).get(lines[0], 0) < _NEARLY_ALL:
        return None
    reckoned = isinstance(told[lines[0]], Product) and clause.asks("sum")
    if not reckoned and not words_of(rest, turn.library.lexicon):
        return None
    return [turn.converted(clause, told[lines[0]])]


def below(turn: Turn, clause: Clause) -> Goals:
    """Return how many, or what for each, all lines below one are, or how many they are together."""
    terms = terms_of(clause)
    unit = clause.counted_unit
    aspect = Aspect(Kind.COUNT, (unit,)) if unit else Aspect(Kind.PRICE, terms.each)
    asks = clause.asks("each", "list") or (unit and clause.asks("sum"))
    if not asks or not aspect.units or clause.asks(*_ELSE) or not turn.library.subjects:
        return None
    said = _COUNTED_LINES.search(clause.text)
    forms = (_COUNTED_LINES, COUNTED, EACH, ONCE, _AMOUNT, _YEARLY)
    told: dict[Item, list[Expression]] = {}
    for item in turn.lines.all():
        lines = turn.lines.items.below(item)
        figures = [f for line in lines if (f := turn.lines.figure(line, aspect))]
        if len(figures) == len(lines) >= _SEVERAL and (not said or numeral(said[1]) == len(lines)):
            told[item] = figures
    found = turn.lines.likeliest(_bare(_text(clause), forms), list(told))
    if len(found) != 1:
        return None
    goals = told[found[0]]
    return [Sum(of=tuple(goals))] if unit and clause.asks("sum") else goals


def _text(clause: Clause) -> str:
    """Return what a clause says, with what is only named before it."""
    scope = "" if clause.aside else "".join(m.text for m in clause.scope)
    own = "".join(token.text for token in clause.tokens)
    return "".join(t.text for t in clause.aside) + (own if scope in own else scope + own)


def _figures(turn: Turn, item: Item, aspects: Sequence[Aspect]) -> list[Expression]:
    """Return the figure of a line for each aspect; [] where it has none of one of them."""
    found = [turn.lines.figure(item, aspect) for aspect in aspects]
    known = [figure for figure in found if figure]
    return known if len(known) == len(aspects) else []


def _read(part: str) -> list[_Asked]:
    """Read what a part of a question asks of a line, and the words that say which line it is."""
    counts = list(COUNTED.finditer(part))
    if len(counts) > 1:
        bare = _bare(part, (COUNTED, EACH, ONCE))
        found = [_Asked(Aspect(Kind.COUNT, (said[1],)), "", part) for said in counts]
        return [found[0]._replace(words=bare), *found[1:]]
    for form, kind in _FORMS:
        if (said := form.search(part)) is not None:
            bare = _bare(part, (form, PRICE, EACH, ONCE, _AMOUNT))
            return [_Asked(Aspect(kind, (said[1],)), bare, part)]
    if PRICE.search(part):
        unit = re.search(rf"({_UNITS})(?=单价|均价)", part)
        bare = _bare(part[: unit.start()] + part[unit.end() :] if unit else part, (PRICE, _AMOUNT))
        return [_Asked(Aspect(Kind.PRICE, (unit[1],) if unit else ()), bare, part)]
    if _MOST.search(part) and bound_said(part) is Bound.MOST:
        return [_Asked(Aspect(Kind.MOST), _bare(part, (_MOST, _AMOUNT)), part)]
    if _AMOUNT.search(part):
        return [_Asked(Aspect(Kind.AMOUNT), _bare(part, (_AMOUNT,)), part)]
    return [_Asked(None, part, part)]


def _bare(part: str, forms: Sequence[re.Pattern[str]]) -> str:
    """Return a part of a question without the words that say what is asked."""
    for form in forms:
        part = form.sub("", part)
    return _ASKING.sub("", part)


def _clause(text: str) -> Clause:
    return clause_of([Token(text, Sort.REST, 0)])
