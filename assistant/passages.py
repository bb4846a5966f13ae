"""Find words for the planner: definitions, reasons, duties and passages that speak of something."""

import re
from collections.abc import Collection, Sequence

from assistant.clause import Clause, Phrase
from assistant.coverage import Asked, pairs
from assistant.lexicon import Role
from assistant.library import Library
from assistant.normal import canonical
from assistant.plan import Quote
from assistant.reading import Sort
from assistant.vocabulary import vocabulary
from corpus.names import without_numbering, without_tags
from index.records import Fact, Passage

_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_CAUSE = re.compile(r"原因|因为|由于|理由|(?:^|[，,])主要是(?!用|通过)|主要系")
_UNCHANGED = re.compile(
    r"[与比较和同](?:上年|去年|上一年|20\d\d年)[^，。]*(?:持平|相同|一致|无变化|相等|不变)"
)
_ELEMENT = re.compile(r"\n|(?<=[。；;\s])\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]")
_PAYS = re.compile(r"(?:资金|收入|支出)?(?:安排|支持|资助|保障)")
_SPENT_ON = re.compile(r"用于")
_USED_FOR = re.compile(r"用于|包括|内容主要有|主要有|[:：]为|，为")
_MOVED = re.compile(r"增加|减少|增长|下降|降低")
_STAYED = re.compile(r"持平|不变|无变化|一致")
_TOLD = 60
_NUMBERED = re.compile(r"[(（]?\d{1,2}[)）]?[、.．](?!\d)|[(（]\d{1,2}[)）]")
_HEADING = 4
_FURTHER = ("二是", "三是", "四是", "五是")
_ALL_MONEY = re.compile(r"收[、和]?支|收入[、和]?支出|支出(?:预算)?总")
_LEVEL = re.compile(r"[(（][类款项目][)）]")
_LEAST_SHARED = 2
_MOST_PARAGRAPHS = 8
_DATE = re.compile(r"\d{4}年|\d+月\d*日?")
# Pairs of characters that a sentence must share with a question that names nothing it has.
_NAMED = 5
_ENOUGH = 0.6
_SEARCHED = 10
_SHORTEST_ASKED = 4


