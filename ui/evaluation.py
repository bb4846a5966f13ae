"""The evaluation as a command: the assistant and plain retrieval, asked the same gold questions."""

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console

from assistant.chain import Assistant
from eval.baseline import plain_retrieval
from eval.cases import load_cases, select
from eval.page import save_page
from eval.report import REPORTS, Report
from eval.report import evaluate as measure
from index.build import open_index
from index.home import Home
from index.retriever import HybridRetriever
from ui.progress import counting


def run_evaluation(
    assistant: Assistant,
    home: Home,
    gold: Sequence[Path] | None,
    only: Sequence[str] | None,
    out: Path | None,
    remarks: Console,
) -> Report:
    """Ask the assistant of `home` and the baseline the gold questions; save and return the report."""
    asked = 2 * len(select(load_cases(gold), only))
    with counting("评测", asked, remarks) as done, redirect_stdout(sys.stderr):
        report = measure(
            assistant.ask,
            plain_retrieval(HybridRetriever(index=open_index(home), words=False)),
            gold,
            out,
            only,
            corpus=[home.originals],
            done=done,
        )
    saved = save_page(report, out or REPORTS)
    remarks.print(f"网页报告：{saved}", markup=False, soft_wrap=True)
    return report
