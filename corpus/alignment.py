"""Lay a form's printed cells on the columns they belong to.

Merged row heads that were lost shift the rest of a line by a cell or two. Each line is laid anew:
its filled cells keep their order and each goes to the column where it fits best, judged by what
stands in that column elsewhere in the document (the same words, the same sort of content), with a
small cost for leaving the printed place. Dynamic programming over (cell, column).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.money import parse_cell
from corpus.names import fold

_SAME_WORDS = 6
_SAME_SORT = 2
_WRONG_SORT = -3
_MOVED = -1
_KEY_BLANK = -4
_BOUND = re.compile(r"^(?:[≥≤><＞＜]|不少于|不低于|不超过|不高于|达到)")


def sort_of(text: str) -> str:
    """Name the sort of a cell's content: number, percent, target (≥95%, 0 次), long or words."""
    quantity = parse_cell(text)
    if quantity and quantity.unit in (None, "%"):
        return "percent" if quantity.unit else "number"
    if _BOUND.match(text.strip()) or re.fullmatch(r"\d[\d.,]*\s*\D{1,4}", text.strip()):
        return "target"
    return "long" if len(text) > 40 else "words"


@dataclass(slots=True)
class ColumnHabits:
    """What a column holds elsewhere: its texts, its sorts of content, and how often it is filled."""

    texts: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    lines: int = 0

    def count(self, text: str, times: int = 1) -> None:
        """Count one line's cell, blank or not; `times` -1 takes it back."""
        self.lines += times
        if text:
            self.texts[fold(text)] += times
            self.sorts[sort_of(text)] += times

    def affinity(self, text: str) -> int:
        """Score how well `text` fits here, the line it stands in not being counted."""
        sort = sort_of(text)
        score = _SAME_WORDS if sort == "words" and self.texts[fold(text)] > 0 else 0
        if self.sorts.total():
            score += _SAME_SORT if self.sorts[sort] * 3 >= self.sorts.total() else 0
            score += _WRONG_SORT if self.sorts[sort] <= 0 else 0
        return score

    @property
    def is_key(self) -> bool:
        """Tell whether nearly every line fills this column."""
        return self.lines > 2 and self.sorts.total() * 5 >= self.lines * 4


Layout = tuple[int | None, ...]


def lay_out_lines(lines: Sequence[Sequence[str]]) -> list[Layout]:
    """Lay all lines under one shape of head; each is judged by the others as laid so far.

    Habits start from the lines that fill their last column: a line that lost a cell at its left
    leaves the last one blank.
    """
    width = max((len(cells) for cells in lines), default=0)
    habits = [ColumnHabits() for _ in range(width)]
    layouts: list[Layout] = [tuple(_printed(cells, width)) for cells in lines]
    regular = [bool(cells and len(cells) == width and cells[-1]) for cells in lines]
    counted = regular if any(regular) else [True] * len(lines)
    for cells, layout, counts in zip(lines, layouts, counted, strict=True):
        if counts:
            _count(habits, cells, layout, 1)
    for i, cells in enumerate(lines):
        if counted[i]:
            _count(habits, cells, layouts[i], -1)
        layouts[i] = lay_out(cells, habits)
        _count(habits, cells, layouts[i], 1)
    return layouts


def _count(
    habits: Sequence[ColumnHabits], cells: Sequence[str], layout: Layout, times: int
) -> None:
    for habit, source in zip(habits, layout, strict=True):
        habit.count("" if source is None else cells[source], times)


def lay_out(cells: Sequence[str], habits: Sequence[ColumnHabits]) -> Layout:
    """Return for each column the index of the printed cell that belongs there, or None."""
    filled = [i for i, cell in enumerate(cells) if cell]
    width = len(habits)
    # best[k] = (score, layout) with the first k filled cells laid on the columns so far
    best: dict[int, tuple[int, Layout]] = {0: (0, ())}
    for column in range(width):
        best = _extend(best, column, cells, filled, habits)
    return best[len(filled)][1] if len(filled) in best else tuple(_printed(cells, width))


def _extend(
    best: dict[int, tuple[int, Layout]],
    column: int,
    cells: Sequence[str],
    filled: list[int],
    habits: Sequence[ColumnHabits],
) -> dict[int, tuple[int, Layout]]:
    habit = habits[column]
    extended: dict[int, tuple[int, Layout]] = {}
    for laid, (score, layout) in best.items():
        blank = (score + (_KEY_BLANK if habit.is_key else 0), (*layout, None))
        _keep_better(extended, laid, blank)
        if laid < len(filled):
            source = filled[laid]
            fit = habit.affinity(cells[source])
            moved = _MOVED if source != column else 0
            _keep_better(extended, laid + 1, (score + fit + moved, (*layout, source)))
    return extended


def _keep_better(
    best: dict[int, tuple[int, Layout]],
    laid: int,
    candidate: tuple[int, Layout],
) -> None:
    if laid not in best or candidate[0] > best[laid][0]:
        best[laid] = candidate


def _printed(cells: Sequence[str], width: int) -> list[int | None]:
    return [i if i < len(cells) and cells[i] else None for i in range(width)]
