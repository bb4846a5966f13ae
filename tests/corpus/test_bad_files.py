"""What cannot be read is told in one Chinese sentence that says what to do, and quickly."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import openpyxl
import pytest

from corpus.errors import ReadError
from corpus.limits import LINES, PAGES, SHEETS, TABLE_ROWS
from corpus.pdf_page import PdfPage, pages_of
from corpus.reader import read_disclosure
from eval.specimens.by_chance import generate
from eval.specimens.pdf import table, text, write_pdf
from tests.corpus.written import WRITERS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DO_SOMETHING = re.compile(r"请|没有读取|目前可以读取")


@pytest.fixture(autouse=True)
def _quickly() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 30


def complaint(path: Path) -> str:
    with pytest.raises(ReadError) as raised:
        read_disclosure(path)
    said = str(raised.value)
    assert path.name in said
    assert DO_SOMETHING.search(said)
    assert "\n" not in said
    assert said.endswith("。")
    return said


def made(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def written(tmp_path: Path, ending: str) -> Path:
    path = tmp_path / f"某局2024年预算.{ending}"
    WRITERS[ending](generate(1, "武汉").blocks, path)
    return path


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("空.txt", b"", "空文件"),
        ("空白.md", b" \n\t\n", "空文件"),
        ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
        ("改名.docx", OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
        ("加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("坏.xls", OLE + "Workbook".encode("utf-16-le"), "损坏"),
        ("坏.docx", b"PK\x03\x04" + bytes(200), "损坏"),
        ("乱.txt", bytes(range(256)) * 40, "损坏"),
        ("乱.xlsx", b"\x01\x02\x00\x03" * 500, "损坏"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        ("图.pdf", b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
        ("包.rar", b"Rar!\x1a\x07\x00" + bytes(100), ".zip"),
        ("包.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), ".zip"),
        ("信.rtf", b"{\\rtf1 text}", ".docx"),
        ("表.csv", "项目,金额\n甲,1".encode(), ".xlsx"),
        ("不明.dat", "文字".encode(), "暂不支持"),
        ("只有题名.md", "# 某局2024年部门预算".encode(), "没有读到正文或表格"),
        ("只有竖线.md", b"|" * 1000, "没有读到正文或表格"),
        ("空网页.html", b"<html><body><script>1</script></body></html>", "没有可读的文字"),
    ],
)
def test_what_is_no_readable_file_is_named(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    assert told in complaint(made(tmp_path, name, data))


@pytest.mark.parametrize("ending", ["xlsx", "docx", "xls"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_file_is_damaged(tmp_path: Path, ending: str, kept: float) -> None:
    path = written(tmp_path, ending)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert "损坏" in complaint(path)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_part_that_is_damaged_inside_is_found(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    inner = "xl/worksheets/sheet1.xml" if ending == "xlsx" else "word/document.xml"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[inner] = parts[inner][: len(parts[inner]) // 2]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert "损坏" in complaint(path)


@pytest.mark.parametrize(
    ("real", "claimed"),
    [("docx", "xlsx"), ("xlsx", "txt"), ("xls", "xlsx"), ("html", "xls"), ("utf8.txt", "docx")],
)
def test_a_wrong_ending_does_not_matter(tmp_path: Path, real: str, claimed: str) -> None:
    path = written(tmp_path, real)
    renamed = path.rename(tmp_path / f"改名2024年预算.{claimed}")
    assert 5 == len(read_disclosure(renamed).tables)


@pytest.mark.parametrize("inner", ["xl/worksheets/sheet1.xml", "word/document.xml"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, inner: str) -> None:
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open(inner, "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    assert "过大" in complaint(path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = written(tmp_path, "docx")
    lol = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/more.xml", f"{lol}<x>&b;</x>")
    assert "实体" in complaint(path)


def test_a_workbook_of_a_thousand_sheets_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(999):
        book.create_sheet(f"表{number}").cell(1, 1, number)
    path = tmp_path / "千表.xlsx"
    book.save(path)
    assert str(SHEETS) in complaint(path)


@pytest.mark.parametrize("ending", ["xlsx", "html", "md", "txt"])
def test_a_table_of_fifty_thousand_rows_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"长.{ending}"
    rows = [("项目", "金额"), *((f"第{n}项", n) for n in range(50_000))]
    if ending == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        book.save(path)
    elif ending == "html":
        cells = "".join(f"<tr><td>{a}<td>{b}" for a, b in rows)
        path.write_text(f"<table>{cells}</table>", "utf-8")
    elif ending == "md":
        path.write_text("\n".join(f"| {a} | {b} |" for a, b in rows), "utf-8")
    else:
        path.write_text("\n".join(f"{a}\t{b}" for a, b in rows), "utf-8")
    assert f"{TABLE_ROWS:,}" in complaint(path)


@pytest.mark.parametrize("shape", ["ruled", "titled", "unruled"])
def test_a_pdf_that_is_one_long_table_is_refused_before_its_end_is_read(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.limits.TABLE_ROWS", 300)
    widths = [60, 200, 80, 80]
    lefts = list(accumulate(widths, initial=40))
    read: list[int] = []

    def page(number: int) -> list[str]:
        rows = [f"{n}|第{number}页第{n}项|{number}.00|{n}.50" for n in range(101, 131)]
        if shape == "unruled":
            return [
                text(left, 60 + 20 * n, cell, 9)
                for n, row in enumerate(rows)
                for left, cell in zip(lefts, row.split("|"), strict=False)
            ]
        title = [text(200, 100, "2024年项目支出预算表")] if shape == "titled" else []
        return [*title, table(40, 120, widths, rows)]

    def counted(path: Path) -> Iterator[PdfPage]:
        for one in pages_of(path):
            read.append(one.number)
            yield one

    monkeypatch.setattr("corpus.pdf_file.pages_of", counted)
    path = write_pdf(tmp_path / "长.pdf", [page(n) for n in range(1, 31)])
    assert "300 行" in complaint(path)
    assert 11 == read[-1]


@pytest.mark.parametrize("line", ["第{}段话。\n", "<p>第{}段话。"])
def test_a_text_without_end_is_refused(tmp_path: Path, line: str) -> None:
    ending = "html" if "<" in line else "txt"
    said = "".join(line.format(n) for n in range(LINES + 2))
    assert f"{LINES:,}" in complaint(made(tmp_path, f"无尽.{ending}", said.encode()))


def test_a_pdf_of_thousands_of_pages_is_refused(tmp_path: Path) -> None:
    assert f"{PAGES:,}" in complaint(write_pdf(tmp_path / "厚.pdf", [[]] * (PAGES + 1)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_every_encoding_that_windows_saves(tmp_path: Path, encoding: str) -> None:
    text = ("\ufeff" if encoding == "utf-16-be" else "") + "某局2024年部门预算\n收入12.5万元。\n"
    read = read_disclosure(made(tmp_path, "记事本.txt", text.encode(encoding)))
    assert ("某局", ["收入12.5万元。"]) == (read.department, [p.text for p in read.paragraphs])


def test_a_text_of_one_line_is_no_title(tmp_path: Path) -> None:
    read = read_disclosure(made(tmp_path, "一行.txt", "某局2024年收入预算100万元。".encode()))
    assert ["100"] == [str(amount.value) for amount in read.amounts]


def test_formulas_without_results_are_not_read_as_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("项目", "金额"), ("甲", 1), ("合计", "=SUM(B2:B2)")):
        book.active.append(row)
    path = tmp_path / "公式.xlsx"
    book.save(path)
    assert "公式" in complaint(path)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + "深" + "</div>" * 20_000 + "<p>尾</p>",
        "<table><tr><td>" * 5_000 + "深",
        "<b>" * 100_000 + "深",
        "<table><tr><td colspan=999999999 rowspan=999999999>甲<td>乙</table>" * 50,
        "<table>" + "<tr><td rowspan=60000 colspan=900>甲" * 300 + "</table>",
        '<!DOCTYPE x [<!ENTITY a "b">]><p>&a;&#x110000;&#0;</p>',
        "<p>文" + "\x00" * 3 + "字</p>",
        "<script>" + "document.write('<p>99</p>');" * 1000,
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">字</p>",
    ],
)
def test_hostile_pages_are_read_or_refused_but_never_hang(tmp_path: Path, body: str) -> None:
    path = made(tmp_path, "页.html", f"<html><body>{body}".encode())
    try:
        read = [p.text for p in read_disclosure(path).paragraphs]
    except ReadError as error:
        read = [str(error)]
    assert "99" not in "".join(read)


def test_what_a_page_hides_is_not_read(tmp_path: Path) -> None:
    page = (
        "<h1>某局2024年部门预算</h1><p>看得见<script>1万元</script></p>"
        "<p style='display: none'>看不见 5 万元</p><p hidden>也看不见</p><!-- 注释 -->"
    )
    read = read_disclosure(made(tmp_path, "页.html", page.encode()))
    assert ["看得见"] == [p.text for p in read.paragraphs]


def test_hidden_rows_and_cells_of_a_page_are_not_read(tmp_path: Path) -> None:
    page = (
        "<h1>某局2024年部门预算</h1><table><tr><td>项目<td>金额<tr style='display:none'><td>底稿<td>9"
        "<tr><td>甲<td style='display:none'>8<td>1</table>"
    )
    (table,) = read_disclosure(made(tmp_path, "页.html", page.encode())).tables
    assert [("甲", ["1"])] == [(r.name, [c.text for c in r.cells if c]) for r in table.rows]


def test_a_locked_archive_part_is_told(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<x/>")
    locked = bytearray(data.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(mark)
        while place >= 0:
            locked[place + offset] |= 1
            place = locked.find(mark, place + 4)
    assert "密码" in complaint(made(tmp_path, "锁.docx", bytes(locked)))
