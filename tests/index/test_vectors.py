"""Chroma holds one entry for each wording, and is made again when it is broken."""

import numpy as np
import pytest

from corpus.errors import HomeError
from index.build import add_disclosures, open_index, remove_document
from index.home import Home
from index.stored_vectors import StoredVectors
from index.vectors import VectorIndex, newest
from index.wording import Wording

ROWS = """
科目 | 总计
2060101 行政运行 | 220.09
2210201 住房公积金 | 27.47
"""


def wording(key, documents=("甲.txt",)):
    return Wording(key, key, "row", "支出预算总表", None, documents, (2022,))


def test_the_nearest_come_first_and_only_from_the_chosen_documents(tmp_path):
    index = VectorIndex.create(tmp_path / "chroma")
    vectors = np.eye(3, dtype=np.float32)
    documents = (("甲.txt", "乙.txt"), ("乙.txt",), ("丙.txt",))
    index.put([wording(f"k{n}", names) for n, names in enumerate(documents)], vectors)
    query = np.array([0.9, 0.4, 0.1], dtype=np.float32)

    assert ["k0", "k1", "k2"] == [hit.key for hit in index.search(query, 5)]
    assert ["k0", "k1"] == [hit.key for hit in index.search(query, 5, ["乙.txt"])]
    assert ["k0", "k2"] == [hit.key for hit in index.search(query, 5, ["甲.txt", "丙.txt"])]


def test_writing_a_key_again_replaces_vector_and_documents(tmp_path):
    index = VectorIndex.create(tmp_path / "chroma")
    index.put([wording("k", ("甲.txt",))], np.array([[1, 0]], dtype=np.float32))
    index.put([wording("k", ("乙.txt",))], np.array([[0, 1]], dtype=np.float32))

    assert [] == index.search(np.array([0, 1], dtype=np.float32), 1, ["甲.txt"])
    (hit,) = index.search(np.array([0, 1], dtype=np.float32), 1, ["乙.txt"])
    assert hit.score == pytest.approx(1)


def test_a_collection_with_too_few_entries_is_not_opened(tmp_path):
    index = VectorIndex.create(tmp_path / "chroma")
    index.put([wording("k")], np.ones((1, 4), dtype=np.float32))
    index.close()

    with pytest.raises(HomeError):
        VectorIndex.open(tmp_path / "chroma", expected=2)


def test_stored_vectors_survive_and_a_damaged_file_counts_as_none(tmp_path):
    path = tmp_path / "vectors.npz"
    StoredVectors().joined(["a", "b"], np.eye(2, dtype=np.float32)).save(path)

    assert ("a", "b") == StoredVectors.load(path).keys
    assert [[0, 1]] == StoredVectors.load(path).rows(["b"]).tolist()
    path.write_bytes(b"PK broken")
    assert () == StoredVectors.load(path).keys


@pytest.mark.parametrize("damage", ["lost", "truncated"])
def test_a_broken_collection_is_made_again_without_embedding(
    tmp_path, disclosure, written, hashing, damage
):
    home = Home(tmp_path / "home")
    add_disclosures(home, [written(disclosure(ROWS))])
    database = home.current() / "chroma" / "chroma.sqlite3"
    if damage == "lost":
        database.unlink()
    else:
        database.write_bytes(database.read_bytes()[:5000])
    asked = len(hashing.asked)

    index = open_index(home)
    found = index.retriever.invoke("支出预算总表 2210201 住房公积金 总计", k=1)

    assert ["住房公积金" in passage.page_content for passage in found] == [True]
    assert asked == len(hashing.asked)
    assert (home.current() / "chroma-2").is_dir()


def test_only_new_wordings_are_embedded(tmp_path, disclosure, written, hashing):
    home = Home(tmp_path / "home")
    add_disclosures(home, [written(disclosure(ROWS))])
    hashing.asked.clear()

    add_disclosures(
        home,
        [
            written(
                disclosure(ROWS + "\n2210202 提租补贴 | 5.72", name="乙局2023年预算.txt", year=2023)
            )
        ],
    )

    assert ["支出预算总表 2210202 提租补贴 总计"] == hashing.asked
    remove_document(home, "甲局2022年预算.txt")
    assert 1 == len(hashing.asked)
    index = open_index(home)
    assert {"乙局2023年预算.txt"} == {
        d.metadata["document"] for d in index.retriever.invoke("行政运行")
    }


def test_adding_to_a_broken_collection_makes_it_anew(tmp_path, disclosure, written, hashing):
    home = Home(tmp_path / "home")
    add_disclosures(home, [written(disclosure(ROWS))])
    (home.current() / "chroma" / "chroma.sqlite3").write_bytes(b"broken")
    asked = len(hashing.asked)

    add_disclosures(home, [written(disclosure(ROWS, name="乙局2022年预算.txt"))])

    index = open_index(home)
    assert index.retriever.invoke("支出预算总表 2210201 住房公积金 总计")
    assert index.generation / "chroma" == newest(index.generation)
    assert asked == len(hashing.asked)
