"""The columns of a table without rulings: white runs between them, down through all of its lines."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.heads import is_total
from corpus.money import parse_cell
from corpus.pdf_text import Line, Word

# In heights of a letter: a gap between columns; what it costs to leave a column or a head single.
_COLUMN_GAP = 0.15
_BARE = 100.0
_LEFT_OVER = 10.0
_BEYOND = 20.0
_BESIDE = 2.0
_OVER = 0.3
_FURTHEST_ROW = 3.0


class Columns(NamedTuple):
    """The left and right edges of the columns of a table."""

    lefts: tuple[float, ...]
    rights: tuple[float, ...]

    def under(self, word: Word) -> list[int]:
        """Return the columns that a word stands in or spans; the nearest where it is in none."""
        found = [
            i
            for i, (left, right) in enumerate(zip(self.lefts, self.rights, strict=True))
            if min(word.x1, right) - max(word.x0, left)
            > _OVER * min(word.x1 - word.x0, right - left)
        ]
        middle = (word.x0 + word.x1) / 2
        nearest = min(
            range(len(self.lefts)),
            key=lambda i: abs((self.lefts[i] + self.rights[i]) / 2 - middle),
        )
        return found or [nearest]


class Heads(NamedTuple):
    """The lines of heads, the column of each head that spans no others, and how far rows are apart.

    The first `labels` columns hold names and codes.
    """

    lines: list[Line]
    own: dict[Word, int]
    step: float
    labels: int


def find_columns(heads: Sequence[Line], body: Sequence[Line]) -> tuple[Columns, Heads]:
    """Return the columns that white runs between, and the heads with what is known of their places."""
    size = median(line.height for line in body)
    stacks = _without_spanning_totals(_stacks(body, size))
    spans = [Word(_side(words), words[0].x0, max(w.x1 for w in words)) for words in stacks]
    heads = [_split(line, spans) for line in heads]
    leaves = _leaves(heads)
    matched = _matched(leaves, spans, size)
    columns = [
        (_reached(span, matched.get(n), spans[n - 1 : n], spans[n + 1 : n + 2]), matched.get(n))
        for n, span in enumerate(spans)
    ]
    taken = set(matched.values())
    columns += [
        (word, word) for word, top in leaves if word not in taken and _is_own(word, top, leaves)
    ]
    columns.sort(key=lambda column: column[0].x0)
    own = {word: n for n, (_, word) in enumerate(columns) if word is not None}
    edges = tuple(s.x0 for s, _ in columns), tuple(s.x1 for s, _ in columns)
    tops = [line.top for line in (*heads, body[0])]
    step = max((below - above for above, below in pairwise(tops)), default=0.0)
    names = spans[_names(stacks) - 1].x0 if _names(stacks) else -1.0
    labels = sum(column.x0 <= names for column, _ in columns)
    return Columns(*edges), Heads(heads, own, min(step, _FURTHEST_ROW * size), labels)


def _names(stacks: Sequence[list[Word]]) -> int:
    """Return how many columns there are up to the last one of names before the first amounts."""
    names = 0
    for number, words in enumerate(stacks, start=1):
        if any(map(_is_amount, words)):
            break
        if not any(parse_cell(word.text) for word in words):
            names = number
    return names


def _split(line: Line, spans: Sequence[Word]) -> Line:
    """Return a line of heads, those that fill their cells parted where columns are."""
    words: list[Word] = []
    for word in line.words:
        rest = word
        for left, right in pairwise(spans):
            first, *following = rest.split((left.x1 + right.x0) / 2)
            if following:
                words.append(first)
                rest = following[0]
        words.append(rest)
    return line._replace(words=tuple(words))


def _stacks(body: Sequence[Line], size: float) -> list[list[Word]]:
    """Return the words of each column, white on both sides of them."""
    stacks: list[list[Word]] = []
    reach = 0.0
    for word in sorted((w for line in body for w in line.words), key=lambda w: w.x0):
        if stacks and word.x0 - reach <= _COLUMN_GAP * size:
            stacks[-1].append(word)
            reach = max(reach, word.x1)
        else:
            stacks.append([word])
            reach = word.x1
    return stacks


def _without_spanning_totals(stacks: list[list[Word]]) -> list[list[Word]]:
    """Return the columns without one that holds no more than 合计, set in the middle of two."""
    return [
        words
        for n, words in enumerate(stacks)
        if not n or not all(is_total(word.text) for word in words)
    ]


def _side(words: Sequence[Word]) -> str:
    """Return at which side the texts of a column are set: "left", "right", or "" for neither."""
    lefts, rights = [w.x0 for w in words], [w.x1 for w in words]
    left, right = max(lefts) - min(lefts), max(rights) - min(rights)
    if max(left, right) < 1:
        return "right" if any(map(_is_amount, words)) else ""
    if min(left, right) > max(left, right) / 2:
        return ""
    return "left" if left < right else "right"


def _is_amount(word: Word) -> bool:
    return parse_cell(word.text) is not None and not word.text.isdecimal()


def _leaves(heads: Sequence[Line]) -> list[tuple[Word, float]]:
    """Return the heads that no other stands under, from left to right, and how low each stands."""
    found: list[tuple[Word, float]] = []
    for line in reversed(heads):
        found += [
            (word, line.top)
            for word in line.words
            if not any(word.x0 < other.x1 and other.x0 < word.x1 for other, _ in found)
        ]
    return sorted(found, key=lambda leaf: leaf[0].x0)


def _matched(
    leaves: Sequence[tuple[Word, float]], spans: Sequence[Word], size: float
) -> dict[int, Word]:
    """Return the head of each column, in order: as many as can be, as near as can be.

    Figures are set to the right and heads to the left or in the middle, so they need not touch.
    A head above others may stand over two of them.
    """
    lowest = max((top for _, top in leaves), default=0.0)
    ways: list[tuple[float, dict[int, Word]]] = [(0.0, {})]
    ways += [(size * _BARE * (n + 1), {}) for n in range(len(spans))]
    for word, top in leaves:
        left_over = size * (_LEFT_OVER if top == lowest else _LEFT_OVER / 2)
        following = [(ways[0][0] + left_over, ways[0][1])]
        for n, span in enumerate(spans, start=1):
            apart = max(word.x0 - span.x1, span.x0 - word.x1, 0.0)
            # No cell has its head beyond the side that its text is set to.
            beyond = word.x0 > span.x1 if span.text == "right" else word.x1 < span.x0
            apart += size * ((_BEYOND if span.text and beyond else 0.0) + _BESIDE * (apart > 0))
            following.append(
                min(
                    (ways[n][0] + left_over, ways[n][1]),
                    (following[-1][0] + size * _BARE, following[-1][1]),
                    (ways[n - 1][0] + apart, {**ways[n - 1][1], n - 1: word}),
                    key=lambda way: way[0],
                )
            )
        ways = following
    return ways[-1][1]


def _reached(span: Word, head: Word | None, left: Sequence[Word], right: Sequence[Word]) -> Word:
    """Return a column widened to its head, but not into the columns beside it."""
    if head is None:
        return span
    x0 = max([min(span.x0, head.x0), *(beside.x1 for beside in left)])
    x1 = min([max(span.x1, head.x1), *(beside.x0 for beside in right)])
    return Word("", min(x0, span.x0), max(x1, span.x1))


def _is_own(word: Word, top: float, leaves: Sequence[tuple[Word, float]]) -> bool:
    """Tell whether a head over no figures has a column of its own: it does not span lower heads."""
    at = leaves.index((word, top))
    beside = [*leaves[max(at - 1, 0) : at], *leaves[at + 1 : at + 2]]
    return len(beside) < 2 or any(other_top <= top for _, other_top in beside)
