"""Amounts in sentences that name a classification by its levels."""

import pytest

from corpus.amounts import amounts_in_paragraph
from corpus.disclosure import Locator, Paragraph


def amounts(text: str) -> list[tuple[str, str, str]]:
    paragraph = Paragraph(text, ("支出预算说明",), Locator(page=8, line=3))
    return [(a.item, a.relation, a.text) for a in amounts_in_paragraph(paragraph)]


@pytest.mark.parametrize(
    "named",
    [
        "公共安全支出（204类）司法（06款）公共法律服务（07项）686万元。",
        "4、公共安全支出（204类）司法（06款）公共法律服务（07项）686万元。",
        "4. “公共安全支出（类）司法（款）公共法律服务（项）”686万元，主要用于司法。",
        "1．司法（款）公共法律服务（项）支出686万元，与上年一致。",
    ],
)
def test_the_innermost_level_is_the_item_and_its_mark_no_amount(named: str) -> None:
    assert [("公共法律服务", "", "686万元")] == amounts(named)


def test_what_follows_in_other_sentences_is_listed_under_the_name() -> None:
    text = "3、社会保障支出（类）养老支出（款）行政单位离退休（项）。主要用于：离退休。支出决算为54.53万元。"
    paragraph = Paragraph(text, (), Locator(page=8))
    (amount,) = amounts_in_paragraph(paragraph)
    assert ("行政单位离退休", "支出决算", ()) == (amount.item, amount.relation, amount.path)


def test_compared_with_last_year_is_no_item() -> None:
    text = "一般公共预算收入120万元，与上年相比增加20万元，占本年收入合计的80%。"
    assert [
        ("一般公共预算收入", "", "120万元"),
        ("一般公共预算收入", "增加", "20万元"),
        ("一般公共预算收入", "占", "80%"),
    ] == amounts(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("机关经费支出年初预算为20元，支出决算为15元，完成预算的75%。", [
            ("机关经费支出", "年初预算", "20元"),
            ("机关经费支出", "支出决算", "15元"),
            ("机关经费支出", "完成", "75%"),
        ]),
        ("因公出国（境）费3万元，比上年预算减少1万元，降幅25%。", [
            ("因公出国(境)费", "", "3万元"),
            ("因公出国(境)费", "减少", "1万元"),
            ("因公出国(境)费", "降幅", "25%"),
        ]),
        ("公务接待费预算支出5万元，本年数小于上年预算数2万元。", [
            ("公务接待费预算支出", "", "5万元"),
            ("公务接待费预算支出", "减少", "2万元"),
        ]),
        ("“甲支出-乙事务-丙运行”科目7万元。", [("丙运行", "", "7万元")]),
        ("项目总预算30万，其中支持甲10万，支持乙20万，合计30万。", [
            ("项目总预算", "", "30万"),
            ("支持甲", "", "10万"),
            ("支持乙", "", "20万"),
            ("项目总预算", "", "30万"),
        ]),
        ("本部门包括9个内设机构和2个派出机构。", [
            ("内设机构", "", "9个"),
            ("派出机构", "", "2个"),
        ]),
        ("采购货物增加（减少）0万元。", [("采购货物", "增加", "0万元")]),
    ],
)  # fmt: skip
def test_item_field_and_relation(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert expected == amounts(sentence)


def test_the_department_is_no_part_of_an_item() -> None:
    text = "省检察院2031年度预算总额9万元，其中：某省人民检察院本级收入预算8万元。"
    paragraph = Paragraph(text, (), Locator(line=1))
    found = amounts_in_paragraph(paragraph, "某省人民检察院")
    assert ["预算总额", "本级收入预算"] == [amount.item for amount in found]


def test_a_list_behind_among_ends_where_its_sentence_or_its_members_end() -> None:
    text = (
        "共有车辆4辆，其中：公务用车3辆、其他用车1辆；设备2台。"
        "收入预算9万元，其中：财政拨款8万元，比上年增加1万元；事业收入1万元。结余5万元。"
    )
    paragraph = Paragraph(text, (), Locator(line=1))
    assert {
        "公务用车": ("车辆",),
        "其他用车": ("车辆",),
        "设备": (),
        "财政拨款": ("收入预算",),
        "事业收入": ("收入预算",),
        "结余": (),
    } == {
        a.item: a.path
        for a in amounts_in_paragraph(paragraph)
        if a.item not in ("车辆", "收入预算")
    }


def test_last_year_s_execution_is_a_field_of_the_item() -> None:
    text = "1、司法（款）普法宣传（项）9万元。2030年当年预算执行数为8万元，2031年预算安排9万元，比2030年预算执行数增加12.5%。"
    assert [
        ("普法宣传", "", "9万元"),
        ("普法宣传", "2030年当年预算执行数", "8万元"),
        ("普法宣传", "2031年预算安排", "9万元"),
        ("普法宣传", "增加", "12.5%"),
    ] == amounts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增灌溉面积 1.2 万亩。", [("新增灌溉面积", "1.2 万亩")]),
        # A price is that of the item before it, and what follows is the item's again.
        (
            "保洁员 24 人，每人每月 2500 元，12 个月，小计 72 万元。",
            [
                ("保洁员", "24 人"),
                ("保洁员每人每月", "2500 元"),
                ("保洁员", "12 个月"),
                ("保洁员", "72 万元"),
            ],
        ),
        (
            "印制宣传册 2000 册，单价 6 元。",
            [("印制宣传册", "2000 册"), ("印制宣传册单价", "6 元")],
        ),
        # A condition is what the amounts after it are said of.
        (
            "年度营业收入达到 1 亿的，100 万元/家，3 家；",
            [
                ("年度营业收入", "1 亿"),
                ("年度营业收入达到1亿的", "100 万元/家"),
                ("年度营业收入达到1亿的", "3 家"),
            ],
        ),
        # What an amount is a part of is not its item; a level that is aimed at is no change.
        (
            "设计费按不超过造价的 3.5% 计取，最高 10 万元。",
            [("设计费", "3.5%"), ("设计费", "10 万元")],
        ),
        ("漏损率降到 18% 以下。", [("漏损率", "18%")]),
    ],
)
def test_an_amount_belongs_to_what_it_is_said_of(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert expected == [(item, amount) for item, _, amount in amounts(text)]


def test_equal_amounts_of_a_sentence_are_told_apart_by_their_place() -> None:
    paragraph = Paragraph("甲类补助 5 万元，乙类补助 5 万元。", (), Locator(line=1))
    first, second = amounts_in_paragraph(paragraph)
    assert ("甲类补助", "乙类补助") == (first.item, second.item)
    assert first.start < second.start
    assert all(a.sentence[a.start :].startswith("5 万元") for a in (first, second))
