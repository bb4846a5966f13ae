"""A clause of a question: what it names, phrase by phrase, and what it asks to be done.

A clause is a row of tokens; a stretch of it is a clause again, so that what an operation is applied
to may itself be an operation (「水费和电费之和」占「公用经费」).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.matching import Expected, Mention
from assistant.measures import COUNTED
from assistant.reading import Sort, Token
from assistant.vocabulary import vocabulary
from corpus.money import SHORT_UNITS, YUAN

_COUNTED_LAST = re.compile(r"(?:多少|几)(个|场)$")
_TARGET_UNIT = re.compile(
    r"(?:换算|换|折合|折算|合|等于|相当于|是|为)?(?:成|为|多少|几多|(?<![哪分有共])几|(?<!不)按|以)(?:人民币)?(?:多少)?个?(亿元|万元|千元|元|亿|万|块)(?!年)"
)
_WORDS_ASKED = re.compile(
    r"谁|哪位|哪里|哪一类|(?:买|做|干)了?(?:什么|啥|哪些)|什么内容|电话|号码|代码|编码|依据|方案|联系|类别|频度|用途|叫"
)
_MONEY_NAME = re.compile(r"(?:预算|费用?|经费|资金|补[贴助]|奖励|奖金|工资|支出|收入|款)$")
_MONEY_ASKED = re.compile(
    r"多少钱|几块钱|好多钱|(?:奖励?|补[贴助]?|花|付|拨|领|赔|发|拿|交|缴)(?:了|掉|得)?(?:多少|几多)(?![家户人个次场份])"
)
_ANY = re.compile(r"有.*(?:吗|么|没有?|不)$")
_ORDER = re.compile(r"从[多少高低大小]到[多少高低大小]")
_ASKING = re.compile(r"什么|啥|吗|呢|谁|哪|几|多|怎|如何")
_SILENT = frozenset(
    {
        "filler",
        "of",
        "and",
        "this_year",
        "functional",
        "economic",
        "contact",
        "except",
        "each",
        "what_if",
        "sum",
        "top",
        "plus",
        "period",
        "follow",
        "average",
        "forms",
        "compare",
        "budgeted",
    }
)
TASKS = (
    "share", "sum", "plus", "difference", "change", "growth", "list", "define", "reason", "count",
    "compare", "period",
    "most", "least", "top", "per_head", "percent", "except", "average", "what_if", "duty", "exists",
)  # fmt: skip
CONTAINING = frozenset({"里", "中", "里面", "其中", "当中", "内", "里头", "之中"})
_SEPARATING = frozenset({"share", "compare", "and", "plus", "difference", "except", "check"})
COMMA = Token("，", Sort.MARK, 0)
_BEHIND = frozenset({"后", "后的", "，"})
_ASIDE = frozenset("，()（）:：")
_MINUS = frozenset({"减去", "减掉", "扣除", "扣掉"})
_PEOPLE = {"名": "人", "位": "人", "台": "辆"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands between two separating words: names and codes, or the parts of a combination.

    `year` is the year said of it; until the document is known, 0 and −1 stand for this and last year.
    """

    mentions: tuple[Mention, ...]
    parts: tuple[Mention, ...] = ()
    year: int | None = None

    @property
    def text(self) -> str:
        """The phrase's names as asked."""
        return "".join(mention.text for mention in self.mentions or self.parts)


