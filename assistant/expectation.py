"""What a question expects of its figures beside what they are called: a measure, a number, a remainder.

A plan may name all that a question names and still come to something else: shares set against each
other as amounts, one form's amount where those of all are to be added, a budget where what is left of
it is asked. The first such word is returned, "" where the figures are what is expected.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.clause import Clause
from assistant.normal import numeral
from assistant.plan import Node, Share, Sum, nodes
from assistant.result import Result
from corpus.disclosure import RowKind
from index.records import Fact

_POINTS = re.compile(r"百分点")
_LEFT = re.compile(
    r"还剩(?!下的)|(?<!结)余额|结余|(?:未|没有?|冇)(?:执行|使用|用完?|花完?|用掉|花掉)"
)
_TAKEN = frozenset({"without", "difference", "what_if", "prior", "product"})
_PERIODS = {"月": "月", "季": "季度", "天": "天", "日": "天"}
_HOW_MANY = re.compile(
    r"(?:几|多少)[个名位]?(?:公务员|干部|职工|员工|老师|教师|医生|护士|民警|工作人员|职员|编外|临聘)"
)
_PERSONS = frozenset({"人", "名", "位", "个"})
_SEVERAL = re.compile(r"([两二三四五六七八九十])(?:个|项|类|者|样|笔|款|家|处|块|档|份)")
_ADDED = re.compile(r"之和|总和|加总|相加|加起来|合计|总计|合起来|加在一起")
_STRICTLY = re.compile(r"之和|总和|加总|相加")
_OF_THEM = re.compile(r"其(?!中|他|余)|它们|两者|三者")
_BINARY = frozenset({"compare", "share", "except", "difference"})
_ALL_OF = Decimal(100)


def unmet(
    clause: Clause,
    results: Sequence[Result],
    facts: Sequence[Fact],
    words: str,
    consist_of: Callable[[int], bool],
) -> str:
    """Return the word of a clause that the figures are not what is expected by.

    `consist_of` tells whether a figure used is made up of so many.
    """
    units = {f.unit for result in results for f in (*result.figures, *result.operands) if f.unit}
    steps = [node for result in results for node in nodes(result.goal)]
    return (
        _points(clause, units, steps)
        or _period(clause, units, words)
        or _people(clause, units)
        or _remainder(clause, steps, words)
        or _number(clause, steps, facts, consist_of)
        or _sums(clause, steps, facts)
        or _shares(results, steps)
    )


def _points(clause: Clause, units: set[str], steps: Sequence[Node]) -> str:
    """Percentage points are what two shares or rates differ by; shares are told in them as well."""
    told = "百分点" in units or any(isinstance(node, Share) for node in steps)
    return "" if told or not _POINTS.search(clause.text) else "百分点"


def _period(clause: Clause, units: set[str], words: str) -> str:
    """An amount for each month is one by the month, unless it is printed so."""
    for token in clause.tokens if clause.asks("period") else ():
        periods = [p for letter, p in _PERIODS.items() if letter in token.text]
        if "period" not in token.kinds or not periods or token.text in words:
            continue
        if not any(period in unit.split("/")[1:] for period in periods for unit in units):
            return token.text
    return ""


def _people(clause: Clause, units: set[str]) -> str:
    """How many officials there are is told in people."""
    said = _HOW_MANY.search(clause.text)
    told = any(unit.partition("/")[0] in _PERSONS for unit in units)
    return said[0] if said and units and not told else ""


def _remainder(clause: Clause, steps: Sequence[Node], words: str) -> str:
    """What is left is taken from something, unless it is printed as such."""
    said = _LEFT.search(clause.text)
    if said is None or said[0] in words or any(getattr(n, "op", "") in _TAKEN for n in steps):
        return ""
    return said[0]


def _number(
    clause: Clause,
    steps: Sequence[Node],
    facts: Sequence[Fact],
    consist_of: Callable[[int], bool],
) -> str:
    """Three of something rest on three cells at least, but for what is left of a whole."""
    if any(getattr(node, "op", "") == "without" for node in steps):
        return ""
    for token in clause.tokens:
        said = _SEVERAL.search(token.text) if "results" in token.kinds else None
        if said and 1 < len(facts) < (count := numeral(said[1])) and not consist_of(count):
            return token.text
    return ""


def _sums(clause: Clause, steps: Sequence[Node], facts: Sequence[Fact]) -> str:
    """Where both sides of an operation are to be added up, both are sums or totals."""
    sides = clause.split(lambda token: bool(token.kinds & _BINARY))
    added = [said[0] for side in sides if (said := _ADDED.search(side.text)) and _of_several(side)]
    sums = {node.model_dump_json() for node in steps if isinstance(node, Sum)}
    totals = [fact for fact in facts if fact.row_kind is RowKind.TOTAL or "合计" in fact.row]
    return added[-1] if len(added) > max(1, len(sums) + len(totals)) else ""


def _of_several(side: Clause) -> bool:
    """Tell whether a side adds up several things, or what was named before it."""
    if _STRICTLY.search(side.text):
        return True
    several = side.asks("results", "and", "plus", "forms") or len(side.named) > 1
    return several or not side.named or _OF_THEM.match(side.text) is not None


def _shares(results: Sequence[Result], steps: Sequence[Node]) -> str:
    """No part is more than its whole: a share that others are set against is one of a hundred."""
    goals = [result.goal for result in results]
    inner = any(isinstance(node, Share) and node not in goals for node in steps)
    values = [f.value for result in results for f in result.operands if f.unit == "%" and inner]
    return "占" if any(v is not None and not 0 <= v <= _ALL_OF for v in values) else ""
