"""How near two facts stand to each other in a document: in one item, one cell, one form."""

from enum import IntEnum

from index.records import Fact


class Distance(IntEnum):
    """How far a fact stands from another, the nearest first."""

    SAME_ITEM = 0
    PART = 1
    NEXT_ITEM = 2
    SAME_CELL = 3
    SAME_FORM = 4
    ELSEWHERE = 5


def place_of(fact: Fact) -> tuple[object, ...]:
    """Return the cell's row or, in running text, the sentence that a fact stands in."""
    if fact.table_id is None:
        return (fact.document, fact.quote)
    return (fact.document, fact.table_id, fact.row_index)


def distance(fact: Fact, other: Fact) -> Distance:
    """Return how far a fact stands from another: as part of its item, beside it, in its form."""
    if place_of(fact) == place_of(other):
        own, its = (*fact.row_path, fact.row), (*other.row_path, other.row)
        if own == its:
            return Distance.SAME_ITEM
        if own[:-1] == its or its[:-1] == own:
            return Distance.PART
        cell = fact if fact.quote is None else other if other.quote is None else None
        told = other if cell is fact else fact
        if cell is not None and told.quote is not None and cell.row in told.row_path[-1:]:
            return Distance.PART  # what a row's explanation itemises is part of its amount
        return Distance.NEXT_ITEM if own[:-1] == its[:-1] else Distance.SAME_CELL
    same_form = fact.subject is not None and fact.subject == other.subject
    return (
        Distance.SAME_FORM if same_form and fact.document == other.document else Distance.ELSEWHERE
    )
