"""A Markdown file → its layout: headings and paragraphs as lines of text, pipe tables as cells."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from corpus.disclosure import Locator
from corpus.errors import ReadError
from corpus.layout import Layout, Layouter
from corpus.spanned import Spanned, SpannedLayouter
from corpus.text_file import decode

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_PARTS = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def read_markdown(path: Path) -> Layout:
    """Read a Markdown file. Raises ReadError where it is empty or not text."""
    text = decode(path.read_bytes(), path.name)
    lines = _COMMENT.sub(_blank_lines, text).splitlines()
    if not any(line.strip() for line in lines):
        raise ReadError(f"「{path.name}」是空文件，请换一个有内容的文件。")
    reader = _Reader(path.name)
    for number, line in enumerate(lines, start=1):
        reader.add(line, number, lines[number] if number < len(lines) else "")
    reader.end_table()
    layout = reader.layouter.finish()
    if not layout.opening:
        layout.opening.append(path.stem)
    return layout


class _Reader:
    """Takes lines one by one, and hands a table on when its last line has come."""

    def __init__(self, name: str) -> None:
        self.layouter = Layouter()
        self._target = SpannedLayouter(self.layouter)
        self._name = name
        self._cells: list[Spanned] = []
        self._lines: list[int] = []

    def add(self, line: str, number: int, below: str) -> None:
        """Take a line; the one `below` it tells a table's head from text with a bar in it."""
        if self._is_row(line, below):
            self._add_row(line, number)
            return
        self.end_table()
        if _FENCE.match(line) or not line.strip():
            return
        heading = _HEADING.match(line)
        text = _inline(heading[2] if heading else re.sub(r"^\s*>\s?", "", line)).strip(" \u3000")
        if text:
            self._target.add_text(text, Locator(line=number))
        if heading and text:
            self.layouter.offer_title(text, Locator(line=number))

    def _is_row(self, line: str, below: str) -> bool:
        if "|" not in line:
            return False
        return bool(self._lines or line.lstrip().startswith("|") or _RULE.match(below))

    def _add_row(self, line: str, number: int) -> None:
        if _RULE.match(line):
            return
        self._lines.append(number)
        row = len(self._lines)
        self._cells.extend(Spanned(row, i, text) for i, text in enumerate(_cells(line), start=1))

    def end_table(self) -> None:
        """Hand on the open table, if there is one."""
        if self._lines:
            self._target.add_table(self._cells, partial(_place, tuple(self._lines)), self._name)
        self._cells, self._lines = [], []


def _place(lines: tuple[int, ...], row: int, column: int | None) -> Locator:
    return Locator(line=lines[row - 1], row=row, column=column)


def _cells(line: str) -> Iterator[str]:
    parts = _PARTS.split(line.strip())
    if parts and not parts[0].strip() and line.lstrip().startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    for part in parts:
        yield _LINE_BREAK.sub("\n", _inline(part)).strip()


def _inline(text: str) -> str:
    """Return text without emphasis, links and escapes."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text)))


def _blank_lines(match: re.Match[str]) -> str:
    """Keep the line numbers below a comment."""
    return "\n" * match[0].count("\n")
