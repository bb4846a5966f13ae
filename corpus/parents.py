"""What each row of a block is a part of: adding a row to its parent counts it twice.

By code prefix (类 3, 款 5, 项 7 digits) where rows name a classification; by the labels they stand
under; by their list numbers (一、 above 1. above （1）); else the block's total. One pass over each
rule, because a table may have many thousands of rows.
"""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.disclosure import Row, RowKind
from corpus.names import without_numbering

_CLASSIFIED = (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)
Path = tuple[str, ...]


def parents_of(rows: Sequence[Row], levels: Sequence[int]) -> list[int | None]:
    """Return the index of each row's parent, None for rows that are part of no other."""
    if not rows:
        return []
    totals = _Totals(rows)
    by_code: dict[str, int] = {}
    by_path: dict[Path, int] = {}
    for index, row in enumerate(rows):
        by_path.setdefault((*row.path, row.name), index)
        if row.code and row.kind in _CLASSIFIED:
            by_code.setdefault(row.code, index)
    nearby = _nearby(rows, levels)
    parents: list[int | None] = []
    for index, row in enumerate(rows):
        if row.code and row.kind in _CLASSIFIED:
            found = _of_code(row.code, by_code)
        else:
            found = totals.of_same_labels(index, row)
            found = _of_path(row, index, by_path) if found is None else found
            found = nearby[index] if found is None else found
        parents.append(totals.of_block(index, row) if found is None else found)
    return parents


def _of_code(code: str, by_code: dict[str, int]) -> int | None:
    shorter = (code[:length] for length in (5, 3) if length < len(code))
    return next((by_code[prefix] for prefix in shorter if prefix in by_code), None)


def _of_path(row: Row, index: int, by_path: dict[Path, int]) -> int | None:
    """Return the row that names the innermost label this row stands under."""
    for length in range(len(row.path), 0, -1):
        outer, label = row.path[: length - 1], row.path[length - 1]
        for key in ((*outer, label), (*outer, without_numbering(label))):
            found = by_path.get(key)
            if found is not None and found != index:
                return found
    return None


class _Totals:
    """The totals of a block: one for all of it, and a 小计 under some labels."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._outermost = min(len(row.path) for row in rows)
        self._by_path: dict[Path, int] = {}
        self._by_depth: dict[int, list[int]] = {len(row.path): [] for row in rows}
        for index, row in enumerate(rows):
            if row.kind is RowKind.TOTAL:
                self._by_path.setdefault(row.path, index)
                for depth, found in self._by_depth.items():
                    if len(row.path) <= depth:
                        found.append(index)

    def of_same_labels(self, index: int, row: Row) -> int | None:
        """Return the 小计 under the same labels, and for that 小计 the total of the whole block."""
        own = self._by_path.get(row.path)
        if len(row.path) == self._outermost or own is None:
            return None
        if index != own:
            return own
        return next(iter(self._by_depth[self._outermost]), None)

    def of_block(self, index: int, row: Row) -> int | None:
        """Return the total a top row adds up to: the next one below, or the first when it leads."""
        totals = self._by_depth[len(row.path)]
        below = bisect_right(totals, index)
        if below < len(totals):
            return totals[below]
        return 0 if totals[:1] == [0] and index != 0 else None


def _nearby(rows: Sequence[Row], levels: Sequence[int]) -> list[int | None]:
    """Return for each row the one above it that it details, by list number or by its name.

    A name printed again details the last new one: 结转和结余, then the sources once more. Neither
    rule reaches over a total or to other labels.
    """
    found: list[int | None] = []
    seen: set[tuple[str, ...]] = set()
    open_levels: list[tuple[int, int]] = []
    last_new: int | None = None
    for index, row in enumerate(rows):
        if row.kind is RowKind.TOTAL or (index and rows[index - 1].path != row.path):
            open_levels, last_new = [], None
        key = (*row.path, row.name)
        repeats = key in seen and any(map(str.isalnum, row.name))
        outer = _outer(levels[index], index, open_levels)
        known = last_new if repeats and row.kind is not RowKind.TOTAL else None
        found.append(known if outer is None else outer)
        if not repeats and row.kind is not RowKind.TOTAL:
            last_new = index
        seen.add(key)
    return found


def _outer(level: int, index: int, open_levels: list[tuple[int, int]]) -> int | None:
    """Return the last row with an outer list number, and keep this one for those that follow."""
    if not level:
        return None
    while open_levels and open_levels[-1][0] >= level:
        open_levels.pop()
    outer = open_levels[-1][1] if open_levels else None
    open_levels.append((level, index))
    return outer
