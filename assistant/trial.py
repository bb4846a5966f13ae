"""Figures tried out before they are asserted: what a goal comes to, and whether it comes to anything."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.executor import execute
from assistant.plan import BlankOperandError, Expression, Plan, PlanError, Sum
from assistant.result import Store
from corpus.money import YUAN


class Trial:
    """Carries goals out over what the loaded documents state, without asserting anything."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def amount(self, goal: Expression) -> Decimal | None:
        """Return what a goal comes to, money in 元; None where it comes to no number."""
        try:
            figure = execute(Plan(goals=(goal,)), self._store).results[0].asserted
        except PlanError:
            return None
        if figure is None or figure.value is None:
            return None
        return figure.value * YUAN.get(figure.unit or "", Decimal(1))

    def in_order(self, a: Expression, b: Expression) -> tuple[Expression, Expression]:
        """Return two expressions, the larger first."""
        left, right = self.amount(a), self.amount(b)
        return (b, a) if left is not None and right is not None and left < right else (a, b)

    def ordered(self, goals: Sequence[Expression]) -> list[Expression]:
        """Return expressions, the largest first; as they stand where one comes to no number."""
        amounts = [self.amount(goal) for goal in goals]
        if None in amounts:
            return list(goals)
        places = sorted(range(len(goals)), key=lambda i: -(amounts[i] or Decimal(0)))
        return [goals[i] for i in places]

    def makes_up(self, parts: Sequence[Expression], whole: Expression) -> bool:
        """Tell whether parts add up to a whole, so that their sum's share says nothing."""
        return self.amount(Sum(of=tuple(parts))) == self.amount(whole)

    def comes_to(self, goals: list[Expression] | Plan | None) -> bool:
        """Tell whether goals can be calculated: no 人 with 万元, nothing by nought."""
        try:
            if isinstance(goals, list):
                execute(Plan(goals=tuple(goals)), self._store)
        except BlankOperandError:
            return True
        except PlanError:
            return False
        return True
