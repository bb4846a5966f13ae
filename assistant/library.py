"""All that questions are asked of: the loaded documents' facts, passages, names and terms."""

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.coverage import Coverage
from assistant.items import Items
from assistant.lexicon import Lexicon, learn, table_spellings
from assistant.normal import canonical
from assistant.owners import Owners
from assistant.result import Store
from assistant.titles import titles
from corpus.disclosure import RowKind
from corpus.names import fold, without_numbering
from index.records import DocumentRecord, Fact, FindingRecord, Passage

_TERM = re.compile(r"^([^:：，。,]{2,24}?)(?:[:：]|是指|指(?=[^标数导定]))")
_NOTE = re.compile(r"^(?:注|备注|说明)[:：]\s*")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_STATED_NONE = re.compile(r"(?:无|没有|未安排|未编列|不涉及|未发生|不存在)")
_EMPTY = re.compile(r"(?:无|没有)相关|本?表(?:为空|无)|空表|无数据")
# A shorter name stands in the titles of many tables (支出, 预算).
_LEAST_TITLE = 4

_TOTAL = frozenset({"合计", "小计", "总计"})
# Libraries of some of the documents that are kept for the next question.
_KEPT = 40

Search = Callable[[str, int, Collection[str]], list[str]]


class _Known(dict[str, Fact]):
    """The facts of some documents; those of the others are known by their ids alone."""

    others: Mapping[str, Fact]

    def __missing__(self, fact_id: str) -> Fact:
        """Return a fact of another document. Raises KeyError where there is none."""
        return self.others[fact_id]


