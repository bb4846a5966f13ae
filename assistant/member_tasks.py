"""Tasks that go over the members of something: lists, ranks, counts, and those that meet a condition."""

import re
from decimal import Decimal

from assistant import membership, references
from assistant.clause import Clause, Phrase
from assistant.evidence import by_amount
from assistant.matching import TARGET_HEADS
from assistant.members import Members
from assistant.normal import canonical, numeral
from assistant.plan import Average, Cell, Count, Listing, Quote, Rank, Sum, Where
from assistant.turn import Goals, Turn
from corpus.money import SHORT_UNITS, YUAN, as_plain, to_decimal
from index.records import Fact

_INSIDE = re.compile(r"里|其中|当中")
_LISTS = re.compile(r"、|包括|分别|其中|[:：]")
_MEASURES = "位名项个类笔家户款条种块样处科所档"
# 前三名, 最多的三家, 两个最小的, 最小的那两个.
_TOP = re.compile(
    rf"(?:前|居前|最[大多高小少低]的(?:前|那)?|靠前的)([一二三四五六七八九十两]|\d+)(?=[{_MEASURES}大的是呢]|$)"
    rf"|([二三四五六七八九十两]|\d+)[{_MEASURES}](?=最[大多高小少低])"
)
_NTH = re.compile(r"第([一二三四五六七八九十]|\d+)(?=大|多|高|小|少|低|名|位|的|呢|个|是|在|有|$)")
_FROM_BELOW = re.compile(
    r"从(?:小到大|少到多|低到高)|最[小少低]|倒数|倒着|第[一二三四五六七八九十\d]+(?:少|小|低)"
)
_RANGE = re.compile(r"第?([一二三四五六七八九十]|\d+)(?:到|至|-)第([一二三四五六七八九十]|\d+)")
_PLACE = re.compile(
    r"(?<!安)排(?:在)?(?:第几|老几|几|名第几|多少名|第多少)|第几(?:大|多|高|名|位)|名列第几"
)
_NUMBER = r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|%)?"
_ABOVE = re.compile(
    rf"(?:(?<![不超])(?:超过|大于|高于|多于|超出|超|过){_NUMBER})|(?:{_NUMBER}(?:元)?(?:以上|及以上))"
)
_BELOW = re.compile(
    rf"(?:(?:低于|小于|少于|不到|不足|不超过|不高于|不多于){_NUMBER})|(?:{_NUMBER}(?:元)?(?:以下|以内|及以下))"
)
_BETWEEN = re.compile(rf"{_NUMBER}(?:到|至|-|~|和|与){_NUMBER}(?:之间|以内)?(?!月|个月|天|号)")
_EQUAL = re.compile(rf"(?:恰好?|正好|刚好|恰恰)(?:为|是|等于)?{_NUMBER}")
_TARGETS = re.compile(r"指标|绩效目标")
_CLAIM = re.compile(r"(?:\d+|[一二三四五六七八九十]+)个(?:项目|科目|大类)")
_TOGETHER = re.compile(r"合计|共计|一共|总共|加起来|之和")
_INCLUSIVE = re.compile(r"以上|以下|以内|不超过|不高于|不多于|及以")


