"""Wrong usage: one Chinese line that says what to do, exit code 2, never a traceback."""

import re
from pathlib import Path

import pytest

from tests.ui.conftest import Yusuan

QUESTION = "项目支出是多少？"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "没有给出命令"),
        (["tell"], "没有「tell」这个命令"),
        (["ask", "--colour"], "没有「--colour」这个选项"),
        (["ask", "两个", "问题"], "引号"),
        (["add"], "缺少「文件…」"),
        (["batch", "in.jsonl"], "缺少「输出.jsonl」"),
        (["ui", "--port", "eighty"], "选项「--port」的值不对"),
        (["ui", "--port", "0"], "选项「--port」的值不对"),
        (["--home"], "选项「--home」"),
        (["ask", ""], "问题是空的"),
        (["ask", " \t\n"], "问题是空的"),
        (["ask", "长" * 2001], "2,001"),
        (["ask", "长" * 10_000], "10,000"),
        (["ask", "--json"], "--json"),
        (["add", "not-there.txt"], "找不到文件"),
        (["ask", QUESTION], "yusuan add"),
        (["ask"], "yusuan add"),
        (["eval"], "yusuan add"),
        (["remove", "某局.txt"], "yusuan add"),
        (["batch", "not-there.jsonl", "out.jsonl"], "not-there.jsonl"),
    ],
)
def test_wrong_usage_is_one_chinese_line_and_exit_code_2(
    yusuan: Yusuan, words: list[str], told: str
) -> None:
    said = yusuan(*words)
    assert said.code == 2
    assert said.out == ""
    assert told in said.complaint
    assert not re.search(r"Error|Usage|Try |Missing|No such", said.complaint)


def test_batch_without_an_index_says_so_and_writes_nothing(yusuan: Yusuan, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "turns": ["问"]}', encoding="utf-8")
    said = yusuan("batch", str(source), str(target))
    assert (2, False) == (said.code, target.exists())
    assert "yusuan add" in said.complaint


@pytest.mark.usefixtures("seed_home")
def test_a_name_that_is_not_there_cannot_be_removed(yusuan: Yusuan) -> None:
    said = yusuan("remove", "没有这份.txt")
    assert said.code == 2
    assert "没有这份.txt" in said.complaint


def test_an_unexpected_failure_is_one_line_and_exit_code_1(
    yusuan: Yusuan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken\nin two lines")

    monkeypatch.setattr("index.home.Home.locate", broken)
    said = yusuan("documents")
    assert said.code == 1
    assert "broken in two lines" in said.complaint


@pytest.mark.parametrize(
    "command", ["", "add", "documents", "remove", "ask", "batch", "eval", "ui"]
)
def test_help_is_chinese_throughout(yusuan: Yusuan, command: str) -> None:
    said = yusuan(*filter(None, [command, "--help"]))
    assert (0, "") == (said.code, said.err)
    assert said.out.startswith("用法：yusuan")
    assert not re.search(r"Usage|Options|Commands|Arguments|Show this|required|default", said.out)
