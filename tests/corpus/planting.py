"""Errors planted at random in a clean disclosure: a digit, a unit, a base, a row, a direction."""

import random
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

LEAST = Decimal(1)
_CELL = re.compile(r"(?<=\t)\d[\d,]*\.\d\d(?=\t|\n|万元)")
_AMOUNT = re.compile(r"(?<![\d.])\d+\.\d\d(?=\s*万元)")
_RATE = re.compile(r"(?<![\d.])\d+\.\d\d(?=%)")
_ROW = re.compile(r"(?m)^\d{3,7}\t[^\n]*\d\.\d\d[^\n]*\n")
_CHANGE = re.compile(
    r"(?P<this>\d+\.\d\d) 万元[^%\n]*?比 (?P<year>\d{4}) 年预算(?P<word>增加|减少) "
    r"(?P<change>\d+\.\d\d) 万元，(?P<rate>增长|下降) (?P<percent>\d+\.\d\d)%"
)
_HISTORY = re.compile(r"(?<=：)(新增|减少)(?=\d)")
_REASON = re.compile(r"减少(?=原因)")

Plant = Callable[[str, random.Random], str | None]


def replaced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def other_digit(text: str, span: tuple[int, int], rng: random.Random, least: Decimal) -> str | None:
    """Change one digit of a number so that it is off by at least `least`."""
    old = text[slice(*span)]
    places = [i for i, c in enumerate(old) if c.isdigit()]
    choices = []
    for place in places:
        for digit in "0123456789":
            new = old[:place] + digit + old[place + 1 :]
            off = abs(Decimal(new.replace(",", "")) - Decimal(old.replace(",", "")))
            if off >= least and not (place == 0 and digit == "0"):
                choices.append(new)
    return replaced(text, span, rng.choice(choices)) if choices else None


def _pick(pattern: re.Pattern[str], text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return rng.choice(found) if found else None


def digit_in_a_cell(text: str, rng: random.Random) -> str | None:
    match = _pick(_CELL, text, rng)
    return other_digit(text, match.span(), rng, LEAST) if match else None


def digit_in_a_sentence(text: str, rng: random.Random) -> str | None:
    match = _pick(_AMOUNT, text, rng)
    return other_digit(text, match.span(), rng, LEAST) if match else None


def digit_in_a_rate(text: str, rng: random.Random) -> str | None:
    match = _pick(_RATE, text, rng)
    return other_digit(text, match.span(), rng, Decimal("0.05")) if match else None


def unit_in_a_sentence(text: str, rng: random.Random) -> str | None:
    match = _pick(re.compile(r"(?<=\d) ?万元(?=[，；。（])"), text, rng)
    return replaced(text, match.span(), "元") if match else None


def unit_of_a_table(text: str, rng: random.Random) -> str | None:
    """Only of tables with a total that other tables print as well."""
    match = _pick(re.compile(r"(?<=收入预算总表\n\n单位：|支出预算总表\n\n单位：)万元"), text, rng)
    return replaced(text, match.span(), "元") if match else None


def rate_on_this_year(text: str, rng: random.Random) -> str | None:
    """Divide the change by this year's amount, as is often done."""
    match = _pick(_CHANGE, text, rng)
    if not match:
        return None
    wrong = Decimal(match["change"]) * 100 / Decimal(match["this"])
    new = str(wrong.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    if abs(Decimal(new) - Decimal(match["percent"])) < Decimal("0.05"):
        return None
    return replaced(text, match.span("percent"), new)


def base_year(text: str, rng: random.Random) -> str | None:
    match = _pick(_CHANGE, text, rng)
    if not match:
        return None
    return replaced(text, match.span("year"), str(int(match["year"]) - rng.choice((1, 2, -1))))


def row_left_out(text: str, rng: random.Random) -> str | None:
    match = _pick(_ROW, text, rng)
    return replaced(text, match.span(), "") if match else None


def row_twice(text: str, rng: random.Random) -> str | None:
    match = _pick(_ROW, text, rng)
    return replaced(text, (match.end(), match.end()), match[0]) if match else None


def row_with_other_amounts(text: str, rng: random.Random) -> str | None:
    """Give a row the amounts of the row below it."""
    lines = text.split("\n")
    places = [
        i
        for i in range(len(lines) - 1)
        if _ROW.match(lines[i] + "\n") and _ROW.match(lines[i + 1] + "\n")
        if lines[i].split("\t")[2:] != lines[i + 1].split("\t")[2:]
    ]
    if not places:
        return None
    place = rng.choice(places)
    own, below = lines[place].split("\t"), lines[place + 1].split("\t")
    if len(own) != len(below) or own[2] == below[2]:
        return None
    lines[place] = "\t".join([*own[:2], *below[2:]])
    return "\n".join(lines)


def direction(text: str, rng: random.Random) -> str | None:
    spans = list(_directions(text))
    if not spans:
        return None
    start, end = rng.choice(spans)
    opposite = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "新增": "减少"}
    return replaced(text, (start, end), opposite[text[start:end]])


def _directions(text: str) -> Iterator[tuple[int, int]]:
    for match in _CHANGE.finditer(text):
        yield match.span("word")
        yield match.span("rate")
    for pattern in (_HISTORY, _REASON):
        yield from (match.span() for match in pattern.finditer(text))


PLANTS: tuple[Plant, ...] = (
    digit_in_a_cell,
    digit_in_a_sentence,
    digit_in_a_rate,
    unit_in_a_sentence,
    unit_of_a_table,
    rate_on_this_year,
    base_year,
    row_left_out,
    row_twice,
    row_with_other_amounts,
    direction,
)
