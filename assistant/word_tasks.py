"""Tasks that come to words: definitions, reasons, duties, codes, and whether there is any."""

import re
from collections.abc import Container
from dataclasses import replace

import rjieba

from assistant import absence, accounts
from assistant.clause import Clause, Phrase, content_words
from assistant.coverage import pairs
from assistant.evidence import label_of
from assistant.lexicon import Role
from assistant.matching import Mention
from assistant.normal import canonical, numeral
from assistant.plan import Cell, Count, Identify, Quote
from assistant.reading import Sort, Token
from assistant.turn import Goals, Turn
from assistant.vocabulary import vocabulary

_NEAR = 1.0
_RISE = re.compile(r"增加|增长|上升|提高|涨|多了|变多|高了")
_FALL = re.compile(r"减少|下降|降低|降了|少了|变少|低了")
# The whole budget, as it is called: 支出预算, 收支总计.
_ALL = re.compile(r"(?:\d{4}年)?(?:部门|全年|本年)?(?:总|收支|收入|支出|预算|总计|总额|合计|、)+$")
_WHICH_PROJECT = re.compile(r"(?:什么|哪个|哪些|哪几个|啥子?)项目|项目是(?:哪|什么|啥)")
_MEANING = re.compile(r"意思|含义|定义|怎么理解|如何理解|解释")
_NUMBERED = re.compile(r"第(\d+|[一二三四五六七八九十]+)[条项]")
_CODE_ASKED = re.compile(
    r"(?:科目)?(?:编码|代码|编号)(?:是|为|多少)|什么科目|哪个科目|(?:编码|代码)$"
)


def define(turn: Turn, clause: Clause) -> Goals:
    """Return the document's own explanations of the terms named."""
    if re.search("原因|缘由|理由|为什么|为何", clause.text):
        return None
    if clause.asks("most", "least", "top") or (clause.asks("rest") and not clause.named):
        return (
            None  # 「最大的一项是什么」 asks for one of several, 「剩下的是什么」 for what is left
        )
    terms = turn.passages.terms(clause.text)
    if not clause.named and _MEANING.search(clause.text):
        terms = terms or turn.passages.terms("".join(p.text for p in turn.spoken[-1:]))
    if terms and not any(m.code for p in clause.named for m in p.mentions):
        return [Quote(passages=(p.id,), purpose="define", name=name) for name, p in terms]
    return None


# Why two figures differ is no reason of a change.
_TWO_FIGURES = re.compile(
    r"[两俩二]个(?:数|说法|金额|口径)|不一样|不一致|对不上|不相等|不同|有出入"
)


def reason(turn: Turn, clause: Clause) -> Goals:
    """Return the sentence that states the reason for what is named."""
    if (item := accounts.held_against(turn, clause)) is not None:
        return _of_execution(turn, item)
    if clause.asks("compare") and len(clause.named) > 1:
        return None  # 「为什么甲比乙高」 supposes that it is; the comparison shows whether
    if _TWO_FIGURES.search(clause.text):
        return None
    if clause.asks("check") and clause.quantities:
        return None  # 「12%怎么算都不对」 asks what is right
    if _RISE.search(clause.text) and (none := _nothing_spent(turn, clause)):
        return [none]
    whole = turn.whole(clause)
    phrases = clause.named or turn.ranked_first() or turn.spoken or ([whole] if whole else [])
    said = clause.text if clause.named or turn.task is None else clause.text + turn.task.text
    moved = next((form for form in (_RISE, _FALL) if form.search(said)), None)
    quote = turn.passages.reason(phrases, moved)
    if quote is None and all(_ALL.match(p.text) for p in phrases):
        quote = turn.passages.reason_of_all(moved)
    if quote is None:
        return None
    said = quote.part or turn.library.store.passages[quote.passages[0]].text
    rose, fell = _RISE.search(said), _FALL.search(said)
    if _RISE.search(clause.text) and fell and not rose:
        return [quote.model_copy(update={"correction": "不是增加，而是减少。"})]
    if _FALL.search(clause.text) and rose and not fell:
        return [quote.model_copy(update={"correction": "不是减少，而是增加。"})]
    return [quote]


