"""What an amount in a sentence is the amount of: the noun phrase before it, the field, the relation.

Of 「机关运行经费支出142.80万元，比上年减少13.52万元」 both items are 机关运行经费支出, the second with the
relation 减少. A field says which of an item's amounts it is: 年初预算, 支出决算, 2023年当年预算执行数.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import rjieba

from corpus.names import fold, without_numbering
from corpus.units import counted_units, in_sentences

_WORDS = Path(__file__).parent / "data" / "amount_words.toml"
_CLAUSE_BREAK = re.compile(r"[，,：:；;。（）()=+*×\n\[\]【】]")
_DATE = re.compile(
    r"(?:截至|截止)?(?:20\d\d|\d{2})年(?:度)?(?:年初|年中|底|末)?(?:\d{1,2}(?:-\d{1,2})?月(?:\d{1,2}日)?)?"
)
# 公共安全支出（204类）司法（06款）公共法律服务（07项）: the marks of a name's levels, with or without code.
CODE_MARK = re.compile(r"[（(]\d{0,4}[类款项][）)]")
# “甲支出-乙事务-丙”科目: the levels of a name joined by dashes.
_DASHED = re.compile(
    r"^[“\"]?[^-“”\"]*[\u4e00-\u9fff)]-(?:[^“”\"]*-)?([\u4e00-\u9fff][^-“”\"]*)[”\"]?(?:科目)?$"
)
# 因公出国（境）费, 部门（单位）: a bracket inside a name, kept from breaking it.
_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff])\(([^()\d]{1,12})\)(?=[\u4e00-\u9fff])")
# 比2022年（上一年度，下同）预算: a remark between two halves of a clause.
_REMARK = re.compile(r"\([^()]*[,，][^()]*\)(?=[\u4e00-\u9fff])")
_KEPT = str.maketrans({"\ue000": "(", "\ue001": ")"})
_COMPARED = re.compile(
    r"(?:比|较之?|与|同|和)(?:上年|上一年|去年|(?:20\d\d|\d\d)年).*$|(?:比|较).*(?:年|预算|度)$"
)
_SHARE_OF = re.compile(r"^占.+的$")
_DONE = re.compile(r"^完成.*(?:预算|预算数|计划)的?$")
_OF_ALL = re.compile(r"(?:收入|支出|收支)(?:预算)?(?:总计|合计)")
_TOTAL = re.compile(r"^(?:合计|共计|总计|小计)(?:为|金额)?$")
_COUNTED = re.compile(r"^([\u4e00-\u9fff]{2,12}?)(?=[、，。；：,;:和及]|开展|实行|组成|$)")
_COUNTS = frozenset("个家名位项条")
# What ends with one of these says that the noun comes behind the number.
_COUNTING = re.compile(r"(?:设有?|共有?|包括|下属|包含|含|有|[、和及的])$")
# 设计费按不超过工程造价的 3.5%: what it is a part of is not the item.
_BASED_ON = re.compile(r"(?<=[^\s])按(?:照)?.*的$")
# 年度营业收入达到 1 亿的，100 万元/家: what follows is said of those that meet the condition.
_CONDITION = re.compile(r"\s*(?:以上|以下|以内|及以上)?的[，,]")
# The price of an item ends with these words (外聘专家授课每课时), the item itself without them.
_EACH_END = re.compile(r"(?<=..)(?:单价|人均|户均|年均|(?:平均)?(?:每[^\d,、]{1,2})+|平均)$")
_NOUN_TAGS = ("n", "a", "b", "j", "l", "i", "vn", "z")
# 办公室 alone is a place, no owner.
_SHORTEST_OWNER = 4
_ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff]{3,}?(?:局|委|厅|院|办|部|街道|办公室|中心|委员会|办事处)"
)


class Item(NamedTuple):
    """The noun phrase of an amount, "" where it has none of its own, and field or relation.

    The amount of a price is for each of the item that the phrase begins with.
    """

    name: str
    relation: str = ""
    is_field: bool = False
    is_price: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words that stand around amounts, as patterns."""

    amount: re.Pattern[str]
    before: re.Pattern[str]
    relation: re.Pattern[str]
    lead: re.Pattern[str]
    field: re.Pattern[str]
    each: re.Pattern[str]
    generic: frozenset[str]
    not_counted: tuple[str, ...]
    directions: tuple[tuple[re.Pattern[str], str], ...]


