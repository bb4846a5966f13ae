"""A disclosure with what several rules look up in it, made once for all rules."""

from dataclasses import dataclass
from functools import cached_property

from corpus.checks.named import Named, learn
from corpus.checks.statements import Mention, Statement, statements
from corpus.checks.tables import own_names, role_of
from corpus.checks.words import pattern
from corpus.disclosure import Disclosure, Kind, Table


@dataclass
class View:
    """A disclosure as the rules look at it."""

    disclosure: Disclosure

    @cached_property
    def roles(self) -> dict[str, str]:
        """Return what each table is for, by its id; "" where the title does not tell."""
        return {table.id: role_of(table, self.disclosure) for table in self.disclosure.tables}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Return the tables by their ids."""
        return {table.id: table for table in self.disclosure.tables}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return the paragraphs and long form cells with their amounts."""
        return statements(self.disclosure)

    @cached_property
    def named(self) -> Named:
        """Return the figures of the tables by the names sentences use."""
        return learn(self.disclosure, self.roles)

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """Return the names of the department as compared."""
        return own_names(self.disclosure)

    def tells_budget(self, mention: Mention) -> bool:
        """Tell whether final accounts say an amount of the budget, which is not what was spent."""
        final = self.disclosure.kind is Kind.FINAL_ACCOUNTS
        return final and pattern("word", "budgeted").search(mention.words) is not None

    def with_role(self, *roles: str) -> tuple[Table, ...]:
        """Return the tables that play one of `roles`, in the order of the document."""
        return tuple(t for t in self.disclosure.tables if self.roles[t.id] in roles)
