"""A grid with regular columns → `Table`: rows with code, name, kind and parent, blocks taken apart.

The parent of a row is what it is a part of: by code prefix (类 3, 款 5, 项 7 digits) where the row
names a classification, else the block's total. Adding a row to its parent counts it twice.
"""

from bisect import bisect_right
from typing import NamedTuple

from corpus.disclosure import Cell, Column, Row, RowKind, Table
from corpus.grid import Grid, GridLine
from corpus.heads import Heads, is_column_numbers, is_total, read_heads
from corpus.names import is_code, join_wrapped, split_code, without_numbering
from corpus.split_codes import is_split, joined_code

LEVELS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}


class _Labels(NamedTuple):
    """What the label cells of one block of a line say."""

    name: str
    code: str | None
    path: tuple[str, ...]
    classified: bool


def read_table(grid: Grid, table_id: str) -> Table:
    """Understand a grid as a table; blank lines and column-number lines are not rows."""
    lines = grid.squared()
    heads = read_heads(lines)
    answers = [i for i in range(len(heads.paths)) if i not in heads.labels]
    common = _common_heads(heads)
    columns = tuple(Column(heads.paths[i], heads.groups[i], grid.unit) for i in answers)
    rows: list[Row] = []
    for group in range(max(heads.groups, default=0) + 1):
        block = [
            row
            for line in lines[heads.lines :]
            if line.filled and not is_column_numbers(line)
            if (row := _row(line, heads, group, answers, common.get(group, ()), grid.unit))
        ]
        rows.extend(_with_parents(block, offset=len(rows)))
    notes = tuple(grid.notes)
    return Table(
        table_id, grid.title, grid.unit, columns, tuple(rows), False, None, grid.locator, notes
    )


def _common_heads(heads: Heads) -> dict[int, tuple[str, ...]]:
    """Return the head that spans each block of a side-by-side table (收入, 支出（功能） …)."""
    spans: dict[int, tuple[str, ...]] = {}
    for group in range(max(heads.groups, default=0) + 1):
        paths = [p for p, g in zip(heads.paths, heads.groups, strict=True) if g == group]
        if max(heads.groups) and all(len(p) > 1 and p[0] == paths[0][0] for p in paths):
            spans[group] = (paths[0][0],)
    return spans


def _row(
    line: GridLine,
    heads: Heads,
    group: int,
    answers: list[int],
    above: tuple[str, ...],
    unit: str | None,
) -> Row | None:
    labels = _labels(line, heads, group)
    if not labels.name and not labels.code:
        return None
    cells = tuple(
        _cell(line, i, unit) if heads.groups[i] == group and i < len(line.cells) else None
        for i in answers
    )
    kind = _kind(labels)
    return Row(
        labels.name, labels.code, kind, None, above + labels.path, cells, line.locator, group
    )


def _cell(line: GridLine, index: int, unit: str | None) -> Cell:
    text = line.cells[index].strip()
    quantity = line.quantity(index)
    if quantity is None:
        return Cell(text, None, None, line.locators[index])
    return Cell(text, quantity.value, quantity.unit or unit, line.locators[index])


def _labels(line: GridLine, heads: Heads, group: int) -> _Labels:
    mine = [i for i in sorted(heads.labels) if heads.groups[i] == group]
    code = _split_code(line, heads, mine) or next(
        (line.cells[i].strip() for i in mine if is_code(line.cells[i])), None
    )
    texts = [
        join_wrapped(line.cells[i])
        for i in mine
        if i not in heads.codes and line.cells[i].strip() and not is_code(line.cells[i])
    ]
    if not texts:
        # 合计 often stands in the code column.
        texts = [join_wrapped(line.cells[i]) for i in mine if not is_code(line.cells[i])]
        texts = [text for text in texts if text]
    name = texts[-1] if texts else ""
    path = tuple(texts[:-1])
    if code is None:
        code, name = split_code(name)
    return _Labels(without_numbering(name), code, path, _names_its_code(mine, heads))


def _split_code(line: GridLine, heads: Heads, mine: list[int]) -> str | None:
    columns = [i for i in mine if i in heads.codes]
    if not is_split([heads.paths[i][-1] for i in columns]):
        return None
    return joined_code([line.cells[i] for i in columns])


def _names_its_code(mine: list[int], heads: Heads) -> bool:
    """Tell whether the row's name is that of its code: no further label follows the code's name."""
    after = [i for i in mine if heads.codes and i > max(heads.codes)]
    return len(after) <= 1


def _kind(labels: _Labels) -> RowKind:
    if labels.code is None:
        return RowKind.TOTAL if is_total(labels.name) else RowKind.ENTRY
    return LEVELS[len(labels.code)] if labels.classified else RowKind.ENTRY


def _with_parents(block: list[Row], offset: int) -> list[Row]:
    coded: dict[str, int] = {}
    for i, row in enumerate(block):
        if row.code and row.kind is not RowKind.ENTRY:
            coded.setdefault(row.code, i)
    totals = [i for i, row in enumerate(block) if row.kind is RowKind.TOTAL]
    parents = [_parent(row, i, coded, totals) for i, row in enumerate(block)]
    return [
        Row(
            row.name,
            row.code,
            row.kind,
            None if parent is None else parent + offset,
            row.path,
            row.cells,
            row.locator,
            row.group,
        )
        for row, parent in zip(block, parents, strict=True)
    ]


def _parent(row: Row, index: int, coded: dict[str, int], totals: list[int]) -> int | None:
    """Return the row of the longest code that this one's begins with, else its total."""
    if row.code and row.kind is not RowKind.ENTRY:
        for size in range(len(row.code) - 1, 0, -1):
            if row.code[:size] in coded:
                return coded[row.code[:size]]
    return _total_of(index, totals)


def _total_of(index: int, totals: list[int]) -> int | None:
    """Return the total a top row adds up to: the next one below, or the first when it leads."""
    below = bisect_right(totals, index)
    if below < len(totals):
        return totals[below]
    return 0 if totals[:1] == [0] and index != 0 else None
