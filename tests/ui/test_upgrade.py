"""A home of an older version is rebuilt from its originals by whatever command comes first."""

import json
from pathlib import Path

import pytest

from index.home import SCHEMA, Home, read_manifest
from tests.ui.conftest import Yusuan

QUESTION = "三公经费是多少"


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")
    monkeypatch.setenv("YUSUAN_HOME", str(tmp_path / "home"))


def aged(yusuan: Yusuan, *files: Path) -> Home:
    """Return a home whose generation says that the version before made it, its store unreadable."""
    assert 0 == yusuan("add", *map(str, files)).code
    home = Home.locate()
    generation = home.require_current()
    manifest = generation / "manifest.json"
    fields = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**fields, "schema_version": SCHEMA - 1}), "utf-8")
    (generation / "facts.duckdb").write_bytes(b"an older shape")
    return home


@pytest.mark.parametrize(
    "words",
    [("documents",), ("check", "{name}"), ("ask", QUESTION), ("remove", "{name}")],
)
def test_any_command_rebuilds_an_older_home(
    words: tuple[str, ...], yusuan: Yusuan, disclosure_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份2024年预算.txt"
    other.write_text("某局2024年部门预算\n\n一、职责\n\n负责供水。", "utf-8")
    home = aged(yusuan, disclosure_file, other)
    said = yusuan(*(word.format(name=disclosure_file.name) for word in words))
    assert 0 == said.code
    assert "资料库由旧版本建立，正在用其中的原件重建。" in said.err
    assert SCHEMA == read_manifest(home.require_current()).schema_version
    left = {
        document["name"] for document in json.loads(yusuan("documents", "--json").out)["documents"]
    }
    assert left | {disclosure_file.name} == {disclosure_file.name, other.name}
    assert "旧版本" not in yusuan("ask", QUESTION).err


def test_an_original_that_can_no_longer_be_read_is_kept_and_named(
    yusuan: Yusuan, disclosure_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份2024年预算.txt"
    other.write_text("某局2024年部门预算\n\n一、职责\n\n负责供水。", "utf-8")
    home = aged(yusuan, disclosure_file, other)
    (home.originals / other.name).write_bytes(b"")
    said = yusuan("add", str(disclosure_file))
    assert f"没有编入：{other.name}" in said.err
    assert (home.originals / other.name).exists()
    listed = yusuan("documents")
    assert f"没有编入：{other.name}" in listed.out
    assert [other.name] == json.loads(yusuan("documents", "--json").out)["unread"]
    yusuan("add", str(other))
    assert [] == json.loads(yusuan("documents", "--json").out)["unread"]
