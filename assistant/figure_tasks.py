"""Tasks that come to figures: shares, changes, differences, sums and what-ifs.

Each takes a turn and a clause and returns goals, a plan that says why there are none, or None when
the clause asks for something else after all.
"""

import re
from dataclasses import replace

from assistant.clause import Clause, Phrase
from assistant.plan import (
    Cell,
    Change,
    Difference,
    Expression,
    Growth,
    PerHead,
    Ratio,
    Relative,
    Share,
    Sum,
    WhatIf,
    Without,
)
from assistant.turn import Goals, Turn

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|万)")
_HALF = re.compile(r"一半|减半|腰斩|对半")
_DOUBLE = re.compile(r"翻倍|翻一番|增加一倍")
_GONE = re.compile(r"取消|砍掉(?!\d)|全部去掉|不要了|停掉")
_LESS = re.compile(r"压减|压缩|减少|削减|下降|降|减|砍|扣|取消|去掉|一半|不要了|停")
_AFTER = re.compile(r"剩|变成|变为|达到|到多少|还有多少|是多少|会有多少|成多少|总额|规模")
_TIMES = re.compile(r"几倍|多少倍|倍数")
_SIGNED = re.compile(r"增减|变化|变动")
_FALL_SAID = re.compile(r"减少|下降|少了|降了|降低")
_REST = frozenset({"其他", "其余", "别的", "剩下", "剩余"})
_HEADS = (
    (re.compile(r"编制|在编"), ("编制",)),
    (re.compile(r"退休(?:人员|职工)|每位退休|退休的人"), ("退休人员",)),
    (re.compile(r""), ("在职人员", "在职", "行政人员", "编制")),
)
_HEAD_NAMES = frozenset({"在职人员", "编制", "退休人员", "行政人员", "行政编制"})


def share(turn: Turn, clause: Clause) -> Goals:
    """Return part ÷ whole; part or whole may have been named before or go without saying."""
    place = clause.position("share")
    inside = "inside" in clause.separators
    named = clause.named
    before = [p for p in named if clause.text.find(p.text) < place]
    after = [p for p in named if p not in before]
    if before and len(after) > 1 and "and" in clause.separators and inside:
        after, before = [], [*before, *after]
    if len(before) > 1 and not after and ("and" in clause.separators or "分别" in clause.text):
        return _shares(turn, clause, before, inside)
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


def _shares(turn: Turn, clause: Clause, named: list[Phrase], inside: bool) -> Goals:
    """Return the share of each of several parts; the first is the whole where 里 follows it."""
    whole = turn.cell(clause, named[0]) if inside else None
    parts = [turn.cell(clause, phrase) for phrase in (named[1:] if inside else named)]
    goals: list[Expression] = []
    for part in parts:
        base = whole or (turn.lookup.whole_of(part) if part else None)
        if part is None or base is None:
            return None
        goals.append(Share(part=part, whole=base))
    return goals


def percentage(turn: Turn, clause: Clause) -> Goals:
    """Return what 「百分之几」 asks: by how much one exceeds another, a rate of change, or a share."""
    if clause.asks("compare", "difference") or re.search("幅度|高出|超出", clause.text):
        pair = _pair(turn, clause)
        if pair is not None:
            return [Relative(left=pair[0], right=pair[1])]
    if clause.asks("growth", "change", "last_year"):
        return growth(turn, clause)
    return share(turn, clause)


def ratio(turn: Turn, clause: Clause) -> Goals:
    """Return how many times one figure is another."""
    pair = _pair(turn, clause) if _TIMES.search(clause.text) else None
    return [Ratio(left=pair[0], right=pair[1])] if pair else None


