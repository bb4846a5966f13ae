"""Amounts and counts in sentences: what each belongs to, and the sentence it stands in.

The item of an amount is the noun phrase before it in its clause (「公务接待费 0.09 万元」). Where
only a verb stands there (「增加 10.50 万元」) the item is the sentence's first one and the verb its
relation. An amount in a numbered element is listed under that element's own item, one behind
「其中」 under the item before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.amount_items import (
    CODE_MARK,
    Item,
    classified_name,
    counted_after,
    is_count,
    is_price,
    is_total,
    item_before,
    noun_behind,
    spoken_of,
    words,
)
from corpus.disclosure import Amount, Locator, Paragraph, Table
from corpus.money import SHORT_UNITS, to_decimal
from corpus.names import without_numbering, without_tags

_SENTENCE = re.compile(r"[^。；;\n]*(?:[。；;\n]|$)")
_ELEMENT = re.compile(
    r"(?:^|(?<=[。；;\n])|(?<=\s))(?=(?:\d{1,2}(?:、|[.．](?!\d))|[（(]\d{1,2}[）)]|[一二三四五六七八九十]+(?:是|、)))"
)
_AMONG = "其中"
# 「绩效自评的项目39个，涉及预算金额5万元，平均得分99分」: these are said of the item before them.
_RELATIONAL = ("涉及", "平均", "累计")
# What a column of statements says belongs to its head: 长期目标 and 年度目标 side by side.
_STATEMENT = re.compile(r"目标(?!值)")


class Found(NamedTuple):
    """One amount in a sentence: where it stands, and the words right before it."""

    start: int
    end: int
    text: str
    number: str
    unit: str


def find_amounts(text: str) -> Iterator[Found]:
    """Yield the numbers with units in `text`; years, dates and list numbers are none."""
    for match in words().amount.finditer(text):
        if CODE_MARK.match(text, max(0, match.start() - 1)):
            continue
        yield Found(match.start(), match.end(), match[0], match[1], match[2])


def amounts_in_paragraph(paragraph: Paragraph, owner: str = "") -> tuple[Amount, ...]:
    """Return the amounts of a paragraph in running text; `owner` is the document's department."""
    place = _Place((), paragraph.section, paragraph.locator, owner)
    return tuple(_amounts(paragraph.text, place))


def amounts_in_form(table: Table) -> tuple[Amount, ...]:
    """Return the amounts in the words of a form's cells; a cell that is a number is a fact itself."""
    found: list[Amount] = []
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell is None or cell.value is not None or not cell.text:
                continue
            stated_in = [head for head in table.columns[c].path if _STATEMENT.search(head)]
            path = (*row.path, *stated_in, row.name)
            stated = list(_amounts(without_tags(cell.text), _Place(path, (), cell.locator)))
            stated = _one_by_one(stated, row.name)
            found.extend(replace(a, table=table.id, row=r, column=c) for a in stated)
    return tuple(found)


def _one_by_one(stated: list[Amount], name: str) -> list[Amount]:
    """Give each of several amounts its own part of the row's name (甲/乙数量: 800 家/100 家)."""
    parts = name.split("/")
    if len(parts) != len(stated) or len(parts) < 2 or any(a.item != name for a in stated):
        return stated
    return [replace(a, item=part) for a, part in zip(stated, parts, strict=True)]


class _Place(NamedTuple):
    """Where a text stands, and whose it is."""

    path: tuple[str, ...]
    section: tuple[str, ...]
    locator: Locator
    owner: str = ""

    @property
    def heading(self) -> str:
        """What a sentence without a noun of its own speaks of: its heading or its row."""
        above = self.section or self.path
        return without_numbering(above[-1]) if above else ""


@dataclass(slots=True)
class _Said:
    """What an element has spoken of so far; `own` is the name of the element itself, if it has one."""

    own: str
    subject: str = ""
    first: str = ""
    opened: str = ""
    thing: str = ""
    around: tuple[str, ...] = ()
    among: int = 0

    def begin(self, after_full_stop: bool) -> None:
        """Begin the next sentence, in which nothing is spoken of yet.

        A list behind 其中 goes on over semicolons where they stand between its members.
        """
        self.subject = self.opened = self.thing = ""
        if after_full_stop or self.among > 1:
            self.around, self.among = (), 0

    def say(self, name: str, among: bool) -> None:
        """Take a name for what is spoken of, one of those before it where 其中 says so."""
        if among and self.subject not in ("", name):
            self.around, self.among = (self.subject,), 0
        self.among += bool(self.around) and name != self.subject
        self.subject = name
        self.first = self.first or name
        self.opened = self.opened or name
        if not name.startswith(_RELATIONAL):
            self.thing = name


