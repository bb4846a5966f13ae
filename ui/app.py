"""The chat page, run by Streamlit from top to bottom for every action."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from assistant.chain import LONGEST_QUESTION
from corpus.errors import EmptyHomeError, YusuanError
from ui.address import labels
from ui.chat import Turn, follow, show_answer, show_question
from ui.examples import example_questions
from ui.loaded import Loaded, current_documents
from ui.question import check_question
from ui.text import markdown

TITLE = "预算问答"
FOLDER = Path(__file__).parent


class Asked(NamedTuple):
    """A question and the documents it is asked of; none means all."""

    question: str
    documents: Sequence[str]


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
        _complain(str(error))
        return
    _converse(loaded)


def _converse(loaded: Loaded) -> None:
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    chosen = _sidebar(labels(loaded.facts.documents()), turns)
    for k, turn in enumerate(turns):
        show_question(turn.question)
        show_answer(turn.answer, loaded.facts, str(k))
    asked = _asked(loaded, chosen, turns)
    if asked is not None:
        _answer(loaded, asked, turns)


def _sidebar(named: dict[str, str], turns: list[Turn]) -> list[str]:
    with st.sidebar:
        st.subheader("文件")
        chosen: list[str] = []
        if len(named) > 1:
            chosen = st.multiselect(
                "只在这些文件里找",
                list(named),
                format_func=lambda name: named[name],
                placeholder="全部文件",
            )
        else:
            st.markdown(markdown(next(iter(named))))
        if st.button("新对话", icon=":material/add_comment:", disabled=not turns):
            turns.clear()
            st.rerun()
    return chosen


def _asked(loaded: Loaded, chosen: Sequence[str], turns: Sequence[Turn]) -> Asked | None:
    """Return what is asked by typing or by choosing something that is offered."""
    documents = {document.name: document for document in loaded.facts.documents()}
    offers: Sequence[str]
    if turns:
        heading, offers = "可以选", turns[-1].answer.options
    else:
        heading = "可以这样问"
        shown = documents[chosen[0]] if chosen else next(iter(documents.values()))
        offers = example_questions(shown, loaded.facts.facts([shown.name]))
    offered = st.pills(heading, offers, key=f"offers-{len(turns)}") if offers else None
    typed = st.chat_input("请输入问题，例如：项目支出是多少？", max_chars=LONGEST_QUESTION)
    if typed or not offered:
        return Asked(typed, chosen) if typed else None
    if turns and offered in documents:
        # The answer asked which document is meant: the same question again, in that one only.
        return Asked(turns[-1].question, [offered])
    return Asked(offered, chosen)


def _answer(loaded: Loaded, asked: Asked, turns: list[Turn]) -> None:
    show_question(asked.question)
    before = [turn.question for turn in turns]
    if before[-1:] == [asked.question]:
        before.pop()
    try:
        said = [*before, check_question(asked.question)]
        answer = follow(loaded.assistant.stream(said, asked.documents or None))
    except YusuanError as error:
        _complain(str(error))
        return
    except Exception as error:  # the conversation so far must outlive a question that breaks
        logging.getLogger(__name__).exception("a question broke")
        _complain(f"程序出错：{type(error).__name__}：{error}")
        return
    turns.append(Turn(asked.question, answer))
    st.rerun()


def _complain(message: str) -> None:
    st.error(markdown(message), icon=":material/error:")


page()
