"""Tasks on what a question claims: a figure, a bound or a name that it wants borne out (是…吧)."""

import re
from typing import Literal

from assistant.check_tasks import about, claimed_total, is_told
from assistant.clause import Clause, Phrase
from assistant.evidence import label_of
from assistant.executor import FALLS
from assistant.given import ASKS, CONFIRMS, rises, unit_of
from assistant.plan import (
    Cell,
    Claimed,
    Difference,
    Expression,
    Growth,
    Ratio,
    Relative,
    Reported,
    Share,
)
from assistant.reading import Sort, Token
from assistant.supposition import joined
from assistant.turn import Goals, Turn
from corpus.money import YUAN, to_decimal
from corpus.units import same_unit
from index.records import Fact

_CALCULATING = (
    "share", "sum", "plus", "difference", "change", "growth", "average", "per_head", "period",
    "most", "least", "top", "rest", "except", "what_if", "list", "compare", "forms", "reason",
    "define", "duty", "count", "convert", "each",
)  # fmt: skip
_RESULTS = (
    "share", "sum", "plus", "growth", "change", "average", "per_head", "period", "except", "rest",
)  # fmt: skip
_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|块|%)?(?:多|来|余)?(?:块?钱)?"
    r"(?:个)?(人次|平方米|人|名|位|家|户|辆|台|次|场|套|项|份)?"
)
_ABOVE = re.compile(r"(?:(?:不|没有?)?(?:超过|大于|高于|多于)|(?<!经)过|超|破|突破|不止|逾)了?$")
_BELOW = re.compile(
    r"(?:不到|不足|(?:不|没有?)?(?:低于|少于|小于)|没到|不满|至少|起码|达到?|够)了?$"
)
_IS = frozenset({"是", "叫", "叫做", "为", "就是"})
_CONFIRMING = re.compile(
    r"(?:[,，]?(?:真的|没错|对不对|对吗|对|是不是|属实|没记错))+.*$|[吧吗么嘛呢啊?？]+$"
)
_PAUSES = frozenset(",，;；")
_NEARLY = 2.5
_LONGEST_WORDS = 40


def claimed(turn: Turn, clause: Clause) -> Goals:
    """Return the figure or the words that a question claims to know, beside what it claims."""
    whole = joined(turn, clause)
    for asked in (clause, whole) if whole is not clause else (clause,):
        if ASKS.search(asked.text) or asked.asks(*_CALCULATING) or len(asked.named) != 1:
            continue
        if not (CONFIRMS.search(turn.text) or asked.asks("check")):
            continue
        if found := _figure(turn, asked) or _words(turn, asked):
            return found
    return None


def _figure(turn: Turn, clause: Clause) -> Goals:
    """Return the one figure named, with the number or the bound that is claimed of it."""
    if len(clause.quantities) != 1 or clause.scope:
        return None
    place = clause.text.rfind(clause.quantities[0])
    said = _NUMBER.match(clause.text, place)
    if said is None:
        return None
    unit = unit_of(said[2]) if said[2] else said[3] or ""
    of = Token(
        f"多少{said[3] if not said[2] and said[3] else ''}", Sort.WORD, 0, frozenset({"amount"})
    )
    asking, phrase = clause.of([of]), clause.named[0]
    cell = turn.cell(asking, phrase)
    if not isinstance(cell, Cell):
        return None
    facts, before = turn.library.store.facts, clause.text[:place]
    bound: Literal["", "above", "below"] = (
        "above" if _ABOVE.search(before) else "below" if _BELOW.search(before) else ""
    )
    claim = Claimed(of=cell, said=said[1], unit=unit, bound=bound)
    first = facts[cell.fact]
    fact = first if bound else _of_amount(turn, asking, phrase, claim, first)
    if not _comparable(fact, unit):
        return None
    if finding := about(turn, fact.id):
        return [finding]
    return [claim.model_copy(update={"of": Cell(fact=fact.id, name=label_of(fact))})]


def _of_amount(turn: Turn, clause: Clause, phrase: Phrase, claim: Claimed, first: Fact) -> Fact:
    """Return the reading of a name that states what is claimed, else the likeliest one."""
    said = to_decimal(claim.said) * YUAN.get(claim.unit, to_decimal("1"))
    matches = turn.lookup.matches(phrase.mentions, clause)
    best = max((match.score for match in matches), default=0.0)
    for fact in (first, *(m.fact for m in matches if m.score > best - _NEARLY)):
        if fact.comparable == said and _comparable(fact, claim.unit):
            return fact
    return first


