"""One turn of a conversation over documents: which it is about, and whether it is about several."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import rjieba

from assistant import absence, across, bases, beside, by_names, executed, targets
from assistant.clause import Clause
from assistant.content import asked_words
from assistant.library import Library
from assistant.normal import canonical
from assistant.plan import Plan, as_json, strings
from assistant.planner import AskedOf, Frame
from assistant.question import read_clauses
from assistant.reading import Sort, short_owner
from assistant.scope import Scope
from assistant.sides import Axis
from assistant.vocabulary import vocabulary
from index.records import DocumentRecord

_REMEMBERED = 8
_ENDS = re.compile(r"[,，。;；?？!！]+")
_ASKS = re.compile(r"多少|几|哪|谁|什么|啥|吗|呢")
Planned = Callable[[Library, str, Frame, str, Sequence[Clause] | None], tuple[Plan, Frame]]
"""Plans a question about a library's documents, given the frame before and its clauses, if read."""


class Conversation:
    """One turn over the documents of a library, given what the turns before it left."""

    def __init__(self, library: Library, frame: Frame, planned: Planned) -> None:
        """Begin a turn; `planned` plans a question about the documents of a library alone."""
        self._library = library
        self._frame = frame
        self._planned = planned

    def answer(self, text: str, question: str) -> tuple[Plan, Frame]:
        """Return the plan for a normalised question, and the frame for the next turn."""
        meant = targets.read(text, self._library, self._before())
        if not meant.said and not meant.every and self._frame.together > 1:
            group = self._frame.turns[-self._frame.together :]
            meant = targets.Targets(tuple(targets.Target(one.documents) for one in group))
        if meant.reason == "which_document":
            meant = by_names.told(text, meant, self._library)
        meant = executed.of_accounts(meant, text)
        core = targets.without(text, meant.said)
        refers = bool(self._frame.history)
        clauses = clauses_of(text, self._library.within(meant.names), refers)
        named = any(
            clause.named or self._speaks_of(clause) or clause.compares_years for clause in clauses
        )
        named = named or any(
            s.axis is Axis.DEPARTMENT and s.values and not s.alone for s in meant.said
        )
        named = named or bool(short_owner(text, self._library.owners))
        if absence.is_elsewhere(text, self._frame if self._frame.question else None, named):
            return Plan(status="refused", reason="elsewhere"), self._frame
        if meant.reason:
            scope = Scope(meant.documents, meant.reason, meant.subject)
            return absence.not_here(scope, self._library), self._carried(
                clauses, question, core, meant
            )
        if found := self._in_pieces(text, meant):
            return found
        if found := across.read(self._library, text, meant, self._frame, self._asked_of):
            return found
        library = self._library.within(meant.names)
        bare = across.without_document(text, meant, library)
        if bare != text:
            text, clauses = bare, clauses_of(bare, library, refers)
        return self._alone(library, meant, text, core, clauses, question)

    def _in_pieces(self, text: str, meant: targets.Targets) -> tuple[Plan, Frame] | None:
        """Return the plan of a question over several documents that goes on to ask more of the same.

        「甲局和乙局的三公经费各多少，差多少」: each piece after the first only says what is to be done,
        or of which documents, so that it is a turn of its own; None where one is not.
        """
        pieces = [piece for piece in _ENDS.split(text) if piece.strip()]
        if len(pieces) < 2 or len(meant.targets) < 2 or not meant.said:
            return None
        if not all(_ASKS.search(piece) for piece in pieces[:-1]):
            return None
        if not all(across.only_goes_on(piece, self._library) for piece in pieces[1:]):
            return None
        frame, plans = self._frame, list[Plan]()
        for piece in pieces:
            turn = Conversation(self._library, frame, self._planned)
            plan, frame = turn.answer(piece, piece)
            if plan.status != "answered":
                return None
            plans.append(plan)
        return across.joined(plans), replace(frame, question=text)

    def _before(self) -> tuple[DocumentRecord, ...]:
        """Return the documents of the turn before that are still to be asked."""
        known = set(self._library.documents)
        return tuple(d for d in self._frame.documents if d in known)

    def _alone(
        self,
        library: Library,
        meant: targets.Targets,
        text: str,
        core: str,
        clauses: Sequence[Clause],
        question: str,
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question about one document, or what was asked before of it now."""
        frame = self._frame
        again = across.asked_again(frame, meant, core, library)
        if again:
            plan, left = self._planned(library, again, Frame(), again, None)
            plan = plan.model_copy(update={"resolved_question": again})
            core, frame = again, replace(left, history=[*frame.history, *plan.goals][-_REMEMBERED:])
        else:
            plan, frame = self._planned(library, text, frame, question, clauses)
            # Where nothing is named, the whole is asked for.
            core = plan.resolved_question or core or vocabulary().whole["支出"]
            found = beside.beside(self._library, text, meant, plan, self._frame, self._asked_of)
            if found is not None:
                return found
            plan = bases.with_others(
                self._library, meant, self._before(), plan, core, self._asked_of
            )
        asked = AskedOf(meant.documents, core, plan.goals)
        left = replace(
            frame, turns=(*self._frame.turns, asked)[-_REMEMBERED:], together=1, question=question
        )
        return self._headed(plan, meant), left

    def _headed(self, plan: Plan, meant: targets.Targets) -> Plan:
        """Say which document answers where it was chosen among several."""
        own = [d for d in self._library.documents if d.department]
        if len(own) < 2 or not meant.documents:
            return plan
        facts = self._library.store.facts
        # What documents of another basis print is told of them by name.
        said = strings(as_json(plan.model_copy(update={"beside": ()})))
        used = {facts[one].document for one in said if one in facts}
        if len(used) > 1:
            return plan  # what was spoken of before stands in several, and each figure says which
        return plan.model_copy(update={"heading": next(iter(used), meant.documents[0].name)})

    def _speaks_of(self, clause: Clause) -> bool:
        """Tell whether some document speaks of what a clause asks about, by any of its words."""
        rest = "|".join(token.text for token in clause.tokens if token.sort is Sort.REST)
        words = {*clause.unknown, *(word for word in rjieba.cut(rest) if len(word) > 1)}
        asked = asked_words(clause, self._library.lexicon)
        if clause.asks("amount", "count", "for_each", "bound"):
            words |= {other for word in asked for other in word.alike if len(other) > 1}
        return any(
            word in canonical(passage.words + passage.text)
            for word in words
            for passage in self._library.passages
        )

    def _carried(
        self, clauses: Sequence[Clause], question: str, core: str, meant: targets.Targets
    ) -> Frame:
        """Keep what was spoken of although there was no answer, so that a follow-up can mend it."""
        phrases = [phrase for clause in clauses for phrase in clause.named]
        if not phrases and self._frame.phrases:
            return self._frame
        named = {v for s in meant.said if s.axis is Axis.DEPARTMENT for v in s.values}
        known = tuple(d for d in self._library.documents if d.department in named)
        left = Frame(clauses[-1] if clauses else None, phrases, documents=known)
        return replace(left, question=question, turns=(AskedOf((), core),), together=1)

    def _asked_of(self, text: str, library: Library) -> tuple[Plan, Frame]:
        """Return the plan for a question that is asked without what went before, and its frame."""
        return self._planned(library, text, Frame(), text, None)


def clauses_of(text: str, library: Library, refers: bool = False) -> list[Clause]:
    """Read a question by the names of a library; the ways its departments are called say no more.

    `refers` tells that figures were spoken of before, which words may refer to.
    """
    named = library.called.find(text, lambda _: True)
    return read_clauses(text, library.lexicon, library.owners | {one.text for one in named}, refers)
