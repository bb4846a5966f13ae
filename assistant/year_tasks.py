"""Tasks that look at last year: changes, rates of change, and last year's figure itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import accounts, references
from assistant.clause import Clause, Phrase
from assistant.lexicon import Meaning
from assistant.matching import Mention
from assistant.plan import (
    Cell,
    Change,
    Difference,
    Expression,
    Growth,
    Plan,
    Prior,
    Relative,
    Share,
)
from assistant.planned import is_field
from assistant.reading import Sort
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary

_AMOUNT_TOO = re.compile(
    r"额.*(?:率|幅|比例|百分)|(?:率|幅|比例|百分).*额|[多少增加减少涨降]了?(?:多少|几[万元]).*(?:率|幅)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS_SAID = re.compile(r"(?<!\d)((?:20)?\d\d)(?=年)")
_SHARE = re.compile(r"占|比重|比例")
_POINTS = re.compile(r"百分点|(?:几|多少)个点|变化|变动|升|降")
_STAYS = re.compile(r"一样|相同|持平|没变|变了|变没变|相比|怎么?样|如何")
_SIGNED = re.compile(r"增减|变化|变动")
_DATED = re.compile(r"(?:19|20)\d\d|年初|实际安排|执行")
_FALL_SAID = re.compile(r"减少|下降|少了|降了|降低|[减降跌]幅|调减|砍|压")


def change(turn: Turn, clause: Clause) -> Goals:
    """Return this year's change against last year: printed, else the difference of the two figures."""
    if clause.asks("percent"):
        return growth(turn, clause)
    return _for_each(turn, clause, _change)


def growth(turn: Turn, clause: Clause) -> Goals:
    """Return the rate of change on last year's figure, with the printed rate to compare."""
    rates = _for_each(turn, clause, _growth)
    if isinstance(rates, list) and clause.asks("change") and _AMOUNT_TOO.search(clause.text):
        amounts = _for_each(turn, clause, _change)
        return [*amounts, *rates] if isinstance(amounts, list) else rates
    return rates


def prior(turn: Turn, clause: Clause) -> Goals:
    """Return last year's figure of what is named or was spoken of."""
    if clause.asks("change", "growth", "compare", "difference", "percent"):
        return None
    return _for_each(turn, clause, _prior)


def since_last_year(turn: Turn, clause: Clause) -> Goals:
    """Return what 「比去年多多少」 or 「比上年高百分之几」 asks: a change, or its rate."""
    dated_ones = [p for p in clause.named if _YEAR.search(p.text) or _is_earlier(p, clause)]
    if clause.minus or len(dated_ones) > 1:
        return None
    compared = clause.asks("last_year") or len(clause.other_years) == 1 or _dated_name(turn, clause)
    stays = _STAYS.search(clause.text)
    if not compared or not (clause.asks("compare", "difference") or stays):
        return None
    return growth(turn, clause) if clause.asks("percent", "growth") else change(turn, clause)


_EXECUTED = re.compile(r"执行率|执行进度|支出进度|执行.{0,4}(?:比例|百分)|用了.*百分之")


def asks_execution(text: str) -> bool:
    """Tell whether a text asks how much of a budget was spent by some month."""
    return _EXECUTED.search(text) is not None


def executed(turn: Turn, clause: Clause) -> Goals:
    """Return what was spent by a month as a share of that year's budget (执行率), of one project."""
    if completed := accounts.completion(turn, clause):
        return completed
    if not asks_execution(clause.text):
        return None
    subjects = [p for p in clause.named if p.mentions] or turn.spoken[-1:]
    if turn.about and not clause.named:
        subjects = [turn.about]
    share = execution(turn, clause, subjects[0].mentions) if subjects else None
    return [share] if share else None


def execution(turn: Turn, clause: Clause, subject: Sequence[Mention]) -> Share | None:
    """Return what was spent of one project by a month as a share of that year's first budget."""
    names = [n for n in turn.library.lexicon.names() if re.search(r"\d月.*执行", n)]
    if not names:
        return None
    spent = Mention("执行", tuple(Meaning(name, 0.3) for name in names))
    own = tuple(m for m in subject if not re.search(r"\d月|年初", m.text))
    part = turn.lookup.cell((*own, spent), clause.of([]))
    year = _YEAR.search(turn.library.store.facts[part.cell.fact].row) if part else None
    if part is None or year is None:
        return None
    whole = turn.history.in_year(part.mentions[:-1], clause.of([]), int(year[0]), "年初预算安排")
    return Share(part=part.cell, whole=whole) if whole else None


