"""The passages for a question: both indexes asked, their ranks fused, wordings turned to passages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.reading import Index
from index.records import Passage
from index.vectors import Hit

# Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). On the gold questions meaning finds a
# little more than words, and an offset of 10 more than the 60 of the paper: lists here are short.
RANK_OFFSET = 10
WORDS_WEIGHT = 0.5
MEANING_WEIGHT = 1.0
DEPTH = 30


class Ranking(NamedTuple):
    """Hits, best first, with the weight of the index that found them."""

    hits: list[Hit]
    weight: float


class HybridRetriever(BaseRetriever):
    """Finds passages by words and by meaning; `dense=False` searches words only and loads no model.

    `words=False` searches meaning only: plain vector retrieval, to compare with.
    `k`, `documents` (names; None or empty means all) and `dense` can be set here or for one call.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index = Field(exclude=True)
    k: int = Field(default=10, ge=1)
    documents: tuple[str, ...] | None = None
    dense: bool = True
    words: bool = True

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
        k: int | None = None,
        documents: Collection[str] | None = None,
        dense: bool | None = None,
    ) -> list[Document]:
        wanted = self.k if k is None else k
        chosen = self.documents if documents is None else documents
        selected = tuple(self.index.facts.resolved(chosen))
        by_meaning = self.dense if dense is None else dense
        ranked = self._ranked(query, max(DEPTH, 3 * wanted), selected, by_meaning)
        passages = self.index.facts.passages_with([hit.key for hit in ranked], selected)
        return _spread(ranked, passages, wanted)

    def _ranked(
        self, query: str, depth: int, selected: tuple[str, ...], by_meaning: bool
    ) -> list[Hit]:
        """Return wordings by fused rank, at most `depth`."""
        if not query.strip():
            return []
        found: list[Ranking] = []
        if self.words:
            allowed = self.index.facts.wording_keys(selected) if selected else None
            found.append(Ranking(self.index.lexical.search(query, depth, allowed), WORDS_WEIGHT))
        if by_meaning and self.index.model.makes_vectors:
            vector = self.index.embedder.embed_queries([query])[0]
            hits = self.index.vectors.search(vector, depth, selected)
            found.append(Ranking(hits, MEANING_WEIGHT))
        return fuse(found)[:depth]


def fuse(rankings: Iterable[Ranking]) -> list[Hit]:
    """Return all hits by the sum of weight ÷ (10 + rank) over the rankings they stand in."""
    scores: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, hit in enumerate(ranking.hits, 1):
            scores[hit.key] += ranking.weight / (RANK_OFFSET + rank)
    return [Hit(key, score) for key, score in sorted(scores.items(), key=lambda pair: -pair[1])]


def _spread(ranked: list[Hit], passages: dict[str, list[Passage]], k: int) -> list[Document]:
    """Return `k` passages, best first; no wording takes more than a quarter of the documents' places.

    Rows that many documents share would otherwise fill all places with one name.
    """
    most = max(1, k // 4)
    chosen: dict[str, Document] = {}
    for hit in ranked:
        shared = list(dict.fromkeys(passage.document for passage in passages[hit.key]))[:most]
        for passage in passages[hit.key]:
            if passage.document in shared:
                chosen.setdefault(passage.id, _document(passage, hit.score))
        if len(chosen) >= k:
            break
    return list(chosen.values())[:k]


def _document(passage: Passage, score: float) -> Document:
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            **passage.locator.as_dict(),
            "id": passage.id,
            "document": passage.document,
            "year": passage.year,
            "kind": passage.kind,
            "table_id": passage.table_id,
            "table": passage.table,
            "row_index": passage.row_index,
            "section": " / ".join(passage.section) or None,
            "fact_ids": list(passage.fact_ids),
            "score": score,
        },
    )
