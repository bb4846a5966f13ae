"""A disclosure made by chance, written in any format and read again, states what it was made from."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from corpus.disclosure import Disclosure, Kind
from corpus.reader import read_disclosure
from eval.specimens.by_chance import STYLES, generate
from eval.specimens.layouts import LAYOUTS, generate_layout
from eval.specimens.printing import Fact
from eval.specimens.written import Write
from tests.corpus.printed import print_level, print_unruled
from tests.corpus.written import WRITERS

ALL: dict[str, Write] = {**WRITERS, "level.pdf": print_level, "unruled.pdf": print_unruled}


def facts_of(disclosure: Disclosure) -> Counter[Fact]:
    """Return the cells as facts; a blank one has the unit of its column."""
    return Counter(
        Fact(
            table.title,
            row.name,
            row.code,
            table.columns[i].name,
            cell.text,
            cell.value,
            cell.unit or table.columns[i].unit or "",
        )
        for table in disclosure.tables
        for row in table.rows
        for i, cell in enumerate(row.cells)
        if cell
    )


@pytest.mark.parametrize("ending", ALL)
@pytest.mark.parametrize("style", STYLES)
def test_what_is_written_is_read_again(style: str, ending: str, tmp_path: Path) -> None:
    for seed in range(3):
        model = generate(seed, style)
        path = tmp_path / f"{seed}.{ending}"
        ALL[ending](model.blocks, path)
        read = read_disclosure(path)
        assert (model.department, model.year, Kind.BUDGET) == (
            read.department,
            read.year,
            read.kind,
        )
        assert Counter(model.facts) == facts_of(read)


# Without rulings nothing tells words in a row from a table where no figure stands in it.
_NOT_TOLD = {("空表", "level.pdf"), ("空表", "unruled.pdf")}


@pytest.mark.parametrize(
    ("layout", "ending"), [pair for pair in product(LAYOUTS, ALL) if pair not in _NOT_TOLD]
)
def test_every_layout_is_read_again_from_every_format(
    layout: str, ending: str, tmp_path: Path
) -> None:
    for seed in range(3):
        model = generate_layout(seed, layout)
        path = tmp_path / f"{seed}.{ending}"
        ALL[ending](model.blocks, path)
        read = read_disclosure(path)
        assert (model.department, model.year) == (read.department, read.year)
        assert Counter(model.facts) == facts_of(read)


def test_the_same_seed_makes_the_same_disclosure() -> None:
    assert generate(7, "上海") == generate(7, "上海")
    assert generate(7, "上海") != generate(8, "上海")