def shares(turn: Turn, clause: Clause) -> Goals:
    """Return a share in two years and by how many points they differ: 「占比21年多少、22年多少」."""
    text = turn.text
    years = {int(y) if len(y) == 4 else 2000 + int(y) for y in _YEARS_SAID.findall(text)}
    if clause.base and clause.asks("last_year"):
        years.add(clause.base - 1)
    if clause.base and len(years) == 1 and clause.asks("change", "difference", "compare"):
        years.add(clause.base)
    if len(years) != 2 or not _SHARE.search(text):
        return None
    phrases = _part_and_whole(turn, clause)
    if phrases is None:
        return None
    found: list[Share] = []
    for year in sorted(years, reverse=True):
        said = None if year == clause.base else year
        part, whole = (turn.cell(clause.of([]), replace(p, year=said)) for p in phrases)
        if part is None or whole is None:
            return None
        found.append(Share(part=part, whole=whole))
    moved = [Difference(left=found[0], right=found[1], change=True)]
    return [*(moved if _POINTS.search(text) else []), *reversed(found)]


def _part_and_whole(turn: Turn, clause: Clause) -> tuple[Phrase, Phrase] | None:
    """Return what a share is of: the one thing named and where it stands, or on both sides of 占."""
    if clause.scope and len(clause.named) == 1:
        return clause.named[0], Phrase(clause.scope)
    stretches = [s for c in turn.clauses for s in c.split(lambda t: "share" in t.kinds) if s.named]
    if len(stretches) != 2 or any(len(s.named) != 1 for s in stretches):
        return None
    return stretches[0].named[0], stretches[1].named[0]


Task = Callable[[Turn, Clause, Phrase], Goals]


def _for_each(turn: Turn, clause: Clause, task: Task) -> Goals:
    """Do a task for each thing named, or for the one spoken of before."""
    if against := _dated_name(turn, clause) or _earlier(turn, clause):
        return _between(turn, clause, *against)
    if unstated := _dated_phrase(clause):
        return turn.nothing(unstated) if _is_earlier(unstated, clause) else None
    spoken = None if clause.named or _says_when(clause) else references.then_and_now(turn)
    if spoken and clause.asks("percent", "growth"):
        return [_rate(turn, clause, *spoken)]
    if spoken:
        return _between(turn, clause, *spoken)
    subject = _subject(turn, clause)
    phrases = [p for p in clause.named if p.mentions] or ([subject] if subject else [])
    if subject and not clause.named:
        turn.meant = [subject]
    goals: list[Expression] = []
    for phrase in phrases:
        found = task(turn, clause, phrase)
        if not found or isinstance(found, Plan):
            return goals or found
        goals.extend(found)
    return goals or None


def _says_when(clause: Clause) -> bool:
    return clause.asks("last_year", "this_year", "compare") or bool(clause.years)


def _subject(turn: Turn, clause: Clause) -> Phrase | None:
    """Return what a change is a change of: named, spoken of before without its time, or the whole."""
    if clause.named:
        return clause.named[0]
    subject = next(iter(turn.ranked_first()), None)
    if subject is None and turn.spoken:
        subject = turn.spoken[0]
    if subject is None:
        return turn.whole(clause) or _everything(turn, clause)
    timeless = tuple(m for m in subject.mentions if not (_DATED.search(m.text) or is_field(m)))
    about = turn.about.mentions if turn.about else ()
    if about and turn.lookup.score((*about, *timeless)) > 0 and _is_words(turn, about, timeless):
        timeless = about
    elif about and turn.lookup.leaves_subject_open(timeless, clause):
        timeless = (*about, *timeless)
    return replace(subject, mentions=timeless or subject.mentions, year=None)


def _everything(turn: Turn, clause: Clause) -> Phrase | None:
    """Return the whole budget for a change or rate of nothing that is named (增长率是多少)."""
    said = any(token.sort in (Sort.REST, Sort.QUANTITY) for token in clause.tokens)
    if said or clause.unknown or not clause.asks("growth", "change"):
        return None
    name = vocabulary().whole["支出"]
    meanings = turn.library.lexicon.meanings(name)
    return Phrase((turn.lookup.mention(name, meanings),)) if meanings else None


