"""The units that a department says its budget is made up of: where all are at hand, they add up to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from corpus.checks.tables import Figure, figure_at, is_classified, total_row, whole_column
from corpus.checks.tolerance import agree, shown
from corpus.checks.view import View
from corpus.disclosure import Disclosure, Paragraph
from corpus.findings import Finding, Severity
from corpus.money import YUAN
from corpus.names import fold

# 内设机构 are offices without a budget of their own.
_LIST = re.compile(r"(?:预算|决算|部门|单位|^具体)[^。;]{0,60}?包括(?:\([^()]*\))?:(?P<names>.*)$")
_OFFICES = re.compile(r"内设")
_NUMBERED = re.compile(r"^\d{1,2}[.、](?!\d)")
_LEFT_OUT = re.compile(r"[,。;(]?(?:不含|不包括).*$")
_WITHIN = re.compile(r"不单列|并入")
_OWN = re.compile(r"\(?(?:部门|机关|厅机关|局机关)?(?:本级|本部)\)?$|\(机关\)$")
_TOTAL = "合计"


class _Sum(NamedTuple):
    """The amounts of several documents under one code, put together, in 万元."""

    value: Decimal
    figures: tuple[Figure, ...]


def units_of(disclosure: Disclosure) -> tuple[str, ...]:
    """Return the names of the units that a department's budget covers, "" for its own 本级.

    Empty where no list names the department's own 本级: what it lists may be less than the whole.
    """
    for at, paragraph in enumerate(disclosure.paragraphs):
        match = _LIST.search(fold(paragraph.text))
        if match is None or _OFFICES.search(match[0]):
            continue
        named = _listed(match["names"]) or _below(disclosure.paragraphs[at + 1 :], paragraph)
        names = [_OWN.sub("", name) if not _OWN.search(name) else "" for name in named]
        if "" in names and len(set(names)) == len(names):
            return tuple(names)
    return ()


def _listed(text: str) -> list[str]:
    """Return the names that a sentence lists: 甲局本级、乙中心, or the first of those numbered."""
    if _NUMBERED.match(text) or not text:
        return []
    names = _LEFT_OUT.sub("", text).split("、")
    return [name.strip("。;,") for name in names if name.strip("。;,")]


def _below(following: Iterable[Paragraph], head: Paragraph) -> list[str]:
    """Return the names numbered below a sentence that ends in 包括："""
    first = fold(head.text).partition("包括")[2].lstrip(":")
    texts = [first] if _NUMBERED.match(first) else []
    for paragraph in following:
        text = fold(paragraph.text)
        if paragraph.section != head.section or not _NUMBERED.match(text):
            break
        texts.append(text)
    kept = (_NUMBERED.sub("", text) for text in texts if not _WITHIN.search(text))
    return [name.strip("。;,") for name in kept]


def is_unit(name: str, whole: Disclosure, department: str | None) -> bool:
    """Tell whether a department's name is that of a listed unit; "" is the whole's own 本级."""
    if not name or department is None:
        return not name and department == whole.department
    return fold(department).endswith(name) and department != whole.department


def check_units(view: View, others: Sequence[Disclosure]) -> Iterator[Finding]:
    """Notice where the budgets of all units do not add up to that of the department, code by code."""
    whole = view.disclosure
    units = []
    for name in units_of(whole):
        found = [other for other in others if is_unit(name, whole, other.department)]
        if len(found) != 1:
            return
        units.append(View(found[0]))
    if not units:
        return
    together = _together(units)
    for code, figure in by_code(view).items():
        sum_ = together.get(code)
        if figure.unit not in YUAN or sum_ is None:
            continue
        printed = figure.value * YUAN[figure.unit] / YUAN["万元"]
        if agree(printed, sum_.value, len(units), "万元"):
            continue
        yield _finding(figure, sum_, len(units))


def _finding(figure: Figure, together: _Sum, units: int) -> Finding:
    printed, expected = shown(figure.value, figure.unit), shown(together.value, "万元")
    text = f"「{figure.label}」在部门预算里是 {printed}，{units} 个单位的预算合计为 {expected}。"
    sources = (figure.source, *(each.source for each in together.figures))
    return Finding("单位合计", Severity.NOTICE, text, printed, expected, sources)


def _together(units: Iterable[View]) -> dict[str, _Sum]:
    found: dict[str, _Sum] = {}
    for unit in units:
        for code, figure in by_code(unit).items():
            if figure.unit not in YUAN:
                continue
            source = replace(figure.source, document=unit.disclosure.name)
            amount = figure.value * YUAN[figure.unit] / YUAN["万元"]
            before = found.get(code, _Sum(Decimal(0), ()))
            own = figure._replace(source=source)
            found[code] = _Sum(before.value + amount, (*before.figures, own))
    return found


def by_code(view: View) -> dict[str, Figure]:
    """Return the amounts of the expenditure table by code, its total under 合计."""
    found: dict[str, Figure] = {}
    for table in view.with_role("expenditure"):
        column, total = whole_column(table), total_row(table)
        for index, row in enumerate(table.rows):
            code = _TOTAL if index == total else row.code if is_classified(row) else None
            figure = figure_at(table, index, column) if column is not None else None
            if code and figure:
                found.setdefault(code, figure)
    return found
