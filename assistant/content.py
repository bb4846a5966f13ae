"""The words of a clause that say what it is about, with what they may as well be called.

Words are cut from the question anew: known names stand, words with a task go, and what is between
is cut as the language cuts it, whatever parts of names it was linked to.
"""

import re
from collections.abc import Collection, Container, Iterator, Sequence

import rjieba

from assistant.clause import Clause
from assistant.coverage import Asked
from assistant.lexicon import Lexicon, Role
from assistant.linking import in_order
from assistant.reading import Sort, Token
from assistant.vocabulary import vocabulary
from corpus.units import counted_units

# What a name costs at least that is only part of one or only like one.
_PART_OF = 0.5
_MOST_JOINED = 3
_SHORT = 2
_PAIR = 2
_SHORTEST_FOR = 2
_IDLE_TAGS = ("d", "p", "r", "c", "u", "y", "m", "q", "x")
_TELLING = re.compile(r"\d{3}|\d[万亿]")
# What is written in letters and figures (5g) is a word of its own.
_WRITTEN = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_A_UNIT = re.compile(
    f"[一二两三四五六七八九十几每单各]个?(?:{'|'.join(counted_units())}|趟|回|平米)"
)
_NUMERALS = frozenset("一二两三四五六七八九十")
_SILENT = frozenset({"filler", "of", "follow", "count", "contact"})


def asked_words(clause: Clause, lexicon: Lexicon) -> list[Asked]:
    """Return the words of a clause, and of what was only named before it, that carry content."""
    asked: list[Asked] = []
    for tokens in (clause.aside, clause.tokens):
        edges, spoken = _edges(tokens)
        for stretch in _stretches(tokens, edges, spoken):
            first = stretch[0]
            if len(stretch) == 1 and first.sort is Sort.QUANTITY:
                asked.append(Asked(first.text))
            elif len(stretch) == 1 and _stands(first, edges, spoken):
                asked.append(_asked(first.text, _going_by(lexicon, first)))
            else:
                asked.extend(_cut(stretch, lexicon, clause.unknown))
    heard = [word.text for word in asked]
    whole = [w for w in clause.unknown if _is_word(w) and _carries_content(w, "")]
    asked.extend(_asked(w) for w in whole if not _is_heard(w, heard))
    return list({word.text: word for word in asked}.values())


def words_of(text: str, lexicon: Lexicon) -> list[Asked]:
    """Return the words of a text that carry content, as the language alone cuts them."""
    letters = [_asked(found) for found in _WRITTEN.findall(text)]
    rest = Token(_WRITTEN.sub("", text), Sort.REST, 0)
    words = (or_for_it(word) for word in (*letters, *_cut([rest], lexicon, ())))
    return list({word.text: word for word in words}.values())


def _is_word(text: str) -> bool:
    """Tell whether a text is one word of the dictionary, or an unknown one of three characters."""
    return len(rjieba.cut(text, len(text) > _SHORT)) == 1


def _is_heard(word: str, heard: Sequence[str]) -> bool:
    """Tell whether a word is part of others that were heard, or made up of them."""
    if any(word in other for other in heard):
        return True
    for other in sorted(heard, key=len, reverse=True):
        word = word.replace(other, "")
    return not word


def _stretches(
    tokens: Sequence[Token], edges: frozenset[int], spoken: frozenset[int]
) -> Iterator[list[Token]]:
    """Yield names that stand and telling numbers each alone, and the runs of words between them."""
    run: list[Token] = []
    for token in tokens:
        telling = token.sort is Sort.QUANTITY and _TELLING.search(token.text)
        alone = telling or _stands(token, edges, spoken)
        # A single character may be part of a longer word that a name or a task tore apart.
        running = token.sort in (Sort.REST, Sort.NAME) or (
            (token.sort is Sort.WORD and token.kinds <= _SILENT) or token.text in _NUMERALS
        )
        if running and not alone:
            run.append(token)
            continue
        if run:
            yield run
            run = []
        if alone:
            yield [token]
    if run:
        yield run


def _edges(tokens: Sequence[Token]) -> tuple[frozenset[int], frozenset[int]]:
    """Return where words end as the language cuts a row of tokens, and the places inside synonyms.

    Places count from the first character of the tokens' text.
    """
    if not tokens:
        return frozenset(), frozenset()
    edges, inside = {0}, set[int]()
    place = 0
    for word, _ in _words("".join(token.text for token in tokens)):
        if word in vocabulary().synonyms:
            inside.update(range(place, place + len(word)))
        place += len(word)
        edges.add(place)
    first = tokens[0].start
    return frozenset(e + first for e in edges), frozenset(i + first for i in inside)


