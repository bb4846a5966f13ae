"""Alterations that leave every answer as it is: of a question's words, of how documents are printed.

A rewording takes a question and returns it said otherwise. A reprint writes the documents of
`eval/specimens` anew and says what their names in questions become.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from eval.specimens.documents import SPECIMENS, Specimen, printed, write
from eval.specimens.pages import write_document
from eval.specimens.written import AMOUNT, Block, Box, Ruled, squared

Rewording = Callable[[str], str]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_END = re.compile(r"(?=[?？。！]?$)")
_OTHER_UNIT = {"元": "万元", "万元": "元"}
_PLACES = {"元": 0, "万元": 2}
_OTHER_REGIONS = {
    "青岚": "白沙", "青嵐": "白沙", "青峦": "白河", "青巒": "白河", "望川": "临江", "云岭": "东屏",
    "雲嶺": "东屏",
}  # fmt: skip
_NEAR = {"青峦": "青岭", "青岚": "青岗"}
_SHORT_PAGE = 330.0
_TIMES = 3
_SEED = 7


def _with_particle(question: str) -> str:
    """Add 呀 at the end of a question that asks; a command is left as it is."""
    return (
        _END.sub("呀", question, count=1)
        if re.search(r"多少|几|什么|谁|哪", question)
        else question
    )


@cache
def _traditional() -> Rewording:
    from opencc import OpenCC

    convert: Rewording = OpenCC("s2t").convert
    return convert


REWORDINGS: Mapping[str, Rewording] = {
    "请问": lambda question: f"请问{question}",
    "客气话": lambda question: f"你好，麻烦帮我查一下，{question}，谢谢",
    "语气词": _with_particle,
    "全角数字": lambda question: question.translate(_WIDE),
    "繁体字": lambda question: _traditional()(question),
}


@dataclass(frozen=True, slots=True)
class Reprint:
    """Documents written another way, and what questions and file names are to say instead.

    `about` are names of which a question says one where it is to stay the same; () for any.
    """

    write: Callable[[Path], None]
    names: Mapping[str, str]
    endings: str = ""
    about: Sequence[str] = ()

    def said(self, text: str) -> str:
        """Return a question or a file's name with the names of these documents."""
        for name, other in self.names.items():
            text = text.replace(name, other)
        return text

    def may_be_asked(self, turns: Sequence[str]) -> bool:
        """Tell whether a question means the same of these documents."""
        return not self.about or any(_names_one_of(turn, self.about) for turn in turns)

    def file(self, name: str) -> str:
        """Return what a document is called."""
        said = self.said(name)
        return str(Path(said).with_suffix(self.endings)) if self.endings else said


def _names_one_of(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)


def _as_printed(folder: Path) -> None:
    for specimen in SPECIMENS:
        write(specimen, folder)


def _shuffled(folder: Path) -> None:
    dice = random.Random(_SEED)  # noqa: S311 - nothing is secret here
    for specimen in SPECIMENS:
        blocks = printed(specimen).blocks
        write(specimen, folder, [b if isinstance(b, str) else mixed(b, dice) for b in blocks])


def _in_other_unit(folder: Path) -> None:
    for specimen in SPECIMENS:
        unit = _OTHER_UNIT[specimen.style.unit]
        style = replace(specimen.style, unit=unit, places=_PLACES[unit])
        write(replace(specimen, style=style), folder)


def _renamed(folder: Path) -> None:
    for specimen in SPECIMENS:
        _write_as(specimen, folder, _OTHER_REGIONS)


def _beside_near_equals(folder: Path) -> None:
    """Write the documents, and others of near-equal names with three times the amounts."""
    _as_printed(folder)
    for specimen in SPECIMENS:
        if _names_one_of(specimen.name, _NEAR):
            _write_as(specimen, folder, _NEAR, _multiplied)


def _on_short_pages(folder: Path) -> None:
    """Write all documents on pages so short that tables go on over several."""
    for specimen in SPECIMENS:
        for name in specimen.files[:1]:
            path = (folder / name).with_suffix(".pdf")
            write_document(printed(specimen).blocks, path, _SHORT_PAGE)


def _write_as(
    specimen: Specimen,
    folder: Path,
    names: Mapping[str, str],
    change: Callable[[str], str] = str,
) -> None:
    def said(text: str) -> str:
        for name, other in names.items():
            text = text.replace(name, other)
        return text

    blocks = [_each_text(b, lambda text: change(said(text))) for b in printed(specimen).blocks]
    write(replace(specimen, files=tuple(map(said, specimen.files))), folder, blocks)


def _each_text(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, str):
        return change(block)
    return tuple(replace(box, text=change(box.text)) for box in block)


def _multiplied(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        places = len(match[0].partition(".")[2])
        return f"{Decimal(match[0].replace(',', '')) * _TIMES:,.{places}f}"

    return AMOUNT.sub(one, text)


REPRINTS: Mapping[str, Reprint] = {
    "原样": Reprint(_as_printed, {}),
    "打乱行序": Reprint(_shuffled, {}),
    "元和万元互换": Reprint(_in_other_unit, {}),
    "部门改名": Reprint(_renamed, _OTHER_REGIONS),
    "旁有近名部门": Reprint(_beside_near_equals, {}, about=tuple(_NEAR)),
    "表跨几页": Reprint(_on_short_pages, {}, ".pdf"),
}


def mixed(table: Ruled, dice: random.Random) -> Ruled:
    """Return a table with the order of rows changed that stand side by side under one row."""
    lines = squared(table)
    whole = {box.row for box in table if box.rows > 1 or box.columns > 1}
    order = list(range(len(lines)))
    for kin, group in groupby(order, key=lambda i: _kin(lines[i]) if i + 1 not in whole else None):
        rows = list(group)
        if kin is not None:
            places = rows.copy()
            dice.shuffle(rows)
            for place, row in zip(places, rows, strict=True):
                order[place] = row
    places_of = {row + 1: place + 1 for place, row in enumerate(order)}
    return tuple(_at(box, places_of) for box in table)


def _at(box: Box, places: Mapping[int, int]) -> Box:
    return replace(box, row=places[box.row])


def _kin(line: Sequence[str]) -> tuple[str, ...] | None:
    """Return what a row shares with those beside it; None for a row that has others under it."""
    codes = [cell for cell in line[:3] if cell.isdecimal()]
    if len(codes) == 3:
        return tuple(codes[:2])
    if len(codes) == 1 and line[0] == codes[0] and len(codes[0]) in (5, 7):
        return (str(len(codes[0])), codes[0][:-2])
    named = not line[0] and len(line) > 1 and line[1] and not AMOUNT.search(line[1])
    return ("项目",) if named and any(AMOUNT.search(cell) for cell in line[2:]) else None


def documents(folder: Path) -> Iterator[list[Path]]:
    """Yield the files of a folder, two together where text and tables of one document are apart."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for path in files:
        tables = path.with_name(f"{path.stem.replace('说明', '表')}.xlsx")
        if "说明" in path.stem and tables in files:
            yield [path, tables]
        elif not (path.stem.endswith("公开表") and any("说明" in f.stem for f in files)):
            yield [path]
