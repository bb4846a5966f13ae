"""Words that give a slip away: left-over placeholders, reasons that are missing, other years."""

from collections import defaultdict
from collections.abc import Iterator

from corpus.checks.statements import Statement
from corpus.checks.view import View
from corpus.checks.words import data, pattern
from corpus.disclosure import Kind
from corpus.findings import Finding, Severity, TextSource
from corpus.names import fold

# What is looked for sentence by sentence; the words stand in the data file.
SLIPS = {
    "占位文字": Severity.ERROR,
    "原因空缺": Severity.ERROR,
    "未选方向": Severity.ERROR,
    "标点": Severity.NOTICE,
}


def slips(view: View) -> Iterator[Finding]:
    """Report placeholders, empty reasons, choices left open; notice doubled punctuation.

    What stands in several places in the same words is one finding with all its places. A direction
    left open before a zero is a notice only: there is none to choose.
    """
    for rule, severity in SLIPS.items():
        words = pattern("slip", rule)
        places: dict[tuple[str, Severity], list[TextSource]] = defaultdict(list)
        for statement in view.statements:
            for match in words.finditer(statement.text):
                is_zero = pattern("structure", "zero_follows").match(statement.text, match.end())
                key = match[0].strip(), Severity.NOTICE if is_zero else severity
                places[key].append(statement.quote(match.start(), match.end()))
        for title, source in _titles(view) if rule == "占位文字" else ():
            if placeholder := words.search(title):
                places[placeholder[0].strip(), severity].append(source)
        for (found, weight), sources in places.items():
            text = f"「{found}」{data()['advice'][rule]}{times(len(sources))}"
            yield Finding(rule, weight, text, found, None, tuple(sources))


def times(count: int) -> str:
    """Return how many places there are, where there are several."""
    return f"共 {count} 处。" if count > 1 else ""


def unfinished_punctuation(view: View) -> Iterator[Finding]:
    """Notice a quotation mark without its partner, and a reason without a full stop."""
    for statement in view.statements:
        text = statement.text
        if statement.table is not None or not text:
            continue
        if text.count("“") != text.count("”"):
            at = max(text.find("“"), text.find("”"))
            source = statement.quote(at, at)
            yield Finding(
                "标点", Severity.NOTICE, f"「{source.quote}」引号不成对。", None, None, (source,)
            )
        if pattern("structure", "no_stop").search(text):
            source = statement.quote(len(text) - 1, len(text))
            yield Finding(
                "标点", Severity.NOTICE, f"「{source.quote}」句末没有句号。", None, None, (source,)
            )


def other_years(view: View) -> Iterator[Finding]:
    """Report a heading, a table or a 无…安排 sentence of another year than the document's."""
    year = view.disclosure.year
    if year is None:
        return
    places = [*_titles(view), *_yearly_sentences(view)]
    for title, source in places:
        match = pattern("structure", "year").search(fold(title))
        if match and int(match[1]) != year:
            text = f"「{title}」写的是 {match[1]} 年，本文件是 {year} 年度的。"
            yield Finding("年份", Severity.ERROR, text, f"{match[1]}年", f"{year}年", (source,))


def _titles(view: View) -> Iterator[tuple[str, TextSource]]:
    for section in view.disclosure.sections:
        yield section.heading, TextSource(section.heading, section.path, section.locator)
    for table in view.disclosure.tables:
        yield table.title, TextSource(table.title, (), table.locator, table.id)
    for entry in view.disclosure.contents:
        yield entry.path[-1], TextSource(entry.path[-1], ("目录",), entry.locator)


def _yearly_sentences(view: View) -> Iterator[tuple[str, TextSource]]:
    for statement in view.statements:
        match = pattern("structure", "year_sentence").search(statement.text)
        if statement.table is None and match:
            source = statement.quote(match.start(), match.end())
            yield match[0], source


def unit_or_department(view: View) -> Iterator[Finding]:
    """Notice 部门预算 in the sentences of a 单位预算, and the other way round."""
    title = fold(view.disclosure.title + view.disclosure.name)
    own = [word for word in ("部门", "单位") if f"{word}预算" in title]
    if len(own) != 1 or view.disclosure.kind is not Kind.BUDGET:
        return
    other = "单位" if own[0] == "部门" else "部门"
    for statement in view.statements:
        found = _first(statement, f"{other}预算安排")
        if found is not None and statement.table is None:
            text = f"这是{own[0]}预算，文字写作「{other}预算安排」，建议统一。"
            printed, expected = f"{other}预算安排", f"{own[0]}预算安排"
            yield Finding("部门与单位", Severity.NOTICE, text, printed, expected, (found,))


def _first(statement: Statement, words: str) -> TextSource | None:
    at = statement.text.find(words)
    return statement.quote(at, at + len(words)) if at >= 0 else None
