"""Which documents a question speaks of: read from departments, years, kinds and levels that it names.

What is named is sorted into sides (「青岚局2023年」 and 「2024年」 are two). What a side leaves unsaid
it takes from the others, then from the conversation; each side comes to the documents it means.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from assistant.given import supposes
from assistant.library import Library
from assistant.linking import in_order
from assistant.normal import canonical
from assistant.scope import Wish, choose
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import DocumentRecord

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度|年|(?!\d))|(?<!\d)(\d\d)(?:年度?|(?=[、和到至及-]\d\d年))(?!前|后|内)"
)
_RANGE = re.compile(
    r"(?<!\d)((?:19|20)?\d\d)(?:年度?)?(?:到|至|-|—|~)((?:19|20)?\d\d)(?:年度?)?|(?<!\d)((?:19|20)\d\d)年(?:度)?起"
)
# 「实际发生时」 says when, not how much.
_NO_TIME = r"(?!时(?!间)|的?时候|之?前(?!面)|之后|以后)"
_MANY = 8
_LONG_NAME = 5


class Axis(StrEnum):
    """What a mention tells documents apart by."""

    DEPARTMENT = "department"
    YEAR = "year"
    KIND = "kind"
    LEVEL = "level"


class Said(NamedTuple):
    """A place in a question that says which documents are meant; `alone`, a region without a name."""

    start: int
    end: int
    axis: Axis
    values: tuple[object, ...]
    alone: bool = False


@dataclass(slots=True)
class Side:
    """What is said of one of the documents compared, and where."""

    values: dict[Axis, tuple[object, ...]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)


class Target(NamedTuple):
    """The documents of one side, with the places in the question that say which."""

    documents: tuple[DocumentRecord, ...]
    said: tuple[Said, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The documents' names."""
        return frozenset(document.name for document in self.documents)


@dataclass(slots=True)
class Targets:
    """The documents a question is about, side by side, or why there are none.

    `said` are all places that say so; `subject` what is missing; `open` tells that a department
    must be named, which `targets` then offer.
    """

    targets: tuple[Target, ...]
    said: tuple[Said, ...] = ()
    reason: str = ""
    subject: str = ""

    @property
    def documents(self) -> tuple[DocumentRecord, ...]:
        """The documents of all sides."""
        return tuple(dict.fromkeys(d for target in self.targets for d in target.documents))

    @property
    def names(self) -> list[str]:
        """The names of the documents of all sides."""
        return [document.name for document in self.documents]


def read(text: str, library: Library, before: Sequence[DocumentRecord] = ()) -> Targets:
    """Read which documents a normalised question is about, after a turn about those `before`."""
    said = sorted(_said(text, library))
    if "执行" in text and _reports_execution(text, said, library):
        said = [one for one in said if one.values != (Kind.FINAL_ACCOUNTS,)]
    for one in said:
        if one.axis is Axis.DEPARTMENT and not one.values:
            return Targets((), tuple(said), "other_department", text[one.start : one.end])
    # 「明年涨两成」 supposes a change; it asks for no figure that next year's document would state.
    if _asks_next_year(text) and not supposes(text):
        return Targets((), tuple(said), "other_year", "明年")
    sides = _filled(_sides(said))
    sides = _every(sides, text, library, before)
    found: list[Target] = []
    lacking: Targets | None = None
    for side in sides or [Side()]:
        scope = choose(library, _wish(side), before)
        if scope.reason:
            lacking = lacking or Targets(
                (Target(scope.documents),), tuple(said), scope.reason, scope.subject
            )
            continue
        target = Target(scope.documents, tuple(side.said))
        if all(target.documents != other.documents for other in found):
            found.append(target)
    # A year without a document of its own may be spoken of by the other one.
    if lacking and not (found and lacking.reason == "other_year"):
        return lacking
    return Targets(tuple(found), tuple(said))


