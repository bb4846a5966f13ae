"""Adding, replacing, removing, failing half-way and coming from an older version."""

import json
import subprocess
import sys

import pytest

from corpus.errors import EmptyHomeError, HomeError, ReadError, UsageError
from index.build import add_disclosures, is_unchanged, open_index, rebuild, remove_document
from index.home import SCHEMA, Home

pytestmark = pytest.mark.usefixtures("words_only")

ROWS = """
科目 | 总计
2060101 行政运行 | 220.09
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def rows_of(home):
    return [(fact.document, fact.text) for fact in open_index(home).facts.facts()]


def test_what_was_added_can_be_read_and_its_original_is_kept(home, disclosure, written):
    path, made = written(disclosure(ROWS))

    assert (made.name,) == add_disclosures(home, [(path, made)])

    assert [(made.name, "220.09")] == rows_of(home)
    assert path.read_bytes() == (home.originals / made.name).read_bytes()


def test_an_unchanged_file_is_passed_over(home, disclosure, written):
    item = written(disclosure(ROWS))
    add_disclosures(home, [item])
    before = home.current()

    assert is_unchanged(home, item[0])
    assert () == add_disclosures(home, [item])
    assert before == home.current()


def test_the_same_name_again_replaces_and_a_reader_keeps_what_it_opened(home, disclosure, written):
    add_disclosures(home, [written(disclosure(ROWS))])
    reader = open_index(home)

    add_disclosures(home, [written(disclosure(ROWS.replace("220.09", "1.00")))])

    assert ["220.09"] == [fact.text for fact in reader.facts.facts()]
    assert ["1.00"] == [text for _, text in rows_of(home)]


def test_nothing_is_published_when_one_document_fails(home, disclosure, written, monkeypatch):
    add_disclosures(home, [written(disclosure(ROWS))])
    before = home.current()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("index.draft.write_manifest", fail)
    with pytest.raises(OSError, match="disk full"):
        add_disclosures(home, [written(disclosure(ROWS, name="乙.txt"))])

    assert before == home.current()
    assert [before] == list(home.generations.iterdir())
    assert not (home.originals / "乙.txt").exists()


def test_a_removed_document_is_gone_with_its_original(home, disclosure, written):
    add_disclosures(home, [written(disclosure(ROWS, name=n)) for n in ("甲.txt", "乙.txt")])

    remove_document(home, "甲.txt")

    assert [("乙.txt", "220.09")] == rows_of(home)
    assert ["乙.txt"] == [path.name for path in home.originals.iterdir()]
    with pytest.raises(UsageError, match=r"乙\.txt"):
        remove_document(home, "甲.txt")


def test_a_home_emptied_again_is_empty(home, disclosure, written):
    item = written(disclosure(ROWS))
    add_disclosures(home, [item])
    remove_document(home, item[1].name)

    with pytest.raises(EmptyHomeError, match="yusuan add"):
        open_index(home)
    assert (item[1].name,) == add_disclosures(home, [item])


def test_progress_is_told_in_chinese_stages(home, disclosure, written):
    told = []
    add_disclosures(home, [written(disclosure(ROWS))], lambda *step: told.append(step))

    assert ("建立词语索引", 1, 1) == told[-1]
    assert all(done <= total for _, done, total in told)


def age(home):
    path = home.current() / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"schema_version": 0, "old": fields}), encoding="utf-8")


def test_an_older_home_is_rebuilt_from_its_originals(home, disclosure, written):
    path, made = written(disclosure(ROWS))
    add_disclosures(home, [(path, made)])
    age(home)

    with pytest.raises(HomeError, match="旧版本"):
        open_index(home)
    index = open_index(home, read=lambda _: made)

    assert ["220.09"] == [fact.text for fact in index.facts.facts()]
    assert SCHEMA == index.manifest.schema_version


def test_an_original_that_cannot_be_read_does_not_stop_a_rebuild(home, disclosure, written):
    made = {n: disclosure(ROWS, name=n) for n in ("甲.txt", "乙.txt")}
    add_disclosures(home, [written(one) for one in made.values()])

    def read(path):
        if path.name == "甲.txt":
            raise ReadError("读不出")
        return made[path.name]

    assert ("甲.txt",) == rebuild(home, read)
    assert [("乙.txt", "220.09")] == rows_of(home)


def test_reading_facts_and_words_loads_neither_torch_nor_chroma(home, disclosure, written):
    add_disclosures(home, [written(disclosure(ROWS))])
    program = (
        "import sys; from pathlib import Path; from index.build import open_index;"
        "from index.home import Home; index = open_index(Home(Path(sys.argv[1])));"
        "index.facts.facts(); index.lexical.search('行政运行', 3);"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'chromadb', 'langchain_core'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(home.directory)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "[]" == done.stdout.strip()
