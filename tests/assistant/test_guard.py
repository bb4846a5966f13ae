"""Honest answers pass the guard; the same answers, altered one way at a time, never do."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest

from assistant import calculation, guard
from assistant.answer import Answer, Citation, CitationOperand, GivenOperand, StepOperand
from assistant.calculation import Quantity
from assistant.chain import Assistant
from assistant.guard import Places
from assistant.library import Library
from corpus.errors import GuardError
from corpus.money import as_amount, to_decimal

FIGURES = [
    "科经局今年全年的预算盘子有多大？",
    "公务接待费安排了多少？",
    "购房补贴有多少",
    "民营经济工作专项经费本年度安排多少万元？",
    "30228这个经济科目列了多少？",
    "支出预算总表中2060102对应的项目支出金额是多少？",
    "局里退休的有几个人",
    "技术合同成交额的绩效指标值是多少？",
    "去年的总预算有多少？",
    "2021年项目支出的预算数",
    "工资福利支出占基本支出的比例是多少？",
    "社会保障和就业支出占总预算的比例是多少？",
    "办公费、物业管理费和培训费三项合计多少？",
    "基本工资、津贴补贴、奖金一共多少？",
    "人员经费比公用经费多多少？",
    "公用经费比人员经费少多少？",
    "社会保障和就业支出下面的项级科目各安排了多少？",
    "总预算是多少元？",
    "水电费一共多少？",
    "项目支出最多的是哪个项目？",
    "如果公用经费压减5%，还剩多少？",
    "人均公用经费是多少？",
    "基本工资和奖金平均多少？",
    "公务接待费去年是多少？",
    "公车运行维护费安排了没有",
]
WORDS = [
    "总预算比上年增长百分之几？",
    "基本支出为什么增加？",
    "你们有国有资本经营预算吗？",
    "什么是项目支出？",
    "事业收入有多少？",
    "科学管理事务支出这个项目由谁负责？",
    "邮电费今年安排多少",
    "明天武汉下不下雨？",
]
COMPOSED = [
    "公用经费比人员经费少百分之几？",
    "人员经费是公用经费的几倍？",
    "基本支出扣除公用经费还剩多少？",
    "项目支出第二多的是哪个？",
    "哪些项目超过100万元？",
    "公务接待费比上年增减多少？",
    "工资福利支出各项平均多少？",
    "如果公用经费减半，基本支出变成多少？",
    "总预算比上年增长百分之几？",
]
QUOTED = ["基本支出为什么增加？", "你们有国有资本经营预算吗？", "局里的职责是什么？"]
CALCULATED = [
    "工资福利支出占基本支出的比例是多少？",
    "基本工资、津贴补贴、奖金一共多少？",
    "人员经费比公用经费多多少？",
    "总预算是多少元？",
    "如果公用经费压减5%，还剩多少？",
    "人均公用经费是多少？",
    *(question for question in COMPOSED if not re.search("第二多|哪些", question)),
]
# Nought has no sign, and these figures are negative or told with a word for less.
UNSIGNED = ("公车运行维护费安排了没有", "公务接待费比上年增减多少？")
SHARES = [question for question in FIGURES if "占" in question]

# Years and the numbers of citations are no figures of the answer.
_FIGURE = re.compile(r"(?<![〔\d.])\d[\d,]*(?:\.\d+)?(?![\d年）])")
_UNIT = {"万元": "元", "亿元": "万元", "元": "万元", "%": "万元", "人": "万元"}


class Desk:
    """Keeps each honest answer and shows altered ones to the guard."""

    def __init__(self, assistant: Assistant, library: Library) -> None:
        self._assistant = assistant
        self._answers: dict[str, Answer] = {}
        self._names = tuple(f"{d.name} {d.title}" for d in assistant.documents)
        self.places: Places = guard.places_of(
            library.lexicon.facts, library.passages, library.store
        )

    def answer(self, question: str) -> Answer:
        if question not in self._answers:
            self._answers[question] = self._assistant.ask([question])
        return self._answers[question]

    def check(self, answer: Answer) -> None:
        guard.check(answer, self.places, self._names)

    def shown(self, altered: Iterable[Answer]) -> list[Answer]:
        """Return the altered answers that the guard would let through; there must be some to try."""
        answers = list(altered)
        assert answers
        return [answer for answer in answers if not self._is_stopped(answer)]

    def _is_stopped(self, answer: Answer) -> bool:
        try:
            self.check(answer)
        except GuardError:
            return True
        return False


@pytest.fixture(scope="module")
def desk(assistant: Assistant, library: Library) -> Desk:
    return Desk(assistant, library)


def numbers(text: str) -> set[Decimal]:
    return {to_decimal(number) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def other_digit(number: str) -> str:
    """Return a number whose last digit is one more."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def with_citation(answer: Answer, place: int, **change: object) -> Answer:
    citations = list(answer.citations)
    citations[place] = citations[place].model_copy(update=change)
    return answer.model_copy(update={"citations": tuple(citations)})


