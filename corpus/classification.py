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


@cache
def _names_by_code() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for file in _FILES:
        with (_DATA / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                found.setdefault(row["code"], []).append(row["name"])
    return {code: tuple(names) for code, names in found.items()}


def names_of_code(code: str) -> tuple[str, ...]:
    """Return the names a classification code has had, none for a code that is not known."""
    return _names_by_code().get(code, ())
