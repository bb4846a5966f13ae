"""Suppositions over one factor of what a form reckons out: another count or price, the rest as printed.

A line of a form is a row with its amount and what it is reckoned from (1000元/人次*6人*4次=2.4万元).
An amount goes by a factor where the printed arithmetic, done again with another number in its place,
comes out in proportion.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import rjieba

from assistant.clause import COMMA, Clause
from assistant.given import COUNTED_NEW, RECOUNTED, REPRICED
from assistant.normal import canonical, numeral
from assistant.plan import Cell, Expression, Product, Prorated, Sum, Without
from assistant.reading import Sort, Token
from assistant.supposition import joined
from assistant.turn import Goals, Turn
from assistant.unnamed import names_a_thing
from assistant.vocabulary import vocabulary
from corpus.checks.expressions import products
from corpus.money import SHORT_UNITS, YUAN, as_plain, to_decimal
from corpus.units import same_unit
from index.records import Fact

_KEPT = re.compile(r"不变|不动|照旧|照常|照样|沿用|仍|还是|还按|按原|一样")
_SUPPOSED = re.compile(r"如果|假如|假定|假设|倘若|要是|若|万一|的话|改|变|不是|由|从|到|按")
# 少跑四趟 says by how many, not how many there are.
_BY = re.compile(r"[多少再添]$")
_ASKED = re.compile(r"(?:得|要|需要?|花|用)(?:多少|几)")
_BY_HOW_MUCH = re.compile(
    r"[多少](?:掏|花|付|出|支|交|给|拿|发|要|用)|增加多少|减少多少|省|节约|差多少"
)
_WHOLE = re.compile(r"总额|总共|一共|总的|合计|整个|这项|全部")
_GUESSED = 1.0
_SHARED = 40


class Factor(NamedTuple):
    """A number that becomes another one, in a unit; `old` is None where the question says only the new."""

    old: Decimal | None
    new: Decimal
    unit: str
    at: int


class Line(NamedTuple):
    """A factor printed in a line of a form, with the amounts of that line that go by it, or its price."""

    factor: Fact
    amount: Fact | None
    price: Fact | None


def changed(turn: Turn, clause: Clause) -> Goals:
    """Return what a form's item comes to with one of its factors as the question supposes."""
    supposes = clause.asks("what_if") or _SUPPOSED.search(turn.text) or _ASKED.search(turn.text)
    if clause.base is None or not supposes:
        return None
    asked = joined(turn, clause)
    factor = _factor(asked.text)
    if factor is None:
        return None
    lines = _lines(turn, _names(asked, factor.at), factor)
    if not lines or all(factor.new == line.factor.value for line in lines):
        return None  # as many as printed is no change
    if _BY_HOW_MUCH.search(asked.text):
        return _difference(turn, clause, lines, factor)
    return _total(turn, clause, asked, lines, factor)


def _factor(text: str) -> Factor | None:
    """Return the number that a text supposes in place of another."""
    if told := REPRICED.search(text):
        unit = {**SHORT_UNITS}.get(told[3], told[3])
        old = to_decimal(told[2]) * YUAN[unit]
        new = to_decimal(told[5]) * YUAN[{**SHORT_UNITS}.get(told[6], told[6])]
        return Factor(old, new, "元", told.start())
    if told := RECOUNTED.search(text):
        return Factor(_number(told[1]), _number(told[3]), told[4], told.start())
    told = COUNTED_NEW.search(text)
    if told and not _BY.search(text[: told.start()]):
        return Factor(None, _number(told[1]), told[2], told.start())
    return None


def _number(text: str) -> Decimal:
    return to_decimal(text) if text[0].isdecimal() else Decimal(numeral(text))


