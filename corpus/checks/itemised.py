"""Nested arithmetic of forms: unit price × count, details in brackets, numbered parts, unit slips."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from corpus.checks.elements import Element, Term, Worked, every, head, outline
from corpus.checks.expressions import Product
from corpus.checks.statements import Mention
from corpus.checks.tables import figure_at, label
from corpus.checks.tolerance import agree, shown
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.findings import CellSource, Finding, Severity, Source
from corpus.money import YUAN, round_half_up

MOST_TERMS = 10
SMALL_YUAN = 1000


@dataclass(frozen=True, slots=True)
class _Row:
    """The money of a form's row in 元, and the heads of the numbered parts of its text, if any."""

    name: str
    whole: Decimal
    unit: str
    source: CellSource
    heads: list[Mention]

    def terms(self, worked: Worked) -> list[Term]:
        """Return the heads as addends, corrected as far as found out."""
        return [Term(worked.value(m), m) for m in self.heads]


def itemised_amounts(view: View) -> Iterator[Finding]:
    """Report what does not add up in a text that reckons, from the inside out, each slip once."""
    for statement in view.statements:
        if len(statement.mentions) < 2 or statement.table is None:
            continue
        worked = Worked(statement)
        yield from _results(worked)
        yield from _details(worked)
        yield from _unit_slips(worked)
        root = outline(statement.text)
        row = _row_of(view, worked, root)
        for element in every(root):
            if element is not root:
                yield from _parts(worked, element, row)
        if row is not None:
            yield from _row_total(worked, row)


def _results(worked: Worked) -> Iterator[Finding]:
    """Check each expression against the result printed behind it."""
    for product in worked.products:
        if product.result is None or product.unit is None or product.printed is None:
            continue
        value = product.value / YUAN[product.unit]
        if _comes_to(product, value):
            continue
        severity = Severity.NOTICE if product.rough else Severity.ERROR
        expected = shown(value.normalize() + 0, product.unit)
        text = f"「{product.expression}」等于 {expected}，印的是 {product.printed.strip()}。"
        if product.rough:
            text = (
                f"「{product.expression}」等于 {expected}，原文写约等于 {product.printed.strip()}。"
            )
        source = worked.statement.quote(product.start, product.end)
        mention = next((m for m in worked.statement.mentions if m.end == product.end), None)
        place = worked.statement.source(mention) if mention else source
        yield Finding(
            "单价乘数量", severity, text, product.printed.strip(), expected, (place, source)
        )


def _comes_to(product: Product, value: Decimal) -> bool:
    printed = product.result if product.result is not None else value
    exponent = printed.as_tuple().exponent
    if isinstance(exponent, int) and exponent <= -2:
        return round_half_up(value, Decimal(1).scaleb(exponent)) == printed
    return agree(printed, value, 1, product.unit)


def _details(worked: Worked) -> Iterator[Finding]:
    """Check an amount against the one expression in the bracket that explains it."""
    for mention in worked.statement.mentions:
        span = worked.detail(mention) if worked.is_addend(mention) else None
        if span is None or mention.is_rough:
            continue
        inside = [p for p in worked.products if span[0] <= p.start < span[1]]
        if len(inside) != 1 or pattern("word", "partly").match(
            worked.statement.text[span[0] + 1 :]
        ):
            continue
        product = inside[0]
        value = product.value
        if product.result is not None and product.unit is not None:
            value = product.result * YUAN[product.unit]
        expected = value / YUAN[mention.unit]
        if agree(mention.value, expected, 1, mention.unit):
            continue
        worked.corrected[mention.start] = value
        yield _detail(worked, mention, product, expected)


def _detail(worked: Worked, mention: Mention, product: Product, expected: Decimal) -> Finding:
    should = shown(expected, mention.unit)
    text = (
        f"「{mention.item}」印的是 {mention.text.strip()}，括号里的算式 {product.expression} "
        f"等于 {should}。"
    )
    outer = _outer_sum(worked, mention)
    if outer:
        text += outer
    detail = next(
        (m for m in worked.statement.mentions if product.start <= m.start and m.end == product.end),
        None,
    )
    sources: tuple[Source, ...] = (worked.statement.source(mention),)
    if detail is not None:
        sources = (*sources, worked.statement.source(detail))
    return Finding("分项之和", Severity.ERROR, text, mention.text.strip(), should, sources)


def _outer_sum(worked: Worked, mention: Mention) -> str:
    """Say so where the element around an amount adds up with the corrected value."""
    for element in every(outline(worked.statement.text)):
        first = head(worked, element)
        if first is None or first is mention or not element.style:
            continue
        if element.start <= mention.start < element.end and not element.children:
            terms = worked.terms(first.end, element.end)
            if sum(term.value for term in terms) == worked.value(first):
                added = " + ".join(shown(t.value / YUAN[first.unit], first.unit) for t in terms)
                return f"代入后「{first.item}」{first.text.strip()} = {added}，正好相符。"
    return ""


def _unit_slips(worked: Worked) -> Iterator[Finding]:
    """Report a few 元 among 万元: an error where 万元 makes a sum come out, else a notice."""
    addends = [m for m in worked.statement.mentions if worked.is_addend(m)]
    larger = [m for m in addends if m.unit == "万元"]
    for mention in addends:
        if mention.unit != "元" or not 0 < mention.value < SMALL_YUAN or not larger:
            continue
        meant = mention.value * YUAN["万元"]
        sum_ = _closing_sum(worked, addends, mention, meant)
        should = shown(mention.value, "万元")
        text = f"「{mention.item}」印的是 {mention.text.strip()}，同一段其他金额都以万元计。"
        severity = Severity.NOTICE
        if sum_:
            worked.corrected[mention.start] = meant
            text += f"应为 {should}：{sum_}。"
            severity = Severity.ERROR
        source = worked.statement.source(mention)
        yield Finding("单位", severity, text, mention.text.strip(), should, (source,))


