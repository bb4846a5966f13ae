"""Places of evidence in words: where the gold says a figure stands, and where an answer cites it."""

from collections.abc import Iterator

from assistant.answer import Citation
from eval.cases import Case, Place

SEVERAL = "几份文件"
NONE = "没有指明文件"


def document_of(case: Case) -> str:
    """Return the document that a question is about, or that it is about several or none."""
    first = (slot[0].document for slot in case.evidence if slot)
    named = {name for name in (case.source, *(case.documents or ()), *first) if name}
    return named.pop() if len(named) == 1 else SEVERAL if named else NONE


def needed(case: Case) -> Iterator[str]:
    """Yield where the figures of the preferred evidence stand, one place for each."""
    for slot in case.evidence:
        yield _placed(slot[0], case.source)


def cited(citation: Citation) -> str:
    """Return where a citation stands and what it states."""
    cell = (citation.table, citation.row, citation.column)
    parts = [citation.document, *(part for part in cell if part)]
    if citation.quote:
        parts += [part for part in (citation.section,) if part] + [f"「{citation.quote}」"]
    place = " › ".join(parts)
    value = f"：{citation.value}{citation.unit or ''}" if citation.value is not None else ""
    return f"〔{citation.n}〕{place}{value}"


def _placed(place: Place, source: str | None) -> str:
    if place.table is not None:
        cell = (place.table, place.row, place.head)
        parts = [part for part in cell if part]
    elif place.within is not None:
        parts = [f"「{place.within}」"]
    else:
        column = f"第 {place.column} 列" if place.column else ""
        printed = f"「{place.printed}」" if place.printed else ""
        parts = [f"第 {place.line} 行{column}{printed}"]
    return " › ".join([place.document or source or "", *parts])
