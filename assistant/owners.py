"""How departments are called in questions: by region and name, by short names, by their region alone.

A name that fits no loaded department belongs to another one: 望川市文旅局 is not the bureau of a
district of that city, and 青阳文旅局 not that of 青岚. Names of loaded departments are learned from
the documents; what an organisation's name looks like is a pattern of the vocabulary.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import rjieba

from assistant.normal import canonical
from assistant.vocabulary import vocabulary
from index.records import DocumentRecord

_PARTS = re.compile(r"[^省市区县旗州盟]+(?:自治区|自治州|[省市区县旗州盟])")
_LEVELS = "省市区县旗州盟"
_JOINED = re.compile(r"[和与及、]")
# Prepositions, particles and measures stand in no organisation's name.
_NO_NAME = frozenset({"p", "uj", "ul", "uz", "ud", "ug", "q", "y"})
_DONE = re.compile(r".[了过着][个家所]?$")
_ASKED = re.compile(r"哪|什么|啥|几[个家]|多少")
_SHORTEST = 3
_NOUNS = ("n", "j")
_SPEECH = ("v", "p", "c", "u", "d", "r", "m")
_OFFICE = "办事处"
_OTHER_ENDS = re.compile(r"[\u4e00-\u9fff]{2,12}?[部会院办团府校所站](?![门分议计公])")


class Named(NamedTuple):
    """A place in a question where an organisation is named, and whose documents it may mean.

    `departments` are none where the name is that of an organisation without a loaded document;
    `alone` tells that only a region is named.
    """

    start: int
    end: int
    text: str
    departments: frozenset[str]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Department:
    """A department: the ways its region is named, its own names, and the full one without region."""

    name: str
    regions: tuple[str, ...]
    own: frozenset[str]
    core: str

    def is_called(self, text: str) -> bool:
        """Tell whether a text is a name of the department, whole."""
        if text in self.own or text == canonical(self.name):
            return True
        return any(
            text.startswith(region) and self._is_own(text[len(region) :])
            for region in (*self.regions, "")
        )

    def _is_own(self, text: str) -> bool:
        return text in self.own or self._is_short_for(text)

    def _is_short_for(self, text: str) -> bool:
        return any(_abbreviates(text, name) for name in (self.core, *self.own))


def _abbreviates(text: str, name: str) -> bool:
    """Tell whether a text abbreviates a name, with a letter of each part that 和 joins."""
    fits = _SHORTEST <= len(text) < len(name)
    if not fits or (text[0], text[-1]) != (name[0], name[-1]):
        return False
    letters = iter(name)
    in_order = all(letter in letters for letter in text)
    joined = (part for part in _JOINED.split(name[:-1]) if part)
    return in_order and all(set(part) & set(text[:-1]) for part in joined)


class Owners:
    """The departments of the loaded documents, and where a question names one."""

    def __init__(self, documents: Iterable[DocumentRecord]) -> None:
        self._departments = tuple(_learned(documents))
        self._known = {region for d in self._departments for region in d.regions}

    def find(self, text: str, is_spoken_of: Callable[[str], bool]) -> list[Named]:
        """Return where a normalised question names organisations and regions, in its order.

        An organisation that the documents speak of is none whose documents are missing.
        """
        found = list(self._organisations(text, is_spoken_of))
        taken = {i for named in found for i in range(named.start, named.end)}
        for named in self._exact(text):
            if not taken & set(range(named.start, named.end)):
                found.append(named)
                taken |= set(range(named.start, named.end))
        return sorted(found)

    def _organisations(self, text: str, is_spoken_of: Callable[[str], bool]) -> Iterator[Named]:
        taken: set[int] = set()
        for match in vocabulary().organisation.finditer(text):
            if vocabulary().pointing.search(match[0]):
                continue  # 「归这个局管」 names none
            place = self._place(match[0])
            taken.update(range(match.start(), match.end()))
            if place is not None:
                start = match.start() + place
                own = text[start : match.end()]
                yield Named(start, match.end(), own, self._called(own))
                continue
            named = without_leading_words(_named_last(match[0]))
            known = named in vocabulary().words or len(_bare(named)) < _SHORTEST
            asked = _ASKED.search(named)  # 「哪些公司」 names none
            if not known and not asked and not is_spoken_of(named):
                yield Named(match.end() - len(named), match.end(), named, frozenset())
        # 部, 会 and 院 end many words; they end a name only where it is a loaded department's.
        for match in _OTHER_ENDS.finditer(text):
            place = self._place(match[0])
            if place is not None and match.end() - 1 not in taken:
                own = match[0][place:]
                yield Named(match.start() + place, match.end(), own, self._called(own))

    def _place(self, text: str) -> int | None:
        """Return where the name of a loaded department begins that a text ends with."""
        for start in range(len(text) - 1):
            called = self._called(text[start:])
            if (
                called
                and self._is_harmless(text[:start], text[start])
                and not self._is_placed(text[:start], called)
            ):
                return start
        return None

    def _is_placed(self, before: str, called: frozenset[str]) -> bool:
        """Tell whether the words before a name place it in a region that is not its department's."""
        own = {r for d in self._departments if d.name in called for r in d.regions}
        return any(before.endswith(r) for r in self._known - own if len(r) > 1)

    def _called(self, text: str) -> frozenset[str]:
        return frozenset(d.name for d in self._departments if d.is_called(text))

    def _is_harmless(self, before: str, first: str) -> bool:
        """Tell whether the words before a name make it no other one: no place, no noun.

        What stands before 区 or 市 names the 区, unless it is a verb or a particle.
        """
        for region in sorted(self._known, key=len, reverse=True):
            before = before.replace(region, "") if len(region) > 1 else before
        if before and before[-1] in _LEVELS:
            return False
        while before:
            shorter = _without_word(before)
            if shorter == before:
                break
            before = shorter
        if not before:
            return True
        word, tag = rjieba.tag(before)[-1]
        is_thing = len(word) > 1 and tag.startswith(_NOUNS)
        if first in _LEVELS and not tag.startswith(_SPEECH):
            return False
        return not is_thing

    def _exact(self, text: str) -> Iterator[Named]:
        """Yield the names without an organisation's ending, and the regions named alone."""
        names = {name for d in self._departments for name in d.own if len(name) > 2}
        regions = {r for r in self._known if len(r) > 1}
        for name in sorted(names | regions, key=len, reverse=True):
            for match in re.finditer(re.escape(name), text):
                if name in names:
                    yield Named(match.start(), match.end(), name, self._called(name))
                else:
                    inside = frozenset(d.name for d in self._departments if name in d.regions)
                    yield Named(match.start(), match.end(), name, inside, alone=True)


