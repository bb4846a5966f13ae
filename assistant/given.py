"""The change that a question gives: a rate, an amount, a level, or all of it."""

import re
from decimal import Decimal
from typing import NamedTuple

from assistant.normal import numeral
from corpus.money import SHORT_UNITS, YUAN, to_decimal

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:%|个百分点|个点)")
_IN_WORDS = re.compile(r"百分之(\d+(?:\.\d+)?)")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成(半)?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|块)")
_HALF = re.compile(r"一半|减半|腰斩|对半|砍半")
_DOUBLE = re.compile(r"翻倍|翻一倍|翻一番|翻番|增加一倍|多一倍|涨一倍")
_WHOLE = re.compile(
    r"(?:全部|都|全)?不安排(?:的话|了)|翻倍|翻一倍|翻一番|翻番|砍半|减半|省一半|(?:全|都|全部)(?:砍|压|取消|去掉)|取消(?!资格)|不发了|不要了|停掉|清零|归零|砍光|砍没|免掉|不花了"
)
GONE = re.compile(
    r"取消|不安排|(?:全|都|全部|统统)(?:砍|压|取消|去)|砍掉(?![一二两三四五六七八九\d])|全部去掉|不要了|停掉|归零|清零|砍光|砍没|免掉|不花了"
)
_LESS = re.compile(
    r"下调|下浮|调减|调低|压减|压缩|压|减少|削减|下降|降|减|砍|扣|取消|去掉|一半|不要了|不发|不安排|停|少(?!于)|节约|节省|省|清零|归零|免掉|不花了"
)
_MORE = re.compile(r"增加|追加|上调|上浮|调增|提高|上涨|涨|多(?!少)|加|翻|添")
CHANGE_WORD = re.compile(
    r"压减|压缩|减少|削减|下降|下调|上调|上浮|下浮|砍|增加|追加|调增|调减|提高|上涨|涨|降|增|减|压|翻|[加添](?=了?\d)"
)
_LEVEL = re.compile(
    rf"(?:{CHANGE_WORD.pattern}|提|升|调)(?:高|升|低|加|少|到|至|为|成)*(?:到|至|为|成)(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万)"
)


_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|%)?")


def in_yuan(number: str, unit: str | None) -> Decimal:
    """Return a number in 元 where its unit is one of money, else as it is."""
    return to_decimal(number) * YUAN.get(SHORT_UNITS.get(unit or "", unit or ""), Decimal(1))


def amount_in_yuan(text: str) -> Decimal | None:
    """Return the amount that a text begins with, in 元; None where it begins with no number."""
    match = _NUMBER.match(text)
    return in_yuan(match[1], match[2]) if match else None


class Supposed(NamedTuple):
    """The change that a question gives: a rate in percent, or an amount in a unit.

    `level` says that the amount is what the figure comes to, not what it changes by.
    """

    percent: str | None
    amount: str | None
    unit: str | None
    level: bool = False


def supposed(text: str) -> Supposed | None:
    """Return the change that a text gives (5%, 两成, 一半, 20万元), None where it gives none."""
    if rate := _PERCENT.search(text) or _IN_WORDS.search(text):
        return Supposed(rate[1], None, None)
    if tenths := _TENTHS.search(text):
        return Supposed(str(numeral(tenths[1]) * 10 + (5 if tenths[2] else 0)), None, None)
    if level := _LEVEL.search(text):
        return Supposed(None, level[1], unit_of(level[2]), level=True)
    if amount := _AMOUNT.search(text):
        return Supposed(None, amount[1], unit_of(amount[2]))
    if _HALF.search(text):
        return Supposed("50", None, None)
    return Supposed("100", None, None) if _DOUBLE.search(text) or GONE.search(text) else None


def unit_of(text: str) -> str:
    """Return a money unit said in short in full (万 → 万元)."""
    return {**SHORT_UNITS, "块": "元"}.get(text, text)


def changes(text: str) -> bool:
    """Tell whether a text says that a figure changes by, or to, what it gives."""
    given = re.search(
        rf"(?:{CHANGE_WORD.pattern}|省|少|多)(?:掉|了|个|到)?(?:\d+(?:\.\d+)?(?:%|[万亿]|元|块)|一半|半)",
        text,
    )
    # 「文件提到20万元」 names a figure, 「由10万提到20万」 changes one.
    level = _LEVEL.search(text) and not re.search(r"(?<![由从])(?<=[^\d万亿元])提到", text)
    return bool(given or level)


def supposes(text: str) -> bool:
    """Tell whether a text asks what a given change would come to, without 如果."""
    asks = re.search(r"后|能|会|剩|还有|变|成|省|才|呢|的话|是多少|多少|几", text)
    return bool(asks and changes(text)) or _WHOLE.search(text) is not None


def rises(text: str) -> bool:
    """Tell which comes first, a word of rise or one of fall: 「增加」 asked of 「压减」 is no rise."""
    more, less = _MORE.search(text), _LESS.search(text)
    if more is None:
        return less is None
    return less is None or more.start() < less.start()
