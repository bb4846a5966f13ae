"""A number under a workbook's number format → the text that a reader of the sheet sees.

Written after ECMA-376 part 1, 18.8.31 (numFmts): sections by sign, digit places 0 # ?, thousands,
percent, literals. What is rare (fractions, exponents, conditions) is shown as a plain number.
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from corpus.money import Quantity, parse_cell

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|!(?P<banged>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[[^\]]*\]|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_PLAIN = {"", "general", "@", "g/通用格式"}
_DATE_PART = re.compile(
    r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|h+|s+|上午/下午|am/pm)', re.IGNORECASE
)


class _Section(NamedTuple):
    """One section of a format, taken apart; `literal_point` counts digits after a point put in."""

    before: str
    digits: str
    after: str
    percent: bool
    literal_point: int = 0


def shown_number(value: Decimal, code: str) -> str:
    """Return the text of `value` under the format `code`."""
    if code.strip().lower() in _PLAIN or re.search(r"[eE][+-]|[0#?]\s*/", code):
        return general(value)
    sections = _sections(code)
    chosen, number = _choose(sections, value)
    if not chosen.digits:
        return (chosen.before + chosen.after).strip() or (
            "" if len(sections) > 1 else general(value)
        )
    sign = "-" if number < 0 else ""
    digits = _digits(abs(number) * (100 if chosen.percent else 1), chosen.digits)
    if point := chosen.literal_point:
        digits = f"{digits[:-point]}.{digits[-point:]}"
    return f"{sign}{chosen.before}{digits}{chosen.after}".strip()


def exact(value: Decimal, text: str, code: str) -> Quantity:
    """Return the exact quantity of a cell that is shown as `text`.

    The digits a format hides stay; where it scales the number (0!.0,"万元") the text is believed.
    """
    printed = parse_cell(text)
    number = value * 100 if "%" in text and "%" in code else value
    unit = printed.unit if printed else None
    if printed and printed.value != number.quantize(printed.value, rounding=ROUND_HALF_UP):
        return printed
    return Quantity(printed.value if printed and printed.value == number else number, unit)


def general(value: Decimal) -> str:
    """Return a number without a format, as plain digits."""
    if value == value.to_integral_value():
        return format(value.quantize(Decimal(1)), "f")
    return format(value.normalize(), "f")


def from_stored(number: int | float) -> Decimal:
    """Return the decimal that a workbook's binary number stands for, by its 15 digits.

    A workbook keeps binary numbers; 15 significant digits are what its own program shows of them.
    """
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")


def shown_date(value: date | datetime | time, code: str) -> str:
    """Return the text of a date or time under the format `code`."""
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if not re.search(r"[年月日]", code):
        midnight = not isinstance(value, datetime) or value.time() == time()
        return value.isoformat() if midnight and type(value) is date else _iso(value, midnight)
    return _DATE_PART.sub(lambda match: _date_part(match, value), code.partition(";")[0]).strip()


def _iso(value: date | datetime, midnight: bool) -> str:
    return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")


def _date_part(match: re.Match[str], value: date | datetime) -> str:
    literal, escaped, part = match.groups()
    if part is None:
        return literal or escaped or ""
    number = {"y": value.year, "m": value.month, "d": value.day}.get(part[0].lower())
    if number is None:
        return ""
    return str(number)[-2:] if part.lower() == "yy" else str(number).zfill(min(len(part), 2))


@lru_cache(maxsize=500)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [match[1] for match in _SECTION.finditer(code)]
    # The pattern matches once more at the end, unless the last section is empty.
    return tuple(_take_apart(part) for part in (parts if code.endswith(";") else parts[:-1]))


def _take_apart(section: str) -> _Section:
    before, after, digits, percent, point = "", "", "", False, 0
    for match in _TOKEN.finditer(section):
        literal = next(
            (match[g] for g in ("quoted", "escaped", "banged", "currency", "other") if match[g]), ""
        )
        if match["digits"]:
            point += match["digits"].count("0") if after == "." else 0
            after = "" if after == "." else after
            digits += match["digits"]
        elif match["percent"]:
            percent, after = True, after + "%"
        elif digits:
            after += literal
        else:
            before += literal
    return _Section(before, digits, after, percent, point)


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """Return the section for the sign of `value`; a negative section prints its own sign."""
    if len(sections) > 2 and value == 0:
        return sections[2], value
    if len(sections) > 1 and value < 0:
        return sections[1], -value
    return sections[0], value


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not decimals else 0
    number = number.scaleb(-3 * scale)
    places = len(decimals.replace(",", ""))
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole.rstrip(",") else "f")
    front, _, back = text.partition(".")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and back.endswith("0"):
        back, optional = back[:-1], optional - 1
    if front == "0" and "0" not in whole:
        front = ""
    return f"{front.zfill(whole.count('0'))}{'.' if back else ''}{back}"
