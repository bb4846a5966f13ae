"""What another document of the same department and year prints of what was asked, on another basis.

「水利局2023年的差旅费」 may be what was planned or what was spent, that of the 部门 or of its 单位 alone.
A rule takes one; where the other is loaded with another figure, the reader is told of it.
"""

from collections.abc import Callable, Iterator, Sequence

from assistant.library import Library
from assistant.plan import Cell, Expression, Plan, Quote
from assistant.planner import Frame
from assistant.sides import Axis
from assistant.targets import Targets
from assistant.titles import level_of
from assistant.trial import Trial
from index.records import DocumentRecord

Ask = Callable[[str, Library], tuple[Plan, Frame]]


def with_others(
    library: Library,
    meant: Targets,
    before: Sequence[DocumentRecord],
    plan: Plan,
    text: str,
    ask: Ask,
) -> Plan:
    """Return a plan that also tells of the documents a question may mean as well.

    `text` is the question without the words that say of which document.
    """
    if plan.status != "answered" or any(isinstance(goal, Quote) for goal in plan.goals):
        return plan
    cells: list[Cell] = []
    notes: list[str] = []
    for other in _others(library, meant, before):
        found, _ = ask(text, library.within([other.name]))
        if found.status != "answered" or len(found.goals) != len(plan.goals):
            continue
        pairs = list(zip(plan.goals, found.goals, strict=True))
        if all(isinstance(goal, Cell) for pair in pairs for goal in pair):
            cells += [b for a, b in pairs if isinstance(b, Cell) and _differ(a, b, library)]
        elif any(_differ(a, b, library) for a, b in pairs):
            title = library.store.titles[other.name]
            notes.append(f"另外载有《{title}》，其中的数不同。")
    return plan.model_copy(update={"beside": tuple(cells), "notes": (*plan.notes, *notes)})


def _others(
    library: Library, meant: Targets, before: Sequence[DocumentRecord]
) -> Iterator[DocumentRecord]:
    """Yield the documents that differ from the one taken in what the question leaves unsaid."""
    own = next((d for d in meant.documents if d.department), None)
    if own is None or own in before:
        return
    said = {one.axis for one in meant.said}
    for other in library.documents:
        if (other.department, other.year) != (own.department, own.year):
            continue
        differs = {Axis.KIND: other.kind != own.kind, Axis.LEVEL: level_of(other) != level_of(own)}
        axes = {axis for axis, unlike in differs.items() if unlike}
        if len(axes) == 1 and not axes & said:
            yield other


def _differ(one: Expression, other: Expression, library: Library) -> bool:
    """Tell whether two documents come to different figures."""
    trial = Trial(library.store)
    a, b = trial.amount(one), trial.amount(other)
    return a is not None and b is not None and a != b
