"""`ask --explain` tells a line a step, before the answer or beside the JSON."""

import json

import pytest

from tests.assistant.scripted_model import says, serving
from tests.ui.conftest import Yusuan

QUESTION = "项目支出占总预算多少？"


@pytest.mark.usefixtures("seed_home")
def test_each_step_of_understanding_is_a_line(yusuan: Yusuan) -> None:
    said = yusuan("ask", QUESTION, "--explain")
    lines = said.out.splitlines()
    assert 0 == said.code
    assert f"理解问题：{QUESTION}" == lines[0]
    assert any(line.startswith("查找：拆分：项目支出 ｜ 占") for line in lines)
    assert any(line.startswith("计算：5,501.02 ÷ 5,949.92") for line in lines)


@pytest.mark.usefixtures("seed_home")
def test_with_json_the_steps_stay_out_of_the_object(yusuan: Yusuan) -> None:
    said = yusuan("ask", QUESTION, "--explain", "--json")
    assert "92.46" == json.loads(said.out)["values"][0]["number"]
    assert "理解问题" not in said.out


@pytest.mark.usefixtures("seed_home")
def test_a_language_model_that_gives_no_plan_is_told_of(
    yusuan: Yusuan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as server:
        server.script = lambda _: says("项目支出占三成。")
        monkeypatch.setenv("YUSUAN_MODEL", "openai:scripted")
        monkeypatch.setenv("OPENAI_API_KEY", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        said = yusuan("ask", QUESTION, "--explain")
    assert 0 == said.code
    assert 1 == len(server.requests)
    assert "查找：语言模型没有按规定的格式作答，按规则的计划" in said.out.splitlines()
    assert "92.46%" in said.out


@pytest.mark.usefixtures("seed_home")
def test_a_language_model_that_cannot_be_used_is_one_line(
    yusuan: Yusuan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUSUAN_MODEL", "nowhere:model")
    said = yusuan("ask", QUESTION)
    assert (1, "") == (said.code, said.out)
    assert 1 == len(said.err.splitlines())
    assert "YUSUAN_MODEL" in said.err
