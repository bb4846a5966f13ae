"""A performance form (绩效目标申报表) → `Table`: label–value pairs and the small tables between them.

A form is read as bands. A pair line holds labels with their values (项目负责人 | 某某 | 联系电话 |
…). A head line of at least three head words opens a small table, whose lines run until the next
pair or head line; lines whose merged left head was lost are laid on their columns again.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.alignment import Layout, lay_out_lines
from corpus.disclosure import Cell, Column, Locator, Row, RowKind, Table
from corpus.grid import Grid, GridLine
from corpus.heads import head_paths, is_total
from corpus.money import YUAN, parse_cell, parse_stated
from corpus.names import fold, join_wrapped, without_numbering, without_tags

_WORDS = Path(__file__).parent / "data" / "form_words.toml"
PAIR_COLUMN = Column(())


@dataclass(slots=True)
class _Band:
    """A small table inside a form: its head lines, the head at its left, and its body lines."""

    heads: list[GridLine]
    left: str
    above: str
    body: list[GridLine] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """The head words, by which bands of the same shape share what is learned of columns."""
        return tuple(fold(cell) for cell in self.heads[0].cells[1 : self.width])

    @property
    def width(self) -> int:
        """Number of columns that any of its lines uses."""
        return 1 + max(line.filled[-1] for line in [*self.heads, *self.body])


@dataclass(frozen=True, slots=True)
class _Pairs:
    line: GridLine


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    return {name: re.compile("|".join(parts)) for name, parts in words.items()}


def read_forms(grids: Sequence[tuple[str, Grid]]) -> tuple[Table, ...]:
    """Understand the forms of one document together: they share what their columns hold."""
    banded = [(table_id, grid, _bands(grid.squared())) for table_id, grid in grids]
    _lay_out([part for _, _, parts in banded for part in parts if isinstance(part, _Band)])
    return tuple(_form(table_id, grid, parts) for table_id, grid, parts in banded)


def _bands(lines: Sequence[GridLine]) -> list[_Band | _Pairs]:
    parts: list[_Band | _Pairs] = []
    filled = [line for line in lines if line.filled]
    for line, following in zip(filled, [*filled[1:], None], strict=True):
        last = parts[-1] if parts else None
        continues = isinstance(last, _Band) and _continues(line, last)
        below = following is not None and not continues and _heads_below(line, following)
        if _is_head(line) or below:
            parts.append(_Band([line], line.cells[0], _above(last)))
        elif isinstance(last, _Band) and continues:
            (last.heads if _is_second_head(line, last) else last.body).append(line)
        else:
            parts.append(_Pairs(line))
    return parts


def _above(last: _Band | _Pairs | None) -> str:
    """Return the one-line statement directly above a small table (年度目标 1: …), else ""."""
    if isinstance(last, _Pairs) and len(last.line.filled) == 2:
        label = last.line.cells[last.line.filled[0]]
        return label if _patterns()["statement"].search(fold(label)) else ""
    if isinstance(last, _Pairs) and len(last.line.filled) == 1:
        return last.line.cells[last.line.filled[0]]
    return ""


def _is_head(line: GridLine) -> bool:
    texts = [fold(line.cells[i]) for i in line.filled]
    head_words = sum(bool(_patterns()["head"].search(text)) for text in texts)
    if len(texts) == 2:
        return head_words == 2 and (not line.cells[0] or _states(texts))
    if any(len(text) > 24 or parse_cell(text) for text in texts):
        return False
    return len(texts) >= 3 and head_words >= len(texts) - 1 and not _is_pairs(line)


def _states(texts: Sequence[str]) -> bool:
    """Tell whether heads only say which statements stand below them (长期目标 | 年度目标)."""
    return all(_patterns()["statement_head"].fullmatch(fold(text)) for text in texts)


def _heads_below(line: GridLine, following: GridLine) -> bool:
    """Tell whether a line heads the one below it: words beside a head merged over both lines.

    Not all of its words need be known heads: 年度主要任务 | 任务名称 | 主要内容 | 金额 | 牵头科室.
    """
    texts = [fold(line.cells[i]) for i in line.filled]
    if len(texts) < 4 or not line.cells[0] or following.cells[0] or _is_pairs(line):
        return False
    if any(len(text) > 24 or parse_cell(text) or parse_stated(text) for text in texts):
        return False
    known = sum(bool(_patterns()["head"].search(text)) for text in texts[1:])
    return known * 2 >= len(texts) - 1 and set(following.filled) <= set(line.filled)


def _is_second_head(line: GridLine, band: _Band) -> bool:
    """Tell whether a line right below the head only refines it (2021 below 上年收支情况)."""
    texts = [line.cells[i] for i in line.filled]
    return not band.body and all(re.fullmatch(r"(?:19|20)\d\d年?", fold(t)) for t in texts)


def _continues(line: GridLine, band: _Band) -> bool:
    if not line.cells[0] or fold(line.cells[0]) == fold(band.left):
        return True
    if not band.body and band.left and _states([band.left]):
        return line.filled == band.heads[0].filled
    if len(line.filled) == 1:
        before = band.body[-1].cells if band.body else ()
        return _numbered(line.cells[line.filled[0]]) and any(_numbered(cell) for cell in before)
    return len(line.filled) >= 3 and not _is_pairs(line)


def _numbered(text: str) -> bool:
    return without_numbering(text) != text


def _is_pairs(line: GridLine) -> bool:
    """Tell whether labels and values take turns."""
    texts = [line.cells[i] for i in line.filled]
    if len(texts) < 3 or len(texts) > 6:
        return False
    labels = [bool(_patterns()["label"].fullmatch(fold(text))) for text in texts]
    return all(labels[::2]) and not any(labels[1::2])


def _lay_out(bands: Sequence[_Band]) -> None:
    """Lay the lines of all bands of one shape on their columns together."""
    shapes: dict[tuple[str, ...], list[_Band]] = defaultdict(list)
    for band in bands:
        shapes[band.key].append(band)
    for alike in shapes.values():
        cells = [line.cells[: band.width] for band in alike for line in band.body]
        layouts = iter(lay_out_lines(cells))
        for band in alike:
            band.layouts = [next(layouts) for _ in band.body]


def _form(table_id: str, grid: Grid, parts: Sequence[_Band | _Pairs]) -> Table:
    builder = _Builder(unit=_form_unit(grid, parts))
    for part in parts:
        if isinstance(part, _Pairs):
            builder.add_pairs(part.line)
        else:
            builder.add_band(part)
    return Table(
        table_id,
        grid.title,
        grid.unit or builder.unit,
        tuple(builder.columns),
        tuple(builder.squared_rows()),
        True,
        builder.subject,
        grid.locator,
        tuple(grid.notes),
    )


def _form_unit(grid: Grid, parts: Sequence[_Band | _Pairs]) -> str | None:
    """Return the form's money unit: printed above it or in a head, else that of its own amounts."""
    if grid.unit:
        return grid.unit
    for part in parts:
        heads = " ".join((part.heads[0] if isinstance(part, _Band) else part.line).cells)
        match = re.search(r"[（(](亿元|万元|千元|元)[）)]", heads)
        if match:
            return match[1]
    cells = [cell for part in parts if isinstance(part, _Pairs) for cell in part.line.cells]
    units = {q.unit for cell in cells if (q := parse_cell(cell)) and q.unit in YUAN}
    return units.pop() if len(units) == 1 else None


