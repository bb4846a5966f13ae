"""Passages are found by words and by meaning, within the documents asked for."""

import pytest

from corpus.errors import ModelError
from index.build import add_disclosures, open_index
from index.home import Home
from index.retriever import HybridRetriever, Ranking, fuse
from index.vectors import Hit

ROWS = """
科目 | 总计
2060101 行政运行 | 220.09
2210201 住房公积金 | 27.47
30217 公务接待费 | 0.09
"""


@pytest.fixture
def two(tmp_path, disclosure, written, monkeypatch):
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")
    home = Home(tmp_path / "home")
    names = (("甲局2021年预算.txt", 2021), ("乙局2022年预算.txt", 2022))
    add_disclosures(home, [written(disclosure(ROWS, name=n, year=y)) for n, y in names])
    return open_index(home)


def test_a_row_is_found_by_its_name_with_its_address(two):
    first = two.retriever.invoke("公务接待费是多少", k=1)[0]

    assert "乙局2022年预算.txt#T1/3" == first.id == first.metadata["id"]
    assert ("row", "2022年支出预算总表", 2) == tuple(
        first.metadata[name] for name in ("kind", "table", "row_index")
    )
    assert ["乙局2022年预算.txt#T1/3/1"] == first.metadata["fact_ids"]


def test_k_and_documents_hold_for_the_retriever_or_for_one_call(two):
    narrow = HybridRetriever(index=two, k=2, documents=("甲局2021年预算.txt",))

    assert 2 == len(narrow.invoke("支出预算"))
    assert 1 == len(narrow.invoke("支出预算", k=1))
    assert {"甲局2021年预算.txt"} == {d.metadata["document"] for d in narrow.invoke("公积金")}
    other = narrow.invoke("公积金", documents=["乙局2022年预算.txt"])
    assert {"乙局2022年预算.txt"} == {d.metadata["document"] for d in other}


def test_a_row_that_all_documents_share_does_not_take_all_places(two):
    found = two.retriever.invoke("公务接待费 住房公积金", k=4)

    assert {"公务接待费", "住房公积金"} <= {
        name for d in found for name in ("公务接待费", "住房公积金") if name in d.page_content
    }


@pytest.mark.parametrize("query", ["", "   ", "？？？", "zzz"])
def test_a_question_without_known_words_finds_nothing(two, query):
    assert [] == two.retriever.invoke(query)


def test_what_both_find_comes_before_what_one_finds():
    one, both = Hit("one", 9), Hit("both", 1)

    fused = fuse([Ranking([one, both], 1), Ranking([both], 1)])

    assert ["both", "one"] == [hit.key for hit in fused]


@pytest.mark.usefixtures("hashing")
def test_an_index_of_another_model_is_not_asked(tmp_path, disclosure, written, monkeypatch):
    home = Home(tmp_path / "home")
    item = written(disclosure(ROWS))
    add_disclosures(home, [item])
    monkeypatch.setenv("YUSUAN_EMBEDDING", "BAAI/bge-small-zh-v1.5")

    with pytest.raises(ModelError, match="YUSUAN_EMBEDDING"):
        open_index(home).retriever.invoke("公积金")
    assert open_index(home).retriever.invoke("公积金", dense=False)


def test_adding_again_with_another_model_embeds_everything_anew(
    tmp_path, disclosure, written, hashing, monkeypatch
):
    home = Home(tmp_path / "home")
    item = written(disclosure(ROWS))
    add_disclosures(home, [item])
    once = len(hashing.asked)
    monkeypatch.setenv("YUSUAN_EMBEDDING", "BAAI/bge-small-zh-v1.5")

    add_disclosures(home, [item])

    assert 2 * once == len(hashing.asked)
    index = open_index(home)
    assert "BAAI/bge-small-zh-v1.5" == index.manifest.model
    assert index.retriever.invoke("公积金")
