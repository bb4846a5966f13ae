"""What the reading cannot vouch for is said beside the figures that rest on it, and only there."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.library import build
from corpus.checks import prove_tables
from corpus.disclosure import Disclosure, Locator
from corpus.findings import Outcome
from corpus.reader import read_disclosure
from eval.specimens.pdf import table, text, write_pdf
from index.chunking import document_record, facts_of, passages_of

SCANNED = "扫描件，数字由识别得来，请对照原件"
UNPROVEN = "没有通过读取核对"
HEADS = "科目编码|科目名称|合计|基本支出|项目支出"
RIGHT = ["205|教育支出|9.50|4.50|5.00", "20502|普通教育|9.50|4.50|5.00"]
WRONG = ["208|社会保障和就业支出|7.30|7.30|", "20805|行政事业单位养老支出|6.10|6.10|"]


@pytest.fixture
def two_pages(tmp_path: Path) -> Disclosure:
    """A table whose sums hold on the first page, one of them wrong on the second."""
    widths = [80, 150, 80, 80, 80]
    pages = [
        [
            text(100, 60, f"2024年某某市水务局{name}", 18),
            text(450, 100, "单位：万元"),
            table(50, 120, widths, [HEADS, *rows, total]),
        ]
        for name, rows, total in (
            ("支出预算总表", RIGHT, "合计||9.50|4.50|5.00"),
            ("一般公共预算支出表", WRONG, "合计||7.30|7.30|"),
        )
    ]
    return read_disclosure(write_pdf(tmp_path / "a.pdf", pages))


def assistant_of(disclosure: Disclosure) -> Assistant:
    facts = facts_of(disclosure)
    failed = {
        (disclosure.name, p.table) for p in prove_tables(disclosure) if p.outcome is Outcome.FAILED
    }
    record = document_record(disclosure, "", len(facts))
    passages = passages_of(disclosure)
    return Assistant(build([record], facts, passages, unproven=frozenset(failed)))


def said(assistant: Assistant, question: str) -> tuple[str, list[tuple[str, tuple[int, ...]]]]:
    answer = assistant.ask([question])
    assert "answered" == answer.status
    assert all(caveat.text in answer.answer for caveat in answer.caveats)
    return answer.answer, [(caveat.kind, caveat.citations) for caveat in answer.caveats]


def test_a_figure_of_a_recognised_page_says_so(two_pages: Disclosure) -> None:
    assistant = assistant_of(replace(two_pages, recognised=(Locator(page=1),)))
    answer, kinds = said(assistant, "教育支出是多少")
    assert [("recognised", (1,))] == kinds
    assert f"这一页是{SCANNED}。" in answer
    assert "9.50" in answer


def test_a_calculation_with_a_recognised_figure_says_so(two_pages: Disclosure) -> None:
    assistant = assistant_of(replace(two_pages, recognised=(Locator(page=1),)))
    answer, kinds = said(assistant, "教育支出比社会保障和就业支出多多少")
    assert ["recognised", "unproven"] == [kind for kind, _ in kinds]
    assert "2.20万元" in answer


def test_figures_of_other_pages_and_tables_say_nothing(two_pages: Disclosure) -> None:
    assistant = assistant_of(replace(two_pages, recognised=(Locator(page=2),)))
    assert [] == said(assistant, "教育支出是多少")[1]


def test_a_figure_of_a_table_whose_sums_fail_says_so(two_pages: Disclosure) -> None:
    answer, kinds = said(assistant_of(two_pages), "行政事业单位养老支出是多少")
    assert ["unproven"] == [kind for kind, _ in kinds]
    assert UNPROVEN in answer
    assert UNPROVEN not in said(assistant_of(two_pages), "教育支出是多少")[0]
