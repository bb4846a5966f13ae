import json

import pytest

from corpus.shipped import SHIPPED
from tests.ui.conftest import Yusuan

pytestmark = pytest.mark.usefixtures("seed_home")

NAME = SHIPPED[0].name


def test_json_is_one_object_of_the_contracts_shape(yusuan: Yusuan) -> None:
    said = yusuan("check", NAME, "--json")
    assert (0, "") == (said.code, said.err)
    shown = json.loads(said.out)
    assert NAME == shown["document"]
    for finding in shown["findings"]:
        fields = {"rule", "severity", "text", "printed", "expected", "citations"}
        assert fields == set(finding)
        assert finding["severity"] in ("error", "notice")
        assert finding["citations"]
        for citation in finding["citations"]:
            assert citation["document"] == NAME
            assert citation["locator"]
            assert citation["value"] is not None or citation["quote"]


def test_errors_come_before_notices(yusuan: Yusuan) -> None:
    findings = json.loads(yusuan("check", NAME, "--json").out)["findings"]
    severities = [finding["severity"] for finding in findings]
    assert sorted(severities) == severities
    assert {"error", "notice"} == set(severities)


def test_a_finding_cites_the_sentence_and_what_it_was_compared_with(yusuan: Yusuan) -> None:
    findings = json.loads(yusuan("check", NAME, "--json").out)["findings"]
    rate = next(finding for finding in findings if finding["printed"] == "12.18%")
    assert "13.87%" == rate["expected"]
    *told, last = rate["citations"]
    assert ["12.18%", "5949.92万元", "724.67万元"] == [c["value"] for c in told]
    assert all("部门总预算" in c["quote"] for c in told)
    assert ("5225.25", "上年收支情况 / 2021") == (last["value"], last["column"])


def test_the_text_lists_errors_notices_and_the_proof_of_each_table(yusuan: Yusuan) -> None:
    said = yusuan("check", NAME)
    assert said.code == 0
    places = [said.out.index(words) for words in ("【错误】", "【提示】", "表格读取核对")]
    assert sorted(places) == places
    assert "2022年收支预算总表：通过" in said.out


def test_an_unknown_name_fails_and_lists_what_there_is(yusuan: Yusuan) -> None:
    said = yusuan("check", "没有.txt")
    assert 1 == said.code
    assert NAME in said.complaint


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_documents_tell_what_the_checks_said(yusuan: Yusuan, flags: tuple[str, ...]) -> None:
    said = yusuan("documents", *flags)
    if not flags:
        assert "通过 13 张" in said.out
        assert "错误 12 处" in said.out
        return
    (document,) = json.loads(said.out)["documents"]
    assert (12, 9) == (document["errors"], document["notices"])
    assert {"通过"} == {proof["outcome"] for proof in document["proofs"]}
    assert NAME == document["name"]
