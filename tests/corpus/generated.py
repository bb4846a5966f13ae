"""Clean disclosures written as text, in the form of 武汉, with figures drawn at random.

Every identity that the checks know holds in them and the narrative agrees with the tables.
"""

import csv
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import corpus

DATA = Path(str(corpus.__file__)).parent / "data"
CENT = Decimal("0.01")
NUMERALS = "一二三四五六七八九十"
PROJECTS = (
    "信息系统运行维护",
    "业务宣传活动",
    "执法检查专项",
    "档案整理数字化",
    "公共服务设施养护",
)
STAFF = ("30101", "30102", "30103", "30108", "30110", "30113", "30199")
OFFICE = ("30201", "30205", "30206", "30209", "30216", "30228", "30229", "30299")
DEPARTMENT = "临江市青云区档案管理服务局"


@dataclass(slots=True)
class Drawn:
    """The figures of one disclosure; `basic` and `project` are by functional item code."""

    year: int
    names: dict[str, str]
    basic: dict[str, Decimal]
    project: dict[str, Decimal]
    economic: dict[str, Decimal]
    whole_economic: dict[str, Decimal]
    projects: list[tuple[str, str, Decimal]]
    last_basic: Decimal
    last_project: Decimal
    reception: Decimal
    last_reception: Decimal
    procurement: tuple[Decimal, Decimal, Decimal]
    parts: dict[str, list[Decimal]] = field(default_factory=dict)
    last_projects: dict[str, Decimal] = field(default_factory=dict)

    def both(self, code: str) -> tuple[Decimal, Decimal]:
        basic = sum((v for c, v in self.basic.items() if c.startswith(code)), Decimal(0))
        return basic, sum((v for c, v in self.project.items() if c.startswith(code)), Decimal(0))

    def total(self, code: str = "") -> Decimal:
        return sum(self.both(code), Decimal(0))


