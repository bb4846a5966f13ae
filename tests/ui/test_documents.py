import json
from pathlib import Path

import pytest

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
