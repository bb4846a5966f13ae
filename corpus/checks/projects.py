"""Projects and their performance forms: every project has one, amounts and years agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.naming import is_abbreviation, letters, likeness
from corpus.checks.statements import Mention, Statement
from corpus.checks.tables import Figure, column_like, figure_at, total_row, whole_column
from corpus.checks.tolerance import agree, agree_across, shown
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.disclosure import Table
from corpus.findings import Finding, Severity, Source
from corpus.money import YUAN, convert, quotient, round_half_up
from corpus.names import fold

ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the project table with its amount, and its form where one is attached."""

    name: str
    figure: Figure
    form: Table | None


def projects(view: View) -> list[Project]:
    """Pair each project with its form: by amount where only one has it, else by name."""
    listed = [
        (row.name, figure)
        for table in view.with_role("projects")
        for index, row in enumerate(table.rows)
        if row.code and (column := whole_column(table)) is not None
        if (figure := figure_at(table, index, column))
    ]
    forms = [t for t in view.disclosure.tables if t.is_form and t.subject]
    scores = sorted(
        (
            (_fit(name, figure, form), position, form.id)
            for position, (name, figure) in enumerate(listed)
            for form in forms
        ),
        reverse=True,
    )
    paired: dict[int, str] = {}
    for score, position, form_id in scores:
        if score >= ALIKE and position not in paired and form_id not in paired.values():
            paired[position] = form_id
    by_id = {form.id: form for form in forms}
    return [
        Project(name, figure, by_id.get(paired.get(position, "")))
        for position, (name, figure) in enumerate(listed)
    ]


def _fit(name: str, figure: Figure, form: Table) -> float:
    """Return how well a form fits a project: half for the amount, the rest for the name."""
    budget = budget_of(form)
    same = budget is not None and agree_across(
        (figure.value, figure.unit), (budget.value, budget.unit)
    )
    subject = form.subject or ""
    short = letters(re.sub(r"[（(][^（()）]*[）)]", "", name))
    alike = max(likeness(name, subject), likeness(short, subject))
    if is_abbreviation(letters(subject), letters(name)) or (short and short in letters(subject)):
        alike = max(alike, 0.9)
    return (0.4 if same else 0.0) + 0.6 * alike + (0.1 if same and alike > 0.2 else 0)


def budget_of(form: Table) -> Figure | None:
    """Return this year's amount of a form's project."""
    return _budget_row(form, "budget")


def _budget_row(form: Table, key: str) -> Figure | None:
    for index, row in enumerate(form.rows):
        if pattern("form", key).search(fold(row.name)):
            figure = figure_at(form, index, 0)
            if figure:
                return figure
    return None


def missing_forms(view: View) -> Iterator[Finding]:
    """Report projects without a form where the text says that all projects have one."""
    claim = _all_projects(view)
    paired = projects(view)
    attached = [one.form for one in paired if one.form]
    missing = [one for one in paired if one.form is None]
    if claim is None or not attached or not missing:
        return
    statement, start, end = claim
    total = sum((one.figure.value for one in paired), Decimal(0))
    covered = sum((one.figure.value for one in paired if one.form), Decimal(0))
    unit = missing[0].figure.unit
    names = "、".join(f"{one.name} {shown(one.figure.value, one.figure.unit)}" for one in missing)
    text = (
        f"文字说所有项目都有绩效目标（{len(paired)} 个项目，{shown(total, unit)}），所附申报表只有 "
        f"{len(attached)} 份，合计 {shown(covered, unit)}；没有申报表的：{names}。"
    )
    sources: tuple[Source, ...] = (
        statement.quote(start, end),
        *(one.figure.source for one in missing),
    )
    printed, expected = shown(total, unit), shown(covered, unit)
    yield Finding("缺申报表", Severity.ERROR, text, printed, expected, sources)


def _all_projects(view: View) -> tuple[Statement, int, int] | None:
    for statement in view.statements:
        match = pattern("form", "all_projects").search(statement.text)
        if statement.table is None and match:
            return statement, match.start(), match.end()
    return None


def form_amounts(view: View) -> Iterator[Finding]:
    """Report a form whose amounts for this year differ from the project table or among themselves."""
    for one in projects(view):
        if one.form is None:
            continue
        for index, row in enumerate(one.form.rows):
            for column in range(len(one.form.columns)):
                figure = figure_at(one.form, index, column)
                if figure is None or not pattern("form", "same_amount").search(fold(row.name)):
                    continue
                if not agree_across(
                    (figure.value, figure.unit), (one.figure.value, one.figure.unit)
                ):
                    yield _other_amount(one, figure)
        yield from _itemised_total(one)


