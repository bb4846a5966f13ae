"""Whose disclosure it is: department with its short names, region, year and kind, from its own text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.disclosure import Kind, Paragraph, Table
from corpus.layout import LONGEST_TITLE
from corpus.names import fold, join_wrapped

_TITLE = re.compile(
    r"^(?P<head>.*?)(?P<year>20\d\d)\s*年(?:度)?(?P<tail>.*?)(?P<kind>预算|决算).*$"
)
_YEAR = re.compile(r"(20\d\d)\s*年")
_SCOPE = re.compile(r"(部门|单位)(?:预算|决算)")
_PARTY = re.compile(r"^中共")
_PLACEHOLDER = re.compile(r"[X×x]{2}|\*{2}")
_REGION = re.compile(
    r"^(?:[^省市区县]{2,8}(?:省|自治区))?(?:[^省市区县]{1,8}市)?(?:[^省市区县]{1,8}[区县])?"
)
_OWNER_LABEL = re.compile(r"(?:单位|部门)(?:名称)?|项目(?:主管|执行|实施)(?:部门|单位)|主管部门")
# Every committee and government has one, so it is nobody's name.
_OFFICES = ("办公厅", "办公室")
_CALLED = re.compile(r"(?:以下|下)简称(?:为|:)?[“\"「《]?([^”\"」》)，。、;]{2,14})")
_CONTENTS = re.compile(r"目\s*录")
# The heading of a part is nobody's name.
_PART = re.compile(r"^\s*第[一二三四五六七八九十\d]+(?:部分|章|节)")
# What offices write before their name when they number or announce what they publish.
_NUMBER = re.compile(
    r"^(?:附[件表])?\s*[（(【\[]?(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}(?=[）)、.．]))?"
    r"[）)】\]]?[-—_.．、:：\s]*"
)
_ABOUT = re.compile(r"^关于(?:公开|公布|发布|编制)?|关于(?:公开|公布|发布|编制)?$")
_ENDS_OF_NAMES = tuple("局委厅院处所会部府校馆队站社团心室司署")
_LEAST_NAME = 3
_WRITTEN_YEAR = re.compile(r"二[〇○Ｏ零0][一二三四五六七八九〇○Ｏ零0]{2}(?=\s*年)")
_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_OWN_SUFFIX = re.compile(r"(?:机关本级|机关|本级)$")


class Identity(NamedTuple):
    """Department, short names, region, year, kind and scope (部门 or 单位) of a document."""

    department: str | None
    aliases: tuple[str, ...]
    region: str | None
    year: int | None
    kind: Kind
    scope: str | None


def choose_title(opening: Sequence[str]) -> str:
    """Return the first line that reads like a title (whose, which year, 预算 or 决算), else the first."""
    # The contents may run on from the title.
    lines = [_CONTENTS.split(text)[0].strip() or text for text in opening]
    titles = [text for text in lines if len(text) <= LONGEST_TITLE and "。" not in text]
    first = lines[0][:LONGEST_TITLE] if lines else ""
    like = [title for title in titles if _TITLE.match(join_wrapped(title))]
    return next((title for title in like if not _PART.match(title)), like[0] if like else first)


def identify(title: str, owners: Sequence[str], tables: tuple[Table, ...]) -> Identity:
    """Read the identity from the title, and what it does not say from the tables.

    Where the title names no more than a region, the owner printed over most tables is the
    department. A printed owner counts as a short name when its characters stand in the
    department's name in the same order (市文旅局 in 某某市文化和旅游局).
    """
    match = _TITLE.match(_in_digits(join_wrapped(title)))
    heads = [title, *(table.title for table in tables)]
    head = match["head"] or _behind_year(match["tail"]) if match else ""
    department = _department(head, owners)
    region = _region(department or head)
    aliases = _aliases(department, region, [*owners, *_printed_owners(tables)])
    year = int(match["year"]) if match else _year(heads)
    kinds = (_kind(text) for text in ([match["kind"]] if match else heads))
    kind = next((found for found in kinds if found), Kind.OTHER)
    scope = next((found[1] for text in heads if (found := _SCOPE.search(text))), None)
    return Identity(department, aliases, region, year, kind, scope)


def short_names(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return what the text says that somebody is called for short (「（以下简称区文旅局）」)."""
    return [name for p in paragraphs for name in _CALLED.findall(fold(p.text))]


def _department(head: str, owners: Sequence[str]) -> str | None:
    named = re.sub(r"[（(]?(?:部门|单位)$", "", _NUMBER.sub("", _PART.sub("", head).strip()))
    named = _ABOUT.sub("", named)
    if not named or named == _region(named):
        printed = [join_wrapped(owner) for owner in owners]
        named = max(printed, key=printed.count, default=named)
    return None if not named or _PLACEHOLDER.search(named) else named


def _behind_year(tail: str) -> str:
    """Return the name between a title's year and its kind (2025年某市水务局部门预算), if one is there."""
    named = re.sub(r"(?:部门|单位)$", "", tail.strip())
    return named if len(named) > _LEAST_NAME and named.endswith(_ENDS_OF_NAMES) else ""


def _in_digits(title: str) -> str:
    """Return a title with its year in digits (二〇二五年)."""
    return _WRITTEN_YEAR.sub(lambda m: m[0].translate(_DIGITS), title)


def _year(texts: Sequence[str]) -> int | None:
    years = [int(match[1]) for text in texts if (match := _YEAR.search(text))]
    return max(years, key=years.count, default=None)


def _kind(text: str) -> Kind | None:
    if "决算" in text:
        return Kind.FINAL_ACCOUNTS
    return Kind.BUDGET if "预算" in text else None


def _region(department: str | None) -> str | None:
    match = _REGION.match(_PARTY.sub("", department or ""))
    return match[0] or None if match else None


def _printed_owners(tables: tuple[Table, ...]) -> list[str]:
    owners: list[str] = []
    for table in tables:
        for row in table.rows:
            if table.is_form and _OWNER_LABEL.fullmatch(fold(row.name)):
                owners.extend(cell.text for cell in row.cells if cell and cell.text)
            owners.extend(row.path[:1] if not table.is_form else ())
    return owners


def _aliases(department: str | None, region: str | None, owners: list[str]) -> tuple[str, ...]:
    if not department:
        return ()
    names: dict[str, None] = {}
    if region and len(department) > len(region) + 1:
        names.update(dict.fromkeys(_without_region(department, region)))
    for owner in owners:
        name = _OWN_SUFFIX.sub("", join_wrapped(owner))
        if len(name) >= 3 and name != department and _is_abbreviation(name, department):
            names[name] = None
            if region and name[0] == region[-1] and len(name) > 3:
                names[name[1:]] = None
    return tuple(names)


def _without_region(department: str, region: str) -> list[str]:
    """Return the names used at home: 万里街道办事处, 区委社会工作部 and 社会工作部."""
    bare = _PARTY.sub("", department)
    short = bare.removeprefix(region)
    if short.startswith("委"):
        own = short.removeprefix("委")
        return [bare, region[-1] + short, *([] if own in _OFFICES else [own])]
    if short.startswith("人民政府"):
        own = short.removeprefix("人民政府")
        return [short, f"{region[-1]}政府{own}" if own in _OFFICES else own]
    return [short]


def _is_abbreviation(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)
