"""In which words figures are told: those of their operations, and of no others."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "operations.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """What tells of an operation, and what only some operations may be told by."""

    told_by: Mapping[str, re.Pattern[str]]
    only: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    names: Mapping[str, str]
    made_of: Mapping[str, Sequence[str]]
    more: re.Pattern[str]
    less: re.Pattern[str]
    # A number with the words before it, or behind it, that change what it says.
    bounded_before: re.Pattern[str]
    bounded_behind: re.Pattern[str]

    def tells(self, words: str, operations: Sequence[str], told: Sequence[str]) -> bool:
        """Tell whether words, without the names in them, tell of no operation but these.

        Of those in `told` they must tell as often as each is used.
        """
        used = set(self._single(operations))
        if any(form.search(words) and not own & used for form, own in self.only):
            return False
        due = Counter(self._single(told))
        forms = ((self.told_by[one], n) for one, n in due.items() if one in self.told_by)
        return all(len(form.findall(words)) >= n for form, n in forms)

    def calls(self, words: str, ended: Sequence[str]) -> bool:
        """Tell whether words that begin to name results (「的差额占…」) name those that ended, inner first."""
        own = iter([one for one in self._single(ended) if one in self.names.values()])
        while True:
            words = words.removeprefix("的")
            named = next((name for name in self.names if words.startswith(name)), None)
            if named is None:
                return True
            if self.names[named] != next(own, None):
                return False
            words = words.removeprefix(named)

    def _single(self, operations: Sequence[str]) -> Iterator[str]:
        for name in operations:
            yield from self.made_of.get(name, (name,))


@cache
def wording() -> Wording:
    """Return the shipped wording."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    words = data["words"]
    number = r"\s*-?\d[\d,]*(?:\.\d+)?"
    return Wording(
        told_by={name: re.compile(form) for name, form in data["told_by"].items()},
        only=_forms(data["only"]),
        names=data["called"],
        made_of=data["made_of"],
        more=re.compile(words["more"]),
        less=re.compile(words["less"]),
        bounded_before=re.compile(rf"(?:{words['before']}){number}"),
        bounded_behind=re.compile(rf"{number}\s*[^\W\d_]{{0,4}}%?(?:〔\d+〕)*(?:{words['after']})"),
    )


def _forms(table: Mapping[str, list[str]]) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple((re.compile(form), frozenset(using)) for form, using in table.items())
