import pytest

from ui.text import answer_markdown, escape_html, markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5~6 月~7 月", r"5\~6 月\~7 月"),
        ("$x$ 与 *y*", r"\$x\$ 与 \*y\*"),
        ("[1](http://a)", r"\[1\]\(http\://a\)"),
        (":red[危险]", r"\:red\[危险\]"),
        ("1. 第一条", r"1\. 第一条"),
        ("增长 3.5%", "增长 3.5%"),
        ("<b>", r"\<b\>"),
        ("两\n行", "两  \n行"),
    ],
)
def test_text_from_outside_is_shown_as_it_is(text: str, shown: str) -> None:
    assert shown == markdown(text)


def test_citation_marks_are_set_off() -> None:
    assert "5,501.02 万元:blue[〔1〕]。" == answer_markdown("5,501.02 万元〔1〕。")


def test_html_is_escaped() -> None:
    assert "&lt;script&gt;<br>&quot;" == escape_html('<script>\n"')
