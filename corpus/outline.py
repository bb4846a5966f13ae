"""Lines of running text → sections, paragraphs and the table of contents.

Headings are numbered 第一部分 / 一、 / （一） and short; the contents are the headings between 目录
and the place where its first heading comes again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.disclosure import ContentsEntry, Locator, Paragraph, Section
from corpus.names import fold, join_wrapped, without_numbering

_LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]+部分"),
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
)
_CONTENTS_HEAD = re.compile(r"^(?:序号|报表名称|页码)")
_ENDED = re.compile(r"[。；;！？!?：:]$")
_LONGEST_HEADING = 40
_LONGEST_ENTRY = 70
_WRAPPED_FROM = 20


@dataclass(slots=True)
class Outline:
    """Collects a document's text line by line."""

    contents: list[ContentsEntry] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    _path: tuple[tuple[int, str], ...] = ()
    _in_contents: bool = False
    _open: bool = False

    def add(self, text: str, locator: Locator) -> None:
        """Take one non-blank line that is not part of a table."""
        text = text.strip()
        if fold(text) == "目录" and not self.sections:
            self._in_contents = True
            return
        if self._in_contents and not self._ends_contents(text):
            self._add_contents(text, locator)
            return
        self._leave_contents()
        level = heading_level(text)
        if level is not None:
            self._add_heading(text, level, locator)
        elif self._open and not _starts_anew(text):
            self._join(text)
        else:
            self._add_paragraph(text, locator)

    def add_title(self, text: str, locator: Locator) -> None:
        """Take a line that the format itself shows to be a heading of the first level."""
        if fold(text) == "目录":
            self.add(text, locator)
            return
        self._leave_contents()
        self._add_heading(text, heading_level(text) or 0, locator)

    def _leave_contents(self) -> None:
        if self._in_contents:
            self._in_contents = False
            self._path = ()

    @property
    def section(self) -> tuple[str, ...]:
        """The heading path that the next paragraph stands under."""
        return tuple(heading for _, heading in self._path)

    def _ends_contents(self, text: str) -> bool:
        if not self.contents:
            return False
        if fold(text) == fold(self.contents[0].path[0]):
            return True
        return len(text) > _LONGEST_ENTRY or text.endswith("。")

    def _add_contents(self, text: str, locator: Locator) -> None:
        line = re.sub(r"[.…·\s]*\d*$", "", re.sub(r"^[-•·]\s*", "", text)).strip()
        if _CONTENTS_HEAD.match(fold(line)):
            return
        level = next((i for i, form in enumerate(_LEVELS) if form.match(line)), 1)
        self._path = (*((n, h) for n, h in self._path if n < level), (level, line))
        self.contents.append(ContentsEntry(without_numbering(line), self.section, locator))

    def _add_heading(self, text: str, level: int, locator: Locator) -> None:
        if not self.sections:
            self._path = ()
        self._path = (*((n, h) for n, h in self._path if n < level), (level, join_wrapped(text)))
        self.sections.append(Section(self.section, level, locator))
        self._open = False

    def _add_paragraph(self, text: str, locator: Locator) -> None:
        self.paragraphs.append(Paragraph(join_wrapped(text), self.section, locator))
        self._open = len(text) > _WRAPPED_FROM and not _ENDED.search(text)

    def _join(self, text: str) -> None:
        last = self.paragraphs.pop()
        joined = join_wrapped(last.text + text)
        self.paragraphs.append(Paragraph(joined, last.section, last.locator))
        self._open = not _ENDED.search(text)

    def end_paragraph(self) -> None:
        """Say that something other than text follows, so that no line is joined across it."""
        self._open = False


def heading_level(text: str) -> int | None:
    """Return 0, 1 or 2 for a heading (第一部分 / 一、 / （一）), None for other text."""
    if len(text) > _LONGEST_HEADING or re.search(r"[。；;，,：:]|\d\s*(?:万元|元|亿元)", text):
        return None
    return next((i for i, form in enumerate(_LEVELS) if form.match(text)), None)


def _starts_anew(text: str) -> bool:
    return without_numbering(text) != text or text.startswith(("-", "•"))


def headings(sections: Iterable[Section]) -> tuple[str, ...]:
    """Return the headings without numbering, in order."""
    return tuple(without_numbering(section.heading) for section in sections)
