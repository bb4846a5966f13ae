"""The store gives back exactly what was put in."""

import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import HomeError
from index.chunking import document_record, facts_of, passages_of
from index.facts import FactStore
from index.wording import key_of

SPENDING = """
科目 | 总计 | 项目支出
2060101 行政运行 | 5,949.92 | 48
2060404 科技成果转化与扩散 | 92.46% |
"""


def put(store, made, sha256="0"):
    facts = facts_of(made)
    store.replace(document_record(made, sha256, len(facts)), facts, passages_of(made))


def test_records_come_back_as_they_were(tmp_path, disclosure):
    made = disclosure(SPENDING, paragraphs=("2022年部门总预算5949.92万元。",))
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        put(store, made)
    with FactStore.open(tmp_path / "facts.duckdb") as store:
        assert tuple(facts_of(made)) == store.facts()
        assert tuple(passages_of(made)) == store.passages()
        assert (document_record(made, "0", 4),) == store.documents()
        assert tuple(facts_of(made)) == store.table(made.name, "T1")
        assert store.passages()[0] == store.passage(store.passages()[0].id)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_value_keeps_its_digits_and_its_decimals(tmp_path_factory, disclosure, values):
    made = disclosure("科目 | 总计\n行政运行 | 1")
    (fact,) = facts_of(made)
    with FactStore.create(tmp_path_factory.mktemp("one") / "facts.duckdb") as store:
        facts = [replace(fact, value=value) for value in values]
        store.replace(document_record(made, "0", len(facts)), facts, [])
        found = [fact.value for fact in store.facts()]

    assert [format(value, "f") for value in values] == [format(value, "f") for value in found]


def test_replacing_a_document_leaves_nothing_of_the_old_one(tmp_path, disclosure):
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        put(store, disclosure(SPENDING))
        put(store, disclosure("科目 | 总计\n公用经费 | 1"), sha256="1")

        assert ["公用经费"] == [fact.row for fact in store.facts()]
        assert ["1"] == [document.sha256 for document in store.documents()]
        assert frozenset() == store.wording_keys(["甲局2022年预算.txt"]) & {
            key_of("支出预算总表 2060101 行政运行 总计 项目支出")
        }


def test_facts_of_chosen_documents_only(tmp_path, disclosure):
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        for name in ("甲.txt", "乙.txt", "丙.txt"):
            put(store, disclosure("科目 | 总计\n行政运行 | 1", name=name))

        assert {"甲.txt", "丙.txt"} == {f.document for f in store.facts(["甲.txt", "丙.txt"])}
        assert 3 == len(store.facts([]))
        assert () == store.facts(["丁.txt"])


def test_a_shared_wording_knows_all_its_documents_and_years(tmp_path, disclosure):
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        put(store, disclosure("科目 | 总计\n行政运行 | 1", name="甲.txt", year=2021))
        put(store, disclosure("科目 | 总计\n行政运行 | 2", name="乙.txt", year=2022))
        wording = next(w for w in store.wordings() if w.kind == "row")
        newest, older = store.passages_with([wording.key])[wording.key]

    assert {"甲.txt", "乙.txt"} == set(wording.documents)
    assert (2021, 2022) == wording.years
    assert (2022, 2021) == (newest.year, older.year)


def test_several_processes_read_at_once(tmp_path, disclosure):
    path = tmp_path / "facts.duckdb"
    with FactStore.create(path) as store:
        put(store, disclosure(SPENDING))
    program = (
        "import sys; from pathlib import Path; from index.facts import FactStore;"
        "print(len(FactStore.open(Path(sys.argv[1])).facts()))"
    )
    with FactStore.open(path) as store:
        other = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        assert str(len(store.facts())) == other.stdout.strip()


def test_forty_thousand_facts_load_within_two_seconds(tmp_path, disclosure):
    row = "2060101 行政运行 | " + " | ".join(["1,234.50"] * 10)
    table = "科目 | " + " | ".join(f"列{n}" for n in range(10)) + f"\n{row}" * 200
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        for number in range(20):
            put(store, disclosure(table, name=f"{number}.txt"))
    with FactStore.open(tmp_path / "facts.duckdb") as store:
        begun = time.perf_counter()
        facts = store.facts()
        taken = time.perf_counter() - begun

    assert 40_000 == len(facts)
    assert Decimal("1234.50") == facts[-1].value
    assert taken < 2


def test_a_damaged_store_says_what_to_do(tmp_path):
    path = tmp_path / "facts.duckdb"
    path.write_bytes(b"not a database, and long enough to be looked at" * 400)

    with pytest.raises(HomeError, match="yusuan add"):
        FactStore.open(path)
