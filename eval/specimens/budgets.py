"""The tables of a budget in the order in which an office of each style publishes them."""

from collections.abc import Mapping
from decimal import Decimal

from eval.specimens import tables
from eval.specimens.drawing import Year
from eval.specimens.names import ECONOMIC, FUNCTIONAL
from eval.specimens.printing import Model, Printer
from eval.specimens.tables import Figures, Line, whole

_TITLES = {
    "overview": "收支预算总表",
    "income": "收入预算总表",
    "expenditure": "支出预算总表",
    "appropriation": "财政拨款收支预算总表",
    "general": "一般公共预算支出表",
    "fund": "政府性基金预算支出表",
    "basic": "一般公共预算基本支出表",
    "expenses": "一般公共预算“三公”经费支出表",
    "projects": "项目支出预算表",
    "procurement": "政府采购支出预算表",
}
TITLES: Mapping[str, Mapping[str, str]] = {
    "plain": _TITLES,
    "grouped": {
        **_TITLES,
        "overview": "部门财务收支预算总表",
        "income": "部门收入预算总表",
        "expenditure": "部门支出预算总表",
        "appropriation": "部门财政拨款收支预算总表",
        "general": "部门一般公共预算支出功能分类预算表",
        "fund": "部门政府性基金预算支出功能分类预算表",
        "basic": "部门一般公共预算基本支出部门预算经济分类预算表",
        "expenses": "部门“三公”经费和机关运行经费预算表",
        "projects": "部门项目支出预算表",
    },
    "undated": {
        **_TITLES,
        "general": "一般公共预算支出预算表",
        "basic": "一般公共预算基本支出预算表",
        "expenses": "一般公共预算“三公”经费支出预算表",
    },
}


def print_budget(model: Model, year: Year, titles: str, procurement: bool) -> None:
    """Print all tables of a department's budget."""
    named = TITLES[titles]
    grouped = model.style.grouped
    _overviews(model, year, named, grouped)
    tables.income(model, named["income"], FUNCTIONAL, year.general(), year.fund())
    tables.expenditure(model, named["expenditure"], FUNCTIONAL, year.all())
    tables.expenditure(model, named["general"], FUNCTIONAL, year.general(), "一般")
    if fund := year.fund():
        tables.expenditure(model, named["fund"], FUNCTIONAL, fund, "基金")
    tables.basic(model, named["basic"], ECONOMIC, year.by_economic_class())
    running = whole(year.by_economic_class())[1] if grouped else None
    tables.expenses(model, named["expenses"], year.expenses, running)
    tables.projects(model, named["projects"], year.listed())
    if procurement:
        _procurement(model, named["procurement"], year.procurement)


def _overviews(model: Model, year: Year, named: Mapping[str, str], grouped: bool) -> None:
    general, fund = _total(year.general()), _total(year.fund())
    income = [
        _income("一、一般公共预算拨款收入", general or None),
        _income("二、政府性基金预算拨款收入", fund or None),
        Line("三、事业收入", "事业收入", None, None),
        Line("收入总计", "收入总计", None, general + fund, "收入||合计"),
    ]
    spending = [
        Line(
            f"{code}{FUNCTIONAL[code]}",
            FUNCTIONAL[code],
            code,
            sum(v, Decimal()),
            f"支出|{code}|合计",
        )
        for code, v in year.all().items()
        if len(code) == 3
    ]
    spending.append(Line("支出总计", "支出总计", None, general + fund, "支出||合计"))
    heads = ("本年收入", "本年支出") if grouped else ("收入", "支出")
    tables.overview(model, named["overview"], income, spending, heads)
    appropriated = [line for line in income if line.name != "事业收入"]
    sides = ("财政拨款收入", "财政拨款支出") if grouped else ("收入", "支出")
    tables.overview(model, named["appropriation"], appropriated, spending, sides)


def _income(printed: str, amount: Decimal | None) -> Line:
    name = printed.partition("、")[2]
    return Line(printed, name, None, amount, f"收入||{name}")


def _total(figures: Figures) -> Decimal:
    return sum(whole(figures), Decimal())


def _procurement(model: Model, title: str, parts: tuple[Decimal, Decimal, Decimal]) -> None:
    printer = Printer(model, title)
    columns = ("合计", "货物", "工程", "服务")
    printer.heads(
        [[("单位名称", 1, 1, 1), *((c, i, 1, 1) for i, c in enumerate(columns, start=2))]]
    )
    amounts = (sum(parts, Decimal()), *parts)
    cells = [
        (i, printer.fact(model.department, None, c, a, f"采购|{c}"))
        for i, (c, a) in enumerate(zip(columns, amounts, strict=True), start=2)
    ]
    printer.line([(1, model.department, 1)], cells)
    printer.finish()
