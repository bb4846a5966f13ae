"""What a disclosure is: sections, paragraphs, tables with head paths, and amounts, each with its source.

All text is kept as printed; names used for matching are derived beside it, never instead of it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """Kind of document: a budget, final accounts, or another file with tables."""

    BUDGET = "预算"
    FINAL_ACCOUNTS = "决算"
    OTHER = "其他"


class RowKind(StrEnum):
    """Place of a row in its table's hierarchy; 类/款/项 are classification levels (3/5/7 digits)."""

    TOTAL = "total"
    CLASS = "类"
    SECTION = "款"
    ITEM = "项"
    ENTRY = "item"
    HEAD = "section head"


@dataclass(frozen=True, slots=True)
class Locator:
    """What is needed to find a cell or sentence again; all indices count from 1.

    In text files `line` is the line and `column` the tab-separated cell; in paged formats `page`
    and `row` take over, in workbooks `sheet` and `row`, in web pages and word files `table` (the
    how-manieth) and `row`, or `line` (the how-manieth paragraph) outside tables. `file` is the file
    of a disclosure joined from two, None where the document's name says it.
    """

    line: int | None = None
    column: int | None = None
    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    table: int | None = None
    file: str | None = None

    def as_dict(self) -> dict[str, int | str]:
        """Return the parts that are known; the file is the citation's document, not told again."""
        parts = {
            "line": self.line,
            "page": self.page,
            "sheet": self.sheet,
            "table": self.table,
            "row": self.row,
            "column": self.column,
        }
        return {name: part for name, part in parts.items() if part is not None}


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: exact text, its number with unit where it states one, and where it stands.

    `value` is in `unit`; a blank cell has text "" and value None, which is not zero. A cell merged
    over `rows` of the table stands in the first of them and is blank in the others.
    """

    text: str
    value: Decimal | None
    unit: str | None
    locator: Locator
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of answers: the joined head cells above it, outermost first.

    `group` numbers the side-by-side blocks of a table from 0; label columns are not columns here,
    they make up a row's code and name.
    """

    path: tuple[str, ...]
    group: int = 0
    unit: str | None = None

    @property
    def name(self) -> str:
        """The head path as cited: 「基本支出 / 人员经费」."""
        return " / ".join(self.path)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one block: labels, place in the hierarchy, and one cell (or None) per column.

    `parent` is the index in `Table.rows` of the row this one is a part of; `path` are the heads
    the row stands under in the block or form, outermost first (支出（功能）, 年度目标 1, 产出指标 …).
    """

    name: str
    code: str | None
    kind: RowKind
    parent: int | None
    path: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    locator: Locator
    group: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What is said right below or in a table of the table itself: 注：…, 本表为空."""

    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Table:
    """A table or form. `subject` is whom or what a form is about (its 项目名称), None for tables."""

    id: str
    title: str
    unit: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_form: bool
    subject: str | None
    locator: Locator
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as printed, with the headings above it (outermost first, itself last)."""

    path: tuple[str, ...]
    level: int
    locator: Locator

    @property
    def heading(self) -> str:
        """The heading itself."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item under a heading; lines broken in the file are joined again."""

    text: str
    section: tuple[str, ...]
    locator: Locator


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with a unit stated in a sentence, with the words it belongs to.

    `item` is the noun phrase before it, `path` the items it is listed under (outermost first);
    `relation` is the word between them that makes the amount something other than the item itself
    (增加, 减少, 增长, 下降, 占), "" where it is the item's own amount.
    `start` is where it stands in `sentence`: two of its amounts may be equal.
    `table`, `row` and `column` index the form cell the sentence stands in, None in running text.
    """

    item: str
    relation: str
    path: tuple[str, ...]
    text: str
    value: Decimal
    unit: str
    sentence: str
    section: tuple[str, ...]
    locator: Locator
    start: int
    table: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents, numbering removed."""

    title: str
    path: tuple[str, ...]
    locator: Locator


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure as read. `name` is its file name, `aliases` the department's short names.

    `scope` tells a whole department's disclosure (部门) from that of one unit (单位); `problems` are
    sentences about what could not be read (第3页没有文字层 …).
    `files` names the two files of one that was published as two (its name is the first); else ().
    `recognised` are the scanned pages whose text was read from their pictures.
    """

    name: str
    title: str
    department: str | None
    aliases: tuple[str, ...]
    region: str | None
    year: int | None
    kind: Kind
    contents: tuple[ContentsEntry, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    amounts: tuple[Amount, ...]
    scope: str | None = None
    problems: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    recognised: tuple[Locator, ...] = ()
