"""Which department a question names: by region and short name, and never one that is nearly it."""

import pytest

from assistant.owners import Owners
from corpus.disclosure import Kind
from index.records import DocumentRecord


def record(department: str, region: str, *aliases: str) -> DocumentRecord:
    return DocumentRecord(
        f"{department}.txt",
        department,
        department,
        aliases,
        region,
        2031,
        Kind.BUDGET,
        "",
        (),
        0,
        0,
    )


OWNERS = Owners(
    [
        record("江原市河东区卫生和人口发展局", "江原市河东区", "卫生和人口发展局"),
        record("江原市河西区卫生和人口发展局", "江原市河西区", "卫生和人口发展局"),
        record("江原市商务委员会", "江原市", "商务委员会"),
        record("山海省林业和草原厅", "山海省", "林业和草原厅"),
        record("山海省群众工作部", "山海省", "群众工作部"),
        record("江原市人民检察院", "江原市", "检察院"),
        record("江原市海岛开发办公室", "江原市", "海岛开发办公室"),
    ]
)
EAST, WEST = "江原市河东区卫生和人口发展局", "江原市河西区卫生和人口发展局"


def named(text: str) -> list[set[str]]:
    return [set(one.departments) for one in OWNERS.find(text, lambda _: False)]


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("江原市河东区卫生和人口发展局的预算", [{EAST}]),
        ("河东区卫人局的预算", [{EAST}]),
        ("河西卫人局三公多少", [{WEST}]),
        ("请问一下河东区卫生和人口发展局编制", [{EAST}]),
        ("河东区卫人局和河西区卫人局谁多", [{EAST}, {WEST}]),
        ("区卫人局的预算", [{EAST, WEST}]),
        ("卫人局的预算", [{EAST, WEST}]),
        ("市商务委今年花多少", [{"江原市商务委员会"}]),
        ("江原市商务委员会", [{"江原市商务委员会"}]),
        ("省林草厅的总预算", [{"山海省林业和草原厅"}]),
        ("河东区的三公经费", [{EAST}]),
        ("省群众工作部的三公经费", [{"山海省群众工作部"}]),
        ("市检察院的培训费", [{"江原市人民检察院"}]),
        ("海岛办2031年预算", [{"江原市海岛开发办公室"}]),
    ],
)
def test_a_department_is_known_by_the_ways_it_is_called(
    text: str, departments: list[set[str]]
) -> None:
    assert departments == named(text)


@pytest.mark.parametrize(
    "text",
    [
        "河南区卫人局的预算",  # another district
        "河南卫人局的预算",
        "江原市卫生和人口发展局",  # the city's, not a district's
        "河东区商务委",  # a district's, not the city's
        "省商务委的预算",
        "山海省林业厅",  # 草原 is left out of the name
        "河东区卫生局",
        "海岸开发办公室的预算",
    ],
)
def test_a_near_equal_name_is_nobodys(text: str) -> None:
    assert [set()] == named(text)


@pytest.mark.parametrize(
    "text", ["我们局的预算", "你们局编制几个", "该局总支出", "工作会议和学院的部门"]
)
def test_a_bureau_without_a_name_is_none(text: str) -> None:
    assert [] == named(text)
