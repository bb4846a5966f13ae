"""Amounts and counts in sentences: what each belongs to, and the sentence it stands in.

The item of an amount is the noun phrase before it in its clause (「公务接待费 0.09 万元」). Where
only a verb stands there (「增加 10.50 万元」) the item is the sentence's first one and the verb its
relation. An amount in a numbered element is listed under that element's own item.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.disclosure import Amount, Locator, Paragraph, Table
from corpus.money import SHORT_UNITS, to_decimal
from corpus.names import fold, without_numbering, without_tags

_WORDS = Path(__file__).parent / "data" / "amount_words.toml"
_SENTENCE = re.compile(r"[^。；;\n]*(?:[。；;\n]|$)")
_ELEMENT = re.compile(
    r"(?:^|(?<=[。；;\n])|(?<=\s))(?=(?:\d{1,2}(?:、|[.．](?!\d))|[（(]\d{1,2}[）)]|[一二三四五六七八九十]+(?:是|、)))"
)
_CLAUSE_BREAK = re.compile(r"[，,：:；;。（(）)=+*×\n\[\]【】]")
_DATE = re.compile(
    r"(?:截至|截止)?(?:20\d\d|\d{2})年(?:度)?(?:年初|年中|底|末)?(?:\d{1,2}(?:-\d{1,2})?月(?:\d{1,2}日)?)?"
)


# 公共安全支出（204类）司法（06款）公共法律服务（07项）: the marks of a name's levels, with or without code.
_CODE_MARK = re.compile(r"[（(]\d{0,4}[类款项][）)]")
_COMPARED = re.compile(r"(?:比|较).*(?:年|预算|度)|^(?:与|同).*相比$")
_SHARE_OF = re.compile(r"^占.+的$")


@dataclass(frozen=True, slots=True)
class _Words:
    amount: re.Pattern[str]
    before: re.Pattern[str]
    relation: re.Pattern[str]
    lead: re.Pattern[str]
    generic: frozenset[str]


class Found(NamedTuple):
    """One amount in a sentence: where it stands, and the words right before it."""

    start: int
    end: int
    text: str
    number: str
    unit: str


@cache
def _words() -> _Words:
    data = tomllib.loads(_WORDS.read_text("utf-8"))
    longest = {name: sorted(parts, key=len, reverse=True) for name, parts in data.items()}
    unit = "|".join(re.escape(part) for part in longest["unit"])
    rate = r"(?:/(?:人/次|人次|[家次人套份月年场户个平方米/*]+))*"
    return _Words(
        re.compile(
            rf"(?<![\d.\-A-Za-z〔\[【])([-+]?\d[\d,，]*(?:\.\d+)?)\s*((?:{unit}){rate})(?!号)"
        ),
        re.compile(rf"(?:{'|'.join(longest['before'])})$"),
        re.compile(rf"({'|'.join(longest['relation'])})(?:了|约|至|到)?$"),
        re.compile(rf"^(?:{'|'.join(longest['lead'])})"),
        frozenset(data["generic"]),
    )


def find_amounts(text: str) -> Iterator[Found]:
    """Yield the numbers with units in `text`; years, dates and list numbers are none."""
    for match in _words().amount.finditer(text):
        if _CODE_MARK.match(text, max(0, match.start() - 1)):
            continue
        yield Found(match.start(), match.end(), match[0].rstrip("*"), match[1], match[2])


def amounts_in_paragraph(paragraph: Paragraph) -> tuple[Amount, ...]:
    """Return the amounts of a paragraph in running text."""
    return tuple(_amounts(paragraph.text, (), paragraph.section, paragraph.locator))


def amounts_in_form(table: Table) -> tuple[Amount, ...]:
    """Return the amounts in the long cells of a form; short cells are facts of their own."""
    found: list[Amount] = []
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell is None or len(cell.text) < 20:
                continue
            stated = _amounts(without_tags(cell.text), (row.name,), (), cell.locator)
            found.extend(replace(a, table=table.id, row=r, column=c) for a in stated)
    return tuple(found)


def _amounts(
    text: str, path: tuple[str, ...], section: tuple[str, ...], locator: Locator
) -> Iterator[Amount]:
    heads: dict[str, str] = {}
    for element in _ELEMENT.split(text):
        style = _style(element)
        for deeper in list(heads)[list(heads).index(style) :] if style in heads else ():
            del heads[deeper]
        outer = tuple(heads.values())
        first = ""
        if style and (name := _classified_name(element)):
            heads[style] = name
        for sentence in _sentences(element):
            subject, after = "", 0
            for found in find_amounts(sentence):
                item, relation = _item(sentence[after : found.start])
                after = found.end
                # 「基本支出…万元。较上年增加…万元」: a later sentence speaks on of the first item.
                spoken = subject or (first if relation else "")
                item = item or spoken or heads.get(style) or _heading(section, path)
                if not item:
                    continue
                subject = item
                first = first or item
                own = heads.get(style, item)
                above = (*path, *outer) if own == item else (*path, *outer, own)
                yield _amount(found, item, relation, above, sentence, section, locator)
                if style:
                    heads.setdefault(style, item)


def _classified_name(element: str) -> str:
    """Return the name that an element's first sentence gives by its levels (…（款）行政运行（项）)."""
    first = element.partition("。")[0]
    marks = list(_CODE_MARK.finditer(first))
    if not marks or any(find_amounts(first[: marks[-1].start()])):
        return ""
    return _innermost(first[: marks[-1].end()])


