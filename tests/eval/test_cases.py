"""Gold questions: reading, selecting, splitting and hashing them."""

import json
from pathlib import Path

import pytest

from corpus.errors import UsageError
from eval.cases import gold_hash, load_cases, select


def line(name: str, kind: str = "refused", **more: object) -> str:
    fields = {
        "id": name,
        "kind": kind,
        "turns": ["写首诗"],
        "documents": None,
        "status": "refused",
        "values": [],
        "contains": [],
        "evidence": [],
        "source": None,
        **more,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_a_missing_gold_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有找到评测题集"):
        load_cases([tmp_path / "gold"])


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "g.jsonl"
    file.write_text(line("a-001") + "\n" + line("a-002", extra=1), encoding="utf-8")
    with pytest.raises(UsageError, match=r"g\.jsonl 第 3 行"):
        load_cases([file])


def test_a_figure_must_be_a_plain_decimal(tmp_path: Path) -> None:
    file = tmp_path / "g.jsonl"
    file.write_text(line("a-001", values=[{"number": "1,000", "unit": "元"}]), encoding="utf-8")
    with pytest.raises(UsageError, match="第 1 行"):
        load_cases([file])


def test_an_id_stands_once(tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(line("a-001") * 2, encoding="utf-8")
    with pytest.raises(UsageError, match="a-001"):
        load_cases([tmp_path])


def test_a_case_is_open_unless_its_record_holds_it_out(tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(
        line("a-001") + line("a-002", split="held_out"), encoding="utf-8"
    )
    assert ["open", "held_out"] == [case.split for case in load_cases([tmp_path])]


def test_cases_are_selected_by_id_kind_or_split(tmp_path: Path) -> None:
    lines = line("a-001") + line("a-002", kind="sum") + line("a-003", split="held_out")
    (tmp_path / "g.jsonl").write_text(lines, encoding="utf-8")
    cases = load_cases([tmp_path])
    assert cases == select(cases, None)
    assert ["a-001"] == [case.id for case in select(cases, ["a-001"])]
    assert ["a-002", "a-003"] == [case.id for case in select(cases, ["sum", "held_out"])]
    with pytest.raises(UsageError, match="没有符合"):
        select(cases, ["别的"])


def test_the_hash_follows_the_content_not_the_layout(tmp_path: Path) -> None:
    one, two, other = tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "3.jsonl"
    one.write_text(line("a-001") + line("a-002"), encoding="utf-8")
    two.write_text("\n" + line("a-002") + line("a-001").replace(": ", " :  "), encoding="utf-8")
    other.write_text(line("a-001") + line("a-002", kind="sum"), encoding="utf-8")
    first, second, third = (gold_hash(load_cases([file])) for file in (one, two, other))
    assert first == second
    assert first != third
