"""Tasks that ask whether what is printed is right: findings of the checks, rates, totals, equality."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant import discrepancy, membership, year_tasks
from assistant.clause import Clause, Phrase
from assistant.given import amount_in_yuan
from assistant.library import Library
from assistant.normal import canonical
from assistant.plan import Cell, Difference, Expression, Growth, Reported, Share, Sum
from assistant.reading import Sort
from assistant.turn import Goals, Turn
from corpus.findings import Severity
from index.records import Fact, FindingRecord

_ALL = re.compile(r"哪些|什么地方|哪里|几处|多少处|所有|全部|这份|文件里?有没有")
_EQUAL = re.compile(r"平不平|等不等|正好|刚好|一致|相等|相同|一样|对得上|平衡|等于|相符|同一笔")
_GROUP = re.compile(r"功能|经济(?!信息)|大类|类级|[三四五六七八]类")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|-|$)")
_TABLE = re.compile(r"公开表\d+")
_TOLD = re.compile(r"\d+(?:\.\d+)?")
_MOST = 12
_ENOUGH = 3


def check(turn: Turn, clause: Clause) -> Goals:
    """Return what a printed figure should be: as the checks found, or calculated again."""
    for quantity in clause.quantities:
        if rate := turn.history.printed_rate(quantity, clause.named):
            if told := about(turn, rate.fact):
                return [told]
            phrase = Phrase((rate.mention,))
            pair = year_tasks.now_and_before(turn, clause, phrase)
            return [Growth(now=pair[0], base=pair[1], printed=rate.fact)] if pair else None
    for quantity in clause.quantities:
        if turn.history.printed_share(quantity, clause.named):
            part = turn.cell(clause.of([]), clause.named[0])
            whole = turn.lookup.whole_of(part) if part else None
            return [Share(part=part, whole=whole)] if part and whole else None
    return (
        claimed_total(turn, clause)
        or found(turn, clause)
        or _equality(turn, clause)
        or _total(turn, clause)
    )


def claimed_total(turn: Turn, clause: Clause) -> Goals:
    """Return parts added up beside the figure that they are said to make (甲的18万是不是乙、丙加出来的)."""
    at = clause.index("check")
    if not at or not clause.asks("plus", "sum"):
        return None
    whole, parts = clause.part(0, at), clause.part(at + 1)
    said = amount_in_yuan(whole.quantities[0]) if len(whole.quantities) == 1 else None
    named = _stating(turn, whole, said) if said is not None else None
    cells = [turn.cell(parts.of([]), phrase) for phrase in parts.named]
    known = tuple(cell for cell in cells if cell)
    if named is None or len(known) < 2 or len(known) != len(cells):
        return None
    return [Sum(of=known, printed=named)]


def _stating(turn: Turn, clause: Clause, amount: Decimal) -> str | None:
    """Return the figure of an amount that a clause names, a cell or a line of a form."""
    cell = turn.cell(clause.of([]), clause.named[0]) if clause.named else None
    if isinstance(cell, Cell) and turn.trial.amount(cell) == amount:
        return cell.fact
    lines = [i for i in turn.lines.all() if i.amount and i.amount.comparable == amount]
    text = "".join(t.text for t in clause.tokens if t.sort is not Sort.QUANTITY)
    named = [item.amount for item in turn.lines.likeliest(text, lines) if item.amount]
    return named[0].id if len(named) == 1 else None


# What asks after a mistake without a word for a check.
_PROBLEM = re.compile(
    r"错|问题|毛病|矛盾|冲突|打架|出入|漏|不符|不同|不等|一样|一致|几种|两种|到底|究竟|疑|怪|准|加得|加起来|是不是|有没有|怎么"
)


def found(turn: Turn, clause: Clause) -> Goals:
    """Return the findings that a question is about; all errors where it asks for them."""
    findings = {
        name: finding
        for name, finding in turn.library.store.findings.items()
        if finding.document in turn.names
    }
    asked = clause.asks("check")
    # Two numbers that are told and set against each other ask after it as well (一处250一处180).
    apart = clause.asks("difference") and len(_TOLD.findall(clause.text)) > 1
    if not asked and not apart and not _PROBLEM.search(turn.text):
        return None
    if asked and not clause.named and not clause.quantities and _ALL.search(clause.text):
        errors = [n for n, f in findings.items() if f.severity is Severity.ERROR]
        return [reported(turn.library, name) for name in errors[:_MOST]] or None
    phrases = [*clause.named, *([Phrase(clause.scope)] if clause.scope else [])] or turn.spoken
    mentions = [m for p in phrases for m in p.mentions]
    names = {n for m in mentions for n in (m.text, *(w.name for w in m.meanings)) if len(n) > 1}
    facts = {
        place
        for p in phrases
        for match in turn.lookup.matches(p.mentions, clause)[:6]
        for place in _places(match.fact)
    }
    scored = [
        (_relevance(turn, finding, clause, names, _first_places(turn, finding) & facts), name)
        for name, finding in findings.items()
    ]
    best = max((score for score, _ in scored), default=0)
    if best < _ENOUGH:
        return None
    names_told = [n for score, n in scored if score == best][:3]
    told: list[Expression] = [reported(turn.library, n) for n in names_told]
    gap = (
        discrepancy.gap(turn.library.store, names_told[0])
        if clause.asks("difference") and len(told) == 1
        else None
    )
    return [gap, *told] if gap else told


def about(turn: Turn, fact: str) -> Expression | None:
    """Return the finding on a printed figure, which tells what it should be and why it is not."""
    for name, finding in turn.library.store.findings.items():
        first = finding.references[0].fact if finding.references else None
        if first == fact and finding.severity is Severity.ERROR:
            return reported(turn.library, name)
    return None


def is_told(turn: Turn, quantity: str) -> bool:
    """Tell whether a finding of the documents is on a figure that is printed just so."""
    findings = turn.library.store.findings.values()
    own = (f for f in findings if f.document in turn.names and f.severity is Severity.ERROR)
    return any(canonical(finding.printed or "") == quantity for finding in own)


def _places(fact: Fact) -> Iterator[str]:
    """Return the fact itself and its row, where a sentence in a cell stands as well."""
    yield fact.id
    if fact.is_form and fact.row_index is not None:
        yield f"{fact.document}/{fact.table_id}/{fact.row_index}"


def _first_places(turn: Turn, finding: FindingRecord) -> set[str]:
    first = finding.references[0].fact if finding.references else None
    fact = turn.library.store.facts.get(first or "")
    return set(_places(fact)) if fact else set()


def _relevance(
    turn: Turn, finding: FindingRecord, clause: Clause, names: set[str], shared: set[str]
) -> int:
    """Weigh how much of a question a finding speaks of; they order and count nothing else."""
    text = canonical(finding.text).replace(",", "")
    printed = canonical(finding.printed or "").replace(",", "")
    asked = clause.text if clause.quantities else turn.text
    telling = _YEAR.sub("", printed).strip("年度")
    # 「3万元」 is not said where 「1.83万元」 is.
    whole = re.search(rf"(?<![\d.]){re.escape(printed)}(?!\d)", asked)
    score = 3 if telling and whole else 0
    for number in re.findall(r"\d+(?:\.\d+)?", _YEAR.sub("", asked)):
        if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text) and len(number) > 1:
            score += 1
    score += 2 * any(name in text for name in names)
    score += 2 * bool(shared)
    score += 3 * any(table in text for table in _TABLE.findall(asked))
    return score


def reported(library: Library, name: str) -> Reported:
    """Return a finding by its id, with the facts and passages that it rests on."""
    store = library.store
    finding = store.findings[name]
    facts = [r.fact for r in finding.references if r.fact in store.facts]
    passages = [r.passage for r in finding.references if r.passage in store.passages]
    return Reported(
        finding=name,
        facts=tuple(dict.fromkeys(f for f in facts if f)),
        passages=tuple(dict.fromkeys(p for p in passages if p)),
    )


def _equality(turn: Turn, clause: Clause) -> Goals:
    """Return the difference of two figures that are said to be the same; none is no difference."""
    if not _EQUAL.search(clause.text):
        return None
    if whole := _of_group(turn, clause):
        return whole
    if clause.asks("plus", "sum") and len(clause.named) + bool(clause.scope) > 2:
        return _parts_and_whole(turn, clause)
    cells = [turn.cell(clause.of([]), phrase) for phrase in clause.named]
    if len(cells) == 1 and clause.asks("follow"):
        cells.insert(0, turn.last_figure())
    if len(cells) != 2:
        return None
    left, right = cells
    if left is None or right is None or left == right:
        return None
    larger, smaller = turn.trial.in_order(left, right)
    return [Difference(left=larger, right=smaller)]


def _of_group(turn: Turn, clause: Clause) -> Goals:
    """Return the members that a general word means, added up, beside their total (五类支出加总)."""
    group = (
        turn.groups.grouped(clause.text)
        if clause.asks("sum") and turn.asks_all(clause) and _GROUP.search(clause.text)
        else None
    )
    parts = tuple(Cell(fact=part.id) for part in turn.groups.parts(group)) if group else ()
    return [Sum(of=parts, printed=group.id)] if group and len(parts) > 1 else None


def _parts_and_whole(turn: Turn, clause: Clause) -> Goals:
    """Return the sum of what is named with the total that is said to be theirs."""
    scope = [Phrase(clause.scope)] if clause.scope else []
    apart = replace(clause, scope=()).of([])
    cells = [turn.cell(apart, phrase) for phrase in (*clause.named, *scope)]
    known: list[Expression] = [cell for cell in cells if cell]
    if len(known) < 2 or len(known) != len(cells):
        return None
    *parts, whole = sorted(known, key=lambda c: turn.trial.amount(c) or 0)
    if not isinstance(whole, Cell):
        return None
    return [Sum(of=tuple(parts), printed=whole.fact)]


def _total(turn: Turn, clause: Clause) -> Goals:
    """Return the sum of what a printed total is made up of, with the total to compare."""
    for phrase in clause.named:
        members = membership.members(turn, replace(clause, phrases=[phrase], scope=()))
        if members is not None and len(members.parts) > 1:
            parts = tuple(Cell(fact=part.id) for part in members.parts)
            return [Sum(of=parts, printed=members.whole.id)]
    return None