def _of_execution(turn: Turn, item: Phrase) -> Goals:
    """Return why more or less was spent than planned, as final accounts state it, or that they do not."""
    quote = turn.passages.reason([item] if item.mentions else [], None)
    if quote is None:
        return absence.no_reason(item.text or "决算与预算的差异")
    names = {m.name for mention in item.mentions for m in mention.meanings}
    passage = turn.library.store.passages[quote.passages[0]]
    # A sentence under a heading may speak of a part of what the heading names.
    told = any(name in canonical(quote.part or passage.text) for name in names)
    return [quote if told else quote.model_copy(update={"part": None})]


def _nothing_spent(turn: Turn, clause: Clause) -> Cell | None:
    """Return the nought that a figure said to have risen is printed as."""
    matches = turn.lookup.matches(clause.named[0].mentions, clause.of([])) if clause.named else []
    near = [m.fact for m in matches if m.fact.text and m.score > matches[0].score - _NEAR]
    return Cell(fact=near[0].id) if near and near[0].value == 0 else None


def duty(turn: Turn, clause: Clause) -> Goals:
    """Return the duties, or those that speak of what is named, or their number."""
    if _WHICH_PROJECT.search(clause.text):
        return None  # 「负责什么项目」 asks who is in charge of which
    duties = turn.passages.under(vocabulary().topics["职能"])
    if numbered := _NUMBERED.search(clause.text):
        number = numeral(numbered[1])
        duties = [p for p in duties if re.match(rf"{number}[、.．]", p.text)]
    elif not _counts(clause) and (asked := _pairs_of(clause)):
        words = _words_of(clause)
        spoken_of = [p for p in duties if any(word in canonical(p.text) for word in words)]
        said = {p.id: len(asked & pairs(canonical(p.text))) for p in spoken_of}
        most = max(said.values(), default=0)
        duties = [p for p in spoken_of if said[p.id] == most and _tells_of(clause, p.text)]
        if not duties and clause.asks("duty"):
            words = content_words(clause.tokens)
            return absence.unknown(clause.text, turn.library, turn.lookup, words)
    if not duties:
        return absence.unknown(clause.text, turn.library, turn.lookup, ()) if numbered else None
    ids = tuple(passage.id for passage in duties)
    if _counts(clause):
        return [Count(passages=ids, name="主要职能", unit="条")]
    return [Quote(passages=ids, purpose="duty", name="主要职能")]


def _tells_of(clause: Clause, text: str) -> bool:
    """Tell whether a text holds a thing that a clause asks of, not only a verb (养老院 of 养老院建设)."""
    words = _words_of(clause)
    things = [word for word in words if any(tag[0] in "njl" for _, tag in rjieba.tag(word))]
    return any(word in canonical(text) for word in things or words)


def _runs_of(clause: Clause) -> list[str]:
    return [*(mention.text for mention in clause.scope), *content_words(clause.tokens)]


def _counts(clause: Clause) -> bool:
    return clause.asks("count") and "第几" not in clause.text


def _words_of(clause: Clause) -> list[str]:
    """Return the words of a clause that are no words of the language's own, two characters at least."""
    said = (word for run in _runs_of(clause) for word in rjieba.cut(run))
    return [word for word in said if len(word) > 1 and word not in vocabulary().words]


def _pairs_of(clause: Clause) -> set[str]:
    return {pair for word in _runs_of(clause) for pair in pairs(word)}


_WHEN = re.compile(r"哪一?[天年月日]|何时|几时|什么时[候间]|啥时|几月|几号|多久")
_SORTED = re.compile(
    r"(?:算|属于?|归|列)(?:在|到|入|于|进|作)?(?:的是)?(?:哪|什么|啥|何)(?:个|一)?[类种项科]?"
)
_USED = re.compile(
    r"(?:买|采购|购置|资助|支持)[了些点的]*(?:啥|什么|哪些)|(?:包括|包含|涵盖|用于|用在|用来|花在|拿去|拿来|开支|干)(?:什么|哪些|啥|哪|干啥|干什么|做什么)(?!.{0,3}项目)|干什么用|用途|怎么用|用来干|(?:拿来|拿去|用来|是)干嘛|干嘛用|内容(?:主要)?(?:是|有|包括)?(?:什么|哪些|啥)"
)


def asks_usage(clause: Clause) -> bool:
    """Tell whether a clause asks what money is for."""
    return _USED.search(clause.text) is not None


