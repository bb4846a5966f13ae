"""The end of a name that several share, said once: 「水、电费」 is 水费 and 电费, 「水、电两项费」 too."""

import re

from assistant.lexicon import Lexicon

_JOINT = re.compile(r"、|以及|和|与|跟|及")
_COUNTED = re.compile(r"(?:这|那)?[两二三四五六七八九十\d]+(?:笔|项|个|类|种|块|样)的?")
_LONGEST = 14
_LONGEST_TAIL = 6


def with_tails(text: str, lexicon: Lexicon) -> str:
    """Return a text with each name of a list written to its end, where that makes it a known one."""
    text = _before_counting(text, lexicon)
    for joint in reversed(list(_JOINT.finditer(text))):
        if not _ends_name(text[: joint.start()], lexicon) and (
            tail := _tail(text[: joint.start()], text[joint.end() :], lexicon)
        ):
            text = text[: joint.start()] + tail + text[joint.start() :]
    return text


def _before_counting(text: str, lexicon: Lexicon) -> str:
    """Write the end of the names in front of the number that counts them (甲、乙两笔补贴)."""
    counted = next((m for m in _COUNTED.finditer(text) if _JOINT.search(text[: m.start()])), None)
    if counted is None or _ends_name(text[: counted.start()], lexicon):
        return text
    before, behind = text[: counted.start()], text[counted.end() :]
    last = _JOINT.split(before)[-1]
    for size in range(min(_LONGEST_TAIL, len(behind)), 0, -1):
        if last and _is_name(last + behind[:size], lexicon):
            return before + behind[:size] + counted[0].removesuffix("的") + behind[size:]
    return text


def _tail(before: str, behind: str, lexicon: Lexicon) -> str:
    """Return the end of the name behind a joint that the words before it lack, "" where none fits."""
    for end in range(min(_LONGEST, len(behind)), 1, -1):
        if not _is_name(behind[:end], lexicon):
            continue
        for size in range(min(_LONGEST_TAIL, end - 1), 0, -1):
            tail = behind[end - size : end]
            starts = range(max(0, len(before) - _LONGEST), len(before))
            if any(_is_name(before[start:] + tail, lexicon) for start in starts):
                return tail
    return ""


def _ends_name(text: str, lexicon: Lexicon) -> bool:
    starts = range(max(0, len(text) - _LONGEST), len(text) - 1)
    return any(_is_name(text[start:], lexicon) for start in starts)


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text is the full name of something in the documents."""
    return any(meaning.cost == 0 for meaning in lexicon.spellings.get(text, ()))
