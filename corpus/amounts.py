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
    is_total,
    item_before,
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
        yield Found(match.start(), match.end(), match[0].rstrip("*"), match[1], match[2])


def amounts_in_paragraph(paragraph: Paragraph, owner: str = "") -> tuple[Amount, ...]:
    """Return the amounts of a paragraph in running text; `owner` is the document's department."""
    place = _Place((), paragraph.section, paragraph.locator, owner)
    return tuple(_amounts(paragraph.text, place))


def amounts_in_form(table: Table) -> tuple[Amount, ...]:
    """Return the amounts in the long cells of a form; short cells are facts of their own."""
    found: list[Amount] = []
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell is None or len(cell.text) < 20:
                continue
            stated = _amounts(without_tags(cell.text), _Place((row.name,), (), cell.locator))
            found.extend(replace(a, table=table.id, row=r, column=c) for a in stated)
    return tuple(found)


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
        for found in find_amounts(sentence):
            between, after = sentence[after : found.start], found.end
            item = _item(between, found, sentence, said, place)
            if not item.name:
                continue
            thing = said.thing if item.name.startswith(_RELATIONAL) else ""
            said.say(item.name, _AMONG in between and not place.path)
            said.own = said.own or (item.name if styled else "")
            under = (*outer, said.own, *said.around, "" if place.path else thing)
            listed = dict.fromkeys(name for name in under if name not in ("", item.name))
            yield _amount(found, item, (*place.path, *listed), sentence, place)


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
    unit = found.unit.rstrip("*").replace("个百分点", "百分点")
    return Amount(
        item.name,
        item.relation,
        path,
        found.text,
        to_decimal(found.number),
        SHORT_UNITS.get(unit, unit),
        sentence,
        place.section,
        place.locator,
    )
