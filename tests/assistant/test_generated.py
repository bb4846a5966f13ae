"""Questions asked of disclosures drawn at random: nothing is known but what the document says."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from assistant.chain import Assistant
from tests.corpus.generated import Drawn

CENT = Decimal("0.01")


def percent(part: Decimal, whole: Decimal) -> str:
    return str((part * 100 / whole).quantize(CENT, ROUND_HALF_UP))


def questions(d: Drawn) -> Iterator[tuple[str, str, str]]:
    """Yield questions with the number and the unit of the answer."""
    total, basic, project = d.total(), sum(d.basic.values()), sum(d.project.values())
    staff = {c: v for c, v in d.economic.items() if c.startswith("301")}
    office = {c: v for c, v in d.economic.items() if c.startswith("302")}
    largest = sorted(office.values(), reverse=True)
    names = d.names
    first, second = list(office)[:2]
    yield "总预算是多少", str(total), "万元"
    yield f"{d.year}年基本支出是多少", str(basic), "万元"
    yield "项目支出占总预算的百分之几", percent(project, total), "%"
    yield f"{names[first]}多少钱", str(office[first]), "万元"
    yield f"{first}是多少", str(office[first]), "万元"
    together = office[first] + office[second]
    yield f"{names[first]}和{names[second]}加起来多少", str(together), "万元"
    yield (
        f"{names[first]}加{names[second]}占公用经费多少",
        percent(together, sum(office.values())),
        "%",
    )
    yield "公用经费里最大的一项是哪项", str(largest[0]), "万元"
    yield "公用经费第二大的是什么", str(largest[1]), "万元"
    yield "公用经费前三项合计多少", str(sum(largest[:3])), "万元"
    yield f"除了{names[first]}，其他公用经费合计多少", str(sum(largest) - office[first]), "万元"
    yield "基本支出和项目支出相差多少", str(abs(basic - project)), "万元"
    yield "总预算换算成元", str(total * 10000), "元"
    growth = (total - d.last_basic - d.last_project) * 100 / (d.last_basic + d.last_project)
    yield "总预算比上年增长百分之几", str(growth.quantize(CENT, ROUND_HALF_UP)), "%"
    yield "去年公务接待费是多少", str(d.last_reception), "万元"
    yield (
        f"如果{names[first]}砍掉一半，公用经费还剩多少",
        str((sum(largest) - office[first] / 2).quantize(CENT, ROUND_HALF_UP)),
        "万元",
    )
    yield "工资福利支出里最少的是哪项", str(min(staff.values())), "万元"
    yield (
        f"{names[first]}是{names[second]}的几倍",
        str((office[first] / office[second]).quantize(CENT, ROUND_HALF_UP)),
        "倍",
    )
    _, name, amount = d.projects[0]
    yield f"{name}的预算是多少", str(amount), "万元"
    yield "最大的项目占项目支出多少", percent(max(p[2] for p in d.projects), project), "%"


def test_random_disclosures_answer_exactly(drawn: tuple[Drawn, Assistant]) -> None:
    d, assistant = drawn
    wrong: list[tuple[str, str, str]] = []
    for question, number, unit in questions(d):
        answer = assistant.ask([question])
        value = answer.values[0] if answer.values else None
        right = value and Decimal(value.number) == Decimal(number) and value.unit == unit
        if not right:
            wrong.append((question, f"{number}{unit}", answer.answer[:120]))
    assert [] == wrong
