"""A table that fills page after page: refused as soon as it is too long, not when all is read."""

import re
from collections.abc import Sequence

from corpus.limits import check_length, check_table
from corpus.pdf_table import PageTable
from corpus.pdf_text import Line

# A line in so many stretches is a row; where most lines of a page are, it is nothing but a table.
_STRETCHES = 3
_MOST = 0.8


class RunningTable:
    """Counts the rows of the table that goes on, and those of all tables of a file."""

    def __init__(self, name: str) -> None:
        """Count for the file of this name."""
        self._name = name
        self._last: PageTable | None = None
        self._around: tuple[str, ...] = ()
        self._rows = 0
        self._all = 0

    def add(
        self, tables: Sequence[PageTable], lines: Sequence[Line], apart: Sequence[Line]
    ) -> None:
        """Count a page's tables and `lines` outside them, of which those `apart` are in no margin.

        Raises ReadError when the table that goes on, or all of them, are longer than is read.
        """
        rows = sum(len(table.rows) for table in tables)
        rows += sum(len(line.parts) >= _STRETCHES for line in lines)
        around = tuple(re.sub(r"\d+", "#", line.text) for line in apart)
        if len(tables) == 1:
            same = not around or around == self._around
            goes_on = self._last is not None and tables[0].columns_in(self._last) is not None
            goes_on = goes_on and same
            self._last = self._last if goes_on else tables[0]
        else:
            goes_on = not tables and self._last is None and rows >= _MOST * len(lines) > 0
            self._last = None
        self._around = around
        self._rows = self._rows + rows if goes_on else rows
        self._all += rows
        check_table(self._name, self._rows, 0)
        check_length(self._name, self._all)
