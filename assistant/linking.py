"""Link what no exact spelling explains: parts of names, slips of the pen, abbreviations.

Each unexplained stretch is tried with and without its neighbours; the longest stretch that some
name explains becomes a name token. What stays unexplained and names a thing is a reason to doubt.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import rjieba
from rapidfuzz.distance import Levenshtein

from assistant.coverage import pairs
from assistant.lexicon import Lexicon, Meaning
from assistant.normal import canonical
from assistant.reading import Sort, Token
from assistant.unnamed import is_money_for, is_noun, names_a_thing
from assistant.vocabulary import vocabulary
from corpus.classification import classification_names

_PART_OF = 0.5
_SLIP = 0.8
_ABBREVIATION = 1.0
_OVERLAP = 1.1
_MOST_NAMES = 12
_SHORT_NAME = 3
_IDLE_TAGS = frozenset("vdprcuyqmz")


class _Link(NamedTuple):
    """A stretch of tokens [first, last) explained by names, at a cost."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


def link(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens with unexplained stretches linked to names where some name explains them."""
    linked = [_with_tail(tokens, i, lexicon) for i in range(len(tokens))]
    position = 0
    while position < len(linked):
        rest = linked[position]
        # Verbs and particles name nothing, but a slip may make them of a name (退修费).
        explicable = rest.sort is Sort.REST and (
            len(rest.text) > 2 or not _is_idle(rest.text) or is_money_for(linked, position)
        )
        beside = rest.sort is Sort.REST and len(rest.text) > 1
        # A neighbour that is a name by itself would be taken for what is asked.
        whole = beside and any(map(_is_whole_name, linked[max(position - 1, 0) : position + 2]))
        found = _longer_name(linked, position, lexicon, _containing) if whole else None
        if found is None and explicable:
            found = _explain(linked, position, lexicon)
        for like in (_containing, _sounding_alike, _abbreviated):
            if found is None and beside:
                found = _longer_name(linked, position, lexicon, like)
        if found is not None:
            stretch = linked[found.first : found.last]
            text = "".join(token.text for token in stretch)
            name = Token(text, Sort.NAME, stretch[0].start, meanings=found.meanings)
            linked[found.first : found.last] = [name]
            position = found.first
        elif explicable and (core := _core(rest, lexicon)):
            linked[position : position + 1] = core
        position += 1
    return linked


def _with_tail(tokens: Sequence[Token], position: int, lexicon: Lexicon) -> Token:
    """Return one letter of a list as the name it is short for: 水 and 电 in 「水、电、邮寄费」."""
    token = tokens[position]
    beside = [*tokens[max(position - 1, 0) : position], *tokens[position + 1 : position + 2]]
    listed = any(t.kinds & {"and", "plus"} for t in beside)
    if token.sort is not Sort.REST or len(token.text) > 1 or not listed:
        return token
    names = (lexicon.meanings(token.text + tail) for tail in vocabulary().tails)
    meanings = next((found for found in names if found), ())
    return (
        Token(token.text, Sort.NAME, token.start, meanings=tuple(meanings)) if meanings else token
    )


def _core(rest: Token, lexicon: Lexicon) -> list[Token]:
    """Return a stretch as the name it sounds like, whole or without verbs and particles around it."""
    if alike := _overlapping_by_sound(rest.text, lexicon):
        return [Token(rest.text, Sort.NAME, rest.start, meanings=_cheapest(alike))]
    words = rjieba.tag(rest.text)
    idle = [tag[0] in _IDLE_TAGS and tag != "vn" for _, tag in words]
    if not any((idle[0], idle[-1])) or all(idle):
        return []
    first = next(i for i, one in enumerate(idle) if not one)
    last = len(idle) - next(i for i, one in enumerate(reversed(idle)) if not one)
    start = sum(len(word) for word, _ in words[:first])
    end = sum(len(word) for word, _ in words[:last])
    core = rest.text[start:end]
    if len(core) <= _SHORT_NAME:
        return []
    meanings = _names_like(core, lexicon) or _cheapest(_overlapping_by_sound(core, lexicon))
    if not meanings:
        return []
    parts = (
        Token(rest.text[:start], Sort.REST, rest.start),
        Token(core, Sort.NAME, rest.start + start, meanings=meanings),
        Token(rest.text[end:], Sort.REST, rest.start + end),
    )
    return [part for part in parts if part.text]


def _is_whole_name(token: Token) -> bool:
    return token.sort is Sort.NAME and any(m.cost == 0 for m in token.meanings)


def _longer_name(
    tokens: Sequence[Token],
    position: int,
    lexicon: Lexicon,
    like: Callable[[str, Lexicon], list[Meaning]],
) -> _Link | None:
    """Return the name that words make with a known name beside them (图书馆｜免费开放, 公误｜接待费).

    Only one that is `like` them: holds them as they stand, or sounds the same.
    """
    for first, last in ((position - 1, position + 1), (position, position + 2)):
        pair = tokens[max(first, 0) : last]
        if len(pair) < 2 or all(token.sort is not Sort.NAME for token in pair):
            continue
        text = "".join(token.text for token in pair)
        found = like(text, lexicon)
        if len(text) > _SHORT_NAME and found:
            return _Link(first, last, _cheapest(found))
    return None


def _is_idle(text: str) -> bool:
    """Tell whether a stretch holds only verbs, adverbs and particles, which name nothing."""
    if len(text) == 1:
        return False  # it may be a slip at the edge of a name
    return all(tag[0] in _IDLE_TAGS and tag != "vn" for _, tag in rjieba.tag(text))


def _explain(tokens: Sequence[Token], position: int, lexicon: Lexicon) -> _Link | None:
    for first, last in _windows(tokens, position):
        window = "".join(token.text for token in tokens[first:last])
        if len(window) < 2:
            continue
        figures = re.findall(r"\d+", window)
        torn_apart = len(window) > _SHORT_NAME and _tears(tokens, first, last)
        meanings = tuple(
            m
            for m in _names_like(window, lexicon, torn_apart)
            if all(figure in m.name for figure in figures)
        )
        if meanings:
            return _Link(first, last, meanings)
    return None


@lru_cache(maxsize=256)
def _dictionary_words(text: str) -> tuple[str, ...]:
    return tuple(rjieba.cut(text, False))


def _tears(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a stretch begins or ends inside a noun of the language (场 of 场地)."""
    edges = {tokens[first].start - tokens[0].start, tokens[last - 1].end - tokens[0].start}
    place = 0
    for word in _dictionary_words("".join(token.text for token in tokens)):
        if any(place < edge < place + len(word) for edge in edges) and is_noun(word):
            return True
        place += len(word)
    return False


def _windows(tokens: Sequence[Token], position: int) -> list[tuple[int, int]]:
    """Return stretches around a position, longest first; words with a task are never inside."""
    rest = tokens[position].text
    left = position
    while left > 0 and position - left < 2 and _joins(tokens[left - 1], rest):
        left -= 1
    right = position + 1
    while right < len(tokens) and right - position < 3:
        # A single character between two unexplained stretches may be a slip inside one name.
        bridged = len(tokens[right].text) == 1 and tokens[right + 1 : right + 2]
        if bridged and bridged[0].sort is Sort.REST and tokens[right].sort is Sort.WORD:
            right += 2
        elif _joins(tokens[right], rest):
            right += 1
        else:
            break
    spans = [(a, b) for a in range(left, position + 1) for b in range(position + 1, right + 1)]
    return sorted(spans, key=lambda s: -sum(len(t.text) for t in tokens[s[0] : s[1]]))


def _joins(token: Token, rest: str) -> bool:
    """Tell whether a neighbour may belong to the same name: words without a task of their own.

    A known name is joined only to a single stray character, which may be a slip at its edge.
    """
    if token.sort is Sort.WORD:
        return token.kinds <= {"filler", "of"} and len(token.text) > 1
    return token.sort is Sort.QUANTITY or (token.sort is Sort.NAME and len(rest) == 1)


def _names_like(window: str, lexicon: Lexicon, is_torn: bool = False) -> tuple[Meaning, ...]:
    if window in _classified() and window not in lexicon.spellings:
        return ()  # a classification's own name that the documents do not use is no other name
    if window.isascii():
        return tuple(_in_pinyin(window, lexicon))
    idle = _is_idle(window) and len(window) > 2
    likely = (_containing, _misspelt, _abbreviated)
    for explain in (_misspelt,) if idle else likely if is_torn else (*likely, _overlapping):
        found = explain(window, lexicon)
        if found:
            found += [
                Meaning(other, m.cost + _PART_OF)
                for m in found
                for other in lexicon.same.get(m.name, ())
            ]
            return _cheapest(found)
    return ()


def _cheapest(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    return tuple(sorted(meanings, key=lambda m: m.cost)[:_MOST_NAMES])


def _containing(window: str, lexicon: Lexicon) -> list[Meaning]:
    return [
        Meaning(name, _PART_OF + 0.02 * (len(name) - len(window)))
        for name in lexicon.names()
        if window in name
    ]


@cache
def _classified() -> frozenset[str]:
    return frozenset(canonical(name) for name in classification_names())


def _misspelt(window: str, lexicon: Lexicon) -> list[Meaning]:
    if len(window) < 3:
        return []
    if len(window) < 6:
        return _sounding_alike(window, lexicon)
    slips = 1 if len(window) < 9 else 2
    found: list[Meaning] = []
    for spelling, meanings in lexicon.spellings.items():
        if abs(len(spelling) - len(window)) > slips or len(spelling) < 3:
            continue
        distance = Levenshtein.distance(window, spelling, score_cutoff=slips)
        if distance <= slips and distance * 3 < len(window) + 1:
            found.extend(Meaning(m.name, m.cost + _SLIP * distance) for m in meanings)
    return found


def _in_pinyin(window: str, lexicon: Lexicon) -> list[Meaning]:
    """Names that are written in pinyin without tones."""
    if not window.isalpha() or len(window) < 4:
        return []
    sounds = _sounds(lexicon)
    return [
        Meaning(m.name, m.cost + _SLIP)
        for spelling in sounds.get(window, ())
        for m in lexicon.spellings[spelling]
    ]


def _sounds(lexicon: Lexicon) -> dict[str, list[str]]:
    """Return the spellings of a lexicon by how they sound, worked out once."""
    if not lexicon.sounds:
        for spelling in lexicon.spellings:
            lexicon.sounds.setdefault(_sound(spelling), []).append(spelling)
    return lexicon.sounds


@lru_cache(maxsize=100_000)
def _sound(text: str) -> str:
    """Return how a text sounds; libraries of some of the documents share their names."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def _sounding_alike(window: str, lexicon: Lexicon) -> list[Meaning]:
    """Names that sound the same or differ in one character that looks alike.

    In short names any other slip would be a new name.
    """
    alike = _sounds(lexicon).get(_sound(window), [])
    spellings = [s for s in alike if len(s) == len(window) and set(s) & set(window)]
    for i, letter in enumerate(window):
        for other in vocabulary().lookalikes.get(letter, ""):
            looks = window[:i] + other + window[i + 1 :]
            spellings += [looks] if looks in lexicon.spellings else []
    return [Meaning(m.name, m.cost + _SLIP) for s in spellings for m in lexicon.spellings[s]]


def _abbreviated(window: str, lexicon: Lexicon) -> list[Meaning]:
    """Names whose characters hold the window's in order, beginning alike and ending alike."""
    if len(window) < 3:
        return []
    found: list[Meaning] = []
    for spelling, meanings in lexicon.spellings.items():
        alike = spelling[0] == window[0] and spelling[-1] == window[-1]
        if alike and len(window) < len(spelling) <= 4 * len(window) and in_order(window, spelling):
            cost = _ABBREVIATION + 0.02 * (len(spelling) - len(window))
            found.extend(Meaning(m.name, m.cost + cost) for m in meanings)
    return found


def in_order(window: Sequence[str], spelling: Sequence[str]) -> bool:
    """Tell whether a name holds all characters of a shorter one, in their order."""
    letters = iter(spelling)
    return all(letter in letters for letter in window)


def _overlapping(window: str, lexicon: Lexicon) -> list[Meaning]:
    """Names that hold nearly all pairs of characters of a longer window.

    What a name begins with tells it from its like (县级站点, 省级站点), so that the first noun must
    be in it; a noun that no name holds at all is of something else.
    """
    nouns = [word for word in rjieba.cut(window) if len(word) > 1 and names_a_thing(word)]
    known = all(any(noun in name for name in lexicon.names()) for noun in nouns)
    if len(window) < 4 or not known:
        return []
    # What many names end with (预算, 支出) tells none of them apart.
    tail = next((t for t in vocabulary().tails if window.endswith(t)), "")
    told = window.removesuffix(tail) if len(window) - len(tail) > 1 else window
    all_, own = pairs(window), pairs(told)
    found: list[Meaning] = []
    for name in lexicon.names():
        shared = sum(pair in name for pair in all_)
        alike = shared * 5 >= len(all_) * 3 and sum(p in name for p in own) * 5 >= len(own) * 3
        if alike and all(noun in name for noun in nouns[:1]):
            found.append(Meaning(name, _OVERLAP + 1 - shared / len(all_)))
    return found


def _overlapping_by_sound(window: str, lexicon: Lexicon) -> list[Meaning]:
    """Names that sound like nearly all pairs of characters of a window, most of which they hold."""
    if len(window) < 4:
        return []
    from pypinyin import lazy_pinyin

    sounds = set(pairwise(lazy_pinyin(window)))
    found: list[Meaning] = []
    for name in lexicon.names():
        if sum(letter in name for letter in window) * 4 < len(window) * 3:
            continue
        shared = len(sounds & set(pairwise(lazy_pinyin(name))))
        if shared * 5 >= len(sounds) * 3:
            found.append(Meaning(name, _OVERLAP + _SLIP + 1 - shared / len(sounds)))
    return found
