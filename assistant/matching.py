"""Find the cells that a phrase speaks of: each mention must be a row, column, heading or table of it.

Scores are sums of small weights: how a name matches, minus what the phrase leaves open (a row or
column it does not name), plus which table states the figure best. They order; they never count
money.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from assistant.lexicon import Lexicon, Meaning, Role
from assistant.normal import canonical
from assistant.plan import Expression
from assistant.vocabulary import vocabulary
from corpus.disclosure import RowKind
from corpus.money import YUAN
from corpus.units import same_unit
from index.records import Fact

_ROLE_WEIGHT = {
    Role.ROW: 3.0,
    Role.COLUMN: 2.6,
    Role.CONTEXT: 1.8,
    Role.TABLE: 1.5,
    Role.WORDS: 2.4,
}
_CODE_WEIGHT = 3.4
_OPEN_ROW = -2.5
_OPEN_COLUMN = -1.2
_WRONG_SORT = -2.5
_IN_FORM = -0.3
_COUNTED = -0.2
_UNIT_PRICE = -1.5
# 花多少钱 asks for what is spent, not for what is aimed at.
_TARGET = -1.5
TARGET_HEADS = frozenset({"指标值", "年度目标", "年度指标值"})
_OPEN_SUBJECT = -0.7
_IN_SENTENCE = -0.9
_RELATION = -2.5
_NARROW = -1.0
# 合计 is a total of income or of spending by what stands around it.
_OTHER_SIDE = -2.5
_PAID_FROM = -0.5
_SIDES = ("收入", "支出")
# In a table of one row the columns are the items.
_SINGLE_ROW = 0.4
_OPERAND = -1.0
# A target of some years ahead is meant where it is named; else that of the year.
_LATER = -0.4
_NOT_ANNUAL = -2.5
_LATER_WORDS = re.compile(r"长期|中期")
_BLANK = -0.8
_NEAR = 1.2
PEOPLE = frozenset({"人", "名", "位"})
# What a form is about is no answer to a question that names it.
_TAUTOLOGY = -3.0
_RELATION_WORDS = re.compile(
    r"增加|减少|增长|下降|提高|降低|上升|占|新增|调增|调减|持平|[降增涨]幅"
)


class Expected(StrEnum):
    """Sort of content a question asks for."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    COUNT = "count"
    WORDS = "words"
    ANY = "any"


