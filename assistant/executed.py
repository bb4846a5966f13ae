"""Where the budget is asked against the final accounts, and these alone can tell: they print both.

Which items spent more than was planned for them, which the least of it, and why, stands in the final
accounts; a question that names both is asked of them alone.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from assistant.clause import Clause
from assistant.evidence import label_of
from assistant.matching import is_planned
from assistant.plan import Cell, Difference, Expression, Share
from assistant.targets import Targets
from assistant.titles import level_of
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind
from index.records import Fact

_WHICH = re.compile(
    r"哪些|哪几[个项类款]|哪一?[项类款]|哪一?个?(?:科目|项目|支出|功能|大类)|什么(?:科目|项目|支出|地方)"
)
_OVER = re.compile(r"超|大于|高于|多于|多花|[多高]")
_UNDER = re.compile(r"小于|低于|少于|少花|没花完|没用完|没有?花完|结余|节约|省|剩|不足|[少低]")
_APART = re.compile(r"差[得了的]?最|相差最|差距最|差额最|差别最|偏差最|偏离最")
_LEAST = re.compile(r"最[少小低差]")
_MOST = re.compile(r"最")
_SHARE = re.compile(r"完成|执行")
# What is said of the budget without naming it.
_ALONE = re.compile(r"超支|没有?[花用]完|完成率|执行率")
_PLANNED = re.compile(r"预算")
_SPENT = re.compile(r"决算|花|实际|支出数")
_HELD = re.compile(r"超过|超出|大于|高于|多于|小于|低于|少于|比")
_LEAF = 7


class Pair(NamedTuple):
    """What was planned and what was spent of one item."""

    planned: Fact
    spent: Fact

    @property
    def over(self) -> Decimal:
        """How much more was spent than planned."""
        return (self.spent.comparable or Decimal(0)) - (self.planned.comparable or Decimal(0))


def of_accounts(meant: Targets, text: str) -> Targets:
    """Return the final accounts alone where a question names the budget only to hold them against it."""
    documents = [target.documents[0] for target in meant.targets if target.documents]
    if len(documents) != 2 or {d.kind for d in documents} != {Kind.BUDGET, Kind.FINAL_ACCOUNTS}:
        return meant
    if len({(d.department, d.year, level_of(d)) for d in documents}) > 1:
        return meant
    words = (word for word, kinds in vocabulary().words.items() if "cause" in kinds)
    if not _WHICH.search(text) and not any(word in text for word in words):
        return meant
    own = [t for t in meant.targets if t.documents[0].kind is Kind.FINAL_ACCOUNTS]
    return Targets(tuple(own), meant.said)


def against_budget(turn: Turn, clause: Clause) -> Goals:
    """Return by how much the items of final accounts were over or under what was planned for them."""
    final = all(d.kind is Kind.FINAL_ACCOUNTS for d in turn.documents)
    text = turn.text
    if not final or not _WHICH.search(text) or clause.asks("reason"):
        return None
    shares = _SHARE.search(text) is not None and _MOST.search(text) is not None
    if not shares and not (_OVER.search(text) or _UNDER.search(text) or _APART.search(text)):
        return None
    if not _PLANNED.search(text) and not _ALONE.search(text):
        return None
    pairs = list(_pairs(turn))
    return _picked(pairs, text, shares) or None


def _picked(pairs: list[Pair], text: str, shares: bool) -> list[Expression]:
    """Return what a question picks of the items: the furthest off, or all on one side."""
    if shares:
        known = [p for p in pairs if p.planned.comparable]
        known.sort(key=lambda p: (p.spent.comparable or Decimal(0)) / (p.planned.comparable or 1))
        chosen = known[:1] if _LEAST.search(text) else known[-1:]
        return [Share(part=_cell(p.spent), whole=_cell(p.planned)) for p in chosen]
    if _APART.search(text):
        pairs = sorted(pairs, key=lambda p: abs(p.over))[-1:]
        return [_difference(pair) for pair in pairs]
    under = _UNDER.search(text) is not None and not _OVER.search(_without_most(text))
    if _is_turned(text):
        under = not under
    side = [p for p in pairs if p.over and (p.over < 0) == under]
    if _MOST.search(text):
        side = sorted(side, key=lambda p: abs(p.over))[-1:]
    return [_difference(pair) for pair in side]


def _without_most(text: str) -> str:
    """Return a text without what only says which is picked (最多)."""
    return re.sub(r"得?最[多大高少小低]", "", text)


def _is_turned(text: str) -> bool:
    """Tell whether the budget is held against what was spent, not the other way round."""
    planned, spent, held = (form.search(text) for form in (_PLANNED, _SPENT, _HELD))
    if planned is None or spent is None or held is None:
        return False
    return planned.start() < held.start() < spent.start()


def _pairs(turn: Turn) -> Iterator[Pair]:
    """Yield the items of the finest class of which a table prints both, each once."""
    rows: dict[tuple[str | None, int | None], list[Fact]] = {}
    for fact in turn.library.lexicon.facts:
        leaf = fact.code is not None and len(fact.code) == _LEAF and fact.value is not None
        if fact.quote is None and fact.document in turn.names and leaf and len(fact.column) == 1:
            rows.setdefault((fact.table_id, fact.row_index), []).append(fact)
    told: set[str | None] = set()
    for cells in rows.values():
        planned = [c for c in cells if is_planned(c)]
        spent = [c for c in cells if "决算" in c.column[-1]]
        if len(planned) == len(spent) == 1 and cells[0].code not in told:
            told.add(cells[0].code)
            yield Pair(planned[0], spent[0])


def _difference(pair: Pair) -> Difference:
    more, less = (pair.spent, pair.planned) if pair.over > 0 else (pair.planned, pair.spent)
    return Difference(left=_cell(more), right=_cell(less))


def _cell(fact: Fact) -> Cell:
    return Cell(fact=fact.id, name=label_of(fact))
