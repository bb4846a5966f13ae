"""Tasks that go on about the item of a form that was spoken of: how many, for how much, together.

What a form explains of an item (a number of times, a price, an amount) is asked one after the other:
「…搞几场」「一共多少钱」「平均一场呢」. What is not printed is worked out from what is.
"""

import re
from collections.abc import Iterable

from assistant import doubt
from assistant.clause import Clause
from assistant.content import asked_words
from assistant.coverage import Asked
from assistant.evidence import label_of
from assistant.matching import is_operand
from assistant.normal import canonical
from assistant.places import Distance, distance
from assistant.plan import Cell, Expression, PerHead, Product
from assistant.terms import is_for_each, terms_of
from assistant.turn import Goals, Turn
from corpus.money import YUAN
from corpus.units import same_unit
from index.records import Fact

_MONEY = re.compile(
    r"多少钱|几块钱|好多钱|(?:多少|几)[万元块]|(?:要|花|给|得|共|计|总共|合计|一共)多少$|费用|金额"
)
_TOGETHER = re.compile(r"一共|总共|合计|小计|共计|总计|统共|拢共|下来|加起来|总的|一起")
_AVERAGE = re.compile(
    r"平均|均摊|分摊|摊到|每一?个?[\u4e00-\u9fff]|一个?(?:人次|[场次家套份期户批台辆本册])(?=[是要合花得多摊呢]|$)"
)
_OTHER_TASKS = (
    "share", "percent", "difference", "compare", "growth", "change", "except", "what_if", "rest",
    "list", "most", "least", "top", "exists", "check", "reason", "define", "convert", "period",
)  # fmt: skip
_SPOKEN = 3
_OF_ALL = re.compile(r"局|部门|单位|全年|全部|整个|总预算|财政")
_AMOUNT_OF = re.compile(r"[费款金钱]$")


def goes_on(turn: Turn, clause: Clause) -> Goals:
    """Return what is told of the item spoken of, or worked out from what is told of it."""
    item = _spoken_of(turn)
    if item is not None and (part := _part_named(turn, clause, item)):
        return [turn.converted(clause, part)]
    if item is None or clause.asks(*_OTHER_TASKS) or _OF_ALL.search(clause.text):
        return None
    if not _is_about(turn, clause, item):
        return None
    terms = terms_of(clause)
    if terms.each and clause.counted_unit:
        told = [f for f in _longer(turn, item) if _counts(f, clause.counted_unit)]
        number = _only(f for f in told if is_for_each(f, terms.each[0]))
        return [_cell(number)] if number else None
    if terms.each or _AVERAGE.search(clause.text):
        return _for_each(turn, clause, item)
    if clause.counted_unit and not _is_counted(item, clause.counted_unit):
        held = doubt.beside(turn, clause, item) or _number(turn, item, clause.counted_unit)
        return [held] if held else None
    if item.unit in YUAN or not (_MONEY.search(clause.text) or _TOGETHER.search(clause.text)):
        return None
    amount = _together(turn, item)
    return [turn.converted(clause, amount)] if amount else None


def _spoken_of(turn: Turn) -> Fact | None:
    """Return the last figure spoken of, where a form explains an item by it."""
    last = turn.last_goal()
    fact = turn.library.store.facts[last.fact] if isinstance(last, Cell) else None
    return fact if fact is not None and fact.is_form and fact.quote is not None else None


def _is_counted(item: Fact, unit: str) -> bool:
    return same_unit(unit, item.unit) or unit == item.unit


def _is_about(turn: Turn, clause: Clause, item: Fact) -> bool:
    """Tell whether all that a clause says is said of an item, or nothing."""
    spoken = asked_words(clause, turn.library.lexicon)
    asked = [word for word in spoken if not (word.is_verb or _TOGETHER.fullmatch(word.text))]
    words = turn.library.coverage.telling(asked)
    own = canonical("|".join((item.row, *item.row_path[-1:])))
    beside = (f for f in turn.library.lexicon.facts if f.quote == item.quote)
    if all(f.row == item.row for f in beside if f.document == item.document):
        own += canonical(item.quote or "")
    return all(_is_held(word, own) for word in words)


def _is_held(word: Asked, own: str) -> bool:
    forms = {form for text in (word.text, *word.alike) for form in (text, _AMOUNT_OF.sub("", text))}
    return any(form in own for form in forms if form)


def _part_named(turn: Turn, clause: Clause, item: Fact) -> Cell | None:
    """Return the amount of the one part of an item that a clause names by a word of its name."""
    if clause.asks(*_OTHER_TASKS, "count", "sum", "plus", "average", "per_head"):
        return None
    if terms_of(clause).are_given:
        return None
    words = [w for w in asked_words(clause, turn.library.lexicon) if not w.is_verb]
    inside = [f for f in _near(turn, item, Distance.PART) if f.row_path[-1:] == (item.row,)]
    beside = [f for f in _near(turn, item, Distance.NEXT_ITEM) if f.row_path == item.row_path]
    for told in (inside, beside) if words else ():
        in_full = [f for f in told if all(w.text in canonical(f.row) for w in words)]
        named = in_full or [f for f in told if all(_is_held(w, canonical(f.row)) for w in words)]
        amounts = [fact for fact in named if _is_amount(fact)]
        if amounts and len({fact.row for fact in amounts}) == 1:
            return _cell(amounts[-1]) if _only(amounts) else None
    held = doubt.beside(turn, clause, item) if len(words) > 1 else None
    fact = turn.library.store.facts[held.fact] if held else None
    return held if fact and _is_amount(fact) and fact in inside else None