class Mention(NamedTuple):
    """One thing a phrase names: spellings' meanings, a code, or a figure that it refers back to."""

    text: str
    meanings: tuple[Meaning, ...]
    code: str | None = None
    goal: Expression | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: mentions, the sort of content, the year and the relation, if named.

    `aimed_at` tells that a target is asked for, not what is spent.
    """

    mentions: tuple[Mention, ...]
    expected: Expected = Expected.ANY
    year: int | None = None
    relation: re.Pattern[str] | None = None
    unit: str | None = None
    classification: str | None = None
    aimed_at: bool = False
    annual: bool = False


class Match(NamedTuple):
    """A fact with its score."""

    fact: Fact
    score: float


def find(wanted: Wanted, lexicon: Lexicon, documents: Collection[str] | None = None) -> list[Match]:
    """Return the facts that match every mention, best first; [] where no fact matches all."""
    if not wanted.mentions:
        return []
    scores: dict[int, float] | None = None
    for mention in wanted.mentions:
        weights = _weights(mention, lexicon)
        if scores is None:
            scores = weights
        else:
            scores = {i: scores[i] + w for i, w in weights.items() if i in scores}
    found = [
        Match(fact, round(score + _fit(fact, wanted), 4))
        for i, score in sorted((scores or {}).items())
        if (fact := lexicon.facts[i]) and (documents is None or fact.document in documents)
    ]
    # Of facts that fit alike the first in the document is meant.
    return sorted(found, key=lambda m: -m.score)


def _weights(mention: Mention, lexicon: Lexicon) -> dict[int, float]:
    weights: dict[int, float] = {}
    if mention.code:
        return dict.fromkeys(lexicon.codes.get(mention.code, ()), _CODE_WEIGHT)
    for meaning in mention.meanings:
        for role, weight in _ROLE_WEIGHT.items():
            for i in lexicon.postings[role].get(meaning.name, ()):
                weights[i] = max(weights.get(i, 0.0), weight - meaning.cost)
    return weights


def _fit(fact: Fact, wanted: Wanted) -> float:
    """Score what the phrase leaves open and how well the content fits what is asked."""
    names = {m.name for mention in wanted.mentions for m in mention.meanings}
    codes = {mention.code for mention in wanted.mentions if mention.code}
    row_named = canonical(fact.row) in names or fact.code in codes
    row_named = row_named or canonical(fact.text) in names
    heads = [canonical(head) for head in fact.column]
    column_named = bool(heads) and heads[-1] in names
    if heads and not column_named and any(head in names for head in heads[:-1]):
        column_named = heads[-1] in ("小计", "合计")
    score = table_rank(fact) + (_NARROW if _is_narrow(fact, wanted) else 0)
    score += _other_side(fact, wanted)
    if fact.subject and canonical(fact.text) == canonical(fact.subject):
        score += _TAUTOLOGY
    if fact.subject and canonical(fact.subject) not in names:
        score += _OPEN_SUBJECT
    if is_later(fact):
        score += _NOT_ANNUAL if wanted.annual else _LATER
    if fact.quote is not None:
        return score + _fit_sentence(fact, wanted, row_named)
    if not row_named and fact.row_kind is not RowKind.TOTAL:
        score += _OPEN_ROW
    elif column_named and not row_named and column_rank(fact) is None:
        score += _SINGLE_ROW
    if not column_named:
        rank = column_rank(fact)
        score += _OPEN_COLUMN if rank is None or is_planned(fact) else -0.05 * rank
    if wanted.year and any(str(wanted.year) in head for head in fact.column):
        score += 1.5
    elif not column_named and any(re.search(r"(?:19|20)\d\d", head) for head in fact.column):
        score += _OPEN_COLUMN
    score += _IN_FORM if fact.is_form else 0
    score += (
        _TARGET
        if _is_target(fact) and wanted.expected is Expected.MONEY and not wanted.aimed_at
        else 0
    )
    if wanted.classification and not (fact.code or "").startswith(wanted.classification):
        score += _WRONG_SORT
    return score + (_BLANK if not fact.text else 0) + _content(fact, wanted)


def _is_target(fact: Fact) -> bool:
    """Tell whether a cell states a target."""
    return bool(fact.column) and canonical(fact.column[-1]) in TARGET_HEADS


def is_later(fact: Fact) -> bool:
    """Tell whether a form states a figure for some years ahead, not for the year of its goals."""
    place = "".join((*fact.row_path, *fact.column))
    return _LATER_WORDS.search(place) is not None and "年度目标" not in place


def _is_narrow(fact: Fact, wanted: Wanted) -> bool:
    """Tell whether a table lists part of the spending only (采购) and no mention speaks of that."""
    said = "".join(mention.text for mention in wanted.mentions)
    narrow = (word for word in vocabulary().narrow if word in canonical(fact.table or ""))
    return any(word not in said for word in narrow)


def _other_side(fact: Fact, wanted: Wanted) -> float:
    """Score a cell of spending alone where income is asked for, or the other way round.

    A column of income in a table of spending says what is paid from it: it is the second choice.
    """
    asked = {side for side in _SIDES for mention in wanted.mentions if side in mention.text}
    if fact.quote is not None or len(asked) != 1:
        return 0
    address = "".join((fact.row, *fact.row_path, *fact.column))
    sides = [{side for side in _SIDES if side in words} for words in (address, fact.table or "")]
    told = sides[0] or sides[1]
    if told and not told & asked:
        return _OTHER_SIDE
    return _PAID_FROM if sides[1] and not sides[1] & asked else 0


def _fit_sentence(fact: Fact, wanted: Wanted, row_named: bool) -> float:
    relation = fact.column[0] if fact.column else ""
    score = _IN_SENTENCE + _content(fact, wanted) + (0 if row_named else _OPEN_ROW)
    if relation:
        asked = wanted.relation is not None and wanted.relation.search(relation)
        score += 0.5 if asked or _is_named_field(relation, wanted) else _RELATION
    elif wanted.relation is not None:
        score += _RELATION
    if is_operand(fact):
        score += _OPERAND
    if wanted.year:
        score += 1.0 if str(wanted.year) in f"{fact.row}{relation}" else -1.0
    return score


def _is_named_field(relation: str, wanted: Wanted) -> bool:
    """Tell whether the field of an amount (年初预算, 支出决算) is named, or the year it is of."""
    if _RELATION_WORDS.search(relation):
        return False
    names = {m.name for mention in wanted.mentions for m in mention.meanings}
    return canonical(relation) in names or (
        wanted.year is not None and str(wanted.year) in relation
    )


def is_operand(fact: Fact) -> bool:
    """Tell whether a sentence's amount is only calculated with (2000元*3人=6000元)."""
    quote, start = fact.quote or "", fact.start or 0
    before = (quote[:start].rstrip("([（【 ") + fact.text[:1])[-2:]
    behind = quote[start + len(fact.text) :].lstrip(")]）】 ")[:1]
    return any(sign in before for sign in "*×+÷") or ("=" not in before and behind in tuple("*×+÷"))


