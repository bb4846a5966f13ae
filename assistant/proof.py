"""What bears an answer out: its sources, their names and the words in which a number may stand.

A figure with marks must be a source that rests on exactly the citations marked, named in the words
before it. A number without marks must be an operand of the figure its sentence states, in order or
by name, or stand in the question, a quoted passage or a document's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer
from assistant.evidence import label_of
from assistant.naming import Names, is_plain, names_in_full, names_of, tells
from assistant.normal import canonical, normalise
from assistant.plan import strings
from assistant.recalculation import Source
from assistant.selection import Picked, check_pick
from assistant.statement import MARK, NAMED, QUOTED, Bare, Said, Sentence, in_words
from assistant.terms import Bound, bound_of, with_bound
from assistant.wording import wording
from corpus.errors import GuardError
from corpus.money import to_decimal
from index.records import Fact, FindingRecord, Passage

_FELL = re.compile(r"(?:少|减|降|低|下降|降低)(?:了)?$")
_DIRECTED = frozenset({"difference", "growth", "relative"})
# Words before an operand that name no cell: 「（」, 「 ÷ 」, 「（本年」, 「，上年」.
_UNNAMED = re.compile(r"[\W_]*(?:即|由)?(?:本年|上年|和增减额)?[\W_]*")
_OF_YEAR = re.compile(r"([本今上去])年$")
# What joins two numbers, as it is said and as it is written in a step.
_JOINED = re.compile(r"([÷×]|除以|乘以)(?:[^\d。÷×]*?(\d[\d,]*(?:\.\d+)?))?")
_WRITTEN = {"除以": "÷", "乘以": "×"}
_JOINED_BEFORE = re.compile(r"^.{0,6}?(?:扣除|除以|乘以)")
_SIGNS = re.compile(r"[÷×](?! [\d.]+%)")
_SIGN = re.compile(r" ([-+]) ")
_ORDERED = re.compile(r"从(多到少|少到多)")
_UNIT = re.compile(r"\s*([百千万亿]*元(?:/人)?|%|百分点|平方米|人次|[^\W\d_])")
# What may be said of cells without stating them: that a blank is one, that none met a condition.
_SHOWS = {True: "是空白", False: "没有符合条件"}
_PREFIXED = re.compile(rf"(?:[-+.,]|(?!为)\w){QUOTED}")
_BARE_UNIT = re.compile(r"[百千万亿]+元")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with marks and the sources that it can be."""

    said: Said
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The sources of one answer, with the facts that its plan names beside them.

    `also` are the words that may name more than the operands; `members` the ids that the plan lists;
    `findings` those that it names, in the order of the text, `told` the texts of all findings of the loaded documents;
    `picks` what it picks out of its lists.
    """

    answer: Answer
    cited: Sequence[Source]
    steps: Sequence[Source]
    beside: Sequence[Fact]
    names: Names
    documents: tuple[str, ...]
    also: tuple[str, ...]
    members: frozenset[str]
    findings: tuple[FindingRecord, ...] = ()
    told: frozenset[str] = frozenset()
    picks: tuple[Picked, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """All figures the answer may state."""
        return (*self.cited, *self.steps)

    def facts(self) -> Iterator[Fact]:
        """Return the cited facts and those that the plan names beside them."""
        yield from (source.fact for source in self.cited if source.fact is not None)
        yield from self.beside

    def printed_names(self) -> Iterator[str]:
        """Return the names of documents, tables, columns and cells as they are printed."""
        yield from self.documents
        for fact in self.facts():
            yield from (label_of(fact), fact.row, fact.table or "", fact.subject or "")
            yield from (*fact.column, *fact.section)
            if fact.code:
                yield f"{fact.code} {fact.row}"

    def asked_words(self) -> str:
        """Return the question's words and the documents' names."""
        question = self.answer.question
        subject = str(self.answer.plan.get("subject", ""))
        return "\n".join((question, normalise(question), subject, *self.documents))

    def own_words(self) -> str:
        """Return the words in which a number may stand: those asked, and quoted passages."""
        quoted = [source.cited.text for source in self.cited if isinstance(source.cited, Passage)]
        words = "\n".join((self.asked_words(), *quoted))
        return re.sub(r"(?<=\d)[ \t]+|,(?=\d{3})", "", words)

    def is_told(self, words: str, source: Source) -> bool:
        """Tell whether words name what a source is the figure of."""
        short = source.fact is None or source.fact.id in self.members
        return tells(words, source, self.names, self.also, short)


def check_sentences(proof: Proof, sentences: Sequence[Sentence]) -> list[list[Stated]]:
    """Check all numbers and marks of the text, and return the figures that its sentences state."""
    own, asked = proof.own_words(), proof.asked_words()
    stated: list[list[Stated]] = []
    for sentence in sentences:
        stated.append(_all_stated(sentence, proof))
        for bare in sentence.bare:
            _check_bare(bare, proof)
        _check_operands_named(stated[-1], proof)
        _check_unmarked(sentence, stated[-1], proof, own)
        _check_ranking(sentence, stated[-1])
        check_words(sentence.open_text, asked)
        _check_wording(sentence, stated[-1], proof, own)
    return stated


def check_words(open_text: str, asked: str) -> None:
    """Check that no number is said in words which the question or a document does not say."""
    for number in in_words(open_text):
        if not _BARE_UNIT.fullmatch(number) and number not in asked:
            raise GuardError("答案里有用汉字写的数没有出处，未予显示。")


def _all_stated(sentence: Sentence, proof: Proof) -> list[Stated]:
    """Return the figures with marks; operands may stand beside their result without a name, in order."""
    marked = [said for said in sentence.figures if said.marks]
    found = [_stated(said, proof) for said in marked]
    parts = [p for one in found if one for source in one.sources[:1] for p in source.parts()]
    rest = iter(parts)
    stated: list[Stated] = []
    for said, one in zip(marked, found, strict=True):
        if one is None and _UNNAMED.fullmatch(said.lead):
            part = next((p for p in rest if p.marks == said.marks and _states(said, p)), None)
            one = Stated(said, (part,)) if part else None
        if one is None:
            raise GuardError("答案里有数字与它标明的出处不符，未予显示。")
        stated.append(one)
    return stated


def _stated(said: Said, proof: Proof) -> Stated | None:
    found = tuple(
        source
        for source in proof.sources
        if source.marks == said.marks
        and (is_code(said, source, proof) or _is_figure_of(said, source, proof))
    )
    return Stated(said, found) if found else None


def is_code(said: Said, source: Source, proof: Proof) -> bool:
    """Tell whether a number is the code of the row that is named before it."""
    fact = source.fact
    if fact is None or said.unit or said.digits != fact.code:
        return False
    named = proof.names.names_row(canonical(said.lead), fact)
    return named and is_plain(said.lead, fact, proof.names)


def _is_figure_of(said: Said, source: Source, proof: Proof) -> bool:
    """Tell whether a number is a source's figure, named before it; a count's members behind it."""
    if source.operation == "count" and not proof.is_told(said.tail, source):
        return False
    if not (_states(said, source) and _bounds(said, source) and proof.is_told(said.lead, source)):
        return False
    if source.fact is None:
        return tells_after(said.lead, source, proof)
    return is_plain(said.lead, source.fact, proof.names)


def _bounds(said: Said, source: Source) -> bool:
    """Tell whether a number that is called the most or the least is printed as that."""
    stated = next((bound for bound in Bound if said.lead.endswith(bound)), None)
    return stated is None or (source.fact is not None and bound_of(source.fact) is stated)


def _states(said: Said, source: Source) -> bool:
    """Tell whether a number with its unit is a source, as printed or in an equal form."""
    printed = source.fact.text if source.fact is not None else ""
    as_printed = f"{said.lead}{said.digits}{said.unit}".endswith(printed) if printed else False
    unit = said.unit.strip()
    return ((as_printed and unit != "") or unit == (source.unit or "")) and _equals(said, source)


def _equals(said: Said, source: Source) -> bool:
    """Tell whether a number is a source's, told without its sign where a word says which way."""
    if source.value is None:
        return False
    fell = _FELL.search(said.lead) is not None
    if fell and source.value < 0:
        return said.number == -source.value
    wrong_way = fell and source.value > 0 and source.operation in _DIRECTED
    return said.number == source.value and not wrong_way


