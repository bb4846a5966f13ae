"""Results → words: the figure first, in one or two plain sentences with 〔n〕 marks.

Every number written here comes from a figure, a citation or a step; the guard checks that.
"""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Caveat, CitationOperand, Operand, StepOperand, Value
from assistant.evidence import Figure, shown, stated_amount
from assistant.plan import Difference, Plan, Quote, as_json
from assistant.result import Outcome, Result
from assistant.silence import missing
from assistant.terms import bound_of, with_bound
from assistant.titles import headed, titles
from assistant.verdict import verdict
from corpus.disclosure import RowKind
from corpus.money import as_plain
from index.records import DocumentRecord

_DATED = re.compile(r"(?:19|20)\d\d年")
_TWO = 2
# What a sentence says was completed by so much: 完成年初预算的94.06%.
_COMPLETED = re.compile(r"完成(年初预算|全年预算|调整预算|预算)数?的")
_REFUSED = {
    "elsewhere": "这个问题不在公共预算的范围内，我只回答已载入的预算公开文件里的内容。",
    "improper": "这个要求我不能照办。我只按已载入的预算公开文件回答，不改写数据，也不提供个人隐私信息。",
}


def compose(
    plan: Plan, outcome: Outcome, question: str, documents: Sequence[DocumentRecord]
) -> Answer:
    """Put an outcome into the contract's answer, without timings."""
    writer = _Writer(plan, outcome, documents)
    text = writer.text()
    return Answer(
        question=question,
        resolved_question=plan.resolved_question or question,
        status=plan.status,
        answer=text,
        values=tuple(writer.values),
        citations=tuple(outcome.ledger.citations),
        steps=tuple(outcome.ledger.steps),
        caveats=(
            *outcome.caveats,
            *writer.caveats,
            *(Caveat(kind="understanding", text=note) for note in plan.notes),
        ),
        options=plan.options,
        plan=as_json(plan),
    )


def _unrounded(result: Result) -> str:
    """Say so where a difference is not that of the rounded figures beside it."""
    left, right = result.operands
    if left.value is None or right.value is None or left.unit != right.unit:
        return ""
    return "" if left.value - right.value == result.figures[0].value else "，按未取整的数相减"


