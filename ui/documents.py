"""The home's documents from the command line: add files, list them, take one out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from corpus.disclosure import Disclosure
from corpus.errors import EmptyHomeError, ReadError, UsageError
from corpus.reader import read_disclosure
from index.build import add_disclosures, is_unchanged, open_index, remove_document
from index.home import Home
from index.records import DocumentRecord
from ui.progress import stages


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
    for path, disclosure in read:
        for problem in disclosure.problems:
            remarks.print(f"{path.name}：{problem}")
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
    found = documents_of(home)
    if as_json:
        shown = {"documents": [_fields(document) for document in found]}
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201 - this is the output
        return
    if not found:
        output.print("还没有文件；用 yusuan add 文件 加入。")
    for document in found:
        year = f"{document.year}年{document.kind}" if document.year else str(document.kind)
        about = f"{document.department or '部门不详'}，{year}"
        output.print(f"{document.name}（{about}；{document.tables} 张表，{document.facts} 个数据）")


def documents_of(home: Home) -> tuple[DocumentRecord, ...]:
    """Return what is known of each document; none for a home to which nothing was added."""
    try:
        index = open_index(home, read_disclosure)
    except EmptyHomeError:
        return ()
    with index.facts as facts:
        return facts.documents()


def remove_named(home: Home, name: str, remarks: Console) -> None:
    """Take a document out of the home."""
    with stages(remarks) as progress:
        remove_document(home, name, progress)
    remarks.print(f"已移除：{name}")


def _fields(document: DocumentRecord) -> dict[str, Any]:
    return {
        "name": document.name,
        "title": document.title,
        "department": document.department,
        "region": document.region,
        "year": document.year,
        "kind": document.kind,
        "tables": document.tables,
        "facts": document.facts,
    }
