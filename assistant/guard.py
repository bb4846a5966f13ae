"""The one guard: nothing is shown whose numbers have no address.

Every answer passes here, whatever its status. Every citation must be the one that the stored cell or
passage gives and one that the plan names; every step is done again on its operands; every figure in
the text must be the one its marks stand for, under its own name; every other number must belong to
the figure it explains, or stand verbatim in the question or a document's name; quotes are exact.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, CitationOperand
from assistant.assertion import check_values
from assistant.evidence import Ledger
from assistant.naming import Names
from assistant.overlap import contains, repeats
from assistant.plan import strings
from assistant.printed import counted_once, of_another
from assistant.proof import Proof, check_sentences, words_beside
from assistant.recalculation import Source, cited_source, members, recalculate, wholes
from assistant.remarks import check_names, check_options, without_caveats
from assistant.result import Store
from assistant.selection import check_picked, picked
from assistant.statement import MARK, QUOTED, take_apart
from assistant.titles import called, headed
from assistant.verdict import check_verdicts
from corpus.errors import GuardError
from index.records import DocumentRecord, Fact, FindingRecord, Passage

Place = tuple[str, tuple[tuple[str, int | str], ...]]
# The marks right behind a finding.
_HEADED = re.compile(headed("[^》]*"))
_MARKS_BEHIND = re.compile(r"(?:〔\d{1,3}〕)*")


@dataclass(frozen=True, slots=True)
class Places:
    """What is stored at each place (document and locator), and by which names."""

    facts: Mapping[Place, list[Fact]]
    passages: Mapping[Place, list[Passage]]
    ledger: Ledger
    store: Store
    names: Names


def places_of(facts: Iterable[Fact], passages: Iterable[Passage], store: Store) -> Places:
    """Index facts and passages by place, against which citations are checked."""
    by_place: dict[Place, list[Fact]] = defaultdict(list)
    texts: dict[Place, list[Passage]] = defaultdict(list)
    names = Names(titles=store.titles)
    for fact in facts:
        by_place[fact.source, tuple(fact.locator.as_dict().items())].append(fact)
    for fact in store.facts.values():
        names.add(fact)
    for passage in passages:
        place = (passage.source, tuple(passage.locator.as_dict().items()))
        texts[place].append(passage)
    return Places(by_place, texts, Ledger(store.cells), store, names)


def names_of(documents: Iterable[DocumentRecord]) -> tuple[str, ...]:
    """Return what the loaded documents go by: their names, titles and years."""
    named = [(*d.originals, d.title, called(d), f"{d.year}年" if d.year else "") for d in documents]
    return tuple(name for names in named for name in names if name)


def check(answer: Answer, places: Places, documents: tuple[str, ...]) -> None:
    """Raise GuardError where a number, a quote or a citation of the answer is not borne out."""
    try:
        _check(answer, places, documents)
    except (ArithmeticError, LookupError, ValueError, TypeError) as error:
        # What is malformed cannot be checked, and what cannot be checked is not shown.
        raise GuardError("答案里有无法核对的内容，未予显示。") from error


def _check(answer: Answer, places: Places, documents: tuple[str, ...]) -> None:
    planned = {text: place for place, text in enumerate(dict.fromkeys(strings(answer.plan)))}
    cited = _cited(answer, places, planned)
    _check_quotes(answer, cited, planned)
    _check_marks(answer)
    steps = recalculate(answer, cited)
    uncited = planned.keys() - {source.cited.id for source in cited if source.cited is not None}
    facts = places.store.facts
    found = map(facts.get, uncited | set(wholes(answer.plan)))
    beside = [fact for fact in found if fact is not None]
    also = words_beside(answer, beside)
    named = (f for name, f in places.store.findings.items() if name in planned)
    findings = tuple(sorted(named, key=lambda finding: answer.answer.find(finding.text)))
    told = frozenset(finding.text for finding in places.store.findings.values())
    listed = frozenset(members(answer.plan))
    picks = tuple(picked(answer.plan, facts))
    check_picked(picks, [s.cited.id for s in cited if s.cited is not None], answer.plan)
    looked_at = {
        facts[text].document for text in strings(answer.plan.get("goals")) if text in facts
    }
    names = replace(places.names, titled=len(looked_at) > 1)
    proof = Proof(
        answer, cited, steps, beside, names, documents, also, listed, findings, told, picks
    )
    _check_counted_once(answer, cited, places.store)
    _check_beside(answer, cited, places.store)
    text = _without_quotes(without_caveats(proof), answer.citations, cited)
    text = _without_heading(text, answer, cited, places)
    for finding in findings:
        _check_finding(text, finding, cited)
        text = text.replace(finding.text, QUOTED, 1)
    check_names(text, proof)
    sentences = take_apart(text, proof.printed_names())
    check_values(proof, sentences, check_sentences(proof, sentences))
    check_options(proof)
    check_verdicts(answer.answer, answer.plan, facts, answer.values)


def _without_heading(text: str, answer: Answer, cited: Sequence[Source], places: Places) -> str:
    """Return the text without the document it is headed with, which must be that of all citations."""
    if not _HEADED.match(text) and (answer.status != "answered" or "heading" not in answer.plan):
        return text
    document = str(answer.plan.get("heading", ""))
    own = headed(places.store.titles.get(document, ""))
    beside = {cell["fact"] for cell in answer.plan.get("beside", ())}
    others = any(
        source.cited and source.cited.document != document and source.cited.id not in beside
        for source in cited
    )
    if others or not text.startswith(own):
        raise GuardError("答案所说的文件不是它出处所在的文件，未予显示。")
    return text.removeprefix(own)


def _cited(answer: Answer, places: Places, planned: Mapping[str, int]) -> list[Source]:
    """Return the citations as sources.

    Two amounts in one sentence may be cited in the same words; they come in the plan's order.
    """
    found: list[Source] = []
    taken: set[str] = set()
    for n, citation in enumerate(answer.citations, 1):
        stored = [one for one in _stored(citation, places) if one.id in planned]
        if not stored or citation.n != n:
            raise GuardError("有出处在原文里找不到，未予显示。")
        one = min(stored, key=lambda one: (one.id in taken, planned[one.id]))
        taken.add(one.id)
        found.append(cited_source(n, one))
    return found


def _stored(citation: Citation, places: Places) -> Iterator[Fact | Passage]:
    """Return the facts or passages that give a citation."""
    place = (citation.document, tuple(citation.locator.items()))
    if citation.value is not None:
        for fact in places.facts.get(place, ()):
            if places.ledger.citation_of(fact, citation.n) == citation:
                yield fact
    elif citation.quote:
        for passage in places.passages.get(place, ()):
            own = places.ledger.citation_of_passage(passage, citation.n, citation.quote)
            if own == citation and citation.quote in passage.text:
                yield passage


def _check_quotes(answer: Answer, cited: Sequence[Source], planned: Container[str]) -> None:
    """A passage is quoted whole, or the part of it that the plan names."""
    for citation, source in zip(answer.citations, cited, strict=True):
        whole = not isinstance(source.cited, Passage) or citation.quote == source.cited.text
        if not whole and citation.quote not in planned:
            raise GuardError("引文与原文不符，未予显示。")


def _check_counted_once(answer: Answer, cited: Sequence[Source], store: Store) -> None:
    """What is told not to have been added is named as it is cited, and stands in another cell."""
    planned = [store.facts[text] for text in strings(answer.plan) if text in store.facts]
    for caveat in answer.caveats:
        if caveat.kind != "double_counting":
            continue
        inside = [fact for n in caveat.citations if (fact := cited[n - 1].fact) is not None]
        ledgers = Ledger(store.cells), Ledger(store.cells, store.titles)
        forms = {counted_once([ledger.cite(fact) for fact in inside]).text for ledger in ledgers}
        told = caveat.text in forms and caveat.text in answer.answer
        if not (inside and told and all(_is_held(fact, planned, store) for fact in inside)):
            raise GuardError("说明与它的出处不符，未予显示。")


def _check_beside(answer: Answer, cited: Sequence[Source], store: Store) -> None:
    """What documents of another basis print is told in one form, all that the plan names of it."""
    told: list[str] = []
    for caveat in answer.caveats:
        if caveat.kind != "other_basis":
            continue
        (n,) = caveat.citations
        fact = cited[n - 1].fact
        if fact is None or of_another(fact, n, store.titles) != caveat:
            raise GuardError("说明与它的出处不符，未予显示。")
        told.append(fact.id)
    if told != [cell["fact"] for cell in answer.plan.get("beside", ())]:
        raise GuardError("说明与它的出处不符，未予显示。")


def _is_held(fact: Fact, planned: Sequence[Fact], store: Store) -> bool:
    """Tell whether another cell that the plan names has a cell's money in it."""
    place = planned.index(fact)
    others = [*planned[:place], *planned[place + 1 :]]
    return any(contains(o, fact, store.cells) or repeats(o, fact, store.cells) for o in others)


