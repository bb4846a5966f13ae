"""Tasks on the fields of forms in words: which office, by when, on what basis, which part of a text."""

import re

from assistant.clause import Clause, Phrase
from assistant.content import asked_words
from assistant.coverage import Asked, pairs
from assistant.lexicon import element_labels
from assistant.normal import canonical
from assistant.plan import Cell, Count, Expression, Quote
from assistant.reading import Sort
from assistant.turn import Goals, Turn
from index.records import Fact, Passage

_OFFICE_ASKED = re.compile(
    r"(?:哪个|哪些|什么|哪)(?:科室|处室|股室|科|处|股)|谁(?:来)?(?:牵头|实施|承办|具体)"
)
_OFFICE = r"(?:科|股|室|处|办|中心|站|所|队)"
_IN_CHARGE = re.compile(
    rf"(?:由|以)[^，。；;、]{{2,16}}{_OFFICE}(?:为|来|负责|牵头|具体|承担|组织|实施)"
    rf"|[^，。；;、由以]{{1,14}}{_OFFICE}(?:负责|牵头|具体|承担|主办)"
)
_LABELLED = re.compile(r"\s*([\u4e00-\u9fff]{4,12})\s*[:：]\s*[^指，。；\s][^，。；]{1,40}\s*")
_WHEN_ASKED = re.compile(
    r"起止|什么时候|啥时候|何时|哪一?天|哪个?月|几月|哪一?年|什么时间|起止时间|截止到|截至|到什么时候"
)
_DATE = re.compile(r"\d{4}\s*[-年./]\s*\d{0,2}|\d{1,2}\s*月|\d{1,2}\s*日前")
_PERIOD = re.compile("时间|日期|年度|期限")
_BOTH_ENDS = re.compile(r"起止|(?:开始|起始|启动|起).*(?:结束|终止|完工|为止|止)|从.*到什么时候")
_BEGINS = re.compile(r"起始|开始|启动|开工")
_ENDS = re.compile(r"终止|结束|完成|截止|完工")
_DATE_OR_YEAR = re.compile(r"\d{4}")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_ELEMENT = re.compile(
    r"(?:^|(?<=[。；;\s]))(?=\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]|[一二三四五六七八九]+[、是])"
)
_HEAD = 20
_WHICH = re.compile(
    r"哪(?:一?[个家所座条]|几[个家所座条])([\u4e00-\u9fff]{1,2}?)(?=[啊呀呢的是]|$|[，。?？])"
)
_FIGURES = (
    "amount", "share", "percent", "sum", "difference", "compare", "change", "growth", "most",
    "least", "top", "average", "per_head", "what_if", "except",
)  # fmt: skip
_MIXED = re.compile(r"\d|^[^（(]*[)）]|[（(][^)）]*$")
_LISTED = re.compile(
    r"(?:有|包括|包含|涵盖|涉及|为|[:：])(?:[:：])?([^，。；;:：]+?)(?:等|[。；;，]|$)"
)
_COUNTS = re.compile(r"(?:几|多少)(个(?!人)|类|项|种|样|条|款)")


def labelled(turn: Turn, clause: Clause) -> Goals:
    """Return a line of the text that is a label with what it stands for (公开咨询电话：…)."""
    for passage in turn.library.passages:
        line = _LABELLED.fullmatch(passage.text) if passage.kind == "paragraph" else None
        own = line is not None and passage.document in turn.names
        if line and own and canonical(line[1]) in clause.text:
            return [Quote(passages=(passage.id,), name=line[1])]
    return None


def office(turn: Turn, clause: Clause) -> Goals:
    """Return the sentence of a project's form that says which office carries it out."""
    if not _OFFICE_ASKED.search(clause.text):
        return None
    for fact in _fields(turn, clause):
        for sentence in _sentences(turn, fact):
            if _IN_CHARGE.search(sentence):
                return [_quote(turn, fact, sentence)]
    return None


def when(turn: Turn, clause: Clause) -> Goals:
    """Return the field or the sentence that says by when or since when."""
    if not _WHEN_ASKED.search(clause.text):
        return None
    asked = pairs(clause.text)
    if _BOTH_ENDS.search(turn.text) and (ends := _ends(turn, clause)):
        return ends
    dated = [f for f in _fields(turn, clause) if _DATE.search(f.text) and len(f.text) < 40]
    best = max(dated, key=lambda f: len(pairs(canonical(f.row)) & asked), default=None)
    if best and (pairs(canonical(best.row)) & asked or _PERIOD.search(best.row)):
        return [Cell(fact=best.id)]
    for phrase in clause.named:
        for mentions in (phrase.mentions, *((mention,) for mention in phrase.mentions)):
            for match in turn.lookup.matches(mentions, clause.of([]))[:10]:
                if match.fact.quote and _DATE.search(match.fact.quote):
                    quote = turn.passages.holding(match.fact)
                    return [quote] if quote else None
    return None