def _content(fact: Fact, wanted: Wanted) -> float:
    if wanted.unit and not _in_unit(fact, wanted.unit):
        return _WRONG_SORT
    match wanted.expected:
        case Expected.MONEY:
            good = not fact.text or fact.unit in YUAN
            if not good and (fact.unit or "").split("/")[0] in YUAN:
                return _COUNTED  # what is paid for each is money too
        case Expected.NUMBER:
            good = not fact.text or fact.value is not None
            if good and fact.text and fact.unit not in YUAN and fact.unit != "%":
                return _UNIT_PRICE if fact.unit and "/" in fact.unit else _COUNTED
        case Expected.PERCENT:
            good = fact.unit in ("%", "百分点")
        case Expected.COUNT:
            good = fact.value is not None and fact.unit not in YUAN and fact.unit != "%"
        case Expected.WORDS:
            good = fact.value is None and bool(fact.text)
        case _:
            # Where nothing is said of the sort, money is meant before counts in the same sentence.
            counted = fact.quote is not None and fact.value is not None and fact.unit not in YUAN
            return _COUNTED if counted else 0.0
    return 0.0 if good else _WRONG_SORT


def _in_unit(fact: Fact, unit: str) -> bool:
    return same_unit(unit, fact.unit) or (unit in YUAN and fact.unit in YUAN)


def table_rank(fact: Fact) -> float:
    """Score a fact's table by the order in which tables are best cited, 0.4 down to 0."""
    for rank, form in enumerate(vocabulary().tables):
        if fact.table and form.search(canonical(fact.table)):
            return 0.4 - 0.05 * rank
    return 0.0


def column_rank(fact: Fact) -> int | None:
    """Return the place of a fact's column among the default columns, None for no default."""
    name = canonical(" / ".join(fact.column))
    for rank, form in enumerate(vocabulary().columns):
        if form.search(name):
            return rank
    return None


def is_planned(fact: Fact) -> bool:
    """Tell whether a figure in a table of final accounts is the budget that it is set against."""
    head = fact.column[-1] if fact.column else ""
    return "决算" in (fact.table or "") and "预算" in head and "决算" not in head


def relation_of(fact: Fact) -> str:
    """Return the relation or field of an amount in a sentence, "" for an item's own amount."""
    return fact.column[0] if fact.quote is not None and fact.column else ""


def other_readings(matches: Sequence[Match], wanted: Wanted) -> list[Fact]:
    """Return facts that match nearly as well as the first, by the same names, with another figure.

    Another column of the same row is no other reading unless the column is what was named.
    """
    if not matches:
        return []
    best = matches[0]
    names = _matched_names(best.fact, wanted)
    seen = {_figure(best.fact)}
    others: list[Fact] = []
    for match in matches[1:]:
        figure = _figure(match.fact)
        if match.score < best.score - _NEAR:
            break
        if match.fact.value is None or figure in seen:
            continue
        if not names & _matched_names(match.fact, wanted) or _is_part(match.fact, best.fact):
            continue
        if _is_target(match.fact) is not _is_target(best.fact) and match.fact.unit in YUAN:
            continue  # what is aimed at is no other reading of what is spent
        seen.add(figure)
        others.append(match.fact)
    return others[:6]


def _matched_names(fact: Fact, wanted: Wanted) -> set[str]:
    """Return what of a fact the phrase names: spellings that its row, column or code go by."""
    found: set[str] = set()
    own = {canonical(fact.row), *(canonical(head) for head in fact.column)}
    for mention in wanted.mentions:
        if mention.code and mention.code == fact.code:
            found.add(mention.code)
        spelt = own & {m.name for m in mention.meanings if m.cost < 1.0}
        if spelt or (not mention.code and mention.text in canonical(fact.row)):
            found.add(mention.text)
    return found


def _is_part(fact: Fact, best: Fact) -> bool:
    """Tell whether a fact is only another column of the best one's row or of a like row."""
    if fact.quote is not None or best.quote is not None:
        return False
    same_table = (fact.document, fact.table_id) == (best.document, best.table_id)
    same_row = same_table and fact.row_index == best.row_index
    return same_row or (fact.column != best.column and column_rank(fact) is None)


def _figure(fact: Fact) -> tuple[Decimal | None, str | None]:
    """Return value and unit with money in 元, so that 12.5 万元 and 125,000 元 are one figure."""
    amount = fact.comparable
    money = fact.unit in YUAN
    return (amount.normalize() if amount is not None else None), "元" if money else fact.unit


def mentioned(names: Iterable[str], lexicon: Lexicon) -> Mention | None:
    """Return a mention of the first known of `names`."""
    for name in names:
        if meanings := lexicon.meanings(canonical(name)):
            return Mention(name, tuple(meanings))
    return None
