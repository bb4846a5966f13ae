"""Whether two names mean one thing: 健康卫生支出 and 卫生健康支出, 2060102 一般行政管理事务 and its row."""

import re
from functools import lru_cache

from corpus.checks.words import data, pattern
from corpus.names import fold, split_code

_LEVELS = re.compile(
    r"\((\d{3})类\)(?:[^。；]*?\((\d{2})款\))?(?:[^。；]*?\((\d{2})项\))?[^()（）]*$"
)
_CODE = re.compile(r"(?<!\d)(\d{7}|\d{5}|\d{3})(?=[^\d\s.,%]{2})")


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """Return the key of a name: that of a known item, else its letters in a fixed order."""
    folded = fold(split_code(fold(name))[1])
    for key in data()["item"]:
        if pattern("item", key).fullmatch(folded):
            return f"#{key}"
    return "".join(sorted(letters(folded)))


def letters(name: str) -> str:
    """Return a name without filler words and without a tail that adds nothing."""
    bare = pattern("naming", "drop").sub("", fold(name))
    short = pattern("naming", "tail").sub("", bare)
    return short if len(short) >= 4 else bare


def code_before(words: str) -> str | None:
    """Return the classification code that the words right before an amount name, if they do.

    「公共安全支出（204类）司法（06款）行政运行（01项）」 → 2040601; 「2060102 一般…」 → 2060102.
    """
    folded = fold(words)
    if match := _LEVELS.search(folded):
        return "".join(part for part in match.groups() if part)
    codes = _CODE.findall(folded)
    return codes[-1] if codes and not folded.endswith(codes[-1]) else None


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: shared pairs of letters over all pairs."""
    first, second = _pairs(letters(one)), _pairs(letters(other))
    if not first or not second:
        return float(one == other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def is_abbreviation(short: str, full: str) -> bool:
    """Tell whether all letters of `short` stand in `full` in the same order."""
    rest = iter(full)
    return all(letter in rest for letter in short)
