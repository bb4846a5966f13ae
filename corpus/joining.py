"""One disclosure that was published as two files, 说明 and 表 → one `Disclosure` that knows both.

Every locator of the joined disclosure names the file it leads into, so that a citation can.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from corpus.disclosure import Cell, Disclosure, Kind, Locator, Row, Table
from corpus.names import fold

# A file of tables has a cover, a list of them and remarks below them, but no text to speak of.
_MOST_TEXT = 1_000
_SCOPE = re.compile(r"(部门|单位)(?:预算|决算)")


class Identified(Protocol):
    """What says whose disclosure a file is, whether it is at hand or only its record."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def department(self) -> str | None: ...  # noqa: D102
    @property
    def year(self) -> int | None: ...  # noqa: D102
    @property
    def kind(self) -> Kind: ...  # noqa: D102


def joined(one: Disclosure, other: Disclosure) -> Disclosure | None:
    """Return the disclosure that two files make up, in whichever order; None where they do not."""
    if not is_same_disclosure(one, other) or one.files or other.files:
        return None
    for text, tables in ((one, other), (other, one)):
        if _is_text(text) and _is_tables(tables) and not _titles(text) & _titles(tables):
            return _join(_placed(text), _placed(tables))
    return None


def is_same_disclosure(one: Identified, other: Identified) -> bool:
    """Tell whether two files speak of the same department, year and kind, and of the same scope."""
    scopes = {match[1] for d in (one, other) if (match := _SCOPE.search(fold(d.title)))}
    return (
        one.year is not None
        and one.kind is not Kind.OTHER
        and (one.year, one.kind) == (other.year, other.kind)
        and len(scopes) < 2
        and _name(one) is not None
        and _name(one) == _name(other)
    )


def _name(file: Identified) -> str | None:
    """Return a department's name; a party committee's is printed with 中共 or without."""
    return fold(file.department).removeprefix("中共") if file.department else None


def _is_text(disclosure: Disclosure) -> bool:
    return bool(disclosure.paragraphs) and not _is_tables(disclosure)


def _is_tables(disclosure: Disclosure) -> bool:
    said = sum(len(paragraph.text) for paragraph in disclosure.paragraphs)
    return bool(disclosure.tables) and said < _MOST_TEXT


def _titles(disclosure: Disclosure) -> set[str]:
    return {fold(table.title) for table in disclosure.tables if table.title and not table.is_form}


def _join(text: Disclosure, tables: Disclosure) -> Disclosure:
    offset = len(text.tables)
    ids = {table.id: f"T{offset + n}" for n, table in enumerate(tables.tables, start=1)}
    return replace(
        text,
        aliases=_aliases(text, tables),
        contents=text.contents or tables.contents,
        sections=text.sections + tables.sections,
        paragraphs=text.paragraphs + tables.paragraphs,
        tables=text.tables + tuple(replace(t, id=ids[t.id]) for t in tables.tables),
        amounts=text.amounts
        + tuple(replace(a, table=ids[a.table] if a.table else None) for a in tables.amounts),
        scope=text.scope or tables.scope,
        problems=_problems(text) + _problems(tables),
        recognised=text.recognised + tables.recognised,
        files=(text.name, tables.name),
    )


def _aliases(text: Disclosure, tables: Disclosure) -> tuple[str, ...]:
    found = (*text.aliases, *tables.aliases, tables.department)
    return tuple(dict.fromkeys(name for name in found if name and name != text.department))


def _problems(disclosure: Disclosure) -> tuple[str, ...]:
    """Return what could not be read of one file, under its name."""
    return tuple(f"{disclosure.name}：{problem}" for problem in disclosure.problems)


def _placed(disclosure: Disclosure) -> Disclosure:
    """Return the disclosure with its file named in every locator."""

    def place(locator: Locator) -> Locator:
        return replace(locator, file=disclosure.name)

    return replace(
        disclosure,
        contents=tuple(replace(c, locator=place(c.locator)) for c in disclosure.contents),
        sections=tuple(replace(s, locator=place(s.locator)) for s in disclosure.sections),
        paragraphs=tuple(replace(p, locator=place(p.locator)) for p in disclosure.paragraphs),
        tables=tuple(_placed_table(table, place) for table in disclosure.tables),
        amounts=tuple(replace(a, locator=place(a.locator)) for a in disclosure.amounts),
        recognised=tuple(place(page) for page in disclosure.recognised),
    )


def _placed_table(table: Table, place: Callable[[Locator], Locator]) -> Table:
    def cell(printed: Cell | None) -> Cell | None:
        return replace(printed, locator=place(printed.locator)) if printed else None

    def row(printed: Row) -> Row:
        cells = tuple(map(cell, printed.cells))
        return replace(printed, cells=cells, locator=place(printed.locator))

    return replace(
        table,
        rows=tuple(map(row, table.rows)),
        notes=tuple(replace(note, locator=place(note.locator)) for note in table.notes),
        locator=place(table.locator),
    )