def usage(turn: Turn, clause: Clause) -> Goals:
    """Return the sentence that says what money is for, where that is what is asked."""
    said = _USED.search(clause.text)
    if not said:
        return None
    # 采购 of 「采购哪些」 is what is done with the money, not what is asked of.
    named = [
        replace(phrase, mentions=tuple(m for m in phrase.mentions if m.text not in said[0]))
        for phrase in clause.named
    ]
    scope = [Phrase((mention,)) for mention in clause.scope]
    phrases = [phrase for phrase in (*named, *scope) if phrase.mentions] or turn.spoken[-1:]
    told = _told_beside(turn, clause, phrases[0]) if phrases else None
    quote = told or turn.passages.usage(phrases)
    if quote is None:
        phrase = next(iter(named), None) if clause.named else None
        cell = turn.cell(clause.of([]), phrase) if phrase else turn.last_goal()
        fact = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
        quote = turn.passages.holding(fact) if fact and fact.quote and fact.is_form else None
    return [quote] if quote else None


def _told_beside(turn: Turn, clause: Clause, phrase: Phrase) -> Quote | None:
    """Return the sentence of an amount that goes on with what the money is for (3万元，为印刷)."""
    cell = turn.cell(clause.of([]), phrase)
    fact = turn.library.store.facts[cell.fact] if isinstance(cell, Cell) else None
    if fact is None or fact.quote is None:
        return None
    _, _, behind = fact.quote.partition(fact.text)
    return turn.passages.around(fact) if _FOR.search(behind) else None


def stated(turn: Turn, clause: Clause) -> Goals:
    """Return the sentence that says who does something or when, where a document has one."""
    if clause.counted_unit or clause.asks("amount"):
        return None  # 「截至12月有几人」 asks how many
    for asked, said in vocabulary().acts:
        if asked.search(clause.text):
            quote = turn.passages.saying(clause, said, dated=_WHEN.search(clause.text) is not None)
            return [quote] if quote else None
    return None


def sort_of(turn: Turn, clause: Clause) -> Goals:
    """Return the explanation of the one term that speaks of what is to be sorted (算哪类收入)."""
    if not _SORTED.search(clause.text):
        return None
    rest = "".join(t.text if t.sort is Sort.REST else " " for t in clause.tokens)
    words = [w for w in rjieba.cut(rest) if len(w) > 1 and w not in vocabulary().words]
    found = turn.passages.term_speaking_of(words) if words else None
    return [Quote(passages=(found[1].id,), purpose="define", name=found[0])] if found else None


_FOR = re.compile(r"^[^。；;]{0,4}[,，、]?(?:为|用于|主要(?:是|用于)|包括|采购|购买)")
_BASIS = re.compile(
    r"测算|以(?:什么|啥).{0,4}为准|(?:怎么|如何)(?:核定|核实|考核|统计)|数据来源|评分标准|怎么算|如何算|怎么来|如何得|补贴标准|奖励标准|收费标准|单价|按什么标准|计算过程"
)


def basis(turn: Turn, clause: Clause) -> Goals:
    """Return what a document says of how an item's amount comes about."""
    money = clause.target_unit is not None and "单价" not in clause.text
    money = money or re.search(r"测算[了出]?(?:多少|几)", clause.text) is not None
    if money or not _BASIS.search(clause.text) or not (clause.named or turn.spoken):
        return None
    asked = clause.named[0] if clause.named else turn.spoken[-1]
    mentions = tuple(m for m in asked.mentions if not _BASIS.search(m.text))
    cell = turn.cell(clause.of([]), replace(asked, mentions=mentions)) if mentions else None
    if not isinstance(cell, Cell):
        return None
    fact = turn.library.store.facts[cell.fact]
    if fact.quote is None and (beside := turn.forms.explained(fact)):
        return [Cell(fact=beside.id)]
    if quote := turn.passages.around(fact):
        return [quote]
    beside = turn.forms.explained(fact)
    return [Cell(fact=beside.id)] if beside else None


def draft(turn: Turn, clause: Clause) -> Goals:
    """Return the paragraphs that the document itself has on what is to be written about."""
    found = turn.passages.section_on(clause)
    return [Quote(passages=tuple(p.id for p in found))] if found else None


