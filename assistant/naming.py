"""What figures may be called: whether words name a cell, and not a neighbour whose name is longer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.evidence import label_of
from assistant.matching import relation_of
from assistant.normal import canonical
from assistant.recalculation import Source
from index.records import Fact

# How many of its operands, from the first, an operation's words must name; the others name all or none.
_NAMED = {
    "share": 2,
    "difference": 2,
    "relative": 2,
    "ratio": 2,
    "growth": 1,
    "prior": 1,
    "per_head": 1,
    "per": 1,
    "product": 1,
    "prorated": 1,
    "convert": 1,
    "change": 1,
    "what_if": 1,
}
_TOTALS = frozenset({"合计", "总计", "小计"})
# Shorter heads (上年, 增减额) are plain words of a sentence too.
_UNMISTAKABLE = 4
# Where an amount stands that is in no table.
_IN_TEXT = "正文"


def names_of(fact: Fact) -> tuple[str, ...]:
    """Return what a cell goes by, canonical and the fullest first: its label, or its row alone."""
    label = canonical(label_of(fact))
    names = (label, label.removesuffix(relation_of(fact)), canonical(fact.row))
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(slots=True)
class Names:
    """All names in the loaded documents, to tell a name from a longer one that holds it."""

    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _held: dict[tuple[str, str], set[Decimal | None]] = field(
        default_factory=lambda: defaultdict(set)
    )
    _longer: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _heads: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        """Take up the names of a cell; what a sentence says of an amount is a name in a form only."""
        if fact.quote is not None and not fact.subject:
            return
        label = canonical(label_of(fact))
        names = names_of(fact) if fact.quote is None else (label,)
        self.known[fact.document].update(name for name in names if name not in _TOTALS)
        self._held[fact.document, label].add(fact.comparable)

    def find(self, text: str, fact: Fact, start: int = 0, short: bool = True) -> int | None:
        """Return where the first name of a fact in `text` ends, None where it is not named.

        A name inside a longer one, of another cell, does not count. A row's name alone stands for a
        cell in one of its columns where that is `short` for it, as in a list, or where the cell
        that goes by just this name holds the same figure.
        """
        label, *others = names_of(fact)
        ends: list[int] = []
        for name in (label, *others):
            full = name == label or fact.quote is not None
            if not (full or short or fact.comparable in self._held[fact.document, name]):
                continue
            at = text.find(name, start)
            while at >= 0 and not self._is_mention(text, at, name, fact):
                at = text.find(name, at + 1)
            if at >= 0:
                ends.append(at + len(name))
        return min(ends, default=None)

    def names_row(self, text: str, fact: Fact) -> bool:
        """Tell whether a text names the row that a cell stands in, whatever is said of the row."""
        row = canonical(fact.row)
        at = text.find(row)
        return at >= 0 and not self._is_inside(text, at, row, fact)

    def _is_mention(self, text: str, at: int, name: str, fact: Fact) -> bool:
        """Tell whether a name found in a text stands for itself there: whole, and no part of a thing."""
        of_another = text[:at].endswith("的") and not text[:at].endswith("后的")
        column_follows = name != names_of(fact)[0] and text.startswith("的", at + len(name))
        return not (of_another or column_follows or self._is_inside(text, at, name, fact))

    def _is_inside(self, text: str, at: int, name: str, fact: Fact) -> bool:
        """Tell whether a name found in a text is a piece of another cell's longer name."""
        own = names_of(fact)
        for longer in self._names_with(fact.document, name):
            if longer in own:
                continue
            first = text.find(longer, max(0, at - len(longer)), at + len(longer))
            if 0 <= first <= at and at + len(name) <= first + len(longer):
                return True
        return False

    def _names_with(self, document: str, name: str) -> tuple[str, ...]:
        key = (document, name)
        if key not in self._longer:
            self._longer[key] = tuple(n for n in self.known[document] if name in n and n != name)
        return self._longer[key]

    def said(self, text: str, document: str) -> list[str]:
        """Return the names of a document's cells that stand in `text`, each the longest there."""
        heads = self._headed(document)
        found: list[str] = []
        at = 0
        while at < len(text):
            name = next((n for n in heads.get(text[at : at + 2], ()) if text.startswith(n, at)), "")
            if name:
                found.append(name)
            at += len(name) or 1
        return found

    def _headed(self, document: str) -> dict[str, list[str]]:
        if document not in self._heads:
            heads: dict[str, list[str]] = defaultdict(list)
            for name in sorted(self.known[document], key=len, reverse=True):
                if len(name) >= _UNMISTAKABLE:
                    heads[name[:2]].append(name)
            self._heads[document] = heads
        return self._heads[document]


