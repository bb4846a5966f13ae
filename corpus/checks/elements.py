"""The numbered elements of a text and the amounts that add up to each: heads, parts and details."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.checks.expressions import Product, products
from corpus.checks.statements import Mention, Statement
from corpus.money import YUAN

_MARK = re.compile(
    r"(?:^|(?<=[。；;\n：:])|(?<=\s))(?:(?P<a>\d{1,2}(?:、|[.．](?!\d)))|(?P<b>[（(]\d{1,2}[）)])"
    r"|(?P<c>[一二三四五六七八九十]{1,3}(?:是|、)))"
)
_BRACKETS = {"（": "）", "(": ")"}


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of a text in 元: an amount as printed, or what an expression comes to."""

    value: Decimal
    mention: Mention | None
    product: Product | None = None


@dataclass(slots=True)
class Element:
    """A numbered part of a text with the parts numbered inside it; the whole text has style ""."""

    start: int
    end: int
    style: str
    children: list["Element"] = field(default_factory=list)


@dataclass(slots=True)
class Worked:
    """A statement with its expressions and addends worked out, and what was found wrong so far.

    `corrected` holds by the start of an amount what it should be, in 元.
    """

    statement: Statement
    products: tuple[Product, ...] = ()
    corrected: dict[int, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.products = products(self.statement.text)

    def terms(self, start: int, end: int) -> list[Term]:
        """Return the addends between two places; what explains an amount in brackets is left out."""
        found = [
            (product.start, self._product_term(product))
            for product in self.products
            if start <= product.start < end and not self._is_detail(product.start, start)
        ]
        for mention in self.statement.mentions:
            inside = start <= mention.start < end and self.is_addend(mention)
            if inside and not self._is_detail(mention.start, start):
                found.append((mention.start, Term(self.value(mention), mention)))
        return [term for _, term in sorted(found, key=lambda pair: pair[0])]

    def is_addend(self, mention: Mention) -> bool:
        """Tell whether an amount stands for itself, not for a change, a bound or a factor."""
        in_product = any(p.start <= mention.start < p.end for p in self.products)
        return mention.is_plain and not in_product

    def value(self, mention: Mention) -> Decimal:
        """Return what an amount should be in 元, as far as found out."""
        return self.corrected.get(mention.start, mention.value * YUAN[mention.unit])

    def detail(self, mention: Mention) -> tuple[int, int] | None:
        """Return the span of the bracket right behind an amount, which explains it."""
        text = self.statement.text
        at = mention.end
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or text[at] not in _BRACKETS:
            return None
        depth = 0
        for place in range(at, len(text)):
            depth += (text[place] in "（(") - (text[place] in "）)")
            if depth == 0:
                return at, place
        return at, len(text)

    def _is_detail(self, place: int, start: int) -> bool:
        for mention in self.statement.mentions:
            if start <= mention.start < place and self.is_addend(mention):
                span = self.detail(mention)
                if span and span[0] <= place < span[1]:
                    return True
        return False

    def _product_term(self, product: Product) -> Term:
        if product.result is not None and product.unit is not None:
            inside = [m for m in self.statement.mentions if product.start <= m.start < product.end]
            return Term(
                product.result * YUAN[product.unit], inside[-1] if inside else None, product
            )
        return Term(product.value, None, product)


def outline(text: str) -> Element:
    """Return the tree of numbered elements of a text; a style seen before closes what is open."""
    root = Element(0, len(text), "")
    open_: list[Element] = [root]
    for match in _MARK.finditer(text):
        style = str(match.lastgroup)
        while style in [element.style for element in open_]:
            open_.pop().end = match.start()
        element = Element(match.end(), len(text), style)
        open_[-1].children.append(element)
        open_.append(element)
    return root


def head(worked: Worked, element: Element) -> Mention | None:
    """Return the amount that heads an element: the first addend before its own parts begin."""
    limit = element.children[0].start if element.children else element.end
    addends = (m for m in worked.statement.mentions if worked.is_addend(m))
    return next((m for m in addends if element.start <= m.start < limit), None)


def every(element: Element) -> Iterator[Element]:
    """Yield an element's parts, innermost first, and then itself."""
    for child in element.children:
        yield from every(child)
    yield element
