"""What a question says of documents: the departments, years, kinds and levels it names, side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from assistant.library import Library
from assistant.linking import in_order
from assistant.normal import canonical
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度|年|(?!\d))|(?<!\d)(\d\d)(?:年度?|(?=[、和到至及-]\d\d年))(?!前|后|内)"
)
_RANGE = re.compile(
    r"(?<!\d)((?:19|20)?\d\d)(?:年度?)?(?:到|至|-|—|~)((?:19|20)?\d\d)(?:年度?)?|(?<!\d)((?:19|20)\d\d)年(?:度)?起"
)
_MANY = 8
# 「实际发生时」 says when, not how much.
_NO_TIME = r"(?!时(?!间)|的?时候|之?前(?!面)|之后|以后)"
_LONG_NAME = 5


class Axis(StrEnum):
    """What a mention tells documents apart by."""

    DEPARTMENT = "department"
    YEAR = "year"
    KIND = "kind"
    LEVEL = "level"


class Said(NamedTuple):
    """A place in a question that says which documents are meant; `alone`, a region without a name.

    What is said `loosely` holds only where there is such a document (「花了」, of final accounts).
    """

    start: int
    end: int
    axis: Axis
    values: tuple[object, ...]
    alone: bool = False
    loosely: bool = False


@dataclass(slots=True)
class Side:
    """What is said of one of the documents compared, and where."""

    values: dict[Axis, tuple[object, ...]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)


def said_of(text: str, library: Library) -> Iterator[Said]:
    """Yield the places in a question that say which documents are meant."""
    for named in library.called.find(text, lambda name: _is_spoken_of(name, library)):
        departments = tuple(sorted(named.departments))
        yield Said(named.start, named.end, Axis.DEPARTMENT, departments, named.alone)
    yield from _years(text)
    patterns = vocabulary().documents
    accounts = list(_accounts(text))
    taken = {i for one in accounts for i in range(one.start, one.end)}
    yield from accounts
    has_accounts = any(d.kind is Kind.FINAL_ACCOUNTS for d in library.documents)
    told: set[int] = set()  # where a piece of the question says how much of the budget was spent
    if has_accounts:
        for done in patterns["completion"].finditer(text):
            # How much of the budget was spent is told by the final accounts.
            place = done.start()
            said = Said(place, place, Axis.KIND, (Kind.FINAL_ACCOUNTS,))
            yield said._replace(loosely=patterns["progress"].fullmatch(done[0]) is not None)
            told |= _piece_around(text, place)
        for match in patterns["budget"].finditer(text):
            if match.start() not in taken | told:
                yield Said(match.start(), match.end(), Axis.KIND, (Kind.BUDGET,))
    for level, name in (("单位", "unit"), ("部门", "whole")):
        for match in patterns[name].finditer(text):
            yield Said(match.start(), match.end(), Axis.LEVEL, (level,))


def _piece_around(text: str, place: int) -> set[int]:
    """Return the places of the piece of a text between commas that a place is in."""
    ends = [match.start() for match in re.finditer(r"[,，。;；?？!！]", text)]
    start = max((end for end in ends if end < place), default=-1) + 1
    return set(range(start, min((end for end in ends if end >= place), default=len(text))))


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
    """Yield the years of documents; one that is asked for in a document of another is none."""
    said = list(_all_years(text))
    places = [match.start() for match in vocabulary().documents["placed"].finditer(text)]
    of_documents = [one for one in said if one.end in places]
    if of_documents:
        said = [one for one in said if one.start <= of_documents[0].start or one in of_documents]
    yield from said


def _all_years(text: str) -> Iterator[Said]:
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
    months = vocabulary().documents["period"].search(text)
    words = sorted((w for w, kinds in vocabulary().words.items() if "actual" in kinds), key=len)
    forms = [re.compile(f"{re.escape(word)}(?:数|口径)?{_NO_TIME}") for word in reversed(words)]
    taken: set[int] = set()
    spent = vocabulary().documents["spent"]
    for form in (*forms, vocabulary().documents["accounts"], spent):
        for match in form.finditer(text):
            if months and ("决算" not in match[0] or _is_one_stretch(text, match, months)):
                continue
            place = set(range(match.start(), match.end()))
            if not place & taken:
                taken |= place
                said = Said(match.start(), match.end(), Axis.KIND, (Kind.FINAL_ACCOUNTS,))
                yield said._replace(loosely=form is spent)


def _is_one_stretch(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether no punctuation stands between two places of a text."""
    first, last = sorted((one, other), key=lambda match: match.start())
    return not re.search("[,，;；。?？]", text[first.end() : last.start()])


def sides_of(said: Sequence[Said]) -> list[Side]:
    """Sort mentions into sides: what differs from what was said of a side begins another.

    What a side leaves unsaid is said by the one before it, else by the next.
    """
    sides: list[Side] = []
    for one in said:
        spread = one.axis is Axis.YEAR
        for values in [(v,) for v in one.values] if spread else [one.values]:
            _put(sides, one, values)
    return _filled(sides)


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
