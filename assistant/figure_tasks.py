"""Tasks that come to one figure made from others: totals, remainders, averages, amounts per head.

Each takes a turn and a clause and returns goals, a plan that says why there are none, or None when
the clause asks for something else after all. What a task is applied to is read from a stretch of
the clause by the turn, and may be a task itself.
"""

import re
from calendar import isleap
from dataclasses import replace

from assistant import absence, membership, references
from assistant.calculation import Quantity
from assistant.clause import Clause, Phrase
from assistant.given import COUNTED_NEW, RECOUNTED
from assistant.measures import HEAD_NAMES
from assistant.members import Members
from assistant.overlap import stand_apart
from assistant.plan import (
    Average,
    Cell,
    Convert,
    Count,
    Expression,
    Listing,
    Per,
    PerHead,
    Plan,
    Rank,
    Sum,
    Where,
    Without,
)
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from corpus.money import to_decimal

_HEADS = (
    (re.compile(r"编制|在编"), ("编制",)),
    (re.compile(r"退休|离退"), ("退休人员",)),
    (re.compile(r""), ("在职人员", "在职", "行政人员", "编制")),
)
_OF_RETIRED = re.compile(r"退休(?:费|金)")
_SAYS_HEADS = re.compile(r"编制|在编|退休|离退|在职")
_STATED = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元)")
_PEOPLE = re.compile(r"(\d+)个?(?:人|名|位)(?!均)")
_EACH = re.compile(
    r"(?:在职|退休|编制)(?:人员|职工)?平均|每(?:个|名|位)?(?:在职|退休|在编|人(?!民)|职工|干部)"
)
_HOLDING = re.compile(r"[以之]外|除了|不[含算]|不包括")
_PER_HEAD = re.compile(r"人均|每人|每个人|一个人|平均")
_PERSONS = ("人", "名")
_PERIODS = (("月", 12, "月"), ("季", 4, "季度"), ("周", 52, "周"), ("星期", 52, "周"))
_PERIODS_SAID = re.compile(r"(?:按|以|分成?|除以|照)(?:一年)?(\d+)个?(天|月|季度|周)")


def total(turn: Turn, clause: Clause) -> Goals:
    """Return the sum of the figures named, of a ranking or condition, or of the last ones spoken of."""
    bare = clause.without("sum", "each")
    picks = bare.asks("most", "least", "top", "condition")
    if not clause.named and not picks and (clause.asks("results") or turn.refers(bare)):
        last = turn.last_goal()
        if clause.asks("count") and not clause.asks("results"):
            return None
        counted = isinstance(last, Count) and turn.lookup.unit_of(last) is None
        if isinstance(last, Rank | Where | Listing) or counted:
            group = references.members(turn)
            if any(turn.trial.amount(one) is None for one in group):
                return absence.unresolved(clause.text)  # forms by their names add up to nothing
            if len(group) > 1:
                return [turn.converted(clause, Sum(of=tuple(group)))]
        said = references.how_many(clause)
        figures = references.remembered(turn, said)
        if said > len(figures):
            return absence.unresolved(clause.text)  # fewer were answered than are counted on
        return [turn.converted(clause, Sum(of=tuple(figures)))] if len(figures) > 1 else None
    if picked := _picked(turn, bare):
        return [turn.converted(clause, picked)]
    if picks:
        if condition := _met(turn, bare):
            return [turn.converted(clause, Sum(of=(condition,)))]
        found = turn.figure(bare)
        return (
            found if found is None or isinstance(found, Plan) else [turn.converted(clause, found)]
        )
    if not 2 <= len(clause.named) <= 20:
        alike = turn.groups.of_one_name(clause.named, clause)
        if len(alike) > 1:
            return [turn.converted(clause, Sum(of=tuple(Cell(fact=f.id) for f in alike)))]
        return _more(turn, clause) or _all_of_group(turn, clause)
    parts: list[Expression] = []
    for stretch in bare.split(_joins):
        if not stretch.named:
            continue
        figures_of = turn.figures(stretch)
        if figures_of is None or isinstance(figures_of, Plan):
            return figures_of or turn.nothing(stretch.named[0])
        parts.extend(figures_of)
    return [turn.converted(clause, Sum(of=tuple(parts)))] if len(parts) > 1 else None


def _met(turn: Turn, clause: Clause) -> Where | None:
    """Return the members that meet a condition, where these are to be added up."""
    goals = turn.figures(clause.without("count")) if clause.asks("condition") else None
    last = goals[-1] if isinstance(goals, list) and goals else None
    return last if isinstance(last, Where) and last.met(turn.library.store.facts) else None


