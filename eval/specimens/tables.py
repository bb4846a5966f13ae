"""The tables of a budget, in the styles that occur: figures by code in, a printed table out."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from eval.specimens.printing import Amount, Model, Printer, labels
from eval.specimens.written import Box

# Code, name and two amounts; no code for the total.
Row = tuple[str | None, str, Decimal, Decimal]
# Basic and project expenditure of a code.
Figures = dict[str, tuple[Decimal, Decimal]]
PARTS = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
_CARS = "公务用车购置及运行费"


class Line(NamedTuple):
    """A line of one side of an overview: what is printed, the name and code read, the item."""

    printed: str
    name: str
    code: str | None
    amount: Amount
    item: str = ""


class Expenses(NamedTuple):
    """The three official expenses by part."""

    abroad: Decimal
    bought: Decimal
    run: Decimal
    received: Decimal

    @property
    def total(self) -> Decimal:
        """All of them."""
        return self.abroad + self.bought + self.run + self.received


class Project(NamedTuple):
    """A project with what the general budget and a fund give for it."""

    name: str
    general: Decimal
    fund: Decimal


def summed(figures: Figures) -> Figures:
    """Return figures by item with those of their sections and classes, in the order of codes."""
    whole: Figures = {}
    for code, (basic, project) in figures.items():
        for size in (3, 5, 7):
            if size <= len(code):
                before = whole.get(code[:size], (Decimal(), Decimal()))
                whole[code[:size]] = (before[0] + basic, before[1] + project)
    return dict(sorted(whole.items()))


def whole(figures: Figures) -> tuple[Decimal, Decimal]:
    """Return the sums of the classes."""
    classes = [amounts for code, amounts in figures.items() if len(code) == 3]
    return sum((c[0] for c in classes), Decimal()), sum((c[1] for c in classes), Decimal())


def expenditure(
    model: Model, title: str, names: Mapping[str, str], figures: Figures, item: str = "支出"
) -> None:
    """Print expenditure by function: code in one cell or three, total first or last."""
    columns = ("合计", "基本支出", "项目支出") if model.style.grouped else _PLAIN_COLUMNS
    group = title.removesuffix("表").removesuffix("总") if model.style.grouped else ""
    printer = Printer(model, title)
    _coded_heads(printer, columns, group)
    lines: list[Row] = [(code, names[code], *figures[code]) for code in figures]
    total = (None, "合计", *whole(figures))
    for code, name, basic, project in in_order(model, total, lines):
        amounts = (basic + project, basic, project)
        _coded_line(printer, code, name, zip(columns, amounts, strict=True), group, item)
    printer.finish()


_PLAIN_COLUMNS = ("总计", "基本支出", "项目支出")
_ROLES = {
    "合计": "合计", "总计": "合计", "基本支出": "基本", "项目支出": "项目", "人员经费": "人员",
    "公用经费": "公用",
}  # fmt: skip


def in_order(model: Model, total: Row, lines: Sequence[Row]) -> list[Row]:
    """Return a table's lines with the total where the style prints it."""
    return [total, *lines] if model.style.total_first else [*lines, total]


def _coded_heads(printer: Printer, columns: Sequence[str], group: str) -> None:
    codes = printer.model.style.codes
    first = codes + 2
    if codes == 1 and not group:
        top = [("功能科目编码", 1, 1, 1), ("功能科目名称", 2, 1, 1)]
        printer.heads([[*top, *((c, i, 1, 1) for i, c in enumerate(columns, start=first))]])
        return
    top = [
        ("功能分类科目编码", 1, codes, 2 if codes == 1 else 1),
        ("功能分类科目名称", first - 1, 1, 2),
    ]
    below = [(name, i, 1, 1) for i, name in enumerate("类款项", start=1)] if codes == 3 else []
    own = [(c, i, 1, 1) for i, c in enumerate(columns, start=first)]
    if group:
        printer.heads([[*top, (group, first, len(columns), 1)], [*below, *own]])
    else:
        printer.heads([[*top, *((c, i, 1, 2) for c, i, _, _ in own)], below])


def _coded_line(
    printer: Printer,
    code: str | None,
    name: str,
    amounts: Iterable[tuple[str, Amount]],
    group: str,
    item: str,
) -> None:
    codes = printer.model.style.codes
    path = f"{group} / " if group else ""
    cells = [
        (i, printer.fact(name, code, path + c, a, f"{item}|{code or ''}|{_ROLES.get(c, c)}"))
        for i, (c, a) in enumerate(amounts, start=codes + 2)
    ]
    printer.line(labels(code, name, codes), cells)


def income(
    model: Model, title: str, names: Mapping[str, str], general: Figures, fund: Figures
) -> None:
    """Print income by function and source."""
    columns = ("合计", "一般公共预算拨款收入", "政府性基金预算拨款收入", "事业收入", "其他收入")
    group = "收入预算" if model.style.grouped else ""
    printer = Printer(model, title)
    _coded_heads(printer, columns, group)
    both = summed({c: v for part in (general, fund) for c, v in part.items() if len(c) == 7})
    nothing = (Decimal(), Decimal())
    lines: list[Row] = [
        (code, names[code], _added(general.get(code, nothing)), _added(fund.get(code, nothing)))
        for code in both
    ]
    total = (None, "合计", _added(whole(general)), _added(whole(fund)))
    for code, name, own, of_fund in in_order(model, total, lines):
        amounts = (own + of_fund, own, of_fund, None, None)
        _coded_line(printer, code, name, zip(columns, amounts, strict=True), group, "收入")
    printer.finish()


def _added(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal())


