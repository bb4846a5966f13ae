"""Tasks that set one figure against another: shares, differences, multiples, and how much exceeds.

Both sides are stretches of the clause and may be tasks themselves; a side that leaves something
unsaid takes it from the other (「A占比比B高多少」).
"""

import re
from dataclasses import replace

from assistant import references, stated_tasks, year_tasks
from assistant.clause import Clause, Phrase
from assistant.normal import canonical
from assistant.plan import (
    Cell,
    Difference,
    Expression,
    Growth,
    PerHead,
    Plan,
    Rank,
    Ratio,
    Relative,
    Share,
)
from assistant.share_tasks import as_field, words, year_in
from assistant.turn import Goals, Turn

_TIMES = re.compile(
    r"几分之几|之比|比值|几比几|好多倍|抵得上几个|顶几个|几个.*那么多|几倍|多少倍|倍数|倍于|的倍$|几点几倍"
)
_PICKS = ("most", "least")
_EQUALS = frozenset({"是", "为", "达到", "达", "相当于", "等于", "到"})
_WHICH = re.compile(
    r"(?:哪|谁|孰)(?:一|个|项|笔|类|边|家|者|样|块|款|头|年)*的?[^，,。]{0,8}?(?<!最)([多大高少低小贵])(?!少)"
)
_BY_HOW_MUCH = re.compile(r"[多大高少低小贵差](?:出来|出|了|上)?(?:多少|几|好多)")
_TWO = 2
_LESS = frozenset("少低小")
# 「甲比乙多出的那部分，是丙的几倍」 goes on with the difference, not with 甲.
_NAMED_DIFFERENCE = re.compile(
    r"(?:的(?:那|这)?(?:一?部分|一?块|些|点)?(?:金额|差额|数额|钱|数|差)?|差额|差价|差距)[,，]"
)


def asks_times(clause: Clause) -> bool:
    """Tell whether a clause asks how many times one figure is another."""
    return _TIMES.search(clause.text) is not None


def compare(turn: Turn, clause: Clause) -> Goals:
    """Return by how much, by how many per cent or how many times one figure exceeds another."""
    shared, told = clause.index("share"), clause.index("difference")
    outer = shared is not None and told is not None and told < shared
    whole = clause.part((shared or 0) + 1)
    if outer and (whole.named or whole.asks("results", "sum")):
        return None  # 「甲和乙的差额占丙多少」, 「这个差额占三项合计多少」 ask for a share
    if clause.minus and not (told and clause.part(told + 1).named):
        return None  # 「甲减去乙，差额多少」 says itself what is taken from what
    times, divided = _TIMES.search(clause.text), "除以" in clause.text
    more = clause.asks("percent") and not clause.named and re.search("[多少高低大小]", clause.text)
    again = more and isinstance(turn.last_goal(), Difference)
    if not times and not divided and not again and not clause.asks("compare", "difference"):
        return None
    if times and not clause.named and clause.asks("last_year"):
        subject = turn.spoken[-1] if turn.spoken else None
        years = year_tasks.now_and_before(turn, clause, subject) if subject else None
        return [Ratio(left=years[0], right=years[1])] if years else None
    sides: tuple[Expression, Expression] | Plan | None = _spoken_pair(turn, clause)
    sides = sides or _pair(turn, clause.outside(times) if times else clause, times is not None)
    if sides is None or isinstance(sides, Plan):
        return sides
    left, right = sides
    if left == right:
        return None
    if times or divided:
        return [Ratio(left=left, right=right)]
    if _sound_alike(turn, left, right):
        return [left, right]
    if _is_percent(left) and _is_percent(right):
        larger, smaller = turn.trial.in_order(left, right)
        return [Difference(left=larger, right=smaller)]
    if clause.asks("percent", "growth") or re.search("幅度", clause.text):
        return [Relative(left=left, right=right)]
    if not clause.asks("difference", "amount", "change") and not re.search(
        "谁|哪|多|少|高|低|大|小", clause.text
    ):
        return [left, right]
    larger, smaller = turn.trial.in_order(left, right)
    turn.said.extend((left, right))
    if clause.asks("reason"):  # what the question supposes is shown by both figures
        return [left, right, Difference(left=larger, right=smaller)]
    apart = turn.converted(clause, Difference(left=larger, right=smaller))
    return [*picked(turn, clause, larger, smaller), apart]


def picked(turn: Turn, clause: Clause, larger: Expression, smaller: Expression) -> list[Expression]:
    """Return the one of two figures that 「哪个多」 or 「哪个少」 asks for, before by how much.

    「哪个多，多多少」 asks by how much, which says as well which of them is more.
    """
    which = _WHICH.search(clause.text)
    if (
        which is None
        or _BY_HOW_MUCH.search(turn.text)
        or turn.trial.amount(larger) == turn.trial.amount(smaller)
    ):
        return []
    largest = which[1] not in _LESS
    if isinstance(larger, Cell) and isinstance(smaller, Cell):
        return [Rank(facts=(larger.fact, smaller.fact), count=1, largest=largest)]
    return [turn.converted(clause, larger if largest else smaller)]


