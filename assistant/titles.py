"""What documents are called in answers, and which of 部门 and 单位 one speaks for."""

import re
from collections.abc import Iterable, Mapping

from corpus.disclosure import Kind
from index.records import DocumentRecord

_LEVEL = re.compile(r"(部门|单位)(?:预算|决算)")


def level_of(document: DocumentRecord) -> str | None:
    """Return whether a document speaks for a 部门 with its units or a 单位 alone; None unsaid."""
    match = _LEVEL.search(document.title) or _LEVEL.search(document.name)
    return match[1] if match else None


def called(document: DocumentRecord) -> str:
    """Return what a document is called: whose, of which year, of which level and kind."""
    if document.department is None or document.year is None or document.kind is Kind.OTHER:
        return document.title
    return f"{document.department}{document.year}年{level_of(document) or ''}{document.kind.value}"


def headed(title: str) -> str:
    """Return the words that an answer from one of several documents begins with."""
    return f"按《{title}》，"


def titles(documents: Iterable[DocumentRecord]) -> Mapping[str, str]:
    """Return what each document is called, by its name; one file's name where two agree."""
    named = {document.name: called(document) for document in documents}
    twice = {title for title in named.values() if list(named.values()).count(title) > 1}
    return {name: name if title in twice else title for name, title in named.items()}
