"""Questions over several documents: asked of each document alone, then put together by an operation.

The places that say which documents are meant become marks; the words of the operation are left out;
what remains is asked in the words and names of each document. A mark that has no words of its own
takes those of the others (「甲局和乙局的三公经费」, 「甲局的三公经费比乙局多多少」).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.clause import Clause, clause_of
from assistant.library import Library
from assistant.operation import Operation, combined, operation_of, words_of
from assistant.plan import Expression, Plan, Sum
from assistant.planner import AskedOf, Frame
from assistant.reading import MARKS, Sort, Token
from assistant.reading import read as read_tokens
from assistant.scope import Scope
from assistant.targets import Axis, Targets, without
from assistant.titles import level_of
from assistant.turn import Turn
from assistant.vocabulary import vocabulary
from index.records import DocumentRecord

Ask = Callable[[str, Library], tuple[Plan, Frame]]
_EDGES = re.compile(
    r"^[的是和与跟同比较、,，:：()（）里中在各到至从由看起及以按为]+|[的是和与跟同比较、,，:：()（）在各到至从由看起及以按为]+$"
)
_MEASURES = re.compile(r"(?:元|万元?|块钱?|钱)$")
_REMEMBERED = 8


class Question(NamedTuple):
    """What is to be asked of several documents, and what is to be done with the answers."""

    operation: Operation
    asked: tuple[AskedOf, ...]
    clause: Clause


def read(
    library: Library, text: str, meant: Targets, frame: Frame, ask: Ask
) -> tuple[Plan, Frame] | None:
    """Return the plan and frame for a question over several documents, None where it is about one."""
    question = _question(library, text, meant, frame)
    return _answer(library, question, frame, ask, text) if question else None


def asked_again(frame: Frame, meant: Targets, core: str, library: Library) -> str:
    """Return what was asked last, where a turn only names other documents; "" where it asks itself."""
    last = frame.turns[-1] if frame.turns else None
    if last is None or not meant.said or last.documents == meant.documents:
        return ""
    return last.text if _says_nothing(_clause(core, library)) else ""


def without_document(text: str, meant: Targets, library: Library) -> str:
    """Return a question about one document without 部门预算 or 单位预算, which only say which it is.

    Where nothing else is named they are what is asked for.
    """
    levels = {level_of(document) for document in meant.documents}
    said = [s for s in meant.said if s.axis is Axis.LEVEL]
    if None in levels or not said:
        return text
    behind = [s for s in meant.said if s.axis is Axis.KIND and s.start in {o.end for o in said}]
    bare = without(text, [*said, *behind])
    core = without(text, meant.said)
    return text if _says_nothing(_clause(_stripped(core), library)) else bare


def _question(library: Library, text: str, meant: Targets, frame: Frame) -> Question | None:
    if len(meant.targets) > 1 and meant.said:
        return _side_by_side(library, text, meant)
    if not frame.turns:
        return None
    core = _clause(without(text, meant.said), library.within(meant.names))
    operation = operation_of(core)
    group = _group(frame)
    if not _says_nothing(core, operation):
        if meant.said or frame.together < 2 or not frame.operation:
            return None
        again = _stripped("".join(t.text for t in core.tokens if not words_of(operation, t)))
        asked = tuple(AskedOf(one.documents, again) for one in group)
        given = operation if operation is not Operation.EACH else Operation(frame.operation)
        return Question(given, asked, core)
    if operation is Operation.EACH:
        return None
    last = frame.turns[-1]
    if meant.said and meant.documents != last.documents and last.goals:
        return Question(operation, (last, AskedOf(meant.documents, last.text)), core)
    return Question(operation, group, core) if len(group) > 1 and not meant.said else None


def _group(frame: Frame) -> tuple[AskedOf, ...]:
    """Return what was asked together in the last turn, or the same of other documents turn by turn."""
    if frame.together > 1:
        return frame.turns[-frame.together :]
    group: list[AskedOf] = []
    for one in reversed(frame.turns):
        known = any(one.documents == other.documents for other in group)
        if (group and one.text != group[0].text) or known or not one.documents:
            break
        group.insert(0, one)
    return tuple(group)


def _side_by_side(library: Library, text: str, meant: Targets) -> Question:
    marked = _marked(text, meant)
    clause = _clause(marked, library.within(meant.names))
    operation = operation_of(clause)
    kept = [t for t in clause.tokens if t.sort is Sort.DOCUMENT or not words_of(operation, t)]
    stretches: list[str] = [""] * len(meant.targets)
    before, place = "", -1
    for token in kept:
        if token.sort is Sort.DOCUMENT and token.text in MARKS:
            place = MARKS.index(token.text)
        elif place < 0:
            before += token.text
        else:
            stretches[place] += token.text
    stretches[0] = before + stretches[0]
    cores = [_stripped(stretch) for stretch in stretches]
    names = [
        bool(core) and not _says_nothing(_clause(core, library.within(target.names)))
        for core, target in zip(cores, meant.targets, strict=True)
    ]
    document = vocabulary().documents["document"]
    if telling := [
        said and not document.fullmatch(core) for core, said in zip(cores, names, strict=True)
    ]:
        names = telling if any(telling) else names
    # 「部门预算比单位预算多多少」 names nothing but the documents: their totals are meant.
    shared = next((core for core, said in zip(cores, names, strict=True) if said), "")
    shared = shared or max(cores, key=len) or vocabulary().whole["预算"]
    asked = tuple(
        AskedOf(target.documents, core if said else shared)
        for target, core, said in zip(meant.targets, cores, names, strict=True)
    )
    return Question(operation, asked, clause)


def _marked(text: str, meant: Targets) -> str:
    """Put a mark where a question tells a document from the others, and drop what it says of all."""
    varying = [axis for axis in Axis if len({_values(t, axis) for t in meant.targets}) > 1]
    places: dict[tuple[int, int], str] = {}
    unplaced = ""
    for mark, target in zip(MARKS, meant.targets, strict=False):
        own = [s for s in target.said if s.axis in varying]
        if own:
            first = min(own, key=lambda s: varying.index(s.axis))
            span = (first.start, first.end)
            places[span] = places.get(span, "") + mark
        else:
            unplaced += mark
    basis = vocabulary().documents["basis"]
    dropped = [
        s
        for s in meant.said
        if s.axis in varying
        or s.axis in (Axis.DEPARTMENT, Axis.YEAR)
        or basis.search(text[s.start : s.end])
    ]
    kept = list(text)
    for said in dropped:
        kept[said.start : said.end] = [""] * (said.end - said.start)
    for (start, _), marks in places.items():
        kept[start] = marks
    return unplaced + "".join(kept)


def _values(target: object, axis: Axis) -> tuple[object, ...]:
    documents: Sequence[DocumentRecord] = getattr(target, "documents", ())
    match axis:
        case Axis.DEPARTMENT:
            return tuple(d.department for d in documents)
        case Axis.YEAR:
            return tuple(d.year for d in documents)
        case Axis.KIND:
            return tuple(d.kind for d in documents)
    return tuple(level_of(d) for d in documents)


def _stripped(text: str) -> str:
    """Return what is asked of a document without words that only join or count documents."""
    patterns = vocabulary().documents
    for name in ("every_department", "every_year", "same"):
        text = patterns[name].sub("", text)
    text = re.sub(patterns["counted"].pattern + r"(?![大项类款])", "", text)
    previous = ""
    while previous != text:
        previous, text = text, _EDGES.sub("", _MEASURES.sub("", text))
    return text


def _clause(text: str, library: Library) -> Clause:
    tokens = read_tokens(text, library.lexicon, frozenset())
    return clause_of(tokens)


def _says_nothing(clause: Clause, operation: Operation = Operation.EACH) -> bool:
    """Tell whether a stretch names nothing to be asked, beside the words of an operation."""
    rest = [t for t in clause.tokens if not words_of(operation, t)]
    text = _stripped("".join(t.text for t in rest))
    if not text:
        return True
    named = any(t.sort in (Sort.NAME, Sort.CODE) for t in rest)
    asks = any(t.sort is Sort.WORD and t.kinds & _ASKING for t in rest)
    whole = any(word in text for word in vocabulary().whole) and not clause.asks("follow")
    return not (named or asks or whole or _is_noun(rest))


_ASKING = frozenset(
    {"define", "reason", "duty", "check", "what_if", "per_head", "except", "count", "contact"}
)


def _is_noun(tokens: Sequence[Token]) -> bool:
    from assistant.linking import unexplained

    return bool(unexplained(tokens))


def _answer(
    library: Library, question: Question, frame: Frame, ask: Ask, text: str
) -> tuple[Plan, Frame]:
    """Ask each document and put together what they say; the first that has no answer says so."""
    answered: list[AskedOf] = []
    figures: list[Expression] = []
    left = frame
    trace: list[str] = []
    for one in question.asked:
        own = library.within([d.name for d in one.documents])
        plan, left = ask(one.text, own) if not one.goals else (Plan(goals=one.goals), left)
        trace += [f"问「{one.documents[0].name}」：{one.text}", *plan.trace]
        if plan.status != "answered":
            heading = {"heading": one.documents[0].name, "resolved_question": one.text}
            return plan.model_copy(update=heading), _left(frame, left, question, answered, text, ())
        answered.append(one._replace(goals=plan.goals))
        if (figure := _figure(own, plan.goals)) is not None:
            figures.append(figure)
    goals = combined(question.operation, question.clause, answered, figures, library)
    plan = Plan(goals=goals, trace=(*trace, f"合并：{question.operation.value}"))
    return plan, _left(frame, left, question, answered, text, goals)


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
