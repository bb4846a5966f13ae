import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from corpus.errors import UsageError
from tests.ui.conftest import ScriptedAssistant
from ui.batch import run_batch


def answered(folder: Path, assistant: ScriptedAssistant, lines: str) -> list[dict[str, object]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text(lines, encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    run_batch(source, target, lambda: assistant, Console(file=io.StringIO()))
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_answers_come_in_order_with_their_ids(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    lines = "\n".join(f'{{"id": "q{n}", "turns": ["第{n}问"]}}' for n in range(20))
    answers = answered(tmp_path, scripted, lines)
    assert [f"q{n}" for n in range(20)] == [answer["id"] for answer in answers]
    assert [f"答：第{n}问" for n in range(20)] == [answer["answer"] for answer in answers]


def test_all_turns_and_documents_reach_the_assistant(
    tmp_path: Path, scripted: ScriptedAssistant
) -> None:
    answered(tmp_path, scripted, '{"id": "a", "turns": ["一", "二"], "documents": ["甲.txt"]}')
    assert [(("一", "二"), ["甲.txt"])] == scripted.asked


def test_notes_beside_the_question_are_passed_over(
    tmp_path: Path, scripted: ScriptedAssistant
) -> None:
    (only,) = answered(
        tmp_path, scripted, '{"id": 7, "turns": ["问"], "note": "other programs\' own"}'
    )
    assert ("answered", "7") == (only["status"], only["id"])


@pytest.mark.parametrize(
    ("line", "identity", "reason"),
    [
        ("{", None, "turns"),
        ("[]", None, "turns"),
        ('{"id": "x", "turns": []}', "x", "turns"),
        ('{"id": "x", "turns": "问"}', "x", "turns"),
        ('{"turns": ["问"]}', None, "turns"),
        ('{"id": "x", "turns": ["  "]}', "x", "空"),
        ('{"id": "x", "turns": ["' + "长" * 2001 + '"]}', "x", "2,001"),
        ('{"id": "x", "turns": ["坏"]}', "x", "ZeroDivisionError"),
    ],
)
def test_a_line_that_fails_says_why_and_the_rest_goes_on(
    tmp_path: Path, scripted: ScriptedAssistant, line: str, identity: str | None, reason: str
) -> None:
    first, last = answered(tmp_path, scripted, f'{line}\n{{"id": "after", "turns": ["问"]}}\n')
    assert ("failed", identity) == (first["status"], first["id"])
    assert reason in str(first["answer"])
    assert ("answered", "after") == (last["status"], last["id"])


def test_bytes_that_are_not_utf8_fail_alone(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'\xff\xfe{}\n{"id": "b", "turns": ["q"]}\n')
    run_batch(source, target, lambda: scripted, Console(file=io.StringIO()))
    statuses = [json.loads(line)["status"] for line in target.read_text("utf-8").splitlines()]
    assert ["failed", "answered"] == statuses


def test_the_input_is_never_overwritten(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="输出文件"):
        run_batch(source, source, lambda: scripted, Console(file=io.StringIO()))
    assert source.read_text(encoding="utf-8") == "{}"
