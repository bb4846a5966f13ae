"""A grid with regular columns → `Table`: rows with code, name, kind and parent, blocks taken apart."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.disclosure import Cell, Column, Row, RowKind, Table
from corpus.grid import Grid, GridLine, is_note
from corpus.heads import Heads, is_column_numbers, is_total, read_heads
from corpus.labels import Labels, read_labels
from corpus.money import parse_cell
from corpus.names import join_wrapped
from corpus.parents import parents_of
from corpus.table_words import says_empty

LEVELS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}


def read_table(grid: Grid, table_id: str) -> Table:
    """Understand a grid as a table; blank lines and column-number lines are not rows."""
    lines = grid.squared()
    heads = read_heads(lines)
    body, notes = _body(lines[heads.lines :])
    common = _common_heads(heads)
    columns = tuple(
        Column(path, heads.groups[i], grid.unit)
        for i, path in enumerate(heads.paths)
        if i not in heads.labels
    )
    rows: list[Row] = []
    if not heads.labels:
        rows.extend(_unlabelled(body, heads, grid))
    for group in range(max(heads.groups, default=0) + 1):
        rows.extend(_block(body, heads, group, common.get(group, ()), grid.unit, len(rows)))
    return Table(
        table_id,
        grid.title,
        grid.unit,
        columns,
        tuple(rows),
        False,
        None,
        grid.locator,
        (*grid.notes, *notes),
    )


def _body(lines: Sequence[GridLine]) -> tuple[list[GridLine], list[str]]:
    """Return the lines that hold rows, and what is written where a table has none."""
    body: list[GridLine] = []
    notes: list[str] = []
    for line in lines:
        words = [join_wrapped(line.cells[i]) for i in line.filled]
        if len(words) == 1 and (is_note(words[0]) or says_empty(words[0])):
            notes.append(words[0])
        elif words and not is_column_numbers(line):
            body.append(line)
    return body, notes


def _block(
    body: Sequence[GridLine],
    heads: Heads,
    group: int,
    above: tuple[str, ...],
    unit: str | None,
    offset: int,
) -> list[Row]:
    """Return the rows of one of the blocks that stand side by side."""
    labelled = zip(body, read_labels(body, heads, group), strict=True)
    found = [(line, labels) for line, labels in labelled if labels]
    rows = [_row(line, labels, heads, group, above, unit) for line, labels in found]
    parents = parents_of(rows, [labels.level for _, labels in found])
    return [
        replace(row, parent=None if parent is None else parent + offset)
        for row, parent in zip(rows, parents, strict=True)
    ]


def _unlabelled(body: Sequence[GridLine], heads: Heads, grid: Grid) -> list[Row]:
    """Return the rows of a table without labels (三公 by columns): they are the owner's."""
    name = join_wrapped(grid.owner or grid.title)
    labels = Labels(name, None, (), classified=False, level=0)
    rows = [_row(line, labels, heads, 0, (), grid.unit) for line in body]
    return [replace(row, kind=RowKind.TOTAL) for row in rows] if len(rows) == 1 else rows


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
    labels: Labels,
    heads: Heads,
    group: int,
    above: tuple[str, ...],
    unit: str | None,
) -> Row:
    cells = tuple(
        _cell(line, i, unit) if heads.groups[i] == group else None
        for i in range(len(heads.paths))
        if i not in heads.labels
    )
    return Row(
        labels.name,
        labels.code,
        _kind(labels),
        None,
        above + labels.path,
        cells,
        line.locator,
        group,
    )


def _cell(line: GridLine, index: int, unit: str | None) -> Cell:
    text = line.cells[index].strip()
    quantity = parse_cell(text)
    if quantity is None:
        return Cell(text, None, None, line.locators[index])
    return Cell(text, quantity.value, quantity.unit or unit, line.locators[index])


def _kind(labels: Labels) -> RowKind:
    if labels.code is None:
        return RowKind.TOTAL if is_total(labels.name) else RowKind.ENTRY
    return LEVELS[len(labels.code)] if labels.classified else RowKind.ENTRY


