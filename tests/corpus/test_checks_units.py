"""The budgets of a department's units, where all of them are at hand, add up to the department's."""

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.checks.between_documents import check_between
from corpus.checks.units import units_of
from corpus.disclosure import Disclosure
from corpus.findings import Severity
from corpus.reader import read_disclosure

D = Decimal
OWN, CENTRE, TEAM = "某市青云区档案局", "某市青云区档案中心", "某市青云区档案执法队"
IN_A_SENTENCE = (
    "从预算单位构成看，纳入部门预算编制范围的预算单位共3家，包括：{own}本级、{centre}、{team}。"
)
BELOW = (
    "本部门中，行政单位1家，事业单位2家，具体包括：\n1.{own}（本部）。\n2.{centre}。\n3.{team}。"
)
SHARES = {OWN: (D("100.25"), D("20.50")), CENTRE: (D("7.05"), D("3.30")), TEAM: (D("9"), D("0"))}


def read(tmp_path: Path, name: str, scope: str, amounts: tuple[D, D], said: str = "") -> Disclosure:
    running, keeping = amounts
    text = f"""{name}2031年{scope}预算
第一部分 概况
一、机构设置
{said or "设办公室。"}
第二部分 预算表
支出预算总表
单位：万元
科目编码\t科目名称\t合计
\t合计\t{running + keeping:.2f}
201\t一般公共服务支出\t{running + keeping:.2f}
20126\t档案事务\t{running + keeping:.2f}
2012601\t行政运行\t{running:.2f}
2012604\t档案馆\t{keeping:.2f}
"""
    path = tmp_path / f"{name}2031年{scope}预算.txt"
    path.write_text(text, "utf-8")
    return read_disclosure(path)


def whole(tmp_path: Path, said: str, more: str = "0") -> Disclosure:
    running, keeping = (sum((share[n] for share in SHARES.values()), D(0)) for n in (0, 1))
    listed = said.format(own=OWN, centre=CENTRE, team=TEAM)
    return read(tmp_path, OWN, "部门", (running + D(more), keeping), listed)


@pytest.fixture
def units(tmp_path: Path) -> list[Disclosure]:
    return [read(tmp_path, name, "单位", share) for name, share in SHARES.items()]


@pytest.mark.parametrize("said", [IN_A_SENTENCE, BELOW])
def test_units_are_known_from_a_sentence_or_a_list(tmp_path: Path, said: str) -> None:
    assert ("", CENTRE, TEAM) == units_of(whole(tmp_path, said))


@pytest.mark.parametrize(
    "said",
    [
        "{own}设3个内设机构，包括：办公室、{centre}、{team}。",
        "本部门下属单位包括：{centre}、{team}。",
        "部门预算包括局本级以及下属3家预算单位的收支计划。",
    ],
)
def test_what_is_no_list_of_all_units_is_none(tmp_path: Path, said: str) -> None:
    assert () == units_of(whole(tmp_path, said))


@pytest.mark.parametrize("said", [IN_A_SENTENCE, BELOW])
def test_units_that_add_up_are_not_reported(
    tmp_path: Path, said: str, units: list[Disclosure]
) -> None:
    assert () == check_between(whole(tmp_path, said), units)


def test_what_does_not_add_up_is_noticed_with_every_address(
    tmp_path: Path, units: list[Disclosure]
) -> None:
    department = whole(tmp_path, BELOW, "5")
    found = check_between(department, units)
    assert {("单位合计", Severity.NOTICE)} == {(f.rule, f.severity) for f in found}
    total = next(f for f in found if "2012601" in f.text)
    assert ("121.30万元", "116.30万元") == (total.printed, total.expected)
    assert [None, *(unit.name for unit in units)] == [s.document for s in total.sources]
    assert not any("2012604" in f.text for f in found)


def test_without_one_of_the_units_nothing_is_said(tmp_path: Path, units: list[Disclosure]) -> None:
    department = whole(tmp_path, BELOW, "5")
    for n in range(len(units)):
        assert () == check_between(department, units[:n] + units[n + 1 :])
