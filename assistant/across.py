"""Questions over several documents: asked of each document alone, then put together by an operation.

The places that say which documents are meant become marks; the words of the operation are left out;
what remains is asked in the words and names of each document. A mark that has no words of its own
takes those of the others (「甲局和乙局的三公经费」, 「甲局的三公经费比乙局多多少」).
"""

import re
from collections.abc import Sequence

from assistant.clause import Clause, clause_of
from assistant.library import Library
from assistant.operation import Operation, operation_of, words_of
from assistant.plan import Plan
from assistant.planner import AskedOf, Frame
from assistant.reading import MARKS, Sort, Token
from assistant.reading import read as read_tokens
from assistant.sides import Axis, said_of
from assistant.targets import Targets, without
from assistant.titles import level_of
from assistant.together import Ask, Question, answer
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import DocumentRecord

_EDGES = re.compile(
    r"^(?:[的是和与跟同比较、,，:：()（）里中各到至从由看起及以按为]|在(?![职编岗册]))+|[的是和与跟同比较、,，:：()（）在各到至从由看起及以按为]+$"
)
_MEASURES = re.compile(r"(?:元|万元?|块钱?|钱)$")
_BY_PLACE = frozenset({"nth", "final", "earlier", "later", "larger", "smaller"})
# What asks for the whole where nothing is named.
_WHOLE = re.compile(r"预算|决算|支出|花|钱|规模|盘子")
# 「哪一年」 is asked for; 「历年」 only says of which years.
_ASKED_FOR = re.compile("哪")


def read(
    library: Library, text: str, meant: Targets, frame: Frame, ask: Ask
) -> tuple[Plan, Frame] | None:
    """Return the plan and frame for a question over several documents, None where it is about one."""
    question = _question(library, text, meant, frame)
    return answer(library, question, frame, ask, text) if question else None


def asked_again(frame: Frame, meant: Targets, core: str, library: Library) -> str:
    """Return what was asked last, where a turn only names other documents; "" where it asks itself."""
    last = frame.turns[-1] if frame.turns else None
    if last is None or not meant.said or last.documents == meant.documents:
        return ""
    return last.text if _says_nothing(clause_in(core, library)) else ""


def only_goes_on(text: str, library: Library) -> bool:
    """Tell whether a piece of a question only says what is to be done, or of which documents."""
    core = clause_in(without(text, list(said_of(text, library))), library)
    return _says_nothing(core, operation_of(core))


def joined(plans: Sequence[Plan]) -> Plan:
    """Return the plans of a question's pieces as one, each goal once."""
    goals = {goal.model_dump_json(): goal for plan in plans for goal in plan.goals}
    headings = {plan.heading for plan in plans}
    return Plan(
        goals=tuple(goals.values()),
        notes=tuple(dict.fromkeys(note for plan in plans for note in plan.notes)),
        heading=headings.pop() if len(headings) == 1 else "",
        trace=tuple(line for plan in plans for line in plan.trace),
    )


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
    return text if _says_nothing(clause_in(stripped(core), library)) else bare


def _question(library: Library, text: str, meant: Targets, frame: Frame) -> Question | None:
    own = library.within(meant.names)
    core = clause_in(without(text, meant.said), own)
    operation = operation_of(core)
    core = without_task(core, operation, own)
    goes_on = bool(frame.turns) and meant.every and not meant.said and frame.together < 2
    if goes_on and _says_nothing(clause_in(_yearless(core.text), library), operation):
        # 「哪年最多」 is asked of what was asked last.
        before = frame.turns[-1].text
        same = tuple(AskedOf(target.documents, before) for target in meant.targets)
        return Question(operation, same, core, meant.every)
    group = _group(frame)
    idle = _says_nothing(core, operation)
    again = idle and len(group) > 1 and not meant.said
    if len(meant.targets) > 1 and (meant.said or meant.every) and not again:
        return _side_by_side(library, text, meant)
    if not frame.turns or (frame.history and _refers(text)):
        return None
    if not idle:
        if meant.said or frame.together < 2 or not frame.operation:
            return None
        asked_again = stripped("".join(t.text for t in core.tokens if not words_of(operation, t)))
        asked = tuple(AskedOf(one.documents, asked_again) for one in group)
        given = operation if operation is not Operation.EACH else Operation(frame.operation)
        return Question(given, asked, core)
    if operation is Operation.EACH:
        return None
    last = frame.turns[-1]
    if meant.said and meant.documents != last.documents and last.goals:
        return Question(operation, (last, AskedOf(meant.documents, last.text)), core)
    alone = bool(meant.said) and not vocabulary().documents["completion"].search(text)
    return Question(operation, group, core) if len(group) > 1 and not alone else None


