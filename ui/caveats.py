"""What an answer warns of beyond its own words."""

from assistant.answer import Answer


def unsaid(answer: Answer) -> list[str]:
    """Return the caveats' texts, without those the answer already says word for word."""
    texts = dict.fromkeys(caveat.text for caveat in answer.caveats)
    return [text for text in texts if text.rstrip("。") not in answer.answer]
