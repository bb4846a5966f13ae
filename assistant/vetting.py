"""What a model's goals must satisfy so that no sentence made of them says more than the documents do.

The executor takes a plan at its word: that a list is complete, that a figure is last year's, that a
number was given in the question. The rules see to that themselves; a model's plan is asked here.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from assistant.candidates import Candidates
from assistant.clause import Phrase
from assistant.library import Library
from assistant.matching import Wanted, find, relation_of
from assistant.normal import canonical
from assistant.overlap import contains
from assistant.plan import (
    Cell,
    Claimed,
    Expression,
    Growth,
    Node,
    PerHead,
    Prior,
    Product,
    Prorated,
    WhatIf,
    Where,
    all_nodes,
    names,
)
from assistant.proposal import ProposalError
from corpus.money import YUAN, to_decimal
from index.records import Fact

# What stands beside what is asked for, and is the rules' or the library's to add.
_BESIDE = frozenset({"name", "others", "printed", "correction", "purpose", "total"})
_GIVEN = re.compile(r"(\d+(?:\.\d+)?)(亿元?|万元?|千元?|元|%)?")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_PARTS_OF_A_YEAR = frozenset({("12", "月"), ("4", "季度"), ("365", "天"), ("366", "天")})
_HEADS = frozenset({"人", "名"})
_COUNTED = frozenset({"个", "项"})
# Rows that are counted are neither people nor money.
_NO_ROWS = frozenset("人名位元")
_CLOSE = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What goals are held against.

    `words` are the normalised question and those before it, `years` the years asked for that are not
    the documents' own, `named` what the question names, `planned` the goals that the rules
    found and `before` those of the turn before.
    """

    words: str
    years: frozenset[int]
    named: tuple[Phrase, ...]
    planned: tuple[Expression, ...]
    before: tuple[Expression, ...]


