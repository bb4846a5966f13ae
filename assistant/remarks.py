"""What stands beside the figures: caveats, options, and names in 「…」 that are no quotes."""

import re
from collections.abc import Sequence

from assistant.answer import Caveat
from assistant.arithmetic import evaluate, numbers
from assistant.normal import canonical
from assistant.proof import Proof, check_words, stands_in, unit_agrees
from assistant.recalculation import Source
from assistant.reliance import REMARKS
from assistant.statement import NAMED, Said, blot, take_apart
from corpus.errors import GuardError
from corpus.money import round_half_up

_EXPRESSION = re.compile(r"\(?[\d(][\d,.]*%?\)?(?: [-+×÷] \(?\d[\d,.]*%?\)?)+")
_COMPARED = "各项之和"
_AGREES = re.compile(r"一致")
_JOINED = re.compile(r"、|合计$")


def without_caveats(proof: Proof) -> str:
    """Return the text without the caveats it ends in, each of them checked."""
    text = proof.answer.answer
    for caveat in proof.answer.caveats:
        _check_caveat(caveat, proof)
        text = text.replace(caveat.text, "", 1)
    if _COMPARED in text:
        raise GuardError("说明与核对的结果不符，未予显示。")  # only a caveat compares with a total
    return text


def _check_caveat(caveat: Caveat, proof: Proof) -> None:
    """Check that a caveat's figures are the cited one it is about, first, and results of steps."""
    if caveat.kind == "finding" and caveat.text in proof.told:
        return  # as the checks found it when the document was read
    if caveat.text in REMARKS:
        return  # of the reading as a whole, without figures
    printed = [proof.cited[n - 1] for n in caveat.citations]
    open_text = blot(caveat.text, proof.printed_names())
    check_words(open_text, proof.asked_words())
    for match in _EXPRESSION.finditer(open_text):
        _check_expression(match[0], open_text[: match.start()], proof)
    rest = _EXPRESSION.sub("", open_text)
    said = [figure for sentence in take_apart(rest, ()) for figure in sentence.figures]
    for place, figure in enumerate(said):
        sources = printed if printed and place == 0 else proof.sources
        if not any(_is_stated(figure, source) for source in sources):
            raise GuardError("说明里有数字没有出处，未予显示。")
    if said and printed:
        _check_name(caveat.text, printed, proof)
    recalculated = any(_is_stated(figure, step) for figure in said for step in proof.steps)
    if _AGREES.search(open_text):
        sums = [step.value for step in proof.steps if step.operation == "sum"]
        same = any(source.value in sums for source in printed)
        if same != (caveat.kind == "printed_agrees") or same == ("不一致" in open_text):
            raise GuardError("说明里是否一致与数字不符，未予显示。")
    if said and caveat.kind == "printed_differs" and not recalculated:
        raise GuardError("说明里的数字与计算步骤不符，未予显示。")


def _is_stated(said: Said, source: Source) -> bool:
    """Tell whether a number is a source; a cell may be repeated as printed, without its unit."""
    if source.value != said.number:
        return False
    return unit_agrees(said, source) or (source.fact is not None and _is_bare(said, source))


def _is_bare(said: Said, source: Source) -> bool:
    printed = source.fact.text if source.fact is not None else ""
    return printed == said.digits and not re.match(r"\s*[\w%]", said.unit)


def _check_name(text: str, printed: Sequence[Source], proof: Proof) -> None:
    """Check that the cell whose figure a caveat sets right is the one that it names, if any."""
    named = NAMED.match(text)
    if named and not any(proof.is_told(text, source) for source in printed):
        raise GuardError("说明与它的出处不符，未予显示。")


def _check_expression(expression: str, before: str, proof: Proof) -> None:
    """Check a calculation told in words: on figures of the answer, and come to the one before it."""
    percent = expression.endswith("100%")
    said = [figure for sentence in take_apart(before, ()) for figure in sentence.figures]
    try:
        result = round_half_up(evaluate(expression, percent))
    except (ValueError, ArithmeticError) as error:
        raise GuardError("说明里的算式无法核对，未予显示。") from error
    known = {abs(source.value) for source in proof.sources if source.value is not None}
    for step in proof.steps:
        amounts = [part.value for part in step.operands if part.value is not None]
        known.update(abs(a - b) for a in amounts for b in amounts)
    if not said or abs(result) != abs(said[-1].number) or not set(numbers(expression)) <= known:
        raise GuardError("说明里的算式与数字不符，未予显示。")


def check_names(text: str, proof: Proof) -> None:
    """Check that what stands in 「…」 and is no quote is a name or the question's own words."""
    found = NAMED.findall(text)
    own = [caveat.text for caveat in proof.answer.caveats if caveat.text not in proof.told]
    found += [name for caveat in own for name in NAMED.findall(caveat)]
    if not found:
        return
    answer = proof.answer
    subject = str(answer.plan.get("subject", ""))
    words = (answer.question, subject, *proof.also, *proof.documents, *proof.printed_names())
    known = canonical("\n".join(words))
    for name in found:
        parts = [part for part in _JOINED.split(name) if part]
        if canonical(name) not in known and not all(canonical(part) in known for part in parts):
            raise GuardError("引文或名称与原文不符，未予显示。")


def check_options(proof: Proof) -> None:
    """Check that the numbers in what may be asked instead are the question's or a document's."""
    own = proof.own_words()
    for option in proof.answer.options:
        sentences = take_apart(option, proof.documents)
        check_words("".join(one.open_text for one in sentences), proof.asked_words())
        said = [figure for one in sentences for figure in one.figures]
        if not all(stands_in(figure, own) for figure in said):
            raise GuardError("建议里有数字没有出处，未予显示。")
