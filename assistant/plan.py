"""The plan: a small algebra over addressed cells, the only thing that understanding hands on.

Leaves name facts by id; inner nodes are operations. A planner, rules or model, may only name what
the loaded documents hold; the executor refuses the rest. No figure stands in a plan except one the
question itself gave (`WhatIf`, `Where`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Status
from corpus.money import YUAN, to_decimal
from index.records import Fact


class PlanError(ValueError):
    """A plan names what does not exist or asks for what cannot be calculated."""


class BlankOperandError(PlanError):
    """A cell that a calculation needs holds no number."""

    def __init__(self, label: str, fact: Fact | None) -> None:
        super().__init__(f"「{label}」没有可以计算的数字")
        self.fact = fact


def strings(plan: Any) -> list[str]:
    """Return all strings in a plan as JSON, in order."""
    if isinstance(plan, str):
        return [plan]
    if isinstance(plan, Mapping):
        return [text for part in plan.values() for text in strings(part)]
    if isinstance(plan, list | tuple):
        return [text for part in plan for text in strings(part)]
    return []


class Node(BaseModel):
    """Common settings of plan nodes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Node):
    """Select one fact; `others` are facts of other readings of the same words.

    `among` are the facts named of which it is the largest or the smallest.
    """

    op: Literal["cell"] = "cell"
    fact: str
    name: str = ""
    others: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


class Claimed(Node):
    """A figure, or a cell in words, with what the question claims of it: a number, a bound, words."""

    op: Literal["claimed"] = "claimed"
    of: "Expression"
    said: str
    unit: str = ""
    bound: Literal["", "above", "below"] = ""


class Change(Node):
    """A printed change against last year with its sign: a decrease is negative."""

    op: Literal["change"] = "change"
    fact: str
    name: str = ""


class Identify(Node):
    """Name the code of a row, or the row of a code."""

    op: Literal["identify"] = "identify"
    fact: str


class Listing(Node):
    """List facts in the document's order, with the figure they add up to, if there is one."""

    op: Literal["list"] = "list"
    facts: tuple[str, ...]
    name: str = ""
    total: str | None = None


class Sum(Node):
    """Add parts that do not contain one another; `printed` is a total to compare with."""

    op: Literal["sum"] = "sum"
    of: tuple["Expression", ...]
    printed: str | None = None


class Difference(Node):
    """Subtract `right` from `left`; `change` tells this year's change from last year's figure."""

    op: Literal["difference"] = "difference"
    left: "Expression"
    right: "Expression"
    change: bool = False


class Prior(Node):
    """Derive last year's figure: this year's minus the printed change (plus, for a decrease)."""

    op: Literal["prior"] = "prior"
    now: "Expression"
    change: str


class Share(Node):
    """Part ÷ whole in percent."""

    op: Literal["share"] = "share"
    part: "Expression"
    whole: "Expression"


class Growth(Node):
    """(now − base) ÷ base in percent; `printed` is the rate the document states, if it does."""

    op: Literal["growth"] = "growth"
    now: "Expression"
    base: "Expression"
    printed: str | None = None


class Relative(Node):
    """(left − right) ÷ right in percent: by how much one figure exceeds another."""

    op: Literal["relative"] = "relative"
    left: "Expression"
    right: "Expression"


class Ratio(Node):
    """Left ÷ right in times (倍)."""

    op: Literal["ratio"] = "ratio"
    left: "Expression"
    right: "Expression"


class Without(Node):
    """The whole minus the parts that are to be left out."""

    op: Literal["without"] = "without"
    whole: "Expression"
    parts: tuple["Expression", ...]


class Average(Node):
    """Sum ÷ number of parts; `whole` is the printed sum where there is one."""

    op: Literal["average"] = "average"
    of: tuple["Expression", ...]
    whole: str | None = None


class PerHead(Node):
    """Amount ÷ a head count that the document states."""

    op: Literal["per_head"] = "per_head"
    amount: "Expression"
    heads: str


class Per(Node):
    """Amount ÷ a number of equal parts of the year (12 months, 4 quarters)."""

    op: Literal["per"] = "per"
    amount: "Expression"
    count: str
    per: str


class Product(Node):
    """A unit price times a count: cells multiplied, the last factor given by the question if any."""

    op: Literal["product"] = "product"
    of: tuple["Expression", ...]
    given: str | None = None
    unit: str = ""


class Prorated(Node):
    """An amount for another number of heads, times or a price: amount ÷ `now` × `then`, rounded once.

    `then` is a fact, or `given` by the question in `unit`.
    """

    op: Literal["prorated"] = "prorated"
    amount: "Expression"
    now: str
    then: str = ""
    given: str | None = None
    unit: str = ""


