"""Where a home is, who may write to it, and which of its generations are kept."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import EmptyHomeError, HomeError
from index.home import Home, Manifest, read_manifest, write_manifest


def test_a_home_is_where_the_argument_says_before_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("YUSUAN_HOME", str(tmp_path / "set"))

    assert tmp_path / "given" == Home.locate(tmp_path / "given").directory
    assert tmp_path / "set" == Home.locate().directory


def test_an_empty_home_names_the_command_that_fills_it(tmp_path):
    with pytest.raises(EmptyHomeError, match="yusuan add"):
        Home(tmp_path).require_current()


def test_a_second_writer_is_told_to_wait(tmp_path, monkeypatch):
    monkeypatch.setattr("index.home.LOCK_SECONDS", 0.1)
    program = (
        "import sys; from pathlib import Path; from index.home import Home\n"
        "with Home(Path(sys.argv[1])).lock():\n    print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert "held\n" == other.stdout.readline()

    with pytest.raises(HomeError, match="正在写入"), Home(tmp_path).lock():
        pass

    other.communicate("")
    with Home(tmp_path).lock():
        pass


def test_only_the_current_and_the_previous_generation_are_kept(tmp_path):
    home = Home(tmp_path)
    for _ in range(4):
        home.publish(home.draft())

    assert ["000003", "000004"] == sorted(path.name for path in home.generations.iterdir())
    assert home.generations / "000004" == home.current()


def test_a_draft_clears_what_a_broken_write_left(tmp_path):
    home = Home(tmp_path)
    home.publish(home.draft())
    (home.draft() / "facts.duckdb").write_text("half")

    assert [] == list(home.draft().iterdir())
    assert home.generations / "000001" == home.current()


@pytest.mark.parametrize("name", ["../外.txt", "a/b.txt", "", ".."])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(HomeError):
        Home(tmp_path / "home").keep_original(Path(__file__), name)


def test_a_manifest_of_a_newer_program_is_not_guessed_at(tmp_path):
    write_manifest(
        tmp_path,
        Manifest(
            schema_version=99,
            model="none",
            model_sha256=None,
            documents=1,
            facts=1,
            passages=1,
            wordings=1,
            created="2026-01-01T00:00:00+00:00",
        ),
    )
    with pytest.raises(HomeError, match="升级"):
        read_manifest(tmp_path)