def _check_finding(text: str, finding: FindingRecord, cited: Sequence[Source]) -> None:
    """A finding stands in its own words, with what it rests on behind it, in its order."""
    place = text.find(finding.text)
    marks = _MARKS_BEHIND.match(text, place + len(finding.text))
    if place < 0 or marks is None:
        raise GuardError("核对结果与读文件时的不符，未予显示。")
    behind = [cited[int(n) - 1].cited for n in MARK.findall(marks[0])]
    ids = [one.id for one in behind if one is not None]
    facts = [r.fact for r in finding.references if r.fact in ids]
    passages = [r.passage for r in finding.references if r.passage in ids]
    if ids != [*dict.fromkeys(facts), *dict.fromkeys(passages)]:
        raise GuardError("核对结果与它的出处不符，未予显示。")


def _check_marks(answer: Answer) -> None:
    """Marks point at citations; an answer has both."""
    marked = {int(n) for n in MARK.findall(answer.answer)}
    used = marked | {
        operand.citation
        for step in answer.steps
        for operand in step.operands
        if isinstance(operand, CitationOperand)
    }
    used |= {n for caveat in answer.caveats for n in caveat.citations}
    known = {citation.n for citation in answer.citations}
    if not used <= known:
        raise GuardError("答案引用了不存在的出处，未予显示。")
    if answer.status == "answered" and not (marked and known):
        raise GuardError("答案没有标明出处，未予显示。")


def _without_quotes(text: str, citations: Sequence[Citation], cited: Sequence[Source]) -> str:
    """Blot out the words that stand before the mark of the citation they are quoted from, exactly."""
    for citation, source in zip(citations, cited, strict=True):
        mark = f"〔{citation.n}〕"
        for words in _quoted(citation, source):
            text = text.replace(f"{words}{mark}", f"{QUOTED}{mark}")
    return text


def _quoted(citation: Citation, source: Source) -> tuple[str, ...]:
    """Return the forms in which the words of a citation may stand before its mark."""
    if source.fact is None:
        return (f"「{citation.quote}」",)
    words = citation.value or ""
    return (words, words.rstrip("。")) if source.value is None and words else ()
