"""A page is read as a browser draws it: tables without table tags, feet last, captions taken apart."""

from pathlib import Path

import pytest

from corpus.disclosure import Disclosure
from corpus.reader import read_disclosure


def read(tmp_path: Path, body: str) -> Disclosure:
    path = tmp_path / "页.html"
    path.write_text(f"<h1>某局2024年部门预算</h1>{body}", "utf-8")
    return read_disclosure(path)


def cells(document: Disclosure) -> list[tuple[str, str | None, list[list[str]]]]:
    return [
        (t.title, t.unit, [[r.name, *(c.text for c in r.cells if c)] for r in t.rows])
        for t in document.tables
    ]


def drawn(table: str, row: str, cell: str) -> str:
    lines = ("项目|金额", "办公费|2.00", "合计|2.00")
    shown = (
        f"<div {row}>" + "".join(f"<div {cell}>{text}</div>" for text in line.split("|")) + "</div>"
        for line in lines
    )
    return f"<h2>支出预算表</h2><p>单位：万元</p><div {table}>{''.join(shown)}</div>"


STYLE = "<style>.t, .u{display: table} .t .r{display:table-row;} .c{color:red;display:table-cell}</style>"


@pytest.mark.parametrize(
    "body",
    [
        drawn('role="table"', 'role="row"', 'role="cell"'),
        drawn('style="display: table"', 'style="display:table-row"', 'style="display:table-cell"'),
        STYLE + drawn('class="x t"', 'class="r"', 'class="c"'),
    ],
)
def test_blocks_drawn_as_a_table_are_one(tmp_path: Path, body: str) -> None:
    assert [("支出预算表", "万元", [["办公费", "2.00"], ["合计", "2.00"]])] == cells(
        read(tmp_path, body)
    )


def test_blocks_that_are_not_drawn_as_a_table_are_text(tmp_path: Path) -> None:
    body = "<style>.t{display: flex} .u{display:table-caption}</style>" + drawn(
        'class="t"', 'class="u"', ""
    )
    assert [] == cells(read(tmp_path, body))


def test_the_foot_comes_last_and_the_caption_tells_the_unit(tmp_path: Path) -> None:
    table = (
        "<table><caption>支出预算表 <span>单位：元</span></caption><tfoot><tr><td>合计<td>5</tfoot>"
        "<thead><tr><th>项目<th>金额</thead><tbody><tr><td>甲<td>2<tr><td>乙<td>3</tbody></table>"
    )
    assert [("支出预算表", "元", [["甲", "2"], ["乙", "3"], ["合计", "5"]])] == cells(
        read(tmp_path, table)
    )


@pytest.mark.parametrize(
    "caption",
    [
        "编制单位：某局 单位：万元",
        "单位：万元 编制单位：某局",
        "编制单位：某局   （金额单位：万元）",
    ],
)
def test_unit_and_owner_on_one_line_are_told_apart(tmp_path: Path, caption: str) -> None:
    table = "<table><tr><td>项目<td>金额<tr><td>甲<td>2</table>"
    document = read(tmp_path, f"<p>支出预算表</p><p>{caption}</p>{table}")
    assert [("支出预算表", "万元", [["甲", "2"]])] == cells(document)


def test_a_large_style_sheet_takes_no_time(tmp_path: Path) -> None:
    assert [] == cells(read(tmp_path, "<style>" + "a" * 1_000_000 + "</style><p>文</p>"))
