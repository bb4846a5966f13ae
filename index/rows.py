"""How records look as rows of the store: column names and types, and the two directions.

Paths are kept as JSON text: read once for each distinct path, they cost a fraction of list columns.
An amount is kept twice: exact as printed (`number`), and as DECIMAL(38,10) (`value`) for SQL.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from corpus.disclosure import Kind, Locator, RowKind
from corpus.findings import Outcome, Severity
from corpus.money import as_plain
from index.records import DocumentRecord, Fact, FindingRecord, Passage, ProofRecord, Reference
from index.wording import Wording

DECIMAL = "DECIMAL(38,10)"
PLACE = {
    "line": "INTEGER",
    "place_column": "INTEGER",
    "page": "INTEGER",
    "sheet": "VARCHAR",
    "place_row": "INTEGER",
    "place_table": "INTEGER",
    "file": "VARCHAR",
}
DOCUMENT = {
    "name": "VARCHAR",
    "title": "VARCHAR",
    "department": "VARCHAR",
    "aliases": "VARCHAR",
    "region": "VARCHAR",
    "year": "INTEGER",
    "kind": "VARCHAR",
    "sha256": "VARCHAR",
    "contents": "VARCHAR",
    "tables": "INTEGER",
    "facts": "INTEGER",
    "files": "VARCHAR",
    "problems": "VARCHAR",
    "recognised": "VARCHAR",
}
FACT = {
    "position": "INTEGER",
    "value": DECIMAL,
    "id": "VARCHAR",
    "document": "VARCHAR",
    "table_id": "VARCHAR",
    "table_title": "VARCHAR",
    "is_form": "BOOLEAN",
    "subject": "VARCHAR",
    "section": "VARCHAR",
    "row_index": "INTEGER",
    "row_name": "VARCHAR",
    "code": "VARCHAR",
    "row_kind": "VARCHAR",
    "row_path": "VARCHAR",
    "parent": "INTEGER",
    "column_index": "INTEGER",
    "column_path": "VARCHAR",
    "block": "INTEGER",
    "text": "VARCHAR",
    "number": "VARCHAR",
    "unit": "VARCHAR",
    "quote": "VARCHAR",
    "place_in_quote": "INTEGER",
    **PLACE,
}
PASSAGE = {
    "position": "INTEGER",
    "id": "VARCHAR",
    "document": "VARCHAR",
    "year": "INTEGER",
    "kind": "VARCHAR",
    "text": "VARCHAR",
    "words": "VARCHAR",
    "section": "VARCHAR",
    "table_id": "VARCHAR",
    "table_title": "VARCHAR",
    "row_index": "INTEGER",
    "fact_ids": "VARCHAR",
    **PLACE,
}
FINDING = {
    "position": "INTEGER",
    "document": "VARCHAR",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "text": "VARCHAR",
    "printed": "VARCHAR",
    "expected": "VARCHAR",
    "sources": "VARCHAR",
}
PROOF = {
    "position": "INTEGER",
    "document": "VARCHAR",
    "table_id": "VARCHAR",
    "table_title": "VARCHAR",
    "outcome": "VARCHAR",
    "checked": "INTEGER",
    "failed": "VARCHAR",
}
WORDING = {"key": "VARCHAR", "text": "VARCHAR", "passage": "VARCHAR", "document": "VARCHAR"}
MOST_WHOLE_DIGITS = 28
ROW_KINDS = {str(kind): kind for kind in RowKind}


def carried(kind: str) -> str:
    """Return the type a value is handed over in: a decimal travels as text, never as a double."""
    return "VARCHAR" if kind == DECIMAL else kind


def from_document(document: DocumentRecord) -> tuple[object, ...]:
    """Return a document's row."""
    return (
        document.name,
        document.title,
        document.department,
        _packed(document.aliases),
        document.region,
        document.year,
        str(document.kind),
        document.sha256,
        _packed(document.contents),
        document.tables,
        document.facts,
        _packed(document.files),
        _packed(document.problems),
        json.dumps(document.recognised, ensure_ascii=False),
    )


def to_document(row: Sequence[Any]) -> DocumentRecord:
    """Return the document of a row."""
    name, title, department, aliases, region, year, kind, sha256, *others = row
    contents, tables, facts, files, problems, recognised = others
    return DocumentRecord(
        name,
        title,
        department,
        _path(aliases),
        region,
        year,
        Kind(kind),
        sha256,
        _path(contents),
        tables,
        facts,
        _path(files),
        _path(problems),
        tuple((file, page) for file, page in json.loads(recognised)),
    )


def to_files(packed: str) -> tuple[str, ...]:
    """Return the names of a document's files as they are kept."""
    return _path(packed)


