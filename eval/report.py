"""The report of an evaluation: made, compared with the last one, and saved as JSON."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import UsageError
from eval.cases import Case, Figure, Split, gold_hash, load_cases, select
from eval.comparison import Comparison, compare, last_report
from eval.evidence import cited, document_of, needed
from eval.metrics import Outcome
from eval.rates import Part, Rates, rates
from eval.runner import Ask, Result, run

CHECKOUT = Path(__file__).resolve().parents[1]
DISCLOSURES = CHECKOUT / "corpus" / "disclosures"
REPORTS = CHECKOUT / "eval" / "reports"


class Failure(Part):
    """A question that was not answered right: what was expected, what came, and why it fails.

    `needed` are the places of the expected evidence, `cited` those that the answer gives.
    """

    id: str
    kind: str
    split: Split
    turns: tuple[str, ...]
    expected: str
    got: str
    reason: str
    document: str
    needed: tuple[str, ...]
    cited: tuple[str, ...]


class Section(Part):
    """One system's run: all questions, by kind, document, set and split, and each outcome."""

    overall: Rates
    by_kind: dict[str, Rates]
    by_document: dict[str, Rates]
    by_set: dict[str, Rates]
    by_split: dict[str, Rates]
    outcomes: dict[str, Outcome]
    failures: tuple[Failure, ...]


class Report(Part):
    """An evaluation with what it was made from; two are comparable only if both hashes agree."""

    created: datetime
    git_revision: str | None
    gold_hash: str
    corpus_hash: str
    system: Section
    baseline: Section | None
    comparison: Comparison


def evaluate(
    ask: Ask,
    baseline_ask: Ask | None = None,
    gold: Sequence[Path] | None = None,
    out: Path | None = None,
    only: Sequence[str] | None = None,
    *,
    corpus: Sequence[Path] | None = None,
    done: Callable[[], None] | None = None,
) -> Report:
    """Ask the gold questions, save the report under `out` and return it.

    Args:
        ask: The system under test.
        baseline_ask: What it is measured against, asked the same questions.
        gold: JSONL files or folders of them, by default `eval/gold`.
        out: Folder of the reports, by default `eval/reports`.
        only: Ids, kinds or splits (`open`, `held_out`) to keep; None asks all.
        corpus: Files or folders that were asked about, by default the shipped disclosures.
        done: Called after each question of each system.

    Raises:
        UsageError: there are no gold questions, none is left, or the corpus is not there.
    """
    cases = select(load_cases(gold), only)
    folder = out or REPORTS
    previous = last_report(folder)
    system = section(run(ask, cases, done))
    hashes = gold_hash(cases), corpus_hash(corpus or (DISCLOSURES,))
    report = Report(
        created=datetime.now(UTC),
        git_revision=git_revision(),
        gold_hash=hashes[0],
        corpus_hash=hashes[1],
        system=system,
        baseline=section(run(baseline_ask, cases, done)) if baseline_ask else None,
        comparison=compare(previous, *hashes, system.overall, system.by_kind, system.outcomes),
    )
    save(report, folder)
    return report


def section(results: Sequence[Result]) -> Section:
    """Sum up one system's results."""
    return Section(
        overall=rates(results),
        by_kind=_by(results, lambda case: case.kind),
        by_document=_by(results, document_of),
        by_set=_by(results, lambda case: case.id.rpartition("-")[0]),
        by_split=_by(results, lambda case: case.split),
        outcomes={result.case.id: result.score.outcome for result in results},
        failures=tuple(_failure(r) for r in results if r.score.outcome != Outcome.RIGHT),
    )


def save(report: Report, folder: Path) -> Path:
    """Write the report as JSON, named by its time in UTC, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.created:%Y%m%dT%H%M%S%f}Z.json"
    path.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path


def corpus_hash(corpus: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and bytes of the files, whatever their order.

    Raises:
        UsageError: there is no file.
    """
    files = sorted((file for path in corpus for file in _files(path)), key=lambda file: file.name)
    if not files:
        raise UsageError("没有找到评测所用的公开文件，请先用 yusuan add 加入文件。")
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def git_revision(checkout: Path = CHECKOUT) -> str | None:
    """Return the checkout's commit, with `-dirty` if it was changed; None without git."""
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run(  # noqa: S603 - fixed words, no shell
        [git, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or None


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file()]
    return [path] if path.is_file() else []


def _by(results: Sequence[Result], name: Callable[[Case], str]) -> dict[str, Rates]:
    names = dict.fromkeys(name(result.case) for result in results)
    return {one: rates([r for r in results if name(r.case) == one]) for one in names}


def _failure(result: Result) -> Failure:
    case, answer = result.case, result.answer
    return Failure(
        id=case.id,
        kind=case.kind,
        split=case.split,
        turns=case.turns,
        expected=_expected(case),
        got=f"{answer.status}：{answer.answer}",
        reason=result.score.reason,
        document=document_of(case),
        needed=tuple(needed(case)),
        cited=tuple(map(cited, answer.citations)),
    )


def _expected(case: Case) -> str:
    figures = "、".join(_shown(figure) for figure in case.values)
    parts = [case.status, figures, "、".join(case.contains)]
    return "；".join(part for part in parts if part)


def _shown(figure: Figure) -> str:
    return f"{figure.number}{figure.unit or ''}"
