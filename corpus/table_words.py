"""The words that stand in budget tables, from the list that an expert may edit."""

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.names import fold

_WORDS = Path(__file__).parent / "data" / "table_words.toml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    return {name: re.compile("|".join(parts)) for name, parts in words.items()}


def is_attribute_head(folded: str) -> bool:
    """Tell whether a head stands over words that are no row's name (备注, 采购组织形式)."""
    return _patterns()["attribute"].search(folded) is not None


def is_label_head(folded: str) -> bool:
    """Tell whether a head stands over the names of rows (项目, 支出功能分类)."""
    return _patterns()["label"].search(folded) is not None


def unit_of_column(path: tuple[str, ...], unit: str | None) -> str | None:
    """Return the unit that a column's heads state (金额（元）, 增减%), else that of the table.

    What counts things (数量, 人数) is in no unit of money.
    """
    for head in reversed([fold(part) for part in path]):
        stated = re.search(rf"\((?:单位:)?({_patterns()['unit'].pattern})\)", head)
        if stated:
            return stated[1]
        if _patterns()["percent"].search(head):
            return "%"
        if _patterns()["counted"].search(head):
            return None
    return unit


def says_empty(text: str) -> bool:
    """Tell whether a cell says that its table has no data (此表为空)."""
    return _patterns()["empty"].search(text) is not None
