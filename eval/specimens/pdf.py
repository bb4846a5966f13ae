"""PDF files written by hand: Chinese text at a place, rulings, ruled tables, pictures."""

import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

WIDTH, HEIGHT = 595, 842
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880"
    " /Descent -120 /CapHeight 880 /StemV 90 /ItalicAngle 0 /FontBBox [-25 -254 1000 880] >> >>] >>"
)
PICTURE = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q"


def text(x: float, top: float, words: str, size: float = 12) -> str:
    """Print words with their top left corner at (x, top)."""
    code = words.encode("utf-16-be").hex()
    return f"BT /F1 {size:g} Tf {x:g} {HEIGHT - top - size:g} Td <{code}> Tj ET"


def table(
    x: float, top: float, widths: Sequence[float], rows: Sequence[str], *, closed: bool = True
) -> str:
    """Print a ruled table, its sides open unless `closed`; a row is its cells between bars."""
    height = 20.0
    lefts = list(accumulate(widths, initial=x))
    bottom = top + height * len(rows)
    parts = [rule(left, top, left, bottom) for left in (lefts if closed else lefts[1:-1])]
    for n, row in enumerate(rows):
        y = top + n * height
        parts.append(rule(x, y, lefts[-1], y))
        cells = zip(lefts, row.split("|"), strict=False)
        parts += [text(left + 2, y + 4, cell.strip(), 10) for left, cell in cells if cell.strip()]
    return "\n".join([*parts, rule(x, bottom, lefts[-1], bottom)])


def write_pdf(
    path: Path,
    pages: Sequence[Sequence[str]],
    *,
    rotate: int = 0,
    shift: int = 0,
    encrypted: bool = False,
    compressed: bool = False,
) -> Path:
    """Write a PDF of pages, each given as its printed parts."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    kids: list[int] = []
    for parts in pages:
        stream = "\n".join([f"1 0 0 1 {shift} {shift} cm", *parts])
        objects.append(_packed(stream) if compressed else _plain(stream))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{shift} {shift} {WIDTH + shift} {HEIGHT + shift}] /Rotate {rotate}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(len(objects))
    objects[1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    )
    if encrypted:
        key = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>")
    path.write_bytes(_file(objects, encrypted=encrypted))
    return path


def rule(x0: float, top: float, x1: float, bottom: float) -> str:
    """Draw a line from one point to another, both measured from the top left corner."""
    return f"{x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S"


def frame(x0: float, top: float, x1: float, bottom: float) -> str:
    """Draw the four sides of a cell."""
    return f"{x0:g} {HEIGHT - bottom:g} {x1 - x0:g} {bottom - top:g} re S"


def _plain(stream: str) -> str:
    return f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"


def _packed(stream: str) -> str:
    """Return a compressed stream; every byte is one letter until the file is written."""
    data = zlib.compress(stream.encode("latin-1"), 9).decode("latin-1")
    return f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n{data}\nendstream"


def _file(objects: Sequence[str], *, encrypted: bool) -> bytes:
    body = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = f" /Encrypt {len(objects)} 0 R /ID [<00><00>]" if encrypted else ""
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{lock} >>\n"
    return body + f"{trailer}startxref\n{start}\n%%EOF\n".encode()
