"""Plans carried out over a few hand-made tables: what is added, cited, refused and said beside it."""

from itertools import permutations

import pytest

from assistant.answer import CitationOperand, GivenOperand, StepOperand
from assistant.executor import execute
from assistant.plan import (
    Average,
    Cell,
    Change,
    Convert,
    Count,
    Difference,
    Expression,
    Growth,
    Identify,
    Listing,
    PerHead,
    Plan,
    PlanError,
    Prior,
    Quote,
    Rank,
    Ratio,
    Relative,
    Share,
    Sum,
    WhatIf,
    Where,
    Without,
)
from assistant.result import Outcome, Store


def cell(name: str) -> Cell:
    """「F/213」 is the row's total; a third part names another column."""
    return Cell(fact=_id(name))


def _id(name: str) -> str:
    if name.count("/") != 1:
        return name
    return f"{name}/{'小计' if name.startswith('E') else '总计'}"


def run(store: Store, goal: Expression) -> Outcome:
    return execute(Plan(goals=(goal,)), store)


def figures(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(f"{f.value:f}", f.unit) for f in outcome.results[0].figures if f.value is not None]


def cited(outcome: Outcome) -> list[str | None]:
    return [citation.value for citation in outcome.ledger.citations]


def operands(outcome: Outcome) -> list[list[str | None]]:
    """Return each step's operands as printed: the cited cell, the earlier result, or what was given."""
    shown: list[list[str | None]] = []
    ledger = outcome.ledger
    for step in ledger.steps:
        shown.append([])
        for operand in step.operands:
            match operand:
                case CitationOperand():
                    citation = ledger.citations[operand.citation - 1]
                    assert operand.citation == citation.n
                    shown[-1].append(citation.value)
                case StepOperand():
                    shown[-1].append(ledger.steps[operand.step - 1].result)
                case GivenOperand():
                    shown[-1].append(operand.given)
    return shown


def test_a_cell_is_cited_with_its_row_column_and_place(store: Store) -> None:
    outcome = run(store, cell("F/2130101/基本支出"))
    citation = outcome.ledger.citations[0]
    assert [("200.00", "万元")] == figures(outcome)
    assert ("2031年支出预算总表", "2130101 行政运行", "基本支出", "200.00", "万元") == (
        citation.table,
        citation.row,
        citation.column,
        citation.value,
        citation.unit,
    )
    assert {"line": 3, "column": 2} == citation.locator