def _picked(turn: Turn, clause: Clause) -> Sum | None:
    """Return the sum of several places in one order: 「排第二的加上最少的」."""
    stretches = clause.split(lambda token: "plus" in token.kinds)
    if len(stretches) < 2 or not all(any(map(_picks, s.tokens)) for s in stretches):
        return None
    first = stretches[0]
    group = first.tokens[: next(i for i, token in enumerate(first.tokens) if _picks(token))]
    parts: list[Expression] = []
    for stretch in stretches:
        own = stretch if stretch is first else stretch.of([*group, *stretch.tokens])
        figure = turn.figure(own)
        if figure is None or isinstance(figure, Plan):
            return None
        parts.append(figure)
    return Sum(of=tuple(parts))


def _picks(token: Token) -> bool:
    return bool(token.kinds & {"most", "least", "top"})


def _more(turn: Turn, clause: Clause) -> Goals:
    """Return the last figure with what 「再加上」 names, or a field of all forms added up."""
    last = turn.last_figure()
    leads = clause.tokens[0].kinds
    joined = "plus" in leads or (
        clause.asks("follow", "sum") and (clause.asks("plus") or "and" in leads)
    )
    if joined and clause.named and last:
        added = turn.figure(clause.without("sum", "plus", "and", "follow", "amount"))
        if added is not None and not isinstance(added, Plan):
            parts = tuple(references.chain(turn)) if clause.asks("sum") else ()
            parts = parts or (last.of if isinstance(last, Sum) else (last,))
            return [turn.converted(clause, Sum(of=(*parts, added)))]
    if clause.named and turn.asks_all(clause):
        parts = tuple(Cell(fact=f.id) for f in turn.groups.across_forms(clause.named[0], clause))
        return [turn.converted(clause, Sum(of=parts))] if len(parts) > 1 else None
    return None


def _joins(token: Token) -> bool:
    return bool(token.kinds & {"and", "plus"}) or token.sort is Sort.MARK


def _all_of_group(turn: Turn, clause: Clause) -> Goals:
    """Return the total of all that a general word means (「四个项目加起来」), where nothing is named."""
    if clause.named or clause.unknown or clause.asks("follow", "results"):
        return None
    group = turn.groups.grouped(clause.text)
    return (
        [turn.converted(clause, Cell(fact=group.id))] if group and turn.asks_all(clause) else None
    )


def without(turn: Turn, clause: Clause) -> Goals:
    """Return a whole less what is to be left out."""
    if clause.asks("most", "least", "top", "list", "count", "average"):
        members = membership.members(turn, clause)
        if members is not None and membership.only_leaves_out(clause):
            return _without_picked(turn, clause, members)
        return None if members is not None else _left(turn, clause)
    return _left(turn, clause)


def _without_picked(turn: Turn, clause: Clause, left: Members) -> Goals:
    """Return a whole less the members that are picked to be left out (去掉最大和最小的)."""
    kept = {part.id for part in left.parts}
    gone = [part for part in turn.groups.parts(left.whole) if part.id not in kept]
    parts = tuple(Cell(fact=part.id) for part in gone)
    return [turn.converted(clause, Without(whole=Cell(fact=left.whole.id), parts=parts))]


def _left(turn: Turn, clause: Clause) -> Goals:
    left_out, rest = clause.without("sum", "amount", "each").exclusion()
    whole = turn.figure(rest) if rest.named else _scope_of(turn, clause)
    whole = whole or _whole_around(turn, clause, left_out)
    if whole is None or isinstance(whole, Plan):
        return whole
    parts = _parts_of(turn, left_out, whole)
    if isinstance(parts, Plan) or not parts or whole in parts:
        return parts if isinstance(parts, Plan) else None
    if _HOLDING.search(clause.text) and any(_is_no_part(turn, whole, part) for part in parts):
        return None  # 「甲中除乙以外的」 says that 乙 is in 甲
    last = turn.last_goal()
    if "再" in clause.text and isinstance(last, Without) and not rest.named:
        whole, parts = last.whole, [*last.parts, *parts]
    return [turn.converted(clause, Without(whole=whole, parts=tuple(parts)))]


def _is_no_part(turn: Turn, whole: Expression, part: Expression) -> bool:
    if not isinstance(whole, Cell) or not isinstance(part, Cell):
        return False
    facts = turn.library.store.facts
    return stand_apart(facts[whole.fact], facts[part.fact])


def _scope_of(turn: Turn, clause: Clause) -> Expression | None:
    """Return the figure inside which a clause leaves something out (甲中除乙以外的部分)."""
    whole = turn.cell(clause.of([]), Phrase(clause.scope)) if clause.scope else None
    return whole if isinstance(whole, Cell) else None