def with_text(answer: Answer, text: str) -> Answer:
    assert text != answer.answer
    return answer.model_copy(update={"answer": text})


def with_step(answer: Answer, place: int, **change: object) -> Answer:
    steps = list(answer.steps)
    steps[place] = steps[place].model_copy(update=change)
    return answer.model_copy(update={"steps": tuple(steps)})


def replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def with_value(answer: Answer, place: int, **change: object) -> Answer:
    values = list(answer.values)
    values[place] = values[place].model_copy(update=change)
    return answer.model_copy(update={"values": tuple(values)})


@pytest.mark.parametrize("question", [*FIGURES, *WORDS, *COMPOSED, *QUOTED])
def test_an_honest_answer_passes(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    assert answer.status != "failed"
    assert question in WORDS + QUOTED or answer.values
    desk.check(answer)


@pytest.mark.parametrize("question", FIGURES)
def test_a_figure_with_another_digit_in_the_text_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    text = answer.answer

    def altered() -> Iterator[Answer]:
        for figure in _FIGURE.finditer(text):
            changed = text[: figure.start()] + other_digit(figure[0]) + text[figure.end() :]
            yield answer.model_copy(update={"answer": changed})

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", FIGURES)
def test_a_figure_with_another_unit_in_the_text_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)

    def altered() -> Iterator[Answer]:
        for unit in re.finditer(r"(?<=\d)\s*(万元|亿元|元|%|人)", answer.answer):
            head, tail = answer.answer[: unit.start(1)], answer.answer[unit.end(1) :]
            yield answer.model_copy(update={"answer": head + _UNIT[unit[1]] + tail})

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", FIGURES)
def test_an_altered_value_is_stopped(desk: Desk, question: str) -> None:
    """Another digit, the other sign, another unit, or a printed figure passed off as computed."""
    answer = desk.answer(question)

    def altered() -> Iterator[Answer]:
        for place, value in enumerate(answer.values):
            other = "computed" if value.origin == "cited" else "cited"
            unit = _UNIT.get((value.unit or "").split("/")[0], "元")
            yield with_value(answer, place, number=other_digit(value.number))
            yield with_value(answer, place, unit=unit)
            yield with_value(answer, place, origin=other)
            if to_decimal(value.number):
                yield with_value(answer, place, number=f"{-to_decimal(value.number):f}")

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", [*FIGURES, "总预算比上年增长百分之几？"])
def test_an_altered_citation_is_stopped(desk: Desk, question: str) -> None:
    """Another digit in the cell, another document, a sentence that is not printed."""
    answer = desk.answer(question)

    def altered() -> Iterator[Answer]:
        for place, citation in enumerate(answer.citations):
            value = re.sub(r"\d+", lambda m: other_digit(m[0]), citation.value or "", count=1)
            yield with_citation(answer, place, value=value)
            yield with_citation(answer, place, document="别的文件.txt")
            yield with_citation(answer, place, quote="文件里没有的一句话。")

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", FIGURES)
def test_a_citation_moved_to_a_neighbouring_row_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)

    def moved(citation: Citation, step: int) -> dict[str, int | str]:
        return {**citation.locator, "line": int(citation.locator["line"]) + step}

    def altered() -> Iterator[Answer]:
        for place, citation in enumerate(answer.citations):
            for step in (-1, 1):
                yield with_citation(answer, place, locator=moved(citation, step))

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", FIGURES)
def test_an_answer_without_one_of_its_citations_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    cited = answer.citations
    rests = (cited[:place] + cited[place + 1 :] for place in range(len(cited)))
    assert [] == desk.shown(answer.model_copy(update={"citations": rest}) for rest in rests)


@pytest.mark.parametrize("question", [*FIGURES, *WORDS])
@pytest.mark.parametrize("more", ["另有7,777.77万元。", "约占63.21%。", "共876人。", "-4321.09元"])
def test_a_number_added_to_the_text_is_stopped(desk: Desk, question: str, more: str) -> None:
    answer = desk.answer(question)
    assert [] == desk.shown(iter([answer.model_copy(update={"answer": answer.answer + more})]))


