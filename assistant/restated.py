"""What a follow-up asks, in a full sentence: said from what its plan came to, not from its words."""

import re
from collections.abc import Mapping, Sequence

from assistant.evidence import Figure
from assistant.plan import Convert, Count, Listing, Quote, Rank, Where
from assistant.result import Outcome, Result
from index.records import Fact

_MOST_NAMED = 4
_TWO = 2
_LEADS = re.compile(r"^(?:那么?|再|还有|其中|这里面|里面|当中)的?")
_ENDS = "？?。！!，,"


def in_full(
    question: str, outcome: Outcome, spoken: str, title: str, facts: Mapping[str, Fact]
) -> str:
    """Return the question that an executed plan answers.

    `spoken` is what the talk is of, `title` what the document is called that answers, where several
    are loaded.
    """
    asked = [said for result in outcome.results if (said := _asked(result, facts))]
    if len(asked) < len(outcome.results) or not asked:
        # What is answered in the document's own words is asked in those of the question.
        name = next((r.goal.name for r in outcome.results if isinstance(r.goal, Quote)), "")
        asked = [_of_its_words(question, name or spoken)]
    if len(outcome.results) > 1 and (choice := _choice(*outcome.results[:2])):
        asked = [choice]
    parts = list(dict.fromkeys(asked))
    return (f"《{title}》中，" if title else "") + "，".join(parts) + "？"


def _of_its_words(question: str, about: str) -> str:
    """Return a question in its own words, of what it leaves unsaid."""
    text = question.strip().rstrip(_ENDS)
    if not about or about in text:
        return text
    inside = _LEADS.match(text)
    return f"{about}{'中' if inside and '中' in inside[0] else ''}{_LEADS.sub('', text)}"


def _choice(first: Result, second: Result) -> str:
    """Return 「甲和乙哪个多，差多少」 where a result says which of two is more, the next by how much."""
    of_two = isinstance(first.goal, Rank) and first.goal.count == 1 and len(second.operands) == _TWO
    if not of_two or not isinstance(first.goal, Rank):
        return ""
    left, right = second.operands
    return f"{left.label}和{right.label}哪个{'多' if first.goal.largest else '少'}，差多少"


def _asked(result: Result, facts: Mapping[str, Fact]) -> str:
    """Return what a result answers, without the question mark."""
    figure, goal = result.asserted, result.goal
    say = _SAID.get(goal.op)
    if figure is None or isinstance(goal, Quote):
        return ""
    if say is not None and len(result.operands) == _TWO:
        fell = figure.value is not None and figure.value < 0
        asked = say.format(*(figure.label for figure in result.operands), "少" if fell else "多")
        return asked.replace("多少", "几个百分点") if figure.unit == "百分点" else asked
    if isinstance(goal, Rank):
        return _of_rank(goal, facts)
    return _of_group(result) or _of_one(result, figure)


def _of_rank(goal: Rank, facts: Mapping[str, Fact]) -> str:
    """Return which of some is the most, the n-th, or in which order they come."""
    names = list(dict.fromkeys(facts[one].row for one in goal.facts))
    group = goal.name or _joined(names if len(names) > 1 else [])
    most, least = ("多", "少") if goal.largest else ("少", "多")
    order = f"{group}中从{most}到{least}" if group else f"从{most}到{least}"
    if goal.skip:
        return f"{order}排第{goal.skip + 1}的是哪一项，是多少"
    if goal.count == 1:
        return f"{group or '各项'}中最{most}的是哪一项，是多少"
    return f"{order}的前{goal.count}项是哪些，各是多少"


_SAID = {
    "difference": "{0}比{1}{2}多少",
    "relative": "{0}比{1}{2}百分之几",
    "ratio": "{0}是{1}的几倍",
    "share": "{0}占{1}的百分之几",
}


def _of_group(result: Result) -> str:
    """Return what is asked of a list: what is in it, which is the most, how many there are."""
    match result.goal:
        case Listing(name=name, total=total):
            whole = name or (_names(result.figures[:1]) if total else "")
            return f"{whole}包括哪些项，各是多少"
        case Where():
            return "符合所问条件的有哪些项"
        case Count(name=name, unit=unit):
            return f"{name}有多少{unit}"
        case Convert(unit=unit):
            return f"{result.figures[0].label}换算成{unit}是多少"
    return ""


def _of_one(result: Result, figure: Figure) -> str:
    match result.goal.op:
        case "sum":
            return f"{_names(result.operands)}合计是多少"
        case "growth":
            moved = "下降" if figure.value is not None and figure.value < 0 else "增长"
            return f"{result.operands[0].label}比上年{moved}百分之几"
        case "identify":
            return f"{figure.label}的科目编码是什么"
        case "finding":
            return ""
    if figure.value is None and figure.fact is not None:
        return f"{figure.label}是{'什么' if figure.text else '多少'}"
    return f"{figure.label}是多少"


def _names(figures: Sequence[Figure]) -> str:
    return _joined([figure.label for figure in figures])


def _joined(named: Sequence[str]) -> str:
    more = f"等{len(named)}项" if len(named) > _MOST_NAMED else ""
    return "、".join(named[:_MOST_NAMED]) + more