@dataclass(slots=True)
class _Builder:
    """Collects the rows and columns of one form."""

    unit: str | None
    subject: str | None = None
    _left: str = ""
    _blocks: dict[int, str] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=lambda: [PAIR_COLUMN])
    rows: list[tuple[str, RowKind, tuple[str, ...], dict[int, Cell], Locator]] = field(
        default_factory=list
    )
    parents: dict[int, int] = field(default_factory=dict)

    def add_pairs(self, line: GridLine) -> None:
        """Add label–value pairs; a label alone has a blank value."""
        texts = [part for i in line.filled for part in _split(i, line.cells[i])]
        label = _patterns()["label"]
        self._left = self._left_head(line, [text for _, text in texts])
        if self._left and line.cells[0]:
            texts = texts[1:]
            self._blocks = {}
        while texts:
            place, name = texts.pop(0)
            blank = texts and label.fullmatch(fold(texts[0][1])) and label.fullmatch(fold(name))
            if texts and not blank:
                index, text = texts.pop(0)
            else:
                index, text = min(line.filled[0] + 1, len(line.cells) - 1), ""
            self._pair(name, text, line, index, place)

    def _left_head(self, line: GridLine, texts: list[str]) -> str:
        """Return the head left of pairs of amounts (项目资金（元）), merged over their lines."""
        if not line.cells[0]:
            return self._left
        if len(texts) < 3 or len(texts) % 2 == 0 or any(parse_cell(text) for text in texts[:2]):
            return ""
        return texts[0] if all(parse_cell(text) for text in texts[2::2]) else ""

    def _pair(
        self, name: str, text: str, line: GridLine, index: int, place: int | None = None
    ) -> None:
        name = _label(name)
        if _patterns()["subject"].fullmatch(fold(name)) and not self.subject:
            self.subject = join_wrapped(text) or None
        path = (_label(self._left),) if self._left else ()
        if self._left and place is not None:
            above = self._blocks.setdefault(place, name)
            path = (*path, above) if above != name else path
        counts = any(_patterns()["counted"].search(fold(part)) for part in (name, *path))
        cell = _cell(text, self.unit if counts else None, counts, line.locators[index])
        self.rows.append((name, RowKind.ENTRY, path, {0: cell}, line.locator))

    def add_band(self, band: _Band) -> None:
        """Add the rows of a small table, laid on its columns."""
        self._left = ""
        if len(band.body) == 1 and self._add_statements(band):
            return
        paths = head_paths(tuple(band.heads))[: band.width]
        body = list(zip(band.body, band.layouts, strict=True))
        names = _name_columns(paths, body, band.left)
        answers = [i for i in range(1, len(paths)) if paths[i] and i not in names]
        ids = {i: self._column(paths[i]) for i in answers}
        heads: dict[int, str] = {}
        start = len(self.rows)
        for line, layout in body:
            self._band_row(band, line, layout, names, ids, heads)
        self._total_parents(start)

    def _add_statements(self, band: _Band) -> bool:
        """Add statements that stand below their heads as pairs (长期目标 | 年度目标)."""
        head, body = band.heads[0], band.body[0]
        places = [i for i in head.filled if i in body.filled]
        if not places or not _states([head.cells[i] for i in places]):
            return False
        for i in places:
            self._pair(head.cells[i], body.cells[i], body, i)
        return True

    def _column(self, path: tuple[str, ...]) -> int:
        column = Column(path, 0, self.unit)
        if column not in self.columns:
            self.columns.append(column)
        return self.columns.index(column)

    def _band_row(
        self,
        band: _Band,
        line: GridLine,
        layout: Layout,
        names: list[int],
        ids: dict[int, int],
        heads: dict[int, str],
    ) -> None:
        labels = {i: join_wrapped(line.cells[s]) for i in names if (s := layout[i]) is not None}
        if fold(labels.get(0, "")) == fold(band.left):
            labels.pop(0, None)
        for i, text in labels.items():
            for deeper in [j for j in heads if j >= i]:
                heads.pop(deeper)
            heads[i] = text
        laid = [source for i in ids if (source := layout[i]) is not None]
        if not labels and not laid:
            return
        first = "" if labels else line.cells[laid[0]]
        name = without_numbering(heads[max(labels)] if labels else join_wrapped(first))
        outer = tuple(heads[i] for i in sorted(heads) if not labels or i < max(labels))
        left = "" if 0 in names else band.left
        path = tuple(_label(text) for text in (band.above, left) if text) + outer
        cells = {ids[i]: self._band_cell(line, layout[i], i) for i in ids}
        kind = RowKind.TOTAL if is_total(name) else RowKind.ENTRY
        self.rows.append((name, kind, path, cells, line.locator))

    def _band_cell(self, line: GridLine, source: int | None, column: int) -> Cell:
        text = line.cells[source].strip() if source is not None else ""
        return _cell(text, self.unit, True, line.locators[column if source is None else source])

    def _total_parents(self, start: int) -> None:
        """Give each row of a small table the total of its own left head (合计 below 支出构成)."""
        by_path: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i in range(start, len(self.rows)):
            by_path[self.rows[i][2]].append(i)
        for rows in by_path.values():
            totals = [i for i in rows if self.rows[i][1] is RowKind.TOTAL]
            self.parents.update({i: totals[0] for i in rows if totals and i != totals[0]})

    def squared_rows(self) -> list[Row]:
        """Return the rows, each with one cell or None for every column of the form."""
        width = len(self.columns)
        return [
            Row(
                name,
                None,
                kind,
                self.parents.get(i),
                path,
                tuple(cells.get(c) for c in range(width)),
                locator,
            )
            for i, (name, kind, path, cells, locator) in enumerate(self.rows)
        ]


