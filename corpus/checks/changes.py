"""Changes told in sentences: amount, rate, base year and direction (增加 X 万元，增长 Y%)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.checks.naming import key_of
from corpus.checks.statements import Mention, Statement
from corpus.checks.tables import Figure
from corpus.checks.tolerance import shown
from corpus.checks.view import View
from corpus.checks.wording import times
from corpus.checks.words import pattern
from corpus.disclosure import Kind
from corpus.findings import Finding, Severity, Source, TextSource
from corpus.money import TWO_PLACES, YUAN, quotient, round_half_up
from corpus.names import fold

HALF = Decimal("0.5")


@dataclass(slots=True)
class Told:
    """What a paragraph has said of one item so far: this year's amount, last year's, the change."""

    this: Mention | None = None
    last: Mention | None = None
    change: Mention | None = None


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of an item: `mention` tells the change itself, an amount or a rate."""

    statement: Statement
    mention: Mention
    this: Mention | None
    last: Mention | None
    change: Mention | None
    item: str


def told_changes(view: View) -> Iterator[ToldChange]:
    """Yield every change told in running text with what was said of its item before."""
    year = view.disclosure.year
    for statement in view.statements:
        if statement.table is not None:
            continue
        told = Told()
        for mention in statement.mentions:
            if mention.is_money and not mention.direction:
                _take(told, mention, year)
            elif mention.direction and (mention.is_money or mention.unit in ("%", "百分点", "倍")):
                item = _item(statement, told.this or mention)
                change = told.change if not mention.is_money else None
                yield ToldChange(statement, mention, told.this, told.last, change, item)
                if mention.is_money:
                    told.change = mention


def _item(statement: Statement, mention: Mention) -> str:
    """Return what an amount belongs to; 预算安排 says only that it is the paragraph's item again."""
    if pattern("word", "restated").search(mention.words) and statement.mentions[0].item:
        return statement.mentions[0].item
    return mention.item


def _take(told: Told, mention: Mention, year: int | None) -> None:
    """Note an amount as this year's or, where its words name the year before, as last year's."""
    words = mention.words
    past = year is not None and mention.years[-1:] == (year - 1,) and not mention.compares
    if past or (pattern("word", "last_year").search(words) and not mention.compares):
        told.last, told.change = mention, None
    else:
        told.this, told.change = mention, None
        if not (year is not None and mention.years[-1:] == (year,)):
            told.last = None


def growth_rates(view: View) -> Iterator[Finding]:
    """Report a growth rate that is not change ÷ last year, and name the base that gives it."""
    for one in told_changes(view):
        if one.mention.is_money or one.mention.unit == "百分点":
            continue
        figures = _last_and_change(view, one)
        if figures is None:
            continue
        last, change, sources = figures
        if last <= 0 or _rate_fits(one, last, change) or _fits_the_first(one):
            continue
        yield _wrong_rate(one, last, change, sources)


def _last_and_change(
    view: View, one: ToldChange
) -> tuple[Decimal, Decimal, tuple[Source, ...]] | None:
    """Return last year's amount and the change in 元, from what the paragraph says."""
    if one.this is None:
        return None
    this, source = _yuan(one.this), one.statement.source
    if one.change is not None:
        change = _yuan(one.change) * one.change.direction
        printed = view.named.last_year.get(key_of(one.item))
        past = () if printed is None or not _is(printed, this - change) else (printed.source,)
        return this - change, change, (source(one.this), source(one.change), *past)
    if one.last is not None:
        return _yuan(one.last), this - _yuan(one.last), (source(one.this), source(one.last))
    figure = view.named.last_year.get(key_of(one.this.item))
    if figure and figure.unit in YUAN:
        last = figure.value * YUAN[figure.unit]
        return last, this - last, (source(one.this), figure.source)
    return None


def _is(figure: Figure, amount: Decimal) -> bool:
    """Tell whether a figure is an amount in 元."""
    return figure.unit in YUAN and figure.value * YUAN[figure.unit or ""] == amount


def _yuan(mention: Mention) -> Decimal:
    return mention.value * YUAN[mention.unit]


def _rate_fits(one: ToldChange, last: Decimal, change: Decimal) -> bool:
    """Tell whether a printed rate fits, each printed amount being exact to half its last place."""
    printed = one.mention.value * one.mention.direction
    scale = Decimal(1) if one.mention.unit == "倍" else Decimal(100)
    slack = max(TWO_PLACES, _half_place(one.mention)) if _places(one.mention) < 2 else TWO_PLACES
    halves = sum((_half_place(m) * YUAN[m.unit] for m in (one.this, one.last) if m), Decimal(0))
    spread = Decimal(0) if one.change is not None else halves
    rates = [quotient((change + off) * scale, last) for off in (-spread, Decimal(0), spread)]
    low, high = min(rates), max(rates)
    return round_half_up(low) - slack <= printed <= round_half_up(high) + slack


def _fits_the_first(one: ToldChange) -> bool:
    """Tell whether a rate fits the amount its paragraph states first: then the restated one is off."""
    first = next((m for m in one.statement.mentions if m.is_plain), None)
    if first is None or one.last is None or first in (one.this, one.last):
        return False
    last = _yuan(one.last)
    return _rate_fits(replace(one, this=first), last, _yuan(first) - last)


def _places(mention: Mention) -> int:
    exponent = mention.value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _half_place(mention: Mention) -> Decimal:
    """Return half of the last printed place, at least half a cent of the unit."""
    return HALF.scaleb(-min(_places(mention), 2))