def _names(clause: Clause, at: int) -> list[set[str]]:
    """Return the spellings of what is named up to the change; what is said to stay does not count."""
    found: list[set[str]] = []
    place, run = 0, list[Token]()
    for token in (*clause.tokens, COMMA):
        if token.sort is Sort.MARK or place >= at:
            if not _KEPT.search("".join(t.text for t in run)):
                found += [own for t in run for own in _spellings(t)]
            run = []
        if place >= at:
            break
        place += len(token.text)
        run.append(token)
    return found


def _spellings(token: Token) -> Iterator[set[str]]:
    """Yield what each noun of a token may be met as in a document."""
    if token.sort is Sort.NAME and token.text not in vocabulary().tails:
        own = {token.text, *vocabulary().aliases.get(token.text, ())}
        near = {m.name for m in token.meanings if m.cost < _GUESSED}
        if near:
            yield own | near
            return
    if token.sort in (Sort.REST, Sort.NAME):
        for word in rjieba.cut(token.text):
            held = any(word in meaning.name for meaning in token.meanings)
            if len(word) > 1 and (held or names_a_thing(word)):
                yield {word}


def _lines(turn: Turn, names: Sequence[set[str]], factor: Factor) -> list[Line]:
    """Return the lines of one item that are reckoned from a factor, under the words that are named."""
    found: list[Line] = []
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in turn.library.lexicon.facts:
        if fact.quote is not None and fact.is_form and fact.document in turn.names:
            place = (fact.document, fact.table_id, fact.row_index, fact.row_path, fact.row)
            groups.setdefault(place, []).append(fact)
    for facts in groups.values():
        factors = [f for f in facts if _is_factor(f, factor)]
        if names and factors and _is_named(facts[0], names):
            found += _proven(factors[0], facts, factor)
    exact = [f for f in found if any(canonical(f.factor.row) in own for own in names)]
    found = exact or found
    items = {(f.factor.document, f.factor.table_id, f.factor.row_index) for f in found}
    above = {line.factor.row_path for line in found}
    return found if len(items) == 1 and len(above) == 1 else []


def _is_named(fact: Fact, names: Sequence[set[str]]) -> bool:
    words = canonical("|".join((fact.row, *fact.row_path, fact.subject or "", fact.quote or "")))
    return all(any(canonical(name) in words for name in own) for own in names)


def _is_factor(fact: Fact, factor: Factor) -> bool:
    if fact.value is None:
        return False
    if factor.unit == "元":
        return _price_of(fact) == factor.old
    same = fact.unit == factor.unit or same_unit(fact.unit or "", factor.unit)
    return same and factor.old in (None, fact.value)


def _price_of(fact: Fact) -> Decimal | None:
    """Return what a fact states as money in 元, for each of something or not."""
    money = (fact.unit or "").partition("/")[0]
    unit = SHORT_UNITS.get(money, money)
    return fact.value * YUAN[unit] if fact.value is not None and unit in YUAN else None


def _proven(own: Fact, facts: Sequence[Fact], factor: Factor) -> list[Line]:
    """Return the line of a factor with the amount that goes by it, else with its unit price."""
    for fact in facts:
        if fact.unit in YUAN and fact is not own and _goes_by(fact, own):
            return [Line(own, fact, None)]
    for fact in facts:
        money, _, each = (fact.unit or "").partition("/")
        counted = each and (each == own.unit or same_unit(each, own.unit or ""))
        if counted and SHORT_UNITS.get(money, money) in YUAN and factor.unit != "元":
            return [Line(own, None, fact)]
    return []


def _goes_by(amount: Fact, own: Fact) -> bool:
    """Tell whether printed arithmetic that comes to an amount is in proportion to a number in it."""
    if own.value is None or own.value == 0 or amount.quote is None:
        return False
    printed = as_plain(own.value)
    other = as_plain(own.value * 2)
    for one in products(amount.quote):
        if (
            one.result is None
            or one.unit is None
            or one.result * YUAN[one.unit] != amount.comparable
        ):
            continue
        form = re.compile(
            rf"(?<![\d.]){re.escape(printed)}(?![\d.])(?=\s*(?:万元|元|万|{re.escape(own.unit or '')}|[/*×+)）]|$))"
        )
        if len(form.findall(one.expression)) != 1:
            continue
        again = products(form.sub(other, one.expression))
        if len(again) == 1 and again[0].value == one.value * 2:
            return True
    return False


