"""Tasks that come to a share: part ÷ whole, either of which may be a task, or go without saying."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import membership, references, remainder
from assistant.clause import COMMA, CONTAINING, Clause, Phrase, year_said
from assistant.content import words_of
from assistant.coverage import pairs
from assistant.given import amount_in_yuan
from assistant.left_over import budget_of
from assistant.normal import canonical, numeral
from assistant.plan import Cell, Expression, Listing, Plan, Product, Rank, Share, Sum, Where
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from index.records import Fact

_YEAR = re.compile(r"(?:19|20)\d\d年")
# 「占了多少钱」 asks for the amount.
_AMOUNT_TAKEN = re.compile(r"占了?(?:多少|几)个?(?:钱|万|元|块|亿)")
# 「甲里头，乙占多少」: what is asked of is said behind the pause.
_PART_UNKNOWN = re.compile(r"(?:里[面头边]?|其中|当中|之中)，[\u4e00-\u9fff]{2,}$")
_LIKELY = 20
_COUNTED = re.compile(r"([两二三四五六七八九十]+|\d+)(?:个|项|块|类|部分|笔|档|条)(?!月|人)")
_EQUALS = frozenset({"是", "为", "达到", "达", "相当于", "等于", "到"})
_ASIDE = ("percent", "amount", "share", "difference", "growth", "list", "each", "sum")


def share(turn: Turn, clause: Clause) -> Goals:
    """Return part ÷ whole; part or whole may have been named before or go without saying."""
    if both := _two_shares(turn, clause) or remainder.share_of_rest(turn, clause):
        return both
    at = clause.index("share")
    if at is None or clause.asks("define", "check") or _AMOUNT_TAKEN.search(clause.text):
        return None
    before, after = clause.part(0, at), _base_of(clause.part(at + 1))
    if _PART_UNKNOWN.search(before.text) and not before.part(_after_pause(before)).named:
        return None
    each = clause.asks("each")
    before = before.without("each", "percent", "amount")
    if before.asks("forms") and not after.asks("forms"):
        fields = [as_field(turn, token) for token in after.tokens]
        after = after.of([*words(before, "forms"), *year_in(before, after), *fields])
    if each and (members := _of_each_member(turn, before, after)):
        return members
    if after.named or turn.names_group(after):
        return _shares(turn, before, after, each)
    if found := _inside(before) or _around(turn, before):
        part, whole = found
        return _shares(turn, part, whole, each)
    return _shares(turn, before, after, each)


def _after_pause(clause: Clause) -> int:
    return next((i + 1 for i, token in enumerate(clause.tokens) if token.text == COMMA.text), 0)


def _of_each_member(turn: Turn, before: Clause, after: Clause) -> Goals:
    """Return what each of the members that are counted is of the one thing named (甲的三块各占多少)."""
    said = _COUNTED.search(before.text)
    if said is None or len(before.named) != 1 or after.named or before.asks("and", "plus"):
        return None
    members = membership.split(turn, before.named[0], before.of([]))
    if members is None or len(members.parts) != numeral(said[1]):
        return None
    whole = Cell(fact=members.whole.id)
    return [Share(part=Cell(fact=part.id), whole=whole) for part in members.parts]


def _base_of(after: Clause) -> Clause:
    """Return what stands behind 占 without the words that ask; 合计 alone may be the whole itself."""
    kept = () if after.named else ("sum",)
    return after.without(*(kind for kind in _ASIDE if kind not in kept))


def year_in(said: Clause, unsaid: Clause) -> list[Token]:
    """Return the year that one side says, where the other says none."""
    year = _YEAR.search(said.text)
    return [Token(year[0], Sort.YEAR, 0)] if year and not _YEAR.search(unsaid.text) else []


def as_field(turn: Turn, token: Token) -> Token:
    """Return a word for a budget at the year's start as the field of forms that it is."""
    meanings = turn.library.lexicon.meanings(token.text) if "budgeted" in token.kinds else []
    return replace(token, sort=Sort.NAME, meanings=tuple(meanings)) if meanings else token


def _two_shares(turn: Turn, clause: Clause) -> Goals:
    """Return several shares asked in one clause: 「A占B和C占D的比重」."""
    for i, token in enumerate(clause.tokens):
        left, right = clause.part(0, i), clause.part(i + 1)
        if "and" in token.kinds and left.asks("share") and right.asks("share") and right.named:
            goals = [turn.figure(left), turn.figure(right)]
            known = [goal for goal in goals if isinstance(goal, Share)]
            return list(known) if len(known) == 2 else None
    return None


def _inside(clause: Clause) -> tuple[Clause, Clause] | None:
    """Return part and whole told apart by 在 … 中 or 里: 「总预算里项目支出」「项目支出在总预算中」."""
    stretches = [
        s
        for s in clause.split(lambda t: t.text in CONTAINING or t.text == "在")
        if s.named or (s.asks("results") and s.asks("sum"))
    ]
    if len(stretches) == 1 and clause.scope:
        scope = clause.of([])
        return stretches[0], scope
    if len(stretches) != 2:
        return None
    first, second = stretches
    place = next((i for i, t in enumerate(clause.tokens) if t.text == "在"), -1)
    swapped = place > 0 and bool(clause.part(0, place).named)
    return (first, second) if swapped else (second, first)


