"""A gold question, what a right answer holds, and where in the disclosure it stands."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.answer import Status
from corpus.errors import UsageError
from corpus.money import to_decimal

GOLD = Path(__file__).resolve().parent / "gold"

Split = Literal["open", "held_out"]

# Kinds that ask for figures in no particular order.
UNORDERED = frozenset({"list", "condition"})


class Record(BaseModel):
    """Common settings of a gold record's parts: frozen, nothing beside what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Record):
    """Where a figure stands: a line, a cell by its names, or a piece of a sentence.

    In text files a cell is a line and a tab-separated column and a sentence a line; both count from
    1, and `printed` is the piece of the sentence that states the figure. In any file a cell is its
    `table`, `row` (code and name) and `head` (path), and a sentence the words `within` it around
    what is `printed`. `document` is the file, where it is not the source of the case.
    """

    line: int | None = Field(default=None, ge=1)
    column: int | None = Field(default=None, ge=1)
    printed: str | None = None
    document: str | None = None
    table: str | None = None
    row: str | None = None
    head: str | None = None
    within: str | None = None

    @model_validator(mode="after")
    def _is_one_address(self) -> "Place":
        if sum(part is not None for part in (self.line, self.table, self.within)) != 1:
            raise ValueError("出处要写行号、表格或者句中的话之一")
        return self


class Figure(Record):
    """A figure with its unit; `number` is a plain decimal string.

    A unit may be per something (`万元/人`). `expression` computes the figure from the cells of the
    preferred evidence; `forms` state the same thing just as well (unrounded, with a sign, over the
    other head count).
    """

    number: str
    unit: str | None
    expression: str | None = None
    forms: tuple["Figure", ...] = ()

    @field_validator("number")
    @classmethod
    def _is_plain(cls, number: str) -> str:
        if not re.fullmatch(r"-?\d+(\.\d+)?", number):
            raise ValueError(f"不是纯十进制数：{number}")
        to_decimal(number)
        return number


# One required cell with the places that state the same figure for the same thing.
Slot = tuple[Place, ...]


class Way(Record):
    """A complete set of evidence; `expression` computes from cells a, b, c in order.

    `count` as an expression is the number of cells.
    """

    evidence: tuple[Slot, ...]
    expression: str | None = None


class Case(Record):
    """A gold question: the turns asked, and what a right answer to the last of them holds.

    `values[0]` is the figure to assert, the further ones complete it; in a list any of them may
    come first. `also_values` and `also` are figures and places that are not asked for but right.
    `contains` must stand in the answer or a quote. `source` is the document the lines count in.
    `documents` null asks the source alone, however many others are loaded; none named asks them all.
    `in_unit` is the unit that was asked for; `also_status` are further outcomes that are right.
    """

    id: str
    kind: str
    turns: tuple[str, ...] = Field(min_length=1)
    documents: tuple[str, ...] | None
    status: Status
    values: tuple[Figure, ...]
    contains: tuple[str, ...]
    evidence: tuple[Slot, ...]
    source: str | None
    expression: str | None = None
    other_ways: tuple[Way, ...] = ()
    also_values: tuple[Figure, ...] = ()
    also: Slot = ()
    in_unit: str | None = None
    also_status: tuple[Status, ...] = ()
    note: str = ""
    split: Split = "open"
    """`held_out` measures only: no rule is tuned on it, and its failures are not looked at."""

    @property
    def question(self) -> str:
        """The turn that is scored."""
        return self.turns[-1]

    @property
    def asked_of(self) -> tuple[str, ...] | None:
        """The documents that the question is asked of, None for all that are loaded."""
        if self.documents is None and self.source is not None:
            return (self.source,)
        return self.documents or None

    @property
    def ways(self) -> tuple[Way, ...]:
        """All sets of evidence that bear the answer out, the preferred one first."""
        return (Way(evidence=self.evidence, expression=self.expression), *self.other_ways)

    def may_assert(self) -> tuple[Figure, ...]:
        """Return the figures that are right as the asserted one."""
        asked = self.values if self.kind in UNORDERED else self.values[:1]
        return (*asked, *self.also_values)


def load_cases(gold: Sequence[Path] | None = None) -> tuple[Case, ...]:
    """Read the gold questions from JSONL files or folders of them, by default `eval/gold`.

    Raises:
        UsageError: there are none, a line cannot be read, or an id stands twice.
    """
    files = list(_files(gold or (GOLD,)))
    if not files:
        raise UsageError("没有找到评测题集（eval/gold 下的 *.jsonl），请在项目源码目录中运行评测。")
    cases = tuple(case for file in files for case in _read(file))
    if not cases:
        raise UsageError(f"评测题集是空的，请先写入题目：{files[0].name}。")
    ids = [case.id for case in cases]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise UsageError(f"评测题集中题号重复，请改为唯一：{'、'.join(twice)}。")
    return cases


def select(cases: Iterable[Case], only: Sequence[str] | None) -> tuple[Case, ...]:
    """Keep the cases whose id, kind or split (`open`, `held_out`) `only` names; None keeps all.

    Raises:
        UsageError: nothing is left.
    """
    wanted = set(only or ())
    kept = tuple(
        case for case in cases if not wanted or wanted & {case.id, case.kind, str(case.split)}
    )
    if not kept:
        raise UsageError(f"题集中没有符合“{'、'.join(sorted(wanted))}”的题目，请核对题号或类别。")
    return kept


def gold_hash(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of the questions as they are scored, whatever their order or spacing."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda case: case.id):
        digest.update(case.model_dump_json().encode() + b"\n")
    return digest.hexdigest()


def _files(gold: Iterable[Path]) -> Iterable[Path]:
    for path in gold:
        if path.is_dir():
            yield from sorted(path.glob("*.jsonl"))
        elif path.is_file():
            yield path


def _read(file: Path) -> Iterable[Case]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield Case.model_validate_json(line)
        except ValidationError as error:
            raise UsageError(f"评测题集 {file.name} 第 {number} 行格式不对，请改正。") from error
