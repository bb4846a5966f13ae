"""Where no department is named: the one whose documents alone speak of what is asked."""

from assistant.lexicon import Role
from assistant.library import Library
from assistant.reading import Sort, Token, read
from assistant.targets import Target, Targets

_TELLING = 4


def told(text: str, meant: Targets, library: Library) -> Targets:
    """Return the documents of the one department that uses all names of a question, else `meant`."""
    departments = {d.name: d.department for d in meant.documents}
    tokens = read(text, library.lexicon, library.owners)
    using = [
        {departments[name] for name in _documents(token, library) if name in departments}
        for token in tokens
        if token.sort is Sort.CODE or (token.sort is Sort.NAME and len(token.text) >= _TELLING)
    ]
    common = set.intersection(*using) if using else set()
    if len(common) != 1:
        return meant
    own = tuple(d for d in meant.documents if d.department in common)
    latest = max(d.year or 0 for d in own)
    return Targets((Target(tuple(d for d in own if (d.year or 0) == latest)),), meant.said)


def _documents(token: Token, library: Library) -> set[str]:
    """Return the documents that use a name as it is spelt, or a code."""
    lexicon = library.lexicon
    places = set(lexicon.codes.get(token.text, ())) if token.sort is Sort.CODE else set()
    for meaning in token.meanings:
        for role in Role:
            places |= lexicon.postings[role].get(meaning.name, set())
    return {lexicon.facts[i].document for i in places}
