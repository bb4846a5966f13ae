"""Amounts that one cell, merged over several rows, states for all of them together."""

from collections.abc import Iterator

from corpus.checks.tables import figure_at, label
from corpus.checks.view import View
from corpus.disclosure import Table
from corpus.findings import MERGED, CellSource, Finding, Severity


def merged_amounts(view: View) -> Iterator[Finding]:
    """Notice each amount in a merged cell: it is no single row's, and belongs to the blank ones too."""
    for table in view.disclosure.tables:
        for index, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                covered = _covered(table, index, column) if cell and cell.rows > 1 else []
                if cell and covered and figure_at(table, index, column):
                    yield _finding(table, [index, *covered], column, cell.text)


def _covered(table: Table, first: int, column: int) -> list[int]:
    """Return the rows below a merged cell that it is over, each blank in its column."""
    top = table.rows[first].cells[column]
    covered: list[int] = []
    for index in range(first + 1, first + (top.rows if top else 1)):
        cell = table.rows[index].cells[column] if index < len(table.rows) else None
        if cell is None or cell.text:
            break
        covered.append(index)
    return covered


def _finding(table: Table, rows: list[int], column: int, printed: str) -> Finding:
    names = "」「".join(dict.fromkeys(label(table, row) for row in rows))
    head = table.columns[column].name
    place = f"《{table.title}》" if table.title else "表里"
    text = (
        f"{place}「{head}」的「{printed}」印在合并的一格里，是「{names}」这 {len(rows)} 行合在一起的数，"
        "不能拆给其中一行。"
    )
    sources = tuple(CellSource(table.id, row, column) for row in rows)
    return Finding(MERGED, Severity.NOTICE, text, printed, None, sources)
