"""What words such as 前者, 两个, 大的 or nothing at all refer to: the figures spoken of before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import absence
from assistant.clause import CONTAINING, Clause, dated
from assistant.left_over import is_part, left_members, left_over, scope_before
from assistant.lexicon import Meaning
from assistant.matching import relation_of
from assistant.normal import canonical, numeral
from assistant.overlap import contains
from assistant.plan import (
    Cell,
    Count,
    Difference,
    Expression,
    Growth,
    Identify,
    Listing,
    Plan,
    Quote,
    Rank,
    Ratio,
    Relative,
    Share,
    Sum,
    Where,
    Without,
    nodes,
)
from assistant.question import read_clauses
from assistant.reading import Sort, Token
from assistant.turn import Turn
from corpus.disclosure import RowKind
from index.records import Fact

_RATES = (Share, Growth, Ratio, Relative)
_GROUPS = (Listing, Where, Rank)
# What words are that may refer to nothing: 最大的 is one of a group, 总的 says little.
_PLAIN = {"largest": "most", "smallest": "least", "whole": "filler"}
_JOINED = {"俩": 2, "仨": 3}
# General words that tell one figure of an item from another.
_TELLING = frozenset({"年初", "年末", "年底", "年中", "达标"})
_YEAR = re.compile(r"(?:19|20)\d\d")


def bound(turn: Turn, clause: Clause) -> Clause | Plan:
    """Return a clause whose referring words stand for the figures they refer to.

    Returns the plan that says which word nothing spoken of before answers to, if there is one;
    第一项 may also be no reference at all.
    """
    if any(map(_is_year, clause.tokens)):
        clause = _in_year(turn, clause)
    said = clause.tokens
    if said and said[0].text in CONTAINING and clause.asks("share", "percent"):
        said = [Token("", Sort.REFERENCE, said[0].start, kinds=frozenset({"it"})), *said]
    if not any(token.sort is Sort.REFERENCE for token in said):
        return clause
    tokens: list[Token] = []
    for i, token in enumerate(said):
        if tokens and _is_apposed(tokens, token):
            tokens.append(replace(token, sort=Sort.WORD, kinds=frozenset({"filler"})))
            continue
        if "project" in token.kinds and token.sort is Sort.REFERENCE:
            own = any(t.sort is Sort.NAME for t in said[i + 1 : i + 2])  # 该项目当年预算
            token = _project(turn, token, not own and bool(tokens) and "share" in tokens[-1].kinds)
        if token.sort is Sort.REFERENCE:
            if "last" in token.kinds and _sets_against(clause):
                token = replace(token, kinds=frozenset({"earlier"}))
            goal = _figure_of(turn, token, "百分点" in clause.text)
            if goal is None and (plain := _PLAIN.get(next(iter(token.kinds)))):
                token = replace(token, sort=Sort.WORD, kinds=frozenset({plain}))
                tokens.append(token)
                continue
            if goal is None and "nth" in token.kinds:
                library = turn.library
                return next(
                    iter(read_clauses(clause.text, library.lexicon, library.owners)), clause
                )
            if goal is None:
                return absence.unresolved(token.text)
            meanings = meanings_of(turn, goal)
            token = replace(token, sort=Sort.NAME, goal=goal, meanings=meanings)
        tokens.append(token)
    return clause.of(tokens)


def _is_apposed(before: Sequence[Token], token: Token) -> bool:
    """Tell whether a word only says again what is named right before it (住房保障那一类)."""
    named = [t for t in before[-2:] if t.text != "的"]
    apposed = bool(named) and named[-1].sort is Sort.NAME
    return apposed and token.sort is Sort.REFERENCE and "class" in token.kinds


def _in_year(turn: Turn, clause: Clause) -> Clause:
    """Return a clause with the year that the figure spoken of last tells in place of 那年."""
    last = turn.last_figure()
    fact = turn.library.store.facts[last.fact] if isinstance(last, Cell) else None
    year = _YEAR.search(_address(fact)) if fact else None
    said = f"{year[0]}年" if year else "今年"
    words = (said if _is_year(t) else t.text for t in clause.tokens)
    library = turn.library
    again = read_clauses("".join(words), library.lexicon, library.owners, True)
    return dated(again[0], clause.base) if len(again) == 1 else clause


def _is_year(token: Token) -> bool:
    return token.sort is Sort.REFERENCE and "year" in token.kinds


def _sets_against(clause: Clause) -> bool:
    """Tell whether the one thing a clause refers to is set against what it leaves unsaid."""
    references = [token for token in clause.tokens if token.sort is Sort.REFERENCE]
    return clause.asks("difference", "compare") and len(references) == 1 and not clause.named


def _project(turn: Turn, token: Token, whole: bool) -> Token:
    """Return 这个项目 as the name of the project whose form was spoken of, else as a general word.

    The whole of a share is found by what was spoken of: it may be an item that is called a project.
    """
    known = turn.about.mentions if turn.about and not whole else ()
    last = turn.last_figure()
    fact = turn.library.store.facts[last.fact] if isinstance(last, Cell) and not whole else None
    if not known and fact and fact.subject and (named := turn.lookup.named(fact.subject)):
        known = (named,)
    if not known:
        return replace(token, sort=Sort.WORD, kinds=frozenset({"filler"}))
    return replace(token, sort=Sort.NAME, kinds=frozenset(), meanings=known[0].meanings)


def _figure_of(turn: Turn, token: Token, rates: bool) -> Expression | None:
    """Return the figure that one referring word stands for; `rates` where rates are compared."""
    spoken = _in_order(turn, rates)
    match next(iter(token.kinds)):
        case "earlier":
            return spoken[-2] if len(spoken) > 1 else spoken[-1] if spoken else None
        case "final":
            return next(iter(reversed(_group(turn) or spoken)), None)
        case "later":
            return spoken[-1] if spoken else None
        case "nth":
            said = re.search("第(.)", token.text)
            place = numeral(said[1]) if said else 1
            pool = _group(turn) or spoken
            return pool[place - 1] if len(pool) >= max(place, 2) else None
        case "larger" | "smaller" as which:
            return _extreme(turn, _pool(turn), which == "larger")
        case "largest" | "smallest" as which:
            listed = isinstance(turn.last_goal(), _GROUPS)
            return None if listed else _extreme(turn, remembered(turn, 8), which == "largest")
        case "whole":
            last = turn.last_figure()
            return containing(turn, last) if last else None
        case "rest":
            return left_over(turn)
        case "class":
            return _class_of(turn)
    return turn.last_figure()


def then_and_now(turn: Turn) -> tuple[Expression, Expression] | None:
    """Return the last two figures, the later first, where they tell of one thing at two times."""
    facts = turn.library.store.facts
    told = [g for g in _in_order(turn) if isinstance(g, Cell)]
    last = [g for g in told if not relation_of(facts[g.fact])][-2:]
    cells = [facts[goal.fact] for goal in last]
    if len(cells) < 2 or cells[0].unit != cells[1].unit or cells[0].id == cells[1].id:
        return None
    one, other = cells
    about = (
        {m.name for known in turn.about.mentions for m in known.meanings} if turn.about else set()
    )
    of_one_thing = all(canonical(fact.subject or fact.row) in about for fact in cells)
    of_one_thing = of_one_thing or (one.subject is not None and one.subject == other.subject)
    years = [_year_told(turn, fact) for fact in cells]
    dated = [fact for fact in cells if _YEAR.search(_address(fact))]
    if not dated or not (of_one_thing or one.row == other.row):
        return None
    return (last[0], last[1]) if years[0] > years[1] else (last[1], last[0])


def _address(fact: Fact) -> str:
    return " ".join((fact.row, *fact.column))


def _year_told(turn: Turn, fact: Fact) -> int:
    """Return the year that a fact's row or column says, else that of its document."""
    said = _YEAR.search(_address(fact))
    return int(said[0]) if said else turn.year_of(fact.id) or 0


