"""Text against tables: an amount that names an item equals its cell; 无 means an empty table."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.naming import code_before, key_of
from corpus.checks.statements import Mention, Statement
from corpus.checks.tables import Figure, bare_title, total_row, whole_column
from corpus.checks.tolerance import agree_across, shown
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.disclosure import Table
from corpus.findings import CellSource, Finding, Severity
from corpus.money import YUAN
from corpus.names import fold


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount in running text with the figures that the tables print for what it names."""

    statement: Statement
    mention: Mention
    key: str
    figures: tuple[Figure, ...]

    @property
    def holds(self) -> bool:
        """Tell whether one of the tables' figures is the amount."""
        return any(self.is_in(figure) for figure in self.figures)

    def is_in(self, figure: Figure) -> bool:
        """Tell whether the amount is this figure."""
        stated = (self.mention.value, self.mention.unit)
        return agree_across(stated, (figure.value, figure.unit))

    def distance(self, figure: Figure) -> Decimal:
        """Return how far the amount is from a figure, in 元 where both are money."""
        stated = self.mention.value * YUAN.get(self.mention.unit, 1)
        return abs(stated - figure.value * YUAN.get(figure.unit or "", 1))


def amounts_in_text(view: View) -> Iterator[Finding]:
    """Report an amount of a named item that no table prints for that item."""
    by_key: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(view):
        by_key[claim.key].append(claim)
    for key, alike in by_key.items():
        for claim in alike:
            if not claim.holds:
                yield _differs(claim, _likeliest(claim, alike), soft=key == "#running")


def claims(view: View) -> Iterator[Claim]:
    """Yield the amounts of running text that name an item of the tables."""
    for statement in view.statements:
        if statement.table is not None or _is_glossary(statement):
            continue
        code: str | None = None
        for mention in statement.mentions:
            if mention.direction or mention.is_share:
                continue
            code = code_before(mention.before) or code_before(mention.item) or code
            if view.tells_budget(mention):
                continue  # final accounts print the budget's figure in the text alone
            if mention.is_plain and not mention.is_rough and _is_this_year(view, mention):
                sentence = statement.quote(mention.start, mention.end).quote
                key, figures = _figures(view, mention, code, sentence)
                if figures:
                    yield Claim(statement, mention, key, figures)


def _is_glossary(statement: Statement) -> bool:
    return any(pattern("naming", "glossary").search(heading) for heading in statement.section)


def _is_this_year(view: View, mention: Mention) -> bool:
    words = mention.words
    past = pattern("word", "last_year").search(words) or pattern("word", "executed").search(words)
    return not past and mention.years[-1:] in ((), (view.disclosure.year,))


def _key(mention: Mention, sentence: str) -> str:
    """Return the key of an item; what is 涉及 is what its sentence speaks of, if that is all of it."""
    if not pattern("word", "covered").match(mention.item):
        return key_of(mention.item)
    if not pattern("word", "covers_all").search(fold(sentence)):
        return ""
    projects = pattern("word", "covered_projects").search(fold(sentence))
    return "#project" if projects else "#total"


def _figures(
    view: View, mention: Mention, code: str | None, sentence: str
) -> tuple[str, tuple[Figure, ...]]:
    if code is not None:
        return code, tuple(view.named.by_code.get(code, ()))
    if mention.index is None:
        return "", ()
    key = _key(mention, sentence)
    if key == "#running" and key not in view.named.by_key:
        return key, tuple(view.named.by_key.get("#operating", ()))
    return key, tuple(view.named.by_key.get(key, ()))


def _likeliest(claim: Claim, alike: list[Claim]) -> Figure:
    """Return the figure meant: one that no other amount of the same item takes, else the nearest.

    Zero is nobody's nearest while there is another figure.
    """
    others = [other for other in alike if other.holds]
    taken = {f.source for other in others for f in other.figures if other.is_in(f)}
    tables = {source.table for source in taken}
    free = [f for f in claim.figures if f.source not in taken]
    beside = [f for f in free if f.source.table in tables and f.value]
    same_digits = [f for f in claim.figures if f.value == claim.mention.value]
    nearest = sorted(claim.figures, key=lambda f: (not f.value, claim.distance(f)))
    return (same_digits or beside or nearest)[0]


