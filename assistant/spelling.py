"""Slips of the pen and of the ear: what sounds like a name, or looks like it, is written as the name.

Every stretch of a question is compared with all names by how they sound, so that any number of its
characters may be wrong as long as half of them are right (物业管里费, 区快连协会, 奖今).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from assistant.lexicon import Lexicon
from assistant.vocabulary import vocabulary

# What people of many regions do not tell apart: 只 and 资, 林 and 零, 兰 and 狼.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ing", "in"), ("eng", "en"), ("ang", "an"))
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 2, 16
_GUESSED = 0.5

Sounds = tuple[str, ...]


def corrected(text: str, lexicon: Lexicon) -> str:
    """Return a text with what only sounds or looks like a known name written as the name.

    The longest stretches are put right first; a word of the language stays as it is (税费 is no 水费).
    """
    for run in _CHINESE.findall(text):
        for name, slip in _slips(run, lexicon):
            if slip in text:
                text = text.replace(slip, name, 1)
    return text


def _slips(run: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield names and the stretches that stand for them, longest first, none over another."""
    known, taken = _names(lexicon), set[int]()
    for size in range(min(_LONGEST, len(run)), _SHORTEST - 1, -1):
        for start in range(len(run) - size + 1):
            place = set(range(start, start + size))
            slip = run[start : start + size]
            if taken & place or slip in lexicon.spellings or slip in vocabulary().words:
                continue
            name = _meant(slip, known)
            if name and not _is_word(slip):
                taken |= place
                yield name, slip


def _meant(slip: str, known: dict[Sounds, list[str]]) -> str:
    """Return the one name that a stretch sounds or looks like, "" where there is none or several."""
    names = set(known.get(_sounds(slip), ()))
    for i, letter in enumerate(slip):
        for other in vocabulary().lookalikes.get(letter, ""):
            names.update(known.get(_sounds(slip[:i] + other + slip[i + 1 :]), ()))
    alike = {name for name in names if 2 * sum(map(str.__eq__, name, slip)) >= len(slip)}
    return alike.pop() if len(alike) == 1 else ""


def _is_word(text: str) -> bool:
    """Tell whether a stretch is a word of the language as it stands."""
    return len(text) < 4 and rjieba.cut(text, False) == [text]


def _names(lexicon: Lexicon) -> dict[Sounds, list[str]]:
    """Return the spellings of a lexicon by how they sound, worked out once."""
    if not lexicon.heard:
        heard: dict[Sounds, list[str]] = defaultdict(list)
        for spelling, meanings in lexicon.spellings.items():
            firm = min(meaning.cost for meaning in meanings) < _GUESSED
            if firm and _SHORTEST <= len(spelling) <= _LONGEST and _CHINESE.fullmatch(spelling):
                heard[_sounds(spelling)].append(spelling)
        lexicon.heard.update(heard)
    return lexicon.heard


@lru_cache(maxsize=100_000)
def _sounds(text: str) -> Sounds:
    from pypinyin import lazy_pinyin

    return tuple(map(_sound, lazy_pinyin(text)))


@lru_cache(maxsize=2_000)
def _sound(syllable: str) -> str:
    for full, short in _ALIKE:
        if syllable.startswith(full):
            syllable = short + syllable[len(full) :]
    for full, short in _ENDINGS:
        if syllable.endswith(full):
            syllable = syllable[: -len(full)] + short
    return syllable