def tells(
    words: str, source: Source, names: Names, also: Iterable[str], short: bool = True
) -> bool:
    """Tell whether words name what a figure is the figure of.

    What is printed is named by its own cell; a calculation by the operands its operation is about,
    in their order; a sum, a mean or a count by all of them or by none. A calculation's words name no
    other cell, except in the words of `also` (the question's, and what the plan names beside). A
    member of a list goes by its row alone (`short`).
    """
    text = canonical(words)
    if source.fact is not None:
        return _is_named(text, source.fact, names, short)
    return _names_operands(text, source, names) and _names_no_other(text, source, names, also)


def _is_named(text: str, fact: Fact, names: Names, short: bool) -> bool:
    end = names.find(text, fact, short=short)
    relation = relation_of(fact)
    if end is None or text.startswith("的", end):
        return False
    if text.find(relation, max(0, end - len(relation))) < 0:
        return False
    place = re.match(r"\((.*)\)", text[end:])
    return place is None or place[1] in places_of(fact)


def places_of(fact: Fact) -> frozenset[str]:
    """Return the words, canonical, that may say in brackets where a cell stands."""
    parts = (fact.table or _IN_TEXT, fact.subject, fact.document, fact.source, fact.code)
    all_parts = (*parts, *fact.section, *fact.column, *fact.row_path)
    return frozenset(canonical(part) for part in all_parts if part)


def _names_operands(text: str, source: Source, names: Names) -> bool:
    count = _NAMED.get(source.operation)
    if source.operation == "without":
        count = len(source.operands)
    if count is None:
        return _all_or_none(text, source, names)
    return _in_order(text, source.operands[:count], names)


def _names_no_other(text: str, source: Source, names: Names, also: Iterable[str]) -> bool:
    facts = [leaf.fact for leaf in source.leaves() if leaf.fact is not None]
    own = {name for fact in facts for name in names_of(fact)}
    rest = text
    for name in sorted(own, key=len, reverse=True):
        rest = rest.replace(name, " ")
    said = {n for document in {f.document for f in facts} for n in names.said(rest, document)}
    others = said - own
    return not others or all(any(n in canonical(words) for words in also) for n in others)


def _in_order(text: str, operands: Sequence[Source], names: Names) -> bool:
    at = 0
    for operand in operands:
        if operand.fact is not None:
            end = names.find(text, operand.fact, at, short=False)
            # 「甲的乙的丙占…」 names another cell than 「甲的乙占…」.
            goes_on = end is not None and text.startswith("的", end) and operand is not operands[-1]
            if end is None or (goes_on and _names_column(operand.fact)):
                return False
            at = end
        elif operand.operands and not _names_operands(text, operand, names):
            return False
    return True


def _names_column(fact: Fact) -> bool:
    return canonical(label_of(fact)) != canonical(fact.row)


def _all_or_none(text: str, source: Source, names: Names) -> bool:
    """Tell whether all cells that a figure rests on are named in order, or none of them is."""
    facts = [leaf.fact for leaf in source.leaves() if leaf.fact is not None]
    short = source.operation == "count"
    at = 0
    for fact in facts:
        end = names.find(text, fact, at, short)
        if end is None:
            return not any(_is_mentioned(text, other, names) for other in facts)
        at = end
    return True


def _is_mentioned(text: str, fact: Fact, names: Names) -> bool:
    """Tell whether a cell is named at all; 合计 alone is a word of any sum's sentence."""
    return names.find(text, fact, short=canonical(fact.row) not in _TOTALS) is not None
