"""An amount in one cell over several rows is told once, as the amount of all of them."""

import random
from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure
from corpus.findings import MERGED, CellSource
from corpus.reader import read_disclosure
from eval.specimens.written import Box
from tests.corpus.written import WRITERS

MERGING = ("html", "xlsx", "xls", "docx", "pdf")
HEADS = ("项目名称", "上年数", "预算数")


def read(tmp_path: Path, ending: str, boxes: list[Box]) -> Disclosure:
    path = tmp_path / f"某局2024年部门预算.{ending}"
    heads = [Box(1, n, head) for n, head in enumerate(HEADS, start=1)]
    title = "某市某局2024年部门预算"
    WRITERS[ending]([title, "项目支出表", "单位：万元", (*heads, *boxes)], path)
    return read_disclosure(path)


@pytest.mark.parametrize("ending", MERGING)
def test_the_amount_is_kept_once_and_told_to_be_of_all_its_rows(
    tmp_path: Path, ending: str
) -> None:
    chance = random.Random(ending)  # noqa: S311 - a test draws figures, no secrets
    amounts = [f"{chance.randrange(1000, 9000) / 100:.2f}" for _ in range(7)]
    boxes = [Box(row, 1, name) for row, name in enumerate(("甲项", "乙项", "丙项", "丁项"), 2)]
    boxes += [Box(row, 2, amounts[row]) for row in range(2, 6)]
    boxes += [Box(2, 3, amounts[0], rows=3), Box(5, 3, amounts[1])]
    disclosure = read(tmp_path, ending, boxes)
    (table,) = disclosure.tables
    printed = [row.cells[1].text if row.cells[1] else None for row in table.rows]
    assert [amounts[0], "", "", amounts[1]] == printed
    (finding,) = [f for f in check_disclosure(disclosure) if f.rule == MERGED]
    assert tuple(CellSource(table.id, row, 1) for row in range(3)) == finding.sources
    assert amounts[0] == finding.printed
    assert "「甲项」「乙项」「丙项」" in finding.text
    assert "丁项" not in finding.text


@pytest.mark.parametrize("ending", MERGING)
def test_a_row_as_high_as_two_is_one_row(tmp_path: Path, ending: str) -> None:
    boxes = [Box(2, n, text, rows=2) for n, text in enumerate(("甲项", "5.10", "6.20"), 1)]
    boxes += [Box(4, n, text) for n, text in enumerate(("乙项", "7.10", "8.20"), 1)]
    disclosure = read(tmp_path, ending, boxes)
    (table,) = disclosure.tables
    assert ["甲项", "乙项"] == [row.name for row in table.rows]
    assert [] == [f for f in check_disclosure(disclosure) if f.rule == MERGED]


def test_a_name_over_several_rows_still_names_each(tmp_path: Path) -> None:
    boxes = [Box(2, 1, "人员", rows=2), Box(2, 2, "1.50"), Box(3, 2, "2.50")]
    boxes += [Box(2, 3, "3.50"), Box(3, 3, "4.50")]
    disclosure = read(tmp_path, "xlsx", boxes)
    assert ["人员", "人员"] == [row.name for row in disclosure.tables[0].rows]
    assert [] == [f for f in check_disclosure(disclosure) if f.rule == MERGED]
