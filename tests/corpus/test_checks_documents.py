"""Two documents of one department: last year's figures, and a unit within its department."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.checks.between_documents import check_between
from corpus.disclosure import Disclosure
from corpus.reader import read_disclosure
from tests.corpus.generated import DEPARTMENT, Drawn, draw, file_name, written


@pytest.fixture
def drawn() -> Drawn:
    return draw(3)


def read(tmp_path: Path, drawn: Drawn) -> Disclosure:
    path = tmp_path / file_name(drawn)
    path.write_text(written(drawn), encoding="utf-8")
    return read_disclosure(path)


def after(past: Drawn) -> Drawn:
    """Return a disclosure of the year after, whose last-year figures are those of `past`."""
    basic, project = past.both("")
    following = draw(4)
    return replace(
        following,
        year=past.year + 1,
        last_basic=basic,
        last_project=project,
        last_reception=past.reception,
    )


def test_last_years_figures_that_agree_are_not_reported(tmp_path: Path, drawn: Drawn) -> None:
    this, past = read(tmp_path, after(drawn)), read(tmp_path, drawn)
    assert (DEPARTMENT, DEPARTMENT) == (this.department, past.department)
    assert () == check_between(this, [past, this])


def test_a_last_years_figure_that_differs_is_reported_with_both_addresses(
    tmp_path: Path, drawn: Drawn
) -> None:
    wrong = replace(after(drawn), last_basic=drawn.both("")[0] + 1)
    this, past = read(tmp_path, wrong), read(tmp_path, drawn)
    found = check_between(this, [past])
    assert {"上年数"} == {finding.rule for finding in found}
    assert {None, past.name} == {source.document for source in found[0].sources}


def test_another_departments_document_is_no_measure(tmp_path: Path, drawn: Drawn) -> None:
    wrong = replace(after(drawn), last_basic=drawn.both("")[0] + 1)
    this, past = read(tmp_path, wrong), read(tmp_path, drawn)
    assert () == check_between(this, [replace(past, department="另一个局")])


def test_a_unit_with_more_than_its_department_is_reported(tmp_path: Path, drawn: Drawn) -> None:
    whole = read(tmp_path, drawn)
    unit = replace(whole, name="单位.txt", title="某局2024年单位预算")
    assert () == check_between(unit, [whole])
    less = {code: amount / 2 for code, amount in drawn.basic.items()}
    smaller = read(tmp_path, replace(drawn, basic=less))
    found = check_between(unit, [smaller])
    assert {"单位与部门"} == {finding.rule for finding in found}
