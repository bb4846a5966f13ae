"""How long an answer takes, cold and warm, as ratios to a yardstick timed in the same run.

Run as `python -m eval.benchmark [--runs 5] [--json]`; the home is the one the program would use.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from corpus.errors import UsageError, YusuanError
from eval.cases import Case, load_cases
from eval.rates import Part
from eval.runner import percentile

QUESTION = "2022年项目支出是多少？"
YARDSTICK = (sys.executable, "-c", "import duckdb, pydantic")


class Benchmark(Part):
    """Median times in milliseconds and their ratios to the yardstick.

    `cold` is a whole `yusuan ask`, process start included; `warm_p50` is per answer within one
    process, without loading; `yardstick` is the start of Python with two of the libraries.
    """

    runs: int
    yardstick_ms: float
    cold_ms: float
    cold_ratio: float
    warm_p50_ms: float
    warm_ratio: float


def benchmark(program: Path, runs: int, cases: Sequence[Case]) -> Benchmark:
    """Time `program` (the `yusuan` script): `runs` cold starts, and `cases` in one warm process.

    Raises:
        UsageError: the program is not there.
        YusuanError: a run of it failed.
    """
    if not program.is_file():
        raise UsageError(f"没有找到程序 {program}，请先运行 make。")
    yardsticks, colds = [], []
    for _ in range(runs):
        # Taken in turns, so that a machine that slows down slows both.
        yardsticks.append(wall_ms(YARDSTICK))
        colds.append(wall_ms((str(program), "ask", QUESTION, "--json")))
    yardstick, cold = statistics.median(yardsticks), statistics.median(colds)
    warm = percentile(warm_times(program, cases), 50)
    return Benchmark(
        runs=runs,
        yardstick_ms=round(yardstick, 1),
        cold_ms=round(cold, 1),
        cold_ratio=round(cold / yardstick, 2),
        warm_p50_ms=round(warm, 2),
        warm_ratio=round(warm / yardstick, 4),
    )


def wall_ms(command: Sequence[str]) -> float:
    """Run `command` and return its wall time in milliseconds.

    Raises:
        YusuanError: it ended with an exit code other than 0.
    """
    started = time.perf_counter()
    done = subprocess.run(list(command), capture_output=True, text=True, check=False)  # noqa: S603 - our own program, no shell
    spent = (time.perf_counter() - started) * 1000
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise YusuanError(f"计时中断：{said[-1] if said else '程序没有说明原因'}")
    return spent


def warm_times(program: Path, cases: Sequence[Case]) -> tuple[float, ...]:
    """Return the time of each answer but the first, all asked in one process, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "questions.jsonl"), Path(folder, "answers.jsonl")
        source.write_text("".join(_line(case) for case in cases), encoding="utf-8")
        wall_ms((str(program), "batch", str(source), str(target)))
        answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return tuple(answer["timings"]["total_ms"] for answer in answers[1:] or answers)


def told(result: Benchmark) -> str:
    """Say the result in Chinese."""
    return (
        f"标尺（启动 Python 并导入 duckdb、pydantic）：{result.yardstick_ms} 毫秒，"
        f"{result.runs} 次的中位数\n"
        f"冷启动一问：{result.cold_ms} 毫秒，为标尺的 {result.cold_ratio} 倍\n"
        f"热状态一问（p50）：{result.warm_p50_ms} 毫秒，为标尺的 {result.warm_ratio} 倍"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the program beside this interpreter and print the result; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmark", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="冷启动的次数，默认 5")
    parser.add_argument("--program", type=Path, default=Path(sys.executable).with_name("yusuan"))
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    given = parser.parse_args(arguments)
    try:
        result = benchmark(given.program, max(1, given.runs), load_cases())
    except YusuanError as error:
        Console(stderr=True).print(str(error), markup=False)
        return error.exit_code
    said = result.model_dump_json() if given.json else told(result)
    Console().print(said, markup=False, highlight=False, soft_wrap=True)
    return 0


def _line(case: Case) -> str:
    asked = {"id": case.id, "turns": case.turns, "documents": case.documents}
    return json.dumps(asked, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
