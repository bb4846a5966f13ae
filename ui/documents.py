"""The home's documents from the command line: add files, list them, take one out."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rich.console import Console

from corpus.archive import collect
from corpus.disclosure import Disclosure
from corpus.errors import EmptyHomeError, ReadError, UsageError, YusuanError
from corpus.findings import Outcome, Severity
from corpus.reader import read_disclosure
from index.build import add_disclosures, is_unchanged, open_index, remove_document, unindexed
from index.draft import Progress
from index.facts import FactStore
from index.home import Home
from index.records import DocumentRecord, ProofRecord
from ui.progress import stages
from ui.proofs import proof_fields
from ui.upgrade import tell_unindexed


class CheckedDocument(NamedTuple):
    """A document with what its checks said."""

    document: DocumentRecord
    proofs: tuple[ProofRecord, ...]
    errors: int
    notices: int


def add_files(home: Home, paths: Sequence[Path], remarks: Console) -> int:
    """Add what can be read and say what cannot, a line each; return the exit code.

    Folders and zip files stand for the files in them.

    Raises:
        UsageError: not one of the paths leads to anything.
    """
    if not any(path.exists() for path in paths):
        raise UsageError(f"找不到文件「{'」、「'.join(map(str, paths))}」，请检查路径。")
    with TemporaryDirectory(prefix="yusuan-") as scratch:
        found = collect(paths, Path(scratch))
        with stages(remarks) as progress:
            done = _add(home, found.files, progress)
    complaints = [*found.complaints, *done.complaints]
    for name in found.passed_over:
        remarks.print(f"不是可读的格式，跳过：{name}")
    for name in done.unchanged:
        remarks.print(f"没有变化，跳过：{name}")
    halves = _other_halves(home) if done.added else {}
    for name in done.added:
        joined = f"（与「{halves[name]}」合为一份公开）" if name in halves else ""
        remarks.print(f"已加入：{name}{joined}")
    for problem in done.problems:
        remarks.print(problem)
    tell_unindexed(home, remarks)
    for complaint in complaints:
        remarks.print(complaint)
    return ReadError.exit_code if complaints else 0


class _Added(NamedTuple):
    """The names of what was added and what was there already, and what could not be read."""

    added: Sequence[str]
    unchanged: list[str]
    complaints: list[str]
    problems: list[str]


def _add(home: Home, files: Sequence[Path], progress: Progress) -> _Added:
    read: list[tuple[Path, Disclosure]] = []
    unchanged, complaints = [], []
    for done, path in enumerate(files):
        progress("读取文件", done, len(files))
        try:
            if path.is_file() and is_unchanged(home, path):
                unchanged.append(path.name)
            else:
                read.append((path, read_disclosure(path)))
        except ReadError as error:
            complaints.append(str(error))
        # One file that breaks the program must not keep the others out.
        except Exception as error:
            if os.environ.get("YUSUAN_TRACEBACK"):
                raise
            complaints.append(_unfit(path.name, error))
    added, broken = _indexed(home, read, progress)
    complaints += broken
    problems = [f"{path.name}：{problem}" for path, one in read for problem in one.problems]
    return _Added(added, unchanged, complaints, problems)


def _indexed(
    home: Home, read: Sequence[tuple[Path, Disclosure]], progress: Progress
) -> tuple[tuple[str, ...], list[str]]:
    """Add what was read; where something in it breaks the program, each by itself.

    Returns the names that were written, and a complaint for each document that breaks it.
    """
    if not read:
        return (), []
    try:
        return add_disclosures(home, read, progress, read_disclosure), []
    except YusuanError:
        raise
    except Exception as error:
        if os.environ.get("YUSUAN_TRACEBACK"):
            raise
        if len(read) == 1:
            return (), [_unfit(read[0][0].name, error)]
    done = [_indexed(home, [one], progress) for one in read]
    return tuple(name for names, _ in done for name in names), [c for _, cs in done for c in cs]


def _unfit(name: str, error: Exception) -> str:
    return f"「{name}」未能读懂（{type(error).__name__}），没有加入，请另存为 .txt 或 .xlsx 再试。"


def _other_halves(home: Home) -> dict[str, str]:
    """Return for each file of a disclosure in two files the other one."""
    pairs = [one.document.files for one in checked_documents(home) if one.document.files]
    return {one: other for a, b in pairs for one, other in ((a, b), (b, a))}


def list_documents(home: Home, output: Console, *, as_json: bool) -> None:
    """Print the documents of the home, by name."""
    found = checked_documents(home)
    if as_json:
        shown = {
            "documents": [_fields(one) for one in found],
            "unread": list(unindexed(home)),
        }
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201 - this is the output
        return
    if not found:
        output.print("还没有文件；用 yusuan add 文件 加入。")
    for document, proofs, errors, notices in found:
        year = f"{document.year}年{document.kind}" if document.year else str(document.kind)
        about = f"{document.department or '部门不详'}，{year}"
        name = "、".join(document.originals)
        output.print(f"{name}（{about}；{document.tables} 张表，{document.facts} 个数据）")
        output.print(
            f"  表格读取：{_proof_text(proofs) or '没有表'}；核对：错误 {errors} 处，提示 {notices} 处"
        )
        for problem in document.problems:
            output.print(f"  {problem}")
    tell_unindexed(home, output)


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
        "files": list(document.originals),
        "errors": checked.errors,
        "notices": checked.notices,
        "problems": list(document.problems),
        "proofs": [proof_fields(proof) for proof in checked.proofs],
    }