@dataclass(slots=True)
class Clause:
    """One clause: its tokens, kinds of words in it, phrases with the separators between them.

    `aside` is what an earlier clause says that only names; `base` is the document year that 「去年」 counts from, None while the document is unknown; `year`
    the year said before the first token; `numeric` tells that a figure is wanted, to calculate with.
    """

    tokens: list[Token]
    phrases: list[Phrase] = field(default_factory=list)
    separators: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    scope: tuple[Mention, ...] = ()
    base: int | None = None
    year: int | None = None
    numeric: bool = False
    aside: tuple[Token, ...] = ()

    @property
    def text(self) -> str:
        """The clause as asked, normalised."""
        return "".join(token.text for token in self.tokens)

    @property
    def years(self) -> tuple[int, ...]:
        """The years said in figures."""
        return tuple(_years(self.tokens))

    @property
    def other_years(self) -> tuple[int, ...]:
        """The years said in figures that are not the documents' own."""
        return tuple(year for year in self.years if year != self.base)

    @property
    def quantities(self) -> tuple[str, ...]:
        """The numbers with or without unit that the clause holds."""
        return tuple(token.text for token in self.tokens if token.sort is Sort.QUANTITY)

    @property
    def asks_something(self) -> bool:
        """Tell whether the clause asks, rather than only says what the question is about."""
        return bool(_ASKING.search(_ORDER.sub("", self.text))) or any(
            token.kinds - _SILENT for token in self.tokens if token.sort is Sort.WORD
        )

    def asks(self, *kinds: str) -> bool:
        """Tell whether the clause holds a word of one of the kinds."""
        return self.index(*kinds) is not None

    def index(self, *kinds: str) -> int | None:
        """Return which token is the first word of one of the kinds, None where there is none."""
        return next((i for i, t in enumerate(self.tokens) if t.kinds.intersection(kinds)), None)

    @property
    def has_task(self) -> bool:
        """Tell whether the clause asks for more than a look-up."""
        return self.asks(*TASKS)

    def part(self, first: int, last: int | None = None) -> "Clause":
        """Return a stretch of the clause, which is said of the same whole and year."""
        said = [year for token in self.tokens[:first] if (year := _year_of(token)) is not None]
        year = said[-1] if said else self.year
        stretch = clause_of(self.tokens[first:last], self.unknown, self.scope, self.base, year)
        return replace(stretch, aside=self.aside)

    def without(self, *kinds: str) -> "Clause":
        """Return the clause without the words of some kinds."""
        return self.of([t for t in self.tokens if not t.kinds.intersection(kinds)])

    def of(self, tokens: Iterable[Token]) -> "Clause":
        """Return a clause of other tokens on the same grounds."""
        other = clause_of(list(tokens), self.unknown, self.scope, self.base, self.year)
        return replace(other, aside=self.aside)

    def outside(self, said: re.Match[str]) -> "Clause":
        """Return the clause without the words that a pattern found in its text."""
        kept: list[Token] = []
        place = 0
        for token in self.tokens:
            end = place + len(token.text)
            if end <= said.start() or place >= said.end():
                kept.append(token)
            place = end
        return self.of(kept)

    def split(self, is_separator: Callable[[Token], bool]) -> list["Clause"]:
        """Return the stretches between separating tokens, those that name nothing left out."""
        edges = [i for i, token in enumerate(self.tokens) if is_separator(token)]
        starts, ends = [0, *(i + 1 for i in edges)], [*edges, len(self.tokens)]
        return [self.part(a, b) for a, b in zip(starts, ends, strict=True) if a < b]

    def exclusion(self) -> "tuple[Clause, Clause]":
        """Split 「除甲外的乙」 or 「乙扣除甲」 into what is left out and what it is left out of."""
        place = self.index("except") or 0
        before, after = self.part(0, place), self.part(place + 1)
        if self.tokens and self.tokens[place].text in ("以外", "之外") and after.named:
            return before, after.without("rest")
        if before.text[:1] in ("把", "将") and before.asks("follow") and after.named:
            return before, after.without("rest")
        if before.named and before.text[0] not in "把将":
            return after.without("except", "rest"), before
        if before.named:
            return before, after.without("rest")
        edges = [
            i
            for i, token in enumerate(after.tokens)
            if token.kinds & {"except", "rest"} or token.text in _BEHIND or _says_rest(token)
        ]
        split = next((i for i in edges if i and after.part(0, i).says_something), None)
        if split is None:
            return after, after.part(len(after.tokens))
        rest = [t for t in after.tokens[split:] if not (t.kinds & {"except", "rest"})]
        return after.part(0, split), after.of(t for t in rest if not _says_rest(t))

    @property
    def minus(self) -> int | None:
        """Return which token takes what follows from what is named before it (甲减去乙)."""
        place = next((i for i, t in enumerate(self.tokens) if t.text in _MINUS), None)
        return place if place and self.part(0, place).named else None

    @property
    def says_something(self) -> bool:
        """Tell whether the clause names something or picks it (最大的)."""
        return bool(self.named) or self.asks("most", "least", "follow", "results")

    @property
    def compares_years(self) -> bool:
        """Tell whether the clause asks how or why the budget changed (比2020年增加多少, 为什么减少)."""
        dated = bool(self.years) or self.asks("last_year")
        alone = self.asks("reason") and not any(t.sort is Sort.REST for t in self.tokens)
        return (dated or alone) and self.asks("change", "growth")

    @property
    def asks_existence(self) -> bool:
        """Tell whether the clause asks if there is any (「有政府性基金吗」)."""
        return self.asks("exists") or _ANY.search(self.text) is not None

    @property
    def named(self) -> list[Phrase]:
        """The phrases that name something."""
        return [phrase for phrase in self.phrases if phrase.mentions or phrase.parts]

    @property
    def target_unit(self) -> str | None:
        """The money unit the figure is wanted in (「换成元」「是多少亿」), None where none is said."""
        match = _TARGET_UNIT.search(self.text)
        if not match:
            return None
        unit = {**SHORT_UNITS, "块": "元"}.get(match[1], match[1])
        return unit if unit in YUAN else None

    @property
    def counted_unit(self) -> str | None:
        """The unit of what is counted (「多少人」 → 人), None where money or anything is asked."""
        match = COUNTED.search(self.text) or _COUNTED_LAST.search(self.text)
        return _PEOPLE.get(match[1], match[1]) if match else None

    @property
    def classification(self) -> str | None:
        """First digit of the codes meant: 2 for functional, 3 for economic, None where not said."""
        if self.asks("functional"):
            return "2"
        return "3" if self.asks("economic") else None

    @property
    def _asks_for_money(self) -> bool:
        """Tell whether the amount of what is named by a word for money is asked for (劳务费多少)."""
        # A word behind a name may be the word for money (部门｜预算), or none of it (劳务费｜是).
        said = [
            (t.text, t.text + (after.text if after.sort is Sort.WORD else ""))
            for t, after in pairwise([*self.tokens, Token("", Sort.MARK, 0)])
            if t.sort in (Sort.NAME, Sort.REST)
        ]
        other = self.asks("share", "percent", "growth", "change", "difference", "compare")
        last = said[-1] if said else ()
        return self.asks("amount") and not other and any(map(_MONEY_NAME.search, last))

    @property
    def expected(self) -> Expected:
        """The sort of content asked for."""
        if self.counted_unit:
            return Expected.COUNT
        if self.asks("difference", "compare", "most", "least"):
            return Expected.NUMBER
        coded = any(token.sort is Sort.CODE for token in self.tokens)
        if _WORDS_ASKED.search(re.sub("编码|代码", "", self.text) if coded else self.text):
            return Expected.WORDS
        if self.target_unit or self._asks_for_money or _MONEY_ASKED.search(self.text):
            return Expected.MONEY
        asks_number = self.asks("amount", "sum", "share", "difference", "growth", "change")
        return Expected.NUMBER if asks_number or self.numeric else Expected.ANY


