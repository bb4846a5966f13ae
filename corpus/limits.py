"""How much of a file is read: what is beyond is refused with a sentence, not tried for minutes."""

import lzma
import zipfile
import zlib
from pathlib import Path

from corpus.errors import ReadError

FILE_BYTES = 100 * 2**20
UNPACKED_BYTES = 200 * 2**20
ARCHIVE_BYTES = 2**30
PART_BYTES = 80 * 2**20
PARTS = 5_000
SHEETS = 200
TABLE_ROWS = 10_000
TABLE_COLUMNS = 500
FOLDER_FILES = 2_000
PAGES = 2_000
# Recognising a dense page takes some seconds.
RECOGNISED_PAGES = 100
LINES = 50_000

# A text that is all blanks or zeros shrinks a thousandfold; documents shrink ten- to fiftyfold.
_SHRINKS = 200
_SHRINKS_FROM = 5 * 2**20


def check_name(name: str) -> None:
    """Raise ReadError for a file name that cannot be shown: not in UTF-8, or over several lines."""
    shown = name.encode("utf-8", "replace").decode("utf-8")
    if shown != name or not name.isprintable():
        shown = "".join(char if char.isprintable() else "?" for char in shown)
        raise ReadError(f"「{shown}」的文件名里有无法显示的字符，请改名后再加入。")


def check_size(path: Path) -> None:
    """Raise ReadError for an empty file or one that is too large."""
    size = path.stat().st_size
    if not size:
        raise ReadError(f"「{path.name}」是空文件，请换一个有内容的文件。")
    if size > FILE_BYTES:
        limit = FILE_BYTES // 2**20
        raise ReadError(f"「{path.name}」超过 {limit} MB，请拆分成较小的文件后再加入。")


def check_package(package: zipfile.ZipFile, name: str, most: int = UNPACKED_BYTES) -> None:
    """Raise ReadError for a zip file that would unpack to more than `most` bytes."""
    parts = package.infolist()
    too_many = len(parts) > PARTS
    too_large = sum(part.file_size for part in parts) > most
    bomb = any(_is_bomb(part) for part in parts)
    if too_many or too_large or bomb:
        raise ReadError(
            f"「{name}」解压后过大（上限 {most // 2**20:,} MB、{PARTS:,} 个文件），没有读取，"
            "请检查文件来源或拆分后再加入。"
        )


def check_table(name: str, rows: int, columns: int) -> None:
    """Raise ReadError for a table with more rows or columns than is read."""
    if rows > TABLE_ROWS or columns > TABLE_COLUMNS:
        raise ReadError(
            f"「{name}」里有一张表超过 {TABLE_ROWS:,} 行或 {TABLE_COLUMNS} 列，请拆分成较小的表后再加入。"
        )


def check_sheets(name: str, sheets: int) -> None:
    """Raise ReadError for a workbook with more sheets than is read."""
    if sheets > SHEETS:
        raise ReadError(
            f"「{name}」有 {sheets:,} 个工作表，超过 {SHEETS} 个，请拆分成几个文件后再加入。"
        )


def check_pages(name: str, pages: int) -> None:
    """Raise ReadError for a PDF with more pages than is read."""
    if pages > PAGES:
        raise ReadError(f"「{name}」有 {pages:,} 页，超过 {PAGES:,} 页，请拆分成几个文件后再加入。")


def check_length(name: str, lines: int) -> None:
    """Raise ReadError for a file with more rows and paragraphs than is read."""
    if lines > LINES:
        raise ReadError(
            f"「{name}」的文字和表格共 {lines:,} 行，超过 {LINES:,} 行，请拆分成几个文件后再加入。"
        )


def read_part(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return one part of a package. Raises ReadError where it is damaged or locked."""
    try:
        return package.read(part)
    except RuntimeError as error:
        raise ReadError(f"「{name}」有密码，请去掉密码后再加入。") from error
    # A part may be said to lie before the file's beginning, or be packed in a way nobody knows.
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
        *(NotImplementedError, lzma.LZMAError),
    ) as error:
        raise broken(name) from error


def broken(name: str) -> ReadError:
    """Return the complaint about a file that is damaged or cut off."""
    return ReadError(f"「{name}」已损坏或不完整，请重新下载，或用原来的程序打开并另存后再加入。")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    shrinks = part.file_size > _SHRINKS * max(1, part.compress_size)
    return part.file_size > PART_BYTES or (part.file_size > _SHRINKS_FROM and shrinks)