@cache
def words() -> Words:
    """Return the shipped words."""
    data = tomllib.loads(_WORDS.read_text("utf-8"))
    directions = data.pop("directions")
    longest = {name: sorted(parts, key=len, reverse=True) for name, parts in data.items()}
    relation = "|".join(longest["relation"])
    return Words(
        re.compile(
            rf"(?<![\d.\-A-Za-z〔\[【第])([-+]?\d[\d,，]*(?:\.\d+)?)\s*({in_sentences()})(?!号|钟)"
        ),
        re.compile(rf"(?:{'|'.join(longest['before'])})$"),
        re.compile(rf"({relation})(?:\((?:{relation})\))?(?:了|约)?$"),
        re.compile(rf"^(?:{'|'.join(longest['lead'])})"),
        re.compile(rf"^(.*?)((?:{'|'.join(longest['field'])})数?)$"),
        re.compile(rf"^(?:{'|'.join(longest['each'])})$"),
        frozenset(data["generic"]),
        tuple(data["not_counted"]),
        tuple((re.compile(form), said) for form, said in directions.items()),
    )


def item_before(before: str, own: str = "", owner: str = "") -> Item:
    """Return the item that stands right before an amount.

    `own` is the name of the element it is listed in, `owner` the department, which names no item.
    """
    clause = _last_clause(before)
    if _SHARE_OF.match(clause):
        return Item("", "占")
    if _DONE.match(clause):
        return Item("", "完成", is_field=True)
    clause, relation = _relation(clause)
    if relation:
        clause = _COMPARED.sub("", clause)
    item = _strip(_without_owner(_strip(clause), owner))
    if relation:
        return Item(_split(item)[0] or item, relation)
    if field := _dated(clause) if own and item == "" else "":
        return Item("", field, is_field=True)
    base, field = _split(item)
    if field:
        return Item(base, field, is_field=True)
    return Item(item or _dated(clause))


def _relation(clause: str) -> tuple[str, str]:
    """Return a clause without the relation it ends with, and the relation."""
    for form, said in words().directions:
        if match := form.search(clause):
            return clause[: match.start()], said
    if match := words().relation.search(clause):
        return clause[: match.start()], match[1]
    return clause, ""


def _split(item: str) -> tuple[str, str]:
    """Return an item without the field it ends with, and the field."""
    match = words().field.match(item)
    return (match[1], match[2]) if match else (item, "")


def is_total(before: str) -> bool:
    """Tell whether only a word for a total stands before an amount (，合计1170万元)."""
    return _TOTAL.match(_last_clause(before)) is not None


def counted_after(item: str, before: str, unit: str, after: str) -> str:
    """Return the noun that a count stands before (设19个内设机构、), "" where none does."""
    said = fold(before)
    if unit not in _COUNTS or (item and not _COUNTING.search(said)):
        return ""
    match = _COUNTED.match(fold(after))
    return match[1] if match else ""


def is_price(item: str) -> bool:
    """Tell whether words only say that an amount is for each of its item (单价, 每人每月)."""
    return words().each.fullmatch(item) is not None


def spoken_of(item: str, sentence: str, start: int, end: int) -> str:
    """Return what the rest of a sentence is said of behind an amount of an item, which stands there.

    After a condition these are all that meet it; a rate that is based on something names nothing.
    """
    clause = _CLAUSE_BREAK.split(fold(sentence[:start]))[-1]
    if _CONDITION.match(sentence, end):
        return f"{clause}{fold(sentence[start:end])}的"
    if "%" in sentence[start:end] and clause.startswith("按"):
        return ""
    return _EACH_END.sub("", item)