def _innermost(clause: str) -> str:
    """Return the last name before a level's mark: 行政运行 of 人大事务（款）行政运行（项）支出."""
    *named, rest = _CODE_MARK.split(clause)
    names = [without_numbering(name.strip('“”"「」 ')) for name in named]
    own = rest.strip('“”"「」 ')
    return own if own not in _words().generic and own else names[-1]


def _style(element: str) -> str:
    """Name the numbering an element starts with; deeper lists use another one than outer lists."""
    match = re.match(
        r"\s*(?:(\d{1,2}[、.．])|([（(]\d{1,2}[）)])|([一二三四五六七八九十]+(?:是|、)))", element
    )
    return "" if not match else ("1.", "(1)", "一")[[bool(g) for g in match.groups()].index(True)]


def _heading(section: tuple[str, ...], path: tuple[str, ...]) -> str:
    """Return what a sentence without a noun of its own speaks of: its heading or its row."""
    above = section or path
    return without_numbering(above[-1]) if above else ""


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


def _amount(
    found: Found,
    item: str,
    relation: str,
    path: tuple[str, ...],
    sentence: str,
    section: tuple[str, ...],
    locator: Locator,
) -> Amount:
    unit = found.unit.rstrip("*").replace("个百分点", "百分点")
    unit = SHORT_UNITS.get(unit, unit)
    number = to_decimal(found.number)
    return Amount(item, relation, path, found.text, number, unit, sentence, section, locator)


def _item(before: str) -> tuple[str, str]:
    """Return the noun phrase and the relation that stand right before an amount."""
    words = _words()
    clause = _last_clause(before)
    relation = ""
    if _SHARE_OF.match(clause):
        return "", "占"
    if match := words.relation.search(clause):
        relation, clause = match[1], clause[: match.start()]
    item = _strip(clause)
    if relation and (not item or _COMPARED.search(item)):
        return "", relation
    return item, relation


def _last_clause(before: str) -> str:
    if _CODE_MARK.search(before):
        *_, last = re.split(r"[。；;，,：:]", before.rstrip("：:（("))
        if _CODE_MARK.search(last):
            return fold(_innermost(last))
    text = fold(before).rstrip("(:")
    # 「一般行政管理事务(科学技术)60万元」: a closed bracket right before belongs to the name.
    match = re.search(r"([^(),;:。]+\([^()]*\))$", text)
    clause = match[1] if match else _CLAUSE_BREAK.split(text)[-1]
    return clause.lstrip("、/*")


def _strip(clause: str) -> str:
    words = _words()
    dated = re.sub(r"^.*共有(?=.)|^[一二三四五六七八九十]+是|^\d+[.、](?=\d{4}年)", "", clause)
    dated = without_numbering(dated)
    item, previous = _DATE.sub("", dated), None
    while previous != item:
        previous = item
        item = words.before.sub("", words.lead.sub("", item))
    item = re.sub(r"^\d{1,2}(?![\dA-Za-z])|^\.", "", item)
    if item in words.generic or len(item) < 2:
        # Only a year tells such amounts apart (2020年年初预算安排47万元).
        return dated if _DATE.match(dated) else ""
    return item
