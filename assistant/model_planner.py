"""The planner behind which a language model sits: it proposes goals, and the rules stand where it fails.

The rules read every turn first. They say which documents may answer, what is refused and what is not
there; the model chooses among the candidates linked to the question. Its goals are taken when they
name candidates only, hold against the question and the documents, and come to an answer that the
guard lets through. All that is shown is made from them as from the rules' own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.check_tasks import reported
from assistant.clause import Clause
from assistant.language_model import LanguageModel, NoReplyError
from assistant.library import Library
from assistant.normal import normalise
from assistant.plan import Cell, Expression, Plan, Reported, all_nodes, names
from assistant.planner import Frame, Planner
from assistant.proposal import ProposalError, goals_of, schema
from assistant.question import read_clauses
from assistant.shortlist import Shortlist
from assistant.vetting import Asked, Vetting, bare

_PROMPT = Path(__file__).parent / "prompts" / "plan.md"
# Where the rules find nothing for one of these reasons, a model may know what the words mean.
_OPEN = frozenset({"not_mentioned", "no_figure"})
_GOALS = 8
_REPLIES = 256
_TURNS = 6
_CHECK = "请核对是不是要问的；数字、出处和计算不经过语言模型。"
_CHOSEN = f"问题里有文件没有的说法，这里答的是语言模型选出的内容，{_CHECK}"
_UNDERSTOOD = f"这个问题是按语言模型的理解回答的，{_CHECK}"


class ModelPlanner:
    """Asks a model for the goals of a turn that the rules have read.

    `stands` tells whether a plan comes to an answer that may be shown, to a question that may refer
    to what was spoken of before.
    """

    def __init__(
        self,
        rules: Planner,
        library: Library,
        model: LanguageModel,
        stands: Callable[[Plan, str, bool], bool],
    ) -> None:
        self._rules = rules
        self._library = library
        self._model = model
        self._stands = stands
        self._shortlist = Shortlist(library)
        self._schema = schema()
        self._prompt = _PROMPT.read_text(encoding="utf-8")
        # A conversation is planned again from its first turn; what was asked once need not be again.
        self._reply = lru_cache(_REPLIES)(self._asked)

    def plan(
        self, question: str, frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question and the frame for the next turn."""
        before = frame or Frame()
        plan, after = self._rules.plan(question, frame, documents)
        after = replace(after, asked=(*before.asked, question)[-_TURNS:])
        if not _is_open(plan) or not after.documents:
            return plan, after
        # What the rules misread is as open as what they do not find.
        refers = bool(before.history)
        settled = plan.goals if self._stands(plan, question, refers) else ()
        try:
            goals = self._goals(before, plan, after, settled)
        except (NoReplyError, ProposalError) as error:
            return _noted(plan, f"语言模型{error}，按规则的计划"), after
        if [bare(goal) for goal in goals] == [bare(goal) for goal in plan.goals]:
            return _noted(plan, "语言模型的计划与规则的相同"), after
        proposed = _proposed(goals, plan, bool(settled))
        if not self._stands(proposed, question, refers):
            return _noted(plan, "语言模型的计划答不了所问的内容，按规则的计划"), after
        history = [*before.history, *goals][-_GOALS:]
        return proposed, replace(after, goals=list(goals), history=history)

    def _goals(
        self, before: Frame, plan: Plan, after: Frame, settled: tuple[Expression, ...]
    ) -> tuple[Expression, ...]:
        """Return the goals that the model proposes. Raises NoReplyError, ProposalError."""
        text = normalise(after.asked[-1])
        clauses = read_clauses(text, self._library.lexicon, self._library.owners)
        documents = {document.name for document in after.documents}
        candidates = self._shortlist.draw_up(text, clauses, before, plan, documents)
        if not candidates.facts and not candidates.passages:
            raise ProposalError("没有可以选的内容")
        spoken = [
            candidates.short(name) for node in all_nodes(before.goals) for name in names(node)
        ]
        request = _request(after.asked, list(filter(None, spoken)), candidates.as_text())
        goals = [
            reported(self._library, goal.finding) if isinstance(goal, Reported) else goal
            for goal in goals_of(self._reply(request), candidates)
        ]
        asked = Asked(
            words="\n".join(map(normalise, after.asked)),
            years=_years(clauses, {d.year for d in after.documents if d.year}),
            named=tuple(phrase for clause in clauses for phrase in clause.named),
            planned=settled,
            before=(*before.goals, *before.history),
        )
        Vetting(self._library, candidates, asked).check(goals)
        # The rules' own node knows more: other readings, the printed figure to compare with.
        own = {bare(goal): goal for goal in plan.goals}
        return tuple(own.get(bare(goal), goal) for goal in goals)

    def _asked(self, request: str) -> dict[str, Any]:
        return self._model.ask(self._prompt, request, self._schema)


def _is_open(plan: Plan) -> bool:
    """Tell whether a turn's plan is the model's to better: what is absent or refused, the rules know."""
    if plan.status == "answered":
        return True
    strange_code = plan.subject.isdecimal()
    return plan.status == "not_found" and plan.reason in _OPEN and not strange_code


def _request(asked: Sequence[str], spoken: Sequence[str], candidates: str) -> str:
    *earlier, question = asked
    lines = [f"上文：{turn}" for turn in earlier]
    lines += [f"上文问到的数：{'、'.join(spoken)}"] if spoken else []
    return "\n".join([*lines, f"问题：{question}", "", "候选：", candidates])


def _years(clauses: Sequence[Clause], own: set[int]) -> frozenset[int]:
    """Return the years asked for that are not the documents' own."""
    said = {year for clause in clauses for year in clause.years}
    if own and any(clause.asks("last_year") for clause in clauses):
        said.add(max(own) - 1)
    return frozenset(said - own)


def _proposed(goals: Sequence[Expression], plan: Plan, understood: bool) -> Plan:
    """Return the plan made of the model's goals; what the rules understood is told from what not."""
    done = "、".join(goal.op for goal in goals)
    return Plan(
        goals=tuple(_with_readings(goal, plan) for goal in goals),
        notes=(_UNDERSTOOD if understood else _CHOSEN,),
        heading=plan.heading,
        trace=(*plan.trace, f"语言模型的计划：{done}"),
    )


def _with_readings(goal: Expression, plan: Plan) -> Expression:
    """Return a cell with the other readings of the words that the rules found it by."""
    for own in plan.goals:
        if isinstance(goal, Cell) and isinstance(own, Cell) and goal.fact in own.others:
            others = tuple(fact for fact in (own.fact, *own.others) if fact != goal.fact)
            return goal.model_copy(update={"others": others})
    return goal


def _noted(plan: Plan, line: str) -> Plan:
    return plan.model_copy(update={"trace": (*plan.trace, line)})