class Vetting:
    """Holds goals against the question, the documents and what the rules found."""

    def __init__(self, library: Library, candidates: Candidates, asked: Asked) -> None:
        self._library = library
        self._asked = asked
        self._known = {bare(node) for node in all_nodes(asked.planned)}
        self._groups = {frozenset(f.id for f in group) for group in candidates.groups.values()}

    def check(self, goals: Sequence[Expression]) -> None:
        """Raise ProposalError for goals that may say what the documents do not."""
        for node in all_nodes(goals):
            demand = DEMANDS.get(getattr(node, "op", ""), _UNKNOWN)
            if bare(node) not in self._known and not demand.met(self, node):
                raise ProposalError(demand.otherwise)
        if all(bare(goal) in self._known for goal in goals):
            return
        facts = list(self._named(goals))
        documents = {fact.document for fact in facts}
        if len(documents) > 1 and documents - {
            f.document for f in self._named(self._asked.planned)
        }:
            raise ProposalError("的计划把几份文件的数放在了一起")
        if self._asked.planned:
            self._check_settled(goals)
        for year in self._asked.years if facts else ():
            derived = any(isinstance(node, Prior | Growth) for node in all_nodes(goals))
            if not derived and not any(self._is_of(year, fact) for fact in facts):
                raise ProposalError("的计划取的不是所问年度的数")

    def _check_settled(self, goals: Sequence[Expression]) -> None:
        """Where the rules understand a question, what it speaks of is settled and only the rest is open.

        They assert a wrong figure more seldom than models do.
        """
        facts = self._library.store.facts.keys()
        used = _names(goals)
        planned = _names(self._asked.planned)
        fitting = self._fitting({fact.document for fact in self._named(self._asked.planned)})
        if not used & facts <= planned | fitting | _names(self._asked.before):
            raise ProposalError("的计划用了问题没有说到的数")
        if not used & (facts if planned & facts else planned):
            raise ProposalError("的计划没有用到问题里说的内容")

    def _fitting(self, documents: Set[str]) -> set[str]:
        """Return the facts that phrases fit nearly as well as the best."""
        found: set[str] = set()
        for phrase in self._asked.named:
            matches = find(Wanted(phrase.mentions), self._library.lexicon, documents)
            found |= {m.fact.id for m in matches if m.score > matches[0].score - _CLOSE}
        return found

    def _named(self, goals: Iterable[Expression]) -> Iterator[Fact]:
        facts = self._library.store.facts
        return (facts[name] for node in all_nodes(goals) for name in names(node) if name in facts)

    def _fact(self, node: Node, name: str = "fact") -> Fact:
        return self._library.store.facts[getattr(node, name)]

    def _is_of(self, year: int, fact: Fact) -> bool:
        """Tell whether a fact is of a year: its document's, or one that its address says."""
        own = self._library.document(fact.document).year
        words = _address(fact)
        last = own is not None and year == own - 1 and _LAST_YEAR.search(words)
        return year == own or str(year) in words or bool(last)

    def is_code(self, node: Node) -> bool:
        """An item's code is that of a row that has one."""
        return self._fact(node).code is not None

    def is_change(self, node: Node) -> bool:
        """A change is an amount that a sentence states as one."""
        return relation_of(self._fact(node)) != ""

    def is_group(self, node: Node) -> bool:
        """Members are all there are, or those that the question names."""
        facts = tuple(getattr(node, "facts", ()))
        if not facts and getattr(node, "of", None) is not None:
            return True  # the condition that is counted is asked by itself
        rows = [canonical(self._library.store.facts[fact].row) for fact in facts]
        return frozenset(facts) in self._groups or all(row in self._asked.words for row in rows)

    def is_counted(self, node: Node) -> bool:
        """A count is of a whole group, in a unit that goes without saying or is asked for."""
        unit = str(getattr(node, "unit", ""))
        asked = len(unit) == 1 and unit in self._asked.words and unit not in _NO_ROWS
        return self.is_group(node) and (unit in _COUNTED or asked)

    def is_condition(self, node: Node) -> bool:
        """A condition has the bounds that the question gives."""
        assert isinstance(node, Where)  # noqa: S101 - by its operation
        bounds = [bound for bound in (node.low, node.high) if bound is not None]
        given = all(self._is_given(bound, node.unit) for bound in bounds)
        return bool(bounds) and given and self.is_group(node)

    def is_period(self, node: Node) -> bool:
        """What is divided by is a part of the year, or the people that the question gives."""
        count, per = str(getattr(node, "count", "")), str(getattr(node, "per", ""))
        people = per == "人" and re.search(
            rf"(?<![\d.]){re.escape(count)}个?[人名位]", self._asked.words
        )
        return (count, per) in _PARTS_OF_A_YEAR or bool(people)

    def is_heads(self, node: Node) -> bool:
        """What is divided is an amount, and by a number of people."""
        assert isinstance(node, PerHead)  # noqa: S101 - by its operation
        amounts = self._named([node.amount])
        divided = all(fact.unit not in _HEADS for fact in amounts)
        return divided and self._fact(node, "heads").unit in _HEADS

    def is_prorated(self, node: Node) -> bool:
        """What is brought to other heads is an amount, and both are numbers of people."""
        assert isinstance(node, Prorated)  # noqa: S101 - by its operation
        if node.given is not None or not node.then:
            return (
                False  # whether an amount goes by a number printed beside it is the rules' to prove
            )
        heads = {self._fact(node, "now").unit, self._fact(node, "then").unit}
        return heads <= _HEADS and all(f.unit not in _HEADS for f in self._named([node.amount]))

    def is_product(self, node: Node) -> bool:
        """A price is multiplied by counts, the last of which the question may give."""
        assert isinstance(node, Product)  # noqa: S101 - by its operation
        prices = [fact for fact in self._named(node.of) if fact.unit in YUAN]
        given = node.given is None or self._is_given(node.given, node.unit)
        return given and len(prices) == 1

    def is_claimed(self, node: Node) -> bool:
        """What a figure is held against is the question's: its number, or its words."""
        assert isinstance(node, Claimed)  # noqa: S101 - by its operation
        if node.unit or node.said[:1].isdecimal():
            return self._is_given(node.said, node.unit)
        return bool(node.said) and canonical(node.said) in canonical(self._asked.words)

    def is_supposed(self, node: Node) -> bool:
        """What changes is part of what is asked about, by as much as the question says."""
        assert isinstance(node, WhatIf)  # noqa: S101 - by its operation
        amount = node.amount is None or self._is_given(node.amount, node.unit or "")
        percent = node.percent is None or self._is_given(node.percent, "%")
        return amount and percent and (node.part is None or self._is_part(node.part, node.of))

    def _is_part(self, part: Expression, whole: Expression) -> bool:
        if not (isinstance(part, Cell) and isinstance(whole, Cell)):
            return False
        return contains(self._fact(whole), self._fact(part), self._library.store.cells)

    def is_prior(self, node: Node) -> bool:
        """Last year's figure is derived from the change that is printed of the same item."""
        assert isinstance(node, Prior)  # noqa: S101 - by its operation
        change = self._fact(node, "change")
        return relation_of(change) != "" and self._is_same_item(node.now, change)

    def is_growth(self, node: Node) -> bool:
        """Growth is counted from last year's figure of the same item."""
        assert isinstance(node, Growth)  # noqa: S101 - by its operation
        if isinstance(node.base, Prior):
            return bare(node.base.now) == bare(node.now)
        if not isinstance(node.base, Cell) or not isinstance(node.now, Cell):
            return False
        base, now = self._fact(node.base), self._fact(node.now)
        year = self._library.document(now.document).year
        is_last = (
            year is not None and self._is_of(year - 1, base) and not self._is_of(year - 1, now)
        )
        return is_last and base.table_id == now.table_id and self._is_same_item(node.now, base)

    def _is_same_item(self, now: Expression, other: Fact) -> bool:
        if not isinstance(now, Cell):
            return False
        fact = self._fact(now)
        same = canonical(fact.row) == canonical(other.row) and fact.subject == other.subject
        return same and fact.document == other.document and fact.code in (other.code, None)

    def _is_given(self, number: str, unit: str) -> bool:
        """Tell whether the question says a number in a unit, or the same amount in another."""
        if not re.fullmatch(r"\d+(?:\.\d+)?", number):
            return False
        return _in_least(number, unit) in {
            _in_least(said, spoken) for said, spoken in _GIVEN.findall(self._asked.words)
        }


