"""The answer's text taken apart: sentences, the figures in them with their marks, other numbers.

What is quoted and what belongs to a name is blotted out first, so that what is left are statements.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.errors import GuardError
from corpus.money import to_decimal

QUOTED = "\ue000"
_BLOT = "\ue001"
# Full-width digits and signs count as what they look like.
_WIDTHS = str.maketrans("０１２３４５６７８９．％－−", "0123456789.%--")
# Marks count citations; 〔2018〕 is part of a document's number.
MARK = re.compile(r"〔(\d{1,3})〕")
# What stands in quotation marks: a name, a quote, the question's words.
NAMED = re.compile(r"「([^「」]*)」")
_TOKEN = re.compile(
    r"(?P<marks>(?:〔\d{1,3}〕)+)|(?P<number>(?:(?<!\d)(?<!\d\))-)?[0-9][0-9,]*(?:\.[0-9]+)?)"
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
_UNIT_BEFORE_MARK = re.compile(r"[^\d，。；：、（）()「」\ue000]{0,12}")
_NUMERAL = "零〇一二三四五六七八九十百千万亿两半"
_MEASURE = (
    "万元|亿元|千元|百万元|千万元|元|块|个|项|条|家|辆|台|套|人次|人|次|户|场|张|名|位|件|份|种|类|笔|处"
    "|所|倍|成|折|平方米|百分点|番|年|月|日|天|%"
)
IN_WORDS = re.compile(
    rf"(?<![\d{_NUMERAL}])(?:百分之[{_NUMERAL}]+|[{_NUMERAL}]+分之[{_NUMERAL}]+"
    rf"|[{_NUMERAL}]*[十百千万亿](?!元)[{_NUMERAL}]+(?:{_MEASURE})?|[{_NUMERAL}]+[十百千万亿](?!元)"
    rf"|[{_NUMERAL}]+?(?:{_MEASURE})|(?:一半|过半|对半))"
)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_HAS_NUMBER = re.compile(rf"[\d。〔{_NUMERAL}]")
_WORDY = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Said:
    """A number in a sentence: `lead` are the words since the last mark, `near` those since a number.

    With `marks` it is a figure with an address, `unit` all that stands between the two; without,
    `unit` are the words that follow. `tail` are the words behind the marks.
    """

    digits: str
    number: Decimal
    unit: str
    lead: str
    near: str
    marks: tuple[int, ...] = ()
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Bare:
    """Marks behind words; `quoted` where these are a citation's own words."""

    marks: tuple[int, ...]
    lead: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, names blotted out in `open_text`, with its figures and other marks."""

    open_text: str
    figures: tuple[Said, ...]
    bare: tuple[Bare, ...]


def take_apart(text: str, names: Iterable[str]) -> list[Sentence]:
    """Split a text into sentences. Names that hold numbers or stops are no statements."""
    text = text.translate(_WIDTHS)
    blotted = blot(text, names)
    ends = [match.end() for match in re.finditer(r"[。\n]", blotted)] + [len(text)]
    starts = [0, *ends[:-1]]
    return [_sentence(text[a:b], blotted[a:b]) for a, b in zip(starts, ends, strict=True) if a < b]


def blot(text: str, names: Iterable[str]) -> str:
    """Return a text of the same length without the names in it that hold numbers."""
    found = {name.translate(_WIDTHS) for name in names if _HAS_NUMBER.search(name)}
    for name in sorted(found, key=len, reverse=True):
        if len(_WORDY.findall(name)) < 3:
            continue
        text = re.sub(_whole(name), lambda match: _BLOT * len(match[0]), text)
    return text


def _whole(name: str) -> str:
    """Return the pattern of a name; one that begins or ends with a digit swallows no figure's part."""
    before = r"(?<![\d.,])" if name[0].isdigit() else ""
    after = r"(?![\d.,%])" if name[-1].isdigit() else ""
    return before + re.escape(name) + after


def _sentence(text: str, blotted: str) -> Sentence:
    tokens = list(_TOKEN.finditer(blotted))
    figures: list[Said] = []
    bare: list[Bare] = []
    said = 0
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else None
        if token["marks"]:
            if before is None or not _bound(blotted, before, token):
                lead = text[said : token.start()]
                bare.append(Bare(_marks(token), lead, lead.rstrip("。").endswith(QUOTED)))
            said = token.end()
        else:
            figures.append(_figure(text, blotted, tokens, i, said))
    return Sentence(blotted, tuple(figures), tuple(bare))


def _bound(blotted: str, number: re.Match[str], marks: re.Match[str]) -> bool:
    between = blotted[number.end() : marks.start()]
    return bool(number["number"]) and _UNIT_BEFORE_MARK.fullmatch(between) is not None


def _figure(text: str, blotted: str, tokens: Sequence[re.Match[str]], i: int, said: int) -> Said:
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    last = max((t.end() for t in tokens[:i] if not _YEAR.match(text, t.start())), default=0)
    near = text[last : token.start()]
    lead = text[said : token.start()]
    if not _GROUPED.fullmatch(token[0]):
        raise GuardError("答案里有数字的写法不对，未予显示。")
    number = to_decimal(token[0])
    if following is None or not following["marks"] or not _bound(blotted, token, following):
        end = following.start() if following else len(text)
        return Said(token[0], number, text[token.end() : end], lead, near)
    after = tokens[i + 2].start() if i + 2 < len(tokens) else len(text)
    unit = text[token.end() : following.start()]
    tail = text[following.end() : after]
    return Said(token[0], number, unit, lead, near, _marks(following), tail)


def _marks(token: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(n) for n in MARK.findall(token[0]))


def in_words(open_text: str) -> Iterator[str]:
    """Return the numbers that a text says in Chinese numerals or other signs (三成, 五百万元, ½)."""
    for match in IN_WORDS.finditer(open_text):
        yield match[0]
    for letter in open_text:
        if letter.isnumeric() and not (letter.isascii() or "\u3000" <= letter <= "\u9fff"):
            yield letter
