"""Units: which words count something, and how people say the same one."""

import pytest

from corpus.money import parse_stated
from corpus.units import is_unit, same_unit


@pytest.mark.parametrize("unit", ["万亩", "元/人次", "立方米", "万元/公里", "%"])
def test_a_unit_may_be_of_a_large_number_or_for_each_of_another(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize("word", ["热线统计", "科室", "元/"])
def test_other_words_are_no_units(word: str) -> None:
    assert not is_unit(word)


@pytest.mark.parametrize(
    ("asked", "own", "same"),
    [
        ("人", "名", True),
        ("人次", "万人次", True),
        ("个", "座", True),
        ("人", "家", False),
        ("人", None, False),
    ],
)
def test_people_ask_in_units_that_mean_the_same(asked: str, own: str | None, same: bool) -> None:
    assert same is same_unit(asked, own)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("=95.00(%)", "95.00%"),
        ("≥13459.00(平方米)", "13459.00平方米"),
        ("≤2.4万元/公里", "2.4万元/公里"),
        ("不少于 5.6 万人", "5.6万人"),
        ("12345热线统计", ""),
        ("12月20日前", ""),
    ],
)
def test_a_target_keeps_its_unit_and_words_are_none(text: str, stated: str) -> None:
    quantity = parse_stated(text)
    assert stated == (f"{quantity.value}{quantity.unit}" if quantity else "")