def is_count(unit: str) -> bool:
    """Tell whether a unit counts things (名, 万亩), not money or a rate."""
    return unit.lstrip("万亿") in counted_units()


def noun_behind(after: str, price_follows: bool) -> str:
    """Return the noun that a count in a form stands before (引进 6 名高技术人员), as it stands there.

    `after` are the words up to the next amount; where that is money, they are what it is paid for.
    """
    behind = re.match(r"\s*的?([\u4e00-\u9fff]+)", after)
    if behind is None:
        return ""
    to_the_end = behind.end() == len(after)
    if (price_follows and to_the_end) or behind[1].startswith(words().not_counted):
        return ""
    noun = ""
    for word, tag in rjieba.tag(behind[1]):
        if not tag.startswith(_NOUN_TAGS) or tag.startswith("ad"):
            break
        noun += word
    return behind[0][: behind.start(1)] + noun if noun else ""


def classified_name(sentence: str) -> str:
    """Return the name that a sentence gives by its levels (…（款）行政运行（项）), "" without levels."""
    marks = list(CODE_MARK.finditer(sentence))
    if not marks or words().amount.search(sentence[: marks[-1].start()]):
        return ""
    return _innermost(sentence[: marks[-1].end()])


def _innermost(clause: str) -> str:
    """Return the last name before a level's mark: 行政运行 of 人大事务（款）行政运行（项）支出."""
    *named, rest = CODE_MARK.split(clause)
    names = [without_numbering(name.strip('“”"「」 ')) for name in named]
    own = rest.strip('“”"「」 ')
    return own if own not in words().generic and own else names[-1]


def _last_clause(before: str) -> str:
    if CODE_MARK.search(before):
        *_, last = re.split(r"[。；;，,：:]", before.rstrip("：:（("))
        if CODE_MARK.search(last):
            return fold(_innermost(last))
    text = _INSIDE.sub("\ue000\\1\ue001", _REMARK.sub("", fold(before).rstrip("(:")))
    # 「一般行政管理事务(科学技术)60万元」: a closed bracket right before belongs to the name.
    match = re.search(r"([^(),;:。]+\([^()]*\))$", text)
    clause = (match[1] if match else _CLAUSE_BREAK.split(text)[-1]).translate(_KEPT)
    if dashed := _DASHED.match(without_numbering(clause)):
        return dashed[1]
    return clause.lstrip("、/*")


def _strip(clause: str) -> str:
    item, previous = _DATE.sub("", _undated(clause)), None
    while previous != item:
        previous = item
        item = words().before.sub("", words().lead.sub("", item))
    item = re.sub(r"^\d{1,2}(?![\dA-Za-z])|^\.", "", item)
    item = _BASED_ON.sub("", item).removesuffix("的")
    total = _OF_ALL.search(clause)
    if item in words().generic and total:
        return total[0]
    return "" if item in words().generic or len(item) < 2 else item


def _undated(clause: str) -> str:
    dated = re.sub(r"^.*共有(?=.)|^[一二三四五六七八九十]+是|^\d+[.、](?=\d{4}年)", "", clause)
    return without_numbering(dated)


def _dated(clause: str) -> str:
    """Return the words of a clause where only a year tells its amount (2020年年初预算安排)."""
    dated = re.sub(r"[为是达]$", "", _undated(clause))
    return dated if _DATE.match(dated) else ""


def _without_owner(item: str, owner: str) -> str:
    """Return an item without the name, full or short, of whose it is."""
    if not owner:
        return item
    named = [name for name in _prefixes(item) if _in_order(name, fold(owner))]
    return item.removeprefix(named[-1]) if named else item


def _prefixes(item: str) -> list[str]:
    """Return the beginnings of an item that end like the name of an organisation, shortest first."""
    found = (item[:end] for end in range(_SHORTEST_OWNER, len(item) + 1))
    return [name for name in found if _ORGANISATION.fullmatch(name)]


def _in_order(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)
