"""What a figure is made up of: the members that lists, ranks and counts go over."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from assistant.clause import Clause, Phrase
from assistant.library import Library
from assistant.lookup import Lookup
from assistant.matching import Mention, column_rank, table_rank
from assistant.normal import canonical
from assistant.overlap import contains
from corpus.disclosure import RowKind
from corpus.money import YUAN
from index.records import Fact

# A general word, and what the codes of the parts meant begin with; "" means projects.
_GROUPS = (
    (re.compile(r"项目"), ""),
    (re.compile(r"经济"), "3"),
    (re.compile(r"功能|类|支出|科目"), "2"),
)

_PROJECTS = re.compile(r"项目(?:支出|经费)")


class Members(NamedTuple):
    """A figure and the facts it is made up of; `name` is what a text calls it that a table itemises."""

    whole: Fact
    parts: list[Fact]
    name: str = ""


class MemberLookup:
    """Finds the parts of figures in the documents in scope."""

    def __init__(self, library: Library, documents: Collection[str], lookup: Lookup) -> None:
        self._library = library
        self._documents = documents
        self._lookup = lookup
        self._projects: tuple[Members | None] | None = None

    def parts(self, fact: Fact) -> list[Fact]:
        """Return what a fact is made up of; a single part is replaced by its own parts."""
        listed = self._listed()
        if listed is not None and fact.id == listed.whole.id:
            return listed.parts
        parts = self._valued_parts(fact) or self._entries(fact)
        while len(parts) == 1 and (deeper := self._valued_parts(parts[0])):
            parts = deeper
        return parts

    def _entries(self, fact: Fact) -> list[Fact]:
        """Return the projects under a row's code whose amounts add up to it."""
        whole = self.grouped("项目") if fact.code and fact.quote is None and fact.value else None
        projects = self._valued_parts(whole) if whole else []
        own = [p for p in projects if p.document == fact.document and p.code == fact.code]
        total = sum((p.comparable or Decimal(0) for p in own), Decimal(0))
        return own if len(own) > 1 and total == fact.comparable else []

    def _listed(self) -> Members | None:
        """Return the projects of a table that prints no total, with the figure that they add up to.

        That it is their total is proved by the sum, and said by the table's name.
        """
        if self._projects is None:
            self._projects = (self._find_listed(),)
        return self._projects[0]

    def _find_listed(self) -> Members | None:
        tables: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
        for fact in self._library.store.cells.values():
            listing = fact.table and _PROJECTS.search(canonical(fact.table)) and not fact.is_form
            if listing and fact.document in self._documents:
                tables[fact.document, fact.table_id].append(fact)
        for cells in tables.values():
            ranked = [f for f in cells if column_rank(f) is not None and f.value is not None]
            own = min((f.column_index or 0 for f in ranked), default=None)
            parts = [f for f in ranked if f.column_index == own]
            if len(parts) < 2 or any(f.row_kind is not RowKind.ENTRY for f in cells):
                continue
            total = sum((part.comparable or Decimal(0) for part in parts), Decimal(0))
            whole = self._stated(total, parts[0].document)
            if whole is not None:
                return Members(whole, parts)
        return None

    def _stated(self, total: Decimal, document: str) -> Fact | None:
        """Return the cell that prints a total of the projects, the table best cited first."""
        cells = [
            fact
            for fact in self._library.store.cells.values()
            if fact.document == document and fact.comparable == total
            if any("项目支出" in canonical(name) for name in (fact.row, *fact.column))
        ]
        return max(cells, key=table_rank, default=None)

    def _valued_parts(self, fact: Fact) -> list[Fact]:
        return [part for part in self._library.parts(fact) if part.value is not None]

    def itemised(self, mentions: Sequence[Mention]) -> tuple[Fact, list[Fact]] | None:
        """Return a project's amount and the rows of its form that add up to it.

        That they are its parts is proved by the sum, not read from a head.
        """
        names = {m.name for mention in mentions for m in mention.meanings}
        groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        printed: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
        for fact in self._library.store.cells.values():
            about = fact.subject is not None and canonical(fact.subject) in names
            if not about or fact.document not in self._documents:
                continue
            if fact.value is None or fact.unit not in YUAN:
                continue
            printed[fact.document, fact.table_id].append(fact)
            if fact.row_kind is not RowKind.TOTAL and fact.column:
                key = (fact.document, fact.table_id, fact.row_path, fact.column_index)
                groups[key].append(fact)
        for rows in groups.values():
            total = sum((row.value for row in rows if row.value is not None), Decimal(0))
            for whole in printed[rows[0].document, rows[0].table_id]:
                if len(rows) > 1 and whole.value == total and whole not in rows:
                    return whole, rows
        return self._itemised_in_words(groups.values())

    def _itemised_in_words(self, groups: Iterable[list[Fact]]) -> tuple[Fact, list[Fact]] | None:
        """Return a project whose only row is itemised in the sentences of its explanation."""
        for rows in groups:
            whole = rows[0]
            items = [
                fact
                for fact in self._library.lexicon.facts
                if fact.quote is not None
                and fact.unit == whole.unit
                and not fact.column
                and (fact.document, fact.table_id, fact.row_index)
                == (whole.document, whole.table_id, whole.row_index)
                and fact.row_path == (*whole.row_path, whole.row)
            ]
            # An item's later amounts, such as the most that one may get, are no further items.
            items = list({fact.row: fact for fact in reversed(items)}.values())[::-1]
            if len(rows) == 1 and len(items) > 2:
                return whole, items
        return None

    def with_parts(self, mentions: Sequence[Mention], clause: Clause) -> Fact | None:
        """Return the likeliest fact for some names that is made up of several parts."""
        asked = replace(clause, tokens=[])
        matches = self._lookup.matches(mentions, asked)
        for match in matches[:40]:
            parts = self.parts(match.fact) if match.score >= matches[0].score - 2.5 else []
            prefix = clause.classification or ""
            if len(parts) > 1 and all((part.code or "").startswith(prefix) for part in parts):
                return match.fact
        return None

    def itemised_elsewhere(self, mentions: Sequence[Mention], clause: Clause) -> Members | None:
        """Return the parts of the cell that states the same amount as a text states of some names.

        What a text calls 公用经费 is the 商品和服务支出 that a table of basic expenditure itemises.
        """
        matches = self._lookup.matches(mentions, replace(clause, tokens=[]))
        whole = self._same_amount(matches[0].fact) if matches else None
        return Members(whole, self.parts(whole), matches[0].fact.row) if whole else None

    def _same_amount(self, fact: Fact) -> Fact | None:
        if fact.quote is None or not fact.comparable or fact.unit not in YUAN or fact.column:
            return None
        same = [
            cell
            for cell in self._library.store.cells.values()
            if cell.document == fact.document and cell.comparable == fact.comparable
            if not cell.is_form and len(self.parts(cell)) > 1
        ]
        return max(same, key=table_rank, default=None)

    def of_one_name(self, phrases: Sequence[Phrase], clause: Clause) -> list[Fact]:
        """Return the rows of one table, or the amounts of one sentence, that go by the same name."""
        if len(phrases) != 1:
            return []
        matches = self._lookup.matches(phrases[0].mentions, clause)
        if not matches or matches[0].fact.row_kind is RowKind.TOTAL:
            return []
        best = matches[0].fact
        said = canonical(phrases[0].mentions[-1].text)
        place = (best.document, best.table_id, best.column, best.quote, best.unit)
        return [
            m.fact
            for m in matches
            if m.score > matches[0].score - 0.5
            and (m.fact.document, m.fact.table_id, m.fact.column, m.fact.quote, m.fact.unit)
            == place
            and m.fact.value is not None
            and not m.fact.is_form
            and (m.fact.row == best.row or canonical(m.fact.row).endswith(said))
        ]

    def projects(self, mentions: Sequence[Mention]) -> Fact | None:
        """Return the total of the projects' own table where the names stand for all of them."""
        whole = self.grouped("项目")
        if whole is None or whole.table is None:
            return None
        spelt = {m.name for mention in mentions for m in mention.meanings}
        return whole if canonical(whole.table) in spelt else None

    def across_forms(self, phrase: Phrase, clause: Clause) -> list[Fact]:
        """Return the same field of every form, where a phrase does not say whose form it means."""
        matches = self._lookup.matches(phrase.mentions, clause)
        if not matches or matches[0].fact.subject is None:
            return []
        if phrase.year:  # fields of several years are told apart by their own words
            dated = [match for match in matches if str(phrase.year) in match.fact.row]
            matches = dated or matches
        first = matches[0].fact
        named = {m.name for mention in phrase.mentions for m in mention.meanings}
        if canonical(first.subject or "") in named:
            return []
        fields: dict[str, Fact] = {}
        for match in matches:
            fact = match.fact
            if fact.subject and (fact.row, fact.column) == (first.row, first.column) and fact.text:
                fields.setdefault(fact.subject, fact)
        return sorted(fields.values(), key=lambda fact: fact.table_id or "")

    def under_head(self, mentions: Sequence[Mention]) -> list[Fact]:
        """Return the values of a form's rows under a head that is named (某项目的产出数量)."""
        names = [{m.name for m in mention.meanings} for mention in mentions]
        found: list[Fact] = []
        for fact in self._library.store.cells.values():
            heads = {canonical(head) for head in fact.row_path}
            if not fact.is_form or fact.document not in self._documents or not heads:
                continue
            about = {canonical(fact.subject or fact.table or "")}
            named = [own for own in names if own & heads]
            others = [own for own in names if not own & heads]
            fits = all(own & about for own in others) and (bool(others) or fact.subject is None)
            if named and fits and column_rank(fact) is not None and fact.text:
                found.append(fact)
        return found if found and len({f.table_id for f in found}) == 1 else []

    def subjects(self) -> list[Fact]:
        """Return the cell of each form that names what the form is about."""
        cells = self._library.store.cells.values()
        return [
            fact
            for fact in cells
            if fact.document in self._documents and fact.subject and fact.text == fact.subject
        ]

    def names_form(self, mentions: Sequence[Mention]) -> bool:
        """Tell whether some names say whose form is meant."""
        names = {m.name for mention in mentions for m in mention.meanings}
        return any(canonical(fact.text) in names for fact in self.subjects())

    def leaves(self, fact: Fact) -> list[Fact]:
        """Return the lowest rows that a figure is made up of."""
        parts = self._valued_parts(fact)
        return [leaf for part in parts for leaf in (self.leaves(part) or [part])]

    def holds(self, outer: Fact, inner: Fact) -> bool:
        """Tell whether a figure is part of another: by the tables, or by a sentence's items."""
        if contains(outer, inner, self._library.store.cells):
            return True
        return any(fact.id == inner.id for fact in self.below(outer))

    def part_named(self, whole: Fact, mentions: Sequence[Mention], clause: Clause) -> Fact | None:
        """Return the likeliest cell for some names that is part of a figure."""
        matches = self._lookup.matches(mentions, clause)
        return next((m.fact for m in matches if self.holds(whole, m.fact)), None)

    def below(self, whole: Fact) -> list[Fact]:
        """Return all that a figure is made up of, level by level."""
        parts = self._valued_parts(whole)
        return [*parts, *(below for part in parts for below in self.below(part))]

    def goes_by(self, fact: Fact, mentions: Sequence[Mention]) -> bool:
        """Tell whether a member goes by some names, in full, in part or by its characters in order."""
        row = canonical(fact.row)
        names = {m.name for mention in mentions for m in mention.meanings}
        if row in names or fact.code in {mention.code for mention in mentions if mention.code}:
            return True
        return any(len(m.text) > 1 and row.startswith(m.text) for m in mentions)

    def member_named(self, whole: Fact, mentions: Sequence[Mention]) -> Fact | None:
        """Return the part of a figure that goes by one of some names."""
        parts = [*self.parts(whole), *self.below(whole)]
        names = {m.name for mention in mentions for m in mention.meanings}
        exact = (part for part in parts if canonical(part.row) in names)
        alike = (part for part in parts if self.goes_by(part, mentions))
        return next(exact, None) or next(alike, None)

    def grouped(self, text: str, leaves: bool = False) -> Fact | None:
        """Return the total whose parts a general word means: 项目, 经济分类, 功能科目.

        With `leaves` the one that goes into the most detail, else the largest.
        """
        totals = [
            fact
            for fact in self._library.lexicon.facts
            if fact.row_kind is RowKind.TOTAL and not fact.is_form and fact.value is not None
            if fact.document in self._documents and column_rank(fact) is not None
        ]
        for word, fits in _GROUPS:
            if not word.search(text):
                continue
            fitting = [fact for fact in totals if self._parts_fit(fact, fits)]
            if fitting:
                if leaves:
                    return max(fitting, key=lambda fact: len(self.leaves(fact)))
                most = max(fact.comparable or Decimal(0) for fact in fitting)
                largest = [fact for fact in fitting if fact.comparable == most]
                return max(largest, key=table_rank)
            if fits == "" and (listed := self._listed()):
                return listed.whole
        return None

    def _parts_fit(self, fact: Fact, fits: str) -> bool:
        """Tell whether all parts of a total are projects, or rows of one classification."""
        parts = self._valued_parts(fact)
        if fits == "":
            return len(parts) > 1 and all(p.row_kind is RowKind.ENTRY and p.code for p in parts)
        classified = all((p.code or "").startswith(fits) for p in parts)
        return len(parts) > 1 and classified and parts[0].row_kind is RowKind.CLASS

    def of_level(
        self, kind: RowKind, mentions: Sequence[Mention], clause: Clause
    ) -> Members | None:
        """Return all rows of a classification level in the table that is meant."""
        whole = self.with_parts(mentions, clause) if mentions else None
        whole = whole or self.grouped(clause.text + "科目")
        if whole is None:
            return None
        parts = [
            fact
            for fact in self._library.store.cells.values()
            if (fact.document, fact.table_id) == (whole.document, whole.table_id)
            and fact.column_index == whole.column_index
            and fact.row_kind is kind
            and fact.value is not None
            and self._is_below(fact, whole)
        ]
        return Members(whole, parts) if parts else None

    def _is_below(self, fact: Fact, whole: Fact) -> bool:
        return whole.row_kind is RowKind.TOTAL or bool(
            whole.code and (fact.code or "").startswith(whole.code)
        )
