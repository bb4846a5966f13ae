"""Shares and breakdowns told in sentences: 占比 = part ÷ whole, the parts make the whole."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from corpus.checks.naming import key_of
from corpus.checks.statements import Mention, Statement
from corpus.checks.tolerance import agree, shown
from corpus.checks.view import View
from corpus.checks.words import data
from corpus.findings import Finding, Severity, Source
from corpus.money import TWO_PLACES, YUAN, convert, quotient, round_half_up
from corpus.names import fold

_OF = re.compile(r"占([^，。；,;占]*?)(?:的)?(?:比重|比例)?(?:为|约|达)*$")


class Whole(NamedTuple):
    """An amount that a share may be a part of."""

    value: Decimal
    unit: str | None
    source: Source


def shares(view: View) -> Iterator[Finding]:
    """Report a share that is not its amount over any whole its paragraph names."""
    for statement in view.statements:
        if statement.table is not None:
            continue
        for position, mention in enumerate(statement.mentions):
            before = [m for m in statement.mentions[:position] if m.is_plain]
            if mention.is_share and before:
                wholes = _wholes(view, statement, mention, before)
                if wholes and not any(_is_share(mention, before[-1], w) for w in wholes):
                    yield _wrong_share(statement, mention, before[-1], wholes[0])


def _wholes(view: View, statement: Statement, share: Mention, before: list[Mention]) -> list[Whole]:
    """Return what the share may be of: the item it names, else what is said before the part.

    A share of something that is named but stated nowhere cannot be checked.
    """
    match = _OF.search(share.words)
    told = [
        (other, m)
        for other in view.statements
        if other.table is None and other.section == statement.section
        for m in other.mentions
        if m.is_plain and (other is not statement or m.start < share.start)
    ]
    if match and match[1]:
        key = key_of(match[1])
        named = [(other, m) for other, m in told if key_of(m.item) == key]
        printed = [Whole(f.value, f.unit, f.source) for f in view.named.by_key.get(key, ())]
        return [w for w in [*_as_wholes(named), *printed] if w.value and w.unit in YUAN]
    inside = [(statement, m) for m in before[:-1]]
    others = [(other, m) for other, m in told if m is not before[-1]]
    return [w for w in _as_wholes(inside or others) if w.value]


def _as_wholes(told: list[tuple[Statement, Mention]]) -> list[Whole]:
    return [Whole(m.value, m.unit, statement.source(m)) for statement, m in told]


def _is_share(share: Mention, part: Mention, whole: Whole) -> bool:
    expected = _share(part, whole)
    exponent = share.value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 2
    slack = TWO_PLACES if places > 1 else Decimal("0.5").scaleb(-places) + TWO_PLACES
    return abs(round_half_up(expected) - share.value) <= slack


def _share(part: Mention, whole: Whole) -> Decimal:
    return quotient(part.value * YUAN[part.unit] * 100, whole.value * YUAN[whole.unit or ""])


def _wrong_share(statement: Statement, share: Mention, part: Mention, whole: Whole) -> Finding:
    expected = f"{round_half_up(_share(part, whole))}%"
    text = (
        f"「{part.item}」印的占比是 {share.text.strip()}，{shown(part.value, part.unit)} ÷ "
        f"{shown(whole.value, whole.unit)} 为 {expected}。"
    )
    sources = (statement.source(share), statement.source(part), whole.source)
    return Finding("占比", Severity.ERROR, text, share.text.strip(), expected, sources)


def breakdowns(view: View) -> Iterator[Finding]:
    """Report parts in one section that do not make the whole they are parts of."""
    for statement in view.statements:
        if statement.table is not None:
            continue
        for family in data()["breakdown"]:
            plain = [m for m in statement.mentions if m.is_plain and not view.tells_budget(m)]
            found = _breakdown(statement, family, plain)
            if found:
                yield found


def _breakdown(
    statement: Statement, family: dict[str, object], plain: list[Mention]
) -> Finding | None:
    plain = [m for m in plain if m.index is not None]
    whole = next((m for m in plain if _is(m, str(family["whole"]))), None)
    if whole is None:
        return None
    after = [m for m in plain if m.start > whole.start]
    parts = family["parts"]
    if not isinstance(parts, list):
        return None
    found = [next((m for m in after if _is(m, part)), None) for part in parts]
    given = [m for m in found if m is not None]
    if len(given) < 2:
        return None
    added = sum((convert(m.value, m.unit, whole.unit) for m in given), Decimal(0))
    if agree(whole.value, added, len(given), whole.unit):
        return None
    return _wrong_sum(statement, whole, given, added)


def _is(mention: Mention, words: str) -> bool:
    """Tell whether an item is meant by `words`: a pattern of its name, or #key of a known item."""
    item = fold(mention.item)
    return bool(re.search(words, item) or re.fullmatch(words, key_of(item)))


def _wrong_sum(
    statement: Statement, whole: Mention, parts: list[Mention], added: Decimal
) -> Finding:
    expected = shown(added, whole.unit)
    terms = " + ".join(f"{m.item} {shown(m.value, m.unit)}" for m in parts)
    text = f"「{whole.item}」印的是 {whole.text.strip()}，分项 {terms} 相加为 {expected}。"
    sources = tuple(statement.source(m) for m in (whole, *parts))
    return Finding("分项之和", Severity.ERROR, text, whole.text.strip(), expected, sources)
