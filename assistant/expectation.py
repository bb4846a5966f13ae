"""What a question expects of its figures beside what they are called: a measure, a number, a remainder.

A plan may name all that a question names and still come to something else: shares set against each
other as amounts, one form's amount where those of all are to be added, a budget where what is left of
it is asked. The first such word is returned, "" where the figures are what is expected.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.account import Account
from assistant.clause import Clause
from assistant.matching import is_planned
from assistant.normal import canonical, numeral
from assistant.plan import Cell, Difference, Expression, Node, Share, Sum, nodes
from assistant.reading import Sort
from assistant.result import Result
from assistant.terms import is_for_each
from corpus.disclosure import RowKind
from corpus.money import YUAN
from index.records import Fact

_MONEY = re.compile(r"多少[万亿块]?[钱元]|几块钱|几万|多少[万亿]|好多钱")
_EACH = re.compile(r"[每单一]个?([家份套次场趟回册台辆])(?![共总子般])")
_WHO = re.compile(r"谁(?!的|家|更|多|大|高|少|低|最)|哪位|啥人|什么人")
_WHEN = re.compile(r"什么时[候间]|啥时候?|何时|几时|哪一?天|几月几?[号日]?|几号(?!楼|院|公告)")
_TIME = re.compile(r"\d{1,2}月|\d{4}-\d|\d日|年底|年末|年初|月底|季度|日期|时间|期限")
_COMPARING = ("most", "least", "difference", "compare")
_SOME_OF = re.compile(r"几[个项类款笔种块].{0,12}(?:里|中)")
_SHARES_OVER = Decimal(100)
_TIMES = re.compile(r"[几多]少?倍")
_ADDRESS_ASKED = re.compile(r"地址|门牌|哪(?:条|个)?(?:路|街|巷|道|栋|座|层)|几[楼层栋]")
_ADDRESS = re.compile(r"地址|[路街道巷弄]\d+号|\d+号?[楼层栋]")
_THINGS = frozenset({"辆", "台", "批次", "人次", "分", "套"})
_WHAT = re.compile(
    r"(?:做|干|买|购买|采购|包括|包含|用于|用在|花在|用来|资助|支持)[了些点的]*(?:什么|哪些|啥)"
)
_POINTS = re.compile(r"百分点")
_LEFT = re.compile(
    r"还剩(?!下的)|(?<!结)余额|结余|(?:未|没有?|冇)(?:执行|使用|用完?|花完?|用掉|花掉)"
)
_TAKEN = frozenset({"without", "difference", "what_if", "prior", "product"})
_PERIODS = {"月": "月", "季": "季度", "天": "天", "日": "天"}
_HOW_MANY = re.compile(
    r"(?:几|多少)[个名位]?(?:公务员|干部|职工|员工|老师|教师|医生|护士|民警|工作人员|职员|编外|临聘)"
)
_PERSONS = frozenset({"人", "名", "位"})
_SEVERAL = re.compile(r"([两二三四五六七八九十])(?:个|项|类|者|样|笔|款|家|处|块|档|份)")
_ADDED = re.compile(r"之和|总和|加总|相加|加起来|合计|总计|合起来|加在一起")
_STRICTLY = re.compile(r"之和|总和|加总|相加")
_ALONE = re.compile(r"(?:和|跟|与|同|、|加上?).*(?:加起来|相加|加在一起|加总|之和)")
_OF_THEM = re.compile(r"其(?!中|他|余)|它们|两者|三者")
_BINARY = frozenset({"compare", "share", "except", "difference"})
_ALL_OF = Decimal(100)


def unmet(account: Account, clause: Clause) -> str:
    """Return the word of a clause that the figures are not what is expected by."""
    if words := _missing(account, clause):
        return words
    if account.quotes_only:
        return ""
    units, steps = account.units, account.nodes
    return (
        _points(clause, units, steps)
        or _period(clause, units, account.words)
        or _people(clause, units)
        or _remainder(clause, steps, account.words)
        or _number(clause, steps, account.facts, account.consists_of)
        or _sums(clause, steps, account.facts)
        or _shares(account.results, steps)
    )


def _missing(account: Account, clause: Clause) -> str:
    """Return what a clause asks for that no figure is: a unit, a count, a person, a price."""
    figures = [figure for result in account.results for figure in result.figures]
    only_money = bool(figures) and all(figure.unit in YUAN for figure in figures)
    address = _ADDRESS_ASKED.search(clause.text)
    if address and account.results and not _ADDRESS.search(account.words):
        return address[0]
    if account.quotes_only or not account.results:
        return ""
    wanted = clause.target_unit
    if wanted and not any(unit.split("/")[0] == wanted for unit in account.units):
        return wanted
    picked = clause.asks(*_COMPARING) or "rank" in account.operations
    when = _WHEN.search(clause.text)
    if when and figures and not _TIME.search(account.words):
        return when[0]
    people = _WHO.search(clause.text) and not picked
    worded = any(f.value is None and f.text for f in figures)
    if people and not worded:
        return "谁"
    what = _WHAT.search(clause.text)
    if what and not worded and all(isinstance(goal, Cell) for goal in account.goals):
        return what[0]
    money = _MONEY.search(clause.text)
    if money and not any(unit.split("/")[0] in YUAN for unit in account.units):
        return money[0]
    each = _EACH.search(clause.text)
    plain = only_money and all(isinstance(goal, Cell) for goal in account.goals)
    priced = each and any(is_for_each(fact, each[1]) for fact in account.facts)
    if each and plain and not priced and not re.search(rf"[每单一/]个?{each[1]}", account.words):
        return each[0]
    if _TIMES.search(clause.text) and not account.units & {"倍", "%"}:
        return "倍"
    if only_money and clause.counted_unit in _THINGS:
        return clause.counted_unit or ""
    rates = bool(figures) and all(figure.unit == "%" for figure in figures)
    if rates and clause.counted_unit and not clause.asks("share", "percent"):
        return clause.counted_unit  # 几家 is answered by no rate
    counted = clause.index("count")
    some = _SOME_OF.search(clause.text) and clause.asks(*_COMPARING)  # 几个科目里哪个最高
    if not only_money or clause.asks("amount") or counted is None or some:
        return ""
    word = clause.tokens[counted].text
    return "" if "块" in word else word


def implausible(account: Account, clauses: Sequence[Clause]) -> str:
    """Return the words of a result that cannot be meant: a share over all, a figure less itself."""
    for result in account.results:
        node = result.goal
        value = result.asserted.value if result.asserted else None
        if isinstance(node, Share) and node.part == node.whole:
            return "占"
        if isinstance(node, Share) and isinstance(node.part, Sum) and node.whole in node.part.of:
            return "占"
        if isinstance(node, Share) and value is not None and not 0 <= value <= _SHARES_OVER:
            whole = next((n.fact for n in nodes(node.whole) if isinstance(n, Cell)), "")
            row = canonical(account.library.store.facts[whole].row) if whole else ""
            part = next((n.fact for n in nodes(node.part) if isinstance(n, Cell)), "")
            own = account.library.store.facts[part] if part else None
            twice = own is not None and canonical(own.row) == row and "决算" not in own.document
            said = any(row in {m.name for t in c.tokens for m in t.meanings} for c in clauses)
            said = said or any(_refers_behind(c) for c in clauses)
            # More than was planned can be spent.
            said = said or (bool(whole) and is_planned(account.library.store.facts[whole]))
            # One thing of two documents: the larger is no part of the smaller.
            if (
                value < 0
                or not said
                or (twice and not is_planned(account.library.store.facts[whole]))
            ):
                return "占"
        if isinstance(node, Difference) and _bare(node.left) == _bare(node.right):
            return "差"
    return ""


def _refers_behind(clause: Clause) -> bool:
    """Tell whether a clause says by a reference what a share is of (第二项占第一项多少)."""
    at = clause.index("share")
    behind = clause.tokens[at + 1 :] if at is not None else []
    return any(token.sort is Sort.REFERENCE for token in behind)


def _bare(goal: Expression) -> object:
    """Return a goal without the readings beside it: a figure less itself is no difference."""
    return goal.fact if isinstance(goal, Cell) else goal


def _points(clause: Clause, units: set[str], steps: Sequence[Node]) -> str:
    """Percentage points are what two shares or rates differ by; shares are told in them as well."""
    told = "百分点" in units or any(isinstance(node, Share) for node in steps)
    # 「涨了几个百分点」 is said of a rate as well.
    told = told or ("%" in units and clause.asks("change", "growth"))
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
    alone = len(facts) == 1 and all(isinstance(node, Cell) for node in steps)
    if (
        alone
        and not totals
        and facts[0].row_kind is not RowKind.CLASS
        and _ALONE.search(clause.text)
    ):
        return "加起来"
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