def _says_rest(token: Token) -> bool:
    """Tell whether a name is 其他 with a general word, which behind 除 means the rest."""
    return (
        token.sort is Sort.NAME
        and re.fullmatch(r"其[他余](?:支出|费用|经费|项目|收入)?", token.text) is not None
    )


def clause_of(
    tokens: list[Token],
    unknown: tuple[str, ...] = (),
    scope: tuple[Mention, ...] = (),
    base: int | None = None,
    year: int | None = None,
) -> Clause:
    """Cut tokens into phrases at separating words; what stands before 里 or 中 is their scope."""
    clause = Clause(tokens, unknown=unknown, scope=scope, base=base, year=year)
    cutter = _Cutter(clause, year)
    for token in tokens:
        cutter.take(token)
    cutter.close("")
    clause.separators.pop()
    if clause.scope and not clause.named and not scope:
        clause.phrases, clause.scope = [Phrase(clause.scope, (), cutter.year)], ()
    return clause


class _Cutter:
    """Collects names into phrases."""

    def __init__(self, clause: Clause, year: int | None) -> None:
        self._clause = clause
        self._mentions: list[Mention] = []
        self._parts: list[Mention] = []
        self._inside = 0  # how many names stood before 在
        self._counted = False  # whether the names were counted (三项)
        self.year: int | None = None
        self._say(year)

    def take(self, token: Token) -> None:
        """Take the next token."""
        self._say(_year_of(token))
        self._counted = (self._counted and token.sort is not Sort.NAME) or "results" in token.kinds
        if token.sort is Sort.NAME and token.parts:
            self._parts.extend(token.parts)
        elif token.sort is Sort.NAME:
            self._mentions.append(Mention(token.text, token.meanings, goal=token.goal))
        elif token.sort is Sort.CODE:
            self._mentions.append(Mention(token.text, (), token.text))
        elif kinds := token.kinds & _SEPARATING:
            self.close(next(iter(kinds)))
        elif token.text in _ASIDE:
            self.close("")
        elif token.text in ("在", "于"):
            self._inside = len(self._mentions)
        elif self._counted and token.text in CONTAINING and self._clause.named:
            pass  # 「甲、乙、丙三项里最大的」 is one of the three, not inside 丙
        elif token.text in CONTAINING and self._mentions and not self._clause.scope:
            first = self._inside if self._inside < len(self._mentions) else 0
            self._clause.scope = tuple(self._mentions[first:])
            del self._mentions[first:]

    def _say(self, year: int | None) -> None:
        base = self._clause.base
        if year is not None:
            self.year = year if year > 0 or base is None else base + year

    def close(self, separator: str) -> None:
        """End a phrase before a separator."""
        phrase = Phrase(tuple(self._mentions), tuple(self._parts), self.year)
        self._clause.phrases.append(phrase)
        self._clause.separators.append(separator)
        self._mentions.clear()
        self._parts.clear()
        self._inside = 0


