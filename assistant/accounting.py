"""Whether a plan accounts for what was asked: words with a task, names, numbers and units.

The guard holds an answer against the documents; this holds it against the question. A plan that
leaves 「占」, 「平均」, a name or a number of the question unused has misread it, whoever made it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from assistant.account import Account, groups
from assistant.clause import Clause
from assistant.expectation import implausible, unmet
from assistant.given import COUNTED_NEW, amount_in_yuan, in_yuan
from assistant.hearing import Hearing
from assistant.library import Library
from assistant.measures import HEAD_NAMES, PRICE
from assistant.normal import canonical, normalise, numeral
from assistant.plan import Cell, Per
from assistant.question import read_clauses
from assistant.reading import Sort, Token
from assistant.result import Result
from assistant.terms import bound_of, bound_said, is_for_each
from assistant.unnamed import names_a_thing, names_doing
from assistant.vocabulary import vocabulary
from corpus.money import SHORT_UNITS, YUAN, to_decimal
from index.records import Fact

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元|亿|万|%)?")
_ROUGHLY = re.compile(r"^[多余来几]|^左右")
_ASKING = re.compile(r"多少|[几好]多|几|了")
_LAST_YEAR = re.compile(r"上年|去年|上一年|前两年")
_FRACTION = re.compile(r"一半|半数|分之")
_CHANGED = re.compile(r"[增减升降]|变[动化]|新增")
_MOVED = frozenset({"change", "growth", "difference", "compare"})
_PER_SOMETHING = ("per_head", "period", "average", "share", "percent", "completion")
_POINTED = re.compile(r"[那这](?:一?[块笔项个]|部分)$")
_SEVERAL = 3
# What a spelling costs at most that is a name itself, and not only part of one.
_FIRM = 0.5
_REACHED = re.compile(r"完成|执行|达到|实现")
_POSTINGS = 60
_COUNTED = re.compile(r"[份户趟场套册台辆]|人次")


def unaccounted(
    question: str, results: Sequence[Result], library: Library, refers: bool = False
) -> str:
    """Return the words of a question that no result has a use for, "" where all are used.

    `refers` tells that the question follows others, whose figures its words may refer to.
    """
    asked = normalise(question)
    text = vocabulary().override.sub("", asked)
    library = _of_the_used(results, library)
    clauses = read_clauses(text, library.lexicon, library.owners, refers)
    account = _Reading(tuple(results), library, _amounts(clauses), tuple(clauses))
    if text != asked:
        # What somebody wants to hear is no part of the question.
        return implausible(account, clauses)
    excepts = any(clause.asks("except") for clause in clauses)
    for clause in clauses:
        told = {token.text for token in clause.tokens}
        for mention in clause.scope:  # what an earlier clause only names is asked of as well
            scope = Token(mention.text, Sort.NAME, 0, meanings=mention.meanings)
            if mention.meanings and mention.text not in told and not account.uses(scope, ""):
                return mention.text
        for i, token in enumerate(clause.tokens):
            following = clause.tokens[i + 1].text if i + 1 < len(clause.tokens) else ""
            if "condition" in token.kinds and not clause.quantities:
                continue
            if account.is_nothing and clause.asks("reason") and token.kinds & {*_MOVED, "cause"}:
                continue  # nought has not risen, whatever the question supposes
            if _is_apposed(token, clause.tokens[i + 1 : i + 2]):
                continue
            if excepts and token.sort is Sort.NAME and account.leaves_out(token):
                continue
            if account.is_recounted and token.kinds & _MOVED and COUNTED_NEW.search(clause.text):
                continue  # 「增加到25人」 gives the number of people that is divided by
            if "convert" in token.kinds and clause.target_unit in account.units:
                continue  # it is printed in the unit that is asked for
            if not account.uses(token, following):
                return token.text
        if words := unmet(account, clause) or account.unheard(clause):
            return words
    return implausible(account, clauses)


def _is_apposed(token: Token, following: Sequence[Token]) -> bool:
    """Tell whether what is left is called by its name right behind (剩下那块房租)."""
    named = any(t.sort is Sort.NAME for t in following)
    return named and "rest" in token.kinds and _POINTED.search(token.text) is not None


def _of_the_used(results: Sequence[Result], library: Library) -> Library:
    """Return the library of the documents that results rest on: a question is read by their names."""
    account = Account(tuple(results), library)
    passages = library.store.passages
    used = {fact.document for fact in account.facts}
    used.update(passages[text].document for text in account.texts if text in passages)
    return library.within(used) if used else library


def _amounts(clauses: Iterable[Clause]) -> frozenset[Decimal]:
    """Return the amounts that a question tells, in 元."""
    tokens = (t for clause in clauses for t in clause.tokens if t.sort is Sort.QUANTITY)
    said = (amount_in_yuan(token.text) for token in tokens)
    return frozenset(amount for amount in said if amount is not None)


def _is_general(text: str) -> bool:
    """Tell whether a name is made of general words alone (功能支出, 经费)."""
    words, tails = vocabulary().words, vocabulary().tails
    return text in tails or any(
        text.endswith(tail) and "functional" in words.get(text.removesuffix(tail) + "分类", ())
        for tail in tails
    )


def _rounds(fact: Fact, number: Decimal, unit: str) -> bool:
    """Tell whether a question gives a fact's amount rounded to the decimals that it says."""
    if fact.comparable is None or fact.unit not in YUAN:
        return False
    decimals = Decimal(1).scaleb(number.as_tuple().exponent)  # type: ignore[arg-type] # finite
    return (fact.comparable / YUAN[unit]).quantize(decimals, ROUND_HALF_UP) == number