def _check_bare(bare: Bare, proof: Proof) -> None:
    """Check marks behind words: a quote, a cell in words, a blank, or several that show a lack."""
    sources = [proof.cited[n - 1] for n in bare.marks]
    reported = {r.fact for finding in proof.findings for r in finding.references}
    for source in sources:
        fact = source.fact
        if bare.quoted and fact is not None and fact.id in reported:
            continue  # a finding is told in its own words, with what it rests on behind it
        quoted = fact is None or (fact.value is None and fact.text != "")
        if quoted and (not bare.quoted or _PREFIXED.search(bare.lead)):
            raise GuardError("引文与原文不符，未予显示。")
        told = fact is None or fact.value is not None or proof.is_told(bare.lead, source)
        if not told or (fact is not None and not is_plain(bare.lead, fact, proof.names)):
            raise GuardError("出处与所说的不是同一格，未予显示。")
        if fact is not None and not quoted and _SHOWS[fact.value is None] not in bare.lead:
            raise GuardError("出处里的内容与所说的不符，未予显示。")


def _check_operands_named(stated: Sequence[Stated], proof: Proof) -> None:
    """Check that what a calculation was made from is named in full beside its result."""
    steps = [one.sources[0] for one in stated if one.sources[0].operation not in ("", "count")]
    parts = [part for step in steps for part in step.parts()]
    for one in stated:
        fact = one.sources[0].fact
        if fact is None or one.sources[0] not in parts or _UNNAMED.fullmatch(one.said.lead):
            continue
        if proof.names.find(canonical(one.said.lead), fact, short=False) is None:
            raise GuardError("答案里有数字的名称不是它出处的名称，未予显示。")


