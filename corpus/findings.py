"""What a check finds in a disclosure: what is printed, what it should be, and where both stand."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.disclosure import Locator

# A finding of this rule bounds every figure that it points at, and is told with each.
MERGED = "合并单元格"


class Severity(StrEnum):
    """How sure a finding is: an error contradicts the document, a notice asks for a second look."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class CellSource:
    """A cell of a table of the disclosure by its indices; `document` None is the one checked."""

    table: str
    row: int
    column: int
    document: str | None = None


@dataclass(frozen=True, slots=True)
class AmountSource:
    """An amount in a sentence by its index in `Disclosure.amounts`."""

    index: int
    document: str | None = None


@dataclass(frozen=True, slots=True)
class TextSource:
    """Words that hold no amount: a heading, a line of the contents, a sentence, a table's title."""

    quote: str
    section: tuple[str, ...]
    locator: Locator
    table: str | None = None
    document: str | None = None


Source = CellSource | AmountSource | TextSource


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree. `printed` and `expected` are as shown, None where no figure is.

    `sources` begin with what is printed, then what it was compared with.
    """

    rule: str
    severity: Severity
    text: str
    printed: str | None
    expected: str | None
    sources: tuple[Source, ...]


class Outcome(StrEnum):
    """The result of verifying a table by its own identities."""

    PASSED = "通过"
    FAILED = "未通过"
    NOTHING = "无可核"


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof that a table was read right: how many identities it has, and which rows break one."""

    table: str
    title: str
    outcome: Outcome
    checked: int
    failed: tuple[str, ...]