def _holds_number(text: str, number: str) -> bool:
    """Tell whether a number stands in a text as a whole: 30 not in 130, 3.05 or 2030."""
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", text) is not None


def _told_year(fact: Fact) -> int:
    """Return the year that a fact's own names say, 0 where they say none."""
    said = re.search(r"(?:19|20)\d\d", " ".join((fact.row, *fact.column)))
    return int(said[0]) if said else 0


@dataclass
class _Reading(Account):
    """A plan held against the question's words: which of them what it uses answers."""

    asked: frozenset[Decimal] = frozenset()
    clauses: tuple[Clause, ...] = ()

    @cached_property
    def hearing(self) -> Hearing:
        """What the words of what is used say of the question's."""
        return Hearing(self.words, self.clauses, self.library.lexicon)

    @cached_property
    def is_recounted(self) -> bool:
        """Whether an amount is divided by a number of people that the question gives."""
        return any(isinstance(node, Per) and node.per == "人" for node in self.nodes)

    def uses(self, token: Token, following: str) -> bool:
        """Tell whether a token of the question is used."""
        match token.sort:
            case Sort.WORD if "this_year" in token.kinds and self._is_of_other_years():
                return False
            case Sort.WORD if "last_year" in token.kinds and self._is_of_before():
                return False
            case Sort.WORD:
                return all(self._carries_out(kind, token.text) for kind in token.kinds)
            case Sort.NAME:
                # Pay and insurance are of the staff in post: 在职人员的养老保险.
                people = {m.name for m in token.meanings} & HEAD_NAMES
                staff = (following == "的" and "在职人员" in people) or (
                    self.is_recounted and bool(people)
                )
                return self.quotes_only or staff or self._speaks_of(token)
            case Sort.CODE:
                return self.quotes_only or token.text in self.words or self._is_row(token.text)
            case Sort.YEAR:
                return self.quotes_only or self._is_of_year(token)
            case Sort.REST if _FRACTION.search(token.text):
                return self.quotes_only or "what_if" in self.operations
            case Sort.QUANTITY:
                return (
                    self.quotes_only
                    or bool(_ROUGHLY.match(following))
                    or self._counts(token, following)
                )
        return True

    def _is_row(self, code: str) -> bool:
        """Tell whether a code is that of a row which what is used goes by."""
        lexicon = self.library.lexicon
        return any(
            canonical(lexicon.facts[position].row) in self.words
            for position in sorted(lexicon.codes.get(code, ()))[:_POSTINGS]
        )

    def _is_of_year(self, token: Token) -> bool:
        """Tell whether a year is the documents' own, stands with what is used, or is derived."""
        match = re.match(r"\d+", token.text)
        year = int(match[0]) + (2000 if match and len(match[0]) == 2 else 0) if match else 0
        own = {self.library.document(fact.document).year or 0 for fact in self.facts}
        if year in own and self.facts and all(_told_year(f) not in (0, year) for f in self.facts):
            return False  # all that is told is of another year
        derived = self.operations & {"prior", "growth", "change", "difference"}
        before = year + 1 in own and (derived or _LAST_YEAR.search(self.words))
        told = any(self._tells_year(fact, str(year)) for fact in self.facts)
        return not own or year in own or told or bool(before)

    def _is_of_other_years(self) -> bool:
        """Tell whether all that is used is told of years before the documents' own."""
        own = {self.library.document(fact.document).year or 0 for fact in self.facts}
        return bool(own) and all(_told_year(fact) not in own | {0} for fact in self.facts)

    def _is_of_before(self) -> bool:
        """Tell whether something is told of a year before last, where the question says no year."""
        own = {self.library.document(fact.document).year or 0 for fact in self.facts}
        said = any(clause.years or clause.asks("year_before_last") for clause in self.clauses)
        earliest = min(own, default=0) - 1
        return not said and any(0 < _told_year(fact) < earliest for fact in self.facts)

    def _tells_year(self, fact: Fact, year: str) -> bool:
        """Tell whether a fact is of a year by its names, or, where these say none, by its text."""
        address = "|".join(
            (fact.row, *fact.row_path, *fact.column, fact.table or "", *fact.section)
        )
        return year in address or (not _told_year(fact) and year in (fact.quote or fact.text))

    def _carries_out(self, kind: str, word: str) -> bool:
        """Tell whether an operation, or the document's own words, answer a word with a task."""
        if self.quotes_only:
            return True
        if kind == "forms" and self.facts:
            return len({fact.subject for fact in self.facts if fact.subject}) > 1
        answering = vocabulary().answered_by.get(kind)
        if answering is None or self.operations & answering:
            return True
        if (bound := bound_said(f"{word}多少")) and any(
            bound_of(fact) is bound for fact in self.facts
        ):
            return True
        if kind == "for_each":
            return self._is_for_each(word)
        if kind in ("change", "difference", "growth") and any(map(_CHANGED.search, self.heads)):
            return True
        core = _ASKING.sub("", word)
        printed = all(isinstance(goal, Cell) for goal in self.goals)
        told = any("/" in unit or (unit == "%" and printed) for unit in self.units)
        if kind in _PER_SOMETHING and told:
            return True
        return len(core) > 1 and core in self.words

    def _is_for_each(self, word: str) -> bool:
        """Tell whether a figure is printed for each of a unit (每套, 一家, 单价)."""
        unit = "" if PRICE.search(word) else re.sub(r"^(?:平均)?[每一]一?个?", "", word)
        if word.startswith("一") and any(word in canonical(fact.row) for fact in self.facts):
            return True  # 一期 may be the name's own
        if any(is_for_each(fact, unit) for fact in self.facts):
            return True
        # 「每次6人」 is what 1000元/人次*6人*4次 says: how many go by the line's other count.
        lines = [self.library.items.of(f) for f in self.facts if f.unit not in YUAN]
        return bool(unit) and any(line is not None and line.count(unit) for line in lines)

    def _speaks_of(self, token: Token) -> bool:
        """Tell whether what is used stands under a name, or beside it."""
        meanings = [*token.meanings, *(m for part in token.parts for m in part.meanings)]
        names = {token.text, *(m.name for m in meanings)}
        if self.hearing.lacks(token):
            return False
        firm = min((m.cost for m in meanings), default=1.0) < _FIRM
        # 培训 is short for a name; 完成 and what else says how much is reached is none.
        doing = firm and names_doing(token.text) and not _REACHED.match(token.text)
        named = names_a_thing(token.text) or doing
        idle = _is_general(token.text) or not named
        if idle or any(name in self.words for name in names) or self.hearing.holds(token):
            return True
        thing = token.text.removesuffix("费")
        if thing != token.text and names_a_thing(thing) and any(thing in f.row for f in self.facts):
            return True  # 资料费 of an item is its 资料印刷费
        places = {(f.document, f.table_id, f.row_index) for f in self.facts}
        subjects = {(f.document, f.subject) for f in self.facts if f.subject}
        return any(
            (fact.document, fact.table_id, fact.row_index) in places
            or (fact.document, fact.subject) in subjects
            or (fact.subject is not None and canonical(fact.subject) in self.words)
            for fact in self.under(names)
        )

    def leaves_out(self, token: Token) -> bool:
        """Tell whether a name is that of a figure which a list over the others leaves out."""
        amounts = {
            fact.comparable
            for fact in self.under({m.name for m in token.meanings})
            if fact.comparable is not None
        }
        listed = {fact.id for fact in self.facts}
        columns = {
            (f.document, f.table_id, f.column_index, f.parent)
            for node in self.nodes
            for group in groups(node)
            for one in group
            if (f := self.library.store.facts.get(getattr(one, "fact", str(one))))
        }
        return any(
            (f.document, f.table_id, f.column_index, f.parent) in columns
            and f.id not in listed
            and f.comparable in amounts
            for f in self.library.store.cells.values()
        )

    def _counts(self, token: Token, following: str) -> bool:
        """Tell whether a number is one the plan uses, states or counts, of what is said behind it."""
        sizes = {len(group) for node in self.nodes for group in groups(node)}
        match = _NUMBER.match(token.text)
        if match is None or (token.text.isdecimal() and self.leaves(numeral(token.text))):
            counted = numeral(token.text)
            named = token.text in self.words or str(counted) in self.texts  # 十二 of 十二个月
            made_up = self.consists_of(counted) or self.leaves(counted)
            return counted < _SEVERAL or counted in sizes or named or made_up
        number, unit = to_decimal(match[1]), SHORT_UNITS.get(match[2] or "", match[2])
        if unit == "%" and any(r.asserted and r.asserted.value == number for r in self.results):
            return True
        if (
            match[1] in self.texts
            or self._stands(match[1], following)
            or any(_holds_number(text, match[1]) for text in self.texts if len(text) < 12)
        ):
            return True
        if unit == "%" and "where" in self.operations:
            return True  # a share as a bound stands in the plan as the amount it is
        amount = in_yuan(match[1], match[2])
        if any(amount == f.comparable or number == f.value for f in self.facts):
            return True
        if unit in YUAN and any(_rounds(f, number, unit) for f in self.facts):
            return True
        return number in sizes or self._is_level(amount) or amount in self.totals

    def _stands(self, number: str, following: str) -> bool:
        """Tell whether a number stands in what is used: 1000份 not where 1000元 does."""
        measure = _COUNTED.match(following)
        form = f"{number}个?{measure[0]}" if measure else number
        return re.search(form, self.words) is not None

    def _is_level(self, amount: Decimal) -> bool:
        """Tell whether an amount is what a figure, or one that is asked of, comes to by the change given."""
        given = [
            in_yuan(number, getattr(node, "unit", None))
            for node in self.nodes
            if (number := getattr(node, "amount", None) or getattr(node, "given", None))
            if isinstance(number, str)
        ]
        before = {f.comparable for f in self.facts if f.comparable is not None} | self.asked
        return any(abs(amount - start) in given for start in before)

    def unheard(self, clause: Clause) -> str:
        """Return a noun that qualifies a name and that nothing used speaks of."""
        if self.quotes_only or not self.facts:
            return ""
        lines = all(self.library.items.of(fact) and fact.quote for fact in self.facts)
        return self.hearing.unheard(clause) or self.hearing.unexplained(clause, lines)
