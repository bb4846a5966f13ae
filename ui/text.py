"""The one place where text from documents and people is made safe to show on the page."""

import html
import re

# Streamlit reads these as Markdown, as a directive (:red[…]) or as a formula ($…$).
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-!|~$<>:&])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)", re.MULTILINE)
_CITATION = re.compile(r"(〔\d+〕)")


def markdown(text: str) -> str:
    """Return Markdown that shows exactly `text`, its line breaks kept."""
    escaped = _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
    return escaped.replace("\n", "  \n")


def answer_markdown(text: str) -> str:
    """Return an answer as Markdown: its words as they are, its 〔1〕 marks set off in blue."""
    return _CITATION.sub(r":blue[\1]", markdown(text))


def escape_html(text: str) -> str:
    """Return HTML that shows exactly `text`, its line breaks kept."""
    return html.escape(text).replace("\n", "<br>")
