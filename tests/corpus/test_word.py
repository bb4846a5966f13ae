"""A Word file is read as it is seen: with automatic numbers, without what was deleted."""

from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.disclosure import Disclosure, Locator
from corpus.reader import read_disclosure

NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>"""


def saved(made: Any, tmp_path: Path) -> Disclosure:
    path = tmp_path / "说明.docx"
    made.save(str(path))
    return read_disclosure(path)


def numbered(made: Any, text: str, level: int) -> None:
    settings = made.add_paragraph(text)._p.get_or_add_pPr()
    settings.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        )
    )


def test_automatic_numbers_make_headings(tmp_path: Path) -> None:
    made = docx.Document()
    element = made.part.numbering_part.element
    for child in parse_xml(NUMBERING):
        element.append(child)
    made.add_paragraph("某局2024年部门预算")
    for text, level in [("收入", 0), ("本级", 1), ("下级", 1), ("支出", 0), ("本级", 1)]:
        numbered(made, text, level)
    assert [
        ("一、收入",),
        ("一、收入", "（一）本级"),
        ("一、收入", "（二）下级"),
        ("二、支出",),
        ("二、支出", "（一）本级"),
    ] == [section.path for section in saved(made, tmp_path).sections]


def test_content_controls_and_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("某局2024年部门预算")
    made.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>一、收支总表</w:t><w:tab/><w:t>3</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    made.element.body.insert(
        2,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t>一、收支总表</w:t></w:r></w:p>",
        ),
    )
    made.element.body.insert(
        3,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t>支出共</w:t></w:r><w:del><w:r><w:delText>1</w:delText>"
            "</w:r></w:del><w:ins><w:r><w:t>2</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>"
        ),
    )
    read = saved(made, tmp_path)
    assert ["收支总表"] == [entry.title for entry in read.contents]
    assert ["支出共2万元。"] == [paragraph.text for paragraph in read.paragraphs]


def test_a_cell_is_found_by_table_row_and_column(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("某局2024年部门预算")
    for title in ("甲表", "乙表"):
        made.add_paragraph(title)
        table = made.add_table(2, 2)
        for cell, text in zip(table._cells, ("项目", "金额", "甲", "1.00"), strict=True):
            cell.text = text
    cell = saved(made, tmp_path).tables[1].rows[0].cells[0]
    assert cell is not None
    assert Locator(table=2, row=2, column=2) == cell.locator


def test_a_frame_around_a_table_is_no_table(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("某局2024年部门预算")
    frame = made.add_table(1, 1).cell(0, 0)
    frame.paragraphs[0].text = "支出表"
    inner = frame.add_table(2, 2)
    for cell, text in zip(inner._cells, ("项目", "金额", "甲", "1.00"), strict=True):
        cell.text = text
    read = saved(made, tmp_path)
    assert [("支出表", ["甲"])] == [(t.title, [r.name for r in t.rows]) for t in read.tables]


def rows(*lines: str) -> str:
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in line.split("|"))
        for line in lines
    )
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in cells) + "</w:tbl>"


def inserted(made: Any, xml: str) -> None:
    body = made.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def names(read: Disclosure) -> list[tuple[str, str | None, list[str]]]:
    return [(table.title, table.unit, [row.name for row in table.rows]) for table in read.tables]


def test_a_table_in_a_text_box_is_read_where_the_box_stands(tmp_path: Path) -> None:
    made = docx.Document()
    for text in ("某局2024年部门预算", "一、情况说明", "支出预算表", "单位：万元"):
        made.add_paragraph(text)
    table = rows("项目|预算数", "办公费|2.00", "合计|2.00")
    inserted(
        made, f"<w:p><w:r><w:pict><w:txbxContent>{table}<w:p/></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert [("支出预算表", "万元", ["办公费", "合计"])] == names(saved(made, tmp_path))


def test_tables_set_side_by_side_in_a_frame_are_tables_of_their_own(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("某局2024年部门预算")
    frame = made.add_table(1, 2)
    for cell, title, name in zip(
        frame.row_cells(0), ("收入预算表", "支出预算表"), "甲乙", strict=True
    ):
        cell.text = title
        cell.add_paragraph("单位：元")
        inner = cell.add_table(3, 2)
        for place, text in zip(inner._cells, ("项目", "金额", name, "5", "合计", "5"), strict=True):
            place.text = text
    assert [
        ("收入预算表", "元", ["甲", "合计"]),
        ("支出预算表", "元", ["乙", "合计"]),
    ] == names(saved(made, tmp_path))


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("某局2024年部门预算")
    paragraph = made.add_paragraph("看得见")
    paragraph.add_run("看不见").font.hidden = True
    assert ["看得见"] == [p.text for p in saved(made, tmp_path).paragraphs]
