"""Heads of a table: which lines are heads, the head path over each column, and which are labels.

Rule: heads end before the first line that holds an amount, a classification code or a total's
label. A blank head cell belongs to the head at its left when a lower head line is filled there
(a merged head), else to the head above it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.grid import GridLine
from corpus.money import is_dash, parse_cell
from corpus.names import fold, is_code, join_wrapped, split_code, without_numbering
from corpus.table_words import is_attribute_head, is_label_head, says_empty

_CODE_HEAD = re.compile(r"编码|代码|编号|^(?:序号|行次)$|^[类款项]$")
_LABEL_HEAD = re.compile(r"编码|代码|名称|项目|科目")
_TOTAL = re.compile(r"(?:合计|总计|小计)$")
_NUMBERED = re.compile(r"栏次|行次|列次")
_COLUMN_NUMBER = re.compile(r"(\d{1,2})(?:栏|=[\d+\-()]+)?")
_PART = re.compile(r"\d{1,2}")
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
    named = tuple(line for line in lines[:count] if not is_column_numbers(line))
    paths = head_paths(named) or ((),) * len(lines[0].cells)
    body = [line for line in lines[count:] if line.filled]
    codes = _code_columns(paths, body)
    words = {i for i in range(len(paths)) if _is_label(i, paths[i], body)}
    naming = _without_answers(words | codes, codes, paths)
    labels = frozenset(naming - _words_between(naming, codes, paths))
    remarks = {i for i in words - naming if _is_remark(paths[i])}
    return Heads(count, paths, labels, codes, _groups(len(paths), labels, remarks))


def is_column_numbers(line: GridLine) -> bool:
    """Tell whether a line only numbers the columns (1 2 3 …, 栏次 | 1 | 2=3+4 | 3)."""
    texts = [fold(line.cells[i]) for i in line.filled]
    marked = [text for text in texts if not _NUMBERED.fullmatch(text)]
    if len(marked) < (1 if len(marked) < len(texts) else 2):
        return False
    columns = [match[1] for text in marked if (match := _COLUMN_NUMBER.fullmatch(text))]
    if len(columns) < len(marked):
        return False
    numbers = [int(column) for column in columns]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def head_paths(heads: tuple[GridLine, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the joined head cells over each column, outermost first."""
    if not heads:
        return ()
    width = len(heads[0].cells)
    table = [[join_wrapped(cell) for cell in line.cells] for line in heads]
    for depth, line in enumerate(heads):
        above = fold("".join(row[0] for row in table[:depth]))
        if _is_head_beside_total(line) and _LABEL_HEAD.search(above):
            table[depth][0] = ""
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
        if _is_data(line) or (count and not line.filled):
            return count
    return min(1, len(lines))


def _is_data(line: GridLine) -> bool:
    if is_column_numbers(line) or _is_head_beside_total(line):
        return False
    for i in line.filled:
        cell = line.cells[i].strip()
        quantity = parse_cell(cell)
        if (quantity and not _YEAR.fullmatch(cell)) or is_code(cell):
            return True
        code, name = split_code(cell)
        if code and name and not name.startswith("年"):
            return True
        alone = i == 0 or len(line.filled) == 1
        if (alone and (is_total(cell) or says_empty(cell))) or (
            i == 0 and without_numbering(cell) != cell
        ):
            return True
    return False


def _is_head_beside_total(line: GridLine) -> bool:
    """Tell whether heads (合计, 基本支出 …) were set on the line of the total itself.

    Printed so in the empty fund tables of final accounts: 合计 | | | 合计 | 基本支出 | 项目支出.
    """
    texts = [line.cells[i].strip() for i in line.filled]
    if (
        len(texts) < 3
        or not line.cells[0]
        or any(parse_cell(text) or is_code(text) for text in texts)
    ):
        return False
    return is_total(texts[0]) and sum(not is_total(text) for text in texts[1:]) > 1


def _is_label(index: int, path: tuple[str, ...], body: list[GridLine]) -> bool:
    texts = [line.cells[index].strip() for line in body if line.cells[index].strip()]
    if not texts:
        return bool(path) and re.search(r"名称|^项目$|^科目$", fold(path[-1])) is not None
    numbers = sum(parse_cell(text) is not None or is_dash(text) for text in texts)
    return numbers * 2 < len(texts)


def _code_columns(paths: Sequence[tuple[str, ...]], body: Sequence[GridLine]) -> frozenset[int]:
    """Return the columns of codes; 款 and 项 may stand right of 类 without a head of their own."""
    codes = {i for i, path in enumerate(paths) if path and _CODE_HEAD.search(path[-1])}
    for i, path in enumerate(paths):
        texts = [text for line in body if (text := line.cells[i].strip())]
        if not path and i - 1 in codes and texts and all(_PART.fullmatch(text) for text in texts):
            codes.add(i)
    return frozenset(codes)


def _without_answers(
    labels: set[int], codes: frozenset[int], paths: Sequence[tuple[str, ...]]
) -> set[int]:
    """Take out columns of words that answer: a remark, and all right of the last amounts.

    Where there are no amounts at all, the first column of names names the rows.
    """
    width = len(paths)
    names = labels - codes
    for i in sorted(names):
        if _is_remark(paths[i]) and i - 1 in names and i + 1 not in names:
            labels = labels - {i}
    answers = [i for i in range(width) if i not in labels]
    last = max(answers, default=min(names, default=width))
    return {i for i in labels if i <= last or i in codes}


def _is_remark(path: tuple[str, ...]) -> bool:
    return bool(path) and is_attribute_head(fold(path[-1]))


def _words_between(
    labels: set[int], codes: frozenset[int], paths: Sequence[tuple[str, ...]]
) -> set[int]:
    """Return the columns of words right of amounts that begin no block of their own.

    A block is told by heads that name rows, or by heads that are those of the block before.
    """
    leaves = [fold(path[-1]) if path else "" for path in paths]
    found: set[int] = set()
    for start in range(1, len(paths)):
        if start not in labels or start - 1 in labels:
            continue
        names = _run(start, len(paths), labels, inside=True)
        answers = _run(names[-1] + 1, len(paths), labels, inside=False)
        before = {leaves[i] for i in range(start) if i not in found}
        told = any(i in codes or not leaves[i] or is_label_head(leaves[i]) for i in names)
        if not told and not before & {leaves[i] for i in (*names, *answers)}:
            found |= set(names)
    return found


def _run(start: int, width: int, labels: set[int], *, inside: bool) -> list[int]:
    """Return the columns from `start` on as long as they are (or are not) labels."""
    return list(takewhile(lambda i: (i in labels) == inside, range(start, width)))


def _groups(width: int, labels: frozenset[int], remarks: Collection[int]) -> tuple[int, ...]:
    """Number the side-by-side blocks: one starts at each label column right of an answer column.

    A remark among the labels (项目名称 | 项目类别 | 科目编码) is no answer that ends a block.
    """
    groups: list[int] = []
    answered = False
    for i in range(width):
        starts = i in labels and answered
        groups.append((groups[-1] if groups else 0) + starts)
        answered = i not in labels and (answered or i not in remarks)
    return tuple(groups)
