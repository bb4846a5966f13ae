"""The generation being written: the last one copied, changed, indexed, and then published whole."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure
from corpus.errors import HomeError
from index.checked import finding_records, proof_records
from index.chunking import document_record, facts_of, passages_of
from index.facts import FactStore
from index.home import SCHEMA, Home, Manifest, read_manifest, write_manifest
from index.lexical import LexicalIndex
from index.model import Model
from index.records import DocumentRecord
from index.stored_vectors import StoredVectors
from index.vectors import FOLDER, VectorIndex, newest
from index.wording import Wording

Progress = Callable[[str, int, int], None]
EMBEDDED_AT_ONCE = 128


class Draft:
    """A generation that nobody reads yet; `finish` makes its indexes and its manifest."""

    def __init__(
        self, home: Home, model: Model, *, facts: Path | None, vectors: Path | None
    ) -> None:
        """Start in a new directory from the `facts` and the `vectors` of an earlier generation.

        `vectors` must be of the same model; without `facts` its Chroma is of no use and left out.
        """
        self.directory = home.draft()
        self._model = model
        self._touched: set[str] = set()
        self._stored = StoredVectors()
        self._fresh = True
        if facts:
            shutil.copyfile(facts / "facts.duckdb", self.directory / "facts.duckdb")
        if vectors:
            self._stored = StoredVectors.load(vectors / "vectors.npz")
        if facts and vectors and model.makes_vectors and _is_sound(vectors):
            shutil.copytree(newest(vectors), self.directory / FOLDER)
            self._fresh = False
        self._store = FactStore.create(self.directory / "facts.duckdb")

    def put(self, disclosure: Disclosure, sha256: str) -> DocumentRecord:
        """Replace all that is known of a document; returns its record."""
        facts = facts_of(disclosure)
        record = document_record(disclosure, sha256, len(facts))
        self._touched |= self._store.wording_keys([disclosure.name])
        passages = passages_of(disclosure)
        findings = finding_records(disclosure, check_disclosure(disclosure))
        self._store.replace(record, facts, passages, findings, proof_records(disclosure))
        self._touched |= self._store.wording_keys([disclosure.name])
        return record

    def documents(self) -> tuple[DocumentRecord, ...]:
        """Return the documents that the draft holds."""
        return self._store.documents()

    def drop(self, name: str) -> None:
        """Remove a document."""
        self._touched |= self._store.wording_keys([name])
        self._store.remove(name)

    def finish(self, progress: Progress) -> None:
        """Embed what is new, write both indexes and the manifest, and close all files."""
        wordings = self._store.wordings()
        if self._model.makes_vectors:
            self._embed(wordings, progress)
            self._write_vectors(wordings, progress)
        progress("建立词语索引", 0, 1)
        LexicalIndex.build(self.directory / "lexical", wordings)
        progress("建立词语索引", 1, 1)
        documents, facts, passages, distinct = self._store.counts()
        self._store.close()
        manifest = Manifest(
            schema_version=SCHEMA,
            model=self._model.name,
            model_sha256=self._model.sha256,
            documents=documents,
            facts=facts,
            passages=passages,
            wordings=distinct,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        write_manifest(self.directory, manifest)

    def abandon(self) -> None:
        """Delete what was written."""
        self._store.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _embed(self, wordings: Sequence[Wording], progress: Progress) -> None:
        """Embed the wordings without a vector, texts of one length together as that is faster."""
        self._stored = self._stored.only({wording.key for wording in wordings})
        known = set(self._stored.keys)
        new = sorted((w for w in wordings if w.key not in known), key=lambda w: len(w.text))
        if new:
            from index.embedding import load_embedder

            progress("准备向量模型", 0, 1)
            embedder = load_embedder(self._model)
            made = []
            for start in range(0, len(new), EMBEDDED_AT_ONCE):
                progress("计算向量", start, len(new))
                batch = new[start : start + EMBEDDED_AT_ONCE]
                made.append(embedder.embed_passages([wording.text for wording in batch]))
            progress("计算向量", len(new), len(new))
            self._stored = self._stored.joined([w.key for w in new], np.concatenate(made))
        self._stored.save(self.directory / "vectors.npz")

    def _write_vectors(self, wordings: Sequence[Wording], progress: Progress) -> None:
        """Bring Chroma up to date: only what a changed document holds or held is written."""
        progress("写入向量库", 0, 1)
        present = {wording.key for wording in wordings}
        changed = [w for w in wordings if self._fresh or w.key in self._touched]
        index = VectorIndex.create(self.directory / FOLDER)
        index.drop(self._touched - present)
        if changed:
            index.put(changed, self._stored.rows([wording.key for wording in changed]))
        index.close()
        progress("写入向量库", 1, 1)


def _is_sound(generation: Path) -> bool:
    """Tell whether a generation's Chroma can be built upon; one that is broken is made anew."""
    try:
        VectorIndex.open(newest(generation), read_manifest(generation).wordings).close()
    except HomeError:
        return False
    return True


@contextmanager
def drafting(
    home: Home, model: Model, *, facts: Path | None, vectors: Path | None
) -> Iterator[Draft]:
    """Give a draft and delete it when something fails before it was published."""
    draft = Draft(home, model, facts=facts, vectors=vectors)
    try:
        yield draft
    except BaseException:
        draft.abandon()
        raise
