"""A question's tokens cover it, whatever it says, and names are found by how people spell them."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chain import Assistant
from assistant.lexicon import Lexicon, learn
from assistant.library import Library
from assistant.linking import link
from assistant.normal import canonical, normalise
from assistant.reading import Sort, Token, read
from assistant.unnamed import unexplained
from corpus.disclosure import Disclosure, Locator
from index.records import Fact

NO_OWNERS: frozenset[str] = frozenset()

# A few names as a disclosure may print them: kind | name
NAMES = """
row | 维修（护）费
row | 因公出国（境）费用
row | 培训费
row | 电费
row | 邮寄费
row | 水产良种场改造项目
row | 河道保洁工作专项经费
row | 机关事业单位职业年金缴费
context | （二）湖泊管护资金
context | 三、防汛物资储备经费
table | 2031年一般公共预算基本支出表
"""


def _fact(number: int, kind: str, name: str) -> Fact:
    return Fact(
        id=str(number),
        document="甲局2031年预算.txt",
        table_id=f"T{number}",
        table=name if kind == "table" else None,
        is_form=False,
        subject=None,
        section=(),
        row_index=0,
        row=name if kind == "row" else "合计",
        code=None,
        row_kind=None,
        row_path=(name,) if kind == "context" else (),
        parent=None,
        column_index=0,
        column=("预算数",),
        group=0,
        text="1.00",
        value=None,
        unit="万元",
        quote=None,
        locator=Locator(line=number),
    )


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    lines = (line.split(" | ") for line in NAMES.strip().split("\n"))
    return learn([_fact(number, kind, name) for number, (kind, name) in enumerate(lines)])


def tokens_of(text: str, lexicon: Lexicon) -> list[Token]:
    return link(read(normalise(text), lexicon, NO_OWNERS), lexicon)


def named(text: str, lexicon: Lexicon) -> set[str]:
    """Return the cheapest meaning of each name in a question."""
    names = [token for token in tokens_of(text, lexicon) if token.sort is Sort.NAME]
    return {min(token.meanings, key=lambda m: m.cost).name for token in names if token.meanings}


def covers(tokens: Sequence[Token], text: str) -> bool:
    starts = [sum(len(token.text) for token in tokens[:i]) for i in range(len(tokens))]
    return text == "".join(t.text for t in tokens) and starts == [t.start for t in tokens]


PIECES = st.sampled_from(
    [
        "基本支出",
        "项目",
        "2080505",
        "302",
        "2022年",
        "5.5%",
        "30万元",
        "多少",
        "占",
        "和",
        "的",
        "、",
        "？",
        "（",
        "）",
        "科经局",
        "培训费",
        "三公",
        "去年",
        "12",
        ".",
        "年",
        "费",
        "鑫",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=15).map("".join))
@settings(max_examples=60, deadline=None)
def test_tokens_cover_a_question_exactly_and_in_order(library: Library, text: str) -> None:
    text = normalise(text)
    tokens = read(text, library.lexicon, library.owners)
    assert covers(tokens, text)
    assert covers(link(tokens, library.lexicon), text)


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_tokens_cover_any_text_at_all(library: Library, text: str) -> None:
    text = normalise(text)
    tokens = read(text, library.lexicon, library.owners)
    assert covers(tokens, text)
    assert covers(link(tokens, library.lexicon), text)
    assert {token.sort for token in tokens} <= set(Sort)


@given(st.text("因公出国（境）费用(境)“三公” 　２0２1,，ＡbÄ①㎡《》—", max_size=40))
def test_one_spelling_is_reached_in_one_step(text: str) -> None:
    assert canonical(text) == canonical(canonical(text))


def test_no_two_stretches_of_rest_stand_side_by_side(library: Library) -> None:
    tokens = read(normalise("齉龘靐，龘靐齉支出龘"), library.lexicon, library.owners)
    assert [] == [pair for pair in pairwise(tokens) if pair[0].sort is pair[1].sort is Sort.REST]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("维修费有多少", "维修(护)费"),
        ("维修护费有多少", "维修(护)费"),
        ("維修（護）費有多少", "维修(护)费"),
        ("因公出国费用有多少", "因公出国(境)费用"),
        ("水产良种场改造有多少", "水产良种场改造项目"),
        ("河道保洁有多少", "河道保洁工作专项经费"),
        ("职业年金有多少", "机关事业单位职业年金缴费"),
        ("湖泊管护有多少", "湖泊管护资金"),
        ("防汛物资储备有多少", "防汛物资储备经费"),
        ("「培训费」有多少", "培训费"),
        ("一般公共预算基本支出表里有什么", "2031年一般公共预算基本支出表"),
    ],
)
def test_a_name_is_found_by_its_shorter_spellings(lexicon: Lexicon, asked: str, name: str) -> None:
    assert {name} == named(asked, lexicon)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("陪训费有多少", "培训费"),
        ("培训非有多少", "培训费"),
        ("湖泊管护资经有多少", "湖泊管护资金"),
        ("河道保结有多少", "河道保洁工作专项经费"),
    ],
)
def test_a_slip_that_sounds_alike_is_the_same_name(lexicon: Lexicon, asked: str, name: str) -> None:
    assert {name} == named(asked, lexicon)


@pytest.mark.parametrize("asked", ["培养费有多少", "培育费有多少"])
def test_a_short_word_one_character_away_is_another_name(lexicon: Lexicon, asked: str) -> None:
    assert "培训费" not in named(asked, lexicon)


def test_a_word_that_the_edge_of_a_name_tears_apart_stays_unexplained(lexicon: Lexicon) -> None:
    assert ["邮电费"] == unexplained(tokens_of("邮电费有多少", lexicon))


@pytest.mark.parametrize("asked", ["培养费有多少", "邮电费有多少", "培育费安排了多少"])
def test_a_figure_is_not_given_for_a_name_that_is_only_like_it(
    assistant: Assistant, asked: str
) -> None:
    answer = assistant.ask([asked])
    assert ("not_found", ()) == (answer.status, answer.values)


@pytest.mark.parametrize(
    ("asked", "figure"),
    [("公务接待非多少", "0.09"), ("福立费有多少", "5.72"), ("物业管里费多少", "6.24")],
)
def test_a_slip_gets_the_figure_that_was_meant(
    assistant: Assistant, asked: str, figure: str
) -> None:
    assert figure == assistant.ask([asked]).values[0].number


def test_every_printed_row_is_known_by_its_full_name(library: Library, seed: Disclosure) -> None:
    rows = {canonical(row.name) for table in seed.tables for row in table.rows if row.name}
    lexicon = library.lexicon
    unknown = [
        name
        for name in rows
        if len(name) > 1 and name not in {m.name for m in lexicon.meanings(name)}
    ]
    assert [] == unknown
