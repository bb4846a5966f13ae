"""A question read as a row of tokens: names the documents use, words of the language, numbers, rest.

The cheapest partition of the text wins (dynamic programming): known names and words are cheap,
what nothing explains is dear, so a question is understood only when its words are accounted for.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import rjieba

from assistant.lexicon import Lexicon, Meaning
from assistant.matching import Mention
from assistant.measures import COUNTED, EACH, ONCE
from assistant.plan import Expression
from assistant.vocabulary import Vocabulary, vocabulary

# A sentence's item may be told with its code; a question's code and name are read apart.
_CODED = re.compile(r"\d{5,7}\D")
# What a measure word follows is a number (365天), not a code.
_CODE = re.compile(
    r"(?<!\d)\d{7}(?!\d)|(?<!\d)\d{5}(?!\d)"
    r"|(?<![\d.])[23]\d{2}(?!\d|\.\d|[天日家户名套次场辆台元块万亿千%]|个月|人(?!员))"
)
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度|年|(?![\d份家户次人套场台亩元万亿个名位%]))|(?<!\d)(\d\d)年(?:度)?(?!前|后|内)"
)
# 「1-8月」 with the word for spending that follows; a document names what was spent by then.
_PERIOD = re.compile(
    r"(\d{1,2}-\d{1,2}月)份?(?:的?(?:实际)?(?:执行数|执行|花掉|花了|支出|用了|花))?了?"
)
_QUANTITY = re.compile(r"\d+(?:\.\d+)?(?:亿元|万元|千元|元|个百分点|%|亿|万)?")
_COUNTED = re.compile(
    r"(?<!第)[一二两三四五六七八九十]+(?=项|个|类|大类|款|者|笔|条|种|年级|家|户|名|位)"
)
_PART_SAID = re.compile(
    r"(?:^|(?<=[面中头里和跟是，]))(项目|基本|人员|公用)(?=那?部分|那?块|占|[呢咧嘞]?$)"
)
_MINUS = re.compile(r"(?<=[个项笔块数的])减(?=[前后上下第这那它大小])")
_PUNCTUATION = re.compile(r"[,，。;；?？!！:：()（）\[\]【】…~\-—/]")
_SHORT_OWNER = re.compile(
    r"[\u4e00-\u9fff]+[局委厅院办部府会团]|[\u4e00-\u9fff]+(?:街道|中心|人大|政协)"
)
_LONGEST_SHORT = 10
_PROJECT = "项目"
_LONGEST_FIELD = 6
_ARTICLE_COST = {
    "document": 0.5,
    "name": 1.0,
    "word": 1.1,
    "code": 0.5,
    "year": 0.5,
    "quantity": 1.0,
    "mark": 0.2,
    "reference": 0.4,
}
# Words with a task win over names of the same spelling; names win over words without one.
_TASK_COST = 0.95
_TASKLESS = frozenset({"filler", "of", "contact", "follow", "count", "duty"})
_REST_COST = 1.6
# What stands for a document in a question over several; private characters, in no question.
MARKS = tuple(map(chr, range(0xE100, 0xE140)))
_MARK = re.compile(f"[{MARKS[0]}-{MARKS[-1]}]")


class Sort(StrEnum):
    """Sort of a token."""

    NAME = "name"
    WORD = "word"
    CODE = "code"
    YEAR = "year"
    QUANTITY = "quantity"
    DOCUMENT = "document"
    MARK = "mark"
    REFERENCE = "reference"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the question; `kinds` of a word, `meanings` of a name, `parts` of a combination.

    `goal` is the figure that a word such as 前者 refers back to, once it is known.
    """

    text: str
    sort: Sort
    start: int
    kinds: frozenset[str] = frozenset()
    meanings: tuple[Meaning, ...] = ()
    parts: tuple[Mention, ...] = ()
    goal: Expression | None = None

    @property
    def end(self) -> int:
        """Position behind the token."""
        return self.start + len(self.text)


def read(
    text: str,
    lexicon: Lexicon,
    owners: frozenset[str],
    keep_nouns: bool = False,
    refers: bool = False,
) -> list[Token]:
    """Partition a normalised question; `owners` are the loaded documents' department names.

    `keep_nouns` charges for one-character words that tear a noun apart (查 in 检查); `refers` tells
    that something was spoken of before, which words such as 前面那个 may refer to.
    """
    words = vocabulary()
    options = [*_fixed(text), *_periods(text, lexicon)]
    if short := short_owner(text, owners):
        options.append(Token(short, Sort.DOCUMENT, 0))
    if refers:
        options += [*_references(text), *_shortened(text, lexicon)]
    unreached: tuple[float, Token | None] = (float("inf"), None)
    best = [unreached] * (len(text) + 1)
    best[0] = (0.0, None)
    inside = _inside_nouns(text) if keep_nouns else frozenset()
    starts: dict[int, list[Token]] = {}
    for token in options:
        starts.setdefault(token.start, []).append(token)
    longest = (
        max(lexicon.longest, *(len(name) for name in owners), 12) if owners else lexicon.longest
    )
    for i in range(len(text)):
        for token, cost in _from(text, i, longest, lexicon, owners, words, starts):
            total = best[i][0] + cost + (_REST_COST if _tears(token, inside) else 0)
            if total < best[token.end][0]:
                best[token.end] = (total, token)
    return _merge_rest(_trace(best))


def short_owner(text: str, owners: Collection[str]) -> str:
    """Return the short name of an owner that a question begins with (市商务委), "" where none does.

    It ends as such names do, and its characters stand in the full name in the same order.
    """
    for end in range(min(len(text), _LONGEST_SHORT), 1, -1):
        short = text[:end]
        if _SHORT_OWNER.fullmatch(short) and any(_in_order(short, full) for full in owners):
            return short
    return ""