class Rank(Node):
    """The `count` largest (or smallest) of facts, after the first `skip`."""

    op: Literal["rank"] = "rank"
    facts: tuple[str, ...]
    count: int = Field(ge=1, le=100)
    skip: int = Field(default=0, ge=0)
    largest: bool = True
    name: str = ""


class Where(Node):
    """The facts whose amount lies between two bounds that the question gives, in `unit`."""

    op: Literal["where"] = "where"
    facts: tuple[str, ...]
    low: str | None = None
    high: str | None = None
    unit: str = "万元"
    inclusive: bool = False

    def met(self, facts: Mapping[str, Fact]) -> list[str]:
        """Return which facts lie within the bounds; the bounds count where inclusive."""
        low = to_decimal(self.low) * YUAN[self.unit] if self.low else None
        high = to_decimal(self.high) * YUAN[self.unit] if self.high else None
        found: list[str] = []
        for fact in self.facts:
            amount = facts[fact].comparable
            if amount is None or (not self.inclusive and amount in (low, high)):
                continue
            if (low is None or amount >= low) and (high is None or amount <= high):
                found.append(fact)
        return found


class Count(Node):
    """How many facts or passages there are of a kind, or how many meet a condition.

    With `parts` what is counted are words, each in the passage at its place.
    """

    op: Literal["count"] = "count"
    of: Where | None = None
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    name: str = ""
    unit: str = "个"


class Convert(Node):
    """The same amount in another money unit, exactly."""

    op: Literal["convert"] = "convert"
    of: "Expression"
    unit: Literal["元", "千元", "万元", "亿元"]


class WhatIf(Node):
    """A figure after a change that the question gives: `percent` of a part, `amount`, or all of it.

    `part` is what changes, `of` what it is asked about; `after` asserts the new figure, not the change.
    """

    op: Literal["what_if"] = "what_if"
    of: "Expression"
    part: "Expression | None" = None
    percent: str | None = None
    amount: str | None = None
    unit: str | None = None
    increase: bool
    after: bool = False


class Reported(Node):
    """What the checks found when a document was read, by its id, with the facts it rests on."""

    op: Literal["finding"] = "finding"
    finding: str
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


class Quote(Node):
    """Passages in the document's own words; `part` narrows a passage to one sentence of it.

    `correction` sets a false premise of the question right.
    """

    op: Literal["quote"] = "quote"
    passages: tuple[str, ...]
    part: str | None = None
    name: str = ""
    correction: str = ""
    purpose: Literal["passage", "define", "reason", "duty", "none"] = "passage"


Expression = Annotated[
    Cell
    | Claimed
    | Change
    | Identify
    | Listing
    | Sum
    | Difference
    | Prior
    | Share
    | Growth
    | Relative
    | Ratio
    | Without
    | Average
    | Where
    | PerHead
    | Per
    | Product
    | Prorated
    | Rank
    | Count
    | Convert
    | WhatIf
    | Reported
    | Quote,
    Field(discriminator="op"),
]


class Plan(Node):
    """What to do for a question: goals to compute, or why there is nothing to compute.

    `reason` and `subject` say why an outcome is not 「answered」; `nearest` is shown beside it; `beside`
    is what documents of another basis print of the same; `notes`
    are what the reader must know of how the question was understood; `heading` is the document that
    the answer is headed with, where several are loaded; `heard` is what of the question is answered,
    where it begins with a story of whoever asks.
    """

    status: Status = "answered"
    goals: tuple[Expression, ...] = ()
    resolved_question: str = ""
    reason: str = ""
    subject: str = ""
    nearest: tuple[Expression, ...] = ()
    beside: tuple[Cell, ...] = ()
    options: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    heading: str = ""
    heard: str = ""
    trace: tuple[str, ...] = ()


for _node in (
    Claimed,
    Sum,
    Difference,
    Relative,
    Ratio,
    Without,
    Prior,
    Share,
    Growth,
    Average,
    PerHead,
    Per,
    Product,
    Prorated,
    Convert,
    WhatIf,
    Plan,
):
    _node.model_rebuild()


def nodes(expression: Expression) -> Iterator[Node]:
    """Yield an expression and all that it is made of, outermost first."""
    yield expression
    for name in type(expression).model_fields:
        value = getattr(expression, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield from nodes(part)  # type: ignore[arg-type] # nodes hold expressions only


def all_nodes(goals: Iterable[Expression]) -> Iterator[Node]:
    """Yield the nodes of several goals."""
    for goal in goals:
        yield from nodes(goal)


def names(node: Node) -> Iterator[str]:
    """Yield the strings that a node holds itself, ids among them."""
    for name in type(node).model_fields:
        part = getattr(node, name)
        held = part if isinstance(part, tuple) else (part,)
        yield from (one for one in held if isinstance(one, str))


def as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as the contract's `plan` object."""
    return plan.model_dump(exclude_defaults=True, mode="json") | {"status": plan.status}