def _learned(documents: Iterable[DocumentRecord]) -> Iterator[_Department]:
    by_name: dict[str, list[DocumentRecord]] = {}
    for document in documents:
        if document.department:
            by_name.setdefault(document.department, []).append(document)
    for name, own in by_name.items():
        region = canonical(next((d.region for d in own if d.region), None) or "")
        core = canonical(name).removeprefix(region)
        names = {core, *(canonical(alias) for d in own for alias in d.aliases)}
        # 某省人民检察院 is spoken of as 某省检察院, a 街道办事处 without its office.
        names |= {n.replace("人民", "", 1) for n in names}
        names |= {n.removesuffix(_OFFICE) for n in names}
        for long, short in (("委员会", "委"), ("办公室", "办"), ("办公厅", "办")):
            names |= {n.removesuffix(long) + short for n in names if n.endswith(long)}
        yield _Department(name, tuple(_regions(region)), frozenset(n for n in names if n), core)


def _regions(region: str) -> list[str]:
    """Return the ways a region is named, longest first: 某市某区, 某区, 某, 某市某, 区."""
    parts = _PARTS.findall(region) or ([region] if region else [])
    whole = ["".join(parts[i:]) for i in range(len(parts))]
    bare = [name[:-1] for name in whole if len(name) > 2 and name[-1] in _LEVELS]
    level = [region[-1]] if region and region[-1] in _LEVELS else []
    return sorted({*whole, *bare}, key=len, reverse=True) + level


def _without_word(text: str) -> str:
    words = vocabulary().words
    for size in range(4, 0, -1):
        if text[:size] in words:
            return text[size:]
    return text


def _bare(text: str) -> str:
    """Return a name without all words of the language before it (你们局 is nobody's)."""
    shorter = _without_word(text)
    return text if shorter == text or not shorter else _bare(shorter)


def _named_last(text: str) -> str:
    """Return the name that a stretch ends with: 小公司 of 「开了个小公司」, 公司 of 「某某那家公司」."""
    name = ""
    for word, tag in reversed(rjieba.tag(text)):
        if tag in _NO_NAME or _DONE.search(word):
            break
        name = word + name
    return name or text


def without_leading_words(text: str) -> str:
    """Return a name without words of the language before it, of which three letters must stay."""
    shorter = _without_word(text)
    if shorter == text or len(shorter) < _SHORTEST:
        return text
    return without_leading_words(shorter)