def test_a_sentence_is_cited_with_its_words(store: Store) -> None:
    citation = run(store, cell("up")).ledger.citations[0]
    assert ("部门总预算增加200.00万元。", "200.00万元") == (citation.quote, citation.value)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("F/213", "F/21301"), "800.00"),
        (("F/213", "F/2130122"), "800.00"),
        (("F/213", "F/21301", "F/2130122"), "800.00"),
        (("F/合计", "F/213", "F/221"), "1000.00"),
        (("F/213", "G/21301"), "800.00"),
        (("G/21301", "F/2130101", "F/221"), "700.00"),
        (("F/21301", "F/21301"), "500.00"),
        (("E/302", "E/30201", "E/30207"), "12.50"),
        (("F/合计", "E/302"), "1000.00"),
        (("G/合计", "F/2130122", "E/30201"), "1000.00"),
        (("F/2130122", "G/2130122", "F/213"), "800.00"),
        (("F/213", "F/213/基本支出"), "800.00"),
        (("F/213", "F/213/基本支出", "F/213/项目支出"), "800.00"),
        (("F/213", "F/2130122/项目支出"), "800.00"),
        (("F/合计/基本支出", "E/302", "E/30201"), "300.00"),
    ],
)
def test_a_parent_is_never_added_to_what_it_holds(
    store: Store, parts: tuple[str, ...], expected: str
) -> None:
    for order in permutations(parts):
        outcome = run(store, Sum(of=tuple(map(cell, order))))
        assert [(expected, "万元")] == figures(outcome)
        repeats = len(set(parts)) < len(parts)
        assert ["double_counting"] == [c.kind for c in outcome.caveats] or repeats


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("F/21301", "F/21303"), "800.00"),
        (("F/2130101", "F/21303", "F/221"), "700.00"),
        (("F/合计/基本支出", "F/合计/项目支出"), "1000.00"),
        (("F/213/基本支出", "F/213/项目支出"), "800.00"),
        (("F/213/基本支出", "F/2130122/项目支出"), "500.00"),
        (("F/合计/项目支出", "E/302"), "712.50"),
        (("E/30201", "E/30207"), "12.50"),
    ],
)
def test_parts_beside_one_another_are_all_added(
    store: Store, parts: tuple[str, ...], expected: str
) -> None:
    for order in permutations(parts):
        outcome = run(store, Sum(of=tuple(map(cell, order))))
        assert [(expected, "万元")] == figures(outcome)
        assert [[f.text for f in map(store.facts.__getitem__, map(_id, order))]] == operands(
            outcome
        )
        assert [] == outcome.caveats


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Sum(of=(cell("F/21301"), cell("F/21303"))), cell("F/213")), "800.00"),
        ((Sum(of=(cell("F/213"), cell("F/221"))), cell("F/21301")), "1000.00"),
        ((Sum(of=(cell("F/213"), cell("F/221"))), cell("F/合计")), "1000.00"),
        ((Convert(of=cell("F/21301"), unit="元"), cell("F/213")), "800.00"),
        ((Convert(of=Sum(of=(cell("E/30201"),)), unit="亿元"), cell("E/302")), "12.50"),
        ((Sum(of=(Convert(of=cell("F/21301"), unit="元"),)), cell("G/合计")), "1000.00"),
    ],
)
def test_a_sum_or_conversion_within_a_sum_is_not_counted_again(
    store: Store, parts: tuple[Expression, ...], expected: str
) -> None:
    for order in permutations(parts):
        outcome = run(store, Sum(of=order))
        assert [(expected, "万元")] == figures(outcome)
        assert ["double_counting"] == [caveat.kind for caveat in outcome.caveats]


@pytest.mark.parametrize(
    ("printed", "kind"), [("E/302/小计", "printed_agrees"), ("E/合计/小计", "printed_differs")]
)
def test_a_printed_total_is_compared_with_the_sum(store: Store, printed: str, kind: str) -> None:
    outcome = run(store, Sum(of=(cell("E/30201"), cell("E/30207")), printed=printed))
    assert [("12.50", "万元")] == figures(outcome)
    assert [kind] == [caveat.kind for caveat in outcome.caveats]
    assert store.facts[printed].text in outcome.caveats[0].text
    assert [store.facts[printed].text] == [
        cited(outcome)[n - 1] for n in outcome.caveats[0].citations
    ]


def test_amounts_in_yuan_and_ten_thousands_are_added_exactly(store: Store) -> None:
    outcome = run(store, Sum(of=(cell("E/30201"), cell("yuan"))))
    assert [("12.50", "万元")] == figures(outcome)


@pytest.mark.parametrize(
    "goal",
    [
        Cell(fact="F/999/总计"),
        Cell(fact="F/213/总计", others=("F/999/总计",)),
        Listing(facts=("F/213/总计", "F/999/总计")),
        Listing(facts=("F/213/总计",), total="F/999/总计"),
        Rank(facts=("F/999/总计",), count=1),
        Count(facts=("F/999/总计",)),
        Count(passages=("p9",)),
        Prior(now=Cell(fact="F/213/总计"), change="none"),
        PerHead(amount=Cell(fact="F/213/总计"), heads="none"),
        Growth(now=Cell(fact="F/213/总计"), base=Cell(fact="F/221/总计"), printed="none"),
        Quote(passages=("p9",)),
        Sum(of=(Cell(fact="F/213/总计"), Cell(fact="F/999/总计"))),
        Sum(of=(cell("F/213"), cell("F/221")), printed="none"),
        Change(fact="none"),
        Identify(fact="F/999/总计"),
        Relative(left=cell("F/213"), right=Cell(fact="none")),
        Ratio(left=Cell(fact="none"), right=cell("F/213")),
        Without(whole=cell("F/213"), parts=(Cell(fact="none"),)),
        Where(facts=("F/213/总计", "none"), low="1"),
        Count(of=Where(facts=("none",), low="1")),
        Average(of=(cell("F/213"), cell("F/221")), whole="none"),
        WhatIf(of=cell("F/213"), part=Cell(fact="none"), percent="5", increase=False),
    ],
)
def test_what_is_not_stored_is_not_made_up(store: Store, goal: Expression) -> None:
    with pytest.raises(PlanError):
        run(store, goal)


