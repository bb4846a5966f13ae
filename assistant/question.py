"""A question → its clauses: read one by one, and given what the clauses before them only name."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.clause import COMMA, CONTAINING, Clause, clause_of
from assistant.given import gives_change
from assistant.lexicon import Lexicon
from assistant.linking import link
from assistant.reading import Sort, Token, read
from assistant.shared_tail import with_tails
from assistant.spelling import corrected
from assistant.unnamed import torn, unexplained
from assistant.vocabulary import vocabulary

_ENDS = re.compile(r"[,，。;；?？!！]+")
# A clause that begins with one of these is said of what the clause before it names.
_OPERATORS = (
    "share", "sum", "compare", "difference", "results", "per_head", "average", "growth", "change",
    "percent", "most", "least", "top", "each", "rest",
)  # fmt: skip
_QUESTIONS = (
    "amount", "share", "percent", "sum", "list", "define", "reason", "count", "most", "least",
    "top", "exists", "check", "duty", "average", "per_head", "difference", "what_if", "follow",
)  # fmt: skip
_BASIS = re.compile(
    r"^(?:以|按照|依照|遵照|比照|参照|对照|按|照|依据|依|根据|参照|相对于|就|从).*(?:为基数|为基础|为准|口径|计算|来算|来看|解释|说法|说明|公开|文件|名词解释|口径看|角度看)$"
)
_PART = 0.5
_FIGURES_ASKED = ("amount", "share", "percent", "sum", "difference", "compare", "change", "growth")
_SPREADING = ("人头平均", "摊", "平均到", "分到", "算到", "按")
# What a clause says with one of these goes on in the next.
_OPERATED = ("except", "what_if", "compare", "change", "per_head", "period")
_AROUND = 8
# 「甲，在乙中占多少」: 甲 is the part, not where 乙 stands.
_SHARE_IN = re.compile(r"^(?:在|于).{2,24}(?:里|中|里面|里头|当中|之中|内)(?:所|要|能|约|大约)?占")
_SAID_OF_ALL = frozenset({"functional", "economic", "forms"})
_ASKS = re.compile(r"多少|几|吗|呢|谁|哪|什么|啥|是不是|对不对")
# 「甲合计多少、乙合计多少」 asks twice.
_ASKED_TWICE = re.compile(
    r"(?:(?<=多少)|(?<=[多少几][元万亿家户人个次场份])|(?<=多少[万亿]元))、(?=[^、]*(?:多少|几|哪))"
)


def read_clauses(
    text: str, lexicon: Lexicon, owners: frozenset[str], refers: bool = False
) -> list[Clause]:
    """Read a normalised question clause by clause; clauses without content are left out.

    `refers` tells that something was spoken of before, to which words may refer.
    """
    clauses: list[Clause] = []
    waiting = ""
    text = _ASKED_TWICE.sub("，", text)
    parts = [with_tails(spelt_out(part, lexicon), lexicon) for part in _ENDS.split(text) if part]
    for i, part in enumerate(parts):
        clause = _read(waiting + part, lexicon, owners, refers)
        idle = not clause.named and not clause.asks(*_QUESTIONS)
        if i + 1 < len(parts) and (idle or _BASIS.search(part)):
            waiting += part  # 「和上年相比，…」 says something of what comes next
            continue
        waiting = ""
        clauses.append(clause)
    return _merged(clauses)


def spelt_out(text: str, lexicon: Lexicon) -> str:
    """Put what a colloquial name stands for in its place where that makes a longer name.

    「高企认定奖励」 is the 高新技术企业认定奖励 that a document speaks of.
    """
    for spoken, names in vocabulary().aliases.items():
        place = text.find(spoken)
        for name in names if place >= 0 else ():
            full = text[:place] + name + text[place + len(spoken) :]
            ends = range(len(full), place + len(name) + 1, -1)
            known = any(full[place:end] in lexicon.spellings for end in ends)
            after = place + len(spoken)
            if known and not any(
                text[start:end] in lexicon.spellings
                for start in range(max(0, place - _AROUND), place + 1)
                for end in range(after + (start == place), min(len(text), after + _AROUND) + 1)
            ):
                return full
    return text


def _merged(clauses: list[Clause]) -> list[Clause]:
    """Give what a clause only names to the next one, which asks: 「在支出表中，基本支出是多少」."""
    merged: list[Clause] = []
    waiting: list[Clause] = []
    for i, clause in enumerate(clauses):
        inside = bool(clause.tokens) and clause.tokens[-1].text in CONTAINING
        following = clauses[i + 1] if i + 1 < len(clauses) else None
        premise = following is not None and _is_premise(clause, following)
        told = not clause.asks_something or _spreads(clause)
        if following is not None and (inside or premise or told):
            waiting.append(clause)
            continue
        for before in reversed(waiting):
            clause = _after(before, clause)
        waiting = []
        merged.append(_of_the_same(merged, clause))
    return merged


def _is_premise(clause: Clause, following: Clause) -> bool:
    """Tell whether a clause only states what the next one asks the reason of, or whether it is so."""
    states = clause.quantities and clause.named and not _ASKS.search(clause.text)
    asked = following.asks("reason") or (following.asks("check") and not following.named)
    return bool(states) and asked and not clause.asks("what_if", "reason", "check")


def _spreads(clause: Clause) -> bool:
    """Tell whether a clause only says over what an amount is to be spread (摊到每个在职的人头上)."""
    spread = clause.asks("per_head", "period") and not clause.asks(*_FIGURES_ASKED)
    return spread and not _ASKS.search(clause.text) and clause.text.startswith(_SPREADING)


def _of_the_same(before: list[Clause], clause: Clause) -> Clause:
    """Return a clause said of all forms as the one before it is, which asks for another field."""
    said = [t for t in before[-1].tokens if "forms" in t.kinds] if before else []
    if not said or clause.asks("forms") or not (clause.named or clause.asks("budgeted")):
        return clause
    return clause_of([*said, *clause.tokens], clause.unknown, clause.scope)


def _after(before: Clause, clause: Clause) -> Clause:
    """Return a clause with what the one before it names: its scope, or what it is about."""
    unknown = (*before.unknown, *clause.unknown)
    operated = before.asks(*_OPERATED) or gives_change(before.text)
    operated = operated or _SHARE_IN.search(clause.text) is not None
    if not clause.named or operated or _leads_with_operator(clause) or _takes_away(clause):
        return clause_of([*before.tokens, COMMA, *clause.tokens], unknown)
    said = [t for t in before.tokens if t.kinds & _SAID_OF_ALL or t.sort is Sort.YEAR]
    scope = tuple(m for phrase in before.named for m in phrase.mentions)
    named = clause_of([*said, *clause.tokens], unknown, (*scope, *clause.scope))
    return replace(named, aside=(*before.aside, *before.tokens, *clause.aside))


def _leads_with_operator(clause: Clause) -> bool:
    first = next((t for t in clause.tokens if not t.kinds & {"filler", "of"}), None)
    return first is not None and bool(first.kinds.intersection(_OPERATORS))


def _takes_away(clause: Clause) -> bool:
    """Tell whether a clause begins by taking something from what goes before (减去…)."""
    return bool(clause.tokens) and clause.tokens[0].text in ("减去", "减掉", "扣除", "扣掉")


def _read(text: str, lexicon: Lexicon, owners: frozenset[str], refers: bool) -> Clause:
    """Read a clause as it stands, or as it should be spelt where that explains more of it."""
    tokens = _tokens(text, lexicon, owners, refers)
    if left := _unexplained_letters(tokens):
        spelt = corrected(text, lexicon)
        again = _tokens(spelt, lexicon, owners, refers) if spelt != text else tokens
        tokens = again if _unexplained_letters(again) < left else tokens
    # Which documents are meant is told from the whole text; their owner's name says nothing more.
    said = [token for token in tokens if token.sort is not Sort.DOCUMENT]
    return clause_of(said, tuple(unexplained(tokens)))


def _unexplained_letters(tokens: Iterable[Token]) -> int:
    """Count the letters that no name and no word explains, or that only part of a name does."""
    return sum(
        len(token.text)
        for token in tokens
        if token.sort is Sort.REST
        or (token.sort is Sort.NAME and min((m.cost for m in token.meanings), default=0) >= _PART)
    )


def _tokens(text: str, lexicon: Lexicon, owners: frozenset[str], refers: bool) -> list[Token]:
    read_first = read(text, lexicon, owners, refers=refers)
    if torn(read_first):
        second = read(text, lexicon, owners, keep_nouns=True, refers=refers)
        read_first = second if len(torn(second)) < len(torn(read_first)) else read_first
    return link(read_first, lexicon)