@dataclass(slots=True)
class Library:
    """The loaded documents as the planner and the executor see them.

    Of a library of some documents `whole` holds what all of them state, to calculate with.
    """

    documents: tuple[DocumentRecord, ...]
    store: Store
    lexicon: Lexicon
    passages: tuple[Passage, ...]
    owners: frozenset[str]
    terms: dict[str, list[Passage]] = field(default_factory=lambda: defaultdict(list))
    unattached: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    children: dict[tuple[str, str | None, int, int | None], list[Fact]] = field(
        default_factory=lambda: defaultdict(list)
    )
    search: Search | None = None
    whole: Store | None = None
    coverage: Coverage = field(init=False)
    items: Items = field(init=False)
    subjects: frozenset[str] = field(init=False)
    called: Owners = field(init=False)
    _parts: "OrderedDict[frozenset[str], Library]" = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        """Make room for what is read of all facts when it is first asked for."""
        self.coverage = Coverage(self.lexicon.facts)
        self.items = Items(self.lexicon.facts)
        self.subjects = frozenset(canonical(f.subject) for f in self.lexicon.facts if f.subject)
        self.called = Owners(self.documents)

    def document(self, name: str) -> DocumentRecord:
        """Return a document by name. Raises KeyError."""
        return next(d for d in self.documents if d.name == name)

    def within(self, names: Collection[str]) -> "Library":
        """Return the library of some documents alone, as if nothing else were loaded.

        What other documents call things says nothing of what these mean. The last few are kept.
        """
        wanted = frozenset(names)
        if wanted.issuperset(document.name for document in self.documents):
            return self
        if wanted not in self._parts:
            part = build(
                [d for d in self.documents if d.name in wanted],
                [f for f in self.lexicon.facts if f.document in wanted],
                [p for p in self.passages if p.document in wanted],
                self.search,
                [f for f in self.store.findings.values() if f.document in wanted],
                self.store.unproven,
            )
            # What was said before may be of another document.
            known = _Known(part.store.facts)
            known.others = self.store.facts
            part.store, part.whole = part.store._replace(facts=known), self.store
            self._parts[wanted] = part
        self._parts.move_to_end(wanted)
        while len(self._parts) > _KEPT:
            self._parts.popitem(last=False)
        return self._parts[wanted]

    def above(self, fact: Fact) -> list[Fact]:
        """Return the cells above one in its column, the nearest first."""
        found: list[Fact] = []
        while fact.parent is not None:
            key = (fact.document, fact.table_id, fact.parent, fact.column_index)
            if key not in self.store.cells:
                break
            fact = self.store.cells[key]
            found.append(fact)
        return found

    def parts(self, fact: Fact) -> list[Fact]:
        """Return the facts that a fact is made up of: child rows, or amounts listed under an item."""
        if fact.quote is None and fact.row_index is not None:
            key = (fact.document, fact.table_id, fact.row_index, fact.column_index)
            rows = [part for part in self.children.get(key, []) if part.text]
            return rows or self._heads(fact) or self.items.parts(fact)
        listed = [
            other
            for other in self.lexicon.facts
            if other.quote is not None
            and (other.document, other.table_id, other.row_index)
            == (fact.document, fact.table_id, fact.row_index)
            and other.unit == fact.unit
            and not other.column
            and other.row_path[-1:] == (fact.row,)
            and other.row_path[:-1] == fact.row_path
        ]
        return listed or self._said_after(fact)

    def _heads(self, fact: Fact) -> list[Fact]:
        """Return the figures under the heads that a total of one row is printed over.

        Of a head with a total of its own the total counts; they are parts when they add up.
        """
        if (
            fact.row_kind is not RowKind.TOTAL
            or fold(fact.column[-1:][0] if fact.column else "") not in _TOTAL
        ):
            return []
        above = fact.column[:-1]
        row = [
            cell
            for cell in self.store.cells.values()
            if (cell.document, cell.table_id, cell.row_index)
            == (fact.document, fact.table_id, fact.row_index)
            and cell.column[: len(above)] == above
            and cell.value is not None
            and cell.unit == fact.unit
        ]
        direct = [cell for cell in row if len(cell.column) == len(above) + 1]
        groups = [
            c for c in row if len(c.column) == len(above) + 2 and fold(c.column[-1]) in _TOTAL
        ]
        parts = [cell for cell in (*direct, *groups) if cell.id != fact.id]
        added = sum((cell.value for cell in parts if cell.value is not None), Decimal(0))
        return parts if len(parts) > 1 and added == fact.value else []

    def _said_after(self, fact: Fact) -> list[Fact]:
        """Return the amounts right after one in its paragraph that add up to it exactly."""
        paragraph = [
            other
            for other in self.lexicon.facts
            if other.quote is not None and other.document == fact.document
            if other.locator == fact.locator and other.table_id == fact.table_id
            if other.unit == fact.unit and not other.column
        ]
        parts: list[Fact] = []
        added = Decimal(0)
        for other in paragraph[paragraph.index(fact) + 1 :] if fact in paragraph else ():
            parts.append(other)
            added += other.value or Decimal(0)
            if added == fact.value and len(parts) > 1:
                return parts
        return []


def build(
    documents: Sequence[DocumentRecord],
    facts: Sequence[Fact],
    passages: Sequence[Passage],
    search: Search | None = None,
    findings: Sequence[FindingRecord] = (),
    unproven: frozenset[tuple[str, str | None]] = frozenset(),
) -> Library:
    """Put a library together from what the index holds; of `unproven` tables the own sums fail."""
    cells = {
        (f.document, f.table_id, f.row_index, f.column_index): f for f in facts if f.quote is None
    }
    own = {f.id: f for f in facts}
    said = {p.id: p for p in passages}
    recognised = frozenset(page for document in documents for page in document.recognised)
    store = Store(own, said, cells, _numbered(findings), titles(documents), recognised, unproven)
    library = Library(
        tuple(documents), store, learn(facts), tuple(passages), _owners(documents), search=search
    )
    _learn_terms(library)
    _learn_unattached(library)
    for fact in cells.values():
        if fact.parent is not None:
            key = (fact.document, fact.table_id, fact.parent, fact.column_index)
            library.children[key].append(fact)
    return library


