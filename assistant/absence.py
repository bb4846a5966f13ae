"""The ways in which there is no answer, each with its own plan: what is missing and what is nearest."""

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from assistant.clause import Clause, domain_words
from assistant.library import Library, stated_none
from assistant.lookup import Lookup
from assistant.matching import Expected, Mention, Wanted, find, mentioned
from assistant.normal import canonical
from assistant.plan import Cell, Expression, Plan, Quote, nodes
from assistant.planner import Frame
from assistant.scope import Scope
from assistant.vocabulary import vocabulary

if TYPE_CHECKING:
    from assistant.turn import Turn

_FORM_ASKED = re.compile(r"项目代码|项目编码|绩效|指标|申报表|目标|负责人|联系电话|立项|实施方案")
# Two amounts with decimals are of some document.
_AMOUNTS = re.compile(r"\d\.\d.*\d\.\d")
# Shorter names of items (教育支出, 住房) are words that other names hold too.
_LEAST_ITEM = 6
_LEAST_SPOKEN = 4
_TABLE_ASKED = re.compile(r"表|明细|清单|详细|分项")


def is_elsewhere(text: str, frame: Frame | None, named: bool) -> bool:
    """Tell whether a question is outside public budgets altogether.

    A name that happens to occur in a document does not bring a poem or the weather inside.
    """
    if vocabulary().elsewhere.search(text) and not (named and domain_words(text)):
        return True
    said_before = frame is not None and frame.question
    calculates = _AMOUNTS.search(text) is not None
    return not (named or calculates or domain_words(text) or said_before)


def not_here(scope: Scope, library: Library) -> Plan:
    """Say that no loaded document is about the department, year or kind asked for."""
    options = tuple(document.name for document in scope.documents or library.documents)
    if scope.reason == "which_document":
        return Plan(status="clarify", reason=scope.reason, options=options)
    return Plan(status="not_found", reason=scope.reason, subject=scope.subject, options=options)


def no_year(subject: str, year: int, nearest: Cell | None) -> Plan:
    """Say that a figure is not given for a year."""
    near = (nearest,) if nearest else ()
    return Plan(
        status="not_found", reason="no_such_year", subject=f"{subject}|{year}", nearest=near
    )


def no_reason(subject: str) -> Plan:
    """Say that a document states no reason."""
    return Plan(status="not_found", reason="no_reason", subject=subject)


def unresolved(words: str) -> Plan:
    """Say that nothing spoken of before is what some words refer to."""
    return Plan(status="not_found", reason="unresolved", subject=words)


def unattached(text: str, library: Library, documents: Collection[str]) -> Plan | None:
    """Return the plan for a table that the contents list but that is not attached."""
    for bare, places in library.unattached.items():
        core = re.sub(r"(?:预算)?(?:支出)?表$", "", bare)
        spoken = {word for word, names in vocabulary().aliases.items() if core in names} | {core}
        said = any(word in text for word in spoken)
        asked = bare in text or (said and _TABLE_ASKED.search(text.replace("公开", "")))
        listed = [title for document, title in places if document in documents]
        if asked and listed:
            nearest = _in_text(core, library, documents)
            return Plan(status="not_found", reason="unattached", subject=listed[0], nearest=nearest)
    return None


def without_item(text: str, library: Library, lookup: Lookup) -> Plan | None:
    """Return the plan for an item of the field that no document names: its words are no other's.

    「政府购买服务」 where only 服务 is printed, of something else.
    """
    for spoken, name in _items():
        if spoken not in text or _is_spoken_of(spoken, library) or _is_spoken_of(name, library):
            continue
        listed = [places for bare, places in library.unattached.items() if name in bare]
        if listed:
            return Plan(status="not_found", reason="unattached", subject=listed[0][0][1])
        return unknown(spoken, library, lookup, ())
    return None


