"""Codes and their names: the same in every table, not cut off, as in the classification of the year."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from corpus.checks.naming import code_before, is_abbreviation, letters, likeness
from corpus.checks.tables import is_classified
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.classification import names_of_code
from corpus.disclosure import Locator, Table
from corpus.findings import Finding, Severity, TextSource
from corpus.names import fold

ALIKE = 0.45
LEAST_CUT = 4


class Printed(NamedTuple):
    """A code's name as a table prints it."""

    name: str
    table: Table
    locator: Locator

    @property
    def source(self) -> TextSource:
        """Return where it is printed."""
        return TextSource(self.name, (), self.locator, self.table.id)


def names_of_codes(view: View) -> Iterator[Finding]:
    """Notice a code with another name in another table, and a name that is cut off."""
    printed: dict[str, list[Printed]] = defaultdict(list)
    for table in view.disclosure.tables:
        for row in table.rows:
            if row.code and is_classified(row):
                printed[row.code].append(Printed(row.name, table, row.locator))
    for code, alike in printed.items():
        full = max(alike, key=lambda one: len(one.name))
        told: set[str] = set()
        for one in alike:
            if one.name in told or letters(one.name) == letters(full.name):
                continue
            told.add(one.name)
            yield from _other_name(code, one, full)


def _other_name(code: str, one: Printed, full: Printed) -> Iterator[Finding]:
    short, long = fold(one.name), fold(full.name)
    if long.startswith(short) and len(short) >= LEAST_CUT:
        text = (
            f"「{one.table.title}」里 {code} 的名称被截断：「{one.name}」，全称是「{full.name}」。"
        )
        rule = "名称截断"
    elif is_abbreviation(letters(short), letters(long)):
        return
    else:
        text = (
            f"{code} 的名称前后不同：「{full.table.title}」是「{full.name}」，"
            f"「{one.table.title}」是「{one.name}」。"
        )
        rule = "名称不一"
    yield Finding(rule, Severity.NOTICE, text, one.name, full.name, (one.source, full.source))


def names_in_text(view: View) -> Iterator[Finding]:
    """Notice a code that a sentence names otherwise than the tables (…支出（210类）)."""
    tables = {
        row.code: Printed(row.name, table, row.locator)
        for table in view.disclosure.tables
        for row in table.rows
        if row.code and is_classified(row)
    }
    for statement in view.statements:
        for match in pattern("structure", "class_in_text").finditer(statement.folded):
            printed = tables.get(match[2])
            if statement.table is not None or printed is None:
                continue
            if letters(match[1]).endswith(letters(printed.name)):
                continue
            text = f"文字里 {match[2]} 类写作「{match[1]}」，表里是「{printed.name}」。"
            source = TextSource(statement.text[:60], statement.section, statement.locator)
            yield Finding(
                "名称不一", Severity.NOTICE, text, match[1], printed.name, (source, printed.source)
            )


def classification(view: View) -> Iterator[Finding]:
    """Notice a known code with a name unlike any it had, and the codes that are not known."""
    unknown: dict[str, Printed] = {}
    told: set[tuple[str, str]] = set()
    for table in view.disclosure.tables:
        for row in table.rows:
            if not row.code or not is_classified(row) or (row.code, row.name) in told:
                continue
            told.add((row.code, row.name))
            known = names_of_code(row.code)
            one = Printed(row.name, table, row.locator)
            if not known:
                unknown.setdefault(row.code, one)
            elif not any(_is_named(row.name, name) for name in known):
                text = f"{row.code} 在分类科目里是「{known[0]}」，表里写作「{row.name}」。"
                yield Finding("科目名称", Severity.NOTICE, text, row.name, known[0], (one.source,))
    if unknown:
        codes = "、".join(f"{code} {one.name}" for code, one in unknown.items())
        text = f"科目对照表里没有这些编码，未核对名称：{codes}。"
        sources = tuple(one.source for one in unknown.values())
        yield Finding("科目编码", Severity.NOTICE, text, None, None, sources)


def _is_named(printed: str, known: str) -> bool:
    one, other = letters(printed), letters(known)
    return one in other or other in one or likeness(one, other) >= ALIKE


def codes_before_amounts(view: View) -> Iterator[Finding]:
    """Notice a code written before an amount that no table of the document has."""
    codes = {row.code for table in view.disclosure.tables for row in table.rows if row.code}
    if not any(code and len(code) == 7 for code in codes):
        return
    for statement in view.statements:
        for mention in statement.mentions if statement.table is None else ():
            code = code_before(mention.before)
            if code and len(code) == 7 and code not in codes and mention.is_money:
                text = f"文字里的编码 {code} 在各表里都没有。"
                source = statement.source(mention)
                yield Finding("科目编码", Severity.NOTICE, text, code, None, (source,))
