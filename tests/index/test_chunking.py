"""What becomes a fact, what becomes a passage, and with which words it is found."""

from dataclasses import replace
from decimal import Decimal

from corpus.disclosure import Amount, Locator, Note
from index.chunking import facts_of, passages_of

SPENDING = """
科目 | 总计 | 项目支出
2060101 行政运行 | 220.09 |
2060404 科技成果转化与扩散 | 5,103.02 | ·
"""


def test_every_printed_cell_is_a_fact_and_a_merged_one_is_not(disclosure):
    facts = facts_of(disclosure(SPENDING))

    assert [("220.09", Decimal("220.09")), ("", None), ("5,103.02", Decimal("5103.02"))] == [
        (fact.text, fact.value) for fact in facts
    ]
    assert {"万元"} == {fact.unit for fact in facts}


def test_ids_count_rows_and_columns_from_one_and_indices_from_zero(disclosure):
    last = facts_of(disclosure(SPENDING))[-1]

    assert "甲局2022年预算.txt#T1/2/1" == last.id
    assert (1, 0) == (last.row_index, last.column_index)


def test_words_in_a_cell_have_no_unit(disclosure):
    (fact,) = facts_of(disclosure("指标 | 指标值\n就业岗位 | 明显增加", is_form=True))

    assert fact.unit is None


def test_a_row_has_the_same_words_in_every_document(disclosure):
    this = disclosure(SPENDING)
    other = disclosure(SPENDING.replace("220.09", "9.10"), name="乙局2021年预算.txt", year=2021)

    mine = {passage.words for passage in passages_of(this)}

    assert mine == {passage.words for passage in passages_of(other)}
    assert "支出预算总表 2060101 行政运行 总计" in mine


def test_a_row_shows_its_figures_and_holds_its_facts(disclosure):
    row = next(p for p in passages_of(disclosure(SPENDING)) if p.row_index == 0)

    assert "2022年支出预算总表 2060101 行政运行：总计 220.09（单位：万元）" == row.text
    assert ("甲局2022年预算.txt#T1/1/1", "甲局2022年预算.txt#T1/1/2") == row.fact_ids


def test_a_long_form_cell_is_found_by_its_own_text_without_tags(disclosure):
    duty = "组织高新技术企业申报并开展日常监督管理，" * 3
    made = disclosure(f"项目 | 内容\n立项依据 | <p>{duty}</p>", is_form=True)

    (cell,) = (p for p in passages_of(made) if p.kind == "cell")

    assert duty == cell.text
    assert f"支出预算总表 立项依据 内容\n{duty}" == cell.words


def test_a_paragraph_holds_the_amounts_stated_in_it(disclosure):
    sentence = "公务接待费0.09万元，比上年减少0.01万元。"
    made = disclosure(SPENDING, paragraphs=(sentence, "其他说明。"))
    section = made.paragraphs[0].section
    amount = Amount(
        item="公务接待费",
        relation="",
        path=(),
        text="0.09万元",
        value=Decimal("0.09"),
        unit="万元",
        sentence=sentence,
        section=section,
        locator=Locator(line=100),
        start=5,
    )

    first, second, *_ = passages_of(replace(made, amounts=(amount,)))

    assert ("甲局2022年预算.txt#a1",) == first.fact_ids
    assert () == second.fact_ids
    assert "第二部分 一、总体情况\n其他说明。" == second.words


def test_a_note_is_a_passage_of_its_table_and_a_year_alone_is_none(disclosure):
    read = disclosure(SPENDING)
    notes = (Note("（2022年度）", Locator(line=4)), Note("注：不含上年结转。", Locator(line=9)))
    table = replace(read.tables[0], notes=notes)
    (note,) = [p for p in passages_of(replace(read, tables=(table,))) if p.kind == "note"]

    assert ("注：不含上年结转。", table.title, 9) == (note.text, note.table, note.locator.line)
    assert note.words.endswith(note.text)
