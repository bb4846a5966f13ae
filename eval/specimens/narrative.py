"""The text of a disclosure: templates with items in braces → paragraphs, and what they state.

In a template `{item}` is the item's amount, `{±item}` its change against the year before with the
rate, `{%part/whole}` a share, and `{?item:if it rose|if it fell|if it stayed}` a choice.
A line that begins with `*` is written once for each line of the list named behind it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

from eval.specimens.printing import Model, Said

_TEXTS = Path(__file__).parent / "texts"
_SLOT = re.compile(r"\{([±%?#]?)([^{}]+)\}")
_CENT = Decimal("0.01")


class Stated(NamedTuple):
    """What an item comes to, with its unit."""

    value: Decimal
    unit: str


Items = Mapping[str, Stated]
# The names that stand for <列> in a repeated line, by list, with the words for it.
Lists = Mapping[str, list[dict[str, str]]]


def tell(
    model: Model, text: str, now: Items, last: Items, lists: Lists, words: Mapping[str, str]
) -> None:
    """Write the paragraphs of a template into a model and note what they state."""
    teller = _Teller(model, now, last)
    template = (_TEXTS / f"{text}.txt").read_text(encoding="utf-8")
    for line in _lines(template, lists, words):
        teller.paragraph(line)


def _lines(template: str, lists: Lists, words: Mapping[str, str]) -> Iterator[str]:
    for line in template.splitlines():
        if not line.strip():
            continue
        repeated = re.match(r"\*(\S+) (.*)", line)
        filled = [line] if not repeated else []
        if repeated:
            for number, names in enumerate(lists[repeated[1]], start=1):
                filled.append(_named(repeated[2], {**names, "n": str(number)}))
        yield from (_named(one, words) for one in filled)


def _named(line: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        line = line.replace(f"<{name}>", word)
    return line


class _Teller:
    """Fills in one paragraph after the other."""

    def __init__(self, model: Model, now: Items, last: Items) -> None:
        self._model = model
        self._now = now
        self._last = last
        self._pending: list[tuple[str, Stated, str]] = []

    def paragraph(self, line: str) -> None:
        """Fill in a template line and put it into the document."""
        self._pending = []
        paragraph = _SLOT.sub(self._fill, line)
        self._model.blocks.append(paragraph)
        for printed, stated, item in self._pending:
            self._model.said.append(Said(paragraph, printed, stated.value, stated.unit, item))

    def _fill(self, slot: "re.Match[str]") -> str:
        sort, item = slot[1], slot[2]
        match sort:
            case "±":
                return self._change(item)
            case "%":
                part, _, whole = item.partition("/")
                return self._percent(self._now[part].value, self._now[whole].value, f"占比|{item}")
            case "?":
                name, _, choices = item.partition(":")
                rose = self._now[name].value - self._last[name].value
                return choices.split("|")[0 if rose > 0 else 1 if rose < 0 else 2]
            case "#":
                return self._noted(self._last[item], f"上年|{item}")
        return self._noted(self._now[item], item)

    def _change(self, item: str) -> str:
        now, last = self._now[item], self._last[item]
        moved = now.value - last.value
        if not moved:
            return "持平"
        words = ("增加", "增长") if moved > 0 else ("减少", "下降")
        amount = self._noted(Stated(abs(moved), now.unit), f"变动|{item}")
        rate = self._percent(abs(moved), last.value, f"变动率|{item}")
        return f"{words[0]}{amount}，{words[1]}{rate}"

    def _percent(self, part: Decimal, whole: Decimal, item: str) -> str:
        rate = (part * 100 / whole).quantize(_CENT, rounding=ROUND_HALF_UP)
        return self._noted(Stated(rate, "%"), item)

    def _noted(self, stated: Stated, item: str) -> str:
        money = stated.unit in ("万元", "%")
        printed = f"{stated.value:.2f}{stated.unit}" if money else f"{stated.value}{stated.unit}"
        self._pending.append((printed, stated, item))
        return printed
