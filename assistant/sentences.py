"""What a sentence tells together: the members behind 其中, and the money that a count is told with."""

import re
from decimal import Decimal

from assistant.clause import Clause, Phrase
from assistant.evidence import label_of
from assistant.library import Library
from assistant.lookup import Found
from assistant.normal import canonical
from assistant.plan import Cell, Expression, Product, Share
from corpus.money import YUAN
from index.records import Fact

# What several of a thing come to is asked, not what each costs or how many there are.
_COME_TO = re.compile(
    r"合计|一共|总共|共计|小计|总额|合起来|加起来|之和|合在|占|比重|比例|(?:是|合|花|要)(?:多少|几)万"
)
_FOR_ONE = re.compile(r"每|单价|标准|[一几]个?[家户人套份次场台件]|多少[家户人套份次场台件]")
_MONEY = re.compile(r"资金|金额|多少钱|多少万?元|块钱")


class SentenceLookup:
    """Finds amounts by what is told beside them in running text."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def listed(self, phrase: Phrase, beside: str | None) -> Found | None:
        """Return the member of a list in a text that a word names by a part of its name.

        `beside` is the figure spoken of before: the whole of the list, or another member.
        """
        fact = self._library.store.facts.get(beside or "")
        if fact is None or fact.quote is None or len(phrase.mentions) != 1 or fact.table_id:
            return None
        word = phrase.mentions[0].text
        group = fact.row if self._members(fact, fact.row) else next(iter(fact.row_path[-1:]), "")
        members = self._members(fact, group) or self._added_up(fact)
        named = [m for m in members if word in canonical(m.row)]
        return _found(named[0]) if len(named) == 1 else None

    def _added_up(self, fact: Fact) -> list[Fact]:
        """Return the amounts that a paragraph tells behind one that they add up to, with or of which one is.

        That they are its parts is proved by the sum (合计…，包括：甲…；乙…).
        """
        told = [
            other
            for other in self._library.lexicon.facts
            if (other.document, other.locator) == (fact.document, fact.locator)
            and other.quote is not None
            and other.value is not None
            and other.unit == fact.unit
            and not other.column
        ]
        for place, whole in enumerate(told):
            total = Decimal(0)
            for end, part in enumerate(told[place + 1 :], place + 2):
                total += part.value or 0
                own = told[place + 1 : end]
                if total == whole.value and len(own) > 1 and fact in (whole, *own):
                    return own
        return []

    def _members(self, fact: Fact, whole: str) -> list[Fact]:
        return [
            other
            for other in self._library.lexicon.facts
            if (other.document, other.locator) == (fact.document, fact.locator)
            and other.quote is not None
            and other.row_path[-1:] == (whole,)
            and not other.column
        ]

    def money_beside(self, clause: Clause, counted: str | None) -> Found | None:
        """Return the amount told with a count where money is asked (20个项目，涉及资金…)."""
        fact = self._library.store.facts.get(counted or "")
        if fact is None or fact.quote is None or not _MONEY.search(clause.text):
            return None
        if fact.unit in YUAN or fact.unit == "%":
            return None
        told = (
            m for m in self._members(fact, fact.row) if m.unit in YUAN and m.quote == fact.quote
        )
        money = next(told, None)
        return _found(money) if money else None

    def come_to(self, text: str, figure: Expression | None) -> Expression | None:
        """Return price × number in place of either, where what they come to is asked (合计多少)."""
        fact = self._library.store.facts[figure.fact] if isinstance(figure, Cell) else None
        if fact is None or fact.quote is None or not _COME_TO.search(text) or _FOR_ONE.search(text):
            return figure
        told = [
            other
            for other in self._library.lexicon.facts
            if (other.document, other.quote, other.row) == (fact.document, fact.quote, fact.row)
        ]
        prices = [one for one in told if _is_price(one)]
        counts = [
            one for one in told if prices and one.unit == (prices[0].unit or "").split("/")[1]
        ]
        if len(told) != 2 or not prices or not counts:
            return figure  # the amount is printed, or there are further factors
        return Product(of=(Cell(fact=prices[0].id), Cell(fact=counts[0].id)))


def _found(fact: Fact) -> Found:
    return Found(Cell(fact=fact.id, name=label_of(fact)), " ".join((fact.row, *fact.row_path)))


def fact_of(goal: Expression | None) -> str | None:
    """Return the fact that a goal states, or is the share of; None where it calculates more."""
    part = goal.part if isinstance(goal, Share) else goal
    return part.fact if isinstance(part, Cell) else None


def _is_price(fact: Fact) -> bool:
    money, *per = (fact.unit or "").split("/")
    return money in YUAN and len(per) == 1
