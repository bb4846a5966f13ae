"""When one figure is part of another: what may never be added together.

Money is counted once. A figure contains another when its row is an ancestor (by the table's own
hierarchy or by code prefix) in the same or the total column, when it is the document's grand
total, or when the other stands in the table that itemises it (基本支出 and 基本支出表).
"""

from collections.abc import Mapping, Sequence

from assistant.matching import column_rank, is_planned
from assistant.normal import canonical
from corpus.disclosure import RowKind
from corpus.money import YUAN
from index.records import Fact

# How many characters a sentence's item and a table's title share when they mean the same.
_SHARED = 4

Cells = Mapping[tuple[str, str | None, int | None, int | None], Fact]


def apart(groups: Sequence[Sequence[Fact]], cells: Cells) -> tuple[list[int], list[int]]:
    """Split groups of facts into indices to add and indices that another group contains.

    Each group holds the facts one operand was made from.
    """
    kept: list[int] = []
    contained: list[int] = []
    for i, group in enumerate(groups):
        inside = any(
            # What is stated twice is kept once: in the larger group, else where it is first.
            j != i and _is_inside(group, other, cells, j < i or len(other) > len(group))
            for j, other in enumerate(groups)
        )
        (contained if inside else kept).append(i)
    return kept, contained


def _is_inside(group: Sequence[Fact], other: Sequence[Fact], cells: Cells, first: bool) -> bool:
    if not group or not other:
        return False
    return all(
        any(contains(a, b, cells) or (first and repeats(a, b, cells)) for a in other) for b in group
    )


def repeats(a: Fact, b: Fact, cells: Cells) -> bool:
    """Tell whether two facts state the same money: one cell, one code in two tables, two sides."""
    if a.id == b.id:
        return True
    if a.document == b.document and _is_whole(a, cells) and _is_whole(b, cells):
        return True  # income and expenditure are two sides of the same money
    same_code = a.code is not None and a.code == b.code and a.row == b.row
    return same_code and a.comparable == b.comparable and _column_covers(a, b)


def contains(outer: Fact, inner: Fact, cells: Cells) -> bool:
    """Tell whether `outer` is a whole that `inner` is part of."""
    if outer.document != inner.document or outer.id == inner.id or outer.unit not in YUAN:
        return False
    if is_grand_total(outer, cells) and not is_grand_total(inner, cells):
        return True
    if _itemises(inner, outer) or _told_of_table(outer, inner, cells):
        return True
    if not _column_covers(outer, inner):
        return _all_in_column(outer, inner, cells)
    same_table = outer.table_id is not None and outer.table_id == inner.table_id
    if same_table and outer.row_index == inner.row_index:
        # A 小计 under a head is of what stands under that head alone.
        under = outer.column[: len(outer.column) - 1]
        return outer.column != inner.column and inner.column[: len(under)] == under
    if outer.code and inner.code and outer.code != inner.code:
        return inner.code.startswith(outer.code)
    return same_table and _is_ancestor(outer, inner, cells)


def stand_apart(whole: Fact, part: Fact) -> bool:
    """Tell whether two rows of one table are known by their codes to hold nothing of each other."""
    same_table = whole.quote is None and part.quote is None and whole.table_id == part.table_id
    if not same_table or whole.document != part.document or not whole.code or not part.code:
        return False
    return whole.code[0] == part.code[0] and not (
        part.code.startswith(whole.code) or whole.code.startswith(part.code)
    )


def _is_ancestor(outer: Fact, inner: Fact, cells: Cells) -> bool:
    row = inner.parent
    while row is not None:
        if row == outer.row_index:
            return True
        above = cells.get((inner.document, inner.table_id, row, inner.column_index))
        row = above.parent if above else None
    return False


def _column_covers(outer: Fact, inner: Fact) -> bool:
    """Tell whether a column holds another's money: the same one, or the total of the row."""
    return outer.column == inner.column or (column_rank(outer) is not None and outer.quote is None)


def _itemises(inner: Fact, outer: Fact) -> bool:
    """Tell whether `inner` stands in the table that is named after the whole `outer` states."""
    if outer.row_kind is not RowKind.TOTAL or inner.table is None or not outer.column:
        return False
    name = canonical(outer.column[-1])
    titled = len(name) > 3 and name in canonical(inner.table) and outer.table_id != inner.table_id
    smaller = (inner.comparable or 0) < (outer.comparable or 0)
    return titled and (inner.row_kind is not RowKind.TOTAL or smaller)


def _told_of_table(outer: Fact, inner: Fact, cells: Cells) -> bool:
    """Tell whether a sentence states the total of a table that states an amount as a part."""
    if outer.quote is None or inner.quote is not None or inner.is_form:
        return False
    item, name = canonical(outer.row), canonical(inner.row)
    shared = {item[i : i + _SHARED] for i in range(len(item) - _SHARED + 1)}
    table = [
        cell
        for cell in cells.values()
        if cell.document == outer.document and cell.table and not cell.is_form
        if any(words in canonical(cell.table) for words in shared)
    ]
    whole = any(cell.comparable == outer.comparable for cell in table)
    return whole and any(
        cell.comparable == inner.comparable
        and name in (canonical(cell.row), *(canonical(head) for head in cell.column))
        for cell in table
    )


def _all_in_column(outer: Fact, inner: Fact, cells: Cells) -> bool:
    """Tell whether all of a lower row's money stands in the column that the upper row's does."""
    same_table = outer.table_id is not None and outer.table_id == inner.table_id
    coded = outer.code and inner.code and inner.code != outer.code
    below = coded and (inner.code or "").startswith(outer.code or "")
    if not below and not (same_table and _is_ancestor(outer, inner, cells)):
        return False
    if same_table:
        beside = (inner.document, inner.table_id, inner.row_index, outer.column_index)
        own = cells.get(beside)
        return own is not None and own.comparable == inner.comparable
    return any(
        cell.comparable == inner.comparable
        for cell in cells.values()
        if (cell.document, cell.table_id, cell.column_index)
        == (outer.document, outer.table_id, outer.column_index)
        and cell.code == inner.code
    )


def _is_whole(fact: Fact, cells: Cells) -> bool:
    return fact.quote is None and is_grand_total(fact, cells)


def is_grand_total(fact: Fact, cells: Cells) -> bool:
    """Tell whether a fact is the largest total that the document's tables state."""
    if fact.row_kind is not RowKind.TOTAL or fact.is_form:
        return False
    totals = [
        amount
        for cell in cells.values()
        if cell.document == fact.document and cell.row_kind is RowKind.TOTAL and not cell.is_form
        if (amount := cell.comparable) is not None
        if not is_planned(cell) or is_planned(fact)
    ]
    return bool(totals) and fact.comparable == max(totals)
