"""An assistant over one disclosure, built without an index, and a few hand-made tables."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.library import Library, build
from assistant.result import Store
from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure, Locator, RowKind
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED
from index.checked import finding_records
from index.chunking import document_record, facts_of, passages_of
from index.records import Fact, Passage
from tests.corpus.generated import Drawn, draw, file_name, written

SEEDS = (3, 17, 29, 41, 58, 77)
Altered = Callable[[Callable[[str], str]], Assistant]


def library_of(path: Path) -> Library:
    """Return a file as the planner and the executor see it, with what the checks found."""
    return _library(read_disclosure(path))


def _library(disclosure: Disclosure) -> Library:
    facts = facts_of(disclosure)
    record = document_record(disclosure, "", len(facts))
    findings = finding_records(disclosure, check_disclosure(disclosure))
    return build([record], facts, passages_of(disclosure), findings=findings)


@pytest.fixture(scope="session")
def library(seed: Disclosure) -> Library:
    """The shipped disclosure as the planner and the executor see it."""
    return _library(seed)


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Answers questions on the shipped disclosure."""
    return Assistant(library)


@pytest.fixture
def altered(tmp_path: Path) -> Altered:
    """Return a function that answers questions on the shipped text after a change of it."""

    def open_altered(change: Callable[[str], str]) -> Assistant:
        text = SHIPPED[0].read_text("utf-8")
        changed = change(text)
        assert text != changed
        path = tmp_path / "公开.txt"
        path.write_text(changed, "utf-8")
        return Assistant(_library(read_disclosure(path)))

    return open_altered


@pytest.fixture(scope="session", params=SEEDS)
def drawn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Drawn, Assistant]:
    """A random disclosure and an assistant that has read it."""
    d = draw(request.param)
    path = tmp_path_factory.mktemp("drawn") / file_name(d)
    path.write_text(written(d), "utf-8")
    return d, Assistant(_library(read_disclosure(path)))


DOCUMENT = "甲局2031年预算.txt"
KINDS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}

# id: title | columns; then rows: code name | figures. A row is part of the nearest shorter code.
TABLES = """
F: 2031年支出预算总表 | 总计 | 基本支出 | 项目支出
合计 | 1000.00 | 300.00 | 700.00
213 农林水支出 | 800.00 | 200.00 | 600.00
21301 农业农村 | 500.00 | 200.00 | 300.00
2130101 行政运行 | 200.00 | 200.00 |
2130122 农业生产发展 | 300.00 | | 300.00
21303 水利 | 300.00 | | 300.00
2130305 水利工程建设 | 300.00 | | 300.00
221 住房保障支出 | 200.00 | 100.00 | 100.00

G: 2031年收入预算总表 | 总计
合计 | 1000.00
21301 农业农村 | 500.00
2130122 农业生产发展 | 300.00

E: 2031年基本支出表 | 小计
合计 | 300.00
302 商品和服务支出 | 12.50
30201 办公费 | 8.25
30207 邮电费 | 4.25
"""

# id | name | relation | printed | number | unit; each stands in the sentence 「name relation printed。」
SENTENCES = """
up | 部门总预算 | 增加 | 200.00万元 | 200.00 | 万元
down | 办公费 | 减少 | 1.75万元 | 1.75 | 万元
rate | 部门总预算 | 增长 | 20.00% | 20.00 | %
base | 部门总预算 | 增长 | 25.00% | 25.00 | %
heads | 在职人员 | | 16人 | 16 | 人
yuan | 邮电费 | | 42500元 | 42500 | 元
"""


def _facts_of_tables() -> list[Fact]:
    facts: list[Fact] = []
    for number, block in enumerate(TABLES.strip().split("\n\n")):
        head, *lines = block.split("\n")
        name, _, rest = head.partition(": ")
        title, *columns = (part.strip() for part in rest.split("|"))
        codes = [line.split("|")[0].split()[0] for line in lines]
        for index, line in enumerate(lines):
            label, *cells = (part.strip() for part in line.split("|"))
            code, row = label.split() if " " in label else (None, label)
            above = [i for i in range(index) if code and code.startswith(codes[i])]
            parent = above[-1] if above else (0 if code else None)
            for column, text in enumerate(cells):
                facts.append(
                    Fact(
                        id=f"{name}/{code or '合计'}/{columns[column]}",
                        document=DOCUMENT,
                        table_id=name,
                        table=title,
                        is_form=False,
                        subject=None,
                        section=(),
                        row_index=index,
                        row=row,
                        code=code,
                        row_kind=KINDS[len(code)] if code else RowKind.TOTAL,
                        row_path=(),
                        parent=parent,
                        column_index=column,
                        column=(columns[column],),
                        group=0,
                        text=text,
                        value=Decimal(text) if text else None,
                        unit="万元",
                        quote=None,
                        locator=Locator(line=100 * number + index, column=column + 1),
                    )
                )
    return facts


def _facts_of_sentences() -> list[Fact]:
    facts: list[Fact] = []
    for line, text in enumerate(SENTENCES.strip().split("\n"), 900):
        name, row, relation, printed, number, unit = (part.strip() for part in text.split("|"))
        facts.append(
            Fact(
                id=name,
                document=DOCUMENT,
                table_id=None,
                table=None,
                is_form=False,
                subject=None,
                section=("一、总体情况",),
                row_index=None,
                row=row,
                code=None,
                row_kind=None,
                row_path=(),
                parent=None,
                column_index=None,
                column=(relation,) if relation else (),
                group=0,
                text=printed,
                value=Decimal(number),
                unit=unit,
                quote=f"{row}{relation}{printed}。",
                locator=Locator(line=line),
            )
        )
    return facts


def _passage(number: int, text: str) -> Passage:
    return Passage(
        id=f"p{number}",
        document=DOCUMENT,
        year=2031,
        kind="paragraph",
        text=text,
        words=text,
        section=("一、主要职能",),
        table_id=None,
        table=None,
        row_index=None,
        fact_ids=(),
        locator=Locator(line=950 + number),
    )


@pytest.fixture(scope="session")
def store() -> Store:
    """A few hand-made tables, sentences and passages."""
    facts = [*_facts_of_tables(), *_facts_of_sentences()]
    passages = [_passage(1, "负责灌溉。负责排涝。"), _passage(2, "负责防汛。")]
    cells = {
        (f.document, f.table_id, f.row_index, f.column_index): f for f in facts if f.quote is None
    }
    return Store({f.id: f for f in facts}, {p.id: p for p in passages}, cells)