def of_year(turn: Turn, year: int) -> Expression | None:
    """Return the last figure spoken of that tells of a year."""
    facts = turn.library.store.facts
    told = (g for g in reversed(_in_order(turn)) if isinstance(g, Cell))
    return next((goal for goal in told if _year_told(turn, facts[goal.fact]) == year), None)


def told_by(turn: Turn, clause: Clause) -> Expression | None:
    """Return the one figure spoken of whose own name holds a word that a clause says (年初的)."""
    facts = turn.library.store.facts
    words = [t.text for t in clause.tokens if t.kinds == {"filler"} and t.text in _TELLING]
    cells = [g for g in _in_order(turn) if isinstance(g, Cell)]
    told = [g for g in cells if any(word in _address(facts[g.fact]) for word in words)]
    return told[-1] if len({g.fact for g in told}) == 1 else None


def _class_of(turn: Turn) -> Expression | None:
    """Return the class that the row last spoken of belongs to."""
    last, store = turn.last_figure(), turn.library.store
    fact = store.facts[last.fact] if isinstance(last, Cell) else None
    while fact is not None and fact.row_kind is not RowKind.CLASS:
        fact = store.cells.get((fact.document, fact.table_id, fact.parent, fact.column_index))
    return Cell(fact=fact.id) if fact else None