@pytest.mark.parametrize(
    "goal",
    [
        Sum(of=(Cell(fact="F/213/总计"), Cell(fact="heads"))),
        Share(part=Cell(fact="heads"), whole=Cell(fact="F/213/总计")),
        Convert(of=Cell(fact="heads"), unit="元"),
        Difference(left=Cell(fact="F/213/总计"), right=Cell(fact="F/21303/基本支出")),
        Rank(facts=("F/21303/基本支出",), count=1),
        Relative(left=cell("F/213"), right=cell("heads")),
        Relative(left=cell("F/21303/基本支出"), right=cell("F/213")),
        Ratio(left=cell("heads"), right=cell("F/213")),
        Ratio(left=cell("F/213"), right=cell("F/21303/基本支出")),
        Without(whole=cell("F/213"), parts=(cell("heads"),)),
        Without(whole=cell("F/213"), parts=(cell("F/21303/基本支出"),)),
        WhatIf(of=cell("F/213"), part=cell("heads"), percent="5", increase=False),
        WhatIf(of=cell("F/213"), amount="5", unit="人", increase=False),
        Average(of=(cell("F/213"), cell("F/21303/基本支出"))),
    ],
)
def test_people_are_not_added_to_money_and_blanks_are_not_zero(
    store: Store, goal: Expression
) -> None:
    with pytest.raises(PlanError):
        run(store, goal)


def test_words_are_quoted_only_if_they_are_in_the_passage(store: Store) -> None:
    outcome = run(store, Quote(passages=("p1",), part="负责排涝。"))
    assert ["负责排涝。"] == [quoted.text for quoted in outcome.results[0].quotes]
    assert ["负责排涝。"] == [citation.quote for citation in outcome.ledger.citations]
    with pytest.raises(PlanError):
        run(store, Quote(passages=("p1",), part="负责防汛。"))


def test_a_share_names_part_then_whole(store: Store) -> None:
    outcome = run(store, Share(part=cell("F/221"), whole=cell("F/合计")))
    assert [("20.00", "%")] == figures(outcome)
    assert [["200.00", "1000.00"]] == operands(outcome)


def test_a_difference_keeps_its_sign(store: Store) -> None:
    outcome = run(store, Difference(left=cell("F/221"), right=cell("F/213")))
    assert [("-600.00", "万元")] == figures(outcome)
    assert [["200.00", "800.00"]] == operands(outcome)


@pytest.mark.parametrize(
    ("now", "change", "expected"),
    [("F/合计", "up", "800.00"), ("E/30201", "down", "10.00")],
)
def test_last_years_figure_is_this_years_less_a_rise_or_plus_a_fall(
    store: Store, now: str, change: str, expected: str
) -> None:
    outcome = run(store, Prior(now=cell(now), change=change))
    assert [(expected, "万元")] == figures(outcome)
    assert [[store.facts[_id(now)].text, store.facts[change].text]] == operands(outcome)


def test_a_rate_printed_on_the_wrong_base_is_named_with_its_cause(store: Store) -> None:
    now = cell("F/合计")
    goal = Growth(now=now, base=Prior(now=now, change="up"), printed="rate")
    outcome = run(store, goal)
    assert [("25.00", "%")] == figures(outcome)
    assert [["1000.00", "200.00万元"], ["1000.00", "800.00"]] == operands(outcome)
    assert ["printed_differs"] == [caveat.kind for caveat in outcome.caveats]
    text = outcome.caveats[0].text
    assert [] == [words for words in ("20.00%", "25.00%", "除以本年数") if words not in text]
    assert ["20.00%"] == [cited(outcome)[n - 1] for n in outcome.caveats[0].citations]