def _amounts(text: str, place: _Place) -> Iterator[Amount]:
    heads: dict[str, str] = {}
    for element in _ELEMENT.split(text):
        style = _style(element)
        for deeper in list(heads)[list(heads).index(style) :] if style in heads else ():
            del heads[deeper]
        outer = tuple(heads.values())
        named = classified_name(element.partition("。")[0]) if style else ""
        for amount in _in_element(element, place, outer, _Said(named)):
            yield amount
            if style:
                heads.setdefault(style, named or amount.item)
        if named:
            heads.setdefault(style, named)


def _in_element(
    element: str, place: _Place, outer: tuple[str, ...], said: _Said
) -> Iterator[Amount]:
    """Yield the amounts of an element, each under what it is listed under."""
    styled, ended = bool(_style(element)), True
    for sentence in _sentences(element):
        said.begin(ended)
        ended = not sentence.endswith(("；", ";"))
        after = 0
        found_all = list(find_amounts(sentence))
        for found, following in zip(found_all, [*found_all[1:], None], strict=False):
            between = sentence[after : found.start]
            item = _item(between, found, sentence, said, place)
            noun = _noun_behind(found, following, sentence) if place.path else ""
            after = found.end + len(noun)
            item = _whole(item, noun, between, said, place)
            if not item.name:
                continue
            thing = said.thing if item.name.startswith(_RELATIONAL) else ""
            if not item.is_price:
                spoken = spoken_of(item.name, sentence, found.start, found.end)
                said.say(spoken or item.name, _AMONG in between and not place.path)
                said.subject = spoken
            said.own = said.own or (item.name if styled else "")
            under = (*outer, said.own, *said.around, "" if place.path else thing)
            listed = dict.fromkeys(name for name in under if name not in ("", item.name))
            yield _amount(found, item, (*place.path, *listed), sentence, place)


def _noun_behind(found: Found, following: Found | None, sentence: str) -> str:
    """Return what is counted in a form, as it stands behind the number."""
    after = sentence[found.end : following.start if following else None]
    price_follows = following is not None and not is_count(following.unit)
    return noun_behind(after, price_follows) if is_count(found.unit) else ""


def _whole(item: Item, noun: str, before: str, said: _Said, place: _Place) -> Item:
    """Return the item with what is counted, or with what it is the price of."""
    own = item_before(before, "", place.owner)
    if is_price(own.name):
        return Item((said.subject or said.first) + own.name, own.relation, is_price=True)
    if noun:
        return Item(own.name + noun.strip().removeprefix("的"), own.relation)
    return item


def _item(before: str, found: Found, sentence: str, said: _Said, place: _Place) -> Item:
    """Return what an amount is the amount of, with what went before where it does not say itself."""
    if said.opened and is_total(before):
        return Item(said.opened)
    item = item_before(before, "" if place.path else said.own, place.owner)
    if place.path and item.is_field:
        item = Item(item.name + item.relation)
    after = sentence[found.end :]
    if not item.relation and (noun := counted_after(item.name, before, found.unit, after)):
        return Item(noun)
    if item.name:
        return item
    # 「基本支出…万元。较上年增加…万元」: a later sentence speaks on of the first item.
    spoken = said.subject or (said.first if item.relation else "")
    return item._replace(name=spoken or said.own or place.heading)


def _style(element: str) -> str:
    """Name the numbering an element starts with; deeper lists use another one than outer lists."""
    match = re.match(
        r"\s*(?:(\d{1,2}[、.．])|([（(]\d{1,2}[）)])|([一二三四五六七八九十]+(?:是|、)))", element
    )
    return "" if not match else ("1.", "(1)", "一")[[bool(g) for g in match.groups()].index(True)]


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


def _amount(
    found: Found, item: Item, path: tuple[str, ...], sentence: str, place: _Place
) -> Amount:
    unit = found.unit.replace("/*", "/").replace("个百分点", "百分点")
    unit = re.sub(r"^([万亿])(?=/)", r"\1元", SHORT_UNITS.get(unit, unit))
    return Amount(
        item.name,
        item.relation,
        path,
        found.text,
        to_decimal(found.number),
        unit,
        sentence,
        place.section,
        place.locator,
        found.start,
    )
