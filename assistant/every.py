"""Where a question means all departments or all years: a side for each that has documents."""

from collections.abc import Sequence

from assistant.library import Library
from assistant.normal import numeral
from assistant.scope import Wish, choose
from assistant.sides import Axis, Side
from assistant.titles import level_of
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import DocumentRecord


def every(
    sides: list[Side], text: str, library: Library, before: Sequence[DocumentRecord]
) -> list[Side] | None:
    """Return a side for each department or year that is meant, None where a question means no such."""
    if len(sides) > 1:
        return None
    side = sides[0] if sides else Side()
    departments = _departments(side, text, library, before)
    if departments:
        year = side.values.get(Axis.YEAR) or _common_year(departments, library)
        dated = {**side.values, **({Axis.YEAR: year} if year else {})}
        offered = [Side({**dated, Axis.DEPARTMENT: (d,)}, list(side.said)) for d in departments]
        there = [s for s in offered if _is_there(s, text, library)]
        return there if _counted(text) in (0, len(there)) else None
    if Axis.YEAR in side.values or not vocabulary().documents["every_year"].search(text):
        return None
    scope = choose(library, wish_of(side), before)
    own = {d.department for d in scope.documents}
    years = sorted({d.year for d in library.documents if d.department in own and d.year})
    if scope.reason or len(years) < 2:
        return None
    years = years[-(spanned(text) or len(years)) :]
    offered = [Side({**side.values, Axis.YEAR: (y,)}, list(side.said)) for y in years]
    there = [s for s in offered if _is_there(s, text, library, before)]
    return there if len(there) > 1 else None


def spanned(text: str) -> int:
    """Return how many years a question counts (近五年), 0 where it counts none."""
    counted = vocabulary().documents["spanned"].search(text)
    return numeral(counted[1] or counted[2]) if counted else 0


def wish_of(side: Side) -> Wish:
    """Return what a side says of its documents."""
    years = side.values.get(Axis.YEAR)
    kinds = side.values.get(Axis.KIND)
    levels = side.values.get(Axis.LEVEL)
    return Wish(
        departments=tuple(map(str, side.values.get(Axis.DEPARTMENT, ()))),
        year=int(str(years[0])) if years else None,
        kind=Kind(str(kinds[0])) if kinds else None,
        level=str(levels[0]) if levels else None,
    )


def _departments(
    side: Side, text: str, library: Library, before: Sequence[DocumentRecord]
) -> list[str]:
    """Return the departments meant where several are: all, those of a region, or 两家 of one name."""
    named = tuple(map(str, side.values.get(Axis.DEPARTMENT, ())))
    if len(named) == 1 or (not named and before):
        return []
    loaded = {d.department for d in library.documents if d.department}
    departments = sorted(loaded & set(named) if named else loaded)
    counted = vocabulary().documents["together"].search(text)
    meant = counted is not None and bool(named) and numeral(counted[1]) == len(named)
    if len(departments) < 2 or not (meant or _means_departments(text)):
        return []
    return departments


def _counted(text: str) -> int:
    """Return how many departments a question counts (三个部门), 0 where it counts none."""
    counted = vocabulary().documents["departments"].search(text)
    return numeral(counted[1]) if counted else 0


def _is_there(
    side: Side, text: str, library: Library, before: Sequence[DocumentRecord] = ()
) -> bool:
    """Tell whether there are documents of a side: of its own year, budgets unless said otherwise.

    Where 部门 are asked for, a unit that stands alone is none.
    """
    wish = wish_of(side)
    scope = choose(library, wish, before)
    of_year = all(d.year == wish.year for d in scope.documents if wish.year)
    of_kind = wish.kind is not None or before or all(d.kind is Kind.BUDGET for d in scope.documents)
    units = all(level_of(d) == "单位" for d in scope.documents) and wish.level is None
    departments_only = "部门" in text and "单位" not in text
    return not scope.reason and of_year and bool(of_kind) and not (units and departments_only)


def _means_departments(text: str) -> bool:
    patterns = vocabulary().documents
    ranks = [w for w, kinds in vocabulary().words.items() if kinds & {"most", "least"}]
    who = patterns["who"].search(text) and any(word in text for word in ranks)
    return bool(who or patterns["every_department"].search(text))


def _common_year(departments: Sequence[str], library: Library) -> tuple[int, ...]:
    """Return the latest year of which most of several departments have budgets."""
    by_year: dict[int, set[str]] = {}
    for d in library.documents:
        if d.year and d.department and d.department in departments and d.kind is Kind.BUDGET:
            by_year.setdefault(d.year, set()).add(d.department)
    shared = {year: len(own) for year, own in by_year.items() if len(own) > 1}
    return (max(shared, key=lambda year: (shared[year], year)),) if shared else ()
