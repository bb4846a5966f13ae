"""Expressions read back: hand values, whatever the calculations write, and what is no expression."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import calculation as calc
from assistant.arithmetic import evaluate, numbers
from assistant.calculation import Computed, Quantity
from corpus.money import YUAN, round_half_up

D = Decimal
MONEY = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
QUANTITIES = st.builds(Quantity, MONEY, st.sampled_from(sorted(YUAN)), st.none())
NONZERO = QUANTITIES.filter(lambda quantity: quantity.value != 0)
PERCENT = st.decimals(min_value=0, max_value=1000, places=2)


def again(computed: Computed) -> Decimal:
    """Return what a calculation's expression comes to, rounded as the calculation says."""
    value = evaluate(computed.expression, computed.unit == "%")
    return round_half_up(value) if computed.rounding else value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("8.36", "8.36"),
        ("8.36 + 6.24 + 1.37", "15.97"),
        ("1,234,567.89 - 0.89", "1234567"),
        ("10 - 4 - 3", "3"),
        ("2 + 3 × 4", "14"),
        ("(2 + 3) × 4", "20"),
        ("24 ÷ 4 ÷ 3", "2"),
        ("24 ÷ 4 × 3", "18"),
        ("10 - 2 × 3 + 1", "5"),
        ("((1 + 2) × (3 + 4))", "21"),
        ("52.51 - 52.51 × 5%", "49.8845"),
        ("5,949.92 × 10000", "59499200"),
        ("1.00 - (-2.00)", "3"),
        ("-(-0.01)", "0.01"),
        ("-0.01", "-0.01"),
        ("-2 × 3", "-6"),
        ("0 ÷ 7", "0"),
    ],
)
def test_an_expression_comes_to_its_value(expression: str, expected: str) -> None:
    assert D(expected) == evaluate(expression, percent_result=False)


def test_a_hundred_percent_is_a_hundred_only_where_the_result_is_in_percent() -> None:
    assert D(25) == evaluate("1 ÷ 4 × 100%", percent_result=True)
    assert D("0.25") == evaluate("1 ÷ 4 × 100%", percent_result=False)
    assert D("0.5") == evaluate("10 × 5%", percent_result=True)


@pytest.mark.parametrize(
    "expression",
    [
        *("", " ", "+", "1 +", "× 2", "1 2", "1 × × 2", "()", "(1", "1)", "(1 + 2", "1 + 2)", "(1)(2)"),
        *("计数 5", "1 + 二", "１ + 2", "1 + 2 = 3", "1 * 2", "4 / 2", "2 ^ 2", "abc", "1.", ".5"),
        *("1.2.3", "5%%", "%", "1e3", "5 % 2", "1；2", "__import__", "NaN", "-"),
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        evaluate(expression, percent_result=False)


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        evaluate("1 ÷ (2 - 2)", percent_result=False)


@given(st.text(alphabet="0123456789.,%+-×÷() 百", max_size=12))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    try:
        value = evaluate(text, percent_result=False)
    except (ValueError, ZeroDivisionError):
        return
    assert value.is_finite()


@given(st.lists(MONEY, min_size=1, max_size=8), st.lists(st.sampled_from("+-"), min_size=8))
def test_sums_and_differences_of_any_amounts_are_exact(
    values: list[Decimal], signs: list[str]
) -> None:
    pairs = list(zip(signs, values, strict=False))
    expression = "0" + "".join(f" {sign} ({value:,f})" for sign, value in pairs)
    exact = sum(Fraction(v) if sign == "+" else -Fraction(v) for sign, v in pairs)
    assert exact == Fraction(evaluate(expression, percent_result=False))


@given(st.lists(QUANTITIES, min_size=2, max_size=6))
def test_sums_and_means_are_read_back(parts: list[Quantity]) -> None:
    first, *rest = parts
    for computed in (calc.add(parts), calc.mean(parts), calc.without(first, rest)):
        assert computed.value == again(computed)


@given(QUANTITIES, NONZERO)
def test_calculations_with_two_figures_are_read_back(a: Quantity, b: Quantity) -> None:
    two = (calc.subtract, calc.share, calc.growth, calc.times)
    for computed in (*(calculate(a, b) for calculate in two), calc.negative(a)):
        assert computed.value == again(computed)


@given(QUANTITIES, st.integers(min_value=1, max_value=10**6))
def test_amounts_a_head_are_read_back(a: Quantity, heads: int) -> None:
    computed = calc.per_head(a, Quantity(D(heads), "人"))
    assert computed.value == again(computed)


@given(QUANTITIES, st.sampled_from(sorted(YUAN)))
def test_conversions_are_read_back(a: Quantity, unit: str) -> None:
    computed = calc.in_unit(a, unit)
    assert computed.value == again(computed)


@given(QUANTITIES, QUANTITIES, PERCENT, st.booleans())
def test_changes_by_a_percentage_are_read_back(
    of: Quantity, part: Quantity, percent: Decimal, more: bool
) -> None:
    for computed in calc.changed_by(of, part, percent, more):
        assert computed.value == again(computed)


def test_the_numbers_of_an_expression_leave_percentages_out() -> None:
    assert [D("5949.92"), D("5225.25"), D("5225.25")] == numbers(
        "(5,949.92 - 5,225.25) ÷ 5,225.25 × 100%"
    )
    assert [D("52.51")] == numbers("52.51 × 5%")
