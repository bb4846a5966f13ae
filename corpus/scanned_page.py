"""A page that is a picture → its characters and rulings in the places where they are seen."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from corpus.ocr import Engine, Recognised, recognise, width_of
from corpus.pdf_page import Glyph
from corpus.pdf_rulings import NO_RULINGS, Edge, Rulings, line_between, rulings_of

_DOTS = 200
_MOST_DOTS = 4000
_WHITE = 255
_DARK = 150
# In points: no stroke of a letter is as long, and no ruling as thick.
_SHORTEST_LEVEL = 24.0
_SHORTEST_UPRIGHT = 16.0
_THICKEST = 3.0
# In degrees: how far a sheet may lie askew, and what is not worth turning it for.
_MOST_ASKEW = 3.0
_FINE = 0.05
_DOTS_LOOKED_AT = 100_000


def read_scanned(
    page: pypdfium2.PdfPage, size: tuple[float, float], see: Engine
) -> tuple[tuple[Glyph, ...], Rulings]:
    """Return what a picture of a page of `size` shows; nothing where no text is recognised."""
    scale = min(_DOTS / 72, _MOST_DOTS / max(size))
    grey = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    askew = _askew(np.asarray(grey) < _DARK)
    if abs(askew) > _FINE:
        grey = grey.rotate(askew, Image.Resampling.BICUBIC, fillcolor=_WHITE)
    lines = recognise(np.asarray(grey.convert("RGB")), see)
    if not lines:
        return (), NO_RULINGS
    glyphs = tuple(glyph for line in lines for glyph in _spread(line, scale))
    return glyphs, rulings_of(list(_rulings(np.asarray(grey) < _DARK, scale)))


def _spread(line: Recognised, scale: float) -> Iterator[Glyph]:
    """Yield the characters of a line, spread over its length."""
    wide = [width_of(char) for char in line.text]
    step = (line.x1 - line.x0) / sum(wide)
    x = line.x0
    for char, part in zip(line.text, wide, strict=True):
        end = x + part * step
        if not char.isspace():
            yield Glyph(char, x / scale, line.top / scale, end / scale, line.bottom / scale)
        x = end


def _askew(dark: Any) -> float:
    """Return by how many degrees a sheet lies turned clockwise: its lines fall on fewest rows then."""
    ys, xs = np.nonzero(dark)
    if not len(ys):
        return 0.0
    every = max(1, len(ys) // _DOTS_LOOKED_AT)
    ys, xs = ys[::every], xs[::every]

    def sharpness(degrees: float) -> float:
        rows = np.rint(ys - xs * np.tan(np.radians(degrees))).astype(np.int64)
        filled = np.bincount(rows - rows.min())
        return float((filled.astype(np.float64) ** 2).sum())

    return max(_turns(), key=lambda degrees: (sharpness(degrees), -abs(degrees)))


def _turns() -> list[float]:
    return [n * _FINE for n in range(round(-_MOST_ASKEW / _FINE), round(_MOST_ASKEW / _FINE) + 1)]


def _rulings(dark: Any, scale: float) -> Iterator[Edge]:
    for y, x0, x1 in _runs(dark, _SHORTEST_LEVEL * scale, _THICKEST * scale):
        yield line_between("h", x0 / scale, y / scale, x1 / scale, y / scale)
    for x, y0, y1 in _runs(dark.T, _SHORTEST_UPRIGHT * scale, _THICKEST * scale):
        yield line_between("v", x / scale, y0 / scale, x / scale, y1 / scale)


def _runs(dark: Any, shortest: float, thickest: float) -> Iterator[tuple[float, int, int]]:
    """Yield the middle line, the start and the end of each long dark run that is no dark area."""
    steps = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    growing: list[tuple[int, int, int, int]] = []
    for line in range(dark.shape[0] + 1):
        found = _long_runs(steps[line], shortest) if line < dark.shape[0] else []
        kept: list[tuple[int, int, int, int]] = []
        for first, x0, x1, last in growing:
            beside = [run for run in found if run[0] < x1 and x0 < run[1]]
            if beside:
                found = [run for run in found if run not in beside]
                ends = [x0, x1, *(x for run in beside for x in run)]
                kept.append((first, min(ends), max(ends), line))
            elif last - first < thickest:
                yield (first + last) / 2, x0, x1
        growing = [*kept, *((line, x0, x1, line) for x0, x1 in found)]


def _long_runs(steps: Any, shortest: float) -> list[tuple[int, int]]:
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    long = (ends - starts) >= shortest
    return list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))
