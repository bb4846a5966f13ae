"""A grid with regular columns → `Table`: rows with code, name, kind and parent, blocks taken apart."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.disclosure import Cell, Column, Note, Row, RowKind, Table
from corpus.grid import Grid, GridLine, is_note
from corpus.heads import Heads, is_column_numbers, is_total, read_heads
from corpus.labels import Labels, read_labels
from corpus.names import join_wrapped
from corpus.parents import parents_of
from corpus.table_words import says_empty, unit_of_column

LEVELS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}


def read_table(grid: Grid, table_id: str, problems: list[str]) -> Table:
    """Understand a grid as a table; blank lines and column-number lines are not rows.

    What is misprinted is told in `problems`.
    """
    lines = grid.squared()
    heads = read_heads(lines)
    body, notes = _body(lines[heads.lines :])
    columns = tuple(
        Column(path, heads.groups[i], unit_of_column(path, grid.unit))
        for i, path in enumerate(heads.paths)
        if i not in heads.labels
    )
    rows = (
        _unlabelled(body, heads, grid) if not heads.labels else _rows(body, heads, grid, problems)
    )
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


def _body(lines: Sequence[GridLine]) -> tuple[list[GridLine], list[Note]]:
    """Return the lines that hold rows, and what is written where a table has none."""
    body: list[GridLine] = []
    notes: list[Note] = []
    for line in lines:
        words = [join_wrapped(line.cells[i]) for i in line.filled]
        if len(words) == 1 and (is_note(words[0]) or says_empty(words[0])):
            notes.append(Note(words[0], line.locator))
        elif words and not is_column_numbers(line):
            body.append(line)
    return body, notes


def _rows(body: Sequence[GridLine], heads: Heads, grid: Grid, problems: list[str]) -> list[Row]:
    """Return the rows of all blocks that stand side by side, block after block."""
    groups = range(max(heads.groups) + 1)
    common = _common_heads(heads)
    labels = [read_labels(body, heads, group) for group in groups]
    lent = _lent(body, heads, labels)
    rows: list[Row] = []
    origins: list[int] = []
    for group in groups:
        found = [(n, own) for n, own in enumerate(labels[group]) if own]
        block = [
            _row(body[n], own, heads, {group, *lent.get((n, group), ())}, common[group], grid.unit)
            for n, own in found
        ]
        parents = parents_of(block, [own.level for _, own in found])
        offset = len(rows)
        rows.extend(
            replace(row, parent=None if parent is None else parent + offset, group=group)
            for row, parent in zip(block, parents, strict=True)
        )
        origins.extend(n for n, _ in found)
        problems.extend(_misprint(own, grid) for _, own in found if own.misprint)
    return _under_lent_totals(rows, origins, lent)


def _misprint(labels: Labels, grid: Grid) -> str:
    read = f"按上一行的款读作{labels.code}" if labels.code else "无法读作科目编码"
    return f"《{grid.title}》「{labels.name}」的科目编码印作「{labels.misprint}」，{read}。"


Lent = dict[tuple[int, int], tuple[int, ...]]


def _lent(
    body: Sequence[GridLine], heads: Heads, labels: Sequence[Sequence[Labels | None]]
) -> Lent:
    """Return, by line and block, the blocks at the right whose amounts belong to its label.

    A total over two blocks is a merged label: 支出合计 | | | 15897.44, its amount in the second.
    """
    lent: Lent = {}
    for n, line in enumerate(body):
        for group in range(1, len(labels)):
            if labels[group][n] or not _answers(line, heads, group):
                continue
            named = [left for left in range(group) if labels[left][n]]
            if named and not _answers(line, heads, named[-1]):
                lent[n, named[-1]] = (*lent.get((n, named[-1]), ()), group)
    return lent


def _answers(line: GridLine, heads: Heads, group: int) -> bool:
    """Tell whether a block has an amount on a line."""
    return any(heads.groups[i] == group and i not in heads.labels for i in line.filled)


def _under_lent_totals(rows: list[Row], origins: Sequence[int], lent: Lent) -> list[Row]:
    """Put the rows of a block without total under the merged total that stands below them."""
    totals = [
        (i, origins[i], lent[origins[i], row.group])
        for i, row in enumerate(rows)
        if (origins[i], row.group) in lent
    ]
    placed: list[Row] = []
    for row, origin in zip(rows, origins, strict=True):
        below = [i for i, n, groups in totals if n > origin and row.group in groups]
        lacks = row.parent is None and row.kind is not RowKind.TOTAL and below
        placed.append(replace(row, parent=below[0]) if lacks else row)
    return placed


def _unlabelled(body: Sequence[GridLine], heads: Heads, grid: Grid) -> list[Row]:
    """Return the rows of a table without labels (三公 by columns): they are the owner's."""
    name = join_wrapped(grid.owner or grid.title)
    labels = Labels(name, None, (), classified=False, level=0)
    rows = [_row(line, labels, heads, {0}, (), grid.unit) for line in body]
    return [replace(row, kind=RowKind.TOTAL) for row in rows] if len(rows) == 1 else rows


def _common_heads(heads: Heads) -> list[tuple[str, ...]]:
    """Return the head that spans each block of a side-by-side table (收入, 支出（功能） …)."""
    spans: list[tuple[str, ...]] = []
    for group in range(max(heads.groups) + 1):
        paths = [p for p, g in zip(heads.paths, heads.groups, strict=True) if g == group]
        common = max(heads.groups) and all(len(p) > 1 and p[0] == paths[0][0] for p in paths)
        spans.append((paths[0][0],) if common else ())
    return spans


def _row(
    line: GridLine,
    labels: Labels,
    heads: Heads,
    groups: set[int],
    above: tuple[str, ...],
    unit: str | None,
) -> Row:
    cells = tuple(
        _cell(line, i, unit_of_column(heads.paths[i], unit)) if heads.groups[i] in groups else None
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
    )


def _cell(line: GridLine, index: int, unit: str | None) -> Cell:
    text = line.cells[index].strip()
    quantity = line.quantity(index)
    if quantity is None:
        return Cell(text, None, None, line.locators[index])
    return Cell(text, quantity.value, quantity.unit or unit, line.locators[index], line.span(index))


def _kind(labels: Labels) -> RowKind:
    if labels.code is None:
        return RowKind.TOTAL if is_total(labels.name) else RowKind.ENTRY
    return LEVELS[len(labels.code)] if labels.classified else RowKind.ENTRY
