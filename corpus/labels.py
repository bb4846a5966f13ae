"""The label cells of a table's lines → code, name, path and numbering of each row.

A code may be split over cells (类 | 款 | 项) that have lost leading zeros; a blank label cell of a
row with several label columns repeats what stands above it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.grid import GridLine
from corpus.heads import Heads, is_total
from corpus.names import fold, is_code, join_wrapped, numbering_level, split_code, without_numbering

_SERIAL = {"序号", "行次"}
_CODE_PART = re.compile(r"\d{1,3}")


class Labels(NamedTuple):
    """What the label cells of one block of a line say; `level` is the depth of its list number.

    `misprint` is the code as printed where it cannot be right, "" elsewhere.
    """

    name: str
    code: str | None
    path: tuple[str, ...]
    classified: bool
    level: int
    misprint: str = ""


class _Code(NamedTuple):
    code: str | None
    misprint: str = ""


def read_labels(lines: Sequence[GridLine], heads: Heads, group: int) -> list[Labels | None]:
    """Return what the labels of each line say, None where a block has none on that line."""
    mine = [i for i in sorted(heads.labels) if heads.groups[i] == group]
    codes = [i for i in mine if i in heads.codes]
    names = [i for i in mine if i not in heads.codes]
    behind = [i for i in names if codes and i > max(codes)]
    # A code behind the names of units and projects is what they are spent on, not theirs.
    classified = len(behind) == 1 or not codes or (not behind and len(names) == 1)
    parts = [i for i in codes if not set(heads.paths[i][-1:]) & _SERIAL]
    found: list[Labels | None] = []
    above: dict[int, str] = {}
    code: str | None = None
    for line in lines:
        texts = _texts(line, mine, names)
        own = _code(line, parts, mine, code)
        if not texts and not own.code:
            found.append(_merged_down(line, heads, found))
            continue
        path = _path(texts, above, names)
        name = path.pop() if path else ""
        if own.code is None:
            own = own._replace(code=split_code(name)[0])
            name = split_code(name)[1]
        code = own.code or code
        level = numbering_level(name)
        name = without_numbering(name)
        found.append(Labels(name, own.code, tuple(path), classified, level, own.misprint))
    return found


def _merged_down(line: GridLine, heads: Heads, found: Sequence[Labels | None]) -> Labels | None:
    """Return the labels of the line above for a line of amounts only: its name is merged over both.

    Side by side, such a line belongs to another block.
    """
    if max(heads.groups) or not found or not any(i not in heads.labels for i in line.filled):
        return None
    return found[-1]


def _texts(line: GridLine, mine: Sequence[int], names: Sequence[int]) -> dict[int, str]:
    """Return the names by column; 合计 often stands in the code column."""
    for columns in (names, mine):
        cells = {i: join_wrapped(line.cells[i]) for i in columns}
        texts = {i: text for i, text in cells.items() if text and not _is_digits(text)}
        if texts:
            return texts
    return {}


def _is_digits(text: str) -> bool:
    return is_code(text) or _CODE_PART.fullmatch(text) is not None


def _path(texts: dict[int, str], above: dict[int, str], names: Sequence[int]) -> list[str]:
    """Return the labels of a row from the outermost in; those left blank are those above it."""
    if not texts:
        return []
    first = min(texts)
    if is_total(texts[first]) and first <= min(names, default=first):
        above.clear()
        return [texts[i] for i in sorted(texts)]
    for column in [i for i in above if i >= first]:
        del above[column]
    path = [above[i] for i in sorted(above)] + [texts[i] for i in sorted(texts)]
    above.update(texts)
    return path


def _code(line: GridLine, codes: Sequence[int], mine: Sequence[int], last: str | None) -> _Code:
    """Return the code of a row: whole in one cell, or put together of its parts."""
    whole = [text for i in mine if is_code(text := fold(line.cells[i]))]
    parts = [fold(line.cells[i]) for i in codes]
    if len(codes) < 2 or (whole and len(max(whole, key=len)) > 3):
        return _Code(max(whole, key=len) if whole else None)
    if not any(parts) or not all(_CODE_PART.fullmatch(part) for part in parts if part):
        return _Code(None)
    return _put_together(parts, last or "")


def _put_together(parts: Sequence[str], last: str) -> _Code:
    """Join 类, 款 and 项 to 3, 5 or 7 digits; what is blank at the left is that of the row above.

    A 类 that has not three digits is a misprint; under the 款 of the row above its 类 is meant.
    """
    code, misprint = "", ""
    for depth, part in enumerate(parts):
        if not part and not any(parts[depth:]):
            break
        if not depth and len(part) not in (0, 3):
            misprint = " ".join(parts).strip()
        if not part or (misprint and not depth):
            part = last[3 + 2 * (depth - 1) : 3 + 2 * depth] if depth else last[:3]
        code += part if not depth else part.zfill(2)
    if not is_code(code) or (misprint and code[3:5] != last[3:5]):
        return _Code(None, misprint)
    return _Code(code, misprint)
