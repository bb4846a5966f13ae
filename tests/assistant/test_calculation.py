"""Calculations against values worked out by hand, and against fractions for any amounts."""

import ast
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant
from assistant.calculation import ROUNDED as HALF_UP
from assistant.calculation import (
    Computed,
    Quantity,
    UnitMismatchError,
    add,
    changed_by,
    growth,
    in_unit,
    mean,
    negative,
    per_head,
    share,
    subtract,
    times,
    without,
)
from corpus.money import YUAN

D = Decimal
AMOUNTS = st.decimals(min_value=0, max_value=10**10, places=2)
SIGNED = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
UNITS = st.sampled_from(sorted(YUAN))
Calculation = Callable[[Quantity, Quantity], Computed]
QUANTITIES = st.builds(Quantity, SIGNED, UNITS, st.none())


def q(text: str) -> Quantity:
    """Read 「12.50 万元」."""
    number, unit = text.split()
    return Quantity(D(number), unit)


def half_up(exact: Fraction) -> Decimal:
    """Round to two decimals in whole numbers only: an oracle that shares nothing with the code."""
    hundredths = (abs(exact) * 200 + 1) // 2
    return D(hundredths if exact >= 0 else -hundredths) / 100


def in_yuan(quantity: Quantity | Computed) -> Fraction:
    return Fraction(quantity.value) * Fraction(YUAN[quantity.unit or "元"])


def together(calculate: Callable[[list[Quantity]], Computed]) -> Calculation:
    return lambda a, b: calculate([a, b])


def less(whole: Quantity, part: Quantity) -> Computed:
    return without(whole, [part])


def row(computed: Computed) -> tuple[str, str | None, str]:
    return f"{computed.value:f}", computed.unit, computed.expression


def test_amounts_are_added_in_the_first_ones_unit() -> None:
    assert ("15.97", "万元", "8.36 + 6.24 + 1.37") == row(
        add([q("8.36 万元"), q("6.24 万元"), q("1.37 万元")])
    )
    assert ("2.25", "万元", "1.00 + 1.25") == row(add([q("1.00 万元"), q("12500 元")]))
    assert ("22500.00", "元", "12,500.00 + 10,000") == row(add([q("12500.00 元"), q("1.00 万元")]))


def test_a_smaller_figure_less_a_larger_one_is_negative() -> None:
    assert ("-343.88", "万元", "52.51 - 396.39") == row(subtract(q("52.51 万元"), q("396.39 万元")))


def test_a_negative_operand_stands_in_brackets() -> None:
    assert ("3.00", "万元", "1.00 - (-2.00)") == row(subtract(q("1.00 万元"), q("-2.00 万元")))


def test_a_share_is_taken_of_the_whole() -> None:
    assert ("7.54", "%", "448.90 ÷ 5,949.92 × 100%") == row(
        share(q("448.90 万元"), q("5949.92 万元"))
    )
    assert ("0.50", "%", "50 ÷ 10,000 × 100%") == row(share(q("50 元"), q("1 万元")))


def test_a_rate_is_measured_on_the_earlier_figure() -> None:
    assert ("13.87", "%", "(5,949.92 - 5,225.25) ÷ 5,225.25 × 100%") == row(
        growth(q("5949.92 万元"), q("5225.25 万元"))
    )
    assert "-10.00" == row(growth(q("0.09 万元"), q("0.10 万元")))[0]


def test_a_mean_counts_every_part() -> None:
    assert ("62.21", "万元", "(41.43 + 56.25 + 88.95) ÷ 3") == row(
        mean([q("41.43 万元"), q("56.25 万元"), q("88.95 万元")])
    )


def test_an_amount_a_head_names_its_unit() -> None:
    assert ("4.77", "万元/人", "52.51 ÷ 11") == row(per_head(q("52.51 万元"), q("11 人")))


