"""Names of the functional and economic classifications, gathered from printed disclosures."""

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_FILES = ("functional.csv", "economic.csv")


@cache
def classification_names() -> frozenset[str]:
    """Return the names of all known classification codes, as printed."""
    names: set[str] = set()
    for file in _FILES:
        with (_DATA / file).open(encoding="utf-8", newline="") as rows:
            names.update(row["name"] for row in csv.DictReader(rows))
    return frozenset(names)
