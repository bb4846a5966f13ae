"""Checks between the tables of one disclosure: the same money in several tables is the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.tables import (
    Figure,
    column_like,
    figure_at,
    is_classified,
    label,
    total_row,
    whole_column,
)
from corpus.checks.tolerance import agree, agree_across, shown
from corpus.checks.view import View
from corpus.checks.words import data
from corpus.disclosure import Kind, Table
from corpus.findings import CellSource, Finding, Severity, TextSource
from corpus.money import convert, is_money

SAME_SHARE = Decimal("0.6")
FUNCTIONAL = ("overview", "income", "expenditure", "general", "appropriation")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one table prints in one column by classification code, and as its total."""

    table: Table
    figures: dict[str, Figure]
    total: Figure | None


def same_codes(view: View) -> Iterator[Finding]:
    """Report a code whose amount differs between tables that otherwise state the same money."""
    for key in (None, "basic", "project"):
        for alike in _alike(_ledgers(view, key)):
            codes = dict.fromkeys(code for ledger in alike for code in ledger.figures)
            for code in codes:
                stated = [(one.table, one.figures[code]) for one in alike if code in one.figures]
                yield from _odd_ones(stated)


def _alike(ledgers: list[Ledger]) -> list[list[Ledger]]:
    """Sort ledgers into sets that state the same money: most of the codes they share agree."""
    sets: list[list[Ledger]] = []
    for ledger in ledgers:
        home = next((alike for alike in sets if _states_the_same(alike[0], ledger)), None)
        if home is None:
            sets.append([ledger])
        else:
            home.append(ledger)
    return sets


def _states_the_same(first: Ledger, second: Ledger) -> bool:
    if first.total and second.total and not _agree(first.total, second.total):
        # Money that is not all general public budget, or carried over: another basis, no error.
        return False
    pairs = [(figure, second.figures.get(code)) for code, figure in first.figures.items()]
    told = [(a, b) for a, b in pairs if b is not None and (a.value or b.value)]
    same = sum(_agree(a, b) for a, b in told)
    return bool(told) and same >= len(told) * SAME_SHARE


def missing_codes(view: View) -> Iterator[Finding]:
    """Report a code that a table lacks though tables that state the same money in as much detail have it."""
    for alike in _alike(_ledgers(view, None)):
        for ledger in alike:
            depth = max(map(len, ledger.figures))
            others = [o for o in alike if o is not ledger and max(map(len, o.figures)) == depth]
            lacking = {
                code: (other.table, figure)
                for other in others
                for code, figure in other.figures.items()
                if figure.value and code not in ledger.figures
            }
            for table, figure in lacking.values():
                yield _missing(ledger.table, table, figure)


def _missing(table: Table, other: Table, figure: Figure) -> Finding:
    expected = shown(figure.value, figure.unit)
    text = f"「{table.title}」里没有「{figure.label}」，「{other.title}」里它是 {expected}。"
    title = TextSource(table.title, (), table.locator, table.id)
    return Finding("缺行", Severity.ERROR, text, None, expected, (title, figure.source))


def orphans(view: View) -> Iterator[Finding]:
    """Report a code without the row it belongs under, in a table whose other codes have theirs."""
    for table in view.disclosure.tables:
        coded = [(i, row) for i, row in enumerate(table.rows) if row.code and is_classified(row)]
        codes = {row.code for _, row in coded}
        for length in (5, 7):
            level = [(i, row) for i, row in coded if row.code and len(row.code) == length]
            alone = [(i, row) for i, row in level if (row.code or "")[: length - 2] not in codes]
            if not alone or len(alone) == len(level):
                continue
            for index, row in alone:
                above = (row.code or "")[: length - 2]
                text = f"「{table.title}」里有「{label(table, index)}」，没有它的上级科目 {above}。"
                source = TextSource(row.name, (), row.locator, table.id)
                yield Finding("缺行", Severity.ERROR, text, None, above, (source,))


