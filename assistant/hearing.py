"""Whether what is used to answer speaks of the words of a question, as they are or by another name."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import rjieba

from assistant.clause import Clause
from assistant.content import asked_words
from assistant.coverage import pairs
from assistant.lexicon import Lexicon
from assistant.linking import in_order
from assistant.reading import Sort, Token
from assistant.unnamed import is_noun, names_a_thing
from assistant.vocabulary import vocabulary

# From here on a meaning is a name without its general end, one that holds the words, or one like them.
_PART_OF = 0.4
_ONLY_LIKE = 1.1
_SLIPS = 2
# Words for members and numbers of any sort, of which no line need speak.
_GENERAL = re.compile(r"子项|分项|名额|[家次人户套份场件期]数|^[一二三四五六七八九十两几\d]")
_MONEY = re.compile(r"(?:费用?|补[贴助]|奖[励金]|经费|支出|款)$")
# What may stand between a noun and the name that it qualifies: of, for each, a month.
_BETWEEN = frozenset({"of", "for_each", "per_head", "period"})


@dataclass
class Hearing:
    """The words of a question's clauses against all the words of what is used."""

    words: str
    clauses: tuple[Clause, ...]
    lexicon: Lexicon

    @cached_property
    def heard(self) -> frozenset[str]:
        """The words of the question that carry content, as the language cuts them."""
        return frozenset(
            w.text for clause in self.clauses for w in asked_words(clause, self.lexicon)
        )

    def holds(self, token: Token) -> bool:
        """Tell whether all words of what is only part of some name stand with what is used."""
        exact = any(meaning.cost < _PART_OF for meaning in token.meanings)
        words = [word for word in rjieba.cut(token.text) if len(word) > 1]
        if not exact and words and all(self._says(word) for word in words):
            return True
        return any(token.text in word and self._says(word) for word in self.heard)

    def _says(self, word: str) -> bool:
        """Tell whether a word, or one that means the same, stands with what is used."""
        alike = (word, *vocabulary().synonyms.get(word, ()))
        return any(other in self.words for other in alike)

    def lacks(self, token: Token) -> bool:
        """Tell whether a word of what only shares words with a name stands nowhere in what is used.

        What is written in short or with a slip holds no other words, or sounds, than the name.
        """
        from pypinyin import lazy_pinyin

        text = token.text
        if min((m.cost for m in token.meanings), default=0) < _ONLY_LIKE or any(
            in_order(text, name)
            or name in text
            or abs(len(name) - len(text)) <= _SLIPS
            or in_order(lazy_pinyin(text), lazy_pinyin(name))
            for name in (m.name for m in token.meanings)
        ):
            return False
        words = {w.text for w in asked_words(Clause([token]), self.lexicon)}
        known = (word for word in words if len(rjieba.cut(word, False)) == 1)
        return any(not self._says(word) for word in known)

    def unexplained(self, clause: Clause, lines: bool) -> str:
        """Return a name for money that no name explains and that nothing used holds a part of.

        Of `lines` of a form, which hold many words, any noun is one of theirs.
        """
        known = [w for w in clause.unknown if len(rjieba.cut(w, False)) == 1 and is_noun(w)]
        said = [w for w in clause.unknown if _MONEY.search(w) or (lines and w in known)]
        for word in (w for w in said if not _GENERAL.search(w)):
            own = pairs(_MONEY.sub("", word)) or {word}
            if not self._says(word) and not any(part in self.words for part in own):
                return word
        return ""

    def unheard(self, clause: Clause) -> str:
        """Return a noun right before a name that nothing used speaks of (宇航员 in 宇航员培训费)."""
        tokens = [t for t in clause.tokens if t.sort is not Sort.WORD or t.kinds - _BETWEEN]
        for before, name in pairwise(tokens):
            if before.sort is Sort.REST and name.sort is Sort.NAME:
                word = rjieba.cut(before.text, False)[-1]
                noun = len(word) > 1 and names_a_thing(word) and word in clause.unknown
                # 历年 and 各局 say which documents are meant.
                noun = noun and not any(p.search(word) for p in vocabulary().documents.values())
                if noun and not self._says(word):
                    return word
        return ""