def rank(turn: Turn, clause: Clause) -> Goals:
    """Return the largest or smallest members of what is named, or the n-th."""
    if place := _place_of(turn, clause) or _next_to(turn, clause):
        return [place]
    said = "".join(token.text for token in clause.tokens if token.goal is None)
    nth = _NTH.search(said)
    if not clause.asks("most", "least", "top") and not nth:
        return None
    if clause.asks("except") and membership.only_leaves_out(clause):
        return None
    by_size = nth and said[nth.end() : nth.end() + 1] in tuple("大多高小少低")
    if nth and not by_size and not clause.named and isinstance(last := turn.last_goal(), Listing):
        picked = last.facts[numeral(nth[1]) - 1 :][:1]
        return [Cell(fact=fact) for fact in picked] or None
    named = _named_facts(turn, clause)
    again = nth and not clause.named and not _INSIDE.search(clause.text)
    named = named or (references.ranked_over(turn) if again else ())
    members = None if named else membership.items(turn, clause)
    ids = named or tuple(part.id for part in (members.parts if members else ()))
    name = members.name if members else ""
    if len(ids) < 2:
        return None
    turn.ranked_over = ids
    largest = not clause.asks("least") and not _FROM_BELOW.search(clause.text)
    if several := _RANGE.search(clause.text):
        first, last_place = numeral(several[1]), numeral(several[2])
        count = max(1, last_place - first + 1)
        return [Rank(facts=ids, count=count, skip=first - 1, largest=largest, name=name)]
    if nth:
        skip = numeral(nth[1]) - 1
        return [Rank(facts=ids, count=1, skip=skip, largest=largest, name=name)]
    top = _TOP.search(clause.text)
    count = numeral(top[1] or top[2]) if top else 1
    if top and named and count >= len(ids):
        count = 1  # 「甲、乙、丙三项最大的」 counts what is named
    if clause.asks("top") and not top:
        count = len(ids)
    ranked = Rank(facts=ids, count=min(count, 100), largest=largest, name=name)
    if count > 1 and (clause.asks("sum") or _TOGETHER.search(clause.text)):
        return [turn.converted(clause, Sum(of=tuple(turn.ranked(ranked))))]
    return [ranked]


def asks_place(clause: Clause) -> bool:
    """Tell whether a clause asks for a place in an order (第三位, 排第几)."""
    return bool(_NTH.search(clause.text) or _PLACE.search(clause.text))


def _next_to(turn: Turn, clause: Clause) -> Rank | None:
    """Return the member that comes right after the one named (仅次于某项)."""
    if "仅次于" not in clause.text or not clause.named:
        return None
    for phrase in clause.named:
        cell = turn.cell(clause.of([]), phrase)
        whole = turn.lookup.whole_of(cell) if isinstance(cell, Cell) else None
        parts = (
            turn.groups.parts(turn.library.store.facts[whole.fact])
            if isinstance(whole, Cell)
            else []
        )
        ordered = by_amount(parts, True)
        own = next(
            (i for i, p in enumerate(ordered) if turn.groups.goes_by(p, phrase.mentions)), None
        )
        if own is not None and own + 1 < len(ordered):
            return Rank(facts=tuple(p.id for p in ordered), count=1, skip=own + 1)
    return None


def _place_of(turn: Turn, clause: Clause) -> Count | None:
    """Return which place a member takes: how many are as large, itself among them (排第几)."""
    if not _PLACE.search(clause.text) or not clause.named:
        return None
    named = [m for phrase in clause.named for m in phrase.mentions] + list(clause.scope)
    for mention in named:
        cell = turn.cell(clause.of([]), Phrase((mention,)))
        others = [m for m in named if m is not mention]
        whole = turn.lookup.whole_of(cell) if isinstance(cell, Cell) else None
        group = turn.groups.with_parts(others, clause) if others else None
        group = group or (turn.library.store.facts[whole.fact] if isinstance(whole, Cell) else None)
        parts = turn.groups.leaves(group) if group else []
        own = next((p for p in parts if turn.groups.goes_by(p, [mention])), None)
        if own is not None and len(parts) > 1:
            larger = [
                p for p in by_amount(parts, True) if (p.comparable or 0) >= (own.comparable or 0)
            ]
            facts = tuple(p.id for p in larger if p.comparable != own.comparable or p is own)
            return Count(facts=facts, name=own.row, unit="位")
    return None


def _named_facts(turn: Turn, clause: Clause) -> tuple[str, ...]:
    """Return the figures named where several are (甲、乙、丙谁最多), or spoken of (三个里哪个最多)."""
    if not clause.named and clause.asks("results"):
        spoken = references.remembered(turn, references.how_many(clause))
        own = tuple(goal.fact for goal in spoken if isinstance(goal, Cell))
        return own if 1 < len(own) == len(spoken) else ()
    if len(clause.named) < 2:
        return ()
    cells = [turn.cell(clause, phrase) for phrase in clause.named]
    ids = tuple(cell.fact for cell in cells if isinstance(cell, Cell))
    return ids if len(ids) == len(cells) else ()


