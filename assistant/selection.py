"""What a plan picks out of its lists, picked again: the most, the least, those that meet a condition.

A cell of the list that is cited must be one of those picked, and all of those must be cited; 「最多」,
「从少到多」 and 「没有符合条件」 must be what the plan asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assistant.evidence import by_amount
from assistant.plan import Where, strings
from corpus.errors import GuardError
from index.records import Fact

_MOST = re.compile(r"[最较][多大高]|从[多大高]到[少小低]")
_LEAST = re.compile(r"[最较][少小低]|从[少小低]到[多大高]")
_NONE = "没有符合条件"


class Picked(NamedTuple):
    """The ids a node of a goal lists, those of them it picks in order, and from which end, if any."""

    goal: int
    listed: tuple[str, ...]
    ids: tuple[str, ...]
    largest: bool | None = None


def picked(plan: Mapping[str, Any], facts: Mapping[str, Fact]) -> list[Picked]:
    """Return what the goals of a plan pick by rank or by a condition."""
    goals = enumerate(plan.get("goals", ()))
    return [one for place, goal in goals for one in _of(goal, facts, place)]


def _of(node: Any, facts: Mapping[str, Fact], goal: int) -> Iterator[Picked]:
    if not isinstance(node, Mapping):
        return
    listed = tuple(text for text in node.get("facts", ()) if text in facts)
    if isinstance(node.get("count"), int) and listed:
        largest, skip = bool(node.get("largest", True)), int(node.get("skip", 0))
        ordered = by_amount((facts[one] for one in listed), largest)
        ids = tuple(fact.id for fact in ordered[skip : skip + node["count"]])
        yield Picked(goal, listed, ids, largest)
    elif listed and ("low" in node or "high" in node):
        where = Where.model_validate({k: v for k, v in node.items() if k in Where.model_fields})
        yield Picked(goal, listed, tuple(where.met(facts)))
    elif listed and node.get("unit") == "位":
        # A place is the number of all that are no smaller, the greatest first.
        ids = tuple(fact.id for fact in by_amount((facts[one] for one in listed), largest=True))
        yield Picked(goal, listed, ids, largest=True if ids == listed else None)
    for part in node.values():
        for one in part if isinstance(part, list | tuple) else (part,):
            yield from _of(one, facts, goal)


def check_picked(found: Sequence[Picked], cited: Sequence[str], plan: Mapping[str, Any]) -> None:
    """Check that just those that a plan picks are cited, or all that were looked at where it is none."""
    goals = [strings(goal) for goal in plan.get("goals", ())]
    for one in found:
        due = one.ids or one.listed
        elsewhere = {t for place, goal in enumerate(goals) if place != one.goal for t in goal}
        elsewhere.update(text for other in found if other is not one for text in other.ids)
        elsewhere.update(text for text in one.listed if goals[one.goal].count(text) > 1)
        others = set(one.listed) - set(due) - elsewhere
        if not set(due) <= set(cited) or others.intersection(cited):
            raise GuardError("挑出来的项与条件或位次不符，未予显示。")


def check_pick(words: str, ids: Sequence[str], found: Sequence[Picked]) -> None:
    """Check that what a sentence says of its figures, names aside, is how the plan picks them."""
    own = [one for one in found if set(one.ids) & set(ids)]
    for form, largest in ((_MOST, True), (_LEAST, False)):
        if form.search(words) and not any(one.largest == largest for one in own):
            raise GuardError("所说的多少与挑选的次序不符，未予显示。")
    if _NONE in words and not any(one.largest is None and not one.ids for one in found):
        raise GuardError("有符合条件的项，却说没有，未予显示。")
