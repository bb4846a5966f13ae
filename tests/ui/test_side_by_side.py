"""A PDF file, a workbook and the shipped disclosure in one home: each answers for itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.shipped import SHIPPED
from eval.specimens.pdf import table, text, write_pdf
from eval.specimens.written import Document, Ruled, write_xlsx
from tests.corpus.written import ruled
from tests.ui.conftest import Yusuan

HEAD = "功能分类科目编码 | 功能分类科目名称 | 合计 | 基本支出 | 项目支出"
SHEET = "2024年部门支出预算总表"


@pytest.fixture
def added(yusuan: Yusuan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Yusuan:
    """The three files, added by one command."""
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")
    page = [
        text(150, 60, "青山市水务局2024年部门预算"),
        text(180, 110, SHEET),
        text(60, 140, "部门名称：青山市水务局"),
        text(400, 140, "单位：万元"),
        table(
            40,
            170,
            [120, 120, 80, 80, 80],
            [
                HEAD,
                "2130301 | 行政运行 | 412.50 | 412.50 | 0.00",
                "2130305 | 水利工程建设 | 887.25 | 0.00 | 887.25",
                "合计 | | 1299.75 | 412.50 | 887.25",
            ],
        ),
    ]
    pdf = write_pdf(tmp_path / "水务局.pdf", [page])
    rows = [
        "2050201 | 学前教育 | 63.20 | 63.20 | 0.00",
        "2050202 | 小学教育 | 541.75 | 500.00 | 41.75",
        "合计 | | 604.95 | 563.20 | 41.75",
    ]
    cells: Ruled = ruled([[cell.strip() for cell in line.split("|")] for line in [HEAD, *rows]])
    blocks: Document = ["白河县教育局2024年部门预算", SHEET, "单位：万元", cells]
    book = tmp_path / "教育局.xlsx"
    write_xlsx(blocks, book)
    assert 0 == yusuan("add", str(pdf), str(book), str(SHIPPED[0])).code
    return yusuan


def asked(yusuan: Yusuan, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(yusuan("ask", *words, "--json").out)
    return answer


def test_each_file_is_asked_by_its_department_and_cited(added: Yusuan) -> None:
    pdf = asked(added, "青山市水务局水利工程建设的项目支出是多少？")
    assert ("answered", "887.25") == (pdf["status"], pdf["citations"][0]["value"])
    assert "水务局.pdf" == pdf["citations"][0]["document"]
    assert 1 == pdf["citations"][0]["locator"]["page"]

    book = asked(added, "白河县教育局小学教育的合计是多少？")
    assert ("answered", "541.75") == (book["status"], book["citations"][0]["value"])
    assert "教育局.xlsx" == book["citations"][0]["document"]
    assert "sheet" in book["citations"][0]["locator"]

    seed = asked(added, "科经局2022年支出总计是多少？")
    assert "answered" == seed["status"]
    assert {SHIPPED[0].name} == {citation["document"] for citation in seed["citations"]}


@pytest.mark.parametrize("name", ["水务局.pdf", "教育局.xlsx", SHIPPED[0].name])
def test_a_chosen_file_answers_alone_and_is_checked(added: Yusuan, name: str) -> None:
    answer = asked(added, "支出预算总表里项目支出的合计是多少？", "--document", name)
    assert {name} == {citation["document"] for citation in answer["citations"]}
    checked = json.loads(added("check", name, "--json").out)
    assert name == checked["document"]
    assert {"通过"} <= {table["outcome"] for table in checked["tables"]}
