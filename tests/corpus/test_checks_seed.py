"""What the checks say of the shipped disclosure: all that is known to be wrong in it, nothing else."""

import time

import pytest

from corpus.checks import check_disclosure, prove_tables
from corpus.disclosure import Disclosure
from corpus.findings import AmountSource, CellSource, Finding, Outcome, Severity, TextSource

Findings = tuple[Finding, ...]


@pytest.fixture(scope="module")
def findings(seed: Disclosure) -> Findings:
    return check_disclosure(seed)


KNOWN_ERRORS = [
    ("增长率", "12.18%", "13.87%"),
    ("增长率", "3.71%", "3.85%"),
    ("增长率", "12.87%", "14.77%"),
    ("分项之和", "2501.22 万元", "2,141.22万元"),
    ("分项之和", "3 万元", "9.00万元"),
    ("单位", "3.2元", "3.20万元"),
    ("预算变动", "无变动", "减少 5.00万元"),
    ("缺申报表", "5,501.02万元", "5,441.02万元"),
    ("目标矛盾", "不少于 250 家", "180 家"),
    ("目标矛盾", "不少于 800 家/100 家", "300 家"),
    ("目标矛盾", "不少于 800 家/100 家", "30 家"),
    ("表号引用", "详见公开表5", "公开表 6"),
]
KNOWN_NOTICES = [
    ("单价乘数量", "7万元"),
    ("名称截断", "一般行政管理事务（工业和信息产业监"),
    ("名称截断", "一般行政管理事务（支持中小企业发展"),
    ("标题序号", "二、人员构成"),
    ("目录次序", "(三)政府购买服务情况"),
    ("名称不一", "粮油物资管理支出"),
    ("列出未附", "2022 年政府性基金预算支出表"),
    ("列出未附", "2022 年政府采购预算表"),
    ("列出未附", "2022 年政府购买服务预算表"),
]


def test_every_known_error_is_found_and_no_other(findings: Findings) -> None:
    errors = [f for f in findings if f.severity is Severity.ERROR]
    assert sorted(KNOWN_ERRORS) == sorted((f.rule, f.printed, f.expected) for f in errors)


def test_every_known_notice_is_found_and_no_other(findings: Findings) -> None:
    notices = [f for f in findings if f.severity is Severity.NOTICE]
    assert sorted(KNOWN_NOTICES) == sorted((f.rule, f.printed) for f in notices)


def test_errors_come_first(findings: Findings) -> None:
    severities = [f.severity for f in findings]
    assert severities == sorted(severities, key=list(Severity).index)


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("12.18%", "除以本年数"),
        ("2501.22 万元", "5,103.02万元"),
        ("3 万元", "22 万元 = 10.00万元 + 3.00万元 + 9.00万元"),
        ("3.2元", "4万元 = 0.8万元 + 3.20万元"),
        ("无变动", "-14.29%"),
        ("5,501.02万元", "高技术人才引进劳务费 60.00万元"),
        ("详见公开表5", "一般公共预算支出表"),
    ],
)
def test_the_cause_is_named(findings: Findings, printed: str, cause: str) -> None:
    found = next(f for f in findings if f.printed == printed)
    assert cause in found.text


def test_a_finding_points_at_what_is_printed(seed: Disclosure, findings: Findings) -> None:
    """The first source of a figure that is printed holds that figure."""
    for finding in findings:
        first = finding.sources[0]
        if isinstance(first, AmountSource):
            assert finding.printed == seed.amounts[first.index].text
        elif isinstance(first, TextSource):
            assert first.quote
        else:
            table = next(t for t in seed.tables if t.id == first.table)
            assert table.rows[first.row].cells[first.column] is not None


def test_the_contradicting_targets_are_all_cited(seed: Disclosure, findings: Findings) -> None:
    found = next(f for f in findings if f.printed == "不少于 250 家")
    tables = {t.id: t for t in seed.tables}
    cells = [
        tables[s.table].rows[s.row].cells[s.column]
        for s in found.sources
        if isinstance(s, CellSource)
    ]
    assert {"不少于 250 家", "不少于 180 家"} == {cell.text for cell in cells if cell}


def test_what_is_right_is_not_reported(findings: Findings) -> None:
    """450.51 = 52.51 + 398.00 and 36.15 = 14.25 + 21.90 look wrong and are not."""
    said = "".join(f.text + (f.printed or "") for f in findings)
    for figure in ("450.51", "52.51", "448.90", "396.39", "36.15", "14.25", "21.90", "42.94"):
        assert figure not in said


def test_every_table_proves_that_it_was_read_right(seed: Disclosure) -> None:
    proofs = prove_tables(seed)
    assert [t.id for t in seed.tables] == [proof.table for proof in proofs]
    assert {Outcome.PASSED} == {proof.outcome for proof in proofs}
    assert sum(proof.checked for proof in proofs) > 200


def test_checking_takes_well_under_a_tenth_of_a_second(seed: Disclosure) -> None:
    """The best of several runs, since others work on the same machine."""
    taken = []
    for _ in range(7):
        begun = time.process_time()
        check_disclosure(seed)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.1
