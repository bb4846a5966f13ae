"""Facts → the tables and amounts of the disclosure they came from, for checks between documents.

Rows and columns keep their indices; what holds no fact (a row of heads, running text) stays out.
"""

from collections.abc import Iterable
from itertools import groupby

from corpus.disclosure import Amount, Cell, Column, Disclosure, Locator, Row, RowKind, Table
from corpus.disclosure import Paragraph as Text
from index.records import DocumentRecord, Fact, Passage


def recalled(
    record: DocumentRecord, facts: Iterable[Fact], passages: Iterable[Passage]
) -> Disclosure:
    """Return the disclosure of a record as far as its facts and paragraphs tell."""
    kept = list(facts)
    cells = [fact for fact in kept if fact.quote is None and fact.table_id is not None]
    amounts = [fact for fact in kept if fact.quote is not None]
    tables = groupby(cells, key=lambda fact: fact.table_id)
    texts = [p for p in passages if p.kind == "paragraph"]
    return Disclosure(
        name=record.name,
        title=record.title,
        department=record.department,
        aliases=record.aliases,
        region=record.region,
        year=record.year,
        kind=record.kind,
        contents=(),
        sections=(),
        paragraphs=tuple(Text(p.text, p.section, p.locator) for p in texts),
        tables=tuple(_table(list(of_table)) for _, of_table in tables),
        amounts=tuple(map(_amount, amounts)),
    )


def _table(facts: list[Fact]) -> Table:
    first = facts[0]
    width = max(fact.column_index or 0 for fact in facts) + 1
    height = max(fact.row_index or 0 for fact in facts) + 1
    columns = [Column(())] * width
    by_row: dict[int, list[Fact]] = {}
    for fact in facts:
        by_row.setdefault(fact.row_index or 0, []).append(fact)
        unit = fact.unit if fact.unit != "%" else None
        columns[fact.column_index or 0] = Column(fact.column, fact.group, unit)
    rows = tuple(_row(by_row.get(index, []), width) for index in range(height))
    return Table(
        id=first.table_id or "",
        title=first.table or "",
        unit=next((fact.unit for fact in facts if fact.unit), None),
        columns=tuple(columns),
        rows=rows,
        is_form=first.is_form,
        subject=first.subject,
        locator=first.locator,
    )


def _row(facts: list[Fact], width: int) -> Row:
    if not facts:
        return Row("", None, RowKind.HEAD, None, (), (None,) * width, Locator())
    first = facts[0]
    cells: list[Cell | None] = [None] * width
    for fact in facts:
        cells[fact.column_index or 0] = Cell(fact.text, fact.value, fact.unit, fact.locator)
    kind = first.row_kind or RowKind.ENTRY
    path, cells_ = first.row_path, tuple(cells)
    return Row(first.row, first.code, kind, first.parent, path, cells_, first.locator, first.group)


def _amount(fact: Fact) -> Amount:
    """Return an amount again; one without a number cannot have been kept as one."""
    if fact.value is None:
        raise ValueError(fact.id)
    return Amount(
        item=fact.row,
        relation=fact.column[0] if fact.column else "",
        path=fact.row_path,
        text=fact.text,
        value=fact.value,
        unit=fact.unit or "",
        sentence=fact.quote or "",
        section=fact.section,
        locator=fact.locator,
        start=fact.start or 0,
        table=fact.table_id,
        row=fact.row_index,
        column=fact.column_index,
    )
