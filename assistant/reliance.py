"""What the reading of a document cannot vouch for, said beside the figures that rest on it.

A figure of a page that is a picture was recognised, not read; a table whose own sums fail may have
been misprinted or misread.
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant.answer import Caveat, Citation
from assistant.evidence import Ledger
from assistant.result import Store

_RECOGNISED = {
    1: "这一页是扫描件，数字由识别得来，请对照原件。",
    2: "这几页是扫描件，数字由识别得来，请对照原件。",
}
_UNPROVEN = {
    1: "这张表没有通过读取核对，有的行与各项之和对不上，请对照原件。",
    2: "这几张表没有通过读取核对，有的行与各项之和对不上，请对照原件。",
}
REMARKS = frozenset([*_RECOGNISED.values(), *_UNPROVEN.values()])


def reliance(ledger: Ledger, store: Store, told: Iterable[str]) -> Iterator[Caveat]:
    """Yield what must be said of the citations; `told` are the findings that the answer states."""
    pages = [(c.n, page) for c in ledger.citations if (page := _page(c)) in store.recognised]
    yield from _caveat("recognised", _RECOGNISED, pages)
    stated = {finding.text: finding for finding in store.findings.values()}
    explained = {
        (fact.document, fact.table_id)
        for text in told
        if text in stated
        for reference in stated[text].references
        if (fact := store.facts.get(reference.fact or ""))
    }
    tables = [
        (number, table)
        for number, table in ledger.tables(store.facts)
        if table in store.unproven and table not in explained
    ]
    yield from _caveat("unproven", _UNPROVEN, tables)


def _caveat(
    kind: str, texts: dict[int, str], found: Sequence[tuple[int, object]]
) -> Iterator[Caveat]:
    if found:
        several = min(2, len({place for _, place in found}))
        yield Caveat(kind=kind, text=texts[several], citations=tuple(n for n, _ in found))


def _page(citation: Citation) -> tuple[str, int]:
    page = citation.locator.get("page")
    return citation.document, page if isinstance(page, int) else 0