@pytest.mark.parametrize("question", SHARES)
def test_a_share_of_another_whole_is_stopped(desk: Desk, question: str) -> None:
    """In the text, in the value too, or with a step that fits it but a whole that is not cited."""
    answer = desk.answer(question)
    part, whole = (to_decimal(citation.value or "") for citation in answer.citations)
    other = calculation.share(Quantity(part, "万元"), Quantity(Decimal("396.39"), "万元"))
    wrong, right = f"{other.value:f}", answer.values[0].number
    said = answer.model_copy(update={"answer": answer.answer.replace(right, wrong)})
    step = answer.steps[0].model_copy(update={"result": wrong, "expression": other.expression})
    based = said.answer.replace(as_amount(whole), "396.39")
    assert wrong != right
    assert based != said.answer
    altered = [
        said,
        with_value(said, 0, number=wrong),
        with_value(said, 0, number=wrong, origin="cited"),
        with_value(said, 0, number=wrong).model_copy(update={"answer": based, "steps": (step,)}),
    ]
    assert [] == desk.shown(altered)


@pytest.mark.parametrize("question", FIGURES)
def test_a_step_whose_result_was_altered_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    computed = [value for value in answer.values if value.origin == "computed"]
    assert bool(computed) == bool(answer.steps)
    altered: list[Answer] = []
    for place, step in enumerate(answer.steps):
        wrong = step.model_copy(update={"result": other_digit(step.result)})
        steps = (*answer.steps[:place], wrong, *answer.steps[place + 1 :])
        altered.append(answer.model_copy(update={"steps": steps}))
    assert not altered or [] == desk.shown(altered)


@pytest.mark.parametrize("question", [*FIGURES, "总预算比上年增长百分之几？"])
def test_every_number_in_a_step_is_one_of_its_operands(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    for number, step in enumerate(answer.steps, 1):
        known = {Decimal(100), Decimal(1), Decimal(10000), Decimal(len(step.operands))}
        for operand in step.operands:
            match operand:
                case CitationOperand():
                    known |= numbers(answer.citations[operand.citation - 1].value or "")
                case StepOperand():
                    assert operand.step < number
                    known |= numbers(answer.steps[operand.step - 1].result)
                case GivenOperand():
                    assert operand.given in question
                    known |= numbers(operand.given)
        assert set() == numbers(step.expression) - known


@pytest.mark.parametrize("question", [q for q in FIGURES + COMPOSED if q not in UNSIGNED])
def test_a_sign_before_a_figure_is_stopped(desk: Desk, question: str) -> None:
    """What is told as negative already is left alone."""
    answer = desk.answer(question)
    signed = [v.number for v in answer.values if to_decimal(v.number) < 0]
    altered = [
        with_text(answer, replaced(answer.answer, figure, f"-{figure[0]}"))
        for figure in _FIGURE.finditer(answer.answer)
        if to_decimal(figure[0]) and f"-{to_decimal(figure[0]):f}" not in signed
    ]
    assert [] == desk.shown(altered)


@pytest.mark.parametrize("question", [*FIGURES, *COMPOSED, *QUOTED])
def test_marks_that_point_nowhere_or_are_gone_are_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    text = answer.answer
    beyond = f"〔{len(answer.citations) + 1}〕"
    altered = [replaced(text, mark, beyond) for mark in re.finditer(r"〔\d+〕", text)]
    altered += [re.sub(r"〔\d+〕", "", text), f"{text}{beyond}", f"{text}〔0〕"]
    assert [] == desk.shown(with_text(answer, changed) for changed in altered)


@pytest.mark.parametrize("question", [*FIGURES, *COMPOSED, *QUOTED])
@pytest.mark.parametrize("field", ["table", "row", "column", "section", "unit", "quote", "value"])
def test_a_citation_says_what_the_stored_cell_says(desk: Desk, question: str, field: str) -> None:
    """One label altered, put where there is none, or taken away."""
    answer = desk.answer(question)

    def altered() -> Iterator[Answer]:
        for place, citation in enumerate(answer.citations):
            own = getattr(citation, field)
            yield with_citation(answer, place, **{field: f"{own or ''}别"})
            if own is not None:
                yield with_citation(answer, place, **{field: None})

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", CALCULATED)
def test_a_step_whose_expression_alone_was_altered_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    turned = {"+": "-", "-": "+", "×": "÷", "÷": "×"}

    def altered() -> Iterator[Answer]:
        for place, step in enumerate(answer.steps):
            said = step.expression
            yield with_step(answer, place, expression="")
            yield with_step(answer, place, expression=f"{said} + 1")
            for number in re.finditer(r"\d[\d,]*(?:\.\d+)?", said):
                changed = replaced(said, number, other_digit(number[0]))
                yield with_step(answer, place, expression=changed)
            for sign in re.finditer(r"[-+×÷]", said):
                yield with_step(answer, place, expression=replaced(said, sign, turned[sign[0]]))

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", CALCULATED)
def test_a_step_without_its_operands_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    places = range(len(answer.steps))
    assert [] == desk.shown(with_step(answer, place, operands=()) for place in places)


@pytest.mark.parametrize("question", CALCULATED)
def test_a_step_without_one_of_its_cited_operands_is_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)

    def altered() -> Iterator[Answer]:
        for place, step in enumerate(answer.steps):
            for gone, operand in enumerate(step.operands):
                if not isinstance(operand, GivenOperand):
                    rest = step.operands[:gone] + step.operands[gone + 1 :]
                    yield with_step(answer, place, operands=rest)

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", CALCULATED)
def test_a_step_in_another_unit_or_an_answer_without_it_is_stopped(
    desk: Desk, question: str
) -> None:
    answer = desk.answer(question)
    places = range(len(answer.steps))
    others = [with_step(answer, place, unit="亿元") for place in places]
    gone = [
        answer.model_copy(update={"steps": answer.steps[:p] + answer.steps[p + 1 :]})
        for p in places
    ]
    assert [] == desk.shown([*others, *gone])


