"""PDF files: text layer, tables over pages, what is left out, and files that cannot be read."""

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.disclosure import Disclosure, RowKind, Table
from corpus.errors import ReadError
from corpus.reader import read_disclosure
from eval.specimens.pdf import HEIGHT, PICTURE, WIDTH, table, text, write_pdf

D = Decimal
COVER = [
    text(100, 200, "某某市2024年区级部门预算", 36),
    text(150, 400, "编制部门：某某市水务局", 18),
]
HEADS = ["项目 | | | | 支出预算 | ", "类 | 款 | 项 | 科目名称 | 合计 | 项目支出"]
WIDTHS = [40, 40, 40, 200, 80, 80]


def caption(title: str, top: float = 60) -> list[str]:
    return [
        text(200, top, title, 18),
        text(50, top + 30, "编制部门：某某市水务局"),
        text(450, top + 30, "单位：元"),
    ]


def read(tmp_path: Path, *pages: list[str]) -> Disclosure:
    return read_disclosure(write_pdf(tmp_path / "a.pdf", pages))


def amounts(read_table: Table, column: str) -> dict[str, Decimal | None]:
    index = next(i for i, c in enumerate(read_table.columns) if c.name.endswith(column))
    return {r.code or r.name: c.value for r in read_table.rows if (c := r.cells[index])}


def test_codes_in_three_cells_become_one_and_lost_zeros_come_back(tmp_path: Path) -> None:
    rows = [
        *HEADS,
        "213 | | | 农林水支出 | 300 | 100",
        "213 | 3 | | 水利 | 300 | 100",
        "213 | 3 | 1 | 行政运行 | 200 | ",
        "213 | 3 | 2 | 一般行政管 理事务 | 100 | 100",
        "合计 | | | | 300 | 100",
    ]
    document = read(
        tmp_path, COVER, [*caption("2024年部门支出预算总表"), table(50, 120, WIDTHS, rows)]
    )
    (budget,) = document.tables
    assert ("2024年部门支出预算总表", "元") == (budget.title, budget.unit)
    assert ["213", "21303", "2130301", "2130302", None] == [r.code for r in budget.rows]
    assert [4, 0, 1, 1, None] == [r.parent for r in budget.rows]
    assert "一般行政管理事务" == budget.rows[3].name
    assert RowKind.TOTAL is budget.rows[4].kind


def test_cover_and_captions_tell_whose_it_is(tmp_path: Path) -> None:
    page = [*caption("2024年部门支出预算总表"), table(50, 120, WIDTHS, [*HEADS, "合计||||1|1"])]
    document = read(tmp_path, COVER, page)
    assert ("某某市水务局", 2024, "预算", "部门") == (
        document.department,
        document.year,
        document.kind,
        document.scope,
    )


@pytest.mark.parametrize("repeated", ["nothing", "heads", "title"])
def test_a_table_over_two_pages_is_one_table(tmp_path: Path, repeated: str) -> None:
    first = [
        *caption("2024年部门支出预算总表"),
        table(50, 120, WIDTHS, [*HEADS, "213|||农林水支出|7|7"]),
    ]
    rest = ["221|||住房保障支出|5|5", "合计||||12|12"]
    heads = [] if repeated == "nothing" else HEADS
    above = caption("2024年部门支出预算总表（续）") if repeated == "title" else []
    second = [*above, table(50, 120, WIDTHS, [*heads, *rest])]
    (budget,) = read(tmp_path, COVER, first, second).tables
    assert {"213": D(7), "221": D(5), "合计": D(12)} == amounts(budget, "合计")
    assert [2, 3] == sorted({r.locator.page or 0 for r in budget.rows})


def test_two_tables_of_one_shape_under_their_own_titles_stay_two(tmp_path: Path) -> None:
    pages = [
        [*caption(f"2024年部门{name}预算总表"), table(50, 120, WIDTHS, [*HEADS, "合计||||1|1"])]
        for name in ("收入", "支出")
    ]
    titles = [t.title for t in read(tmp_path, COVER, *pages).tables]
    assert ["2024年部门收入预算总表", "2024年部门支出预算总表"] == titles


