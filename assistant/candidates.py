"""What a model may choose from for one question: cells, groups, passages and findings by short ids.

It is shown names and heads, never a figure of a document: those are left out of cells and covered in
sentences, so that there is none it could hand back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.evidence import label_of
from index.records import Fact, Passage

_FIGURE = re.compile(r"(?<![\d.,])\d[\d.,]*(?![\d.,]|\s*年)")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_COVER = "□"
_LONGEST_SENTENCE = 160
Row = tuple[str, str | None, int | None]


@dataclass(slots=True)
class Candidates:
    """Candidates under their short ids, with the facts of earlier turns among them."""

    facts: dict[str, Fact] = field(default_factory=dict)
    groups: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)

    def add(self, facts: Iterable[Fact]) -> None:
        """Add facts that are not there yet."""
        for fact in facts:
            if fact.id not in self._short:
                self._short[fact.id] = f"c{len(self.facts) + 1}"
                self.facts[self._short[fact.id]] = fact

    def add_group(self, facts: Sequence[Fact]) -> None:
        """Add facts that make up something, all of them."""
        members = tuple(facts)
        if len(members) > 1 and members not in self.groups.values():
            self.add(members)
            self.groups[f"g{len(self.groups) + 1}"] = members

    def add_passage(self, passage: Passage) -> None:
        """Add a passage if it is not there yet."""
        if passage not in self.passages.values():
            self.passages[f"p{len(self.passages) + 1}"] = passage

    def add_finding(self, id: str, text: str) -> None:
        """Add what the checks found, by its id."""
        if id not in self.findings.values():
            short = f"f{len(self.findings) + 1}"
            self.findings[short], self.told[short] = id, text

    def short(self, fact_id: str) -> str:
        """Return the short id of a fact, "" where it is no candidate."""
        return self._short.get(fact_id, "")

    def sentence(self, short: str) -> tuple[Passage, str | None] | None:
        """Return the passage of an id like p1, or also its sentence for one like p1.2."""
        name, _, number = short.partition(".")
        passage = self.passages.get(name)
        if passage is None or not number:
            return (passage, None) if passage else None
        said = sentences(passage.text)
        place = int(number) - 1 if number.isdecimal() else -1
        return (passage, said[place]) if 0 <= place < len(said) else None

    def as_text(self) -> str:
        """Return the candidates as the model reads them."""
        tables: dict[tuple[str, str, str], dict[Row, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        rows: dict[Row, str] = {}
        lines: list[str] = []
        for short, fact in self.facts.items():
            if fact.quote is not None:
                lines.append(f"- {short}：{label_of(fact)}（{fact.unit}）：{covered(fact.quote)}")
                continue
            row = (fact.document, fact.table_id, fact.row_index)
            rows[row] = " › ".join([*fact.row_path, f"{fact.code or ''} {fact.row}".strip()])
            table = (fact.document, fact.table or "", fact.subject or "")
            tables[table][row].append(f"{_column(fact)}={short}")
        text = [_head(*table) + _rows(cells, rows) for table, cells in tables.items()]
        text += ["【句子里的数】\n" + "\n".join(lines)] if lines else []
        text += [_listed("组", [self._group(g) for g in self.groups])] if self.groups else []
        text += (
            [_listed("段落", [self._passage(p) for p in self.passages])] if self.passages else []
        )
        found = [f"- {short}：{covered(told)}" for short, told in self.told.items()]
        return "\n\n".join([*text, *([_listed("核对结果", found)] if found else [])])

    def _group(self, short: str) -> str:
        members = self.groups[short]
        names = "、".join(f"{fact.row}={self.short(fact.id)}" for fact in members)
        return f"- {short}：{members[0].table or '正文'} · {_column(members[0])}：{names}"

    def _passage(self, short: str) -> str:
        passage = self.passages[short]
        said = [
            f"{short}.{n} {covered(sentence)[:_LONGEST_SENTENCE]}"
            for n, sentence in enumerate(sentences(passage.text), 1)
        ]
        return f"- {short}（{passage.document} · {' / '.join(passage.section)}）\n  " + "\n  ".join(
            said
        )


def covered(text: str) -> str:
    """Return words with their figures covered; years stay."""
    return _FIGURE.sub(_COVER, text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a passage, each of them verbatim."""
    return [said for part in _SENTENCE.findall(text) if (said := part.strip())]


def _column(fact: Fact) -> str:
    head = " / ".join(fact.column) or "数"
    if fact.value is None:
        return f"{head}（{'文字' if fact.text else '空白'}）"
    return f"{head}（{fact.unit}）" if fact.unit else head


def _head(document: str, table: str, subject: str) -> str:
    about = f" · 项目：{subject}" if subject else ""
    return f"【表】{document} · {table}{about}\n"


def _rows(cells: Mapping[Row, Sequence[str]], names: Mapping[Row, str]) -> str:
    return "\n".join(f"- {names[row]}：{' '.join(shown)}" for row, shown in cells.items())


def _listed(head: str, lines: Sequence[str]) -> str:
    return f"【{head}】\n" + "\n".join(lines)