def from_fact(position: int, fact: Fact) -> tuple[object, ...]:
    """Return a fact's row; `position` is its place in the document."""
    number = None if fact.value is None else as_plain(fact.value)
    return (
        position,
        number if fact.value is not None and fact.value.adjusted() < MOST_WHOLE_DIGITS else None,
        fact.id,
        fact.document,
        fact.table_id,
        fact.table,
        fact.is_form,
        fact.subject,
        _packed(fact.section),
        fact.row_index,
        fact.row,
        fact.code,
        None if fact.row_kind is None else str(fact.row_kind),
        _packed(fact.row_path),
        fact.parent,
        fact.column_index,
        _packed(fact.column),
        fact.group,
        fact.text,
        number,
        fact.unit,
        fact.quote,
        fact.start,
        *_from_place(fact.locator),
    )


def to_fact(row: Sequence[Any]) -> Fact:
    """Return the fact of a row, its value exact and with the printed number of decimals."""
    (_, _, fact_id, document, table_id, table, is_form, subject, section) = row[:9]
    (row_index, name, code, kind, row_path, parent, column_index, column, block) = row[9:18]
    (text, number, unit, quote, start) = row[18:23]
    return Fact(
        fact_id,
        document,
        table_id,
        table,
        is_form,
        subject,
        _path(section),
        row_index,
        name,
        code,
        None if kind is None else ROW_KINDS[kind],
        _path(row_path),
        parent,
        column_index,
        _path(column),
        block,
        text,
        None if number is None else Decimal(number),
        unit,
        quote,
        Locator(*row[23:]),
        start,
    )


def from_passage(position: int, passage: Passage) -> tuple[object, ...]:
    """Return a passage's row; `position` is its place in the document."""
    return (
        position,
        passage.id,
        passage.document,
        passage.year,
        passage.kind,
        passage.text,
        passage.words,
        _packed(passage.section),
        passage.table_id,
        passage.table,
        passage.row_index,
        _packed(passage.fact_ids),
        *_from_place(passage.locator),
    )


def to_passage(row: Sequence[Any]) -> Passage:
    """Return the passage of a row."""
    _, passage_id, document, year, kind, text, words, section, table_id, table, index, ids = row[
        :12
    ]
    return Passage(
        passage_id,
        document,
        year,
        kind,
        text,
        words,
        _path(section),
        table_id,
        table,
        index,
        tuple(json.loads(ids)),
        Locator(*row[12:]),
    )


def from_finding(position: int, finding: FindingRecord) -> tuple[object, ...]:
    """Return a finding's row; `position` is its place among the document's findings."""
    references = [_from_reference(reference) for reference in finding.references]
    return (
        position,
        finding.document,
        finding.rule,
        str(finding.severity),
        finding.text,
        finding.printed,
        finding.expected,
        json.dumps(references, ensure_ascii=False, separators=(",", ":")),
    )


def to_finding(row: Sequence[Any]) -> FindingRecord:
    """Return the finding of a row."""
    _, document, rule, severity, text, printed, expected, sources = row
    references = tuple(_to_reference(parts) for parts in json.loads(sources))
    return FindingRecord(document, rule, Severity(severity), text, printed, expected, references)


def from_proof(position: int, proof: ProofRecord) -> tuple[object, ...]:
    """Return a proof's row; `position` is its table's place in the document."""
    outcome, failed = str(proof.outcome), _packed(proof.failed)
    return (
        position,
        proof.document,
        proof.table_id,
        proof.table,
        outcome,
        proof.checked,
        failed,
    )


def to_proof(row: Sequence[Any]) -> ProofRecord:
    """Return the proof of a row."""
    _, document, table_id, table, outcome, checked, failed = row
    return ProofRecord(document, table_id, table, Outcome(outcome), checked, _path(failed))


def _from_reference(reference: Reference) -> list[object]:
    words = (reference.quote, list(reference.section), reference.table)
    place = _from_place(reference.locator)
    return [reference.document, reference.fact, reference.passage, *words, place]


def _to_reference(parts: Sequence[Any]) -> Reference:
    document, fact, passage, quote, section, table, place = parts
    return Reference(document, fact, passage, quote, tuple(section), table, Locator(*place))


def to_wording(row: Sequence[Any]) -> Wording:
    """Return the wording of a row."""
    key, text, kind, table, section, documents, years = row
    heading = " / ".join(_path(section)) or None
    known = tuple(year for year in years if year is not None)
    return Wording(key, text, kind, table, heading, tuple(documents), known)


def _from_place(locator: Locator) -> tuple[int | str | None, ...]:
    place = (locator.line, locator.column, locator.page, locator.sheet, locator.row)
    return (*place, locator.table, locator.file)


def _packed(parts: Sequence[str]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=50_000)
def _path(packed: str) -> tuple[str, ...]:
    return tuple(json.loads(packed))
