"""The answer and its JSON: the contract that the command line, the page and other programs share."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["answered", "not_found", "clarify", "refused", "failed"]


class Part(BaseModel):
    """Common settings of the contract's parts: frozen, nothing beside what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(Part):
    """A figure: `number` is a plain decimal string, `unit` stands apart (万元, %, 人 …)."""

    label: str
    number: str
    unit: str | None
    origin: Literal["cited", "computed"]


class Citation(Part):
    """The cell or sentence a figure or quote stands in; `locator` finds it again."""

    n: int
    document: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: str | None = None
    quote: str | None = None
    value: str | None = None
    unit: str | None = None
    locator: dict[str, int | str] = Field(default_factory=dict)


class CitationOperand(Part):
    """An operand read from citation n."""

    citation: int


class StepOperand(Part):
    """An operand that is the result of the k-th step (from 1)."""

    step: int


class GivenOperand(Part):
    """An operand the question itself gave (「5%」)."""

    given: str


Operand = CitationOperand | StepOperand | GivenOperand


class Step(Part):
    """One calculation: the expression as shown, its operands' addresses, the result as printed."""

    operation: str
    expression: str
    operands: tuple[Operand, ...]
    result: str
    unit: str | None
    rounding: str | None = None


class Caveat(Part):
    """Something the reader must know: another reading, a finding, a basis (口径)."""

    kind: str
    text: str
    citations: tuple[int, ...] = ()


class Answer(Part):
    """What is shown for a question. `plan` is the plan that was executed, `options` what to ask instead."""

    id: str | None = None
    question: str
    resolved_question: str
    status: Status
    answer: str
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    steps: tuple[Step, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    options: tuple[str, ...] = ()
    plan: dict[str, Any] = Field(default_factory=dict)
    timings: dict[str, float] = Field(default_factory=dict)
