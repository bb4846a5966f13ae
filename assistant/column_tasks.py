"""Rows that hold a figure in one column and in another, or in one of them alone."""

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.clause import Clause, Phrase
from assistant.lexicon import Role
from assistant.matching import Mention, table_rank
from assistant.plan import Cell, Expression, Identify
from assistant.turn import Goals, Turn
from corpus.disclosure import RowKind
from index.records import Fact

_ASKED = re.compile(r"(?:哪|几)(?:一)?(?:个|些|项|几个|几项|几类|类)|有没有")
_BOTH = re.compile(r"同时|既.*又|两头|两边|两列|两栏|都有|都列|都填")
_ONLY = re.compile(r"(?:只|仅|光)(?:有|列|安排)")
_LEVELS = ((re.compile(r"类级|大类"), RowKind.CLASS), (re.compile(r"款级"), RowKind.SECTION))
_MOST = 12


def crossing(turn: Turn, clause: Clause) -> Goals:
    """Return the rows with a figure in both columns named, or in the first without the other."""
    phrases = [Phrase((m,)) for p in clause.named for m in p.mentions]
    only = _ONLY.search(clause.text) is not None
    if not _ASKED.search(clause.text) or not (only or _BOTH.search(clause.text)):
        return None
    if len(phrases) != 2:
        return None
    mine, other = (_column(turn, phrase) for phrase in phrases)
    shared = [table for table in mine if table in other]
    if not shared:
        return None
    table = max(shared, key=lambda t: table_rank(next(iter(mine[t].values()))))
    level = next((kind for form, kind in _LEVELS if form.search(clause.text)), RowKind.ITEM)
    rows: list[list[Fact]] = []
    for index, fact in mine[table].items():
        beside = other[table].get(index)
        if fact.row_kind is not level or fact.value is None:
            continue
        held = beside is not None and beside.value is not None
        if held != only:
            rows.append([fact, *([beside] if beside is not None and held else [])])
    if not 0 < len(rows) <= _MOST:
        return None
    goals: list[Expression] = [Cell(fact=fact.id) for row in rows for fact in row]
    return [*goals, *(Identify(fact=row[0].id) for row in rows if row[0].code)]


def _column(turn: Turn, phrase: Phrase) -> dict[tuple[str, str | None], dict[int | None, Fact]]:
    """Return the cells under a head, by table and row."""
    found: dict[tuple[str, str | None], dict[int | None, Fact]] = defaultdict(dict)
    for fact in _under(turn, phrase.mentions):
        found[fact.document, fact.table_id][fact.row_index] = fact
    return found


def _under(turn: Turn, mentions: Sequence[Mention]) -> list[Fact]:
    lexicon = turn.library.lexicon
    heads = lexicon.postings[Role.COLUMN]
    names = {m.name for mention in mentions for m in mention.meanings if m.cost < 0.5}
    places = {place for name in names for place in heads.get(name, ())}
    facts = (lexicon.facts[place] for place in sorted(places))
    return [f for f in facts if f.document in turn.names and not f.is_form and f.quote is None]
