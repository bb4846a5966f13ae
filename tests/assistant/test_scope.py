"""Which document answers when several are loaded: named, latest of one department, or asked back."""

import pytest

from assistant.chain import Assistant
from assistant.library import build
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED
from index.chunking import document_record, facts_of, passages_of


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The shipped disclosure, one of another department and one of the year after."""
    folder = tmp_path_factory.mktemp("several")
    text = SHIPPED[0].read_text("utf-8")
    own = "江汉区科学技术和经济信息化局"
    other = text.replace(own, "江汉区文化和旅游局").replace("区科经局", "区文旅局")
    (folder / "文旅2022.txt").write_text(other.replace("5,949.92", "6,949.92"), "utf-8")
    later = text.replace("2022", "2023").replace("5,949.92", "7,949.92")
    (folder / "科经2023.txt").write_text(later, "utf-8")
    read = [read_disclosure(path) for path in (*SHIPPED, *sorted(folder.iterdir()))]
    facts = [fact for d in read for fact in facts_of(d)]
    passages = [passage for d in read for passage in passages_of(d)]
    return Assistant(build([document_record(d, "", 0) for d in read], facts, passages))


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("文旅局总预算多少", "6949.92"),
        ("2022年科经局总预算", "5949.92"),
        ("科经局2023年总预算", "7949.92"),
        ("科经局总预算多少", "7949.92"),
    ],
)
def test_the_department_and_year_named_choose_the_document(
    several: Assistant, question: str, number: str
) -> None:
    assert number == several.ask([question]).values[0].number


def test_an_unnamed_department_is_asked_back(several: Assistant) -> None:
    answer = several.ask(["总预算多少"])
    assert ("clarify", 3, ()) == (answer.status, len(answer.options), answer.values)


def test_a_follow_up_stays_with_its_document(several: Assistant) -> None:
    answer = several.ask(["文旅局总预算多少", "那基本支出呢"])
    assert {"文旅2022.txt"} == {citation.document for citation in answer.citations}


def test_a_region_of_near_equal_name_is_another_department(several: Assistant) -> None:
    assert "not_found" == several.ask(["硚口区科经局总预算多少"]).status
