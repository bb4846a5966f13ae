"""The encodings of a text file are told apart by what the text then says."""

from pathlib import Path

import pytest
from opencc import OpenCC

from corpus.errors import ReadError
from corpus.reader import read_disclosure
from corpus.text_file import decode
from eval.specimens.by_chance import STYLES, generate
from eval.specimens.written import write_text

_TRADITIONAL = OpenCC("s2t")


def printed(style: str, tmp_path: Path) -> str:
    write_text(generate(11, style).blocks, tmp_path / "a.txt")
    return (tmp_path / "a.txt").read_text("utf-8")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_simplified_text_is_read_in_any_encoding(style: str, encoding: str, tmp_path: Path) -> None:
    text = printed(style, tmp_path)
    assert text == decode(text.encode(encoding), "a.txt")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-8"])
def test_traditional_text_is_read_in_any_encoding(
    style: str, encoding: str, tmp_path: Path
) -> None:
    written = _TRADITIONAL.convert(printed(style, tmp_path)).encode(encoding, "ignore")
    assert written.decode(encoding) == decode(written, "a.txt")


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_an_undeclared_big5_file_is_read(ending: str, tmp_path: Path) -> None:
    lines = {
        "txt": "項目\t預算數\n財政撥款收入\t1,234.50\n合計\t1,234.50",
        "md": "|項目|預算數|\n|-|-|\n|財政撥款收入|1,234.50|\n|合計|1,234.50|",
        "html": "<table><tr><td>項目<td>預算數<tr><td>財政撥款收入<td>1,234.50"
        "<tr><td>合計<td>1,234.50</table>",
    }
    path = tmp_path / f"a.{ending}"
    path.write_bytes(f"某某局2024年度收支表\n\n{lines[ending]}\n".encode("big5"))
    (table,) = read_disclosure(path).tables
    assert ["財政撥款收入", "合計"] == [row.name for row in table.rows]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes([0x81, 0xFF, 0xFE, 0x80]) * 50)
    with pytest.raises(ReadError, match="编码无法识别"):
        read_disclosure(path)
