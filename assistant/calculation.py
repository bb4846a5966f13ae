"""The calculations, on Decimals with units: what every figure that is not printed comes from.

Amounts in different money units are brought to the first one's unit, exactly. Only quotients are
rounded, half up to two decimals, as the last thing done.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from corpus.money import SHORT_UNITS, YUAN, as_amount, convert, quotient, round_half_up

ROUNDED = "四舍五入，保留两位小数"
_HUNDRED = Decimal(100)


class Quantity(NamedTuple):
    """A value in a unit (None where the document prints none)."""

    value: Decimal
    unit: str | None


class Computed(NamedTuple):
    """A result with the expression as shown and the rounding that was applied, if any."""

    value: Decimal
    unit: str | None
    expression: str
    rounding: str | None


class UnitMismatchError(ValueError):
    """Quantities of different sorts (万元 and 人) were to be calculated with each other."""


def same_unit(quantities: Sequence[Quantity]) -> list[Decimal]:
    """Return the values in the first one's unit. Raises UnitMismatchError where that cannot be."""
    unit = quantities[0].unit
    values: list[Decimal] = []
    for quantity in quantities:
        if quantity.unit == unit:
            values.append(quantity.value)
        elif unit in YUAN and quantity.unit in YUAN:
            values.append(convert(quantity.value, str(quantity.unit), str(unit)))
        else:
            raise UnitMismatchError(f"{quantity.unit} 与 {unit} 不能一起计算")
    return values


def add(parts: Sequence[Quantity]) -> Computed:
    """Add the parts."""
    values = same_unit(parts)
    expression = " + ".join(_operand(value) for value in values)
    return Computed(sum(values, Decimal(0)), parts[0].unit, expression, None)


def subtract(left: Quantity, right: Quantity) -> Computed:
    """Subtract `right` from `left`."""
    a, b = same_unit([left, right])
    # Two percentages differ by percentage points, not by per cent.
    unit = "百分点" if left.unit == "%" else left.unit
    return Computed(a - b, unit, f"{_operand(a)} - {_operand(b)}", None)


def negative(amount: Quantity) -> Computed:
    """Return an amount with its sign turned: a decrease as a signed change."""
    return Computed(-amount.value, amount.unit, f"-{_operand(amount.value)}", None)


def share(part: Quantity, whole: Quantity) -> Computed:
    """Return part ÷ whole in percent. Raises ZeroDivisionError for a whole of zero."""
    a, b = same_unit([part, whole])
    percent = round_half_up(quotient(a * _HUNDRED, b))
    return Computed(percent, "%", f"{_operand(a)} ÷ {_operand(b)} × 100%", ROUNDED)


def growth(now: Quantity, base: Quantity) -> Computed:
    """Return (now − base) ÷ base in percent: a rate of change is measured on the earlier figure."""
    a, b = same_unit([now, base])
    percent = round_half_up(quotient((a - b) * _HUNDRED, b))
    expression = f"({_operand(a)} - {_operand(b)}) ÷ {_operand(b)} × 100%"
    return Computed(percent + 0, "%", expression, ROUNDED)  # + 0: no "-0.00"


def times(left: Quantity, right: Quantity) -> Computed:
    """Return left ÷ right as 倍. Raises ZeroDivisionError."""
    a, b = same_unit([left, right])
    result = round_half_up(quotient(a, b))
    return Computed(result, "倍", f"{_operand(a)} ÷ {_operand(b)}", ROUNDED)


def times_per_head(
    left: Quantity, heads: Quantity, right: Quantity, other_heads: Quantity
) -> Computed:
    """Return by how many times one amount per head is another, rounded once."""
    a, b = same_unit([left, right])
    result = round_half_up(quotient(a * other_heads.value, b * heads.value))
    expression = f"({_operand(a)} ÷ {heads.value}) ÷ ({_operand(b)} ÷ {other_heads.value})"
    return Computed(result, "倍", expression, ROUNDED)


