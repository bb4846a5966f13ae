"""Carry out a plan: look the cells up, calculate, and keep the address of everything.

The executor never sees prose. It refuses what the documents do not hold and cannot count money
twice: operands of a sum that contain one another are taken apart here, whatever the plan says.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from assistant import calculation as calc
from assistant.answer import Caveat, CitationOperand, Operand
from assistant.calculation import Quantity, UnitMismatchError
from assistant.evidence import Figure, Ledger, by_amount, given
from assistant.matching import PEOPLE
from assistant.misprints import misprints
from assistant.overlap import apart
from assistant.plan import (
    Average,
    BlankOperandError,
    Cell,
    Change,
    Claimed,
    Convert,
    Count,
    Difference,
    Expression,
    Growth,
    Identify,
    Listing,
    Per,
    PerHead,
    Plan,
    PlanError,
    Prior,
    Product,
    Prorated,
    Quote,
    Rank,
    Ratio,
    Relative,
    Reported,
    Share,
    Sum,
    WhatIf,
    Where,
    Without,
    strings,
)
from assistant.printed import compared_rate, compared_total, counted_once, of_another
from assistant.reliance import reliance
from assistant.result import Outcome, Quoted, Result, Store
from corpus.money import to_decimal
from index.records import Fact, Passage

# A mean of more figures than these names none of them; each is cited.
_NAMED_IN_FULL = 5
FALLS = ("减少", "下降", "降低", "降幅")


def execute(plan: Plan, store: Store) -> Outcome:
    """Carry out a plan. Raises PlanError for what cannot be looked up or calculated."""
    run = _Run(store, Ledger(store.cells, _titles(plan, store)))
    results = [run.with_readings(goal) for goal in plan.goals]
    nearest = [run.goal(goal) for goal in plan.nearest]
    rates = any(caveat.kind == "printed_differs" for caveat in run.caveats)
    run.caveats.extend(misprints(plan, results, run.ledger, store, rates))
    run.tell_beside(plan)
    told = [caveat.text for caveat in run.caveats] + [r.finding.text for r in results if r.finding]
    return Outcome(results, nearest, run.ledger, [*run.caveats, *reliance(run.ledger, store, told)])


def _titles(plan: Plan, store: Store) -> dict[str, str]:
    """Return what the documents are called whose figures a plan sets side by side."""
    named = strings(plan.model_dump(include={"goals"}))
    documents = {store.facts[name].document for name in named if name in store.facts}
    return {d: store.titles.get(d, d) for d in documents} if len(documents) > 1 else {}


class _Run:
    """One execution: evaluates nodes into figures, writing the ledger."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self.ledger = ledger
        self.caveats: list[Caveat] = []

    def goal(self, node: Expression) -> Result:
        """Evaluate a goal into a result."""
        try:
            evaluate = getattr(self, f"_{node.op}")
            result = evaluate(node)
        except (UnitMismatchError, ZeroDivisionError) as error:
            raise PlanError(str(error)) from error
        assert isinstance(result, Result)  # noqa: S101 - narrows what getattr loses
        return result

    def with_readings(self, node: Expression) -> Result:
        """Evaluate a goal; a cell that is the whole answer brings its other readings along."""
        result = self.goal(node)
        if isinstance(node, Cell):
            result.others = [self.ledger.cite(self._fact(other)) for other in node.others]
        return result

    def tell_beside(self, plan: Plan) -> None:
        """Say what documents of another basis print of the same."""
        for cell in plan.beside:
            fact = self._fact(cell.fact)
            operand = self.ledger.cite(fact).operand
            assert isinstance(operand, CitationOperand)  # noqa: S101 - what is cited
            self.caveats.append(of_another(fact, operand.citation, self._store.titles))

    def _finding(self, node: Reported) -> Result:
        figures = [self.ledger.cite(self._fact(fact)) for fact in node.facts]
        passages = [self._passage(passage) for passage in node.passages]
        quotes = [Quoted(passage.text, self.ledger.quote(passage)) for passage in passages]
        if node.finding not in self._store.findings:
            raise PlanError("没有这条核对结果")
        result = Result(node, figures, quotes, operands=figures)
        result.finding = self._store.findings[node.finding]
        return result

    def _figure(self, node: Expression) -> Figure:
        figure = self.goal(node).asserted
        if figure is None:
            raise PlanError("这一步没有得出数字")
        return figure

    def _number(self, node: Expression) -> tuple[Figure, Quantity]:
        figure = self._figure(node)
        return figure, _quantity(figure)

    def _pair(
        self, one: Expression, other: Expression
    ) -> tuple[tuple[Figure, Quantity], tuple[Figure, Quantity]]:
        """Return two figures to set against each other; of one name, each with where it stands."""
        (left, a), (right, b) = self._number(one), self._number(other)
        places = [(f.fact.table or "正文") if f.fact else "" for f in (left, right)]
        if left.label != right.label or not all(places) or places[0] == places[1]:
            return (left, a), (right, b)
        left, right = (
            figure._replace(label=f"{figure.label}（{place}）")
            for figure, place in zip((left, right), places, strict=True)
        )
        return (left, a), (right, b)

    def _fact(self, fact_id: str) -> Fact:
        if fact_id not in self._store.facts:
            raise PlanError(f"没有这个数据：{fact_id}")
        return self._store.facts[fact_id]

    def _cell(self, node: Cell) -> Result:
        if node.among:
            amounts = [a for f in node.among if (a := self._fact(f).comparable) is not None]
            ends = (min(amounts), max(amounts)) if amounts else ()
            if node.fact not in node.among or self._fact(node.fact).comparable not in ends:
                raise PlanError("所取的不是其中最大或最小的")
        return Result(node, [self.ledger.cite(self._fact(node.fact))])

    def _claimed(self, node: Claimed) -> Result:
        result = self.goal(node.of)
        result.claim = node
        return result

    def _change(self, node: Change) -> Result:
        printed = self.ledger.cite(self._fact(node.fact))
        fact = printed.fact
        if fact is None or fact.value is None or not fact.column:
            raise PlanError("没有增减额")
        if fact.column[0] not in FALLS:
            return Result(node, [printed])
        computed = calc.negative(Quantity(fact.value, fact.unit))
        label = f"{fact.row}比上年增减额"
        figure = self.ledger.compute(label, "change", computed, _operands([printed]))
        return Result(node, [figure], operands=[printed])

    def _identify(self, node: Identify) -> Result:
        return Result(node, [self.ledger.cite(self._fact(node.fact))])

    def _list(self, node: Listing) -> Result:
        items = [self.ledger.cite(self._fact(fact)) for fact in node.facts]
        total = [self.ledger.cite(self._fact(node.total))] if node.total else []
        return Result(node, [*total, *items], operands=items)

    def _sum(self, node: Sum) -> Result:
        of = [part for one in node.of for part in self._picked(one)]
        figures = [self._number(part)[0] for part in of]
        kept, contained = apart([self._leaves(part) for part in of], self._store.cells)
        parts = [figures[i] for i in kept]
        if not parts:
            raise PlanError("没有可以相加的数")
        leaves = [fact.id for i in kept for fact in self._leaves(of[i])]
        if len(leaves) > len(set(leaves)):
            raise PlanError("要相加的数里有一个数算了两次")
        if contained:
            inside = [fact for i in contained for fact in self._leaves(of[i])]
            self.caveats.append(counted_once([self.ledger.cite(fact) for fact in inside]))
        if len(parts) == 1:
            return Result(node, [parts[0]], operands=figures)
        computed = calc.add([_quantity(figure) for figure in parts])
        label = "、".join(figure.label for figure in parts) + "合计"
        total = self.ledger.compute(label, "sum", computed, _operands(parts))
        result = Result(node, [total], operands=parts)
        if node.printed:
            result.others = [self.ledger.cite(self._fact(node.printed))]
            self.caveats.extend(compared_total(total, result.others[0]))
        return result

    def _picked(self, node: Expression) -> list[Expression]:
        """Return what a condition picks in its place, another expression as it is."""
        return [Cell(fact=f.id) for f in self._meeting(node)] if isinstance(node, Where) else [node]

    def _leaves(self, node: Expression) -> list[Fact]:
        """Return the facts that a sum, a conversion or a cell is made from."""
        if isinstance(node, Cell):
            return [self._fact(node.fact)]
        if isinstance(node, Sum):
            return [f for one in node.of for part in self._picked(one) for f in self._leaves(part)]
        return self._leaves(node.of) if isinstance(node, Convert) else []

    def _difference(self, node: Difference) -> Result:
        (left, a), (right, b) = self._pair(node.left, node.right)
        computed = calc.subtract(a, b)
        label = f"{left.label}与{right.label}的差额"
        figure = self.ledger.compute(label, "difference", computed, _operands([left, right]))
        return Result(node, [figure], operands=[left, right])

    def _prior(self, node: Prior) -> Result:
        now, a = self._number(node.now)
        change = self.ledger.cite(self._fact(node.change))
        if change.value is None or change.fact is None:
            raise PlanError("没有可以反推的增减额")
        fell = change.fact.column and change.fact.column[0] in FALLS
        quantity = Quantity(change.value, change.unit)
        computed = calc.add([a, quantity]) if fell else calc.subtract(a, quantity)
        label = f"{now.label}的上年数"
        figure = self.ledger.compute(label, "prior", computed, _operands([now, change]))
        return Result(node, [figure], operands=[now, change])

    def _share(self, node: Share) -> Result:
        if isinstance(node.part, PerHead) and isinstance(node.whole, PerHead):
            return self._of_heads(node, node.part, node.whole)
        (part, a), (whole, b) = self._pair(node.part, node.whole)
        if b.value < 0:
            raise PlanError("没有哪一部分能占负数的比重")
        computed = calc.share(a, b)
        label = f"{part.label}占{whole.label}的比重"
        figure = self.ledger.compute(label, "share", computed, _operands([part, whole]))
        return Result(node, [figure], operands=[part, whole])

    def _growth(self, node: Growth) -> Result:
        (now, a), (base, b) = self._number(node.now), self._number(node.base)
        computed = calc.growth(a, b)
        label = f"{now.label}比上年的增长率"
        figure = self.ledger.compute(label, "growth", computed, _operands([now, base]))
        result = Result(node, [figure], operands=[now, base])
        if node.printed:
            result.others = [self.ledger.cite(self._fact(node.printed))]
            self.caveats.extend(compared_rate(figure, result.others[0], a, b))
        return result

    def _relative(self, node: Relative) -> Result:
        (left, a), (right, b) = self._pair(node.left, node.right)
        label = f"{left.label}比{right.label}多的百分比"
        figure = self.ledger.compute(label, "relative", calc.growth(a, b), _operands([left, right]))
        return Result(node, [figure], operands=[left, right])

    def _ratio(self, node: Ratio) -> Result:
        if isinstance(node.left, PerHead) and isinstance(node.right, PerHead):
            return self._of_heads(node, node.left, node.right)
        (left, a), (right, b) = self._pair(node.left, node.right)
        label = f"{left.label}与{right.label}的倍数"
        figure = self.ledger.compute(label, "ratio", calc.times(a, b), _operands([left, right]))
        return Result(node, [figure], operands=[left, right])

    def _of_heads(self, node: Ratio | Share, left: PerHead, right: PerHead) -> Result:
        """Divide two amounts per head by each other without rounding them first."""
        amounts = [self._number(side.amount)[0] for side in (left, right)]
        heads = [self.ledger.cite(self._fact(side.heads)) for side in (left, right)]
        figures = [amounts[0], heads[0], amounts[1], heads[1]]
        divide = calc.times_per_head if isinstance(node, Ratio) else calc.share_per_head
        computed = divide(*(_quantity(figure) for figure in figures))
        what = "倍数" if isinstance(node, Ratio) else "比重"
        label = f"人均{amounts[0].label}与人均{amounts[1].label}的{what}"
        figure = self.ledger.compute(label, f"{node.op}_per_head", computed, _operands(figures))
        return Result(node, [figure], operands=figures)

    def _without(self, node: Without) -> Result:
        whole, a = self._number(node.whole)
        kept, _ = apart([self._leaves(part) for part in node.parts], self._store.cells)
        parts = [self._number(node.parts[i])[0] for i in kept]
        computed = calc.without(a, [_quantity(part) for part in parts])
        label = f"{whole.label}扣除{'、'.join(part.label for part in parts)}后"
        figure = self.ledger.compute(label, "without", computed, _operands([whole, *parts]))
        return Result(node, [figure], operands=[whole, *parts])

    def _average(self, node: Average) -> Result:
        figures = [self._number(part)[0] for part in node.of]
        if not figures:
            raise PlanError("没有可以平均的数")
        computed = calc.mean([_quantity(figure) for figure in figures])
        names = "、".join(figure.label for figure in figures)
        many = "所列各项" if len(figures) > _NAMED_IN_FULL else names
        label = f"{self._fact(node.whole).row + '各项' if node.whole else many}的平均数"
        figure = self.ledger.compute(label, "average", computed, _operands(figures))
        return Result(node, [figure], operands=figures)

    def _where(self, node: Where) -> Result:
        figures = [self.ledger.cite(fact) for fact in self._meeting(node)]
        # That none meets the condition is shown by all that were looked at.
        looked_at = figures or [self.ledger.cite(self._fact(fact)) for fact in node.facts]
        return Result(node, figures, operands=looked_at)

    def _meeting(self, node: Where) -> list[Fact]:
        facts = {fact: self._fact(fact) for fact in node.facts}
        return [facts[fact] for fact in node.met(facts)]

    def _per_head(self, node: PerHead) -> Result:
        amount, quantity = self._number(node.amount)
        heads = self.ledger.cite(self._fact(node.heads))
        if heads.value is None:
            raise PlanError("没有可用的人数")
        computed = calc.per_head(quantity, Quantity(heads.value, heads.unit))
        each = "人均" if (heads.unit or "人") in PEOPLE else f"每{heads.unit}平均"
        label = f"{each}{amount.label}"
        figure = self.ledger.compute(label, "per_head", computed, _operands([amount, heads]))
        return Result(node, [figure], operands=[amount, heads])

    def _per(self, node: Per) -> Result:
        amount, quantity = self._number(node.amount)
        computed = calc.per(quantity, to_decimal(node.count), node.per)
        operands = (amount.operand, given(f"{node.count}个{node.per}"))
        figure = self.ledger.compute(f"{amount.label}平均每{node.per}", "per", computed, operands)
        return Result(node, [figure], operands=[amount])

    def _product(self, node: Product) -> Result:
        figures = [self._number(factor)[0] for factor in node.of]
        if not figures:
            raise PlanError("没有可以相乘的数")
        quantities = [_quantity(figure) for figure in figures]
        operands, label = _operands(figures), f"{figures[0].label}按单价算的金额"
        if node.given is not None:
            last = Quantity(to_decimal(node.given), node.unit)
            quantities = [*quantities, last]
            operands = (*operands, given(f"{node.given}{node.unit}"))
            label = f"{figures[0].label}{'相乘' if len(figures) > 1 else '变动'}的金额"
        figure = self.ledger.compute(label, "product", calc.product(quantities), operands)
        return Result(node, [figure], operands=figures)

    def _prorated(self, node: Prorated) -> Result:
        amount, quantity = self._number(node.amount)
        heads = [self.ledger.cite(self._fact(fact)) for fact in (node.now, node.then) if fact]
        quantities, operands = [_quantity(h) for h in heads], _operands([amount, *heads])
        if node.given is not None:
            quantities.append(Quantity(to_decimal(node.given), node.unit))
            operands = (*operands, given(f"{node.given}{node.unit}"))
        computed = calc.prorated(quantity, *quantities)
        label = f"推算后的{amount.label}"
        figure = self.ledger.compute(label, "prorated", computed, operands)
        return Result(node, [figure], operands=[amount, *heads])

    def _rank(self, node: Rank) -> Result:
        figures = [self.ledger.cite(self._fact(fact)) for fact in self._ranked(node)]
        return Result(node, figures, operands=figures)

    def _ranked(self, node: Rank) -> list[str]:
        """Return the ids of the first `count` facts by amount; only those are cited."""
        ordered = by_amount(map(self._fact, node.facts), node.largest)
        picked = ordered[node.skip : node.skip + node.count]
        if not picked:
            raise PlanError("列出的项没有那么多，没有所问的位次")
        return [fact.id for fact in picked]

    def _count(self, node: Count) -> Result:
        facts = self._meeting(node.of) if node.of else [self._fact(fact) for fact in node.facts]
        items = [self.ledger.cite(fact) for fact in facts]
        cited: list[Operand] = [figure.operand for figure in items]
        quotes = [
            Quoted(part or "", self.ledger.quote(self._holding(passage, part), part))
            for passage, part in zip_longest(node.passages, node.parts)
        ]
        cited.extend(CitationOperand(citation=quoted.citation) for quoted in quotes)
        count = Decimal(len(cited))
        computed = calc.Computed(count, node.unit, f"计数 {len(cited)}", None)
        label = f"{node.name}的{'位次' if node.unit == '位' else '数量'}"
        figure = self.ledger.compute(label, "count", computed, tuple(cited))
        return Result(node, [figure], quotes if node.parts else [], operands=items)

    def _convert(self, node: Convert) -> Result:
        amount, quantity = self._number(node.of)
        computed = calc.in_unit(quantity, node.unit)
        figure = self.ledger.compute(amount.label, "convert", computed, (amount.operand,))
        return Result(node, [figure], operands=[amount])

    def _what_if(self, node: WhatIf) -> Result:
        of, whole = self._number(node.of)
        part, changing = self._number(node.part) if node.part else (of, whole)
        verb = "增加" if node.increase else "减少"
        operands = (of.operand, *((part.operand,) if part is not of else ()))
        if node.amount is not None:
            amount = Quantity(to_decimal(node.amount), node.unit or whole.unit)
            computed = calc.add([whole, amount]) if node.increase else calc.subtract(whole, amount)
            operands = (of.operand, given(f"{node.amount}{node.unit or ''}"))
            after = self.ledger.compute(f"{verb}后的{of.label}", "what_if", computed, operands)
            return Result(node, [after], operands=[of])
        percent = to_decimal(node.percent or "100")
        rate = given(f"{percent:f}%")
        change, _ = calc.changed_by(changing, changing, percent, node.increase)
        _, left = calc.changed_by(whole, changing, percent, node.increase)
        first = self.ledger.compute(
            f"{part.label}{verb}的金额", "what_if", change, (part.operand, rate)
        )
        second = self.ledger.compute(f"{verb}后的{of.label}", "what_if", left, (*operands, rate))
        figures = [second, first] if node.after else [first, second]
        return Result(node, figures, operands=[of])

    def _quote(self, node: Quote) -> Result:
        result = Result(node)
        for passage_id in node.passages:
            passage = self._holding(passage_id, node.part)
            number = self.ledger.quote(passage, node.part)
            result.quotes.append(Quoted(node.part or passage.text, number))
        return result

    def _holding(self, passage_id: str, part: str | None) -> Passage:
        passage = self._passage(passage_id)
        if part and part not in passage.text:
            raise PlanError("引文不在原文里")
        return passage

    def _passage(self, passage_id: str) -> Passage:
        if passage_id not in self._store.passages:
            raise PlanError(f"没有这段文字：{passage_id}")
        return self._store.passages[passage_id]


def _quantity(figure: Figure) -> Quantity:
    if figure.quantity is None:
        raise BlankOperandError(figure.label, figure.fact)
    return figure.quantity


def _operands(figures: Sequence[Figure]) -> tuple[Operand, ...]:
    return tuple(figure.operand for figure in figures)
