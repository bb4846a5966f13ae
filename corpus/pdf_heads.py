"""The heads over the columns of a table without rulings: which stands over which by its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from corpus.heads import is_total
from corpus.pdf_columns import Columns, Heads
from corpus.pdf_text import Line, Word

_TIGHT = 0.7
_NEXT_ROW = 0.75
_LINE = 1.8
_LONGEST_REST = 3
_SKIP = 0.25
_Way = tuple[float, list[list[int]]]


class _HeadRow(NamedTuple):
    """The heads of one row, and where it begins; a head over several lines is one word."""

    top: float
    height: float
    words: tuple[Word, ...]


def head_rows(heads: Heads, columns: Columns) -> list[tuple[str, ...]]:
    """Return the heads as rows of cells, each head in all the columns and rows that it spans."""
    paths = _paths(heads, columns)
    return [
        tuple(path[min(depth, len(path) - 1)] if path else "" for path in paths)
        for depth in range(max(map(len, paths)))
    ]


def _paths(heads: Heads, columns: Columns) -> list[tuple[str, ...]]:
    """Return the heads over each column, outermost first."""
    paths: list[tuple[str, ...]] = [()] * len(columns.lefts)
    lowest: dict[int, Word] = {}
    tops: dict[int, float] = {}
    names: set[int] = set()
    for row in reversed(list(_head_rows(heads.lines, columns))):
        over: list[Word] = []
        rests: list[tuple[Word, int]] = []
        found: list[tuple[Word, list[int]]] = []
        for word in row.words:
            places = [heads.own[word]] if word in heads.own else columns.under(word)
            if not lowest.keys() & set(places):
                found.append((word, places))
            elif len(places) == 1 and _is_rest(lowest[places[0]], tops[places[0]], word, row):
                rests.append((word, places[0]))
            else:
                over.append(word)
        # A head beside this row that only stands in the middle of more rows is under none of it.
        below = {i: w for i, w in lowest.items() if tops[i] - row.top > _NEXT_ROW * heads.step}
        for i in names:
            below.pop(i, None)
        found += [pair for run in _runs(below) for pair in _spanned(over, run, below)]
        for word, i in rests:
            paths[i] = (word.text + paths[i][0], *paths[i][1:])
            tops[i] = row.top
        is_above = any(top > row.top for top in tops.values())
        for word, places in found:
            for i in places:
                paths[i] = (word.text, *paths[i])
                # A head of names beside lower heads goes down all of their rows.
                if i < heads.labels and i not in lowest and is_above:
                    names.add(i)
                lowest.setdefault(i, word)
                tops[i] = row.top
    return paths


def _is_rest(rest: Word, top: float, word: Word, row: _HeadRow) -> bool:
    """Tell whether a head is no more than the last letters of the one above it."""
    return (
        len(rest.text) <= min(_LONGEST_REST, len(word.text) - 1)
        and not is_total(rest.text)
        and top - row.top < _LINE * row.height
    )


def _head_rows(heads: Sequence[Line], columns: Columns) -> Iterator[_HeadRow]:
    """Yield the rows of heads; a line that only ends the heads above it is one with them."""
    words: list[Word] = []
    first = 0
    for n, line in enumerate(heads):
        if words and not _wraps(heads[n - 1], line, words, columns):
            yield _HeadRow(heads[first].top, heads[first].height, tuple(words))
            words, first = [], n
        for word in line.words:
            place = columns.under(word)
            above = [i for i, upper in enumerate(words) if columns.under(upper) == place]
            if above:
                upper = words[above[0]]
                box = min(upper.x0, word.x0), max(upper.x1, word.x1)
                words[above[0]] = Word(upper.text + word.text, *box)
            else:
                words.append(word)
    if words:
        yield _HeadRow(heads[first].top, heads[first].height, tuple(words))


def _wraps(above: Line, line: Line, row: Sequence[Word], columns: Columns) -> bool:
    if line.top - above.bottom > _TIGHT * line.height:
        return False
    over = [columns.under(word) for word in row]
    own = [columns.under(word) for word in line.words]
    return all(len(place) == 1 and place in over for place in own)


def _runs(headed: Iterable[int]) -> list[list[int]]:
    """Return the columns that stand side by side."""
    runs: list[list[int]] = []
    for i in sorted(headed):
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _spanned(
    words: Sequence[Word], run: list[int], below: Mapping[int, Word]
) -> Iterable[tuple[Word, list[int]]]:
    """Return each head that spans others with the columns it spans."""
    left, right = below[run[0]].x0, below[run[-1]].x1
    mine = [word for word in words if left <= (word.x0 + word.x1) / 2 <= right]
    if not mine or len(mine) > len(run):
        return ()
    return zip(mine, _shared_out(mine, run, below), strict=True)


def _shared_out(
    words: Sequence[Word], run: list[int], below: Mapping[int, Word]
) -> list[list[int]]:
    """Return the columns below each head, all of which stand in the middle of theirs or begin there.

    A head that begins where a column does may yet stand in the middle: its row tells which is meant.
    """
    ways = (_ways(words, run, below, off) for off in (_from_middle, _from_start))
    return min(ways, key=lambda way: way[0])[1]


def _ways(
    words: Sequence[Word],
    run: list[int],
    below: Mapping[int, Word],
    off: Callable[[Word, Word, Word], float],
) -> _Way:
    """Return the cheapest way to share columns out, and what it costs.

    A column may be below none; leaving it out costs half of what it would move the middle by.
    """
    own = [below[i] for i in run]
    skips = [_SKIP * (b.x0 + b.x1 - a.x0 - a.x1) / 2 for a, b in pairwise(own)]
    skips = [*skips[:1], *skips] or [0.0]
    # The cheapest way to share the first columns out among the first heads, by number of columns.
    ways: list[_Way] = [(cost, []) for cost in accumulate(skips, initial=0.0)]
    for word in words:
        following: list[_Way] = [(inf, [])]
        for end in range(1, len(run) + 1):
            ended = (
                (cost + off(word, own[begin], own[end - 1]), [*parts, run[begin:end]])
                for begin, (cost, parts) in enumerate(ways[:end])
            )
            cost, parts = following[-1]
            following.append(min(*ended, (cost + skips[end - 1], parts)))
        ways = following
    return ways[-1]


def _from_middle(word: Word, first: Word, last: Word) -> float:
    return abs((word.x0 + word.x1) / 2 - (first.x0 + first.x1 + last.x0 + last.x1) / 4)


def _from_start(word: Word, first: Word, _last: Word) -> float:
    return abs(word.x0 - first.x0)
