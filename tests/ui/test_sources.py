import re
from collections.abc import Sequence

from index.records import Fact
from ui.grid import lay_out
from ui.sources import cited_fact, paragraph_html, table_html


def cell(facts: Sequence[Fact], table: str, row: str, column: str) -> Fact:
    return next(
        fact
        for fact in facts
        if (fact.table or "").endswith(table) and fact.row == row and fact.column[-1:] == (column,)
    )


def of_table(facts: Sequence[Fact], one: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.table_id == one.table_id]


def test_the_cited_row_and_cell_are_lit_and_no_other(seed_facts: tuple[Fact, ...]) -> None:
    lit = cell(seed_facts, "支出预算总表", "合计", "项目支出")
    shown = table_html(of_table(seed_facts, lit), lit)
    assert ["5,501.02"] == re.findall(r'lit-cell"><mark>(.*?)</mark>', shown)
    assert 1 == shown.count('class="lit-row total"')
    assert 26 == shown.count('scope="row"'), "all rows of the table are shown"


def test_every_cell_is_shown_once_as_it_is_printed(seed_facts: tuple[Fact, ...]) -> None:
    lit = cell(seed_facts, "一般公共预算基本支出表", "合计", "小计")
    facts = of_table(seed_facts, lit)
    shown = re.findall(r"<td class=\"number.*?>(?:<mark>)?([^<]*)<", table_html(facts, lit))
    assert [fact.text for fact in facts if fact.value is not None] == shown


def test_heads_that_belong_together_span_their_columns(seed_facts: tuple[Fact, ...]) -> None:
    facts = [fact for fact in seed_facts if "三公" in (fact.table or "")]
    (block,) = lay_out(facts)
    upper = [(head.text, head.columns, head.rows) for head in block.head[0]]
    assert ("公务用车购置及运行维护费", 2, 1) in upper
    assert ("公务接待费", 1, 2) in upper


def test_side_by_side_blocks_are_shown_one_after_another(seed_facts: tuple[Fact, ...]) -> None:
    facts = [fact for fact in seed_facts if (fact.table or "").endswith("年收支预算总表")]
    assert 3 == len(lay_out(facts))


def test_every_table_and_form_can_be_shown(seed_facts: tuple[Fact, ...]) -> None:
    tables = {fact.table_id: fact for fact in seed_facts if fact.table_id and fact.quote is None}
    assert 13 == len(tables)
    for fact in tables.values():
        shown = table_html(of_table(seed_facts, fact), fact)
        assert 1 == shown.count("lit-cell")


def test_a_cell_is_found_again_by_its_locator(seed_facts: tuple[Fact, ...]) -> None:
    lit = cell(seed_facts, "支出预算总表", "合计", "项目支出")
    assert lit == cited_fact(seed_facts, lit.locator.as_dict())


def test_the_quote_is_lit_in_its_paragraph() -> None:
    shown = paragraph_html("收支情况", "前一句。项目支出 <5> 万元。后一句。", "项目支出 <5> 万元。")
    assert "前一句。<mark class='lit-cell'>项目支出 &lt;5&gt; 万元。</mark>后一句。" in shown