def _whole_around(turn: Turn, clause: Clause, left_out: Clause) -> Expression | Plan | None:
    """Return the whole that goes without saying: a general word's, or the total of what is left out."""
    if group := turn.groups.grouped(clause.text.replace(left_out.text, "")):
        names = [m for phrase in left_out.named for m in phrase.mentions]
        if turn.groups.member_named(group, names):
            return Cell(fact=group.id)
    first = turn.figures(left_out) or references.referred(turn, left_out)
    if not first or isinstance(first, Plan):
        return first if isinstance(first, Plan) else None
    if spoken := references.containing(turn, first[0]):
        return spoken
    return turn.lookup.whole_of(first[0])


def _parts_of(turn: Turn, left_out: Clause, whole: Expression) -> list[Expression] | Plan | None:
    """Return what is left out, as members of the whole where they are some."""
    group = turn.library.store.facts[whole.fact] if isinstance(whole, Cell) else None
    parts: list[Expression] = []
    if not left_out.named:
        if left_out.asks("most", "least"):
            picked = turn.figure(left_out)
            return picked if picked is None or isinstance(picked, Plan) else [picked]
        return references.referred(turn, left_out)
    if left_out.asks("forms"):
        figure = turn.figure(left_out)
        return [figure] if figure is not None and not isinstance(figure, Plan) else figure
    for phrase in left_out.named:
        member = turn.groups.member_named(group, phrase.mentions) if group else None
        part = Cell(fact=member.id) if member else turn.cell(left_out, phrase)
        if part is None:
            return turn.nothing(phrase)
        parts.append(part)
    return parts


def per_head(turn: Turn, clause: Clause) -> Goals:
    """Return an amount per head, over the people the question names or the staff in post."""
    if not clause.asks("per_head") and not _EACH.search(clause.text):
        return None
    spoken = "" if clause.named else "".join(phrase.text for phrase in turn.spoken)
    said = clause.text if _SAYS_HEADS.search(clause.text) else _OF_RETIRED.sub("", turn.text)
    told = None if _SAYS_HEADS.search(turn.text) else _heads_spoken_of(turn)
    count = told or heads(turn, said + spoken)
    found = amounts(turn, clause)
    of_line = told is None and isinstance(found, list) and _is_line(turn, found)
    if of_line and not _SAYS_HEADS.search(turn.text):
        return None  # a form's line is of its own people, not of the staff
    given = _PEOPLE.search(turn.text)
    if (RECOUNTED.search(turn.text) or COUNTED_NEW.search(turn.text)) and not (
        given and _PER_HEAD.search(turn.text, given.end())
    ):
        return None  # 「减到9人」 supposes another number, it divides by none
    stated = turn.library.store.facts[count].value if count else None
    if given and isinstance(found, list) and stated != to_decimal(given[1]):
        converted = [turn.converted(clause, amount) for amount in found]
        return [Per(amount=amount, count=given[1], per="人") for amount in converted]
    if isinstance(found, Plan) or not found or count is None:
        return found if isinstance(found, Plan) else None
    return [PerHead(amount=turn.converted(clause, amount), heads=count) for amount in found]


def _is_line(turn: Turn, found: list[Expression]) -> bool:
    facts = [turn.library.store.facts[g.fact] for g in found if isinstance(g, Cell)]
    return any(fact.quote is not None and turn.lines.items.of(fact) for fact in facts)


def _heads_spoken_of(turn: Turn) -> str | None:
    """Return the number of people that was told beside an amount a moment before."""
    facts = turn.library.store.facts
    last = [g.fact for g in turn.before.history[-2:] if isinstance(g, Cell)]
    people = [fact for fact in last if facts[fact].unit in _PERSONS]
    return people[-1] if people and len(last) > len(people) else None


def heads(turn: Turn, text: str) -> str | None:
    """Return the head count that a text means: 编制, those retired, else the staff in post."""
    return turn.lookup.first(next(names for form, names in _HEADS if form.search(text)))


def only_heads(clause: Clause) -> bool:
    """Tell whether a clause names nothing but people to divide by (按编制算呢)."""
    return bool(clause.named) and not any(_without_heads(p).mentions for p in clause.named)