def _closing_sum(
    worked: Worked, addends: list[Mention], slip: Mention, meant: Decimal
) -> str | None:
    """Return the sum that comes out when the slip is taken as 万元: an amount = those after it."""
    until = addends.index(slip)
    for first in range(until):
        between = addends[first + 1 : until]
        if between and worked.value(addends[first]) == meant + sum(map(worked.value, between)):
            whole = addends[first]
            parts = " + ".join([m.text.strip() for m in between] + [shown(slip.value, "万元")])
            return f"「{whole.item}」{whole.text.strip()} = {parts}"
    return None


def _parts(worked: Worked, element: Element, row: _Row | None) -> Iterator[Finding]:
    """Check an element's head against the heads of its parts, or against the addends behind it."""
    first = head(worked, element)
    if first is None or first.is_rough:
        return
    heads = [m for child in element.children if (m := head(worked, child))]
    numbered = len(heads) >= 2 and len(heads) == len(element.children)
    terms = (
        [Term(worked.value(m), m) for m in heads]
        if numbered
        else worked.terms(first.end, element.end)
    )
    whole = worked.value(first)
    if not terms or _explains(whole, terms, first.unit):
        return
    added = sum((term.value for term in terms), Decimal(0))
    all_reckoned = all(term.product is not None for term in terms)
    if numbered or all_reckoned or (len(terms) > 1 and added > whole):
        worked.corrected[first.start] = added
        yield _not_the_sum(worked, first, terms, row)


def _explains(whole: Decimal, terms: list[Term], unit: str) -> bool:
    """Tell whether addends make a whole, or one of them repeats it."""
    added = sum((term.value for term in terms), Decimal(0))
    values = [added, *(term.value for term in terms)]
    return any(agree(whole / YUAN[unit], v / YUAN[unit], len(terms), unit) for v in values)


def _not_the_sum(worked: Worked, first: Mention, terms: list[Term], row: _Row | None) -> Finding:
    unit = first.unit
    added = worked.value(first) / YUAN[unit]
    should, off = shown(added, unit), shown(abs(first.value - added), unit)
    text = f"「{first.item}」印的是 {first.text.strip()}，它的 {len(terms)} 项相加为 {should}，差 {off}。"
    if row is not None and first in row.heads and _some_make(row.whole, row.terms(worked), True):
        whole = shown(row.whole / YUAN[row.unit], row.unit)
        text += f"代入后 {len(row.heads)} 项合计正好是「{row.name}」的 {whole}。"
    parts = [worked.statement.source(t.mention) for t in terms if t.mention is not None]
    sources = (worked.statement.source(first), *parts)
    return Finding("分项之和", Severity.ERROR, text, first.text.strip(), should, sources)


def _row_of(view: View, worked: Worked, root: Element) -> _Row | None:
    """Return the money of the form's row that a text reckons for, None where it has none."""
    statement = worked.statement
    if statement.table is None or statement.row is None:
        return None
    table = view.tables[statement.table]
    figures = [f for c in range(len(table.columns)) if (f := figure_at(table, statement.row, c))]
    if not figures or any(f.unit not in YUAN for f in figures):
        return None
    whole = sum((f.value * YUAN[f.unit or ""] for f in figures), Decimal(0))
    heads = [m for child in root.children if (m := head(worked, child))]
    numbered = len(heads) >= 2 and len(heads) == len(root.children)
    name = label(table, statement.row)
    return _Row(
        name, whole, figures[0].unit or "万元", figures[0].source, heads if numbered else []
    )


def _row_total(worked: Worked, row: _Row) -> Iterator[Finding]:
    """Check the amounts of the form's row against what its text adds up to."""
    statement, numbered = worked.statement, bool(row.heads)
    terms = row.terms(worked) or worked.terms(0, len(statement.text))
    printed = [Term(m.value * YUAN[m.unit], m) for m in row.heads] or terms
    if not terms or any(_some_make(row.whole, made, numbered) for made in (terms, printed)):
        return
    added = shown(sum((t.value for t in terms), Decimal(0)) / YUAN[row.unit], row.unit)
    amount = shown(row.whole / YUAN[row.unit], row.unit)
    text = f"「{row.name}」的金额是 {amount}，测算依据里各项相加为 {added}。"
    sources = tuple(statement.source(t.mention) for t in terms if t.mention is not None)
    severity = Severity.ERROR if numbered else Severity.NOTICE
    yield Finding("明细与金额", severity, text, amount, added, (row.source, *sources))


def _some_make(whole: Decimal, terms: list[Term], all_of_them: bool) -> bool:
    """Tell whether addends make a whole; where a text is not numbered, some of them may do."""
    values = [term.value for term in terms]
    if agree(whole / YUAN["万元"], sum(values, Decimal(0)) / YUAN["万元"], len(values), "万元"):
        return True
    if all_of_them or len(values) > MOST_TERMS:
        return not all_of_them
    return any(
        sum(chosen) == whole
        for size in range(1, len(values))
        for chosen in combinations(values, size)
    )