def where(turn: Turn, clause: Clause) -> Goals:
    """Return the members whose amount meets the condition in the clause, or their number."""
    limits = _limits(clause.text)
    if limits is None:
        return None
    members = membership.items(turn, clause)
    if members is None:
        return None
    low, high, unit = limits
    if unit == "%":
        low, high, unit = (
            _of_whole(low, members),
            _of_whole(high, members),
            members.whole.unit or "",
        )
        if unit not in YUAN:
            return None
    condition = Where(
        facts=tuple(part.id for part in members.parts),
        low=low,
        high=high,
        unit=unit,
        inclusive=bool(_INCLUSIVE.search(clause.text) or (low and high)),
    )
    return [Count(of=condition, name="符合条件的")] if clause.asks("count") else [condition]


def count(turn: Turn, clause: Clause) -> Goals:
    """Return how many members there are of what is named."""
    if clause.counted_unit in ("人", "平方米", "辆", "家", "次", "场", "套", "户"):
        return None
    if "目录" in clause.text:
        return None  # what the contents list is no member of anything
    if clause.named and clause.counted_unit:
        stated = turn.lookup.cell(clause.named[0].mentions, clause)
        if stated is not None:
            return [stated.cell]
    if structure := _structure(turn, clause):
        return [structure]
    last = turn.last_goal()
    if not clause.named and not clause.unknown and isinstance(last, Where):
        return [Count(of=last, name="符合条件的")]
    members = membership.items(turn, clause)
    if members is None:
        return None
    name = clause.named[0].text if clause.named else "项目"
    return [Count(facts=tuple(part.id for part in members.parts), name=name, unit="个")]


def _structure(turn: Turn, clause: Clause) -> Count | None:
    """Return the number of terms explained or of forms attached, where that is what is counted."""
    if re.search("名词|术语", clause.text):
        terms = [p for ps in turn.library.terms.values() for p in ps if p.document in turn.names]
        ids = tuple(dict.fromkeys(p.id for p in terms))
        return Count(passages=ids, name="名词解释") if ids else None
    if _TARGETS.search(clause.text) and (targets := _targets(turn, clause)):
        return Count(facts=tuple(fact.id for fact in targets), name="绩效指标", unit="个")
    if re.search("申报表|绩效.*表", clause.text):
        facts = tuple(fact.id for fact in turn.groups.subjects())
        return Count(facts=facts, name="项目绩效表", unit="张") if facts else None
    return None


def _targets(turn: Turn, clause: Clause) -> list[Fact]:
    """Return the targets of the project named, of one group (产出, 效益) where one is said."""
    names = {m.name for phrase in clause.named for one in phrase.mentions for m in one.meanings}
    own = [
        fact
        for fact in turn.library.store.cells.values()
        if fact.subject and canonical(fact.subject) in names and fact.document in turn.names
        if fact.column and canonical(fact.column[-1]) in TARGET_HEADS
    ]
    grouped = [f for f in own if any(len(g) > 1 and g[-2:] in clause.text for g in f.row_path)]
    return grouped or own


def claimed(turn: Turn, clause: Clause) -> Goals:
    """Return the true number where a question claims one (「有12个项目吧」)."""
    if not _CLAIM.search(clause.text) or not re.search(r"吧|吗|对|是不是|没错", clause.text):
        return None
    members = membership.members(turn, clause)
    if members is None:
        return None
    return [Count(facts=tuple(part.id for part in members.parts), name="项目", unit="个")]


