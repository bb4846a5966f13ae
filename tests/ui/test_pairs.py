"""A disclosure published as 说明 and 表 is one document that answers to either file's name."""

import json
from pathlib import Path

import pytest

from eval.specimens.by_chance import generate
from eval.specimens.written import Document, write_docx, write_sheets
from tests.ui.conftest import Yusuan

TEXT = "某局2024年部门预算情况说明.docx"
TABLES = "某局2024年部门预算公开表.xlsx"


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")


def blocks(title: str, seed: int = 1) -> Document:
    """A generated disclosure, under a title that fits the names of the files."""
    _, *others = generate(seed, "江苏").blocks
    return [title, *others]


@pytest.fixture
def halves(tmp_path: Path) -> dict[str, Path]:
    made = blocks("某局2024年部门预算")
    first_table = next(i for i, b in enumerate(made) if isinstance(b, str) and b.endswith("表"))
    paths = {TEXT: tmp_path / TEXT, TABLES: tmp_path / TABLES}
    write_docx(made[:first_table], paths[TEXT])
    write_sheets([made[0], *made[first_table:]], paths[TABLES])
    return paths


def documents(yusuan: Yusuan) -> list[tuple[str, list[str]]]:
    found = json.loads(yusuan("documents", "--json").out)["documents"]
    return [(one["name"], one["files"]) for one in found]


@pytest.mark.parametrize("order", [(TEXT, TABLES), (TABLES, TEXT)])
@pytest.mark.parametrize("at_once", [True, False])
def test_both_files_are_one_document_whenever_they_come(
    yusuan: Yusuan, halves: dict[str, Path], order: tuple[str, str], at_once: bool
) -> None:
    paths = [str(halves[name]) for name in order]
    for call in [paths] if at_once else [[path] for path in paths]:
        said = yusuan("add", *call)
        assert 0 == said.code
    assert "合为一份" in said.err
    assert [(TEXT, [TEXT, TABLES])] == documents(yusuan)
    assert "没有变化" in yusuan("add", *paths).err


@pytest.mark.parametrize("name", [TEXT, TABLES])
def test_an_answer_names_the_file_that_the_cell_is_in(
    yusuan: Yusuan, halves: dict[str, Path], name: str
) -> None:
    yusuan("add", *map(str, halves.values()))
    cell = json.loads(
        yusuan("ask", "支出预算总表里行政运行的总计是多少？", "--document", name, "--json").out
    )
    assert ["answered", TABLES] == [cell["status"], cell["citations"][0]["document"]]
    assert "sheet" in cell["citations"][0]["locator"]
    said = json.loads(
        yusuan(
            "ask", "部门预算支出的项目支出在情况说明里怎么说？", "--document", name, "--json"
        ).out
    )
    assert "answered" == said["status"]


@pytest.mark.parametrize("name", [TEXT, TABLES])
def test_a_pair_is_removed_whole(yusuan: Yusuan, halves: dict[str, Path], name: str) -> None:
    yusuan("add", *map(str, halves.values()))
    assert 0 == yusuan("remove", name).code
    assert [] == documents(yusuan)


def test_a_file_that_no_longer_fits_leaves_its_pair(
    yusuan: Yusuan, halves: dict[str, Path]
) -> None:
    yusuan("add", *map(str, halves.values()))
    write_docx(["某局2023年部门预算", "第一部分 说明", "本局共有三人。"], halves[TEXT])
    assert 0 == yusuan("add", str(halves[TEXT])).code
    assert {(TEXT, (TEXT,)), (TABLES, (TABLES,))} == {
        (name, tuple(files)) for name, files in documents(yusuan)
    }


def test_a_half_that_changed_takes_its_place_again(yusuan: Yusuan, halves: dict[str, Path]) -> None:
    yusuan("add", *map(str, halves.values()))
    write_sheets(["某局2024年部门预算", *generate(2, "江苏").blocks[5:]], halves[TABLES])
    assert 0 == yusuan("add", str(halves[TABLES])).code
    assert [(TEXT, [TEXT, TABLES])] == documents(yusuan)


@pytest.mark.parametrize(
    "title",
    ["某局2023年部门预算", "某局2024年部门决算", "他局2024年部门预算", "某局2024年单位预算"],
)
def test_files_of_different_disclosures_stay_apart(
    yusuan: Yusuan, halves: dict[str, Path], title: str, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.docx"
    write_docx([title, "第一部分 情况说明", "本年度没有变化。"], other)
    yusuan("add", str(halves[TABLES]), str(other))
    assert 2 == len(documents(yusuan))


def test_a_party_committee_is_the_same_with_its_prefix_or_without(
    yusuan: Yusuan, halves: dict[str, Path]
) -> None:
    write_docx(["中共某局2024年部门预算", "第一部分 情况说明", "没有变化。"], halves[TEXT])
    yusuan("add", *map(str, halves.values()))
    assert [(TEXT, [TEXT, TABLES])] == documents(yusuan)


def test_two_whole_disclosures_stay_apart(yusuan: Yusuan, tmp_path: Path) -> None:
    for name in ("甲.docx", "乙.docx"):
        write_docx(blocks("某局2024年部门预算"), tmp_path / name)
    yusuan("add", str(tmp_path / "甲.docx"), str(tmp_path / "乙.docx"))
    assert 2 == len(documents(yusuan))
