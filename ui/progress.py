"""How far a long task has come, on stderr: a bar on a terminal, a line at the end elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


@contextmanager
def counting(task: str, total: int, console: Console) -> Iterator[Callable[[], None]]:
    """Show a count of `total`; call what is yielded after each one."""
    with _bar(console) as bar:
        number = bar.add_task(task, total=total)
        yield lambda: bar.advance(number)


@contextmanager
def stages(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Show one bar a stage; call what is yielded with the stage, what is done and the total."""
    with _bar(console) as bar:
        numbers: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in numbers:
                _complete(bar)
                numbers[stage] = bar.add_task(stage, total=total)
            bar.update(numbers[stage], completed=done, total=total)

        yield report
        _complete(bar)


def _complete(bar: Progress) -> None:
    """Fill every bar: a stage is done when the next begins, whatever it reported last."""
    for task in bar.tasks:
        bar.update(task.id, completed=task.total or 0)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
