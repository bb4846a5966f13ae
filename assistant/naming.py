"""What figures may be called: whether words name a cell, and not a neighbour whose name is longer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from assistant.evidence import BARE_TOTALS, label_of
from assistant.matching import relation_of
from assistant.normal import canonical
from assistant.recalculation import Source
from assistant.wording import wording
from index.records import Fact

# How many of its operands, from the first, an operation's words must name; the others name all.
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
# What may go by a name of its own inside another operation's, none of its operands named.
_UNNAMED = frozenset({"average", "count"})
# Amounts per head divided by each other: amount, heads, amount, heads.
_OF_HEADS = frozenset({"ratio_per_head", "share_per_head"})
_PLACE = "位"
# Shorter heads (上年, 增减额) are plain words of a sentence too.
_UNMISTAKABLE = 4
_IN_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
# Where an amount stands that is in no table.
_IN_TEXT = "正文"


class Span(NamedTuple):
    """A stretch of a text, from its first letter to behind its last."""

    start: int
    end: int


def names_of(fact: Fact) -> tuple[str, ...]:
    """Return what a cell goes by, canonical and the fullest first: its label, or its row alone."""
    label = canonical(label_of(fact))
    subject = fact.text if fact.text == fact.subject else ""  # a form stands for its project
    names = (label, label.removesuffix(relation_of(fact)), canonical(fact.row), canonical(subject))
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(slots=True)
class Names:
    """All names in the loaded documents, to tell a name from a longer one that holds it."""

    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    titles: Mapping[str, str] = field(default_factory=dict)
    # Whether each name must be followed by its document: cells of several stand side by side.
    titled: bool = False
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
        self.known[fact.document].update(name for name in names if name not in BARE_TOTALS)
        self._held[fact.document, label].add(fact.comparable)

    def find(self, text: str, fact: Fact, start: int = 0, short: bool = True) -> Span | None:
        """Return where the first name of a fact in `text` stands, None where it is not named.

        A name inside a longer one, of another cell, does not count. A row's name alone stands for a
        cell in one of its columns where that is `short` for it, as in a list, or where the cell
        that goes by just this name holds the same figure.
        """
        label, *others = names_of(fact)
        found: list[Span] = []
        for name in (label, *others):
            full = name == label or fact.quote is not None
            if not (full or short or fact.comparable in self._held[fact.document, name]):
                continue
            at = text.find(name, start)
            while at >= 0 and not self._is_mention(text, at, name, fact):
                at = text.find(name, at + 1)
            if at >= 0:
                found.append(Span(at, at + len(name)))
        return min(found, key=lambda span: span.end, default=None)

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

    def stands_where(self, following: str, fact: Fact) -> bool:
        """Tell whether what follows a name in brackets, if anything, is where the cell stands."""
        place = _IN_BRACKETS.match(following)
        if self.titled:
            title = self.titles.get(fact.document, "")
            return place is not None and place[1] == canonical(title)
        return place is None or place[1] in self.places_of(fact)

    def places_of(self, fact: Fact) -> frozenset[str]:
        """Return the words, canonical, that may say in brackets where a cell stands."""
        parts = (fact.table or _IN_TEXT, fact.subject, fact.document, fact.source, fact.code)
        title = self.titles.get(fact.document)
        all_parts = (*parts, title, *fact.section, *fact.column, *fact.row_path)
        return frozenset(canonical(part) for part in all_parts if part)

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

    def without(self, text: str, documents: Iterable[str]) -> str:
        """Return a text without the names of the documents' cells."""
        for document in documents:
            for name in self.said(text, document):
                text = text.replace(name, " ")
        return text

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
    through all steps, in their order and each once, and by the words of its operations; no other cell
    stands between, before or after them. A mean or a count, or a sum by itself, may name none of its operands; its words then name
    nothing but what `also` does (the question, and what the plan names beside). A member of a list
    goes by its row alone (`short`).
    """
    text = canonical(words)
    if source.fact is not None:
        return _is_named(text, source.fact, names, short)
    naming = _Naming(text, names)
    if not naming.reads(source, alone=True):
        return False
    rest = names.without(naming.rest(documents_of(source)), documents_of(source))
    told = wording().tells(rest, source.operations(), naming.told)
    if not told or not naming.ends_well():
        return False
    others = naming.others(source)
    if not naming.unnamed:
        return not others
    return not others or all(any(n in canonical(words) for words in also) for n in others)


def names_in_full(words: str, source: Source, names: Names) -> bool:
    """Tell whether words name a figure and nothing else: a cell in full, a step by its operands."""
    text = canonical(words)
    naming = _Naming(text, names)
    read = naming.reads_operand(source) if source.fact is not None else naming.reads(source)
    if not read or not naming.spans or naming.others(source):
        return False
    if source.fact is not None:
        return not text.startswith("的", naming.spans[0].end)
    told = wording().tells(naming.rest(documents_of(source)), source.operations(), naming.told)
    return told and naming.ends_well()


def is_plain(words: str, fact: Fact, names: Names) -> bool:
    """Tell whether words, but for names, tell of no calculation: what is printed was not calculated."""
    text = canonical(words)
    for name in (*names_of(fact), *map(canonical, (fact.text, *fact.column))):
        text = text.replace(name, " ") if name else text
    return wording().tells(names.without(text, (fact.document,)), (), ())


def _is_named(text: str, fact: Fact, names: Names, short: bool) -> bool:
    span = names.find(text, fact, short=short)
    relation = relation_of(fact)
    if span is None or text.startswith("的", span.end):
        return False
    end = span.end
    if text.find(relation, max(0, end - len(relation))) < 0:
        return False
    return names.stands_where(text[end:], fact)


@dataclass(slots=True)
class _Naming:
    """Words read as the name of a calculation: where its operands are named, one behind the other."""

    text: str
    names: Names
    spans: list[Span] = field(default_factory=list)
    unnamed: bool = False
    # The operations of which the words must tell: those whose operands they name.
    told: list[str] = field(default_factory=list)
    # The operations whose last operand is the one named at a place.
    _ended: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def reads(self, source: Source, alone: bool = False) -> bool:
        """Tell whether the words, from where they have been read, name a source's operands."""
        count = _NAMED.get(source.operation)
        operands = source.operands[:count]
        if source.operation in _OF_HEADS:
            operands = source.operands[::2]  # the amounts by name, the heads beside them
        before, told = len(self.spans), len(self.told)
        short = source.operation == "count"
        if all(self.reads_operand(one, one is operands[-1], short) for one in operands):
            self._ended[len(self.spans) - 1].append(source.operation)
            self.told.append(source.operation)
            return True
        del self.spans[before:], self.told[told:]
        if source.unit == _PLACE and self.reads_operand(source.operands[-1], short=True):
            return True  # a place in an order goes by what stands there
        del self.spans[before:]
        by_none = source.operation in _UNNAMED or (alone and source.operation != "without")
        if count is not None or not by_none:
            return False
        self.unnamed = True
        self.told.append(source.operation)
        facts = [leaf.fact for leaf in source.leaves() if leaf.fact is not None]
        return not any(self._mentions(fact) for fact in facts)

    def reads_operand(self, operand: Source, last: bool = True, short: bool = False) -> bool:
        """Tell whether the words name an operand, a cell by its row alone where that is `short`."""
        if operand.fact is None:
            return not operand.operands or self.reads(operand)
        at = self.spans[-1].end if self.spans else 0
        span = self.names.find(self.text, operand.fact, at, short)
        if span is None:
            return False
        if not self.names.stands_where(self.text[span.end :], operand.fact):
            return False
        place = _IN_BRACKETS.match(self.text, span.end)
        if place is not None and not self.names.titled:
            span = span._replace(
                end=place.end()
            )  # where a cell stands is part of what it is called
        self.spans.append(span)
        # 「甲的乙的丙占…」 names another cell than 「甲的乙占…」.
        goes_on = not last and self.text.startswith("的", span.end)
        return not (goes_on and _names_column(operand.fact))

    def ends_well(self) -> bool:
        """Tell whether what is called 「…的差额」, 「…的比重」 behind its operands is that."""
        return all(
            wording().calls(
                self.text[span.end :], () if self._is_compared(place) else self._ended[place]
            )
            for place, span in enumerate(self.spans)
        )

    def _is_compared(self, place: int) -> bool:
        """Tell whether 比 stands right before an operand: 「甲比乙的差额」 names nothing."""
        before = self.spans[place - 1].end if place else 0
        return place > 0 and self.text[before : self.spans[place].start].endswith("比")

    def _mentions(self, fact: Fact) -> bool:
        """Tell whether a cell is named at all; 合计 alone is a word of any sum's sentence."""
        short = canonical(fact.row) not in BARE_TOTALS
        return self.names.find(self.text, fact, short=short) is not None

    def others(self, source: Source) -> set[str]:
        """Return the names of its documents' cells that stand in the words beside those read."""
        documents = documents_of(source)
        rest = self.rest(documents)
        return {name for document in documents for name in self.names.said(rest, document)}

    def rest(self, documents: Iterable[str]) -> str:
        """Return the words beside the names read and those of the documents."""
        starts = [0, *(span.end for span in self.spans)]
        ends = [*(span.start for span in self.spans), len(self.text)]
        rest = " ".join(self.text[a:b] for a, b in zip(starts, ends, strict=True))
        for title in {canonical(self.names.titles.get(d, "")) for d in documents} - {""}:
            rest = rest.replace(title, " ")
        return rest


def documents_of(source: Source) -> set[str]:
    """Return the documents that a figure's cells stand in."""
    return {leaf.fact.document for leaf in source.leaves() if leaf.fact is not None}


def _names_column(fact: Fact) -> bool:
    return canonical(label_of(fact)) != canonical(fact.row)
