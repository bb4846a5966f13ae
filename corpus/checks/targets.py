"""Targets of performance forms: one thing for one period has one number."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.statements import Statement
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.disclosure import Table
from corpus.findings import CellSource, Finding, Severity, Source
from corpus.names import fold


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a form: what for, until when, the number, and where it is printed."""

    name: str
    period: str
    value: Decimal
    unit: str
    source: Source
    shown: str


def contradictory_targets(view: View) -> Iterator[Finding]:
    """Report one target stated with different numbers for the same period in one form."""
    for form in view.disclosure.tables:
        if not form.is_form:
            continue
        by_name: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
        for target in _targets(view, form):
            by_name[(target.name, target.period, target.unit)].append(target)
        for (name, period, _), alike in by_name.items():
            values = list(dict.fromkeys(target.value for target in alike))
            if len(values) > 1:
                yield _contradiction(name, period, alike, values)


def _contradiction(name: str, period: str, alike: list[Target], values: list[Decimal]) -> Finding:
    said = "、".join(f"{value}{alike[0].unit}" for value in values)
    text = f"{period}「{name}」有几种说法：{said}，互相矛盾。"
    last = next(target for target in alike if target.value != alike[0].value)
    sources = (last.source, *(target.source for target in alike))
    return Finding("目标矛盾", Severity.ERROR, text, last.shown, alike[0].shown, sources)


def _targets(view: View, form: Table) -> Iterator[Target]:
    for statement in view.statements:
        if statement.table == form.id and statement.row is not None:
            yield from _stated_targets(statement, form.rows[statement.row].name)
    for index, row in enumerate(form.rows):
        for column, cell in enumerate(row.cells):
            if cell is None or not cell.text:
                continue
            head = fold(form.columns[column].path[-1]) if form.columns[column].path else ""
            if not pattern("form", "target_head").search(head):
                continue
            heads = (*row.path, row.name, head)
            period = next((p for h in heads if (p := _period(h))), "本年")
            source = CellSource(form.id, index, column)
            for name, value, unit in _named_values(row.name, cell.text):
                yield Target(name, period, value, unit, source, cell.text)


def _period(words: str) -> str | None:
    match = pattern("form", "period").search(fold(words))
    return None if not match else "长期" if match[1] in ("长期", "中期") else "年度"


def _stated_targets(statement: Statement, row: str) -> Iterator[Target]:
    period = _period(row)
    for mention in statement.mentions if period else ():
        name = _target_name(mention.item)
        if name:
            source = statement.source(mention)
            shown_ = mention.text.strip()
            yield Target(name, period or "", mention.value, mention.unit, source, shown_)


def _named_values(name: str, text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Yield the names of a target row with their numbers: 甲/乙数量 with 不少于 8 家/3 家."""
    numbers = [
        (Decimal(number), unit) for number, unit in pattern("form", "number").findall(fold(text))
    ]
    names = [_target_name(part) for part in re.split(r"[/／]", fold(name))]
    if numbers and len(names) == len(numbers):
        for part, (value, unit) in zip(names, numbers, strict=True):
            if part:
                yield part, value, unit


def _target_name(name: str) -> str:
    """Return a target's name as compared: no number of its own, no 数量 behind."""
    bare = pattern("form", "own_number").sub("", fold(name))
    return re.sub(r"[“”\"]", "", pattern("form", "target_tail").sub("", bare))
