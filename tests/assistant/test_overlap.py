"""Which figures of the hand-made tables are part of one another, and which only look like it."""

from dataclasses import replace
from itertools import permutations

import pytest

from assistant.overlap import apart, contains, repeats
from assistant.result import Store


def kept(store: Store, *groups: str) -> set[str]:
    """Return the groups (fact ids separated by blanks) that are added."""
    facts = [[store.facts[name] for name in group.split()] for group in groups]
    indices, inside = apart(facts, store.cells)
    assert sorted([*indices, *inside]) == list(range(len(groups)))
    return {groups[i] for i in indices}


def holds(store: Store, outer: str, inner: str) -> bool:
    return contains(store.facts[outer], store.facts[inner], store.cells)


def same(store: Store, a: str, b: str) -> bool:
    return repeats(store.facts[a], store.facts[b], store.cells)


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("F/合计/总计", "F/213/总计"),
        ("F/合计/总计", "F/合计/基本支出"),
        ("F/合计/总计", "E/302/小计"),
        ("F/合计/总计", "E/合计/小计"),
        ("F/合计/总计", "G/2130122/总计"),
        ("G/合计/总计", "F/2130122/项目支出"),
        ("F/213/总计", "F/21301/总计"),
        ("F/213/总计", "F/2130122/总计"),
        ("F/213/总计", "G/2130122/总计"),
        ("F/213/总计", "F/213/基本支出"),
        ("F/213/总计", "F/2130122/项目支出"),
        ("F/213/项目支出", "F/2130122/项目支出"),
        ("F/合计/基本支出", "E/302/小计"),
        ("F/合计/基本支出", "E/30201/小计"),
        ("E/合计/小计", "E/30201/小计"),
    ],
)
def test_a_whole_contains_its_part_and_never_the_other_way(
    store: Store, outer: str, inner: str
) -> None:
    assert holds(store, outer, inner)
    assert not holds(store, inner, outer)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("F/213/基本支出", "F/213/项目支出"),
        ("F/合计/基本支出", "F/合计/项目支出"),
        ("F/213/基本支出", "F/2130122/项目支出"),
        ("F/213/项目支出", "F/2130101/基本支出"),
        ("F/合计/项目支出", "E/302/小计"),
        ("F/213/总计", "F/221/总计"),
        ("F/21301/总计", "F/2130305/总计"),
        ("F/213/总计", "E/302/小计"),
        ("F/221/基本支出", "E/30201/小计"),
        ("E/30201/小计", "E/30207/小计"),
        ("F/213/总计", "heads"),
        ("F/213/总计", "yuan"),
    ],
)
def test_figures_beside_one_another_are_no_part_of_each_other(store: Store, a: str, b: str) -> None:
    assert not holds(store, a, b)
    assert not holds(store, b, a)
    assert {a, b} == kept(store, a, b)


def test_no_figure_contains_itself_or_a_figure_that_contains_it(store: Store) -> None:
    facts = list(store.facts.values())
    pairs = [(a, b) for a, b in permutations(facts, 2) if contains(a, b, store.cells)]
    assert [] == [(a.id, b.id) for a, b in pairs if contains(b, a, store.cells)]
    assert [] == [fact.id for fact in facts if contains(fact, fact, store.cells)]
    assert len(pairs) > 50


def test_one_code_in_two_tables_is_the_same_money(store: Store) -> None:
    assert same(store, "F/2130122/总计", "G/2130122/总计")
    assert not same(store, "F/21301/总计", "F/21303/总计")
    assert not same(store, "F/21303/总计", "F/2130305/总计")
    assert not same(store, "F/合计/总计", "F/合计/基本支出")


def test_income_and_expenditure_are_two_sides_of_the_same_money(store: Store) -> None:
    assert same(store, "F/合计/总计", "G/合计/总计")


def test_all_of_a_lower_row_in_one_column_is_part_of_the_upper_row_there(store: Store) -> None:
    assert holds(store, "F/213/基本支出", "F/2130101/总计")
    assert not holds(store, "F/213/基本支出", "F/21301/总计")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (("F/2130122/总计", "G/2130122/总计"), 1),
        (("F/2130122/总计", "F/2130122/总计", "F/221/总计"), 2),
        (("F/21301/总计", "G/21301/总计", "F/21301/总计"), 1),
    ],
)
def test_the_first_of_the_same_money_is_kept(
    store: Store, groups: tuple[str, ...], expected: int
) -> None:
    for order in permutations(groups):
        facts = [[store.facts[name]] for name in order]
        indices, _ = apart(facts, store.cells)
        assert expected == len(indices)
        assert 0 in indices


def test_a_group_is_inside_only_if_all_of_it_is(store: Store) -> None:
    both, class_ = "F/21301/总计 F/21303/总计", "F/213/总计"
    assert {class_} == kept(store, both, class_)
    assert {"F/213/总计 F/221/总计"} == kept(store, "F/213/总计 F/221/总计", "F/21301/总计")
    assert {"F/合计/总计"} == kept(store, "F/合计/总计", both, "E/302/小计 F/221/总计")
    assert {both, "F/221/总计"} == kept(store, both, "F/221/总计")


def test_what_is_made_from_no_fact_is_kept(store: Store) -> None:
    assert ([0, 1], []) == apart([[], [store.facts["F/213/总计"]]], store.cells)


def test_a_sum_holds_what_is_added_beside_it(store: Store) -> None:
    assert {"E/30201/小计 E/30207/小计"} == kept(store, "E/30201/小计", "E/30201/小计 E/30207/小计")


def test_a_subtotal_is_of_the_columns_under_its_own_head(store: Store) -> None:
    whole, part = store.facts["F/213/总计"], store.facts["F/213/基本支出"]
    subtotal = replace(whole, column=("甲", "小计"))
    assert contains(subtotal, replace(part, column=("甲", "乙")), store.cells)
    assert not contains(subtotal, replace(part, column=("丙",)), store.cells)
