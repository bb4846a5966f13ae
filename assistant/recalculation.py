"""Steps calculated again, by the functions that made them, from the stored cells of their operands.

A step proves its result only if its operation, done on its operands in the order in which the plan
names them, gives its expression, its result, its unit and its rounding.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant import calculation as calc
from assistant.answer import Answer, CitationOperand, GivenOperand, Operand, Step, StepOperand
from assistant.arithmetic import evaluate, numbers
from assistant.calculation import Computed, Quantity
from assistant.executor import FALLS
from assistant.plan import strings
from corpus.errors import GuardError
from corpus.money import YUAN, convert, round_half_up, to_decimal
from index.records import Fact, Passage

_GIVEN = re.compile(r"(\d+(?:\.\d+)?)(\D*)")


@dataclass(frozen=True, slots=True)
class Source:
    """What the answer may state: a cited cell or passage, a step's result, or what was given.

    `marks` are the citations it rests on, in the order of its operands; `operation` is "" for what
    is printed. `value` is None for words, blanks and passages.
    """

    value: Decimal | None
    unit: str | None
    marks: tuple[int, ...] = ()
    operation: str = ""
    operands: tuple["Source", ...] = ()
    cited: Fact | Passage | None = None
    expression: str = ""
    exact: Decimal | None = None

    @property
    def fact(self) -> Fact | None:
        """The cited cell or amount, if it is one."""
        return self.cited if isinstance(self.cited, Fact) else None

    def leaves(self) -> Iterator["Source"]:
        """Return the cited sources that this one rests on, as often as they are used."""
        if self.cited is not None:
            yield self
        for operand in self.operands:
            yield from operand.leaves()

    def steps(self) -> Iterator["Source"]:
        """Return the calculations that made this one, its own first."""
        if self.operation:
            yield self
        for operand in self.operands:
            yield from operand.steps()

    def operations(self) -> tuple[str, ...]:
        """Return the operations that made this one, its own first."""
        return tuple(step.operation for step in self.steps())

    def parts(self) -> Iterator["Source"]:
        """Return what this was made from, in reading order; parts of parts before and after them."""
        for operand in self.operands:
            yield from operand.parts()
            yield operand
            yield from operand.parts()


def cited_source(n: int, cited: Fact | Passage) -> Source:
    """Return a citation as a source."""
    value, unit = (cited.value, cited.unit) if isinstance(cited, Fact) else (None, None)
    return Source(value, unit, (n,), cited=cited)


def recalculate(answer: Answer, cited: Sequence[Source]) -> list[Source]:
    """Return the steps as sources. Raises GuardError for one that does not prove its result."""
    done: list[Source] = []
    for step in answer.steps:
        operands = tuple(_source(operand, answer, cited, done) for operand in step.operands)
        marks = tuple(dict.fromkeys(n for operand in operands for n in operand.marks))
        value = to_decimal(step.result)
        source = Source(
            value, step.unit, marks, step.operation, operands, expression=step.expression
        )
        _check_order(source, answer.plan)
        done.append(replace(source, exact=_proven(step, source)))
    return done


def _source(
    operand: Operand, answer: Answer, cited: Sequence[Source], done: Sequence[Source]
) -> Source:
    if isinstance(operand, CitationOperand) and 0 < operand.citation <= len(cited):
        return cited[operand.citation - 1]
    if isinstance(operand, StepOperand) and 0 < operand.step <= len(done):
        return done[operand.step - 1]
    if isinstance(operand, GivenOperand):
        return _given(operand.given, answer)
    raise GuardError("计算步骤用到了不存在的出处或步骤，未予显示。")


def _given(text: str, answer: Answer) -> Source:
    """Return what the question gave, which must stand in it or, said otherwise there, in the plan."""
    match = _GIVEN.fullmatch(text)
    in_plan = match is not None and match[1] in strings(answer.plan)
    if match is None or not (in_plan or text in answer.question):
        raise GuardError("计算用到了问题里没有给出的数，未予显示。")
    return Source(to_decimal(match[1]), match[2] or None)


def members(plan: Any) -> Iterator[str]:
    """Return what stands in the lists of a plan, which is named together there."""
    if isinstance(plan, Mapping):
        for name, part in plan.items():
            if name == "others":
                continue
            if isinstance(part, list | tuple):
                yield from (text for text in part if isinstance(text, str))
            yield from members(part)
    elif isinstance(plan, list | tuple):
        for part in plan:
            yield from members(part)


def wholes(plan: Any) -> Iterator[str]:
    """Return what the nodes of a plan name by itself beside their operands: a whole, a total."""
    if isinstance(plan, Mapping):
        if "fact" not in plan:
            yield from (text for text in plan.values() if isinstance(text, str))
        for part in plan.values():
            yield from wholes(part)
    elif isinstance(plan, list | tuple):
        for part in plan:
            yield from wholes(part)


def _check_order(source: Source, plan: Mapping[str, Any]) -> None:
    """Check that a step uses cells of one goal of the plan, in the order in which it names them."""
    used = [leaf.cited.id for leaf in source.leaves() if leaf.cited is not None]
    if not used:
        raise GuardError("计算步骤没有操作数，未予显示。")
    goals = (*plan.get("goals", ()), *plan.get("nearest", ()))
    if not any(is_within(used, strings(goal)) for goal in goals):
        raise GuardError("计算所用的数不是这个问题所查的数，未予显示。")


def is_within(some: Sequence[Any], all_: Sequence[Any]) -> bool:
    """Tell whether `some` stand in `all_` in the same order."""
    rest = iter(all_)
    return all(item in rest for item in some)


def _proven(step: Step, source: Source) -> Decimal | None:
    """Return what a step came to before it was rounded, if it was. Raises GuardError for a wrong one."""
    try:
        proof = next((again for again in _again(step, source) if _same(again, step)), None)
        known = step.operation in _OPERATIONS
        if proof is None and (known or not _evaluates(step, source)):
            raise GuardError("有计算步骤与它的操作数不符，未予显示。")
    except (ArithmeticError, LookupError, ValueError, TypeError) as error:
        raise GuardError("有计算步骤无法核对，未予显示。") from error
    return proof.exact if proof else None


def _same(computed: Computed, step: Step) -> bool:
    own = (step.expression, step.result, step.unit, step.rounding)
    return own == (computed.expression, f"{computed.value:f}", computed.unit, computed.rounding)


def _again(step: Step, source: Source) -> Sequence[Computed]:
    operation = _OPERATIONS.get(step.operation)
    return operation(source.operands, step) if operation else ()


def _quantity(source: Source) -> Quantity:
    if source.value is None:
        raise ValueError("没有可以计算的数字")
    return Quantity(source.value, source.unit, source.exact)


def _of_two(
    function: Callable[[Quantity, Quantity], Computed],
) -> Callable[[Sequence[Source], Step], Sequence[Computed]]:
    def again(operands: Sequence[Source], _: Step) -> Sequence[Computed]:
        left, right = map(_quantity, operands)
        return (function(left, right),)

    return again


def _of_all(
    function: Callable[[list[Quantity]], Computed],
) -> Callable[[Sequence[Source], Step], Sequence[Computed]]:
    return lambda operands, _: (function([_quantity(operand) for operand in operands]),)


def _falls(source: Source) -> bool:
    return source.fact is not None and bool(source.fact.column) and source.fact.column[0] in FALLS


def _prior(operands: Sequence[Source], _: Step) -> Sequence[Computed]:
    now, change = operands
    pair = [_quantity(now), _quantity(change)]
    return (calc.add(pair) if _falls(change) else calc.subtract(*pair),)


def _per(operands: Sequence[Source], step: Step) -> Sequence[Computed]:
    """Divide by the number of equal periods that a year has."""
    amount, count = operands
    period = str(step.unit).rpartition("/")[2]
    return (calc.per(_quantity(amount), _quantity(count).value, period),)


def _change(operands: Sequence[Source], _: Step) -> Sequence[Computed]:
    (change,) = operands
    return (calc.negative(_quantity(change)),) if _falls(change) else ()


def _convert(operands: Sequence[Source], step: Step) -> Sequence[Computed]:
    (amount,) = operands
    return (calc.in_unit(_quantity(amount), str(step.unit)),)


def _count(operands: Sequence[Source], step: Step) -> Sequence[Computed]:
    """Count what is cited; the unit is a word of the question, so it is the text's to bear out."""
    if len({operand.marks for operand in operands}) != len(operands):
        return ()
    count = len(operands)
    return (Computed(Decimal(count), step.unit, f"计数 {count}", None),)


