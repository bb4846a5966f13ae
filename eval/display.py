"""The report on the terminal, in Chinese: a table of rates, the change, and what failed."""

from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.comparison import Comparison
from eval.rates import Rates
from eval.report import Failure, Report, Section

NAMES = {
    "lookup_name": "按名称查数",
    "lookup_code": "按编码查数",
    "lookup_text": "文字中查数",
    "lookup_form": "绩效表中查",
    "change": "增减额",
    "last_year": "上年数",
    "share": "占比",
    "sum": "求和",
    "difference": "差额",
    "list": "列示",
    "definition": "名词解释",
    "duty": "职责",
    "reason": "原因",
    "passage": "其他文字",
    "existence": "有没有",
    "not_found": "文件外",
    "refused": "应拒答",
    "follow_up": "追问",
    "growth": "增长率",
    "average": "平均",
    "per_head": "人均",
    "rank": "排名",
    "extreme": "最大最小",
    "count": "计数",
    "condition": "条件筛选",
    "compare": "比较",
    "convert": "换算单位",
    "what_if": "推演",
    "check": "核对",
    "composed": "组合运算",
    "target": "绩效目标",
    "contact": "联系方式",
    "ambiguous": "说法不明",
    "typo": "错字",
    "false_premise": "前提有误",
    "injection": "植入指令",
    "privacy": "隐私",
    "across_years": "跨年度",
    "across_departments": "跨部门",
    "across_kinds": "预算和决算",
    "across_levels": "部门和单位",
    "across_all": "全部文件",
    "absent_table": "没有的表",
    "document_choice": "选哪份文件",
    "ask_back": "应反问",
    "not_loaded": "没有载入",
    "open": "公开题",
    "held_out": "留出题",
}
# Ten narrow columns stand side by side on a terminal of 80.
_HEADS = (
    *("类别", "题数", "答对", "答错", "未答", "答对率", "错数"),
    *("精确率", "召回率", "p50"),
)


def show(report: Report, console: Console | None = None) -> None:
    """Print the report to `console`, by default the standard output."""
    to = console or Console()
    _show_section("评测结果", report.system, to)
    if report.baseline is not None:
        _show_section("对照：纯检索", report.baseline, to)
    to.print(Text(f"版本 {report.git_revision or '未知'}"))
    to.print(Text(f"题集 {report.gold_hash[:12]}  文件 {report.corpus_hash[:12]}"))
    to.print(Text(change(report.comparison)))
    shown = [failure for failure in report.system.failures if failure.split == "open"]
    for failure in shown:
        to.print(Text(_told(failure)), soft_wrap=True)
    if held := len(report.system.failures) - len(shown):
        # Who changes rules reads this; the questions held out measure only what was not looked at.
        to.print(Text(f"另有留出题 {held} 道没有答对，不在这里列出。"))


def change(comparison: Comparison) -> str:
    """Say in Chinese what changed since the last report, or why that cannot be said."""
    if not comparison.comparable:
        return comparison.reason or ""
    said = [
        f"与上一次相比：答对率 {comparison.right_rate_change:+} 个百分点，"
        f"错误数字 {comparison.false_figures_change:+} 个"
    ]
    if comparison.newly_right:
        said.append(f"新答对：{'、'.join(comparison.newly_right)}")
    if comparison.no_longer_right:
        said.append(f"不再答对：{'、'.join(comparison.no_longer_right)}")
    return "；".join(said) + "。"


def _show_section(title: str, section: Section, console: Console) -> None:
    overall = section.overall
    console.print(_table(title, section))
    console.print(
        Text(
            f"错误数字 {overall.false_figures} 个，占全部题目的 {percent_of(overall.false_figure_rate)}；"
            f"数字全对 {percent_of(overall.exact_figure_rate)}；"
            f"每问 p50 {overall.p50_ms:.1f} 毫秒，p95 {overall.p95_ms:.1f} 毫秒。\n"
        )
    )


def _table(title: str, section: Section) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 0, 0, 1))
    for head in _HEADS:
        table.add_column(head, justify="left" if head == "类别" else "right", no_wrap=True)
    for kind, rates in section.by_kind.items():
        table.add_row(NAMES.get(kind, kind), *_cells(rates))
    table.add_section()
    for split, rates in section.by_split.items():
        table.add_row(NAMES.get(split, split), *_cells(rates))
    table.add_row("合计", *_cells(section.overall), style="bold")
    return table


def _cells(rates: Rates) -> tuple[str, ...]:
    return (
        *(str(rates.questions), str(rates.right), str(rates.wrong), str(rates.not_answered)),
        *(percent_of(rates.right_rate), str(rates.false_figures)),
        *(percent_of(rates.cell_precision), percent_of(rates.cell_recall), f"{rates.p50_ms:.1f}"),
    )


def percent_of(rate: Decimal | None) -> str:
    """Return a rate as it is shown, — where nothing could be counted."""
    return "—" if rate is None else f"{rate}%"


def _told(failure: Failure) -> str:
    return (
        f"\n✗ {failure.id} {NAMES.get(failure.kind, failure.kind)}：{' → '.join(failure.turns)}"
        f"\n  应为：{failure.expected}\n  得到：{failure.got}\n  原因：{failure.reason}"
    )
