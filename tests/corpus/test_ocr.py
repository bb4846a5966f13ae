"""Scanned pages: read where an engine recognises them, marked, and never surer than the engine."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from corpus.disclosure import Disclosure, Locator
from corpus.errors import ReadError
from corpus.ocr import UNCLEAR, Engine, Seen, engine, recognise
from corpus.reader import read_disclosure
from eval.specimens.by_chance import STYLES, generate
from eval.specimens.pages import write_document
from eval.specimens.pdf import table, text, write_pdf
from tests.corpus.scanned import knowing, scan
from tests.corpus.test_round_trip import facts_of

FIGURE = re.compile(r"^[\d,]+\.\d\d$")


def use(monkeypatch: pytest.MonkeyPatch, see: Engine | None) -> None:
    monkeypatch.setattr("corpus.pdf_page.engine", lambda: see)


def numbers(disclosure: Disclosure) -> Counter[Decimal]:
    return Counter(f.value for f in facts_of(disclosure).elements() if f.value is not None)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_recognised_is_read_like_what_is_printed(
    style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = generate(5, style)
    write_document(model.blocks, tmp_path / "a.pdf")
    use(monkeypatch, knowing(tmp_path / "a.pdf"))
    read = read_disclosure(scan(tmp_path / "a.pdf", tmp_path / "b.pdf"))
    assert Counter(model.facts) == facts_of(read)
    pages = [page.page for page in read.recognised]
    assert [1, 2] == pages
    assert ("第1、2页是扫描件，文字由识别得来，请对照原件。",) == read.problems


def test_only_the_pages_that_are_pictures_are_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["科目名称|金额", "教育支出|9.50", "合计|9.50"]
    printed = [text(60, 60, "有文字的一页，不用识别，它的字都在文字层里。")]
    write_pdf(tmp_path / "a.pdf", [[text(60, 60, "支出预算表"), table(60, 100, [150, 80], rows)]])
    write_pdf(tmp_path / "p.pdf", [printed])
    use(monkeypatch, knowing(tmp_path / "a.pdf"))
    whole = pypdfium2.PdfDocument.new()
    for part in (tmp_path / "p.pdf", scan(tmp_path / "a.pdf", tmp_path / "s.pdf")):
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(tmp_path / "某局2024年预算.pdf")
    read = read_disclosure(tmp_path / "某局2024年预算.pdf")
    assert (Locator(page=2),) == read.recognised
    assert "支出预算表" == read.tables[0].title
    assert Counter({Decimal("9.50"): 2}) == numbers(read)


def test_a_figure_that_is_not_certain_is_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = generate(6, "武汉")
    write_document(model.blocks, tmp_path / "a.pdf")
    use(monkeypatch, knowing(tmp_path / "a.pdf", lambda t: (t, 0.7 if FIGURE.match(t) else 0.99)))
    read = read_disclosure(scan(tmp_path / "a.pdf", tmp_path / "b.pdf"))
    texts = {c.text for t in read.tables for r in t.rows for c in r.cells if c and c.text}
    assert Counter() == numbers(read)
    assert UNCLEAR in texts


@pytest.mark.parametrize("turned", [-1.5, 0.4, 2.0])
def test_a_page_that_lies_askew_is_turned_straight(
    turned: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = generate(7, "武汉")
    write_document(model.blocks, tmp_path / "a.pdf")
    use(monkeypatch, knowing(tmp_path / "a.pdf"))
    read = read_disclosure(scan(tmp_path / "a.pdf", tmp_path / "b.pdf", turned))
    assert Counter(model.facts) == facts_of(read)


@pytest.mark.parametrize(
    ("said", "certainty", "expected"),
    [
        ("1,234.50 300.00", 0.99, ["1,234.50", "300.00"]),
        ("1,234.50300.00", 0.99, ["1,234.50", "300.00"]),
        ("共 3.25 万元", 0.99, ["共3.25万元"]),
        ("增长12.345", 0.99, ["增长12.345"]),
        ("12.50教育支出", 0.99, ["12.50", "教育支出"]),
        ("1， 234．50", 0.99, ["1,234.50"]),
        ("事业收人", 0.99, ["事业收入"]),
        ("支出12.50万元", 0.6, [f"支出{UNCLEAR}万元"]),
        (" ", 0.99, []),
    ],
)
def test_a_line_is_mended_and_parted(said: str, certainty: float, expected: list[str]) -> None:
    corners = ((0.0, 0.0), (90.0, 0.0), (90.0, 10.0), (0.0, 10.0))
    picture = np.zeros((20, 100, 3))
    found = recognise(picture, lambda _: [Seen(corners, said, certainty)])
    assert expected == [line.text for line in found]
    assert all(0 <= line.x0 < line.x1 <= 90 for line in found)


def test_without_an_engine_the_file_is_told_to_be_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, None)
    write_pdf(tmp_path / "a.pdf", [[text(60, 60, "支出预算表")]])
    with pytest.raises(ReadError, match=r"没有文字层.*文字识别组件"):
        read_disclosure(scan(tmp_path / "a.pdf", tmp_path / "b.pdf"))


def test_a_scanned_page_is_recognised_by_the_engine(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    if _looks(tmp_path, "预") == _looks(tmp_path, "算"):
        pytest.skip("there is no Chinese font to print the page with")
    assert engine() is not None
    rows = [
        "科目编码|科目名称|合计|基本支出|项目支出",
        "205|教育支出|1,203.46|203.46|1,000.00",
        "20502|普通教育|1,203.46|203.46|1,000.00",
        "210|卫生健康支出|89.10|89.10|",
        "合计||1,292.56|292.56|1,000.00",
    ]
    page = [
        text(150, 60, "2024年某某市水务局支出预算总表", 18),
        text(450, 100, "单位：万元"),
        table(50, 120, [80, 150, 80, 80, 80], rows),
    ]
    write_pdf(tmp_path / "a.pdf", [page])
    read = read_disclosure(scan(tmp_path / "a.pdf", tmp_path / "b.pdf", 0.6))
    (budget,) = read.tables
    assert ("2024年某某市水务局支出预算总表", "万元") == (budget.title, budget.unit)
    assert ["205", "20502", "210", None] == [row.code for row in budget.rows]
    printed = [cell for row in rows[1:] for cell in row.split("|")[2:]]
    assert printed == [cell.text for row in budget.rows for cell in row.cells if cell]
    assert (Locator(page=1),) == read.recognised


def _looks(tmp_path: Path, letter: str) -> bytes:
    path = write_pdf(tmp_path / "letter.pdf", [[text(60, 60, letter, 40)]])
    with pypdfium2.PdfDocument(path) as document:
        return bytes(document[0].render().to_pil().tobytes())