def _near(turn: Turn, item: Fact, reach: Distance) -> list[Fact]:
    """Return what a form tells of an item, itself left out."""
    return [
        fact
        for fact in turn.library.lexicon.facts
        if fact.quote is not None and fact.id != item.id and distance(fact, item) <= reach
    ]


def _number(turn: Turn, item: Fact, unit: str) -> Cell | None:
    """Return how many an item goes over, where all that is told of it and inside it says the same."""
    told = [fact for fact in _near(turn, item, Distance.PART) if _counts(fact, unit)]
    number = _only(told)
    return _cell(next((f for f in told if not is_operand(f)), number)) if number else None


def _is_amount(fact: Fact) -> bool:
    """Tell whether a fact is an amount of money by itself: no price and no factor."""
    return fact.unit in YUAN and not is_operand(fact) and not is_for_each(fact, "")


def _together(turn: Turn, item: Fact) -> Expression | None:
    """Return what an item comes to: as printed of it, as price × number, or of what it is part of."""
    same = _near(turn, item, Distance.SAME_ITEM)
    inside = [f for f in _near(turn, item, Distance.PART) if f.row_path[-1:] == (item.row,)]
    for told in (same, [f for f in inside if f.quote == item.quote]):
        if amount := _only(fact for fact in told if _is_amount(fact)):
            return _cell(amount)
    prices = [fact for fact in (item, *same) if "/" in (fact.unit or "")]
    if prices:
        return _product(prices, [item, *same])
    outer = (f for f in _near(turn, item, Distance.PART) if item.row_path[-1:] == (f.row,))
    amount = _only(fact for fact in outer if _is_amount(fact))
    return _cell(amount) if amount else None


def _product(prices: list[Fact], told: list[Fact]) -> Product | None:
    """Return price × number, where both are told once and the price is for each of the number."""
    price = _only(prices)
    each = (price.unit or "").split("/")[1:] if price else []
    counts = [_only(f for f in told if same_unit(unit, f.unit)) for unit in each]
    known = [fact for fact in counts if fact]
    if price is None or not known or len(known) < len(each):
        return None
    return Product(of=(Cell(fact=price.id), *(Cell(fact=fact.id) for fact in known)))


def _for_each(turn: Turn, clause: Clause, item: Fact) -> Goals:
    """Return the price that is printed of an item, else its amount by its number."""
    unit = next((unit for unit in terms_of(clause).each if unit), "") or _unit_said(clause.text)
    told = (*_near(turn, item, Distance.SAME_ITEM), *_longer(turn, item))
    priced = (f for f in told if (f.unit or "").split("/")[0] in YUAN)
    if printed := _only(fact for fact in priced if is_for_each(fact, unit)):
        return [turn.converted(clause, _cell(printed))]
    amount, count = _amount_and_count(turn, item, unit)
    if amount is None or count is None or not count.value:
        return None
    return [PerHead(amount=turn.converted(clause, amount), heads=count.id)]


def _longer(turn: Turn, item: Fact) -> list[Fact]:
    """Return what is told beside an item under its name with more words (…平均每次)."""
    near = [fact for fact in _near(turn, item, Distance.NEXT_ITEM) if fact.row != item.row]
    rows = [canonical(fact.row) for fact in near]
    own = canonical(item.row)
    return [f for f, row in zip(near, rows, strict=True) if own in row or _stem(row) == _stem(own)]


def _stem(row: str) -> str:
    return re.sub(r"(?:平均)?每[\u4e00-\u9fff]$", "", row)


def _amount_and_count(turn: Turn, item: Fact, unit: str) -> tuple[Expression | None, Fact | None]:
    """Return an item's amount and its number, those spoken of before others told of it."""
    facts = turn.library.store.facts
    spoken = [facts[g.fact] for g in turn.before.history[-_SPOKEN:] if isinstance(g, Cell)]
    near = [fact for fact in spoken if distance(fact, item) <= Distance.PART]
    told = _near(turn, item, Distance.PART)
    counts = [f for f in near if _counts(f, unit)] or [f for f in (item, *told) if _counts(f, unit)]
    count = _only(counts)
    amounts = [fact for fact in near if _is_amount(fact)]
    amount: Expression | None = _cell(amounts[-1]) if amounts else None
    return amount or _together(turn, item), count


def _counts(fact: Fact, unit: str) -> bool:
    """Tell whether a fact is a number of a unit, or of anything where no unit is said."""
    own = fact.unit or ""
    plain = fact.value is not None and "/" not in own and own not in YUAN and own not in ("", "%")
    return plain and (not unit or own == unit or same_unit(unit, own))


def _unit_said(text: str) -> str:
    said = re.search(r"[每一]一?个?(人次|人|[场次家套份期户批台辆本册趟])", text)
    return said[1] if said else ""


def _only(facts: Iterable[Fact]) -> Fact | None:
    """Return the first of some facts, where all of them state the same."""
    found = list(facts)
    return found[0] if found and len({(f.value, f.unit) for f in found}) == 1 else None


def _cell(fact: Fact) -> Cell:
    return Cell(fact=fact.id, name=label_of(fact))
