"""One spelling for questions and names: simplified characters, folded widths, no blanks or quotes."""

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assistant.sayings import plain
from corpus.money import quotient

if TYPE_CHECKING:
    from opencc import OpenCC

_QUOTES = re.compile(r"[\"'“”‘’「」『』《》〈〉]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")


_DIGITS = {"零": 0, "〇": 0, "两": 2, "俩": 2} | {
    numeral: i for i, numeral in enumerate("一二三四五六七八九", 1)
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_TWELFTH = Decimal(1).scaleb(-12)
_COUNTED = "一二两三四五六七八九"
_SPOKEN = "零〇一二两三四五六七八九十百千"
_OF_HUNDRED = re.compile(rf"百分之([{_SPOKEN}]+(?:点[{_SPOKEN}]+)?|\d+(?:\.\d+)?)")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(半?)(?![本立员])")
# 打八五折 is to take 15 % off.
_DISCOUNT = re.compile(
    rf"打(?:个|了)?(?:([{_COUNTED}])([{_COUNTED}])?|(\d(?:\.\d+)?)|(\d\d))折(?!扣)"
)
_FRACTION = re.compile(
    rf"(?<!百)(?<![几多{_SPOKEN}\d])([{_SPOKEN}]+|\d+)分之([{_SPOKEN}]+|\d+)(?!\d)"
)
_YEAR = re.compile(r"([一二][零〇一二三四五六七八九]{3})(?=年)")
_MONEY = re.compile(
    rf"(?<![几多{_SPOKEN}])(?:([十{_COUNTED}][{_SPOKEN}]*)(?=[万亿]|元|块钱)|([百千])(?=[万亿](?![百千])))"
)
_DECIMAL = re.compile(rf"([{_SPOKEN}]+点[零〇一二三四五六七八九]+)(?=[万亿]|元|块)")
# 「三到八万」: the unit behind the second number is that of both.
_FROM = re.compile(rf"([十{_COUNTED}][{_SPOKEN}]*)(?=(?:到|至|~|-)[{_SPOKEN}]+[万亿元])")


def numeral(text: str) -> int:
    """Return a whole number below ten thousand said in figures or Chinese numerals.

    Raises ValueError where it is none.
    """
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for letter in text:
        if letter in _PLACES:
            total += (digit or 1) * _PLACES[letter]
            digit = 0
        elif letter in _DIGITS:
            digit = digit * 10 + _DIGITS[letter]
        else:
            raise ValueError(f"不是数：{text}")
    return total + digit


_MONTHS = re.compile(
    rf"(?:前|头)([{_SPOKEN}]+|\d+)个月|1[月]?(?:到|至|~|—)(\d+)月|一月?(?:到|至)([{_SPOKEN}]+)月"
)


def _in_figures(text: str) -> str:
    """Write rates, tenths, months and amounts of money that are said in Chinese numerals in figures."""
    text = _OF_HUNDRED.sub(lambda m: f"{_with_point(m[1])}%", text)
    text = _FRACTION.sub(lambda m: _in_percent(numeral(m[2]), numeral(m[1])) or m[0], text)
    text = _DISCOUNT.sub(lambda m: f"减少{_taken_off(m)}%", text)
    text = _MONTHS.sub(lambda m: f"1-{numeral(next(filter(None, m.groups())))}月", text)
    text = _YEAR.sub(lambda m: str(numeral(m[1])), text)
    text = _TENTHS.sub(lambda m: f"{numeral(m[1]) * 10 + (5 if m[2] else 0)}%", text)
    text = _DECIMAL.sub(lambda m: _with_point(m[1]), text)
    text = _FROM.sub(lambda m: str(numeral(m[1])), text)
    return _MONEY.sub(lambda m: str(numeral(m[1] or m[2])), text)


def _in_percent(part: int, whole: int) -> str:
    """Return a fraction in percent, to twelve decimals where it never ends; "" of nothing."""
    if not 0 < part < whole:
        return ""
    exact = quotient(Decimal(part * 100), Decimal(whole)).quantize(_TWELFTH)
    return f"{exact.normalize():f}%"


def _taken_off(discount: re.Match[str]) -> str:
    """Return what a discount takes off in percent: 20 for 八折 and 8折, 15 for 八五折 and 85折."""
    tenths, hundredths, decimal, hundred = discount.groups()
    left = Decimal(decimal) * 10 if decimal else Decimal(hundred) if hundred else None
    if left is None:
        left = Decimal(numeral(tenths) * 10 + (numeral(hundredths) if hundredths else 0))
    return f"{(100 - left).normalize():f}"


def _with_point(text: str) -> str:
    whole, _, fraction = text.partition("点")
    digits = "".join(str(_DIGITS[letter]) for letter in fraction if letter in _DIGITS)
    return (
        f"{numeral(whole) if not whole[:1].isdecimal() else whole}{'.' + digits if digits else ''}"
    )


# A part of a question that asks for something.
_ASKS = re.compile(
    r"多少|几(?![乎何])|哪[个位些家里]|谁|什么|啥|好多|好大|多大|咋|怎|电话|联系方式|负责人"
)


def _parted(text: str) -> str:
    """Write a comma for a blank between two parts of a question that both ask for something."""
    parts = text.split()
    asking = [_ASKS.search(part) is not None for part in parts]
    joined = "".join(parts[:1])
    for i, part in enumerate(parts[1:]):
        joined += ("，" if asking[i] and asking[i + 1] else " ") + part
    return joined


@cache
def _simplifier() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=1 << 16)
def canonical(text: str) -> str:
    """Return a name as compared: NFKC, lower case, no blanks, no quotation marks."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\s+", "", _QUOTES.sub("", folded))


def normalise(question: str) -> str:
    """Return a question as understood: traditional characters simplified, then canonical.

    Blanks between words go, or part two questions; thousands separators go, sentence punctuation stays; rates and amounts
    in Chinese numerals are written in figures (两成 → 20%, 三百万 → 300万), sayings in plain words.
    """
    text = _simplifier().convert(unicodedata.normalize("NFKC", question))
    return plain(_in_figures(canonical(_parted(_BETWEEN_DIGITS.sub("", text)))))