def _years(tokens: Iterable[Token]) -> Iterable[int]:
    for token in tokens:
        if token.sort is Sort.YEAR and (match := re.match(r"(\d{4})|(\d{2})", token.text)):
            yield int(match[1]) if match[1] else 2000 + int(match[2])


def _year_of(token: Token) -> int | None:
    """Return the year a token says: absolute, or 0 for this year, −1 and −2 for those before."""
    if token.sort is Sort.YEAR:
        return next(iter(_years([token])), None)
    if "last_year" in token.kinds:
        return -1
    if "year_before_last" in token.kinds:
        return -2
    return 0 if "this_year" in token.kinds else None


def says_year(token: Token) -> bool:
    """Tell whether a token says which year is meant."""
    return _year_of(token) is not None


def year_said(clause: Clause) -> int | None:
    """Return the first year that a clause says, None where it says none."""
    return next((phrase.year for phrase in clause.phrases if phrase.year is not None), None)


def dated(clause: Clause, document_year: int | None) -> Clause:
    """Return the clause with this and last year put in figures."""
    phrases = [
        p if p.year is None or p.year > 0 else replace(p, year=_absolute(p.year, document_year))
        for p in clause.phrases
    ]
    return replace(clause, phrases=phrases, base=document_year)


def _absolute(year: int, document_year: int | None) -> int | None:
    return None if document_year is None else document_year + year


def content_words(tokens: Sequence[Token]) -> list[str]:
    """Return the words that carry content: names, codes and what nothing explains, as asked."""
    telling = (Sort.NAME, Sort.CODE, Sort.REST)
    return [t.text for t in tokens if t.sort in telling and len(t.text) > 1]


def domain_words(text: str) -> bool:
    """Tell whether a question speaks of public budgets at all."""
    return vocabulary().domain.search(text) is not None