def _other_amount(one: Project, figure: Figure) -> Finding:
    printed = shown(figure.value, figure.unit)
    expected = shown(one.figure.value, one.figure.unit)
    text = f"「{one.name}」申报表的「{figure.label}」是 {printed}，项目支出表是 {expected}。"
    sources = (figure.source, one.figure.source)
    return Finding("申报表金额", Severity.ERROR, text, printed, expected, sources)


def _itemised_total(one: Project) -> Iterator[Finding]:
    """Check the amounts of the items (本级, 上级, 其他) against the project's amount."""
    form = one.form
    columns = [
        i
        for i, c in enumerate(form.columns if form else ())
        if c.path and pattern("form", "item_amount").search(fold(c.path[-1]))
    ]
    if form is None or not columns:
        return
    figures = [f for i in range(len(form.rows)) for c in columns if (f := figure_at(form, i, c))]
    if not figures or any(f.unit != figures[0].unit for f in figures):
        return
    added = sum((f.value for f in figures), Decimal(0))
    budget = budget_of(form) or one.figure
    if figures[0].unit != budget.unit or agree(budget.value, added, len(figures), budget.unit):
        return
    printed, expected = shown(budget.value, budget.unit), shown(added, budget.unit)
    text = f"「{one.name}」的预算是 {printed}，支出明细相加为 {expected}。"
    sources = (budget.source, *(f.source for f in figures))
    yield Finding("明细与金额", Severity.ERROR, text, printed, expected, sources)


def listed_budgets(view: View) -> Iterator[Finding]:
    """Report a project of the overall form whose amounts are not those of its table and its form."""
    paired = projects(view)
    for form in view.disclosure.tables:
        this, whole = (column_like(form, key) for key in ("this_budget", "whole_budget"))
        if not form.is_form or this is None:
            continue
        for index, row in enumerate(form.rows):
            now = figure_at(form, index, this)
            one = _project_named(paired, row.name, now) if now else None
            if one is None or now is None:
                continue
            if not _same(now, one.figure):
                yield _other_amount(one, now)
            printed = figure_at(form, index, whole) if whole is not None else None
            total = _budget_row(one.form, "whole") if one.form else None
            if printed and total and not _same(printed, total):
                yield _other_whole(one, printed, total)


def _project_named(paired: list[Project], name: str, amount: Figure) -> Project | None:
    """Return the project a row of the overall form names: the likest name, with the amount if alike."""
    scored = [
        (likeness(one.name, name) + 0.5 * _same(amount, one.figure), -position, one)
        for position, one in enumerate(paired)
    ]
    score, _, best = max(scored, default=(0.0, 0, None), key=lambda entry: entry[:2])
    return best if score >= ALIKE else None


def _same(one: Figure, other: Figure) -> bool:
    return agree_across((one.value, one.unit), (other.value, other.unit))


def _other_whole(one: Project, printed: Figure, total: Figure) -> Finding:
    first, second = (shown(figure.value, figure.unit) for figure in (printed, total))
    text = f"「{one.name}」的项目总预算在整体表是 {first}，在它的申报表是 {second}。"
    sources = (printed.source, total.source)
    return Finding("申报表金额", Severity.ERROR, text, first, second, sources)


def listed_projects(view: View) -> Iterator[Finding]:
    """Report the overall form's project list where its amounts do not make 项目支出."""
    for form in view.disclosure.tables:
        column = column_like(form, "this_budget") if form.is_form else None
        if column is None:
            continue
        figures = [f for i in range(len(form.rows)) if (f := figure_at(form, i, column))]
        whole = next(iter(view.named.by_key.get("#project", ())), None)
        if whole is None or len(figures) < 2 or any(f.unit != whole.unit for f in figures):
            continue
        added = sum((f.value for f in figures), Decimal(0))
        if not agree(whole.value, added, len(figures), whole.unit):
            printed, expected = shown(added, whole.unit), shown(whole.value, whole.unit)
            text = f"「{form.title}」所列项目相加为 {printed}，项目支出是 {expected}。"
            sources = (*(f.source for f in figures), whole.source)
            yield Finding("项目清单", Severity.ERROR, text, printed, expected, sources)


def told_histories(view: View) -> Iterator[Finding]:
    """Report 无变动 or 新增 X that is not this year's budget less last year's first budget."""
    year = view.disclosure.year
    for statement in view.statements:
        form = view.tables.get(statement.table or "")
        budget = budget_of(form) if form else None
        if year is None or form is None or budget is None or budget.unit not in YUAN:
            continue
        yield from _adjustments(statement)
        last = _first_budgets(statement).get(year - 1)
        told = _told_change(statement)
        if last is not None and told is not None:
            yield from _history(statement, budget, last, told)


