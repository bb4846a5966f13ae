"""What was planned and what was spent, of a 部门 and of its 单位: one is taken, the other is told."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant import guard
from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.library import build
from corpus.errors import GuardError
from corpus.reader import read_disclosure
from index.chunking import document_record, facts_of, passages_of

ROWS = {"防汛": (400, 310), "抗旱": (640, 655), "节水灌溉": (90, 54), "水文测报": (70, 70)}
PEOPLE = {"部门": (31, 12), "单位": (20, 7)}


def _budget(level: str) -> str:
    staff, retired = PEOPLE[level]
    rows = "\n".join(
        f"21303{place:02}\t{name}\t{planned}.00"
        for place, (name, (planned, _)) in enumerate(ROWS.items(), 1)
    )
    total = sum(planned for planned, _ in ROWS.values())
    return f"""甲市水务局2031年{level}预算
一、人员情况
本{level}在职人员{staff}人，退休人员{retired}人。
二、支出预算情况
支出预算{total}.00万元，其中接待培训等另列。
2031年支出预算总表
单位：万元
科目编码\t科目名称\t合计
\t合计\t{total}.00
213\t农林水支出\t{total}.00
21303\t水利\t{total}.00
{rows}
"""


def _accounts() -> str:
    rows = "\n".join(
        f"21303{place:02}\t{name}\t{planned}.00\t{spent}.00"
        for place, (name, (planned, spent)) in enumerate(ROWS.items(), 1)
    )
    planned, spent = (sum(pair[i] for pair in ROWS.values()) for i in (0, 1))
    return f"""甲市水务局2031年度部门决算
一、收入支出决算总体情况
2031年度收入支出总计{spent}.00万元。与2030年度相比，收入支出总计减少11.00万元，下降1.00%。
二、支出决算情况
防汛支出决算310.00万元，比2030年度减少20.00万元，下降6.06%。决算数小于年初预算数的主要原因是汛情较轻。
一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t年初预算数\t决算数
\t合计\t{planned}.00\t{spent}.00
213\t农林水支出\t{planned}.00\t{spent}.00
21303\t水利\t{planned}.00\t{spent}.00
{rows}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bases")
    texts = {
        "甲市水务局2031年部门预算.txt": _budget("部门"),
        "甲市水务局2031年单位预算.txt": _budget("单位").replace("400.00", "380.00"),
        "甲市水务局2031年度部门决算.txt": _accounts(),
    }
    read = [read_disclosure(_written(folder / name, text)) for name, text in texts.items()]
    facts = [fact for document in read for fact in facts_of(document)]
    passages = [passage for document in read for passage in passages_of(document)]
    return Assistant(build([document_record(d, "", 0) for d in read], facts, passages))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _first(answer: Answer) -> Decimal:
    return Decimal(answer.values[0].number)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("spent", ["{}花了多少", "{}用掉了多少", "{}实际花了多少"])
def test_what_was_spent_is_that_of_the_final_accounts(
    office: Assistant, name: str, spent: str
) -> None:
    assert _first(office.ask([spent.format(name)])) == ROWS[name][1]


@pytest.mark.parametrize("name", [n for n, (planned, spent) in ROWS.items() if planned != spent])
def test_the_basis_not_taken_is_told_with_its_figure(office: Assistant, name: str) -> None:
    planned, spent = ROWS[name]
    answer = office.ask([f"{name}多少钱"])
    assert _first(answer) == planned
    told = [caveat.text for caveat in answer.caveats if caveat.kind == "other_basis"]
    assert any("部门决算" in text and f"{spent}.00万元" in text for text in told)
    named = office.ask([f"{name}的部门预算是多少"])
    assert not any(c.kind == "other_basis" for c in named.caveats)


def test_people_of_the_unit_are_told_beside_those_of_the_department(office: Assistant) -> None:
    answer = office.ask(["退休人员有多少人"])
    assert _first(answer) == PEOPLE["部门"][1]
    assert any(f"{PEOPLE['单位'][1]}人" in c.text for c in answer.caveats)


def test_a_basis_told_with_another_figure_or_document_is_stopped(office: Assistant) -> None:
    answer = office.ask(["退休人员有多少人"])
    places, names = office._places, office._names
    guard.check(answer, places, names)
    for known, other in (("其中退休人员为7人", "其中退休人员为12人"), ("单位预算》", "部门预算》")):
        caveats = tuple(
            c.model_copy(update={"text": c.text.replace(known, other)}) for c in answer.caveats
        )
        text = answer.answer.replace(known, other)
        if known not in answer.answer:
            pytest.fail(answer.answer)
        with pytest.raises(GuardError):
            guard.check(
                answer.model_copy(update={"answer": text, "caveats": caveats}), places, names
            )
    with pytest.raises(GuardError):
        guard.check(answer.model_copy(update={"caveats": ()}), places, names)


def test_items_over_and_under_their_budget_are_picked(office: Assistant) -> None:
    over = {name: spent - planned for name, (planned, spent) in ROWS.items()}
    more = office.ask(["哪些科目的决算超过了年初预算"])
    assert [Decimal(v.number) for v in more.values] == [x for x in over.values() if x > 0]
    furthest = office.ask(["决算和预算比，哪个科目差得最多"])
    name = max(over, key=lambda n: abs(over[n]))
    assert (abs(over[name]), True) == (_first(furthest), name in furthest.answer)
    least = office.ask(["哪个科目完成率最低"])
    worst = min(ROWS, key=lambda n: Decimal(ROWS[n][1]) / ROWS[n][0])
    assert worst in least.answer


def test_a_reason_is_quoted_where_it_is_stated_and_else_said_to_be_missing(
    office: Assistant,
) -> None:
    assert "汛情较轻" in office.ask(["防汛决算比预算少的原因"]).answer
    other = office.ask(["抗旱决算为什么比预算多"])
    assert (other.status, "没有说明" in other.answer) == ("not_found", True)


def test_last_years_figure_is_derived_for_the_accounts(office: Assistant) -> None:
    spent = sum(pair[1] for pair in ROWS.values())
    assert _first(office.ask(["2030年决算收支总计是多少"])) == spent + 11
    assert _first(office.ask(["2030年防汛实际花了多少"])) == ROWS["防汛"][1] + 20


def test_each_piece_of_a_question_over_two_documents_is_answered(office: Assistant) -> None:
    planned, spent = ROWS["防汛"]
    both = office.ask(["防汛花了多少，比预算少多少"])
    assert [Decimal(v.number) for v in both.values] == [spent, planned - spent]
    rate = office.ask(["防汛决算比预算少花了多少？完成率多少？"])
    numbers = [Decimal(v.number) for v in rate.values]
    assert numbers == [planned - spent, Decimal("77.50")]


def test_an_item_that_no_document_names_is_not_read_as_another(office: Assistant) -> None:
    answer = office.ask(["政府购买服务预算是多少"])
    assert (answer.status, answer.values) == ("not_found", ())
    assert "政府购买服务" in answer.answer
