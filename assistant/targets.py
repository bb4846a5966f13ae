"""Which documents a question speaks of: read from departments, years, kinds and levels that it names.

What is named is sorted into sides (「青岚局2023年」 and 「2024年」 are two). What a side leaves unsaid
it takes from the others, then from the conversation; each side comes to the documents it means.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.every import every, wish_of
from assistant.given import supposes
from assistant.library import Library
from assistant.scope import choose
from assistant.sides import Axis, Said, Side, said_of, sides_of
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import DocumentRecord


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

    `said` are all places that say so; `subject` is what is missing; `every` tells that all there are
    of a sort are meant.
    """

    targets: tuple[Target, ...]
    said: tuple[Said, ...] = ()
    reason: str = ""
    subject: str = ""
    every: bool = False

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
    said = _borne_out(sorted(said_of(text, library)), library, before)
    if "执行" in text and _reports_execution(text, said, library):
        said = [one for one in said if one.values != (Kind.FINAL_ACCOUNTS,)]
    for one in said:
        if one.axis is Axis.DEPARTMENT and not one.values:
            return Targets((), tuple(said), "other_department", text[one.start : one.end])
    # 「明年涨两成」 supposes a change; it asks for no figure that next year's document would state.
    if _asks_next_year(text) and not supposes(text):
        return Targets((), tuple(said), "other_year", "明年")
    sides = sides_of(said)
    all_meant = every(sides, text, library, before)
    sides = all_meant or sides
    found: list[Target] = []
    lacking: Targets | None = None
    for side in sides or [Side()]:
        scope = choose(library, wish_of(side), before)
        if scope.reason:
            lacking = lacking or Targets(
                (Target(scope.documents),), tuple(said), scope.reason, scope.subject
            )
            continue
        target = Target(scope.documents, tuple(side.said))
        if all(target.documents != other.documents for other in found):
            found.append(target)
    if lacking and not (lacking.reason == "other_year" and _is_of(lacking, found)):
        return lacking
    return Targets(tuple(found), tuple(said), every=all_meant is not None)


def _borne_out(said: list[Said], library: Library, before: Sequence[DocumentRecord]) -> list[Said]:
    """Return what is said of documents without what is said loosely and none of them bears out.

    「花了」 means the final accounts of the department and year where they are loaded; where only a
    budget is, it is said of what is planned.
    """
    if not any(one.loosely for one in said):
        return said
    departments = {v for s in said if s.axis is Axis.DEPARTMENT for v in s.values}
    departments = departments or {d.department for d in before}
    years = {v for s in said if s.axis is Axis.YEAR for v in s.values} or {d.year for d in before}
    meant = [
        d
        for d in library.documents
        if (not departments or d.department in departments) and (not years or d.year in years)
    ]
    known = {d.kind for d in meant}
    return [one for one in said if not one.loosely or known.intersection(one.values)]


def _is_of(lacking: Targets, found: Sequence[Target]) -> bool:
    """Tell whether the documents found are of the department whose year has none.

    A year without a document of its own may be spoken of by the other one.
    """
    own = {d.department for d in lacking.documents}
    return bool(found) and {d.department for t in found for d in t.documents} <= own


def without(text: str, said: Sequence[Said], axes: Sequence[Axis] = tuple(Axis)) -> str:
    """Return a question without the places that say which documents are meant."""
    kept = list(text)
    for one in said:
        if one.axis in axes:
            kept[one.start : one.end] = [""] * (one.end - one.start)
    return "".join(kept)


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
