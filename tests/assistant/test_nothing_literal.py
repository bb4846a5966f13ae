"""No name, person, telephone or figure of the shipped disclosure stands in code or vocabulary."""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import assistant
import corpus
import index
from assistant.normal import canonical
from corpus.disclosure import Disclosure
from corpus.names import fold

ASSISTANT, CORPUS, INDEX = (Path(str(p.__file__)).parent for p in (assistant, corpus, index))
CODE = sorted([*ASSISTANT.rglob("*.py"), *CORPUS.rglob("*.py"), *INDEX.glob("*.py")])
DATA = sorted([*(ASSISTANT / "data").rglob("*.*"), *(CORPUS / "data").glob("*.toml")])

_NAMED = ("项目名称", "项目负责人", "负责人", "填报人", "联系人", "项目代码")
_TELEPHONE = re.compile(r"(?:0\d{2,3}-)?[2-8]\d{7}|1[3-9]\d{9}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@pytest.fixture(scope="module")
def general() -> set[str]:
    """Names of the national classifications, which every disclosure shares."""
    names: set[str] = set()
    for path in (CORPUS / "data").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            names.update(canonical(part) for line in csv.reader(file) for part in line)
    return names


def _projects_and_people(seed: Disclosure) -> Iterator[str]:
    yield from (seed.department or "", seed.region or "", *seed.aliases)
    for table in seed.tables:
        yield table.subject or ""
        for row in table.rows:
            if "项目支出预算表" in table.title and row.code:
                yield row.name
            texts = [cell.text for cell in row.cells if cell and cell.text]
            if fold(row.name) in _NAMED:
                yield from texts
            if any(head == "项目名称" for head in row.path):
                yield row.name


def _telephones(seed: Disclosure) -> Iterator[str]:
    for text in _texts(seed):
        yield from _TELEPHONE.findall(text)


def _texts(seed: Disclosure) -> Iterator[str]:
    yield from (paragraph.text for paragraph in seed.paragraphs)
    for table in seed.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells if cell)


@pytest.fixture(scope="module")
def names(seed: Disclosure, general: set[str]) -> set[str]:
    found = {canonical(name) for name in (*_projects_and_people(seed), *_telephones(seed))}
    return {name for name in found if len(name) > 1 and name not in general}


@pytest.fixture(scope="module")
def figures(seed: Disclosure) -> set[str]:
    """Amounts with four significant digits or more, as plain numbers without a year among them."""
    values = [a.value for a in seed.amounts]
    for table in seed.tables:
        values += [c.value for row in table.rows for c in row.cells if c and c.value is not None]
    plain = {f"{value.normalize():f}" for value in values}
    digits = {number: number.replace(".", "").strip("0") for number in plain}
    return {n for n, d in digits.items() if len(d) >= 4 and not _YEAR.fullmatch(n)}


def _strings(path: Path) -> Iterator[str]:
    """Return what a module says to the program: constants, not docstrings or comments."""
    if path.suffix == ".toml":
        yield from _leaves(tomllib.loads(path.read_text("utf-8")))
        return
    if path.suffix != ".py":
        yield path.read_text("utf-8")
        return
    tree = ast.parse(path.read_text("utf-8"))
    prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            yield str(node.value)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    else:
        yield str(value)


def test_what_is_looked_for_is_there_to_be_found(names: set[str], figures: set[str]) -> None:
    assert {"廖建东", "雷浩", "李卉", "85623540", "027-85623540", "科经局", "区科经局"} <= names
    assert {"工业经济信息工作经费", "高技术人才引进劳务费", "民营经济工作专项经费"} <= names
    assert {"5949.92", "5103.02", "724.67", "12.87"} <= figures
    assert "2022" not in figures
    assert len(figures) > 40


@pytest.mark.parametrize("path", [*CODE, *DATA], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_of_the_disclosure_is_written_down(
    path: Path, names: set[str], figures: set[str]
) -> None:
    strings = [canonical(text) for text in _strings(path)]
    assert set() == {name for name in names for text in strings if name in text}
    numbers = {n for text in strings for n in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))}
    assert set() == numbers & figures
