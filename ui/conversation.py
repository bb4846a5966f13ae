"""A conversation on the terminal: one question a line until 退出, exit or the end of the input."""

import sys
from collections.abc import Callable, Iterator

from rich.console import Console

from assistant.answer import Answer
from corpus.errors import UsageError
from ui.question import check_question
from ui.terminal import print_answer

_FAREWELLS = {"退出", "exit", "quit", "q"}
_GREETING = "请输入问题，可以接着上一句追问；输入「退出」结束。"


def converse(ask: Callable[[list[str]], Answer], answers: Console, remarks: Console) -> None:
    """Answer line after line, each with the turns before it in mind."""
    turns: list[str] = []
    if sys.stdin.isatty():
        remarks.print(_GREETING, style="dim")
    for line in _lines_said():
        try:
            turns.append(check_question(line))
        except UsageError as error:
            remarks.print(str(error))
            continue
        print_answer(ask(turns), answers)
        answers.print()


def _lines_said() -> Iterator[str]:
    prompt = "问：" if sys.stdin.isatty() else ""
    while True:
        try:
            line = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.lower() in _FAREWELLS:
            return
        if line:
            yield line