def _pair(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | None:
    """Return the two figures a clause compares, the first named first."""
    named = clause.named
    if len(named) == 1 and len(named[0].mentions) == 2:
        named = [Phrase((mention,), (), named[0].year) for mention in named[0].mentions]
    if len(named) == 1 and turn.spoken:
        named = [turn.spoken[-1], named[0]]
    if len(named) != 2:
        return None
    left, right = (turn.cell(clause, phrase) for phrase in named)
    return (left, right) if left and right and left != right else None


def without(turn: Turn, clause: Clause) -> Goals:
    """Return a whole less what is to be left out, or its share, or the sum of the rest."""
    place = clause.position("except")
    named = [p for p in clause.named if p.mentions and p.text not in _REST]
    if clause.scope:
        named = [*named, Phrase(clause.scope)]
    before = [p for p in named if 0 <= clause.text.find(p.text) < place]
    after = [p for p in named if p not in before]
    if before and after:
        whole_phrase, left_out = before[0], after
    elif len(after) > 1:
        whole_phrase, left_out = after[-1], after[:-1]
    elif len(named) == 1 and (group := turn.groups.grouped(clause.text)):
        # 「除科研资金外其他项目」: the whole is what the general word means.
        member = turn.groups.member_named(group, named[0].mentions)
        if member is None:
            return None
        return [Without(whole=Cell(fact=group.id), parts=(Cell(fact=member.id),))]
    else:
        return None
    whole = turn.cell(clause, whole_phrase)
    parts = tuple(part for phrase in left_out if (part := turn.cell(clause, phrase)))
    if whole is None or not parts or whole in parts:
        return None
    rest = Without(whole=whole, parts=parts)
    return [Share(part=rest, whole=whole)] if clause.asks("share", "percent") else [rest]


def change(turn: Turn, clause: Clause) -> Goals:
    """Return this year's change against last year: printed, else the difference of the two figures."""
    phrase = turn.subject(clause)
    if phrase is None:
        return None
    if printed := turn.lookup.change(phrase.mentions, clause):
        signed = _SIGNED.search(clause.text) and not _FALL_SAID.search(clause.text)
        return [Change(fact=printed)] if signed else [Cell(fact=printed)]
    pair = turn.now_and_before(clause, phrase)
    if pair is None:
        return _no_comparison(turn, clause, phrase)
    return [Difference(left=pair[0], right=pair[1], change=True)]


def _no_comparison(turn: Turn, clause: Clause, phrase: Phrase) -> Goals:
    """Say that last year's figure is not given where a comparison with it is asked for."""
    year = max((d.year for d in turn.documents if d.year), default=None)
    compared = clause.asks("last_year", "growth") or clause.years
    if year is None or not compared or not turn.lookup.score(phrase.mentions) > 0:
        return None
    return turn.nothing(replace(phrase, year=year - 1))


def growth(turn: Turn, clause: Clause) -> Goals:
    """Return the rate of change on last year's figure, with the printed rate to compare."""
    phrase = turn.subject(clause)
    pair = turn.now_and_before(clause, phrase) if phrase else None
    if phrase is None:
        return None
    if pair is None:
        return _no_comparison(turn, clause, phrase)
    printed = turn.lookup.rate(phrase.mentions, clause)
    return [Growth(now=pair[0], base=pair[1], printed=printed)]


def difference(turn: Turn, clause: Clause) -> Goals:
    """Return the larger of two figures minus the smaller."""
    if clause.asks("results") and not clause.named:
        figures = turn.remembered(2)
        if len(figures) < 2:
            return None
        larger, smaller = turn.lookup.ordered(figures[0], figures[1])
        return [Difference(left=larger, right=smaller)]
    named = clause.named
    if len(named) < 2:
        if len(named) == 1 and turn.spoken and not clause.asks("last_year") and not clause.years:
            named = [turn.spoken[-1], named[0]]
        else:
            compared = clause.asks("last_year", "compare") or clause.years
            return change(turn, clause) if compared else None
    pair = [turn.cell(clause, phrase) for phrase in named[:2]]
    if pair[0] is None or pair[1] is None:
        return turn.nothing(named[0] if pair[0] is None else named[1])
    larger, smaller = turn.lookup.ordered(pair[0], pair[1])
    return [turn.converted(clause, Difference(left=larger, right=smaller))]


def prior(turn: Turn, clause: Clause) -> Goals:
    """Return last year's figure of what is named or was spoken of."""
    phrase = turn.subject(clause)
    if phrase is None or clause.asks("change", "growth", "compare", "difference", "percent"):
        return None
    pair = turn.now_and_before(clause, phrase)
    return [turn.converted(clause, pair[1])] if pair else None


def per_head(turn: Turn, clause: Clause) -> Goals:
    """Return an amount per head, over the people the question names or the staff in post."""
    clause.scope = _without_heads(Phrase(clause.scope)).mentions
    phrase = next((p for p in map(_without_heads, clause.named) if p.mentions or p.parts), None)
    phrase = phrase or (None if turn.spoken else turn.whole(clause))
    amount = turn.cell(clause, phrase) if phrase else turn.last_figure()
    names = next(names for form, names in _HEADS if form.search(turn.text))
    heads = turn.lookup.first(names)
    if amount is None or heads is None:
        return None
    return [PerHead(amount=turn.converted(clause, amount), heads=heads)]


def _without_heads(phrase: Phrase) -> Phrase:
    """Return a phrase without the people that an amount is divided by."""
    kept = tuple(
        mention
        for mention in phrase.mentions
        if not {meaning.name for meaning in mention.meanings} & _HEAD_NAMES
    )
    return replace(phrase, mentions=kept)


def what_if(turn: Turn, clause: Clause) -> Goals:
    """Return a figure after a change that the question gives: a rate, an amount, or all of it."""
    clauses = turn.clauses
    named = [(c, p) for c in clauses for p in c.named if p.mentions]
    if clause.scope:
        named = [(clause, Phrase(clause.scope)), *named]
    cells = [cell for c, p in named if (cell := turn.cell(c, p))]
    part = cells[0] if cells else turn.last_figure()
    if part is None:
        return None
    of = cells[-1] if len(cells) > 1 else part
    text = turn.text
    rate = _PERCENT.search(text)
    percent = rate[1] if rate else "50" if _HALF.search(text) else None
    percent = "100" if _DOUBLE.search(text) or (percent is None and _GONE.search(text)) else percent
    amount = None if percent else _AMOUNT.search(text)
    if percent is None and amount is None:
        return None
    changed = WhatIf(
        of=turn.converted(clause, of),
        part=turn.converted(clause, part) if part != of else None,
        percent=percent,
        amount=amount[1] if amount else None,
        unit=(amount[2] if amount[2] != "万" else "万元") if amount else None,
        increase=not _LESS.search(text),
        after=part != of or _AFTER.search(text) is not None,
    )
    return [changed]


def total(turn: Turn, clause: Clause) -> Goals:
    """Return the sum of the figures named, or of the last ones spoken of."""
    if clause.asks("results") and not clause.named:
        figures = turn.remembered(turn.how_many(clause))
        return [Sum(of=tuple(figures))] if len(figures) > 1 else None
    phrases = clause.named
    if len(phrases) < 2 or len(phrases) > 20:
        return None
    parts = [turn.cell(clause, phrase) for phrase in phrases]
    for phrase, part in zip(phrases, parts, strict=True):
        if part is None:
            return turn.nothing(phrase)
    return [turn.converted(clause, Sum(of=tuple(part for part in parts if part)))]


def check(turn: Turn, clause: Clause) -> Goals:
    """Return what a printed rate or total should be, calculated from the document's own figures."""
    for quantity in clause.quantities:
        if rate := turn.lookup.printed_rate(quantity, clause.named):
            phrase = Phrase((rate.mention,))
            pair = turn.now_and_before(clause, phrase)
            return [Growth(now=pair[0], base=pair[1], printed=rate.fact)] if pair else None
    for phrase in clause.named:
        members = turn.members(replace(clause, phrases=[phrase], scope=()))
        if members is not None and len(members.parts) > 1:
            parts = tuple(Cell(fact=part.id) for part in members.parts)
            return [Sum(of=parts, printed=members.whole.id)]
    return None
