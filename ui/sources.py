"""A source as HTML: the whole table with the cited row and cell lit, or the paragraph and its quote."""

from collections.abc import Collection, Iterable, Iterator

from index.chunking import plain
from index.records import Fact
from ui.grid import Block, GridRow, HeadCell, lay_out
from ui.text import escape_html

ROW_CLASS = "lit-row"
CELL_CLASS = "lit-cell"


def table_html(facts: Collection[Fact], lit: Fact) -> str:
    """Return the table that `facts` make up, with the row and the cell of `lit` marked."""
    unit = f"单位：{lit.unit}" if lit.unit and not lit.is_form else ""
    title = " · ".join(filter(None, [lit.table, lit.subject]))
    blocks = "".join(_block(block, lit) for block in lay_out(facts))
    return _frame(f"来源表格：{title}", _title(title, unit) + blocks)


def paragraph_html(section: str, text: str, quote: str) -> str:
    """Return the paragraph under its heading, with the cited sentence marked."""
    before, found, after = text.partition(quote)
    if not found:
        before, quote, after = "", text, ""
    body = (
        f"<p>{escape_html(before)}<mark class='{CELL_CLASS}'>{escape_html(quote)}</mark>"
        f"{escape_html(after)}</p>"
    )
    return _frame(f"来源段落：{section}", _title(section, "") + body)


def _frame(label: str, content: str) -> str:
    # A region that scrolls must be reachable by keyboard.
    return (
        f'<div class="source" role="region" tabindex="0" aria-label="{escape_html(label)}">'
        f"{content}</div>"
    )


def _title(title: str, unit: str) -> str:
    return f'<div class="title"><b>{escape_html(title)}</b><span>{escape_html(unit)}</span></div>'


def _block(block: Block, lit: Fact) -> str:
    labels = 2 if block.has_codes else 1
    rows = "".join(_rows(block, lit, labels))
    return f"<table><thead>{_head(block, labels)}</thead><tbody>{rows}</tbody></table>"


def _head(block: Block, labels: int) -> str:
    lines = []
    for level, cells in enumerate(block.head):
        shown = "".join(_head_cell(cell) for cell in cells)
        corner = _corner(labels, len(block.head)) if level == 0 else ""
        lines.append(f"<tr>{corner}{shown}</tr>")
    return "".join(lines)


def _corner(labels: int, rows: int) -> str:
    code = f'<th scope="col" rowspan="{rows}">编码</th>' if labels == 2 else ""
    return f'{code}<th scope="col" rowspan="{rows}" class="corner">项目</th>'


def _head_cell(cell: HeadCell) -> str:
    return (
        f'<th scope="col" colspan="{cell.columns}" rowspan="{cell.rows}">'
        f"{escape_html(cell.text)}</th>"
    )


def _rows(block: Block, lit: Fact, labels: int) -> Iterator[str]:
    path: tuple[str, ...] = ()
    width = labels + max(len(row.cells) for row in block.rows)
    for row in block.rows:
        if row.path != path and row.path:
            shown = escape_html(" / ".join(row.path))
            yield f'<tr class="path"><th colspan="{width}" scope="rowgroup">{shown}</th></tr>'
        path = row.path
        yield _row(row, lit, labels)


def _row(row: GridRow, lit: Fact, labels: int) -> str:
    here = any(fact is not None and fact.row_index == lit.row_index for fact in row.cells)
    classes = [ROW_CLASS] * here + ["total"] * row.total
    code = f'<td class="code">{escape_html(row.code or "")}</td>' if labels == 2 else ""
    name = f'<th scope="row" class="depth{row.depth}">{escape_html(row.name)}</th>'
    cells = "".join(_cell(fact, lit) for fact in row.cells)
    return f'<tr class="{" ".join(classes)}">{code}{name}{cells}</tr>'


def _cell(fact: Fact | None, lit: Fact) -> str:
    if fact is None:
        return "<td></td>"
    kind = "number" if fact.value is not None else "words" if fact.text else "blank"
    here = (fact.row_index, fact.column_index) == (lit.row_index, lit.column_index)
    shown = escape_html(plain(fact.text))
    if here:
        return f'<td class="{kind} {CELL_CLASS}"><mark>{shown or "（空白）"}</mark></td>'
    return f'<td class="{kind}">{shown}</td>'


def cited_fact(facts: Iterable[Fact], locator: dict[str, int | str]) -> Fact | None:
    """Return the fact that stands where the locator points."""
    return next((fact for fact in facts if fact.locator.as_dict() == locator), None)
