"""Run gold questions through anything that answers, and time it."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from corpus.errors import YusuanError
from eval.cases import Case
from eval.metrics import Score, score

Ask = Callable[[Sequence[str], Sequence[str] | None], Answer]
"""Answers the last of the turns, within the named documents (None means all)."""


@dataclass(frozen=True, slots=True)
class Result:
    """A question, its answer, its score, and the wall time per turn in milliseconds."""

    case: Case
    answer: Answer
    score: Score
    ms: float


def run(
    ask: Ask, cases: Iterable[Case], done: Callable[[], None] | None = None
) -> tuple[Result, ...]:
    """Ask every question in order; `done` is called after each. A failure becomes an answer."""
    results = []
    for case in cases:
        started = time.perf_counter()
        answer = _answer(ask, case)
        ms = (time.perf_counter() - started) * 1000 / len(case.turns)
        results.append(Result(case, answer, score(case, answer), ms))
        if done is not None:
            done()
    return tuple(results)


def percentile(times: Sequence[float], percent: int) -> float:
    """Return the nearest-rank percentile of `times`, which must not be empty."""
    rank = max(1, math.ceil(len(times) * percent / 100))
    return sorted(times)[rank - 1]


def _answer(ask: Ask, case: Case) -> Answer:
    try:
        return ask(case.turns, case.asked_of)
    except YusuanError as error:
        return _failed(case, str(error))
    except Exception as error:  # one question that breaks must not take the report with it
        return _failed(case, f"程序出错（{type(error).__name__}：{error}）")


def _failed(case: Case, reason: str) -> Answer:
    return Answer(
        id=case.id,
        question=case.question,
        resolved_question=case.question,
        status="failed",
        answer=reason,
        timings={},
    )
