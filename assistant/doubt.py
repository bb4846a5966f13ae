"""Words that no name explains: found in the words around a cell, or excused by its address."""

import re
from collections.abc import Sequence

import rjieba

from assistant.clause import Clause
from assistant.coverage import Asked, Covering
from assistant.evidence import label_of
from assistant.lexicon import Role
from assistant.matching import Expected, Mention, Wanted, find, relation_of
from assistant.normal import canonical
from assistant.plan import Cell
from assistant.reading import Sort, Token
from assistant.terms import Terms, bound_of, terms_of
from assistant.turn import Turn
from assistant.vocabulary import vocabulary
from corpus.money import YUAN
from index.records import Fact

_CHANGED = re.compile(r"增加|减少|新增|增长|下降|提高|降低|上升")
_SHORTEST_COVERED = 4
_ENOUGH_COVERED = 0.8
_AROUND = 24
_MOST_READINGS = 3
_ALIKE = 1.0
_IDLE_TAGS = ("d", "p", "r", "c", "u", "y", "m", "q", "x")
_LATER = re.compile(r"长期|中期|到20\d\d年|截止20\d\d年")


def covering(
    turn: Turn, clause: Clause, terms: Terms | None = None, expected: Expected | None = None
) -> Cell | None:
    """Return the cell whose names and words hold nearly all that a clause says, in its terms.

    Of cells that hold as much, the one of this year is meant; further ones are other readings, and
    where there are many of them none is meant.
    """
    terms = terms or terms_of(clause)
    asked = _asked(turn, clause)
    shortest = 2 if terms.are_given else _SHORTEST_COVERED
    if sum(len(word.text) for word in asked) < shortest:
        return None
    expected = expected or clause.expected
    found = [
        c
        for c in turn.library.coverage.find(asked, turn.names)
        if c.covered >= _ENOUGH_COVERED
        and _fits(c.fact, expected, terms)
        and _is_asked(c.fact, clause)
    ]
    found = _of_subject(turn, clause, found)
    if not found:
        return None
    later = _LATER.search(clause.text) is not None
    ranks = {c.fact.id: _rank(c, terms, later) for c in found}
    found.sort(key=lambda c: (ranks[c.fact.id], -c.own))
    first = (ranks[found[0].fact.id], found[0].own)
    alike = [c.fact for c in found if (ranks[c.fact.id], c.own) == first]
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
    bounded = terms.bound is not None and bound_of(fact) is not terms.bound
    place = "".join([*fact.row_path, *fact.column, fact.row])
    later = not says_later and _LATER.search(place) is not None
    other_unit = terms.unit is not None and fact.unit != terms.unit
    return (-round(covering.covered, 2), not fact.text, bounded, later, other_unit)


def _of_subject(turn: Turn, clause: Clause, found: list[Covering]) -> list[Covering]:
    """Return the cells of the project that a clause names, all of them where it names none."""
    names = {m.name for p in clause.named for mention in p.mentions for m in mention.meanings}
    subjects = names & turn.library.subjects
    if not subjects:
        return found
    return [c for c in found if {canonical(c.fact.subject or c.fact.row)} & names]


def _asked(turn: Turn, clause: Clause) -> list[Asked]:
    """Return the words of a clause that carry content; what is only like a name must be held itself."""
    asked: list[Asked] = []
    for token in clause.tokens:
        if token.sort is Sort.NAME and min((m.cost for m in token.meanings), default=0) < _ALIKE:
            asked.append(Asked(token.text, _going_by(turn, token)))
        elif token.sort in (Sort.NAME, Sort.REST):
            asked.extend(_words(token.text, token.text in clause.unknown))
    whole = [w for w in clause.unknown if len(rjieba.cut(w)) == 1]
    asked.extend(Asked(w) for w in whole if not any(w in word.text for word in asked))
    return [word for word in asked if len(word.text) > 1]


def _going_by(turn: Turn, token: Token) -> frozenset[int]:
    """Return the facts that go by a name."""
    postings = turn.library.lexicon.postings
    names = {m.name for m in token.meanings if m.cost < _ALIKE}
    return frozenset(i for role in Role for name in names for i in postings[role].get(name, ()))


def _words(text: str, is_kind: bool = False) -> list[Asked]:
    """Return the words of a stretch that no name explains; single characters tell nothing.

    A verb is told in many ways, but not where it says what kind of money is meant (购买服务预算).
    """
    words = rjieba.tag(text)
    # What is done and to what make one name: 购买 of 政府购买服务.
    compound = {i for i, (_, tag) in enumerate(words[1:]) if i and tag == "vn"}
    found = [
        Asked(word, is_verb=tag.startswith("v") and tag != "vn" and not (is_kind or i in compound))
        for i, (word, tag) in enumerate(words)
        if len(word) > 1 and word not in vocabulary().words and not tag.startswith(_IDLE_TAGS)
    ]
    return found or [Asked(text)]


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
    """Tell whether a fact is no change or rate of one, unless these are asked for."""
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
