"""The fact store: documents, facts and passages in DuckDB, amounts as exact decimals.

A store is written by one process into a generation of its own and opened read-only by all others.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from corpus.errors import HomeError
from index import rows
from index.records import DocumentRecord, Fact, FindingRecord, Passage, ProofRecord
from index.wording import Wording, cut, key_of

# DuckDB may fetch extensions by itself; nothing here asks the network.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
TABLES = {
    "documents": rows.DOCUMENT,
    "facts": rows.FACT,
    "passages": rows.PASSAGE,
    "findings": rows.FINDING,
    "proofs": rows.PROOF,
    "wordings": rows.WORDING,
}


class FactStore:
    """Facts and passages of all documents of a generation; safe to share between threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Use an open connection; call `open` or `create` instead."""
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> "FactStore":
        """Open the store at `path` for writing, making it where there is none."""
        connection = duckdb.connect(str(path), config=CONFIG)
        for table, columns in TABLES.items():
            named = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({named})")
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> "FactStore":
        """Open the store at `path` for reading; raises HomeError when it is missing or damaged."""
        try:
            return cls(duckdb.connect(str(path), read_only=True, config=CONFIG))
        except duckdb.Error as error:
            raise HomeError(
                "资料库的数据文件打不开，请用 `yusuan add` 在新的 --home 目录重新加入文件。"
            ) from error

    def close(self) -> None:
        """Close the connection; what was written is on disk afterwards."""
        self._connection.close()

    def __enter__(self) -> "FactStore":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def documents(self) -> tuple[DocumentRecord, ...]:
        """Return all documents, by name."""
        found = self._ask("SELECT * FROM documents ORDER BY name")
        return tuple(rows.to_document(row) for row in found)

    def resolved(self, names: Collection[str] | None) -> list[str]:
        """Return the documents meant by `names`: of a disclosure in two files either file's name."""
        if not names:
            return []
        pairs = self._ask("SELECT name, files FROM documents WHERE files <> '[]'")
        known = {file: name for name, files in pairs for file in rows.to_files(files)}
        return list(dict.fromkeys(known.get(name, name) for name in names))

    def facts(self, documents: Collection[str] | None = None) -> tuple[Fact, ...]:
        """Return the facts of `documents` (all when None or empty) in reading order."""
        found = self._ask(
            "SELECT * FROM facts WHERE len($documents::VARCHAR[]) = 0"
            " OR document IN (SELECT unnest($documents::VARCHAR[])) ORDER BY document, position",
            {"documents": self.resolved(documents)},
        )
        return tuple(map(rows.to_fact, found))

    def table(self, document: str, table_id: str) -> tuple[Fact, ...]:
        """Return the facts of one table, row by row, cells before the amounts inside them."""
        found = self._ask(
            "SELECT * FROM facts WHERE document = ? AND table_id = ? ORDER BY position",
            [document, table_id],
        )
        return tuple(map(rows.to_fact, found))

    def passages(self, documents: Collection[str] | None = None) -> tuple[Passage, ...]:
        """Return the passages of `documents` (all when None or empty) in reading order."""
        found = self._ask(
            "SELECT * FROM passages WHERE len($documents::VARCHAR[]) = 0"
            " OR document IN (SELECT unnest($documents::VARCHAR[])) ORDER BY document, position",
            {"documents": self.resolved(documents)},
        )
        return tuple(map(rows.to_passage, found))

    def passage(self, passage_id: str) -> Passage:
        """Return one passage; raises KeyError for an unknown id."""
        found = self._ask("SELECT * FROM passages WHERE id = ?", [passage_id])
        if not found:
            raise KeyError(passage_id)
        return rows.to_passage(found[0])

    def findings(self, documents: Collection[str] | None = None) -> tuple[FindingRecord, ...]:
        """Return what the checks found in `documents` (all when None or empty), errors first."""
        found = self._ask(
            "SELECT * FROM findings WHERE len($documents::VARCHAR[]) = 0"
            " OR document IN (SELECT unnest($documents::VARCHAR[])) ORDER BY document, position",
            {"documents": self.resolved(documents)},
        )
        return tuple(map(rows.to_finding, found))

    def proofs(self, documents: Collection[str] | None = None) -> tuple[ProofRecord, ...]:
        """Return for each table of `documents` (all when None or empty) the proof of its reading."""
        found = self._ask(
            "SELECT * FROM proofs WHERE len($documents::VARCHAR[]) = 0"
            " OR document IN (SELECT unnest($documents::VARCHAR[])) ORDER BY document, position",
            {"documents": self.resolved(documents)},
        )
        return tuple(map(rows.to_proof, found))

    def wordings(self, keys: Collection[str] | None = None) -> tuple[Wording, ...]:
        """Return the distinct searched texts (those of `keys` only, when given), by key."""
        found = self._ask(
            "SELECT w.key, any_value(w.text), min(p.kind), min(p.table_title), min(p.section),"
            " list_sort(list(DISTINCT w.document)), list_sort(list(DISTINCT p.year))"
            " FROM wordings w JOIN passages p ON p.id = w.passage"
            " WHERE $all OR w.key IN (SELECT unnest($keys::VARCHAR[]))"
            " GROUP BY w.key ORDER BY w.key",
            {"all": keys is None, "keys": list(keys or ())},
        )
        return tuple(map(rows.to_wording, found))

    def wording_keys(self, documents: Collection[str]) -> frozenset[str]:
        """Return the keys of the wordings that `documents` hold."""
        found = self._ask(
            "SELECT DISTINCT key FROM wordings WHERE document IN (SELECT unnest(?::VARCHAR[]))",
            [list(documents)],
        )
        return frozenset(key for (key,) in found)

    def passages_with(
        self, keys: Sequence[str], documents: Collection[str] | None = None
    ) -> dict[str, list[Passage]]:
        """Return for each key its passages within `documents`, the newest year first."""
        found = self._ask(
            "SELECT w.key, p.* FROM wordings w JOIN passages p ON p.id = w.passage"
            " WHERE w.key IN (SELECT unnest($keys::VARCHAR[]))"
            " AND (len($documents::VARCHAR[]) = 0"
            " OR p.document IN (SELECT unnest($documents::VARCHAR[])))"
            " ORDER BY p.year DESC NULLS LAST, p.document, p.position",
            {"keys": list(keys), "documents": self.resolved(documents)},
        )
        by_key: dict[str, list[Passage]] = {key: [] for key in keys}
        for key, *columns in found:
            by_key[key].append(rows.to_passage(columns))
        return by_key

    def counts(self) -> tuple[int, int, int, int]:
        """Return the numbers of documents, facts, passages and distinct wordings."""
        documents, facts, passages, wordings = self._ask(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts),"
            " (SELECT count(*) FROM passages), (SELECT count(DISTINCT key) FROM wordings)"
        )[0]
        return documents, facts, passages, wordings

    def replace(
        self,
        document: DocumentRecord,
        facts: Sequence[Fact],
        passages: Sequence[Passage],
        findings: Sequence[FindingRecord] = (),
        proofs: Sequence[ProofRecord] = (),
    ) -> None:
        """Put in all that is known of a document in place of what was there, or nothing at all."""
        wordings = [
            (key_of(piece), piece, passage.id, document.name)
            for passage in passages
            for piece in cut(passage.words)
        ]
        self._connection.begin()
        try:
            self._delete(document.name)
            self._insert("documents", [rows.from_document(document)])
            self._insert("facts", [rows.from_fact(n, fact) for n, fact in enumerate(facts)])
            self._insert("passages", [rows.from_passage(n, p) for n, p in enumerate(passages)])
            self._insert("findings", [rows.from_finding(n, f) for n, f in enumerate(findings)])
            self._insert("proofs", [rows.from_proof(n, p) for n, p in enumerate(proofs)])
            self._insert("wordings", wordings)
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def remove(self, name: str) -> None:
        """Delete a document and all that is known of it."""
        self._connection.begin()
        self._delete(name)
        self._connection.commit()

    def _delete(self, name: str) -> None:
        self._connection.execute("DELETE FROM documents WHERE name = ?", [name])
        self._connection.execute("DELETE FROM facts WHERE document = ?", [name])
        self._connection.execute("DELETE FROM passages WHERE document = ?", [name])
        self._connection.execute("DELETE FROM findings WHERE document = ?", [name])
        self._connection.execute("DELETE FROM proofs WHERE document = ?", [name])
        self._connection.execute("DELETE FROM wordings WHERE document = ?", [name])

    def _insert(self, table: str, records: Sequence[Sequence[object]]) -> None:
        """Insert column by column: a statement for each row would be a hundred times slower."""
        kinds = TABLES[table].values()
        values = ", ".join(f"unnest(?::{rows.carried(kind)}[])" for kind in kinds)
        columns = [list(column) for column in zip(*records, strict=True)]
        if columns:
            self._connection.execute(f"INSERT INTO {table} SELECT {values}", columns)

    def _ask(self, query: str, parameters: list[Any] | dict[str, Any] | None = None) -> list[Any]:
        """Run one query on a cursor of its own, because a connection is not for several threads."""
        with self._connection.cursor() as cursor:
            return cursor.execute(query, parameters).fetchall()