def _differs(claim: Claim, figure: Figure, *, soft: bool) -> Finding:
    mention = claim.mention
    expected = shown(figure.value, figure.unit)
    cause = ""
    if figure.value == mention.value and figure.unit != mention.unit:
        cause = f"数字相同而单位不同，单位应为{figure.unit}。"
    restates = pattern("word", "restated").search(mention.words)
    name = figure.label if restates else mention.item or figure.label
    text = (
        f"文字里「{name}」是 {mention.text.strip()}，表里「{figure.label}」是 {expected}。{cause}"
    )
    return Finding(
        "文表相符",
        Severity.NOTICE if soft else Severity.ERROR,
        text,
        mention.text.strip(),
        expected,
        (claim.statement.source(mention), figure.source),
    )


def restated_amounts(view: View) -> Iterator[Finding]:
    """Report a paragraph that states its item's amount for this year twice, differently."""
    year = view.disclosure.year
    for statement in view.statements:
        plain = [m for m in statement.mentions if m.is_plain]
        if statement.table is not None or len(plain) < 2 or year is None:
            continue
        first = plain[0]
        for again in plain[1:]:
            restates = pattern("word", "restated").search(again.words)
            if not restates or again.years[-1:] != (year,) or first.years[-1:] == (year - 1,):
                continue
            if not agree_across((first.value, first.unit), (again.value, again.unit)):
                yield _restated(statement, first, again)


def _restated(statement: Statement, first: Mention, again: Mention) -> Finding:
    text = (
        f"同一段里「{first.item}」前面是 {first.text.strip()}，后面说预算安排 "
        f"{again.text.strip()}，前后矛盾。"
    )
    sources = (statement.source(again), statement.source(first))
    printed, expected = again.text.strip(), first.text.strip()
    return Finding("前后矛盾", Severity.ERROR, text, printed, expected, sources)


def stated_none(view: View) -> Iterator[Finding]:
    """Report 无…预算安排的支出 where a table prints an amount, and the wrong year in such a line."""
    for statement in view.statements:
        match = pattern("word", "none").search(statement.folded)
        if statement.table is not None or not match or _is_glossary(statement):
            continue
        for role, words in (("fund", "政府性基金"), ("capital", "国有资本")):
            if words in match[0]:
                yield from _none_but_printed(view, statement, role, words)


def _none_but_printed(view: View, statement: Statement, role: str, words: str) -> Iterator[Finding]:
    for table in view.disclosure.tables:
        for figure in _amounts_about(table, view.roles[table.id] == role, words):
            expected = shown(figure.value, figure.unit)
            text = f"文字说无{words}预算安排，「{table.title}」印着 {expected}。"
            source = statement.quote(0, 0)
            yield Finding("无与有", Severity.ERROR, text, "无", expected, (source, figure.source))
            return


def _amounts_about(table: Table, is_whole: bool, words: str) -> Iterator[Figure]:
    """Yield the totals a table prints for a kind of budget, zero and blank left out."""
    for column, head in enumerate(table.columns):
        row = total_row(table, head.group)
        if table.is_form or row is None or not (is_whole or words in fold(head.name)):
            continue
        cell = table.rows[row].cells[column]
        if cell is not None and cell.value:
            name = table.rows[row].name
            yield Figure(cell.value, cell.unit, CellSource(table.id, row, column), name)


def tables_in_one_unit(view: View) -> Iterator[Finding]:
    """Report a table whose total has the digits of another's, printed in another unit."""
    totals = []
    for table in view.with_role("overview", "income", "expenditure", "general", "appropriation"):
        column, row = whole_column(table), total_row(table)
        cell = table.rows[row].cells[column] if row is not None and column is not None else None
        if cell is not None and cell.value and row is not None and column is not None:
            totals.append((table, CellSource(table.id, row, column), cell.value, cell.unit))
    units = [unit for *_, unit in totals]
    usual = max(units, key=units.count, default=None)
    for table, source, value, unit in totals:
        others = [s for _, s, v, u in totals if u == usual and v == value]
        if unit == usual or not others:
            continue
        title = bare_title(table.title, view.own_names)
        text = f"「{title}」的单位印作 {unit}，合计的数字与单位为 {usual} 的表相同，单位疑有误。"
        yield Finding("表的单位", Severity.ERROR, text, unit, usual, (source, others[0]))