def _refers(text: str) -> bool:
    """Tell whether a question picks figures spoken of by their place (第一个数是最后一个的几倍)."""
    found = {kind for kind, form in vocabulary().references.items() if form.search(text)}
    return bool(found & _BY_PLACE)


def _yearless(text: str) -> str:
    return vocabulary().documents["every_year"].sub("", text)


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
    clause = clause_in(marked, library.within(meant.names))
    operation = operation_of(clause)
    kept = [
        t
        for t in without_task(clause, operation, library.within(meant.names)).tokens
        if t.sort is Sort.DOCUMENT or not words_of(operation, t)
    ]
    cores = [stripped(stretch) for stretch in _stretches(kept, len(meant.targets))]
    names = [
        bool(core) and not _says_nothing(clause_in(core, library.within(target.names)))
        for core, target in zip(cores, meant.targets, strict=True)
    ]
    document = vocabulary().documents["document"]
    if telling := [
        said and not document.fullmatch(core) for core, said in zip(cores, names, strict=True)
    ]:
        names = telling if any(telling) else names
    # 「部门预算比单位预算多多少」 names nothing but the documents: their totals are meant.
    shared = next((core for core, said in zip(cores, names, strict=True) if said), "")
    unit = clause.counted_unit or ""
    if not shared and unit in vocabulary().counted_together:
        shared = vocabulary().counted_together[unit]
    if (not shared and not any(cores)) or (not shared and _WHOLE.search(text)):
        shared = vocabulary().whole["支出"]
    shared = shared or max(cores, key=len)
    asked = tuple(
        AskedOf(target.documents, core if said else shared)
        for target, core, said in zip(meant.targets, cores, names, strict=True)
    )
    return Question(operation, asked, clause, meant.every)


def _stretches(tokens: Sequence[Token], count: int) -> list[str]:
    """Return what stands behind each mark; what stands before the first belongs to it."""
    stretches = [""] * count
    before, place = "", -1
    for token in tokens:
        if token.sort is Sort.DOCUMENT and token.text in MARKS:
            place = MARKS.index(token.text)
        elif place < 0:
            before += token.text
        else:
            stretches[place] += token.text
    return [before + stretches[0], *stretches[1:]]


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
        or s.values == (Kind.FINAL_ACCOUNTS,)
        or basis.search(text[s.start : s.end])
    ]
    places_dropped = [(s.start, s.end) for s in dropped]
    if meant.every or Axis.YEAR in varying:
        whole = vocabulary().documents["every_year"].finditer(text)
        places_dropped += [m.span() for m in whole if not _ASKED_FOR.match(m[0])]
    kept = list(text)
    for start, end in places_dropped:
        kept[start:end] = [""] * (end - start)
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


def stripped(text: str) -> str:
    """Return what is asked of a document without words that only join or count documents."""
    patterns = vocabulary().documents
    for name in ("every_department", "every_year", "same"):
        text = patterns[name].sub("", text)
    text = re.sub(patterns["counted"].pattern + r"(?![大项类款])", "", text)
    previous = ""
    while previous != text:
        previous, text = text, _EDGES.sub("", _MEASURES.sub("", text))
    return text


def clause_in(text: str, library: Library) -> Clause:
    """Return a stretch as one clause, in the names of a library."""
    tokens = read_tokens(text, library.lexicon, frozenset())
    return clause_of(tokens)


def without_task(clause: Clause, operation: Operation, library: Library) -> Clause:
    """Return a clause without a phrase that says what is to be done (完成率, 是增是减)."""
    name = {Operation.SHARE: "completion", Operation.TREND: "trend"}.get(operation)
    phrase = vocabulary().documents[name] if name else None
    if phrase is None or not phrase.search(clause.text):
        return clause
    return clause_in(phrase.sub("", clause.text), library)


def _says_nothing(clause: Clause, operation: Operation = Operation.EACH) -> bool:
    """Tell whether a stretch names nothing to be asked, beside the words of an operation."""
    rest = [t for t in clause.tokens if not words_of(operation, t)]
    text = stripped("".join(t.text for t in rest))
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
    from assistant.unnamed import unexplained

    return bool(unexplained(tokens))