def _check_unmarked(sentence: Sentence, stated: Sequence[Stated], proof: Proof, own: str) -> None:
    """Check the numbers without marks: operands, each by its name or all in order, or quoted ones."""
    numbers = [said for said in sentence.figures if not said.marks]
    left = [said for said in numbers if not _is_own_word(said, stated, proof, own)]
    explained = [one.sources[0] for one in stated]
    direct = [part for source in explained for part in source.operands]
    parts = [part for source in explained for part in source.parts()]
    if not all(_is_of_year(said, explained) for said in left):
        raise GuardError("答案里有数字说成了另一年的，未予显示。")
    named = [said for said in left if _is_named_part(said, parts, proof)]
    if len(named) == len(left):
        return
    documents = {fact.document for fact in proof.facts()}
    others = any(proof.names.said(canonical(s.near), d) for s in left for d in documents)
    if named or others or not _follow(left, direct if len(left) <= len(direct) else parts):
        raise GuardError("答案里有数字没有出处，未予显示。")


def _is_own_word(said: Said, stated: Sequence[Stated], proof: Proof, own: str) -> bool:
    """Tell whether a number is the question's or a document's and none of the answer's figures."""
    figure = stated and any(source.value == said.number for source in proof.sources)
    return not figure and stands_in(said, own)


def _is_named_part(said: Said, parts: Sequence[Source], proof: Proof) -> bool:
    """Tell whether a number is a part that is named in full before it, from the last number on."""
    near = _JOINED_BEFORE.sub("", said.near)
    return any(_is_figure(said, part) and names_in_full(near, part, proof.names) for part in parts)


def _follow(said: Sequence[Said], parts: Sequence[Source]) -> bool:
    """Tell whether numbers are among the parts in their order."""
    rest = iter(parts)
    return all(any(_is_figure(number, part) for part in rest) for number in said)


def _is_figure(said: Said, source: Source) -> bool:
    return source.value == said.number and unit_agrees(said, source)


def _is_of_year(said: Said, explained: Sequence[Source]) -> bool:
    """Tell whether a number that 本年 or 上年 stands before is that of the growth or the year before."""
    year = _OF_YEAR.search(said.lead if said.marks else said.near)
    if year is None:
        return True
    place = 0 if year[1] in "本今" else 1
    pairs = [source.operands for source in explained if source.operation in ("growth", "prior")]
    return any(place < len(pair) and _is_figure(said, pair[place]) for pair in pairs)


