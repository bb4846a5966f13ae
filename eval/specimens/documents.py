"""The disclosures in `eval/documents`: who published what in which form, and the truth they state.

`python -m eval.specimens.documents` writes them anew; a test holds them equal to what it writes.
"""

import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.specimens.accounts import print_accounts
from eval.specimens.budgets import print_budget
from eval.specimens.cast import QINGLAN, QINGLUAN, TRANSPORT, WATER, Department
from eval.specimens.drawing import Year, draw, executed, following, part_of
from eval.specimens.names import FUNCTIONAL
from eval.specimens.narrative import Stated, tell
from eval.specimens.pages import write_document
from eval.specimens.printing import Model, Style
from eval.specimens.truth import items_of
from eval.specimens.written import (
    Block,
    Document,
    Write,
    write_docx,
    write_html,
    write_markdown,
    write_sheets,
    write_text,
)

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
_SEED = 20240
_NUMERALS = "一二三四五六七八九十"
_GROUPED = Style("元", codes=3, total_first=False, owner=True, zero="0", places=0, grouped=True)
_PLAIN = Style("万元", codes=1, total_first=True, owner=True)
_LAST = Style("元", codes=1, total_first=False, owner=False)
_UNDATED = Style("万元", codes=1, total_first=True, owner=False, zero="0.00", dated=False)
_DATES = (2024, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """A disclosure to be printed: `files` are its names, two where text and tables are apart."""

    files: tuple[str, ...]
    department: Department
    year: int
    style: Style
    titles: str
    text: str
    scope: str = "部门"
    accounts: bool = False
    procurement: bool = False

    @property
    def name(self) -> str:
        """The name it goes by when it is loaded."""
        return self.files[0]


def _file(department: Department, year: str, ending: str) -> str:
    return f"{department.name}{year}.{ending}"


SPECIMENS = (
    Specimen((_file(QINGLAN, "2022年部门预算", "docx"),), QINGLAN, 2022, _GROUPED, "grouped", "budget"),
    Specimen((_file(QINGLAN, "2023年部门预算", "xlsx"),), QINGLAN, 2023, _GROUPED, "grouped", "budget"),
    Specimen((_file(QINGLAN, "2024年部门预算", "pdf"),), QINGLAN, 2024, _GROUPED, "grouped", "budget"),
    Specimen(
        (_file(QINGLAN, "2024年单位预算", "md"),), QINGLAN, 2024, _GROUPED, "grouped", "budget", "单位"
    ),
    Specimen((_file(QINGLUAN, "2024年部门预算", "html"),), QINGLUAN, 2024, _LAST, "plain", "budget"),
    Specimen((_file(WATER, "2023年部门预算", "txt"),), WATER, 2023, _PLAIN, "plain", "budget"),
    Specimen(
        (_file(WATER, "2023年度部门决算", "html"),), WATER, 2023, _UNDATED, "undated", "accounts",
        accounts=True,
    ),
    Specimen(
        (_file(TRANSPORT, "2024年度部门预算公开说明", "docx"),
         _file(TRANSPORT, "2024年度部门预算公开表", "xlsx")),
        TRANSPORT, 2024, _UNDATED, "undated", "budget_short", procurement=True,
    ),
)  # fmt: skip

_WRITERS: Mapping[str, Write] = {
    "txt": write_text,
    "md": write_markdown,
    "html": write_html,
    "docx": write_docx,
    "xlsx": write_sheets,
    "pdf": write_document,
}


@cache
def figures() -> Mapping[tuple[str, str], Year]:
    """Return the figures of every year of every department: by name, and year with what is meant."""
    dice = random.Random(_SEED)  # noqa: S311 - nothing is secret here
    found: dict[tuple[str, str], Year] = {}
    for department, years in (
        (QINGLAN, range(2021, 2025)),
        (QINGLUAN, range(2023, 2025)),
        (WATER, range(2022, 2024)),
        (TRANSPORT, range(2023, 2025)),
    ):
        year: Year | None = None
        for number in years:
            office = department.office
            year = following(dice, office, year) if year else draw(dice, office)
            found[department.name, f"{number}部门"] = year
    for number in (2023, 2024):
        own = tuple(QINGLAN.office.projects)[2:6]
        whole = found[QINGLAN.name, f"{number}部门"]
        found[QINGLAN.name, f"{number}单位"] = part_of(dice, QINGLAN.office, whole, own)
    for number in (2022, 2023):
        planned = found[WATER.name, f"{number}部门"]
        found[WATER.name, f"{number}决算"] = executed(dice, WATER.office, planned)
    return found


def items(specimen: Specimen) -> dict[str, Stated]:
    """Return what a disclosure states, item by item."""
    known, name = figures(), specimen.department.name
    if not specimen.accounts:
        return items_of(known[name, f"{specimen.year}{specimen.scope}"])
    planned = items_of(known[name, f"{specimen.year}部门"])
    spent = items_of(known[name, f"{specimen.year}决算"])
    return {**spent, **{f"年初:{item}": stated for item, stated in planned.items()}}


@cache
def printed(specimen: Specimen) -> Model:
    """Return a disclosure as it is printed, with the facts it states."""
    department, number = specimen.department, specimen.year
    model = Model(department.name, number, specimen.style)
    kind = "决算" if specimen.accounts else "预算"
    degree = "度" if not specimen.style.dated else ""
    model.blocks.append(f"{department.name}{number}年{degree}{specimen.scope}{kind}")
    known = figures()
    sort = "决算" if specimen.accounts else specimen.scope
    now, last = (known[department.name, f"{y}{sort}"] for y in (number, number - 1))
    tell(
        model,
        specimen.text,
        items(specimen),
        items_of(last),
        _lists(department, now),
        _words(specimen),
    )
    model.blocks.append(_tables_heading(specimen))
    if specimen.accounts:
        print_accounts(model, known[department.name, f"{number}部门"], now)
    else:
        print_budget(model, now, specimen.titles, specimen.procurement)
    return model


def _tables_heading(specimen: Specimen) -> str:
    kind = "决算" if specimen.accounts else "预算"
    part = "五" if specimen.text == "budget" else "四"
    degree = "度" if not specimen.style.dated else ""
    return f"第{part}部分 {specimen.year}年{degree}{specimen.scope}{kind}表"


def _words(specimen: Specimen) -> dict[str, str]:
    department = specimen.department
    unit = specimen.scope == "单位"
    return {
        **department.reasons,
        "本": department.name,
        "称": department.short,
        "部门": specimen.scope,
        "范围": "局本级" if unit else "局本级以及下属3家预算单位",
        "年": str(specimen.year),
        "上年": str(specimen.year - 1),
    }


def _lists(department: Department, year: Year) -> dict[str, list[dict[str, str]]]:
    classes = [code for code in year.all() if len(code) == 3]
    return {
        "职能": [{"职能": duty, "数": _NUMERALS[n]} for n, duty in enumerate(department.duties)],
        "类": [
            {"码": code, "名": FUNCTIONAL[code], "用": department.uses[code], "数": _NUMERALS[n]}
            for n, code in enumerate(classes)
        ],
    }


def write(specimen: Specimen, folder: Path, printed_as: Document | None = None) -> None:
    """Write a disclosure into a folder, as one file or as text and tables apart.

    `printed_as` are its blocks where they differ from what is printed.
    """
    blocks = list(printed_as or printed(specimen).blocks)
    parts: list[Document] = [blocks]
    if len(specimen.files) > 1:
        # The contents name the heading too.
        at = len(blocks) - 1 - blocks[::-1].index(_tables_heading(specimen))
        parts = [blocks[:at], [blocks[0], *blocks[at + 1 :]]]
    for name, part in zip(specimen.files, parts, strict=True):
        path = folder / name
        _WRITERS[path.suffix[1:]](part, path)
        if path.suffix in (".docx", ".xlsx"):
            _undate(path)


def _undate(path: Path) -> None:
    """Write a package again without the time of its making, so that the same seed makes the same."""
    with zipfile.ZipFile(path) as package:
        parts = [(entry.filename, package.read(entry)) for entry in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _DATES)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _settled(data) if name == "docProps/core.xml" else data)


def _settled(properties: bytes) -> bytes:
    import re

    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", properties)


def write_all(folder: Path = DOCUMENTS) -> None:
    """Write all disclosures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for specimen in SPECIMENS:
        write(specimen, folder)


def blocks_of(specimen: Specimen) -> Iterator[Block]:
    """Yield the blocks of a disclosure as printed."""
    yield from printed(specimen).blocks


if __name__ == "__main__":
    write_all()
