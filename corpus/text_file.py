"""A text file → its layout: a line with tabs is a line of cells.

Encodings: UTF-16 where a byte order mark says so, UTF-8 (with a mark or without), then GB18030 or
Big5, whichever gives more of the characters that are frequent in any text of this kind.
"""

import codecs
from decimal import Decimal
from pathlib import Path

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.grid import GridLine
from corpus.layout import Layout, Layouter

_FREQUENT = frozenset(
    "的年月日一二三四五六七八九十合计計总總预預算决決收入支出万萬元部门門单單位项項目"
    "财財政拨撥款基本公共经經费費行事业業务務人员員机機构構管理工作社会會教育局厅廳处處"
    "区區市县縣主要用于於为為和与與及在是有其中年度增加减減少数數比上本表名称稱"
)


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`. Raises ReadError where no encoding fits."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        raise ReadError(f"「{name}」不是文本文件，请提供 .txt 文本（UTF-8 或 GBK 编码）。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        texts = [text for e in ("gb18030", "big5hkscs") if (text := _decoded(data, e)) is not None]
    if not texts:
        raise ReadError(f"「{name}」的文字编码无法识别，请另存为 UTF-8 后再试。")
    return max(texts, key=_frequency)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _frequency(text: str) -> Decimal:
    """Return how great a part of a text's characters outside ASCII is frequent."""
    wide = [char for char in text if not char.isascii()]
    return Decimal(sum(char in _FREQUENT for char in wide)) / max(1, len(wide))


def read_text_file(path: Path) -> Layout:
    """Read a text file. Raises ReadError where it is missing, empty or not text."""
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise ReadError(f"无法打开「{path}」，请检查路径和权限。") from error
    if not text.strip():
        raise ReadError(f"「{path.name}」是空文件，请换一个有内容的文件。")
    layouter = Layouter()
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip(" \r\u3000")
        if not stripped.strip():
            continue
        if "\t" in line:
            layouter.add_cells(_cells(line, number))
        else:
            layouter.add_text(stripped, Locator(line=number))
    return layouter.finish()


def _cells(line: str, number: int) -> GridLine:
    cells = tuple(cell.strip() for cell in line.rstrip("\r\n").split("\t"))
    return GridLine(cells, tuple(Locator(line=number, column=i + 1) for i in range(len(cells))))
