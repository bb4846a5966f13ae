"""Whether answers stay what they are when only words, print, names or neighbours change.

Run as `python -m eval.robustness [--home 目录] [--only 改法] [--json]`: rewordings are asked of the
home that the program would use, reprints of documents written for the purpose. A question counts
where it was answered rightly with a figure before the alteration.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from rich.console import Console

from assistant.answer import Answer
from assistant.chain import Assistant, open_assistant
from assistant.library import Library, build
from corpus.errors import YusuanError
from corpus.joining import joined
from corpus.reader import read_disclosure
from eval.alterations import REPRINTS, REWORDINGS, Reprint, documents
from eval.cases import UNORDERED, Case, Split, load_cases
from eval.metrics import Outcome, same_figure, score
from eval.rates import Part, percent
from eval.runner import Ask
from index.chunking import document_record, facts_of, passages_of
from index.home import Home

Verdict = Literal["same", "other", "silent"]
_PRINTED = "原样"
_SOURCES = "doc-"


class Change(Part):
    """A question that is answered otherwise after an alteration."""

    id: str
    split: Split
    turns: tuple[str, ...]
    before: str
    after: str
    verdict: Verdict


class Altered(Part):
    """What came of one alteration: how many questions were asked and what changed."""

    name: str
    asked: int
    changes: tuple[Change, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many questions came to a verdict."""
        changed = sum(change.verdict == verdict for change in self.changes)
        return self.asked - len(self.changes) if verdict == "same" else changed


def reworded(ask: Ask, cases: Sequence[Case], names: Iterable[str]) -> Iterator[Altered]:
    """Yield what comes of asking questions in other words."""
    right = list(answered(ask, cases))
    for name in names:
        change = REWORDINGS[name]
        asked = [(case, before, tuple(map(change, case.turns))) for case, before in right]
        yield Altered(name=name, asked=len(asked), changes=tuple(_changes(ask, asked)))


def reprinted(cases: Sequence[Case], names: Iterable[str]) -> Iterator[Altered]:
    """Yield what comes of asking the same of documents that are printed otherwise."""
    right = list(answered(_printed(REPRINTS[_PRINTED]), cases))
    for name in names:
        reprint = REPRINTS[name]
        asked = [
            (_of(case, reprint), before, tuple(map(reprint.said, case.turns)))
            for case, before in right
            if reprint.may_be_asked(case.turns)
        ]
        changes = tuple(_changes(_printed(reprint), asked))
        yield Altered(name=name, asked=len(asked), changes=changes)


def answered(ask: Ask, cases: Iterable[Case]) -> Iterator[tuple[Case, Answer]]:
    """Yield the questions that are answered rightly with a figure, and the answers."""
    for case in cases:
        answer = ask(case.turns, case.asked_of)
        if answer.values and score(case, answer).outcome is Outcome.RIGHT:
            yield case, answer


def library_of(folder: Path) -> Library:
    """Read the documents of a folder and build what is asked, without an index."""
    read = []
    for first, *others in documents(folder):
        disclosure = read_disclosure(first)
        both = joined(disclosure, read_disclosure(others[0])) if others else disclosure
        read.append(both or disclosure)
    records = [document_record(d, "", 0) for d in read]
    hashed = [replace(r, sha256=" ".join("0" for _ in r.files)) if r.files else r for r in records]
    facts = [fact for d in read for fact in facts_of(d)]
    return build(hashed, facts, [passage for d in read for passage in passages_of(d)])


def verdict(case: Case, before: Answer, after: Answer) -> Verdict:
    """Tell whether an answer states the same figures as before, in whatever unit."""
    if not after.values:
        return "silent"
    if case.kind not in UNORDERED:
        same = same_figure(before.values[0], after.values[0])
        # An average or a share of other units is rounded in those.
        return "same" if same or not score(case, after).false_figure else "other"
    left = list(after.values)
    for value in before.values:
        match = next((other for other in left if same_figure(value, other)), None)
        if match is None:
            return "other"
        left.remove(match)
    return "other" if left else "same"


def told(results: Iterable[Altered]) -> str:
    """Say the rates by alteration in Chinese, then the open questions that are answered otherwise."""
    results = list(results)
    lines = [_rates(result) for result in results]
    for result in results:
        lines += [
            f"\n✗ {result.name} {c.id}：{' → '.join(c.turns)}\n  原来：{c.before}\n  现在：{c.after}"
            for c in result.changes
            if c.split == "open"
        ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask everything in all alterations and print the rates; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.robustness", description=__doc__)
    parser.add_argument("--home", type=Path, help="资料库；默认与 yusuan 相同")
    parser.add_argument("--only", action="append", help="只做这些改法；可以写多次")
    parser.add_argument("--json", action="store_true", help="每种改法输出一行 JSON")
    given = parser.parse_args(arguments)
    names = set(given.only or (*REWORDINGS, *REPRINTS)) - {_PRINTED}
    cases = [case for case in load_cases() if case.status == "answered" and case.values]
    try:
        results: list[Altered] = []
        if said := [name for name in REWORDINGS if name in names]:
            home = Home(given.home) if given.home else Home.locate()
            results += reworded(_asking(open_assistant(home)), cases, said)
        if prints := [name for name in REPRINTS if name in names]:
            own = [case for case in cases if case.id.startswith(_SOURCES)]
            results += reprinted(own, prints)
    except YusuanError as error:
        Console(stderr=True).print(str(error), markup=False)
        return error.exit_code
    lines = [r.model_dump_json() for r in results] if given.json else [told(results)]
    Console().print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
    return 0


def _changes(ask: Ask, asked: Iterable[tuple[Case, Answer, tuple[str, ...]]]) -> Iterator[Change]:
    for case, before, turns in asked:
        after = ask(turns, case.asked_of)
        if (found := verdict(case, before, after)) != "same":
            yield Change(
                id=case.id,
                split=case.split,
                turns=turns,
                before=before.answer,
                after=f"{after.status}：{after.answer}",
                verdict=found,
            )


def _printed(reprint: Reprint) -> Ask:
    with tempfile.TemporaryDirectory() as folder:
        reprint.write(Path(folder))
        return _asking(Assistant(library_of(Path(folder))))


def _asking(assistant: Assistant) -> Ask:
    asking: Callable[[Sequence[str], Sequence[str] | None], Answer] = assistant.ask
    return asking


def _of(case: Case, reprint: Reprint) -> Case:
    """Return a question of documents by the names that a reprint gives them."""
    named = tuple(map(reprint.file, case.documents)) if case.documents is not None else None
    source = reprint.file(case.source) if case.source else None
    return case.model_copy(update={"documents": named, "source": source})


def _rates(result: Altered) -> str:
    same, other, silent = (result.count(v) for v in ("same", "other", "silent"))
    return (
        f"{result.name}：{result.asked} 题，不变 {percent(same, result.asked)}%，"
        f"数字变了 {other}，没有给数 {silent}"
    )


if __name__ == "__main__":
    sys.exit(main())