def amounts(turn: Turn, clause: Clause) -> list[Expression] | Plan | None:
    """Return the amounts that are divided: those named without the people, or the one spoken of."""
    bare = clause.without("per_head", "amount", "count")
    bare.scope = _without_heads(Phrase(bare.scope)).mentions
    phrases = [p for p in map(_without_heads, bare.named) if p.mentions or p.parts]
    if not phrases and not turn.spoken and (whole := turn.whole(clause)):
        phrases = [whole]
    if not phrases:
        last = turn.last_figure()
        last = last.amount if isinstance(last, Per | PerHead) else last
        spoken = [last, *reversed(turn.before.history)]
        paid = [g for g in spoken if g and turn.lookup.unit_of(g) not in (None, *_PERSONS)]
        return paid[:1] or None
    cells = [turn.cell(bare, phrase) for phrase in phrases]
    if None in cells:
        return turn.nothing(phrases[cells.index(None)])
    known = [cell for cell in cells if cell]
    # Heads by heads (按编制人数) is no amount per head.
    known = [cell for cell in known if turn.lookup.unit_of(cell) not in _PERSONS] or known
    return [Sum(of=tuple(known))] if len(known) > 1 and bare.asks("sum") else known


def _without_heads(phrase: Phrase) -> Phrase:
    """Return a phrase without the people that an amount is divided by."""
    kept = tuple(
        mention
        for mention in phrase.mentions
        if not {meaning.name for meaning in mention.meanings} & HEAD_NAMES
    )
    return replace(phrase, mentions=kept)


def _period(turn: Turn, text: str) -> tuple[int, str]:
    """Return how many of the periods asked for a year has, or the question says that it has."""
    found = next(((n, u) for word, n, u in _PERIODS if word in text), (_days(turn), "天"))
    said = _PERIODS_SAID.search(turn.text)
    return (int(said[1]), found[1]) if said and said[2] == found[1] else found


def _days(turn: Turn) -> int:
    """Return the days of the documents' year."""
    year = max((d.year for d in turn.documents if d.year), default=None)
    return 366 if year is not None and isleap(year) else 365


def periodic(turn: Turn, clause: Clause) -> Goals:
    """Return an amount for each day, month or quarter of the documents' year."""
    count, unit = _period(turn, clause.text)
    bare = clause.without("period", "average", "amount")
    found = turn.figure(bare) if bare.named else turn.last_figure() if turn.spoken else None
    if not bare.named and bare.asks("per_head"):
        each = per_head(turn, bare)
        found = each[0] if isinstance(each, list) else each
    if found is None and not turn.spoken and (whole := turn.whole(clause)):
        found = turn.cell(clause, whole)
    if found is None or isinstance(found, Plan):
        return found
    if isinstance(found, Per) and not clause.asks("per_head"):
        found = found.amount
    if clause.asks("per_head") and _is_line(turn, [found]):
        return None  # what is paid for each person a month is printed, or not to be had
    months = _months_told(turn, found) if unit == "月" else None
    return [Per(amount=turn.converted(clause, found), count=str(months or count), per=unit)]


def _months_told(turn: Turn, figure: Expression) -> int | None:
    """Return over how many months a figure says that it goes (1-8月执行)."""
    fact = turn.library.store.facts[figure.fact] if isinstance(figure, Cell) else None
    told = re.search(r"(\d{1,2})\s*[-—~至到]\s*(\d{1,2})\s*月", fact.row) if fact else None
    return int(told[2]) - int(told[1]) + 1 if told else None


def given_amount(turn: Turn, clause: Clause) -> Goals:
    """Return an amount that the question states in another unit, where a document states it too."""
    unit = clause.target_unit
    stated = _STATED.search(clause.text)
    if unit is None or clause.named or stated is None:
        return None
    facts = turn.lookup.amounts_of(Quantity(to_decimal(stated[1]), stated[2]))
    return [Convert(of=Cell(fact=facts[0].id), unit=unit)] if facts else None  # type: ignore[arg-type]


def average(turn: Turn, clause: Clause) -> Goals:
    """Return the mean of the figures named, or of the members of the one named."""
    bare = clause.without("average", "amount", "sum")
    left = references.left(turn, bare)
    if len(left) > 1:
        return [Average(of=tuple(Cell(fact=fact.id) for fact in left))]
    parts = [turn.cell(bare, phrase) for phrase in bare.named]
    known = tuple(part for part in parts if part)
    several = len({part.model_dump_json() for part in known}) > 1 and len(known) == len(parts)
    if several and not bare.asks("except"):
        return [Average(of=known)]
    last = turn.last_goal()
    if not bare.named and isinstance(last, Sum):
        return [Average(of=last.of)]
    members = membership.items(turn, bare)
    if members is None or len(members.parts) < 2:
        return None
    # A mean of what is left after an exclusion is not that of the whole's parts.
    whole = None if bare.asks("except") else members.whole.id
    return [Average(of=tuple(Cell(fact=part.id) for part in members.parts), whole=whole)]
