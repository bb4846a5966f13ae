"""The words of the language and the field, read from a data file that a clerk can edit."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.normal import canonical

_FILE = Path(__file__).parent / "data" / "vocabulary.toml"
# What stands between 那 and what it points at: 那个, 那笔, 那部分.
_CLASSIFIER = "(?:个|项|笔|块|部分|样|款|条|家)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Function words by what they ask for, colloquial names, defaults and patterns."""

    words: dict[str, frozenset[str]]
    aliases: dict[str, tuple[str, ...]]
    combinations: dict[str, tuple[str, ...]]
    tails: tuple[str, ...]
    heads: tuple[str, ...]
    title_tails: tuple[str, ...]
    whole: dict[str, str]
    columns: tuple[re.Pattern[str], ...]
    tables: tuple[re.Pattern[str], ...]
    narrow: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]
    counted_together: dict[str, str]
    domain: re.Pattern[str]
    organisation: re.Pattern[str]
    story: re.Pattern[str]
    pointing: re.Pattern[str]
    override: re.Pattern[str]
    improper: re.Pattern[str]
    topics: dict[str, tuple[str, ...]]
    elsewhere: re.Pattern[str]
    documents: dict[str, re.Pattern[str]]
    lookalikes: dict[str, str]
    acts: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    answered_by: dict[str, frozenset[str]]
    writings: tuple[tuple[str, str], ...]
    references: dict[str, re.Pattern[str]]
    shortened: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    words: dict[str, set[str]] = {}
    for kind, entries in data["words"].items():
        for entry in entries:
            words.setdefault(canonical(entry), set()).add(kind)
    return Vocabulary(
        words={word: frozenset(kinds) for word, kinds in words.items()},
        aliases=_names(data["aliases"]),
        combinations=_names(data["combinations"]),
        tails=_longest_first(data["names"]["tails"]),
        heads=_longest_first(data["names"]["heads"]),
        title_tails=_longest_first(data["names"]["title_tails"]),
        whole=dict(data["names"]["whole"]),
        columns=tuple(re.compile(form) for form in data["defaults"]["columns"]),
        tables=tuple(re.compile(form) for form in data["defaults"]["tables"]),
        narrow=tuple(data["defaults"]["narrow"]),
        counted={unit: tuple(names) for unit, names in data["counted"].items()},
        counted_together=dict(data["counted_together"]),
        domain=re.compile("|".join(map(re.escape, data["domain"]["words"]))),
        organisation=re.compile(data["patterns"]["organisation"]),
        story=re.compile(data["patterns"]["story"]),
        pointing=re.compile(data["patterns"]["pointing"]),
        override=re.compile(data["patterns"]["override"]),
        topics={word: tuple(headings) for word, headings in data["topics"].items()},
        improper=re.compile(data["patterns"]["improper"]),
        elsewhere=re.compile(data["patterns"]["elsewhere"]),
        documents={name: re.compile(form) for name, form in data["documents"].items()},
        lookalikes=_lookalikes(data["names"]["lookalikes"]),
        acts=tuple(
            (re.compile(asked), re.compile(said)) for asked, said in data["patterns"]["acts"]
        ),
        answered_by={kind: frozenset(ops) for kind, ops in data["answered_by"].items()},
        writings=tuple((one, other) for one, other in data["names"]["writings"]),
        shortened=dict(data["shortened"]),
        synonyms=_synonyms(data["synonyms"]["groups"]),
        references={
            which: re.compile(form.replace("{N}", _CLASSIFIER))
            for which, form in data["references"].items()
        },
    )


def _lookalikes(groups: list[str]) -> dict[str, str]:
    return {
        letter: "".join(o for g in groups if letter in g for o in g if o != letter)
        for letter in "".join(groups)
    }


def _synonyms(groups: list[list[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each word the others of its groups."""
    found: dict[str, list[str]] = {}
    for group in (list(map(canonical, group)) for group in groups):
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return {word: tuple(others) for word, others in found.items()}


def _names(entries: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {canonical(word): tuple(map(canonical, names)) for word, names in entries.items()}


def _longest_first(entries: list[str]) -> tuple[str, ...]:
    return tuple(sorted(map(canonical, entries), key=len, reverse=True))