def share_per_head(
    left: Quantity, heads: Quantity, right: Quantity, other_heads: Quantity
) -> Computed:
    """Return one amount per head as a percentage of another, rounded once."""
    times = times_per_head(left, heads, right, other_heads)
    a, b = same_unit([left, right])
    percent = quotient(a * other_heads.value * _HUNDRED, b * heads.value)
    return Computed(round_half_up(percent), "%", f"{times.expression} × 100%", ROUNDED)


def without(whole: Quantity, parts: Sequence[Quantity]) -> Computed:
    """Return the whole minus all parts."""
    first, *rest = same_unit([whole, *parts])
    expression = " - ".join(_operand(value) for value in (first, *rest))
    return Computed(first - sum(rest, Decimal(0)), whole.unit, expression, None)


def mean(parts: Sequence[Quantity]) -> Computed:
    """Return the arithmetic mean of the parts."""
    values = same_unit(parts)
    expression = f"({' + '.join(_operand(v) for v in values)}) ÷ {len(values)}"
    result = round_half_up(quotient(sum(values, Decimal(0)), Decimal(len(values))))
    return Computed(result, parts[0].unit, expression, ROUNDED)


def per_head(amount: Quantity, heads: Quantity) -> Computed:
    """Return amount ÷ heads, in the amount's unit a person."""
    result = round_half_up(quotient(amount.value, heads.value))
    expression = f"{_operand(amount.value)} ÷ {heads.value}"
    return Computed(result, f"{amount.unit}/{heads.unit or '人'}", expression, ROUNDED)


def per(amount: Quantity, count: Decimal, period: str) -> Computed:
    """Return amount ÷ a number of equal periods, in the amount's unit a period."""
    result = round_half_up(quotient(amount.value, count))
    return Computed(
        result, f"{amount.unit}/{period}", f"{_operand(amount.value)} ÷ {count}", ROUNDED
    )


def product(factors: Sequence[Quantity]) -> Computed:
    """Multiply a price by counts; the result is in the price's money unit (万元/家 × 家 → 万元)."""
    units = [(quantity.unit or "").partition("/")[0] for quantity in factors]
    money = [u for unit in units if (u := SHORT_UNITS.get(unit, unit)) in YUAN]
    if len(money) != 1:
        raise UnitMismatchError("单价与数量相乘，只能有一个金额")
    value = Decimal(1)
    for factor in factors:
        value *= factor.value
    expression = " × ".join(_operand(factor.value) for factor in factors)
    return Computed(value, money[0], expression, None)


def prorated(amount: Quantity, now: Quantity, then: Quantity) -> Computed:
    """Return an amount for another number of heads: amount ÷ now × then."""
    result = round_half_up(quotient(amount.value * then.value, now.value))
    expression = f"{_operand(amount.value)} ÷ {now.value} × {then.value}"
    return Computed(result, amount.unit, expression, ROUNDED)


def in_unit(amount: Quantity, unit: str) -> Computed:
    """Return the amount in another money unit, exactly."""
    if amount.unit not in YUAN:
        raise UnitMismatchError(f"{amount.unit} 不能换算成{unit}")
    ratio = YUAN[unit] / YUAN[amount.unit]
    shown = f"÷ {ratio:f}" if ratio > 1 else f"× {(1 / ratio):f}"
    value = convert(amount.value, amount.unit, unit)
    return Computed(value, unit, f"{_operand(amount.value)} {shown}", None)


def changed_by(
    of: Quantity, part: Quantity, percent: Decimal, increase: bool
) -> tuple[Computed, Computed]:
    """Return the change of `part` by `percent`, and `of` after that change, each rounded once."""
    base, changing = same_unit([of, part])
    exact = changing * percent / _HUNDRED
    after = base + exact if increase else base - exact
    rate, sign = f"{percent:f}%", "+" if increase else "-"
    return (
        Computed(round_half_up(exact), of.unit, f"{_operand(changing)} × {rate}", ROUNDED),
        Computed(
            round_half_up(after),
            of.unit,
            f"{_operand(base)} {sign} {_operand(changing)} × {rate}",
            ROUNDED,
        ),
    )


def _operand(value: Decimal) -> str:
    """Show an operand: amounts with two decimals at least, whole counts as they are."""
    text = as_amount(value) if value.as_tuple().exponent else f"{value:,f}"
    return f"({text})" if value < 0 else text