def _dated_name(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | None:
    """Return now and then where a clause names a figure of another year itself (2021年年初安排)."""
    dated = _dated_phrase(clause)
    if dated is None:
        return None
    subject = next(p for p in clause.named if p.mentions and p is not dated)
    then = replace(subject, mentions=(*subject.mentions, *dated.mentions), year=None)
    now, before = turn.cell(clause, replace(subject, year=None)), turn.cell(clause, then)
    if dated.year and not _YEAR.search(dated.text):
        before = turn.history.in_year(then.mentions, clause.of([]), dated.year, dated.text)
    return (now, before) if now and before and now != before else None


def _is_words(turn: Turn, about: tuple[Mention, ...], named: tuple[Mention, ...]) -> bool:
    """Tell whether what was asked of a project has no amount (its telephone, who is in charge)."""
    found = turn.lookup.cell((*about, *named), Clause([]))
    return found is not None and turn.library.store.facts[found.cell.fact].value is None


def _dated_phrase(clause: Clause) -> Phrase | None:
    """Return the one of two phrases set against each other that is said of an earlier year."""
    named = [p for p in clause.named if p.mentions]
    dated = [p for p in named if _YEAR.search(p.text) or _is_earlier(p, clause)]
    if len(named) != 2 or len(dated) != 1 or not clause.asks("compare", "difference"):
        return None
    return dated[0]


def _is_earlier(phrase: Phrase, clause: Clause) -> bool:
    """Tell whether a phrase is said of a year before the documents' own."""
    return phrase.year is not None and clause.base is not None and phrase.year < clause.base


def _earlier(turn: Turn, clause: Clause) -> tuple[Expression, Expression] | None:
    """Return now and then where one year is said that lies before last year."""
    years = [year for year in clause.other_years if clause.base and year < clause.base - 1]
    named = [p for p in clause.named if p.mentions]
    if len(clause.other_years) != 1 or len(years) != 1 or len(named) != 1:
        return None
    subject = replace(named[0], year=None)
    now = turn.cell(clause, subject)
    found = turn.lookup.cell((*clause.scope, *subject.mentions), clause)
    if found and clause.scope and str(years[0]) in turn.library.store.facts[found.cell.fact].row:
        whole = turn.cell(clause.of([]), Phrase(clause.scope))  # the field is the earlier figure
        return (whole, found.cell) if whole and whole != found.cell else None
    then = turn.history.in_year(found.mentions, clause, years[0]) if found else None
    return (now, then) if now and then and now != then else None


def _between(turn: Turn, clause: Clause, now: Expression, then: Expression) -> Goals:
    moved = turn.converted(clause, Difference(left=now, right=then, change=True))
    if clause.asks("percent", "growth"):
        rate = Relative(left=now, right=then)
        return [moved, rate] if _AMOUNT_TOO.search(clause.text) else [rate]
    return [moved]


def _rate(turn: Turn, clause: Clause, now: Expression, then: Expression) -> Expression:
    """Return the rate of change between two figures; of a fall that is asked for, what it took off."""
    if _FALL_SAID.search(clause.text) and turn.trial.in_order(now, then)[0] is then:
        return Share(part=Difference(left=then, right=now), whole=then)
    return Relative(left=now, right=then)


def _change(turn: Turn, clause: Clause, phrase: Phrase) -> Goals:
    if printed := turn.history.change(*_now(turn, clause, phrase)):
        signed = _SIGNED.search(clause.text) and not _FALL_SAID.search(clause.text)
        kind = Change if signed else Cell
        goal = kind(fact=printed, name=phrase.text)
        return [turn.converted(clause, goal)]
    pair = now_and_before(turn, clause, phrase)
    if pair is None:
        unchanged = turn.passages.unchanged(phrase)
        return [unchanged] if unchanged else _no_comparison(turn, clause, phrase)
    return [turn.converted(clause, Difference(left=pair[0], right=pair[1], change=True))]


def _growth(turn: Turn, clause: Clause, phrase: Phrase) -> Goals:
    pair = now_and_before(turn, clause, phrase)
    printed = turn.history.rate(*_now(turn, clause, phrase))
    if pair is not None:
        return [Growth(now=pair[0], base=pair[1], printed=printed)]
    told = Cell(fact=printed, name=phrase.text) if printed else None
    return [told] if told else _no_comparison(turn, clause, phrase)


def _now(
    turn: Turn, clause: Clause, phrase: Phrase
) -> tuple[Sequence[Mention], Clause, str | None]:
    """Return the names that a change is asked of, with this year's figure."""
    found = turn.lookup.cell(phrase.mentions, clause.of([]))
    if found is None:
        return phrase.mentions, clause, None
    return found.mentions or phrase.mentions, clause, found.cell.fact


def _prior(turn: Turn, clause: Clause, phrase: Phrase) -> Goals:
    pair = now_and_before(turn, clause, phrase)
    if pair is None and (unchanged := turn.passages.unchanged(phrase)):
        now = turn.lookup.cell(phrase.mentions, clause)
        return [now.cell, unchanged] if now else [unchanged]
    return [turn.converted(clause, pair[1])] if pair else None


def _no_comparison(turn: Turn, clause: Clause, phrase: Phrase) -> Goals:
    """Say that last year's figure is not given where a comparison with it is asked for."""
    year = max((d.year for d in turn.documents if d.year), default=None)
    compared = clause.asks("last_year", "growth") or clause.other_years
    if year is None or not compared or not turn.lookup.score(phrase.mentions) > 0:
        return None
    return turn.nothing(replace(phrase, year=year - 1))


def now_and_before(
    turn: Turn, clause: Clause, phrase: Phrase
) -> tuple[Expression, Expression] | None:
    """Return this year's figure and last year's, printed or derived."""
    now = turn.lookup.cell(phrase.mentions, clause)
    if now is None:
        return None
    year = turn.year_of(now.cell.fact)
    if year is None:
        return None
    before = turn.of_year(clause, replace(phrase, year=year - 1), now)
    if isinstance(before, Prior):
        return before.now, before
    if isinstance(before, Cell):
        now_fact = turn.history.same_basis(now.cell.fact, before.fact)
        return Cell(fact=now_fact, name=now.cell.name), before
    return (now.cell, before) if before else None
