"""Read back the expression of a step and calculate it again, so that a step proves its result.

Expressions hold decimals with thousands separators, + - × ÷, brackets and percentages; 「× 100%」
at the end turns a quotient into percent.
"""

import re
from decimal import Decimal

from corpus.money import quotient

_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?|[-+×÷()]")
_APART = re.compile(r"\d\s+\d")


def evaluate(expression: str, percent_result: bool) -> Decimal:
    """Return the value of an expression; raises ValueError where it is none.

    With `percent_result` a factor 100% counts as 100, otherwise as 1.
    """
    text = expression.replace(" ", "")
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text or not tokens or _APART.search(expression):
        raise ValueError(f"不是算式：{expression}")
    value, rest = _sum(tokens, percent_result)
    if rest:
        raise ValueError(f"不是算式：{expression}")
    return value


def numbers(expression: str) -> list[Decimal]:
    """Return the plain numbers of an expression, percentages left out."""
    found = (token for token in _TOKEN.findall(expression) if token[0].isdigit())
    return [Decimal(token.replace(",", "")) for token in found if not token.endswith("%")]


def _sum(tokens: list[str], percent: bool) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens, percent)
    while rest and rest[0] in "+-":
        right, after = _product(rest[1:], percent)
        value = value + right if rest[0] == "+" else value - right
        rest = after
    return value, rest


def _product(tokens: list[str], percent: bool) -> tuple[Decimal, list[str]]:
    value, rest = _atom(tokens, percent)
    while rest and rest[0] in "×÷":
        right, after = _atom(rest[1:], percent)
        value = value * right if rest[0] == "×" else quotient(value, right)
        rest = after
    return value, rest


def _atom(tokens: list[str], percent: bool) -> tuple[Decimal, list[str]]:
    if not tokens:
        raise ValueError("算式不完整")
    head, *rest = tokens
    if head == "-":
        value, rest = _atom(rest, percent)
        return -value, rest
    if head == "(":
        value, rest = _sum(rest, percent)
        if rest[:1] != [")"]:
            raise ValueError("括号不成对")
        return value, rest[1:]
    if not head[0].isdigit():
        raise ValueError(f"不该在这里的「{head}」")
    number = Decimal(head.rstrip("%").replace(",", ""))
    if head.endswith("%") and not (percent and number == 100):
        number = number / 100
    return number, rest