def _comparable(fact: Fact, unit: str) -> bool:
    """Tell whether a fact is a number of the sort that is claimed."""
    if fact.value is None:
        return False
    counted = fact.unit not in YUAN and fact.unit != "%"
    if unit in YUAN or fact.unit in YUAN:
        return unit in YUAN and fact.unit in YUAN
    same = fact.unit == unit or same_unit(fact.unit or "", unit)
    return same or (unit in ("", "项") and counted)


def _words(turn: Turn, clause: Clause) -> Goals:
    """Return the short words of a field, with those that a question says stand there (是某某)."""
    at = next((i for i, t in enumerate(clause.tokens) if t.text in _IS and i), None)
    if clause.quantities or at is None:
        return None
    field, told = clause.part(0, at), clause.part(at + 1)
    said = _CONFIRMING.sub("", told.text)
    content = [t for t in told.tokens if t.sort in (Sort.NAME, Sort.REST) and t.text in said]
    if len(field.named) != 1 or len(said) < 2 or not content:
        return None
    who = Token("谁", Sort.WORD, 0, frozenset({"filler"}))
    cell = turn.cell(field.of([who]), field.named[0])
    fact = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
    if fact is None or fact.value is not None or not 0 < len(fact.text) <= _LONGEST_WORDS:
        return None
    return [Claimed(of=Cell(fact=fact.id, name=label_of(fact)), said=said)]


def calculated(turn: Turn, clause: Clause) -> Goals:
    """Return what a question claims to be the result of a calculation, calculated."""
    confirms = CONFIRMS.search(turn.text) or clause.asks("check")
    if not (confirms and clause.asks(*_RESULTS)) or len(clause.quantities) != 1:
        return None
    if ASKS.search(clause.text) or clause.asks("what_if", "reason", "define", "list", "count"):
        return None
    if _is_of_another_part(clause) or claimed_total(turn, clause):
        return None
    if turn.history.printed_rate(clause.quantities[0], clause.named):
        return None  # a rate that is printed is held against its own figures
    if is_told(turn, clause.quantities[0]):
        return None  # what is printed wrong is told as the checks found it
    said = _NUMBER.search(clause.text, clause.text.rfind(clause.quantities[0]))
    kept = [t for t in clause.tokens if t.sort is not Sort.QUANTITY and "check" not in t.kinds]
    goals = turn.figures(clause.of(kept))
    if said is None or not isinstance(goals, list) or len(goals) != 1:
        return None
    if isinstance(goals[0], Cell) and clause.asks("sum", "plus"):
        return None  # whether parts come to a total is shown by adding them up
    unit, own = unit_of(said[2] or ""), _unit(goals[0])
    amount = turn.trial.amount(goals[0])
    sorts = (unit in YUAN, unit == "%"), (own is None, own == "%")
    if amount is None or not unit or sorts[0] != sorts[1] or _other_way(turn, clause, goals[0]):
        return None
    return [Claimed(of=goals[0], said=said[1], unit=unit)]


def _is_of_another_part(clause: Clause) -> bool:
    """Tell whether the number is said before a pause and what is calculated only behind it."""
    results = [i for i, token in enumerate(clause.tokens) if token.kinds & set(_RESULTS)]
    numbers = (i for i, token in enumerate(clause.tokens) if token.sort is Sort.QUANTITY)
    between = clause.tokens[next(numbers, 0) : results[0]] if results else ()
    return any(token.text in _PAUSES for token in between)


def _unit(goal: Expression) -> str | None:
    """Return % for what comes to a rate, None for money."""
    return "%" if isinstance(goal, Share | Growth) else None


def _other_way(turn: Turn, clause: Clause, goal: Expression) -> bool:
    """Tell whether a figure moved another way than claimed, or the goal leaves that open."""
    if isinstance(goal, Difference | Ratio | Relative | Claimed | Reported):
        return True
    if not clause.asks("change", "growth"):
        return False
    fact = turn.library.store.facts[goal.fact] if isinstance(goal, Cell) else None
    falls = fact is not None and bool(fact.column) and fact.column[0] in FALLS
    if fact is None:
        falls = (turn.trial.amount(goal) or 0) < 0
    return rises(clause.text) is falls
