"""The rulings of a page → the cells of its tables, by pdfplumber.

Shaded areas are no rulings, so cells are not doubled. A table that is open at its sides, its rows
ruled beyond its outermost columns, is closed there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from corpus.pdf_drawing import leave_out_letters

_THICKEST_RULE = 2.5
_SAME = 3.0
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_MOST_RULINGS = 1500
_STUBS = 0.1
_NARROWEST = 12.0
Edge = dict[str, Any]
Span = tuple[float, float]


class Box(NamedTuple):
    """A rectangle of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


class Rulings(NamedTuple):
    """The cells of each table of a page, and its level rulings, measured from the page's corner."""

    tables: tuple[tuple[Box, ...], ...]
    rules: tuple[Box, ...]


NO_RULINGS = Rulings((), ())


def read_rulings(page: Any) -> Rulings:
    """Return what rulings make of a pdfplumber page."""
    leave_out_letters(page)
    left, above = float(page.bbox[0]), float(page.bbox[1])
    rulings = page.filter(_is_ruling)
    straight = [edge for edge in rulings.edges if edge["orientation"] in ("h", "v")]
    merged = merge_edges(straight, _SAME, _SAME, _SAME, _SAME)
    # A drawing or a chart; every crossing of its lines would be looked at.
    if not merged or len(merged) > _MOST_RULINGS:
        return NO_RULINGS
    missing = list(_missing_rulings(merged))
    tables = rulings.find_tables(
        {
            f"explicit_{name}_lines": [edge for edge in missing if edge["orientation"] == name[0]]
            for name in ("vertical", "horizontal")
        }
    )
    level = [edge for edge in merged if edge["orientation"] == "h"]
    boxes = [(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in level]
    return Rulings(
        tuple(tuple(_moved(cell, left, above) for cell in table.cells) for table in tables),
        tuple(_moved(box, left, above) for box in boxes),
    )


def rulings_of(edges: Sequence[Edge]) -> Rulings:
    """Return what lines make of a page where no pdfplumber page holds them."""
    merged = merge_edges([*edges], _SAME, _SAME, _SAME, _SAME) if edges else []
    if not merged or len(merged) > _MOST_RULINGS:
        return NO_RULINGS
    whole = merge_edges([*merged, *_missing_rulings(merged)], _SAME, _SAME, _SAME, _SAME)
    cells = intersections_to_cells(edges_to_intersections(whole, _SAME, _SAME))
    level = (edge for edge in merged if edge["orientation"] == "h")
    return Rulings(
        tuple(tuple(Box(*cell) for cell in table) for table in cells_to_tables(cells)),
        tuple(Box(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in level),
    )


def _moved(box: tuple[float, float, float, float], left: float, above: float) -> Box:
    x0, top, x1, bottom = box
    return Box(x0 - left, top - above, x1 - left, bottom - above)


def _is_ruling(thing: Edge) -> bool:
    kind = thing["object_type"]
    if kind == "line":
        return True
    if kind not in ("rect", "curve"):
        return False
    if thing.get("stroke"):
        return True
    return bool(min(thing["width"], thing["height"]) <= _THICKEST_RULE)


def _missing_rulings(merged: Sequence[Edge]) -> Iterator[Edge]:
    """Yield lines that close tables whose rows are ruled, but not their sides, top or bottom."""
    verticals = [edge for edge in merged if edge["orientation"] == "v"]
    levels = [edge for edge in merged if edge["orientation"] == "h"]
    rows: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in levels:
        rows[round(edge["x0"] / _SAME), round(edge["x1"] / _SAME)].append(edge)
    for ruled in rows.values():
        for block in _blocks(sorted(ruled, key=lambda edge: float(edge["top"])), verticals):
            yield from _closing(block, verticals, levels)


def _blocks(rows: Sequence[Edge], verticals: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Part row rulings where no column goes from one to the next: there a table ends."""
    block: list[Edge] = []
    for row in rows:
        middle = (block[-1]["top"] + row["top"]) / 2 if block else 0.0
        joined = any(
            edge["top"] <= middle <= edge["bottom"] and row["x0"] < edge["x0"] < row["x1"]
            for edge in verticals
        )
        if block and not joined:
            yield block
            block = []
        block.append(row)
    yield block


def _closing(
    block: Sequence[Edge], verticals: Sequence[Edge], levels: Sequence[Edge]
) -> Iterator[Edge]:
    """Yield the outer lines that a block of row rulings lacks; its columns may reach beyond them."""
    x0, x1 = block[0]["x0"], block[0]["x1"]
    top, bottom = block[0]["top"], block[-1]["top"]
    crossing = [
        edge
        for edge in verticals
        if x0 < edge["x0"] < x1 and edge["top"] < bottom and edge["bottom"] > top
    ]
    begin = min((edge["top"] for edge in crossing), default=top)
    end = max((edge["bottom"] for edge in crossing), default=bottom)
    if len(block) < _FEWEST_ROWS and (
        len(crossing) < _FEWEST_COLUMNS or _is_inside(verticals, (x0, x1), (begin, end))
    ):
        return
    for y, outer in ((begin, top), (end, bottom)):
        if abs(y - outer) > _SAME and not _is_ruled(levels, "top", y, ("x0", "x1"), (x0, x1)):
            yield line_between("h", x0, y, x1, y)
    for x in (x0, x1):
        near = any(
            abs(edge["x0"] - x) < _NARROWEST
            and edge["bottom"] - edge["top"] > _STUBS * (bottom - top)
            for edge in crossing
        )
        if not near and not _is_ruled(verticals, "x0", x, ("top", "bottom"), (top, bottom)):
            yield line_between("v", x, begin, x, end)


def _is_inside(verticals: Sequence[Edge], across: Span, down: Span) -> bool:
    """Tell whether a table goes on at the left or right of some of its row rulings."""
    return any(
        not across[0] - _SAME <= edge["x0"] <= across[1] + _SAME
        and min(edge["bottom"], down[1]) - max(edge["top"], down[0]) > _SAME
        for edge in verticals
    )


def _is_ruled(
    edges: Sequence[Edge], across: str, place: float, along: tuple[str, str], span: Span
) -> bool:
    """Tell whether lines at a place cover some of a span; the ends of crossing lines do not."""
    covered = sum(
        max(0.0, min(edge[along[1]], span[1]) - max(edge[along[0]], span[0]))
        for edge in edges
        if abs(edge[across] - place) <= _SAME
    )
    return bool(covered > _STUBS * (span[1] - span[0]))


def line_between(orientation: str, x0: float, top: float, x1: float, bottom: float) -> Edge:
    """Return a ruling as pdfplumber keeps it, "h" for a level and "v" for an upright one."""
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