@pytest.mark.parametrize(
    ("amount", "unit", "expected", "expression"),
    [
        ("5949.92 万元", "元", "59499200", "5,949.92 × 10000"),
        ("5103.02 万元", "亿元", "0.510302", "5,103.02 ÷ 10000"),
        ("0.01 元", "亿元", "0.0000000001", "0.01 ÷ 100000000"),
        ("1234.5 千元", "万元", "123.45", "1,234.50 ÷ 10"),
    ],
)
def test_a_conversion_shifts_the_point(
    amount: str, unit: str, expected: str, expression: str
) -> None:
    assert (expected, unit, expression) == row(in_unit(q(amount), unit))


def test_a_change_by_a_percentage_gives_the_change_and_what_is_left() -> None:
    a = q("52.51 万元")
    change, after = changed_by(a, a, D(5), increase=False)
    assert ("2.63", "万元", "52.51 × 5%") == row(change)
    assert ("49.88", "万元", "52.51 - 52.51 × 5%") == row(after)
    more = ("55.14", "万元", "52.51 + 52.51 × 5%")
    assert more == row(changed_by(a, a, D(5), increase=True)[1])


def test_a_part_changes_and_the_whole_with_it() -> None:
    change, after = changed_by(q("448.90 万元"), q("525100 元"), D(10), increase=False)
    assert ("5.25", "万元", "52.51 × 10%") == row(change)
    assert ("443.65", "万元", "448.90 - 52.51 × 10%") == row(after)


def test_a_ratio_is_told_in_times() -> None:
    assert ("7.55", "倍", "396.39 ÷ 52.51") == row(times(q("396.39 万元"), q("52.51 万元")))
    assert ("0.50", "倍", "50 ÷ 100") == row(times(q("50 元"), q("0.01 万元")))


def test_what_is_left_out_is_taken_off_the_whole() -> None:
    assert ("292.45", "万元", "448.90 - 52.51 - 103.94") == row(
        without(q("448.90 万元"), [q("52.51 万元"), q("1039400 元")])
    )


def test_a_decrease_becomes_a_negative_change() -> None:
    assert ("-0.01", "万元", "-0.01") == row(negative(q("0.01 万元")))


def test_only_quotients_are_rounded_and_say_so() -> None:
    a, b = q("2.00 万元"), q("3.00 万元")
    assert [None] * 3 == [c.rounding for c in (add([a, b]), subtract(a, b), in_unit(a, "元"))]
    assert [None] * 2 == [c.rounding for c in (without(a, [b]), negative(a))]
    quotients = (share(a, b), growth(a, b), times(a, b), mean([a, b]), per_head(a, q("3 人")))
    assert [HALF_UP] * 5 == [c.rounding for c in quotients]


@pytest.mark.parametrize("other", ["3 人", "12.5 %", "3 平方米"])
def test_amounts_and_other_things_are_not_calculated_together(other: str) -> None:
    for calculate in (subtract, share, growth, times, together(add), together(mean), less):
        with pytest.raises(UnitMismatchError):
            calculate(q("1.00 万元"), q(other))
        with pytest.raises(UnitMismatchError):
            calculate(q(other), q("1.00 万元"))


def test_what_is_not_money_is_not_converted() -> None:
    with pytest.raises(UnitMismatchError):
        in_unit(q("22 人"), "万元")


def test_nothing_is_divided_by_zero() -> None:
    for divide in (share, growth, times, per_head):
        with pytest.raises(ZeroDivisionError):
            divide(q("1.00 万元"), q("0.00 万元"))