def overview(
    model: Model,
    title: str,
    left: Sequence[Line],
    right: Sequence[Line],
    heads: tuple[str, str],
    amount: str = "预算数",
) -> None:
    """Print revenue beside expenditure; the last line of each is its total."""
    side_by_side(model, title, [left, right], heads, amount)


def side_by_side(
    model: Model,
    title: str,
    sides: Sequence[Sequence[Line]],
    heads: Sequence[str],
    amount: str = "预算数",
) -> None:
    """Print groups of names and amounts beside each other; the last line of each is its total."""
    printer = Printer(model, title)
    firsts = range(1, 2 * len(sides), 2)
    below = [(text, first + i, 1, 1) for first in firsts for i, text in enumerate(("项目", amount))]
    printer.heads([[(head, i, 2, 1) for head, i in zip(heads, firsts, strict=True)], below])
    _side_by_side(printer, sides, [f"{head} / {amount}" for head in heads])
    printer.finish()


def _side_by_side(
    printer: Printer, sides: Sequence[Sequence[Line]], columns: Sequence[str]
) -> None:
    """Print sides of two cells each beside one another, their totals on one line at the end."""
    size = max(len(side) for side in sides)
    padded = [[*side[:-1], *[None] * (size - len(side)), side[-1]] for side in sides]
    for lines in zip(*padded, strict=True):
        names: list[tuple[int, str, int]] = []
        cells: list[tuple[int, str]] = []
        for place, (line, column) in enumerate(zip(lines, columns, strict=True)):
            if line is not None:
                names.append((2 * place + 1, line.printed, 1))
                text = printer.fact(line.name, line.code, column, line.amount, line.item)
                cells.append((2 * place + 2, text))
        printer.line(names, cells)


def basic(model: Model, title: str, names: Mapping[str, str], figures: Figures) -> None:
    """Print basic expenditure by economic class under a head that spans its parts."""
    printer = Printer(model, title)
    columns = ("合计", "人员经费", "公用经费")
    top = [("经济科目编码", 1, 1, 2), ("经济科目名称", 2, 1, 2), ("基本支出", 3, 3, 1)]
    printer.heads([top, [(c, i, 1, 1) for i, c in enumerate(columns, start=3)]])
    lines: list[Row] = [(code, names[code], *figures[code]) for code in figures]
    total = (None, "合计", *whole(figures))
    for code, name, staff, office in in_order(model, total, lines):
        amounts = zip(columns, (staff + office, staff, office), strict=True)
        cells = [
            (i, printer.fact(name, code, f"基本支出 / {c}", a, f"经济|{code or ''}|{_ROLES[c]}"))
            for i, (c, a) in enumerate(amounts, start=3)
        ]
        printer.line(labels(code, name, 1), cells)
    printer.finish()


def expenses(
    model: Model, title: str, made: Expenses, running: Amount = None, row: str = "局机关"
) -> None:
    """Print the three official expenses under three lines of heads.

    Where the running costs are given, they stand beside them, and the total stands under the head.
    """
    printer = Printer(model, title, unit="万元" if running else None)
    over = "“三公”经费预算数"
    top = [("单位", 1, 1, 3)]
    middle = [(PARTS[0], 3, 1, 2), (_CARS, 4, 3, 1), (PARTS[3], 7, 1, 2)]
    if running:
        top += [(over, 2, 6, 1), ("机关运行经费预算数", 8, 1, 3)]
        middle.insert(0, ("合计", 2, 1, 2))
    else:
        top += [("合计", 2, 1, 3), (over, 3, 5, 1)]
    printer.heads([top, middle, [("小计", 4, 1, 1), (PARTS[1], 5, 1, 1), (PARTS[2], 6, 1, 1)]])
    columns = {
        f"{over} / 合计" if running else "合计": (made.total, "三公|合计"),
        f"{over} / {PARTS[0]}": (made.abroad, "三公|出国"),
        f"{over} / {_CARS} / 小计": (made.bought + made.run, "三公|公车"),
        f"{over} / {_CARS} / {PARTS[1]}": (made.bought, "三公|购车"),
        f"{over} / {_CARS} / {PARTS[2]}": (made.run, "三公|养车"),
        f"{over} / {PARTS[3]}": (made.received, "三公|接待"),
    }
    if running:
        columns["机关运行经费预算数"] = (running, "机关运行")
    cells = [
        (i, printer.fact(row, None, column, amount, item))
        for i, (column, (amount, item)) in enumerate(columns.items(), start=2)
    ]
    printer.line([(1, row, 1)], cells)
    printer.finish()


def projects(model: Model, title: str, listed: Sequence[Project], unit: str = "局机关") -> None:
    """Print the projects, a unit's name spanning the lines of its projects."""
    printer = Printer(model, title)
    top = [("单位名称", 1, 1, 2), ("项目名称", 2, 1, 2), ("总计", 3, 1, 2), ("本年拨款", 4, 2, 1)]
    printer.heads([top, [("一般公共预算", 4, 1, 1), ("政府性基金预算", 5, 1, 1)]])
    first = printer.last + 1
    for project in listed:
        columns = {
            "总计": (project.general + project.fund, "合计"),
            "本年拨款 / 一般公共预算": (project.general, "一般"),
            "本年拨款 / 政府性基金预算": (project.fund, "基金"),
        }
        cells = [
            (i, printer.fact(project.name, None, c, a, f"项目|{project.name}|{role}"))
            for i, (c, (a, role)) in enumerate(columns.items(), start=3)
        ]
        printer.line([(2, project.name, 1)], cells)
    printer.boxes.append(Box(first, 1, unit, len(listed)))
    printer.finish()
