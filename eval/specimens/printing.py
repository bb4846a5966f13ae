"""How an office prints: the style of its tables, and a printer that notes the truth of each cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.money import YUAN
from eval.specimens.written import Block, Box, Ruled

Amount = Decimal | None
# What is printed is drawn in 万元.
DRAWN_IN = "万元"


@dataclass(frozen=True, slots=True)
class Fact:
    """What must be read of one printed cell; `item` says what it states, wherever that is printed."""

    table: str
    row: str
    code: str | None
    column: str
    text: str
    value: Amount
    unit: str
    item: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount or a count in a paragraph, as printed, and the item it states."""

    paragraph: str
    printed: str
    value: Decimal
    unit: str
    item: str


@dataclass(frozen=True, slots=True)
class Style:
    """How an office prints its tables; `grouped` puts a common head above a table's columns."""

    unit: str
    codes: int
    total_first: bool
    owner: bool
    zero: str = ""
    places: int = 2
    grouped: bool = False
    dated: bool = True


@dataclass(slots=True)
class Model:
    """A disclosure before it is printed: its blocks, and the facts they state."""

    department: str
    year: int
    style: Style
    blocks: list[Block] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


Labels = Iterable[tuple[int, str, int]]


class Printer:
    """Prints one table below its title and notes the facts it states."""

    def __init__(self, model: Model, title: str, unit: str | None = None) -> None:
        """Begin a table; its `unit` is the style's where none is given."""
        self.model = model
        self.title = f"{model.year}年{title}" if model.style.dated else title
        self.unit = unit or model.style.unit
        self.boxes: list[Box] = []
        self.last = 0

    def heads(self, lines: Sequence[Sequence[tuple[str, int, int, int]]]) -> None:
        """Print head lines: text, column, columns and rows of each cell."""
        for number, line in enumerate(lines, start=1):
            self.boxes += [Box(number, c, text, rows, columns) for text, c, columns, rows in line]
        self.last = len(lines)

    def line(self, labels: Labels, cells: Iterable[tuple[int, str]]) -> None:
        """Print a line: labels (column, text, columns spanned) and cells (column, text)."""
        self.last += 1
        self.boxes += [Box(self.last, c, text, 1, columns) for c, text, columns in labels]
        self.boxes += [Box(self.last, c, text) for c, text in cells]

    def fact(
        self,
        row: str,
        code: str | None,
        column: str,
        amount: Amount,
        item: str = "",
        *,
        comma: str = ",",
        unit: str = "",
    ) -> str:
        """Note a fact and return its text; the amount is in 万元, whatever is printed, or in `unit`."""
        plain = self._printed(amount) if not unit or amount is None else f"{amount:.2f}"
        value = Decimal(plain.replace(",", "")) if plain else None
        text = plain.replace(",", comma)
        own = unit or self.unit
        self.model.facts.append(Fact(self.title, row, code, column, text, value, own, item))
        return text

    def _printed(self, amount: Amount) -> str:
        if not amount:
            return self.model.style.zero if amount == 0 else ""
        own = amount * YUAN[DRAWN_IN] / YUAN[self.unit]
        places = 2 if self.unit == DRAWN_IN else self.model.style.places
        return f"{own:,.{places}f}"

    def finish(self) -> None:
        """Put the table into the document, below its title, owner and unit."""
        owner = [f"单位名称：{self.model.department}"] if self.model.style.owner else []
        table: Ruled = tuple(self.boxes)
        self.model.blocks += [self.title, *owner, f"单位：{self.unit}", table]


def labels(code: str | None, name: str, codes: int) -> list[tuple[int, str, int]]:
    """Return the label cells of a row: code and name, or 类, 款 and 项 that have lost their zeros."""
    if code is None:
        return [(1, name, codes + 1)]
    if codes == 1:
        return [(1, code, 1), (2, name, 1)]
    split = [code[:3], code[3:5].lstrip("0"), code[5:].lstrip("0")]
    return [(i, part, 1) for i, part in enumerate(split, start=1) if part] + [(4, name, 1)]