class Passages:
    """Finds passages in the documents in scope."""

    def __init__(self, library: Library, documents: Collection[str]) -> None:
        self._library = library
        self._documents = documents

    def terms(self, text: str) -> list[tuple[str, Passage]]:
        """Return the explained terms that a question names, longest first, none inside another."""
        found: list[tuple[str, Passage]] = []
        left = text
        for name in sorted(self._library.terms, key=len, reverse=True):
            for spelling in (name, name.removesuffix("经费"), name.removesuffix("收入")):
                if len(spelling) > 1 and spelling in left:
                    passages = [p for p in self._library.terms[name] if self._in_scope(p)]
                    found.extend((name, passage) for passage in passages[:1])
                    left = left.replace(spelling, "|")
                    break
        return sorted(found, key=lambda pair: text.find(pair[0][:2]))[:4]

    def term_speaking_of(self, words: Sequence[str]) -> tuple[str, Passage] | None:
        """Return the one explained term whose explanation speaks of most of some words."""
        said: dict[str, tuple[int, Passage]] = {}
        for name, passages in self._library.terms.items():
            for passage in [p for p in passages if self._in_scope(p)][:1]:
                count = sum(word in canonical(passage.text) for word in words)
                said[name] = (count, passage)
        most = max((count for count, _ in said.values()), default=0)
        best = [name for name, (count, _) in said.items() if count == most]
        return (best[0], said[best[0]][1]) if most * 2 > len(words) and len(best) == 1 else None

    def saying(self, clause: Clause, act: re.Pattern[str], dated: bool) -> Quote | None:
        """Return the sentence on what a clause speaks of that tells of an act, and of its date."""
        spellings = {n for p in clause.named for m in p.mentions for n in _spellings(m)}
        asked = pairs(clause.text)
        best: tuple[float, Passage, str] | None = None
        for passage in self._library.passages:
            if passage.kind == "row" or not self._in_scope(passage):
                continue
            headed = canonical(passage.section[-1] if passage.section else "")
            opening = canonical(passage.text[:25])
            for sentence in _SENTENCE.findall(without_tags(passage.text)):
                said = canonical(sentence)
                if not act.search(said) or (dated and not _DATE.search(said)):
                    continue
                if _CAUSE.search(said):
                    continue  # 「减少原因是加强审批」 says why, not who or when
                named = any(n in said or n in headed or n in opening for n in spellings)
                shared = len(asked & pairs(said))
                score = shared + (_NAMED if named else 0)
                if sentence.strip() in passage.text and (best is None or score > best[0]):
                    best = (score, passage, sentence.strip())
        if best is None or best[0] < _NAMED:
            return None
        return Quote(passages=(best[1].id,), part=best[2], purpose="passage")

    def with_both(self, whole: Sequence[object], part: str) -> Quote | None:
        """Return the sentence that names something together with a part it is said to have."""
        names = {n for mention in whole for n in _spellings(mention)}
        for passage in self._library.passages:
            if passage.kind == "row" or not self._in_scope(passage):
                continue
            for sentence in _SENTENCE.findall(passage.text):
                said = canonical(sentence)
                if part in said and any(name in said for name in names):
                    return Quote(passages=(passage.id,), part=sentence.strip(), purpose="passage")
        return None

    def under(self, headings: Sequence[str]) -> list[Passage]:
        """Return the paragraphs under a heading with one of the words, in order."""
        return [
            passage
            for passage in self._library.passages
            if self._in_scope(passage) and any(word in _head_of(passage) for word in headings)
        ]

    def headed(self, text: str) -> list[Passage]:
        """Return the paragraphs under a heading that a question names, inside the one it means.

        Several projects have a 立项依据; the upper heading that shares most with the question is
        meant, and where there is only one it need not be named. An item's own heading is none.
        """
        under: dict[tuple[str, ...], list[Passage]] = {}
        for passage in self._library.passages:
            deep = passage.kind == "paragraph" and len(passage.section) > 1
            last = canonical(without_numbering(passage.section[-1])) if deep else ""
            item = any(
                last in self._library.lexicon.postings[role] for role in (Role.ROW, Role.COLUMN)
            )
            if last and last in text and len(last) > 2 and not item and self._in_scope(passage):
                under.setdefault(passage.section, []).append(passage)
        rest = {s: text.replace(canonical(without_numbering(s[-1])), "|") for s in under}
        shared = {s: len(pairs(rest[s]) & pairs(canonical("".join(s[:-1])))) for s in under}
        best = max(under, key=lambda section: shared[section], default=())
        if not best or (len(under) > 1 and shared[best] < _LEAST_SHARED):
            return []
        return under[best][:_MOST_PARAGRAPHS]

    def listed(self, phrase: Phrase) -> list[Passage]:
        """Return the numbered elements under the one heading that ends with a name (内设机构)."""
        names = {n for m in phrase.mentions for n in _spellings(m) if len(n) >= _HEADING}
        under: dict[tuple[str, ...], list[Passage]] = {}
        for passage in self._library.passages:
            head = canonical(without_numbering(_head_of(passage)))
            element = passage.kind == "paragraph" and _NUMBERED.match(passage.text)
            if element and self._in_scope(passage) and any(head.endswith(name) for name in names):
                under.setdefault(passage.section, []).append(passage)
        return next(iter(under.values())) if len(under) == 1 else []

    def reason(
        self, phrases: Sequence[Phrase], moved: re.Pattern[str] | None = None
    ) -> Quote | None:
        """Return the sentence that states the reason for what is named, best for how it moved."""
        names = [m for phrase in phrases for m in phrase.mentions]
        best: tuple[float, Passage, str] | None = None
        for passage in self._library.passages:
            if passage.kind == "row" or not self._in_scope(passage):
                continue
            text = without_tags(passage.text)
            for sentence in _SENTENCE.findall(text):
                if not _CAUSE.search(sentence):
                    continue
                score = self._reason_score(passage, sentence, names)
                if score > 0 and moved is not None:
                    # 「为什么增加」 is answered by what tells of a rise, not of what stayed.
                    told = text[: text.find(sentence) + len(sentence)][-_TOLD:]
                    score += 0.5 if moved.search(told) and not _STAYED.search(told) else 0.0
                if score > 0 and (best is None or score > best[0]):
                    best = (score, passage, sentence.strip())
        if best is None:
            return self._section_of(names)
        part = _with_others(best[2], best[1].text) if best[2] in best[1].text else None
        return Quote(passages=(best[1].id,), part=part, purpose="reason")

    def reason_of_all(self, moved: re.Pattern[str] | None) -> Quote | None:
        """Return the first sentence that states why the whole budget moved as it did."""
        for passage in self._library.passages:
            if passage.kind != "paragraph" or not self._in_scope(passage):
                continue
            before = ""
            for sentence in _SENTENCE.findall(passage.text):
                told = (before + sentence)[-2 * _TOLD :]
                before = told
                if not _CAUSE.search(sentence) or not _ALL_MONEY.search(told):
                    continue
                if moved is None or moved.search(told):
                    part = _with_others(sentence.strip(), passage.text)
                    return Quote(passages=(passage.id,), part=part, purpose="reason")
        return None

    def _section_of(self, names: Sequence[object]) -> Quote | None:
        """Return what a document says of an item right under the heading with its name."""
        for passage in self._library.passages:
            if passage.kind != "paragraph" or not passage.section or not self._in_scope(passage):
                continue
            heading = canonical(passage.section[-1])
            if any(name in heading for mention in names for name in _spellings(mention)):
                return Quote(passages=(passage.id,), purpose="passage")
        return None

    def usage(self, phrases: Sequence[Phrase]) -> Quote | None:
        """Return the sentence that says what the money named is used for or made up of."""
        for phrase in phrases:
            names = {n for mention in phrase.mentions for n in _spellings(mention)}
            best: tuple[int, Passage, str] | None = None
            for passage in self._library.passages:
                if passage.kind != "paragraph" or not self._in_scope(passage):
                    continue
                explains = any("名词解释" in heading for heading in passage.section)
                found = _stretch(passage.text, names)
                rank = (1000 if explains else 0) + (found[0] if found else 0)
                if found and (best is None or rank < best[0]):
                    best = (rank, passage, found[1])
            if best is not None:
                return Quote(passages=(best[1].id,), part=best[2], purpose="passage")
        return None

    def unchanged(self, phrase: Phrase) -> Quote | None:
        """Return the sentence that says an item is what it was last year (与上年预算持平)."""
        names = {n for mention in phrase.mentions for n in _spellings(mention)}
        for passage in self._library.passages:
            if passage.kind == "row" or not self._in_scope(passage):
                continue
            heading = canonical(passage.section[-1]) if passage.section else ""
            before = ""
            for sentence in _SENTENCE.findall(passage.text):
                said = canonical(sentence)
                # 「公务接待费1万元。与上年持平」: what begins with 与 speaks on of what went before.
                spoken = before + said if said[:1] in "与比较和同" else said
                before = said
                stayed = _UNCHANGED.search(spoken)
                # What fell or rose before in the sentence did not stay.
                said_of = _MOVED.split(spoken[: stayed.end()])[-1] if stayed else ""
                about = any(n in said_of or n in heading for n in names)
                if about and _UNCHANGED.search(said):
                    return Quote(passages=(passage.id,), part=sentence.strip(), purpose="passage")
        return None

    def around(self, fact: Fact) -> Quote | None:
        """Return the numbered element of a text that an amount stands in."""
        if fact.quote is None:
            return None
        said = fact.quote.strip()
        for passage in self._library.passages:
            place = passage.text.find(said)
            if passage.document != fact.document or place < 0 or passage.kind == "row":
                continue
            if (passage.table_id, passage.row_index) != (fact.table_id, fact.row_index):
                continue
            following = _ELEMENT.search(passage.text, place + len(said))
            part = passage.text[place : following.start() if following else None].strip()
            return Quote(passages=(passage.id,), part=part)
        return None

    def holding(self, fact: Fact) -> Quote | None:
        """Return the sentence that states an amount."""
        said = (fact.quote or "").strip()
        for passage in self._library.passages:
            if passage.document == fact.document and passage.kind != "row" and said in passage.text:
                return Quote(passages=(passage.id,), part=said)
        return None

    def with_words(self, asked: Sequence[Asked]) -> Quote | None:
        """Return the first sentence that holds all of some words, or what means the same."""
        if sum(len(word.text) for word in asked) < _SHORTEST_ASKED:
            return None
        for passage in self._library.passages:
            if passage.kind not in ("paragraph", "cell") or not self._in_scope(passage):
                continue
            for sentence in _SENTENCE.findall(passage.text):
                said = canonical(sentence)
                if all(any(w in said for w in (word.text, *word.alike)) for word in asked):
                    return Quote(passages=(passage.id,), part=sentence.strip(), purpose="passage")
        return None

    def section_on(self, clause: Clause) -> list[Passage]:
        """Return the paragraphs under the heading that holds most of what a clause names."""
        said = {t.text for t in clause.tokens if t.sort in (Sort.NAME, Sort.REST)}
        asked = {pair for text in said for pair in pairs(text)}
        scored: dict[tuple[str, ...], tuple[int, int]] = {}
        for passage in self._library.passages:
            if passage.kind == "paragraph" and self._in_scope(passage) and passage.section:
                heading = pairs(canonical(passage.section[-1]))
                # Of headings that fit alike the one is meant that tells the amounts.
                amounts = len(re.findall(r"\d(?:万|亿)?元|\d\s*万元|%", passage.text))
                before = scored.get(passage.section, (0, 0))[1]
                scored[passage.section] = (len(asked & heading), before + amounts)
        best = max(scored, key=lambda section: scored[section], default=())
        if not best or scored[best][0] < 2:
            return []
        return [
            p
            for p in self._library.passages
            if p.kind == "paragraph" and self._in_scope(p) and p.section[: len(best)] == best
        ]

    def _reason_score(self, passage: Passage, sentence: str, names: Sequence[object]) -> float:
        score = 0.0
        said = canonical(sentence) + "|" + _written(sentence)
        whole = (canonical(passage.text), _written(passage.text))
        subject = self._subject(passage)
        facts = (self._library.store.facts.get(f) for f in passage.fact_ids)
        own = {canonical(fact.row) for fact in facts if fact and not fact.is_form}
        for mention in names:
            spellings = _spellings(mention)
            score += 1.2 if own & spellings else 0.0
            if any(name in said for name in spellings):
                score += 2.0
            elif any(name in subject for name in spellings):
                score += 3.0  # the project's own form knows best
            elif any(name in text for name in spellings for text in whole):
                score += 1.0
            elif any(name in canonical(h) for h in passage.section for name in spellings):
                score += 0.8
            if any(name in text[:25] for name in spellings for text in whole):
                score += 1.5  # what a paragraph opens with is what it speaks of
        return score if names else 0.0

    def _subject(self, passage: Passage) -> str:
        facts = (self._library.store.facts.get(f) for f in passage.fact_ids)
        return canonical(next((f.subject for f in facts if f and f.subject), ""))

    def about(self, clause: Clause, named: bool) -> Quote | None:
        """Return the passage that holds nearly all that a clause speaks of, None where none does."""
        content = "".join(
            t.text for t in clause.tokens if t.sort in (Sort.NAME, Sort.REST, Sort.CODE)
        ) or "".join(t.text for t in clause.tokens if "filler" in t.kinds and len(t.text) > 1)
        if len(content) < 2 or (not named and len(content) < 3):
            return None
        pairs = {content[i : i + 2] for i in range(len(content) - 1)}
        best: tuple[float, Passage] | None = None
        for passage in self._candidates(clause.text):
            words = canonical(passage.words + passage.text)
            share = sum(pair in words for pair in pairs) / len(pairs)
            share += 0.2 if content in words else 0.0
            share -= {"table": 0.2, "row": 0.15}.get(passage.kind, 0.0)
            if best is None or share > best[0]:
                best = (share, passage)
        if best is None or best[0] < _ENOUGH:
            return None
        return Quote(passages=(best[1].id,), purpose="passage")

    def _candidates(self, text: str) -> list[Passage]:
        if self._library.search is None:
            return [p for p in self._library.passages if self._in_scope(p)]
        found = self._library.search(text, _SEARCHED * 2, self._documents)
        passages = [
            self._library.store.passages[i] for i in found if i in self._library.store.passages
        ]
        return [p for p in passages if self._in_scope(p)][:_SEARCHED]

    def _in_scope(self, passage: Passage) -> bool:
        return passage.document in self._documents


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return _SENTENCE.findall(text)


