"""Questions over several documents: asked of each, put together, told by document, never mixed up."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant import guard
from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.library import Library, build
from corpus.errors import GuardError
from corpus.joining import joined
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED
from eval.specimens.documents import DOCUMENTS, SPECIMENS, items
from index.chunking import document_record, facts_of, passages_of
from index.records import DocumentRecord
from tests.assistant.alterations import other_document

# 青岚 2022 to 2024, its unit, 青峦, 水利 budget and accounts, 交通.
BY_NAME = dict(
    zip(("A22", "A23", "A24", "U24", "D24", "W23", "F23", "T24"), SPECIMENS, strict=True)
)


@pytest.fixture(scope="module")
def library() -> Library:
    read = [read_disclosure(path) for path in SHIPPED]
    for specimen in SPECIMENS:
        first, *others = (read_disclosure(DOCUMENTS / name) for name in specimen.files)
        both = joined(first, others[0]) if others else first
        assert both is not None
        read.append(both)
    facts = [fact for d in read for fact in facts_of(d)]
    passages = [passage for d in read for passage in passages_of(d)]
    records = [document_record(d, "", 0) for d in read]
    twice = [_record(r) if r.files else r for r in records]
    return build(twice, facts, passages)


def _record(record: DocumentRecord) -> DocumentRecord:
    from dataclasses import replace

    return replace(record, sha256=" ".join("0" for _ in record.files))


@pytest.fixture(scope="module")
def several(library: Library) -> Assistant:
    return Assistant(library)


def amount(name: str, item: str) -> Decimal:
    return items(BY_NAME[name])[item].value


def in_yuan(answer: Answer) -> Decimal:
    value = answer.values[0]
    scale = {"万元": 10_000, "亿元": 100_000_000}.get(value.unit or "", 1)
    return Decimal(value.number) * scale


def half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("question", "larger", "smaller", "item"),
    [
        ("青岚区文旅局和青峦区文旅局2024年的三公经费差多少", "A24", "D24", "三公|合计"),
        ("青峦区文旅局2024年公务接待费比青岚区文旅局多多少", "D24", "A24", "三公|接待"),
        ("青岚区文旅局2022年和2024年的总支出相差多少", "A22", "A24", "支出||合计"),
        ("市水利局2023年差旅费实际比预算省了多少", "W23", "F23", "经济|30211|合计"),
        ("青岚区文旅局2024年部门预算比单位预算多多少", "A24", "U24", "支出||合计"),
    ],
)
def test_the_difference_is_of_the_documents_named(
    several: Assistant, question: str, larger: str, smaller: str, item: str
) -> None:
    answer = several.ask([question])
    assert (amount(larger, item) - amount(smaller, item)) * 10_000 == in_yuan(answer)
    assert {BY_NAME[larger].name, BY_NAME[smaller].name} == {c.document for c in answer.citations}


def test_who_has_more_is_named_before_by_how_much(several: Assistant) -> None:
    answer = several.ask(["青岚区文旅局和青峦区文旅局2024年谁的三公经费多"])
    own, other = amount("A24", "三公|合计"), amount("D24", "三公|合计")
    assert max(own, other) * 10_000 == in_yuan(answer)
    assert f"{abs(own - other):.2f}万元" in answer.answer


def test_growth_over_years_is_on_the_earlier_document(several: Assistant) -> None:
    answer = several.ask(["青岚区文旅局2023年项目支出比2022年增长百分之几"])
    now, base = amount("A23", "支出||项目"), amount("A22", "支出||项目")
    assert half_up((now - base) * 100 / base) == Decimal(answer.values[0].number)


def test_several_years_are_listed_added_and_ranked(several: Assistant) -> None:
    three = [amount(name, "经济|30216|合计") for name in ("A22", "A23", "A24")]
    each = several.ask(["青岚区文旅局2022到2024年培训费分别多少"])
    assert three == [Decimal(v.number) / 10_000 for v in each.values]
    whole = several.ask(["青岚区文旅局2022到2024年培训费一共多少"])
    assert sum(three) * 10_000 == in_yuan(whole)
    most = several.ask(["青岚区文旅局哪一年的培训费最高"])
    assert (max(three) * 10_000, True) == (in_yuan(most), "2022年" in most.answer)


def test_what_all_departments_say_is_of_one_year(several: Assistant) -> None:
    answer = several.ask(["2024年哪个部门的三公经费最高"])
    assert amount("T24", "三公|合计") * 10_000 == in_yuan(answer)
    assert BY_NAME["T24"].department.name in answer.answer


def test_an_answer_from_one_of_several_documents_is_headed_with_it(several: Assistant) -> None:
    answer = several.ask(["青岚区文旅局的公务接待费是多少"])
    assert answer.answer.startswith(f"按《{BY_NAME['A24'].department.name}2024年部门预算》，")


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("水利局2023年差旅费的预算完成率是多少", "经济|30211|合计"),
        ("水利局2023年差旅费花了预算的百分之几", "经济|30211|合计"),
        ("水利局2023年项目支出完成了年初预算的百分之多少", "支出||项目"),
    ],
)
def test_what_was_spent_is_a_share_of_what_the_budget_planned(
    several: Assistant, question: str, item: str
) -> None:
    share = half_up(amount("F23", item) * 100 / amount("W23", item))
    answer = several.ask([question])
    assert (share, "%") == (Decimal(answer.values[0].number), answer.values[0].unit)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("青岚区文旅局2024年办公费比上年增加多少", ("A24", "A23")),
        ("青岚区文旅局从2022到2024年办公费增加了多少", ("A24", "A22")),
        ("青岚区文旅局2023年办公费比去年增加了多少", ("A23", "A22")),
    ],
)
def test_an_earlier_figure_is_that_of_its_own_document(
    several: Assistant, question: str, years: tuple[str, str]
) -> None:
    later, earlier = (amount(name, "经济|30201|合计") for name in years)
    assert (later - earlier) * 10_000 == in_yuan(several.ask([question]))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("青岚区文旅局三年平均培训费多少", ("A22", "A23", "A24")),
        ("青岚区文旅局近两年平均培训费是多少", ("A23", "A24")),
        ("两家文旅局2024年平均培训费多少", ("A24", "D24")),
    ],
)
def test_an_average_is_of_as_many_documents_as_are_counted(
    several: Assistant, question: str, names: tuple[str, ...]
) -> None:
    of = [amount(name, "经济|30216|合计") * 10_000 for name in names]
    assert half_up(sum(of) / len(of)) == in_yuan(several.ask([question]))


def test_years_that_are_not_loaded_are_not_added(several: Assistant) -> None:
    answer = several.ask(["青岚区文旅局近五年培训费合计多少"])
    assert ("not_found", ()) == (answer.status, answer.values)
    each = several.ask(["青岚区文旅局近五年的培训费"])
    assert (3, True) == (len(each.values), bool(each.caveats))


def test_a_direction_is_told_with_the_figures_of_each_year(several: Assistant) -> None:
    answer = several.ask(["青岚区文旅局历年公务接待费是上升还是下降"])
    said = [Decimal(v.number) / 10_000 for v in answer.values[:3]]
    assert said == [amount(name, "三公|接待") for name in ("A22", "A23", "A24")]


def test_departments_are_told_by_what_they_have_and_have_not(several: Assistant) -> None:
    abroad = {name: amount(name, "三公|出国") for name in ("A24", "D24", "T24")}
    none = several.ask(["2024年哪些部门没有安排因公出国费"])
    having = several.ask(["2024年哪几个部门安排了因公出国费"])
    for answer, wanted in ((none, False), (having, True)):
        cited = {c.document for c in answer.citations}
        assert cited == {BY_NAME[n].name for n, value in abroad.items() if bool(value) == wanted}


def test_who_does_not_state_an_item_is_named(several: Assistant) -> None:
    answer = several.ask(["各部门2024年农村公路养护补助多少"])
    assert {BY_NAME["T24"].name} >= {c.document for c in answer.citations} - set(
        BY_NAME["T24"].files
    )
    assert BY_NAME["D24"].department.name in answer.caveats[0].text


def test_shares_are_told_in_their_order(several: Assistant) -> None:
    answer = several.ask(["2024年各部门三公经费占总支出比重谁最高"])
    said = [Decimal(value.number) for value in answer.values]
    assert said == sorted(said, reverse=True)
    assert said[0] == half_up(amount("A24", "三公|合计") * 100 / amount("A24", "支出||合计"))


def test_figures_of_different_years_are_compared_with_a_warning(several: Assistant) -> None:
    apart = several.ask(["水利局和交通厅谁的差旅费多"])
    same = several.ask(["青岚区文旅局和青峦区文旅局2024年谁的差旅费多"])
    assert (True, False) == (
        any("年度不同" in c.text for c in apart.caveats),
        any("年度不同" in c.text for c in same.caveats),
    )


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("防汛物资储备2023年预算多少", "W23"),
        ("智慧交通平台建设安排了多少钱", "T24"),
        ("青岚文旅局2022年办公费", "A22"),
        ("省交通厅的培训费", "T24"),
        ("水利局2023年决算的印刷费", "F23"),
        ("青岚区文旅局2024年单位预算的办公费", "U24"),
        ("青岚区文旅局局本级2024年公务接待费", "U24"),
    ],
)
def test_the_document_is_told_by_what_is_named(
    several: Assistant, question: str, name: str
) -> None:
    cited = {citation.document for citation in several.ask([question]).citations}
    assert set(cited) <= set(BY_NAME[name].files)
    assert cited


@pytest.mark.parametrize(
    "question", ["三公经费多少", "区文旅局2024年基本支出多少", "2024年人员经费占比多少"]
)
def test_a_department_that_matters_is_asked_back(several: Assistant, question: str) -> None:
    assert ("clarify", ()) == (several.ask([question]).status, several.ask([question]).values)


@pytest.mark.parametrize(
    "question",
    [
        "青阳区文旅局2024年三公经费多少",
        "青阳文旅局2024年三公经费多少",
        "望川市文化和旅游局2024年预算总额",
        "青岚区水利局2023年差旅费",
        "云岭省水利厅2024年基本支出多少",
        "青岚区文旅局2025年总支出",
        "青岚区文旅局2023年决算的公务接待费",
        "青峦区文旅局2024年单位预算的总支出",
        "青岚区文旅局与青岭区文旅局2024年谁的三公经费多",
        "2024年水利局和交通厅哪家差旅费高",
    ],
)
def test_what_is_not_loaded_is_said_and_nothing_else_taken(
    several: Assistant, question: str
) -> None:
    answer = several.ask([question])
    assert ("not_found", ()) == (answer.status, answer.values)


CONVERSATIONS = [
    (("青岚区文旅局2024年三公经费多少", "那青峦区呢"), "D24", "三公|合计"),
    (("青岚区文旅局2023年基本支出多少", "2022年呢"), "A22", "支出||基本"),
    (("水利局2023年公务接待费预算多少", "实际花了多少"), "F23", "三公|接待"),
    (("青岚区文旅局2024年部门预算总支出", "单位预算呢"), "U24", "支出||合计"),
    (("三公经费多少", "青峦区文旅局的，2024年"), "D24", "三公|合计"),
    (("青岚区文旅局2025年总支出", "那2024年的"), "A24", "支出||合计"),
    (("望川市水利局2023年预算的差旅费", "印刷费呢"), "W23", "经济|30202|合计"),
]


@pytest.mark.parametrize(("turns", "name", "item"), CONVERSATIONS)
def test_a_turn_that_only_names_a_document_asks_the_same_of_it(
    several: Assistant, turns: tuple[str, ...], name: str, item: str
) -> None:
    answer = several.ask(turns)
    assert amount(name, item) * 10_000 == in_yuan(answer)
    assert set(BY_NAME[name].files) >= {citation.document for citation in answer.citations}


@pytest.mark.parametrize(
    "turns",
    [
        ("青岚区文旅局2024年三公经费多少", "青峦区呢", "两家差多少"),
        ("青岚区文旅局和青峦区文旅局2024年谁的公用经费多", "三公经费呢"),
        ("青岚区文旅局2024年三公经费多少", "跟青峦区文旅局比多多少"),
    ],
)
def test_an_operation_goes_over_what_was_asked_of_several(
    several: Assistant, turns: tuple[str, ...]
) -> None:
    apart = amount("A24", "三公|合计") - amount("D24", "三公|合计")
    assert apart * 10_000 == in_yuan(several.ask(turns))


def test_a_document_that_is_not_the_figures_own_is_stopped(
    several: Assistant, library: Library
) -> None:
    places = guard.places_of(library.lexicon.facts, library.passages, library.store)
    names = guard.names_of(library.documents)
    ours, others = (BY_NAME[name].department.name for name in ("A24", "D24"))
    swapped = {ours: others, others: ours}
    for question in (
        "青岚区文旅局和青峦区文旅局2024年的公用经费分别是多少",
        "青岚区文旅局和青峦区文旅局2024年谁的公用经费多",
        "青岚区文旅局2024年的公用经费",
    ):
        answer = several.ask([question])
        guard.check(answer, places, names)
        said = re.sub(f"{ours}|{others}", lambda m: swapped[m[0]], answer.answer)
        altered = answer.model_copy(update={"answer": said})
        assert said != answer.answer
        with pytest.raises(guard.GuardError):
            guard.check(altered, places, names)


@pytest.mark.parametrize(
    "question",
    [
        "青岚区文旅局的公务接待费是多少",
        "青岚区文旅局2022年和2024年的总支出相差多少",
        "青岚区文旅局2022到2024年培训费分别多少",
        "青岚区文旅局2022到2024年培训费一共多少",
        "2024年哪个部门的三公经费最高",
        "青岚区文旅局2023年项目支出比2022年增长百分之几",
    ],
)
def test_a_figure_said_to_be_of_another_document_is_stopped(
    several: Assistant, library: Library, question: str
) -> None:
    places = guard.places_of(library.lexicon.facts, library.passages, library.store)
    names = guard.names_of(library.documents)
    answer = several.ask([question])
    guard.check(answer, places, names)
    altered = [other for other in other_document(answer, library) if other != answer]
    assert altered
    for other in altered:
        with pytest.raises(GuardError):
            guard.check(other, places, names)
