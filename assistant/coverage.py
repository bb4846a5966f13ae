"""Find the cell whose address and words hold what a question says, where names alone find none.

Every fact is known by the pairs of characters in its names, heads and, for an amount in a sentence,
the words around it. A question's words are looked up in all facts; rare pairs weigh more.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assistant.normal import canonical
from assistant.places import place_of
from corpus.amounts import Found, find_amounts
from index.records import Fact

_LONGEST_TEXT = 60
_MOST = 400
_NEARLY_ALL = 0.99
# What only the items beside it in the same text say of a fact.
_NEXT_TO = 0.5
_COMMA = re.compile(r"[，,、]")
_BREAK = re.compile(r"[；;。\n]")


class Asked(NamedTuple):
    """A word that a question says: the facts known to go by it, and how much it matters.

    A verb says less than a noun; one that no fact holds at all (想, 打算) says nothing. `alike` are
    words that a document may say instead.
    """

    text: str
    named: frozenset[int] = frozenset()
    is_verb: bool = False
    alike: tuple[str, ...] = ()


class Covering(NamedTuple):
    """A fact with the share of the question that it holds, and of its own name that is asked."""

    fact: Fact
    covered: float
    own: float


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _parts(text: str) -> set[str]:
    """Return what a word is looked up by: its pairs of characters, or its only character."""
    return pairs(text) if len(text) > 1 else {text}


@dataclass(slots=True)
class Coverage:
    """The pairs of all facts, made when first asked for."""

    facts: Sequence[Fact]
    _holding: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _beside: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def _read(self) -> None:
        items: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for fact in self.facts:
            if fact.quote is not None and fact.is_form:
                items[(*place_of(fact), fact.row_path)].add(canonical(fact.row))
        for position, fact in enumerate(self.facts):
            words = _words(fact)
            own = pairs(words) | set(words)
            for part in own:
                self._holding[part].add(position)
            next_to = items.get((*place_of(fact), fact.row_path), ()) if fact.quote else ()
            for part in {p for words in next_to for p in pairs(words)} - own:
                self._beside[part].add(position)

    def find(self, asked: Sequence[Asked], documents: Collection[str]) -> list[Covering]:
        """Return the facts by how much of the asked words they hold, best first."""
        if not self._holding:
            self._read()
        scores: Counter[int] = Counter()
        whole = 0.0
        said = {pair for word in asked for pair in pairs(word.text)}
        for word in asked:
            weight, held = self._held(word)
            whole += weight
            for position, share in held.items():
                scores[position] += weight * share  # type: ignore[assignment] # orders, never counts
        found = [
            Covering(fact, score / whole, self._own(fact, said))
            for position, score in scores.most_common(_MOST)
            if whole > 0 and (fact := self.facts[position]).document in documents
        ]
        return sorted(found, key=lambda c: (-round(c.covered, 3), -c.own))

    def telling(self, asked: Sequence[Asked]) -> list[Asked]:
        """Return the words that weigh anything: nouns, and the verbs that some fact holds."""
        if not self._holding:
            self._read()
        return [word for word in asked if self._held(word)[0] > 0]

    def _held(self, word: Asked) -> tuple[float, dict[int, float]]:
        """Return what a word weighs, and which share of it each fact holds."""
        whole, held = self._shares(word.text)
        for other in word.alike:
            weight, also = self._shares(other)
            if not held and also:
                whole = weight
            for position, share in also.items():
                # What is not said in so many words must be held in full.
                if share > _NEARLY_ALL:
                    held[position] = max(held.get(position, 0.0), share)
        if word.is_verb:
            whole = whole / 2 if held else 0.0
        return whole, {**held, **dict.fromkeys(word.named, 1.0)}

    def _shares(self, text: str) -> tuple[float, dict[int, float]]:
        """Return what a text weighs, and which share of its parts each fact holds."""
        # In a fixed order, so that sums of equal weights come out equal in every run.
        weights = {part: self._weight(part) for part in sorted(_parts(text))}
        whole = sum(weights.values())
        held: dict[int, float] = defaultdict(float)
        for part, weight in weights.items():
            for position in self._holding.get(part, ()):
                held[position] += weight / whole
            for position in self._beside.get(part, ()):
                held[position] += _NEXT_TO * weight / whole
        return whole, dict(held)

    def _weight(self, pair: str) -> float:
        return math.log(1 + len(self.facts) / (1 + len(self._holding.get(pair, ()))))

    def _own(self, fact: Fact, asked: set[str]) -> float:
        own = pairs(canonical(fact.row))
        return len(own & asked) / len(own) if own else 0.0


def _words(fact: Fact) -> str:
    """Return the words a fact goes by, kept apart so that no pair spans two of them."""
    said = _around(fact) if fact.quote else fact.text[:_LONGEST_TEXT]
    parts = [fact.row, *fact.row_path, *fact.column, fact.subject or "", *fact.section, said]
    return "|".join(canonical(part) for part in parts)


@lru_cache(maxsize=4096)
def _amounts(quote: str) -> tuple[Found, ...]:
    return tuple(find_amounts(quote))


def _around(fact: Fact) -> str:
    """Return the words of a sentence around its amount, from the amount before to the one behind."""
    quote, place = fact.quote or "", fact.start or 0
    end = place + len(fact.text)
    others = _amounts(quote)
    first = max((a.end for a in others if a.end <= place), default=0)
    last = min((a.start for a in others if a.start >= end), default=len(quote))
    before, behind = _BREAK.split(quote[first:place])[-1], _BREAK.split(quote[end:last])[0]
    if last < len(quote):
        behind = _COMMA.split(behind)[0]  # what follows is said of the next amount
    # A bracket that closes ends what is said of the amounts inside it.
    opened = _closed(before)
    closed = _closed(behind)
    return (
        before[opened[-1] + 1 if opened else 0 :]
        + fact.text
        + behind[: closed[0] if closed else None]
    )


def _closed(text: str) -> list[int]:
    """Return where brackets close that were opened before a stretch."""
    open_, found = 0, []
    for place, letter in enumerate(text):
        open_ += letter in "(（"
        if letter in ")）":
            if not open_:
                found.append(place)
            open_ = max(open_ - 1, 0)
    return found
