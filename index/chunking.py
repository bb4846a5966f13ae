"""Turn one disclosure into the facts and passages that are indexed: pure functions, no storage."""

import re
from collections.abc import Iterable, Iterator

from corpus.disclosure import Amount, Cell, Disclosure, Paragraph, Row, RowKind, Table
from index.records import DocumentRecord, Fact, Passage

AmountsByCell = dict[tuple[str, int, int], list[str]]

LONG_CELL = 40
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\u3000]+")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年度?")
_FIGURE = re.compile(r"\d")


def document_record(disclosure: Disclosure, sha256: str, facts: int) -> DocumentRecord:
    """Return what is kept about the document as a whole."""
    return DocumentRecord(
        name=disclosure.name,
        title=disclosure.title,
        department=disclosure.department,
        aliases=disclosure.aliases,
        region=disclosure.region,
        year=disclosure.year,
        kind=disclosure.kind,
        sha256=sha256,
        contents=tuple(entry.title for entry in disclosure.contents),
        tables=len(disclosure.tables),
        facts=facts,
        files=disclosure.files,
        problems=disclosure.problems,
        recognised=tuple(
            (page.file or disclosure.name, page.page or 0) for page in disclosure.recognised
        ),
    )


def facts_of(disclosure: Disclosure) -> list[Fact]:
    """Return every cell of every table in reading order, then every amount stated in a sentence.

    `row_index`, `column_index` and `parent` count from 0 like the tuples they index; ids from 1.
    """
    tables = {table.id: table for table in disclosure.tables}
    facts = [fact for table in disclosure.tables for fact in _cell_facts(disclosure, table)]
    facts.extend(
        _amount_fact(disclosure.name, number, amount, tables.get(amount.table or ""))
        for number, amount in enumerate(disclosure.amounts, 1)
    )
    return facts


def passages_of(disclosure: Disclosure) -> list[Passage]:
    """Return the paragraphs, then for each table its title, rows, long form cells and notes."""
    passages = [
        _paragraph(disclosure, number, paragraph)
        for number, paragraph in enumerate(disclosure.paragraphs, 1)
    ]
    held = _amounts_by_cell(disclosure)
    for table in disclosure.tables:
        passages.append(_table_passage(disclosure, table))
        for index, row in enumerate(table.rows):
            passages.append(_row_passage(disclosure, table, index, row, held))
            passages.extend(_cell_passages(disclosure, table, index, row, held))
        passages.extend(_note_passages(disclosure, table))
    return [passage for passage in passages if passage.words]


def plain(text: str) -> str:
    """Return cell text without HTML tags, runs of blanks joined."""
    return _BLANKS.sub(" ", _TAG.sub(" ", text)).strip()


def _cells(table: Table) -> Iterator[tuple[int, Row, int, Cell]]:
    for row_index, row in enumerate(table.rows):
        for column_index, cell in enumerate(row.cells):
            if cell is not None:
                yield row_index, row, column_index, cell


def cell_id(document: str, table: str, row: int, column: int) -> str:
    """Return the id of the fact of a cell; the indices count from 0."""
    return f"{document}#{table}/{row + 1}/{column + 1}"


def _cell_facts(disclosure: Disclosure, table: Table) -> Iterator[Fact]:
    for row_index, row, column_index, cell in _cells(table):
        column = table.columns[column_index]
        # A cell with words has no unit; a blank one has that of its column, so it can be said.
        wordy = cell.value is None and cell.text.strip()
        yield Fact(
            id=cell_id(disclosure.name, table.id, row_index, column_index),
            document=disclosure.name,
            table_id=table.id,
            table=table.title,
            is_form=table.is_form,
            subject=table.subject,
            section=(),
            row_index=row_index,
            row=row.name,
            code=row.code,
            row_kind=row.kind,
            row_path=row.path,
            parent=row.parent,
            column_index=column_index,
            column=column.path,
            group=column.group,
            text=cell.text,
            value=cell.value,
            unit=cell.unit or (None if wordy else column.unit or table.unit),
            quote=None,
            locator=cell.locator,
        )


def _amount_fact(document: str, number: int, amount: Amount, table: Table | None) -> Fact:
    return Fact(
        id=f"{document}#a{number}",
        document=document,
        table_id=amount.table,
        table=table.title if table else None,
        is_form=table.is_form if table else False,
        subject=table.subject if table else None,
        section=amount.section,
        row_index=amount.row,
        row=amount.item,
        code=None,
        row_kind=None,
        row_path=amount.path,
        parent=None,
        column_index=amount.column,
        column=(amount.relation,) if amount.relation else (),
        group=0,
        text=amount.text,
        value=amount.value,
        unit=amount.unit,
        quote=amount.sentence,
        locator=amount.locator,
        start=amount.start,
    )


def _paragraph(disclosure: Disclosure, number: int, paragraph: Paragraph) -> Passage:
    held = (
        f"{disclosure.name}#a{n}"
        for n, amount in enumerate(disclosure.amounts, 1)
        if amount.table is None
        and amount.section == paragraph.section
        and amount.sentence in paragraph.text
    )
    return Passage(
        id=f"{disclosure.name}#p{number}",
        document=disclosure.name,
        year=disclosure.year,
        kind="paragraph",
        text=paragraph.text,
        words=_words(paragraph.section, plain(paragraph.text)),
        section=paragraph.section,
        table_id=None,
        table=None,
        row_index=None,
        fact_ids=tuple(held),
        locator=paragraph.locator,
    )


