"""The numbers that Word puts before paragraphs: they are seen, but are not in the paragraphs' text."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
}
_UNNUMBERED = {"bullet", "none", ""}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document: the form of each level, and how far each list has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Any) -> "Numbering":
        """Read the lists of an open document; one without lists has none."""
        made = cls()
        for part in document.part.rels.values():
            if part.reltype.endswith("/numbering") and not part.is_external:
                made._read(part.target_part.element)
        for style in document.styles.element.iter(qn("w:style")):
            if found := _numbers_of(style.find(qn("w:pPr"))):
                made.styles[style.get(qn("w:styleId"), "")] = found
        return made

    def label(self, paragraph: Any) -> str:
        """Return the number before a paragraph (「一、」), "" where it has none, and count it."""
        settings = paragraph.find(qn("w:pPr"))
        found = _numbers_of(settings) or self._of_style(settings)
        if not found or found[0] not in self.lists:
            return ""
        shape, depth = self.lists[found[0]], found[1]
        level = self.levels.get(shape, {}).get(depth)
        if level is None or level.form in _UNNUMBERED:
            return ""
        counted = self.counts[shape]
        counted[depth] = counted.get(depth, level.start - 1) + 1
        for deeper in [other for other in counted if other > depth]:
            del counted[deeper]
        return re.sub(r"%(\d)", lambda m: self._counted(shape, int(m[1]) - 1), level.pattern)

    def _read(self, element: Any) -> None:
        for shape in element.iter(qn("w:abstractNum")):
            levels = {
                int(level.get(qn("w:ilvl"), "0")): _Level(
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                    int(_value(level, "w:start") or 1),
                )
                for level in shape.iter(qn("w:lvl"))
            }
            self.levels[shape.get(qn("w:abstractNumId"), "")] = levels
        for number in element.iter(qn("w:num")):
            self.lists[number.get(qn("w:numId"), "")] = _value(number, "w:abstractNumId")

    def _of_style(self, settings: Any) -> tuple[str, int] | None:
        style = settings.find(qn("w:pStyle")) if settings is not None else None
        return self.styles.get(style.get(qn("w:val"), "")) if style is not None else None

    def _counted(self, shape: str, depth: int) -> str:
        level = self.levels[shape].get(depth)
        number = self.counts[shape].get(depth, level.start if level else 1)
        return _chinese(number) if level and level.form in _CHINESE else str(number)


def _numbers_of(settings: Any) -> tuple[str, int] | None:
    """Return list and level that a paragraph's or style's settings name."""
    found = settings.find(qn("w:numPr")) if settings is not None else None
    if found is None or not (list_id := _value(found, "w:numId")):
        return None
    depth = _value(found, "w:ilvl")
    return list_id, int(depth) if depth.isdecimal() else 0


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name))
    return child.get(qn("w:val"), "") if child is not None else ""


def _chinese(number: int) -> str:
    """Return a number below 100 in Chinese (十二), others in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    front = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return front + (_DIGITS[ones] if ones else "")
