"""What carrying out a plan comes to: results with figures, quotes and findings, and their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from assistant.answer import Caveat
from assistant.evidence import Figure, Ledger
from assistant.plan import Claimed, Expression
from index.records import Fact, FindingRecord, Passage


class Quoted(NamedTuple):
    """Words of the document with the citation they stand in."""

    text: str
    citation: int


@dataclass(slots=True)
class Result:
    """What one goal came to: figures (the asserted one first), quotes, and parts of a list."""

    goal: Expression
    figures: list[Figure] = field(default_factory=list)
    quotes: list[Quoted] = field(default_factory=list)
    operands: list[Figure] = field(default_factory=list)
    others: list[Figure] = field(default_factory=list)
    finding: FindingRecord | None = None
    claim: Claimed | None = None

    @property
    def asserted(self) -> Figure | None:
        """The figure asserted, if the goal came to one."""
        return self.figures[0] if self.figures else None


@dataclass(slots=True)
class Outcome:
    """Results of all goals with their evidence and what must be said beside them."""

    results: list[Result]
    nearest: list[Result]
    ledger: Ledger
    caveats: list[Caveat]


class Store(NamedTuple):
    """The loaded facts and passages by id, the cells by place, and what documents are called.

    `recognised` are the scanned pages (file and page) whose text was recognised, `unproven` the
    tables (document and id) whose own sums do not hold.
    """

    facts: Mapping[str, Fact]
    passages: Mapping[str, Passage]
    cells: Mapping[tuple[str, str | None, int | None, int | None], Fact]
    findings: Mapping[str, FindingRecord] = MappingProxyType({})
    titles: Mapping[str, str] = MappingProxyType({})
    recognised: frozenset[tuple[str, int]] = frozenset()
    unproven: frozenset[tuple[str, str | None]] = frozenset()
