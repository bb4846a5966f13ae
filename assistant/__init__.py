"""In: a question and what was said before it. Out: an `Answer` whose every figure has an address."""
