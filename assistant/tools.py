"""The same calculations as LangChain tools, for models that call tools; results are strings.

Numbers go in and come out as decimal strings, so that no digit passes through a float; each tool
also returns the full `Computed` as its artifact.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import calculation
from assistant.calculation import Computed, Quantity
from corpus.money import as_plain, to_decimal

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

Shown = tuple[str, Computed]


def add_amounts(amounts: list[str], unit: str) -> Shown:
    """把若干互不包含的金额相加。amounts 为十进制数字符串，unit 为共同单位。"""
    return _shown(calculation.add([_quantity(amount, unit) for amount in amounts]))


def subtract_amounts(left: str, right: str, unit: str) -> Shown:
    """求 left − right。"""
    return _shown(calculation.subtract(_quantity(left, unit), _quantity(right, unit)))


def share_of(part: str, whole: str, unit: str) -> Shown:
    """求 part 占 whole 的百分比。"""
    return _shown(calculation.share(_quantity(part, unit), _quantity(whole, unit)))


def growth_rate(now: str, base: str, unit: str) -> Shown:
    """求增长率：(now − base) ÷ base，base 为上年数。"""
    return _shown(calculation.growth(_quantity(now, unit), _quantity(base, unit)))


def average_of(amounts: list[str], unit: str) -> Shown:
    """求平均数。"""
    return _shown(calculation.mean([_quantity(amount, unit) for amount in amounts]))


def convert_unit(amount: str, unit: str, target: str) -> Shown:
    """在元、千元、万元、亿元之间精确换算。"""
    return _shown(calculation.in_unit(_quantity(amount, unit), target))


CALCULATIONS: tuple[Callable[..., Shown], ...] = (
    add_amounts,
    subtract_amounts,
    share_of,
    growth_rate,
    average_of,
    convert_unit,
)


def calculation_tools() -> "list[BaseTool]":
    """Return the calculations as LangChain tools with content and artifact."""
    from langchain_core.tools import StructuredTool

    return [
        StructuredTool.from_function(function, response_format="content_and_artifact")
        for function in CALCULATIONS
    ]


def _quantity(number: str, unit: str) -> Quantity:
    return Quantity(to_decimal(number), unit)


def _shown(computed: Computed) -> Shown:
    text = f"{computed.expression} = {as_plain(computed.value)}{computed.unit or ''}"
    return (f"{text}（{computed.rounding}）" if computed.rounding else text), computed
