"""The names that the loaded documents use, learned from their facts, and where each name points.

A name is a row, a column, a code, a heading a row stands under, a form's subject or a table. It is
known by its full spelling and by variants with generic heads and tails taken off, each at a small
cost, so that the full spelling wins.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import rjieba

from assistant.normal import canonical
from assistant.vocabulary import Vocabulary, vocabulary
from corpus.disclosure import RowKind
from corpus.money import YUAN
from corpus.names import without_numbering
from index.records import Fact

if TYPE_CHECKING:
    from decimal import Decimal

_BRACKET = re.compile(r"\(([^()]*)\)")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_OWN_FIGURE = re.compile(r"\d+(?:\.\d+)?[家次个人项%]?$")
_ELEMENT_LABEL = re.compile(
    r"(?:^|(?<=[\s。；;]))(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*([^：:。；;，,\d]{2,20})[:：]"
)
_LONG_FIELD = 40
_SHORTEST_VARIANT = 3
_REMEMBERED = 1 << 15
_LONGEST_WORDS = 6
_BUDGET = "预算"
_SPENDING = "支出"
# What sentences tell of an amount beside its own figure.
_RELATIONS = frozenset(
    ["增加", "减少", "增长", "下降", "上升", "提高", "降低", "新增", "持平", "占"]
)
_BUDGET_COST = 0.3
_SAME_PROJECT = 0.35
_SHORT_PROJECT = 0.5
_PROJECT_TAILS = ("项目", "那个项目", "那项目", "这个项目", "的项目", "那块", "专项", "项目经费")


class Role(StrEnum):
    """What a name is to a fact; WORDS are the short words that a cell itself holds (a person)."""

    ROW = "row"
    COLUMN = "column"
    CONTEXT = "context"
    TABLE = "table"
    WORDS = "words"


class Meaning(NamedTuple):
    """A name that a spelling may mean, and what the spelling costs against the full one."""

    name: str
    cost: float


@dataclass(slots=True)
class Lexicon:
    """Spellings → names, and names → positions in `facts` by role."""

    facts: Sequence[Fact]
    spellings: dict[str, list[Meaning]] = field(default_factory=lambda: defaultdict(list))
    postings: dict[Role, dict[str, set[int]]] = field(
        default_factory=lambda: {role: defaultdict(set) for role in Role}
    )
    codes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    longest: int = 0
    sounds: dict[str, list[str]] = field(default_factory=dict)
    heard: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    same: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def meanings(self, spelling: str) -> list[Meaning]:
        """Return the names a spelling may mean, [] when it is no known one.

        「项目支出预算」 is the table of that name, and the item 项目支出 as well.
        """
        known = self.spellings.get(spelling, [])
        if not known and (item := self.spellings.get(spelling.removesuffix(_SPENDING))):
            return [Meaning(m.name, m.cost + _BUDGET_COST) for m in item if m.cost < _BUDGET_COST]
        bare = spelling.removesuffix(_BUDGET)
        if known and bare != spelling:
            items = [m for m in self.spellings.get(bare, []) if m.cost < _BUDGET_COST]
            return [*known, *(Meaning(m.name, m.cost + _BUDGET_COST) for m in items)]
        return known

    def names(self) -> set[str]:
        """Return all names in all roles."""
        return {name for names in self.postings.values() for name in names}


def learn(facts: Sequence[Fact]) -> Lexicon:
    """Learn the names of `facts`; what is particular to a document is known only from here."""
    lexicon = Lexicon(facts)
    words = vocabulary()
    rows = _row_names(facts)
    for position, fact in enumerate(facts):
        _post(lexicon, position, fact, rows)
    _spell_all(lexicon, words)
    _mend_cut_names(lexicon)
    _join_projects(lexicon)
    _shorten_projects(lexicon)
    for spoken, names in words.aliases.items():
        known = [name for name in names if name in lexicon.spellings]
        for rank, name in enumerate(known):
            for meaning in lexicon.spellings[name]:
                _add(lexicon, spoken, meaning.name, meaning.cost + 0.25 * (rank + 1))
    lexicon.longest = max(map(len, lexicon.spellings), default=0)
    return lexicon


def _row_names(facts: Iterable[Fact]) -> dict[tuple[str, str | None, int | None], str]:
    return {(f.document, f.table_id, f.row_index): f.row for f in facts if f.quote is None}


def _post(
    lexicon: Lexicon,
    position: int,
    fact: Fact,
    rows: dict[tuple[str, str | None, int | None], str],
) -> None:
    posted = lexicon.postings
    counted = fact.is_form and fact.quote is not None and fact.unit not in YUAN
    if not (counted and _is_verb(fact.row)):
        posted[Role.ROW][canonical(fact.row)].add(position)
    for head in fact.column:
        posted[Role.COLUMN][canonical(head)].add(position)
    contexts = [*fact.row_path, *fact.section, fact.subject or ""]
    if fact.is_form and fact.value is None:
        contexts.extend(element_labels(fact.text))
    if fact.parent is not None:
        contexts.append(rows.get((fact.document, fact.table_id, fact.parent), ""))
    for context in contexts:
        if name := canonical(without_numbering(context)):
            posted[Role.CONTEXT][name].add(position)
    words = canonical(fact.text)
    short = 2 <= len(words) <= _LONGEST_WORDS and not words.isdigit()
    if fact.quote is None and fact.value is None and short:
        posted[Role.WORDS][words].add(position)
    if fact.table:
        posted[Role.TABLE][canonical(fact.table)].add(position)
    if fact.code:
        lexicon.codes[fact.code].add(position)


def element_labels(text: str) -> list[str]:
    """Return what the numbered parts of a long field are called (1. 项目的政策依据：…)."""
    return _ELEMENT_LABEL.findall(text) if len(text) > _LONG_FIELD else []


@lru_cache(maxsize=4096)
def _is_verb(name: str) -> bool:
    """Tell whether all that stands before a count in a sentence is a verb (改造 25 公里)."""
    tagged = rjieba.tag(name)
    return len(tagged) == 1 and tagged[0][1].startswith("v")


def _spell_all(lexicon: Lexicon, words: Vocabulary) -> None:
    for role, names in lexicon.postings.items():
        for name in names:
            if (name in words.tails or name in _RELATIONS) and not _is_own(lexicon, name):
                continue  # 支出 over a block of columns is a word of the language, 下降 a change
            spellings = table_spellings(name) if role is Role.TABLE else spellings_of(name)
            for spelling, cost in spellings.items():
                _add(lexicon, spelling, name, cost)


def _is_own(lexicon: Lexicon, name: str) -> bool:
    """Tell whether a name is a row, or the last head of a column, and not only a head above others."""
    if lexicon.postings[Role.ROW].get(name):
        return True
    columns = lexicon.postings[Role.COLUMN].get(name, ())
    heads = (lexicon.facts[i] for i in columns)
    return any(canonical(f.column[-1]) == name and name not in _RELATIONS for f in heads)


def _add(lexicon: Lexicon, spelling: str, name: str, cost: float) -> None:
    meanings = lexicon.spellings[spelling]
    for i, known in enumerate(meanings):
        if known.name == name:
            meanings[i] = Meaning(name, min(cost, known.cost))
            return
    meanings.append(Meaning(name, cost))


@lru_cache(maxsize=_REMEMBERED)
def spellings_of(name: str) -> Mapping[str, float]:
    """Return the spellings of a row, column or heading with their costs, the full one at 0."""
    words = vocabulary()
    found = {name: 0.0}
    queue = [(name, 0.0)]
    while queue:
        text, cost = queue.pop()
        for shorter, step in _shorter(text, words):
            if shorter[:1] == "的":
                continue
            if len(shorter) >= _SHORTEST_VARIANT and cost + step < found.get(shorter, 1.3):
                found[shorter] = cost + step
                queue.append((shorter, cost + step))
    return MappingProxyType({s: cost for s, cost in found.items() if len(s) >= 2})


def _shorter(text: str, words: Vocabulary) -> Iterable[tuple[str, float]]:
    bracket = _BRACKET.search(text)
    if bracket:
        outside = text[: bracket.start()] + text[bracket.end() :]
        yield outside, 0.2
        yield text[: bracket.start()] + bracket[1] + text[bracket.end() :], 0.1
        yield bracket[1] + outside, 0.1
    for tail in words.tails:
        if text.endswith(tail):
            yield text[: -len(tail)], 0.4
    for head in words.heads:
        if text.startswith(head):
            yield text[len(head) :], 0.3
    for one, other in words.writings:
        if one in text:
            yield text.replace(one, other), 0.1
    if (of := text.rfind("的")) > 0:
        yield text[of + 1 :], 0.3
    if match := _OWN_FIGURE.search(text):
        yield text[: match.start()], 0.2
    if match := _YEAR.match(text):
        yield text[match.end() :], 0.2
    if re.match(r"\d{7}|\d{5}|\d{3}", text):
        yield re.sub(r"^\d+", "", text), 0.1
    if "、" in text or "/" in text:
        for part in re.split(r"[、/]", text):
            yield part, 0.6


@lru_cache(maxsize=_REMEMBERED)
def table_spellings(title: str) -> Mapping[str, float]:
    """Return the spellings of a table: its title without year and without its generic end."""
    words = vocabulary()
    bare = _BRACKET.sub("", _YEAR.sub("", title))
    found = {title: 0.0, bare: 0.0, bare.removesuffix("表"): 0.3}
    for tail in words.title_tails:
        if bare.endswith(tail) and len(bare) - len(tail) >= _SHORTEST_VARIANT:
            found.setdefault(bare[: -len(tail)], 0.6)
    for spelling, cost in list(found.items()):
        for head in ("一般公共预算", "部门"):
            if spelling.startswith(head) and len(spelling) - len(head) >= _SHORTEST_VARIANT:
                found.setdefault(spelling.removeprefix(head), cost + 0.1)
    return MappingProxyType(found)


def _join_projects(lexicon: Lexicon) -> None:
    """Let a project's row and its form go by each other's names.

    They are the same project when the form states the row's amount and the names are alike.
    """
    subjects: dict[tuple[str, Decimal], set[str]] = defaultdict(set)
    for fact in lexicon.facts:
        if fact.subject and fact.quote is None and (amount := fact.comparable) is not None:
            subjects[fact.document, amount].add(fact.subject)
    for fact in lexicon.facts:
        if fact.is_form or fact.quote is not None or not fact.code or (fact.comparable is None):
            continue
        if fact.row_kind is not RowKind.ENTRY:
            continue
        for subject in subjects.get((fact.document, fact.comparable), ()):
            row, form = canonical(fact.row), canonical(subject)
            if row != form and _alike(row, form):
                for own, other in ((row, form), (form, row)):
                    lexicon.same[own].add(other)
                    for spelling, cost in spellings_of(own).items():
                        _add(lexicon, spelling, other, cost + _SAME_PROJECT)


def _shorten_projects(lexicon: Lexicon) -> None:
    """Let projects go by what their names begin with: 某某项目, or the initials of their words."""
    subjects = {f.document: set[str]() for f in lexicon.facts if f.subject}
    for fact in lexicon.facts:
        if fact.subject:
            subjects[fact.document].add(canonical(fact.subject))
    for names in subjects.values():
        short: dict[str, set[str]] = defaultdict(set)
        for name in names:
            words = [word for word in rjieba.cut(_BRACKET.sub("", name)) if len(word) > 1]
            bare = "".join(words[:1])
            initials = "".join(word[0] for word in words[:2])
            for start in {bare, bare[:2], initials, "".join(words[:2])}:
                if len(start) > 1:
                    short[start].add(name)
        for start, meant in short.items():
            # 科技那块 may as well be what 科技 is short for.
            own = start in vocabulary().aliases or start in lexicon.spellings
            if len(meant) == 1:
                for tail in (t for t in _PROJECT_TAILS if not own or "项目" in t):
                    _add(lexicon, start + tail, next(iter(meant)), _SHORT_PROJECT)


def _alike(a: str, b: str) -> bool:
    """Tell whether two names share most of the shorter one's characters, and begin alike."""
    bare_a, bare_b = (re.sub(r"\([^()]*\)", "", name) for name in (a, b))
    shared = len(set(bare_a) & set(bare_b))
    return bare_a[:2] == bare_b[:2] and shared * 3 >= 2 * min(len(set(bare_a)), len(set(bare_b)))


def _mend_cut_names(lexicon: Lexicon) -> None:
    """Let a name that was cut off (「设备购置及」) be spelled like the one it begins."""
    rows = lexicon.postings[Role.ROW]
    subjects = [n for role in (Role.ROW, Role.CONTEXT) for n in lexicon.postings[role]]
    for name in list(rows):
        bare = _BRACKET.sub("", name)
        cut = re.search(r"[与和及、的(]$", bare) or name.count("(") > name.count(")")
        if not cut or len(bare) < 4:
            continue
        for full in subjects:
            if full != name and canonical(full).startswith(bare):
                for spelling, cost in spellings_of(full).items():
                    _add(lexicon, spelling, name, cost + 0.05)
