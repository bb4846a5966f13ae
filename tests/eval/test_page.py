"""The report as a page: rates by kind, document and set, what changed, failures with evidence, escaped."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Value
from eval.cases import load_cases
from eval.display import NAMES
from eval.page import page, save_page
from eval.report import Report, evaluate

GOLD = """\
{"id":"one-001","kind":"share","turns":["甲<b>多少"],"documents":null,"status":"answered",\
"values":[{"number":"1.50","unit":"万元"}],"contains":[],\
"evidence":[[{"table":"支出表","row":"甲","head":"合计"}]],"source":"甲.txt"}
{"id":"one-002","kind":"sum","turns":["甲多少","乙呢"],"documents":[],"status":"answered",\
"values":[{"number":"3.50","unit":"万元"}],"contains":[],\
"evidence":[[{"document":"甲.txt","line":2,"column":3}],[{"document":"乙.txt","within":"乙为 2 万元"}]],\
"source":null}
{"id":"two-003","split":"held_out","kind":"refused","turns":["写诗"],"documents":null,"status":"refused",\
"values":[],"contains":[],"evidence":[],"source":null}
"""


class _Shape(HTMLParser):
    """Notes the elements of a page, and whether every one that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        given = dict(attrs)
        self.ids |= {given["id"] or ""} if "id" in given else set()
        self.links |= {(given.get("href") or "")[1:]} if tag == "a" else set()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()


def shape(text: str) -> _Shape:
    read = _Shape()
    read.feed(text)
    assert [] == read.open
    return read


def stated(number: str) -> Answer:
    return Answer(
        question="",
        resolved_question="",
        status="answered",
        answer=f"<script>{number}</script>〔1〕",
        values=(Value(label="", number=number, unit="万元", origin="cited"),),
        citations=(
            Citation(n=1, document="甲.txt", table="支出&表", row="丁", column="合计", value=number,
                     unit="万元", locator={"line": 9}),
        ),
        timings={},
    )  # fmt: skip


@pytest.fixture
def run(tmp_path: Path):
    (tmp_path / "gold.jsonl").write_text(GOLD, encoding="utf-8")
    (tmp_path / "甲.txt").write_text("甲", encoding="utf-8")

    def evaluated(*numbers: str) -> Report:
        def ask(turns: Sequence[str], _documents: Sequence[str] | None) -> Answer:
            return stated(numbers[len(turns) - 1])

        folder = tmp_path / "reports"
        files = [tmp_path / "甲.txt"]
        return evaluate(ask, ask, [tmp_path / "gold.jsonl"], folder, corpus=files)

    return evaluated


def test_rates_are_counted_by_document_and_by_set(run) -> None:
    system = run("1.50", "9").system
    assert {"甲.txt": 1, "几份文件": 0, "没有指明文件": 0} == {
        name: rates.right for name, rates in system.by_document.items()
    }
    assert {"one": 2, "two": 1} == {name: r.questions for name, r in system.by_set.items()}


def test_a_failure_shows_question_expected_answer_and_evidence(run) -> None:
    text = page(run("1.50", "9"))
    for words in (
        "甲多少 → 乙呢",
        "answered；3.50万元",
        "甲.txt › 第 2 行第 3 列\n乙.txt › 「乙为 2 万元」",
        "〔1〕甲.txt › 支出&amp;表 › 丁 › 合计：9万元",
        "主数字不对：9万元",
    ):
        assert words in text


def test_whatever_is_asked_or_answered_is_escaped(run) -> None:
    text = page(run("8", "9"))
    assert ("script" not in shape(text).seen, "b" not in shape(text).seen) == (True, True)
    assert "甲&lt;b&gt;多少" in text
    assert "&lt;script&gt;8&lt;/script&gt;" in text


def test_every_kind_of_question_is_named_in_chinese() -> None:
    assert set() == {case.kind for case in load_cases()} - NAMES.keys()


def test_held_out_failures_stay_closed(run) -> None:
    closed = page(run("1.50", "3.50")).split("<details>")
    assert ("two-003" in closed[0], "two-003" in closed[1]) == (False, True)


def test_what_changed_leads_to_what_is_no_longer_right(run) -> None:
    first = page(run("1.50", "3.50"))
    assert "没有上一次的报告" in first
    second = shape(page(run("9", "3.50")))
    assert {"one-001"} == second.links & {"one-001", "one-002"}
    assert second.links - {"one-001"} <= second.ids
    assert "上次答对率" in page(run("9", "3.50"))


def test_the_page_is_saved_beside_the_report(run, tmp_path: Path) -> None:
    report = run("1.50", "9")
    saved = save_page(report, tmp_path / "reports")
    assert (saved.with_suffix(".json").is_file(), page(report)) == (
        True,
        saved.read_text(encoding="utf-8"),
    )
