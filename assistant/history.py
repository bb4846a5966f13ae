"""What documents print of a figure's past: its change, its rate of change, what it was in other years."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from assistant.clause import Clause, Phrase
from assistant.coverage import pairs
from assistant.evidence import label_of
from assistant.library import Library
from assistant.lookup import Lookup
from assistant.matching import Mention, Wanted, find, mentioned
from assistant.normal import canonical
from assistant.overlap import is_grand_total
from assistant.plan import Cell
from assistant.planned import is_field
from corpus.money import YUAN, to_decimal
from index.records import Fact

_CHANGE = re.compile(r"^(?:增加|减少|新增|下降|提高|降低|上升)$")
_RATE = re.compile(r"^(?:增长|下降|增加|减少|上升|提高|降低|[降增涨]幅)$")
_SHARE = re.compile(r"^占比?$")
_SIDES = ("收入", "支出")


class Rate(NamedTuple):
    """A printed rate of change and what it is the rate of."""

    fact: str
    mention: Mention


class History:
    """Finds changes and former figures in the documents in scope."""

    def __init__(self, library: Library, documents: Collection[str], lookup: Lookup) -> None:
        self._library = library
        self._documents = documents
        self._lookup = lookup

    def change(self, mentions: Sequence[Mention], clause: Clause, now: str | None) -> str | None:
        """Return the printed change of an item against last year, None where none is printed.

        `now` is this year's figure: a change that is told of another amount is not its change.
        """
        return self._related(mentions, clause, _CHANGE, True, now)

    def rate(self, mentions: Sequence[Mention], clause: Clause, now: str | None) -> str | None:
        """Return the printed rate of change of an item, None where none is printed."""
        return self._related(mentions, clause, _RATE, False, now)

    def basis(self, now: str, change: str) -> str:
        """Return this year's figure as the text that tells the change states it, in its unit."""
        fact, told = self._library.store.facts[now], self._library.store.facts[change]
        if fact.unit == told.unit and fact.value is not None:
            return now
        stated = (own for own in self._own(told) if _rounds_to(fact, own))
        return next((own.id for own in stated), now)

    def same_basis(self, now: str, before: str) -> str:
        """Return this year's figure as the paragraph states it that states another year's.

        A table may hold more money under the same name than the paragraph speaks of.
        """
        fact, told = self._library.store.facts[now], self._library.store.facts[before]
        if told.quote is None or not told.column:
            return now
        own = list(self._own(told))
        same = next((stated for stated in own if _rounds_to(fact, stated)), None)
        if not own or (same is not None and fact.unit == told.unit):
            return now
        return (same or own[0]).id

    def _related(
        self,
        mentions: Sequence[Mention],
        clause: Clause,
        relation: re.Pattern[str],
        money: bool,
        now: str | None,
    ) -> str | None:
        this_year = self._library.store.facts[now] if now else None
        mentions = [m for m in mentions if not is_field(m)] or mentions
        told = list(self._named(mentions, clause, relation))
        told += self._stated(this_year, clause, relation) if this_year else []
        for fact in told:
            fits = fact.unit in YUAN if money else fact.unit == "%"
            if fits and (this_year is None or self._is_of(this_year, fact)):
                return fact.id
        return None

    def _named(
        self, mentions: Sequence[Mention], clause: Clause, relation: re.Pattern[str]
    ) -> Iterator[Fact]:
        """Yield the changes of what goes by some names."""
        wanted = Wanted(tuple(mentions), relation=relation, expected=clause.expected)
        names = {m.name for mention in mentions for m in mention.meanings}
        for match in find(wanted, self._library.lexicon, self._documents)[:20]:
            fact = match.fact
            own = {canonical(fact.row), canonical(fact.subject or "")}
            if _has(fact, relation) and own & names:
                yield fact

    def _stated(self, now: Fact, clause: Clause, relation: re.Pattern[str]) -> list[Fact]:
        """Return the changes that sentences tell of the same amount under a like name.

        A grand total goes by many names; the side that the question speaks of comes first.
        """
        whole = is_grand_total(now, self._library.store.cells)
        names = (now.row, *now.column[-1:])  # an item may be a column of a table with one row
        told = [
            fact
            for fact in self._library.lexicon.facts
            if fact.document == now.document and _has(fact, relation)
            if (whole or any(_alike(fact.row, name) for name in names)) and any(self._own(fact))
        ]
        sides = [side for side in _SIDES if side in clause.text] or ["支出"]
        return sorted(told, key=lambda fact: not any(side in fact.row for side in sides))

    def _is_of(self, now: Fact, told: Fact) -> bool:
        """Tell whether a change is told of this year's figure, as far as the text states it."""
        own = list(self._own(told))
        return not own or any(_rounds_to(now, fact) for fact in own)

    def _own(self, told: Fact) -> Iterator[Fact]:
        """Yield the amounts that a paragraph states of the item whose change it tells."""
        for fact in self._library.lexicon.facts:
            same = (fact.document, fact.row, fact.locator) == (
                told.document,
                told.row,
                told.locator,
            )
            if same and fact.quote is not None and fact.unit in YUAN and not fact.column:
                yield fact

    def in_year(
        self, mentions: Sequence[Mention], clause: Clause, year: int, words: str = ""
    ) -> Cell | None:
        """Return a figure printed for another year: by its column, else by what it is called.

        Of several in a form the budget at the year's start is meant, not what was spent since.
        """
        wanted = self._lookup.wanted(mentions, clause, year)
        found: list[tuple[bool, int, float, Fact]] = []
        asked = pairs(words or clause.text)
        for match in find(wanted, self._library.lexicon, self._documents)[:400]:
            fact = match.fact
            own = " ".join([*fact.column, fact.row])
            printed = " ".join([own, *fact.row_path, fact.quote or ""])
            fits = fact.unit in YUAN or clause.counted_unit == fact.unit
            said_of = str(year) in (own if fact.unit in YUAN else printed)
            if said_of and fact.value is not None and fits:
                # Rows of one thing in one year are told apart by their own words (年初, 实际).
                said = len(pairs(canonical(fact.row)) & asked) if str(year) in fact.row else 99
                found.append(("执行" not in own, said, match.score, fact))
        if not found:
            return None
        best = max(found, key=lambda f: f[:3])[3]
        return Cell(fact=best.id, name=label_of(best))

    def printed_share(self, quantity: str, phrases: Sequence[Phrase]) -> Fact | None:
        """Return a printed share of what a question names (「占7.54%」), None where none is."""
        number = quantity.rstrip("%")
        names = {m.name for p in phrases for mention in p.mentions for m in mention.meanings}
        for fact in self._library.lexicon.facts if number != quantity else ():
            same = fact.unit == "%" and fact.value == to_decimal(number)
            told = _has(fact, _SHARE) and canonical(fact.row) in names
            if same and told and fact.document in self._documents:
                return fact
        return None

    def printed_rate(self, quantity: str, phrases: Sequence[Phrase]) -> Rate | None:
        """Return the printed rate of change that a question quotes (「5.26%」)."""
        number = quantity.rstrip("%")
        if number == quantity:
            return None
        names = {m.name for p in phrases for mention in p.mentions for m in mention.meanings}
        for fact in self._library.lexicon.facts:
            stated = fact.quote and fact.unit == "%" and fact.value == to_decimal(number)
            if not stated or fact.document not in self._documents or not _has(fact, _RATE):
                continue
            mention = mentioned([fact.row], self._library.lexicon)
            if mention and (not names or canonical(fact.row) in names):
                return Rate(fact.id, mention)
        return None


def _has(fact: Fact, relation: re.Pattern[str]) -> bool:
    """Tell whether an amount in a sentence stands in a relation."""
    return bool(fact.quote and fact.column and relation.match(fact.column[0]))


def _alike(a: str, b: str) -> bool:
    """Tell whether one of two names holds the other."""
    one, other = (canonical(name).replace("的", "") for name in (a, b))
    return one in other or other in one


def _rounds_to(exact: Fact, rounded: Fact) -> bool:
    """Tell whether an amount is another one as a text states it, to the decimals it prints."""
    if not exact.text and not rounded.value:
        return True  # what a table leaves blank a text may state as nought
    if exact.comparable is None or rounded.value is None or exact.unit not in YUAN:
        return False
    amount = exact.comparable / YUAN[rounded.unit or ""]
    unit = Decimal(1).scaleb(rounded.value.as_tuple().exponent)  # type: ignore[arg-type] # finite
    return amount.quantize(unit, ROUND_HALF_UP) == rounded.value