@pytest.mark.parametrize("question", QUOTED)
def test_quoted_words_that_were_altered_are_stopped(desk: Desk, question: str) -> None:
    """A character replaced, left out or put in, anywhere in a quote of a sentence or more."""
    answer = desk.answer(question)
    text = answer.answer

    def altered() -> Iterator[Answer]:
        for quote in re.finditer(r"(?<=「)[^「」]{18,}(?=」)", text):
            for place in range(2, len(quote[0]) - 2, max(1, len(quote[0]) // 5)):
                head, letter, tail = quote[0][:place], quote[0][place], quote[0][place + 1 :]
                if letter.isspace():
                    continue
                for new in (f"{head}禁{tail}", f"{head}{tail}", f"{head}{letter}不{tail}"):
                    yield with_text(answer, replaced(text, quote, new))

    assert [] == desk.shown(altered())


@pytest.mark.parametrize("question", QUOTED)
def test_words_without_their_citation_are_stopped(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    cited = answer.citations
    rests = [cited[:place] + cited[place + 1 :] for place in range(len(cited))]
    assert [] == desk.shown(answer.model_copy(update={"citations": rest}) for rest in [*rests, ()])


@pytest.mark.parametrize("unit", ["千万元", "千元", "亿元", "元", "人", "人次", "家", "%", "倍"])
@pytest.mark.parametrize("question", ["公务接待费安排了多少？", "人员经费比公用经费多多少？"])
def test_an_amount_in_another_unit_is_stopped(desk: Desk, question: str, unit: str) -> None:
    answer = desk.answer(question)
    found = re.finditer(r"(?<=\d)万元", answer.answer)
    assert [] == desk.shown(with_text(answer, replaced(answer.answer, m, unit)) for m in found)


def test_what_is_counted_once_is_the_cell_that_is_cited(desk: Desk) -> None:
    answer = desk.answer("工资福利支出和基本工资一共多少")
    desk.check(answer)
    (caveat,) = answer.caveats
    assert "double_counting" == caveat.kind
    assert answer.citations[caveat.citations[0] - 1].row == "30101 基本工资"
    said = caveat.text.replace("基本工资", "津贴补贴")
    outer = caveat.model_copy(
        update={"text": caveat.text.replace("基本工资", "工资福利支出"), "citations": (1,)}
    )
    others = [
        (said, caveat),
        (said, caveat.model_copy(update={"text": said})),
        (caveat.text, caveat.model_copy(update={"citations": ()})),
        (caveat.text, caveat.model_copy(update={"citations": (1,)})),
        (outer.text, outer),
    ]
    altered = [
        answer.model_copy(
            update={"answer": answer.answer.replace(caveat.text, text), "caveats": (other,)}
        )
        for text, other in others
    ]
    assert [] == desk.shown(altered)