def _what_if(operands: Sequence[Source], _: Step) -> Sequence[Computed]:
    """Return what a given rate or amount may have come to: the change, or the figure after it."""
    *amounts, last = map(_quantity, operands)
    if last.unit != "%":
        return calc.add([amounts[0], last]), calc.subtract(amounts[0], last)
    more, less = (calc.changed_by(amounts[0], amounts[-1], last.value, up) for up in (True, False))
    return (*more, *less) if len(amounts) == 1 else (more[1], less[1])


_OPERATIONS: Mapping[str, Callable[[Sequence[Source], Step], Sequence[Computed]]] = {
    "sum": _of_all(calc.add),
    "average": _of_all(calc.mean),
    "without": _of_all(lambda parts: calc.without(parts[0], parts[1:])),
    "difference": _of_two(calc.subtract),
    "share": _of_two(calc.share),
    "growth": _of_two(calc.growth),
    "relative": _of_two(calc.growth),
    "ratio": _of_two(calc.times),
    "per_head": _of_two(calc.per_head),
    "per": _per,
    "share_per_head": _of_all(lambda parts: calc.share_per_head(*parts)),
    "ratio_per_head": _of_all(lambda parts: calc.times_per_head(*parts)),
    "product": _of_all(calc.product),
    "prorated": _of_all(lambda parts: calc.prorated(*parts)),
    "prior": _prior,
    "change": _change,
    "convert": _convert,
    "count": _count,
    "what_if": _what_if,
}


def _evaluates(step: Step, source: Source) -> bool:
    """Tell whether an operation not known here comes to its result, its operands in their order."""
    value = evaluate(step.expression, step.unit == "%")
    if (round_half_up(value) if step.rounding else value) != source.value:
        return False
    written = numbers(step.expression)
    forms = [_forms(operand) for operand in source.operands]
    known = set().union(*forms) | {Decimal(len(forms))}
    firsts = [next((i for i, n in enumerate(written) if n in form), None) for form in forms]
    return None not in firsts and set(written) <= known


def _forms(source: Source) -> set[Decimal]:
    """Return a figure in all money units it may have been brought to."""
    if source.value is None:
        return set()
    if source.unit not in YUAN:
        return {abs(source.value)}
    return {abs(convert(source.value, str(source.unit), other)) for other in YUAN}
