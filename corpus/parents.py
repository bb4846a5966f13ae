"""What each row of a block is a part of: adding a row to its parent counts it twice.

By code prefix (类 3, 款 5, 项 7 digits) where rows name a classification; by the labels they stand
under; by their list numbers (一、 above 1. above （1）); else the block's total.
"""

from collections.abc import Sequence

from corpus.disclosure import Row, RowKind
from corpus.names import without_numbering


def parents_of(rows: Sequence[Row], levels: Sequence[int]) -> list[int | None]:
    """Return the index of each row's parent, None for rows that are part of no other."""
    by_code = {row.code: i for i, row in enumerate(rows) if row.code and _is_classified(row)}
    by_path = {(*row.path, row.name): i for i, row in reversed(list(enumerate(rows)))}
    return [_parent(rows, levels, i, by_code, by_path) for i in range(len(rows))]


def _parent(
    rows: Sequence[Row],
    levels: Sequence[int],
    index: int,
    by_code: dict[str, int],
    by_path: dict[tuple[str, ...], int],
) -> int | None:
    row = rows[index]
    if row.code and _is_classified(row):
        shorter = (row.code[:length] for length in (5, 3) if length < len(row.code))
        found = next((by_code[code] for code in shorter if code in by_code), None)
        return _total_of(rows, index) if found is None else found
    found = _of_same_labels(rows, index)
    if found is None:
        found = _of_path(rows, index, by_path)
    if found is None:
        found = _of_numbering(rows, levels, index)
    if found is None:
        found = _of_repeat(rows, index)
    return _total_of(rows, index) if found is None else found


def _is_classified(row: Row) -> bool:
    return row.kind in (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)


def _of_same_labels(rows: Sequence[Row], index: int) -> int | None:
    """Return the 小计 under the same labels, and for that 小计 the total of the whole block."""
    row = rows[index]
    alike = [i for i, other in enumerate(rows) if other.path == row.path]
    totals = [i for i in alike if rows[i].kind is RowKind.TOTAL]
    whole = [i for i, other in enumerate(rows) if other.kind is RowKind.TOTAL and not other.path]
    if len(row.path) == len(_shortest_path(rows)) or not totals:
        return None
    if index != totals[0]:
        return totals[0]
    return whole[0] if whole else None


def _shortest_path(rows: Sequence[Row]) -> tuple[str, ...]:
    return min((row.path for row in rows), key=len)


def _of_path(rows: Sequence[Row], index: int, by_path: dict[tuple[str, ...], int]) -> int | None:
    """Return the row that names the innermost label this row stands under."""
    path = tuple(without_numbering(label) for label in rows[index].path)
    for length in range(len(path), 0, -1):
        for key in (rows[index].path[:length], (*rows[index].path[: length - 1], path[length - 1])):
            found = by_path.get(key)
            if found is not None and found != index:
                return found
    return None


def _of_numbering(rows: Sequence[Row], levels: Sequence[int], index: int) -> int | None:
    """Return the nearest row above with an outer list number, within the same labels."""
    if not levels[index]:
        return None
    for above in range(index - 1, -1, -1):
        if rows[above].kind is RowKind.TOTAL or rows[above].path != rows[index].path:
            return None
        if 0 < levels[above] < levels[index]:
            return above
    return None


def _of_repeat(rows: Sequence[Row], index: int) -> int | None:
    """Return the row above which a repeated name details: 结转和结余, then the sources once more."""
    earlier = {row.name for row in rows[:index] if row.path == rows[index].path}
    repeats = rows[index].name in earlier and any(map(str.isalnum, rows[index].name))
    if rows[index].kind is RowKind.TOTAL or not repeats:
        return None
    for above in range(index - 1, -1, -1):
        if rows[above].kind is RowKind.TOTAL or rows[above].path != rows[index].path:
            return None
        if all(rows[above].name != row.name for row in rows[:above]):
            return above
    return None


def _total_of(rows: Sequence[Row], index: int) -> int | None:
    """Return the total a top row adds up to: the next one below, or the first when it leads."""
    outer = len(rows[index].path)
    totals = [
        i for i, row in enumerate(rows) if row.kind is RowKind.TOTAL and len(row.path) <= outer
    ]
    below = [i for i in totals if i > index]
    if below:
        return below[0]
    return 0 if totals[:1] == [0] and index != 0 else None
