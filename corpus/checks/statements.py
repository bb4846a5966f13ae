"""Sentences as the checks look at them: each amount with the words before it and its place."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus.amounts import find_amounts
from corpus.checks.words import pattern
from corpus.disclosure import Amount, Disclosure, Locator
from corpus.findings import AmountSource, Source, TextSource
from corpus.money import SHORT_UNITS, is_money, to_decimal
from corpus.names import fold

_LEVEL = re.compile(r"[（(]\d{2}项[）)]")
_YEARS = re.compile(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount in a statement: `before` are the words since the last amount, `item` its noun.

    `words` are the same words as compared; `direction` is +1 or −1 for a change (增加, 减少), else
    0; `is_limit` tells a bound (最高, 不超过), which is no amount of its own.
    """

    start: int
    end: int
    before: str
    words: str
    item: str
    value: Decimal
    unit: str
    text: str
    index: int | None
    direction: int
    is_limit: bool

    @property
    def is_money(self) -> bool:
        """Tell whether it is an amount of money (a unit price is not)."""
        return is_money(self.unit)

    @property
    def is_share(self) -> bool:
        """Tell whether it says what share something has (占 7.54%)."""
        return self.unit == "%" and pattern("word", "share").search(self.words) is not None

    @property
    def is_rough(self) -> bool:
        """Tell whether the words before say it is rounded (约)."""
        return pattern("word", "rough").search(self.words) is not None

    @property
    def is_plain(self) -> bool:
        """Tell whether it is the item's own amount of money: no change and no bound."""
        return self.is_money and not self.direction and not self.is_limit

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years named right before it."""
        return tuple(int(year) for year in _YEARS.findall(self.words))

    @property
    def compares(self) -> bool:
        """Tell whether the words before compare with another year (比 2021 年预算)."""
        return pattern("word", "compare").search(self.words) is not None


@dataclass(frozen=True)
class Statement:
    """A paragraph or a form's long cell with its amounts in reading order."""

    text: str
    section: tuple[str, ...]
    locator: Locator
    mentions: tuple[Mention, ...]
    table: str | None = None
    row: int | None = None
    column: int | None = None

    @cached_property
    def folded(self) -> str:
        """Return the text as compared."""
        return fold(self.text)

    def source(self, mention: Mention) -> Source:
        """Return where an amount stands: itself, or its sentence where it was not kept."""
        if mention.index is not None:
            return AmountSource(mention.index)
        return self.quote(mention.start, mention.end)

    def quote(self, start: int, end: int) -> TextSource:
        """Return the sentence around a span."""
        begin = max((self.text.rfind(mark, 0, start) for mark in "。；;\n"), default=-1) + 1
        stops = [at for mark in "。；;\n" if (at := self.text.find(mark, end)) >= 0]
        words = self.text[begin : min(stops) + 1 if stops else None].strip()
        return TextSource(words, self.section, self.locator, self.table)


def statements(disclosure: Disclosure) -> tuple[Statement, ...]:
    """Return the paragraphs and then the long cells of the forms, each with its amounts."""
    held = _amounts_by_place(disclosure)
    found = [
        Statement(
            p.text,
            p.section,
            p.locator,
            tuple(_mentions(p.text, held.get(_text_place(p.section, p.locator), []))),
        )
        for p in disclosure.paragraphs
    ]
    found.extend(_in_forms(disclosure, held))
    return tuple(found)


Place = tuple[object, ...]
Numbered = tuple[int, Amount]


def _amounts_by_place(disclosure: Disclosure) -> dict[Place, list[Numbered]]:
    held: dict[Place, list[Numbered]] = defaultdict(list)
    for index, amount in enumerate(disclosure.amounts):
        if amount.table is None:
            held[_text_place(amount.section, amount.locator)].append((index, amount))
        else:
            held[(amount.table, amount.row, amount.column)].append((index, amount))
    return held


def _text_place(section: tuple[str, ...], locator: Locator) -> Place:
    return (section, locator)


def _in_forms(disclosure: Disclosure, held: dict[Place, list[Numbered]]) -> Iterator[Statement]:
    for table in disclosure.tables:
        if not table.is_form:
            continue
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                if cell is None or cell.value is not None or len(cell.text) < 20:
                    continue
                mentions = tuple(_mentions(cell.text, held.get((table.id, r, c), [])))
                yield Statement(cell.text, (), cell.locator, mentions, table.id, r, c)


def _mentions(text: str, amounts: list[Numbered]) -> Iterator[Mention]:
    """Pair the amounts found in a text with those that were kept, which leave some out."""
    after = 0
    rest = list(amounts)
    for found in find_amounts(text):
        if _LEVEL.fullmatch(text[max(found.start - 1, 0) : found.end + 1]):
            # （01项） is the level of a code, not a count.
            continue
        at = next((i for i, (_, a) in enumerate(rest[:6]) if a.text == found.text), None)
        index, item = None, ""
        if at is not None:
            index, item = rest[at][0], rest[at][1].item
            del rest[: at + 1]
        unit = found.unit.rstrip("*").replace("个百分点", "百分点")
        before = text[after : found.start]
        words = fold(before)
        yield Mention(
            start=found.start,
            end=found.end,
            before=before,
            words=words,
            item=item,
            value=to_decimal(found.number),
            unit=SHORT_UNITS.get(unit, unit),
            text=found.text,
            index=index,
            direction=_direction(words),
            is_limit=pattern("word", "limit").search(words) is not None,
        )
        after = found.end


def _direction(words: str) -> int:
    """Return +1 where the words right before an amount say it grew, −1 where it fell, else 0."""
    if pattern("word", "level").search(words):
        return 0
    if pattern("word", "up").search(words):
        return 1
    return -1 if pattern("word", "down").search(words) else 0
