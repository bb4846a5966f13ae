"""Small disclosures written as text, a model unpacked once, and an embedder that is only a hash."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.disclosure import (
    Cell,
    Column,
    Disclosure,
    Kind,
    Locator,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from corpus.money import parse_cell
from index.model import Model

Make = Callable[..., Disclosure]


@pytest.fixture(scope="session", autouse=True)
def _models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the unpacked model out of the user's own folder, and unpack it once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        if "YUSUAN_MODELS" not in os.environ:
            patch.setenv("YUSUAN_MODELS", str(tmp_path_factory.mktemp("models")))
        yield


@pytest.fixture
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build indexes without vectors."""
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")


class HashEmbedder:
    """Gives each text a vector of its own and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        self.asked.extend(texts)
        return np.stack([self._vector(text) for text in texts])

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        return np.stack([self._vector(text) for text in texts])

    @staticmethod
    def _vector(text: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
        vector = np.random.default_rng(seed).normal(size=16).astype(np.float32)
        return vector / np.linalg.norm(vector)


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> HashEmbedder:
    """Put the hash in place of the model, whichever is set."""
    embedder = HashEmbedder()

    def load(_model: Model) -> HashEmbedder:
        return embedder

    monkeypatch.setattr("index.embedding.load_embedder", load)
    return embedder


@pytest.fixture(scope="session")
def disclosure() -> Make:
    """Return a function from text to a disclosure with one table and some paragraphs."""
    return _disclosure


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Disclosure], tuple[Path, Disclosure]]:
    """Return a function that gives a disclosure a file; the file changes when the figures do."""

    def write(made: Disclosure) -> tuple[Path, Disclosure]:
        path = tmp_path / made.name
        path.write_text(repr(made), encoding="utf-8")
        return path, made

    return write


def _disclosure(
    table: str,
    name: str = "甲局2022年预算.txt",
    year: int = 2022,
    paragraphs: tuple[str, ...] = (),
    is_form: bool = False,
) -> Disclosure:
    """Read lines of cells parted by |: heads first, then rows; · stands for a merged cell."""
    heads, *lines = (
        [part.strip() for part in line.split("|")] for line in table.split("\n") if line
    )
    rows = tuple(_row(number, label, cells) for number, (label, *cells) in enumerate(lines, 2))
    return Disclosure(
        name=name,
        title=name.removesuffix(".txt"),
        department="甲局",
        aliases=(),
        region=None,
        year=year,
        kind=Kind.BUDGET,
        contents=(),
        sections=(),
        paragraphs=tuple(
            Paragraph(text, ("第二部分", "一、总体情况"), Locator(line=100 + n))
            for n, text in enumerate(paragraphs)
        ),
        tables=(
            Table(
                id="T1",
                title=f"{year}年支出预算总表",
                unit="万元",
                columns=tuple(Column((head,)) for head in heads[1:]),
                rows=rows,
                is_form=is_form,
                subject=None,
                locator=Locator(line=1),
            ),
        ),
        amounts=(),
    )


def _row(line: int, label: str, cells: list[str]) -> Row:
    code, _, name = label.rpartition(" ")
    return Row(
        name=name,
        code=code or None,
        kind=RowKind.ENTRY,
        parent=None,
        path=(),
        cells=tuple(_cell(line, n, text) for n, text in enumerate(cells, 2)),
        locator=Locator(line=line),
    )


def _cell(line: int, column: int, text: str) -> Cell | None:
    if text == "·":
        return None
    quantity = parse_cell(text)
    value, unit = quantity or (None, None)
    return Cell(text, value, unit, Locator(line=line, column=column))
