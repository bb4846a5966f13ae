"""Which documents may answer: chosen by department, year, kind and level, or why there are none.

What is wished for must be there: one department's figure never answers for another's, a year's for
another year's, a unit's for its department's. What is not said is that of the turn before, else the
budget, the whole department, the latest year.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.library import Library
from assistant.titles import level_of
from corpus.disclosure import Kind
from index.records import DocumentRecord

Documents = tuple[DocumentRecord, ...]


class Scope(NamedTuple):
    """The documents a question may be answered from, or why there are none and which are nearest."""

    documents: Documents
    reason: str = ""
    subject: str = ""


class Wish(NamedTuple):
    """What a question says of the documents it means; () and None where it says nothing."""

    departments: tuple[str, ...] = ()
    year: int | None = None
    kind: Kind | None = None
    level: str | None = None


def select(library: Library, names: Collection[str] | None) -> Scope:
    """Return the documents asked for by name; all for None or none named."""
    if not names:
        return Scope(library.documents)
    known = {file for document in library.documents for file in document.originals}
    missing = [name for name in names if name not in known]
    if missing:
        return Scope((), "not_loaded", "、".join(missing))
    return Scope(tuple(d for d in library.documents if set(d.originals) & set(names)))


def choose(library: Library, wish: Wish, before: Sequence[DocumentRecord] = ()) -> Scope:
    """Return the documents that are wished for, after a turn about the documents `before`."""
    plain = tuple(d for d in library.documents if _is_no_disclosure(d))
    own = tuple(d for d in library.documents if d not in plain)
    own = _of_departments(own, wish, before)
    if wish.kind is Kind.FINAL_ACCOUNTS:
        accounts = tuple(d for d in own if d.kind is Kind.FINAL_ACCOUNTS)
        if not accounts:
            return Scope(own, "final_accounts", "")
        own = accounts
    of_year, missing = _of_year(own, wish, before, library)
    if missing:
        return Scope(own, "other_year", missing)
    of_kind = _of_kind(of_year, wish, before)
    own, missing = _of_level(of_kind, wish, before)
    if missing:
        return Scope(of_kind, "other_level", missing)
    if len({d.department for d in own}) > 1:
        return Scope(own, "which_document")
    latest = max((d.year or 0 for d in own), default=0)
    own = tuple(d for d in own if (d.year or 0) == latest)
    # A file that is no disclosure has no department, and stands beside them all.
    return Scope(own if wish.departments else own + plain)


def _is_no_disclosure(document: DocumentRecord) -> bool:
    return document.kind is Kind.OTHER and document.department is None


def _of_departments(own: Documents, wish: Wish, before: Sequence[DocumentRecord]) -> Documents:
    wanted = set(wish.departments) or {d.department for d in before if d.department}
    return tuple(d for d in own if d.department in wanted) if wanted else own


def _of_year(
    own: Documents, wish: Wish, before: Sequence[DocumentRecord], library: Library
) -> tuple[Documents, str]:
    """Return the documents of a year, or those that speak of it, or that there are none."""
    if wish.year is None:
        years = {d.year for d in before}
        return _kept(own, tuple(d for d in own if d.year in years)), ""
    if of_year := tuple(d for d in own if d.year == wish.year):
        return of_year, ""
    for after in (1, 2):
        if speaking := tuple(d for d in own if d.year and d.year - after == wish.year):
            return speaking, ""
    printed = tuple(d for d in own if _is_printed(wish.year, library.within([d.name])))
    return printed, "" if printed else f"{wish.year}年"


def _is_printed(year: int, library: Library) -> bool:
    """Tell whether a year is part of a head, an item or a sentence with a figure."""
    return any(
        str(year) in " ".join((fact.row, *fact.column, *fact.row_path, fact.quote or ""))
        for fact in library.lexicon.facts
        if fact.value is not None
    )


def _of_kind(own: Documents, wish: Wish, before: Sequence[DocumentRecord]) -> Documents:
    """Return budgets unless final accounts are meant, or all there is."""
    kinds = {wish.kind} if wish.kind else {d.kind for d in before}
    if len(kinds) == 1 and (kept := tuple(d for d in own if d.kind in kinds)):
        return kept
    return _kept(own, tuple(d for d in own if d.kind is not Kind.FINAL_ACCOUNTS))


def _of_level(
    own: Documents, wish: Wish, before: Sequence[DocumentRecord]
) -> tuple[Documents, str]:
    """Return the documents of a department, or of its unit alone where that is meant."""
    units = tuple(d for d in own if level_of(d) == "单位")
    if wish.level == "单位":
        # A document that does not say its level may be the unit's.
        unsaid = tuple(d for d in own if level_of(d) is None)
        return units or unsaid, "" if units or unsaid or not own else "单位预算"
    if wish.level is None and before and all(d in units for d in before):
        return units, ""
    departments = {d.department for d in own if d not in units}
    return tuple(d for d in own if d not in units or d.department not in departments), ""


def _kept(all_: Documents, some: Documents) -> Documents:
    return some or all_