def section(turn: Turn, clause: Clause) -> Goals:
    """Return what stands under a heading that is asked for, of the thing its upper heading names."""
    if clause.asks("amount", "count", "share", "percent"):
        return None
    found = turn.passages.headed(clause.text)
    return [Quote(passages=tuple(p.id for p in found))] if found else None


def topic(turn: Turn, clause: Clause) -> Goals:
    """Return the paragraphs under the heading that a question is about."""
    # 职能 in the name of a row (履职能力) is no word of its own.
    rows = turn.library.lexicon.postings[Role.ROW]
    said = "".join("|" if _is_row(t, rows) else t.text for t in clause.tokens)
    for word, headings in vocabulary().topics.items():
        if word in said and (found := turn.passages.under(headings)):
            return [Quote(passages=tuple(p.id for p in found), name=word)]
    return None


def _is_row(token: Token, rows: Container[str]) -> bool:
    return token.sort is Sort.NAME and token.text in rows


def identify(turn: Turn, clause: Clause) -> Goals:
    """Return the code of a row, or the row of a code, where that is what is asked."""
    coded = any(token.sort is Sort.CODE for token in clause.tokens) and clause.asks("define")
    if not coded and not _CODE_ASKED.search(clause.text):
        return None
    for phrase in clause.named:
        found = turn.lookup.cell(phrase.mentions, clause)
        if found and turn.library.store.facts[found.cell.fact].code:
            return [Identify(fact=found.cell.fact)]
    last = turn.last_goal()
    if clause.named or last is None:
        return None
    if isinstance(last, Cell) and turn.library.store.facts[last.fact].code:
        return [Identify(fact=last.fact)]
    fact = turn.lookup.coded(turn.trial.amount(last), clause)
    return [Identify(fact=fact.id)] if fact else None


def holder(turn: Turn, clause: Clause) -> Goals:
    """Return whose a telephone number is, or which project a person is in charge of."""
    for token in clause.tokens:
        if token.sort is Sort.QUANTITY and len(token.text) >= 7:
            held = turn.forms.holding_text(token.text)
            if held is not None:
                person = turn.forms.field(held, "负责人")
                return [Cell(fact=fact.id) for fact in (person, held) if fact]
    if _WHICH_PROJECT.search(clause.text):
        about = [turn.about] if turn.about else []
        for phrase in clause.named or about:
            projects = [p for m in phrase.mentions if (p := turn.forms.project_of(m))]
            projects = projects or list(phrase.mentions if phrase is turn.about else ())
            if projects and (cell := turn.forms.subject_cell(projects[0])):
                turn.about = Phrase((projects[0],))
                turn.meant = [turn.about]
                return [cell]
    return None


def exists(turn: Turn, clause: Clause) -> Goals:
    """Return the statement that there is none, else the figure there is."""
    if clause.asks("exists") and clause.asks("list") and (clause.scope or clause.named):
        return _contained(turn, clause)
    for phrase in clause.named:
        if words := turn.words_of_none(phrase):
            return [words]
        if found := turn.lookup.cell(phrase.mentions, clause):
            return [found.cell]
    return None


def _contained(turn: Turn, clause: Clause) -> Goals:
    """Return the member that something is said to have, or the sentence that tells of both."""
    whole, parts = (clause.scope, clause.named) if clause.scope else _first_apart(clause)
    group = turn.lookup.cell(whole, clause.of([]))
    if not parts:
        place = clause.index("list") or 0
        told = "".join(t.text for t in clause.tokens[place + 1 :] if t.sort is Sort.REST)
        parts = [Phrase((Mention(told, ()),))] if told else []
    for phrase in parts:
        fact = turn.library.store.facts[group.cell.fact] if group else None
        if fact and (part := turn.groups.part_named(fact, phrase.mentions, clause)):
            return [Cell(fact=part.id, name=label_of(part))]
        if quote := turn.passages.with_both(whole, phrase.text):
            return [quote]
    words = [phrase.text for phrase in parts]
    return absence.unknown(clause.text, turn.library, turn.lookup, words)


def _first_apart(clause: Clause) -> tuple[tuple[Mention, ...], list[Phrase]]:
    return clause.named[0].mentions, clause.named[1:]
