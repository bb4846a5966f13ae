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
    assert ("支出决算", ("行政单位离退休",)) == (amount.item, amount.path)


def test_compared_with_last_year_is_no_item() -> None:
    text = "一般公共预算收入120万元，与上年相比增加20万元，占本年收入合计的80%。"
    assert [
        ("一般公共预算收入", "", "120万元"),
        ("一般公共预算收入", "增加", "20万元"),
        ("一般公共预算收入", "占", "80%"),
    ] == amounts(text)
