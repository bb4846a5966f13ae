"""The page, driven without a browser: a scripted assistant answers with real sources."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.loaded
from assistant.answer import Answer, Caveat, Citation, CitationOperand, Step
from assistant.chain import StepEvent
from corpus.errors import GuardError
from index.home import Home
from index.reading import Index
from index.records import Fact

APP = Path(ui.loaded.__file__).with_name("app.py")
QUESTION = "2022年科经局的项目支出是多少，占多少？"


def cite(n: int, fact: Fact) -> Citation:
    return Citation(
        n=n,
        document=fact.document,
        table=fact.table,
        row=None if fact.quote else fact.row,
        column=" / ".join(fact.column) or None,
        section=" / ".join(fact.section) or None,
        quote=fact.quote,
        value=fact.text,
        unit=fact.unit,
        locator=fact.locator.as_dict(),
    )


class Scripted:
    """Streams two steps and an answer about project expenditure, with a cell and a sentence."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.asked: list[tuple[list[str], Sequence[str] | None]] = []
        cells = [f for f in facts if (f.table or "").endswith("支出预算总表") and not f.is_form]
        self.part = next(f for f in cells if f.column == ("项目支出",) and f.text == "5,501.02")
        self.whole = next(f for f in cells if f.column == ("总计",) and f.text == "5,949.92")
        self.sentence = next(f for f in facts if f.table is None and f.text.startswith("5501.02"))

    def warm(self) -> None:
        """Has nothing to load."""

    def stream(
        self, turns: Sequence[str], documents: Sequence[str] | None = None
    ) -> Iterator[StepEvent | Answer]:
        self.asked.append((list(turns), documents))
        if "坏" in turns[-1]:
            raise GuardError("有一个数字没有出处，没有显示。")
        if "崩" in turns[-1]:
            raise ZeroDivisionError
        yield StepEvent(stage="理解问题", text="项目支出及占比")
        yield StepEvent(stage="核对", text="数字与出处一致")
        yield self.answer(turns[-1])

    def answer(self, question: str) -> Answer:
        return Answer(
            question=question,
            resolved_question=question,
            status="answered",
            answer="项目支出为 5,501.02 万元〔1〕，占总计 5,949.92 万元〔2〕的 92.46%。",
            citations=(cite(1, self.part), cite(2, self.whole), cite(3, self.sentence)),
            steps=(
                Step(
                    operation="share",
                    expression="5501.02 ÷ 5949.92 × 100%",
                    operands=(CitationOperand(citation=1), CitationOperand(citation=2)),
                    result="92.46",
                    unit="%",
                    rounding="四舍五入保留两位小数",
                ),
            ),
            caveats=(Caveat(kind="finding", text="增长率另有出入〔3〕。", citations=(3,)),),
            options=("2022年三公经费是多少？", self.part.document),
            timings={"total_ms": 1.0},
        )


@pytest.fixture
def scripted_page(index: Index, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """The page's assistant, scripted."""
    st.cache_resource.clear()
    script = Scripted(index.facts.facts())
    monkeypatch.setattr(ui.loaded, "open_assistant", lambda _home: script)
    return script


def opened() -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    return "\n".join(element.value for element in page.markdown)


def source(page: AppTest) -> str:
    """The one source that is shown; the page's own style sheet aside."""
    (html,) = [element.body for element in page.html if 'class="source"' in element.body]
    return html


@pytest.mark.usefixtures("scripted_page")
def test_examples_use_the_loaded_documents_own_words() -> None:
    (examples,) = opened().pills
    assert QUESTION in examples.options
    assert len(examples.options) >= 3


def test_an_example_that_is_chosen_is_asked(scripted_page: Scripted) -> None:
    page = opened()
    page.pills[0].set_value(QUESTION).run()
    assert [([QUESTION], None)] == scripted_page.asked
    assert "5,501.02" in shown(page)


@pytest.mark.usefixtures("scripted_page")
def test_an_answer_comes_with_caveats_and_its_calculation() -> None:
    page = opened()
    page.chat_input[0].set_value(QUESTION).run()
    assert not page.exception
    assert "92.46%" in shown(page)
    assert ["增长率另有出入:blue[〔3〕]。"] == [note.value for note in page.info]
    (calculation,) = page.expander
    assert "5501.02 ÷ 5949.92 × 100% = 92.46%" in "".join(m.value for m in calculation.markdown)


@pytest.mark.usefixtures("scripted_page")
@pytest.mark.parametrize(
    ("n", "lit"), [(1, "<mark>5,501.02</mark>"), (2, "<mark>5,949.92</mark>"), (3, "5501.02万元")]
)
def test_choosing_a_source_lights_it(n: int, lit: str) -> None:
    page = opened()
    page.chat_input[0].set_value(QUESTION).run()
    page.pills(key="sources-0").set_value(n).run()
    assert not page.exception
    assert lit in source(page).partition("lit-cell")[2]


def test_a_follow_up_carries_the_turns_before_it(scripted_page: Scripted) -> None:
    page = opened()
    page.chat_input[0].set_value(QUESTION).run()
    page.chat_input[0].set_value("基本支出呢？").run()
    assert [QUESTION, "基本支出呢？"] == scripted_page.asked[-1][0]


def test_a_document_that_is_offered_gets_the_same_question(scripted_page: Scripted) -> None:
    page = opened()
    page.chat_input[0].set_value(QUESTION).run()
    document = scripted_page.part.document
    page.pills(key="offers-1").set_value(document).run()
    assert ([QUESTION], [document]) == scripted_page.asked[-1]


def test_a_new_conversation_forgets_the_old_one(scripted_page: Scripted) -> None:
    page = opened()
    page.chat_input[0].set_value(QUESTION).run()
    page.button[0].click().run()
    page.chat_input[0].set_value("基本支出是多少？").run()
    assert ["基本支出是多少？"] == scripted_page.asked[-1][0]


@pytest.mark.usefixtures("scripted_page")
@pytest.mark.parametrize(("question", "told"), [("坏", "没有出处"), ("崩", "ZeroDivisionError")])
def test_a_failure_is_told_and_the_conversation_goes_on(question: str, told: str) -> None:
    page = opened()
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    assert told in page.error[0].value
    page.chat_input[0].set_value(QUESTION).run()
    assert "5,501.02" in shown(page)


@pytest.mark.usefixtures("scripted_page")
def test_what_is_typed_is_shown_as_typed() -> None:
    page = opened()
    page.chat_input[0].set_value("$a$ *b* [1](x)").run()
    assert r"\$a\$ \*b\* \[1\]\(x\)" in shown(page)


def test_an_empty_home_says_how_to_add_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUSUAN_HOME", str(Home.locate(tmp_path / "nothing").directory))
    assert "yusuan add" in opened().info[0].value
