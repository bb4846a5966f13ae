"""Look up fields of performance forms: beside one another, of another form, or of a person's project."""

import re
from collections.abc import Collection

from assistant.clause import Phrase
from assistant.lexicon import Role
from assistant.library import Library
from assistant.matching import Mention, mentioned
from assistant.normal import canonical
from assistant.plan import Cell
from index.records import Fact


class FormLookup:
    """Finds fields of the forms in the documents in scope."""

    def __init__(self, library: Library, documents: Collection[str]) -> None:
        self._library = library
        self._documents = documents

    def beside(self, fact_id: str, mention: Mention) -> Fact | None:
        """Return the cell in the row of a fact whose head goes by a name, itself left out.

        Only in forms, whose rows are told apart by what stands beside their names.
        """
        fact = self._library.store.facts[fact_id]
        if not fact.is_form or fact.quote is not None:
            return None
        names = {m.name for m in mention.meanings}
        row = (fact.document, fact.table_id, fact.row_index)
        for cell in self._library.store.cells.values():
            own = (cell.document, cell.table_id, cell.row_index) == row and cell.id != fact.id
            if own and cell.column and canonical(cell.column[-1]) in names:
                return cell
        return None

    def explained(self, fact: Fact) -> Fact | None:
        """Return the cell of a fact's row that explains it in words (测算依据及说明, 数据来源)."""
        row = (fact.document, fact.table_id, fact.row_index)
        return next(
            (
                cell
                for cell in self._library.store.cells.values()
                if (cell.document, cell.table_id, cell.row_index) == row
                and cell.column
                and re.search("依据|说明|来源|标准$|过程", cell.column[-1])
                and cell.text
                and cell.value is None
            ),
            None,
        )

    def same_field(self, fact_id: str, phrase: Phrase) -> Fact | None:
        """Return the same field of the form that a phrase names."""
        fact = self._library.store.facts[fact_id]
        names = {m.name for mention in phrase.mentions for m in mention.meanings}
        if fact.subject is None or canonical(fact.subject) in names:
            return None
        for cell in self._library.store.facts.values():
            field = (cell.row, cell.column) == (fact.row, fact.column) and cell.is_form
            if field and cell.subject and canonical(cell.subject) in names and cell.text:
                return cell
        return None

    def field(self, fact: Fact, word: str) -> Fact | None:
        """Return the field of a fact's form whose name holds a word."""
        cells = self._library.store.cells.values()
        form = (fact.document, fact.table_id)
        own = (c for c in cells if (c.document, c.table_id) == form and word in c.row and c.text)
        return next(own, None) if fact.is_form else None

    def subject_cell(self, mention: Mention) -> Cell | None:
        """Return the cell that names the project a form is about."""
        names = {m.name for m in mention.meanings}
        for cell in self._library.store.cells.values():
            if cell.subject and cell.text == cell.subject and canonical(cell.subject) in names:
                return Cell(fact=cell.id) if cell.document in self._documents else None
        return None

    def holding_text(self, text: str) -> Fact | None:
        """Return the cell in words that holds exactly a text, such as a telephone number."""
        cells = self._library.store.cells.values()
        return next((c for c in cells if c.text == text and c.document in self._documents), None)

    def project_of(self, mention: Mention) -> Mention | None:
        """Return the project whose form names a person, where the mention names only that person."""
        names = {m.name for m in mention.meanings}
        postings = self._library.lexicon.postings
        if any(name in postings[role] for name in names for role in Role if role is not Role.WORDS):
            return None
        for name in names:
            for position in postings[Role.WORDS].get(name, ()):
                fact = self._library.lexicon.facts[position]
                if fact.subject and fact.document in self._documents and "负责人" in fact.row:
                    return mentioned([fact.subject], self._library.lexicon)
        return None
