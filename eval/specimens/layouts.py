"""Single tables in the odder layouts that occur, made by chance: their facts are known beforehand.

Three groups side by side, codes in two blocks a row, pairs of figures under nested heads, lines that number
the columns, changes beside amounts, empty tables, marks, spare columns, names broken by blanks.
"""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from eval.specimens import tables
from eval.specimens.accounts import basic_in_blocks, expenses_in_pairs
from eval.specimens.names import ECONOMIC, FUNCTIONAL
from eval.specimens.printing import Model, Printer, Style, labels
from eval.specimens.tables import Expenses, Figures, Line, in_order, whole

Dice = random.Random
_FUNCTIONAL = ("2010301", "2010302", "2080505", "2101101", "2210201")
_ECONOMIC = ("30101", "30102", "30113", "30201", "30211", "30217", "30302")


def generate_layout(seed: int, name: str) -> Model:
    """Return a disclosure of one or two tables in a layout of `LAYOUTS`."""
    dice = random.Random(f"{name}{seed}")  # noqa: S311 - nothing is secret here
    style = Style("万元", codes=1, total_first=dice.random() < 0.5, owner=dice.random() < 0.5)
    model = Model(f"甲市乙区第{dice.choice('一二三四')}局", dice.randint(2018, 2026), style)
    accounts = name in _OF_ACCOUNTS
    sort = "年度部门决算" if accounts else "年部门预算"
    model.blocks += [f"{model.department}{model.year}{sort}", "第一部分 公开报表"]
    LAYOUTS[name](model, dice)
    return model


def _amount(dice: Dice, most: int = 9_999_999) -> Decimal:
    return Decimal(dice.randint(1, most)) / 100


def _figures(dice: Dice, codes: Sequence[str]) -> Figures:
    return tables.summed({code: (_amount(dice), _amount(dice)) for code in codes})


def _three_groups(model: Model, dice: Dice) -> None:
    """Print income, functions and economic classes side by side, all of one total."""
    figures = _figures(dice, _FUNCTIONAL)
    total = sum(whole(figures), Decimal())
    own = _amount(dice)
    classes = [(code, sum(v)) for code, v in figures.items() if len(code) == 3]
    parts = [("301", total - own), ("302", own)]
    sides = [
        [
            Line("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入", None, total),
            Line("二、政府性基金预算财政拨款收入", "政府性基金预算财政拨款收入", None, None),
            Line("收入总计", "收入总计", None, total),
        ],
        *(
            [
                *(Line(f"{code}{names[code]}", names[code], code, Decimal(a)) for code, a in found),
                Line("支出总计", "支出总计", None, total),
            ]
            for found, names in ((classes, FUNCTIONAL), (parts, ECONOMIC))
        ),
    ]
    heads = ("收入", "支出（功能分类）", "支出（经济分类）")
    tables.side_by_side(model, "收支预算总表", sides, heads)


def _split_codes(model: Model, dice: Dice) -> None:
    """Print staff costs beside office costs, each with codes of its own."""
    figures = _figures(dice, _ECONOMIC)
    basic_in_blocks(model, {code: (a, Decimal()) for code, (a, _) in figures.items()})


def _pairs(model: Model, dice: Dice) -> None:
    budget, spent = (Expenses(*(_amount(dice) for _ in range(4))) for _ in range(2))
    expenses_in_pairs(model, budget, spent)


def _numbered(model: Model, dice: Dice) -> None:
    """Print a line 1 2 3 below the heads."""
    columns = ("合计", "基本支出", "项目支出")
    _table(model, dice, "支出预算总表", columns, numbered=True)


def _changes(model: Model, dice: Dice) -> None:
    """Print last year's figure, this year's, the change and its rate."""
    printer = Printer(model, "一般公共预算支出预算表")
    top = [
        *[("功能科目编码", 1, 1, 2), ("功能科目名称", 2, 1, 2), ("上年预算数", 3, 1, 2)],
        *[("本年预算数", 4, 1, 2), ("本年比上年增减", 5, 2, 1)],
    ]
    printer.heads([top, [("增减额", 5, 1, 1), ("增减%", 6, 1, 1)]])
    figures = _figures(dice, _FUNCTIONAL)
    rows = [(code, FUNCTIONAL[code], *v) for code, v in figures.items()]
    for code, name, last, this in in_order(model, (None, "合计", *whole(figures)), rows):
        rate = ((this - last) * 100 / last).quantize(Decimal("0.01"))
        amounts = (
            ("上年预算数", last),
            ("本年预算数", this),
            ("本年比上年增减 / 增减额", this - last),
        )
        cells = [(i, printer.fact(name, code, c, a)) for i, (c, a) in enumerate(amounts, start=3)]
        share = printer.fact(name, code, "本年比上年增减 / 增减%", rate, unit="%")
        printer.line(labels(code, name, 1), [*cells, (6, share)])
    printer.finish()


