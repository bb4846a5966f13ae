"""A picture of a page → lines of text with their places, where an engine for it is installed.

The engine is the extra `ocr`; it ships its models, so nothing is fetched. Figures it is unsure of are
marked as unclear and never become numbers.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

UNCLEAR = "〔不清〕"
_FILE = Path(__file__).parent / "data" / "ocr.toml"
# Below the first all is left out, below the second the figures.
_LEGIBLE = 0.5
_SURE = 0.85
# Letters in the smallest type of wide tables are lost where the picture is made smaller than this.
_LONGEST_SIDE = 3000
_FIGURE = re.compile(r"\d[\d,，.．]*%?")
# Between letters a blank parts words; elsewhere engines put it behind a comma or a point.
_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_FIGURES = re.compile(r"[\d\s,，.．%-]+")
# Amounts have two decimals; what follows without a blank is the next cell, unless it is a unit.
_NEXT_CELL = re.compile(
    r"(?<=\d\.\d\d)(?=\d[\d,]*\.\d\d(?![\d.])|(?![万亿千百]?元|[%个人次件倍])[\u4e00-\u9fff])"
)
_GAP = 0.6


class Recognised(NamedTuple):
    """One line of text as recognised, its box in the picture's dots."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class Seen(NamedTuple):
    """What an engine makes of one line: its corners, its text, and how certain it is (0 to 1)."""

    corners: tuple[tuple[float, float], ...]
    text: str
    certainty: float


Engine = Callable[[Any], list[Seen]]


@lru_cache(maxsize=1)
def engine() -> Engine | None:
    """Return the engine, None where it is not installed or lacks what it needs."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    settings = {"Global.log_level": "error", "Global.max_side_len": _LONGEST_SIDE}
    reader = RapidOCR(params=settings)

    def see(picture: Any) -> list[Seen]:
        seen: Any = reader(picture, use_cls=False, text_score=_LEGIBLE)
        if seen.boxes is None:
            return []
        return [
            Seen(tuple((float(x), float(y)) for x, y in corners), text, float(certainty))
            for corners, text, certainty in zip(seen.boxes, seen.txts, seen.scores, strict=True)
        ]

    return see


def recognise(picture: Any, see: Engine) -> list[Recognised]:
    """Return the lines of a picture (an array of rows, columns and colours)."""
    found: list[Recognised] = []
    for corners, text, certainty in see(picture):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        words = _mended(text) if certainty >= _SURE else _FIGURE.sub(UNCLEAR, text)
        line = Recognised(words, min(xs), min(ys), max(xs), max(ys))
        found.extend(_cells(line))
    return [line for line in found if line.text.strip()]


def _mended(text: str) -> str:
    """Return a line without the blanks that no word needs, letters that look alike set right."""
    mended = _BLANK.sub("", text.strip())
    if _FIGURES.fullmatch(mended):
        mended = mended.replace("，", ",").replace("．", ".")
    for wrong, right in _confused():
        mended = wrong.sub(right, mended)
    return mended


def _cells(line: Recognised) -> Iterator[Recognised]:
    """Yield the cells of a line that the engine took for one."""
    pieces = [piece for piece in _NEXT_CELL.split(line.text) if piece]
    whole = sum(map(width_of, line.text)) or 1.0
    x = line.x0
    for piece in pieces:
        wide = (line.x1 - line.x0) * sum(map(width_of, piece)) / whole
        gap = _GAP * (line.bottom - line.top) if len(pieces) > 1 else 0.0
        yield line._replace(text=piece, x0=x, x1=max(x + wide - gap, x + wide / 2))
        x += wide


def width_of(char: str) -> float:
    """Return how wide a character is printed, in widths of a Chinese one."""
    return 0.5 if char.isascii() else 1.0


@lru_cache(maxsize=1)
def _confused() -> tuple[tuple[re.Pattern[str], str], ...]:
    found: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple((re.compile(wrong), right) for wrong, right in found["confused"].items())
