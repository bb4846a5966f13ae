"""The figures that final accounts print of an item: what was planned, what was spent, how much of it."""

from assistant.matching import Mention

BUDGETED = ("年初预算", "全年预算", "调整预算", "预算数")
ACTUAL = ("支出决算", "决算", "决算数", "收入决算")
DONE = "完成"
_FIELDS = frozenset((*BUDGETED, *ACTUAL, DONE))


def is_field(mention: Mention) -> bool:
    """Tell whether a mention names no item but one of an item's figures."""
    return bool(mention.meanings) and {m.name for m in mention.meanings} <= _FIELDS
