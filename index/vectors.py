"""Wordings found by meaning: an embedded Chroma collection in a generation's directory.

One entry for each wording, not each passage: a row that twenty documents share is one neighbour,
not twenty that crowd out the others, and the collection stays small, so filters stay fast.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.errors import HomeError
from index.wording import Wording

if TYPE_CHECKING:
    from chromadb import Collection as ChromaCollection
    from chromadb.api import ClientAPI

COLLECTION = "wordings"
BATCH = 5_000
FOLDER = "chroma"


class Hit(NamedTuple):
    """A wording that was found; a higher score is better, scores of two indexes do not compare."""

    key: str
    score: float


class VectorIndex:
    """A Chroma collection over wordings; vectors come from outside, nothing is embedded here."""

    def __init__(self, client: "ClientAPI", collection: "ChromaCollection") -> None:
        """Use an open collection; call `create` or `open` instead."""
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, directory: Path) -> "VectorIndex":
        """Open the collection in `directory` for writing, making it where there is none."""
        client = _client(directory)
        space = {"hnsw": {"space": "cosine", "ef_search": 200}}
        collection: Any = client.get_or_create_collection
        return cls(client, collection(COLLECTION, embedding_function=None, configuration=space))

    @classmethod
    def open(cls, directory: Path, expected: int) -> "VectorIndex":
        """Open the collection for reading; raises HomeError unless it counts and answers right."""
        from chromadb.errors import ChromaError

        try:
            client = _client(directory)
            index = cls(client, client.get_collection(COLLECTION, embedding_function=None))
            healthy = index._is_healthy(expected)
        except (ChromaError, OSError, ValueError, RuntimeError, KeyError) as error:
            raise HomeError("向量库打不开，请重新加入文件。") from error
        if not healthy:
            raise HomeError("向量库不完整，请重新加入文件。")
        return index

    def put(self, wordings: Sequence[Wording], vectors: NDArray[np.float32]) -> None:
        """Write entries, replacing those with the same key; row n of `vectors` is wording n's."""
        for start in range(0, len(wordings), BATCH):
            batch = wordings[start : start + BATCH]
            self._collection.upsert(
                ids=[wording.key for wording in batch],
                embeddings=vectors[start : start + BATCH],
                metadatas=[_metadata(wording) for wording in batch],
            )

    def drop(self, keys: Collection[str]) -> None:
        """Delete the entries of `keys`; unknown keys are passed over."""
        gone = list(keys)
        for start in range(0, len(gone), BATCH):
            self._collection.delete(ids=gone[start : start + BATCH])

    def search(
        self, vector: NDArray[np.float32], k: int, documents: Collection[str] | None = None
    ) -> list[Hit]:
        """Return the `k` wordings nearest to `vector`, of `documents` only when some are given."""
        found = self._collection.query(
            query_embeddings=vector.reshape(1, -1),
            n_results=k,
            where=_where(documents),
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], distances, strict=True)
        return [Hit(key, 1 - distance) for key, distance in pairs]

    def close(self) -> None:
        """Let go of the files."""
        client: Any = self._client
        client.close()

    def _is_healthy(self, expected: int) -> bool:
        """Tell whether all entries are there and one of them is its own nearest neighbour."""
        if self._collection.count() != expected:
            return False
        if expected == 0:
            return True
        embeddings = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        vector = np.asarray(embeddings, dtype=np.float32)
        found = self.search(vector, 1)
        return bool(found) and found[0].score > 1 - 1e-3


def newest(generation: Path) -> Path:
    """Return the newest vector directory of a generation: `chroma`, or a later one made in repair."""
    return max(generation.glob(f"{FOLDER}*"), key=_number, default=generation / FOLDER)


def next_after(directory: Path) -> Path:
    """Return where a repaired copy of `directory` goes; Chroma never reopens a path it failed on."""
    return directory.with_name(f"{FOLDER}-{_number(directory) + 1}")


def _number(directory: Path) -> int:
    return int(directory.name.partition("-")[2] or 1)


def _client(directory: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(directory), settings=quiet)


def _metadata(wording: Wording) -> Mapping[str, Any]:
    """Return what Chroma keeps beside a vector; what is not known is left out."""
    known = {
        "document": list(wording.documents),
        "year": list(wording.years),
        "table": wording.table,
        "section": wording.section,
        "kind": wording.kind,
    }
    return {name: value for name, value in known.items() if value}


def _where(documents: Collection[str] | None) -> Any:
    if not documents:
        return None
    clauses = [{"document": {"$contains": name}} for name in documents]
    return clauses[0] if len(clauses) == 1 else {"$or": clauses}
