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
    """A value in a unit (None where the document prints none); `exact` where the value is rounded."""

    value: Decimal
    unit: str | None
    exact: Decimal | None = None

    @property
    def unrounded(self) -> Decimal:
        """What is calculated with, so that a result is rounded once."""
        return self.value if self.exact is None else self.exact


class Computed(NamedTuple):
    """A result with the expression as shown, the rounding applied, if any, and what was rounded."""

    value: Decimal
    unit: str | None
    expression: str
    rounding: str | None
    exact: Decimal | None = None


class UnitMismatchError(ValueError):
    """Quantities of different sorts (万元 and 人) were to be calculated with each other."""


def same_unit(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return quantities in the first one's unit. Raises UnitMismatchError where that cannot be."""
    unit = quantities[0].unit
    return [_in(quantity, unit) for quantity in quantities]


def _in(quantity: Quantity, unit: str | None) -> Quantity:
    if quantity.unit == unit:
        return quantity
    if unit not in YUAN or quantity.unit not in YUAN:
        raise UnitMismatchError(f"{quantity.unit} 与 {unit} 不能一起计算")
    value, exact = (convert(v, quantity.unit, unit) for v in (quantity.value, quantity.unrounded))
    return Quantity(value, unit, None if quantity.exact is None else exact)


def _rounded(exact: Decimal, unit: str | None, expression: str) -> Computed:
    value = round_half_up(exact) + 0  # + 0: no "-0.00"
    return Computed(value, unit, expression, ROUNDED, None if value == exact else exact)


def _result(
    exact: Decimal, unit: str | None, expression: str, operands: Sequence[Quantity]
) -> Computed:
    """Return a result that is rounded only if an operand is shown rounded."""
    if any(quantity.exact is not None for quantity in operands):
        return _rounded(exact, unit, expression)
    return Computed(exact, unit, expression, None)


def add(parts: Sequence[Quantity]) -> Computed:
    """Add the parts."""
    same = same_unit(parts)
    expression = " + ".join(map(_operand, same))
    total = sum((part.unrounded for part in same), Decimal(0))
    return _result(total, parts[0].unit, expression, same)


def subtract(left: Quantity, right: Quantity) -> Computed:
    """Subtract `right` from `left`."""
    a, b = same_unit([left, right])
    # Two percentages differ by percentage points, not by per cent.
    unit = "百分点" if left.unit == "%" else left.unit
    expression = f"{_operand(a)} - {_operand(b)}"
    return _result(a.unrounded - b.unrounded, unit, expression, [a, b])


def negative(amount: Quantity) -> Computed:
    """Return an amount with its sign turned: a decrease as a signed change."""
    return Computed(-amount.value, amount.unit, f"-{_operand(amount)}", None)


def share(part: Quantity, whole: Quantity) -> Computed:
    """Return part ÷ whole in percent. Raises ZeroDivisionError for a whole of zero."""
    a, b = same_unit([part, whole])
    exact = quotient(a.unrounded * _HUNDRED, b.unrounded)
    return _rounded(exact, "%", f"{_operand(a)} ÷ {_operand(b)} × 100%")


def growth(now: Quantity, base: Quantity) -> Computed:
    """Return (now − base) ÷ base in percent: a rate of change is measured on the earlier figure."""
    a, b = same_unit([now, base])
    exact = quotient((a.unrounded - b.unrounded) * _HUNDRED, b.unrounded)
    return _rounded(exact, "%", f"({_operand(a)} - {_operand(b)}) ÷ {_operand(b)} × 100%")


def times(left: Quantity, right: Quantity) -> Computed:
    """Return left ÷ right as 倍. Raises ZeroDivisionError."""
    a, b = same_unit([left, right])
    exact = quotient(a.unrounded, b.unrounded)
    return _rounded(exact, "倍", f"{_operand(a)} ÷ {_operand(b)}")


def times_per_head(
    left: Quantity, heads: Quantity, right: Quantity, other_heads: Quantity
) -> Computed:
    """Return by how many times one amount per head is another, rounded once."""
    a, b = same_unit([left, right])
    exact = quotient(a.unrounded * other_heads.value, b.unrounded * heads.value)
    expression = f"({_operand(a)} ÷ {heads.value}) ÷ ({_operand(b)} ÷ {other_heads.value})"
    return _rounded(exact, "倍", expression)


def share_per_head(
    left: Quantity, heads: Quantity, right: Quantity, other_heads: Quantity
) -> Computed:
    """Return one amount per head as a percentage of another, rounded once."""
    times = times_per_head(left, heads, right, other_heads)
    a, b = same_unit([left, right])
    exact = quotient(a.unrounded * other_heads.value * _HUNDRED, b.unrounded * heads.value)
    return _rounded(exact, "%", f"{times.expression} × 100%")


def without(whole: Quantity, parts: Sequence[Quantity]) -> Computed:
    """Return the whole minus all parts."""
    same = same_unit([whole, *parts])
    expression = " - ".join(map(_operand, same))
    left = same[0].unrounded - sum((part.unrounded for part in same[1:]), Decimal(0))
    return _result(left, whole.unit, expression, same)


def mean(parts: Sequence[Quantity]) -> Computed:
    """Return the arithmetic mean of the parts."""
    same = same_unit(parts)
    expression = f"({' + '.join(map(_operand, same))}) ÷ {len(same)}"
    total = sum((part.unrounded for part in same), Decimal(0))
    return _rounded(quotient(total, Decimal(len(same))), parts[0].unit, expression)


def per_head(amount: Quantity, heads: Quantity) -> Computed:
    """Return amount ÷ heads, in the amount's unit a person."""
    exact = quotient(amount.unrounded, heads.value)
    expression = f"{_operand(amount)} ÷ {heads.value}"
    return _rounded(exact, f"{amount.unit}/{heads.unit or '人'}", expression)


def per(amount: Quantity, count: Decimal, period: str) -> Computed:
    """Return amount ÷ a number of equal periods, in the amount's unit a period."""
    exact = quotient(amount.unrounded, count)
    return _rounded(exact, f"{amount.unit}/{period}", f"{_operand(amount)} ÷ {count}")


def product(factors: Sequence[Quantity]) -> Computed:
    """Multiply a price by counts; the result is in the price's money unit (万元/家 × 家 → 万元)."""
    units = [(quantity.unit or "").partition("/")[0] for quantity in factors]
    money = [u for unit in units if (u := SHORT_UNITS.get(unit, unit)) in YUAN]
    if len(money) != 1:
        raise UnitMismatchError("单价与数量相乘，只能有一个金额")
    value = Decimal(1)
    for factor in factors:
        value *= factor.unrounded
    return _result(value, money[0], " × ".join(map(_operand, factors)), factors)


def prorated(amount: Quantity, now: Quantity, then: Quantity) -> Computed:
    """Return an amount for another number of heads: amount ÷ now × then."""
    exact = quotient(amount.unrounded * then.value, now.value)
    return _rounded(exact, amount.unit, f"{_operand(amount)} ÷ {now.value} × {then.value}")


def in_unit(amount: Quantity, unit: str) -> Computed:
    """Return the amount, or what is paid for each of something, in another money unit, exactly."""
    money, *each = (amount.unit or "").split("/")
    target = unit.split("/")[0]
    own = "/".join((target, *each))
    if money not in YUAN or unit not in (target, own):
        raise UnitMismatchError(f"{amount.unit} 不能换算成{unit}")
    ratio = YUAN[target] / YUAN[money]
    shown = f"÷ {ratio:f}" if ratio > 1 else f"× {(1 / ratio):f}"
    value = convert(amount.unrounded, money, target)
    return _result(value, own, f"{_operand(amount)} {shown}", [amount])


def changed_by(
    of: Quantity, part: Quantity, percent: Decimal, increase: bool
) -> tuple[Computed, Computed]:
    """Return the change of `part` by `percent`, and `of` after that change, each rounded once."""
    base, changing = same_unit([of, part])
    exact = changing.unrounded * percent / _HUNDRED
    after = base.unrounded + exact if increase else base.unrounded - exact
    rate, sign = f"{percent:f}%", "+" if increase else "-"
    return (
        _rounded(exact, of.unit, f"{_operand(changing)} × {rate}"),
        _rounded(after, of.unit, f"{_operand(base)} {sign} {_operand(changing)} × {rate}"),
    )


def _operand(quantity: Quantity) -> str:
    """Show an operand: amounts with two decimals at least, whole counts as they are."""
    value = quantity.value
    text = as_amount(value) if value.as_tuple().exponent else f"{value:,f}"
    return f"({text})" if value < 0 else text