def unit_agrees(said: Said, source: Source) -> bool:
    """Tell whether a number is followed by a source's unit."""
    unit = source.unit or ""
    rest = said.unit.lstrip()
    if unit:
        return rest.startswith(unit) and not rest.removeprefix(unit).startswith(("/", "次"))
    return _UNIT.match(rest) is None


def stands_in(said: Said, own: str) -> bool:
    """Tell whether a number stands in words with the same unit; a year may be written without."""
    match = _UNIT.match(said.unit)
    unit = match[1] if match else ""
    digits = rf"(?<![\d.]){re.escape(said.digits.replace(',', ''))}"
    if unit == "年":
        return re.search(rf"{digits}(?!\d)", own) is not None
    end = re.escape(unit) if unit else r"(?![ \t]*[\w.%])"
    return re.search(rf"{digits}[ \t]*{end}", own) is not None


def _check_wording(sentence: Sentence, stated: Sequence[Stated], proof: Proof, own: str) -> None:
    """Check that the words at numbers leave them what they are: no other bound, no other sign."""
    printed = canonical(";".join(f"{fact.text};{with_bound(fact)}" for fact in proof.facts()))
    said = canonical(own)
    forms = (wording().bounded_before, wording().bounded_behind)
    found = (match[0] for form in forms for match in form.finditer(sentence.open_text))
    bounded = [canonical(MARK.sub("", words)) for words in found]
    # 「超过100」 is not said where 「不超过100」 is.
    whole = [re.compile(rf"(?<![不\d.,]){re.escape(words)}") for words in bounded]
    if any(not form.search(printed) and not form.search(said) for form in whole):
        raise GuardError("答案里有数字的说法与出处不符，未予显示。")
    _check_signs(sentence, stated)
    documents = {fact.document for fact in proof.facts()}
    words = proof.names.without(canonical(NAMED.sub("", sentence.open_text)), documents)
    leaves = (leaf.cited for one in stated for s in one.sources for leaf in s.leaves())
    shown = [leaf.id for leaf in leaves if leaf is not None]
    check_pick(words, shown, proof.picks)


def _check_signs(sentence: Sentence, stated: Sequence[Stated]) -> None:
    """Check that what stands behind each ÷ or × is what a step divides by or takes times."""
    steps = [step for one in stated for source in one.sources[:1] for step in source.steps()]
    rest = iter(
        [
            (sign, {part.value for part in step.operands})
            for step in steps
            if step.operation != "convert"
            for sign in _SIGNS.findall(step.expression)
        ]
    )
    for word, behind in _JOINED.findall(sentence.open_text):
        sign, number = _WRITTEN.get(word, word), to_decimal(behind) if behind else None
        if not any(sign == own and number in (None, *parts) for own, parts in rest):
            raise GuardError("答案里的算式与计算步骤不符，未予显示。")


def _check_ranking(sentence: Sentence, stated: Sequence[Stated]) -> None:
    """Check that what is said to go from most to least does."""
    order = _ORDERED.search(sentence.open_text)
    if order is None:
        return
    facts = [one.sources[0].fact for one in stated]
    amounts = [fact.comparable or Decimal(0) for fact in facts if fact is not None]
    if amounts != sorted(amounts, reverse=order[1] == "多到少"):
        raise GuardError("排列的顺序与数字不符，未予显示。")


def tells_after(label: str, source: Source, proof: Proof) -> bool:
    """Tell whether a label says of a supposed change what was calculated: which way, and what it is."""
    supposed = [step for step in source.steps() if step.operation == "what_if"]
    for step in supposed:
        like = (
            s for s in proof.steps if s.operation == "what_if" and s.operands[-1] in step.operands
        )
        signs = {match[1] for s in like if (match := _SIGN.search(s.expression))}
        other = {"-": wording().more, "+": wording().less}
        if len(signs) == 1 and other[signs.pop()].search(label):
            return False
    after = _SIGN.search(source.expression) is not None
    return source not in supposed or after == ("后" in label)


def words_beside(answer: Answer, beside: Sequence[Fact]) -> tuple[str, ...]:
    """Return the words that may name a sum or a count: the question's and the plan's."""
    names = [name for fact in beside for name in names_of(fact)]
    said = [text for text in strings(answer.plan) if not re.search(r"\d", text)]
    return (answer.question, normalise(answer.question), answer.resolved_question, *said, *names)
