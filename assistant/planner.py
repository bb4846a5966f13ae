"""The planner's seam: text and conversation in, a `Plan` out; rules and models sit behind it alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from assistant.clause import Clause, Phrase
from assistant.plan import Expression, Plan
from index.records import DocumentRecord


class AskedOf(NamedTuple):
    """A question of some documents, without the words that say which, and what it came to."""

    documents: tuple[DocumentRecord, ...]
    text: str
    goals: tuple[Expression, ...] = ()


@dataclass(slots=True)
class Frame:
    """What a turn leaves for the next: what was named and asked, what it came to, and its scope.

    `history` holds earlier goals too, `about` the project whose form was spoken of; `asked` the
    questions so far, where the planner keeps them; `turns` what was asked of which documents, the
    last turn's `together` at its end, and `operation` what was done with that.
    """

    clause: Clause | None = None
    phrases: list[Phrase] = field(default_factory=list)
    goals: list[Expression] = field(default_factory=list)
    history: list[Expression] = field(default_factory=list)
    about: Phrase | None = None
    documents: tuple[DocumentRecord, ...] = ()
    question: str = ""
    asked: tuple[str, ...] = ()
    turns: tuple[AskedOf, ...] = ()
    together: int = 0
    operation: str = ""


class Planner(Protocol):
    """Understands one turn, given what the turns before it left."""

    def plan(
        self, question: str, frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question and the frame for the next turn."""
        ...