def without(text: str, said: Sequence[Said], axes: Sequence[Axis] = tuple(Axis)) -> str:
    """Return a question without the places that say which documents are meant."""
    kept = list(text)
    for one in said:
        if one.axis in axes:
            kept[one.start : one.end] = [""] * (one.end - one.start)
    return "".join(kept)


def _said(text: str, library: Library) -> Iterator[Said]:
    for named in library.called.find(text, lambda name: _is_spoken_of(name, library)):
        departments = tuple(sorted(named.departments))
        yield Said(named.start, named.end, Axis.DEPARTMENT, departments, named.alone)
    yield from _years(text)
    patterns = vocabulary().documents
    accounts = list(_accounts(text))
    taken = {i for one in accounts for i in range(one.start, one.end)}
    yield from accounts
    has_accounts = any(d.kind is Kind.FINAL_ACCOUNTS for d in library.documents)
    if has_accounts and (done := patterns["completion"].search(text)):
        # How much of the budget was spent is told by the final accounts.
        yield Said(done.start(), done.start(), Axis.KIND, (Kind.FINAL_ACCOUNTS,))
    elif has_accounts:
        for match in patterns["budget"].finditer(text):
            if match.start() not in taken:
                yield Said(match.start(), match.end(), Axis.KIND, (Kind.BUDGET,))
    for level, name in (("单位", "unit"), ("部门", "whole")):
        for match in patterns[name].finditer(text):
            yield Said(match.start(), match.end(), Axis.LEVEL, (level,))


def _is_spoken_of(name: str, library: Library) -> bool:
    """Tell whether a document speaks of a name, in full or as part of a longer one."""
    if any(known[0] == name[0] and in_order(name, known) for known in library.subjects):
        return True
    if any(name in known or _shortens(name, known) for known in library.lexicon.names()):
        return True
    return any(name in canonical(passage.text) for passage in library.passages)


def _shortens(name: str, known: str) -> bool:
    """Tell whether a longer name is another one with characters left out."""
    return len(name) > _LONG_NAME and in_order(name, known)


def _years(text: str) -> Iterator[Said]:
    taken: set[int] = set()
    for match in _RANGE.finditer(text):
        first = _full(match[1] or match[3])
        last = _full(match[2]) if match[2] else first + _MANY
        if first < last <= first + _MANY:
            taken.update(range(match.start(), match.end()))
            years = tuple(range(first, last + 1))
            yield Said(match.start(), match.end(), Axis.YEAR, years)
    for match in _YEAR.finditer(text):
        if match.start() not in taken:
            year = _full(match[1] or match[2])
            yield Said(match.start(), match.end(), Axis.YEAR, (year,))


