"""Classification codes printed in three cells (类 206 | 款 4 | 项 4) → one code (2060404)."""

import re
from collections.abc import Sequence

_LEVEL = re.compile(r"^[类款项]$")
_CLASS = re.compile(r"\d{3}")
_DEEPER = re.compile(r"\d{1,2}")


def is_split(heads: Sequence[str]) -> bool:
    """Tell whether the heads of code columns name the levels of one code: 类, 款 and 项."""
    return len(heads) > 1 and all(_LEVEL.match(head) for head in heads)


def joined_code(cells: Sequence[str]) -> str | None:
    """Return the code that the cells of one row make up; zeros lost at the left are put back.

    None where they make up none: a total's label may stand there.
    """
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or not _CLASS.fullmatch(texts[0]):
        return None
    if not all(_DEEPER.fullmatch(text) for text in texts[1:]):
        return None
    return texts[0] + "".join(text.zfill(2) for text in texts[1:])
