"""The report: rates, hashes, comparison with the last one, and what is printed."""

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from assistant.answer import Answer, Citation, Value
from corpus.errors import ReadError, UsageError
from eval.display import show
from eval.report import Report, corpus_hash, evaluate, git_revision
from eval.runner import percentile

GOLD = """\
{"id":"t-001","kind":"lookup_name","turns":["甲多少"],"documents":null,"status":"answered",\
"values":[{"number":"1.50","unit":"万元"}],"contains":[],"evidence":[[{"line":1,"column":2}]],\
"source":"甲.txt"}
{"id":"t-002","kind":"lookup_name","turns":["甲多少","乙呢"],"documents":["甲.txt"],\
"status":"answered","values":[{"number":"2.00","unit":"万元"}],"contains":[],\
"evidence":[[{"line":2,"column":2}]],"source":"甲.txt"}
{"id":"t-003","split":"held_out","kind":"refused","turns":["写诗"],"documents":null,"status":"refused",\
"values":[],"contains":[],"evidence":[],"source":null}
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "t.jsonl").write_text(GOLD, encoding="utf-8")
    (tmp_path / "甲.txt").write_text("甲\t1.50\n乙\t2.00\n", encoding="utf-8")
    return folder


def replies(**by_question: Answer | Exception) -> object:
    asked = []

    def ask(turns: Sequence[str], documents: Sequence[str] | None) -> Answer:
        asked.append((tuple(turns), documents))
        reply = by_question[turns[-1]]
        if isinstance(reply, Exception):
            raise reply
        return reply

    ask.asked = asked
    return ask


def stated(number: str, line: int) -> Answer:
    return Answer(
        question="",
        resolved_question="",
        status="answered",
        answer=f"{number} 万元〔1〕",
        values=(Value(label="", number=number, unit="万元", origin="cited"),),
        citations=(Citation(n=1, document="甲.txt", locator={"line": line, "column": 2}),),
        timings={},
    )


REFUSED = Answer(question="", resolved_question="", status="refused", answer="不回答。", timings={})


def evaluated(gold: Path, ask: object, **more: object) -> Report:
    parts = {"out": gold.parent / "reports", "corpus": [gold.parent / "甲.txt"], **more}
    return evaluate(ask, gold=[gold], **parts)


def test_rates_are_counted_by_kind_and_overall(gold: Path) -> None:
    ask = replies(甲多少=stated("1.50", 1), 乙呢=stated("1.50", 1), 写诗=REFUSED)
    report = evaluated(gold, ask)
    overall, lookups = report.system.overall, report.system.by_kind["lookup_name"]
    assert (3, 2, 1, 0) == (overall.questions, overall.right, overall.wrong, overall.not_answered)
    assert Decimal("66.67") == overall.right_rate
    assert (1, Decimal("33.33")) == (overall.false_figures, overall.false_figure_rate)
    assert Decimal("50.00") == lookups.exact_figure_rate
    assert (Decimal("50.00"), Decimal("50.00")) == (lookups.cell_precision, lookups.cell_recall)
    assert report.system.by_kind["refused"].cell_precision is None
    assert ["t-002"] == [failure.id for failure in report.system.failures]
    assert ["t-003"] == [name for name in report.system.outcomes if name.endswith("3")]
    assert report.system.by_split["held_out"].questions == 1
    assert ask.asked[1] == (("甲多少", "乙呢"), ("甲.txt",))


def test_a_question_that_breaks_is_a_failed_answer(gold: Path) -> None:
    ask = replies(甲多少=KeyError("x"), 乙呢=ReadError("文件坏了。"), 写诗=REFUSED)
    report = evaluated(gold, ask)
    assert report.system.overall.not_answered == 2
    assert ["failed：程序出错（KeyError：'x'）", "failed：文件坏了。"] == [
        failure.got for failure in report.system.failures
    ]


def test_the_baseline_is_asked_the_same_questions(gold: Path) -> None:
    right = replies(甲多少=stated("1.50", 1), 乙呢=stated("2.00", 2), 写诗=REFUSED)
    plain = replies(甲多少=stated("2.00", 2), 乙呢=stated("2.00", 2), 写诗=stated("2.00", 2))
    report = evaluated(gold, right, baseline_ask=plain)
    assert report.system.overall.right == 3
    assert report.baseline is not None
    assert (1, 2) == (report.baseline.overall.right, report.baseline.overall.false_figures)
    assert right.asked == plain.asked


def test_a_saved_report_reads_back_equal(gold: Path) -> None:
    ask = replies(甲多少=stated("1.50", 1), 乙呢=stated("2.00", 2), 写诗=REFUSED)
    report = evaluated(gold, ask)
    (file,) = (gold.parent / "reports").iterdir()
    assert report == Report.model_validate_json(file.read_text(encoding="utf-8"))


def test_reports_on_the_same_gold_and_corpus_are_compared(gold: Path) -> None:
    first = replies(甲多少=stated("9", 1), 乙呢=stated("2.00", 2), 写诗=REFUSED)
    second = replies(甲多少=stated("1.50", 1), 乙呢=REFUSED, 写诗=REFUSED)
    assert "没有上一次的报告，无从比较。" == evaluated(gold, first).comparison.reason
    change = evaluated(gold, second).comparison
    assert change.comparable
    assert (Decimal("0.00"), -1) == (change.right_rate_change, change.false_figures_change)
    assert (("t-001",), ("t-002",)) == (change.newly_right, change.no_longer_right)


def test_a_report_on_another_gold_or_corpus_is_not_compared(gold: Path) -> None:
    ask = replies(甲多少=stated("1.50", 1), 乙呢=stated("2.00", 2), 写诗=REFUSED)
    evaluated(gold, ask)
    (gold.parent / "甲.txt").write_text("甲\t1.60\n", encoding="utf-8")
    other_corpus = evaluated(gold, ask).comparison
    assert (False, "公开文件与上一次不同，不作比较。") == (
        other_corpus.comparable,
        other_corpus.reason,
    )
    assert evaluated(gold, ask, only=["refused"]).comparison.reason == (
        "题集与上一次不同，不作比较。"
    )


def test_an_earlier_report_in_another_form_is_said_to_be_so(gold: Path) -> None:
    ask = replies(甲多少=stated("1.50", 1), 乙呢=stated("2.00", 2), 写诗=REFUSED)
    (gold.parent / "reports").mkdir()
    (gold.parent / "reports" / "1.json").write_text("{}", encoding="utf-8")
    assert "1.json 格式不同" in str(evaluated(gold, ask).comparison.reason)


def test_the_corpus_hash_follows_names_and_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text("甲", encoding="utf-8")
    two.write_text("乙", encoding="utf-8")
    assert corpus_hash([one, two]) == corpus_hash([two, one]) == corpus_hash([tmp_path])
    before = corpus_hash([tmp_path])
    one.rename(tmp_path / "3.txt")
    assert before != corpus_hash([tmp_path])
    with pytest.raises(UsageError, match="没有找到"):
        corpus_hash([tmp_path / "别处"])


def test_the_revision_is_the_commit_of_the_checkout_or_unknown(tmp_path: Path) -> None:
    assert git_revision(tmp_path) is None


def test_percentiles_are_nearest_rank() -> None:
    times = [float(n) for n in range(1, 21)]
    assert (10.0, 19.0) == (percentile(times, 50), percentile(times, 95))
    assert percentile([7.0], 95) == 7.0


def test_the_printed_report_names_kinds_rates_and_failures_in_chinese(gold: Path) -> None:
    right = replies(甲多少=stated("1.50", 1), 乙呢=stated("1.50", 1), 写诗=REFUSED)
    out = io.StringIO()
    report = evaluated(gold, right, baseline_ask=right)
    show(report, Console(file=out, width=80))
    printed = out.getvalue()
    for words in (
        "按名称查数",
        "应拒答",
        "66.67%",
        "占全部题目的 33.33%",
        "对照：纯检索",
        "没有上一次的报告",
        "t-002",
    ):
        assert words in printed
    assert "甲多少 → 乙呢" in printed
    assert "…" not in printed


def test_the_printed_report_counts_what_is_held_out_and_does_not_list_it(gold: Path) -> None:
    wrong = replies(甲多少=stated("1.50", 1), 乙呢=stated("2.00", 2), 写诗=stated("9.00", 1))
    out = io.StringIO()
    report = evaluated(gold, wrong)
    show(report, Console(file=out, width=80))
    assert ["t-003"] == [failure.id for failure in report.system.failures]
    assert "写诗" not in out.getvalue()
    assert "另有留出题 1 道没有答对" in out.getvalue()
