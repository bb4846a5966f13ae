"""The units that numbers are counted in: which words are units, and how people say the same one."""

import re
import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "units.toml"
_LARGE = "万亿"


@cache
def _units() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return {n: tuple(sorted(u, key=len, reverse=True)) for n, u in data.items() if n != "same"}


@cache
def _same() -> tuple[frozenset[str], ...]:
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple(frozenset(group) for group in data["same"])


@cache
def in_sentences() -> str:
    """Return the pattern of a unit behind a number in running text: 万元, %, 万亩, 元/人次."""
    units = _units()
    counted = "|".join(map(re.escape, (*units["percent"], *units["money"], *units["counted"])))
    each = "|".join(map(re.escape, (*units["counted"], "月", "年", "日", "天", "季度")))
    # 5000万 is money; in a word that goes on (万众) it is no unit.
    return rf"(?:[{_LARGE}]?(?:{counted})|[{_LARGE}](?![\u4e00-\u9fff])|[{_LARGE}](?=[的以左]))(?:/\*?(?:{each}))*"


@cache
def _known() -> frozenset[str]:
    return frozenset(unit for units in _units().values() for unit in units)


def is_unit(text: str) -> bool:
    """Tell whether a word is a unit, alone, of a large number (万亩) or for each of another (元/人)."""
    parts = text.split("/")
    return text in _known() or all(part.lstrip("十百千" + _LARGE) in _known() for part in parts)


def counted_units() -> tuple[str, ...]:
    """Return the units of what is counted, the longest first."""
    return _units()["counted"]


def same_unit(asked: str, own: str | None) -> bool:
    """Tell whether a number in its own unit answers a question in another: 几名 by 6 人, 几个 by all."""
    if own is None:
        return False
    counted = own.lstrip(_LARGE)
    if asked in (own, counted) or (asked == "个" and counted in counted_units()):
        return True
    return any(asked in group and counted in group for group in _same())