def childless(view: View) -> Iterator[Finding]:
    """Report a code without rows of its own below it, in a table where most of its level have some."""
    for table in view.disclosure.tables:
        coded = [(i, row) for i, row in enumerate(table.rows) if row.code and is_classified(row)]
        parents = {row.parent for _, row in coded}
        depth = max((len(row.code or "") for _, row in coded), default=0)
        for length in range(3, depth, 2):
            level = [i for i, row in coded if len(row.code or "") == length]
            bare = [i for i in level if i not in parents and _has_amount(table, i)]
            if len(bare) * 2 >= len(level):
                continue
            for index in bare:
                row = table.rows[index]
                text = (
                    f"「{table.title}」里「{label(table, index)}」没有下级科目，其他同级科目都有。"
                )
                source = TextSource(row.name, (), row.locator, table.id)
                yield Finding("缺行", Severity.ERROR, text, None, None, (source,))


def _has_amount(table: Table, row: int) -> bool:
    return any(cell is not None and cell.value for cell in table.rows[row].cells)


def _odd_ones(stated: list[tuple[Table, Figure]]) -> Iterator[Finding]:
    """Report each figure that is not the one most tables print; the first two where none is."""
    if len(stated) < 2:
        return
    counts = [sum(_agree(one, other) for _, other in stated) for _, one in stated]
    usual = stated[counts.index(max(counts))]
    for table, figure in stated:
        if not _agree(figure, usual[1]):
            yield _differs(table, figure, *usual)


def _ledgers(view: View, key: str | None) -> list[Ledger]:
    """Return the whole amounts by code, or those of a named column, of the tables by function."""
    found: list[Ledger] = []
    for table in view.with_role(*FUNCTIONAL):
        for group in sorted({column.group for column in table.columns}):
            column = whole_column(table, group) if key is None else column_like(table, key, group)
            if key is None and column is None:
                column = column_like(table, "general", group)
            ledger = _ledger(table, group, column)
            if ledger.figures:
                found.append(ledger)
    return found


def _ledger(table: Table, group: int, column: int | None) -> Ledger:
    figures: dict[str, Figure] = {}
    for index, row in enumerate(table.rows):
        if column is None or row.group != group or not is_classified(row):
            continue
        figure = figure_at(table, index, column) or _blank(table, index, column)
        if figure and row.code:
            figures.setdefault(row.code, figure)
    last = total_row(table, group)
    total = figure_at(table, last, column) if last is not None and column is not None else None
    return Ledger(table, figures, total)


def _blank(table: Table, row: int, column: int) -> Figure | None:
    cell = table.rows[row].cells[column]
    if cell is None or cell.text.strip():
        return None
    unit = table.columns[column].unit or table.unit
    return Figure(Decimal(0), unit, CellSource(table.id, row, column), label(table, row))


def _agree(one: Figure, other: Figure) -> bool:
    return agree_across((one.value, one.unit), (other.value, other.unit))


def _differs(table: Table, one: Figure, other_table: Table, other: Figure) -> Finding:
    printed, expected = shown(one.value, one.unit), shown(other.value, other.unit)
    text = (
        f"「{one.label}」在「{table.title}」是 {printed}，在「{other_table.title}」是 {expected}。"
    )
    sources = (one.source, other.source)
    return Finding("表间相符", Severity.ERROR, text, printed, expected, sources)


def same_totals(view: View) -> Iterator[Finding]:
    """Report a total that another table states too, differently, as the data file pairs them."""
    for pair in data()["totals"]:
        if pair.get("budget") and view.disclosure.kind is not Kind.BUDGET:
            continue
        if pair.get("same_money") and not _same_money(view, pair["places"]):
            continue
        yield from _odd_ones([f for place in pair["places"] for f in _totals(view, place)])


def _same_money(view: View, places: list[dict[str, str]]) -> bool:
    """Tell whether the tables of a pair have one grand total, so that their parts compare."""
    wholes = [f for place in places for _, f in _totals(view, {"role": place["role"]})]
    return all(_agree(one, wholes[0]) for one in wholes)


def _totals(view: View, place: dict[str, str]) -> Iterator[tuple[Table, Figure]]:
    for table in view.with_role(place["role"]):
        key = place.get("column")
        column = column_like(table, key) if key else whole_column(table)
        row = total_row(table, table.columns[column].group) if column is not None else None
        figure = figure_at(table, row, column) if row is not None and column is not None else None
        if figure:
            yield table, figure._replace(label=pair_label(table, figure))


