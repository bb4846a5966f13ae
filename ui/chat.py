"""One turn of the chat on the page: the question, the answer, and what proves it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import streamlit as st

from assistant.answer import Answer, Citation, CitationOperand, Step
from assistant.chain import StepEvent
from index.facts import FactStore
from ui.address import cited, names, place, printed
from ui.caveats import unsaid
from ui.formula import formula, notes
from ui.loaded import source_html
from ui.text import answer_markdown, markdown

ASKER = ":material/person:"
ANSWERER = ":material/account_balance:"
NOTE = ":material/info:"
_LONGEST_LABEL = 28


class Turn(NamedTuple):
    """A question and its answer."""

    question: str
    answer: Answer


def show_question(question: str) -> None:
    """Show what was asked, exactly as it was written."""
    with st.chat_message("user", avatar=ASKER):
        st.markdown(markdown(question))


def follow(events: Iterable[StepEvent | Answer]) -> Answer:
    """Show the steps as they happen and return the answer that ends them."""
    with st.chat_message("assistant", avatar=ANSWERER), st.status("正在理解问题…") as status:
        for event in events:
            if isinstance(event, Answer):
                status.update(label="已回答", state="complete")
                return event
            status.update(label=markdown(event.stage))
            st.markdown(markdown(event.text))
    raise RuntimeError("回答的过程没有以答案结束")


def show_answer(answer: Answer, facts: FactStore, key: str) -> None:
    """Show an answer with its caveats, sources and calculation."""
    with st.chat_message("assistant", avatar=ANSWERER):
        st.markdown(answer_markdown(answer.answer))
        _show_caveats(unsaid(answer))
        if answer.citations:
            _show_sources(answer, facts, key)
        if answer.steps:
            _show_steps(answer)


def _show_caveats(texts: Sequence[str]) -> None:
    if texts:
        # A blank line keeps the caveats apart without bullets.
        st.info("\n\n".join(map(answer_markdown, texts)), icon=NOTE)


def _show_sources(answer: Answer, facts: FactStore, key: str) -> None:
    chosen = st.pills(
        "出处（点开看原表）",
        [citation.n for citation in answer.citations],
        format_func=lambda n: _label(cited(answer, n)),
        key=f"sources-{key}",
    )
    citation = cited(answer, chosen) if chosen else None
    if citation is not None:
        where = place(citation.locator)
        st.caption(markdown(f"{' · '.join(names(citation))}{f'（{where}）' if where else ''}"))
        st.html(source_html(facts, citation) or "<p>原文里没有找到这一处。</p>")


def _label(citation: Citation | None) -> str:
    if citation is None:
        return ""
    words = " · ".join(names(citation)[1:]) or citation.document
    cut = words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
    return f"〔{citation.n}〕{markdown(cut)}"


def _show_steps(answer: Answer) -> None:
    with st.expander("怎样算出来的", icon=":material/calculate:"):
        for k, step in enumerate(answer.steps, start=1):
            st.markdown(f"**{k}. {markdown(formula(step))}**")
            said = notes(step)
            if said:
                st.caption(markdown(said))
            for line in _operand_lines(answer, step):
                st.caption(line)


def _operand_lines(answer: Answer, step: Step) -> list[str]:
    numbers = dict.fromkeys(p.citation for p in step.operands if isinstance(p, CitationOperand))
    found = filter(None, (cited(answer, n) for n in numbers))
    return [f"〔{c.n}〕{markdown(' · '.join(names(c)[1:]))}：{markdown(printed(c))}" for c in found]
