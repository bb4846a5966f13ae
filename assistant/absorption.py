"""Whether a goal need not be told because the next ones of the same question hold it."""

from collections.abc import Sequence

from assistant.clause import Clause
from assistant.plan import Average, Expression, Listing, Rank, Reported, Sum, WhatIf, Without


def absorbed(goal: Expression, later: Sequence[Expression], clause: Clause, asked: bool) -> bool:
    """Tell whether the goals of the next clause only say a goal again, or hold one not asked for."""
    again = not clause.has_task and _restates(later, goal)
    return again or (not asked and _embeds(later, goal))


def _restates(goals: Sequence[Expression], goal: Expression) -> bool:
    """Tell whether the next goals only say a goal again in another unit (相差多少，按元报)."""
    return any(_in_own_units(later) == _in_own_units(goal) and later != goal for later in goals)


def _in_own_units(goal: Expression) -> object:
    """Return what a goal comes to without the conversions inside it."""
    return _bare(goal.model_dump(exclude={"others"}))


def _bare(part: object) -> object:
    if isinstance(part, dict) and part.get("op") == "convert":
        return _bare(part["of"])
    if isinstance(part, dict):
        return {
            name: _bare(value) for name, value in part.items() if name not in ("others", "name")
        }
    return [_bare(one) for one in part] if isinstance(part, list | tuple) else part


def _embeds(goals: Sequence[Expression], goal: Expression) -> bool:
    """Tell whether a goal is an operand of the next ones."""
    parts = [
        getattr(later, name, None) for later in goals for name in ("part", "of", "left", "right")
    ]
    parts += [part for whole in parts if isinstance(whole, Sum) for part in whole.of]
    supposed = isinstance(goal, WhatIf) and any(isinstance(later, WhatIf) for later in goals)
    told = {fact for later in goals if isinstance(later, Reported) for fact in later.facts}
    if isinstance(goal, Without) and any(isinstance(later, Average) for later in goals):
        taken = {part for later in goals if isinstance(later, Average) for part in later.of}
        return not taken & set(goal.parts)
    if isinstance(goal, Rank):  # 「从高到低，第三位是谁」
        return any(isinstance(later, Rank) and later.facts == goal.facts for later in goals)
    own = goal.facts if isinstance(goal, Listing) else [getattr(goal, "fact", "")]
    return supposed or goal in parts or set(own) <= told