@given(st.lists(QUANTITIES, min_size=1, max_size=8), st.randoms())
def test_a_sum_is_exact_and_does_not_depend_on_the_order(parts: list[Quantity], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(parts, len(parts))
    assert sum(map(in_yuan, parts)) == in_yuan(add(parts)) == in_yuan(add(shuffled))


@given(QUANTITIES, QUANTITIES)
def test_a_difference_undoes_a_sum(a: Quantity, b: Quantity) -> None:
    total = add([a, b])
    assert in_yuan(a) == in_yuan(subtract(Quantity(total.value, total.unit), b))


@given(st.lists(AMOUNTS, min_size=1, max_size=12).filter(any))
def test_shares_of_all_parts_come_to_a_hundred_within_rounding(parts: list[Decimal]) -> None:
    whole = Quantity(sum(parts, D(0)), "万元")
    shares = [share(Quantity(part, "万元"), whole).value for part in parts]
    assert abs(sum(shares) - 100) <= D("0.005") * len(parts)


@given(QUANTITIES, UNITS)
def test_a_conversion_loses_nothing(amount: Quantity, unit: str) -> None:
    assert in_yuan(amount) == in_yuan(in_unit(amount, unit))


@given(SIGNED, SIGNED.filter(bool))
def test_quotients_are_rounded_half_up_once(a: Decimal, b: Decimal) -> None:
    x, y = Quantity(a, "万元"), Quantity(b, "万元")
    part, whole = Fraction(a), Fraction(b)
    assert half_up(part / whole * 100) == share(x, y).value
    assert half_up((part - whole) / whole * 100) == growth(x, y).value
    assert half_up((part + whole) / 2) == mean([x, y]).value
    assert half_up(part / whole) == per_head(x, Quantity(b, "人")).value


@given(AMOUNTS, AMOUNTS, st.decimals(min_value=0, max_value=1000, places=2), st.booleans())
def test_a_change_is_rounded_only_when_it_is_shown(
    a: Decimal, b: Decimal, percent: Decimal, more: bool
) -> None:
    change, after = changed_by(Quantity(a, "万元"), Quantity(b, "万元"), percent, more)
    exact = Fraction(b) * Fraction(percent) / 100
    assert half_up(exact) == change.value
    assert half_up(Fraction(a) + (exact if more else -exact)) == after.value


@given(QUANTITIES, QUANTITIES.filter(lambda quantity: quantity.value != 0))
def test_every_result_is_a_decimal(a: Quantity, b: Quantity) -> None:
    results = [
        add([a, b]),
        subtract(a, b),
        share(a, b),
        growth(a, b),
        mean([a, b]),
        per_head(a, Quantity(b.value, "人")),
        in_unit(a, "元"),
        times(a, b),
        without(a, [b]),
        negative(a),
        *changed_by(a, b, D("12.5"), increase=True),
    ]
    assert {Decimal} == {type(result.value) for result in results}


@pytest.mark.parametrize(
    "module",
    ["arithmetic", "calculation", "executor", "evidence", "composer", "guard", "overlap", "tools"],
)
def test_no_float_stands_where_figures_are_made(module: str) -> None:
    path = Path(assistant.__file__).with_name(f"{module}.py")
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    constants = [n.value for n in nodes if isinstance(n, ast.Constant)]
    assert [] == [value for value in constants if isinstance(value, float)]
    assert [] == [n for n in nodes if isinstance(n, ast.Name) and n.id == "float"]


POSITIVE = st.decimals(min_value=D("0.01"), max_value=10**6, places=2)


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_two_shares_are_subtracted_before_they_are_rounded(a: D, b: D, c: D, d: D) -> None:
    shares = [share(Quantity(x, "万元"), Quantity(y, "万元")) for x, y in ((a, b), (c, d))]
    left, right = (Quantity(s.value, s.unit, s.exact) for s in shares)
    points = subtract(left, right)
    exact = Fraction(a) * 100 / Fraction(b) - Fraction(c) * 100 / Fraction(d)
    assert (half_up(exact), "百分点") == (points.value, points.unit)


def test_what_was_divided_evenly_is_exact() -> None:
    quarter = share(q("1.00 万元"), q("4.00 万元"))
    left, right = Quantity(quarter.value, "%", quarter.exact), q("20.00 %")
    assert (None, None) == (quarter.exact, subtract(left, right).rounding)
