"""What a year's figures come to, item by item: the truth that text and tables are printed from."""

from decimal import Decimal

from eval.specimens.drawing import Year
from eval.specimens.narrative import Stated
from eval.specimens.tables import Figures, whole


def items_of(year: Year) -> dict[str, Stated]:
    """Return the items of a year; those of tables go by the same names as their cells."""
    found: dict[str, Stated] = {}
    for name, figures in (("支出", year.all()), ("一般", year.general()), ("基金", year.fund())):
        found.update(_by_code(name, figures, ("基本", "项目")))
    found.update(_by_code("经济", year.by_economic_class(), ("人员", "公用")))
    found |= {f"收入||{part}": found[f"{of}||合计"] for part, of in _INCOME.items()}
    made = year.expenses
    parts = (made.total, made.abroad, made.bought + made.run, made.bought, made.run, made.received)
    names = ("合计", "出国", "公车", "购车", "养车", "接待")
    found |= {f"三公|{name}": _money(v) for name, v in zip(names, parts, strict=True)}
    found["机关运行"] = found["经济||公用"]
    found["采购|合计"] = _money(sum(year.procurement, Decimal()))
    for name, amount in zip(("货物", "工程", "服务"), year.procurement, strict=True):
        found[f"采购|{name}"] = _money(amount)
    for name, count in (("编制", year.posts), ("在职", year.present), ("退休", year.retired)):
        found[f"人数|{name}"] = Stated(Decimal(count), "名" if name == "编制" else "人")
    found["车辆"] = Stated(Decimal(year.cars), "辆")
    found["项目数"] = Stated(Decimal(len(year.projects)), "个")
    for project in year.listed():
        found[f"项目|{project.name}|合计"] = _money(project.general + project.fund)
    return found


_INCOME = {"合计": "支出", "一般公共预算拨款收入": "一般", "政府性基金预算拨款收入": "基金"}


def _by_code(name: str, figures: Figures, columns: tuple[str, str]) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for code, (first, second) in {"": whole(figures), **figures}.items():
        for column, amount in zip(("合计", *columns), (first + second, first, second), strict=True):
            found[f"{name}|{code}|{column}"] = _money(amount)
    return found


def _money(amount: Decimal) -> Stated:
    return Stated(amount, "万元")
