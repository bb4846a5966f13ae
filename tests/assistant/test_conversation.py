"""Conversations over disclosures drawn at random: what a turn leaves unsaid is in the ones before."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant.chain import Assistant
from tests.corpus.generated import Drawn

CENT = Decimal("0.01")
Turns = list[tuple[str, Decimal, str]]


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def times(left: Decimal, right: Decimal) -> Decimal:
    return (left / right).quantize(CENT, ROUND_HALF_UP)


def office(d: Drawn) -> Decimal:
    return sum((v for c, v in d.economic.items() if c.startswith("302")), Decimal(0))


def positions(d: Drawn) -> Iterator[Turns]:
    """Yield turns that refer to figures by their place or by their size."""
    office = {c: v for c, v in d.economic.items() if c.startswith("302")}
    (a, first), (b, second), (c, third) = list(office.items())[:3]
    one, two = (f"{d.names[a]}多少", first, "万元"), (f"{d.names[b]}呢", second, "万元")
    large, small = max(first, second), min(first, second)
    yield [one, two, ("前面那个是这个的几倍", times(first, second), "倍")]
    yield [one, two, ("后一个是前一个的几倍", times(second, first), "倍")]
    yield [one, two, ("上面那个减下面那个", first - second, "万元")]
    yield [one, two, ("大的是小的几倍", times(large, small), "倍")]
    yield [one, two, ("大的减小的还剩多少", large - small, "万元")]
    yield [
        one,
        (f"{d.names[b]}咧", second, "万元"),
        (f"{d.names[c]}嘞", third, "万元"),
        ("第一个占公用经费多少", percent(first, sum(office.values(), Decimal(0))), "%"),
        ("第三个呢", percent(third, sum(office.values(), Decimal(0))), "%"),
    ]
    yield [
        one,
        two,
        ("它俩加一块", first + second, "万元"),
        ("按元报", (first + second) * 10000, "元"),
    ]
    yield [one, two, ("回到前面那个数", first, "万元")]


def wholes(d: Drawn) -> Iterator[Turns]:
    """Yield turns that take parts from a whole just spoken of, or shares in it."""
    goods, works, services = d.procurement
    basic, project = sum(d.basic.values(), Decimal(0)), sum(d.project.values(), Decimal(0))
    office = {c: v for c, v in d.economic.items() if c.startswith("302")}
    public = sum(office.values(), Decimal(0))
    (a, first), (b, second) = list(office.items())[:2]
    left = public - first
    yield [("总预算多少", basic + project, "万元"), ("其中项目支出", project, "万元"),
           ("剩下那块是啥", basic, "万元")]  # fmt: skip
    yield [
        ("政府采购多少", goods + works + services, "万元"),
        ("货物类呢", goods, "万元"),
        ("剩下那点呢", works + services, "万元"),
    ]
    yield [
        ("公用经费多少", public, "万元"),
        (f"扣掉{d.names[a]}还剩多少", left, "万元"),
        (f"剩下的里头{d.names[b]}占百分之几", percent(second, left), "%"),
    ]
    yield [
        ("公用经费多少", public, "万元"),
        (f"里面{d.names[a]}占百分之几", percent(first, public), "%"),
    ]
    yield [("总预算多少", basic + project, "万元"), ("里面项目占多少", percent(project, basic + project), "%"),
           ("剩下的呢", percent(basic, basic + project), "%")]  # fmt: skip
    ordered = sorted(office.values(), reverse=True)
    yield [
        ("公用经费里最多的是哪项", ordered[0], "万元"),
        ("第二多的呢", ordered[1], "万元"),
        ("它跟最多的差多少", ordered[0] - ordered[1], "万元"),
    ]


def chains(d: Drawn) -> Iterator[Turns]:
    """Yield turns that go on with the figure before, pick from a list, or put a slip right."""
    own = {c: v for c, v in d.economic.items() if c.startswith("302")}
    (a, first), (b, second), (c, third) = list(own.items())[:3]
    public = office(d)
    one, two = (f"{d.names[a]}多少", first, "万元"), (f"{d.names[b]}呢", second, "万元")
    yield [one, (f"加上{d.names[b]}", first + second, "万元"),
           (f"再加{d.names[c]}", first + second + third, "万元"),
           (f"去掉{d.names[c]}", first + second, "万元")]  # fmt: skip
    yield [("公用经费多少", public, "万元"), (f"减去{d.names[a]}", public - first, "万元"),
           (f"再减去{d.names[b]}", public - first - second, "万元")]  # fmt: skip
    yield [
        one,
        (f"不是问这个，是问{d.names[b]}", second, "万元"),
        ("换算成元", second * 10000, "元"),
    ]
    yield [one, two, (f"{d.names[c]}呢", third, "万元"),
           ("最高的是最低的几倍",
            times(max(first, second, third), min(first, second, third)), "倍")]  # fmt: skip
    yield [one, two, (f"{d.names[c]}呢", third, "万元"),
           ("三个里头哪个最少", min(first, second, third), "万元")]  # fmt: skip
    ordered = sorted(own.values(), reverse=True)
    yield [("公用经费里最大的一项是哪项", ordered[0], "万元"),
           ("它比第二大的多多少", ordered[0] - ordered[1], "万元")]  # fmt: skip
    yield [("基本支出占总预算多少", percent(sum(d.basic.values(), Decimal(0)), d.total()), "%"),
           ("去年这个比例呢", percent(d.last_basic, d.last_basic + d.last_project), "%")]  # fmt: skip


def times_told(d: Drawn) -> Iterator[Turns]:
    """Yield turns that speak of one thing at two times, and of operations that go on."""
    project, last = sum(d.project.values(), Decimal(0)), d.last_project
    basic, before = sum(d.basic.values(), Decimal(0)), d.last_basic
    _, name, amount = d.projects[0]
    all_projects = sum((p[2] for p in d.projects), Decimal(0))
    yield [("去年项目支出多少", last, "万元"), ("今年呢", project, "万元")]
    yield [
        ("总预算比上年增长百分之几",
         percent(basic + project - before - last, before + last), "%"),
        ("基本支出呢", percent(basic - before, before), "%"),
        ("项目支出呢", percent(project - last, last), "%"),
    ]  # fmt: skip
    yield [("水费占公用经费多少", percent(d.economic["30205"], office(d)), "%"),
           ("电费呢", percent(d.economic["30206"], office(d)), "%"),
           ("办公费呢", percent(d.economic["30201"], office(d)), "%")]  # fmt: skip
    yield [
        (f"{name}多少钱", amount, "万元"),
        ("占项目支出多少", percent(amount, all_projects), "%"),
    ]
    yield [
        ("公务接待费多少", d.reception, "万元"),
        ("换成块", d.reception * 10000, "元"),
        (
            "摊到十二个月 一个月几块",
            (d.reception * 10000 / 12).quantize(CENT, ROUND_HALF_UP),
            "元/月",
        ),
    ]


def wrong_turns(assistant: Assistant, turns: Turns) -> list[tuple[str, str, str]]:
    """Return the turns whose answer is another than the one expected."""
    wrong: list[tuple[str, str, str]] = []
    for i, (_, number, unit) in enumerate(turns, 1):
        answer = assistant.ask([asked for asked, _, _ in turns[:i]])
        value = answer.values[0] if answer.values else None
        if not value or Decimal(value.number) != number or value.unit != unit:
            said = "→".join(asked for asked, _, _ in turns[:i])
            wrong.append((said, f"{number}{unit}", answer.answer[:120]))
    return wrong


@pytest.mark.parametrize("kind", [positions, wholes, chains, times_told])
def test_what_is_left_unsaid_is_taken_from_before(
    drawn: tuple[Drawn, Assistant], kind: object
) -> None:
    d, assistant = drawn
    assert callable(kind)
    conversations = list(kind(d))
    assert [] == [wrong for turns in conversations for wrong in wrong_turns(assistant, turns)]


def test_a_reference_to_nothing_is_said_to_be_one(assistant: Assistant) -> None:
    answer = assistant.ask(["本部门的主要职能是什么", "大的是小的几倍"])
    assert (answer.status, answer.values) == ("not_found", ())


def test_a_project_spoken_of_is_asked_on(assistant: Assistant) -> None:
    turns = ["段道聚是管哪个项目的", "他的电话", "这个项目今年多少钱", "2020年年初呢"]
    assert "85623477" in assistant.ask(turns[:2]).answer
    said = [Decimal(assistant.ask(turns[:n]).values[0].number) for n in (3, 4)]
    assert [48, 72] == said


def test_a_fall_between_two_times_is_told_as_what_it_took_off(assistant: Assistant) -> None:
    turns = ["民营经济工作经费2020年年初安排多少", "后来实际安排呢", "调减幅度是百分之几"]
    value = assistant.ask(turns).values[0]
    assert (50, "%") == (Decimal(value.number), value.unit)