def meanings_of(turn: Turn, goal: Expression) -> tuple[Meaning, ...]:
    """Return the names that a cell referred to goes by, so that others can be put beside it."""
    fact = turn.library.store.facts[goal.fact] if isinstance(goal, Cell) else None
    mention = turn.lookup.named(fact.row) if fact else None
    return mention.meanings if mention else ()


def _in_order(turn: Turn, rates: bool = False) -> list[Expression]:
    """Return the figures spoken of, each once, oldest first; rates where there is nothing else."""
    said = [*turn.before.history, *turn.goals]
    figures = [g for g in said if not isinstance(g, (*_GROUPS, Quote, Identify, Count))]
    sort = [g for g in figures if isinstance(g, _RATES) is rates] or figures
    return list({g.model_dump_json(): g for g in sort}.values())


def members(turn: Turn) -> list[Expression]:
    """Return the members of the list last given or counted, in its order."""
    return _members_of(turn, turn.last_goal())


def _members_of(turn: Turn, goal: Expression | None) -> list[Expression]:
    match goal:
        case Listing(facts=facts) | Count(of=None, facts=facts):
            return [Cell(fact=fact) for fact in facts]
        case Where() | Rank() | Count(of=Where()) as group:
            return turn.parts_of(group.of if isinstance(group, Count) and group.of else group)
    return []


def _group(turn: Turn) -> list[Expression]:
    """Return the members of the list that is spoken of: the last one, or that of the picks since."""
    if len(group := members(turn)) > 1:
        return group
    picked: set[str] = set()
    for goal in reversed(turn.before.history):
        group = _members_of(turn, goal)
        if len(group) > 1:
            own = {member.fact for member in group if isinstance(member, Cell)}
            return group if picked <= own else []
        cells = [node for node in nodes(goal) if isinstance(node, Cell)]
        if not cells:
            return []
        picked.update(cell.fact for cell in cells)
    return []


def ranked_over(turn: Turn) -> tuple[str, ...]:
    """Return what the last ranking went over, where the figures since are picks of it."""
    picked: set[str] = set()
    for goal in reversed(turn.before.history):
        if isinstance(goal, Rank):
            return goal.facts if picked <= set(goal.facts) else ()
        cells = nodes(goal.part if isinstance(goal, Share) else goal)
        picked.update(cell.fact for cell in cells if isinstance(cell, Cell))
    return ()


def _pool(turn: Turn) -> Sequence[Expression]:
    """Return the figures that 大的 and 小的 choose from: a list, a comparison, or the last two."""
    if len(group := members(turn)) > 1:
        return group
    pair = remembered(turn, 2)
    return pair if len(pair) > 1 else _group(turn)


def _extreme(turn: Turn, pool: Sequence[Expression], largest: bool) -> Expression | None:
    amounts = [(amount, goal) for goal in pool if (amount := turn.trial.amount(goal)) is not None]
    if len(amounts) < 2 or len({amount for amount, _ in amounts}) < len(amounts):
        return None
    pick = max if largest else min
    return pick(amounts, key=lambda pair: pair[0])[1]


def referred(turn: Turn, clause: Clause) -> list[Expression] | None:
    """Return the figures that words such as 前者, 两者 or nothing at all refer to."""
    figures = remembered(turn, 8)
    if "前者" in clause.text and len(figures) > 1:
        return [figures[-2]]
    if "后者" in clause.text and figures:
        return [figures[-1]]
    if clause.asks("results") and len(figures) > 1:
        return list(figures[-how_many(clause) :])
    last = turn.last_figure()
    return [last] if last else None