def _items() -> list[tuple[str, str]]:
    """Return what the items of the field are called, and in full, the longest name first."""
    pairs = {(word, names[0]) for word, names in vocabulary().aliases.items()}
    pairs |= {(name, name) for _, name in pairs}
    items = [p for p in pairs if len(p[0]) >= _LEAST_SPOKEN and len(p[1]) >= _LEAST_ITEM]
    return sorted(items, key=lambda pair: (-len(pair[0]), pair))


def _is_spoken_of(name: str, library: Library) -> bool:
    """Tell whether the documents have a name or speak of it anywhere."""
    if name in library.lexicon.spellings or any(name in n for n in library.lexicon.names()):
        return True
    return any(name in canonical(passage.text) for passage in library.passages)


def misread(plan: Plan, words: str) -> Plan:
    """Say which words of a question a plan leaves unused, with the first figure it would give."""
    facts = [node.fact for goal in plan.goals for node in nodes(goal) if isinstance(node, Cell)]
    return Plan(
        status="not_found",
        reason="misread",
        subject=words,
        nearest=tuple(Cell(fact=fact) for fact in facts[:1]),
        resolved_question=plan.resolved_question,
        trace=plan.trace,
    )


def without_form(clause: Clause, turn: "Turn") -> Plan | None:
    """Return the plan for the performance form of a project that has none in the document."""
    if not _FORM_ASKED.search(clause.text):
        return None
    facts = turn.library.store.facts
    subjects = {canonical(f.subject) for f in facts.values() if f.subject}
    phrases = [*clause.named, *(turn.spoken if clause.asks("follow") else ())]
    for mention in (m for phrase in phrases for m in phrase.mentions if subjects):
        cell = turn.lookup.near([mention])
        if cell is None:
            continue
        fact = facts[cell.fact]
        is_project = fact.table is not None and "项目支出" in fact.table and not fact.is_form
        if is_project and not {m.name for m in mention.meanings} & subjects:
            return Plan(status="not_found", reason="no_form", subject=fact.row, nearest=(cell,))
    return None


def _in_text(core: str, library: Library, documents: Collection[str]) -> tuple[Expression, ...]:
    mention = mentioned([core], library.lexicon)
    if mention is None:
        return ()
    wanted = Wanted((mention,), Expected.MONEY)
    matches = find(wanted, library.lexicon, documents)
    best = next((m.fact for m in matches if m.fact.value is not None), None)
    return (Cell(fact=best.id, name=best.row),) if best else ()


def unknown(text: str, library: Library, lookup: Lookup, words: Sequence[str]) -> Plan:
    """Say that the documents do not mention what is asked, with what is nearest to it."""
    subject = "、".join(words) or text
    own = [document.name for document in library.documents]
    if len(words) == 1 and (none := stated_none(library, words[0], own)):
        return Plan(goals=(Quote(passages=(none[0].id,), purpose="none", name=words[0]),))
    if words and (said := lookup.sentence_with(words)):
        return Plan(
            status="not_found",
            reason="no_figure",
            subject=subject,
            nearest=(said,),
            options=_examples(library),
        )
    nearest = lookup.near(_mentions(text, library)) if words else None
    return Plan(
        status="not_found",
        reason="not_mentioned",
        subject=subject,
        nearest=(nearest,) if nearest else (),
        options=_examples(library),
    )


def _mentions(text: str, library: Library) -> list[Mention]:
    names = sorted(
        (s for s in library.lexicon.spellings if len(s) > 2 and s in text), key=len, reverse=True
    )
    found = mentioned(names[:1], library.lexicon)
    return [found] if found else []


def _examples(library: Library) -> tuple[str, ...]:
    """Return questions that the loaded documents can answer, from their own largest tables."""
    owner = next((d.department for d in library.documents if d.department), None)
    year = next((d.year for d in library.documents if d.year), None)
    return (f"{owner}{year}年部门总预算是多少？",) if owner and year else ()
