"""Long texts are cut before they are embedded."""

from hypothesis import given
from hypothesis import strategies as st

from index.wording import cut


@given(st.text(alphabet="预算支出。；x", min_size=1, max_size=1500))
def test_pieces_are_short_and_nothing_is_lost(text):
    pieces = cut(text)

    assert text == "".join(pieces)
    assert all(len(piece) <= 400 for piece in pieces)


def test_every_piece_keeps_the_heading():
    pieces = cut("第二部分 一、总体情况\n" + "项目支出增加的原因。" * 80)

    assert len(pieces) > 1
    assert all(piece.startswith("第二部分 一、总体情况\n") for piece in pieces)
    assert all(piece.endswith("。") for piece in pieces)