def _first_budgets(statement: Statement) -> dict[int, Mention]:
    return {
        m.years[-1]: m
        for m in statement.mentions
        if m.years and m.is_plain and pattern("form", "first_budget").search(m.words)
    }


def _told_change(statement: Statement) -> tuple[str, Decimal, Mention | None, int] | None:
    """Return the words, the signed amount in 元 and the place of what is said to have changed."""
    match = pattern("form", "change").search(statement.text)
    if not match:
        return None
    after = match.end()
    change = next(
        (m for m in statement.mentions if m.start >= after and m.is_money and m.direction), None
    )
    if change is not None:
        amount = change.value * YUAN[change.unit] * change.direction
        return f"{'增加' if change.direction > 0 else '减少'}{change.text}", amount, change, after
    none = pattern("word", "unchanged").search(statement.text, after)
    return (none[0], Decimal(0), None, none.start()) if none else None


def _history(
    statement: Statement,
    budget: Figure,
    last: Mention,
    told: tuple[str, Decimal, Mention | None, int],
) -> Iterator[Finding]:
    words, stated, mention, place = told
    this = budget.value * YUAN[budget.unit or ""]
    past = last.value * YUAN[last.unit]
    expected = (this - past) / YUAN["万元"]
    if agree(stated / YUAN["万元"], expected, 2, "万元"):
        return
    sign = "增加" if expected > 0 else "减少"
    should = f"{sign} {shown(abs(expected), '万元')}" if expected else "无变动"
    rate = f"（{round_half_up(quotient((this - past) * 100, past))}%）" if past else ""
    text = (
        f"印的是「{words}」，上年年初预算 {last.text.strip()}、本年 "
        f"{shown(budget.value, budget.unit)}，实为{should}{rate}。"
    )
    where = statement.source(mention) if mention else statement.quote(place, place)
    sources = (where, statement.source(last), budget.source)
    yield Finding("预算变动", Severity.ERROR, text, words, should, sources)


def _adjustments(statement: Statement) -> Iterator[Finding]:
    """Check 年初预算 ± 调整 = 实际安排 within a form's history."""
    for position, first in enumerate(statement.mentions[:-2]):
        change, final = statement.mentions[position + 1 : position + 3]
        told = pattern("form", "first_budget").search(first.words)
        arranged = pattern("form", "arranged").search(final.words)
        adjusted = pattern("form", "adjusted").search(change.words)
        if not (told and arranged and adjusted and first.is_money and change.is_money):
            continue
        signed = convert(change.value, change.unit, final.unit) * change.direction
        expected = convert(first.value, first.unit, final.unit) + signed
        if not agree(final.value, expected, 2, final.unit):
            should = shown(expected, final.unit)
            text = (
                f"年初 {first.text.strip()}、调整 {change.text.strip()}，实际安排应为 {should}，"
                f"印的是 {final.text.strip()}。"
            )
            sources = tuple(statement.source(m) for m in (final, first, change))
            yield Finding("预算变动", Severity.ERROR, text, final.text.strip(), should, sources)


def totals_of_forms(view: View) -> Iterator[Finding]:
    """Report an overall form whose amounts for this year are not those of the tables."""
    for form in view.disclosure.tables:
        if not form.is_form or form.subject is not None:
            continue
        column = column_like(form, "this_year")
        for index, row in enumerate(form.rows):
            figure = figure_at(form, index, column) if column is not None else None
            key = {"基本支出": "#basic", "项目支出": "#project"}.get(fold(row.name))
            if (
                figure is None
                or (key is None and row.parent is not None)
                or total_row(form) is None
            ):
                continue
            yield from _total_of_form(view, form, figure, key or "#total")


def _total_of_form(view: View, form: Table, figure: Figure, key: str) -> Iterator[Finding]:
    others = [f for f in view.named.by_key.get(key, ()) if f.source.table != form.id]
    if others and not any(
        agree_across((figure.value, figure.unit), (f.value, f.unit)) for f in others
    ):
        printed, expected = (shown(f.value, f.unit) for f in (figure, others[0]))
        text = f"「{form.title}」的「{figure.label}」是 {printed}，报表是 {expected}。"
        sources = (figure.source, others[0].source)
        yield Finding("申报表金额", Severity.ERROR, text, printed, expected, sources)
