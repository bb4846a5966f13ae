"""Every honest answer to the gold questions passes the guard; every alteration of one is stopped."""

from itertools import islice
from typing import NamedTuple

import pytest

from assistant import guard
from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.guard import Places
from assistant.library import Library
from corpus.errors import GuardError
from eval.cases import load_cases
from tests.assistant.alterations import KINDS, with_part, with_text

# So many of one kind for one answer; beyond that the same thing is tried again and again.
MOST = 60


class Desk(NamedTuple):
    """The honest answers by gold id, what they are checked against, and the stored facts."""

    answers: dict[str, Answer]
    places: Places
    names: tuple[str, ...]
    library: Library

    def passes(self, answer: Answer) -> bool:
        try:
            guard.check(answer, self.places, self.names)
        except GuardError:
            return False
        return True


@pytest.fixture(scope="module")
def desk(assistant: Assistant, library: Library) -> Desk:
    answers = {
        case.id: assistant.ask(list(case.turns), case.documents, case.id) for case in load_cases()
    }
    places = guard.places_of(library.lexicon.facts, library.passages, library.store)
    return Desk(answers, places, guard.names_of(library.documents), library)


def test_every_honest_answer_passes(desk: Desk) -> None:
    answers = desk.answers.items()
    assert [] == [name for name, answer in answers if answer.status == "failed"]
    assert [] == [name for name, answer in answers if not desk.passes(answer)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_altered_answer_is_stopped(desk: Desk, kind: str) -> None:
    answered = [answer for answer in desk.answers.values() if answer.status == "answered"]
    altered = [
        other
        for answer in answered
        for other in islice(KINDS[kind](answer, desk.library), MOST)
        if other != answer
    ]
    assert altered
    assert [] == [answer.answer for answer in altered if desk.passes(answer)]


@pytest.mark.parametrize("kind", ["text: a number added", "text: Chinese numerals added"])
@pytest.mark.parametrize("status", ["not_found", "refused"])
def test_a_number_put_into_an_answer_without_figures_is_stopped(
    desk: Desk, kind: str, status: str
) -> None:
    silent = [answer for answer in desk.answers.values() if answer.status == status]
    altered = [
        other
        for answer in silent
        for other in KINDS[kind](answer, desk.library)
        if other.answer.strip() != answer.answer
    ]
    assert altered
    assert [] == [answer.answer for answer in altered if desk.passes(answer)]


OTHER_WORDINGS = [
    ("工资福利支出占基本支出的比例是多少？", [(" ÷ ", "〔1〕 ÷ "), ("）。", "〔2〕）。")]),
    ("总预算比上年增长百分之几？", [("，上年", "〔1〕，上年"), ("）。文件", "〔2〕）。文件")]),
    ("工资福利支出占基本支出的比例是多少？", [("（", "，即（")]),
    ("人员经费比公用经费多多少？", [("比", "较"), ("多", "高")]),
    ("公用经费比人员经费少百分之几？", [("少", "低")]),
    ("基本工资、津贴补贴、奖金一共多少？", [("合计为", "相加得"), ("：", "，其中")]),
    ("公务接待费安排了多少？", [("为", "今年安排了")]),
    ("如果公用经费压减5%，还剩多少？", [("减少后的公用经费为", "公用经费压减5%后剩")]),
]


@pytest.mark.parametrize(("question", "changes"), OTHER_WORDINGS)
def test_an_honest_answer_in_other_words_passes(
    desk: Desk, assistant: Assistant, question: str, changes: list[tuple[str, str]]
) -> None:
    answer = assistant.ask([question])
    said = answer.answer
    for old, new in changes:
        assert old in said
        said = said.replace(old, new)
    assert desk.passes(with_text(answer, said))


@pytest.mark.parametrize("number", ["", "一", "NaN", "1e3", "5,949.92", "1/2"])
def test_a_malformed_number_is_stopped_and_never_an_error(
    desk: Desk, assistant: Assistant, number: str
) -> None:
    answer = assistant.ask(["工资福利支出占基本支出的比例是多少？"])
    assert not desk.passes(with_part(answer, "values", 0, number=number))
    assert not desk.passes(with_part(answer, "steps", 0, result=number))
    assert not desk.passes(with_part(answer, "steps", 0, expression=number))


def test_a_number_in_an_option_or_a_citation_of_what_was_not_asked_is_stopped(
    desk: Desk, assistant: Assistant
) -> None:
    missing = assistant.ask(["邮电费今年安排多少"])
    other = assistant.ask(["公务接待费安排了多少？"])
    assert not desk.passes(missing.model_copy(update={"options": ("要不要看99.99万元？",)}))
    assert not desk.passes(other.model_copy(update={"plan": missing.plan}))


def test_what_failed_is_told_without_numbers(
    desk: Desk, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise GuardError("答案里的 8,888.88 没有出处。")

    monkeypatch.setattr(guard, "check", refuse)
    answer = assistant.ask(["公务接待费安排了多少？"])
    assert "failed" == answer.status
    assert not any(letter.isdigit() for letter in answer.answer)
    assert desk.answers
