"""What the page reads from: the assistant and the facts of the published build, opened once."""

from threading import Thread
from typing import NamedTuple

import streamlit as st

from assistant.answer import Citation
from assistant.chain import Assistant, open_assistant
from index.build import open_index
from index.facts import FactStore
from index.home import Home
from ui.sources import cited_fact, paragraph_html, table_html


class Loaded(NamedTuple):
    """The assistant that answers and the facts its sources are shown from."""

    assistant: Assistant
    facts: FactStore


def current_documents() -> Loaded:
    """Return the assistant and facts of the build that is published now.

    Raises:
        EmptyHomeError: nothing has been added yet.
    """
    home = Home.locate()
    return _open(str(home.directory), home.require_current().name)


# One build at a time: a newly published one takes the place of the one before it.
@st.cache_resource(show_spinner="正在打开资料库，第一次需要十几秒…", max_entries=1)
def _open(directory: str, generation: str) -> Loaded:  # noqa: ARG001
    home = Home.locate(directory)
    assistant = open_assistant(home)
    # The first question must not wait for the model; a page is looked at before it is asked.
    Thread(target=assistant.warm, daemon=True).start()
    return Loaded(assistant, open_index(home).facts)


def source_html(facts: FactStore, citation: Citation) -> str | None:
    """Return what a citation points at as HTML: its whole table, or its paragraph."""
    facts_there = (f for f in facts.facts([citation.document]) if f.source == citation.document)
    fact = cited_fact(facts_there, citation.locator)
    if fact is not None and fact.table_id is not None:
        return table_html(facts.table(fact.document, fact.table_id), fact)
    return _paragraph(facts, citation)


def _paragraph(facts: FactStore, citation: Citation) -> str | None:
    quote = citation.quote
    if not quote:
        return None
    holding = (p.text for p in facts.passages([citation.document]) if quote in p.text)
    return paragraph_html(citation.section or "", next(holding, quote), quote)
