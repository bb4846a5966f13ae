"""Each rule on the shipped disclosure with one thing changed: the finding appears, moves or goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure
from corpus.findings import Finding, Severity
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED

SEED = SHIPPED[0].read_text(encoding="utf-8")
Mutate = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def mutated(tmp_path: Path, seed: Disclosure) -> Mutate:
    """Return a function that changes the text and gives what is found now and was not before."""
    before = {(f.rule, f.printed, f.expected) for f in check_disclosure(seed)}

    def mutate(old: str, new: str, times: int = 1) -> tuple[Finding, ...]:
        assert old in SEED, old
        path = tmp_path / SHIPPED[0].name
        path.write_text(SEED.replace(old, new, times), encoding="utf-8")
        found = check_disclosure(read_disclosure(path))
        return tuple(f for f in found if (f.rule, f.printed, f.expected) not in before)

    return mutate


@pytest.fixture
def remaining(tmp_path: Path) -> Mutate:
    """Return a function that mends the text and gives all that is found then."""

    def mend(old: str, new: str, times: int = 1) -> tuple[Finding, ...]:
        assert old in SEED, old
        path = tmp_path / SHIPPED[0].name
        path.write_text(SEED.replace(old, new, times), encoding="utf-8")
        return check_disclosure(read_disclosure(path))

    return mend


APPEARS = [
    # a digit, a blank or a row in a table
    (
        "20604\t技术与开发\t5,103.02\t\t5,103.02",
        "20604\t技术与开发\t5,203.02\t\t5,103.02",
        "行内合计",
    ),
    (
        "20604\t技术与开发\t5,103.02\t\t5,103.02",
        "20604\t技术与开发\t5,203.02\t\t5,203.02",
        "合计与分项",
    ),
    ("2080599\t其他行政事业单位养老支出\t6.67\t6.67\t\t\t\t\t\t\n", "", "合计与分项"),
    ("收入总计\t5,949.92\t", "收入总计\t5,949.82\t", "收支平衡"),
    ("206科学技术支出\t5,679.11\t309", "206科学技术支出\t5,769.11\t309", "表间相符"),
    (
        "合计\t\t5,949.92\t448.90\t5,501.02\t\t",
        "合计\t\t5,949.92\t449.90\t5,501.02\t\t",
        "表间相符",
    ),
    ("高技术人才 引进劳务费\t60.00\t60.00", "高技术人才 引进劳务费\t62.00\t62.00", "项目与科目"),
    ("财政拨款\t5949.92\t100%", "财政拨款\t5949.92\t98%", "占比"),
    ("基本支出\t448.9\t7.54%", "基本支出\t449.9\t7.54%", "申报表金额"),
    # text and tables
    ("科学技术支出 5679.11 万元", "科学技术支出 5769.11 万元", "文表相符"),
    ("住房保障支出 39.92 万元", "住房保障支出 39.92 元", "文表相符"),
    ("工资福利支出 288.60 万元", "工资福利支出 28.86 万元", "文表相符"),
    (
        "2060102 一般行政管理事务（科学技术）60 万元",
        "2060102 一般行政管理事务（科学技术）80 万元",
        "文表相符",
    ),
    ("基本支出 448.90 万元，占 7.54%", "基本支出 448.90 万元，占 7.45%", "占比"),
    ("服务类11.5万元", "服务类12.5万元", "分项之和"),
    ("人员经费 396.39 万元", "人员经费 369.39 万元", "文表相符"),
    # changes, rates, years, directions
    ("增加 724.67 万元", "增加 742.67 万元", "增减额"),
    ("增加 724.67 万元", "减少 724.67 万元", "增减方向"),
    ("增长 12.18%", "下降 12.18%", "增减方向"),
    ("比上年预算减少 0.01 万元", "比上年预算增加 0.01 万元", "增减方向"),
    ("增长 12.87%", "增长 12.87 个百分点", "百分点"),
    ("较 2021 年预算增加 708.02", "较 2020 年预算增加 708.02", "比较年份"),
    ("2022 年部门预算收入 5949.92", "2021 年部门预算收入 5949.92", "年份"),
    ("我单位 2022 年无国有资本", "我单位 2021 年无国有资本", "年份"),
    ("2022年支出预算总表\n", "2021年支出预算总表\n", "年份"),
    # the arithmetic of the forms
    ("25人次=5万元", "25人次=6万元", "单价乘数量"),
    ("0.005 万元/套*2000 套", "0.006 万元/套*2000 套", "单价乘数量"),
    ("50 万元/家，4 家", "50 万元/家，5 家", "分项之和"),
    ("二是中国船级社协议项目一期支持 624.55", "二是中国船级社协议项目一期支持 642.55", "分项之和"),
    ("11、其他 100 万元", "11、其他 200 万元", "明细与金额"),
    ("年中调减指标53万元", "年中调减指标63万元", "预算变动"),
    ("新增90万元", "减少90万元", "预算变动"),
    (
        "项目总预算\t48万元\t\t项目当年预算\t48万元",
        "项目总预算\t48万元\t\t项目当年预算\t84万元",
        "申报表金额",
    ),
    (
        "科学管理事务支出\t经常性项目\t260\t260",
        "科学管理事务支出\t经常性项目\t260\t620",
        "项目清单",
    ),
    ("瞪羚企业 30 家\t", "瞪羚企业 40 家\t", "目标矛盾"),
    # structure and wording
    ("详见公开表 5", "详见公开表 2", "表号引用"),
    (
        "变动的主要原因是 2022 年度科技研究与开发资金项目资金预算项目增加。",
        "变动的主要原因是。",
        "原因空缺",
    ),
    ("本部门由机关本级组成", "本部门由XX局机关组成", "占位文字"),
    ("安全生产、推进经济信息化发展", "安全生产。。推进经济信息化发展", "标点"),
    ("208社会保障和就业支出\t107.30\t\t", "208城市道路建设\t107.30\t\t", "名称不一"),
    (
        "20604\t技术与开发\t5,103.02\t\t5,103.02",
        "20604\t城市绿化\t5,103.02\t\t5,103.02",
        "科目名称",
    ),
]


@pytest.mark.parametrize(("old", "new", "rule"), APPEARS, ids=lambda value: str(value)[:24])
def test_a_change_is_found_by_its_rule(mutated: Mutate, old: str, new: str, rule: str) -> None:
    assert rule in {f.rule for f in mutated(old, new)}


GOES = [
    ("增长 12.18%", "增长 13.87%", "12.18%"),
    ("增长 3.71%", "增长 3.85%", "3.71%"),
    ("增长 12.87%", "增长 14.77%", "12.87%"),
    ("2501.22 万元", "2141.22 万元", "2501.22 万元"),
    ("专项宣传 3 万元", "专项宣传 9 万元", "3 万元"),
    ("3.2元", "3.2万元", "3.2元"),
    ("理由：无变动</p>", "理由：减少5万元</p>", "无变动"),
    ("详见公开表 5", "详见公开表 6", "详见公开表5"),
    ("2人*0.3万元/人/月*12个月约等于7万元", "2人*0.35万元/人/月*10个月=7万元", "7万元"),
    ("（工业和信息产业监\t", "（工业和信息产业监管）\t", "一般行政管理事务（工业和信息产业监"),
    ("二、人员构成\n\n江", "三、人员构成\n\n江", "二、人员构成"),
    ("222粮油物资管理支出", "222粮油物资储备支出", "粮油物资管理支出"),
]


@pytest.mark.parametrize(("old", "new", "printed"), GOES, ids=lambda v: str(v)[:24])
def test_what_is_mended_is_no_longer_found(
    remaining: Mutate, old: str, new: str, printed: str
) -> None:
    found = remaining(old, new)
    assert printed not in {f.printed for f in found}
    errors = [f for f in found if f.severity is Severity.ERROR]
    assert len(errors) <= 12


def test_the_base_that_was_used_is_named_anew(mutated: Mutate) -> None:
    """Another wrong rate keeps the finding but loses the cause, as no base gives it."""
    (found,) = [f for f in mutated("增长 12.18%", "增长 11.11%") if f.rule == "增长率"]
    assert ("11.11%", "13.87%") == (found.printed, found.expected)
    assert "除以本年数" not in found.text


def test_one_wrong_cell_is_named_as_the_one_that_mends_all_sums(mutated: Mutate) -> None:
    found = mutated(
        "20805\t行政事业单位养老支出\t107.30\t107.30\t\t\t\t\t\n",
        "20805\t行政事业单位养老支出\t170.30\t107.30\t\t\t\t\t\n",
    )
    sums = [f for f in found if f.rule in ("合计与分项", "行内合计")]
    assert len(sums) >= 2
    assert all("若「20805 行政事业单位养老支出」（总计）为 107.30万元" in f.text for f in sums)


def test_a_table_in_the_wrong_unit_is_found(mutated: Mutate) -> None:
    old = "2022年支出预算总表\n\n单位：万元"
    found = mutated(old, old.replace("万元", "元"))
    assert ("元", "万元") in {(f.printed, f.expected) for f in found if f.rule == "表的单位"}


def test_a_none_that_is_contradicted_by_a_table_is_found(mutated: Mutate) -> None:
    found = mutated(
        "合计\t\t5,949.92\t5,949.92\t\t\t\t\t\t", "合计\t\t5,949.92\t5,049.92\t900.00\t\t\t\t\t"
    )
    assert "无与有" in {f.rule for f in found}
