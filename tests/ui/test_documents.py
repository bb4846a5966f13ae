import json
import os
from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure
from corpus.findings import Finding
from index.home import Home
from tests.ui.conftest import Yusuan


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")


def names(yusuan: Yusuan) -> list[str]:
    said = yusuan("documents", "--json")
    assert (0, "") == (said.code, said.err)
    return [document["name"] for document in json.loads(said.out)["documents"]]


def test_an_empty_home_lists_no_documents(yusuan: Yusuan) -> None:
    assert [] == names(yusuan)
    assert "yusuan add" in yusuan("documents").out


def test_what_is_added_is_listed_until_it_is_removed(yusuan: Yusuan, disclosure_file: Path) -> None:
    assert yusuan("add", str(disclosure_file)).code == 0
    assert [disclosure_file.name] == names(yusuan)
    assert yusuan("remove", disclosure_file.name).code == 0
    assert [] == names(yusuan)


def test_the_good_files_stay_added_and_each_bad_one_gets_a_line(
    yusuan: Yusuan, disclosure_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "picture.bmp"
    bad.write_bytes(b"BM")
    said = yusuan("add", str(bad), str(disclosure_file), str(tmp_path / "absent.txt"))
    assert said.code == 1
    assert 1 == sum("picture.bmp" in line for line in said.err.splitlines())
    assert 1 == sum("absent.txt" in line for line in said.err.splitlines())
    assert [disclosure_file.name] == names(yusuan)


def test_a_document_that_breaks_the_index_does_not_keep_the_others_out(
    yusuan: Yusuan, disclosure_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "坏的2024年预算.txt"
    other.write_text("某局2024年部门预算\n\n一、职责\n\n负责供水。", "utf-8")

    def breaking(disclosure: Disclosure) -> tuple[Finding, ...]:
        if disclosure.name == other.name:
            raise ZeroDivisionError
        return check_disclosure(disclosure)

    monkeypatch.setattr("index.draft.check_disclosure", breaking)
    said = yusuan("add", str(other), str(disclosure_file))
    assert 1 == said.code
    assert f"「{other.name}」未能读懂（ZeroDivisionError）" in said.err
    assert [disclosure_file.name] == names(yusuan)


@pytest.mark.parametrize("name", [b"\xff\xfe.txt", "两\n行.txt".encode()])
def test_a_name_that_cannot_be_shown_is_told_and_the_others_are_added(
    name: bytes, yusuan: Yusuan, disclosure_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "各局"
    folder.mkdir()
    (folder / disclosure_file.name).write_bytes(disclosure_file.read_bytes())
    try:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text("某局2024年部门预算\n收入1万元。")
    except OSError:
        pytest.skip("the file system keeps names in UTF-8 only")
    said = yusuan("add", str(folder))
    assert 1 == said.code
    assert 1 == sum("文件名里有无法显示的字符" in line for line in said.err.splitlines())
    assert [disclosure_file.name] == names(yusuan)


def test_an_unchanged_file_is_passed_over(yusuan: Yusuan, disclosure_file: Path) -> None:
    yusuan("add", str(disclosure_file))
    build = Home.locate().require_current().name
    said = yusuan("add", str(disclosure_file))
    assert "没有变化" in said.err
    assert build == Home.locate().require_current().name


def test_home_can_be_named_before_the_command(
    yusuan: Yusuan, disclosure_file: Path, tmp_path: Path
) -> None:
    elsewhere = str(tmp_path / "elsewhere")
    yusuan("--home", elsewhere, "add", str(disclosure_file))
    assert [] == names(yusuan)
    assert disclosure_file.name in yusuan("--home", elsewhere, "documents").out
