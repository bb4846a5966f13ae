"""The door for files: `read_disclosure` picks the reader by ending and puts the parts together."""

from pathlib import Path

from corpus.amounts import amounts_in_form, amounts_in_paragraph
from corpus.disclosure import Amount, Disclosure, Paragraph, Table
from corpus.errors import ReadError
from corpus.form import read_forms
from corpus.grid import Grid, is_form_title
from corpus.identity import choose_title, identify
from corpus.layout import Layout
from corpus.mending import mend_grids
from corpus.table import read_table
from corpus.text_file import read_text_file


def _read_pdf(path: Path) -> Layout:
    # Most calls read no PDF, and its libraries take a third of a second to load.
    from corpus.pdf_file import read_pdf

    return read_pdf(path)


_READERS = {".txt": read_text_file, ".pdf": _read_pdf}
READABLE = tuple(_READERS)


def read_disclosure(path: Path) -> Disclosure:
    """Read one file. Raises ReadError, whose message says what to do, where it cannot be read."""
    if not path.is_file():
        raise ReadError(f"找不到文件「{path}」，请检查路径。")
    read = _READERS.get(path.suffix.lower())
    if read is None:
        known = "、".join(READABLE)
        raise ReadError(f"暂不支持「{path.name}」的格式，目前可以读取：{known}。")
    return _understand(path.name, read(path))


def _understand(name: str, layout: Layout) -> Disclosure:
    outline = layout.outline
    mend_grids(layout.grids)
    tables = _tables(layout.grids, layout.problems)
    owners = [*layout.owners, *(grid.owner for grid in layout.grids if grid.owner)]
    title = choose_title(layout.opening)
    identity = identify(title, owners, tables)
    return Disclosure(
        name=name,
        title=title,
        department=identity.department,
        aliases=identity.aliases,
        region=identity.region,
        year=identity.year,
        kind=identity.kind,
        contents=tuple(outline.contents),
        sections=tuple(outline.sections),
        paragraphs=tuple(outline.paragraphs),
        tables=tables,
        amounts=_amounts(outline.paragraphs, tables),
        scope=identity.scope,
        problems=tuple(layout.problems),
    )


def _tables(grids: list[Grid], problems: list[str]) -> tuple[Table, ...]:
    numbered = [(f"T{i}", grid) for i, grid in enumerate(grids, start=1)]
    forms = read_forms([(i, grid) for i, grid in numbered if is_form_title(grid.title)])
    read = {table.id: table for table in forms}
    return tuple(read.get(i) or read_table(grid, i, problems) for i, grid in numbered)


def _amounts(paragraphs: list[Paragraph], tables: tuple[Table, ...]) -> tuple[Amount, ...]:
    in_text = [amount for p in paragraphs for amount in amounts_in_paragraph(p)]
    in_forms = [amount for t in tables if t.is_form for amount in amounts_in_form(t)]
    return tuple(in_text + in_forms)