def names_of(file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    with (DATA / file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if not row["note"] and "documents" in row["source"]:
                found.setdefault(row["code"], row["name"])
    return found


def draw(seed: int) -> Drawn:
    """Draw the figures of a disclosure."""
    rng = random.Random(seed)  # noqa: S311 - a test draws figures, no secrets
    functional, economic = names_of("functional.csv"), names_of("economic.csv")
    items = [c for c in functional if len(c) == 7 and c[:5] in functional and c[:3] in functional]
    by_class: dict[str, list[str]] = defaultdict(list)
    for code in items:
        by_class[code[:3]].append(code)
    classes = sorted(rng.sample(sorted(by_class), rng.randint(3, 4)))
    chosen = [c for k in classes for c in sorted(rng.sample(by_class[k], min(3, len(by_class[k]))))]
    basic = {code: cents(rng, 3, 300) for code in chosen if rng.random() < 0.8} or {
        chosen[0]: cents(rng, 50, 300)
    }
    codes = rng.sample(chosen, min(len(chosen), 3))
    projects = [
        (rng.choice(codes), name, cents(rng, 20, 900))
        for name in rng.sample(PROJECTS, rng.randint(3, 5))
    ]
    project: dict[str, Decimal] = defaultdict(Decimal)
    for code, _, amount in projects:
        project[code] += amount
    total_basic = sum(basic.values())
    lines = split(rng, total_basic, len(STAFF) + len(OFFICE) + 1)
    econ = dict(zip((*STAFF, *OFFICE, "30302"), lines, strict=True))
    reception = cents(rng, 1, 3)
    econ["30217"] = min(reception, econ["30201"] / 2).quantize(CENT)
    econ["30201"] -= econ["30217"]
    whole = {
        k: sum((v for c, v in econ.items() if c.startswith(k)), Decimal(0))
        for k in ("301", "302", "303")
    }
    goods = (sum(project.values(), Decimal(0)) / 3).quantize(CENT)
    whole["302"] += goods
    whole["399"] = sum(project.values(), Decimal(0)) - goods
    drawn = Drawn(
        year=rng.randint(2021, 2025),
        names={**functional, **economic},
        basic=basic,
        project=dict(project),
        economic=dict(sorted(econ.items())),
        whole_economic=whole,
        projects=projects,
        last_basic=cents(rng, 50, 900),
        last_project=cents(rng, 100, 2000),
        reception=econ["30217"],
        last_reception=econ["30217"] + cents(rng, 1, 2),
        procurement=(cents(rng, 1, 50), cents(rng, 1, 50), cents(rng, 1, 50)),
    )
    for _, name, amount in projects:
        drawn.parts[name] = split(rng, amount, 3)
        drawn.last_projects[name] = cents(rng, 20, 900)
    return drawn


def cents(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 100 + 1, high * 100)) / 100


def split(rng: random.Random, total: Decimal, count: int) -> list[Decimal]:
    """Split an amount into parts, none of them zero and no two alike."""
    cuts = sorted(rng.sample(range(1, int(total * 100)), count - 1))
    edges = [0, *cuts, int(total * 100)]
    return [Decimal(b - a) / 100 for a, b in pairwise(edges)]


def money(value: Decimal) -> str:
    return f"{value:,.2f}" if value else ""


def percent(part: Decimal, whole: Decimal) -> str:
    return f"{(part * 100 / whole).quantize(CENT, rounding=ROUND_HALF_UP)}%"


def written(drawn: Drawn) -> str:
    """Write a disclosure out."""
    parts = [_front(drawn), _narrative(drawn), "第五部分 预算公开报表", *_tables(drawn)]
    return "\n\n".join(parts) + "\n"


def file_name(drawn: Drawn) -> str:
    return f"{DEPARTMENT}{drawn.year}年预算.txt"


def _front(d: Drawn) -> str:
    listed = [
        f"{NUMERALS[n]}、{d.year} 年{title}"
        for n, title in enumerate(
            (
                "收支预算总表",
                "收入预算总表",
                "支出预算总表",
                "项目支出预算表",
                "财政拨款收支预算总表",
                "一般公共预算支出表",
                "一般公共预算基本支出表",
                "一般公共预算“三公”经费支出表",
            )
        )
    ]
    return "\n".join(
        [
            f"{DEPARTMENT} {d.year} 年预算",
            "",
            "目 录",
            "",
            "第一部分 基本概况",
            "",
            "- 一、主要职能",
            "",
            "第二部分 预算情况说明",
            "",
            "- 一、收支预算总体安排情况",
            "- 二、一般公共预算支出安排情况",
            "- 三、一般公共预算基本支出安排情况",
            "- 四、政府性基金预算支出安排情况",
            "- 五、其他重要事项的情况说明",
            " - (一) 机关运行经费情况",
            " - (二) 政府采购预算情况",
            " - (三) 预算绩效开展情况",
            "",
            "第三部分 一般公共预算“三公”经费预算情况说明",
            "",
            "第五部分 预算公开报表",
            "",
            *(f"- {line}" for line in listed),
            "",
            "第一部分 基本概况",
            "",
            "一、主要职能",
            "",
            "1、负责全区档案的收集、整理、保管和利用。",
        ]
    )


def change(this: Decimal, last: Decimal, year: int) -> str:
    """Write a change against the year before with its rate."""
    word, rate = ("增加", "增长") if this >= last else ("减少", "下降")
    return f"比 {year - 1} 年预算{word} {abs(this - last):.2f} 万元，{rate} {percent(abs(this - last), last)}"


def _narrative(d: Drawn) -> str:
    total, (basic, project) = d.total(), d.both("")
    last = d.last_basic + d.last_project
    classes = sorted({code[:3] for code in (*d.basic, *d.project)})
    listed = [
        f"- {n}、{d.names[code]} {d.total(code):.2f} 万元；" for n, code in enumerate(classes, 1)
    ]
    staff = sum((v for c, v in d.economic.items() if c[:3] != "302"), Decimal(0))
    wages = sum((v for c, v in d.economic.items() if c.startswith("301")), Decimal(0))
    reason = "变动的主要原因是工作任务调整。"
    coded = [
        f"{n}、{code}{d.names[code]} {amount:.2f} 万元，主要是用于{name}；"
        for n, (code, name, amount) in enumerate(d.projects, 1)
    ]
    goods, works, services = d.procurement
    return "\n\n".join(
        [
            "第二部分 预算情况说明",
            "一、收支预算总体安排情况",
            f"{d.year} 年部门总预算 {total:.2f} 万元，{change(total, last, d.year)}，{reason}",
            f"{d.year} 年部门预算收入 {total:.2f} 万元，其中：一般公共预算财政拨款收入 {total:.2f} 万元，占 100%。",
            f"{d.year} 年部门预算支出 {total:.2f} 万元，其中：基本支出 {basic:.2f} 万元，占 {percent(basic, total)}；"
            f"项目支出 {project:.2f} 万元，占 {percent(project, total)}。",
            "按照支出功能分类科目，主要用于：",
            *listed,
            "二、一般公共预算支出安排情况",
            f"{d.year} 年一般公共预算安排支出 {total:.2f} 万元（按功能分类到项级详见公开表 6），具体情况如下：",
            f"（一）基本支出 {basic:.2f} 万元，主要用于人员经费、公用经费。{change(basic, d.last_basic, d.year)}，{reason}",
            f"（二）项目支出 {project:.2f} 万元，{change(project, d.last_project, d.year)}，{reason}其中按功能科目分类，主要用于：",
            *coded,
            "三、一般公共预算基本支出安排情况",
            f"{d.year} 年部门一般公共预算基本支出 {basic:.2f} 万元。其中：",
            f"（一）人员经费 {staff:.2f} 万元。包括：",
            f"工资福利支出 {wages:.2f} 万元，主要用于：在职人员基本工资、津贴补贴等。",
            f"对个人和家庭的补助 {staff - wages:.2f} 万元，主要用于：退休费等。",
            f"（二）公用经费 {basic - staff:.2f} 万元。主要用于：办公费、水费等。",
            "四、政府性基金预算支出安排情况",
            f"我单位 {d.year} 年无政府性基金预算安排的支出。",
            "五、其他重要事项的情况说明",
            "(一) 机关运行经费情况",
            f"{d.year}年机关运行经费{basic - staff:.2f}万元。主要包括：办公费、水费等。",
            "(二) 政府采购预算情况",
            f"{d.year}年预算中纳入政府采购预算支出合计{goods + works + services:.2f}万元，包括：货物类{goods:.2f}万元，"
            f"为设备采购；工程类{works:.2f}万元，为修缮；服务类{services:.2f}万元，为印刷服务采购。",
            "(三) 预算绩效开展情况",
            f"{d.year}年所有项目支出均纳入预算绩效管理并编制预算绩效目标，涉及一般公共预算{project:.2f}万元。",
            "第三部分 一般公共预算“三公”经费预算情况说明",
            f"一、一般公共预算{d.year}年“三公”经费预算情况",
            f"{d.year}年一般公共预算安排“三公”经费预算{d.reception:.2f}万元。具体情况如下：",
            "（一）公务接待费",
            f"公务接待费 {d.reception:.2f} 万元，{change(d.reception, d.last_reception, d.year)}。减少原因主要是厉行节约。",
        ]
    )


def tabbed(*lines: tuple[str, ...]) -> str:
    return "\n".join("\t".join(line) for line in lines)


def titled(title: str, *lines: tuple[str, ...]) -> str:
    return f"{title}\n\n单位：万元\n\n{tabbed(*lines)}"


def _coded(d: Drawn) -> list[str]:
    items = sorted({*d.basic, *d.project})
    return sorted({code[:n] for code in items for n in (3, 5, 7)})


def _tables(d: Drawn) -> list[str]:
    total, (basic, project) = d.total(), d.both("")
    y = d.year
    coded = _coded(d)
    by_function = [(f"{c}{d.names[c]}", money(d.total(c))) for c in coded if len(c) == 3]
    by_class = [(f"{c}{d.names[c]}", money(v)) for c, v in d.whole_economic.items()]
    height = max(len(by_function), len(by_class), 3)
    income = [
        ("一、一般公共预算财政拨款收入", money(total)),
        ("二、政府性基金预算财政拨款收入", ""),
    ]
    pad = lambda rows: [*rows, *[("", "")] * (height - len(rows))]  # noqa: E731
    beside = list(zip(pad(income), pad(by_function), pad(by_class), strict=True))
    end = [
        (
            ("本年收入合计", money(total)),
            ("本年支出合计", money(total)),
            ("本年支出合计", money(total)),
        ),
        (("上年结转", ""), ("结转下年", ""), ("结转下年", "")),
        (("收入总计", money(total)), ("支出总计", money(total)), ("支出总计", money(total))),
    ]
    overview = titled(
        f"{y}年收支预算总表",
        ("收入", "", "支出（功能）", "", "支出（经济分类）", ""),
        ("项目", "预算数") * 3,
        *[(*a, *b, *c) for a, b, c in [*beside, *end]],
    )
    appropriation = titled(
        f"{y}年财政拨款收支预算总表",
        ("收入", "", "支出（功能分类）", "", "", "支出（部门预算经济分类）", "", ""),
        ("项目", "预算数", *("项目", "一般公共预算", "政府性基金预算") * 2),
        *[(*a, *b, "", *c, "") for a, b, c in [*beside, *end]],
    )
    income_table = titled(
        f"{y}年收入预算总表",
        (
            "功能科目编码",
            "功能科目名称",
            "总计",
            "一般公共预算财政拨款收入",
            "事业收入",
            "其他收入",
        ),
        ("合计", "", money(total), money(total), "", ""),
        *[(c, d.names[c], money(d.total(c)), money(d.total(c)), "", "") for c in coded],
    )

    def spending(title: str, more: tuple[str, ...]) -> str:
        blank = ("",) * len(more)
        rows = [(c, d.names[c], money(d.total(c)), *map(money, d.both(c)), *blank) for c in coded]
        return titled(
            title,
            ("功能科目编码", "功能科目名称", "总计", "基本支出", "项目支出", *more),
            ("合计", "", money(total), money(basic), money(project), *blank),
            *rows,
        )

    return [
        overview,
        income_table,
        spending(f"{y}年支出预算总表", ("上缴上级支出", "结转下年")),
        _projects(d),
        appropriation,
        spending(f"{y}年一般公共预算支出表", ()),
        _basic(d),
        titled(
            f"{y}年一般公共预算“三公”经费支出表",
            ("单位", "合计", "因公出国(境)费用", "公务用车购置及运行维护费", "", "公务接待费"),
            ("", "", "", "公务用车购置", "公务用车运行维护费", ""),
            ("合计", money(d.reception), "", "", "", money(d.reception)),
            ("局机关", money(d.reception), "", "", "", money(d.reception)),
        ),
        _overall_form(d),
        *[_form(d, name, amount) for _, name, amount in d.projects],
    ]


def _projects(d: Drawn) -> str:
    project = d.both("")[1]
    return titled(
        f"{d.year}年项目支出预算表",
        (
            "单位名称",
            "功能科目编码",
            "功能科目名称",
            "项目名称",
            "总计",
            "本年拨款",
            "",
            "其他收入",
        ),
        ("", "", "", "", "", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", ""),
        ("合计", "", "", "", money(project), money(project), "", ""),
        *[
            ("局机关", code, d.names[code], name, money(amount), money(amount), "", "")
            for code, name, amount in d.projects
        ],
    )


def _basic(d: Drawn) -> str:
    def row(code: str) -> tuple[str, ...]:
        value = sum((v for c, v in d.economic.items() if c.startswith(code)), Decimal(0))
        office = code.startswith("302")
        staff = "" if office else money(value)
        return code, d.names[code], money(value), staff, money(value) if office else ""

    codes = sorted({c[:n] for c in d.economic for n in (3, 5)})
    basic = d.both("")[0]
    office = sum((v for c, v in d.economic.items() if c.startswith("302")), Decimal(0))
    return titled(
        f"{d.year}年一般公共预算基本支出表",
        ("经济科目编码", "经济科目名称", "基本支出", "", ""),
        ("", "", "小计", "人员经费", "公用经费"),
        ("合计", "", money(basic), money(basic - office), money(office)),
        *[row(code) for code in codes],
    )


def _overall_form(d: Drawn) -> str:
    total, (basic, project) = d.total(), d.both("")
    last = d.last_basic + d.last_project
    return f"{d.year} 年部门整体绩效目标申报表\n\n" + tabbed(
        ("部门名称", DEPARTMENT, "", "", "", ""),
        ("填报人", "某人", "联系电话", "80000000", "", ""),
        ("部门总体资金情况（万元）", "总体资金情况", "", "当年金额", "占比", "上年收支情况"),
        ("", "", "", "", "", str(d.year - 1)),
        ("", "收入构成", "财政拨款", f"{total:.2f}", "100%", f"{last:.2f}"),
        ("", "", "合计", f"{total:.2f}", "100%", f"{last:.2f}"),
        ("", "支出构成", "基本支出", f"{basic:.2f}", percent(basic, total), f"{d.last_basic:.2f}"),
        ("", "", "项目支出", f"{project:.2f}", percent(project, total), f"{d.last_project:.2f}"),
        ("", "", "合计", f"{total:.2f}", "100%", f"{last:.2f}"),
        (
            "项目支出情况",
            "项目名称",
            "项目类型",
            "项目总预算",
            "项目本年度预算",
            "项目主要支出方向和用途",
        ),
        *[
            ("", name, "经常性项目", f"{amount:.2f}", f"{amount:.2f}", "日常工作")
            for _, name, amount in d.projects
        ],
    )


def _form(d: Drawn, name: str, amount: Decimal) -> str:
    a, b, c = d.parts[name]
    last = d.last_projects[name]
    word = "新增" if amount > last else "减少"
    texts = (
        f"1、设备租赁费用 {a:.2f} 万元。按照协议支付全年租赁费用。"
        f" 2、劳务费用 {b:.2f} 万元。聘请人员协助工作所需的费用。"
        f" 3、其他费用 {c:.2f} 万元。用于零星支出和不可预见的开支。"
    )
    history = (
        f"1.{d.year - 2}年年初预算安排50万元，年中调减指标10万元，{d.year - 2}年预算实际安排40万元；"
        f" 2.{d.year - 1}年年初预算安排{last:.2f}万元；"
        f" 3.当年预算变动情况及理由：{word}{abs(amount - last):.2f}万元，主要是工作任务调整。"
    )
    return f"{d.year} 年项目支出(绩效目标) 申报表\n\n" + tabbed(
        ("项目名称", name, "项目代码", "", "", ""),
        ("项目主管部门", DEPARTMENT, "项目执行单位", DEPARTMENT, "", ""),
        ("项目前两年预算及当年预算变动情况", history, "", "", "", ""),
        ("项目总预算", f"{amount:.2f}万元", "项目当年预算", f"{amount:.2f}万元", "", ""),
        (
            f"{d.year}项目支出明细及依据",
            "项目内容",
            "测算依据及说明",
            "本级财政拨款金额",
            "上级转移支付金额",
            "其他资金",
        ),
        ("", "日常工作支出", texts, f"{amount:.2f}", "", ""),
        ("一级指标", "二级指标", "明细指标内容（三级指标）", "指标值", "指标值确定依据", ""),
        ("项目产出", "产出数量", "完成工作数量", "不少于 20 件", "统计", ""),
        ("", "产出质量", "工作完成质量", "100%", "统计", ""),
    )
