"""`ask --explain` tells a line a step, before the answer or beside the JSON."""

import json

import pytest

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
