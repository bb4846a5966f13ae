"""Heads of a table: which lines are heads, the head path over each column, and which are labels.

Rule: heads end before the first line that holds an amount, a classification code or a total's
label. A blank head cell belongs to the head at its left when a lower head line is filled there
(a merged head), else to the head above it.
"""

import re
from dataclasses import dataclass

from corpus.grid import GridLine
from corpus.money import parse_cell
from corpus.names import fold, is_code, join_wrapped, split_code, without_numbering

_CODE_HEAD = re.compile(r"编码|代码|编号|^[类款项]$")
_TOTAL = re.compile(r"(?:合计|总计|小计)$")
_YEAR = re.compile(r"(?:19|20)\d\d年?")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table: head path, role and side-by-side block of each printed column."""

    lines: int
    paths: tuple[tuple[str, ...], ...]
    labels: frozenset[int]
    codes: frozenset[int]
    groups: tuple[int, ...]


def is_total(name: str) -> bool:
    """Tell whether a row label names a total (合计, 总计, 本年支出合计 …)."""
    return _TOTAL.search(fold(name)) is not None


def read_heads(lines: tuple[GridLine, ...]) -> Heads:
    """Read the heads of a squared grid."""
    count = _count_head_lines(lines)
    paths = head_paths(lines[:count]) or tuple(() for _ in lines[0].cells)
    body = [line for line in lines[count:] if line.filled]
    codes = frozenset(i for i, path in enumerate(paths) if path and _CODE_HEAD.search(path[-1]))
    labels = frozenset(i for i in range(len(paths)) if _is_label(i, paths[i], body)) | codes
    return Heads(count, paths, labels, codes, _groups(len(paths), labels))


def is_column_numbers(line: GridLine) -> bool:
    """Tell whether a line only numbers the columns (1 2 3 …)."""
    texts = [line.cells[i].strip() for i in line.filled]
    if len(texts) < 2 or not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def head_paths(heads: tuple[GridLine, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the joined head cells over each column, outermost first."""
    if not heads:
        return ()
    width = len(heads[0].cells)
    table = [[join_wrapped(cell) for cell in line.cells] for line in heads]
    for depth, row in enumerate(table[:-1]):
        for i in range(1, width):
            below = any(lower[i] for lower in table[depth + 1 :])
            spanned = depth == 0 or table[depth - 1][i] == table[depth - 1][i - 1]
            if not row[i] and below and spanned:
                row[i] = row[i - 1]
    return tuple(_path([row[i] for row in table]) for i in range(width))


def _path(cells: list[str]) -> tuple[str, ...]:
    path: list[str] = []
    for cell in cells:
        if cell and (not path or path[-1] != cell):
            path.append(cell)
    return tuple(path)


def _count_head_lines(lines: tuple[GridLine, ...]) -> int:
    for count, line in enumerate(lines):
        if _is_data(line):
            return count
    return min(1, len(lines))


def _is_data(line: GridLine) -> bool:
    if is_column_numbers(line):
        return False
    for i in line.filled:
        cell = line.cells[i].strip()
        quantity = parse_cell(cell)
        if (quantity and not _YEAR.fullmatch(cell)) or is_code(cell):
            return True
        code, name = split_code(cell)
        if code and name and not name.startswith("年"):
            return True
        if i == 0 and (is_total(cell) or without_numbering(cell) != cell):
            return True
    return False


def _is_label(index: int, path: tuple[str, ...], body: list[GridLine]) -> bool:
    texts = [line.cells[index].strip() for line in body if line.cells[index].strip()]
    if not texts:
        return bool(path) and re.search(r"名称|^项目$|^科目$", fold(path[-1])) is not None
    numbers = sum(parse_cell(text) is not None for text in texts)
    return numbers * 2 < len(texts)


def _groups(width: int, labels: frozenset[int]) -> tuple[int, ...]:
    """Number the side-by-side blocks: one starts at each label column right of an answer column."""
    groups: list[int] = []
    for i in range(width):
        starts = i in labels and i > 0 and i - 1 not in labels
        groups.append((groups[-1] if groups else 0) + starts)
    return tuple(groups)
