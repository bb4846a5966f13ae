"""What a question claims of a figure, held against it: the same, over or under a bound, or not."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assistant.answer import Value
from assistant.normal import canonical
from assistant.plan import Cell, Claimed
from corpus.errors import GuardError
from corpus.money import YUAN, to_decimal
from index.records import Fact

_SAME, _NEARLY, _OTHER = "与所说的相符", "与所说的大致相符", "与所说的不符"
_BOUNDS = {
    "above": {True: "超过了所说的数", False: "没有超过所说的数"},
    "below": {True: "低于所说的数", False: "不低于所说的数"},
}
_ALL = (_SAME, _NEARLY, _OTHER, *(said for pair in _BOUNDS.values() for said in pair.values()))
_SAID = re.compile(f"，({'|'.join(_ALL)})。")
# A rounded number is nearly the same where it is less than this part of it away.
_PART = 100


def verdict(claim: Claimed, number: Decimal | None, unit: str | None, text: str) -> str:
    """Return what is to be said of a claim beside the figure, or the words, that are stated."""
    if number is None:
        said = canonical(claim.said)
        return _SAME if said in canonical(text) or canonical(text) in said else _OTHER
    told = to_decimal(claim.said) * YUAN.get(claim.unit, Decimal(1))
    stated = number * YUAN.get(unit or "", Decimal(1))
    if claim.bound:
        beyond = stated > told if claim.bound == "above" else stated < told
        return _BOUNDS[claim.bound][beyond]
    if stated == told:
        return _SAME
    place = Decimal(1).scaleb(to_decimal(claim.said).as_tuple().exponent)  # type: ignore[arg-type] # finite
    scale = YUAN.get(claim.unit, Decimal(1))
    rounded = (stated / scale).quantize(place, ROUND_HALF_UP) == to_decimal(claim.said)
    return _NEARLY if rounded and abs(stated - told) * _PART < abs(stated) else _OTHER


def check_verdicts(
    text: str, plan: Mapping[str, Any], facts: Mapping[str, Fact], values: Sequence[Value]
) -> None:
    """Check that an answer says of each claim what follows from the figure it is held against."""
    goals = plan.get("goals", ())
    due: list[str] = []
    for goal in goals:
        if "said" not in goal:
            continue
        fact = facts.get(goal["of"].get("fact", ""))
        told = {name: goal[name] for name in ("said", "unit", "bound") if name in goal}
        claim = Claimed(of=Cell(fact=""), **told)
        if fact is not None and not set(goal["of"]) - {"fact", "name", "others"}:
            due.append(verdict(claim, fact.value, fact.unit, fact.text))
        elif len(goals) == 1 and values:
            due.append(verdict(claim, to_decimal(values[0].number), values[0].unit, ""))
    if _SAID.findall(text) != due:
        raise GuardError("所说的是否相符与数字不一致，未予显示。")
