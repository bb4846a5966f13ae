"""One spelling for questions and names: simplified characters, folded widths, no blanks or quotes."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_QUOTES = re.compile(r"[\"'“”‘’「」『』《》〈〉]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")


_NUMERALS = {"两": 2} | {numeral: i for i, numeral in enumerate("一二三四五六七八九十", 1)}


def numeral(text: str) -> int:
    """Return a small number said in figures or as one Chinese numeral; raises ValueError."""
    return _NUMERALS.get(text) or int(text)


@cache
def _simplifier() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def canonical(text: str) -> str:
    """Return a name as compared: NFKC, lower case, no blanks, no quotation marks."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\s+", "", _QUOTES.sub("", folded))


def normalise(question: str) -> str:
    """Return a question as understood: traditional characters simplified, then canonical.

    Blanks between words go, thousands separators go, sentence punctuation stays.
    """
    text = _simplifier().convert(unicodedata.normalize("NFKC", question))
    return canonical(_BETWEEN_DIGITS.sub("", text))
