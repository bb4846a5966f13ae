"""What is read of the shipped disclosure: own expectations, recomputed from the file's text."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.disclosure import Disclosure, Row, RowKind, Table

D = Decimal


def table(seed: Disclosure, words: str) -> Table:
    return next(t for t in seed.tables if words in t.title)


def amount(table: Table, row: Row, column: str) -> Decimal | None:
    index = next(i for i, c in enumerate(table.columns) if c.name.endswith(column))
    cell = row.cells[index]
    return cell.value if cell else None


def row(table: Table, name: str) -> Row:
    return next(r for r in table.rows if name in (r.code, r.name))


def test_who_and_when_is_read_from_the_document(seed: Disclosure) -> None:
    assert "江汉区科学技术和经济信息化局" == seed.department
    assert {"区科经局", "科经局"} <= set(seed.aliases)
    assert ("江汉区", 2022, "预算") == (seed.region, seed.year, seed.kind)


def test_all_tables_and_forms_are_read(seed: Disclosure) -> None:
    assert 8 == sum(not t.is_form for t in seed.tables)
    assert 5 == sum(t.is_form for t in seed.tables)
    subjects = {t.subject for t in seed.tables if t.is_form}
    assert {
        "工业经济信息工作经费",
        "科技研究与开发资金",
        "科学管理事务支出",
        "民营经济工作经费",
        None,
    } == subjects


def test_the_classes_of_the_expenditure_table_add_up_to_the_total_once(seed: Disclosure) -> None:
    expenditure = table(seed, "支出预算总表")
    classes = [amount(expenditure, r, "总计") for r in expenditure.rows if r.kind is RowKind.CLASS]
    assert D("5949.92") == sum(value for value in classes if value)
    everything = [amount(expenditure, r, "总计") for r in expenditure.rows]
    assert D("23799.68") == sum(value for value in everything if value)


def test_every_parent_is_the_sum_of_its_parts(seed: Disclosure) -> None:
    checked = 0
    for t in seed.tables:
        for index, parent in enumerate(t.rows):
            parts = [r for r in t.rows if r.parent == index]
            for c in range(len(t.columns)):
                values = [cell.value for r in parts if (cell := r.cells[c]) and cell.value]
                whole = parent.cells[c]
                if values and whole and whole.value is not None and whole.unit == "万元":
                    assert whole.value == sum(values), (t.title, parent.name)
                    checked += 1
    assert checked > 100


def test_passing_sums_recorded_for_the_seed_hold(seed: Disclosure, shared: Path) -> None:
    """The recorded within-table checks (W01, W02) name table, column and code; each is redone."""
    tables = {t.id: t for t in seed.tables}
    names = {"total": "总计", "jb": "基本支出", "xm": "项目支出", "ygb": "一般公共预算财政拨款收入"}
    done = 0
    with (shared / "data" / "seed_checks.csv").open(encoding="utf-8") as file:
        for record in csv.DictReader(file):
            head, _, rest = record["check"].partition(" ")
            id_, _, column = head.partition(".")
            if record["rule"] != "W02" or record["result"] != "PASS" or column not in names:
                continue
            parent = row(tables[id_], rest.split("=")[0])
            index = tables[id_].rows.index(parent)
            expected = D(record["detail"].split(" vs ")[0].replace(",", ""))
            parts = [r for r in tables[id_].rows if r.parent == index]
            assert expected == (amount(tables[id_], parent, names[column]) or 0)
            assert expected == sum(amount(tables[id_], r, names[column]) or 0 for r in parts)
            done += 1
    assert done > 50


def test_head_rows_are_joined_into_paths(seed: Disclosure) -> None:
    names = [c.name for c in table(seed, "基本支出表").columns]
    assert ["基本支出 / 小计", "基本支出 / 人员经费", "基本支出 / 公用经费"] == names


def test_side_by_side_groups_are_rows_of_their_own(seed: Disclosure) -> None:
    whole = table(seed, "收支预算总表")
    goods = row(whole, "302")
    assert ("商品和服务支出", ("支出（经济分类）",)) == (goods.name, goods.path)
    assert D("450.51") == amount(whole, goods, "支出（经济分类） / 预算数")


def test_a_blank_cell_is_no_zero(seed: Disclosure) -> None:
    defence = row(table(seed, "收支预算总表"), "203")
    cells = [cell for cell in defence.cells if cell]
    assert [("", None)] == [(cell.text, cell.value) for cell in cells]


def test_names_broken_over_lines_are_joined(seed: Disclosure) -> None:
    projects = table(seed, "项目支出预算表")
    assert D("260.00") == amount(projects, row(projects, "科学管理事务支出"), "总计")


@pytest.mark.parametrize(
    ("line", "path", "name", "column", "text"),
    [
        (480, "支出构成", "项目支出", "当年金额", "5501.02"),
        (480, "支出构成", "项目支出", "上年收支情况 / 2021", "4793"),
        (498, "经济效益", "高新技术产值增长率", "指标值", "显著提高"),
        (501, "服务对象满意度", "服务高新企业满意度", "指标值", "≥95%"),
        (561, "经济效益", "因安全事故发生的财产损失", "指标值", "0 元"),
        (602, "完成时效", "计划工作完成及时性", "指标值", "100%"),
    ],
)
def test_lines_that_lost_their_merged_head_are_laid_on_their_columns(
    seed: Disclosure, line: int, path: str, name: str, column: str, text: str
) -> None:
    form, found = next(
        (t, r) for t in seed.tables for r in t.rows if t.is_form and r.locator.line == line
    )
    index = [c.name for c in form.columns].index(column)
    cell = found.cells[index]
    assert cell is not None
    assert (path, name, text) == (found.path[-1], found.name, cell.text)


def test_amounts_in_sentences_have_item_relation_and_sentence(seed: Disclosure) -> None:
    found = {(a.item, a.relation): a for a in seed.amounts if a.locator.line == 104}
    change = found["部门总预算", "增加"]
    assert (D("724.67"), "万元") == (change.value, change.unit)
    assert "比2021年预算增加724.67万元" in change.sentence
    assert D("12.18") == found["部门总预算", "增长"].value


def test_nested_amounts_are_listed_under_their_element(seed: Disclosure) -> None:
    rent = next(a for a in seed.amounts if a.item.startswith("二期房租补贴") and a.unit == "万元")
    assert (D("139.6"), "招商引资项目") == (rent.value, rent.path[-2])


def test_the_contents_name_tables_that_are_not_attached(seed: Disclosure) -> None:
    titles = [entry.title for entry in seed.contents]
    assert "2022 年政府采购预算表" in titles
    assert not any("政府采购" in t.title for t in seed.tables)


def test_a_paragraph_broken_in_the_file_is_one_paragraph(seed: Disclosure) -> None:
    assert any("部分不可预见性经费从项目支出改列至基本支出。" in p.text for p in seed.paragraphs)


def by_code(seed: Disclosure, words: str, column: str, path: str = "") -> dict[str, Decimal]:
    """Amounts by code; in side-by-side tables `path` tells which block is meant."""
    t = table(seed, words)
    return {
        r.code: cell.value
        for r in t.rows
        for c, cell in zip(t.columns, r.cells, strict=True)
        if r.code and path in "".join(r.path) and c.name.endswith(column)
        if cell and cell.value is not None
    }


def total(seed: Disclosure, words: str, column: str) -> Decimal | None:
    return amount(table(seed, words), row(table(seed, words), "合计"), column)


@pytest.mark.parametrize(
    ("words", "whole", "parts"),
    [
        ("支出预算总表", "总计", ("基本支出", "项目支出")),
        ("一般公共预算支出表", "总计", ("基本支出", "项目支出")),
        ("基本支出表", "小计", ("人员经费", "公用经费")),
        ("收入预算总表", "总计", ("一般公共预算财政拨款收入",)),
        ("项目支出预算表", "总计", ("一般公共预算财政拨款收入",)),
        ("三公”经费支出表", "合计", ("因公出国(境)费用", "小计", "公务接待费")),
    ],
)
def test_every_row_is_the_sum_of_its_columns(
    seed: Disclosure, words: str, whole: str, parts: tuple[str, ...]
) -> None:
    """Row sums W05, W06, W07 and S01."""
    t = table(seed, words)
    for r in t.rows:
        assert amount(t, r, whole) == sum(amount(t, r, p) or 0 for p in parts), r.name


def test_the_same_code_states_the_same_amount_in_every_table(seed: Disclosure) -> None:
    """Sums between tables: X01 to X05, X07."""
    expenditure = by_code(seed, "支出预算总表", "总计")
    assert 25 == len(expenditure)
    assert expenditure == by_code(seed, "收入预算总表", "总计")
    assert expenditure == by_code(seed, "一般公共预算支出表", "总计")
    classes = {code: value for code, value in expenditure.items() if len(code) == 3}
    assert classes == by_code(seed, "收支预算总表", "预算数", "功能")
    assert classes == by_code(seed, "财政拨款收支", "一般公共预算", "功能")
    assert total(seed, "基本支出表", "小计") == total(seed, "支出预算总表", "基本支出")
    assert total(seed, "项目支出预算表", "总计") == total(seed, "支出预算总表", "项目支出")


def test_the_projects_of_a_code_are_its_project_expenditure(seed: Disclosure) -> None:
    """X06 and W10."""
    projects = table(seed, "项目支出预算表")
    expected = by_code(seed, "支出预算总表", "项目支出")
    for code in {r.code for r in projects.rows if r.code}:
        of_code = [amount(projects, r, "总计") or 0 for r in projects.rows if r.code == code]
        assert expected[str(code)] == sum(of_code)


def test_income_equals_expenditure_by_both_classifications(seed: Disclosure) -> None:
    """W08 and W09."""
    whole = table(seed, "收支预算总表")
    totals = {
        cell.value
        for r in whole.rows
        if r.name in ("收入总计", "支出总计")
        for cell in r.cells
        if cell
    }
    assert {D("5949.92")} == totals


def test_basic_expenditure_lines_equal_their_functional_items(seed: Disclosure) -> None:
    """X08 and X10: the same money under two classifications."""
    economic = by_code(seed, "基本支出表", "小计")
    functional = by_code(seed, "支出预算总表", "基本支出")
    whole = by_code(seed, "收支预算总表", "预算数", "经济")
    assert economic["30108"] == functional["2080505"]
    assert economic["30113"] == functional["2210201"]
    assert economic["30302"] == functional["2080501"]
    assert economic["30111"] + economic["30307"] == functional["2101103"]
    assert (economic["301"], economic["303"]) == (whole["301"], whole["303"])
    assert D("398.00") == whole["302"] - economic["302"]
    assert total(seed, "三公”经费支出表", "公务接待费") == economic["30217"]


def test_last_year_and_forms_agree_with_the_text(seed: Disclosure) -> None:
    """W11, R02, P02 and D01."""
    form = table(seed, "整体绩效")
    rows = {(r.path[-1], r.name): r for r in form.rows if r.path}
    last = [amount(form, rows["支出构成", n], "2021") for n in ("基本支出", "项目支出", "合计")]
    assert [D("432.25"), D("4793"), D("5225.25")] == last
    assert D("724.67") == D("5949.92") - D("5225.25")
    listed = [
        amount(form, r, "项目本年度预算") for r in form.rows if r.path[-1:] == ("项目支出情况",)
    ]
    assert D("5501.02") == sum(value for value in listed if value)
    industry = next(t for t in seed.tables if t.subject == "工业经济信息工作经费")
    detail = [amount(industry, r, "本级财政拨款金额") or 0 for r in industry.rows]
    assert D("30") == sum(detail)