def average(turn: Turn, clause: Clause) -> Goals:
    """Return the mean of the figures named, or of the members of the one named."""
    parts = [turn.cell(clause, phrase) for phrase in clause.named]
    known = tuple(part for part in parts if part)
    if len({part.model_dump_json() for part in known}) > 1 and len(known) == len(parts):
        return [Average(of=known)]
    members = membership.members(turn, clause)
    if members is None or len(members.parts) < 2:
        return None
    return [Average(of=tuple(Cell(fact=part.id) for part in members.parts), whole=members.whole.id)]


def itemise(turn: Turn, clause: Clause) -> Goals:
    """Return the members of what is named with their total, or a passage that lists them."""
    if len(clause.named) > 1 and re.search("分别|各", clause.text):
        return None
    if again := _under_head(turn, clause):
        return [again]
    members = membership.members(turn, clause)
    if members is not None:
        parts = tuple(part.id for part in members.parts)
        return [Listing(facts=parts, name=_named(clause.named), total=_total(members))]
    single = clause.named[0] if len(clause.named) == 1 else None
    if single and (elements := turn.passages.listed(single)):
        return [Quote(passages=tuple(p.id for p in elements))]
    quote = _told_by_count(turn, clause) or turn.passages.about(clause, bool(clause.named))
    return [quote] if quote else None


def _under_head(turn: Turn, clause: Clause) -> Listing | None:
    """Return the members just counted with their amounts, where only their column is named."""
    last = turn.goals[-1] if turn.goals else None
    if not isinstance(last, Count) or not last.facts or len(clause.named) != 1:
        return None
    names = {m.name for mention in clause.named[0].mentions for m in mention.meanings}
    facts = [turn.library.store.facts[fact] for fact in last.facts]
    heads = [{canonical(head) for head in fact.column} for fact in facts]
    return Listing(facts=last.facts) if all(own & names for own in heads) else None


def _told_by_count(turn: Turn, clause: Clause) -> Quote | None:
    """Return the sentence that counts what is named and lists it (设5个科，包括…)."""
    if len(clause.named) != 1 or clause.asks("count", "amount"):
        return None
    found = turn.lookup.cell(clause.named[0].mentions, clause.of([]))
    fact = turn.library.store.facts[found.cell.fact] if found else None
    if fact is None or fact.quote is None or fact.unit in YUAN or fact.unit == "%":
        return None
    told = turn.passages.around(fact)
    return told if told and _LISTS.search((told.part or "").partition(fact.text)[2]) else None


def _total(members: Members) -> str | None:
    """Return the figure the members add up to; a misprinted one is not called their total."""
    amounts = [part.value for part in members.parts if part.value is not None]
    return members.whole.id if sum(amounts, Decimal(0)) == members.whole.value else None


def _named(phrases: list[Phrase]) -> str:
    return phrases[0].text if phrases else ""


def _limits(text: str) -> tuple[str | None, str | None, str] | None:
    """Return lower and upper bound as printed, and their money unit; None without a condition."""
    if match := _EQUAL.search(text):
        return match[1], match[1], _unit(match[2])
    if match := _BETWEEN.search(text):
        return match[1], match[3], _unit(match[4] or match[2])
    low, high = _bound(_ABOVE, text), _bound(_BELOW, text)
    if low is None or high is None or low[1] == high[1]:
        found = low or high
        return (low and low[0], high and high[0], found[1]) if found else None
    if "%" in (low[1], high[1]):
        return None
    same = to_decimal(high[0]) * YUAN[high[1]] / YUAN[low[1]]
    return low[0], as_plain(same), low[1]


def _bound(form: re.Pattern[str], text: str) -> tuple[str, str] | None:
    """Return a bound and its unit as a text gives them on one side."""
    match = form.search(text)
    if match is None:
        return None
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    return number, _unit(unit)


def _of_whole(percent: str | None, members: Members) -> str | None:
    """Return a share that a condition gives as an amount of the whole."""
    if percent is None or members.whole.value is None:
        return None
    return as_plain(members.whole.value * to_decimal(percent) / 100)


def _unit(unit: str | None) -> str:
    if unit == "%":
        return unit
    full = SHORT_UNITS.get(unit or "", unit or "万元")
    return full if full in YUAN else "万元"