def _sound_alike(turn: Turn, left: Expression, right: Expression) -> bool:
    """Tell whether one figure's name is the other's with its amount, so that no sentence tells them."""
    facts = [turn.library.store.facts[g.fact] for g in (left, right) if isinstance(g, Cell)]
    told = [canonical(fact.row + fact.text) for fact in facts]
    return len(facts) == 2 and any(canonical(f.row) in told for f in facts)


def _pair(turn: Turn, clause: Clause, times: bool) -> tuple[Expression, Expression] | Plan | None:
    """Return the two figures that a clause sets against each other, the first named first."""
    if shared := _sharing(turn, clause):
        return shared
    stretches = _two_sides(clause, times)
    if stretches is None:
        return _remembered_pair(turn, clause)
    left_side, right_side = (s.without(*_UNSAID) for s in stretches)
    if each := words(clause, "for_each"):
        left_side, right_side = (
            s if s.asks("for_each") else s.of([*s.tokens, each[0]]) for s in (left_side, right_side)
        )
    if left_side.asks("forms") and not right_side.asks("forms"):
        said = [*words(left_side, "forms"), *year_in(left_side, right_side)]
        fields = [as_field(turn, token) for token in right_side.tokens]
        right_side = right_side.of([*said, *fields])
    if not left_side.asks("change", "growth"):
        right_side = right_side.without("change", "growth")  # 「比乙增加多少」 is no change of 乙's
    if left_side.asks("per_head") and not right_side.asks("per_head"):
        right_side = right_side.without("average")  # 「人均的甲比平均的乙」: both are per head
    unnamed = not left_side.named and not right_side.named and right_side.asks("follow")
    if unnamed and len(before := references.remembered(turn, 2)) == 2:
        return before[1], before[0]  # 「比它多多少」 of the last figure and the one before
    left = _one(turn, left_side)
    if left is None and not left_side.asks("most", "least"):
        left = _rate_before(turn, right_side) or turn.last_figure()
    of_those = len(left_side.named) > 1 and not right_side.named and right_side.asks(*_PICKS)
    right = None if of_those else _one(turn, right_side)
    right = right or _in_its_year(turn, left_side, right_side)
    if isinstance(left, Plan) or isinstance(right, Plan):
        return left if isinstance(left, Plan) else right if isinstance(right, Plan) else None
    if left is None and left_side.asks("most", "least"):
        bare = right_side.without("most", "least").tokens
        found = turn.figure(left_side.of([*bare, *left_side.tokens]))
        left = None if isinstance(found, Plan) else found
    if left is None:
        return None
    unsaid = isinstance(right, Share) and len(right_side.named) == 1 and not right_side.scope
    if isinstance(left, Share) and isinstance(right, Share) and unsaid:
        right = Share(part=right.part, whole=left.whole)  # 「甲占丙的比重比乙占比高多少」
    if right is None or isinstance(right, Cell):
        right = _like(turn, left, right, left_side, right_side)
    elif isinstance(left, Cell):
        left = _like(turn, right, left, right_side, left_side)
    return (left, right) if left is not None and right is not None else None


