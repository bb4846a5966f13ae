"""The tables of final accounts: what was planned at the year's start beside what was spent."""

from collections.abc import Mapping
from decimal import Decimal

from eval.specimens.drawing import Year
from eval.specimens.names import ECONOMIC, FUNCTIONAL
from eval.specimens.printing import Model, Printer, labels
from eval.specimens.tables import (
    PARTS,
    Expenses,
    Figures,
    Line,
    Row,
    in_order,
    overview,
    whole,
)

_PAIR = ("预算数", "决算数")
_COLUMNS = ("本年支出合计", "基本支出", "项目支出")
_ROLES = ("合计", "基本", "项目")


def print_accounts(model: Model, budget: Year, spent: Year) -> None:
    """Print all tables of a department's final accounts."""
    figures, total = spent.all(), sum(whole(spent.all()), Decimal())
    left = [Line("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入", None, total, "收入||合计"),
            Line("二、政府性基金预算财政拨款收入", "政府性基金预算财政拨款收入", None, None),
            Line("收入总计", "收入总计", None, total, "收入||合计")]  # fmt: skip
    right = [
        Line(f"{code}{FUNCTIONAL[code]}", FUNCTIONAL[code], code, sum(v), f"支出|{code}|合计")  # type: ignore[arg-type]
        for code, v in figures.items()
        if len(code) == 3
    ]
    right.append(Line("支出总计", "支出总计", None, total, "支出||合计"))
    overview(model, "收入支出决算总表", left, right, ("收入", "支出"), "决算数")
    _expenditure(model, figures)
    _planned_and_spent(model, budget.all(), figures)
    basic_in_blocks(model, spent.by_economic_class())
    expenses_in_pairs(model, budget.expenses, spent.expenses)
    _without_fund(model)


def _expenditure(model: Model, figures: Figures) -> None:
    printer = Printer(model, "支出决算表")
    printer.heads(
        [
            [
                ("科目编码", 1, 1, 1),
                ("科目名称", 2, 1, 1),
                *((c, i, 1, 1) for i, c in enumerate(_COLUMNS, 3)),
            ]
        ]
    )
    for code, name, basic, project in _rows(model, figures, FUNCTIONAL):
        amounts = (basic + project, basic, project)
        _line(printer, code, name, list(zip(_COLUMNS, amounts, _ROLES, strict=True)), "支出")
    printer.finish()


def _planned_and_spent(model: Model, budget: Figures, spent: Figures) -> None:
    printer = Printer(model, "一般公共预算财政拨款支出决算表")
    columns = ("年初预算数", "决算数")
    printer.heads(
        [
            [
                ("科目编码", 1, 1, 1),
                ("科目名称", 2, 1, 1),
                *((c, i, 1, 1) for i, c in enumerate(columns, 3)),
            ]
        ]
    )
    planned = {code: sum(amounts, Decimal()) for code, amounts in budget.items()}
    planned[""] = sum(whole(budget), Decimal())
    for code, name, basic, project in _rows(model, spent, FUNCTIONAL):
        amount = planned.get(code or "")
        cells = [
            (3, printer.fact(name, code, columns[0], amount, f"年初:支出|{code or ''}|合计")),
            (4, printer.fact(name, code, columns[1], basic + project, f"支出|{code or ''}|合计")),
        ]
        printer.line(labels(code, name, 1), cells)
    printer.finish()


def _rows(model: Model, figures: Figures, names: Mapping[str, str]) -> list[Row]:
    lines: list[Row] = [(code, names[code], *figures[code]) for code in figures]
    return in_order(model, (None, "合计", *whole(figures)), lines)


def _line(
    printer: Printer,
    code: str | None,
    name: str,
    amounts: list[tuple[str, Decimal, str]],
    item: str,
) -> None:
    cells = [
        (i, printer.fact(name, code, column, amount, f"{item}|{code or ''}|{role}"))
        for i, (column, amount, role) in enumerate(amounts, start=3)
    ]
    printer.line(labels(code, name, 1), cells)


def basic_in_blocks(model: Model, figures: Figures) -> None:
    """Print staff costs at the left and office costs at the right, codes in two blocks a row."""
    printer = Printer(model, "一般公共预算财政拨款基本支出决算表")
    head = [("科目编码", 1, 1, 1), ("科目名称", 2, 1, 1), ("决算数", 3, 1, 1)]
    printer.heads([[*head, *((text, c + 3, 1, 1) for text, c, _, _ in head)]])
    blocks = [
        [code for code in figures if code.startswith("302") == office] for office in (False, True)
    ]
    for number in range(max(map(len, blocks))):
        names: list[tuple[int, str, int]] = []
        cells: list[tuple[int, str]] = []
        for place, block in enumerate(blocks):
            if number < len(block):
                code, first = block[number], 3 * place + 1
                amount = sum(figures[code], Decimal())
                names += [(first, code, 1), (first + 1, ECONOMIC[code], 1)]
                text = printer.fact(ECONOMIC[code], code, "决算数", amount, f"经济|{code}|合计")
                cells.append((first + 2, text))
        printer.line(names, cells)
    printer.finish()


def expenses_in_pairs(model: Model, budget: Expenses, spent: Expenses) -> None:
    """Print budget and outcome of each of the three official expenses under nested heads."""
    printer = Printer(model, "财政拨款“三公”经费支出决算表")
    over, cars = "“三公”经费", "公务用车购置及运行维护费"
    top = [("单位", 1, 1, 4), (over, 2, 12, 1)]
    second = [("合计", 2, 2, 2), (PARTS[0], 4, 2, 2), (cars, 6, 6, 1), (PARTS[3], 12, 2, 2)]
    third = [("小计", 6, 2, 1), (PARTS[1], 8, 2, 1), (PARTS[2], 10, 2, 1)]
    last = [(name, i, 1, 1) for i, name in enumerate(_PAIR * 6, start=2)]
    printer.heads([top, second, third, last])
    paths = {
        "合计": "合计", PARTS[0]: "出国", f"{cars} / 小计": "公车", f"{cars} / {PARTS[1]}": "购车",
        f"{cars} / {PARTS[2]}": "养车", PARTS[3]: "接待",
    }  # fmt: skip
    cells: list[tuple[int, str]] = []
    for (path, role), planned, was in zip(
        paths.items(), _parts(budget), _parts(spent), strict=True
    ):
        for name, amount, when in zip(_PAIR, (planned, was), ("年初:", ""), strict=True):
            column = f"{over} / {path} / {name}"
            text = printer.fact("局机关", None, column, amount, f"{when}三公|{role}")
            cells.append((len(cells) + 2, text))
    printer.line([(1, "局机关", 1)], cells)
    printer.finish()


def _parts(made: Expenses) -> tuple[Decimal, ...]:
    cars = made.bought + made.run
    return made.total, made.abroad, cars, made.bought, made.run, made.received


def _without_fund(model: Model) -> None:
    printer = Printer(model, "政府性基金预算财政拨款收入支出决算表")
    columns = ("年初结转和结余", "本年收入", "本年支出", "年末结转和结余")
    printer.heads(
        [
            [
                ("科目编码", 1, 1, 1),
                ("科目名称", 2, 1, 1),
                *((c, i, 1, 1) for i, c in enumerate(columns, 3)),
            ]
        ]
    )
    cells = [(i, printer.fact("合计", None, c, None)) for i, c in enumerate(columns, 3)]
    printer.line(labels(None, "合计", 1), cells)
    printer.finish()
    model.blocks.append(
        f"注：{model.department}{model.year}年度没有政府性基金预算收入和支出，本表为空。"
    )
