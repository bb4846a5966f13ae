"""The rules planner: from the clauses of a question to a plan, with no model.

Each kind of task is one small method; which one applies follows from the words with a task in the
clause. Names are never looked at here, only matched.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import absence
from assistant.clause import Clause, Phrase, content_words, dated, domain_words, read_clauses
from assistant.library import Library, stated_none
from assistant.lookup import Found, Lookup
from assistant.matching import Expected
from assistant.normal import canonical, normalise
from assistant.passages import Passages
from assistant.plan import (
    Average,
    Cell,
    Convert,
    Count,
    Difference,
    Expression,
    Growth,
    Identify,
    Listing,
    PerHead,
    Plan,
    Prior,
    Quote,
    Rank,
    Share,
    Sum,
    WhatIf,
)
from assistant.planner import Frame
from assistant.scope import Scope, narrow, select
from assistant.vocabulary import vocabulary
from corpus.money import YUAN
from index.records import Fact

_TOP = re.compile(
    r"前([一二三四五六七八九十]|\d+)|第([一二三四五六七八九十]|\d+)(?=大|多|高|小|少)"
)
_NUMERALS = {numeral: i for i, numeral in enumerate("一二三四五六七八九十", 1)}
_CODE_ASKED = re.compile(
    r"(?:科目)?(?:编码|代码|编号)(?:是|为|多少)|什么科目|哪个科目|(?:编码|代码)$"
)
_PROJECTS = re.compile(r"(?:哪|几|多少)(?:几|些|个|几个)?个?项目|项目(?:有哪|分别|清单|名单|明细)")
_LEAVES = re.compile(r"科目")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_LESS = re.compile(r"压减|压缩|减少|削减|下降|降|减|砍")
_REMEMBERED = 8
_HEADS = ("在职人员", "在职", "行政人员", "编制")


class RulesPlanner:
    """Understands questions by names, words with a task, and a few rules about their order."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def plan(
        self, question: str, frame: Frame | None, documents: Sequence[str] | None
    ) -> tuple[Plan, Frame]:
        """Return the plan for a question and the frame for the next turn."""
        text = normalise(question)
        legitimate = vocabulary().override.sub("", text)
        if vocabulary().improper.search(text):
            return Plan(status="refused", reason="improper"), frame or Frame()
        clauses = read_clauses(legitimate, self._library.lexicon, self._library.owners)
        if legitimate != text and not any(clause.named for clause in clauses):
            return Plan(status="refused", reason="improper"), frame or Frame()
        text = legitimate
        scope = select(self._library, documents)
        if not scope.reason:
            scope = self._scope(scope, text, clauses, frame)
        if not any(clause.named for clause in clauses) and absence.is_elsewhere(text, frame):
            return Plan(status="refused", reason="elsewhere"), frame or Frame()
        if scope.reason:
            return absence.not_here(scope, self._library), _carry(frame, clauses, question)
        turn = _Turn(self._library, scope, text, clauses, frame)
        plan = turn.plan()
        return plan, turn.frame(plan, question)

    def _scope(
        self, scope: Scope, text: str, clauses: Sequence[Clause], frame: Frame | None
    ) -> Scope:
        """Narrow the scope; a follow-up that names no document keeps the one before."""
        narrowed = narrow(scope, text, clauses, self._library)
        if frame and frame.documents and not narrowed.reason:
            kept = tuple(d for d in narrowed.documents if d in frame.documents)
            return narrowed._replace(documents=kept or narrowed.documents)
        return narrowed


def _carry(frame: Frame | None, clauses: Sequence[Clause], question: str) -> Frame:
    """Keep what was spoken of although there was no answer, so that a follow-up can mend it."""
    phrases = [phrase for clause in clauses for phrase in clause.named]
    if not phrases and frame:
        return frame
    return Frame(clauses[-1] if clauses else None, phrases, question=question)


