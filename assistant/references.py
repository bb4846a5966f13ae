"""What words such as 前者, 两个 or nothing at all refer to: the figures spoken of before."""

import re

from assistant.clause import Clause
from assistant.normal import numeral
from assistant.overlap import contains
from assistant.plan import (
    Cell,
    Difference,
    Expression,
    Listing,
    Quote,
    Rank,
    Ratio,
    Relative,
    Where,
)
from assistant.turn import Turn


def referred(turn: Turn, clause: Clause) -> list[Expression] | None:
    """Return the figures that words such as 前者, 两者 or nothing at all refer to."""
    figures = remembered(turn, 8)
    if "前者" in clause.text and len(figures) > 1:
        return [figures[-2]]
    if "后者" in clause.text and figures:
        return [figures[-1]]
    if clause.asks("results") and len(figures) > 1:
        return list(figures[-how_many(clause) :])
    last = turn.last_figure()
    return [last] if last else None


def remembered(turn: Turn, count: int) -> list[Expression]:
    """Return the last few figures of one sort that were spoken of, oldest first."""
    own = turn.said or turn.goals
    said = [part for goal in (*turn.before.history, *own) for part in _sides(goal)]
    figures: list[Expression] = [
        goal for goal in said if not isinstance(goal, Quote | Listing | Rank | Where)
    ]
    unit = turn.lookup.unit_of(figures[-1]) if figures else None
    alike = [goal for goal in figures if turn.lookup.unit_of(goal) == unit]
    return alike[-count:] if count else _apart(turn, alike)


def _apart(turn: Turn, goals: list[Expression]) -> list[Expression]:
    """Return the figures of a chain without those that hold others of it."""
    facts, cells = turn.library.store.facts, turn.library.store.cells
    own = [facts[g.fact] if isinstance(g, Cell) else None for g in goals]
    return [
        goal
        for i, goal in enumerate(goals)
        if not any(a and b and contains(a, b, cells) for a in own[i : i + 1] for b in own[i + 1 :])
    ]


def how_many(clause: Clause) -> int:
    """Return how many results a clause refers to (两个 → 2); 0 where it does not say."""
    found = re.search(r"([二两三四五六俩])(?:个|项|类|者|样|笔|款|科)?", clause.text)
    return (2 if found[1] == "俩" else numeral(found[1])) if found else 0


def containing(turn: Turn, part: Expression) -> Expression | None:
    """Return the figure spoken of before that a part belongs to."""
    facts = turn.library.store.facts
    if not isinstance(part, Cell):
        return None
    for goal in reversed(turn.before.history):
        if isinstance(goal, Cell) and contains(
            facts[goal.fact], facts[part.fact], turn.library.store.cells
        ):
            return goal
    return None


def _sides(goal: Expression) -> tuple[Expression, ...]:
    """Return the figures that a comparison names, else the goal itself."""
    return (goal.left, goal.right) if isinstance(goal, Difference | Ratio | Relative) else (goal,)