def _around(turn: Turn, clause: Clause) -> tuple[Clause, Clause] | None:
    """Return what was spoken of before as the part, where a stretch only says its whole (在乙中)."""
    names = [i for i, t in enumerate(clause.tokens) if t.sort is Sort.NAME]
    leads = [i for i, t in enumerate(clause.tokens) if t.text in ("在", "于")]
    ends = [i for i, t in enumerate(clause.tokens) if t.text in CONTAINING]
    enclosed = names and leads and ends and leads[0] < names[0] and names[-1] < ends[-1]
    if not enclosed or turn.last_goal() is None:
        return None
    return clause.of(clause.tokens[: leads[0]]), clause.part(names[0], names[-1] + 1)


def _shares(turn: Turn, part: Clause, whole: Clause, each: bool) -> Goals:
    if whole.asks("change") and not part.asks("change"):
        part = part.of([*part.tokens, *words(whole, "change")])  # 增量里谁贡献了几成
    parts = _sides(turn, part)
    if parts is None or isinstance(parts, Plan):
        return parts
    base = _all_named(turn, part, whole) or _whole(turn, parts, whole, follows=bool(part.named))
    base = base or _around_line(turn, parts, whole)
    if isinstance(base, Plan):
        return base
    base = _holding(turn, parts, whole, base)
    if base is None and _says_whole(turn, whole):
        return None  # what is said but not understood does not go without saying
    if base in parts and (inside := references.inside(turn, base)):
        parts = [inside]  # 「它占那一类多少」, when the class was spoken of since
    if base is None and turn.names_group(
        part.of(t for t in part.tokens if t.sort is not Sort.NAME)
    ):
        group = membership.members(turn, part)
        base = Cell(fact=group.whole.id) if group else None
    unsaid = base is None and not part.named and len(parts) == 1
    if unsaid and (told := references.inside(turn, parts[0])):
        return [Share(part=told, whole=parts[0])]  # 甲多少，它所在的乙多少，占多少
    wholes = [
        base or budget_of(turn, [p]) or references.containing(turn, p) or turn.whole_of(p)
        for p in parts
    ]
    if None in wholes or (
        base is None and any(_exceeds(turn, p, w) for p, w in zip(parts, wholes, strict=True) if w)
    ):
        return None  # what is larger is no part of what goes without saying
    bases = [w for w in wholes if w]
    if len(parts) > 1 and not each and not turn.trial.makes_up(parts, bases[0]):
        return [Share(part=Sum(of=tuple(parts)), whole=bases[0])]
    return [Share(part=p, whole=w) for p, w in zip(parts, bases, strict=True)]


def _all_named(turn: Turn, part: Clause, whole: Clause) -> Expression | None:
    """Return the sum of what is named where one of it is picked (三项里最大的占三项合计)."""
    said = references.how_many(whole) if whole.asks("results") and not whole.named else 0
    if not said or said != len(part.named) or not part.asks("most", "least"):
        return None
    cells = turn.cells(part.without("most", "least"))
    return Sum(of=tuple(cells)) if isinstance(cells, list) else None


def _holding(
    turn: Turn, parts: Sequence[Expression], clause: Clause, base: Expression | None
) -> Expression | None:
    """Return the figure of a whole's name that the parts are lines of, where another goes by it too."""
    facts = turn.library.store.facts
    inner = [facts[part.fact] for part in parts if isinstance(part, Cell)]
    inner += [
        facts[p.fact] for s in parts if isinstance(s, Sum) for p in s.of if isinstance(p, Cell)
    ]
    lines = bool(inner) and all(turn.lines.items.of(fact) for fact in inner)
    if not lines or not isinstance(base, Cell) or len(clause.named) != 1:
        return base
    if all(turn.groups.holds(facts[base.fact], fact) for fact in inner):
        return base
    for match in turn.lookup.matches(clause.named[0].mentions, clause)[:_LIKELY]:
        if all(turn.groups.holds(match.fact, fact) for fact in inner):
            return Cell(fact=match.fact.id)
    return base


def _says_whole(turn: Turn, clause: Clause) -> bool:
    """Tell whether a side of a share says in words that name nothing what it is."""
    told = "".join(token.text for token in clause.tokens if token.sort is Sort.REST)
    return len(told) > 1 and bool(words_of(told, turn.library.lexicon))


