"""Cells that only number the columns (栏次 1 2 3) and the rows (行次) of a ruled table: no figures."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.names import fold

_WORDS = Path(__file__).parent / "data" / "table_numbers.toml"


@cache
def _words() -> dict[str, frozenset[str]]:
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    return {name: frozenset(parts) for name, parts in words.items()}


def numbers_columns(texts: Sequence[str]) -> frozenset[int]:
    """Return which cells of a line number the columns; none unless all of the line is about that."""
    folded = [fold(text) for text in texts]
    names = {i for i, text in enumerate(folded) if text in _words()["columns"]}
    numbers = {i for i, text in enumerate(folded) if text.isdecimal() and len(text) < 3}
    beside = {i for i, text in enumerate(folded) if text in _words()["beside"]}
    about = len(names | numbers | beside) == len(folded)
    return frozenset(names | numbers) if names and numbers and about else frozenset()


def numbers_rows(head: str) -> bool:
    """Tell whether a head says that its column numbers the rows."""
    return fold(head) in _words()["rows"]
