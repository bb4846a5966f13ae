"""What changed since the last report, where the two measured the same thing."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.metrics import Outcome
from eval.rates import Part, Rates


class Comparison(Part):
    """The change since the last report, or in `reason` why there is none to tell.

    `right_rate_change` is in percentage points; `kinds_before` are the rates of right answers by
    kind that the last report has.
    """

    comparable: bool
    reason: str | None = None
    previous_revision: str | None = None
    right_rate_change: Decimal | None = None
    false_figures_change: int | None = None
    kinds_before: dict[str, Decimal | None] = Field(default_factory=dict)
    newly_right: tuple[str, ...] = ()
    no_longer_right: tuple[str, ...] = ()


class _Measured(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    overall: Rates
    by_kind: dict[str, Rates]
    outcomes: dict[str, Outcome]


class Previous(BaseModel):
    """What a comparison needs of an earlier report."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    git_revision: str | None
    gold_hash: str
    corpus_hash: str
    system: _Measured


def last_report(folder: Path) -> Previous | str:
    """Return the newest report in `folder`, or in Chinese why there is none to compare with."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        return "没有上一次的报告，无从比较。"
    try:
        return Previous.model_validate_json(files[-1].read_text(encoding="utf-8"))
    except ValidationError:
        return f"上一次的报告 {files[-1].name} 格式不同，无从比较。"


def compare(
    previous: Previous | str,
    gold_hash: str,
    corpus_hash: str,
    overall: Rates,
    by_kind: Mapping[str, Rates],
    outcomes: Mapping[str, Outcome],
) -> Comparison:
    """Compare a run with the previous report if both asked the same questions of the same files."""
    if isinstance(previous, str):
        return Comparison(comparable=False, reason=previous)
    if reason := _why_not(previous, gold_hash, corpus_hash):
        return Comparison(comparable=False, reason=reason, previous_revision=previous.git_revision)
    right = {name for name, outcome in outcomes.items() if outcome == Outcome.RIGHT}
    before = previous.system
    was_right = {name for name, outcome in before.outcomes.items() if outcome == Outcome.RIGHT}
    return Comparison(
        comparable=True,
        previous_revision=previous.git_revision,
        right_rate_change=(overall.right_rate or Decimal(0))
        - (before.overall.right_rate or Decimal(0)),
        false_figures_change=overall.false_figures - before.overall.false_figures,
        kinds_before={k: r.right_rate for k, r in before.by_kind.items() if k in by_kind},
        newly_right=tuple(sorted(right - was_right)),
        no_longer_right=tuple(sorted(was_right - right)),
    )


def _why_not(previous: Previous, gold_hash: str, corpus_hash: str) -> str | None:
    differing = [
        name
        for name, before, now in (
            ("题集", previous.gold_hash, gold_hash),
            ("公开文件", previous.corpus_hash, corpus_hash),
        )
        if before != now
    ]
    return f"{'和'.join(differing)}与上一次不同，不作比较。" if differing else None
