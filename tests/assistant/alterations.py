"""The ways in which an honest answer can be altered, one at a time.

Each kind is a function from an answer to all answers that differ from it in that one way only.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations
from typing import Any

from assistant import calculation
from assistant.answer import Answer, Citation, CitationOperand
from assistant.calculation import Computed, Quantity
from assistant.evidence import Ledger, label_of
from assistant.library import Library
from corpus.money import as_amount, as_plain, to_decimal
from index.records import Fact

NUMBER = re.compile(r"(?<![〔\d.,])\d[\d,]*(?:\.\d+)?(?!\d*〕)")
FIGURE = re.compile(rf"{NUMBER.pattern}(?=\s*[^\d\s〔〕，。；：、（）「」]{{0,4}}〔)")
UNITS = ("元", "万元", "亿元", "百万元", "千元", "%", "个", "项", "人", "辆")
# Between two numbers that are named together, in either order: 180家、250家.
TOGETHER = re.compile(r"\s*[^\W\d]{0,3}、")
UNIT_SAID = re.compile(r"(?<=\d)(?:亿元|万元|千元|元|%|人|个|条|家|倍)(?:/人)?")
WORDS = {"多": "少", "少": "多", "增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加"}
# Numbers that no question says.
NUMERALS = (
    "约占七成",
    "另有五百八十七万元",
    "合一百二十九万",
    "涉及十七个项目",
    "约百分之十九",
    "另有５８７",
)
# What a sentence says of its figure, and what it would say of another one.
SAYINGS = {
    "最多的是": ("最少的是",),
    "最少的是": ("最多的是",),
    "较多的是": ("较少的是",),
    "较少的是": ("较多的是",),
    "从多到少": ("从少到多",),
    "从少到多": ("从多到少",),
    "合计为": ("平均为", "差额为"),
    "合计(?!各项)": ("平均数", "差额"),
    "平均数": ("合计", "差额", "上年数"),
    "平均每": ("合计每",),
    "差额": ("合计", "比重"),
    "占": ("比",),
    "的比重": ("的差额", "的增长率"),
    "的倍数": ("的比重", "的差额"),
    "的增长率": ("的比重",),
    "增长": ("占",),
    "人均": ("", "平均每月", "每户"),
    "的上年数": ("", "的增长率"),
    "扣除": ("加上", "、"),
    "减少后的": ("", "增加后的"),
    "增加后的": ("", "减少后的"),
    "减少的金额": ("增加的金额", ""),
    "增加的金额": ("减少的金额", ""),
    "推算后的": ("", "人均"),
    "（本年": ("（上年", "（去年"),
    "，上年": ("，本年", "，今年"),
    " ÷ ": (" × ",),
    " × ": (" ÷ ",),
    "除以": ("乘以",),
    "乘以": ("除以",),
    "是空白": ("是零", "没有安排"),
    "没有符合条件": ("只有一部分符合条件",),
    "不一致": ("一致", "大致相同"),
    "，与各项": ("，不等于各项",),
}
HEDGES = ("约", "超过", "不到", "近", "至少", "最多", "不足", "高达")
HEDGES_BEHIND = ("左右", "以上", "以内", "上下")
Altered = Iterator[Answer]


def with_text(answer: Answer, text: str) -> Answer:
    return answer.model_copy(update={"answer": text})


def put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def with_part(answer: Answer, name: str, place: int, **change: object) -> Answer:
    parts = list(getattr(answer, name))
    parts[place] = parts[place].model_copy(update=change)
    return answer.model_copy(update={name: tuple(parts)})


def digits(number: str) -> Iterator[str]:
    """Return the number with each digit changed in turn."""
    for i, digit in enumerate(number):
        if digit.isdigit():
            yield number[:i] + str((int(digit) + 1) % 10) + number[i + 1 :]


def exchanged(number: str) -> Iterator[str]:
    """Return the number with each two neighbouring digits exchanged."""
    for match in re.finditer(r"(?=(\d)([.,]?)(\d))", number):
        a, point, b = match.groups()
        if a != b:
            i = match.start()
            yield number[:i] + b + point + a + number[i + 2 + len(point) :]


def moved_point(number: str) -> Iterator[str]:
    """Return the number ten times as large and as small."""
    value = to_decimal(number)
    if value:
        yield as_plain(value * 10)
        yield as_plain(value.scaleb(-1))


def of_numbers(change: Callable[[str], Iterable[str]]) -> Callable[[Answer, Library], Altered]:
    """Return the alteration of all numbers in the text."""

    def altered(answer: Answer, _: Library) -> Altered:
        for match in NUMBER.finditer(answer.answer):
            for new in change(match[0]):
                yield with_text(answer, put(answer.answer, match, new))

    return altered


def of_part(
    name: str, field: str, change: Callable[[str], Iterable[str]]
) -> Callable[[Answer, Library], Altered]:
    """Return the alteration of the numbers in a field of the values, steps or citations."""

    def altered(answer: Answer, _: Library) -> Altered:
        for place, part in enumerate(getattr(answer, name)):
            said = getattr(part, field) or ""
            for match in re.finditer(r"\d[\d,]*(?:\.\d+)?", said):
                for new in change(match[0]):
                    yield with_part(answer, name, place, **{field: put(said, match, new)})

    return altered


def of_unit(name: str) -> Callable[[Answer, Library], Altered]:
    """Return the alteration of the units of the values, steps or citations."""

    def altered(answer: Answer, _: Library) -> Altered:
        for place, part in enumerate(getattr(answer, name)):
            for unit in (*UNITS, None):
                if unit != part.unit:
                    yield with_part(answer, name, place, unit=unit)

    return altered


def of_sign(name: str, field: str) -> Callable[[Answer, Library], Altered]:
    """Return the alteration of the sign of a field that is a number."""

    def altered(answer: Answer, _: Library) -> Altered:
        for place, part in enumerate(getattr(answer, name)):
            said = getattr(part, field) or ""
            if re.fullmatch(r"-?[\d,.]+", said) and to_decimal(said):
                turned = said[1:] if said.startswith("-") else f"-{said}"
                yield with_part(answer, name, place, **{field: turned})

    return altered


def text_sign(answer: Answer, _: Library) -> Altered:
    text = answer.answer
    for match in FIGURE.finditer(text):
        if text[match.start() - 1] == "-":
            yield with_text(answer, text[: match.start() - 1] + text[match.start() :])
        elif to_decimal(match[0]):
            yield with_text(answer, put(text, match, f"-{match[0]}"))
    for match in re.finditer(rf"({'|'.join(WORDS)})(?=\d)", text):
        if to_decimal(NUMBER.findall(text[match.end() :])[0]):
            yield with_text(answer, put(text, match, WORDS[match[0]]))


def text_unit(answer: Answer, _: Library) -> Altered:
    outside = re.sub(r"「[^」]{12,}」", lambda m: "　" * len(m[0]), answer.answer)
    for match in UNIT_SAID.finditer(outside):
        for unit in UNITS:
            if unit != match[0] and not match[0].startswith(f"{unit}/"):
                yield with_text(answer, put(answer.answer, match, unit))


def text_numeral(answer: Answer, _: Library) -> Altered:
    for more in NUMERALS:
        yield with_text(answer, f"{answer.answer}{more}。")
        yield with_text(answer, re.sub(r"。?$", f"，{more}。", answer.answer))
        yield with_text(answer, f"{more}，{answer.answer}")


def text_number(answer: Answer, _: Library) -> Altered:
    for more in ("另有7,777.77万元", "约占63.21%", "共876人", "-4321.09元", "共19项"):
        yield with_text(answer, f"{answer.answer}{more}。")
        yield with_text(answer, f"{more}。{answer.answer}")
        yield with_text(answer, answer.answer.replace("〔", f"（{more}）〔", 1) + " ")


def sayings(answer: Answer, _: Library) -> Altered:
    """Say of a figure that it is something else than what was looked up or calculated."""
    text = re.sub(r"「[^」]*」", lambda m: "　" * len(m[0]), answer.answer)
    for old, others in SAYINGS.items():
        for match in re.finditer(old, text):
            # 「本年」 and 「上年」 of what has not changed are the same figure.
            for new in () if "年" in old and "0.00%" in text else others:
                yield with_text(answer, put(answer.answer, match, new))
        for place, value in enumerate(answer.values):
            if value.origin == "computed" and old in value.label:
                for new in others:
                    label = value.label.replace(old, new, 1)
                    yield with_part(answer, "values", place, label=label)


def bounded(answer: Answer, _: Library) -> Altered:
    text = re.sub(r"「[^」]*」", lambda m: "　" * len(m[0]), answer.answer)
    for match in FIGURE.finditer(text):
        for word in HEDGES:
            yield with_text(answer, put(answer.answer, match, f"{word}{match[0]}"))
    for match in re.finditer(r"(?<=\d)(?:万元|元|%|人|个)(?:〔\d+〕)*", text):
        for word in HEDGES_BEHIND:
            yield with_text(answer, put(answer.answer, match, f"{match[0]}{word}"))


def calculated(answer: Answer, _: Library) -> Altered:
    """Say of a cell that it was calculated, or is of another year."""
    printed = {value.label for value in answer.values if value.origin == "cited"}
    for label in sorted(printed):
        for more in ("的上年数", "合计的平均数", "的差额", "扣除其他后", "人均", "平均每月"):
            said = f"{more}{label}" if more in ("人均", "平均每月") else f"{label}{more}"
            text = answer.answer.replace(label, said, 1)
            if text != answer.answer and f"「{label}" not in answer.answer:
                yield with_text(answer, text)


def another_pick(answer: Answer, library: Library) -> Altered:
    """Tell another member of a list for the one that is the most or the least, throughout."""
    ledger = Ledger(library.store.cells)
    for goal in answer.plan.get("goals", ()):
        if not isinstance(goal.get("count"), int) or len(answer.values) != 1:
            continue
        place = next(i for i, c in enumerate(answer.citations) if c.value)
        own = _fact_of(answer.citations[place], library)
        for name in goal["facts"]:
            other = library.store.facts[name]
            if own is None or own.value is None or other.value in (None, own.value):
                continue
            moved = with_part(
                answer, "citations", place, **dict(ledger.citation_of(other, place + 1))
            )
            number = as_plain(other.value)
            said = {"label": label_of(other), "number": number, "unit": other.unit}
            moved = with_part(moved, "values", 0, **said)
            text = moved.answer.replace(own.row, other.row)
            shown = as_amount(own.value), as_amount(other.value)
            yield with_text(moved, text.replace(*shown))


def other_document(answer: Answer, library: Library) -> Altered:
    """Leave a document's name out, or put another's there."""
    titles = set(library.store.titles.values())
    for own in titles:
        for other in titles - {own}:
            yield with_text(answer, answer.answer.replace(own, other, 1))
            turned = answer.answer.replace(own, "\0").replace(other, own).replace("\0", other)
            yield with_text(answer, turned)
        yield with_text(answer, answer.answer.replace(f"（{own}）", "", 1))
        yield with_text(answer, answer.answer.replace(f"按《{own}》，", "", 1))
        for place, value in enumerate(answer.values):
            for other in titles - {own}:
                label = value.label.replace(own, other, 1)
                yield with_part(answer, "values", place, label=label)
            label = value.label.replace(f"（{own}）", "", 1)
            yield with_part(answer, "values", place, label=label)


def marks_swapped(answer: Answer, _: Library) -> Altered:
    if "没有符合条件" in answer.answer:
        return
    cells = {f"〔{c.n}〕": (c.row, c.value) for c in answer.citations}
    marks = list(re.finditer(r"〔\d{1,3}〕", answer.answer))
    for one, other in combinations(marks, 2):
        # Two tables that print one figure for one thing bear each other's sentence out.
        if cells[one[0]] != cells[other[0]]:
            text = put(answer.answer, other, one[0])
            yield with_text(answer, put(text, one, other[0]))


def figures_swapped(answer: Answer, _: Library) -> Altered:
    text = answer.answer
    for one, other in combinations(NUMBER.finditer(text), 2):
        if one[0] != other[0]:
            yield with_text(answer, put(put(text, other, one[0]), one, other[0]))


def values_swapped(answer: Answer, _: Library) -> Altered:
    for i, j in combinations(range(len(answer.values)), 2):
        values = list(answer.values)
        values[i], values[j] = values[j], values[i]
        if values[i] != values[j]:
            yield answer.model_copy(update={"values": tuple(values)})


def _fact_of(citation: Citation, library: Library) -> Fact | None:
    ledger = Ledger(library.store.cells)
    for fact in library.lexicon.facts:
        same = (fact.document, fact.locator.as_dict()) == (citation.document, citation.locator)
        if same and ledger.citation_of(fact, citation.n) == citation:
            return fact
    return None


def neighbours(citation: Citation, library: Library) -> list[Fact]:
    """Return the cells above, below and beside a cited one, those with the same figure first."""
    fact = _fact_of(citation, library)
    if fact is None or fact.row_index is None or fact.column_index is None:
        return []
    row, column = fact.row_index, fact.column_index
    places = [(row + d, column) for d in (-2, -1, 1, 2)] + [(row, column + d) for d in (-1, 1)]
    cells = library.store.cells
    found = [cells.get((fact.document, fact.table_id, r, c)) for r, c in places]
    beside = [
        other
        for other in library.lexicon.facts
        if other.quote is None
        and other.table_id == fact.table_id
        and (other.row_index == row or other.column_index == column)
        and other.value == fact.value
    ]
    near = {other.id: other for other in [*beside, *found] if other and other.id != fact.id}
    return list(near.values())[:8]


def redirected(answer: Answer, library: Library) -> Altered:
    ledger = Ledger(library.store.cells)
    for place, citation in enumerate(answer.citations):
        for other in neighbours(citation, library):
            moved = ledger.citation_of(other, citation.n)
            yield with_part(answer, "citations", place, **dict(moved))


def _names(citation: Citation, library: Library) -> Iterator[tuple[str, str]]:
    """Return the names of a cited cell, each with that of a neighbour that holds another figure."""
    fact = _fact_of(citation, library)
    if fact is None:
        return
    for other in neighbours(citation, library):
        if (other.row, other.value) == (fact.row, fact.value):
            continue
        for old, new in ((label_of(fact), label_of(other)), (fact.row, other.row)):
            if old != new and new:
                yield old, new


def text_label(answer: Answer, library: Library) -> Altered:
    text = re.sub(r"「[^」]{30,}」", lambda m: "　" * len(m[0]), answer.answer)
    for citation in answer.citations:
        for old, new in _names(citation, library):
            for match in re.finditer(re.escape(old), text):
                yield with_text(answer, put(answer.answer, match, new))


def value_label(answer: Answer, library: Library) -> Altered:
    for citation in answer.citations:
        for old, new in _names(citation, library):
            for place, value in enumerate(answer.values):
                if old in value.label:
                    label = value.label.replace(old, new, 1)
                    yield with_part(answer, "values", place, label=label)


def quote(answer: Answer, _: Library) -> Altered:
    quoted = [c.quote for c in answer.citations if c.quote and f"「{c.quote}」" in answer.answer]
    for words in quoted:
        start = answer.answer.index(f"「{words}」") + 1
        for i in {*range(0, len(words), max(1, len(words) // 15)), len(words) - 1}:
            for new in ("", "禁", words[i] + "不"):
                text = answer.answer[: start + i] + new + answer.answer[start + i + 1 :]
                if new or not words[i].isspace():
                    yield with_text(answer, text)


def caveat(answer: Answer, _: Library) -> Altered:
    for place, said in enumerate(answer.caveats):
        found = list(NUMBER.finditer(said.text))
        for match in found:
            for new in chain(digits(match[0]), exchanged(match[0]), moved_point(match[0])):
                text = put(said.text, match, new)
                altered = with_part(answer, "caveats", place, text=text)
                yield altered
                yield with_text(altered, answer.answer.replace(said.text, text))
        for one, other in combinations(found, 2):
            between = said.text[one.end() : other.start()]
            if one[0] != other[0] and not TOGETHER.fullmatch(between):
                text = put(put(said.text, other, one[0]), one, other[0])
                altered = with_part(answer, "caveats", place, text=text)
                yield with_text(altered, answer.answer.replace(said.text, text))


def expression_sign(answer: Answer, _: Library) -> Altered:
    turned = {"+": "-", "-": "+", "×": "÷", "÷": "×"}
    for place, step in enumerate(answer.steps):
        for match in re.finditer(r"[-+×÷]", step.expression):
            said = put(step.expression, match, turned[match[0]])
            yield with_part(answer, "steps", place, expression=said)


AGAIN: dict[str, Callable[..., Computed]] = {
    "share": calculation.share,
    "growth": calculation.growth,
    "relative": calculation.growth,
    "ratio": calculation.times,
    "difference": calculation.subtract,
}


def _with_result(answer: Answer, place: int, computed: Computed, **change: Any) -> Answer:
    """Put another result of a step into the step, the values and the text."""
    old, new = answer.steps[place].result, as_plain(computed.value)
    step = {"expression": computed.expression, "result": new, **change}
    altered = with_part(answer, "steps", place, **step)
    for i, value in enumerate(answer.values):
        if (value.number, value.origin) == (old, "computed"):
            altered = with_part(altered, "values", i, number=new)
    shown = [as_amount(to_decimal(number)).lstrip("-") for number in (old, new)]
    return with_text(altered, altered.answer.replace(*shown))


def wrong_base(answer: Answer, library: Library) -> Altered:
    """Calculate on a neighbouring cell, or with the operands exchanged, and say so throughout."""
    ledger = Ledger(library.store.cells)
    for place, step in enumerate(answer.steps):
        cited = [o.citation for o in step.operands if isinstance(o, CitationOperand)]
        again = AGAIN.get(step.operation)
        facts = [_fact_of(answer.citations[n - 1], library) for n in cited]
        if again is None or len(cited) != len(step.operands):
            continue
        quantities = [Quantity(f.value, f.unit) for f in facts if f and f.value]
        if len(quantities) == 2 and quantities[0] != quantities[1]:
            turned = again(*reversed(quantities))
            yield _with_result(answer, place, turned, operands=step.operands[::-1])
            wrong = calculation.share(
                Quantity(quantities[0].value - quantities[1].value, quantities[0].unit),
                quantities[0],
            )
            yield _with_result(answer, place, wrong)
            for other in neighbours(answer.citations[cited[1] - 1], library):
                if not other.value or other.unit != quantities[1].unit:
                    continue
                computed = again(quantities[0], Quantity(other.value, other.unit))
                said = _with_result(answer, place, computed)
                text = said.answer.replace(as_amount(quantities[1].value), as_amount(other.value))
                moved = ledger.citation_of(other, cited[1])
                said = with_part(said, "citations", cited[1] - 1, **dict(moved))
                yield with_text(said, text)


def operand(answer: Answer, _: Library) -> Altered:
    for place, step in enumerate(answer.steps):
        for i, own in enumerate(step.operands):
            rest = step.operands[:i] + step.operands[i + 1 :]
            yield with_part(answer, "steps", place, operands=rest)
            for n in range(1, len(answer.citations) + 1):
                if own != CitationOperand(citation=n) and step.operation != "count":
                    changed = (
                        *step.operands[:i],
                        CitationOperand(citation=n),
                        *step.operands[i + 1 :],
                    )
                    yield with_part(answer, "steps", place, operands=changed)


KINDS: dict[str, Callable[[Answer, Library], Altered]] = {
    "text: a digit": of_numbers(digits),
    "text: two digits exchanged": of_numbers(exchanged),
    "text: decimal point": of_numbers(moved_point),
    "text: sign or word for it": text_sign,
    "text: unit": text_unit,
    "text: a number added": text_number,
    "text: Chinese numerals added": text_numeral,
    "text: what is said of a figure": sayings,
    "text: a bound": bounded,
    "text: a cell said to be calculated": calculated,
    "text: another member of a list, said throughout": another_pick,
    "text: two marks exchanged": marks_swapped,
    "text: two figures exchanged": figures_swapped,
    "text: a neighbour's name": text_label,
    "text: a quote": quote,
    "value: a digit": of_part("values", "number", digits),
    "value: two digits exchanged": of_part("values", "number", exchanged),
    "value: decimal point": of_part("values", "number", moved_point),
    "value: sign": of_sign("values", "number"),
    "value: unit": of_unit("values"),
    "value: a neighbour's name": value_label,
    "value: order": values_swapped,
    "step: result": of_part("steps", "result", lambda n: chain(digits(n), exchanged(n))),
    "step: result's sign": of_sign("steps", "result"),
    "step: unit": of_unit("steps"),
    "step: expression": of_part("steps", "expression", lambda n: chain(digits(n), exchanged(n))),
    "step: expression's operators": expression_sign,
    "step: operand": operand,
    "step: wrong base, said throughout": wrong_base,
    "citation: a digit": of_part("citations", "value", digits),
    "citation: two digits exchanged": of_part("citations", "value", exchanged),
    "citation: decimal point": of_part("citations", "value", moved_point),
    "citation: sign": of_sign("citations", "value"),
    "citation: unit": of_unit("citations"),
    "citation: a neighbouring cell": redirected,
    "caveat: a number": caveat,
}
