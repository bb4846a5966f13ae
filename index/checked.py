"""What the checks found in a disclosure → records that point at its facts and passages by id."""

from collections.abc import Iterable

from corpus.checks import prove_tables
from corpus.disclosure import Disclosure
from corpus.findings import AmountSource, CellSource, Finding, Source
from index.chunking import cell_id
from index.records import FindingRecord, ProofRecord, Reference


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
