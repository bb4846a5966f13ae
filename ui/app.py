"""The chat page, run by Streamlit from top to bottom for every action."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.chain import LONGEST_QUESTION
from corpus.errors import EmptyHomeError, YusuanError
from index.records import DocumentRecord
from ui.chat import Turn, follow, show_answer, show_question
from ui.examples import example_questions
from ui.loaded import Loaded, current_documents
from ui.question import check_question
from ui.text import markdown

TITLE = "预算问答"
FOLDER = Path(__file__).parent


def page() -> None:
    """Draw the page."""
    st.set_page_config(page_title=TITLE, page_icon=str(FOLDER / "icon.svg"))
    st.html(FOLDER / "page.css")
    st.title(TITLE)
    st.caption("就部门预算公开提问；每个数字都有出处，或者有算式。")
    try:
        loaded = current_documents()
    except EmptyHomeError:
        st.info(
            "还没有文件。请在终端运行 `yusuan add 文件`，再刷新这一页。",
            icon=":material/folder_open:",
        )
        return
    except YusuanError as error:
        st.error(markdown(str(error)), icon=":material/error:")
        return
    _converse(loaded)


def _converse(loaded: Loaded) -> None:
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    documents = loaded.facts.documents()
    chosen = _sidebar(documents, turns)
    for k, turn in enumerate(turns):
        show_question(turn.question)
        show_answer(turn.answer, loaded.facts, str(k))
    asked = _asked(loaded, documents, chosen, turns)
    if asked is not None:
        _answer(loaded, asked, chosen, turns)


def _sidebar(documents: Sequence[DocumentRecord], turns: list[Turn]) -> list[str]:
    with st.sidebar:
        st.subheader("文件")
        names = [document.name for document in documents]
        chosen: list[str] = []
        if len(names) > 1:
            chosen = st.multiselect("只在这些文件里找", names, placeholder="全部文件")
        else:
            st.markdown(markdown(names[0]))
        if st.button("新对话", icon=":material/add_comment:", disabled=not turns):
            turns.clear()
            st.rerun()
    return chosen


def _asked(
    loaded: Loaded,
    documents: Sequence[DocumentRecord],
    chosen: Sequence[str],
    turns: Sequence[Turn],
) -> str | None:
    """Return the question asked by typing or by choosing one that is offered."""
    if turns:
        heading, offers = "可以这样问", turns[-1].answer.options
    else:
        heading = "可以这样问"
        shown = next(d for d in documents if not chosen or d.name in chosen)
        offers = example_questions(shown, loaded.facts.facts([shown.name]))
    offered = st.pills(heading, offers, key=f"offers-{len(turns)}") if offers else None
    typed = st.chat_input("请输入问题，例如：项目支出是多少？", max_chars=LONGEST_QUESTION)
    return typed or offered


def _answer(loaded: Loaded, question: str, chosen: list[str], turns: list[Turn]) -> None:
    show_question(question)
    try:
        asked = [turn.question for turn in turns] + [check_question(question)]
        answer: Answer = follow(loaded.assistant.stream(asked, chosen or None))
    except YusuanError as error:
        st.error(markdown(str(error)), icon=":material/error:")
        return
    turns.append(Turn(question, answer))
    st.rerun()


page()
