"""The report as one page of HTML: rates by kind, document and set, what changed, and every failure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template

from eval.display import NAMES, change, percent_of
from eval.rates import Rates
from eval.report import Failure, Report

_TEMPLATE = Path(__file__).with_suffix(".html")
_HEADS = ("题数", "答对", "答错", "未答", "答对率", "假数", "查准", "查全", "p50 毫秒", "p95 毫秒")
_PLAIN, _WHOLE = "朴素检索", "合计"


def save_page(report: Report, folder: Path) -> Path:
    """Write the page into a folder beside the report's JSON, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.created:%Y%m%dT%H%M%S%f}Z.html"
    path.write_text(page(report), encoding="utf-8")
    return path


def page(report: Report) -> str:
    """Return the page; whatever comes from questions, answers and documents is escaped."""
    system = report.system
    plain = report.baseline
    splits = {NAMES.get(name, name): rates for name, rates in system.by_split.items()}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"评测报告 {report.created:%Y-%m-%d %H:%M} UTC"),
        made=escape(_made(report)),
        figures=_figures(report),
        change=_change(report),
        kinds=_table(
            "题型",
            {**system.by_kind, _WHOLE: system.overall},
            _before(report),
            {**plain.by_kind, _WHOLE: plain.overall} if plain else None,
        ),
        documents=_table("文件", system.by_document),
        sets=_table("题集", {**system.by_set, **splits}),
        failures=_failures(system.failures),
    )


def _made(report: Report) -> str:
    return (
        f"版本 {report.git_revision or '未知'}，题集 {report.gold_hash[:12]}，"
        f"文件 {report.corpus_hash[:12]}"
    )


def _figures(report: Report) -> str:
    overall, baseline = report.system.overall, report.baseline
    shown = [
        ("题数", str(overall.questions)),
        ("答对率", percent_of(overall.right_rate)),
        ("假数率", percent_of(overall.false_figure_rate)),
        ("单元格查准", percent_of(overall.cell_precision)),
        ("单元格查全", percent_of(overall.cell_recall)),
        ("每问 p50", f"{overall.p50_ms:.1f} 毫秒"),
        ("每问 p95", f"{overall.p95_ms:.1f} 毫秒"),
    ]
    if baseline is not None:
        shown += [
            (f"{_PLAIN}答对率", percent_of(baseline.overall.right_rate)),
            (f"{_PLAIN}假数率", percent_of(baseline.overall.false_figure_rate)),
        ]
    return "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in shown)


def _change(report: Report) -> str:
    """Say what changed; questions no longer right lead to what came of them."""
    compared = report.comparison
    said = escape(change(compared))
    for name in map(escape, compared.no_longer_right):
        said = re.sub(rf"{re.escape(name)}(?!\d)", f'<a href="#{name}">{name}</a>', said)
    return said


def _before(report: Report) -> Mapping[str, Decimal | None]:
    """Return the last report's rates of right answers by kind and of all; none if not comparable."""
    compared, now = report.comparison, report.system.overall.right_rate
    if not compared.comparable or now is None or compared.right_rate_change is None:
        return {}
    return {**compared.kinds_before, _WHOLE: now - compared.right_rate_change}


def _table(
    what: str,
    rows: Mapping[str, Rates],
    before: Mapping[str, Decimal | None] | None = None,
    plain: Mapping[str, Rates] | None = None,
) -> str:
    """Return rates as a table, with the last report's and the baseline's beside them, where known."""
    heads = [what, *_HEADS]
    heads += ["上次答对率"] if before else []
    heads += [f"{_PLAIN}答对率", f"{_PLAIN}假数"] if plain else []
    lines = []
    for name, rates in rows.items():
        cells = _cells(rates)
        cells += [percent_of(before.get(name))] if before else []
        if plain:
            other = plain.get(name)
            cells += [percent_of(other.right_rate), str(other.false_figures)] if other else ["", ""]
        lines.append(_row(NAMES.get(name, name), cells, whole=name == _WHOLE))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _cells(rates: Rates) -> list[str]:
    counts = (rates.questions, rates.right, rates.wrong, rates.not_answered)
    return [
        *map(str, counts),
        percent_of(rates.right_rate),
        str(rates.false_figures),
        percent_of(rates.cell_precision),
        percent_of(rates.cell_recall),
        f"{rates.p50_ms:.1f}",
        f"{rates.p95_ms:.1f}",
    ]


def _row(name: str, cells: Iterable[str], *, whole: bool) -> str:
    mark = ' class="whole"' if whole else ""
    values = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr{mark}><th scope="row">{escape(name)}</th>{values}</tr>'


def _failures(failures: Sequence[Failure]) -> str:
    """Return the failures; those held out stay closed, so that rules are not tuned on them."""
    if not failures:
        return "<p>全部答对。</p>"
    open_, held = (
        [_article(failure) for failure in failures if failure.split == split]
        for split in ("open", "held_out")
    )
    closed = (
        f"<details><summary>留出题 {len(held)} 题：调规则时不看</summary>{''.join(held)}</details>"
    )
    return "".join(open_) + (closed if held else "")


def _article(failure: Failure) -> str:
    kind = NAMES.get(failure.kind, failure.kind)
    parts = [
        ("问", " → ".join(failure.turns)),
        ("应为", failure.expected),
        ("应引", "\n".join(failure.needed)),
        ("得到", failure.got),
        ("所引", "\n".join(failure.cited)),
        ("原因", failure.reason),
    ]
    said = "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in parts if v)
    head = escape(f"{failure.id} {kind} · {failure.document}")
    return f'<article id="{escape(failure.id)}"><h3>{head}</h3><dl>{said}</dl></article>'
