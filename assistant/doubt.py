"""Words that no name explains: found in the words around a cell, or excused by its address."""

from collections.abc import Sequence

from assistant.clause import Clause
from assistant.evidence import label_of
from assistant.matching import Expected, Mention, Wanted, find
from assistant.normal import canonical
from assistant.plan import Cell
from assistant.reading import Sort
from assistant.turn import Turn
from corpus.money import YUAN
from index.records import Fact

_SHORTEST_COVERED = 4
_ENOUGH_COVERED = 0.8


def covering(turn: Turn, clause: Clause) -> Cell | None:
    """Return the cell whose names and words hold nearly all that a clause says."""
    runs = _runs(clause)
    if sum(map(len, runs)) < _SHORTEST_COVERED:
        return None
    wanted = turn.lookup.wanted((), clause, None)
    found = [
        c
        for c in turn.library.coverage.find(runs, turn.names)
        if c.covered >= _ENOUGH_COVERED and _fits(c.fact, wanted)
    ]
    if not found:
        return None
    first = (round(found[0].covered, 3), found[0].own)
    alike = [c.fact for c in found if (round(c.covered, 3), c.own) == first]
    # Where nothing is said of the sort, money is meant before counts in the same sentence.
    best = next((fact for fact in alike if fact.unit in YUAN), alike[0])
    turn.lookup.trace.append(f"按字词 → {best.table or '正文'} · {label_of(best)}")
    return Cell(fact=best.id, name=label_of(best))


def excused(turn: Turn, words: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Tell whether the likeliest cell for some names holds the other words in its address."""
    matches = find(Wanted(tuple(mentions)), turn.library.lexicon, turn.names)
    if not matches:
        return False
    best = matches[0].score
    for match in matches[:40]:
        fact = match.fact
        parts = [fact.row, *fact.row_path, *fact.column, fact.subject or "", fact.quote or ""]
        said = canonical("|".join([*parts, *fact.section, fact.table or "", fact.text]))
        if match.score > best - 1.0 and all(word in said for word in words):
            return True
    return False


def _runs(clause: Clause) -> list[str]:
    """Return the runs of characters that carry content: names and what no word explains."""
    telling = (Sort.NAME, Sort.REST, Sort.CODE)
    return [t.text for t in clause.tokens if t.sort in telling and len(t.text) > 1]


def _fits(fact: Fact, wanted: Wanted) -> bool:
    """Tell whether a fact is of the sort that is asked for."""
    if wanted.unit is not None:
        return fact.unit == wanted.unit or (wanted.unit == "人" and fact.unit == "名")
    match wanted.expected:
        case Expected.WORDS:
            return fact.value is None and bool(fact.text) and fact.quote is None
        case Expected.NUMBER | Expected.MONEY | Expected.COUNT | Expected.PERCENT:
            return fact.value is not None
    return bool(fact.text)
