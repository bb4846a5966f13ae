"""When two figures agree: 0.01 of the unit for each addend, 1 元 in tables in 元."""

from decimal import Decimal

from corpus.money import TWO_PLACES, YUAN, as_amount, as_plain, convert, round_half_up

Money = tuple[Decimal, str | None]


def step(unit: str | None) -> Decimal:
    """Return the smallest difference that counts, in `unit` itself."""
    return Decimal(1) if unit == "元" else TWO_PLACES


def agree(printed: Decimal, expected: Decimal, addends: int, unit: str | None) -> bool:
    """Tell whether two figures in one unit differ by no more than rounding each addend explains."""
    return abs(printed - expected) <= step(unit) * max(addends, 1)


def agree_across(one: Money, other: Money) -> bool:
    """Tell whether two figures of maybe different units are the same amount, as coarsely printed."""
    (value, unit), (value2, unit2) = one, other
    if unit == unit2 or unit not in YUAN or unit2 not in YUAN:
        return unit == unit2 and agree(value, value2, 1, unit)
    coarse = max(step(unit) * YUAN[unit], step(unit2) * YUAN[unit2])
    return abs(value * YUAN[unit] - value2 * YUAN[unit2]) <= coarse or _rounded(one, other)


def _rounded(one: Money, other: Money) -> bool:
    """Tell whether the one with fewer decimals is the other rounded to its own decimals."""
    (value, unit), (value2, unit2) = one, other
    if unit is None or unit2 is None:
        return False
    if YUAN[unit] < YUAN[unit2]:
        return _rounded(other, one)
    places = value.as_tuple().exponent
    if not isinstance(places, int) or places > -1:
        return False
    return round_half_up(convert(value2, unit2, unit), Decimal(1).scaleb(places)) == value


def shown(value: Decimal, unit: str | None) -> str:
    """Return a figure as a finding shows it."""
    if unit in YUAN:
        return f"{as_amount(value.normalize())}{unit}"
    plain = as_plain(value)
    return f"{plain}{unit or ''}"


def shown_rate(value: Decimal, unit: str = "%") -> str:
    """Return a rate rounded half up to two decimals."""
    return f"{round_half_up(value)}{unit}"
