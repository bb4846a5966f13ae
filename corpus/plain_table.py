"""A grid of any field → `Table`: heads at the top, at the left, or both; what words say is an answer too.

Budget tables are read by codes and totals (`table.py`). Here nothing is known of the field: the
first columns that tell the rows apart name them, and every other cell can be asked for.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.disclosure import Cell, Column, Row, RowKind, Table
from corpus.grid import Grid, GridLine
from corpus.heads import head_paths, is_column_numbers, is_total
from corpus.money import Quantity, parse_stated
from corpus.names import fold, join_wrapped
from corpus.units import is_unit

_WORDS = Path(__file__).parent / "data" / "plain_words.toml"
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度|末|底)?")
_UNIT_IN_HEAD = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,8})[）)]$")
_ROUGH = re.compile(r"[万亿]$")
_LONGEST_HEAD = 30
_MOST_HEADS = 4
_LONGEST_FIGURE = 16


@cache
def _words() -> dict[str, frozenset[str]]:
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    return {name: frozenset(parts) for name, parts in words.items()}


def read_plain_table(grid: Grid, table_id: str) -> Table:
    """Understand a grid about which nothing is known."""
    lines = [line for line in grid.squared() if line.filled]
    count = _count_heads(lines)
    width = len(lines[0].cells)
    paths = head_paths(tuple(lines[:count])) or ((),) * width
    body = [line for line in lines[count:] if not (count and is_column_numbers(line))]
    names = _name_columns(paths, body)
    answers = [i for i in range(width) if i not in names]
    unit = grid.unit or (grid.owner if is_unit(grid.owner or "") else None)
    columns = tuple(Column(paths[i], 0, _unit_in_head(paths[i]) or unit) for i in answers)
    rows = _rows(body, names, answers, columns)
    title = grid.title
    return Table(table_id, title, unit, columns, rows, False, None, grid.locator, tuple(grid.notes))


def _count_heads(lines: Sequence[GridLine]) -> int:
    """Return the number of head lines; none where the first line states a figure already."""
    if len(lines) < 2 or not _may_be_head(lines[0]):
        return 0
    if len(lines[0].cells) == 2 and _is_mixed(lines[1:]):
        return 0
    count = 1
    while count < min(_MOST_HEADS, len(lines) - 1):
        above, line = lines[count - 1], lines[count]
        under = not line.cells[0] or line.cells[0] == above.cells[0]
        if not (_spans(above) and under and _may_be_head(line)):
            break
        count += 1
    return count


def _may_be_head(line: GridLine) -> bool:
    """Tell whether a line holds words and years only, or numbers its columns after a word."""
    filled = [line.cells[i].strip() for i in line.filled]
    if any(len(text) > _LONGEST_HEAD for text in filled):
        return False
    numbers = [i for i in line.filled if _quantity(line, i)]
    if all(_YEAR.fullmatch(line.cells[i].strip()) for i in numbers):
        return len(filled) > 1
    counted = [line.cells[i].strip() for i in line.filled[1:]]
    return 0 not in numbers and len(counted) > 1 and counted == _counting(counted)


def _counting(texts: Sequence[str]) -> list[str]:
    """Return the numbers that count on from the first of `texts`."""
    first = int(texts[0]) if texts[0].isdecimal() else 0
    return [str(first + i) for i in range(len(texts))]


def _spans(line: GridLine) -> bool:
    """Tell whether a head covers several columns, so that more heads may stand below."""
    return any(left == right or not right for left, right in pairwise(line.cells))


def _is_mixed(body: Sequence[GridLine]) -> bool:
    """Tell whether a second column holds words and figures in turn, as answers to labels do."""
    filled = [line for line in body if line.cells[1].strip()]
    figures = sum(_quantity(line, 1) is not None for line in filled)
    return 0 < figures < len(filled)


def _name_columns(paths: Sequence[tuple[str, ...]], body: Sequence[GridLine]) -> list[int]:
    """Return the first columns, as many as it takes to tell the rows apart; a mere number is none."""
    width = len(paths)
    names: list[int] = []
    for i in range(width - 1):
        words = [line for line in body if line.cells[i].strip() and not _quantity(line, i)]
        is_words = len(words) * 2 > sum(bool(line.cells[i].strip()) for line in body)
        if not is_words and (names or not _is_serial(paths[i], body, i)):
            break
        names.append(i)
        if is_words and _tells_apart(names, body):
            break
    return names or [0]


def _is_serial(path: tuple[str, ...], body: Sequence[GridLine], index: int) -> bool:
    """Tell whether a column only counts the rows (序号)."""
    texts = [line.cells[index].strip() for line in body if line.cells[index].strip()]
    named = bool(path) and re.search(r"序号|编号|名次|排名", fold(path[-1])) is not None
    return named or (len(texts) > 1 and texts == _counting(texts))


def _tells_apart(names: Sequence[int], body: Sequence[GridLine]) -> bool:
    keys = [tuple(line.cells[i].strip() for i in names) for line in body]
    return len(set(keys)) == len(keys) and all(key[-1] for key in keys)


def _rows(
    body: Sequence[GridLine],
    names: Sequence[int],
    answers: Sequence[int],
    columns: Sequence[Column],
) -> tuple[Row, ...]:
    unit_column = next(
        (i for i, c in zip(answers, columns, strict=True) if _heads_units(c)),
        None,
    )
    rows: list[Row] = []
    above: list[str] = [""] * len(names)
    for line in body:
        labels = [join_wrapped(line.cells[i]) for i in names]
        if any(labels) and any(line.cells[i] for i in answers):
            # A label printed once for several rows, without a merged cell, holds until the next.
            labels = [own or above[n] if any(labels[n:]) else own for n, own in enumerate(labels)]
        above = labels
        unit = line.cells[unit_column].strip() if unit_column is not None else ""
        own_unit = unit if is_unit(unit) else None
        cells = tuple(
            _cell(line, i, _unit_in_head(column.path) or own_unit or column.unit)
            for i, column in zip(answers, columns, strict=True)
        )
        rows.append(_row(labels, cells, line))
    return tuple(rows)


def _row(labels: Sequence[str], cells: tuple[Cell, ...], line: GridLine) -> Row:
    texts = [text for text in labels if text]
    name = texts[-1] if texts else ""
    serial = [text for text in texts[:-1] if not text.isdecimal()]
    path = tuple(text for text in serial if text != name)
    kind = RowKind.TOTAL if is_total(name) else RowKind.ENTRY
    return Row(name, None, kind, None, path, cells, line.locator)


def _cell(line: GridLine, index: int, unit: str | None) -> Cell:
    text = line.cells[index].strip()
    quantity = _quantity(line, index)
    if quantity is None:
        return Cell(text, None, None, line.locators[index])
    year = quantity.unit is None and _YEAR.fullmatch(text)
    own = quantity.unit or (None if year else unit)
    return Cell(text, quantity.value, own, line.locators[index], line.span(index))


def _quantity(line: GridLine, index: int) -> Quantity | None:
    """Return the number of a cell, with the unit it states itself (28.3 平方公里)."""
    found = line.quantity(index)
    text = line.cells[index].strip()
    if found or len(text) > _LONGEST_FIGURE or _ROUGH.search(text):
        return found
    stated = parse_stated(text)
    return stated if stated and is_unit(stated.unit or "") and stated.unit != "年" else None


def _heads_units(column: Column) -> bool:
    return bool(column.path) and fold(column.path[-1]) in _words()["unit_head"]


def _unit_in_head(path: tuple[str, ...]) -> str | None:
    """Return the unit that a head states in brackets: 人口（万人）."""
    for head in reversed(path):
        match = _UNIT_IN_HEAD.search(head.strip())
        if match and is_unit(match[1].strip()):
            return match[1].strip()
    return None
