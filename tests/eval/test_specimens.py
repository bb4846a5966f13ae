"""The shipped specimens are what their script makes, and are read as what they were made from."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.checks import check_disclosure
from corpus.disclosure import Disclosure, Kind
from corpus.findings import Severity
from corpus.joining import joined
from corpus.reader import read_disclosure
from eval.specimens.documents import DOCUMENTS, SPECIMENS, Specimen, printed, write
from tests.corpus.test_round_trip import facts_of


def read(specimen: Specimen, folder: Path = DOCUMENTS) -> Disclosure:
    first, *others = (read_disclosure(folder / name) for name in specimen.files)
    both = joined(first, others[0]) if others else first
    assert both is not None
    return both


def names(specimen: Specimen) -> str:
    return specimen.name


def test_the_folder_holds_the_specimens_only() -> None:
    files = {name for specimen in SPECIMENS for name in specimen.files}
    assert files == {path.name for path in DOCUMENTS.iterdir()}
    assert sum(path.stat().st_size for path in DOCUMENTS.iterdir()) < 400_000


@pytest.mark.parametrize("specimen", SPECIMENS, ids=names)
def test_a_shipped_specimen_is_what_the_script_makes(specimen: Specimen, tmp_path: Path) -> None:
    write(specimen, tmp_path)
    assert read(specimen) == read(specimen, tmp_path)
    for name in specimen.files:
        if name.endswith((".txt", ".md", ".html")):
            assert (DOCUMENTS / name).read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("specimen", SPECIMENS, ids=names)
def test_a_specimen_is_read_as_what_was_printed(specimen: Specimen) -> None:
    model, document = printed(specimen), read(specimen)
    assert Counter(model.facts) == facts_of(document)
    kind = Kind.FINAL_ACCOUNTS if specimen.accounts else Kind.BUDGET
    assert (specimen.department.name, specimen.year, kind, specimen.scope) == (
        document.department,
        document.year,
        document.kind,
        document.scope,
    )
    stated = {(a.sentence, a.text) for a in document.amounts if a.table is None}
    told = [
        s for s in model.said if not any(s.printed in t and q in s.paragraph for q, t in stated)
    ]
    assert [] == told


@pytest.mark.parametrize("specimen", SPECIMENS, ids=names)
def test_a_specimen_agrees_with_itself(specimen: Specimen) -> None:
    findings = check_disclosure(read(specimen))
    assert [] == [f.text for f in findings if f.severity is Severity.ERROR]
