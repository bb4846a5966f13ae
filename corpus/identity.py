"""Whose disclosure it is: department with its short names, region, year and kind, from its own text."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from corpus.disclosure import Kind, Table
from corpus.names import fold, join_wrapped

_TITLE = re.compile(
    r"^(?P<head>.*?)(?P<year>20\d\d)\s*年(?:度)?(?P<tail>.*?)(?P<kind>预算|决算).*$"
)
_REGION = re.compile(
    r"^(?:[^省市区县]{2,8}(?:省|自治区))?(?:[^省市区县]{1,8}市)?(?:[^省市区县]{1,8}[区县])?"
)
_OWNER_LABEL = re.compile(r"(?:单位|部门)(?:名称)?|项目(?:主管|执行|实施)(?:部门|单位)|主管部门")
_OWN_SUFFIX = re.compile(r"(?:机关本级|机关|本级)$")


class Identity(NamedTuple):
    """Department, short names, region, year and kind of a document."""

    department: str | None
    aliases: tuple[str, ...]
    region: str | None
    year: int | None
    kind: Kind


def identify(title: str, owners: Iterable[str], tables: tuple[Table, ...]) -> Identity:
    """Read the identity from the title; short names are owners printed in the tables.

    A printed owner counts as a short name when its characters stand in the department's name in
    the same order (市文旅局 in 某某市文化和旅游局).
    """
    match = _TITLE.match(join_wrapped(title))
    if not match:
        return Identity(None, (), None, None, Kind.OTHER if not tables else _kind(title))
    department = re.sub(r"[（(]?(?:部门|单位)$", "", match["head"].strip()) or None
    region = _region(department)
    aliases = _aliases(department, region, [*owners, *_printed_owners(tables)])
    return Identity(department, aliases, region, int(match["year"]), _kind(match["kind"]))


def _kind(text: str) -> Kind:
    if "决算" in text:
        return Kind.FINAL_ACCOUNTS
    return Kind.BUDGET if "预算" in text else Kind.OTHER


def _region(department: str | None) -> str | None:
    match = _REGION.match(department or "")
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
        names[department.removeprefix(region)] = None
    for owner in owners:
        name = _OWN_SUFFIX.sub("", join_wrapped(owner))
        if len(name) >= 3 and name != department and _is_abbreviation(name, department):
            names[name] = None
            if region and name[0] == region[-1] and len(name) > 3:
                names[name[1:]] = None
    return tuple(names)


def _is_abbreviation(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)