def _numbered(findings: Sequence[FindingRecord]) -> dict[str, FindingRecord]:
    """Return findings by an id that is theirs in whatever company their document is."""
    told: Counter[str] = Counter()
    numbered: dict[str, FindingRecord] = {}
    for finding in findings:
        told[finding.document] += 1
        numbered[f"{finding.document}#f{told[finding.document]}"] = finding
    return numbered


def _owners(documents: Sequence[DocumentRecord]) -> frozenset[str]:
    names: set[str] = set()
    for document in documents:
        own = [document.department, *document.aliases]
        names.update(canonical(name) for name in own if name)
        # 某省人民检察院 is spoken of as 某省检察院.
        names.update(canonical(name).replace("人民", "", 1) for name in own if name)
        names.update(canonical(name).removesuffix("办事处") for name in own if name)
        if document.region:
            short = [canonical(name) for name in document.aliases]
            short += [name.removesuffix("办事处") for name in short]
            for region in _regions(canonical(document.region)):
                names.add(region)
                names.update(_joined(region, name) for name in short)
    return frozenset(names)


def _regions(region: str) -> list[str]:
    """Return the ways a region is named: 某市某区, 某区; 某省, and 某 before a name of its own."""
    parts = re.findall(r"[^省市区县]+(?:自治区|[省市区县])", region) or [region]
    return ["".join(parts[i:]) for i in range(len(parts))]


def _joined(region: str, name: str) -> str:
    """Return a department's short name behind its region, whose last character stands once."""
    return region[:-1] + name if name.startswith(region[-1]) else region + name


def _learn_terms(library: Library) -> None:
    for passage in library.passages:
        if passage.kind not in ("paragraph", "note"):
            continue
        match = _TERM.match(without_numbering(_NOTE.sub("", passage.text)))
        explains = any("名词解释" in heading for heading in passage.section)
        if match and not _WORDS.search(match.string[match.end() :]):
            continue  # a telephone number explains nothing
        if match and (explains or "指" in match[0]):
            library.terms[canonical(match[1])].append(passage)


def _learn_unattached(library: Library) -> None:
    """Note the tables that a document's contents list but that are not in it."""
    for document in library.documents:
        titles_of = {
            fact.table
            for fact in library.lexicon.facts
            if fact.table and fact.document == document.name and not fact.is_form
        }
        attached = {name for title in titles_of for name in table_spellings(canonical(title))}
        has_forms = any(f.is_form for f in library.lexicon.facts if f.document == document.name)
        for title in document.contents:
            bare = canonical(re.sub(r"(?:19|20)\d\d\s*年(?:度)?", "", title))
            if not bare.endswith("表") or bare in attached or (has_forms and "绩效" in bare):
                continue
            if len(attached) and not any(bare == known for known in attached):
                library.unattached[bare].append((document.name, title))


def stated_none(library: Library, name: str, documents: Sequence[str]) -> list[Passage]:
    """Return the texts that say there is none of `name` (「无政府性基金预算安排的支出」)."""
    return [
        passage
        for passage in library.passages
        if passage.document in documents and len(passage.text) < 120 and _says_none(passage, name)
        if passage.kind != "note" or not _has_amounts(library, passage)
    ]


def _has_amounts(library: Library, note: Passage) -> bool:
    """Tell whether a table holds amounts, whatever its note says."""
    place = note.document, note.table_id
    return any((f.document, f.table_id) == place and f.value for f in library.lexicon.facts)


def _says_none(passage: Passage, name: str) -> bool:
    """Tell whether a paragraph says there is none of a thing, or a table's note that it is empty."""
    text = canonical(passage.text)
    place = text.find(name) if passage.kind in ("paragraph", "note") else -1
    if place >= 0:
        return _STATED_NONE.search(text[max(0, place - 12) : place]) is not None
    own = passage.kind == "note" and len(name) >= _LEAST_TITLE
    return own and name in canonical(passage.table or "") and _EMPTY.search(text) is not None
