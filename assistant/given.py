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
_DOUBLE = re.compile(r"翻倍|翻一倍|翻一番|翻番|加倍|[加多涨]一倍")
_WHOLE = re.compile(
    r"(?:全部|都|全)?不安排(?:的话|了)|翻倍|翻一倍|翻一番|翻番|砍半|减半|省一半|(?:全|都|全部)(?:砍|压|取消|去掉)|取消(?!资格)|不发了|不要了|停掉|清零|归零|砍光|砍没|免掉|不花了|不发(?![生达展放现布表起])|停发|全免"
)
GONE = re.compile(
    r"拿掉|撤掉|撤销|裁掉|停办|不[搞办做](?:这个|那个)?了|取消|不安排|(?:全|都|全部|统统)(?:砍|压|取消|去)|砍掉(?![一二两三四五六七八九\d])|全部去掉|不要了|停掉|归零|清零|砍光|砍没|免掉|不花了|不发(?![生达展放现布表起])|停发|全免"
)
_LESS = re.compile(
    r"拿掉|撤掉|撤销|裁掉|停办|不[搞办做](?:这个|那个)?了|下调|下浮|调减|调低|压减|压缩|压|减少|削减|下降|降|减|砍|扣|取消|去掉|一半|不要了|不发|不安排|停|少(?!于)|节约|节省|省|清零|归零|免掉|不花了"
)
_MORE = re.compile(r"增加|追加|普调|普涨|调高|提标|上调|上浮|调增|提高|上涨|涨|多(?!少)|加|翻|添")
CHANGE_WORD = re.compile(
    r"普调|普涨|普遍上调|调高|调低|提标|压减|压缩|减少|削减|下降|下调|上调|上浮|下浮|砍|增加|追加|调增|调减|提高|上涨|涨|降|增|减|压|翻|[加添](?=了?\d)"
)
# What stays as it was is held to a level: 「维持2021年年初的4500万元」.
HELD = r"(?:维持|保持|停留|冻结|稳定|稳)(?:在|于|到)?(?:\d{4}年?)?[^,，。\d]{0,8}的?"
_LEVEL = re.compile(
    rf"(?:(?:{CHANGE_WORD.pattern}|提|升|调)(?:高|升|低|加|少|到|至|为|成)*(?:到|至|为|成)|{HELD})"
    r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万)"
)

# A count or a price that another one takes the place of: 由4次改成6次, 如果印2000份, 从2000元降为1500元.
_NUMERAL = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_MEASURE = r"个?(人次|家|户|趟|次|场|套|期|辆|人|名|位|份|台|件|本|册|平方米)"
_BECOMES = r"(?:增加|减少|增|减|扩大|扩|缩减|缩|压缩|压|砍|改|变|换|调整|调|提高|提|升|降低|降|涨)?(?:到|至|成|为|做)(?:了)?"
RECOUNTED = re.compile(
    rf"(?:由|从|不是|原来的?|原先的?|现在的?){_NUMERAL}(?:{_MEASURE})?[,，]?(?:{_BECOMES}|而是|改|变|是){_NUMERAL}{_MEASURE}"
)
COUNTED_NEW = re.compile(
    rf"(?:{_BECOMES}|(?:如果|假如|假定|倘若|要是|若|万一)?(?:只|就|要是|能|改)?"
    rf"(?:跑|办|印|开|请|招|聘|用|派|搞|订|买|补|奖|评|认定|组织|安排|做|发)(?:了|上|个|够|满)?){_NUMERAL}{_MEASURE}"
)
REPRICED = re.compile(
    rf"(?:单价|价格|标准|价钱)?(?:由|从)?(?:每{_MEASURE})?(\d+(?:\.\d+)?)(万元|元|万){_BECOMES}(?:每{_MEASURE})?(\d+(?:\.\d+)?)(万元|元|万)"
)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|%)?")


def in_yuan(number: str, unit: str | None) -> Decimal:
    """Return a number in 元 where its unit is one of money, else as it is."""
    return to_decimal(number) * YUAN.get(SHORT_UNITS.get(unit or "", unit or ""), Decimal(1))


def amount_in_yuan(text: str) -> Decimal | None:
    """Return the amount that a text begins with, in 元; None where it begins with no number."""
    match = _NUMBER.match(text)
    return in_yuan(match[1], match[2]) if match else None


# What wants a claim borne out (是…吧, 真有…吗), and what asks for a figure instead.
CONFIRMS = re.compile(
    r"(?:吧|吗|么|嘛|啵|咩|不|没|没有|对|是)[?？。!！]*$|真的|真有|真是|当真|果真|是不是|是否|有没有|对不对|对得上|没错|听说|据说"
)
ASKS = re.compile(r"多少|几(?!乎)|哪|什么|啥|谁|怎|为何|各")


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
        rf"(?:{CHANGE_WORD.pattern}|省|少|多)(?:掉|了|个|到|下来|下去|下|出来|出)?(?:\d+(?:\.\d+)?(?:%|[万亿]|元|块)|一半|半)",
        text,
    )
    # 「文件提到20万元」 names a figure, 「由10万提到20万」 changes one.
    level = _LEVEL.search(text) and not re.search(r"(?<![由从])(?<=[^\d万亿元])提到", text)
    return bool(given or level)


def supposes(text: str) -> bool:
    """Tell whether a text asks what a given change would come to, without 如果."""
    asks = re.search(r"后|能|会|剩|还有|变|成|省|才|呢|的话|是多少|多少|几", text)
    return bool(asks and changes(text)) or _WHOLE.search(text) is not None


def gives_change(text: str) -> bool:
    """Tell whether a text gives a change of a figure, or a number in place of another."""
    return changes(text) or bool(RECOUNTED.search(text) or REPRICED.search(text))


def claims(text: str) -> bool:
    """Tell whether a text claims what it names and wants that borne out, not told."""
    return bool(CONFIRMS.search(text)) and not ASKS.search(text)


def moves(text: str) -> bool:
    """Tell whether a text gives a change with a word of rise or fall, or a level to be held."""
    worded = _LESS.search(text) or _MORE.search(text) or re.search(HELD, text)
    return bool(worded and supposed(text))


def rises(text: str) -> bool:
    """Tell which comes first, a word of rise or one of fall: 「增加」 asked of 「压减」 is no rise."""
    more, less = _MORE.search(text), _LESS.search(text)
    if more is None:
        return less is None
    return less is None or more.start() < less.start()
