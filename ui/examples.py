"""Example questions in the words of the loaded documents: their names, tables and largest figures."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from corpus.disclosure import RowKind
from index.records import DocumentRecord, Fact
from ui.address import short_name

_HOW_MANY = 4


def example_questions(document: DocumentRecord, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return a few questions that the document can answer."""
    cells = [fact for fact in facts if not fact.is_form and fact.quote is None and fact.value]
    tables = [list(table) for _, table in groupby(cells, key=lambda fact: fact.table_id)]
    subject = f"{f'{document.year}年' if document.year else ''}{short_name(document)}的"
    found = [*_shares(tables, subject), *_largest(tables, subject), *_rankings(tables)]
    return tuple(dict.fromkeys(found))[:_HOW_MANY]


def _shares(tables: Sequence[Sequence[Fact]], subject: str) -> Iterator[str]:
    """Ask for the largest part of the first total row that has parts beside it."""
    for table in tables:
        totals = [fact for fact in table if fact.row_kind is RowKind.TOTAL]
        if len({fact.value for fact in totals}) > 2:
            part = sorted(totals, key=lambda fact: fact.value or 0)[-2]
            yield f"{subject}{part.column[-1]}是多少，占多少？"
            return


def _largest(tables: Sequence[Sequence[Fact]], subject: str) -> Iterator[str]:
    """Ask for the largest item, and for the smallest table's total."""
    items = [fact for table in tables for fact in table if fact.row_kind is RowKind.ITEM]
    if items:
        yield f"{subject}{max(items, key=lambda fact: fact.value or 0).row}是多少？"
    small = min(tables, key=len, default=[])
    if small and len(small[-1].column[-1]) > 2:
        yield f"{subject}{small[-1].column[-1]}是多少？"


def _rankings(tables: Sequence[Sequence[Fact]]) -> Iterator[str]:
    long = [table for table in tables if sum(f.row_kind is RowKind.ITEM for f in table) > 2]
    if long and (title := min(long, key=len)[0].table):
        yield f"{title}里最大的三项是什么？"
