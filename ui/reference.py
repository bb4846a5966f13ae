"""The reference of the command line, made from the help pages: `python -m ui.reference` prints it."""

import sys

from ui.cli import app
from ui.usage import help_pages

_OPENING = """# 命令行

由 `yusuan --help` 的内容生成（`make reference`），不要手工修改。

退出码：0 得到回答（包括“没有找到”“拒绝回答”）；1 失败（例如文件读不了，其余文件照常加入）；2 用法不对，
标准错误里有一行说明怎样改。
"""


def reference() -> str:
    """Return the reference as Markdown."""
    pages = [f"## {name}\n\n```text\n{page}\n```\n" for name, page in help_pages(app, "yusuan")]
    return "\n".join([_OPENING, *pages])


if __name__ == "__main__":
    sys.stdout.write(reference())
