"""What an answer asserts: its values are the figures of its text, in order and by their names."""

from collections.abc import Sequence

from assistant.answer import Value
from assistant.evidence import label_of, stated_amount
from assistant.normal import canonical
from assistant.proof import Proof, Stated, is_code, tells_after
from assistant.recalculation import Source
from assistant.statement import Sentence
from corpus.errors import GuardError
from corpus.money import to_decimal
from index.records import FindingRecord


def check_values(
    proof: Proof, sentences: Sequence[Sentence], stated: Sequence[Sequence[Stated]]
) -> None:
    """Check that the values are figures of the text in its order, and that none is left out."""
    values = list(proof.answer.values)
    findings = list(proof.findings)
    for sentence, figures in zip(sentences, stated, strict=True):
        for bare in sentence.bare:
            if findings and set(bare.marks) == _marks_of(findings[0], proof):
                _take_told(values, findings.pop(0))
        for one in figures:
            if is_code(one.said, one.sources[0], proof):
                continue
            if values and any(_is_value(values[0], source, proof) for source in one.sources):
                values.pop(0)
            elif proof.answer.status == "answered" and not _explains(one, figures):
                raise GuardError("答案里有数字与列出的数值不符，未予显示。")
    if values:
        raise GuardError("列出的数值与答案里的数字不符，未予显示。")


def _marks_of(finding: FindingRecord, proof: Proof) -> set[int]:
    """Return the marks of the citations that a finding rests on."""
    ids = {one for reference in finding.references for one in (reference.fact, reference.passage)}
    return {n for s in proof.cited if s.cited and s.cited.id in ids for n in s.marks}


def _take_told(values: list[Value], finding: FindingRecord) -> None:
    """Take what a finding says a figure should be, and is printed as, off the list."""
    for said, text in (("应为", finding.expected), ("印的是", finding.printed)):
        if (amount := stated_amount(text)) is None:
            continue
        value = values.pop(0) if values else None
        own = value and (value.label, value.origin) == (f"{finding.rule}：{said}", "computed")
        if value is None or not own or (to_decimal(value.number), value.unit) != amount:
            raise GuardError("列出的数值与核对结果不符，未予显示。")


def _explains(one: Stated, sentence: Sequence[Stated]) -> bool:
    """Tell whether a figure is an operand of another one in its sentence."""
    source = one.sources[0]
    return any(source in tuple(other.sources[0].parts()) for other in sentence)


def _is_value(value: Value, source: Source, proof: Proof) -> bool:
    printed = source.fact is not None
    if (value.origin == "cited") != printed or source.value is None:
        return False
    same = to_decimal(value.number) == source.value and value.unit == source.unit
    return same and _is_labelled(value.label, source, proof)


def _is_labelled(label: str, source: Source, proof: Proof) -> bool:
    """Tell whether a label is the cell's own, with its place in brackets at most, or tells a step."""
    fact = source.fact
    if fact is None:
        whole = source.operation != "sum" or label.endswith("合计")
        return whole and proof.is_told(label, source) and tells_after(label, source, proof)
    own = label_of(fact)
    place = canonical(label.removeprefix(own))
    placed = place.startswith("(") and place.endswith(")") if place else True
    return label.startswith(own) and placed and proof.names.stands_where(place, fact)
