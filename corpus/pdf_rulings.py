"""The rulings of a page → the cells of its tables, by pdfplumber.

Shaded areas are no rulings, so cells are not doubled. A table that is open at its sides, its rows
ruled beyond its outermost columns, is closed there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pdfplumber.table import merge_edges

_THICKEST_RULE = 2.5
_SAME = 3.0
_FEWEST_ROWS = 3
_MOST_RULINGS = 1500
Edge = dict[str, Any]


class Box(NamedTuple):
    """A rectangle of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


def cells_of_tables(page: Any) -> Iterator[tuple[Box, ...]]:
    """Yield the cells of each table of a pdfplumber page, measured from the page's corner."""
    left, above = float(page.bbox[0]), float(page.bbox[1])
    rulings = page.filter(_is_ruling)
    straight = [edge for edge in rulings.edges if edge["orientation"] in ("h", "v")]
    merged = merge_edges(straight, _SAME, _SAME, _SAME, _SAME)
    # A drawing or a chart; every crossing of its lines would be looked at.
    if not merged or len(merged) > _MOST_RULINGS:
        return
    sides = _missing_sides(merged)
    for table in rulings.find_tables({"explicit_vertical_lines": sides} if sides else {}):
        yield tuple(
            Box(x0 - left, top - above, x1 - left, bottom - above)
            for x0, top, x1, bottom in table.cells
        )


def _is_ruling(thing: Edge) -> bool:
    kind = thing["object_type"]
    if kind == "line":
        return True
    if kind not in ("rect", "curve"):
        return False
    if thing.get("stroke"):
        return True
    return bool(min(thing["width"], thing["height"]) <= _THICKEST_RULE)


def _missing_sides(merged: Sequence[Edge]) -> list[Edge]:
    """Return lines that close tables whose rows are ruled, but not their sides."""
    verticals = [edge for edge in merged if edge["orientation"] == "v"]
    rows: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in merged:
        if edge["orientation"] == "h":
            rows[round(edge["x0"] / _SAME), round(edge["x1"] / _SAME)].append(edge)
    return [
        side
        for ruled in rows.values()
        for block in _blocks(sorted(ruled, key=lambda edge: float(edge["top"])), verticals)
        if len(block) >= _FEWEST_ROWS
        for side in _open_sides(block, verticals)
    ]


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


def _open_sides(block: Sequence[Edge], verticals: Sequence[Edge]) -> Iterator[Edge]:
    top, bottom = block[0]["top"], block[-1]["top"]
    for x in (block[0]["x0"], block[0]["x1"]):
        ruled = any(
            abs(edge["x0"] - x) <= _SAME and edge["top"] < bottom and edge["bottom"] > top
            for edge in verticals
        )
        if not ruled:
            yield {
                "object_type": "line",
                "orientation": "v",
                "x0": x,
                "x1": x,
                "top": top,
                "bottom": bottom,
                "width": 0,
                "height": bottom - top,
            }
