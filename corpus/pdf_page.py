"""An open PDF → its pages: glyphs with their places, and the cells that rulings enclose.

Glyphs come from pdfium, which maps every font to plain characters; cells come from pdfplumber.
Both are in the page as it is seen: x to the right, `top` downwards, a page's rotation undone.
"""

import logging
import re
import struct
import threading
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from corpus.errors import ReadError
from corpus.limits import RECOGNISED_PAGES, check_pages
from corpus.ocr import engine
from corpus.pdf_rulings import NO_RULINGS, Box, Rulings, read_rulings

# pdfminer warns of fonts by the hundred; what it makes of them is not used here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

# What pdfminer lets out when a stream or an object of a damaged file is not what it should be.
_BROKEN = (
    PdfminerException,
    MalformedPDFException,
    PDFException,
    PSException,
    pypdfium2.PdfiumError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
# pdfium keeps state of its own and is not for several threads.
_ONE_AT_A_TIME = threading.Lock()
_STAMP = 20
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ufeff\ufffe\uffff\u200b\u200d\ud800-\udfff]")


# Fonts without a table of their own give radicals (⽬, ⻓) for the letters they print (目, 长).
_LOOK_ALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_RADICALS = str.maketrans(
    "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


class Glyph(NamedTuple):
    """One printed character and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What is printed on a page; `tables` are cells, `rules` the level rulings.

    A page that is no more than a picture `is_scanned`; where its glyphs were read from the picture it
    `is_recognised` too.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[tuple[Box, ...], ...]
    rules: tuple[Box, ...]
    is_scanned: bool
    is_recognised: bool = False


def pages_of(path: Path) -> Iterator[PdfPage]:
    """Yield the pages one by one. Raises ReadError for a file that is not a whole, open PDF."""
    _require_whole(path)
    try:
        with _ONE_AT_A_TIME, ExitStack() as stack:
            text = stack.enter_context(pypdfium2.PdfDocument(path))
            check_pages(path.name, len(text))
            rules = stack.enter_context(pdfplumber.open(path))
            recognised = 0
            for number, ruled in enumerate(rules.pages, start=1):
                page = _page(number, ruled, text, see=recognised < RECOGNISED_PAGES)
                recognised += page.is_recognised
                yield page
                ruled.close()
    except _BROKEN as error:
        raise _unreadable(path, error) from error


def _require_whole(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            size = file.seek(0, 2)
            file.seek(max(0, size - 65536))
            tail = file.read()
    except OSError as error:
        raise ReadError(f"无法打开「{path}」，请检查路径和权限。") from error
    if not size:
        raise ReadError(f"「{path.name}」是空文件，请换一个有内容的文件。")
    if b"%PDF-" not in head:
        raise ReadError(f"「{path.name}」不是 PDF 文件（或已损坏），请重新下载后再试。")
    if b"%%EOF" not in tail:
        raise ReadError(f"「{path.name}」不完整（文件末尾缺失），请重新下载后再试。")


def _unreadable(path: Path, error: Exception) -> ReadError:
    locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
    if locked or "PDFPasswordIncorrect" in repr(error):
        return ReadError(f"「{path.name}」有密码保护，请先解除密码再加入。")
    return ReadError(f"「{path.name}」已损坏，无法读取，请重新下载或另存为新的 PDF 后再试。")


def _page(number: int, ruled: Any, text: pypdfium2.PdfDocument, *, see: bool) -> PdfPage:
    page = text[number - 1]
    size = float(ruled.width), float(ruled.height)
    try:
        glyphs = tuple(_glyphs(page, ruled))
        scanned = _is_scanned(page, glyphs)
        if scanned and see and (seen := _recognised(page, size)):
            recognised, rulings = seen
            return PdfPage(number, *size, recognised, *rulings, is_scanned=True, is_recognised=True)
    finally:
        page.close()
    # Without a text layer rulings say nothing; they are often thousands of traced strokes.
    rulings = read_rulings(ruled) if glyphs else NO_RULINGS
    return PdfPage(number, *size, glyphs, *rulings, is_scanned=scanned)


def _recognised(
    page: pypdfium2.PdfPage, size: tuple[float, float]
) -> tuple[tuple[Glyph, ...], Rulings] | None:
    """Return the characters and rulings of a picture, None where no text can be recognised."""
    see = engine()
    if see is None:
        return None
    # What reads pictures is large, and most files have none.
    from corpus.scanned_page import read_scanned

    found = read_scanned(page, size, see)
    return found if found[0] else None


def _is_scanned(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a page is a picture, with no more text of its own than a page number or stamp."""
    if len(glyphs) > _STAMP:
        return False
    pictures = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    if not glyphs:
        return any(pictures)
    width, height = page.get_size()
    boxes = [picture.get_bounds() for picture in pictures]
    return any((x1 - x0) * (y1 - y0) > width * height / 2 for x0, y0, x1, y1 in boxes)


def _glyphs(page: pypdfium2.PdfPage, ruled: Any) -> Iterator[Glyph]:
    layer = page.get_textpage()
    try:
        text = layer.get_text_range()
        if not text.strip():
            return
        x0, y0, x1, y1 = page.get_mediabox()
        turn = (ruled.rotation or 0) % 360
        count = layer.count_chars()
        for index in range(count):
            char = _char(layer, index)
            if not char or char.isspace():
                continue
            left, bottom, right, top = layer.get_charbox(index, loose=True)
            if right <= left or top <= bottom:
                continue
            yield Glyph(
                char, *_seen((left - x0, bottom - y0, right - x0, top - y0), turn, x1 - x0, y1 - y0)
            )
    finally:
        layer.close()


def _char(layer: pypdfium2.PdfTextPage, index: int) -> str:
    code = pypdfium2.raw.FPDFText_GetUnicode(layer, index)
    if code >= 0x110000:
        return ""
    char = _UNSEEN.sub("", chr(code))
    if _LOOK_ALIKE.match(char):
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    return char


def _seen(
    box: tuple[float, float, float, float], turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return a box of the unturned page (y upwards) as it is seen (top downwards)."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, left, top, right
    if turn == 180:
        return width - right, bottom, width - left, top
    if turn == 270:
        return height - top, width - right, height - bottom, width - left
    return left, height - top, right, height - bottom
