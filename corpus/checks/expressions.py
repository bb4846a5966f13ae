"""Arithmetic written out in a text: 0.1 万元/次/人*2 人*25 人次=5 万元, and rates with counts.

Everything is reckoned in 元: a number with a money unit is turned into 元, any other is a count.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from corpus.money import SHORT_UNITS, YUAN, to_decimal

_COUNTED = "人次|人/次|个月|平方米|万人|[个家户次人套份月年场天期辆台项条名位件批篇所座]"
_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
_UNIT = re.compile(rf"\s*(亿元|千万元|万元|千元|元|万|亿)?(?:\s*/?\s*\*?(?:{_COUNTED})(?:工资)?)*")
_NOTE = re.compile(r"[（(][^（()）\d*×=]*[）)]")
_OPERATORS = {"*": "*", "×": "*", "＊": "*", "x": "*", "X": "*", "✕": "*", "+": "+", "＋": "+"}
_OPEN, _CLOSE = "（([【{", "）)]】}"
_RESULT = re.compile(
    r"\s*(?P<sign>=|＝|≈|约等于|约为|[，,]?\s*(?:共计|合计|总计|小计|预计|共|计))\s*(?P<rough>约)?\s*"
    r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|千元|元|万|亿)(?![\s]*[/*×])"
)
_RATE = re.compile(
    r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|千元|元|万|亿)\s*/\s*(?P<per>[家户次人套份月年场个期项名件])"
    r"\s*[，,、]\s*(?P<count>\d[\d,，]*)\s*(?P=per)"
)


@dataclass(frozen=True, slots=True)
class Product:
    """An expression with its value in 元; `result` is what is printed after =, None where nothing is."""

    start: int
    end: int
    expression: str
    value: Decimal
    result: Decimal | None
    unit: str | None
    printed: str | None
    rough: bool


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: Decimal
    start: int
    end: int


def products(text: str) -> tuple[Product, ...]:
    """Return the expressions of a text in reading order, each with its printed result if any."""
    found: list[Product] = []
    for run in _runs(text):
        best = _longest(run)
        if best is not None:
            start, end, value = best
            found.append(_with_result(text, start, end, value))
    taken = [(p.start, p.end) for p in found]
    found.extend(rate for rate in _rates(text) if not any(a <= rate.start < b for a, b in taken))
    return tuple(sorted(found, key=lambda product: product.start))


def _rates(text: str) -> Iterator[Product]:
    """Yield unit prices followed by their count: 50 万元/家，3 家."""
    for match in _RATE.finditer(text):
        price = to_decimal(_plain(match["number"])) * YUAN[_money(match["unit"])]
        value = price * to_decimal(_plain(match["count"]))
        yield Product(match.start(), match.end(), match[0], value, None, None, None, False)


def _with_result(text: str, start: int, end: int, value: Decimal) -> Product:
    expression = text[start:end].strip()
    match = _RESULT.match(text, end)
    if not match:
        return Product(start, end, expression, value, None, None, None, False)
    unit = _money(match["unit"])
    rough = bool(match["rough"]) or match["sign"] in ("≈", "约等于", "约为")
    number = to_decimal(_plain(match["number"]))
    printed = text[match.start("number") : match.end("unit")]
    return Product(start, match.end(), expression, value, number, unit, printed, rough)


def _runs(text: str) -> Iterator[list[_Token]]:
    """Yield the longest stretches of numbers, units, operators and brackets; remarks are passed over."""
    run: list[_Token] = []
    at = 0
    while at < len(text):
        note = _NOTE.match(text, at) if run else None
        token = None if note else _token(text, at)
        if token is not None:
            run.append(token)
            at = token.end
        elif note or text[at].isspace():
            at = note.end() if note else at + 1
        else:
            yield run
            run = []
            at += 1
    yield run


def _token(text: str, at: int) -> _Token | None:
    character = text[at]
    if character in _OPERATORS:
        return _Token(_OPERATORS[character], Decimal(0), at, at + 1)
    if character in _OPEN:
        return _Token("(", Decimal(0), at, at + 1)
    if character in _CLOSE:
        return _Token(")", Decimal(0), at, at + 1)
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    unit = _UNIT.match(text, number.end())
    end = unit.end() if unit else number.end()
    scale = YUAN.get(_money(unit[1]), Decimal(1)) if unit and unit[1] else Decimal(1)
    try:
        return _Token("n", to_decimal(_plain(number[0])) * scale, at, end)
    except InvalidOperation:
        return None


def _longest(run: list[_Token]) -> tuple[int, int, Decimal] | None:
    """Return the longest expression with a product in a stretch of tokens, and its value."""
    for length in range(len(run), 2, -1):
        for first in range(len(run) - length + 1):
            tokens = run[first : first + length]
            if not any(token.kind == "*" for token in tokens):
                continue
            value = _evaluate(tokens)
            if value is not None:
                return tokens[0].start, tokens[-1].end, value
    return None


def _evaluate(tokens: list[_Token]) -> Decimal | None:
    """Return the value of a whole expression, None where it is none."""
    value, rest = _sum(tokens)
    return value if not rest else None


def _sum(tokens: list[_Token]) -> tuple[Decimal | None, list[_Token]]:
    total, rest = _product(tokens)
    while total is not None and rest and rest[0].kind == "+":
        term, rest = _product(rest[1:])
        total = None if term is None else total + term
    return total, rest


def _product(tokens: list[_Token]) -> tuple[Decimal | None, list[_Token]]:
    value, rest = _factor(tokens)
    while value is not None and rest and rest[0].kind == "*":
        factor, rest = _factor(rest[1:])
        value = None if factor is None else value * factor
    return value, rest


def _factor(tokens: list[_Token]) -> tuple[Decimal | None, list[_Token]]:
    if tokens and tokens[0].kind == "n":
        return tokens[0].value, tokens[1:]
    if tokens and tokens[0].kind == "(":
        value, rest = _sum(tokens[1:])
        if value is not None and rest and rest[0].kind == ")":
            return value, rest[1:]
    return None, tokens


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).replace(",", "")


def _money(unit: str) -> str:
    return SHORT_UNITS.get(unit, unit)
