"""An answer on the terminal: the sentence, then its sources, calculations and caveats."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from assistant.answer import Answer, Citation, Step
from ui.address import names, place, printed
from ui.caveats import unsaid
from ui.formula import formula, notes

Line = tuple[str, str]
"""A line and its rich style."""

_STATUS_STYLE = {"answered": "bold", "failed": "bold red"}


def print_answer(answer: Answer, console: Console) -> None:
    """Print the answer; without a terminal the same words come without colour or wrapping."""
    for words, style in _lines(answer):
        console.print(Text(words, style=style), soft_wrap=True)


def _lines(answer: Answer) -> Iterator[Line]:
    yield answer.answer, _STATUS_STYLE.get(answer.status, "bold yellow")
    yield from _part("出处", [_source(citation) for citation in answer.citations])
    yield from _part("计算", [_step(k, step) for k, step in enumerate(answer.steps, start=1)])
    yield from _part("说明", [f"· {text}" for text in unsaid(answer)])
    yield from _part("可以选", [f"· {option}" for option in answer.options])


def _part(head: str, lines: list[str]) -> Iterator[Line]:
    if lines:
        yield "", ""
        yield head, "cyan"
        yield from ((f"  {line}", "") for line in lines)


def _source(citation: Citation) -> str:
    where = place(citation.locator)
    return (
        f"〔{citation.n}〕{' · '.join(names(citation))}：{printed(citation)}"
        f"{f'（{where}）' if where else ''}"
    )


def _step(k: int, step: Step) -> str:
    said = notes(step)
    return f"{k}. {formula(step)}{f'（{said}）' if said else ''}"
