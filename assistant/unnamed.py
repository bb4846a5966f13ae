"""Words that no name explains: which of them name a thing, and which a name tears apart."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import rjieba

from assistant.reading import Sort, Token
from assistant.vocabulary import vocabulary

_NAMING_TAGS = ("n", "j", "l", "i", "eng", "s", "t")
_FEE = re.compile(r"[\u4e00-\u9fff]{2,4}费$")
_KIND = 4
_GUESSED = 0.5
_TASKLESS = frozenset({"filler", "of"})
_STRANGE = 3
# Parts of speech that name nothing even though their tag begins with n, or stand for anything.
_EMPTY_WORDS = frozenset({"东西", "时候", "地方", "事儿", "情况", "老百姓", "大家", "人家", "好多"})


def names_a_thing(text: str) -> bool:
    """Tell whether a stretch holds a noun."""
    return any(tag.startswith(_NAMING_TAGS) for _, tag in rjieba.tag(text))


def _ends_number(text: str) -> bool:
    return re.search(r"[\d一二两三四五六七八九十几多少]$", text) is not None


def is_noun(word: str) -> bool:
    """Tell whether a word is a noun, or short for one."""
    return any(tag.startswith(("n", "j")) for _, tag in rjieba.tag(word))


def _carries_content(text: str) -> bool:
    """Tell whether a word is a noun or a verb, not only a particle."""
    return any(tag.startswith((*_NAMING_TAGS, "v")) for _, tag in rjieba.tag(text))


def names_doing(text: str) -> bool:
    """Tell whether a stretch is a verb of some length, of which money may be asked (抗旱花了多少)."""
    tagged = rjieba.tag(text)
    return len(tagged) == 1 and len(text) > 1 and tagged[0][1] in ("v", "vn")


def is_money_for(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a verb says what money is for: 维稳 in 「维稳经费」."""
    following = tokens[position + 1 : position + 3]
    verb = len(tokens[position].text) > 1
    tail = any(t.sort is Sort.WORD and t.text in vocabulary().tails for t in following[:1])
    # 「维稳的呢」「还有维稳的」: 的 stands for 经费.
    elliptic = [t.text for t in following[:1]] == ["的"] and all(
        t.kinds & {"follow", "sum"} for t in following[1:]
    )
    return verb and (tail or elliptic)


def unexplained(tokens: Iterable[Token]) -> list[str]:
    """Return the words left over that name something (nouns), so that silence can be the answer."""
    tokens = list(tokens)
    left: list[str] = torn(tokens)
    for position, token in enumerate(tokens):
        if token.sort is Sort.REST and (fee := _FEE.search(token.text)):
            left.append(fee[0])  # 印刷费 is a name, though its words are a verb and a letter
        elif (token.sort is Sort.REST and _is_of_a_kind(tokens, position)) or (
            token.sort is Sort.REST and _is_strange(token.text)
        ):
            left.append(token.text)
        elif token.sort is Sort.REST:
            left.extend(
                word
                for word, tag in rjieba.tag(token.text)
                if len(word) > 1 and tag.startswith(_NAMING_TAGS) and word not in _EMPTY_WORDS
            )
    return left


def _is_strange(text: str) -> bool:
    """Tell whether a stretch of some length is no words of the language, with a noun among its letters."""
    tagged = rjieba.tag(text)
    letters = all(len(word) == 1 for word, _ in tagged)
    return letters and len(text) >= _STRANGE and any(tag.startswith("n") for _, tag in tagged)


def _is_of_a_kind(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a stretch says of what kind the money after it is (购买服务｜预算)."""
    text = tokens[position].text
    doing = any(tag == "vn" for _, tag in rjieba.tag(text))
    return doing and len(text) >= _KIND and is_money_for(tokens, position)


def _begins_guess(before: Token, after: Token) -> bool:
    """Tell whether one letter stands before what is only part of some name (高｜新企业)."""
    letter = before.sort is Sort.WORD and len(before.text) == 1 and before.kinds <= _TASKLESS
    guessed = after.sort is Sort.NAME and min((m.cost for m in after.meanings), default=0)
    return letter and bool(guessed) and guessed >= _GUESSED


def torn(tokens: Sequence[Token]) -> list[str]:
    """Return words that the edge of a name tears apart: 邮电 in 邮｜电费 is no 电费."""
    text = "".join(token.text for token in tokens)
    found: list[str] = []
    position = 0
    for word in rjieba.cut(text):
        end = position + len(word)
        for before, after in pairwise(tokens):
            edge = before.end - tokens[0].start
            pair = {before.sort, after.sort}
            if not position < edge < end:
                continue
            letters = len(before.text) == len(after.text) == 1
            counted = text[max(0, position - 1) : position].isalnum() and _ends_number(
                text[:position]
            )
            if letters and not counted and pair == {Sort.WORD} and is_noun(word):
                found.append(word)
            if _begins_guess(before, after) and is_noun(word):
                found.append(word)
            if "count" in before.kinds:
                continue  # 几辆车 tears 辆车, and counts cars
            if pair == {Sort.REST, Sort.NAME} or (
                pair == {Sort.REST, Sort.WORD} and _carries_content(word)
            ):
                found.append(before.text + after.text)
        position = end
    return found
