"""PDF files whose pages are pictures of printed ones, and engines that recognise them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from corpus.ocr import Engine, Seen
from corpus.pdf_page import pages_of
from corpus.pdf_text import lines_of

DOTS = 150
Reads = Callable[[str], tuple[str, float]]


def scan(path: Path, to: Path, turned: float = 0.0) -> Path:
    """Write pictures of the pages of a PDF, each lying `turned` by some degrees clockwise."""
    with pypdfium2.PdfDocument(path) as document:
        pictures = [
            page.render(scale=DOTS / 72, grayscale=True)
            .to_pil()
            .convert("L")
            .rotate(-turned, Image.Resampling.BICUBIC, fillcolor=255)
            for page in document
        ]
    pictures[0].save(to, save_all=True, append_images=pictures[1:], resolution=DOTS, quality=80)
    return to


def knowing(path: Path, reads: Reads = lambda text: (text, 0.99)) -> Engine:
    """Return an engine that is told what stands on the pages it is shown, one after the other."""
    pages = list(_printed(path))

    def see(picture: Any) -> list[Seen]:
        high, wide = picture.shape[:2]
        width, height, words = pages.pop(0)
        found = []
        for text, x0, top, x1, bottom in words:
            left, right = x0 / width * wide, x1 / width * wide
            above, below = top / height * high, bottom / height * high
            corners = ((left, above), (right, above), (right, below), (left, below))
            found.append(Seen(corners, *reads(text)))
        return found

    return see


def _printed(
    path: Path,
) -> Iterator[tuple[float, float, list[tuple[str, float, float, float, float]]]]:
    for page in pages_of(path):
        words = [
            (word.text, word.x0, line.top, word.x1, line.bottom)
            for line in lines_of(page.glyphs)
            for word in line.words
        ]
        yield page.width, page.height, words
