"""Put what people say in their own way into plain words: 排老二 → 排第二, 按元报 → 换成元.

What is looked for is never touched, only how it is asked; the pairs are data that a clerk can edit.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "sayings.toml"


def plain(text: str) -> str:
    """Return a normalised question with its sayings in plain words."""
    for form, words in _sayings():
        text = form.sub(words, text)
    return text


@cache
def _sayings() -> tuple[tuple[re.Pattern[str], str], ...]:
    groups = tomllib.loads(_FILE.read_text("utf-8")).values()
    return tuple((re.compile(form), words) for group in groups for form, words in group.items())
