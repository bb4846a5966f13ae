"""Disclosures made by chance, the same for the same seed: every sum holds, the facts are known beforehand.

A model is printed in one of several layouts that occur: code in one cell or in three, in 万元 or 元, total
first or last, tables side by side, heads of one to three lines that span columns and rows.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.corpus.written import Block, Box, Ruled

Amount = Decimal | None

FUNCTIONAL = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "2010306": "政务公开审批",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "2210203": "购房补贴",
}
ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30211": "差旅费",
    "30217": "公务接待费",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
}
PARTS = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")


@dataclass(frozen=True, slots=True)
class Fact:
    """What must be read of one printed cell."""

    table: str
    row: str
    code: str | None
    column: str
    text: str
    value: Amount
    unit: str


@dataclass(frozen=True, slots=True)
class Style:
    """How an office prints its tables."""

    unit: str
    codes: int
    total_first: bool
    owner: bool
    zero: str = ""


@dataclass(slots=True)
class Model:
    """A disclosure before it is printed: its blocks, and the facts they state."""

    department: str
    year: int
    style: Style
    blocks: list[Block] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


STYLES = {
    "武汉": Style("万元", codes=1, total_first=True, owner=True),
    "上海": Style("元", codes=3, total_first=False, owner=True),
    "江苏": Style("万元", codes=1, total_first=True, owner=False, zero="0.00"),
    "末行合计": Style("元", codes=1, total_first=False, owner=False),
}


def generate(seed: int, style: str) -> Model:
    """Return the disclosure of a seed in a style."""
    dice = random.Random(seed)  # noqa: S311 - nothing is secret here
    model = Model(f"甲市乙区第{dice.choice('一二三四')}局", dice.randint(2018, 2026), STYLES[style])
    figures = _figures(dice, FUNCTIONAL)
    economic = _figures(dice, ECONOMIC)
    model.blocks += [f"{model.department}{model.year}年部门预算", *_text(model, figures)]
    _side_by_side(model, figures)
    _expenditure(model, figures)
    _basic(model, economic)
    _expenses(model, dice)
    _projects(model, dice)
    return model


Figures = dict[str, tuple[Decimal, Decimal]]


def _figures(dice: random.Random, names: dict[str, str]) -> Figures:
    """Return two amounts for every code, each the sum of those below it; one of them may be nothing."""
    deepest = max(map(len, names))
    figures: Figures = {}
    for code in names:
        if len(code) == deepest:
            first = Decimal(dice.randint(1, 9_999_999)) / 100
            second = Decimal(dice.choice([0, 0, dice.randint(1, 99_999_999)])) / 100
            figures[code] = (first, second)
    for size in sorted({len(code) for code in names} - {deepest}, reverse=True):
        for code in names:
            if len(code) == size:
                below = [figures[c] for c in figures if c.startswith(code) and len(c) == size + 2]
                figures[code] = (
                    sum((b[0] for b in below), Decimal()),
                    sum((b[1] for b in below), Decimal()),
                )
    return figures


def whole(figures: Figures) -> tuple[Decimal, Decimal]:
    """Return the sums of the classes."""
    classes = [amounts for code, amounts in figures.items() if len(code) == 3]
    return sum((c[0] for c in classes), Decimal()), sum((c[1] for c in classes), Decimal())


def _text(model: Model, figures: Figures) -> Iterator[str]:
    basic, projects = whole(figures)
    unit = model.style.unit
    yield "第一部分 情况说明"
    yield "一、收支预算总体安排情况"
    yield (
        f"{model.year}年部门预算支出{basic + projects:.2f}{unit}，其中：基本支出{basic:.2f}{unit}；"
        f"项目支出{projects:.2f}{unit}。"
    )
    yield "第二部分 公开报表"


class _Printer:
    """Prints one table below its title and notes the facts it states."""

    def __init__(self, model: Model, title: str) -> None:
        self.model = model
        self.title = f"{model.year}年{title}"
        self.boxes: list[Box] = []
        self.last = 0

    def heads(self, lines: Sequence[Sequence[tuple[str, int, int, int]]]) -> None:
        """Print head lines: text, column, columns and rows of each cell."""
        for number, line in enumerate(lines, start=1):
            self.boxes += [Box(number, c, text, rows, columns) for text, c, columns, rows in line]
        self.last = len(lines)

    def line(
        self, labels: Iterable[tuple[int, str, int]], cells: Iterable[tuple[int, str]]
    ) -> None:
        """Print a line: labels (column, text, columns spanned) and cells (column, text)."""
        self.last += 1
        self.boxes += [Box(self.last, c, text, 1, columns) for c, text, columns in labels]
        self.boxes += [Box(self.last, c, text) for c, text in cells]

    def fact(self, row: str, code: str | None, column: str, amount: Amount) -> str:
        """Note a fact and return its text."""
        text = f"{amount:,.2f}" if amount else self.model.style.zero if amount == 0 else ""
        value = Decimal(text.replace(",", "")) if text else None
        self.model.facts.append(
            Fact(self.title, row, code, column, text, value, self.model.style.unit)
        )
        return text

    def finish(self) -> None:
        """Put the table into the document, below its title, owner and unit."""
        style = self.model.style
        owner = [f"单位名称：{self.model.department}"] if style.owner else []
        table: Ruled = tuple(self.boxes)
        self.model.blocks += [self.title, *owner, f"单位：{style.unit}", table]


def _expenditure(model: Model, figures: Figures) -> None:
    """Print the expenditure by function: code in one cell or three, total first or last."""
    printer = _Printer(model, "支出预算总表")
    codes = model.style.codes
    columns = ("总计", "基本支出", "项目支出")
    if codes == 3:
        top = [("功能分类科目编码", 1, 3, 1), ("功能分类科目名称", 4, 1, 2)]
        below = [(name, i, 1, 1) for i, name in enumerate("类款项", start=1)]
        heads = [[*top, *((c, i, 1, 2) for i, c in enumerate(columns, start=5))], below]
    else:
        top = [("功能科目编码", 1, 1, 1), ("功能科目名称", 2, 1, 1)]
        heads = [[*top, *((c, i, 1, 1) for i, c in enumerate(columns, start=3))]]
    printer.heads(heads)
    lines = [(code, FUNCTIONAL[code], *figures[code]) for code in FUNCTIONAL]
    total = (None, "合计", *whole(figures))
    ordered = [total, *lines] if model.style.total_first else [*lines, total]
    for code, name, basic, projects in ordered:
        amounts = (basic + projects, basic, projects)
        cells = [
            (codes + 2 + i, printer.fact(name, code, columns[i], amount))
            for i, amount in enumerate(amounts)
        ]
        printer.line(_labels(code, name, codes), cells)
    printer.finish()


def _labels(code: str | None, name: str, codes: int) -> list[tuple[int, str, int]]:
    if code is None:
        return [(1, name, codes + 1)]
    if codes == 1:
        return [(1, code, 1), (2, name, 1)]
    split = [code[:3], code[3:5].lstrip("0"), code[5:].lstrip("0")]
    return [(i, part, 1) for i, part in enumerate(split, start=1) if part] + [(4, name, 1)]


def _side_by_side(model: Model, figures: Figures) -> None:
    """Print revenue beside expenditure, totals at the end of both."""
    printer = _Printer(model, "收支预算总表")
    printer.heads(
        [
            [("收入", 1, 2, 1), ("支出", 3, 2, 1)],
            [("项目", 1, 1, 1), ("预算数", 2, 1, 1), ("项目", 3, 1, 1), ("预算数", 4, 1, 1)],
        ]
    )
    total = sum(whole(figures))
    income = [("一般公共预算拨款收入", total), ("政府性基金预算拨款收入", None), ("其他收入", None)]
    classes = [
        (code, FUNCTIONAL[code], sum(figures[code])) for code in FUNCTIONAL if len(code) == 3
    ]
    left = [
        (f"{'一二三'[i]}、{name}", name, None, amount) for i, (name, amount) in enumerate(income)
    ]
    right = [(f"{code}{name}", name, code, amount) for code, name, amount in classes]
    size = max(len(left), len(right))
    left += [("", "", None, None)] * (size - len(left)) + [("收入总计", "收入总计", None, total)]
    right += [("", "", None, None)] * (size - len(right)) + [("支出总计", "支出总计", None, total)]
    for (l_text, l_name, l_code, l_amount), (r_text, r_name, r_code, r_amount) in zip(
        left, right, strict=True
    ):
        cells = []
        if l_name:
            cells.append((2, printer.fact(l_name, l_code, "收入 / 预算数", l_amount)))
        if r_name:
            cells.append((4, printer.fact(r_name, r_code, "支出 / 预算数", r_amount)))
        labels = [(c, text, 1) for c, text in ((1, l_text), (3, r_text)) if text]
        printer.line(labels, cells)
    printer.finish()


def _basic(model: Model, figures: Figures) -> None:
    """Print basic expenditure by economic class under a head that spans its parts."""
    printer = _Printer(model, "一般公共预算基本支出表")
    columns = ("合计", "人员经费", "公用经费")
    top = [("经济科目编码", 1, 1, 2), ("经济科目名称", 2, 1, 2), ("基本支出", 3, 3, 1)]
    printer.heads([top, [(c, i, 1, 1) for i, c in enumerate(columns, start=3)]])
    lines = [(code, ECONOMIC[code], *figures[code]) for code in ECONOMIC]
    total = (None, "合计", *whole(figures))
    for code, name, staff, public in (
        [total, *lines] if model.style.total_first else [*lines, total]
    ):
        amounts = (staff + public, staff, public)
        cells = [
            (3 + i, printer.fact(name, code, f"基本支出 / {columns[i]}", amount))
            for i, amount in enumerate(amounts)
        ]
        printer.line(_labels(code, name, 1), cells)
    printer.finish()


def _expenses(model: Model, dice: random.Random) -> None:
    """Print the three official expenses under three lines of heads."""
    printer = _Printer(model, "一般公共预算“三公”经费支出表")
    abroad, bought, run, received = (Decimal(dice.randint(0, 99_999)) / 100 for _ in PARTS)
    top = [("单位", 1, 1, 3), ("合计", 2, 1, 3), ("“三公”经费预算数", 3, 5, 1)]
    middle = [(PARTS[0], 3, 1, 2), ("公务用车购置及运行费", 4, 3, 1), (PARTS[3], 7, 1, 2)]
    printer.heads([top, middle, [("小计", 4, 1, 1), (PARTS[1], 5, 1, 1), (PARTS[2], 6, 1, 1)]])
    over = "“三公”经费预算数"
    cars = f"{over} / 公务用车购置及运行费"
    columns = {
        "合计": abroad + bought + run + received,
        f"{over} / {PARTS[0]}": abroad,
        f"{cars} / 小计": bought + run,
        f"{cars} / {PARTS[1]}": bought,
        f"{cars} / {PARTS[2]}": run,
        f"{over} / {PARTS[3]}": received,
    }
    cells = [
        (i, printer.fact("局机关", None, column, amount))
        for i, (column, amount) in enumerate(columns.items(), start=2)
    ]
    printer.line([(1, "局机关", 1)], cells)
    printer.finish()


def _projects(model: Model, dice: random.Random) -> None:
    """Print the projects, a unit's name spanning the lines of its projects."""
    printer = _Printer(model, "项目支出预算表")
    printer.heads(
        [
            [
                ("单位名称", 1, 1, 2),
                ("项目名称", 2, 1, 2),
                ("总计", 3, 1, 2),
                ("本年拨款", 4, 2, 1),
            ],
            [("一般公共预算", 4, 1, 1), ("政府性基金预算", 5, 1, 1)],
        ]
    )
    first = printer.last + 1
    for name in ("信息化运维", "政策宣传", "专项检查"):
        general = Decimal(dice.randint(1, 9_999_999)) / 100
        fund = Decimal(dice.choice([0, dice.randint(1, 999_999)])) / 100
        columns = {
            "总计": general + fund,
            "本年拨款 / 一般公共预算": general,
            "本年拨款 / 政府性基金预算": fund,
        }
        cells = [
            (i, printer.fact(name, None, column, amount))
            for i, (column, amount) in enumerate(columns.items(), start=3)
        ]
        printer.line([(2, name, 1)], cells)
    printer.boxes.append(Box(first, 1, "局机关", 3))
    printer.finish()
