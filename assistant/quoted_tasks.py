"""Tasks that go on about the words of a document just quoted: which of them speak of something."""

import re
from collections.abc import Sequence

import rjieba

from assistant import absence
from assistant.clause import Clause
from assistant.normal import canonical
from assistant.passages import sentences_of
from assistant.plan import Quote
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary
from index.records import Passage

_WHICH = re.compile(
    r"哪(?:[一几两些]|一些)?(?:条|项|个|句|点|段|款|方面|职能|职责|部分|地方|里|些)?"
    r"|第几[条项点句段]|有没有|是否|有(?=[^，。]*[吗么]$)|提[到及]了?吗"
)
_ABOUT = re.compile(
    r"(?:跟|和|与|同)?(.+?)(?:有关系?|相关|挂钩|沾边|打交道)|(?:涉及|关于|有关|提[到及]|说[到的]|讲[到的]|管|负责|针对|写[到的])(?:到|的)?(.+)"
)
_IDLE = re.compile(
    r"^(?:这|那)?(?:其中|里面|里头|当中|这里面|这些|那些|上面|里)?(?:的)?|(?:的|是|了|吗|么|呢|都|也|只)+$"
)
_SHORTEST = 2
_LISTED = 3


def narrowed(turn: Turn, clause: Clause) -> Goals:
    """Return those of the passages just quoted that speak of what a clause asks about."""
    last = turn.last_goal()
    which = _WHICH.search(clause.text)
    if not isinstance(last, Quote) or turn.goals or which is None or clause.asks("amount"):
        return None
    words = _words(clause.text)
    if len(words) < _SHORTEST:
        return None
    store = turn.library.store
    quoted = [store.passages[one] for one in last.passages]
    if len(quoted) > 1:
        held = _holding([passage.text for passage in quoted], words)
        found = tuple(quoted[i].id for i in held)
        return [last.model_copy(update={"passages": found})] if found else _none(turn, words)
    return [_sentence(quoted[0], last, words)] if _speaks(quoted[0], last, words) else None


def _words(text: str) -> str:
    """Return what the words asked for are to speak of (其中跟电力有关的是哪条 → 电力)."""
    bare = _IDLE.sub("", _WHICH.sub("", text))
    about = _ABOUT.search(bare)
    said = next((group for group in about.groups() if group), "") if about else ""
    return _IDLE.sub("", said).strip("的是了")


def _holding(texts: Sequence[str], words: str) -> list[int]:
    """Return which texts hold some words: all in one, else most of them one by one."""
    said = [canonical(text) for text in texts]
    if whole := [i for i, text in enumerate(said) if _holds(text, words)]:
        return whole
    parts = [word for word in rjieba.cut(words) if len(word) >= _SHORTEST]
    counts = [sum(_holds(text, word) for word in parts) for text in said]
    most = max(counts, default=0)
    return [i for i, count in enumerate(counts) if count == most] if most * 2 > len(parts) else []


def _holds(text: str, word: str) -> bool:
    return any(form in text for form in (word, *vocabulary().synonyms.get(word, ())))


def _speaks(passage: Passage, last: Quote, words: str) -> bool:
    return bool(_holding(sentences_of(last.part or passage.text), words))


def _sentence(passage: Passage, last: Quote, words: str) -> Quote:
    """Return the first sentence of a passage that holds some words."""
    sentences = sentences_of(last.part or passage.text)
    part = sentences[_holding(sentences, words)[0]].strip()
    return last.model_copy(update={"part": _items(part, words) or part})


def _items(sentence: str, words: str) -> str:
    """Return the items of a list in a sentence that hold some words, "" where they stand apart."""
    listed = re.split(r"(?<=[:：])|(?<=[为有])(?=[^、]*、)|、", sentence.rstrip("。；;等"))
    own = [item for item in listed if _holds(canonical(item), words)]
    text = "、".join(own)
    return text if len(listed) >= _LISTED and len(own) < len(listed) and text in sentence else ""


def _none(turn: Turn, words: str) -> Goals:
    return absence.unknown(words, turn.library, turn.lookup, (words,))
