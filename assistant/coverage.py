"""Find the cell whose address and words hold what a question says, where names alone find none.

Every fact is known by the pairs of characters in its names, heads and, for an amount in a sentence,
the words around it. A question's pairs are looked up in all facts; rare pairs weigh more.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.normal import canonical
from index.records import Fact

_LONGEST_TEXT = 60
_AROUND = 24
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s*(?:亿|万|元|%|人|家|个|次)|[；;]")


class Covering(NamedTuple):
    """A fact with the share of the question that it holds, and of its own name that is asked."""

    fact: Fact
    covered: float
    own: float


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


@dataclass(slots=True)
class Coverage:
    """The pairs of all facts, made when first asked for."""

    facts: Sequence[Fact]
    _holding: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def _read(self) -> None:
        for position, fact in enumerate(self.facts):
            for pair in pairs(_words(fact)):
                self._holding[pair].add(position)

    def find(self, runs: Sequence[str], documents: Collection[str]) -> list[Covering]:
        """Return the facts by how much of the runs of characters they hold, best first."""
        if not self._holding:
            self._read()
        asked = {pair for run in runs for pair in pairs(run)}
        # In a fixed order, so that sums of equal weights come out equal in every run.
        weights = {pair: self._weight(pair) for pair in sorted(asked)}
        scores: Counter[int] = Counter()
        for pair, weight in weights.items():
            for position in self._holding.get(pair, ()):
                scores[position] += weight  # type: ignore[assignment] # weights order, never count
        whole = sum(weights.values())
        best = scores.most_common(200)
        found = [
            Covering(fact, score / whole, self._own(fact, asked))
            for position, score in best
            if (fact := self.facts[position]).document in documents
        ]
        return sorted(found, key=lambda c: (-round(c.covered, 3), -c.own))

    def _weight(self, pair: str) -> float:
        return math.log(1 + len(self.facts) / (1 + len(self._holding.get(pair, ()))))

    def _own(self, fact: Fact, asked: set[str]) -> float:
        own = pairs(canonical(fact.row))
        return len(own & asked) / len(own) if own else 0.0


def _words(fact: Fact) -> str:
    """Return the words a fact goes by, kept apart so that no pair spans two of them."""
    said = _around(fact) if fact.quote else fact.text[:_LONGEST_TEXT]
    parts = [fact.row, *fact.row_path, *fact.column, fact.subject or "", said]
    return "|".join(canonical(part) for part in parts)


def _around(fact: Fact) -> str:
    """Return the words of a sentence around its amount, up to the amounts beside it."""
    quote = fact.quote or ""
    place = quote.find(fact.text)
    if place < 0:
        return quote
    end = place + len(fact.text)
    before = _AMOUNT.split(quote[max(0, place - 2 * _AROUND) : place])[-1]
    return before + fact.text + _AMOUNT.split(quote[end : end + _AROUND])[0]
