"""The benchmark: medians of real processes, as ratios to a yardstick."""

import json
import sys
from pathlib import Path

import pytest

from corpus.errors import UsageError, YusuanError
from eval.benchmark import benchmark, main, wall_ms, warm_times
from eval.cases import load_cases

PROGRAM = f"""#!{sys.executable}
import json, sys
if sys.argv[1] == "batch":
    lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        for n, line in enumerate(lines):
            assert json.loads(line)["turns"]
            out.write(json.dumps({{"timings": {{"total_ms": 500.0 if n == 0 else 2.0}}}}) + "\\n")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "yusuan"
    path.write_text(PROGRAM, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_first_warm_answer_is_left_out(program: Path) -> None:
    assert (2.0, 2.0) == warm_times(program, load_cases()[:3])


def test_times_are_stated_as_ratios_to_the_yardstick(program: Path) -> None:
    result = benchmark(program, 1, load_cases()[:3])
    assert result.warm_p50_ms == 2.0
    assert result.cold_ms > 0
    assert result.warm_ratio == pytest.approx(2.0 / result.yardstick_ms, abs=1e-3)
    assert result.cold_ratio == pytest.approx(result.cold_ms / result.yardstick_ms, abs=0.02)


def test_a_run_that_fails_is_not_timed() -> None:
    with pytest.raises(YusuanError, match="坏了"):
        wall_ms((sys.executable, "-c", "import sys; sys.exit('坏了')"))


def test_a_missing_program_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有找到程序"):
        benchmark(tmp_path / "yusuan", 1, ())
    assert main(["--program", str(tmp_path / "yusuan")]) == 2


def test_the_module_prints_one_json_object(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--program", str(program), "--runs", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 1
