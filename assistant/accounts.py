"""Final accounts: which of an item's figures is meant, the budget's or the accounts', and what was spent of it."""

import re
from collections.abc import Sequence

from assistant.clause import Clause, Phrase
from assistant.lexicon import Meaning
from assistant.matching import Mention
from assistant.plan import Cell, Expression, Share
from assistant.planned import ACTUAL, BUDGETED, DONE, is_field
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary
from corpus.disclosure import Kind

# 「年初编了多少」: accounts also print what was planned.
_PLANNED = "年初"
_COMPLETION = re.compile(
    r"完成率|执行率|执行进度|完成了?(?:年初|全年|当年|调整)?(?:预算)?的?(?:百分|多少|几|比例)"
)


def are_final(turn: Turn) -> bool:
    """Tell whether all that may be answered from are final accounts."""
    return bool(turn.documents) and all(d.kind is Kind.FINAL_ACCOUNTS for d in turn.documents)


def with_fields(turn: Turn, clause: Clause) -> Clause:
    """Return a clause asked of final accounts with its words for budget and accounts as names.

    Accounts print the accounts' figure where nothing is said, so that a word for it that meets no
    name with such a figure says nothing more.
    """
    if not are_final(turn):
        return clause
    if clause.asks("growth", "change", "last_year") and not clause.asks("budgeted"):
        return clause  # what fell is the accounts' figure
    # What is called by a name and 预算 is the budget's figure of it, unless the other is asked too.
    both = clause.asks("actual", "budgeted") or _names_budget(clause)
    named = clause.of(_as_name(turn, token, both) for token in clause.tokens)
    if any({m.name for m in token.meanings} & set(BUDGETED) for token in named.tokens):
        named = clause.of(_by_name(turn, token) for token in named.tokens)
    tokens = [_silent(t) if _is_idle(turn, named, t) else t for t in named.tokens]
    if tokens == clause.tokens:
        return clause
    named = clause.of(tokens)
    only_fields = named.named and all(is_field(m) for p in named.named for m in p.mentions)
    if only_fields and turn.spoken:
        item = tuple(m for m in turn.spoken[-1].mentions if not is_field(m))
        named.phrases = [Phrase((*item, *p.mentions), (), p.year) for p in named.named]
    return named


def _names_budget(clause: Clause) -> bool:
    """Tell whether a clause asks for the budget of what it names (行政运行的预算)."""
    other = clause.asks("reason", "compare", "difference", "list", "exists", "define")
    return bool(clause.named) and not other and not _done(clause)


def _done(clause: Clause) -> bool:
    forms = (_COMPLETION, vocabulary().documents["completion"])
    return any(form.search(clause.text) for form in forms)


def asked_fields(clause: Clause) -> frozenset[str]:
    """Return the fields of an item that a clause asks for by name (年初预算), if any."""
    mentions = (Mention(t.text, t.meanings) for t in clause.tokens if t.sort is Sort.NAME)
    return frozenset(m.name for mention in mentions if is_field(mention) for m in mention.meanings)


def completion(turn: Turn, clause: Clause) -> Goals:
    """Return how much of the budget was spent (完成率): as printed, else calculated."""
    if not are_final(turn) or not _done(clause):
        return None
    goals: list[Expression] = []
    for phrase in clause.named or turn.spoken[-1:]:
        item = tuple(m for m in phrase.mentions if not is_field(m)) or _spoken_item(turn)
        goal = _completion_of(turn, item) if item else None
        if goal is not None and goal not in goals:
            goals.append(goal)
    return goals or None


def held_against(turn: Turn, clause: Clause) -> Phrase | None:
    """Return the item of which final accounts are held against the budget, None where they are not."""
    names = {m.name for p in clause.named for mention in p.mentions for m in mention.meanings}
    both = names.intersection(BUDGETED) and ("决算" in clause.text or names.intersection(ACTUAL))
    if not are_final(turn) or not both:
        return None
    items = {m.text: m for p in clause.named for m in p.mentions if not is_field(m)}
    return Phrase(tuple(items.values()))


def _completion_of(turn: Turn, item: Sequence[Mention]) -> Expression | None:
    if printed := _field(turn, item, (DONE,)):
        return Cell(fact=printed)
    part, whole = _field(turn, item, ACTUAL), _field(turn, item, BUDGETED)
    return Share(part=Cell(fact=part), whole=Cell(fact=whole)) if part and whole else None


def _spoken_item(turn: Turn) -> tuple[Mention, ...]:
    return tuple(m for p in turn.spoken[-1:] for m in p.mentions if not is_field(m))


def _field(turn: Turn, item: Sequence[Mention], names: Sequence[str]) -> str | None:
    """Return the figure of an item that stands under one of some fields."""
    field = Mention("", tuple(Meaning(name, 0.0) for name in names))
    for match in turn.lookup.matches((*item, field), turn.clauses[0].of([])):
        if match.fact.value is not None and set(match.fact.column[-1:]) & set(names):
            return match.fact.id
    return None


def _as_name(turn: Turn, token: Token, both: bool) -> Token:
    """Return a word for the budget's or the accounts' figure as the name of its column or field.

    预算 alone is such a word where `both` are told apart.
    """
    planned = token.text == _PLANNED or (both and token.text == "预算")
    budgeted = "budgeted" in token.kinds or planned
    if token.sort is not Sort.WORD or not (budgeted or "actual" in token.kinds):
        return token
    names = BUDGETED if budgeted else ACTUAL
    known = turn.library.lexicon.spellings
    own = sorted((n for n in names if n in known), key=lambda name: name != token.text)
    meanings = tuple(Meaning(name, 0.1 * i) for i, name in enumerate(own))
    return Token(token.text, Sort.NAME, token.start, meanings=meanings) if meanings else token


def _by_name(turn: Turn, token: Token) -> Token:
    """Return a code as the name of its row, by which sentences tell its budget."""
    lexicon = turn.library.lexicon
    rows = {lexicon.facts[i].row for i in lexicon.codes.get(token.text, ())}
    mention = turn.lookup.named(next(iter(rows))) if token.sort is Sort.CODE and rows else None
    return (
        Token(token.text, Sort.NAME, token.start, meanings=mention.meanings) if mention else token
    )


def _silent(token: Token) -> Token:
    return Token(token.text, Sort.WORD, token.start, kinds=frozenset({"filler"}))


def _is_idle(turn: Turn, clause: Clause, token: Token) -> bool:
    """Tell whether a word for the accounts' figure meets nothing that has one."""
    if "actual" in token.kinds:
        return True
    if token.sort is not Sort.NAME or not {m.name for m in token.meanings} <= set(ACTUAL):
        return False
    own = Mention(token.text, token.meanings)
    phrase = next((p for p in clause.named if own in p.mentions), None)
    if phrase is None or len(phrase.mentions) == 1:
        return len(clause.named) < 2 and not turn.spoken
    return not turn.lookup.matches(phrase.mentions, clause)