def _new(line: Line, factor: Factor) -> Expression:
    """Return what a line comes to with the new number."""
    unit = line.factor.unit or ""
    if line.amount is None and line.price is not None:
        price = Cell(fact=line.price.id)
        return Product(of=(price,), given=as_plain(factor.new), unit=factor.unit)
    new = factor.new
    if factor.unit == "元":
        money = unit.partition("/")[0]
        new = new / YUAN[SHORT_UNITS.get(money, money)]
    amount = Cell(fact=line.amount.id if line.amount else "")
    return Prorated(amount=amount, now=line.factor.id, given=as_plain(new), unit=unit)


def _difference(turn: Turn, clause: Clause, lines: Sequence[Line], factor: Factor) -> Goals:
    """Return by how much the one line changes, where its unit price is printed."""
    line = lines[0]
    if len(lines) > 1 or line.price is None or line.factor.value is None:
        return None
    step = as_plain(abs(factor.new - line.factor.value))
    price = Cell(fact=line.price.id)
    return [turn.converted(clause, Product(of=(price,), given=step, unit=factor.unit))]


def _total(
    turn: Turn, clause: Clause, asked: Clause, lines: Sequence[Line], factor: Factor
) -> Goals:
    """Return the new amount of the one line, or of the item that all lines are parts of."""
    whole = _whole(turn, lines[0].factor)
    parts = _parts(turn, whole) if whole else []
    of_whole = whole is not None and (len(lines) > 1 or _WHOLE.search(asked.text) is not None)
    if not of_whole:
        return [turn.converted(clause, _new(lines[0], factor))] if len(lines) == 1 else None
    line = lines[0]
    if len(lines) == 1 and line.price is not None and whole and line.factor.value is not None:
        step = factor.new - line.factor.value
        change = Product(
            of=(Cell(fact=line.price.id),), given=as_plain(abs(step)), unit=factor.unit
        )
        total = Cell(fact=whole.id)
        goal = Sum(of=(total, change)) if step > 0 else Without(whole=total, parts=(change,))
        return [turn.converted(clause, goal)]
    changing = {one.amount.id: one for one in lines if one.amount}
    if not whole or not set(changing) <= {p.id for p in parts} or len(changing) != len(lines):
        return None
    if not turn.trial.makes_up([Cell(fact=p.id) for p in parts], Cell(fact=whole.id)):
        return None
    new = [_new(changing[p.id], factor) if p.id in changing else Cell(fact=p.id) for p in parts]
    return [turn.converted(clause, new[0] if len(new) == 1 else Sum(of=tuple(new)))]


def _whole(turn: Turn, part: Fact) -> Fact | None:
    """Return the amount of the item that a line is part of."""
    if not part.row_path:
        return None
    for fact in turn.library.lexicon.facts:
        place = (fact.document, fact.table_id, fact.row_index)
        same = place == (part.document, part.table_id, part.row_index) and fact.quote is not None
        above = (fact.row, fact.row_path) == (part.row_path[-1], part.row_path[:-1])
        if same and above and fact.unit in YUAN and not fact.column:
            return fact
    return None


def _parts(turn: Turn, whole: Fact) -> list[Fact]:
    """Return the last amount of each line under an item: what its arithmetic comes to."""
    found: dict[str, Fact] = {}
    for fact in turn.library.lexicon.facts:
        place = (fact.document, fact.table_id, fact.row_index)
        same = place == (whole.document, whole.table_id, whole.row_index) and fact.quote is not None
        if same and fact.row_path == (*whole.row_path, whole.row) and fact.unit in YUAN:
            found[fact.row] = fact
    return list(found.values())[:_SHARED]
