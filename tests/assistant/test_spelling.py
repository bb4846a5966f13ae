"""Slips that sound or look like a name are read as it; words of the language are not."""

from random import Random

import pytest
from pypinyin import lazy_pinyin

from assistant.lexicon import Lexicon
from assistant.library import Library
from assistant.spelling import corrected

DICE = Random(811)  # noqa: S311 - draws slips for a test, not a secret
LETTERS = [chr(code) for code in range(0x4E00, 0x9FA5)]


@pytest.fixture(scope="module")
def lexicon(library: Library) -> Lexicon:
    return library.lexicon


def slip(name: str) -> str:
    """Return a name with one letter written as another that sounds the same."""
    place = DICE.randrange(len(name))
    sound = lazy_pinyin(name[place])[0]
    alike = [
        c for c in DICE.sample(LETTERS, 6000) if lazy_pinyin(c)[0] == sound and c != name[place]
    ]
    return name[:place] + alike[0] + name[place + 1 :] if alike else name


def test_a_letter_that_sounds_alike_is_put_right(lexicon: Lexicon) -> None:
    names = sorted(
        f.row for f in lexicon.facts if f.code and 4 <= len(f.row) <= 9 and f.row.isalpha()
    )
    wrong = {name: slip(name) for name in DICE.sample(names, 30)}
    right = [name for name, said in wrong.items() if name in corrected(f"{said}是多少", lexicon)]
    assert len(right) >= 0.9 * len(wrong)


def test_a_question_without_slips_stays_as_it_is(lexicon: Lexicon) -> None:
    for question in ("税费一共多少", "办公费和水费加起来占公用经费多少", "项目支出比上年增加多少"):
        assert question == corrected(question, lexicon)
