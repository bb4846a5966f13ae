"""What is left of a whole when the parts of it that were spoken of are taken away (剩下的)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.clause import Clause, Phrase
from assistant.normal import numeral
from assistant.plan import Cell, Expression, Listing, Share, Sum, Without
from assistant.turn import Goals, Turn
from corpus.money import YUAN
from index.records import Fact

_STILL = re.compile(
    r"^那?[还就只]?(?:剩|余|有)(?:下|余)?了?(?:多少|几多|好多|几万)(?=$|.*(?:没|未|冇|剩))"
    r"|(?:没|未|冇)(?:执行|使用|用|花)(?:完|掉)?的?(?:有|是|还有)?(?:多少|几)"
)
_SPENT = re.compile(r"执行|支出数|决算")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_OTHER_TASKS = ("except", "what_if", "average", "most", "least")
_IN_GENERAL = re.compile(r"项目|科目|支出|部分|费用|经费|项目支出|类别|明细|合计|小计")
_SAID = re.compile(r"([两二三四五六七八九十]+|\d+)(?:个|项|类|款|笔|家|块|样|种)")
_ASKS_WHAT = re.compile(r"什么|啥|哪")


def rest(turn: Turn, clause: Clause) -> Goals:
    """Return what is left of the whole beside the figures just spoken of (剩下的).

    Where it is asked what that is, the members that are left, if the document has them.
    """
    asked = clause.asks("rest") or _STILL.search(clause.text)
    if not asked or _names_more(clause) or clause.asks(*_OF_OTHER_TASKS):
        return None
    left = left_over(turn, _how_many(clause))
    if left is None:
        return None
    share = Share(part=left, whole=left.whole)
    if clause.asks("share", "percent"):
        return [share]
    goes_on = isinstance(turn.last_goal(), Share) and not clause.asks("amount")
    if goes_on and not _ASKS_WHAT.search(clause.text):
        return [share, turn.converted(clause, left)]
    members = left_members(turn, left) if _ASKS_WHAT.search(clause.text) else []
    if len(members) == 1:
        return [turn.converted(clause, left), Cell(fact=members[0].id)]
    if members:
        return [left, Listing(facts=tuple(member.id for member in members))]
    return None if clause.asks("list") else [turn.converted(clause, left)]


def _names_more(clause: Clause) -> bool:
    """Tell whether a clause names more than the members of something in general (其余项目)."""
    return any(not _IN_GENERAL.fullmatch(m.text) for p in clause.named for m in p.mentions)


def _how_many(clause: Clause) -> int:
    """Return how many are said to be left (其余七个科目), 0 where it is not said."""
    said = _SAID.search(clause.text)
    return numeral(said[1]) if said else 0


def left_over(turn: Turn, count: int = 0) -> Without | None:
    """Return the whole just spoken of less the parts of it that were spoken of since.

    Where it is said how many are left, so many are.
    """
    last = turn.last_goal()
    if isinstance(last, Without):
        return last
    if isinstance(last, Share):
        if isinstance(last.part, Without):
            return last.part
        shares = _shares_of(turn, last)
        left = [_apart_from(last.whole, parts) for parts in (shares, shares[-1:])]
        return next((one for one in left if len(left_members(turn, one)) == count), left[0])
    parts = list(_flat(turn.parts_of(last) if last is not None else []))
    whole, spoken = _around(turn, parts)
    return Without(whole=whole, parts=tuple(spoken)) if whole and whole not in spoken else None


def _flat(parts: Iterable[Expression]) -> Iterator[Expression]:
    for part in parts:
        yield from part.of if isinstance(part, Sum) else (part,)


def _apart_from(whole: Expression, parts: Iterable[Expression]) -> Without:
    return Without(whole=whole, parts=tuple(_flat(parts)))


def _shares_of(turn: Turn, last: Share) -> list[Expression]:
    """Return the parts whose shares of one whole were asked one after the other, oldest first."""
    parts: list[Expression] = []
    for goal in reversed(turn.before.history):
        if not isinstance(goal, Share) or goal.whole != last.whole:
            break
        if goal.part not in parts:
            parts.insert(0, goal.part)
    return parts or [last.part]


def _around(turn: Turn, parts: list[Expression]) -> tuple[Expression | None, Sequence[Expression]]:
    """Return the whole that was spoken of, and its parts among what was spoken of since."""
    if not parts:
        return None, ()
    history = turn.before.history
    for place in range(len(history) - 1, -1, -1):
        whole = history[place]
        if isinstance(whole, Cell) and all(is_part(turn, part, whole) for part in parts):
            since = [g for g in history[place + 1 :] if is_part(turn, g, whole)]
            return whole, list({g.model_dump_json(): g for g in (*since, *parts)}.values())
    within = scope_before(turn)
    if within and all(is_part(turn, part, within) for part in parts):
        return within, parts
    if budget := budget_of(turn, parts):
        return budget, parts
    itemised = turn.whole_of(parts[0])
    held = itemised is not None and is_part(turn, parts[0], itemised)
    return itemised if held else turn.lookup.whole_of(parts[0]), parts


def scope_before(turn: Turn) -> Expression | None:
    """Return the figure inside which the question before was asked (甲里的乙多少)."""
    asked = turn.before.clause
    return turn.cell(asked.of([]), Phrase(asked.scope)) if asked and asked.scope else None


def budget_of(turn: Turn, parts: Sequence[Expression]) -> Expression | None:
    """Return the budget spoken of right before what was spent of it, of one project in one year."""
    facts = turn.library.store.facts
    spent = facts[parts[0].fact] if len(parts) == 1 and isinstance(parts[0], Cell) else None
    before = [g for g in turn.before.history if isinstance(g, Cell) and g not in parts][-1:]
    budget = facts[before[0].fact] if before else None
    if spent is None or budget is None or not _SPENT.search(spent.row) or budget.unit not in YUAN:
        return None
    same = spent.subject == budget.subject and _YEAR.findall(spent.row) == _YEAR.findall(budget.row)
    return before[0] if same and not _SPENT.search(budget.row) else None


def is_part(turn: Turn, part: Expression, whole: Expression) -> bool:
    """Tell whether a figure is part of another: by the tables, or by a sentence that itemises it."""
    if not isinstance(part, Cell) or not isinstance(whole, Cell):
        return False
    facts = turn.library.store.facts
    return turn.groups.holds(facts[whole.fact], facts[part.fact])


def left_members(turn: Turn, left: Without) -> list[Fact]:
    """Return the members of a whole that are left, where they make up all that is left."""
    if not isinstance(left.whole, Cell):
        return []
    facts = turn.library.store.facts
    whole = facts[left.whole.fact]
    taken = [facts[part.fact] for part in left.parts if isinstance(part, Cell)]
    amount = turn.trial.amount(left)
    for group in (turn.groups.parts(whole), *(_beside(turn, fact) for fact in (whole, *taken))):
        apart = [fact for fact in group if fact.comparable != whole.comparable]
        rest = [fact for fact in apart if not any(_same(fact, other) for other in taken)]
        money = [fact.comparable for fact in rest if fact.unit in YUAN]
        if rest and sum((m for m in money if m is not None), Decimal(0)) == amount:
            return rest
    return []


def _beside(turn: Turn, whole: Fact) -> list[Fact]:
    """Return the other figures in a whole's row, which its total column is made up of."""
    return [
        fact
        for fact in turn.library.store.cells.values()
        if whole.quote is None
        and (fact.document, fact.table_id, fact.row_index)
        == (whole.document, whole.table_id, whole.row_index)
        and fact.value
        and fact.id != whole.id
    ]


def _same(fact: Fact, other: Fact) -> bool:
    """Tell whether two facts state one amount under one name, in whichever table."""
    names = {fact.row, *fact.column[-1:]}, {other.row, *other.column[-1:]}
    return fact.id == other.id or (
        fact.comparable == other.comparable and bool(names[0] & names[1])
    )
