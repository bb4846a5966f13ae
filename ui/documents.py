"""The home's documents from the command line: add files, list them, take one out."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from corpus.disclosure import Disclosure
from corpus.errors import EmptyHomeError, ReadError, UsageError
from corpus.findings import Outcome, Severity
from corpus.reader import read_disclosure
from index.build import add_disclosures, is_unchanged, open_index, remove_document
from index.facts import FactStore
from index.home import Home
from index.records import DocumentRecord, ProofRecord
from ui.progress import stages
from ui.proofs import proof_fields


class CheckedDocument(NamedTuple):
    """A document with what its checks said."""

    document: DocumentRecord
    proofs: tuple[ProofRecord, ...]
    errors: int
    notices: int


def add_files(home: Home, paths: Sequence[Path], remarks: Console) -> int:
    """Add what can be read and say what cannot, a line each; return the exit code.

    Raises:
        UsageError: not one of the paths leads to a file.
    """
    if not any(path.is_file() for path in paths):
        raise UsageError(f"找不到文件「{'」、「'.join(map(str, paths))}」，请检查路径。")
    changed = [path for path in paths if not (path.is_file() and is_unchanged(home, path))]
    for path in paths:
        if path not in changed:
            remarks.print(f"没有变化，跳过：{path.name}")
    read, complaints = _read(changed)
    if read:
        with stages(remarks) as progress:
            names = add_disclosures(home, read, progress, read_disclosure)
        for name in names:
            remarks.print(f"已加入：{name}")
    for complaint in complaints:
        remarks.print(complaint)
    return ReadError.exit_code if complaints else 0


def _read(paths: Sequence[Path]) -> tuple[list[tuple[Path, Disclosure]], list[str]]:
    read, complaints = [], []
    for path in paths:
        try:
            read.append((path, read_disclosure(path)))
        except ReadError as error:
            complaints.append(str(error))
    return read, complaints


def list_documents(home: Home, output: Console, *, as_json: bool) -> None:
    """Print the documents of the home, by name."""
    found = checked_documents(home)
    if as_json:
        shown = {"documents": [_fields(one) for one in found]}
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201 - this is the output
        return
    if not found:
        output.print("还没有文件；用 yusuan add 文件 加入。")
    for document, proofs, errors, notices in found:
        year = f"{document.year}年{document.kind}" if document.year else str(document.kind)
        about = f"{document.department or '部门不详'}，{year}"
        output.print(f"{document.name}（{about}；{document.tables} 张表，{document.facts} 个数据）")
        output.print(
            f"  表格读取：{_proof_text(proofs)}；核对：错误 {errors} 处，提示 {notices} 处"
        )


def _proof_text(proofs: Sequence[ProofRecord]) -> str:
    counts = Counter(proof.outcome for proof in proofs)
    return "，".join(f"{outcome} {counts[outcome]} 张" for outcome in Outcome if counts[outcome])


def checked_documents(home: Home) -> tuple[CheckedDocument, ...]:
    """Return each document with the proofs of its tables and the number of its findings."""
    try:
        index = open_index(home, read_disclosure)
    except EmptyHomeError:
        return ()
    with index.facts as facts:
        return tuple(_checked(facts, document) for document in facts.documents())


def _checked(facts: FactStore, document: DocumentRecord) -> CheckedDocument:
    findings = facts.findings([document.name])
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    proofs = facts.proofs([document.name])
    return CheckedDocument(document, proofs, errors, len(findings) - errors)


def remove_named(home: Home, name: str, remarks: Console) -> None:
    """Take a document out of the home."""
    with stages(remarks) as progress:
        remove_document(home, name, progress)
    remarks.print(f"已移除：{name}")


def _fields(checked: CheckedDocument) -> dict[str, Any]:
    document = checked.document
    return {
        "name": document.name,
        "title": document.title,
        "department": document.department,
        "region": document.region,
        "year": document.year,
        "kind": document.kind,
        "tables": document.tables,
        "facts": document.facts,
        "errors": checked.errors,
        "notices": checked.notices,
        "proofs": [proof_fields(proof) for proof in checked.proofs],
    }
