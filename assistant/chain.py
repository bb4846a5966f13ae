"""The whole as one LangChain `Runnable`: question and conversation in, `Answer` out, steps streamed."""

import time
from collections.abc import Collection, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant import absence, guard
from assistant.accounting import unaccounted
from assistant.answer import Answer
from assistant.composer import compose
from assistant.executor import execute
from assistant.language_model import LanguageModel, language_model
from assistant.library import Library, build
from assistant.model_planner import ModelPlanner
from assistant.plan import BlankOperandError, Cell, Plan, PlanError, as_json
from assistant.planner import Frame, Planner
from assistant.rereading import RereadingPlanner
from assistant.restated import in_full
from assistant.rules import RulesPlanner
from corpus.errors import GuardError, UsageError
from corpus.findings import Outcome
from index.build import open_index
from index.home import Home
from index.records import DocumentRecord

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

LONGEST_QUESTION = 2000
_NO_ANSWER = "没有能给出可靠的答案，请换一种说法再问。"


class StepEvent(NamedTuple):
    """One step of answering, for people to follow: the stage and what it came to."""

    stage: str
    text: str


class Assistant:
    """Answers questions over one library with one planner, to which a model may propose."""

    def __init__(
        self,
        library: Library,
        planner: Planner | None = None,
        *,
        model: LanguageModel | None = None,
    ) -> None:
        self._library = library
        self._planner = planner or RereadingPlanner(RulesPlanner(library), self._stands)
        if model is not None:
            self._planner = ModelPlanner(self._planner, library, model, self._stands)
        self._places = guard.places_of(library.lexicon.facts, library.passages, library.store)
        self._names = guard.names_of(library.documents)

    @property
    def documents(self) -> tuple[DocumentRecord, ...]:
        """The loaded documents."""
        return self._library.documents

    def warm(self) -> None:
        """Load what only some questions need (the embedding model), so that none waits for it."""
        if self._library.search is not None:
            self._library.search("预算", 1, ())

    def ask(
        self, turns: Sequence[str], documents: Sequence[str] | None = None, id: str | None = None
    ) -> Answer:
        """Answer the last turn. Raises UsageError for an empty or overlong question."""
        *_, last = self.stream(turns, documents, id)
        if not isinstance(last, Answer):
            raise TypeError("the stream ends with an answer")
        return last

    def stream(
        self, turns: Sequence[str], documents: Sequence[str] | None = None, id: str | None = None
    ) -> Iterator[StepEvent | Answer]:
        """Yield the steps of answering the last turn, then the answer."""
        question = _checked(turns)
        started = time.perf_counter()
        yield StepEvent("理解问题", question)
        frame: Frame | None = None
        for turn in turns[:-1]:
            _, frame = self._planner.plan(turn, frame, documents)
        plan, after = self._planner.plan(question, frame, documents)
        for line in plan.trace:
            yield StepEvent("查找", line)
        spoken = "、".join(phrase.text for phrase in after.phrases) if frame is not None else None
        refers = frame is not None and bool(frame.history)
        answer = self._answer(plan, question, refers, spoken)
        for step in answer.steps:
            yield StepEvent("计算", f"{step.expression} = {step.result}{step.unit or ''}")
        yield StepEvent(
            "核对", "每个数字都已对照出处" if answer.status != "failed" else answer.answer
        )
        elapsed = round((time.perf_counter() - started) * 1000, 2)
        yield answer.model_copy(update={"id": id, "timings": {"total_ms": elapsed}})

    def _stands(self, plan: Plan, question: str, refers: bool) -> bool:
        """Tell whether a plan comes to an answer that may be shown and accounts for the question."""
        return self._answer(plan, question, refers).status == "answered"

    def _answer(self, plan: Plan, question: str, refers: bool, spoken: str | None = None) -> Answer:
        """Execute, compose and guard; what fails is not shown.

        `spoken` is what a conversation is of, of which a follow-up may leave something unsaid.
        """
        store = self._library.store
        try:
            outcome = execute(plan, store)
            asked = plan.heard or question
            words = unaccounted(asked, outcome.results, self._library, refers)
            if words and plan.status == "answered":
                return self._answer(absence.misread(plan, words), question, refers, spoken)
            answer = compose(plan, outcome, question, self._library.documents)
            guard.check(answer, self._places, self._names)
            if spoken is not None and plan.status == "answered":
                title = store.titles.get(plan.heading, "")
                resolved = in_full(question, outcome, spoken, title, store.facts)
                answer = answer.model_copy(update={"resolved_question": resolved})
        except BlankOperandError as error:
            # What cannot be calculated because a cell holds no number is answered with that cell.
            if error.fact is None or plan.goals == (Cell(fact=error.fact.id),):
                return self._failed(plan, question, error)
            held = plan.model_copy(update={"goals": (Cell(fact=error.fact.id),)})
            return self._answer(held, question, refers, spoken)
        except (PlanError, GuardError) as error:
            return self._failed(plan, question, error)
        return answer

    def _failed(self, plan: Plan, question: str, error: Exception) -> Answer:
        """Say why there is no answer; a reason that the guard does not let through is left out."""
        answer = Answer(
            question=question,
            resolved_question=plan.resolved_question or question,
            status="failed",
            answer=f"没有能给出可靠的答案：{error}",
            plan=as_json(plan),
        )
        try:
            guard.check(answer, self._places, self._names)
        except GuardError:
            return answer.model_copy(update={"answer": _NO_ANSWER})
        return answer

    def as_runnable(self) -> "Runnable[dict[str, Any], Answer]":
        """Return the whole as a LangChain Runnable; its stream yields `StepEvent`s, then the `Answer`.

        Input: {"turns": [...], "documents": [...] or None, "id": ... or None}.
        """
        from langchain_core.runnables import RunnableGenerator, RunnableLambda

        def answer(given: dict[str, Any]) -> Answer:
            return self.ask(given["turns"], given.get("documents"), given.get("id"))

        def steps(parts: Iterator[dict[str, Any]]) -> Iterator[Any]:
            for given in parts:
                yield from self.stream(given["turns"], given.get("documents"), given.get("id"))

        class Chain(RunnableGenerator[dict[str, Any], Any]):
            """Streams the steps; invoking returns the answer alone."""

            def invoke(self, input: dict[str, Any], config: Any = None, **_: Any) -> Answer:
                return RunnableLambda(answer).invoke(input, config)

        return Chain(steps)


def _checked(turns: Sequence[str]) -> str:
    if not turns or not turns[-1].strip():
        raise UsageError("问题是空的，请输入要查询的内容，例如：基本支出是多少。")
    if any(len(turn) > LONGEST_QUESTION for turn in turns):
        raise UsageError(f"问题太长，请缩短到{LONGEST_QUESTION}个字以内再问。")
    return turns[-1]


def open_assistant(home: Home) -> Assistant:
    """Open the assistant over a home's published index. Raises HomeError where there is none."""
    index = open_index(home)
    facts = index.facts

    loading, records = Lock(), facts.documents()

    def search(text: str, k: int, documents: Collection[str]) -> list[str]:
        with loading:
            # Two threads that ask at once must not load the model twice.
            if index.model.makes_vectors:
                _ = index.embedder, index.vectors
        found = index.retriever.invoke(
            text, k=k, documents=None if len(documents) == len(records) else documents
        )
        return [str(document.metadata["id"]) for document in found]

    failed = {(p.document, p.table_id) for p in facts.proofs() if p.outcome is Outcome.FAILED}
    library = build(
        records, facts.facts(), facts.passages(), search, facts.findings(), frozenset(failed)
    )
    return Assistant(library, model=language_model())
