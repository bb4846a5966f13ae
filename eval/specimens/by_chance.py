"""Disclosures made by chance, the same for the same seed: every sum holds, the facts are known beforehand.

A model is printed in one of several styles that occur: code in one cell or in three, in 万元 or 元, total
first or last, tables side by side, heads of one to three lines that span columns and rows.
"""

import random
from collections.abc import Iterator
from decimal import Decimal

from eval.specimens import tables
from eval.specimens.names import ECONOMIC, FUNCTIONAL
from eval.specimens.printing import Model, Style
from eval.specimens.tables import Expenses, Figures, Line, Project, whole

STYLES = {
    "武汉": Style("万元", codes=1, total_first=True, owner=True),
    "上海": Style("元", codes=3, total_first=False, owner=True, places=0),
    "江苏": Style("万元", codes=1, total_first=True, owner=False, zero="0.00"),
    "末行合计": Style("元", codes=1, total_first=False, owner=False),
    "分组": Style("元", codes=3, total_first=False, owner=True, places=0, zero="0", grouped=True),
}
_CODES = (
    "2010301", "2010302", "2010306", "2080505", "2080506", "2101101", "2210201", "2210203",
    "30101", "30102", "30113", "30201", "30211", "30217", "30302",
)  # fmt: skip


def generate(seed: int, style: str) -> Model:
    """Return the disclosure of a seed in a style."""
    dice = random.Random(seed)  # noqa: S311 - nothing is secret here
    model = Model(f"甲市乙区第{dice.choice('一二三四')}局", dice.randint(2018, 2026), STYLES[style])
    figures = _figures(dice, 7)
    economic = _figures(dice, 5)
    model.blocks += [f"{model.department}{model.year}年部门预算", *_text(model, figures)]
    _overview(model, figures)
    tables.expenditure(model, "支出预算总表", FUNCTIONAL, figures)
    tables.basic(model, "一般公共预算基本支出表", ECONOMIC, economic)
    parts = (Decimal(dice.randint(0, 99_999)) / 100 for _ in tables.PARTS)
    tables.expenses(model, "一般公共预算“三公”经费支出表", Expenses(*parts))
    tables.projects(model, "项目支出预算表", [_project(dice, name) for name in _PROJECTS])
    return model


_PROJECTS = ("信息化运维", "政策宣传", "专项检查")


def _figures(dice: random.Random, size: int) -> Figures:
    """Return two amounts for every code of a size, one of them often nothing, and all their sums."""
    drawn: Figures = {}
    for code in (code for code in _CODES if len(code) == size):
        first = Decimal(dice.randint(1, 9_999_999)) / 100
        second = Decimal(dice.choice([0, 0, dice.randint(1, 99_999_999)])) / 100
        drawn[code] = (first, second)
    return tables.summed(drawn)


def _project(dice: random.Random, name: str) -> Project:
    general = Decimal(dice.randint(1, 9_999_999)) / 100
    fund = Decimal(dice.choice([0, dice.randint(1, 999_999)])) / 100
    return Project(name, general, fund)


def _text(model: Model, figures: Figures) -> Iterator[str]:
    basic, projects = whole(figures)
    yield "第一部分 情况说明"
    yield "一、收支预算总体安排情况"
    yield (
        f"{model.year}年部门预算支出{basic + projects:.2f}万元，其中：基本支出{basic:.2f}万元；"
        f"项目支出{projects:.2f}万元。"
    )
    yield "第二部分 公开报表"


def _overview(model: Model, figures: Figures) -> None:
    total = sum(whole(figures), Decimal())
    income = [("一般公共预算拨款收入", total), ("政府性基金预算拨款收入", None), ("其他收入", None)]
    left = [Line(f"{'一二三'[i]}、{name}", name, None, a) for i, (name, a) in enumerate(income)]
    classes = [code for code in figures if len(code) == 3]
    names = [FUNCTIONAL[code] for code in classes]
    right = [
        Line(f"{code}{name}", name, code, sum(figures[code], Decimal()))
        for code, name in zip(classes, names, strict=True)
    ]
    left.append(Line("收入总计", "收入总计", None, total))
    right.append(Line("支出总计", "支出总计", None, total))
    tables.overview(model, "收支预算总表", left, right, ("收入", "支出"))
