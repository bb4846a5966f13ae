"""In what terms a number is asked for or stated: its unit, for each of what, at most or at least."""

import re
from enum import StrEnum
from typing import NamedTuple

from assistant.clause import Clause
from assistant.evidence import shown
from assistant.measures import COUNTED_AS, EACH, ONCE, PERCENT, PRICE
from assistant.normal import canonical
from corpus.money import YUAN
from corpus.units import counted_units, same_unit
from index.records import Fact

_NEAR = 8
_PHRASE = 20
_OF_BUDGET = re.compile("项目|科目|表|部门|单位|百分")
_OF_TIME = frozenset({"个月", "天", "小时", "分钟", "课时", "学时", "倍"})
# 最多能拿, 最高给: the most there may be. 最多的, 哪个最多: the largest of several.
_SUPERLATIVE = (
    r"(?=[是为]?(?:多少|[能可给补拿奖报领到几不得只准按]|支持|安排|控制|花|收|又是|[要应需]?占))"
)
_UPPER = re.compile(
    rf"最[高多]{_SUPERLATIVE}|至多|顶多|上限|封顶|天花板|不超过|不能超过|不得超过|不高于|不多于|不大于|以内|之内|压到|控制在|降到"
)
_LOWER = re.compile(
    rf"最[低少]{_SUPERLATIVE}|至少|起码|下限|底线|不低于|不少于|不能低于|不能少于|不得低于|不得少于|不小于|以上"
)
_STATED_UPPER = re.compile(
    r"(?:最高|最多|至多|上限|封顶|不超过|不得超过|不高于|不多于|不大于|控制在|≤|<)(?:[为是约至到\s]{0,3}|[^，。；、,;\d]{2,14})$"
)
_STATED_LOWER = re.compile(
    r"(?:最低|最少|至少|下限|不低于|不少于|不得少于|不小于|≥|>)(?:[为是约至到\s]{0,3}|[^，。；、,;\d]{2,14})$"
)
# 35元*1600份: what is multiplied by a number of them is the price of each.
_TIMES = re.compile(r"^\s*[*×xX]\s*\d[\d.,]*\s*([\u4e00-\u9fff]{1,2})")
_TIMES_BEFORE = re.compile(r"\d\s*([\u4e00-\u9fff]{1,2})\s*[*×xX]$")
_UPPER_BEHIND = re.compile(r"^\s*(?:以内|之内|以下|及以下|封顶)")
_LOWER_BEHIND = re.compile(r"^\s*(?:以上|及以上|起)")


class Bound(StrEnum):
    """Whether a number is the most or the least there may be."""

    MOST = "不超过"
    LEAST = "不少于"


class Terms(NamedTuple):
    """What a question says of the number it asks for.

    `each` are the units it is the price of; `counted_as` is a unit that may as well count members.
    """

    unit: str | None = None
    each: tuple[str, ...] = ()
    bound: Bound | None = None
    counted_as: str | None = None

    @property
    def are_given(self) -> bool:
        """Tell whether the question says anything of the number."""
        return bool(self.unit or self.each or self.bound or self.counted_as)

    def misses(self, fact: Fact) -> bool:
        """Tell whether a fact states its number without the bound that is asked for."""
        return self.bound is not None and bound_of(fact) is not self.bound

    def are_met(self, fact: Fact) -> bool:
        """Tell whether a fact states a number of the unit, for each of what is asked."""
        if fact.value is None:
            return False
        if self.each and not all(is_for_each(fact, unit) for unit in self.each):
            return False
        if self.each and self.unit is None and not _is_money(fact):
            return False
        if self.counted_as == "个":
            return fact.unit in counted_units() and fact.unit not in _OF_TIME
        if self.counted_as:
            return (fact.unit or "").lstrip("万亿") == self.counted_as
        return self.unit is None or same_unit(self.unit, fact.unit)


def terms_of(clause: Clause) -> Terms:
    """Return the terms in which a clause asks for a number."""
    text = clause.text
    each = [match[1] for form in (EACH, ONCE) for match in form.finditer(text)]
    each = ["月" if unit == "个月" else unit for unit in each]
    each += [""] if PRICE.search(text) else []
    counted_as = COUNTED_AS.search(text)
    if counted_as and counted_as[1] == "个" and _OF_BUDGET.search(text):
        counted_as = None  # how many projects or items there are is counted, not printed
    unit = "%" if PERCENT.search(text) else clause.counted_unit
    return Terms(unit, tuple(each), bound_said(text), counted_as[1] if counted_as else None)


def bound_said(text: str) -> Bound | None:
    """Return whether words ask for the most or the least there may be, None for neither."""
    return Bound.MOST if _UPPER.search(text) else Bound.LEAST if _LOWER.search(text) else None


def bound_of(fact: Fact) -> Bound | None:
    """Return whether a fact states a number as the most or the least, None where it is exact."""
    before, after = _around(fact, _PHRASE)
    if _STATED_UPPER.search(before) or _UPPER_BEHIND.match(after):
        return Bound.MOST
    if _STATED_LOWER.search(before) or _LOWER_BEHIND.match(after):
        return Bound.LEAST
    return None


def with_bound(fact: Fact) -> str:
    """Return a fact's figure behind the word for the most or the least that it is stated as."""
    if fact.value is None:
        return ""
    limit: str = bound_of(fact) or ""
    if fact.quote is None and (digits := re.search(r"\d", fact.text)):
        limit = fact.text[: digits.start()]
    return limit + shown(fact.value, fact.unit)


def _around(fact: Fact, near: int = _NEAR) -> tuple[str, str]:
    """Return the words right before and right behind a fact's number."""
    if fact.quote is None or fact.start is None:
        digits = re.search(r"\d", fact.text)
        place = digits.start() if digits else len(fact.text)
        return fact.text[:place], re.sub(r"^[\d.,]+\s*[%\w]?", "", fact.text[place:])
    end = fact.start + len(fact.text)
    return fact.quote[max(0, fact.start - near) : fact.start], fact.quote[end : end + _NEAR]


def is_for_each(fact: Fact, unit: str) -> bool:
    """Tell whether a number is stated for each of a unit: 元/套, or 每套 in words before it."""
    stated = (fact.unit or "").split("/")[1:]
    before, after = _around(fact)
    said = canonical(fact.row + before)
    if before.endswith("=") and not stated:
        return False  # what a price comes to is no price
    times = _TIMES.match(after) or _TIMES_BEFORE.search(before) if _is_money(fact) else None
    if not unit:
        return bool(stated or times) or "单价" in said or "每" in said
    if unit == "次" and "人次" in stated:
        return True
    if any(same_unit(unit, own) for own in stated) or (times and same_unit(unit, times[1])):
        return True
    return any(same_unit(unit, match[1]) for match in EACH.finditer(said.replace("单个", "每个")))


def _is_money(fact: Fact) -> bool:
    return (fact.unit or "").split("/")[0] in YUAN