def _full(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _accounts(text: str) -> Iterator[Said]:
    """Yield the words that ask for what was spent, if not by a month that a budget reports on."""
    if vocabulary().documents["period"].search(text):
        return
    words = sorted((w for w, kinds in vocabulary().words.items() if "actual" in kinds), key=len)
    forms = [re.compile(f"{re.escape(word)}(?:数|口径)?{_NO_TIME}") for word in reversed(words)]
    taken: set[int] = set()
    for form in (*forms, vocabulary().documents["accounts"]):
        for match in form.finditer(text):
            place = set(range(match.start(), match.end()))
            if not place & taken:
                taken |= place
                yield Said(match.start(), match.end(), Axis.KIND, (Kind.FINAL_ACCOUNTS,))


def _reports_execution(text: str, said: Sequence[Said], library: Library) -> bool:
    """Tell whether a budget prints what was spent in the year before, where that is asked."""
    before = {d.name: d.year - 1 for d in library.documents if d.year is not None}
    years = {value for one in said if one.axis is Axis.YEAR for value in one.values}
    asked = years or ({*before.values()} if re.search("上年|去年", text) else set())
    return any(
        str(before[fact.document]) in head and "执行" in head
        for fact in library.lexicon.facts
        if before.get(fact.document) in asked and fact.quote is not None
        for head in fact.column
    )


def _asks_next_year(text: str) -> bool:
    words = (w for w, kinds in vocabulary().words.items() if "next_year" in kinds)
    return any(word in text for word in words)


def _sides(said: Sequence[Said]) -> list[Side]:
    """Sort mentions into sides: what differs from what was said of a side begins another."""
    sides: list[Side] = []
    for one in said:
        spread = one.axis is Axis.YEAR
        for values in [(v,) for v in one.values] if spread else [one.values]:
            _put(sides, one, values)
    return sides


def _put(sides: list[Side], one: Said, values: tuple[object, ...]) -> None:
    for side in reversed(sides):
        known = side.values.get(one.axis)
        if known is None:
            if side is sides[-1]:
                side.values[one.axis] = values
                side.said.append(one)
                return
            continue
        both = tuple(value for value in known if value in values)
        if both and (known == values or one.axis is Axis.DEPARTMENT):
            side.values[one.axis] = both
            if side is sides[-1] or known == values:
                side.said.append(one)
            return
    sides.append(Side({one.axis: values}, [one]))


def _filled(sides: list[Side]) -> list[Side]:
    """Give each side what it leaves unsaid and the one before it says, else the next."""
    for axis in Axis:
        for ordered in (sides, sides[::-1]):
            known: tuple[object, ...] | None = None
            for side in ordered:
                known = side.values.get(axis, known)
                if known is not None:
                    side.values.setdefault(axis, known)
    return sides


def _every(
    sides: list[Side], text: str, library: Library, before: Sequence[DocumentRecord]
) -> list[Side]:
    """Return a side for each department or year where the question means all of them."""
    patterns = vocabulary().documents
    if len(sides) > 1:
        return sides
    side = sides[0] if sides else Side()
    if Axis.DEPARTMENT not in side.values and _means_departments(text):
        departments = sorted({d.department for d in library.documents if d.department})
        if len(departments) > 1:
            year = side.values.get(Axis.YEAR) or _common_year(library)
            with_year = {**side.values, **({Axis.YEAR: year} if year else {})}
            offered = [
                Side({**with_year, Axis.DEPARTMENT: (d,)}, list(side.said)) for d in departments
            ]
            return [s for s in offered if _is_there(s, library)]
    if Axis.YEAR not in side.values and patterns["every_year"].search(text):
        scope = choose(library, _wish(side), before)
        own = {d.department for d in scope.documents}
        years = sorted({d.year for d in library.documents if d.department in own and d.year})
        if not scope.reason and len(years) > 1:
            offered = [Side({**side.values, Axis.YEAR: (y,)}, list(side.said)) for y in years]
            return [s for s in offered if _is_there(s, library, before)]
    return sides


def _is_there(side: Side, library: Library, before: Sequence[DocumentRecord] = ()) -> bool:
    """Tell whether there are documents of a side, of its own year."""
    wish = _wish(side)
    scope = choose(library, wish, before)
    return not scope.reason and all(d.year == wish.year for d in scope.documents if wish.year)


def _means_departments(text: str) -> bool:
    patterns = vocabulary().documents
    ranks = [w for w, kinds in vocabulary().words.items() if kinds & {"most", "least"}]
    who = patterns["who"].search(text) and any(word in text for word in ranks)
    return bool(who or patterns["every_department"].search(text))


def _common_year(library: Library) -> tuple[int, ...]:
    """Return the latest year that several departments have documents of."""
    by_year: dict[int, set[str]] = {}
    for d in library.documents:
        if d.year and d.department:
            by_year.setdefault(d.year, set()).add(d.department)
    shared = [year for year, departments in by_year.items() if len(departments) > 1]
    return (max(shared),) if shared else ()


def _wish(side: Side) -> Wish:
    years = side.values.get(Axis.YEAR)
    kinds = side.values.get(Axis.KIND)
    levels = side.values.get(Axis.LEVEL)
    return Wish(
        departments=tuple(map(str, side.values.get(Axis.DEPARTMENT, ()))),
        year=int(str(years[0])) if years else None,
        kind=Kind(str(kinds[0])) if kinds else None,
        level=str(levels[0]) if levels else None,
    )