def test_a_rate_printed_rightly_needs_no_word(store: Store) -> None:
    now = cell("F/合计")
    goal = Growth(now=now, base=Prior(now=now, change="up"), printed="base")
    assert [] == run(store, goal).caveats


def test_what_if_gives_the_change_and_what_is_left(store: Store) -> None:
    outcome = run(store, WhatIf(of=cell("E/30201"), percent="10", increase=False))
    assert [("0.83", "万元"), ("7.43", "万元")] == figures(outcome)
    assert [["8.25", "10%"]] * 2 == operands(outcome)
    more = run(store, WhatIf(of=cell("E/30201"), percent="10", increase=True))
    assert ("9.08", "万元") == figures(more)[1]


def test_an_amount_a_head_uses_the_stated_number_of_people(store: Store) -> None:
    outcome = run(store, PerHead(amount=cell("E/302"), heads="heads"))
    assert [("0.78", "万元/人")] == figures(outcome)
    assert [["12.50", "16人"]] == operands(outcome)


def test_an_average_divides_by_the_number_of_parts(store: Store) -> None:
    outcome = run(store, Average(of=(cell("F/213"), cell("F/221"), cell("F/21301"))))
    assert [("500.00", "万元")] == figures(outcome)
    assert [["800.00", "200.00", "500.00"]] == operands(outcome)


def test_an_average_over_all_parts_is_named_after_their_whole(store: Store) -> None:
    parts = (cell("E/30201"), cell("E/30207"))
    outcome = run(store, Average(of=parts, whole="E/302/小计"))
    assert [("6.25", "万元")] == figures(outcome)
    assert [["8.25", "4.25"]] == operands(outcome)
    assert "商品和服务支出各项的平均数" == outcome.results[0].figures[0].label
    assert "办公费" in run(store, Average(of=parts)).results[0].figures[0].label


@pytest.mark.parametrize(
    ("left", "right", "expected"), [("F/213", "F/221", "300.00"), ("F/221", "F/213", "-75.00")]
)
def test_by_how_much_one_exceeds_another_is_measured_on_the_other(
    store: Store, left: str, right: str, expected: str
) -> None:
    outcome = run(store, Relative(left=cell(left), right=cell(right)))
    assert [(expected, "%")] == figures(outcome)
    assert [[store.facts[_id(name)].text for name in (left, right)]] == operands(outcome)


@pytest.mark.parametrize(
    ("left", "right", "expected"), [("F/213", "F/221", "4.00"), ("E/30207", "yuan", "1.00")]
)
def test_a_ratio_compares_across_units(store: Store, left: str, right: str, expected: str) -> None:
    outcome = run(store, Ratio(left=cell(left), right=cell(right)))
    assert [(expected, "倍")] == figures(outcome)
    assert [[store.facts[_id(name)].text for name in (left, right)]] == operands(outcome)


@pytest.mark.parametrize("node", [Relative, Ratio])
def test_nothing_is_compared_with_nothing(store: Store, node: type[Relative | Ratio]) -> None:
    nought = Difference(left=cell("F/213"), right=cell("F/213"))
    with pytest.raises(PlanError):
        run(store, node(left=cell("F/213"), right=nought))


@pytest.mark.parametrize(
    ("parts", "expected", "taken"),
    [
        (("F/221",), "800.00", ["200.00"]),
        (("F/21301", "F/221"), "300.00", ["500.00", "200.00"]),
        (("F/213", "F/21301"), "200.00", ["800.00"]),
        (("F/21301", "G/21301"), "500.00", ["500.00"]),
    ],
)
def test_what_is_left_out_is_taken_off_once(
    store: Store, parts: tuple[str, ...], expected: str, taken: list[str]
) -> None:
    outcome = run(store, Without(whole=cell("F/合计"), parts=tuple(map(cell, parts))))
    assert [(expected, "万元")] == figures(outcome)
    assert [["1000.00", *taken]] == operands(outcome)