def _name_columns(
    paths: tuple[tuple[str, ...], ...], body: list[tuple[GridLine, Layout]], left: str
) -> list[int]:
    """Return the columns that name a row: all up to the last one before the first answer column."""
    answer = _patterns()["answer"]
    own = {fold(line.cells[s]) for line, layout in body if (s := layout[0]) is not None}
    last = 1 if own <= {fold(left)} or not paths[0] else 0
    if paths[last] and _states([paths[last][-1]]):
        return [0]
    first = next(
        (i for i in range(last + 1, len(paths)) if paths[i] and answer.search(fold(paths[i][-1]))),
        last + 1,
    )
    filled = [i for i in range(first) if any(layout[i] is not None for _, layout in body)]
    return filled or [0]


def _split(index: int, text: str) -> list[tuple[int, str]]:
    """Return a cell's text, split where it holds a label with its value (联系方式：…)."""
    match = re.match(r"([^:：]{2,12})[:：]\s*(\S.*)$", text, re.DOTALL)
    if match and _patterns()["label"].fullmatch(fold(match[1])):
        return [(index, match[1]), (index, match[2])]
    return [(index, text)]


def _label(text: str) -> str:
    return without_numbering(join_wrapped(text)).rstrip(":：")


def _cell(text: str, unit: str | None, counts: bool, locator: Locator) -> Cell:
    text = text.strip()
    shown = without_tags(text) if "<" in text else text
    quantity = parse_cell(text) if counts else None
    if quantity and (quantity.unit or len(text) < 20):
        return Cell(shown, quantity.value, quantity.unit or unit, locator)
    stated = parse_stated(text) if len(text) < 20 and counts else None
    if stated:
        return Cell(shown, stated.value, stated.unit, locator)
    return Cell(shown, None, None, locator)