def bare(node: Node) -> str:
    """Return a node for comparison: what it asks for, without what stands beside that."""
    return json.dumps(_without_beside(node.model_dump(mode="json")), ensure_ascii=False)


def _without_beside(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_beside(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    return {name: _without_beside(one) for name, one in part.items() if not _is_beside(name, one)}


def _is_beside(name: str, part: Any) -> bool:
    if name == "part":
        return part is None or isinstance(part, str)  # a quote's; a share's is a node
    flag = name == "change" and isinstance(part, bool)
    titled = name == "whole" and (part is None or isinstance(part, str))
    return name in _BESIDE or flag or titled


def _in_least(number: str, unit: str) -> tuple[Decimal, str]:
    """Return an amount of money in 元, anything else as it is."""
    money = f"{unit}元" if unit in ("亿", "万", "千") else unit
    factor = YUAN.get(money)
    return (to_decimal(number) * factor, "元") if factor else (to_decimal(number), unit)


def _names(goals: Iterable[Expression]) -> set[str]:
    return {name for node in all_nodes(goals) for name in names(node)}


def _address(fact: Fact) -> str:
    words = (fact.row, *fact.row_path, *fact.column, fact.table or "", fact.quote or "")
    return " ".join(words)


class _Demand(NamedTuple):
    """What is asked of a node, and the reason given where it is not met."""

    met: Callable[[Vetting, Node], bool]
    otherwise: str


def _anything(_: Vetting, __: Node) -> bool:
    """Whatever is named here is told by its own name."""
    return True


_UNKNOWN = _Demand(lambda _, __: False, "的计划里有不认识的运算")
_FREE = _Demand(_anything, "")
DEMANDS: Mapping[str, _Demand] = {
    **dict.fromkeys(
        ("cell", "list", "sum", "difference", "share", "relative", "ratio", "without", "average"),
        _FREE,
    ),
    **dict.fromkeys(("convert", "finding", "quote"), _FREE),
    "identify": _Demand(Vetting.is_code, "的计划要查的行没有编码"),
    "change": _Demand(Vetting.is_change, "的计划把别的数当成了增减额"),
    "prior": _Demand(Vetting.is_prior, "的计划推算上年数用的增减额不是这一项的"),
    "growth": _Demand(Vetting.is_growth, "的计划的增长率没有用这一项的上年数"),
    "rank": _Demand(Vetting.is_group, "的计划排名的范围不完整"),
    "where": _Demand(Vetting.is_condition, "的计划的条件不是问题里说的"),
    "count": _Demand(Vetting.is_counted, "的计划计数的范围不完整"),
    "per": _Demand(Vetting.is_period, "的计划除以的数不是问题里说的"),
    "per_head": _Demand(Vetting.is_heads, "的计划的人均不是金额除以人数"),
    "prorated": _Demand(Vetting.is_prorated, "的计划推算用的不是人数"),
    "product": _Demand(Vetting.is_product, "的计划相乘的不是单价和数量"),
    "claimed": _Demand(Vetting.is_claimed, "的计划里要核对的说法不是问题里说的"),
    "what_if": _Demand(Vetting.is_supposed, "的计划里的数不是问题里说的"),
}
