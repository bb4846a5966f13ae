"""A clause of a question: what it names, phrase by phrase, and what it asks to be done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.lexicon import Lexicon
from assistant.linking import link, torn, unexplained
from assistant.matching import Expected, Mention, mentioned
from assistant.reading import Sort, Token, read
from assistant.vocabulary import vocabulary
from corpus.money import SHORT_UNITS, YUAN

_ENDS = re.compile(r"[,，。;；?？!！]+")
_INSIDE = frozenset({"里", "中", "里面", "其中", "当中", "内", "里头", "之中", "在"})
_COUNTED = re.compile(r"(?:多少|几)(?:个)?(平方米|人|家|次|场|套|户|辆|期|名)")
_COUNTED_LAST = re.compile(r"(?:多少|几)(个|场)$")
_TARGET_UNIT = re.compile(
    r"(?:换算|换|折合|折算|合|等于|相当于|是|为)?(?:成|为|多少|几)(?:人民币)?(?:多少)?(亿元|万元|千元|元|亿|万|块)(?!年)"
)
_WORDS_ASKED = re.compile(
    r"谁|哪位|哪里|哪一类|(?:买|做|干)了?(?:什么|啥|哪些)|什么内容|电话|号码|代码|编码|依据|方案|联系|类别|频度|用途|叫"
)
_ANY = re.compile(r"有.*(?:吗|么|没有?|不)$")
_ASKING = re.compile(r"什么|啥|吗|呢|谁|哪|几|多|怎|如何")
_SILENT = frozenset({"filler", "of", "and", "this_year", "functional", "economic", "contact"})
_QUESTIONS = (
    "amount", "share", "percent", "sum", "list", "define", "reason", "count", "most", "least",
    "top", "exists", "check", "duty", "average", "per_head", "difference", "what_if", "follow",
)  # fmt: skip
_BASIS = re.compile(r"^(?:以|按照|按|参照|相对于).*(?:为基数|为基础|为准|口径|计算|来算|来看)$")
_SAID_OF_ALL = frozenset({"functional", "economic"})
_CONTAINING = frozenset({"里", "中", "里面", "其中", "当中", "内", "里头", "之中"})
_SEPARATING = frozenset({"share", "compare", "and", "difference", "except"})


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
    """One clause: its tokens, kinds of words in it, phrases with the separators between them."""

    text: str
    tokens: list[Token]
    phrases: list[Phrase] = field(default_factory=list)
    separators: list[str] = field(default_factory=list)
    years: tuple[int, ...] = ()
    quantities: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    scope: tuple[Mention, ...] = ()

    @property
    def asks_something(self) -> bool:
        """Tell whether the clause asks, rather than only says what the question is about."""
        return bool(_ASKING.search(self.text)) or any(
            token.kinds - _SILENT for token in self.tokens if token.sort is Sort.WORD
        )

    def asks(self, *kinds: str) -> bool:
        """Tell whether the clause holds a word of one of the kinds."""
        return any(kind in token.kinds for token in self.tokens for kind in kinds)

    @property
    def asks_existence(self) -> bool:
        """Tell whether the clause asks if there is any (「有政府性基金吗」)."""
        return self.asks("exists") or _ANY.search(self.text) is not None

    def position(self, kind: str) -> int:
        """Return where the first word of a kind stands, −1 where there is none."""
        return next((token.start for token in self.tokens if kind in token.kinds), -1)

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
        match = _COUNTED.search(self.text) or _COUNTED_LAST.search(self.text)
        return match[1] if match else None

    @property
    def classification(self) -> str | None:
        """First digit of the codes meant: 2 for functional, 3 for economic, None where not said."""
        if self.asks("functional"):
            return "2"
        return "3" if self.asks("economic") else None

    @property
    def expected(self) -> Expected:
        """The sort of content asked for."""
        if self.counted_unit:
            return Expected.COUNT
        coded = any(token.sort is Sort.CODE for token in self.tokens)
        if _WORDS_ASKED.search(re.sub("编码|代码", "", self.text) if coded else self.text):
            return Expected.WORDS
        asks_number = self.asks("amount", "sum", "share", "difference", "growth", "change")
        return Expected.NUMBER if asks_number else Expected.ANY


def dated(phrase: Phrase, document_year: int | None) -> Phrase:
    """Return the phrase with this and last year put in figures."""
    if phrase.year is None or phrase.year > 0:
        return phrase
    return replace(phrase, year=None if document_year is None else document_year + phrase.year)


def read_clauses(text: str, lexicon: Lexicon, owners: frozenset[str]) -> list[Clause]:
    """Read a normalised question clause by clause; clauses without content are left out."""
    clauses: list[Clause] = []
    waiting = ""
    parts = [part for part in _ENDS.split(text) if part]
    for i, part in enumerate(parts):
        clause = _read(waiting + part, lexicon, owners)
        idle = not clause.named and not clause.asks(*_QUESTIONS)
        if i + 1 < len(parts) and (idle or _BASIS.search(part)):
            waiting += part  # 「和上年相比，…」 says something of what comes next
            continue
        waiting = ""
        clauses.append(clause)
    return _merged(clauses)


def _merged(clauses: list[Clause]) -> list[Clause]:
    """Give what a clause only names to the next one, which asks: 「在支出表中，基本支出是多少」."""
    merged: list[Clause] = []
    waiting: list[Clause] = []
    for i, clause in enumerate(clauses):
        if i + 1 < len(clauses) and not clause.asks_something:
            waiting.append(clause)
            continue
        for before in waiting:
            _take_over(clause, before)
        waiting = []
        merged.append(clause)
    return merged


def _take_over(clause: Clause, before: Clause) -> None:
    clause.tokens = [t for t in before.tokens if t.kinds & _SAID_OF_ALL] + clause.tokens
    if clause.named:
        clause.scope += tuple(m for phrase in before.named for m in phrase.mentions)
    else:
        clause.phrases = before.phrases
    clause.years = (*before.years, *clause.years)
    clause.unknown = (*before.unknown, *clause.unknown)


def _read(text: str, lexicon: Lexicon, owners: frozenset[str]) -> Clause:
    read_first = read(text, lexicon, owners)
    if torn(read_first):
        second = read(text, lexicon, owners, keep_nouns=True)
        read_first = second if len(torn(second)) < len(torn(read_first)) else read_first
    tokens = link(read_first, lexicon)
    clause = Clause(text, tokens)
    clause.years = tuple(_years(tokens))
    clause.quantities = tuple(token.text for token in tokens if token.sort is Sort.QUANTITY)
    clause.unknown = tuple(unexplained(tokens))
    _cut(clause, lexicon)
    return clause


def _years(tokens: Iterable[Token]) -> Iterable[int]:
    for token in tokens:
        if token.sort is Sort.YEAR and (match := re.match(r"(\d{4})|(\d{2})", token.text)):
            yield int(match[1]) if match[1] else 2000 + int(match[2])


def _cut(clause: Clause, lexicon: Lexicon) -> None:
    """Cut the tokens into phrases at separating words and, in questions of share, at 在 and 里."""
    mentions: list[Mention] = []
    parts: list[Mention] = []
    year: int | None = None
    sharing = clause.asks("share", "rank", "most", "least")

    def close(separator: str) -> None:
        clause.phrases.append(Phrase(tuple(mentions), tuple(parts), year))
        clause.separators.append(separator)
        mentions.clear()
        parts.clear()

    for token in clause.tokens:
        if (said := _year_of(token)) is not None:
            year = said
        if token.sort is Sort.NAME and token.parts:
            parts.extend(m for part in token.parts if (m := mentioned([part], lexicon)))
        elif token.sort is Sort.NAME:
            mentions.append(Mention(token.text, token.meanings))
        elif token.sort is Sort.CODE:
            mentions.append(Mention(token.text, (), token.text))
        elif separator := _separator(token, sharing):
            close(separator)
        elif token.text in _CONTAINING and mentions and not clause.scope:
            clause.scope = tuple(mentions)
            mentions.clear()
    clause.phrases.append(Phrase(tuple(mentions), tuple(parts), year))
    if clause.scope and not clause.named:
        clause.phrases, clause.scope = [Phrase(clause.scope, (), year)], ()


def _year_of(token: Token) -> int | None:
    """Return the year a token says: absolute, or 0 for this year and −1 for last year."""
    if token.sort is Sort.YEAR:
        return next(iter(_years([token])), None)
    if "last_year" in token.kinds:
        return -1
    return 0 if "this_year" in token.kinds else None


def _separator(token: Token, sharing: bool) -> str:
    kinds = token.kinds & _SEPARATING
    if kinds:
        return next(iter(kinds))
    return "inside" if sharing and token.text in _INSIDE else ""


def content_words(tokens: Sequence[Token]) -> list[str]:
    """Return the words that carry content: names, codes and unexplained nouns, as asked."""
    named = [t.text for t in tokens if t.sort in (Sort.NAME, Sort.CODE)]
    return [*named, *unexplained(tokens)]


def domain_words(text: str) -> bool:
    """Tell whether a question speaks of public budgets at all."""
    return vocabulary().domain.search(text) is not None