def pair_label(table: Table, figure: Figure) -> str:
    """Return a total's label with its column."""
    name = table.columns[figure.source.column].name
    return f"{figure.label}（{name}）" if name else figure.label


def projects_by_code(view: View) -> Iterator[Finding]:
    """Report a code whose projects do not make its 项目支出 in the expenditure table."""
    for projects in view.with_role("projects"):
        column = whole_column(projects)
        listed: dict[str, list[Figure]] = defaultdict(list)
        for index, row in enumerate(projects.rows):
            figure = figure_at(projects, index, column) if column is not None else None
            if row.code and figure:
                listed[row.code].append(figure)
        for table in view.with_role("expenditure", "general"):
            yield from _projects_against(projects, listed, table)


def _projects_against(
    projects: Table, listed: dict[str, list[Figure]], table: Table
) -> Iterator[Finding]:
    column = column_like(table, "project")
    if column is None:
        return
    for index, row in enumerate(table.rows):
        figure = figure_at(table, index, column)
        if row.code not in listed or not is_classified(row) or figure is None:
            continue
        figures = listed[row.code]
        if not is_money(figure.unit) or not all(is_money(f.unit) for f in figures):
            continue
        added = sum(
            (convert(f.value, f.unit or "", figure.unit or "") for f in figures), Decimal(0)
        )
        if not agree(figure.value, added, len(figures), figure.unit):
            printed, expected = shown(figure.value, figure.unit), shown(added, figure.unit)
            text = (
                f"「{figure.label}」的项目支出在「{table.title}」是 {printed}，"
                f"「{projects.title}」里它的项目相加为 {expected}。"
            )
            sources = (figure.source, *(f.source for f in figures))
            yield Finding("项目与科目", Severity.ERROR, text, printed, expected, sources)


def linked_codes(view: View) -> Iterator[Finding]:
    """Notice an economic code that usually equals a functional one and does not (30113 = 2210201)."""
    economic = _by_code(view, "basic")
    functional = _by_code(view, "expenditure") or _by_code(view, "general")
    for link in data()["linked"]:
        parts = [economic[code] for code in link["economic"] if code in economic]
        whole = functional.get(link["functional"])
        if not parts or whole is None or any(part.unit != whole.unit for part in parts):
            continue
        sums = [parts[0].value, sum((part.value for part in parts), Decimal(0))]
        if any(agree(whole.value, value, len(parts), whole.unit) for value in sums):
            continue
        if link.get("at_most") and sums[-1] < whole.value:
            continue
        printed, expected = shown(sums[-1], whole.unit), shown(whole.value, whole.unit)
        text = (
            f"经济分类「{parts[0].label}」{printed} 与功能分类「{whole.label}」{expected} "
            f"通常是同一笔钱，这里不相等，请核实。"
        )
        sources = (parts[0].source, whole.source)
        yield Finding("对应科目", Severity.NOTICE, text, printed, expected, sources)


def _by_code(view: View, role: str) -> dict[str, Figure]:
    for table in view.with_role(role):
        ledger = _ledger(table, 0, whole_column(table))
        if ledger.figures:
            return ledger.figures
    return {}


def official_expenses(view: View) -> Iterator[Finding]:
    """Notice a 三公 item smaller than its line in the basic-expenditure table."""
    basic = _by_code(view, "basic")
    for table in view.with_role("three"):
        for link in data()["official"]:
            column = next((i for i, c in enumerate(table.columns) if link["head"] in c.name), None)
            line = basic.get(link["code"])
            row = total_row(table) if table.rows else None
            if column is None or line is None or not is_money(line.unit):
                continue
            figure = figure_at(table, row if row is not None else 0, column)
            if figure is None or not is_money(figure.unit):
                continue
            least = convert(line.value, line.unit or "", figure.unit or "")
            if figure.value + Decimal("0.01") < least:
                printed, expected = shown(figure.value, figure.unit), shown(line.value, line.unit)
                text = (
                    f"「{table.title}」的{link['head']}是 {printed}，小于基本支出里的 {expected}。"
                )
                sources = (figure.source, line.source)
                yield Finding("三公与基本支出", Severity.NOTICE, text, printed, expected, sources)
