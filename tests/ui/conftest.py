"""A home with the shipped disclosure, made once, and an assistant that answers from a script."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer
from corpus.disclosure import Disclosure
from corpus.shipped import SHIPPED
from index.build import add_disclosures, open_index
from index.chunking import facts_of
from index.home import Home
from index.reading import Index
from index.records import Fact
from ui.cli import main


class Spoken:
    """What a command said: its exit code and both streams."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        lines = self.err.strip().splitlines()
        assert [self.err.strip()] == lines, "wrong usage is told in one line"
        return lines[0]


Yusuan = Callable[..., Spoken]


@pytest.fixture
def yusuan(capfd: pytest.CaptureFixture[str]) -> Yusuan:
    """Run the program in this process."""

    def run(*words: str) -> Spoken:
        code = main(words)
        said = capfd.readouterr()
        return Spoken(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, seed: Disclosure) -> Home:
    """A home with the shipped disclosure, searched by words only: no model is loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YUSUAN_EMBEDDING", "none")
        made = Home.locate(tmp_path_factory.mktemp("home"))
        add_disclosures(made, [(SHIPPED[0], seed)])
    return made


@pytest.fixture
def seed_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The same home, chosen by the environment as a user would."""
    monkeypatch.setenv("YUSUAN_EMBEDDING", "none")
    monkeypatch.setenv("YUSUAN_HOME", str(home.directory))
    return home


@pytest.fixture
def index(seed_home: Home) -> Index:
    """The shipped disclosure's index."""
    return open_index(seed_home)


@pytest.fixture(scope="session")
def seed_facts(seed: Disclosure) -> tuple[Fact, ...]:
    """The shipped disclosure's facts."""
    return tuple(facts_of(seed))


@pytest.fixture
def disclosure_file(tmp_path: Path) -> Path:
    """A disclosure small enough to read at a glance."""
    path = tmp_path / "某局2024年预算.txt"
    path.write_text(SHIPPED[0].read_text(encoding="utf-8"), encoding="utf-8")
    return path


class ScriptedAssistant:
    """Answers every question with its own words, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], Sequence[str] | None]] = []

    def warm(self) -> None:
        """Has nothing to load."""

    def ask(
        self,
        turns: Sequence[str],
        documents: Sequence[str] | None = None,
        id: str | None = None,
    ) -> Answer:
        self.asked.append((tuple(turns), documents))
        if "坏" in turns[-1]:
            raise ZeroDivisionError("scripted")
        return Answer(
            id=id,
            question=turns[-1],
            resolved_question=turns[-1],
            status="answered",
            answer=f"答：{turns[-1]}",
            timings={"total_ms": 1.0},
        )


@pytest.fixture
def scripted() -> ScriptedAssistant:
    """A fresh scripted assistant."""
    return ScriptedAssistant()