def told_beside(turn: Turn, clause: Clause) -> list[Expression]:
    """Return the amount told with the count just asserted, where a clause asks for money."""
    last = turn.last_goal()
    beside = turn.sentences.money_beside(clause, last.fact) if isinstance(last, Cell) else None
    return [beside.cell] if beside else []


def together(turn: Turn, clause: Clause) -> Expression | None:
    """Return the sum of the figures that 「两者之和」 refers to, which may just have been added up.

    「合计」 alone is that of the list spoken of.
    """
    if clause.named or not clause.asks("sum"):
        return None
    count, last = how_many(clause), turn.last_goal()
    group = _group(turn)
    alone = not clause.asks("results") and turn.refers(_bare(clause))
    if group and (len(group) == count or alone):
        return Sum(of=tuple(group))
    if not clause.asks("results"):
        return None
    if isinstance(last, Sum) and len(last.of) == count:
        return last
    figures = remembered(turn, count) if count > 1 else []
    return Sum(of=tuple(figures)) if len(figures) == count else None


def _bare(clause: Clause) -> Clause:
    return clause.without("sum", "percent")


def remembered(turn: Turn, count: int) -> list[Expression]:
    """Return the last few figures of one sort that were spoken of, oldest first."""
    own = turn.said or turn.goals
    said = [part for goal in (*turn.before.history, *own) for part in _sides(goal)]
    figures: list[Expression] = [
        goal for goal in said if not isinstance(goal, Quote | Listing | Rank | Where)
    ]
    unit = turn.lookup.unit_of(figures[-1]) if figures else None
    alike = [goal for goal in figures if turn.lookup.unit_of(goal) == unit]
    return alike[-count:] if count else _apart(turn, alike)


def chain(turn: Turn) -> list[Expression]:
    """Return the cells of one sort that the last turns came to one after another, oldest first."""
    last = [*turn.before.history, *turn.goals]
    unit = turn.lookup.unit_of(last[-1]) if last else None
    cells: list[Expression] = []
    for goal in reversed(last):
        if not isinstance(goal, Cell) or turn.lookup.unit_of(goal) != unit:
            break
        cells.insert(0, goal)
    return _apart(turn, cells)


def _apart(turn: Turn, goals: list[Expression]) -> list[Expression]:
    """Return the figures of a chain without those that hold others of it."""
    facts, cells = turn.library.store.facts, turn.library.store.cells
    own = [facts[g.fact] if isinstance(g, Cell) else None for g in goals]
    return [
        goal
        for i, goal in enumerate(goals)
        if not any(a and b and contains(a, b, cells) for a in own[i : i + 1] for b in own[i + 1 :])
    ]


def inside(turn: Turn, whole: Expression) -> Expression | None:
    """Return the last figure spoken of that is part of another."""
    return next((g for g in reversed(turn.before.history) if is_part(turn, g, whole)), None)


def left(turn: Turn, clause: Clause) -> list[Fact]:
    """Return the members left of a whole where 「余下四个」 refers to them and there are so many."""
    goals = [m.goal for phrase in clause.named for m in phrase.mentions if m.goal]
    spoken = goals[0] if len(goals) == 1 and len(clause.named) == 1 else None
    rest = spoken if isinstance(spoken, Without) else None
    if rest is None and clause.asks("rest") and not clause.named and not clause.asks("except"):
        rest = left_over(turn)
    members = left_members(turn, rest) if rest else []
    said = how_many(clause)
    return members if not said or said == len(members) else []


def how_many(clause: Clause) -> int:
    """Return how many results a clause refers to (两个 → 2); 0 where it does not say."""
    found = re.search(r"([二两三四五六七八九十俩仨])(?:个|项|类|者|样|笔|款|科)?", clause.text)
    return _JOINED.get(found[1]) or numeral(found[1]) if found else 0


def containing(turn: Turn, part: Expression) -> Expression | None:
    """Return the figure spoken of before that a part belongs to."""
    if not isinstance(part, Cell):
        return None
    for goal in reversed(turn.before.history):
        if isinstance(goal, Sum) and part in goal.of:
            return goal
        if isinstance(goal, Cell) and is_part(turn, part, goal):
            return goal
    within = scope_before(turn)
    return within if within and is_part(turn, part, within) else None


def _sides(goal: Expression) -> tuple[Expression, ...]:
    """Return the figures that a comparison names, else the goal itself."""
    return (goal.left, goal.right) if isinstance(goal, Difference | Ratio | Relative) else (goal,)
