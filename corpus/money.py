"""The one door for numbers: text in, `Decimal` out; a float is refused.

Units are kept as printed. Conversion between 元, 千元, 万元 and 亿元 is a shift of the decimal
point, so it is exact and never rounded; only quotients are rounded, once, at the end.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import NamedTuple

from corpus.units import is_unit

YUAN = {"元": Decimal(1), "千元": Decimal("1e3"), "万元": Decimal("1e4"), "亿元": Decimal("1e8")}
SHORT_UNITS = {"万": "万元", "亿": "亿元", "千万": "千万元"}
TWO_PLACES = Decimal("0.01")
# Quotients are carried far beyond what is shown, so that the one rounding at the end is the only one.
PRECISION = 50

_NUMBER = re.compile(r"[-−－+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−－+]?\d+(?:\.\d+)?|[-−－+]?\.\d+")
_DASH = re.compile(r"[-−－—–―─]{1,3}|/")
# A whole number in brackets numbers a line, unless thousands are parted in it.
_NEGATIVE = re.compile(r"\((\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|\d+\.\d+%?)\)")
_STATED = re.compile(
    r"(≥|≤|>|<|=|不少于|不低于|不超过|不高于|不多于|不大于|不小于|大于|小于|至少|最多|至多|达到|约|共)?"
    rf"({_NUMBER.pattern})(?:\(([^()\d]{{1,6}})\)|(%|[^\d\W]{{1,6}}(?:/[^\d\W/]{{1,4}})*))"
    r"(?:以上|以下|以内|左右)?"
)
_WHOLE = re.compile(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


class Quantity(NamedTuple):
    """A number with its unit; unit None where none is printed."""

    value: Decimal
    unit: str | None


def to_decimal(number: str | int | Decimal) -> Decimal:
    """Return `number` as a Decimal; a float is refused because it has already lost digits."""
    if isinstance(number, float):
        raise TypeError("金额不能用浮点数表示。")
    if isinstance(number, str):
        number = unicodedata.normalize("NFKC", number).replace(",", "").replace("−", "-")
    return Decimal(number)


def parse_cell(text: str) -> Quantity | None:
    """Return the quantity that a whole cell states, or None where it is not just a number.

    「1,234.50」 → 1234.50; 「12.30%」 → 12.30 %; 「30万元」 → 30 万元; full-width digits and commas
    are read too. An amount in brackets is negative: 「(1,234.50)」. Codes, dates and prose are not
    numbers.
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if match := _NEGATIVE.fullmatch(folded):
        folded = f"-{match[1]}"
    if _WHOLE.fullmatch(folded):
        unit = "%" if folded.endswith("%") else None
        return Quantity(to_decimal(folded.rstrip("%")), unit)
    match = re.fullmatch(rf"({_NUMBER.pattern})(亿元|万元|千元|元)", folded)
    if match:
        return Quantity(to_decimal(match[1]), match[2])
    return None


def is_dash(text: str) -> bool:
    """Tell whether a cell holds the stroke that is set where there is no number."""
    return _DASH.fullmatch(text.strip()) is not None


def parse_stated(text: str) -> Quantity | None:
    """Return the quantity a short target states: 「不少于 250 家」 → 250 家, 「=95.00(%)」 → 95.00 %.

    The bound stays in the cell's text; only one number with one unit is read. Without a bound the
    unit must be a known one: 「12345热线」 counts nothing.
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("⩾", "≥")
    match = _STATED.fullmatch(folded)
    if not match:
        return None
    unit = re.sub(r"(?:以上|以下|以内|左右)$", "", match[3] or match[4])
    unit = re.sub(r"^([万亿])(?=/)", r"\1元", unit)
    bounded = match[1] or match[3] or unit != match[4]
    if not unit or not (bounded or is_unit(unit) or unit in SHORT_UNITS):
        return None
    return Quantity(to_decimal(match[2]), SHORT_UNITS.get(unit, unit))


def convert(value: Decimal, unit: str, target: str) -> Decimal:
    """Return `value` in `target`, exactly. Raises KeyError for a unit that is not money."""
    return _plain(value * YUAN[unit] / YUAN[target])


def is_money(unit: str | None) -> bool:
    """Tell whether `unit` is one of the money units."""
    return unit in YUAN


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return dividend ÷ divisor with 50 digits, unrounded for display. Raises ZeroDivisionError."""
    if divisor == 0:
        raise ZeroDivisionError("除数为零，无法计算。")
    with localcontext(Context(prec=PRECISION)):
        return dividend / divisor


def round_half_up(value: Decimal, places: Decimal = TWO_PLACES) -> Decimal:
    """Round half up (四舍五入): the one rounding, to two decimals unless told."""
    with localcontext(Context(prec=PRECISION)):
        return value.quantize(places, rounding=ROUND_HALF_UP)


def as_plain(value: Decimal) -> str:
    """Return the plain decimal string of a contract `number`: no comma, exponent or trailing noise."""
    return format(value, "f")


def as_amount(value: Decimal) -> str:
    """Return an amount as shown: thousands separators and at least two decimals."""
    exponent = value.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{value:,.{places}f}"


def _plain(value: Decimal) -> Decimal:
    """Return `value` without exponent and without zeros that a conversion added."""
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal
