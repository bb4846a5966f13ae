"""The command line `yusuan`. A command imports what it needs when it runs: help is instant."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer.exceptions import TyperException

from corpus.errors import UsageError, YusuanError
from ui.usage import HELP_NAMES, ChineseCommand, ChineseGroup, explain

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.answer import Answer
    from assistant.chain import Assistant
    from index.home import Home

app = typer.Typer(
    cls=ChineseGroup,
    context_settings=HELP_NAMES,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="文件名", help="只在这份文件里找；可以写多次。"),
]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 对象。")]


@app.callback(help="预算问答：就部门预算公开提问，每个数字都有出处。")
def root(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            "--home", metavar="目录", help="索引所在的目录；也可以用环境变量 YUSUAN_HOME。"
        ),
    ] = None,
) -> None:
    """Keep what is asked for before the command."""
    context.obj = home


@app.command(
    "add",
    cls=ChineseCommand,
    help="把公开文件、文件夹或压缩包加入索引；同名文件被替换，没有变化的跳过。",
)
def add(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="文件…", help="要加入的公开文件，或装有它们的文件夹、.zip。"),
    ],
) -> None:
    """Add files to the home."""
    from ui.documents import add_files

    raise typer.Exit(add_files(_home(context), paths, remarks=_console(stderr=True)))


@app.command("documents", cls=ChineseCommand, help="列出已加入的文件。")
def documents(context: typer.Context, as_json: AsJson = False) -> None:
    """List what the home holds."""
    from ui.documents import list_documents

    list_documents(_current(context), _console(), as_json=as_json)


@app.command("check", cls=ChineseCommand, help="核对一份文件：表内、表间、文字与表是否相符。")
def check(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="文件名", help="yusuan documents 列出的名字。")],
    as_json: AsJson = False,
) -> None:
    """List what does not agree in a document."""
    from ui.check import check_document

    check_document(_current(context), name, _console(), as_json=as_json)


@app.command("remove", cls=ChineseCommand, help="从索引里移除一份文件。")
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="文件名", help="yusuan documents 列出的名字。")],
) -> None:
    """Remove a document from the home."""
    from ui.documents import remove_named

    remove_named(_current(context), name, _console(stderr=True))


@app.command("ask", cls=ChineseCommand, help="回答一个问题，或者开始一段对话。")
def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="问题", help="不写问题就开始对话，可以追问。")
    ] = None,
    only: Documents = None,
    as_json: AsJson = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="逐步写出问题是怎样理解、查找和计算的。")
    ] = False,
) -> None:
    """Answer one question, or hold a conversation."""
    from ui.question import check_question

    if question is None and as_json:
        raise UsageError('用 --json 时要写出问题，例如：yusuan ask "项目支出是多少？" --json')
    turns = None if question is None else [check_question(question)]
    told = _console(stderr=as_json) if explain else None
    answer_turns = _answering(_current(context), only, told)
    if turns is None:
        from ui.conversation import converse

        converse(answer_turns, _console(), _console(stderr=True))
        return
    answer = answer_turns(turns)
    _show(answer, as_json=as_json)
    raise typer.Exit(1 if answer.status == "failed" else 0)


@app.command("batch", cls=ChineseCommand, help="成批回答：每行一问，按原来的次序每行一答。")
def batch(
    context: typer.Context,
    source: Annotated[
        Path,
        typer.Argument(metavar="输入.jsonl", help='每行 {"id", "turns", "documents"（可不写）}。'),
    ],
    target: Annotated[Path, typer.Argument(metavar="输出.jsonl", help="每行一个回答；会被覆盖。")],
) -> None:
    """Answer a file of questions."""
    from ui.batch import run_batch

    run_batch(
        source, target, lambda: _assistant(_current(context), warm=True), _console(stderr=True)
    )


@app.command("eval", cls=ChineseCommand, help="用题集评测，与朴素检索比较，并和上一次的结果对照。")
def evaluate(
    context: typer.Context,
    gold: Annotated[
        list[Path] | None,
        typer.Option("--gold", metavar="文件", help="题集 JSONL 文件或目录；默认用自带的题集。"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="题", help="只做这些题号、题型或分组；可以写多次。"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="目录", help="报告存放的目录。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the answers against the gold questions."""
    home = _current(context)
    assistant = _assistant(home, warm=True)
    from ui.evaluation import run_evaluation

    report = run_evaluation(assistant, home, gold, only, out, _console(stderr=True))
    if as_json:
        _emit(report.model_dump_json())
        return
    from eval.display import show

    show(report, _console())


@app.command("ui", cls=ChineseCommand, help="打开网页（只在本机可以访问）。")
def ui(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", metavar="端口", help="本机端口，默认 8501。", min=1, max=65535)
    ] = 8501,
) -> None:
    """Serve the page."""
    from ui.launch import serve

    serve(_current(context), port, _console(stderr=True))


def run() -> None:
    """Run the program and leave with its exit code; the entry point `yusuan`."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what is wrong is said in one Chinese line."""
    try:
        return int(app(list(arguments), prog_name="yusuan", standalone_mode=False) or 0)
    except YusuanError as error:
        return _complain(str(error), error.exit_code)
    except TyperException as error:
        return _complain(explain(error), UsageError.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _complain("已中断。", 130)
    except BrokenPipeError:
        # The reader of the output has left (| head); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("YUSUAN_TRACEBACK"):
            raise
        return _complain(
            f"程序出错：{type(error).__name__}：{error}（设置 YUSUAN_TRACEBACK=1 再运行可以看到细节）",
            1,
        )


def _current(context: typer.Context) -> "Home":
    """Return the home, rebuilt where an older version of the program made it."""
    from index.home import is_outdated

    home = _home(context)
    generation = home.current()
    if generation is not None and is_outdated(generation):
        from ui.upgrade import upgrade

        upgrade(home, _console(stderr=True))
    return home


def _home(context: typer.Context) -> "Home":
    from index.home import Home

    return Home.locate(context.obj)


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _assistant(home: "Home", *, warm: bool = False) -> "Assistant":
    """Open the assistant; `warm` loads beforehand what some of many questions will need."""
    home.require_current()
    from assistant.chain import open_assistant

    assistant = open_assistant(home)
    if warm:
        assistant.warm()
    return assistant


def _answering(
    home: "Home", only: list[str] | None, told: "Console | None" = None
) -> "Callable[[list[str]], Answer]":
    """Return what answers; `told` is where each step is told, if it is to be."""
    assistant = _assistant(home)
    from assistant.chain import StepEvent

    def answer(turns: list[str]) -> "Answer":
        # Whatever a library prints on the way must not get between the reader and the answer.
        with contextlib.redirect_stdout(sys.stderr):
            *steps, last = assistant.stream(turns, only)
        if told is not None:
            for step in steps:
                if isinstance(step, StepEvent):
                    told.print(f"{step.stage}：{step.text}")
        return cast("Answer", last)

    return answer


def _show(answer: "Answer", *, as_json: bool) -> None:
    if as_json:
        _emit(answer.model_dump_json())
        return
    from ui.terminal import print_answer

    print_answer(answer, _console())


def _emit(json_text: str) -> None:
    sys.stdout.write(json_text + "\n")
    sys.stdout.flush()


def _complain(message: str, code: int) -> int:
    print(" ".join(message.split()), file=sys.stderr)  # noqa: T201
    return code