class _Writer:
    """Writes the sentences of one answer and collects its values."""

    def __init__(self, plan: Plan, outcome: Outcome, documents: Sequence[DocumentRecord]) -> None:
        self._plan = plan
        self._outcome = outcome
        self._documents = documents
        self.values: list[Value] = []
        self.caveats: list[Caveat] = []

    def text(self) -> str:
        """Return the answer's text."""
        if self._plan.status != "answered":
            title = titles(self._documents).get(self._plan.heading)
            return (f"查的是《{title}》。" if title else "") + self._silence()
        sentences = [self._heading()]
        sentences += [self._sentence(result) for result in self._outcome.results]
        notes = [self._readings(result) for result in self._outcome.results]
        caveats = [caveat.text for caveat in self._outcome.caveats]
        return "".join([*sentences, *(note for note in notes if note), *caveats]).rstrip("\n")

    def _heading(self) -> str:
        title = titles(self._documents).get(self._plan.heading)
        return headed(title) if title else ""

    def _member(self, figure: Figure) -> str:
        """Name a member of a list: its row alone, the list says the rest; in a single row its head."""
        fact = figure.fact
        if fact is None or self._outcome.ledger.titles:
            return figure.label
        if fact.subject and fact.text == fact.subject:
            return fact.subject  # a form stands for its project
        single = fact.row_kind is RowKind.TOTAL and not fact.is_form
        # Fields that every form tells are told apart by whose they are.
        field = fact.quote is not None and fact.subject and (fact.column or _DATED.match(fact.row))
        return figure.label if single or field else fact.row

    def _sentence(self, result: Result) -> str:
        write = getattr(self, f"_{result.goal.op}", self._plain)
        text, figure = str(write(result)), result.asserted
        if result.claim is None or figure is None:
            return text
        said = verdict(result.claim, figure.value, figure.unit, figure.text)
        return f"{text.removesuffix('。')}，{said}。"

    def _assert(self, figure: Figure) -> str:
        """Record a figure as asserted and return it as shown with its mark."""
        if figure.value is not None:
            self.values.append(
                Value(
                    label=figure.label,
                    number=as_plain(figure.value),
                    unit=figure.unit,
                    origin="cited" if figure.origin == "cited" else "computed",
                )
            )
        return self._shown(figure) + self._marks(figure.operand)

    def _shown(self, figure: Figure) -> str:
        if figure.value is None:
            return figure.text
        fact = figure.fact
        if fact is not None and fact.quote is None and figure.unit and not fact.text[:1].isdigit():
            return fact.text if fact.text.endswith(figure.unit) else with_bound(fact)
        return shown(figure.value, figure.unit)

    def _marks(self, operand: Operand) -> str:
        return "".join(f"〔{n}〕" for n in self._cited(operand))

    def _cited(self, operand: Operand) -> list[int]:
        """Return the citations a figure rests on, through the steps that made it."""
        if isinstance(operand, CitationOperand):
            return [operand.citation]
        if isinstance(operand, StepOperand):
            step = self._outcome.ledger.steps[operand.step - 1]
            found = [n for part in step.operands for n in self._cited(part)]
            return list(dict.fromkeys(found))
        return []

    def _plain(self, result: Result) -> str:
        figure = result.asserted
        return f"{figure.label}为{self._assert(figure)}。" if figure else ""

    def _cell(self, result: Result) -> str:
        figure = result.figures[0]
        if not figure.text:
            mark = self._marks(figure.operand)
            return f"{figure.label}一栏是空白的，文件没有填列数字（空白不等于零）{mark}。"
        fact = figure.fact
        if fact is not None and fact.value is None:
            return f"{figure.label}：{figure.text.rstrip('。')}{self._marks(figure.operand)}。"
        relation = fact.column[0] if fact is not None and fact.quote and fact.column else ""
        if relation and relation in ("增加", "减少", "增长", "下降", "新增"):
            before = figure.label.removesuffix(relation)
            return f"{before}比上年{relation}{self._assert(figure)}。"
        if (
            relation.startswith("完成")
            and fact is not None
            and (whole := _COMPLETED.search(fact.quote or ""))
        ):
            return f"{figure.label}{whole[1]}的{self._assert(figure)}。"
        bound = bound_of(fact) if fact is not None and fact.quote else None
        return f"{figure.label}{bound or '为'}{self._assert(figure)}。"

    def _list(self, result: Result) -> str:
        total, items = result.figures[0], result.operands
        head = f"{total.label}{self._assert(total)}，包括" if total not in items else "各项为"
        lines = "；".join(f"{self._member(figure)} {self._assert(figure)}" for figure in items)
        return f"{head}：{lines}。"

    def _sum(self, result: Result) -> str:
        figure = result.figures[0]
        if figure.origin == "cited":
            return f"{figure.label}为{self._assert(figure)}。"
        total = self._assert(figure)
        parts = "，".join(f"{p.label}{self._assert(p)}" for p in result.operands)
        return f"合计为{total}：{parts}。"

    def _difference(self, result: Result) -> str:
        left, right = result.operands
        figure = result.figures[0]
        if figure.value == 0:
            same = (
                "无变动"
                if isinstance(result.goal, Difference) and result.goal.change
                else "两者相等"
            )
            return (
                f"{self._both(left)}，{self._both(right)}，差额为{self._assert(figure)}，{same}。"
            )
        if figure.value is not None and figure.value < 0:
            amount = shown(-figure.value, figure.unit)
            self._assert(figure)
            return f"{left.label}比{right.label}少{amount}{self._marks(figure.operand)}。"
        return (
            f"{left.label}比{right.label}多{self._assert(figure)}"
            f"（{self._both(left)}，{self._both(right)}{_unrounded(result)}）。"
        )

    def _both(self, figure: Figure) -> str:
        return f"{figure.label}{self._shown(figure)}"

    def _prior(self, result: Result) -> str:
        figure = result.figures[0]
        now, change = result.operands
        return f"{figure.label}为{self._assert(figure)}（由本年{self._shown(now)}和增减额{self._shown(change)}推算）。"

    def _share(self, result: Result) -> str:
        if len(result.operands) > 2:
            return self._per_heads(result)
        part, whole = result.operands
        figure = result.figures[0]
        return (
            f"{part.label}占{whole.label}的{self._assert(figure)}"
            f"（{self._shown(part)} ÷ {self._shown(whole)}）。"
        )

    def _growth(self, result: Result) -> str:
        now, base = result.operands
        figure = result.figures[0]
        fell = figure.value is not None and figure.value < 0
        rate = self._assert(figure).replace("-", "", 1) if fell else self._assert(figure)
        word = "下降" if fell else "增长"
        return f"{now.label}比上年{word}{rate}（本年{self._shown(now)}，上年{self._shown(base)}）。"

    def _rank(self, result: Result) -> str:
        largest = getattr(result.goal, "largest", True)
        items = [f"{self._member(figure)}，{self._assert(figure)}" for figure in result.figures]
        skip = getattr(result.goal, "skip", 0)
        if skip:
            return f"从{'多到少' if largest else '少到多'}排在所问位次的是{items[0]}。"
        if len(items) == 1:
            of_two = len(getattr(result.goal, "facts", ())) == _TWO
            return f"{'较' if of_two else '最'}{'多' if largest else '少'}的是{items[0]}。"
        order = "从多到少" if largest else "从少到多"
        return f"{order}依次是：{'；'.join(items)}。"

    def _count(self, result: Result) -> str:
        figure = result.figures[0]
        names = "、".join(self._member(item) for item in result.operands)
        if figure.unit == "位":
            return f"从多到少排在第{self._assert(figure)}：{names}。"
        quoted = "、".join(f"「{quoted.text}」〔{quoted.citation}〕" for quoted in result.quotes)
        listed = f"：{names or quoted}" if names or quoted else ""
        return f"一共有{self._assert(figure)}{listed}。"

    def _identify(self, result: Result) -> str:
        figure = result.figures[0]
        fact = figure.fact
        if fact is None or fact.code is None:
            return ""
        return f"{fact.row}的科目编码是{fact.code}{self._marks(figure.operand)}。"

    def _convert(self, result: Result) -> str:
        amount = result.operands[0]
        figure = result.figures[0]
        return f"{figure.label}为{self._assert(figure)}（即{self._shown(amount)}）。"

    def _what_if(self, result: Result) -> str:
        said = "，".join(f"{figure.label}为{self._assert(figure)}" for figure in result.figures)
        return f"{said}（推算，其他不变）。"

    def _per_head(self, result: Result) -> str:
        amount, heads = result.operands
        figure = result.figures[0]
        if amount.origin == "computed":
            divided = f"{self._shown(amount)} ÷ {self._shown(heads)}，按{heads.label}计"
        else:
            divided = f"{self._both(amount)}，除以{self._both(heads)}"
        return f"{figure.label}为{self._assert(figure)}（{divided}）。"

    def _per_heads(self, result: Result) -> str:
        left, heads, right, others = result.operands
        return (
            f"人均{left.label}是人均{right.label}的{self._assert(result.figures[0])}"
            f"（{self._both(left)} ÷ {self._both(heads)}，{self._both(right)} ÷ {self._both(others)}）。"
        )

    def _product(self, result: Result) -> str:
        figure = result.figures[0]
        factors = " × ".join(self._shown(part) for part in result.operands)
        given = getattr(result.goal, "given", None)
        factors += f" × {given}{getattr(result.goal, 'unit', '')}" if given else ""
        return f"{figure.label}为{self._assert(figure)}（{factors}）。"

    def _prorated(self, result: Result) -> str:
        amount, now, *others = result.operands
        figure = result.figures[0]
        if not others:
            given = f"{getattr(result.goal, 'given', '')}{getattr(result.goal, 'unit', '')}"
            factors = f"{self._shown(amount)} ÷ {self._shown(now)} × {given}"
            return f"{figure.label}为{self._assert(figure)}（{factors}）。"
        (then,) = others
        divided = f"{self._both(amount)}，除以{self._both(now)}，乘以{self._both(then)}"
        return f"{figure.label}为{self._assert(figure)}（{divided}）。"

    def _relative(self, result: Result) -> str:
        left, right = result.operands
        figure = result.figures[0]
        fell = figure.value is not None and figure.value < 0
        rate = self._assert(figure).replace("-", "", 1) if fell else self._assert(figure)
        return (
            f"{left.label}比{right.label}{'少' if fell else '多'}{rate}"
            f"（{self._both(left)}，{self._both(right)}）。"
        )

    def _ratio(self, result: Result) -> str:
        if len(result.operands) > 2:
            return self._per_heads(result)
        left, right = result.operands
        return (
            f"{left.label}是{right.label}的{self._assert(result.figures[0])}"
            f"（{self._shown(left)} ÷ {self._shown(right)}）。"
        )

    def _without(self, result: Result) -> str:
        whole, *parts = result.operands
        taken = "、".join(f"{part.label}{self._shown(part)}" for part in parts)
        return f"{self._both(whole)}扣除{taken}，为{self._assert(result.figures[0])}。"

    def _where(self, result: Result) -> str:
        if not result.figures:
            marks = "".join(self._marks(figure.operand) for figure in result.operands)
            return f"没有符合条件的项{marks}。"
        lines = "；".join(
            f"{self._member(figure)} {self._assert(figure)}" for figure in result.figures
        )
        return f"符合条件的有：{lines}。"

    def _finding(self, result: Result) -> str:
        """Tell a finding in the words of the check, with what the figure should be as a value."""
        finding = result.finding
        if finding is None:
            return ""
        for said, text in (("应为", finding.expected), ("印的是", finding.printed)):
            if amount := stated_amount(text):
                number, unit = amount
                label = f"{finding.rule}：{said}"
                value = Value(label=label, number=as_plain(number), unit=unit, origin="computed")
                self.values.append(value)
        marks = [mark for figure in result.figures for mark in self._cited(figure.operand)]
        marks += [quoted.citation for quoted in result.quotes]
        return finding.text + "".join(f"〔{n}〕" for n in dict.fromkeys(marks)) + "\n"

    def _quote(self, result: Result) -> str:
        goal = result.goal
        purpose = goal.purpose if isinstance(goal, Quote) else "passage"
        quotes = [f"「{quoted.text}」〔{quoted.citation}〕" for quoted in result.quotes]
        if purpose == "none":
            return f"没有。文件写明：{quotes[0]}。"
        if purpose == "reason":
            corrected = goal.correction if isinstance(goal, Quote) else ""
            return f"{corrected}文件说明的原因是：{quotes[0]}。"
        if purpose == "duty":
            return "文件列出的职能是：" + "".join(quotes)
        return "文件的原文是：" + "".join(quotes)

    def _readings(self, result: Result) -> str:
        """Name the other readings of the same words with their figures."""
        if not result.others or result.goal.op != "cell":
            return ""
        named: list[str] = []
        for figure in result.others:
            place = _place(figure, result.figures[0])
            named.append(f"{place}为{self._assert(figure)}")
        text = f"另有：{'；'.join(named)}。"
        self.caveats.append(
            Caveat(kind="other_readings", text="同一说法在文件里还有别的数，已一并列出。")
        )
        return text

    def _silence(self) -> str:
        plan = self._plan
        if plan.status == "refused":
            return _REFUSED.get(plan.reason, _REFUSED["elsewhere"])
        text = missing(plan, self._documents)
        near = [
            f"{r.figures[0].label}为{self._shown(r.figures[0])}{self._marks(r.figures[0].operand)}"
            for r in self._outcome.nearest
            if r.figures and r.figures[0].text
        ]
        said = "".join(
            f"「{q.text}」〔{q.citation}〕" for r in self._outcome.nearest for q in r.quotes
        )
        text += f"提到它的是：{said}。" if said else ""
        return text + (f"最接近的内容是：{'；'.join(near)}。" if near else "")


def _place(figure: Figure, asserted: Figure) -> str:
    """Say where another reading stands, beyond its label where that is the same."""
    fact = figure.fact
    if fact is None or figure.label != asserted.label:
        return figure.label
    table = fact.table or "正文"
    return f"{figure.label}（{table}）"
