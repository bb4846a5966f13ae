"""What a document does not say and another of its department does: an earlier year, what was planned."""

from assistant.across import clause_in, stripped, without_task
from assistant.clause import says_year
from assistant.library import Library
from assistant.operation import Operation, operation_of, words_of
from assistant.plan import Cell, Plan, Share, nodes
from assistant.planner import AskedOf, Frame
from assistant.scope import Wish, choose
from assistant.targets import Targets, without
from assistant.titles import level_of
from assistant.together import Ask, Question, answer
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind


def beside(
    library: Library, text: str, meant: Targets, plan: Plan, frame: Frame, ask: Ask
) -> tuple[Plan, Frame] | None:
    """Return the plan that answers from another document of the department what one does not say.

    An earlier year's figure stands in that year's document; what was planned, in the budget.
    """
    completed = vocabulary().documents["completion"].search(text) is not None
    completed = completed and not _tells_share(plan, library)
    year = plan.subject.rpartition("|")[2] if plan.reason == "no_such_year" else ""
    if not meant.documents or not (year or completed):
        return None
    own = meant.documents[0]
    wish = Wish(
        (own.department or "",), int(year) if year else own.year, Kind.BUDGET, level_of(own)
    )
    other = choose(library, wish)
    if other.reason or other.documents == meant.documents or other.documents[0].year != wish.year:
        return None
    clause = clause_in(without(text, meant.said), library.within(meant.names))
    operation = Operation.SHARE if completed else operation_of(clause)
    kept = [
        t
        for t in without_task(clause, operation, library.within(meant.names)).tokens
        if not (words_of(operation, t) or says_year(t))
    ]
    core = stripped("".join(t.text for t in kept))
    asked = (AskedOf(meant.documents, core), AskedOf(other.documents, core))
    sides = asked[1:] if operation is Operation.EACH else asked
    found = answer(library, Question(operation, sides, clause), frame, ask, text)
    if found[0].status != "answered":
        return None
    heading = other.documents[0].name if len(sides) == 1 else ""
    return found[0].model_copy(update={"heading": heading}), found[1]


def _tells_share(plan: Plan, library: Library) -> bool:
    """Tell whether a plan comes to a percentage, printed or of one item's figures."""
    used = [node for goal in plan.goals for node in nodes(goal)]
    facts = library.store.facts
    printed = any(isinstance(node, Cell) and facts[node.fact].unit == "%" for node in used)
    shares = ((n.part, n.whole) for n in used if isinstance(n, Share))
    return printed or any(
        isinstance(part, Cell)
        and isinstance(whole, Cell)
        and facts[part.fact].row == facts[whole.fact].row
        for part, whole in shares
    )
