"""Find the line of a form that words speak of, and the figure of it that is asked for."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from assistant.content import asked_words, or_for_it, words_of
from assistant.coverage import Asked
from assistant.items import Item, Items, is_price
from assistant.library import Library
from assistant.normal import canonical
from assistant.plan import Cell, Expression, PerHead, Product
from assistant.question import read_clauses
from corpus.units import same_unit
from index.records import Fact

# How much of what is said a line must hold.
ENOUGH = 0.74
_HEADS_AND_TIMES = ["人", "次"]


class Kind(StrEnum):
    """What is asked of a line: what it comes to, what for each, how many, or the most that is paid."""

    AMOUNT = "amount"
    PRICE = "price"
    COUNT = "count"
    MOST = "most"


class Aspect(NamedTuple):
    """What is asked of a line, with the units that it is for each of or counted in."""

    kind: Kind
    units: tuple[str, ...] = ()


class LineLookup:
    """Finds lines of the forms of some documents."""

    def __init__(self, library: Library, documents: Collection[str]) -> None:
        self._library = library
        self._documents = documents

    @property
    def items(self) -> Items:
        """The lines of all forms."""
        return self._library.items

    def all(self) -> list[Item]:
        """Return the lines of the documents in scope."""
        return [item for item in self.items.all() if item.place[0] in self._documents]

    def covered(self, text: str, items: Collection[Item]) -> dict[Item, float]:
        """Return how much of a text each line holds in its names and around its figures.

        Its words are those that the language cuts, or with the names that the documents know.
        """
        of_fact = {fact.id: item for item in items for fact in item.facts}
        held: dict[Item, float] = {}
        for words in self._cuts(text):
            for found in self._library.coverage.find(words, self._documents):
                if (item := of_fact.get(found.fact.id)) is not None:
                    held[item] = max(held.get(item, 0.0), round(found.covered, 3))
        return held

    def _cuts(self, text: str) -> Iterator[list[Asked]]:
        library = self._library
        if words := words_of(text, library.lexicon):
            yield words
        clauses = read_clauses(text, library.lexicon, library.owners)
        known = [word for clause in clauses for word in asked_words(clause, library.lexicon)]
        if known and {w.text for w in known} != {w.text for w in words}:
            yield [or_for_it(word) for word in known]

    def likeliest(
        self, text: str, items: Collection[Item], own: str = "", whole: str = ""
    ) -> list[Item]:
        """Return the lines that hold most of a text, `own` by their names; then of a whole one."""
        held = self.covered(text, items)
        most = max((ENOUGH, *held.values()))
        best = [item for item, share in held.items() if share >= most]
        for said in (own, text):
            best = _closest(best, said) if said else best
        best = [item for item in best if canonical(item.name).startswith(text)] or best
        if len(best) > 1 and whole:
            held = self.covered(whole, best)
            best = [item for item in best if held.get(item, 0) == max(held.values(), default=0)]
        outer = [item for item in best if all(_is_above(item, other) for other in best)]
        return outer or best

    def family(self, item: Item) -> list[Item]:
        """Return a line with the only line below it, which tells what it is reckoned from."""
        below = self.items.below(item)
        return [item, *below] if len(below) == 1 else [item]

    def figure(self, item: Item, aspect: Aspect) -> Expression | None:
        """Return the figure of a line that is asked for, printed or reckoned from those that are."""
        family = self.family(item)
        match aspect.kind:
            case Kind.COUNT:
                counts = (one.count(unit) for one in family for unit in aspect.units)
                return next((Cell(fact=fact.id) for fact in counts if fact), None)
            case Kind.MOST:
                own = (item, *self.items.below(item))
                bounds = [fact for one in own if (fact := one.most)]
                return Cell(fact=bounds[0].id) if len(bounds) == 1 else None
            case Kind.PRICE:
                prices = (one.price(aspect.units) for one in family)
                printed = next((Cell(fact=fact.id) for fact in prices if fact), None)
                return printed or _for_each(family, aspect.units)
        amounts = (one.amount for one in family)
        printed = next((Cell(fact=fact.id) for fact in amounts if fact), None)
        return printed or next((made for one in family if (made := made_of(one))), None)


def _is_above(item: Item, other: Item) -> bool:
    """Tell whether a line is another one, or what that is part of."""
    return item.place == other.place and other.path[: len(item.path)] == item.path


def _closest(items: Sequence[Item], said: str) -> list[Item]:
    """Return the lines whose own names hold most of what is said."""
    letters = set(said)
    held = {item: len(letters & set(canonical(item.name))) for item in items}
    return [item for item in items if held[item] == max(held.values(), default=0)]


def _for_each(family: Sequence[Item], units: Sequence[str]) -> Expression | None:
    """Return an amount divided by how many of one unit it is for, both of one line if they can be."""
    if len(units) != 1:
        return None
    counted = [(one, fact) for one in family if (fact := one.count(units[0])) is not None]
    pairs = [(one.amount, fact) for one, fact in counted if one.amount is not None]
    pairs += [(one.amount, fact) for one in family for _, fact in counted if one.amount is not None]
    return next((PerHead(amount=Cell(fact=a.id), heads=n.id) for a, n in pairs), None)


def made_of(item: Item) -> Expression | None:
    """Return what a line's price comes to for all that it is for, where no amount is printed."""
    price = item.price()
    counts = [fact for fact in item.counts if price is not None and _cancel(price, [fact])]
    if price is None or not is_price(price) or len(counts) != 1:
        return None
    return Product(of=(Cell(fact=price.id), Cell(fact=counts[0].id)))


def _cancel(price: Fact, counts: Sequence[Fact]) -> bool:
    """Tell whether counts are all that a price is for each of, so that they make an amount."""
    stated = [unit.lstrip("*") for unit in (price.unit or "").split("/")[1:]]
    wanted = _HEADS_AND_TIMES if stated == ["人次"] and len(counts) > 1 else stated
    left = list(counts)
    for unit in wanted:
        one = next((fact for fact in left if same_unit(unit, fact.unit)), None)
        if one is None:
            return False
        left.remove(one)
    return not left
