"""Genuine disclosures of several places and years: what is read of them, against the printed pages."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus.disclosure import Disclosure, RowKind, Table
from corpus.names import fold
from corpus.reader import read_disclosure
from tests.corpus.identities import pass_rate

REAL = Path(__file__).parents[2].parent / "shared" / "real"
EXPECTED: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("real_expected.toml").read_text("utf-8")
)["document"]
BY_NAME = {expected["name"]: expected for expected in EXPECTED}
FOUND_BY_HUMAN_CHECKERS = {
    "2040601行政运行: 支出预算 / 合计",
    "20406司法 · 支出预算 / 项目支出",
    "2040601行政运行: 一般公共预算支出 / 合计",
    "20406司法 · 一般公共预算支出 / 项目支出",
}

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"{REAL} is not there: genuine disclosures are not in the repository"
)
every_document = pytest.mark.parametrize("name", BY_NAME)


@pytest.fixture(scope="module")
def read() -> dict[str, Disclosure]:
    """All documents, each read once."""
    return {name: read_disclosure(REAL / name) for name in BY_NAME}


def test_every_genuine_document_has_an_expectation() -> None:
    documents = {path.name for path in REAL.iterdir() if "检查结果" not in path.name}
    assert documents == set(BY_NAME)


@every_document
def test_whose_and_of_when_it_is(read: dict[str, Disclosure], name: str) -> None:
    document, expected = read[name], BY_NAME[name]
    keys = ("department", "region", "year", "kind", "scope")
    found = [getattr(document, key) or "" for key in keys]
    assert [expected[key] for key in keys] == found


@every_document
def test_tables_units_and_grand_totals(read: dict[str, Disclosure], name: str) -> None:
    found = [[t.title, t.unit or "", grand_total(t)] for t in read[name].tables]
    assert BY_NAME[name]["tables"] == found


@every_document
def test_cells_are_as_printed(read: dict[str, Disclosure], name: str) -> None:
    cells = BY_NAME[name]["cells"]
    found = [
        [words, row, column, cell(read[name], words, row, column)]
        for words, row, column, _ in cells
    ]
    assert cells == found


@every_document
def test_contents_and_sections(read: dict[str, Disclosure], name: str) -> None:
    document, expected = read[name], BY_NAME[name]
    assert expected["contents"] == len(document.contents)
    assert expected["sections"] == len(document.sections)


@every_document
def test_contents_are_no_narrative_and_page_numbers_are_gone(
    read: dict[str, Disclosure], name: str
) -> None:
    for paragraph in read[name].paragraphs:
        assert not re.fullmatch(r"[-—\s]*\d{1,3}[-—\s]*", paragraph.text)
        assert not re.search(r"[.…·]{4,}\d*$", paragraph.text)
    assert all(len(entry.title) < 50 for entry in read[name].contents)


@every_document
def test_no_table_stands_in_the_narrative_too(read: dict[str, Disclosure], name: str) -> None:
    text = "".join(fold(paragraph.text) for paragraph in read[name].paragraphs)
    for table in read[name].tables:
        for row in table.rows:
            printed = [fold(c.text) for c in row.cells if c and c.value]
            assert len(printed) < 2 or fold(row.name) + "".join(printed) not in text


@every_document
def test_every_cell_has_a_place_of_its_own(read: dict[str, Disclosure], name: str) -> None:
    places = [
        cell.locator for t in read[name].tables for row in t.rows for cell in row.cells if cell
    ]
    assert all(place.page and place.row and place.column for place in places)
    forms = sum(len(t.rows) * len(t.columns) for t in read[name].tables if t.is_form)
    assert len(places) - len(set(places)) <= forms


@every_document
def test_codes_have_three_five_or_seven_digits(read: dict[str, Disclosure], name: str) -> None:
    codes = [row.code for t in read[name].tables for row in t.rows if row.code]
    assert {3, 5, 7} >= {len(code) for code in codes}
    deep = [row for t in read[name].tables for row in t.rows if row.kind is RowKind.ITEM]
    assert all(row.parent is not None for row in deep)


def test_tables_meet_their_own_sums_but_for_the_mistakes_in_the_documents(
    read: dict[str, Disclosure],
) -> None:
    rate = pass_rate(list(read.values()))
    assert rate.tables > 100
    assert rate.identities > 2900
    assert rate.sound / rate.tables > 0.95
    assert {one.what for one in rate.broken} == FOUND_BY_HUMAN_CHECKERS
    assert {"上海市普陀区司法局2026年单位预算.pdf"} == {one.document for one in rate.broken}


def test_an_empty_table_keeps_the_sentence_that_says_so(read: dict[str, Disclosure]) -> None:
    fund = "政府性基金"
    for name in ("上海市普陀区司法局2026年部门预算.pdf", "江苏省人大办公厅2018年部门预算公开.pdf"):
        table = next(t for t in read[name].tables if fund in t.title)
        assert not [c for row in table.rows for c in row.cells if c and c.value is not None]
        assert any("无" in note.text for note in table.notes)


def test_a_misprinted_code_is_read_by_the_row_above_and_told(read: dict[str, Disclosure]) -> None:
    problems = read["上海市普陀区社会福利院2024年单位预算.pdf"].problems
    assert 2 == len(problems)
    assert "印作「7 11 02」" in problems[0]


def grand_total(table: Table) -> str:
    """The first amount of the first total that is part of no other."""
    totals = [r for r in table.rows if r.kind is RowKind.TOTAL and r.parent is None]
    return next((c.text for r in totals for c in r.cells if c and c.value is not None), "")


def cell(document: Disclosure, words: str, row: str, column: str) -> str | None:
    table = next(t for t in document.tables if words in t.title)
    for found in table.rows:
        if row and row not in (found.code, found.name):
            continue
        for head, answer in zip(table.columns, found.cells, strict=True):
            if answer and head.name.endswith(column):
                return answer.text
    return None
