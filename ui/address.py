"""How an address is said in Chinese: the names that lead to a cell or sentence, and its place."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Citation
from index.records import DocumentRecord

_PLACES = (
    ("sheet", "工作表「{}」"),
    ("page", "第 {} 页"),
    ("table", "第 {} 张表"),
    ("line", "第 {} 行"),
    ("row", "第 {} 行"),
)


def names(citation: Citation) -> tuple[str, ...]:
    """Return what leads to the source, outermost first: document, table or section, row, column."""
    parts = (citation.document, citation.table or citation.section, citation.row, citation.column)
    return tuple(part for part in parts if part)


def place(locator: Mapping[str, int | str]) -> str:
    """Return where in the file the source stands: 「第 3 页 第 12 行」; a line of the file says all."""
    return " ".join(
        words.format(locator[part])
        for part, words in _PLACES
        if locator.get(part) is not None and not (part == "row" and "line" in locator)
    )


def printed(citation: Citation) -> str:
    """Return what stands at the source: the cell with its unit, or the quoted sentence."""
    if citation.quote:
        return f"「{citation.quote}」"
    unit = f" {citation.unit}" if citation.unit and citation.value else ""
    return f"{citation.value or '（空白）'}{unit}"


def cited(answer: Answer, n: int) -> Citation | None:
    """Return the answer's citation n, if it has one."""
    return next((citation for citation in answer.citations if citation.n == n), None)


def short_name(document: DocumentRecord) -> str:
    """Return the shortest name of the document's department."""
    return min([*document.aliases, document.department or document.title], key=len)


def labels(documents: Sequence[DocumentRecord]) -> dict[str, str]:
    """Return a short label for each document's name: 「2022年某局预算」, or the name if two agree."""
    short = {
        document.name: f"{f'{document.year}年' if document.year else ''}"
        f"{short_name(document)}{document.kind}"
        for document in documents
    }
    times = Counter(short.values())
    return {name: label if times[label] == 1 else name for name, label in short.items()}