def test_a_row_cut_by_the_page_end_is_one_row(tmp_path: Path) -> None:
    widths = [200, 100]
    first = [
        *caption("收支预算总表"),
        table(50, 120, widths, ["项目|金额", "十七、国土海洋气象等支|"]),
    ]
    second = [table(50, 60, widths, ["出|", "十八、住房保障支出|3.5", "合计|3.5"])]
    names = [r.name for r in read(tmp_path, COVER, first, second).tables[0].rows]
    assert ["国土海洋气象等支出", "住房保障支出", "合计"] == names


def test_an_empty_table_stays_a_table_with_its_sentence(tmp_path: Path) -> None:
    page = [
        *caption("2024年部门政府性基金预算支出预算表"),
        table(50, 120, WIDTHS, [*HEADS, "| | | | |", "合计 | | | | |"]),
        text(50, 210, "注：本部门无政府性基金预算，故本表为空表。"),
    ]
    (fund,) = read(tmp_path, COVER, page).tables
    assert ["注：本部门无政府性基金预算，故本表为空表。"] == [note.text for note in fund.notes]
    assert ["", ""] == [c.text for r in fund.rows for c in r.cells if c]


def test_an_amount_under_a_label_merged_over_two_blocks_is_kept(tmp_path: Path) -> None:
    rows = [
        "科目名称|金额|项目名称|金额",
        "一、教育支出|9.5|一、基本支出|4",
        "||二、项目支出|5.5",
        "支出合计|||9.5",
    ]
    page = [*caption("收支预算总表"), table(50, 120, [150, 80, 150, 80], rows)]
    (both,) = read(tmp_path, COVER, page).tables
    total = next(i for i, r in enumerate(both.rows) if r.name == "支出合计")
    assert D("9.5") == next(c.value for c in both.rows[total].cells if c and c.value)
    assert {"教育支出", "基本支出", "项目支出"} == {r.name for r in both.rows if r.parent == total}


def test_page_numbers_and_running_heads_are_no_text(tmp_path: Path) -> None:
    pages = [
        [
            text(200, 20, "某某市水务局部门预算", 9),
            text(60, 100, f"第{n}段的内容。"),
            text(290, 810, f"- {number} -", 9),
        ]
        for number, n in enumerate("一二三四五六", start=2)
    ]
    found = [p.text for p in read(tmp_path, COVER, *pages).paragraphs]
    assert [f"第{n}段的内容。" for n in "一二三四五六"] == found[1:]


def test_lines_are_joined_to_paragraphs_also_over_a_page_end(tmp_path: Path) -> None:
    full = "二〇二四年本部门收入预算共计一百二十万元，其中财政拨款收入一百万元，其他"
    first = [text(84, 700, full[:34]), text(60, 720, full[:36])]
    second = [text(60, 60, "收入二十万元。"), text(84, 80, "支出预算另行说明，")]
    found = [p.text for p in read(tmp_path, COVER, first, second).paragraphs]
    assert [full[:34] + full[:36] + "收入二十万元。", "支出预算另行说明，"] == found[1:]


@pytest.mark.parametrize("stamp", [[], [text(290, 810, "- 3 -", 9)]])
def test_a_scanned_page_is_told_and_the_others_are_read(tmp_path: Path, stamp: list[str]) -> None:
    document = read(tmp_path, COVER, [text(60, 100, "有文字的一页。")], [PICTURE, *stamp])
    assert ("第3页没有文字层（扫描件），这一页的内容没有读入。",) == document.problems
    assert "有文字的一页。" in [p.text for p in document.paragraphs]


def test_a_page_without_anything_is_no_scanned_page(tmp_path: Path) -> None:
    assert () == read(tmp_path, COVER, [text(60, 100, "有文字的一页。")], []).problems


@pytest.mark.parametrize(
    ("rotate", "matrix"),
    [
        (0, "1 0 0 1 0 0 cm"),
        (90, f"0 1 -1 0 {WIDTH} 0 cm"),
        (180, f"-1 0 0 -1 {WIDTH} {HEIGHT} cm"),
        (270, f"0 -1 1 0 0 {HEIGHT} cm"),
    ],
)
@pytest.mark.parametrize("shift", [0, 40])
def test_a_turned_or_shifted_page_reads_like_any(
    tmp_path: Path, rotate: int, matrix: str, shift: int
) -> None:
    rows = ["科目名称|金额", "教育支出|9.5", "合计|9.5"]
    page = [matrix, text(100, 400, "支出预算总表"), table(60, 450, [150, 80], rows)]
    path = write_pdf(tmp_path / "a.pdf", [page], rotate=rotate, shift=shift)
    document = read_disclosure(path)
    assert "支出预算总表" == document.tables[0].title
    assert {"教育支出": D("9.5"), "合计": D("9.5")} == amounts(document.tables[0], "金额")