def _in_order(short: str, full: str) -> bool:
    letters = iter(full)
    return len(short) < len(full) and all(letter in letters for letter in short)


def _inside_nouns(text: str) -> frozenset[int]:
    """Return the positions of single characters that are part of a longer noun (查 in 检查)."""
    inside: set[int] = set()
    position = 0
    for word, tag in rjieba.tag(text):
        # A word taken for a person's name is a guess.
        if len(word) > 1 and tag.startswith(("n", "v", "l", "i")) and tag != "nr":
            inside.update(range(position, position + len(word)))
        position += len(word)
    return frozenset(inside)


def _tears(token: Token, inside: frozenset[int]) -> bool:
    """Tell whether a one-character word would tear a word apart (加 in 参加, 同 in 合同)."""
    alone = len(token.text) == 1 and token.sort is Sort.WORD
    return alone and token.kinds <= {"filler", "of", "plus", "and"} and token.start in inside


def _fixed(text: str) -> Iterator[Token]:
    """Yield the tokens that patterns find: codes, years, quantities and punctuation."""
    patterns: tuple[tuple[re.Pattern[str], Sort], ...] = (
        (_CODE, Sort.CODE),
        (_YEAR, Sort.YEAR),
        (_QUANTITY, Sort.QUANTITY),
        (_COUNTED, Sort.QUANTITY),
        (_PUNCTUATION, Sort.MARK),
        (_MARK, Sort.DOCUMENT),
    )
    for pattern, sort in patterns:
        for match in pattern.finditer(text):
            yield Token(match[0], sort, match.start())
    for pattern, kind in ((COUNTED, "count"), (EACH, "for_each"), (ONCE, "for_each")):
        for match in pattern.finditer(text):
            if match[0] not in vocabulary().words:
                yield Token(match[0], Sort.WORD, match.start(), frozenset({kind}))


def _shortened(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """Yield what is said in short for a name once the talk is of it (项目那部分)."""
    for short, full in vocabulary().shortened.items():
        meanings = tuple(lexicon.meanings(full))
        for match in _PART_SAID.finditer(text) if meanings else ():
            if match[1] == short:
                yield Token(short, Sort.NAME, match.start(1), meanings=meanings)


def _references(text: str) -> Iterator[Token]:
    """Yield the words that refer to a figure spoken of before, with which one as their kind."""
    for match in _MINUS.finditer(text):
        yield Token(match[0], Sort.WORD, match.start(), kinds=frozenset({"except"}))
    for which, pattern in vocabulary().references.items():
        for match in pattern.finditer(text):
            yield Token(match[0], Sort.REFERENCE, match.start(), kinds=frozenset({which}))


def _periods(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the months that some name of a document speaks of, as that name."""
    for match in _PERIOD.finditer(text):
        if names := [name for name in lexicon.names() if match[1] in name]:
            meanings = tuple(Meaning(name, 0.3) for name in sorted(names, key=len)[:20])
            yield Token(match[0], Sort.NAME, match.start(), meanings=meanings)


def _from(
    text: str,
    start: int,
    longest: int,
    lexicon: Lexicon,
    owners: frozenset[str],
    words: Vocabulary,
    fixed: dict[int, list[Token]],
) -> Iterator[tuple[Token, float]]:
    yield Token(text[start], Sort.REST, start), _REST_COST
    for token in fixed.get(start, ()):
        yield token, _ARTICLE_COST[token.sort] - (0.5 if token.sort is Sort.NAME else 0)
    for end in range(start + 1, min(len(text), start + longest) + 1):
        piece = text[start:end]
        if piece in owners:
            yield Token(piece, Sort.DOCUMENT, start), 0.5
        if (kinds := words.words.get(piece)) and not _is_superlative(text, start):
            cost = _ARTICLE_COST["word"] if kinds <= _TASKLESS else _TASK_COST
            yield Token(piece, Sort.WORD, start, kinds=kinds), cost
        coded = _CODED.match(piece) or _tears_field(text, end, lexicon)
        meanings = () if coded else lexicon.meanings(piece)
        if meanings:
            cost = _ARTICLE_COST["name"] + min(m.cost for m in meanings) * 0.3
            yield Token(piece, Sort.NAME, start, meanings=tuple(meanings)), cost
        if parts := words.combinations.get(piece):
            known = tuple(
                Mention(part, tuple(named)) for part in parts if (named := lexicon.meanings(part))
            )
            if len(known) > 1:
                yield Token(piece, Sort.NAME, start, parts=known), _ARTICLE_COST["name"] - 0.2


def _tears_field(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a name that ends in 项目 would tear a field of projects apart (的项目｜代码)."""
    start = end - len(_PROJECT)
    if text[start:end] != _PROJECT:
        return False
    ends = range(end + 2, min(len(text), end + _LONGEST_FIELD) + 1)
    return any(not m.cost for stop in ends for m in lexicon.spellings.get(text[start:stop], ()))


def _is_superlative(text: str, start: int) -> bool:
    """Tell whether a word would tear 最多 or 最少 apart (最｜多拿多少)."""
    return text[start - 1 : start] == "最" and text[start] in "多少高低大小"


def _trace(best: list[tuple[float, Token | None]]) -> list[Token]:
    tokens: list[Token] = []
    position = len(best) - 1
    while position > 0:
        token = best[position][1]
        if token is None:
            raise ValueError("no partition reaches this position")
        tokens.append(token)
        position = token.start
    return tokens[::-1]


def _merge_rest(tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and last.sort is Sort.REST and token.sort is Sort.REST:
            merged[-1] = Token(last.text + token.text, Sort.REST, last.start)
        else:
            merged.append(token)
    return merged
