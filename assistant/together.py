"""Ask each of several documents and put together what they say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.clause import Clause
from assistant.every import spanned
from assistant.library import Library
from assistant.operation import Operation, combined
from assistant.plan import Expression, Plan, Sum
from assistant.planner import AskedOf, Frame
from assistant.scope import Scope
from assistant.titles import called
from assistant.trial import Trial
from assistant.turn import Turn
from assistant.vocabulary import vocabulary

Ask = Callable[[str, Library], tuple[Plan, Frame]]
_OF_ALL = (Operation.SUM, Operation.AVERAGE, Operation.GROWTH, Operation.DIFFERENCE)
_REMEMBERED = 8


class Question(NamedTuple):
    """What is to be asked of several documents, and what is to be done with the answers."""

    operation: Operation
    asked: tuple[AskedOf, ...]
    clause: Clause
    every: bool = False


def answer(
    library: Library, question: Question, frame: Frame, ask: Ask, text: str
) -> tuple[Plan, Frame]:
    """Ask each document and put together what they say; the first that has no answer says so."""
    found: list[tuple[AskedOf, Expression | None]] = []
    left = frame
    trace: list[str] = []
    lacking: list[str] = []
    for one in question.asked:
        own = library.within([d.name for d in one.documents])
        plan, left = ask(one.text, own) if not one.goals else (Plan(goals=one.goals), left)
        trace += [f"问「{one.documents[0].name}」：{one.text}", *plan.trace]
        if plan.status != "answered" and question.every:
            lacking.append(called(one.documents[0]))
            continue
        if plan.status != "answered":
            heading = {"heading": one.documents[0].name, "resolved_question": one.text}
            answered = [own for own, _ in found]
            return plan.model_copy(update=heading), _left(frame, left, question, answered, text, ())
        found.append((one._replace(goals=plan.goals), _figure(own, plan.goals)))
    if not found:
        return plan, _left(frame, left, question, (), text, ())
    if question.every:
        found = [(o, f) for o, f in found if _is_meant(f, text, library)] or found
    answered = [one for one, _ in found]
    figures = [figure for _, figure in found if figure is not None]
    if (missing := _missing_years(question, text)) and question.operation in _OF_ALL:
        plan = Plan(status="not_found", reason="other_year", subject=missing)
        return plan, _left(frame, left, question, answered, text, ())
    goals = combined(question.operation, question.clause, answered, figures, library)
    notes = tuple(_notes(question, answered, lacking, missing))
    alone = answered[0].documents[0].name if len(answered) == 1 else ""
    trace.append(f"合并：{question.operation.value}")
    plan = Plan(goals=goals, notes=notes, heading=alone, trace=tuple(trace))
    return plan, _left(frame, left, question, answered, text, goals)


def _is_meant(figure: Expression | None, text: str, library: Library) -> bool:
    """Tell whether a document is one of those asked for: 哪些部门有, 哪些没有安排."""
    patterns = vocabulary().documents
    lacks = figure is None or not Trial(library.store).amount(figure)
    if patterns["without"].search(text):
        return lacks
    return not (lacks and patterns["having"].search(text))


def _missing_years(question: Question, text: str) -> str:
    """Return the years counted in a question (近五年) that no document is of, "" for none."""
    years = sorted({one.documents[0].year or 0 for one in question.asked})
    counted = spanned(text) if question.every else 0
    first = years[-1] - counted + 1
    return "、".join(f"{year}年" for year in range(first, years[0])) if counted else ""


def _notes(
    question: Question, answered: Sequence[AskedOf], lacking: Sequence[str], missing: str
) -> Iterator[str]:
    """Yield what is to be known of documents that were left out or are not of one year."""
    if lacking:
        yield f"没有列出此项的：{'、'.join(lacking)}。"
    if missing:
        yield "所问的年度没有全部载入，只列出已载入的。"
    documents = [one.documents[0] for one in answered]
    together = question.operation is not Operation.EACH
    if (
        together
        and len({d.department for d in documents}) > 1
        and len({d.year for d in documents}) > 1
    ):
        yield "各文件的年度不同，这些数字不宜直接比较。"


def _figure(library: Library, goals: Sequence[Expression]) -> Expression | None:
    """Return the one figure that goals come to, several added up; None where they are words."""
    turn = Turn(library, Scope(library.documents), "", (), None)
    parts = [part for goal in goals for part in turn.parts_of(goal)]
    return parts[0] if len(parts) == 1 else Sum(of=tuple(parts)) if parts else None


def _left(
    before: Frame,
    last: Frame,
    question: Question,
    answered: Sequence[AskedOf],
    text: str,
    goals: Sequence[Expression],
) -> Frame:
    """Return what the next turn may refer to."""
    documents = tuple(dict.fromkeys(d for one in question.asked for d in one.documents))
    said = [goal for one in answered for goal in one.goals]
    return replace(
        last,
        goals=list(goals) or before.goals,
        history=[*before.history, *said][-_REMEMBERED:],
        documents=documents,
        question=text,
        turns=(*before.turns, *(answered or question.asked))[-_REMEMBERED:],
        together=len(answered or question.asked),
        operation=question.operation.value,
    )
