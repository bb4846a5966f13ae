"""The shipped disclosure, written in every other format, answers the same facts as its text."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.disclosure import Disclosure
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED
from tests.corpus.written import WRITERS, blocks_of

Fact = tuple[object, ...]


def cells(disclosure: Disclosure) -> Counter[Fact]:
    return Counter(
        (
            table.title,
            row.name,
            row.code,
            row.path,
            table.columns[i].path,
            cell.text,
            cell.value,
            cell.unit,
        )
        for table in disclosure.tables
        for row in table.rows
        for i, cell in enumerate(row.cells)
        if cell
    )


# A page holds no form whose cells are longer than it.
@pytest.mark.parametrize("ending", sorted(set(WRITERS) - {"pdf"}))
def test_the_seed_reads_the_same_from_every_format(
    seed: Disclosure, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"公开.{ending}"
    WRITERS[ending](blocks_of(SHIPPED[0].read_text("utf-8")), path)
    read = read_disclosure(path)
    for name in ("title", "department", "aliases", "region", "year", "kind"):
        assert getattr(seed, name) == getattr(read, name)
    assert [t.title for t in seed.tables] == [t.title for t in read.tables]
    assert cells(seed) == cells(read)
    assert [p.text for p in seed.paragraphs] == [p.text for p in read.paragraphs]
    assert [e.title for e in seed.contents] == [e.title for e in read.contents]
    assert [a.sentence for a in seed.amounts] == [a.sentence for a in read.amounts]
