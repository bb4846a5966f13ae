"""What a file is by its content: an ending may be wrong, and downloads often lie.

What cannot be read is named as what it is, with the way to make it readable.
"""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from corpus.errors import ReadError
from corpus.limits import broken

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p|h[1-6])\b", re.IGNORECASE)
_PAGE_AT_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)


class Format(StrEnum):
    """A format that can be read."""

    TEXT = "txt"
    MARKDOWN = "md"
    WEB_PAGE = "html"
    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    WORD = "docx"
    PDF = "pdf"
    ARCHIVE = "zip"


ENDINGS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
    ".xlsx": Format.WORKBOOK,
    ".xlsm": Format.WORKBOOK,
    ".xls": Format.OLD_WORKBOOK,
    ".docx": Format.WORD,
    ".pdf": Format.PDF,
    ".zip": Format.ARCHIVE,
}
# Endings of files that people do put among disclosures; each has its own way out.
_WAYS_OUT = {
    ".doc": "是旧版 Word 文件，请用 Word 或 WPS 另存为 .docx 后再加入。",
    ".wps": "是 WPS 文字文件，请用 WPS 另存为 .docx 后再加入。",
    ".et": "是 WPS 表格文件，请用 WPS 另存为 .xlsx 后再加入。",
    ".rtf": "是 RTF 文件，请用 Word 或 WPS 另存为 .docx 后再加入。",
    ".ofd": "是 OFD 文件，请用阅读器另存为 .pdf 后再加入。",
    ".xlsb": "是二进制工作簿，请用 Excel 另存为 .xlsx 后再加入。",
    ".rar": "是压缩包，请解压后加入文件夹，或改用 .zip。",
    ".7z": "是压缩包，请解压后加入文件夹，或改用 .zip。",
    ".csv": "是 CSV 文件，请用 Excel 或 WPS 另存为 .xlsx 后再加入。",
    ".mht": "是单个文件的网页，请在浏览器里另存为 .html 后再加入。",
    ".mhtml": "是单个文件的网页，请在浏览器里另存为 .html 后再加入。",
    ".ods": "是 ODF 表格，请另存为 .xlsx 后再加入。",
    ".odt": "是 ODF 文字文件，请另存为 .docx 后再加入。",
    ".ppt": "是幻灯片，请另存为 .pdf 后再加入。",
    ".pptx": "是幻灯片，请另存为 .pdf 后再加入。",
}
_BY_CONTENT = (
    (b"{\\rtf", ".rtf"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def has_way(path: Path) -> bool:
    """Tell whether a file's ending is one that is read, or answered with a way to make it readable."""
    return path.suffix.lower() in ENDINGS or path.suffix.lower() in _WAYS_OUT


def format_of(path: Path) -> Format:
    """Return what the file at `path` is. Raises ReadError for what cannot be read."""
    head = path.read_bytes()[: 64 * 1024] if path.stat().st_size < 2**20 else _head(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path)
    if head.startswith(_OLE):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    for mark, ending in _BY_CONTENT:
        if head.startswith(mark):
            raise ReadError(f"「{path.name}」{_WAYS_OUT[ending]}")
    if head.startswith(_PICTURES):
        raise ReadError(f"「{path.name}」是图片，请先做文字识别，另存为 .docx 或 .txt 后再加入。")
    return _text(path, head)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64 * 1024)


def _package(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    # A truncated package has lost its list of parts, which stands at its end.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(path.name) from error
    if "[Content_Types].xml" in names:
        parts = (
            ("xl/workbook.bin", ".xlsb"),
            ("ppt/presentation.xml", ".pptx"),
        )
        if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
            return Format.WORKBOOK
        if "word/document.xml" in names:
            return Format.WORD
        ending = next((ending for part, ending in parts if part in names), "")
        if ending:
            raise ReadError(f"「{path.name}」{_WAYS_OUT[ending]}")
        raise broken(path.name)
    if "content.xml" in names and "mimetype" in names:
        ending = ".odt" if path.suffix.lower() == ".odt" else ".ods"
        raise ReadError(f"「{path.name}」{_WAYS_OUT[ending]}")
    if "OFD.xml" in names:
        raise ReadError(f"「{path.name}」{_WAYS_OUT['.ofd']}")
    return Format.ARCHIVE


def _compound(path: Path) -> Format:
    """Tell apart what Office kept in compound files: their streams are named in UTF-16."""
    data = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise ReadError(f"「{path.name}」有密码，请去掉密码后再加入。")
    if holds("WordDocument"):
        raise ReadError(f"「{path.name}」{_WAYS_OUT['.doc']}")
    if holds("PowerPoint Document"):
        raise ReadError(f"「{path.name}」{_WAYS_OUT['.ppt']}")
    if holds("Workbook") or holds("Book"):
        return Format.OLD_WORKBOOK
    ending = path.suffix.lower()
    if ending in _WAYS_OUT:
        raise ReadError(f"「{path.name}」{_WAYS_OUT[ending]}")
    raise broken(path.name)


def _text(path: Path, head: bytes) -> Format:
    """Return the sort of text; a binary file under the name of one is damaged."""
    ending = path.suffix.lower()
    is_text = b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text and ending in ENDINGS:
        raise broken(path.name)
    if ending == ".pdf":
        # A page under this name tells of a download that failed; its words are no disclosure.
        raise ReadError(f"「{path.name}」不是 PDF 文件，可能没有下载成功，请重新下载后再加入。")
    if _PAGE_AT_START.match(head) or (ending in (".htm", ".html") and b"<" in head):
        return Format.WEB_PAGE
    # Offices export web pages under the names of workbooks and letters.
    if ending in (".xls", ".xlsx", ".doc", ".docx") and _PAGE.search(head):
        return Format.WEB_PAGE
    if ending in _WAYS_OUT:
        raise ReadError(f"「{path.name}」{_WAYS_OUT[ending]}")
    if ending not in ENDINGS:
        known = "、".join(ENDINGS)
        raise ReadError(f"暂不支持「{path.name}」的格式，目前可以读取：{known}。")
    if ending == ".zip":
        raise broken(path.name)
    return Format.MARKDOWN if ending == ".md" else Format.TEXT
