"""Wordings found by their words: BM25 over Chinese words and pairs of characters.

Words alone miss what the word list cuts differently; pairs alone find too much; both together do.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import HomeError
from index.vectors import Hit
from index.wording import LONGEST, Wording

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SPOKEN = re.compile(r"\w")


class LexicalIndex:
    """BM25 scores over the wordings of a generation."""

    def __init__(self, scorer: Any, keys: tuple[str, ...]) -> None:
        """Use a loaded scorer (None when there is nothing to search); call `open` instead."""
        self._scorer = scorer
        self._keys = keys

    @classmethod
    def build(cls, directory: Path, wordings: Sequence[Wording]) -> None:
        """Index `wordings` and write the index into `directory`."""
        import bm25s

        directory.mkdir(parents=True, exist_ok=True)
        keys = [wording.key for wording in wordings]
        (directory / "keys.json").write_text(json.dumps(keys), encoding="ascii")
        if wordings:
            scorer = bm25s.BM25(method="lucene")
            scorer.index([tokens(wording.text) for wording in wordings], show_progress=False)
            scorer.save(str(directory), show_progress=False)

    @classmethod
    def open(cls, directory: Path) -> "LexicalIndex":
        """Read the index; raises HomeError when it is missing or damaged."""
        import bm25s

        try:
            keys = tuple(json.loads((directory / "keys.json").read_text(encoding="ascii")))
            scorer = bm25s.BM25.load(str(directory), show_progress=False) if keys else None
        except (OSError, ValueError, KeyError) as error:
            raise HomeError("词语索引已损坏，请用 `yusuan add` 重新加入文件。") from error
        return cls(scorer, keys)

    def search(self, query: str, k: int, allowed: Collection[str] | None = None) -> list[Hit]:
        """Return the `k` best wordings that share a word with `query`, of the `allowed` keys only."""
        if self._scorer is None:
            return []
        known = [token for token in tokens(query[:LONGEST]) if token in self._scorer.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._scorer.get_scores(known))
        if allowed is not None:
            scores = scores * np.fromiter((key in allowed for key in self._keys), dtype=bool)
        best = np.argsort(-scores, kind="stable")[:k]
        return [Hit(self._keys[n], float(scores[n])) for n in best if scores[n] > 0]


def tokens(text: str) -> list[str]:
    """Return the words of a text and all pairs of neighbouring Chinese characters."""
    import rjieba

    folded = unicodedata.normalize("NFKC", text).lower()
    words = [word for word in rjieba.cut(folded) if _SPOKEN.search(word)]
    pairs = [a + b for run in _HAN.findall(folded) for a, b in pairwise(run)]
    return [*words, *pairs]
