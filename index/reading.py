"""A published generation, opened for reading; each part is loaded when it is first asked for."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import HomeError
from index.facts import FactStore
from index.home import Home, Manifest, read_manifest
from index.model import Model, check_same, chosen_model

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.lexical import LexicalIndex
    from index.retriever import HybridRetriever
    from index.vectors import VectorIndex


class Index:
    """The facts and passages of one generation; it stays as it was opened while others write."""

    def __init__(self, home: Home, generation: Path) -> None:
        """Open the facts only; raises HomeError when the generation is damaged."""
        self.home = home
        self.generation = generation
        self.manifest: Manifest = read_manifest(generation)
        self.facts = FactStore.open(generation / "facts.duckdb")

    @property
    def model(self) -> Model:
        """The embedding model that the index was made with."""
        return Model(self.manifest.model, self.manifest.model_sha256)

    @cached_property
    def lexical(self) -> "LexicalIndex":
        """The index by words."""
        from index.lexical import LexicalIndex

        return LexicalIndex.open(self.generation / "lexical")

    @cached_property
    def vectors(self) -> "VectorIndex":
        """The index by meaning, made again from our own vectors when it is found broken."""
        from index.vectors import VectorIndex, newest

        try:
            return VectorIndex.open(newest(self.generation), self.manifest.wordings)
        except HomeError:
            return self._repaired_vectors()

    @cached_property
    def embedder(self) -> "Embedder":
        """The model that embeds questions; raises ModelError when another one is set."""
        chosen = chosen_model()
        check_same(self.model, chosen)
        from index.embedding import load_embedder

        return load_embedder(chosen)

    @cached_property
    def retriever(self) -> "HybridRetriever":
        """A LangChain retriever over both indexes."""
        from index.retriever import HybridRetriever

        return HybridRetriever(index=self)

    def close(self) -> None:
        """Close the files."""
        self.facts.close()
        if "vectors" in self.__dict__:
            self.vectors.close()

    def _repaired_vectors(self) -> "VectorIndex":
        from index.stored_vectors import StoredVectors
        from index.vectors import VectorIndex, newest, next_after

        with self.home.lock():
            stored = StoredVectors.load(self.generation / "vectors.npz")
            wordings = self.facts.wordings()
            try:
                rows = stored.rows([wording.key for wording in wordings])
            except KeyError as error:
                raise HomeError(
                    "向量库已损坏，请用 `yusuan add` 在新的 --home 目录重新加入文件。"
                ) from error
            fresh = next_after(newest(self.generation))
            made = VectorIndex.create(fresh)
            made.put(wordings, rows)
            made.close()
        return VectorIndex.open(fresh, self.manifest.wordings)
