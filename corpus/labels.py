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

_CODE_PART = re.compile(r"\d{1,3}")


class Labels(NamedTuple):
    """What the label cells of one block of a line say; `level` is the depth of its list number."""

    name: str
    code: str | None
    path: tuple[str, ...]
    classified: bool
    level: int


def read_labels(lines: Sequence[GridLine], heads: Heads, group: int) -> list[Labels | None]:
    """Return what the labels of each line say, None where a block has none on that line."""
    mine = [i for i in sorted(heads.labels) if heads.groups[i] == group]
    codes = [i for i in mine if i in heads.codes]
    names = [i for i in mine if i not in heads.codes]
    after = [i for i in names if codes and i > max(codes)]
    found: list[Labels | None] = []
    above: dict[int, str] = {}
    code: str | None = None
    for line in lines:
        texts = _texts(line, mine, names)
        own = _code(line, codes, mine, code)
        if not texts and not own:
            found.append(None)
            continue
        path = _path(texts, above, names)
        name = path.pop() if path else ""
        if own is None:
            own, name = split_code(name)
        code = own or code
        level = numbering_level(name)
        found.append(Labels(without_numbering(name), own, tuple(path), len(after) <= 1, level))
    return found


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


def _code(
    line: GridLine, codes: Sequence[int], mine: Sequence[int], last: str | None
) -> str | None:
    """Return the code of a row: whole in one cell, or put together of its parts."""
    whole = [text for i in mine if is_code(text := fold(line.cells[i]))]
    parts = [fold(line.cells[i]) for i in codes]
    if len(codes) < 2 or (whole and len(max(whole, key=len)) > 3):
        return max(whole, key=len) if whole else None
    if not any(parts) or not all(_CODE_PART.fullmatch(part) for part in parts if part):
        return None
    return _put_together(parts, last or "")


def _put_together(parts: Sequence[str], last: str) -> str | None:
    """Join 类, 款 and 项 to 3, 5 or 7 digits; what is blank at the left is that of the row above."""
    code = ""
    for depth, part in enumerate(parts):
        if not part:
            if not any(parts[depth:]):
                break
            part = last[3 + 2 * (depth - 1) : 3 + 2 * depth] if depth else last[:3]
        code += part if not depth else part.zfill(2)
    return code if is_code(code) else None