def test_a_share_of_what_is_left_rests_on_its_step(store: Store) -> None:
    rest = Without(whole=cell("F/合计"), parts=(cell("F/221"),))
    outcome = run(store, Share(part=rest, whole=cell("F/合计")))
    assert [("80.00", "%")] == figures(outcome)
    assert [["1000.00", "200.00"], ["800.00", "1000.00"]] == operands(outcome)


LEVELS = ("F/213/总计", "F/221/总计", "F/21301/总计", "yuan", "F/21303/基本支出")


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"low": "200"}, ["800.00", "500.00"]),
        ({"low": "200", "inclusive": True}, ["800.00", "200.00", "500.00"]),
        ({"high": "200"}, ["42500元"]),
        ({"low": "200", "high": "500", "inclusive": True}, ["200.00", "500.00"]),
        ({"low": "42500", "high": "2000000", "unit": "元", "inclusive": True}, ["200.00", "42500元"]),
        ({"low": "0.0600", "unit": "亿元"}, ["800.00"]),
    ],
)  # fmt: skip
def test_a_condition_is_met_across_units_and_cites_what_meets_it(
    store: Store, bounds: dict[str, str | bool], expected: list[str]
) -> None:
    node = Where.model_validate({"facts": LEVELS, **bounds})
    assert expected == cited(run(store, node))
    counted = run(store, Count(of=node, name="科目"))
    assert [(str(len(expected)), "个")] == figures(counted)
    assert [expected] == operands(counted)


@pytest.mark.parametrize("bounds", [{"low": "200", "high": "500"}, {"high": "4"}])
def test_that_nothing_meets_a_condition_is_shown_by_all_that_was_looked_at(
    store: Store, bounds: dict[str, str]
) -> None:
    node = Where.model_validate({"facts": LEVELS, **bounds})
    outcome = run(store, node)
    assert [] == outcome.results[0].figures
    assert [store.facts[name].text for name in LEVELS] == cited(outcome)
    assert [("0", "个")] == figures(run(store, Count(of=node, name="科目")))


def test_a_row_is_identified_by_its_citation_without_a_step(store: Store) -> None:
    outcome = run(store, Identify(fact="F/21301/总计"))
    assert ["21301 农业农村"] == [citation.row for citation in outcome.ledger.citations]
    assert [] == outcome.ledger.steps


@pytest.mark.parametrize(("change", "expected"), [("up", "200.00"), ("down", "-1.75")])
def test_a_printed_change_has_its_sign(store: Store, change: str, expected: str) -> None:
    outcome = run(store, Change(fact=change))
    assert [(expected, "万元")] == figures(outcome)
    assert [store.facts[change].text] == cited(outcome)


def test_a_part_changes_and_what_it_is_part_of_is_told(store: Store) -> None:
    goal = WhatIf(of=cell("F/合计"), part=cell("F/221"), percent="10", increase=False, after=True)
    outcome = run(store, goal)
    assert [("980.00", "万元"), ("20.00", "万元")] == figures(outcome)
    assert [["200.00", "10%"], ["1000.00", "200.00", "10%"]] == operands(outcome)


@pytest.mark.parametrize(
    ("amount", "unit", "increase", "expected"),
    [
        ("20", None, False, "980.00"),
        ("20", "万元", True, "1020.00"),
        ("20000", "元", True, "1002.00"),
        ("0.05", "亿元", False, "500.00"),
    ],
)
def test_an_amount_that_the_question_gives_is_added_or_taken_off(
    store: Store, amount: str, unit: str | None, increase: bool, expected: str
) -> None:
    goal = WhatIf(of=cell("F/合计"), amount=amount, unit=unit, increase=increase)
    outcome = run(store, goal)
    assert [(expected, "万元")] == figures(outcome)
    assert [["1000.00", f"{amount}{unit or ''}"]] == operands(outcome)


