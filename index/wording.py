"""The distinct texts that are searched: passages with the same words share one wording.

A row's words are the same in every disclosure, so a thousand disclosures need little more room in
the indexes, and little more time to embed, than one.
"""

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 400
LONGEST_HEAD = 120
SENTENCE_END = re.compile(r"(?<=[。；！？;\n])")


@dataclass(frozen=True, slots=True)
class Wording:
    """One searched text with all that says it; `key` is made from the text alone."""

    key: str
    text: str
    kind: str
    table: str | None
    section: str | None
    documents: tuple[str, ...]
    years: tuple[int, ...]


def key_of(text: str) -> str:
    """Return the key of a text: the first 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cut(words: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Cut words into pieces of at most `longest` characters, at sentence ends where there are any.

    A first line is a heading and is repeated in front of every piece.
    """
    if len(words) <= longest:
        return (words,)
    head, newline, body = words.partition("\n")
    if not newline or len(head) > LONGEST_HEAD:
        head, body = "", words
    room = longest - len(head) - 1
    return tuple(f"{head}\n{piece}".strip() for piece in _pieces(body, room))


def _pieces(body: str, room: int) -> list[str]:
    """Join sentences to pieces of at most `room` characters; only a longer sentence is broken."""
    pieces = [""]
    for sentence in SENTENCE_END.split(body):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > room:
            pieces.append("")
        pieces[-1] += sentence
    bounds = ((piece, range(0, len(piece) + room, room)) for piece in pieces)
    return [piece[a:b] for piece, marks in bounds for a, b in pairwise(marks) if piece[a:b].strip()]