def _around_line(turn: Turn, parts: Sequence[Expression], clause: Clause) -> Expression | None:
    """Return the figure that a line of a form is part of, where a stretch tells it by its words."""
    first = parts[0] if parts else None
    cell = first.of[0] if isinstance(first, Sum | Product) else first
    fact = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
    if fact is not None and (began := _began_with(turn, fact, clause)):
        return began
    above = turn.lines.items.above(fact) if fact is not None else None
    said = pairs(
        "".join(t.text for t in clause.tokens if t.sort is Sort.REST or "filler" in t.kinds)
    )
    if above is None or above.amount is None or (len(parts) > 1 and not clause.quantities):
        return None
    told = {amount_in_yuan(quantity) for quantity in clause.quantities}
    if above.amount.comparable not in told and not said & pairs(canonical(above.name)):
        return None
    return Cell(fact=above.amount.id)


def _began_with(turn: Turn, fact: Fact, clause: Clause) -> Expression | None:
    """Return the budget at the start of the year that a form's figure is told of (占年初多少)."""
    year = _YEAR.search(fact.row)
    named = turn.lookup.named(fact.subject) if fact.subject and year else None
    if year is None or named is None or "年初" not in clause.text:
        return None
    return turn.history.in_year((named,), clause.of([]), int(year[0][:4]), "年初预算安排")


def _exceeds(turn: Turn, part: Expression, whole: Expression) -> bool:
    """Tell whether a figure is larger than what it should be part of."""
    inner, outer = turn.trial.amount(part), turn.trial.amount(whole)
    return inner is not None and outer is not None and inner > outer


def _sides(turn: Turn, clause: Clause) -> list[Expression] | Plan | None:
    """Return the figures of a side, or the last one spoken of where it names none."""
    if clause.named or turn.names_group(clause):
        figures = turn.figures(clause)
        if not figures or isinstance(figures, Plan):
            return figures or turn.absent(clause)
        return [part for goal in figures for part in turn.parts_of(goal)]
    if _says_whole(turn, clause) and not clause.asks("results", "follow"):
        return None
    last = turn.last_goal()
    listed = turn.parts_of(last) if isinstance(last, Rank | Where | Listing) else []
    if clause.asks("results", "sum") and len(listed) > 1:
        return [Sum(of=tuple(listed))] if clause.asks("sum") else listed
    if clause.asks("sum") and len(chain := references.remembered(turn, 0)) > 1:
        return [Sum(of=tuple(chain))]
    return references.referred(turn, clause)


def _of_all_forms(turn: Turn, parts: Sequence[Expression], clause: Clause) -> Expression | None:
    """Return the field of one form added up over all forms (占各申报表执行总数)."""
    part = parts[0] if len(parts) == 1 and clause.asks("forms") else None
    fact = turn.library.store.facts[part.fact] if isinstance(part, Cell) else None
    if fact is None or fact.subject is None or fact.quote is None:
        return None
    same = {
        other.subject: other
        for other in turn.library.lexicon.facts
        if other.subject and (other.row, other.column) == (fact.row, fact.column)
        if other.document in turn.names and other.quote is not None
    }
    return Sum(of=tuple(Cell(fact=other.id) for other in same.values())) if len(same) > 1 else None


def _whole(
    turn: Turn, parts: Sequence[Expression], clause: Clause, follows: bool
) -> Expression | Plan | None:
    if not clause.named and clause.asks("last_year") and clause.asks("budgeted"):
        clause = clause.of(as_field(turn, token) for token in clause.tokens)  # 占去年年初预算多少
    if clause.named or turn.names_group(clause):
        return turn.figure(clause) or turn.absent(clause)
    if both := references.together(turn, clause) or _of_all_forms(turn, parts, clause):
        return both
    if clause.asks("results") and (referred := references.referred(turn, clause)):
        return referred[0]
    if clause.scope:
        return turn.cell(clause.of([]), Phrase(clause.scope))
    if (year := year_said(clause)) and (spoken := references.of_year(turn, year)):
        return spoken
    if told := references.told_by(turn, clause):
        return told
    if clause.asks("sum") and len(pair := references.remembered(turn, 2)) > 1:
        return Sum(of=tuple(pair))
    last = turn.last_goal()
    return last.whole if follows and isinstance(last, Share) else None


def percentage(turn: Turn, clause: Clause) -> Goals:
    """Return the share that 「百分之几」 asks for where no word for a share stands beside it."""
    at = clause.index("percent")
    if at is None or clause.asks("growth", "last_year", "compare", "share"):
        return None
    before, after = clause.part(0, at), _base_of(clause.part(at + 1))
    if clause.asks("change") and not (before.named and after.named) and not _inside(before):
        return None
    if before.named and after.named:
        return _shares(turn, after, before, False)  # 「总支出有百分之几花在人员经费上」
    halves = before.split(lambda t: t.text in _EQUALS)
    stretches = [s for s in halves if s.named or s.asks("results")]
    if len(stretches) == 2:
        return _shares(turn, stretches[0], stretches[1], clause.asks("each"))
    if found := _inside(before):
        return _shares(turn, found[0], found[1], clause.asks("each"))
    return _shares(turn, before.without("each"), after, clause.asks("each"))


def words(clause: Clause, kind: str) -> list[Token]:
    """Return the words of a kind in a clause."""
    return [token for token in clause.tokens if kind in token.kinds]
