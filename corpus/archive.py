"""Folders and zip files → the files in them, each with the name it will be known by."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from filecmp import cmp
from pathlib import Path, PurePosixPath

from corpus.errors import ReadError
from corpus.file_format import Format, format_of, has_way
from corpus.limits import (
    ARCHIVE_BYTES,
    FOLDER_FILES,
    broken,
    check_package,
    check_size,
    read_part,
)

# What systems and offices leave lying about; a file that begins with ~$ marks another as open.
_LITTER = ("Thumbs.db", "desktop.ini", "__MACOSX")
_LITTER_BEGINS = (".", "~$")


@dataclass(slots=True)
class Collection:
    """The files found, those passed over as of no use, and what could not be opened."""

    files: list[Path] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _named: dict[str, Path] = field(default_factory=dict)

    def take(self, path: Path) -> None:
        """Take a file, unless one of its name was taken: documents are known by their names.

        Where that one is the same, byte for byte, nothing need be said.
        """
        first = self._named.setdefault(path.name, path)
        if first is path or not (first.is_file() and path.is_file()):
            self.files.append(path)
        elif first.resolve() != path.resolve() and not cmp(first, path, shallow=False):
            self.complaints.append(
                f"有不止一份文件叫「{path.name}」，只读取了第一份，请改名后再加入。"
            )


def collect(paths: Sequence[Path], scratch: Path) -> Collection:
    """Return the files at `paths`, those of folders and zip files too; `scratch` takes unpacked files.

    A path that leads nowhere is returned as a file, to be complained of when it is read.
    """
    found = Collection()
    for path in paths:
        if path.is_dir():
            _open_folder(path, found, scratch)
        elif _is_archive(path):
            _open_archive(path, found, scratch)
        else:
            found.take(path)
    return found


def _open_folder(folder: Path, found: Collection, scratch: Path) -> None:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(_is_litter(part) for part in path.relative_to(folder).parts)
    ]
    if len(files) > FOLDER_FILES:
        found.complaints.append(
            f"文件夹「{folder.name}」里有 {len(files):,} 个文件，超过 {FOLDER_FILES:,} 个，请分几次加入。"
        )
        return
    if not any(has_way(path) for path in files):
        found.complaints.append(f"文件夹「{folder.name}」里没有可以读取的文件。")
    for path in files:
        if not has_way(path):
            found.passed_over.append(path.name)
        elif _is_archive(path):
            _open_archive(path, found, scratch)
        else:
            found.take(path)


def _open_archive(path: Path, found: Collection, scratch: Path) -> None:
    try:
        unpacked = list(_unpack(path, scratch))
    except ReadError as error:
        found.complaints.append(str(error))
        return
    if not any(has_way(file) for file in unpacked):
        found.complaints.append(f"压缩包「{path.name}」里没有可以读取的文件。")
    for file in unpacked:
        if not has_way(file):
            found.passed_over.append(file.name)
        elif _is_archive(file):
            found.complaints.append(
                f"压缩包「{path.name}」里还有压缩包「{file.name}」，请解开后再加入。"
            )
        else:
            found.take(file)


def _unpack(path: Path, scratch: Path) -> Iterator[Path]:
    """Write each file of an archive below `scratch` by its bare name, wherever it says it belongs."""
    check_size(path)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(path.name) from error
    with package:
        check_package(package, path.name, ARCHIVE_BYTES)
        for part in package.infolist():
            parts = PurePosixPath(_decoded(part).replace("\\", "/")).parts
            if part.is_dir() or not parts or any(_is_litter(name) for name in parts):
                continue
            folder = scratch / f"{sum(1 for _ in scratch.iterdir()):05d}"
            folder.mkdir()
            target = folder / parts[-1].replace("\0", "")
            target.write_bytes(read_part(package, part.filename, path.name))
            yield target


def _decoded(part: zipfile.ZipInfo) -> str:
    """Return a file's name; without the mark of UTF-8 it still is UTF-8 (Linux) or GBK (Windows)."""
    if part.flag_bits & 0x800:
        return part.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return part.filename.encode("cp437").decode(encoding)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return part.filename


def _is_archive(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0 and format_of(path) is Format.ARCHIVE
    except (ReadError, OSError):
        return False


def _is_litter(name: str) -> bool:
    return name in _LITTER or (name.startswith(_LITTER_BEGINS) and name not in (".", ".."))