def _stands(token: Token, edges: frozenset[int], spoken: frozenset[int]) -> bool:
    """Tell whether a name stands as it is: spelt in full, or a part of one that tears no word.

    A name that is part of a longer word with synonyms (房子 in 租房子) does not.
    """
    if token.sort is not Sort.NAME:
        return False
    costs = min((m.cost for m in token.meanings), default=0)
    longer = token.start - 1 in spoken and token.start in spoken and token.start not in edges
    if longer:
        return False
    whole = {token.start, token.end} <= edges and all(token.text in m.name for m in token.meanings)
    return costs < _PART_OF or whole


def _cut(stretch: Sequence[Token], lexicon: Lexicon, unknown: Collection[str]) -> list[Asked]:
    """Return the content words of a run of words; each is held too by what its name is part of.

    A verb is told in many ways, but not where it says what kind of money is meant (购买服务预算).
    """
    places: list[tuple[int, int, Token]] = []
    for token in stretch:
        start = places[-1][1] if places else 0
        places.append((start, start + len(token.text), token))
    found: list[Asked] = []
    place = 0
    words = _words("".join(token.text for token in stretch))
    # What is done and to what make one name: 购买 of 政府购买服务.
    compound = {i for i, (_, tag) in enumerate(words[1:]) if i and tag == "vn"}
    # So is who does it: 临聘 of 临聘人员.
    compound |= {i for i, (word, _) in enumerate(words[1:]) if word in vocabulary().tails}
    for i, (word, tag) in enumerate(words):
        within = [t for a, b, t in places if a <= place and place + len(word) <= b]
        place += len(word)
        named = [t for t in within if t.sort is Sort.NAME]
        # A single letter may tell a name from its like: 县 of 县级站点 where there is 市级站点.
        letter = bool(named) and tag.startswith("n") and word not in vocabulary().words
        silent = any(t.sort in (Sort.WORD, Sort.QUANTITY) for t in within)
        if silent or not (letter or _carries_content(word, tag)):
            continue
        held = frozenset[int]().union(*(_going_by(lexicon, t, in_short=True) for t in named))
        is_kind = i in compound or any(t.sort is Sort.REST and t.text in unknown for t in within)
        found.append(_asked(word, held, not is_kind and tag.startswith("v") and tag != "vn"))
    return found


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text with their tags; several that make up a synonym are one word.

    A synonym stands where words of the dictionary alone leave room for it: unknown words are
    guessed only between (年营收 is no 年营 and 收).
    """
    synonyms = vocabulary().synonyms
    known = rjieba.cut(text, False)
    found: list[tuple[str, str]] = []
    between = ""
    while known:
        sizes = range(min(len(known), _MOST_JOINED), 0, -1)
        size = next((n for n in sizes if _is_said("".join(known[:n]), synonyms)), 0)
        if size:
            found += [*rjieba.tag(between), ("".join(known[:size]), _tag("".join(known[:size])))]
        between = "" if size else between + known[0]
        known = known[size or 1 :]
    return [*found, *rjieba.tag(between)]


def _is_said(word: str, synonyms: Container[str]) -> bool:
    return len(word) > 1 and word in synonyms


def _tag(word: str) -> str:
    tagged = rjieba.tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else "n"


def _carries_content(word: str, tag: str) -> bool:
    if word in vocabulary().synonyms:
        return True
    if len(word) < 2 or word in vocabulary().words or _A_UNIT.fullmatch(word):
        return False
    return not tag.startswith(_IDLE_TAGS)


def _asked(text: str, named: frozenset[int] = frozenset(), is_verb: bool = False) -> Asked:
    """Return a word with what else it may be called: synonyms, or turned around (租房, 房租).

    A longer word may hold one that has synonyms (讲课费, 授课费).
    """
    synonyms = vocabulary().synonyms
    alike = [*synonyms.get(text, ())]
    if len(text) == _PAIR and text[0] != text[1]:
        alike.append(text[::-1])
    for start in range(len(text) - 1) if len(text) > _PAIR else ():
        part = text[start : start + _PAIR]
        alike += [text.replace(part, o) for o in synonyms.get(part, ()) if len(o) == _PAIR]
    return Asked(text, named, is_verb, tuple(dict.fromkeys(alike)))


def or_for_it(word: Asked) -> Asked:
    """Return a word for money with what it is for: 资料费 of an item may be its 资料印刷费."""
    bare = word.text.removesuffix("费")
    if bare == word.text or len(bare) < _SHORTEST_FOR:
        return word
    return word._replace(alike=(*word.alike, bare))


def _going_by(lexicon: Lexicon, token: Token, in_short: bool = False) -> frozenset[int]:
    """Return the facts that go by a name; `in_short` only by one that is written in short."""
    names = {m.name for m in token.meanings if not in_short or in_order(token.text, m.name)}
    return frozenset(
        i for role in Role for name in names for i in lexicon.postings[role].get(name, ())
    )
