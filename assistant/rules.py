"""The rules planner: from the clauses of a question to a plan, with no model.

Each kind of task is one small method; which one applies follows from the words with a task in the
clause. Names are never looked at here, only matched.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import (
    absence,
    accounts,
    aspects,
    check_tasks,
    comparison_tasks,
    doubt,
    enumeration,
    field_tasks,
    follow_up,
    form_tasks,
    line_totals,
    member_tasks,
    nested,
    references,
    shaping,
    word_tasks,
)
from assistant.absorption import absorbed
from assistant.clause import Clause, Phrase, dated, domain_words, year_said
from assistant.content import asked_words
from assistant.conversation import Conversation, clauses_of
from assistant.library import Library
from assistant.matching import Expected
from assistant.normal import normalise
from assistant.plan import (
    Cell,
    Difference,
    Expression,
    Identify,
    Listing,
    PerHead,
    Plan,
    Quote,
    Rank,
    Sum,
    Where,
    Without,
)
from assistant.planner import Frame
from assistant.scope import Scope, select
from assistant.tasks import FIGURE_TASKS, LAST_TASKS, WORD_TASKS, first_of
from assistant.terms import terms_of
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary

_REMEMBERED = 8
# What a list tells of each of its members.
_TOLD_WITH_EACH = frozenset({"amount", "list", "each", "filler", "of"})
_ASKS_FIGURE = re.compile(r"多少|哪")


class RulesPlanner:
    """Understands questions by names, words with a task, and a few rules about their order.

    What a question says of documents is read first; then it is read by the names of these documents
    alone, or, where it is about several, asked of each and put together.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def plan(
        self, question: str, frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question and the frame for the next turn."""
        text = normalise(question)
        legitimate = vocabulary().override.sub("", text)
        if vocabulary().improper.search(text):
            return Plan(status="refused", reason="improper"), frame or Frame()
        scope = select(self._library, documents)
        if scope.reason:
            return absence.not_here(scope, self._library), frame or Frame()
        library = self._library.within([d.name for d in scope.documents])
        if legitimate != text and not any(c.named for c in clauses_of(legitimate, library)):
            return Plan(status="refused", reason="improper"), frame or Frame()
        return Conversation(library, frame or Frame(), _planned).answer(legitimate, question)


def _planned(
    library: Library,
    text: str,
    frame: Frame,
    question: str,
    clauses: Sequence[Clause] | None = None,
) -> tuple[Plan, Frame]:
    """Return the plan for a question about the documents of a library alone."""
    read = clauses_of(text, library, bool(frame.history)) if clauses is None else clauses
    reader = _Reader(Turn(library, Scope(library.documents), text, read, frame))
    plan = reader.plan()
    return plan, reader.frame(plan, question)


class _Reader:
    """Takes the clauses of one question in order and collects their goals."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self._asked_amount = False
        self._size = 0
        self._doubted = False
        self._left: list[str] = []
        self._year = max((d.year for d in turn.documents if d.year), default=None)
        turn.figures, turn.task_of = self._figures, self._task

    def plan(self) -> Plan:
        """Return the plan for all clauses, or for the first one that cannot be answered."""
        if self._silent():
            return absence.unknown(self.turn.text, self.turn.library, self.turn.lookup, ())
        if gone := absence.unattached(self.turn.text, self.turn.library, self.turn.names):
            return gone
        if gone := absence.without_item(self.turn.text, self.turn.library, self.turn.lookup):
            return gone
        if several := aspects.asked(self.turn) or line_totals.asked(self.turn):
            self.turn.goals = several
            self.turn.spoken = [p for c in self.turn.clauses for p in c.named] or self.turn.spoken
            return self._planned()
        for clause in self.turn.clauses:
            bound = references.bound(self.turn, clause)
            if isinstance(bound, Plan):
                return bound
            clause = shaping.within(self.turn, shaping.separated(self.turn, bound))
            clause = enumeration.bound(self.turn, shaping.without_told(self.turn, clause))
            clause = nested.bound(self.turn, clause)
            clause = accounts.with_fields(self.turn, clause)
            self._doubted = bool(clause.unknown)
            clause = self._excused(form_tasks.with_fields(self.turn, dated(clause, self._year)))
            if strange := self._strange_code(clause):
                return absence.unknown(strange, self.turn.library, self.turn.lookup, (strange,))
            if self._has_figure() and not clause.named and not _asks_more(clause):
                self.turn.goals.extend(references.told_beside(self.turn, clause))
                continue
            if self._repeats(clause):
                self._asked_amount = True
                continue
            goals = absence.without_form(clause, self.turn) or self._goals_of(clause)
            if isinstance(goals, Plan):
                if self.turn.goals:
                    self._left.append(clause.text)
                    break
                self.turn.task = clause
                self.turn.spoken = clause.named or self.turn.spoken
                return goals
            if not clause.asks("amount", "count") and _divided_by(self.turn.goals, goals):
                continue  # 「按在职数算」 says only what the figure before is divided by
            while self.turn.goals and absorbed(
                self.turn.goals[-1], goals, clause, self._asked_amount
            ):
                self.turn.goals.pop()
            self._asked_amount = (
                clause.asks("amount") or _ASKS_FIGURE.search(clause.text) is not None
            )
            self.turn.goals.extend(goals)
            ranked = bool(goals) and isinstance(goals[-1], Rank)
            picked = self.turn.ranked_first() if ranked else []
            self.turn.spoken = self.turn.meant or picked or clause.named or self.turn.spoken
            self.turn.meant = []
            if clause.named or clause.has_task or clause.asks("amount"):
                self.turn.task = self.turn.restated or clause
        if not self.turn.goals:
            return absence.unknown(self.turn.text, self.turn.library, self.turn.lookup, ())
        return self._planned()

    def _planned(self) -> Plan:
        """Return the plan of all goals, each once."""
        distinct = {goal.model_dump_json(): goal for goal in self.turn.goals}
        return Plan(
            goals=tuple(distinct.values()),
            notes=tuple(f"问题里的「{said}」没有找到可以回答的内容。" for said in self._left),
            trace=(*self._read_as(), *self.turn.lookup.trace),
            resolved_question=self.turn.resolved,
        )

    def _strange_code(self, clause: Clause) -> str:
        """Return a classification code that no loaded document uses, "" where there is none."""
        known = self.turn.library.lexicon.codes
        codes = [m.code for p in clause.named for m in p.mentions if m.code]
        amounts = " ".join(clause.quantities)
        return next((c for c in codes if c not in known and len(c) > 3 and c not in amounts), "")

    def _excused(self, clause: Clause) -> Clause:
        """Return the clause without doubt about words that the cell it names speaks of itself."""
        mentions = [m for phrase in clause.named for m in phrase.mentions]
        if not clause.unknown or not mentions:
            return clause
        excused = doubt.excused(self.turn, clause.unknown, mentions)
        return replace(clause, unknown=()) if excused else clause

    def _read_as(self) -> list[str]:
        """Say how each clause was taken apart and what is to be done, for `--explain`."""
        parts = [" ｜ ".join(token.text for token in clause.tokens) for clause in self.turn.clauses]
        done = "、".join(goal.op for goal in self.turn.goals)
        return [*(f"拆分：{part}" for part in parts), f"操作：{done}"]

    def frame(self, plan: Plan, question: str) -> Frame:
        """Return what the next turn may refer to."""
        goals = list(plan.goals)
        said = self.turn.said or [part for goal in goals for part in self._picked(goal)]
        history = [*self.turn.before.history, *said][-_REMEMBERED:]
        return Frame(
            clause=self.turn.task,
            phrases=self.turn.spoken,
            goals=goals or self.turn.before.goals,
            history=history,
            about=self.turn.about,
            documents=self.turn.documents,
            question=question,
        )

    def _picked(self, goal: Expression) -> list[Expression]:
        """Return what a goal leaves to be referred to: the one that a ranking picked, else itself."""
        single = isinstance(goal, Rank) and goal.count == 1
        return [goal, *self.turn.parts_of(goal)] if single else [goal]

    def _has_figure(self) -> bool:
        return any(not isinstance(goal, Quote | Identify) for goal in self.turn.goals)

    def _repeats(self, clause: Clause) -> bool:
        """Tell whether a clause only asks for the difference or sum that was just worked out."""
        last = self.turn.goals[-1] if self.turn.goals else None
        taken = isinstance(last, Without | Difference) and clause.asks("difference")
        added = isinstance(last, Sum) and clause.asks("sum")
        listed = (
            isinstance(last, Rank | Where | Listing)
            and {kind for token in clause.tokens for kind in token.kinds} <= _TOLD_WITH_EACH
        )
        if listed and not clause.named and self.turn.refers(clause):
            return True  # 「前三是哪些，各多少」
        bare = clause.without("difference", "rest", "sum")
        idle = not clause.named and clause.target_unit is None and self.turn.refers(bare)
        return (taken or added) and idle

    def _silent(self) -> bool:
        """Tell whether nothing is named, nothing asked and nothing went before."""
        before = self.turn.before
        return not (before.phrases or before.goals or before.clause) and not any(
            clause.named
            or clause.has_task
            or clause.unknown
            or domain_words(clause.text)
            or self.turn.whole(clause)
            or field_tasks.asks_which(clause)
            for clause in self.turn.clauses
        )

    def _goals_of(self, clause: Clause) -> list[Expression] | Plan:
        """Return the goals of a clause, or the plan that says why there are none."""
        goals = follow_up.in_other_year(self.turn, clause) or self._task(clause)
        goals = goals or follow_up.replay(self.turn, clause) or self._look_up(clause)
        if isinstance(goals, Plan) and goals.status == "not_found":
            # What the checks found may be asked in words that name nothing else.
            reckons = clause.asks("share", "sum", "average", "per_head", "what_if", "condition")
            found = None if reckons else check_tasks.found(self.turn, clause)
            return found or goals
        return goals

    def _task(self, clause: Clause) -> Goals:
        """Return the goals of the first task that applies to a clause."""
        self._size = len(clause.tokens)
        return first_of(self.turn, clause, (*WORD_TASKS, *FIGURE_TASKS, *LAST_TASKS))

    def _figures(self, clause: Clause) -> Goals:
        """Return the figures that a stretch of a clause comes to, which may be a task itself.

        Each reading goes over fewer words than the one it is part of, so that it comes to an end.
        """
        clause = replace(clause, numeric=True)
        size, outer = len(clause.tokens), self._size
        if size >= outer:
            return self.turn.cells(clause)
        self._size = size
        try:
            return first_of(self.turn, clause, FIGURE_TASKS) or self.turn.cells(clause)
        finally:
            self._size = outer

    def _look_up(self, clause: Clause) -> list[Expression] | Plan:
        phrases = clause.named
        if self._doubted and (held := doubt.covering(self.turn, clause)):
            return [self.turn.converted(clause, held)]
        if not phrases and (whole := self.turn.whole(clause)):
            phrases = self.turn.meant = [whole]
        counted = vocabulary().counted.get(clause.counted_unit or "", ())
        counted = () if asked_words(clause, self.turn.library.lexicon) else counted
        if not phrases and counted and not clause.unknown:
            unit = clause.counted_unit or ""
            found = [self.turn.lookup.first((name,), unit) for name in counted]
            if any(found):
                return [Cell(fact=fact) for fact in dict.fromkeys(found) if fact]
        if not phrases and clause.asks("results") and not clause.unknown:
            return references.referred(self.turn, clause) or []
        if not phrases and clause.asks("amount") and not clause.unknown:
            phrases = self.turn.amount_spoken_of()
        if (clause.unknown or not phrases) and (held := doubt.covering(self.turn, clause)):
            return [self.turn.converted(clause, held)]
        if not phrases or clause.unknown:
            if clause.expected in (Expected.ANY, Expected.WORDS) and (
                quote := self.turn.passages.about(clause, bool(phrases))
            ):
                return [quote]
            return absence.unknown(clause.text, self.turn.library, self.turn.lookup, clause.unknown)
        goals: list[Expression] = []
        for phrase in self.turn.completed(clause) or phrases:
            goal = self.turn.cell(clause, phrase)
            if goal is None and (several := self._several(clause, phrase)):
                goals.extend(several)
                continue
            if goal is None and not self.turn.of_other_year(phrase):
                goal = doubt.covering(self.turn, clause) or self._words(clause, phrase)
            if goal is None:
                return self.turn.nothing(phrase)
            goals.append(self.turn.converted(clause, goal))
        return list({goal.model_dump_json(): goal for goal in goals}.values())

    def _several(self, clause: Clause, phrase: Phrase) -> list[Expression]:
        """Return a cell for each of several fields asked of one thing (负责人和电话 without 和)."""
        first, *fields = phrase.mentions or (None,)
        if first is None or len(fields) < 2:
            return []
        cells = [
            self.turn.cell(clause, Phrase((first, field), (), phrase.year)) for field in fields
        ]
        return [cell for cell in cells if cell] if all(cells) else []

    def _words(self, clause: Clause, phrase: Phrase) -> Expression | None:
        """Return words in place of a figure: a statement of 无, or a passage that speaks of it."""
        quote = None
        if clause.expected in (Expected.ANY, Expected.WORDS):
            quote = self.turn.passages.about(clause, True)
        return self.turn.words_of_none(phrase) or quote


def _divided_by(before: Sequence[Expression], goals: Sequence[Expression]) -> bool:
    """Tell whether goals only state the people that the last amount per head is divided by."""
    last = before[-1] if before else None
    heads = last.heads if isinstance(last, PerHead) else None
    return bool(goals) and all(isinstance(g, Cell) and g.fact == heads for g in goals)


def _asks_more(clause: Clause) -> bool:
    """Tell whether a clause without names asks for more than the amount of what was named."""
    placed = member_tasks.asks_place(clause)
    more = clause.target_unit is not None or year_said(clause) is not None
    terms = terms_of(clause)
    more = more or terms.are_given or terms.bound is not None or word_tasks.asks_usage(clause)
    return clause.has_task or more or placed or comparison_tasks.asks_times(clause)
