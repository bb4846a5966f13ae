"""Tables of any field: heads at the top, at the left or both; every other cell is an answer."""

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.disclosure import Kind, Table
from corpus.reader import read_disclosure

D = Decimal


def table(tmp_path: Path, page: str) -> Table:
    path = tmp_path / "网页.html"
    path.write_text(f"<h1>某地概况</h1><p>以下是数据。</p>{page}", encoding="utf-8")
    read = read_disclosure(path)
    assert Kind.OTHER is read.kind
    assert 1 == len(read.tables)
    return read.tables[0]


def ruled(*lines: str) -> str:
    rows = ("".join(f"<td>{cell.strip()}</td>" for cell in line.split("|")) for line in lines)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def cells(found: Table) -> list[tuple[tuple[str, ...], str, str, str, Decimal | None, str | None]]:
    return [
        (row.path, row.name, found.columns[i].name, cell.text, cell.value, cell.unit)
        for row in found.rows
        for i, cell in enumerate(row.cells)
        if cell
    ]


def test_heads_at_the_top_and_names_at_the_left(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("地区|2023|2024", "城关|1,204|1,310", "合计|1,204|1,310"))
    assert ((), "城关", "2024", "1,310", D(1310), None) in cells(found)
    assert 4 == len(cells(found))


def test_words_are_answers_too(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("姓名|职务|电话", "张三|局长|8562", "李四|副局长|8563"))
    assert ((), "李四", "职务", "副局长", None, None) in cells(found)
    assert ((), "张三", "电话", "8562", D(8562), None) in cells(found)


def test_heads_at_the_left_only(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("面积|28.3平方公里", "人口|70.5万人", "区长|王五"))
    assert [
        ((), "面积", "", "28.3平方公里", D("28.3"), "平方公里"),
        ((), "人口", "", "70.5万人", D("70.5"), "万人"),
        ((), "区长", "", "王五", None, None),
    ] == cells(found)


def test_labels_with_mixed_answers_have_no_head(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("名称|某公司", "成立|2001年", "员工|35人"))
    assert ((), "名称", "", "某公司", None, None) in cells(found)
    assert ((), "员工", "", "35人", D(35), "人") in cells(found)


def test_units_stand_in_heads_or_in_a_column(tmp_path: Path) -> None:
    found = table(
        tmp_path, ruled("指标|单位|数值|增速（%）", "产量|吨|30.5|2.1", "人口|万人|7|0.4")
    )
    assert ((), "产量", "数值", "30.5", D("30.5"), "吨") in cells(found)
    assert ((), "人口", "增速（%）", "0.4", D("0.4"), "%") in cells(found)


def test_heads_and_names_that_span(tmp_path: Path) -> None:
    page = (
        "<table><tr><th rowspan=2>省<th rowspan=2>市<th colspan=2>人口（万人）</tr>"
        "<tr><th>男<th>女</tr>"
        "<tr><td rowspan=2>甲<td>一<td>1<td>2</tr><tr><td>二<td>3<td>4</tr>"
        "<tr><td>乙<td>一<td>5<td>6</tr></table>"
    )
    found = table(tmp_path, page)
    assert (("甲",), "二", "人口（万人） / 女", "4", D(4), "万人") in cells(found)
    assert (("乙",), "一", "人口（万人） / 男", "5", D(5), "万人") in cells(found)


def test_a_label_printed_once_holds_for_the_rows_below(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("省|市|人口", "甲|一|1", "|二|3", "乙|一|5"))
    assert [("甲",), ("甲",), ("乙",)] == [row.path for row in found.rows]


def test_a_serial_number_names_nothing(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("序号|学校|学生", "1|一中|900", "2|二中|800"))
    assert [("一中", "学生", D(900)), ("二中", "学生", D(800))] == [
        (name, column, value) for _, name, column, _, value, _ in cells(found)
    ]


def test_columns_that_are_numbered_have_heads(tmp_path: Path) -> None:
    found = table(tmp_path, ruled("班级|1|2|3", "人数|40|41|39"))
    assert ((), "人数", "2", "41", D(41), None) in cells(found)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<h2>人口</h2>" + ruled("地区|数", "甲|1"), "人口"),
        ("<table><caption>户数</caption><tr><td>地区<td>数<tr><td>甲<td>1</table>", "户数"),
        (ruled("地区|数", "甲|1"), "某地概况"),
    ],
)
def test_a_table_is_named_by_what_stands_above(tmp_path: Path, page: str, title: str) -> None:
    assert title == table(tmp_path, page).title
