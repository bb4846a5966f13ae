"""Tasks that come to figures: shares, changes, sums, ranks and the like.

Each takes a turn and a clause and returns goals, a plan that says why there are none, or None when
the clause asks for something else after all.
"""

import re

from assistant.clause import Clause, Phrase
from assistant.plan import (
    Average,
    Cell,
    Count,
    Difference,
    Expression,
    Growth,
    Listing,
    PerHead,
    Plan,
    Rank,
    Share,
    Sum,
    WhatIf,
)
from assistant.turn import Turn

Goals = list[Expression] | Plan | None

_TOP = re.compile(
    r"前([一二三四五六七八九十]|\d+)|第([一二三四五六七八九十]|\d+)(?=大|多|高|小|少)"
)
_NUMERALS = {numeral: i for i, numeral in enumerate("一二三四五六七八九十", 1)}
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_LESS = re.compile(r"压减|压缩|减少|削减|下降|降|减|砍")
_HEADS = ("在职人员", "在职", "行政人员", "编制")


def share(turn: Turn, clause: Clause) -> Goals:
    """Return part ÷ whole; part or whole may have been named before or go without saying."""
    place = clause.position("share")
    inside = "inside" in clause.separators
    named = clause.named
    before = [p for p in named if clause.text.find(p.text) < place]
    after = [p for p in named if p not in before]
    if before and after:
        part, whole = before[-1], after[0]
    elif len(before) > 1 and inside:
        # 「总预算里项目支出占多少」 / 「项目支出在总预算中的比重」
        swapped = any(t.text == "在" for t in clause.tokens)
        part, whole = (before[0], before[1]) if swapped else (before[-1], before[0])
    else:
        if clause.scope and before and not after:
            after = [Phrase(clause.scope)]
        return _share_of_spoken(turn, clause, before, after)
    goals = [turn.cell(clause, part), turn.cell(clause, whole)]
    if goals[0] is None or goals[1] is None:
        return turn.nothing(part if goals[0] is None else whole)
    return [Share(part=goals[0], whole=goals[1])]


def _share_of_spoken(
    turn: Turn, clause: Clause, before: list[Phrase], after: list[Phrase]
) -> Goals:
    """Return a share whose part or whole was named before or goes without saying."""
    spoken = turn.last_figure()
    part = turn.cell(clause, before[0]) if before else spoken
    if part is None:
        return turn.nothing(before[0]) if before else None
    whole = turn.cell(clause, after[0]) if after else turn.lookup.whole_of(part)
    if whole is None:
        return turn.nothing(after[0]) if after else None
    return [Share(part=part, whole=whole)]


def change(turn: Turn, clause: Clause) -> Goals:
    """Return this year's change against last year: printed, else the difference of the two figures."""
    phrase = turn.subject(clause)
    if phrase is None:
        return None
    if printed := turn.lookup.change(phrase.mentions, clause):
        return [Cell(fact=printed)]
    pair = turn.now_and_before(clause, phrase)
    return [Difference(left=pair[0], right=pair[1], change=True)] if pair else None


def growth(turn: Turn, clause: Clause) -> Goals:
    """Return the rate of change on last year's figure, with the printed rate to compare."""
    phrase = turn.subject(clause)
    if phrase is None:
        return None
    pair = turn.now_and_before(clause, phrase)
    if pair is None:
        return None
    printed = turn.lookup.rate(phrase.mentions, clause)
    return [Growth(now=pair[0], base=pair[1], printed=printed)]


def difference(turn: Turn, clause: Clause) -> Goals:
    """Return the larger of two figures minus the smaller."""
    named = clause.named
    if len(named) < 2:
        if len(named) == 1 and turn.spoken:
            named = [turn.spoken[-1], named[0]]
        else:
            return change(turn, clause) if clause.asks("last_year", "compare") else None
    pair = [turn.cell(clause, phrase) for phrase in named[:2]]
    if pair[0] is None or pair[1] is None:
        return turn.nothing(named[0] if pair[0] is None else named[1])
    larger, smaller = turn.lookup.ordered(pair[0], pair[1])
    return [Difference(left=larger, right=smaller)]


def average(turn: Turn, clause: Clause) -> Goals:
    """Return the mean of the figures named."""
    parts = [turn.cell(clause, phrase) for phrase in clause.named]
    known = tuple(part for part in parts if part)
    return [Average(of=known)] if len(known) > 1 and len(known) == len(parts) else None


def per_head(turn: Turn, clause: Clause) -> Goals:
    """Return an amount per head, over the people the document counts."""
    phrase = next(iter(clause.named), None) or turn.whole(clause)
    amount = turn.cell(clause, phrase) if phrase else turn.last_figure()
    heads = turn.lookup.first(_HEADS)
    if amount is None or heads is None:
        return None
    return [PerHead(amount=amount, heads=heads)]


def what_if(turn: Turn, clause: Clause) -> Goals:
    """Return a figure changed by the percentage the question gives."""
    rate = _PERCENT.search(turn.text)
    phrase = next(iter(clause.named), None)
    amount = turn.cell(clause, phrase) if phrase else turn.last_figure()
    if not rate or amount is None:
        return None
    return [WhatIf(of=amount, percent=rate[1], increase=not _LESS.search(turn.text))]


def rank(turn: Turn, clause: Clause) -> Goals:
    """Return the largest or smallest parts of what is named."""
    members = turn.members(clause)
    if len(members) < 2:
        return None
    match = _TOP.search(clause.text)
    numeral = (match[1] or match[2]) if match else "1"
    count = _NUMERALS.get(numeral) or int(numeral)
    if clause.asks("top") and not match:
        count = len(members)
    largest = not clause.asks("least")
    return [Rank(facts=tuple(members), count=min(count, 100), largest=largest)]


def count(turn: Turn, clause: Clause) -> Goals:
    """Return how many parts there are of what is named."""
    if clause.counted_unit in ("人", "平方米", "辆"):
        return None
    members = turn.members(clause)
    if not members:
        return None
    name = clause.named[0].text if clause.named else "项目"
    return [Count(facts=tuple(members), name=name, unit="个")]


def itemise(turn: Turn, clause: Clause) -> Goals:
    """Return the parts of what is named with the figure they add up to, or a passage that lists them."""
    phrases = clause.named or turn.spoken
    if clause.asks("list") and "分别" in clause.text and len(clause.named) > 1:
        return None
    for phrase in phrases:
        if split := turn.split(phrase, clause):
            parts = tuple(part.id for part in split[1])
            return [Listing(facts=parts, name=phrase.text, total=split[0].id)]
    if not clause.named and (whole := turn.lookup.grouped(clause.text)):
        parts = tuple(part.id for part in turn.lookup.parts(whole))
        return [Listing(facts=parts, name="", total=whole.id)]
    quote = turn.passages.about(clause, bool(clause.named))
    return [quote] if quote else None


def total(turn: Turn, clause: Clause) -> Goals:
    """Return the sum of the figures named, or of the last ones spoken of."""
    if clause.asks("results") and not clause.named:
        figures = [g for g in turn.before.history if isinstance(g, Cell | Sum)]
        return [Sum(of=tuple(figures[-2:]))] if len(figures) > 1 else None
    phrases = clause.named
    if len(phrases) < 2 or len(phrases) > 20:
        return None
    parts = [turn.cell(clause, phrase) for phrase in phrases]
    for phrase, part in zip(phrases, parts, strict=True):
        if part is None:
            return turn.nothing(phrase)
    return [turn.converted(clause, Sum(of=tuple(part for part in parts if part)))]
