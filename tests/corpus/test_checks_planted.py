"""Errors planted at random are found, and disclosures without one have none."""

import random
from collections import Counter
from pathlib import Path

import pytest

from corpus.checks import check_disclosure, prove_tables
from corpus.findings import Finding, Outcome, Severity
from corpus.reader import read_disclosure
from tests.corpus.generated import draw, file_name, written
from tests.corpus.planting import PLANTS, Plant

DRAWN = 8
WANTED = 0.95


def found_in(path: Path, text: str) -> tuple[Finding, ...]:
    path.write_text(text, encoding="utf-8")
    return check_disclosure(read_disclosure(path))


@pytest.mark.parametrize("seed", range(DRAWN))
def test_a_clean_disclosure_has_no_errors(tmp_path: Path, seed: int) -> None:
    drawn = draw(seed)
    found = found_in(tmp_path / file_name(drawn), written(drawn))
    assert [] == [f.text for f in found if f.severity is Severity.ERROR]


def test_the_tables_of_a_clean_disclosure_prove_themselves(tmp_path: Path) -> None:
    drawn = draw(0)
    path = tmp_path / file_name(drawn)
    path.write_text(written(drawn), encoding="utf-8")
    outcomes = Counter(proof.outcome for proof in prove_tables(read_disclosure(path)))
    assert 9 == outcomes[Outcome.PASSED]
    assert 0 == outcomes[Outcome.FAILED]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_planted_errors_are_found(tmp_path: Path, plant: Plant) -> None:
    """At least 95 of 100; the soft rule for 机关运行经费 may only notice."""
    found, planted = 0, 0
    for seed in range(100, 100 + DRAWN):
        drawn, rng = draw(seed), random.Random(seed)  # noqa: S311 - a test draws errors
        text = written(drawn)
        path = tmp_path / file_name(drawn)
        before = {(f.rule, f.printed) for f in found_in(path, text)}
        wrong = plant(text, rng)
        if wrong is None:
            continue
        planted += 1
        found += any((f.rule, f.printed) not in before for f in found_in(path, wrong))
    assert planted >= DRAWN // 2
    assert found >= WANTED * planted
