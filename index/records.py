"""What is kept of a document: facts and passages, which are indexed, and what the checks found.

All are flat, hold everything a citation needs and know the document they come from.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from corpus.disclosure import Kind, Locator, RowKind
from corpus.findings import Outcome, Severity
from corpus.money import YUAN


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What is known of a document as a whole; `sha256` is that of the original file's bytes.

    `files` names the two files of a disclosure published as two; `sha256` then holds one for each.
    `problems` says what could not be read; `recognised` are the scanned pages whose text was
    recognised, each with its file.
    """

    name: str
    title: str
    department: str | None
    aliases: tuple[str, ...]
    region: str | None
    year: int | None
    kind: Kind
    sha256: str
    contents: tuple[str, ...]
    tables: int
    facts: int
    files: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    recognised: tuple[tuple[str, int], ...] = ()

    @property
    def originals(self) -> dict[str, str]:
        """The SHA-256 of each file the document was read from, by the file's name."""
        return dict(zip(self.files or (self.name,), self.sha256.split(" "), strict=True))


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer cell, or one amount in a sentence, with its address.

    For a cell: `table_id`, `table`, `row_index`, `column_index`, `row`, `column` say where it is,
    `text` is what is printed, `value` (in `unit`) its number or None. For an amount in a sentence
    `quote` is the sentence, `row` the noun phrase it belongs to and `text` the printed amount; if
    the sentence stands in a form's cell, that cell's table, row and column indices are given too.
    `start` is where it stands in `quote`, since two amounts of a sentence may be equal.
    `row_path` are the heads the row stands under, outermost first; `parent` the row index of the
    row it is a part of; `subject` the project a form is about; `group` the side-by-side block.
    """

    id: str
    document: str
    table_id: str | None
    table: str | None
    is_form: bool
    subject: str | None
    section: tuple[str, ...]
    row_index: int | None
    row: str
    code: str | None
    row_kind: RowKind | None
    row_path: tuple[str, ...]
    parent: int | None
    column_index: int | None
    column: tuple[str, ...]
    group: int
    text: str
    value: Decimal | None
    unit: str | None
    quote: str | None
    locator: Locator
    start: int | None = None

    @property
    def source(self) -> str:
        """The file that the fact stands in; of a joined disclosure one of the two."""
        return self.locator.file or self.document

    @property
    def comparable(self) -> Decimal | None:
        """The number in a form that compares: money in 元 whatever its unit, else as it is."""
        if self.value is None or self.unit not in YUAN:
            return self.value
        return self.value * YUAN[self.unit]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that retrieval can find: a paragraph, or a table row named by its heads.

    `text` is what is shown and quoted; `words` is what is searched and embedded (a row's names
    without its figures, so the same row has the same words in every document). `kind` is
    「paragraph」, 「row」, 「cell」 (a long form cell), 「note」 (of a table) or 「table」. `fact_ids` are the facts it holds.
    """

    id: str
    document: str
    year: int | None
    kind: str
    text: str
    words: str
    section: tuple[str, ...]
    table_id: str | None
    table: str | None
    row_index: int | None
    fact_ids: tuple[str, ...]
    locator: Locator

    @property
    def source(self) -> str:
        """The file that the passage stands in; of a joined disclosure one of the two."""
        return self.locator.file or self.document


@dataclass(frozen=True, slots=True)
class Reference:
    """What a finding points at: a fact by its id, or words with the passage they stand in, if any.

    For words `quote`, `section`, `table` (its title) and `locator` make up the citation.
    """

    document: str
    fact: str | None = None
    passage: str | None = None
    quote: str | None = None
    section: tuple[str, ...] = ()
    table: str | None = None
    locator: Locator = field(default_factory=Locator)


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding of the checks as kept; `references` begin with what is printed."""

    document: str
    rule: str
    severity: Severity
    text: str
    printed: str | None
    expected: str | None
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ProofRecord:
    """Whether a table's own identities hold, and the rows where one does not."""

    document: str
    table_id: str
    table: str
    outcome: Outcome
    checked: int
    failed: tuple[str, ...]
