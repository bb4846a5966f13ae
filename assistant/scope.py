"""Which documents a question is about, and the reasons why none may answer it."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.clause import Clause
from assistant.given import supposes
from assistant.library import Library
from assistant.normal import canonical
from assistant.reading import Sort, short_owner
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import DocumentRecord

_REGION_BEFORE = re.compile(r"([\u4e00-\u9fff]{1,6}?(?:区|县|市|省|州|盟|旗))$")


class Scope(NamedTuple):
    """The documents a question may be answered from, or why there are none."""

    documents: tuple[DocumentRecord, ...]
    reason: str = ""
    subject: str = ""


def select(library: Library, names: Collection[str] | None) -> Scope:
    """Return the documents asked for by name; all for None or none named."""
    if not names:
        return Scope(library.documents)
    known = {file for document in library.documents for file in document.originals}
    missing = [name for name in names if name not in known]
    if missing:
        return Scope((), "not_loaded", "、".join(missing))
    return Scope(tuple(d for d in library.documents if set(d.originals) & set(names)))


def narrow(scope: Scope, text: str, clauses: Sequence[Clause], library: Library) -> Scope:
    """Narrow to the department, the year and the kind of document that the question names."""
    if other := other_organisation(text, library):
        return Scope((), "other_department", other)
    # 「明年涨两成」 supposes a change; it asks for no figure that next year's document would state.
    if any(clause.asks("next_year") for clause in clauses) and not supposes(text):
        return Scope((), "other_year", "明年")
    documents = _of_department(scope.documents, text)
    years = [year for clause in clauses for year in clause.years]
    documents, missing = _of_years(documents, years, clauses, library)
    if missing:
        return Scope((), "other_year", f"{missing}年")
    if any(clause.asks("actual") and not _says_period(clause) for clause in clauses) and not (
        _reports_execution(documents, text, years, library)
    ):
        accounts = tuple(d for d in documents if d.kind is Kind.FINAL_ACCOUNTS)
        return Scope(accounts) if accounts else Scope((), "final_accounts", "")
    if re.search(r"预算", text) and any(d.kind is Kind.BUDGET for d in documents):
        documents = tuple(d for d in documents if d.kind is not Kind.FINAL_ACCOUNTS)
    return _one(_of_level(documents, text))


def _reports_execution(
    documents: Sequence[DocumentRecord], text: str, years: Sequence[int], library: Library
) -> bool:
    """Tell whether a budget prints what was spent in the year before, where that is asked."""
    if "执行" not in text or not documents:
        return False
    before = {d.name: d.year - 1 for d in documents if d.year is not None}
    asked = set(years) or ({*before.values()} if re.search("上年|去年", text) else set())
    return any(
        str(before[fact.document]) in head and "执行" in head
        for fact in library.lexicon.facts
        if before.get(fact.document) in asked and fact.quote is not None
        for head in fact.column
    )


def _says_period(clause: Clause) -> bool:
    """Tell whether a clause asks what was spent by a month that a budget itself reports."""
    if re.search("执行率|执行进度|支出进度", clause.text):
        return True
    return any(t.sort is Sort.NAME and re.search(r"\d月", t.text) for t in clause.tokens)


def _of_level(documents: tuple[DocumentRecord, ...], text: str) -> tuple[DocumentRecord, ...]:
    """Return the department's documents rather than those of its unit alone, unless that is asked."""
    units = tuple(d for d in documents if "单位" in f"{d.title}{d.name}")
    departments = {d.department for d in documents if d not in units}
    if re.search("单位(?:预算|决算|本级)|本级", text):
        return units or documents
    return tuple(d for d in documents if d not in units or d.department not in departments)


