"""Contents, headings and tables: what is listed, in what order, and what a cross-reference means."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from corpus.checks.naming import likeness
from corpus.checks.statements import Statement
from corpus.checks.tables import bare_title
from corpus.checks.view import View
from corpus.checks.words import pattern
from corpus.disclosure import ContentsEntry, Section
from corpus.findings import Finding, Severity, TextSource
from corpus.names import fold, without_numbering

ALIKE = 0.6
CLOSE = 0.8
_REMARK = re.compile(r"[（(][^（()）]*[）)]$")
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    r"^(?:第)?([一二三四五六七八九十]+)(?:部分)?[、.．]?|^[（(]([一二三四五六七八九十]+)[）)]"
)


class Listed(NamedTuple):
    """A table as the contents number it."""

    number: int
    core: str
    entry: ContentsEntry


def repeated_numbers(view: View) -> Iterator[Finding]:
    """Notice two headings under one heading that carry the same number."""
    seen: dict[tuple[tuple[str, ...], str], Section] = {}
    for section in view.disclosure.sections:
        match = _NUMBERED.match(section.heading)
        if not match:
            continue
        place = (section.path[:-1], match[0].strip("、.．"))
        if place in seen and _core(view, seen[place].heading) != _core(view, section.heading):
            first = seen[place]
            text = f"标题序号重复：「{first.heading}」和「{section.heading}」都是「{place[1]}」。"
            yield Finding(
                "标题序号",
                Severity.NOTICE,
                text,
                section.heading,
                None,
                (_heading(section), _heading(first)),
            )
        seen[place] = section


def _heading(section: Section) -> TextSource:
    return TextSource(section.heading, section.path, section.locator)


def _entry(entry: ContentsEntry) -> TextSource:
    return TextSource(entry.path[-1], ("目录", *entry.path[:-1]), entry.locator)


def _core(view: View, title: str) -> str:
    """Return a title as compared: without number, year, department and words that add nothing."""
    bare = bare_title(without_numbering(fold(title)), view.own_names)
    return pattern("structure", "filler").sub("", without_numbering(bare))


def contents_order(view: View) -> Iterator[Finding]:
    """Notice headings that stand in another order than the contents list them."""
    listed = [e for e in view.disclosure.contents if not e.title.endswith("表")]
    pairs = [(i, section, entry) for i, entry, section in _matched(view, listed)]
    positions = [view.disclosure.sections.index(section) for _, section, _ in pairs]
    kept = _longest_rising(positions)
    for place, (_, section, entry) in enumerate(pairs):
        if place not in kept:
            text = (
                f"目录与正文次序不同：「{without_numbering(entry.path[-1])}」在目录里是"
                f"「{entry.path[-1]}」，正文里是「{section.heading}」。"
            )
            yield Finding(
                "目录次序",
                Severity.NOTICE,
                text,
                section.heading,
                entry.path[-1],
                (_heading(section), _entry(entry)),
            )


def _matched(
    view: View, listed: list[ContentsEntry]
) -> Iterator[tuple[int, ContentsEntry, Section]]:
    """Pair entries of the contents with the headings they list, each heading once."""
    free = list(view.disclosure.sections)
    for index, entry in enumerate(listed):
        core = _core(view, entry.title)
        best = max(free, key=lambda s: _alike(view, core, entry, s), default=None)
        if best is not None and _alike(view, core, entry, best) >= ALIKE:
            free.remove(best)
            yield index, entry, best


def _alike(view: View, core: str, entry: ContentsEntry, section: Section) -> float:
    """Return how alike an entry and a heading are; those under the same part come first."""
    parts = [_core(view, path[0]) for path in (entry.path, section.path)]
    same_part = len(entry.path) == len(section.path) and parts[0] == parts[1]
    return likeness(core, _core(view, section.heading)) + (0.1 if same_part else 0)


def _longest_rising(positions: list[int]) -> set[int]:
    """Return the places of a longest rising subsequence."""
    longest: list[int] = []
    runs: list[list[int]] = []
    for index, position in enumerate(positions):
        before: list[int] = []
        for run in runs:
            if positions[run[-1]] < position and len(run) > len(before):
                before = run
        runs.append([*before, index])
        longest = runs[-1] if len(runs[-1]) > len(longest) else longest
    return set(longest)


def unlisted_tables(view: View) -> Iterator[Finding]:
    """Notice tables that the contents list and that are not attached."""
    attached = [_core(view, _REMARK.sub("", t.title)) for t in view.disclosure.tables]
    if not attached:
        return
    for listed in _tables_listed(view):
        if any(_same_table(listed.core, core) for core in attached):
            continue
        text = f"目录列有「{listed.entry.title}」，正文没有附这张表。"
        yield Finding(
            "列出未附", Severity.NOTICE, text, listed.entry.title, None, (_entry(listed.entry),)
        )


def _same_table(one: str, other: str) -> bool:
    """Tell whether two titles are of one table, whatever the order of their words.

    Forms are told apart by 整体 and 项目 alone.
    """
    if "绩效" in one or "绩效" in other:
        return ("绩效" in one) == ("绩效" in other) and ("整体" in one) == ("整体" in other)
    first, second = (re.sub(r"表$|预算", "", core) for core in (one, other))
    # A table of the funds (政府性基金) is one of appropriations (财政拨款), said or not.
    left_out = "支出|财政拨款" if "基金" in first else "支出"
    bare = [sorted(re.sub(left_out, "", words)) for words in (first, second)]
    return bare[0] == bare[1] or SequenceMatcher(None, first, second).ratio() > CLOSE


def _tables_listed(view: View) -> list[Listed]:
    """Return the tables of the contents, numbered by their printed number else by their place."""
    entries = [e for e in view.disclosure.contents if e.title.endswith("表") and len(e.path) > 1]
    found = []
    for place, entry in enumerate(entries, start=1):
        match = _NUMBERED.match(entry.path[-1])
        number = _number(match[1] or match[2]) if match else place
        found.append(Listed(number, _core(view, entry.title), entry))
    return found


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.index(numeral) + 1
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (
        _NUMERALS.index(ones) + 1 if ones else 0
    )


def cross_references(view: View) -> Iterator[Finding]:
    """Report 详见公开表 5 where the table its sentence speaks of has another number."""
    listed = _tables_listed(view)
    for statement in view.statements:
        for match in pattern("structure", "reference").finditer(statement.text):
            if statement.table is None:
                yield from _reference(view, statement, match, listed)


def _reference(
    view: View, statement: Statement, match: re.Match[str], listed: list[Listed]
) -> Iterator[Finding]:
    named = next((table for table in listed if table.number == int(match[1])), None)
    source = statement.quote(match.start(), match.end())
    about = _core(view, source.quote + "|" + "|".join(statement.section[-1:]))
    meant = [table for table in listed if _title(table) and _title(table) in about]
    best = max(meant, key=lambda table: len(_title(table)), default=None)
    if best is None or named is best or (named and _title(named) in about):
        return
    said = f"（{named.entry.title}）" if named else "（目录里没有这个编号）"
    text = f"文字说{match[0].strip()}{said}，说的内容在公开表 {best.number}（{best.entry.title}）。"
    sources = (source, _entry(best.entry))
    expected = f"公开表 {best.number}"
    yield Finding("表号引用", Severity.ERROR, text, match[0].strip(), expected, sources)


def _title(listed: Listed) -> str:
    return re.sub(r"(?:总)?表$|预算$", "", listed.core)
