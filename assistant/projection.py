"""Suppositions over prices, counts, heads and earlier levels, by the figures a document states."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import rjieba

from assistant import figure_tasks
from assistant.clause import COMMA, Clause, clause_of
from assistant.given import unit_of
from assistant.normal import canonical, numeral
from assistant.plan import Cell, Difference, Plan, Product, Prorated, Sum, Without
from assistant.reading import Sort, Token
from assistant.supposition import joined
from assistant.turn import Goals, Turn
from assistant.unnamed import names_a_thing
from assistant.vocabulary import vocabulary
from corpus.money import SHORT_UNITS, YUAN, as_plain, to_decimal
from index.records import Fact

_NUMERAL = r"(\d+|[一二两三四五六七八九十]+)"
_MEASURE = r"(人次|家|户|趟|次|场|套|期|辆|人|名|位|个|份|台|件)"
_SAME_MEASURE = {"趟": "次", "名": "人", "位": "人", "户": "家"}
_FULL_POSTS = re.compile(
    r"(?:编制|定编|编额).*?(?:补满|配满|招满|满编|配齐|补齐|用足|招齐)|满编|(?:补|配|招)满.{0,2}编制"
)
_PRICED = re.compile(r"每[^\W\d_]{1,2}?(?=\d)|每(?:人次|[家户次场套人])")
_PRICE_TO = re.compile(
    r"(?:(?:由|从)?每.{0,3}?(\d+(?:\.\d+)?)(万元|元|万))?(?:每.)?"
    r"(?:提高|提升|上调|上涨|增加|下调|降低|减少|提|涨|调|升|降|减|压|改)(?:到|至|为|成)"
    r"(?:每.{0,3}?)?(\d+(?:\.\d+)?)(万元|元|万)"
)
_COUNTED = re.compile(
    rf"(?<![至最])(多|少|增加|减少|再)(?![少多])[^\W\d_]{{0,2}}?{_NUMERAL}{_MEASURE}(?!分|百|均)"
)
_BACK = re.compile(r"(?:恢复|退回|降回|压回|调回|回归|还原|回)(?:到|至|成|为)?")


_GUESSED = 0.5
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


class Priced(NamedTuple):
    """A unit price and the count of what it is paid for, stated in one sentence."""

    price: Fact
    counted: Fact | None


def projected(turn: Turn, clause: Clause) -> Goals:
    """Return what another count, price, head count or an earlier level would come to."""
    if clause.base is None:
        return None
    asked = joined(turn, clause)
    return (
        _with_full_posts(turn, asked)
        or _at_another_price(turn, asked)
        or _more_or_fewer(turn, asked)
        or _back_to(turn, asked)
    )


def _with_full_posts(turn: Turn, clause: Clause) -> Goals:
    """Return an amount for all posts at what it comes to per head of those in post."""
    if not _FULL_POSTS.search(clause.text) or not re.search("人均|平均|每人", clause.text):
        return None
    now, then = figure_tasks.heads(turn, "在职"), figure_tasks.heads(turn, "编制")
    amounts = figure_tasks.amounts(turn, clause)
    if not isinstance(amounts, list) or now is None or then is None or now == then:
        return None
    return [Prorated(amount=turn.converted(clause, amounts[0]), now=now, then=then)]


def _at_another_price(turn: Turn, clause: Clause) -> Goals:
    """Return what the same count costs more or less at another unit price."""
    told = _PRICE_TO.search(clause.text)
    if told is None or "每" not in clause.text:
        return None
    measure = _measure(clause.text[clause.text.index("每") + 1 :])
    before = to_decimal(told[1]) * YUAN[unit_of(told[2])] if told[1] else None
    for priced in _priced(turn, _before(clause, told.start()), measure):
        price = _amount(priced.price)
        if priced.counted is None or price is None or (before is not None and price != before):
            continue
        unit = unit_of(told[4])
        change = to_decimal(told[3]) - price / YUAN[unit]
        count = Cell(fact=priced.counted.id)
        goal = Product(of=(count,), given=as_plain(abs(change)), unit=unit)
        return [turn.converted(clause, goal)]
    return None


def _more_or_fewer(turn: Turn, clause: Clause) -> Goals:
    """Return what some more or fewer of what has a unit price come to."""
    told = _COUNTED.search(clause.text)
    if told is None:
        return None
    measure = _SAME_MEASURE.get(told[3], told[3])
    for priced in _priced(turn, _before(clause, told.start()), measure):
        price = Cell(fact=priced.price.id)
        number = str(numeral(told[2]))
        return [turn.converted(clause, Product(of=(price,), given=number, unit=measure))]
    return None


def _back_to(turn: Turn, clause: Clause) -> Goals:
    """Return a figure with a part of it brought back to what it was in an earlier year."""
    told = _BACK.search(clause.text)
    if told is None:
        return None
    subject, rest = _split(clause, told.start())
    level = rest.split(lambda token: token.text in (COMMA.text, "、"))
    year = _YEAR.search(level[0].text) if level else None
    if not subject.named or year is None:
        return None
    whole_side = [s for s in level[1:] if s.named]
    now = turn.cell(subject, subject.named[-1])
    found = turn.lookup.cell(subject.named[-1].mentions, clause.of([]))
    then = turn.history.in_year(found.mentions, level[0], int(year[0])) if found else None
    if now is None or then is None:
        return None
    if not whole_side:
        larger, smaller = turn.trial.in_order(now, then)
        return [turn.converted(clause, Difference(left=larger, right=smaller))]
    said = whole_side[-1].without("sum", "amount").tokens
    whole = turn.figure(clause_of(said, clause.unknown, (), clause.base))
    if whole is None or isinstance(whole, Plan):
        return whole
    return [turn.converted(clause, Sum(of=(Without(whole=whole, parts=(now,)), then)))]


def _split(clause: Clause, at: int) -> tuple[Clause, Clause]:
    """Split a clause at a place in its text."""
    position = 0
    for i, token in enumerate(clause.tokens):
        position += len(token.text)
        if position > at:
            return clause.part(0, i), clause.part(i)
    return clause, clause.part(len(clause.tokens))


def _before(clause: Clause, at: int) -> list[Token]:
    """Return the tokens that end before a place in the text of a clause, what it is said of first."""
    kept: list[Token] = []
    position = 0
    for token in clause.tokens:
        cut = token.text[: max(0, at - position)]
        position += len(token.text)
        if cut and cut != token.text and token.sort is Sort.REST:
            kept.append(Token(cut, Sort.REST, token.start))
        elif cut == token.text:
            kept.append(token)
    return kept


def _measure(text: str) -> str:
    found = re.match(_MEASURE, text)
    return _SAME_MEASURE.get(found[1], found[1]) if found else ""


def _priced(turn: Turn, tokens: list[Token], measure: str) -> list[Priced]:
    """Return the unit prices for a measure whose words hold all that is named, the nearest first."""
    telling = [token for token in tokens if token.text not in vocabulary().tails]
    names = [own for token in telling for own in _spellings(token)]
    scored: list[tuple[int, Priced]] = []
    for priced in _prices(turn, measure):
        words = canonical(
            "|".join([priced.price.row, *priced.price.row_path, *_said(priced.price)])
        )
        held = [own for own in names if any(name in words for name in own)]
        if names and len(held) == len(names):
            exact = sum(canonical(priced.price.row) in own for own in names)
            scored.append((-exact, priced))
    first = min((exact for exact, _ in scored), default=0)
    best = [priced for exact, priced in scored if exact == first]
    # Several that fit equally well at different prices leave it open which is meant.
    return best if len({_amount(priced.price) for priced in best}) == 1 else []


def _said(fact: Fact) -> tuple[str, ...]:
    return (fact.quote,) if fact.quote else ()


def _spellings(token: Token) -> list[set[str]]:
    """Return the words that a token may be met by: its nouns, or what a name goes by in documents."""
    guessed = min((m.cost for m in token.meanings), default=0) >= _GUESSED
    if token.sort is Sort.NAME and not guessed:
        own = {token.text, *vocabulary().aliases.get(token.text, ())}
        return [own | {m.name for m in token.meanings if m.cost < 1.0}]
    if token.sort not in (Sort.REST, Sort.NAME):
        return []
    return [{w} for w in rjieba.cut(token.text) if len(w) > 1 and names_a_thing(w)]


def _prices(turn: Turn, measure: str) -> Iterator[Priced]:
    """Yield the unit prices for a measure: stated as such, or proved by price × count = amount."""
    sentences: dict[tuple[str, str | None, str | None], list[Fact]] = {}
    for fact in turn.library.lexicon.facts:
        if fact.quote is not None and fact.value is not None and fact.document in turn.names:
            key = (fact.document, fact.table_id, fact.quote)
            sentences.setdefault(key, []).append(fact)
    for facts in sentences.values():
        counts = [f for f in facts if _SAME_MEASURE.get(f.unit or "", f.unit) == measure]
        for fact in facts:
            money, _, per = (fact.unit or "").partition("/")
            if SHORT_UNITS.get(money, money) not in YUAN:
                continue
            if _SAME_MEASURE.get(per, per) == measure:
                yield Priced(fact, next((c for c in counts if c.row == fact.row), None))
            elif not per and (count := _proving(fact, counts, facts)):
                yield Priced(fact, count)


def _amount(price: Fact) -> Decimal | None:
    """Return a unit price in 元."""
    money = (price.unit or "").partition("/")[0]
    unit = SHORT_UNITS.get(money, money)
    return price.value * YUAN[unit] if price.value is not None and unit in YUAN else None


def _proving(price: Fact, counts: list[Fact], facts: list[Fact]) -> Fact | None:
    """Return the count that a price multiplies to another amount of the same sentence."""
    amounts = {f.comparable for f in facts if f.unit in YUAN and f is not price}
    for count in counts:
        several = price.comparable and count.value and count.value > 1
        if several and (price.comparable or 0) * (count.value or 0) in amounts:
            return count
    return None