def test_what_is_cancelled_leaves_nothing(store: Store) -> None:
    outcome = run(store, WhatIf(of=cell("F/221"), increase=False, after=True))
    assert [("0.00", "万元"), ("200.00", "万元")] == figures(outcome)


def test_the_new_figure_is_asserted_only_where_it_is_asked_for(store: Store) -> None:
    for after, expected in ((True, "7.43"), (False, "0.83")):
        goal = WhatIf(of=cell("E/30201"), percent="10", increase=False, after=after)
        asserted = run(store, goal).results[0].asserted
        assert asserted is not None
        assert expected == f"{asserted.value:f}"


@pytest.mark.parametrize(
    ("skip", "largest", "expected"),
    [(0, True, "500.00"), (1, True, "200.00"), (1, False, "200.00"), (2, False, "500.00")],
)
def test_a_rank_may_begin_further_down(
    store: Store, skip: int, largest: bool, expected: str
) -> None:
    facts = ("F/221/总计", "F/21301/总计", "yuan", "F/21303/基本支出")
    outcome = run(store, Rank(facts=facts, count=1, skip=skip, largest=largest))
    assert [expected] == [number for number, _ in figures(outcome)]
    assert [expected] == cited(outcome)


@pytest.mark.parametrize(
    ("largest", "expected"), [(True, ["500.00", "200.00"]), (False, ["42500", "200.00"])]
)
def test_a_rank_compares_across_units_and_cites_only_what_it_names(
    store: Store, largest: bool, expected: list[str]
) -> None:
    facts = ("F/221/总计", "F/21301/总计", "yuan", "F/21303/基本支出")
    outcome = run(store, Rank(facts=facts, count=2, largest=largest))
    assert expected == [number for number, _ in figures(outcome)]
    assert 2 == len(cited(outcome))


def test_a_count_cites_everything_counted(store: Store) -> None:
    outcome = run(store, Count(facts=("F/213/总计", "F/221/总计"), name="类级科目"))
    assert [("2", "个")] == figures(outcome)
    assert [["800.00", "200.00"]] == operands(outcome)
    passages = run(store, Count(passages=("p1", "p2"), name="主要职能", unit="条"))
    assert [("2", "条")] == figures(passages)
    assert ["负责灌溉。负责排涝。", "负责防汛。"] == [c.quote for c in passages.ledger.citations]


def test_a_conversion_is_exact_and_names_the_printed_figure(store: Store) -> None:
    outcome = run(store, Convert(of=cell("E/302"), unit="亿元"))
    assert [("0.00125", "亿元")] == figures(outcome)
    assert [["12.50"]] == operands(outcome)
    assert [None] == [step.rounding for step in outcome.ledger.steps]


def test_a_list_shows_its_total_first(store: Store) -> None:
    outcome = run(store, Listing(facts=("F/213/总计", "F/221/总计"), total="F/合计/总计"))
    assert ["1000.00", "800.00", "200.00"] == [number for number, _ in figures(outcome)]


def test_the_same_cell_is_cited_once(store: Store) -> None:
    plan = Plan(goals=(cell("F/213"), Share(part=cell("F/213"), whole=cell("F/合计"))))
    assert ["800.00", "1000.00"] == cited(execute(plan, store))


def test_other_readings_come_with_their_own_citations(store: Store) -> None:
    goal = Cell(fact="F/21301/总计", others=("F/21301/基本支出",))
    outcome = run(store, goal)
    assert ["500.00"] == [f"{f.value:f}" for f in outcome.results[0].figures]
    assert ["200.00"] == [f"{f.value:f}" for f in outcome.results[0].others]
    assert ["500.00", "200.00"] == cited(outcome)


def test_steps_within_steps_point_at_one_another(store: Store) -> None:
    goal = Share(part=Sum(of=(cell("F/2130101"), cell("F/221"))), whole=cell("F/合计"))
    outcome = run(store, goal)
    assert [("40.00", "%")] == figures(outcome)
    assert [["200.00", "200.00"], ["400.00", "1000.00"]] == operands(outcome)
