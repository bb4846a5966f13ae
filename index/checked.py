"""What the checks found in a disclosure → records that point at its facts and passages by id."""

from collections.abc import Iterable

from corpus.checks import prove_tables
from corpus.checks.between_documents import check_between
from corpus.checks.units import is_unit, units_of
from corpus.disclosure import Disclosure
from corpus.findings import AmountSource, CellSource, Finding, Source
from index.chunking import cell_id
from index.facts import FactStore
from index.recall import recalled
from index.records import DocumentRecord, FindingRecord, ProofRecord, Reference


def finding_records(
    disclosure: Disclosure, findings: Iterable[Finding]
) -> tuple[FindingRecord, ...]:
    """Return the records of findings; a source without a document of its own is of this one."""
    return tuple(
        FindingRecord(
            disclosure.name,
            finding.rule,
            finding.severity,
            finding.text,
            finding.printed,
            finding.expected,
            tuple(_reference(disclosure, source) for source in dict.fromkeys(finding.sources)),
        )
        for finding in findings
    )


def proof_records(disclosure: Disclosure) -> tuple[ProofRecord, ...]:
    """Return the proof of reading of each table."""
    return tuple(
        ProofRecord(
            disclosure.name, proof.table, proof.title, proof.outcome, proof.checked, proof.failed
        )
        for proof in prove_tables(disclosure)
    )


def findings_between(store: FactStore, name: str) -> tuple[FindingRecord, ...]:
    """Return what does not agree between a document and others of its department and its units."""
    records = {record.name: record for record in store.documents()}
    if records[name].department is None:
        return ()
    disclosure = _recalled(store, records.pop(name))
    units = units_of(disclosure)
    others = [
        _recalled(store, record)
        for record in records.values()
        if record.department == disclosure.department
        or any(is_unit(unit, disclosure, record.department) for unit in units)
    ]
    return finding_records(disclosure, check_between(disclosure, others)) if others else ()


def _recalled(store: FactStore, record: DocumentRecord) -> Disclosure:
    return recalled(record, store.facts([record.name]), store.passages([record.name]))


def _reference(disclosure: Disclosure, source: Source) -> Reference:
    document = source.document or disclosure.name
    if isinstance(source, CellSource):
        return Reference(document, cell_id(document, source.table, source.row, source.column))
    if isinstance(source, AmountSource):
        return Reference(document, f"{document}#a{source.index + 1}")
    passage = next(
        (
            f"{document}#p{number}"
            for number, paragraph in enumerate(disclosure.paragraphs, 1)
            if paragraph.locator == source.locator and source.quote in paragraph.text
        ),
        None,
    )
    title = next((t.title for t in disclosure.tables if t.id == source.table), None)
    return Reference(document, None, passage, source.quote, source.section, title, source.locator)
