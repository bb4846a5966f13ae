"""The words the checks go by, from a data file that a domain expert edits."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "data" / "check_words.toml"


@cache
def data() -> dict[str, Any]:
    """Return the data file as it is."""
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """Return the pattern under `keys`; a list is joined into alternatives."""
    found: Any = data()
    for key in keys:
        found = found[key]
    if isinstance(found, list):
        found = "|".join(sorted(found, key=len, reverse=True))
    return re.compile(found)