def _empty(model: Model, dice: Dice) -> None:
    """Print a table without figures and a sentence that says why, before one that has some."""
    columns = ("合计", "基本支出", "项目支出")
    printer = Printer(model, "政府性基金预算支出表")
    printer.heads([_heads(columns)])
    text = dice.choice([None, Decimal()])
    cells = [(i, printer.fact("合计", None, c, text)) for i, c in enumerate(columns, start=3)]
    printer.line(labels(None, "合计", 1), cells)
    printer.finish()
    model.blocks.append(f"注：{model.department}{model.year}年没有政府性基金预算，本表为空。")
    _table(model, dice, "支出预算总表", columns)


def _marked(model: Model, dice: Dice) -> None:
    """Print 公开表3 above each title."""
    columns = ("合计", "基本支出", "项目支出")
    for number, title in enumerate(("支出预算总表", "一般公共预算支出表"), start=3):
        model.blocks.append(f"公开表{number}")
        _table(model, dice, title, columns)


def _spare(model: Model, dice: Dice) -> None:
    """Print columns with no head and nothing in them between the others."""
    columns = ("合计", "", "基本支出", "项目支出", "")
    _table(model, dice, "支出预算总表", columns)


def _broken(model: Model, dice: Dice) -> None:
    """Print names with a blank in their middle, as a line's end leaves it."""
    columns = ("合计", "基本支出", "项目支出")
    _table(model, dice, "支出预算总表", columns, broken=True)
    _table(model, dice, "一般公共预算支出表", columns)


def _wide_commas(model: Model, dice: Dice) -> None:
    """Print full-width commas in the amounts."""
    columns = ("合计", "基本支出", "项目支出")
    _table(model, dice, "支出预算总表", columns, comma="，")


def _two_units(model: Model, dice: Dice) -> None:
    """Print one table in 元 without decimals and one in 万元."""
    model.style = Style("元", codes=3, total_first=False, owner=True, places=0)
    tables.expenditure(model, "支出预算总表", FUNCTIONAL, _figures(dice, _FUNCTIONAL))
    made = Expenses(*(_amount(dice) for _ in range(4)))
    tables.expenses(model, "“三公”经费和机关运行经费预算表", made, running=_amount(dice))


def _heads(columns: Sequence[str]) -> list[tuple[str, int, int, int]]:
    own = [(c, i, 1, 1) for i, c in enumerate(columns, start=3) if c]
    return [("功能科目编码", 1, 1, 1), ("功能科目名称", 2, 1, 1), *own]


def _table(
    model: Model,
    dice: Dice,
    title: str,
    columns: Sequence[str],
    *,
    numbered: bool = False,
    broken: bool = False,
    comma: str = ",",
) -> None:
    """Print expenditure by function under one line of heads; columns without a name stay blank."""
    printer = Printer(model, title)
    printer.heads([_heads(columns)])
    if numbered:
        printer.line([], [(i, str(i)) for i in range(1, len(columns) + 3)])
    figures = _figures(dice, _FUNCTIONAL)
    rows = [(code, FUNCTIONAL[code], *v) for code, v in figures.items()]
    for code, name, basic, project in in_order(model, (None, "合计", *whole(figures)), rows):
        amounts = iter((basic + project, basic, project))
        cells = []
        for i, column in enumerate(columns, start=3):
            if column:
                text = printer.fact(name, code, column, next(amounts), comma=comma)
                cells.append((i, text))
        cut = len(name) // 2
        shown = f"{name[:cut]} {name[cut:]}" if broken and len(name) > 4 else name
        printer.line(labels(code, shown, 1), cells)
    printer.finish()


LAYOUTS: dict[str, Callable[[Model, Dice], None]] = {
    "三组并排": _three_groups,
    "两组编码": _split_codes,
    "预算数决算数": _pairs,
    "列号行": _numbered,
    "增减": _changes,
    "空表": _empty,
    "公开表号": _marked,
    "空列": _spare,
    "断开的名称": _broken,
    "全角逗号": _wide_commas,
    "两种单位": _two_units,
}
_OF_ACCOUNTS = ("两组编码", "预算数决算数")
