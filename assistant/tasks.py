"""The tasks that a clause may ask for, in the order in which they are tried."""

from collections.abc import Callable, Sequence

from assistant import (
    aspects,
    check_tasks,
    claims,
    column_tasks,
    comparison_tasks,
    corrections,
    executed,
    factors,
    field_tasks,
    figure_tasks,
    follow_up,
    form_tasks,
    item_tasks,
    left_over,
    member_tasks,
    projection,
    quoted_tasks,
    reckoning,
    share_tasks,
    stated_tasks,
    supposition,
    word_tasks,
    year_tasks,
)
from assistant.clause import Clause
from assistant.turn import Goals, Turn

Task = Callable[[Turn, Clause], Goals]
# In the order in which they are tried; () is tried for every clause.
WORD_TASKS: tuple[tuple[tuple[str, ...], Task], ...] = (
    ((), corrections.meant),
    ((), quoted_tasks.narrowed),
    ((), form_tasks.contacts),
    ((), field_tasks.labelled),
    ((), executed.against_budget),
    ((), reckoning.equation),
    (("define",), word_tasks.define),
    (("reason",), word_tasks.reason),
    (("draft",), word_tasks.draft),
    ((), field_tasks.office),
    ((), field_tasks.when),
    ((), field_tasks.element),
    ((), item_tasks.goes_on),
    ((), stated_tasks.choice),
    ((), stated_tasks.tiers),
    ((), stated_tasks.beside),
    ((), aspects.below),
    ((), stated_tasks.stated),
    ((), aspects.each),
    ((), aspects.single),
    ((), word_tasks.stated),
    ((), word_tasks.sort_of),
    ((), word_tasks.usage),
    ((), word_tasks.basis),
    (("duty",), word_tasks.duty),
    ((), word_tasks.section),
    ((), word_tasks.topic),
    ((), word_tasks.identify),
    ((), word_tasks.holder),
    ((), form_tasks.rates),
    ((), column_tasks.crossing),
    ((), year_tasks.shares),
    ((), year_tasks.executed),
    ((), figure_tasks.given_amount),
    ((), reckoning.reckoned),
    ((), claims.claimed),
    ((), claims.calculated),
    (("check",), check_tasks.check),
    ((), factors.changed),
    ((), projection.projected),
    ((), supposition.what_if),
    ((), member_tasks.claimed),
)
# These come to figures; the outermost operation first, since each reads what it is applied to.
FIGURE_TASKS: tuple[tuple[tuple[str, ...], Task], ...] = (
    ((), year_tasks.since_last_year),
    ((), comparison_tasks.compare),
    ((), left_over.rest),
    (("share",), share_tasks.share),
    (("percent",), share_tasks.percentage),
    (("growth",), year_tasks.growth),
    (("period",), figure_tasks.periodic),
    ((), figure_tasks.per_head),
    (("average",), figure_tasks.average),
    (("except",), figure_tasks.without),
    (("forms",), form_tasks.fields),
    (("sum", "plus"), figure_tasks.total),
    (("most", "least"), form_tasks.extreme),
    ((), member_tasks.rank),
    ((), member_tasks.where),
    (("change",), year_tasks.change),
)
LAST_TASKS: tuple[tuple[tuple[str, ...], Task], ...] = (
    (("exists",), word_tasks.exists),
    (("count",), member_tasks.count),
    ((), field_tasks.enumerated),
    ((), field_tasks.which),
    (("list",), follow_up.behind),
    (("list",), member_tasks.itemise),
    (("last_year",), year_tasks.prior),
)


def first_of(turn: Turn, clause: Clause, tasks: Sequence[tuple[tuple[str, ...], Task]]) -> Goals:
    """Return what the first task comes to that the clause asks for and that applies."""
    for asked, task in tasks:
        if (
            _is_asked(clause, asked)
            and (goals := task(turn, clause))
            and turn.trial.comes_to(goals)
        ):
            return goals
    return None


def _is_asked(clause: Clause, kinds: tuple[str, ...]) -> bool:
    """Tell whether a clause has a word of one of the kinds; () is tried for every clause."""
    if not kinds:
        return True
    return clause.asks(*kinds) or ("exists" in kinds and clause.asks_existence)
