"""One turn of a conversation: what it may be answered from, what went before, and its figures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import absence
from assistant.clause import Clause, Phrase, domain_words, year_said
from assistant.content import words_of
from assistant.evidence import BARE_TOTALS, by_amount, label_of
from assistant.forms import FormLookup
from assistant.history import History
from assistant.library import Library, stated_none
from assistant.lines import LineLookup
from assistant.lookup import Found, Lookup
from assistant.matching import Expected
from assistant.members import MemberLookup
from assistant.normal import canonical
from assistant.passages import Passages
from assistant.plan import (
    Cell,
    Convert,
    Expression,
    Identify,
    Listing,
    Per,
    PerHead,
    Plan,
    Prior,
    Quote,
    Rank,
    Share,
    Sum,
    WhatIf,
    Where,
    Without,
)
from assistant.planner import Frame
from assistant.reading import Sort
from assistant.scope import Scope
from assistant.sentences import SentenceLookup, fact_of
from assistant.trial import Trial
from assistant.unnamed import names_doing
from assistant.vocabulary import vocabulary
from corpus.money import YUAN

# What a task returns: goals, a plan that says why there are none, or None where it does not apply.
Goals = list[Expression] | Plan | None
# What a name costs at least that is only a part of one.
_PART_OF = 0.5
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_OF_ALL = re.compile(r"总(?!共)|全部|整个|部门|全局|全年|[这本]个?(?:局|单位)")
_ALL = re.compile(
    r"所有|全部|各|每|[一二两三四五六七八九十\d]+(?:个|大|类|项|张|款|份)|都|申报表|绩效表"
)


class Turn:
    """The state of one turn and the figures that its phrases speak of."""

    def __init__(
        self,
        library: Library,
        scope: Scope,
        text: str,
        clauses: Sequence[Clause],
        frame: Frame | None,
    ) -> None:
        self.library = library
        self.trial = Trial(library.whole or library.store)
        self.documents = scope.documents
        self.names = {document.name for document in scope.documents}
        self.text = text
        self.clauses = clauses
        self.before = frame or Frame()
        self.spoken: list[Phrase] = list(self.before.phrases)
        self.task: Clause | None = self.before.clause
        self.lookup = Lookup(library, self.names)
        self.forms = FormLookup(library, self.names)
        self.groups = MemberLookup(library, self.names, self.lookup)
        self.history = History(library, self.names, self.lookup)
        self.sentences = SentenceLookup(library)
        self.lines = LineLookup(library, self.names)
        self._last_looked: str | None = None
        self.passages = Passages(library, self.names)
        self.goals: list[Expression] = []
        self.about = self.before.about
        self.resolved = ""
        self.ranked_over: tuple[str, ...] = ()
        self.restated: Clause | None = None
        self.meant: list[Phrase] = []
        self.said: list[Expression] = []
        self.figures: Callable[[Clause], Goals] = lambda _: None
        self.task_of: Callable[[Clause], Goals] = lambda _: None

    def figure(self, clause: Clause) -> Expression | Plan | None:
        """Return the one figure that a stretch of a clause speaks of; several are added up."""
        goals = self.figures(clause)
        if isinstance(goals, Plan):
            return goals
        parts = [part for goal in goals or () for part in self.parts_of(goal)]
        return parts[0] if len(parts) == 1 else Sum(of=tuple(parts)) if parts else None

    def parts_of(self, goal: Expression) -> list[Expression]:
        """Return what can be calculated with: the figures picked or listed, in place of the list."""
        match goal:
            case Rank():
                return self.ranked(goal)
            case Where():
                return [Cell(fact=fact) for fact in goal.met(self.library.store.facts)]
            case Listing():
                facts = (goal.total,) if goal.total else goal.facts
                return [Cell(fact=fact) for fact in facts]
            case Quote() | Identify():
                return []
        return [goal]

    def whole_of(self, part: Expression) -> Expression | None:
        """Return what a figure is a share of when nothing is said; of a form's item the project."""
        first = part.of[0] if isinstance(part, Sum) else part
        fact = self.library.store.facts[first.fact] if isinstance(first, Cell) else None
        named = self.lookup.named(fact.subject) if fact is not None and fact.subject else None
        itemised = self.groups.itemised([named]) if named else None
        if itemised and fact is not None and fact.id != itemised[0].id:
            return Cell(fact=itemised[0].id)
        return self.lookup.whole_of(part)

    def refers(self, clause: Clause) -> bool:
        """Tell whether a stretch says nothing but what is to be done with what went before."""
        silent = {"filler", "of", "amount", "follow", "list", "count", "each"}
        return all(t.sort is not Sort.REST and t.kinds <= silent for t in clause.tokens)

    def names_group(self, clause: Clause) -> bool:
        """Tell whether a stretch without names means members of something (最大的项目)."""
        return not clause.named and clause.asks("most", "least", "top", "except", "condition")

    def asks_all(self, clause: Clause) -> bool:
        """Tell whether a stretch means all members of a group (各项目, 五类支出)."""
        return _ALL.search(clause.text) is not None

    def absent(self, clause: Clause) -> Plan | None:
        """Return the plan that says what a stretch names is not there."""
        return self.nothing(clause.named[0]) if clause.named else None

    def cell(self, clause: Clause, phrase: Phrase) -> Expression | None:
        """Return the figure a phrase speaks of, in the year of the clause."""
        if phrase.parts:
            cells = [self.cell(clause, Phrase((part,))) for part in phrase.parts]
            known = tuple(cell for cell in cells if cell)
            return Sum(of=known) if len(known) == len(cells) else None
        if any(mention.goal for mention in phrase.mentions):
            return self._referred(clause, phrase)
        phrase = self._managed(clause, phrase)
        found = (
            self.same_row(phrase)
            or self.in_scope(clause, phrase)
            or self._spoken_as(clause, phrase)
            or self.of_subject(clause, phrase)
            or self.sentences.listed(phrase, self._last_looked or fact_of(self.last_goal()))
            or self.lookup.cell(phrase.mentions, clause)
            or self._of_person(clause, phrase)
        )
        if found is None:
            return None
        found = self.sentences.money_beside(clause, found.cell.fact) or found
        self._last_looked = found.cell.fact
        self.about = self._project(phrase, found) or self.about
        if self.lookup.is_blank(found.cell) and (none := self.words_of_none(phrase)):
            return none
        return self.sentences.come_to(self.text, self.of_year(clause, phrase, found))

    def _referred(self, clause: Clause, phrase: Phrase) -> Expression | None:
        """Return the figure referred to, or the one that its own and other names tell of together."""
        goal = next(m.goal for m in phrase.mentions if m.goal)
        own = tuple(m._replace(goal=None) for m in phrase.mentions if m.meanings or m.code)
        if len(phrase.mentions) > 1:
            return self.cell(clause, replace(phrase, mentions=own)) if own else None
        if phrase.year is None or not isinstance(goal, Cell):
            return goal
        words = " ".join(self.library.store.facts[goal.fact].column)
        return self.of_year(clause, replace(phrase, mentions=own), Found(goal, words, own))

    def cells(self, clause: Clause) -> list[Expression] | Plan | None:
        """Return the figure of each phrase of a clause, or why there is none of one of them."""
        goals: list[Expression] = []
        for phrase in self.completed(clause):
            goal = self.cell(clause, phrase)
            if goal is None:
                return self.nothing(phrase)
            goals.append(goal)
        return goals or None

    def completed(self, clause: Clause) -> list[Phrase]:
        """Return a clause's phrases with the row or column that 和 lets several of them share.

        「甲的基本支出和项目支出」 is twice 甲's; 「甲和乙的基本支出」 is the 基本支出 of both.
        """
        named = clause.named
        if len(named) < 2 or any(phrase.parts for phrase in named):
            return named
        first, last = named[0], named[-1]
        if len(first.mentions) > 1 and all(len(p.mentions) == 1 for p in named[1:]):
            shared = first.mentions[:-1]
            later = [replace(p, mentions=(*shared, *p.mentions)) for p in named[1:]]
            if all(self.lookup.crosses(p.mentions, clause) for p in later):
                return [first, *later]
        if len(last.mentions) > 1 and all(len(p.mentions) == 1 for p in named[:-1]):
            shared = last.mentions[1:]
            earlier = [replace(p, mentions=(*p.mentions, *shared)) for p in named[:-1]]
            if all(self.lookup.crosses(p.mentions, clause) for p in [*earlier, last]):
                return [*earlier, last]
        return named

    def _managed(self, clause: Clause, phrase: Phrase) -> Phrase:
        """Return a phrase with the project in place of who is in charge of it (某某管的项目)."""
        if clause.expected is Expected.WORDS:
            return phrase
        mentions = tuple(self.forms.project_of(m) or m for m in phrase.mentions)
        return replace(phrase, mentions=mentions)

    def _of_person(self, clause: Clause, phrase: Phrase) -> Found | None:
        """Return a field of the project that a person named is in charge of (某某的电话)."""
        projects = tuple(self.forms.project_of(m) or m for m in phrase.mentions)
        return self.lookup.cell(projects, clause) if projects != phrase.mentions else None

    def _project(self, phrase: Phrase, found: Found) -> Phrase | None:
        """Return the name of the project whose form a cell stands in, if the phrase says it."""
        subject = self.library.store.facts[found.cell.fact].subject
        for mention in phrase.mentions:
            names = {m.name for m in mention.meanings}
            if (subject and canonical(subject) in names) or names & self.library.subjects:
                return Phrase((mention,))
            if project := self.forms.project_of(mention):
                return Phrase((project,))
        return None

    def same_row(self, phrase: Phrase) -> Found | None:
        """Return the cell beside the one just spoken of whose head a phrase names (指标值 … 依据)."""
        last = self.last_goal()
        if not isinstance(last, Cell) or len(phrase.mentions) != 1:
            return None
        beside = self.forms.beside(last.fact, phrase.mentions[0])
        return Found(Cell(fact=beside.id, name=label_of(beside)), "") if beside else None

    def _spoken_as(self, clause: Clause, phrase: Phrase) -> Found | None:
        """Return the cell spoken of before that a name means which alone fits several.

        It is a part of names, or that of a sentence which tells a price and a number as well.
        """
        if len(phrase.mentions) != 1 or clause.counted_unit or clause.asks("each"):
            return None
        meanings, facts = phrase.mentions[0].meanings, self.library.store.facts
        names, part = {m.name for m in meanings}, all(m.cost >= _PART_OF for m in meanings)
        for fact in (facts[g.fact] for g in reversed(self.before.history) if isinstance(g, Cell)):
            if canonical(fact.row) in names - BARE_TOTALS and (
                part or (fact.quote and not clause.asks("amount"))
            ):
                return Found(Cell(fact=fact.id, name=label_of(fact)), "", phrase.mentions)
        return None

    def in_scope(self, clause: Clause, phrase: Phrase) -> Found | None:
        """Return the cell of a phrase inside what the clause says it is about."""
        if not clause.scope:
            return None
        within = next((m.goal for m in clause.scope if m.goal), None)
        whole = within.whole if isinstance(within, Without) else within
        if isinstance(whole, Cell):
            facts = self.library.store.facts
            part = self.groups.part_named(facts[whole.fact], phrase.mentions, clause)
            return Found(Cell(fact=part.id, name=label_of(part)), "") if part else None
        return self.lookup.cell((*clause.scope, *phrase.mentions), clause)

    def of_subject(self, clause: Clause, phrase: Phrase) -> Found | None:
        """Return the cell of the project spoken of before, where the names alone leave it open."""
        known = [self.about] if self.about else []
        asked = [p for c in (clause, *self.clauses) for p in c.named]
        spoken = [p for p in (*asked, *self.spoken, *known) if p.mentions and p != phrase]
        open_ = self.lookup.leaves_subject_open(phrase.mentions, clause)
        if self.about and clause.expected is Expected.WORDS:
            both = (*self.about.mentions, *phrase.mentions)
            if found := self.lookup.cell(both, clause):
                return found
        if not spoken or not open_:
            return None
        for own in (m for other in spoken for m in other.mentions):
            mention = self.forms.project_of(own) or own
            both = (mention, *phrase.mentions)
            if not self.lookup.leaves_subject_open(both, clause):
                self.about = Phrase((mention,))
                return self.lookup.cell(both, clause)
        return None

    def of_year(self, clause: Clause, phrase: Phrase, found: Found) -> Expression | None:
        """Return the figure of the year asked; an earlier one is printed or derived, never guessed."""
        year = self.year_of(found.cell.fact)
        asked = phrase.year
        if asked is None or asked == year:
            return found.cell
        says_last = year is not None and asked == year - 1 and _LAST_YEAR.search(found.words)
        if str(asked) in found.words or says_last:
            # Readings of other years are no readings of this question.
            facts = self.library.store.facts
            others = tuple(o for o in found.cell.others if str(asked) in facts[o].row)
            return found.cell.model_copy(update={"others": others})
        if prior := self.history.in_year(found.mentions or phrase.mentions, clause, asked):
            return prior
        if year is not None and asked == year - 1:
            now = found.cell.fact
            named = found.mentions or phrase.mentions
            if change := self.history.change(named, clause, now):
                stated = self.history.basis(now, change)
                return Prior(now=Cell(fact=stated, name=found.cell.name), change=change)
        return None

    def year_of(self, fact_id: str) -> int | None:
        """Return the year of a fact's document."""
        fact = self.library.store.facts[fact_id]
        return next((d.year for d in self.documents if d.name == fact.document), None)

    def of_other_year(self, phrase: Phrase) -> bool:
        """Tell whether a phrase asks for a year that is not that of the documents."""
        return phrase.year is not None and phrase.year not in {d.year for d in self.documents}

    def nothing(self, phrase: Phrase) -> Plan:
        """Return the plan that says a phrase has no figure, or none in the year asked."""
        if phrase.year and self.of_other_year(phrase):
            return absence.no_year(phrase.text, phrase.year, self.lookup.near(phrase.mentions))
        return absence.unknown(phrase.text, self.library, self.lookup, ())

    def whole(self, clause: Clause) -> Phrase | None:
        """Return what 「预算多少」 means when it names nothing: the total of income or expenditure."""
        if clause.unknown or (self.spoken and not _OF_ALL.search(clause.text)):
            return None
        rest = "".join(token.text for token in clause.tokens if token.sort is Sort.REST)
        if len(words_of(rest, self.library.lexicon)) > 1 and not domain_words(rest):
            return None  # what it is for is said, though no name of a document says it
        if any(t.sort is Sort.REST and names_doing(t.text) for t in clause.tokens):
            return None  # 「抗旱花了多少」 asks of something that no document names
        for word, name in vocabulary().whole.items():
            if word in clause.text and (meanings := self.library.lexicon.meanings(name)):
                return Phrase((self.lookup.mention(name, meanings),), year=year_said(clause))
        return None

    def converted(self, clause: Clause, goal: Expression) -> Expression:
        """Wrap a goal in a conversion where another money unit is asked for."""
        unit = clause.target_unit
        if unit is None and clause.asks("convert") and isinstance(self.last_goal(), Convert):
            unit = self.last_goal().unit  # type: ignore[union-attr] # a conversion has a unit
        if unit is None or unit not in YUAN:
            return goal
        goal = goal.of if isinstance(goal, Convert) else goal
        if self.lookup.unit_of(goal) == unit:
            return goal
        if isinstance(goal, Cell) and (printed := self.lookup.printed_in(unit, goal)):
            return printed
        if isinstance(goal, PerHead | Per):
            return goal.model_copy(update={"amount": self.converted(clause, goal.amount)})
        if isinstance(goal, WhatIf):
            of, part = self.converted(clause, goal.of), goal.part
            part = self.converted(clause, part) if part else None
            return goal.model_copy(update={"of": of, "part": part, "after": True})
        own, *each = (self.lookup.unit_of(goal) or "").split("/")
        if isinstance(goal, Quote | Listing) or own not in YUAN or (each and own == unit):
            return goal
        return Convert(of=goal, unit=unit)  # type: ignore[arg-type]

    def words_of_none(self, phrase: Phrase) -> Expression | None:
        """Return the sentence that says there is none of what a phrase names."""
        for mention in phrase.mentions:
            general = mention.text in vocabulary().words  # 无政府性基金预算 is not without a budget
            if not general and (none := stated_none(self.library, mention.text, list(self.names))):
                return Quote(passages=(none[0].id,), purpose="none", name=mention.text)
        return None

    def last_figure(self) -> Expression | None:
        """Return the last figure spoken of, the part rather than the share."""
        goals = self.goals or self.before.goals
        figures = [goal for goal in goals if not isinstance(goal, Quote | Listing)]
        if not figures:
            return None
        last = figures[-1]
        if isinstance(last, Rank):
            return next(iter(self.ranked(last)), None)
        return last.part if isinstance(last, Share) else last

    def ranked(self, rank: Rank) -> list[Expression]:
        """Return the cells that a ranking picks, so that they can be calculated with."""
        ordered = by_amount((self.library.store.facts[i] for i in rank.facts), rank.largest)
        # Those that a group's name holds need not be told, those that were named do.
        among = rank.facts if not rank.name and (rank.count, rank.skip) == (1, 0) else ()
        picked = ordered[rank.skip : rank.skip + rank.count]
        return [Cell(fact=fact.id, among=among) for fact in picked]

    def ranked_first(self) -> list[Phrase]:
        """Return what the last ranking put first, as if it had been named."""
        last = self.last_goal()
        if not isinstance(last, Rank):
            return []
        picked = self.ranked(last)[:1]
        facts = [self.library.store.facts[c.fact] for c in picked if isinstance(c, Cell)]
        mentions = [m for fact in facts if (m := self.lookup.named(fact.row))]
        return [Phrase((mention,)) for mention in mentions]

    def amount_spoken_of(self) -> list[Phrase]:
        """Return what 「多少钱」 asks of: what was spoken of last, or its project if that is words."""
        last = self.last_goal()
        words = isinstance(last, Cell) and self.library.store.facts[last.fact].value is None
        return [self.about] if words and self.about else self.spoken[-1:]

    def last_goal(self) -> Expression | None:
        """Return the last thing that was asked for."""
        goals = self.goals or self.before.goals
        return goals[-1] if goals else None