class _Turn:
    """One question against the documents in scope; clauses are taken in order."""

    def __init__(
        self,
        library: Library,
        scope: Scope,
        text: str,
        clauses: Sequence[Clause],
        frame: Frame | None,
    ) -> None:
        self._library = library
        self._documents = scope.documents
        self._names = {document.name for document in scope.documents}
        self._text = text
        self._clauses = clauses
        self._before = frame or Frame()
        self._spoken: list[Phrase] = list(self._before.phrases)
        self._task: Clause | None = self._before.clause
        self._lookup = Lookup(library, self._names)
        self._passages = Passages(library, self._names)
        self._goals: list[Expression] = []
        self._trace: list[str] = []

    def plan(self) -> Plan:
        """Return the plan for all clauses, or for the first one that cannot be answered."""
        if self._silent():
            return absence.unknown(self._text, self._library, self._lookup, ())
        for clause in self._clauses:
            clause = self._dated(clause)
            if gone := absence.unattached(clause.text, self._library, self._names):
                return gone
            if self._has_figure() and not clause.named and not _asks_more(clause):
                continue
            goals = self._goals_of(clause)
            if isinstance(goals, Plan):
                if self._goals:
                    break
                return goals
            self._goals.extend(goals)
            self._spoken = clause.named or self._spoken
            if clause.named or _has_task(clause):
                self._task = clause
        if not self._goals:
            return absence.unknown(self._text, self._library, self._lookup, ())
        return Plan(goals=tuple(self._goals), trace=tuple(self._trace + self._lookup.trace))

    def frame(self, plan: Plan, question: str) -> Frame:
        """Return what the next turn may refer to."""
        goals = list(plan.goals)
        history = [*self._before.history, *goals][-_REMEMBERED:]
        return Frame(
            self._task,
            self._spoken,
            goals or self._before.goals,
            history,
            self._documents,
            question,
        )

    def _has_figure(self) -> bool:
        return any(not isinstance(goal, Quote | Identify) for goal in self._goals)

    def _silent(self) -> bool:
        """Tell whether nothing is named, nothing asked and nothing went before."""
        return not self._before.phrases and not any(
            clause.named or _has_task(clause) or clause.unknown or domain_words(clause.text)
            for clause in self._clauses
        )

    def _dated(self, clause: Clause) -> Clause:
        """Put the years said in figures and let a later phrase take over what the first one is of."""
        year = max((d.year for d in self._documents if d.year), default=None)
        phrases = [dated(phrase, year) for phrase in clause.phrases]
        return replace(clause, phrases=phrases)

    def _goals_of(self, clause: Clause) -> list[Expression] | Plan:
        """Return the goals of a clause, or the plan that says why there are none."""
        for asked, task in (
            (("define",), self._define),
            (("reason",), self._reason),
            (("duty",), self._duty),
            ((), self._topic),
            ((), self._identify),
            (("what_if",), self._what_if),
            (("per_head",), self._per_head),
            (("most", "least", "top"), self._rank),
            (("exists",), self._exists),
            (("share",), self._share),
            (("growth",), self._growth),
            (("change",), self._change),
            (("difference",), self._difference),
            (("average",), self._average),
            (("count",), self._count),
            (("list",), self._list),
            (("sum",), self._sum),
        ):
            if _is_asked(clause, asked) and (goals := task(clause)):
                return goals
        return self._follow_up(clause) or self._look_up(clause)

    def _cell(self, clause: Clause, phrase: Phrase) -> Expression | None:
        """Return the figure a phrase speaks of, in the year of the clause."""
        if phrase.parts:
            cells = [self._cell(clause, Phrase((part,))) for part in phrase.parts]
            known = tuple(cell for cell in cells if cell)
            return Sum(of=known) if len(known) == len(cells) else None
        found = self._of_subject(clause, phrase) or self._lookup.cell(phrase.mentions, clause)
        if found is None:
            return None
        if self._lookup.is_blank(found.cell) and (none := self._words_of_none(phrase)):
            return none
        return self._of_year(clause, phrase, found)

    def _of_subject(self, clause: Clause, phrase: Phrase) -> Found | None:
        """Return the cell of the project spoken of before, where the names alone leave it open."""
        spoken = [p for p in (*clause.named, *self._spoken) if p is not phrase and p.mentions]
        if not spoken or not self._lookup.leaves_subject_open(phrase.mentions, clause):
            return None
        for other in spoken:
            both = (*other.mentions, *phrase.mentions)
            if not self._lookup.leaves_subject_open(both, clause):
                return self._lookup.cell(both, clause)
        return None

    def _of_year(self, clause: Clause, phrase: Phrase, found: Found) -> Expression | None:
        """Return the figure of the year asked; an earlier one is printed or derived, never guessed."""
        year = self._document_year(found.cell.fact)
        asked = phrase.year
        if asked is None or asked == year or str(asked) in found.words:
            return found.cell
        prior = self._lookup.cell(phrase.mentions, clause, year=asked)
        if prior and str(asked) in prior.words:
            return prior.cell
        if year is not None and asked == year - 1:
            change = self._lookup.change(phrase.mentions, clause)
            return Prior(now=found.cell, change=change) if change else None
        return None

    def _document_year(self, fact_id: str) -> int | None:
        fact = self._library.store.facts[fact_id]
        return self._library.document(fact.document).year

    def _look_up(self, clause: Clause) -> list[Expression] | Plan:
        phrases = clause.named
        if not phrases and (whole := self._whole(clause)):
            phrases = [whole]
        if not phrases and clause.asks("amount") and not clause.unknown:
            phrases = self._spoken[-1:]
        if not phrases or clause.unknown:
            quote = self._passages.about(clause, bool(phrases))
            if quote and clause.expected in (Expected.ANY, Expected.WORDS):
                return [quote]
            return absence.unknown(clause.text, self._library, self._lookup, clause.unknown)
        goals: list[Expression] = []
        for phrase in phrases:
            goal = self._cell(clause, phrase) or self._words(clause, phrase)
            if goal is None:
                return self._nothing(phrase)
            goals.append(self._converted(clause, goal))
        return goals

    def _words(self, clause: Clause, phrase: Phrase) -> Expression | None:
        """Return words in place of a figure: a statement of 无, or a passage that speaks of it."""
        quote = None
        if clause.expected in (Expected.ANY, Expected.WORDS):
            quote = self._passages.about(clause, True)
        return self._words_of_none(phrase) or quote

    def _nothing(self, phrase: Phrase) -> Plan:
        if phrase.year and phrase.year not in {d.year for d in self._documents}:
            return absence.no_year(phrase.text, phrase.year, self._lookup.near(phrase.mentions))
        return absence.unknown(phrase.text, self._library, self._lookup, ())

    def _whole(self, clause: Clause) -> Phrase | None:
        """Return what 「预算多少」 means when it names nothing: the total of income or expenditure."""
        if clause.unknown or (self._spoken and clause.asks("follow")):
            return None
        for word, name in vocabulary().whole.items():
            if word in clause.text and (meanings := self._library.lexicon.meanings(name)):
                return Phrase((self._lookup.mention(name, meanings),), year=_year_said(clause))
        return None

    def _converted(self, clause: Clause, goal: Expression) -> Expression:
        """Wrap a goal in a conversion where another money unit is asked for."""
        unit = clause.target_unit
        if unit is None or unit not in YUAN or self._lookup.unit_of(goal) in (None, unit):
            return goal
        return Convert(of=goal, unit=unit)  # type: ignore[arg-type]

    def _define(self, clause: Clause) -> list[Expression] | Plan | None:
        terms = self._passages.terms(clause.text)
        if terms:
            return [Quote(passages=(p.id,), purpose="define", name=name) for name, p in terms]
        return None

    def _reason(self, clause: Clause) -> list[Expression] | Plan | None:
        phrases = clause.named or self._spoken
        quote = self._passages.reason(phrases)
        return [quote] if quote else None

    def _duty(self, clause: Clause) -> list[Expression] | Plan | None:
        duties = self._passages.under(vocabulary().topics["职能"])
        if words := content_words(clause.tokens):
            duties = [p for p in duties if any(word in canonical(p.text) for word in words)]
        if not duties:
            return None
        ids = tuple(passage.id for passage in duties)
        if clause.asks("count"):
            return [Count(passages=ids, name="主要职能", unit="条")]
        return [Quote(passages=ids, purpose="duty", name="主要职能")]

    def _topic(self, clause: Clause) -> list[Expression] | Plan | None:
        """Return the paragraphs under the heading that a question is about."""
        for word, headings in vocabulary().topics.items():
            if word in clause.text and (found := self._passages.under(headings)):
                return [Quote(passages=tuple(p.id for p in found), name=word)]
        return None

    def _identify(self, clause: Clause) -> list[Expression] | Plan | None:
        """Return the code of a row, or the row of a code, where that is what is asked."""
        if not _CODE_ASKED.search(clause.text):
            return None
        for phrase in clause.named:
            found = self._lookup.cell(phrase.mentions, clause)
            if found and self._library.store.facts[found.cell.fact].code:
                return [Identify(fact=found.cell.fact)]
        return None

    def _exists(self, clause: Clause) -> list[Expression] | Plan | None:
        for phrase in clause.named:
            if words := self._words_of_none(phrase):
                return [words]
            if found := self._lookup.cell(phrase.mentions, clause):
                return [found.cell]
        return None

    def _words_of_none(self, phrase: Phrase) -> Expression | None:
        for mention in phrase.mentions:
            if none := stated_none(self._library, mention.text, list(self._names)):
                return Quote(passages=(none[0].id,), purpose="none", name=mention.text)
        return None

    def _share(self, clause: Clause) -> list[Expression] | Plan | None:
        place = clause.position("share")
        inside = "inside" in clause.separators
        named = clause.named
        before = [p for p in named if clause.text.find(p.text) < place]
        after = [p for p in named if p not in before]
        if before and after:
            part, whole = before[-1], after[0]
        elif len(before) > 1 and inside:
            # 「总预算里项目支出占多少」 / 「项目支出在总预算中的比重」
            swapped = any(t.text == "在" for t in clause.tokens)
            part, whole = (before[0], before[1]) if swapped else (before[-1], before[0])
        else:
            return self._share_of_spoken(clause, before, after)
        goals = [self._cell(clause, part), self._cell(clause, whole)]
        if goals[0] is None or goals[1] is None:
            return self._nothing(part if goals[0] is None else whole)
        return [Share(part=goals[0], whole=goals[1])]

    def _share_of_spoken(
        self, clause: Clause, before: list[Phrase], after: list[Phrase]
    ) -> list[Expression] | Plan | None:
        """Return a share whose part or whole was named before or goes without saying."""
        spoken = self._last_figure()
        part = self._cell(clause, before[0]) if before else spoken
        if part is None:
            return self._nothing(before[0]) if before else None
        whole = self._cell(clause, after[0]) if after else self._lookup.whole_of(part)
        if whole is None:
            return self._nothing(after[0]) if after else None
        return [Share(part=part, whole=whole)]

    def _last_figure(self) -> Expression | None:
        goals = self._goals or self._before.goals
        figures = [goal for goal in goals if not isinstance(goal, Quote | Listing)]
        if not figures:
            return None
        last = figures[-1]
        return last.part if isinstance(last, Share) else last

    def _change(self, clause: Clause) -> list[Expression] | Plan | None:
        phrase = self._subject(clause)
        if phrase is None:
            return None
        if printed := self._lookup.change(phrase.mentions, clause):
            return [Cell(fact=printed)]
        pair = self._now_and_before(clause, phrase)
        return [Difference(left=pair[0], right=pair[1], change=True)] if pair else None

    def _growth(self, clause: Clause) -> list[Expression] | Plan | None:
        phrase = self._subject(clause)
        if phrase is None:
            return None
        pair = self._now_and_before(clause, phrase)
        if pair is None:
            return None
        printed = self._lookup.rate(phrase.mentions, clause)
        return [Growth(now=pair[0], base=pair[1], printed=printed)]

    def _subject(self, clause: Clause) -> Phrase | None:
        if clause.named:
            return clause.named[0]
        if self._spoken and not self._whole_named(clause):
            return self._spoken[0]
        return self._whole(clause)

    def _whole_named(self, clause: Clause) -> bool:
        return not self._spoken and any(word in clause.text for word in vocabulary().whole)

    def _now_and_before(
        self, clause: Clause, phrase: Phrase
    ) -> tuple[Expression, Expression] | None:
        now = self._lookup.cell(phrase.mentions, clause)
        if now is None:
            return None
        year = self._document_year(now.cell.fact)
        if year is None:
            return None
        before = self._of_year(clause, replace(phrase, year=year - 1), now)
        return (now.cell, before) if before else None

    def _difference(self, clause: Clause) -> list[Expression] | Plan | None:
        named = clause.named
        if len(named) < 2:
            if len(named) == 1 and self._spoken:
                named = [self._spoken[-1], named[0]]
            else:
                return self._change(clause) if clause.asks("last_year", "compare") else None
        pair = [self._cell(clause, phrase) for phrase in named[:2]]
        if pair[0] is None or pair[1] is None:
            return self._nothing(named[0] if pair[0] is None else named[1])
        larger, smaller = self._lookup.ordered(pair[0], pair[1])
        return [Difference(left=larger, right=smaller)]

    def _average(self, clause: Clause) -> list[Expression] | Plan | None:
        parts = [self._cell(clause, phrase) for phrase in clause.named]
        known = tuple(part for part in parts if part)
        return [Average(of=known)] if len(known) > 1 and len(known) == len(parts) else None

    def _per_head(self, clause: Clause) -> list[Expression] | Plan | None:
        phrase = next(iter(clause.named), None) or self._whole(clause)
        amount = self._cell(clause, phrase) if phrase else self._last_figure()
        heads = self._lookup.first(_HEADS)
        if amount is None or heads is None:
            return None
        return [PerHead(amount=amount, heads=heads)]

    def _what_if(self, clause: Clause) -> list[Expression] | Plan | None:
        rate = _PERCENT.search(self._text)
        phrase = next(iter(clause.named), None)
        amount = self._cell(clause, phrase) if phrase else self._last_figure()
        if not rate or amount is None:
            return None
        return [WhatIf(of=amount, percent=rate[1], increase=not _LESS.search(self._text))]

    def _rank(self, clause: Clause) -> list[Expression] | Plan | None:
        members = self._members(clause)
        if len(members) < 2:
            return None
        match = _TOP.search(clause.text)
        numeral = (match[1] or match[2]) if match else "1"
        count = _NUMERALS.get(numeral) or int(numeral)
        if clause.asks("top") and not match:
            count = len(members)
        largest = not clause.asks("least")
        return [Rank(facts=tuple(members), count=min(count, 100), largest=largest)]

    def _members(self, clause: Clause) -> list[str]:
        """Return the facts a ranking, count or list goes over: the parts of what is named."""
        for phrase in clause.named or self._spoken:
            if split := self._split(phrase, clause):
                return [part.id for part in split[1]]
        if whole := self._lookup.grouped(clause.text):
            leaves = _LEAVES.search(clause.text)
            parts = self._lookup.leaves(whole) if leaves else self._lookup.parts(whole)
            return [part.id for part in parts]
        return []

    def _count(self, clause: Clause) -> list[Expression] | Plan | None:
        if clause.counted_unit in ("人", "平方米", "辆"):
            return None
        members = self._members(clause)
        if not members:
            return None
        name = clause.named[0].text if clause.named else "项目"
        return [Count(facts=tuple(members), name=name, unit="个")]

    def _list(self, clause: Clause) -> list[Expression] | Plan | None:
        phrases = clause.named or self._spoken
        if clause.asks("list") and "分别" in clause.text and len(clause.named) > 1:
            return None
        for phrase in phrases:
            if split := self._split(phrase, clause):
                parts = tuple(part.id for part in split[1])
                return [Listing(facts=parts, name=phrase.text, total=split[0].id)]
        if not clause.named and (whole := self._lookup.grouped(clause.text)):
            parts = tuple(part.id for part in self._lookup.parts(whole))
            return [Listing(facts=parts, name="", total=whole.id)]
        quote = self._passages.about(clause, bool(clause.named))
        return [quote] if quote else None

    def _split(self, phrase: Phrase, clause: Clause) -> tuple[Fact, list[Fact]] | None:
        """Return a figure and what it is made up of."""
        if itemised := self._lookup.itemised(phrase.mentions):
            return itemised
        if _PROJECTS.search(clause.text) and (whole := self._lookup.projects(phrase.mentions)):
            return whole, self._lookup.parts(whole)
        whole = self._lookup.with_parts(phrase.mentions, clause)
        return (whole, self._lookup.parts(whole)) if whole else None

    def _sum(self, clause: Clause) -> list[Expression] | Plan | None:
        if clause.asks("results") and not clause.named:
            figures = [g for g in self._before.history if isinstance(g, Cell | Sum)]
            return [Sum(of=tuple(figures[-2:]))] if len(figures) > 1 else None
        phrases = clause.named
        if len(phrases) < 2 or len(phrases) > 20:
            return None
        parts = [self._cell(clause, phrase) for phrase in phrases]
        for phrase, part in zip(phrases, parts, strict=True):
            if part is None:
                return self._nothing(phrase)
        return [self._converted(clause, Sum(of=tuple(part for part in parts if part)))]

    def _follow_up(self, clause: Clause) -> list[Expression] | Plan | None:
        """Return the task before with what this clause names in place of what was named then."""
        if not self._spoken or clause.unknown:
            return None
        named = clause.named
        if not named:
            return self._same_again(clause)
        if not clause.asks("follow") or self._task is None:
            return None
        phrase = self._replaced(named[0])
        if phrase.year is None:
            phrase = replace(phrase, year=self._spoken[-1].year)
        if _has_task(self._task) and not _has_task(clause):
            again = replace(self._task, phrases=[phrase], separators=[])
            again.text = self._task.text.replace(self._spoken[0].text, named[0].text)
            again.tokens = self._task.tokens
            goals = self._goals_of(again) if again.text != self._task.text else None
            if goals and not isinstance(goals, Plan):
                return goals
        goal = self._cell(clause, phrase)
        return [self._converted(clause, goal)] if goal else None

    def _same_again(self, clause: Clause) -> list[Expression] | Plan | None:
        """Return what was spoken of, in another year or another unit."""
        last = self._last_figure()
        if last is None:
            return None
        if clause.target_unit:
            return [self._converted(clause, last)]
        year = _year_said(clause)
        if year is None:
            return None
        phrase = replace(self._spoken[-1], year=year)
        goal = self._cell(clause, phrase)
        return [goal] if goal else self._nothing(phrase)

    def _replaced(self, phrase: Phrase) -> Phrase:
        """Put a new name in place of the one of the old phrase that it can stand for."""
        old = self._spoken[-1]
        if len(old.mentions) < 2 or not phrase.mentions:
            return phrase
        options = [
            Phrase((*old.mentions[:i], *phrase.mentions, *old.mentions[i + 1 :]))
            for i in range(len(old.mentions))
        ]
        scored = [(self._lookup.score(option.mentions), i) for i, option in enumerate(options)]
        best = max(scored, key=lambda s: s[0])
        alone = self._lookup.score(phrase.mentions)
        return options[best[1]] if best[0] > alone else phrase


def _year_said(clause: Clause) -> int | None:
    return next((phrase.year for phrase in clause.phrases if phrase.year is not None), None)


def _is_asked(clause: Clause, kinds: tuple[str, ...]) -> bool:
    """Tell whether a clause has a word of one of the kinds; () is tried for every clause."""
    if not kinds:
        return True
    return clause.asks(*kinds) or ("exists" in kinds and clause.asks_existence)


def _asks_more(clause: Clause) -> bool:
    """Tell whether a clause without names asks for more than the amount of what was named."""
    return _has_task(clause) or clause.target_unit is not None or _year_said(clause) is not None


def _has_task(clause: Clause) -> bool:
    return clause.asks(
        "share", "sum", "difference", "change", "growth", "list", "define", "reason", "count",
        "most", "least", "top", "per_head", "average", "what_if", "duty", "exists",
    )  # fmt: skip
