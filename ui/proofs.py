"""The proof that a table was read right, in words and as JSON."""

from typing import Any

from corpus.findings import Outcome
from index.records import ProofRecord


def proof_fields(proof: ProofRecord) -> dict[str, Any]:
    """Return a table's proof of reading as JSON shows it."""
    return {
        "id": proof.table_id,
        "title": proof.table,
        "outcome": str(proof.outcome),
        "checked": proof.checked,
        "failed": list(proof.failed),
    }


def outcome_text(proof: ProofRecord) -> str:
    """Return a table's proof of reading in words."""
    if proof.outcome is Outcome.NOTHING:
        return f"{proof.outcome}（没有可以核对的合计）"
    if proof.outcome is Outcome.PASSED:
        return f"{proof.outcome}（{proof.checked} 项）"
    return f"{proof.outcome}（{proof.checked} 项，不符的行：{'、'.join(proof.failed)}）"
