"""Folders and zip files: every file in them is added or gets its own line."""

import json
import zipfile
from pathlib import Path

import pytest

from corpus.disclosure import Disclosure
from corpus.reader import read_disclosure
from eval.specimens.by_chance import generate
from tests.corpus.written import WRITERS
from tests.ui.conftest import Spoken, Yusuan

pytestmark = pytest.mark.usefixtures("words_only")


@pytest.fixture
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three disclosures in three formats, one of them deeper down, and litter."""
    made = tmp_path / "公开"
    (made / "下级").mkdir(parents=True)
    for seed, (name, ending) in enumerate(
        [("甲.xlsx", "xlsx"), ("下级/乙.docx", "docx"), ("丙.html", "html")]
    ):
        WRITERS[ending](generate(seed, "武汉").blocks, made / name)
    (made / "~$甲.xlsx").write_bytes(b"lock")
    (made / ".DS_Store").write_bytes(b"litter")
    (made / "封面.jpg").write_bytes(b"\xff\xd8\xff")
    return made


def names(yusuan: Yusuan) -> list[str]:
    return [one["name"] for one in json.loads(yusuan("documents", "--json").out)["documents"]]


def lines(said: Spoken, word: str) -> list[str]:
    return [line for line in said.err.splitlines() if word in line]


def zipped(folder: Path, target: Path) -> Path:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in found:
            package.write(path, path.relative_to(folder.parent))
    return target


def test_all_files_of_a_folder_are_added_with_a_line_each(yusuan: Yusuan, folder: Path) -> None:
    said = yusuan("add", str(folder))
    assert (0, "") == (said.code, said.out)
    assert ["丙.html", "乙.docx", "甲.xlsx"] == names(yusuan)
    assert 3 == len(lines(said, "已加入"))
    assert 1 == len(lines(said, "封面.jpg"))
    assert [] == lines(said, "~$") + lines(said, "DS_Store")
    assert lines(said, "读取文件")


def test_a_zip_file_stands_for_the_files_in_it(
    yusuan: Yusuan, folder: Path, tmp_path: Path
) -> None:
    said = yusuan("add", str(zipped(folder, tmp_path / "全部.zip")))
    assert 0 == said.code
    assert ["丙.html", "乙.docx", "甲.xlsx"] == names(yusuan)
    again = yusuan("add", str(folder))
    assert 3 == len(lines(again, "没有变化"))


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_a_zip_file_are_read_without_a_mark(
    yusuan: Yusuan, tmp_path: Path, encoding: str
) -> None:
    text = tmp_path / "原.txt"
    WRITERS["gbk.txt"](generate(1, "江苏").blocks, text)
    target = tmp_path / "包.zip"
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("N" * len("预算".encode(encoding)) + ".txt", text.read_bytes())
    name = "预算".encode(encoding)
    target.write_bytes(target.read_bytes().replace(b"N" * len(name), name))
    assert 0 == yusuan("add", str(target)).code
    assert ["预算.txt"] == names(yusuan)


def test_bad_files_get_a_line_and_the_others_are_kept(yusuan: Yusuan, folder: Path) -> None:
    (folder / "旧.doc").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    )
    (folder / "断.xlsx").write_bytes((folder / "甲.xlsx").read_bytes()[:2000])
    (folder / "下级" / "甲.xlsx").write_bytes((folder / "甲.xlsx").read_bytes() + b"\n")
    zipped(folder, folder / "内.zip")
    said = yusuan("add", str(folder))
    assert 1 == said.code
    assert ["丙.html", "乙.docx", "甲.xlsx"] == names(yusuan)
    assert [] == lines(said, "乙.docx，")
    assert ".docx" in lines(said, "旧.doc")[0]
    assert "损坏" in lines(said, "断.xlsx")[0]
    assert "改名" in lines(said, "不止一份")[0]


def test_a_zip_file_inside_a_zip_file_is_told(yusuan: Yusuan, folder: Path, tmp_path: Path) -> None:
    zipped(folder, folder / "内.zip")
    said = yusuan("add", str(zipped(folder, tmp_path / "外.zip")))
    assert 1 == said.code
    assert "内.zip" in lines(said, "压缩包「外.zip」")[0]
    assert 3 == len(names(yusuan))


@pytest.mark.parametrize("name", ["../../出逃.txt", "/出逃.txt", "c:\\出逃.txt"])
def test_a_name_that_leads_elsewhere_stays_here(yusuan: Yusuan, tmp_path: Path, name: str) -> None:
    text = tmp_path / "原.txt"
    WRITERS["utf8.txt"](generate(1, "江苏").blocks, text)
    target = tmp_path / "包.zip"
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(name, text.read_bytes())
    assert 0 == yusuan("add", str(target)).code
    assert ["出逃.txt"] == names(yusuan)
    assert not Path("/出逃.txt").exists()


def test_a_bomb_in_an_archive_is_refused_and_the_rest_is_added(
    yusuan: Yusuan, folder: Path
) -> None:
    with zipfile.ZipFile(folder / "炸弹.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("大.txt", bytes(50 * 2**20))
    said = yusuan("add", str(folder))
    assert 1 == said.code
    assert "过大" in lines(said, "炸弹.zip")[0]
    assert 3 == len(names(yusuan))


def test_a_file_that_breaks_the_program_keeps_no_other_out(
    yusuan: Yusuan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> Disclosure:
        if path.name == "丙.html":
            raise IndexError("bug")
        return read_disclosure(path)

    monkeypatch.setattr("ui.documents.read_disclosure", read)
    said = yusuan("add", str(folder))
    assert 1 == said.code
    assert "未能读懂" in lines(said, "丙.html")[0]
    assert ["乙.docx", "甲.xlsx"] == names(yusuan)


def test_a_folder_with_nothing_to_read_is_told(yusuan: Yusuan, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    said = yusuan("add", str(empty))
    assert 1 == said.code
    assert "空" in lines(said, "没有可以读取")[0]