def _head_of(passage: Passage) -> str:
    """Return the heading right over a paragraph; of a table's row the table's title."""
    if passage.kind == "row":
        return passage.table or ""
    return passage.section[-1] if passage.kind == "paragraph" and passage.section else ""


def _with_others(sentence: str, text: str) -> str:
    """Return a sentence with the further reasons behind its first one (一是…；二是…。)."""
    start = text.index(sentence)
    end = start + len(sentence)
    for word in _FURTHER if "一是" in sentence else ():
        place = text.find(word, end)
        if not 0 <= place - end < _TOLD * 4:
            break
        close = text.find("。", place)
        end = close + 1 if close > 0 else len(text)
    return text[start:end]


def _stretch(text: str, names: set[str]) -> tuple[int, str] | None:
    """Return the words from a name to the end of the sentence that says what it is for.

    用于 says it outright, be it two sentences on; 包括 or 为 right behind the name may; else 用于
    before the name does.
    """
    sentences = _SENTENCE.findall(text)
    for rank, (tells, reach) in enumerate(((_SPENT_ON, 3), (_USED_FOR, 2))):
        for i, sentence in enumerate(sentences):
            said = canonical(sentence)
            place = min((p for n in names if (p := said.find(n)) >= 0), default=-1)
            if place < 0:
                continue
            for j in range(i, min(i + reach, len(sentences))):
                if tells.search(said[place:] if i == j else canonical(sentences[j])):
                    score = 500 * rank + 100 * i + min(place, 99)
                    return score, "".join(sentences[i : j + 1]).strip()
    for i, sentence in enumerate(sentences):
        # 「用于某某资金安排的建设」 says it before it names the money.
        said = canonical(sentence)
        spent = _SPENT_ON.search(said)
        if spent and any(_pays(said[spent.end() :], name) for name in names):
            return 1000 + 100 * i, sentence.strip()
    return None


def _pays(text: str, name: str) -> bool:
    """Tell whether a text says what a money pays for (某某资金安排的建设), not that it is paid for."""
    place = text.find(name)
    return place >= 0 and _PAYS.match(text[place + len(name) :]) is not None


def _written(text: str) -> str:
    """Return a text canonical, in the one writing of what is written in several ways (甲(类)支出)."""
    said = _LEVEL.sub("", canonical(text))
    for one, other in vocabulary().writings:
        said = said.replace(one, other)
    return said


def _spellings(mention: object) -> set[str]:
    text = getattr(mention, "text", "")
    names = {m.name for m in getattr(mention, "meanings", ())}
    return {form for name in (text, *names) if name for form in (canonical(name), _written(name))}