def _table_passage(disclosure: Disclosure, table: Table) -> Passage:
    names = tuple(dict.fromkeys(column.name for column in table.columns))
    title = (_bare_title(disclosure, table), table.subject)
    return Passage(
        id=f"{disclosure.name}#{table.id}",
        document=disclosure.name,
        year=disclosure.year,
        kind="table",
        text=f"{table.title}：{'、'.join(names)}" if names else table.title,
        words=_words(title, _joined(names)),
        section=(),
        table_id=table.id,
        table=table.title,
        row_index=None,
        fact_ids=(),
        locator=table.locator,
    )


def _row_passage(
    disclosure: Disclosure, table: Table, index: int, row: Row, held: AmountsByCell
) -> Passage:
    printed = [
        (table.columns[n], cell) for n, cell in enumerate(row.cells) if cell and cell.text.strip()
    ]
    heads = [part for column, _ in printed for part in column.path]
    shown = "；".join(f"{column.name} {plain(cell.text)}" for column, cell in printed)
    names = _names_in_form(table, (cell for _, cell in printed))
    label = _joined((table.title, *row.path, row.code, row.name))
    unit = f"（单位：{table.unit}）" if table.unit else ""
    return Passage(
        id=f"{disclosure.name}#{table.id}/{index + 1}",
        document=disclosure.name,
        year=disclosure.year,
        kind="row",
        text=f"{label}：{shown}{unit}" if shown else label,
        words=_words((*_row_heads(disclosure, table, row), *heads), _joined(names)),
        section=(),
        table_id=table.id,
        table=table.title,
        row_index=index,
        fact_ids=_row_facts(disclosure.name, table.id, index, row, held),
        locator=row.locator,
    )


def _cell_passages(
    disclosure: Disclosure, table: Table, index: int, row: Row, held: AmountsByCell
) -> Iterator[Passage]:
    for column_index, cell in enumerate(row.cells):
        if cell is None or len(text := plain(cell.text)) <= LONG_CELL:
            continue
        heads = (*_row_heads(disclosure, table, row), *table.columns[column_index].path)
        fact = cell_id(disclosure.name, table.id, index, column_index)
        yield Passage(
            id=fact,
            document=disclosure.name,
            year=disclosure.year,
            kind="cell",
            text=text,
            words=_words(heads, text),
            section=(),
            table_id=table.id,
            table=table.title,
            row_index=index,
            fact_ids=(fact, *held.get((table.id, index, column_index), ())),
            locator=cell.locator,
        )


def _note_passages(disclosure: Disclosure, table: Table) -> Iterator[Passage]:
    """Yield what a table says of itself; a year alone, printed for a caption, says nothing."""
    for number, note in enumerate(table.notes, 1):
        text = plain(note.text)
        if not _YEAR.sub("", text).strip("（）() "):
            continue
        yield Passage(
            id=f"{disclosure.name}#{table.id}n{number}",
            document=disclosure.name,
            year=disclosure.year,
            kind="note",
            text=text,
            words=_words((_bare_title(disclosure, table), table.subject), text),
            section=(),
            table_id=table.id,
            table=table.title,
            row_index=None,
            fact_ids=(),
            locator=note.locator,
        )


def _row_facts(
    document: str, table: str, index: int, row: Row, held: AmountsByCell
) -> tuple[str, ...]:
    columns = [n for n, cell in enumerate(row.cells) if cell is not None]
    cells = [cell_id(document, table, index, n) for n in columns]
    amounts = [fact for n in columns for fact in held.get((table, index, n), ())]
    return (*cells, *amounts)


def _amounts_by_cell(disclosure: Disclosure) -> AmountsByCell:
    """Return the ids of the amounts that stand in form cells, by table, row and column."""
    held: AmountsByCell = {}
    for number, amount in enumerate(disclosure.amounts, 1):
        if amount.table is not None and amount.row is not None and amount.column is not None:
            place = (amount.table, amount.row, amount.column)
            held.setdefault(place, []).append(f"{disclosure.name}#a{number}")
    return held


def _row_heads(disclosure: Disclosure, table: Table, row: Row) -> tuple[str | None, ...]:
    """Return the names a row stands under and its own, outermost first."""
    parents: list[str] = []
    seen: set[int] = set()
    above = row.parent
    while above is not None and above not in seen:
        seen.add(above)
        # Every row is under some 合计, so the word would tell none apart.
        if table.rows[above].kind is not RowKind.TOTAL:
            parents.insert(0, table.rows[above].name)
        above = table.rows[above].parent
    title = _bare_title(disclosure, table)
    return (title, table.subject, *row.path, *parents, row.code, row.name)


def _names_in_form(table: Table, cells: Iterable[Cell]) -> list[str]:
    """Return the short words filled into a form's cells; what holds a figure is left out."""
    if not table.is_form:
        return []
    texts = (plain(cell.text) for cell in cells if cell.value is None)
    return [text for text in texts if len(text) <= LONG_CELL and not _FIGURE.search(text)]


def _bare_title(disclosure: Disclosure, table: Table) -> str:
    """Return a table's title without year and department, so it is the same in every document."""
    title = _YEAR.sub("", table.title)
    for name in sorted((disclosure.department or "", *disclosure.aliases), key=len, reverse=True):
        title = title.removeprefix(name) if name else title
    return title.strip() or table.title


def _words(heads: Iterable[str | None], body: str) -> str:
    """Return searched words: the heads on one line, the body below it."""
    return f"{_joined(heads)}\n{body}".strip()


def _joined(parts: Iterable[str | None]) -> str:
    """Join the parts that there are, each once, on one line."""
    lines = (" ".join(plain(part).split()) for part in parts if part)
    return " ".join(dict.fromkeys(line for line in lines if line))
