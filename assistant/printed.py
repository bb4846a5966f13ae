"""What is said of cells beside a result: what a total prints, the same or not, and what it has already."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant import calculation as calc
from assistant.answer import Caveat, CitationOperand
from assistant.calculation import Quantity
from assistant.evidence import Figure, label_of, shown
from assistant.matching import relation_of
from corpus.money import quotient
from index.records import Fact

# How a sentence tells of a change against last year.
_MOVED = re.compile("增加|减少|增长|下降|新增")

_INNER = str.maketrans("「」", "『』")


def compared_total(total: Figure, printed: Figure) -> Iterator[Caveat]:
    """Say whether a printed total is the sum of its parts."""
    if printed.value is None or total.value is None or printed.fact is None:
        return
    assert isinstance(printed.operand, CitationOperand)  # noqa: S101 - a cited figure
    same = printed.value == total.value
    text = f"{_quoted(printed)}文件写的是{printed.text}" + (
        "，与各项之和一致。" if same else f"，与各项之和{total.text}不一致。"
    )
    kind = "printed_agrees" if same else "printed_differs"
    yield Caveat(kind=kind, text=text, citations=(printed.operand.citation,))


def compared_rate(
    figure: Figure, printed: Figure, now: Quantity, base: Quantity
) -> Iterator[Caveat]:
    """Say so where the printed rate is not the recomputed one, with the base it was taken on."""
    if printed.value is None or figure.value is None or _is_rounded(printed.value, now, base):
        return
    text = f"文件写的是{printed.text}，按上年数计算应为{shown(figure.value, '%')}"
    wrong = calc.share(Quantity(now.value - base.value, now.unit), now)
    if abs(wrong.value) == abs(printed.value):
        text += f"；{printed.text}是除以本年数得出的（{wrong.expression}），增长率应以上年数为分母"
    assert isinstance(printed.operand, CitationOperand)  # noqa: S101 - a cited figure
    cited = (printed.operand.citation,)
    yield Caveat(kind="printed_differs", text=text + "。", citations=cited)


def counted_once(inside: Sequence[Figure]) -> Caveat:
    """Say of cells that they were not added, being in others that were."""
    names = "、".join(map(_quoted, inside))
    text = f"{names}已包含在所加的其他数里，没有重复相加。"
    operands = [figure.operand for figure in inside]
    cited = tuple(one.citation for one in operands if isinstance(one, CitationOperand))
    return Caveat(kind="double_counting", text=text, citations=cited)


def _quoted(figure: Figure) -> str:
    """Return a figure's name in 「…」; what stands in 「…」 inside it, a project, in 『…』."""
    return f"「{figure.label.translate(_INNER)}」"


def of_another(fact: Fact, n: int, titles: Mapping[str, str]) -> Caveat:
    """Say what a document of another basis prints of the same thing, as citation `n`."""
    title = titles.get(fact.document, fact.document)
    amount = fact.text if fact.value is None else shown(fact.value, fact.unit)
    label, relation = label_of(fact), relation_of(fact)
    moved = _MOVED.fullmatch(relation) is not None
    said = f"{label.removesuffix(relation)}比上年{relation}" if moved else f"{label}为"
    text = f"另外载有《{title}》，其中{said}{amount}〔{n}〕。"
    return Caveat(kind="other_basis", text=text, citations=(n,))


def _is_rounded(printed: Decimal, now: Quantity, base: Quantity) -> bool:
    """Tell whether a printed rate is the exact one, rounded to the decimals it prints."""
    a, b = calc.same_unit([now, base])
    places = len(str(printed).partition(".")[2])
    exact = abs(quotient((a.value - b.value) * 100, b.value))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == abs(printed)
