"""What a run amounts to: rates in per cent with two decimals, and the time per turn."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from corpus.money import quotient, round_half_up
from eval.metrics import Outcome
from eval.runner import Result, percentile


class Part(BaseModel):
    """Common settings of a report's parts: frozen, nothing beside what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rates(Part):
    """Counts and rates of a set of questions; a rate is None where nothing could be counted.

    `false_figure_rate` and the outcome rates are of all questions, `exact_figure_rate` of those
    that ask for a figure. Cell precision is over the cells that answers cite, recall over those
    that the gold needs; refusing a question that has an answer costs recall.
    """

    questions: int
    right: int
    wrong: int
    not_answered: int
    right_rate: Decimal | None
    wrong_rate: Decimal | None
    not_answered_rate: Decimal | None
    status_rate: Decimal | None
    exact_figure_rate: Decimal | None
    false_figures: int
    false_figure_rate: Decimal | None
    cell_precision: Decimal | None
    cell_recall: Decimal | None
    p50_ms: float
    p95_ms: float


def rates(results: Sequence[Result]) -> Rates:
    """Sum up `results`, of which there must be at least one."""
    scores = [result.score for result in results]
    times = [result.ms for result in results]
    count = {kind: sum(score.outcome == kind for score in scores) for kind in Outcome}
    exact = [score.exact_figure for score in scores if score.exact_figure is not None]
    false = sum(score.false_figure for score in scores)
    return Rates(
        questions=len(scores),
        right=count[Outcome.RIGHT],
        wrong=count[Outcome.WRONG],
        not_answered=count[Outcome.NOT_ANSWERED],
        right_rate=percent(count[Outcome.RIGHT], len(scores)),
        wrong_rate=percent(count[Outcome.WRONG], len(scores)),
        not_answered_rate=percent(count[Outcome.NOT_ANSWERED], len(scores)),
        status_rate=percent(sum(score.status_right for score in scores), len(scores)),
        exact_figure_rate=percent(sum(exact), len(exact)),
        false_figures=false,
        false_figure_rate=percent(false, len(scores)),
        cell_precision=percent(
            sum(score.cells_right for score in scores), sum(score.cells_cited for score in scores)
        ),
        cell_recall=percent(
            sum(score.cells_found for score in scores), sum(score.cells_needed for score in scores)
        ),
        p50_ms=round(percentile(times, 50), 2),
        p95_ms=round(percentile(times, 95), 2),
    )


def percent(part: int, whole: int) -> Decimal | None:
    """Return part ÷ whole in per cent, rounded half up to two decimals; None of nothing."""
    if whole == 0:
        return None
    return round_half_up(quotient(Decimal(part * 100), Decimal(whole)))