@pytest.mark.parametrize(
    ("kept", "then", "says"),
    [
        (0, b"", "空文件"),
        (0, b"<html>404</html>", "不是 PDF"),
        (700, b"", "不完整"),
        (9, b"\x00" * 700 + b"\n%%EOF\n", "已损坏"),
    ],
)
def test_a_file_that_is_no_whole_pdf_is_one_sentence(
    tmp_path: Path, kept: int, then: bytes, says: str
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [COVER])
    path.write_bytes(path.read_bytes()[:kept] + then)
    with pytest.raises(ReadError, match=says) as caught:
        read_disclosure(path)
    assert str(caught.value).endswith("。")
    assert "a.pdf" in str(caught.value)


def test_a_locked_file_and_a_wholly_scanned_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="密码"):
        read_disclosure(write_pdf(tmp_path / "b.pdf", [COVER], encrypted=True))
    with pytest.raises(ReadError, match="没有文字层"):
        read_disclosure(write_pdf(tmp_path / "c.pdf", [[PICTURE]]))


def test_the_owner_below_a_title_is_none_of_it(tmp_path: Path) -> None:
    page = [text(50, 60, "基本支出决算表"), text(50, 78, "编制部门：某某市水务局")]
    page += [text(50, 96, "单位：元"), table(50, 120, [150, 80], ["科目|金额", "水费|9", "合计|9"])]
    (read_table,) = read(tmp_path, COVER, page).tables
    assert ("基本支出决算表", "元") == (read_table.title, read_table.unit)


def test_mark_owner_and_unit_on_one_line_are_told_apart(tmp_path: Path) -> None:
    page = [
        text(200, 60, "支出决算总表", 18),
        text(50, 90, "部门：某某市水务局"),
        text(300, 90, "公开03表"),
        text(430, 90, "金额单位：万元"),
        table(50, 120, [150, 80], ["科目名称|金额", "合计|9.5"]),
    ]
    document = read(tmp_path, COVER, page)
    (final,) = document.tables
    assert ("支出决算总表", "万元", "某某市水务局") == (
        final.title,
        final.unit,
        document.department,
    )


def test_owner_and_unit_set_large_around_the_middle_are_no_title(tmp_path: Path) -> None:
    small = [text(60, 300 + 20 * n, "正文比表上面的一行小得多，有好几行。", 8) for n in range(9)]
    page = [
        text(200, 60, "支出预算总表", 18),
        text(50, 90, "部门：某某市水务局"),
        text(WIDTH - 50 - 12 * 5, 90, "单位：万元"),
        table(50, 120, [150, 80], ["科目名称|金额", "合计|9.5"]),
        *small,
    ]
    (budget,) = read(tmp_path, COVER, page).tables
    assert ("支出预算总表", "万元") == (budget.title, budget.unit)


def test_a_unit_in_the_title_is_the_tables(tmp_path: Path) -> None:
    page = [
        text(150, 60, "支出预算总表（单位：元）", 18),
        table(50, 120, [150, 80], ["科目名称|金额", "合计|9.5"]),
    ]
    (budget,) = read(tmp_path, COVER, page).tables
    assert ("支出预算总表（单位：元）", "元") == (budget.title, budget.unit)


def test_tables_open_at_their_sides_are_read_whole_and_apart(tmp_path: Path) -> None:
    rows = ["编码|科目名称|金额", "205|教育支出|9.5", "合计||9.5"]
    page = [
        text(100, 60, "收入预算总表"),
        table(60, 90, [80, 150, 80], rows, closed=False),
        text(100, 200, "支出预算总表"),
        table(60, 230, [80, 150, 80], rows, closed=False),
    ]
    tables = read(tmp_path, COVER, page).tables
    assert ["收入预算总表", "支出预算总表"] == [t.title for t in tables]
    assert [{"205": D("9.5"), "合计": D("9.5")}] * 2 == [amounts(t, "金额") for t in tables]


