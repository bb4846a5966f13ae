"""The door for files: `read_disclosure` picks the reader by content and puts the parts together.

A reader is imported when a file of its format comes: most calls read one format only.
"""

from dataclasses import replace
from pathlib import Path

from corpus.amounts import amounts_in_form, amounts_in_paragraph
from corpus.disclosure import Amount, Disclosure, Kind, Locator, Paragraph, Table
from corpus.errors import ReadError
from corpus.file_format import ENDINGS, Format, format_of
from corpus.form import read_forms
from corpus.grid import Grid, is_form_title
from corpus.identity import choose_title, identify, short_names
from corpus.layout import Layout
from corpus.limits import check_length, check_name, check_size, check_table
from corpus.mending import mend_grids
from corpus.plain_table import read_plain_table
from corpus.table import LEVELS, read_table

READABLE = tuple(ENDINGS)


def read_disclosure(path: Path) -> Disclosure:
    """Read one file. Raises ReadError, whose message says what to do, where it cannot be read."""
    check_name(path.name)
    if not path.is_file():
        raise ReadError(f"找不到文件「{path}」，请检查路径。")
    try:
        check_size(path)
        layout = _read(path, format_of(path))
    except OSError as error:
        raise ReadError(f"无法打开「{path}」，请检查路径和权限。") from error
    return _understand(path.name, layout)


def _read(path: Path, form: Format) -> Layout:
    match form:
        case Format.TEXT:
            from corpus.text_file import read_text_file

            return read_text_file(path)
        case Format.MARKDOWN:
            from corpus.markdown import read_markdown

            return read_markdown(path)
        case Format.WEB_PAGE:
            from corpus.web_page import read_web_page

            return read_web_page(path)
        case Format.WORKBOOK:
            from corpus.workbook import read_workbook

            return read_workbook(path)
        case Format.OLD_WORKBOOK:
            from corpus.old_workbook import read_old_workbook

            return read_old_workbook(path)
        case Format.WORD:
            from corpus.word import read_word

            return read_word(path)
        case Format.PDF:
            from corpus.pdf_file import read_pdf

            return read_pdf(path)
        case Format.ARCHIVE:
            raise ReadError(f"「{path.name}」是压缩包，请解压后加入其中的文件。")


def _understand(name: str, layout: Layout) -> Disclosure:
    for grid in layout.grids:
        check_table(name, len(grid.lines), grid.width)
    outline = layout.outline
    lines = len(outline.paragraphs) + sum(len(grid.lines) for grid in layout.grids)
    check_length(name, lines)
    if not lines and not outline.contents and not outline.sections:
        why = layout.problems[0].rstrip("。") + "，" if layout.problems else ""
        raise ReadError(f"「{name}」里没有读到正文或表格：{why}请换一个有内容的文件。")
    mend_grids(layout.grids)
    tables = _tables(layout.grids, layout.problems)
    owners = [*layout.owners, *(grid.owner for grid in layout.grids if grid.owner)]
    owners += short_names(outline.paragraphs)
    title = choose_title(layout.opening)
    identity = identify(title, owners, tables)
    if identity.kind is Kind.OTHER:
        tables = _plain_tables(title, layout.grids, tables)
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
        amounts=_amounts(outline.paragraphs, tables, identity.department or ""),
        scope=identity.scope,
        problems=tuple(layout.problems),
        recognised=tuple(Locator(page=page) for page in layout.recognised),
    )


def _tables(grids: list[Grid], problems: list[str]) -> tuple[Table, ...]:
    numbered = [(f"T{i}", grid) for i, grid in enumerate(grids, start=1)]
    forms = read_forms([(i, grid) for i, grid in numbered if is_form_title(grid.title)])
    read = {table.id: table for table in forms}
    return tuple(read.get(i) or read_table(grid, i, problems) for i, grid in numbered)


def _plain_tables(title: str, grids: list[Grid], tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Read the tables of no disclosure again, as tables of any field; those with codes stay."""
    numbered = zip(grids, tables, strict=True)
    return tuple(
        table
        if table.is_form or any(row.kind in LEVELS.values() for row in table.rows)
        else replace(
            read_plain_table(grid, table.id),
            title=grid.title or f"{title} 表 {table.id[1:]}",
        )
        for grid, table in numbered
    )


def _amounts(
    paragraphs: list[Paragraph], tables: tuple[Table, ...], owner: str
) -> tuple[Amount, ...]:
    in_text = [amount for p in paragraphs for amount in amounts_in_paragraph(p, owner)]
    in_forms = [amount for t in tables if t.is_form for amount in amounts_in_form(t)]
    return tuple(in_text + in_forms)
