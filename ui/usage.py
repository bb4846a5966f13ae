"""What the command line says about itself, in Chinese: its help pages and one line for wrong usage."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.cells import cell_len
from typer import Context, Typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException
from typer.main import get_command

from corpus.errors import UsageError

HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return "\n".join([*_usage(self, ctx), *_parameters(self, ctx)])


class ChineseGroup(TyperGroup):
    """The program: a Chinese help page, and a Chinese line for a command it does not have."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page with the list of commands."""
        commands = [(name, _first_line(self.commands[name].help)) for name in self.commands]
        return "\n".join(
            [
                *_usage(self, ctx, "命令 …"),
                "",
                "命令：",
                *_columns(commands),
                *_parameters(self, ctx),
            ]
        )

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the commands in the order a newcomer needs them, not by the alphabet."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command named first in `args`; raise UsageError when there is none."""
        if args[0] not in self.commands:
            names = "、".join(self.commands)
            raise UsageError(f"没有「{args[0]}」这个命令；可用的命令：{names}。")
        return super().resolve_command(ctx, args)


def explain(error: TyperException) -> str:
    """Return one Chinese line for what the command-line parser did not accept."""
    context = getattr(error, "ctx", None)
    page = f"{context.command_path if context else 'yusuan'} --help"
    return f"{_reason(error)}用法见：{page}"


def _reason(error: TyperException) -> str:
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"没有「{option}」这个选项。"
    if kind == "MissingParameter" and parameter is not None:
        return f"缺少{_label(parameter)}。"
    if parameter is not None:
        return f"{_label(parameter)}的值不对。"
    if option is not None:
        return f"选项「{option}」后面要有且只有一个值。"
    if "extra argument" in error.message:
        return "参数太多；含空格的内容要用引号括起来。"
    return "没有给出命令。"


def _label(parameter: Any) -> str:
    shown = parameter.metavar or parameter.name
    return (
        f"「{shown}」" if isinstance(parameter, TyperArgument) else f"选项「{parameter.opts[0]}」"
    )


def _first_line(help_text: str | None) -> str:
    return (help_text or "").strip().split("\n", 1)[0]


def _usage(command: TyperCommand | TyperGroup, ctx: Any, rest: str = "") -> list[str]:
    arguments = [
        name if parameter.required else f"[{name}]"
        for parameter in command.params
        if isinstance(parameter, TyperArgument) and (name := parameter.metavar or parameter.name)
    ]
    pieces = [ctx.command_path, "[选项]", *arguments, rest]
    return [
        f"用法：{' '.join(filter(None, pieces))}",
        "",
        *(command.help or "").strip().split("\n"),
    ]


def _parameters(command: TyperCommand | TyperGroup, ctx: Any) -> list[str]:
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperArgument):
            arguments.append((parameter.metavar or str(parameter.name), parameter.help or ""))
        elif isinstance(parameter, TyperOption):
            options.append((_spelling(parameter), parameter.help or ""))
    lines = ["", "参数：", *_columns(arguments)] if arguments else []
    return [*lines, "", "选项：", *_columns(options)]


def _spelling(option: TyperOption) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if "--help" in option.opts:
        option.help = "显示这份说明。"
    return names if option.is_flag else f"{names} {option.metavar or '值'}"


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    rows = list(rows)
    width = max((cell_len(name) for name, _ in rows), default=0) + 2
    return [f"  {name}{' ' * (width - cell_len(name))}{text}" for name, text in rows]


def help_pages(app: Typer, program: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the help page of the program and of each of its commands."""
    root = get_command(app)
    context = Context(root, info_name=program, help_option_names=HELP_NAMES["help_option_names"])
    yield program, root.get_help(context)
    for name, command in getattr(root, "commands", {}).items():
        inner = Context(command, info_name=name, parent=context)
        yield f"{program} {name}", command.get_help(inner)
