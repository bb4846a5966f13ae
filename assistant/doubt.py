"""Words that no name explains: found in the words around a cell, or excused by its address."""

import re
from collections.abc import Callable, Sequence

from assistant.accounts import asked_fields
from assistant.clause import Clause, year_said
from assistant.content import asked_words, or_for_it
from assistant.coverage import Covering
from assistant.evidence import label_of
from assistant.given import amount_in_yuan
from assistant.matching import Expected, Mention, Wanted, find, is_operand, relation_of
from assistant.normal import canonical
from assistant.places import Distance, distance
from assistant.plan import Cell
from assistant.reading import Sort
from assistant.terms import Terms, terms_of
from assistant.turn import Turn
from corpus.money import YUAN
from index.records import Fact

_CHANGED = re.compile(r"增加|减少|新增|增长|下降|提高|降低|上升")
_SHORTEST_COVERED = 4
_ENOUGH_COVERED = 0.8
_AROUND = 24
_ENOUGH_IN_TERMS = 0.75
_MOST_READINGS = 3
# What is carried over from last year is no figure of that year.
_OF_LAST_YEAR = re.compile(r"上年(?!结)")
_LATER = re.compile(r"长期|中期|到20\d\d年|截止20\d\d年")


def covering(
    turn: Turn,
    clause: Clause,
    terms: Terms | None = None,
    expected: Expected | None = None,
    only: Callable[[Fact], bool] = lambda _: True,
) -> Cell | None:
    """Return the cell whose names and words hold nearly all that a clause says, in its terms.

    Of cells that hold as much, the one of this year is meant; further ones are other readings, and
    where there are many of them none is meant.
    """
    terms = terms or terms_of(clause)
    asked = asked_words(clause, turn.library.lexicon)
    shortest = 2 if terms.are_given else _SHORTEST_COVERED
    if sum(len(word.text) for word in asked) < shortest:
        return None
    expected = expected or clause.expected
    said = (t.text for t in (*clause.aside, *clause.tokens) if t.sort is Sort.QUANTITY)
    told = {amount for text in said if (amount := amount_in_yuan(text)) is not None}
    found = [
        c
        for c in turn.library.coverage.find(asked, turn.names)
        if c.covered >= _enough(terms, c.fact)
        and _fits(c.fact, expected, terms)
        and _is_asked(c.fact, clause)
        and only(c.fact)
        # What the question tells itself is not what it asks for.
        and (c.fact.comparable is None or c.fact.comparable not in told)
    ]
    found = _of_subject(turn, clause, found)
    later = _LATER.search(clause.text) is not None
    ranked = [((*_rank(c, terms, later), -c.own, _apart(turn, c.fact)), c.fact) for c in found]
    return _likeliest(turn, ranked)


def _apart(turn: Turn, fact: Fact) -> Distance:
    """Return how far a fact stands from the one spoken of last."""
    goal = turn.last_goal()
    last = turn.library.store.facts[goal.fact] if isinstance(goal, Cell) else None
    return distance(fact, last) if last is not None else Distance.ELSEWHERE


def beside(turn: Turn, clause: Clause, last: Fact) -> Cell | None:
    """Return the cell next to the last one found that holds what a clause says, in its terms.

    A later part of a question is said of the item that the part before it found, where the item
    states such a thing.
    """
    terms = terms_of(clause)
    words = map(or_for_it, asked_words(clause, turn.library.lexicon))
    asked = turn.library.coverage.telling(list(words))
    held = {
        c.fact.id: c.covered
        for c in (turn.library.coverage.find(asked, turn.names) if asked else ())
        if c.covered >= _ENOUGH_COVERED
    }
    near = [
        (distance(fact, last), fact)
        for fact in turn.library.lexicon.facts
        if fact.id != last.id and fact.quote is not None and (not asked or fact.id in held)
    ]
    ranked = [
        ((is_operand(fact) and not terms.each, terms.misses(fact), how_far), fact)
        for how_far, fact in near
        if how_far <= (Distance.NEXT_ITEM if asked or _is_told(terms, fact) else Distance.PART)
        and _fits(fact, clause.expected, terms)
    ]
    return _likeliest(turn, ranked)


def _enough(terms: Terms, fact: Fact) -> float:
    """Return how much of a question a fact must hold; its terms, if met, are words held as well."""
    return _ENOUGH_IN_TERMS if _is_told(terms, fact) else _ENOUGH_COVERED


