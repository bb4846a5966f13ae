"""Read a question again where one reading of the whole does not account for it.

People ask in steps (「甲、乙加起来，占丙的多少」「除去甲，剩下的平均多少」). What cannot be read at
once is read piece by piece, each as a follow-up of those before it; the first reading that comes to
an answer which accounts for every word of the question stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.given import ASKS
from assistant.normal import normalise
from assistant.plan import Expression, Plan, Quote, Reported, all_nodes
from assistant.planner import Frame, Planner
from assistant.vocabulary import vocabulary

_ENDS = re.compile(r"[,，。;；?？!！:：]+")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff）)\d])\s+(?=[\u4e00-\u9fff（(\d])")
# 「在甲里，乙占多少」: what ends so says where the next piece stands.
_INSIDE = re.compile(r"((?:里|中|里面|里头|当中|其中|之中))[,，]")
# Where the rules find nothing for one of these reasons, another reading may.
_OPEN = frozenset({"not_mentioned", "no_figure", "unresolved", "misread"})
_MOST_PIECES = 6
_LONGEST_LISTED = 12
# What stands before a blank is no name of a list where it asks or does something.
_TOLD_OF = re.compile(
    r"^(?:不|除|刨|撇|抛|去掉|拿掉)|[几哪占比差吗呢咧么怎的了在算加减除里头]|多少|好多|什么|平均|合计|，|,"
)
_PAUSES = re.compile(r"[,，。;；!！?？:：]+")
_TOLD_NUMBER = re.compile(r"\d")
# What a piece may find without having been understood.
_TOLD = (Quote, Reported)


class RereadingPlanner:
    """Reads each turn with a planner, and again in other ways where its plan does not stand.

    `stands` tells whether a plan comes to an answer that may be shown, to a question that may refer
    to what was spoken of before.
    """

    def __init__(self, planner: Planner, stands: Callable[[Plan, str, bool], bool]) -> None:
        self._planner = planner
        self._stands = stands

    def plan(
        self, question: str, frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question and the frame for the next turn."""
        refers = frame is not None and bool(frame.history)
        plan, after = self._planner.plan(question, frame, documents)
        elsewhere = plan.reason == "other_department" and bool(_without_story(question))
        settled = plan.status != "answered" and plan.reason not in _OPEN and not elsewhere
        if settled or self._stands(plan, question, refers):
            return plan, after
        for pieces in _readings(question):
            found = self._in_pieces(pieces, frame, documents)
            if found and self._stands(found[0], question, refers or len(pieces) > 1):
                return found[0], replace(found[1], question=question)
        if core := _without_story(question):
            found = self._planner.plan(core, frame, documents)
            told = found[0].model_copy(update={"heard": core, "resolved_question": core})
            of_duty = any(isinstance(g, Quote) and g.purpose == "duty" for g in told.goals)
            if (found[1].phrases or of_duty) and self._stands(told, question, refers):
                return told, replace(found[1], question=question)
        # What was not answered is nothing that later turns may refer to.
        before = frame or Frame()
        return plan, replace(after, goals=list(before.goals), history=list(before.history))

    def _in_pieces(
        self, pieces: Sequence[str], frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame] | None:
        """Return the plan that pieces come to, each read after those before it; None if one does not."""
        goals: tuple[Expression, ...] = ()
        trace: list[str] = []
        plan = None
        for piece in pieces:
            plan, frame = self._planner.plan(piece, frame, documents)
            if plan.status != "answered" or any(isinstance(goal, _TOLD) for goal in plan.goals):
                return None
            # A step that no later one goes on with was not understood as a step.
            within = {node.model_dump_json() for node in all_nodes(plan.goals)}
            if any(goal.model_dump_json() not in within for goal in goals):
                return None
            goals = plan.goals
            trace.extend(plan.trace)
        if plan is None or frame is None:
            return None
        update = {"trace": tuple(trace), "resolved_question": ""}
        return plan.model_copy(update=update), frame


def _readings(question: str) -> Iterator[list[str]]:
    """Yield a question with its blanks as commas, then what stands between commas piece by piece."""
    marked = _punctuated(question.strip())
    if marked != question.strip():
        yield [marked]
    # Sayings may go over a comma: they are put into plain words before the question is taken apart.
    text = _INSIDE.sub(r"\1", normalise(marked))
    pieces = [piece for piece in _ENDS.split(text) if piece.strip()]
    if 1 < len(pieces) <= _MOST_PIECES:
        yield pieces


def _without_story(question: str) -> str:
    """Return a question without what whoever asks tells of themselves before it, "" where nothing is.

    「我开小作坊的，想晓得…」: a part that speaks of no budget, asks nothing and gives no number.
    """
    pieces = [p.strip() for p in _PAUSES.split(_punctuated(question.strip())) if p.strip()]
    first = 0
    while first < len(pieces) - 1 and vocabulary().story.search(pieces[first]):
        if ASKS.search(pieces[first]) or _TOLD_NUMBER.search(pieces[first]):
            break
        first += 1
    return "，".join(pieces[first:]) if first else ""


def _punctuated(question: str) -> str:
    """Return a question with the blanks between names of a list as 、, others as commas."""
    pieces = _BLANK.split(question)
    text = pieces[0]
    for before, piece in pairwise(pieces):
        listed = len(before) < _LONGEST_LISTED and not _TOLD_OF.search(before)
        text += ("、" if listed else "，") + piece
    return text
