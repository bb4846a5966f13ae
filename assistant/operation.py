"""What is to be done with the answers of several documents: told by words, done by the plan's algebra."""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.clause import Clause
from assistant.comparison_tasks import picked
from assistant.library import Library
from assistant.plan import (
    Average,
    Cell,
    Difference,
    Expression,
    Rank,
    Ratio,
    Relative,
    Share,
    Sum,
)
from assistant.planner import AskedOf
from assistant.reading import Sort, Token
from assistant.scope import Scope
from assistant.titles import level_of
from assistant.turn import Turn
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from corpus.money import YUAN

_TIMES = re.compile(r"几倍|多少倍|倍数|的倍$|几点几倍")
# 「高百分之几」, after which of two is more.
_MORE = re.compile(r"[多少高低大小]出?了?(?:百分之|几成)")
_MEASURES = re.compile(r"[名辆人个家台]|(?:几|多少)[名辆人台位]")


class Operation(StrEnum):
    """An operation over what several documents say of the same thing."""

    EACH = "分别"
    DIFFERENCE = "差额"
    GROWTH = "增长率"
    RATIO = "倍数"
    SHARE = "占比"
    SUM = "合计"
    AVERAGE = "平均"
    RANK = "排名"
    TREND = "趋势"


_KINDS: dict[Operation, frozenset[str]] = {
    Operation.EACH: frozenset(),
    Operation.DIFFERENCE: frozenset({"difference", "compare", "change", "percent"}),
    Operation.GROWTH: frozenset(
        {"difference", "compare", "change", "percent", "growth", "last_year"}
    ),
    Operation.RATIO: frozenset({"compare"}),
    Operation.SHARE: frozenset({"share", "percent", "convert", "completion"}),
    Operation.SUM: frozenset({"sum", "plus"}),
    Operation.AVERAGE: frozenset({"average", "sum", "period", "for_each"}),
    Operation.RANK: frozenset({"most", "least", "top", "difference", "compare"}),
    Operation.TREND: frozenset({"change"}),
}
_OF_TWO = (Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO)
_ALWAYS = frozenset({"amount", "each", "list", "follow", "results", "filler", "of", "and"})
_DROPPED = re.compile(
    r"[倍谁]|哪(?:家|个|一|边|年|里)|趋势|走势|各是|相当于|省下|省了|节省|节约|结余"
)


def operation_of(clause: Clause) -> Operation:
    """Return the outermost operation that a question over several documents asks for."""
    text = clause.text
    if _TIMES.search(text):
        return Operation.RATIO
    if vocabulary().documents["completion"].search(text) or _share_of_another(clause):
        return Operation.SHARE
    compared = clause.asks("compare", "difference", "change", "last_year")
    if _MORE.search(text) or clause.asks("growth") or (clause.asks("percent") and compared):
        return Operation.GROWTH
    if clause.asks("percent") and not clause.asks("share"):
        return Operation.SHARE
    patterns = vocabulary().documents
    if patterns["trend"].search(text):
        return Operation.TREND
    if patterns["saved"].search(text) or patterns["compared"].search(text):
        return Operation.DIFFERENCE
    if clause.asks("difference", "compare") or (
        clause.asks("change") and not clause.asks("most", "least")
    ):
        return Operation.DIFFERENCE
    if clause.asks("average") or patterns["yearly"].search(text):
        return Operation.AVERAGE
    if clause.asks("sum", "plus") or patterns["summed"].search(text):
        return Operation.SUM
    return Operation.RANK if clause.asks("most", "least", "top") else Operation.EACH


def _share_of_another(clause: Clause) -> bool:
    """Tell whether a share is that of one document's figure in another's: 「占乙局的百分之几」."""
    at = clause.index("share")
    if at is None:
        return False
    marks = [i for i, t in enumerate(clause.tokens) if t.sort is Sort.DOCUMENT]
    if not marks:
        return not any(t.sort is Sort.NAME for t in clause.tokens)
    between = [t for t in clause.tokens[at + 1 :] if not t.kinds & {"filler", "of"}]
    return bool(between) and between[0].sort is Sort.DOCUMENT


def words_of(operation: Operation, token: Token) -> bool:
    """Tell whether a token only says what is to be done, or nothing."""
    if token.sort is Sort.MARK or _MEASURES.fullmatch(token.text):
        return True
    if token.sort is not Sort.WORD:
        return bool(_DROPPED.fullmatch(token.text))
    own = token.kinds & _KINDS[operation]
    return bool(own) or bool(_DROPPED.search(token.text)) or token.kinds <= _ALWAYS