def _one(documents: tuple[DocumentRecord, ...]) -> Scope:
    """Return the latest year's documents of one department, or say that it must be named.

    One department's 部门预算 and another's never answer for each other. A file that is no disclosure
    has no department, and stands beside them all.
    """
    others = tuple(d for d in documents if d.kind is Kind.OTHER and d.department is None)
    own = tuple(d for d in documents if d not in others)
    if len({d.department for d in own}) > 1:
        return Scope(documents, "which_document")
    latest = max((d.year or 0 for d in own), default=0)
    return Scope(tuple(d for d in own if (d.year or 0) == latest) + others)


def other_organisation(text: str, library: Library) -> str:
    """Return an organisation that the question names and no loaded document is about, else ""."""
    for match in vocabulary().organisation.finditer(text):
        named = _without_leading_words(match[0])
        if named in vocabulary().words:
            continue  # 我们局, 该局
        regions = {canonical(d.region or "") for d in library.documents}
        own = [owner for owner in library.owners if owner in named and owner not in regions]
        if short_owner(named, library.owners) == named:
            continue
        if own:
            owner = max(own, key=len)
            # The 区 of 「区科经局」 belongs to the region named before it.
            shared = owner[0] if owner[0] in "省市区县" else ""
            before = named[: named.index(owner)] + shared
            region = _REGION_BEFORE.search(before)
            if not region or any(
                r.endswith(region[1]) or region[1].endswith(r) for r in regions if r
            ):
                continue
            return named
        if len(named) > 2 and not _is_spoken_of(named, library):
            return named
    return ""


def _without_leading_words(text: str) -> str:
    words = vocabulary().words
    for size in range(4, 0, -1):
        if text[:size] in words and len(text) - size >= 3:
            return _without_leading_words(text[size:])
    return text


def _is_spoken_of(name: str, library: Library) -> bool:
    return any(name in known for known in library.lexicon.names()) or any(
        name in canonical(passage.text) for passage in library.passages
    )


def _of_department(documents: tuple[DocumentRecord, ...], text: str) -> tuple[DocumentRecord, ...]:
    named = [
        document
        for document in documents
        if any(canonical(name) in text for name in short_names(document) if len(name) > 2)
    ]
    return tuple(named) or _of_short_name(documents, text)


def _of_short_name(documents: tuple[DocumentRecord, ...], text: str) -> tuple[DocumentRecord, ...]:
    """Return the documents of the one department whose short name a question begins with."""
    departments = {
        document.department
        for document in documents
        if short_owner(text, [canonical(name) for name in short_names(document)])
    }
    if len(departments) != 1:
        return documents
    return tuple(document for document in documents if document.department in departments)


def short_names(document: DocumentRecord) -> list[str]:
    """Return what a document's department goes by, a 街道办事处 also without its office."""
    own = [name for name in (document.department, *document.aliases) if name]
    return [*own, *(name.removesuffix("办事处") for name in own)]


def _of_years(
    documents: tuple[DocumentRecord, ...],
    years: Sequence[int],
    clauses: Sequence[Clause],
    library: Library,
) -> tuple[tuple[DocumentRecord, ...], int | None]:
    """Return the documents of the years named, and a year that none speaks of.

    A year that a document prints in a head, an item or its contents need not be its own.
    """
    for year in years:
        own = tuple(d for d in documents if d.year == year)
        if own:
            documents = own
        elif not _may_speak_of(year, documents) and not _is_printed(year, clauses, library):
            return (), year
    return documents, None


def _may_speak_of(year: int, documents: tuple[DocumentRecord, ...]) -> bool:
    """Tell whether a year is one of the two before a document's own, which forms report on."""
    return any(d.year and year in (d.year - 1, d.year - 2) for d in documents)


def _is_printed(year: int, clauses: Sequence[Clause], library: Library) -> bool:
    """Tell whether a year is part of a name asked for, or of a head or item that is printed."""
    if any(
        str(year) in token.text
        for clause in clauses
        for token in clause.tokens
        if token.sort is Sort.NAME
    ):
        return True
    return any(
        str(year) in " ".join((fact.row, *fact.column, *fact.row_path, fact.quote or ""))
        for fact in library.lexicon.facts
        if fact.value is not None
    )
