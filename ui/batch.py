"""Many questions at once: a JSON line in, a JSON answer out, in order; one bad line stops nothing."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Annotated, Protocol, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console

from assistant.answer import Answer
from corpus.errors import UsageError, YusuanError
from ui.progress import counting
from ui.question import check_question

_WRONG_FIELDS = '这一行要写成 {"id": "…", "turns": ["问题", …]}，documents 可以不写'


class Asks(Protocol):
    """What answers: the assistant, or a scripted one."""

    def ask(  # the contract's own word is `id`
        self,
        turns: Sequence[str],
        documents: Sequence[str] | None = None,
        id: str | None = None,
    ) -> Answer:
        """Answer the last turn."""
        ...


class BatchLine(BaseModel):
    """A line of the input: a conversation whose last turn is to be answered."""

    # Other programs keep notes of their own beside the question; they are passed over.
    model_config = ConfigDict(extra="ignore")

    id: str | int
    turns: Annotated[list[str], Field(min_length=1)]
    documents: list[str] | None = None


def run_batch(
    source: Path, target: Path, open_assistant: Callable[[], Asks], remarks: Console
) -> None:
    """Answer every line of `source` into `target`, each answer written as soon as it is there.

    Raises:
        UsageError: `source` cannot be read, or `target` cannot be written or is `source`.
    """
    lines = _read(source)
    if target.exists() and target.samefile(source):
        raise UsageError("输出文件不能就是输入文件；请换一个输出文件名。")
    assistant = open_assistant()
    with _writable(target) as out, counting("回答", len(lines), remarks) as done:
        for answer in answer_lines(assistant, lines, done):
            out.write(answer.model_dump_json() + "\n")
            out.flush()


def _read(source: Path) -> list[bytes]:
    try:
        content = source.read_bytes()
    except OSError as error:
        raise UsageError(f"读不到输入文件「{source}」，请检查路径。") from error
    return [line for line in content.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]


def _writable(target: Path) -> TextIO:
    try:
        return target.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"不能写入输出文件「{target}」，请检查目录是否存在、能否写入。") from error


def answer_lines(
    assistant: Asks, lines: Iterable[bytes], done: Callable[[], None]
) -> Iterator[Answer]:
    """Yield one answer a line, in order; `done` is called after each."""
    for line in lines:
        yield _answer_line(assistant, line)
        done()


def _answer_line(assistant: Asks, line: bytes) -> Answer:
    started = time.perf_counter()
    try:
        asked = BatchLine.model_validate_json(line)
        turns = [check_question(turn) for turn in asked.turns]
        with redirect_stdout(sys.stderr):
            return assistant.ask(turns, asked.documents, id=str(asked.id))
    except ValidationError:
        reason = _WRONG_FIELDS
    except YusuanError as error:
        reason = str(error)
    except Exception as error:  # one question that breaks must not take the other answers with it
        reason = f"程序出错（{type(error).__name__}：{error}）"
    return _failed(line, reason, time.perf_counter() - started)


def _failed(line: bytes, reason: str, seconds: float) -> Answer:
    identity, question = _what_was_meant(line)
    return Answer(
        id=identity,
        question=question,
        resolved_question=question,
        status="failed",
        answer=f"没有回答：{reason}。".replace("。。", "。"),
        timings={"total_ms": round(seconds * 1000, 1)},
    )


def _what_was_meant(line: bytes) -> tuple[str | None, str]:
    with suppress(ValueError, RecursionError):
        parts = json.loads(line)
        if isinstance(parts, dict):
            identity, turns = parts.get("id"), parts.get("turns")
            question = turns[-1] if isinstance(turns, list) and turns else ""
            return (
                None if identity is None else str(identity),
                question if isinstance(question, str) else "",
            )
    return None, ""