def lines_of(rows: list[str], *, top: float, step: float, places: list[float]) -> list[str]:
    return [
        text(x, top + step * n, cell.strip(), 10)
        for n, row in enumerate(rows)
        for x, cell in zip(places, row.split("|"), strict=False)
        if cell.strip()
    ]


def test_a_line_of_an_unruled_table_on_the_next_page_goes_on_with_it(tmp_path: Path) -> None:
    places = [50.0, 250.0, 350.0]
    body = [
        "项目|合计|基本支出",
        "农林水支出|7.00|2.00",
        "住房保障支出|5.00|5.00",
        "教育支出|1.00|",
    ]
    first = [*caption("2024年部门支出预算总表"), *lines_of(body, top=120, step=20, places=places)]
    second = [
        *lines_of(["合计|13.00|7.00"], top=60, step=20, places=places),
        text(50, 100, "以上支出均为财政拨款安排，用于保障机构运转。"),
    ]
    document = read(tmp_path, COVER, first, second)
    (budget,) = document.tables
    assert {"农林水支出": D(7), "住房保障支出": D(5), "教育支出": D(1), "合计": D(13)} == amounts(
        budget, "合计"
    )
    assert ["以上支出均为财政拨款安排，用于保障机构运转。"] == [
        p.text for p in document.paragraphs[-1:]
    ]


def test_a_name_over_two_lines_of_an_unruled_table_is_one(tmp_path: Path) -> None:
    places = [50.0, 250.0, 350.0]
    page = [*caption("2024年部门支出预算总表")]
    page += lines_of(["项目|合计|基本支出"], top=120, step=20, places=places)
    page += lines_of(["住房保障支出|5.00|5.00"], top=150, step=20, places=places)
    page += lines_of(["机关事业单位基本", "养老保险缴费支出"], top=184, step=12, places=places)
    page += lines_of(["|7.00|2.00"], top=190, step=12, places=places)
    page += lines_of(["合计|12.00|7.00"], top=230, step=20, places=places)
    (budget,) = read(tmp_path, COVER, page).tables
    assert {
        "住房保障支出": D(5),
        "机关事业单位基本养老保险缴费支出": D(7),
        "合计": D(12),
    } == amounts(budget, "合计")


@pytest.mark.parametrize(
    "lines",
    [
        ["一、部门概况|3", "二、部门预算表|5", "三、情况说明|12", "四、名词解释|20"],
        ["办公电话|027-85481234", "传真|027-85481235", "邮编|邮编430000"],
        ["本部门预算总额为", "1,234.50 万元", "其中基本支出为"],
    ],
)
def test_text_with_numbers_at_the_right_is_no_table(tmp_path: Path, lines: list[str]) -> None:
    page = lines_of(lines, top=120, step=20, places=[50.0, 400.0])
    assert () == read(tmp_path, COVER, [*page, text(50, 300, "本部门没有下属单位。")]).tables


def test_the_unit_at_the_top_of_most_pages_is_no_running_head(tmp_path: Path) -> None:
    titles = ["收入", "支出", "项目支出", "基本支出", "政府采购", "三公经费"]
    pages = [
        [
            *caption(f"2024年部门{name}预算表", top=20),
            table(50, 120, WIDTHS, [*HEADS, "合计||||1|1"]),
        ]
        for name in titles
    ]
    read_ = read(tmp_path, COVER, *pages)
    assert ["元"] * len(titles) == [t.unit for t in read_.tables]


def test_a_grid_open_at_its_top_and_sides_keeps_its_outer_cells(tmp_path: Path) -> None:
    rows = [
        *HEADS,
        "213 | 3 | 1 | 行政运行 | 2 | 1",
        "213 | 3 | 2 | 水利工程 | 3 | 2",
        "合计||||5|3",
    ]
    grid = table(50, 120, WIDTHS, rows, closed=False).split("\n")
    rule = ["50", "722.0", "m", "530", "722.0", "l", "S"]
    kept = [part for part in grid if part.split() != rule]
    assert len(kept) == len(grid) - 1
    (budget,) = read(tmp_path, COVER, [*caption("2024年部门支出预算总表"), "\n".join(kept)]).tables
    assert {"2130301": D(2), "2130302": D(3), "合计": D(5)} == amounts(budget, "合计")
    assert {"2130301": D(1), "2130302": D(2), "合计": D(3)} == amounts(budget, "项目支出")
