"""What stands below a table is quoted: that there is none of it, what a head means, what is left out."""

import pytest

from assistant.chain import Assistant
from tests.assistant.conftest import library_of

TEXT = """
某区科协2031年部门预算
第一部分 部门预算表
政府性基金预算财政拨款支出预算表
单位：万元
科目编码	科目名称	合计	基本支出
\t合计\t\t
注：本部门无相关收支项目。
国有资本经营预算支出表
单位：万元
科目编码	科目名称	合计	基本支出
	合计	7.25	7.25
223	国有资本经营预算支出	7.25	7.25
注：本部门无相关收支项目，本表为空。
政府采购支出预算表
单位：万元
采购品目	采购组织形式	金额
办公设备	分散采购	5.00
合计		5.00
注：1.“采购组织形式”指集中采购、部门集中采购和分散采购。
2.采购品目名称根据《品目分类目录》填写。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    path = tmp_path_factory.mktemp("notes") / "某区科协2031年部门预算.txt"
    path.write_text(TEXT.lstrip(), "utf-8")
    return Assistant(library_of(path))


@pytest.mark.parametrize(
    ("question", "table", "quoted"),
    [
        ("有政府性基金预算吗", "政府性基金预算财政拨款支出预算表", "注：本部门无相关收支项目。"),
        ("政府性基金预算是多少", "政府性基金预算财政拨款支出预算表", "注：本部门无相关收支项目。"),
        (
            "什么是采购组织形式",
            "政府采购支出预算表",
            "注：1.“采购组织形式”指集中采购、部门集中采购和分散采购。",
        ),
        (
            "采购品目名称根据什么填写",
            "政府采购支出预算表",
            "2.采购品目名称根据《品目分类目录》填写。",
        ),
    ],
)
def test_a_note_is_quoted_with_its_table(
    assistant: Assistant, question: str, table: str, quoted: str
) -> None:
    answer = assistant.ask([question])
    assert ("answered", ()) == (answer.status, answer.values)
    (citation,) = answer.citations
    assert (table, None, quoted) == (citation.table, citation.section, citation.quote)
    assert quoted in answer.answer
    assert "line" in citation.locator


def test_a_note_that_its_own_table_contradicts_is_no_none(assistant: Assistant) -> None:
    answer = assistant.ask(["有国有资本经营预算支出吗"])
    assert ["7.25"] == [value.number for value in answer.values]
