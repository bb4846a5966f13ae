"""What clerks and auditors write: names with one end, prices set against each other, gaps found."""

from decimal import Decimal
from random import Random

import pytest

from assistant.chain import Assistant
from assistant.lexicon import Lexicon, Meaning
from assistant.normal import normalise
from assistant.shared_tail import with_tails
from tests.assistant.test_lines import Altered, figures

DRAW = Random(2611)  # noqa: S311 - figures for a test, not a secret


def lexicon_of(*names: str) -> Lexicon:
    lexicon = Lexicon(facts=())
    for name in names:
        lexicon.spellings[name].append(Meaning(name, 0.0))
    return lexicon


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("取暖、伙食补贴合计多少", "取暖补贴、伙食补贴合计多少"),
        ("取暖、伙食两笔补贴合计多少", "取暖补贴、伙食补贴两笔合计多少"),
        ("取暖和伙食补贴哪个多", "取暖补贴和伙食补贴哪个多"),
        ("印刷费、取暖、伙食补贴", "印刷费、取暖补贴、伙食补贴"),
        ("印刷费和伙食补贴", "印刷费和伙食补贴"),
        ("交通、伙食补贴", "交通、伙食补贴"),
    ],
)
def test_a_list_shares_the_end_of_its_last_name(said: str, meant: str) -> None:
    assert meant == with_tails(said, lexicon_of("取暖补贴", "伙食补贴", "印刷费"))


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("审计组要用:甲费占乙费的比重", "甲费占乙费的比重"),
        ("复核甲费占乙费的份额", "甲费占乙费的份额"),
        ("甲费占乙费的比重是多少,请给出百分数", "甲费占乙费的比重是多少"),
        ("甲费与乙费相比,是它的几倍", "甲费是乙费的几倍"),
        ("甲费较上年压缩多少", "甲费较上年减少多少"),
        ("甲项目较乙项目(均指丙丁类)低多少", "甲项目(丙丁)较乙项目(丙丁)低多少"),
        ("后者多出多少", "后者比前者多出多少"),
        ("甲项目由谁牵头", "甲项目谁负责"),
    ],
)
def test_what_auditors_write_is_put_in_plain_words(said: str, plain: str) -> None:
    assert plain == normalise(said)


def test_a_stated_share_is_still_checked() -> None:
    assert normalise("复核甲费占乙费的比重是不是7.55%").startswith("复核")


def test_what_is_paid_for_each_is_set_against_each_other(altered: Altered) -> None:
    moved, again = DRAW.randint(60, 90), DRAW.randint(6, 9)

    def change(text: str) -> str:
        for old, new in (
            ("整体迁入 50 万元/家", f"整体迁入 {moved} 万元/家"),
            ("重新认定 5 万元/家", f"重新认定 {again} 万元/家"),
        ):
            assert old in text
            text = text.replace(old, new)
        return text

    found = figures(altered(change), "市外整体迁入的高企跟重新认定的比，每家多奖几万")
    assert Decimal(moved - again) == found[0]


def test_how_far_contradictory_targets_are_apart_is_worked_out(altered: Altered) -> None:
    less = DRAW.randint(101, 199)

    def change(text: str) -> str:
        assert "不少于 180 家" in text
        return text.replace("180 家", f"{less} 家")

    question = f"高新技术企业的年度目标，一处250一处{less}，两处差几家"
    assert Decimal(250 - less) == figures(altered(change), question)[0]


def test_months_told_beside_leave_final_accounts_what_they_are(assistant: Assistant) -> None:
    asked = "2021年科学管理事务支出的决算数是多少，1到8月的我已经有了"
    assert assistant.ask([asked]).status == "not_found"
    assert assistant.ask(["科学管理事务支出2021年1到8月实际花了多少"]).status == "answered"
