"""A model's plan as it comes in: the schema it is given, and its short ids put back for a `Plan`'s goals.

The model is offered less than the whole algebra. Words of its own, and what the library knows better
than it could, are left out of the schema and refused where they come all the same.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from assistant.candidates import Candidates
from assistant.plan import Expression, Plan, all_nodes

MOST_GOALS = 12
_DEEPEST = 6
_MOST_NODES = 500
# What no model writes, by operation.
_KEPT_BACK: Mapping[str, frozenset[str]] = {
    "average": frozenset({"whole"}),
    "cell": frozenset({"name", "others"}),
    "count": frozenset({"name", "passages"}),
    "difference": frozenset({"change"}),
    "finding": frozenset({"facts", "passages"}),
    "growth": frozenset({"printed"}),
    "list": frozenset({"name", "total"}),
    "quote": frozenset({"name", "part", "correction", "purpose"}),
    "rank": frozenset({"name"}),
    "sum": frozenset({"printed"}),
}
_ONE_FACT = frozenset({"fact", "change", "heads", "now", "then"})


class ProposalError(ValueError):
    """A model's plan is not one that may be carried out; the message says why, in Chinese."""


def schema() -> dict[str, Any]:
    """Return the JSON schema of what a model may propose: a plan's goals."""
    full = Plan.model_json_schema()
    for operation, node in _operations(full):
        kept = {
            name: part
            for name, part in node["properties"].items()
            if name not in _KEPT_BACK.get(operation, ())
        }
        needed = [name for name in node.get("required", ()) if name in kept]
        node.update(properties=kept, required=["op", *needed])
    goals = full["properties"]["goals"]
    offered = {
        "title": "Plan",
        "description": "Goals to compute from the candidates, in the order asked.",
        "type": "object",
        "properties": {"goals": {"type": "array", "items": goals["items"], "maxItems": MOST_GOALS}},
        "required": ["goals"],
        "additionalProperties": False,
        "$defs": full["$defs"],
    }
    plain = dict(_plain(offered))
    plain["$defs"]["Expression"] = {"anyOf": _plain(goals["items"]["oneOf"])}
    return plain


def goals_of(reply: Mapping[str, Any], candidates: Candidates) -> tuple[Expression, ...]:
    """Return the goals of a reply, on facts and passages of the library. Raises ProposalError."""
    given = reply.get("goals")
    if set(reply) != {"goals"} or not isinstance(given, list):
        raise ProposalError("的计划里有规定以外的内容")
    if not 0 < len(given) <= MOST_GOALS:
        raise ProposalError("没有从候选里选出内容" if not given else "的计划太长")
    reader = _Reader(candidates)
    try:
        plan = Plan.model_validate({"goals": [reader.node(goal) for goal in given]})
    except ValidationError as error:
        raise ProposalError("的计划的写法不对") from error
    if sum(1 for _ in all_nodes(plan.goals)) > _MOST_NODES:
        raise ProposalError("的计划太长")
    return plan.goals


class _Reader:
    """Puts the ids of the library in place of short ones."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def node(self, given: Any, depth: int = 1) -> dict[str, Any]:
        """Return a node with the library's ids."""
        operation = given.get("op") if isinstance(given, dict) else None
        if not isinstance(operation, str) or operation not in _fields():
            raise ProposalError("的计划的写法不对")
        if depth > _DEEPEST or not set(given) <= _fields()[operation]:
            raise ProposalError("的计划里有规定以外的内容")
        read = {
            name: self._part(name, part, depth)
            for name, part in given.items()
            if name != "passages"
        }
        return read | (self._quoted(given["passages"]) if "passages" in given else {})

    def _part(self, name: str, part: Any, depth: int) -> Any:
        if name in _ONE_FACT and isinstance(part, str):
            fact, *more = self._facts(part)
            if more:
                raise ProposalError("的计划在只能有一个数的地方用了一组数")
            return fact
        if name == "finding":
            return self._known(self._candidates.findings, part)
        if name == "facts":
            shorts = part if isinstance(part, list) else [part]
            return [fact for short in shorts for fact in self._facts(short)]
        if isinstance(part, list):
            return [node for one in part for node in self._nodes(one, depth)]
        return self.node(part, depth + 1) if isinstance(part, dict) else part

    def _nodes(self, given: Any, depth: int) -> Iterator[dict[str, Any]]:
        """Yield a node of a list; a cell with the id of a group is a cell for each of its members."""
        if isinstance(given, dict) and given.get("op") == "cell" and set(given) == {"op", "fact"}:
            yield from ({"op": "cell", "fact": fact} for fact in self._facts(given["fact"]))
        else:
            yield self.node(given, depth + 1)

    def _facts(self, short: Any) -> list[str]:
        group = self._candidates.groups.get(short) if isinstance(short, str) else None
        facts = group or (self._known(self._candidates.facts, short),)
        return [fact.id for fact in facts]

    def _quoted(self, given: Any) -> dict[str, Any]:
        """Return the passages of a quote, or the one sentence of a passage that is meant."""
        shorts = given if isinstance(given, list) else []
        found = [self._candidates.sentence(s) for s in shorts if isinstance(s, str)]
        chosen = [one for one in found if one is not None]
        if not chosen or len(chosen) != len(shorts):
            raise ProposalError("的计划用了候选里没有的编号")
        passages = list(dict.fromkeys(passage.id for passage, _ in chosen))
        return {"passages": passages, "part": chosen[0][1] if len(chosen) == 1 else None}

    @staticmethod
    def _known(candidates: Mapping[str, Any], short: Any) -> Any:
        if not isinstance(short, str) or short not in candidates:
            raise ProposalError("的计划用了候选里没有的编号")
        return candidates[short]


def _operations(full: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each operation of a plan's schema with its node."""
    for node in full["$defs"].values():
        operation = node.get("properties", {}).get("op", {}).get("const")
        if operation:
            yield operation, node


def _plain(part: Any) -> Any:
    """Return a schema with the union of all nodes written once, and without what not all providers know."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "oneOf" in part:
        return {"$ref": "#/$defs/Expression"}
    kept = {name: _plain(one) for name, one in part.items() if name != "default"}
    if isinstance(said := part.get("description"), str):
        kept["description"] = said.partition(";")[0].partition("\n")[0]
    return kept


@cache
def _fields() -> Mapping[str, frozenset[str]]:
    """Return what a model may write of each operation."""
    return {
        operation: frozenset(node["properties"]) - _KEPT_BACK.get(operation, frozenset())
        for operation, node in _operations(Plan.model_json_schema())
    }
