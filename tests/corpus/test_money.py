from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import (
    as_amount,
    as_plain,
    convert,
    parse_cell,
    parse_stated,
    quotient,
    round_half_up,
    to_decimal,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5,949.92", "5949.92", None),
        ("3，518.85", "3518.85", None),
        ("92.46%", "92.46", "%"),
        ("30万元", "30", "万元"),
        ("5103.02 万元", "5103.02", "万元"),
        ("-1,204.50", "-1204.50", None),
        ("0", "0", None),
        ("(1,234.50)", "-1234.50", None),
        ("（3.20）", "-3.20", None),
        ("(12.5%)", "-12.5", "%"),
        ("１，２３４．５", "1234.5", None),
    ],
)
def test_a_cell_that_is_a_number_keeps_its_digits(text: str, value: str, unit: str | None) -> None:
    quantity = parse_cell(text)
    assert quantity is not None
    assert (value, unit) == (str(quantity.value), quantity.unit)


@pytest.mark.parametrize(
    "text", ["", "—", "无", "1,23", "(1)", "（2024）", "2022年", "一般公共预算", "不少于 250 家"]
)
def test_words_blanks_and_misplaced_commas_are_no_numbers(text: str) -> None:
    assert parse_cell(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("不少于 250 家", "250", "家"),
        ("≥95%", "95", "%"),
        ("0 次", "0", "次"),
        ("不少于 3000 万", "3000", "万元"),
    ],
)
def test_a_target_states_one_number_with_its_unit(text: str, value: str, unit: str) -> None:
    stated = parse_stated(text)
    assert stated is not None
    assert (value, unit) == (str(stated.value), stated.unit)


def test_two_numbers_are_no_single_target() -> None:
    assert parse_stated("不少于 800 家/100 家") is None


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        to_decimal(0.1)  # type: ignore[arg-type]


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_conversion_there_and_back_is_exact(value: Decimal, unit: str) -> None:
    assert value == convert(convert(value, "万元", unit), unit, "万元")


@given(st.decimals(-(10**12), 10**12, places=2))
def test_an_amount_as_shown_reads_back_as_itself(value: Decimal) -> None:
    quantity = parse_cell(as_amount(value))
    assert quantity is not None
    assert value == quantity.value


def test_conversion_adds_no_exponent() -> None:
    assert "59499200" == as_plain(convert(Decimal("5949.92"), "万元", "元"))
    assert "0.510302" == as_plain(convert(Decimal("5103.02"), "万元", "亿元"))


def test_rounding_is_half_up_and_comes_once() -> None:
    assert Decimal("13.87") == round_half_up(quotient(Decimal("724.67"), Decimal("5225.25")) * 100)
    assert Decimal("0.13") == round_half_up(Decimal("0.125"))