def _ends(turn: Turn, clause: Clause) -> list[Expression]:
    """Return the fields that say when a project begins and when it ends."""
    fields = _fields(turn, clause)
    found = (
        next((f for f in fields if form.search(f.row) and _DATE_OR_YEAR.match(f.text)), None)
        for form in (_BEGINS, _ENDS)
    )
    known: list[Expression] = [Cell(fact=fact.id) for fact in found if fact]
    return known if len(known) == len((_BEGINS, _ENDS)) else []


def element(turn: Turn, clause: Clause) -> Goals:
    """Return the numbered part of a form's long field that a clause names (立项依据 … 政策依据)."""
    if clause.asks(*_FIGURES):
        return None
    for phrase in clause.named or ([Phrase(clause.scope)] if clause.scope else []):
        mentions = (*clause.scope, *phrase.mentions) if clause.named else phrase.mentions
        field = _long_field(turn, clause, Phrase(mentions))
        if field is None:
            continue
        said = [m.text for m in mentions] + [t.text for t in clause.tokens if t.sort is Sort.REST]
        passage = turn.library.store.passages[field.id]
        parts = [part.strip() for part in _ELEMENT.split(passage.text) if part.strip()]
        named = [p for p in parts if any(word in canonical(p[:_HEAD]) for word in said)]
        if len(named) == 1 and len(parts) > 1:
            return [Quote(passages=(passage.id,), part=named[0])]
        return [Cell(fact=field.id)]
    return None


def asks_which(clause: Clause) -> bool:
    """Tell whether a clause asks which of a sort is meant (哪个村)."""
    return _WHICH.search(clause.text) is not None


def which(turn: Turn, clause: Clause) -> Goals:
    """Return the sentence that says which of a sort is meant, where nothing named says it (哪个村)."""
    sort = _WHICH.search(clause.text)
    if sort is None or clause.asks(*_FIGURES):
        return None
    asked = [w for w in asked_words(clause, turn.library.lexicon) if w.text != sort[1]]
    quote = turn.passages.with_words([*asked, Asked(sort[1])]) if asked else None
    return [quote] if quote else None


def _long_field(turn: Turn, clause: Clause, phrase: Phrase) -> Fact | None:
    """Return the long cell of a form in words that a phrase names by its label."""
    found = turn.cell(clause.of([]), phrase)
    fact = turn.library.store.facts[found.fact] if isinstance(found, Cell) else None
    if fact is None or not fact.is_form or fact.id not in turn.library.store.passages:
        return None
    names = {m.name for mention in phrase.mentions for m in mention.meanings}
    labels = {canonical(fact.row), *map(canonical, element_labels(fact.text))}
    # A field that every form has is one project's where that is named or was spoken of.
    open_ = fact.subject and canonical(fact.subject) not in names and not turn.about
    return fact if labels & names and not open_ and not fact.column else None


def enumerated(turn: Turn, clause: Clause) -> Goals:
    """Return how many things a sentence lists of what a clause names, with each of them."""
    asked = _COUNTS.search(clause.text)
    if asked is None or not clause.named:
        return None
    names = {m.name for p in clause.named for mention in p.mentions for m in mention.meanings}
    for passage in turn.library.passages:
        if passage.kind != "paragraph" or passage.document not in turn.names:
            continue
        for sentence in _SENTENCE.findall(passage.text):
            if not any(name in canonical(sentence) for name in names):
                continue
            for listed in _LISTED.finditer(sentence):
                parts = [part.strip() for part in listed[1].split("、")]
                # An element with figures or half of a pair of brackets holds several lists.
                if len(parts) > 2 and not any(_MIXED.search(part) for part in parts):
                    return [_count_of(passage, parts, clause, asked[1])]
    return None


def _count_of(passage: Passage, parts: list[str], clause: Clause, unit: str) -> Expression:
    name = clause.named[0].text
    each = tuple(dict.fromkeys(parts))
    return Count(passages=(passage.id,) * len(each), parts=each, name=name, unit=unit)


def _fields(turn: Turn, clause: Clause) -> list[Fact]:
    """Return the fields in words of the form whose project a clause or the turn before names."""
    about = [*clause.named, *turn.spoken, *([turn.about] if turn.about else [])]
    for phrase in about:
        names = {m.name for mention in phrase.mentions for m in mention.meanings}
        subjects = names & turn.library.subjects
        fields = [
            fact
            for fact in turn.library.store.cells.values()
            if fact.document in turn.names and fact.value is None and fact.text
            if canonical(fact.subject or "") in subjects
        ]
        if subjects and fields:
            return fields
    return []


def _sentences(turn: Turn, fact: Fact) -> list[str]:
    passage = turn.library.store.passages.get(fact.id)
    return [s.strip() for s in _SENTENCE.findall(passage.text if passage else fact.text)]


def _quote(turn: Turn, fact: Fact, sentence: str) -> Expression:
    if fact.id in turn.library.store.passages:
        return Quote(passages=(fact.id,), part=sentence)
    return Cell(fact=fact.id)