def _spoken_pair(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | None:
    """Return the last two figures spoken of where a clause names each by a word of its address."""
    last = [goal for goal in turn.before.history if isinstance(goal, Cell)][-2:]
    mentions = [mention for phrase in clause.named for mention in phrase.mentions]
    if len(last) < 2 or len(mentions) != 2 or clause.scope:
        return None
    facts = [turn.library.store.facts[goal.fact] for goal in last]
    words = [canonical("|".join((f.row, *f.row_path, f.subject or ""))) for f in facts]
    told = [[i for i in (0, 1) if mention.text in words[i]] for mention in mentions]
    if sorted(told) != [[0], [1]]:
        return None
    return last[told[0][0]], last[told[1][0]]


def _rate_before(turn: Turn, right: Clause) -> Expression | None:
    """Return the share or rate just worked out, where another of its sort is set against it."""
    last = turn.last_goal()
    share = isinstance(last, Share) and right.asks("share")
    return last if share or (isinstance(last, Growth) and right.asks("growth")) else None


def _sharing(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | None:
    """Return two figures of one thing, or one of two things, where only one side says both.

    「甲的年初预算和决算差多少」 sets two figures of 甲 against each other.
    """
    completed = turn.completed(clause)
    if len(completed) != 2 or completed == clause.named or clause.scope:
        return None
    left, right = (turn.cell(clause.of([]), phrase) for phrase in completed)
    return (left, right) if left and right and left != right else None


def _in_its_year(turn: Turn, left: Clause, right: Clause) -> Expression | None:
    """Return the left side's figure in the year that the right side says."""
    if right.named or not left.named:
        return None
    if right.asks("last_year"):
        pair = year_tasks.now_and_before(turn, left, left.named[0])
        return pair[1] if pair else None
    if not right.years:
        return None
    return turn.cell(right, replace(left.named[0], year=right.years[0]))


_UNSAID = ("amount", "percent", "difference", "each", "count")


def _one(turn: Turn, clause: Clause) -> Expression | Plan | None:
    if both := references.together(turn, clause):
        return both
    if not clause.named and not turn.names_group(clause) and not clause.asks("most", "least"):
        found = references.referred(turn, clause) if clause.asks("results", "follow") else None
        return found[0] if isinstance(found, list) and found else None
    if clause.asks("for_each"):
        priced = stated_tasks.stated(turn, clause)
        return priced[0] if isinstance(priced, list) and len(priced) == 1 else None
    return turn.figure(clause)


def _like(
    turn: Turn, model: Expression, own: Expression | None, of: Clause, clause: Clause
) -> Expression | None:
    """Return a side's figure with what the other side says for both: its operation or its group."""
    match model:
        case Share() if own is not None:
            return Share(part=own, whole=model.whole)
        case PerHead() if own is not None:
            return PerHead(amount=own, heads=model.heads)
        case Growth() if own is not None:
            found = turn.figure(clause.of([*clause.tokens, *words(of, "growth")]))
            return found if not isinstance(found, Plan) else None
    if own is None and clause.asks("most", "least"):
        found = turn.figure(clause.of([*of.without("most", "least").tokens, *clause.tokens]))
        return found if not isinstance(found, Plan) else None
    return own


def _two_sides(clause: Clause, times: bool) -> tuple[Clause, Clause] | None:
    at = clause.index("compare")
    if at is not None:
        left, right = clause.part(0, at), clause.part(at + 1)
        if _says_something(right) or (left.named and right.years and clause.years != right.years):
            return (left, right)
        clause = left  # 「A和B相比」
    start = next((i for i, t in enumerate(clause.tokens) if t.text in ("从", "由")), None)
    end = next((i for i, t in enumerate(clause.tokens) if t.text in ("到", "至")), None)
    if start is not None and end is not None and start < end:
        return clause.part(0, end), clause.part(end + 1)
    if times:
        halves = [
            s
            for s in clause.split(lambda t: t.text in _EQUALS)
            if s.named or s.asks("results", "follow", "last_year", "most", "least")
        ]
        if len(halves) == 2:
            return halves[0], halves[1]
    middle = clause.index("difference")
    if middle is not None:
        left, right = clause.part(0, middle), clause.part(middle + 1)
        if left.named and right.named:
            return left, right  # 「A超出B多少」
    return _joined(clause)


def _joined(clause: Clause) -> tuple[Clause, Clause] | None:
    """Return what stands on both sides of 和, split after a sum where one is said."""
    joints = [i for i, token in enumerate(clause.tokens) if "and" in token.kinds]
    pairs = [(clause.part(0, i), clause.part(i + 1)) for i in joints]
    pairs = [p for p in pairs if _says_something(p[0]) and _says_something(p[1])]
    if len(pairs) > 1 and (ends := [p for p in pairs if all(s.asks(*_PICKS) for s in p)]):
        pairs = ends  # 「甲、乙、丙三项最大的和最小的」
    if len(pairs) > 1:
        pairs = [p for p in pairs if p[0].tokens[-1].kinds & {"sum", "of"} and p[0].asks("sum")]
    return pairs[0] if len(pairs) == 1 else None


def _says_something(clause: Clause) -> bool:
    referring = clause.asks("most", "least", "top", "results", "follow")
    return bool(clause.named) or referring or "者" in clause.text


def _remembered_pair(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | Plan | None:
    """Return the last two figures, or the last one and the one named, where that is what is meant."""
    if clause.asks("last_year") or clause.other_years:
        return None
    named = clause.named
    if len(named) == 1 and len(named[0].mentions) == 2 and not turn.spoken:
        tokens = [clause.of([t]) for t in clause.tokens if clause.of([t]).named]
        pair = [turn.figure(token) for token in tokens]
    elif len(named) == 1 and _is_last(turn, named[0]):
        pair = list(reversed(references.remembered(turn, _TWO)))  # 「后者多出多少」
    elif len(named) == 1 and turn.spoken:
        pair = [_compared(turn), turn.figure(clause.without(*_UNSAID, "compare"))]
    elif not named:
        listed = references.members(turn)
        pair = list(listed if len(listed) == _TWO else references.remembered(turn, _TWO))
    else:
        return None
    known = [figure for figure in pair if figure is not None and not isinstance(figure, Plan)]
    return (known[0], known[1]) if len(known) == 2 else None


def _is_last(turn: Turn, phrase: Phrase) -> bool:
    """Tell whether a phrase refers to the last figure spoken of, and names nothing beside it."""
    last = turn.last_figure()
    return last is not None and [m.goal for m in phrase.mentions] == [last]


def _compared(turn: Turn) -> Expression | None:
    """Return the last figure spoken of; of a comparison in the same question, what was compared."""
    compared = bool(turn.goals) and isinstance(turn.goals[-1], Difference) and len(turn.said) > 1
    compared = compared and not _NAMED_DIFFERENCE.search(turn.text)
    return turn.said[-2] if compared else turn.last_figure()


def _is_percent(goal: Expression) -> bool:
    return isinstance(goal, Share | Growth | Relative)