def _is_told(terms: Terms, fact: Fact) -> bool:
    """Tell whether a fact is told by terms of its own: a price for each, the most or the least."""
    own = terms.each or terms.bound is not None
    return bool(own) and terms.are_met(fact) and not terms.misses(fact)


def _likeliest(turn: Turn, ranked: Sequence[tuple[tuple[float, ...], Fact]]) -> Cell | None:
    """Return the first of ranked cells with those that rank alike; None where these are many."""
    if not ranked:
        return None
    first = min(rank for rank, _ in ranked)
    alike = [fact for rank, fact in ranked if rank == first]
    # Where nothing is said of the sort, money is meant before counts in the same sentence.
    best = next((fact for fact in alike if fact.unit in YUAN), alike[0])
    others = {(f.comparable, f.unit): f.id for f in alike if f.comparable != best.comparable}
    if len(others) > _MOST_READINGS:
        return None
    turn.lookup.trace.append(f"按字词 → {best.table or '正文'} · {label_of(best)}")
    return Cell(fact=best.id, name=label_of(best), others=tuple(others.values()))


def _rank(covering: Covering, terms: Terms, says_later: bool) -> tuple[float, ...]:
    """Order cells by what they hold of the question, by its terms and by how near their year is."""
    fact = covering.fact
    bounded = terms.misses(fact)
    place = "".join([*fact.row_path, *fact.column, fact.row])
    later = not says_later and _LATER.search(place) is not None
    # Of several most or least amounts of an item money is meant where no other sort is said.
    counted = fact.quote is not None and (fact.unit or "").split("/")[0] not in YUAN
    other_unit = fact.unit != terms.unit if terms.unit else terms.bound is not None and counted
    part = is_operand(fact) and not terms.each
    return (-round(covering.covered, 2), not fact.text, bounded, part, later, other_unit)


def _of_subject(turn: Turn, clause: Clause, found: list[Covering]) -> list[Covering]:
    """Return the cells of the project that a clause names, all of them where it names none."""
    names = {m.name for p in clause.named for mention in p.mentions for m in mention.meanings}
    subjects = names & turn.library.subjects
    if not subjects:
        return found
    return [c for c in found if {canonical(c.fact.subject or c.fact.row)} & names]


def excused(turn: Turn, words: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Tell whether the likeliest cell for some names holds the other words in its address."""
    matches = find(Wanted(tuple(mentions)), turn.library.lexicon, turn.names)
    if not matches:
        return False
    best = matches[0].score
    for match in matches[:40]:
        fact = match.fact
        parts = [fact.row, *fact.row_path, *fact.column, fact.subject or "", _near(fact)]
        said = canonical("|".join([*parts, *fact.section, fact.table or "", fact.text]))
        if match.score > best - 1.0 and all(word in said for word in words):
            return True
    return False


def _near(fact: Fact) -> str:
    """Return the words of a sentence around its amount; a long one tells of other things as well."""
    if fact.quote is None or fact.start is None:
        return fact.quote or ""
    return fact.quote[max(0, fact.start - _AROUND) : fact.start + len(fact.text) + _AROUND]


def _is_asked(fact: Fact, clause: Clause) -> bool:
    """Tell whether a fact is no change or rate of one, unless asked for, and of the field asked."""
    year = year_said(clause)
    if year is not None and clause.base is not None and year != clause.base:
        address = "".join((*fact.section, *fact.row_path, fact.row, *fact.column))
        if str(year) not in address and not (
            year == clause.base - 1 and _OF_LAST_YEAR.search(address)
        ):
            return False
    fields = asked_fields(clause)
    if fields and not fields & {canonical(head) for head in fact.column}:
        return False
    changes = clause.asks("change", "growth", "difference", "last_year", "compare")
    return changes or not _CHANGED.match(relation_of(fact))


def _fits(fact: Fact, expected: Expected, terms: Terms) -> bool:
    """Tell whether a fact is of the sort that is asked for."""
    if terms.unit or terms.each or terms.counted_as:
        return terms.are_met(fact)
    match expected:
        case Expected.WORDS:
            return fact.value is None and bool(fact.text) and fact.quote is None
        case Expected.MONEY if fact.value is not None:
            return (fact.unit or "").split("/")[0] in YUAN
        case Expected.NUMBER | Expected.MONEY | Expected.COUNT | Expected.PERCENT:
            return fact.value is not None or (not fact.text and fact.quote is None)
    return bool(fact.text)