def combined(
    operation: Operation,
    clause: Clause,
    asked: Sequence[AskedOf],
    figures: Sequence[Expression],
    library: Library,
) -> tuple[Expression, ...]:
    """Return the goals that an operation makes of what each document said."""
    turn = Turn(library, Scope(library.documents), clause.text, (clause,), None)
    goals = tuple(goal for one in asked for goal in one.goals)
    if len(figures) != len(asked) or len(figures) < 2:
        return goals
    done = _done(operation, clause, asked, list(figures), turn)
    return tuple(turn.converted(clause, goal) for goal in done) if done else goals


def _done(
    operation: Operation,
    clause: Clause,
    asked: Sequence[AskedOf],
    figures: list[Expression],
    turn: Turn,
) -> list[Expression]:
    if operation in _OF_TWO and len(figures) > 2 and _over_years(asked) and not _compares(clause):
        # 「从2022年到2024年下降了多少」 is of the first year and the last.
        asked, figures = (asked[0], asked[-1]), [figures[0], figures[-1]]
    first, last = figures[0], figures[-1]
    two = len(figures) == 2
    match operation:
        case Operation.RATIO if two:
            return [Ratio(left=first, right=last)]
        case Operation.SHARE if two:
            part, whole = _part_and_whole(asked, figures)
            return [Share(part=part, whole=whole)]
        case Operation.GROWTH if two:
            earlier, later = _by_year(asked, figures)
            if _over_years(asked):
                return [Relative(left=later, right=earlier)]
            return [Relative(left=first, right=last)]
        case Operation.DIFFERENCE if two:
            larger, smaller = turn.trial.in_order(first, last)
            apart = Difference(left=larger, right=smaller)
            return [*picked(turn, clause, larger, smaller), apart]
        case Operation.SUM:
            return [Sum(of=tuple(figures))]
        case Operation.AVERAGE:
            return [Average(of=tuple(figures))]
        case Operation.TREND if two and not _over_years(asked):
            larger, smaller = turn.trial.in_order(first, last)
            return [Difference(left=larger, right=smaller)]
        case Operation.TREND | Operation.GROWTH:
            earlier, later = _by_year(asked, figures)
            moved = Difference(left=later, right=earlier, change=True)
            rate = Relative(left=later, right=earlier)
            return [*figures, moved, *([rate] if turn.lookup.unit_of(later) in YUAN else [])]
        case Operation.RANK | Operation.DIFFERENCE if all(isinstance(f, Cell) for f in figures):
            return [_ranked(clause, figures)]
        case Operation.RANK:
            ordered = turn.trial.ordered(figures)
            return ordered if _largest_first(clause) else ordered[::-1]
    return []


def _compares(clause: Clause) -> bool:
    """Tell whether a question asks which of several is more, not by how much one moved."""
    return vocabulary().documents["compared"].search(clause.text) is not None


def _ranked(clause: Clause, figures: Sequence[Expression]) -> Expression:
    facts = tuple(figure.fact for figure in figures if isinstance(figure, Cell))
    count = len(facts) if clause.asks("top") else 1
    return Rank(facts=facts, count=count, largest=_largest_first(clause))


def _largest_first(clause: Clause) -> bool:
    ascending = vocabulary().documents["ascending"].search(clause.text)
    return not clause.asks("least") and not ascending


def _by_year(
    asked: Sequence[AskedOf], figures: Sequence[Expression]
) -> tuple[Expression, Expression]:
    """Return the figures of the earliest and of the latest year."""
    years = [one.documents[0].year or 0 for one in asked]
    return figures[years.index(min(years))], figures[years.index(max(years))]


def _over_years(asked: Sequence[AskedOf]) -> bool:
    """Tell whether the same is asked of one department's documents of different years."""
    documents = [one.documents[0] for one in asked]
    same = {(d.department, d.kind, level_of(d)) for d in documents}
    return len(same) == 1 and len({d.year for d in documents}) == len(documents)


def _part_and_whole(
    asked: Sequence[AskedOf], figures: Sequence[Expression]
) -> tuple[Expression, Expression]:
    """Return what is a share of what: what was spent of what was planned, a unit's of its department's."""
    first, last = (one.documents[0] for one in asked)
    swapped = (first.kind, last.kind) == (Kind.BUDGET, Kind.FINAL_ACCOUNTS)
    return (figures[1], figures[0]) if swapped else (figures[0], figures[1])
