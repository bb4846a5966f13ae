"""`yusuan check`: what does not agree in a document, with addresses, and the proof of its reading."""

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from assistant.answer import Citation
from assistant.evidence import Ledger
from corpus.errors import UnknownDocumentError
from corpus.findings import Severity
from corpus.reader import read_disclosure
from index.build import open_index
from index.checked import findings_between
from index.facts import FactStore
from index.home import Home
from index.records import Fact, FindingRecord, ProofRecord, Reference
from ui.address import place
from ui.proofs import outcome_text, proof_fields

SHOWN_SOURCES = 3
SEVERITIES = {Severity.ERROR: "错误", Severity.NOTICE: "提示"}


def check_document(home: Home, name: str, output: Console, *, as_json: bool) -> None:
    """Print the findings of one document, errors first.

    Raises:
        UnknownDocumentError: the home holds no document of that name.
    """
    with open_index(home, read_disclosure).facts as store:
        name = store.resolved([name])[0]
        known = [document.name for document in store.documents()]
        if name not in known:
            raise UnknownDocumentError(f"资料库里没有「{name}」，现有：{'、'.join(known)}。")
        findings = [*store.findings([name]), *findings_between(store, name)]
        findings.sort(key=lambda finding: finding.severity is not Severity.ERROR)
        cited = _citations(store, findings)
        proofs = store.proofs([name])
    if as_json:
        shown = {
            "document": name,
            "findings": [_fields(f, c) for f, c in zip(findings, cited, strict=True)],
            "tables": [proof_fields(proof) for proof in proofs],
        }
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201 - this is the output
        return
    _print(output, name, findings, cited, proofs)


def _citations(store: FactStore, findings: Sequence[FindingRecord]) -> list[list[Citation]]:
    """Return the citations of each finding, in the shape that answers have."""
    documents = {reference.document for finding in findings for reference in finding.references}
    facts = {fact.id: fact for fact in store.facts(sorted(documents))} if documents else {}
    cells = {
        (f.document, f.table_id, f.row_index, f.column_index): f
        for f in facts.values()
        if f.quote is None
    }
    ledger = Ledger(cells)
    return [
        [_citation(ledger, facts, reference, n) for n, reference in enumerate(f.references, 1)]
        for f in findings
    ]


def _citation(ledger: Ledger, facts: dict[str, Fact], reference: Reference, n: int) -> Citation:
    if reference.fact is not None:
        return ledger.citation_of(facts[reference.fact], n)
    return Citation(
        n=n,
        document=reference.locator.file or reference.document,
        table=reference.table,
        section=" / ".join(reference.section) or None,
        quote=reference.quote,
        locator=reference.locator.as_dict(),
    )


def _fields(finding: FindingRecord, citations: Sequence[Citation]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "text": finding.text,
        "printed": finding.printed,
        "expected": finding.expected,
        "citations": [citation.model_dump() for citation in citations],
    }


def _print(
    output: Console,
    name: str,
    findings: Sequence[FindingRecord],
    cited: Sequence[Sequence[Citation]],
    proofs: Sequence[ProofRecord],
) -> None:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    output.print(f"{name}：错误 {errors} 处，提示 {len(findings) - errors} 处。")
    for number, (finding, citations) in enumerate(zip(findings, cited, strict=True), 1):
        output.print(
            f"\n{number}. 【{SEVERITIES[finding.severity]}】{finding.rule}：{finding.text}"
        )
        addresses = list(dict.fromkeys(_address(citation, name) for citation in citations))
        for address in addresses[:SHOWN_SOURCES]:
            output.print(f"   出处：{address}")
        if len(addresses) > SHOWN_SOURCES:
            output.print(f"   另有 {len(addresses) - SHOWN_SOURCES} 处出处，用 --json 查看。")
    output.print("\n表格读取核对：")
    for proof in proofs:
        output.print(f"  {proof.table}：{outcome_text(proof)}")


def _address(citation: Citation, name: str) -> str:
    """Return where a citation stands in one line; the document only where it is another one."""
    document = citation.document if citation.document != name else None
    places = (document, citation.table, citation.row, citation.column, citation.section)
    quote = f"「{citation.quote}」" if citation.quote is not None else None
    value = None if quote else citation.value or "空白"
    path = " → ".join(place for place in (*places, quote, value) if place)
    where = place(citation.locator)
    return f"{path}（{where}）" if where else path
