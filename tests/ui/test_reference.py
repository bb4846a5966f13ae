from pathlib import Path

from ui.reference import reference

DOCS = Path(__file__).parents[2] / "docs"


def test_the_written_reference_is_what_help_says() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert reference() == written, "run `make reference`"
