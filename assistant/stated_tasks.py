"""Tasks on what forms say: amounts in the terms asked, tiers, choices, offices, dates, sources."""

import re
from dataclasses import replace

from assistant import doubt
from assistant.clause import Clause, year_said
from assistant.content import asked_words
from assistant.matching import Expected
from assistant.normal import canonical
from assistant.plan import Cell, Convert, Listing
from assistant.reading import Sort
from assistant.terms import Terms, terms_of
from assistant.turn import Goals, Turn
from corpus.money import YUAN
from index.records import Fact

_OPERATIONS = frozenset({
    "share", "sum", "plus", "difference", "compare", "growth", "change", "percent", "except",
    "what_if", "top", "exists",
})  # fmt: skip
_LONGEST_FIELD = 80
_TIERS = re.compile(r"[几哪]个?[些几]?(?:档|等级|级别)|[分各每]档|怎么分档|按什么标准")


def stated(turn: Turn, clause: Clause) -> Goals:
    """Return the amount that is stated for each of what is asked, or as the most or the least.

    Only where a document states it so; 「每人」 of what has no price of its own is a calculation.
    """
    terms = terms_of(clause)
    if not (terms.each or terms.bound or terms.counted_as or terms.unit == "%"):
        return None
    if terms.unit == "%" and _names_both(clause):
        return None
    if several := _each_stated(turn, clause):
        return several
    if terms.each and clause.asks("compare") and len(clause.named) > 1:
        return None  # 「甲每套比乙每套贵多少」 sets one price against another
    asked = _with_subject(turn, clause)
    cell = doubt.covering(turn, asked, terms)
    if cell is None and terms.each and asked.aside and asked.named:
        # What a price is for may stand in its own words, and not where the item is.
        cell = doubt.covering(turn, replace(asked, aside=()), terms)
    if cell is None:
        return None
    fact = turn.library.store.facts[cell.fact]
    if terms.counted_as == "个" and not _is_named(turn, clause, fact):
        return None
    exact = terms.each or terms.counted_as
    if not exact and (terms.misses(fact) or (terms.bound is None and not _states_rate(fact))):
        return None
    return None if _calculates(clause, fact) else [turn.converted(clause, cell)]


def _names_both(clause: Clause) -> bool:
    """Tell whether a clause names what is a share and what it is a share of (甲占乙的比例)."""
    at = clause.index("share")
    return at is not None and bool(clause.part(0, at).named and clause.part(at + 1).named)


def _each_stated(turn: Turn, clause: Clause) -> Goals:
    """Return what is stated in the terms of each part of 「甲的单价上限、面积上限各是多少」."""
    parts = clause.split(lambda token: "and" in token.kinds)
    if len(parts) < 2 or not clause.asks("each", "list"):
        return None
    if not all(terms_of(part).are_given or terms_of(part).bound for part in parts):
        return None
    first, *others = parts
    cell = doubt.covering(turn, first, terms_of(first))
    if cell is None:
        return None
    last = turn.library.store.facts[cell.fact]
    rest = [doubt.beside(turn, part, last) for part in others]
    return [cell, *(c for c in rest if c)] if all(rest) else None


def beside(turn: Turn, clause: Clause) -> Goals:
    """Return what a later part of a question asks of the item that the part before it found."""
    last = turn.goals[-1] if turn.goals else None
    cell = last.of if isinstance(last, Convert) else last
    fact = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
    if fact is None or not fact.is_form or not _asks_figure(clause):
        return None
    found = doubt.beside(turn, clause, fact)
    if found is None or _calculates(clause.without("sum"), turn.library.store.facts[found.fact]):
        return None
    year = year_said(clause)
    if year is not None and str(year) not in turn.library.store.facts[found.fact].row:
        return None  # 「今年多少」 is not the next of the earlier years told in the form
    return [turn.converted(clause, found)]


def _asks_figure(clause: Clause) -> bool:
    terms = terms_of(clause)
    return clause.asks("amount") or terms.are_given


def _is_named(turn: Turn, clause: Clause, fact: Fact) -> bool:
    """Tell whether a word that is asked of stands in a fact's own name: 几个 may count anything."""
    row = canonical(fact.row)
    asked = asked_words(clause, turn.library.lexicon)
    return any(text in row for word in asked for text in (word.text, *word.alike))


def _states_rate(fact: Fact) -> bool:
    """Tell whether a form states a rate of its own, not what share a row is of its table's total."""
    head = fact.column[-1] if fact.column else ""
    return fact.is_form and re.search("占比|比重|比例", head) is None


def _calculates(clause: Clause, fact: Fact) -> bool:
    """Tell whether a clause asks for a calculation with words that are no part of what is stated."""
    said = canonical("".join([fact.row, *fact.column, fact.text, fact.quote or ""]))
    # A printed rate is a share or a percentage itself.
    rate = fact.unit == "%" and (fact.quote is not None or re.search("占|比|率", said) is not None)
    operations = _OPERATIONS - {"percent"} if rate else _OPERATIONS
    if rate and re.search("占|比", said):
        operations -= {"share"}  # 控制率 is no share of anything
    return any(token.kinds & operations and token.text not in said for token in clause.tokens)


def _with_subject(turn: Turn, clause: Clause) -> Clause:
    """Return a clause that names nothing with what was spoken of last (「每期多少人」)."""
    if clause.named or clause.unknown or not turn.task:
        return clause
    named = [t for t in turn.task.tokens if t.sort in (Sort.NAME, Sort.REST)]
    return clause.of([*named, *clause.tokens])


def tiers(turn: Turn, clause: Clause) -> Goals:
    """Return the prices that are stated under an item, one for each of its tiers (几档)."""
    if not _TIERS.search(clause.text):
        return None
    for phrase in clause.named or turn.spoken[-1:]:
        for match in turn.lookup.matches(phrase.mentions, clause.of([]))[:10]:
            item = match.fact
            under = [
                fact
                for fact in turn.library.lexicon.facts
                if fact.quote is not None and _is_price(fact) and fact.document == item.document
                if (fact.table_id, fact.row_index) == (item.table_id, item.row_index)
                if fact.row_path == (*item.row_path, item.row)
            ]
            if len(under) > 1:
                return [Listing(facts=tuple(fact.id for fact in under), name=item.row)]
    return None


def choice(turn: Turn, clause: Clause) -> Goals:
    """Return the field in words that decides between the things a question asks about (甲还是乙)."""
    if "还是" not in clause.text or not (clause.named or turn.spoken):
        return None
    words = [w.text for w in asked_words(clause.of(clause.tokens), turn.library.lexicon)]
    asked, sort = _with_subject(turn, clause), Expected.WORDS
    cell = doubt.covering(turn, asked, Terms(), sort, lambda f: any(w in f.text for w in words))
    cell = cell or doubt.covering(turn, asked, Terms(), sort)
    fact = turn.library.store.facts[cell.fact] if cell else None
    if cell is None or fact is None or not fact.is_form or len(fact.text) > _LONGEST_FIELD:
        return None
    return None if _calculates(clause, fact) else [cell]


def _is_price(fact: Fact) -> bool:
    amount, *each = (fact.unit or "").split("/")
    return bool(each) and amount in YUAN