def _wrong_rate(
    one: ToldChange, last: Decimal, change: Decimal, sources: tuple[Source, ...]
) -> Finding:
    mention = one.mention
    scale = Decimal(1) if mention.unit == "倍" else Decimal(100)
    rate = round_half_up(quotient(change * scale, last))
    expected = f"{abs(rate)}{mention.unit}"
    said = "" if rate * mention.direction >= 0 else "下降 " if rate < 0 else "增长 "
    text = (
        f"「{one.item}」印的变动率是 {mention.text.strip()}，按增减额 ÷ 上年数应为 {said}{expected}"
        f"（{_plain(change)} ÷ {_plain(last)}）。{_cause(one, last, change)}"
    )
    place = one.statement.source(mention)
    return Finding(
        "增长率", Severity.ERROR, text, mention.text.strip(), said + expected, (place, *sources)
    )


def _cause(one: ToldChange, last: Decimal, change: Decimal) -> str:
    """Name the base that gives the printed rate, where there is one."""
    this = last + change
    printed = abs(one.mention.value)
    if this and abs(round_half_up(quotient(abs(change) * 100, this)) - printed) <= TWO_PLACES:
        return "印的数是除以本年数得到的，分母应为上年数。"
    if last and abs(round_half_up(quotient(this * 100, last)) - printed) <= TWO_PLACES:
        return "印的数是本年数占上年数的比例，不是增长率。"
    return ""


def _plain(value: Decimal) -> str:
    return shown(value / YUAN["万元"], "万元")


def change_amounts(view: View) -> Iterator[Finding]:
    """Report a change that is not this year's amount less last year's."""
    for one in told_changes(view):
        past = view.named.last_year.get(key_of(one.item))
        if not one.mention.is_money or one.this is None or one.mention.index is None:
            continue
        last = one.last or past
        if last is None or last.unit not in YUAN:
            continue
        unit = one.mention.unit
        expected = (_yuan(one.this) - last.value * YUAN[last.unit]) / YUAN[unit]
        printed = one.mention.value * one.mention.direction
        if abs(printed - expected) <= TWO_PLACES * 2:
            continue
        word = "增加" if expected >= 0 else "减少"
        text = (
            f"「{one.item}」本年 {shown(one.this.value, one.this.unit)}，上年 "
            f"{shown(last.value, last.unit)}，应{word} {shown(abs(expected), unit)}，"
            f"印的是{'增加' if printed > 0 else '减少'} {shown(abs(printed), unit)}。"
        )
        source = one.statement.source
        past_source = last.source if not isinstance(last, Mention) else source(last)
        yield Finding(
            "增减额",
            Severity.ERROR,
            text,
            one.mention.text.strip(),
            f"{word} {shown(abs(expected), unit)}",
            (source(one.mention), source(one.this), past_source),
        )


def directions(view: View) -> Iterator[Finding]:
    """Report words of opposite directions for one change (增加 X 万元，下降 Y%; 减少原因)."""
    for one in told_changes(view):
        rate = one.mention
        if one.change is not None and rate.direction != one.change.direction:
            yield _contrary(one, one.change, rate)
        elif rate.is_money and _reason_direction(one.statement, rate) == -rate.direction:
            yield _contrary(one, rate, None)


def _reason_direction(statement: Statement, change: Mention) -> int:
    """Return the direction of the reason given after a change, 0 where it names none."""
    after = statement.text[change.end :]
    following = next((m for m in statement.mentions if m.start >= change.end and m.is_plain), None)
    if following is not None:
        after = statement.text[change.end : following.start]
    match = pattern("word", "reason").search(fold(after))
    if not match:
        return 0
    return 1 if pattern("word", "up_word").search(match[1]) else -1


def _contrary(one: ToldChange, change: Mention, rate: Mention | None) -> Finding:
    first = "增加" if change.direction > 0 else "减少"
    second = "减少" if change.direction > 0 else "增加"
    about = f"变动率 {rate.text.strip()} " if rate else "所说的原因"
    text = f"「{one.item}」前面说{first} {change.text.strip()}，{about}却说的是{second}，方向相反。"
    sources: tuple[Source, ...] = (one.statement.source(change),)
    if rate is not None:
        sources = (*sources, one.statement.source(rate))
    return Finding("增减方向", Severity.ERROR, text, first, None, sources)


def percentage_points(view: View) -> Iterator[Finding]:
    """Report 百分点 where an amount of money grew: that is a percentage."""
    for one in told_changes(view):
        mention = one.mention
        if mention.unit != "百分点" or one.this is None:
            continue
        if pattern("word", "ratio_item").search(mention.words):
            continue
        text = (
            f"「{one.item}」是金额，变动率应写 {mention.value}%；「百分点」只用于两个百分比之差。"
        )
        sources = (one.statement.source(mention), one.statement.source(one.this))
        yield Finding(
            "百分点", Severity.ERROR, text, mention.text.strip(), f"{mention.value}%", sources
        )


def base_years(view: View) -> Iterator[Finding]:
    """Report a comparison with a year that is not the year before.

    Final accounts are also compared with the budget of their own year.
    """
    year = view.disclosure.year
    if year is None:
        return
    allowed = {year - 1, year} if view.disclosure.kind is Kind.FINAL_ACCOUNTS else {year - 1}
    places: dict[str, list[TextSource]] = defaultdict(list)
    for statement in view.statements:
        for match in pattern("word", "base_year").finditer(statement.text):
            if int(match[1]) not in allowed:
                places[match[1]].append(statement.quote(match.start(), match.end()))
    for other, sources in places.items():
        text = (
            f"这里与 {other} 年比较，{year} 年度的{view.disclosure.kind}应与 {year - 1} 年比较。"
            f"{times(len(sources))}"
        )
        printed, expected = f"{other}年", f"{year - 1}年"
        yield Finding("比较年份", Severity.ERROR, text, printed, expected, tuple(sources))
