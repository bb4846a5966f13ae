"""What the checks find is kept with the document and points at its facts and passages."""

from dataclasses import replace

import pytest

from corpus.checks import check_disclosure, prove_tables
from corpus.disclosure import Disclosure
from corpus.findings import Outcome
from corpus.shipped import SHIPPED
from index.build import add_disclosures, open_index, remove_document
from index.checked import finding_records, findings_between, proof_records
from index.chunking import document_record, facts_of, passages_of
from index.facts import FactStore
from index.home import Home
from index.recall import recalled
from tests.corpus.test_checks_units import BELOW, SHARES, read, whole

pytestmark = pytest.mark.usefixtures("words_only")


@pytest.fixture
def store(tmp_path, seed):
    home = Home(tmp_path / "home")
    add_disclosures(home, [(SHIPPED[0], seed)])
    with open_index(home).facts as facts:
        yield facts


def put(store: FactStore, made: Disclosure) -> None:
    facts = facts_of(made)
    findings = finding_records(made, check_disclosure(made))
    record = document_record(made, "0", len(facts))
    store.replace(record, facts, passages_of(made), findings, proof_records(made))


def test_findings_are_kept_as_they_were_found(store, seed):
    assert finding_records(seed, check_disclosure(seed)) == store.findings([seed.name])
    assert store.findings() == store.findings([seed.name])
    assert () == store.findings(["another.txt"])


def test_every_reference_leads_to_a_fact_or_to_words_that_stand_there(store):
    facts = {fact.id for fact in store.facts()}
    passages = {passage.id: passage.text for passage in store.passages()}
    references = [r for finding in store.findings() for r in finding.references]
    assert references
    for reference in references:
        assert (reference.fact in facts) != (reference.fact is None and bool(reference.quote))
        if reference.passage is not None:
            assert reference.quote in passages[reference.passage]


def test_the_proof_of_each_table_is_kept(store, seed):
    proofs = store.proofs([seed.name])
    assert [t.id for t in seed.tables] == [proof.table_id for proof in proofs]
    assert {Outcome.PASSED} == {proof.outcome for proof in proofs}


def test_findings_go_with_their_document(tmp_path, seed):
    home = Home(tmp_path / "home")
    add_disclosures(home, [(SHIPPED[0], seed)])
    remove_document(home, seed.name)
    with FactStore.open(home.require_current() / "facts.duckdb") as facts:
        assert ((), ()) == (facts.findings(), facts.proofs())


def test_a_disclosure_is_recalled_from_its_facts_with_the_same_indices(seed):
    """Headings and the contents are not kept; everything the checks of tables use is."""
    record = document_record(seed, "0", 0)
    again = recalled(record, facts_of(seed), passages_of(seed))
    assert [len(t.rows) for t in seed.tables] == [len(t.rows) for t in again.tables]
    assert seed.amounts == again.amounts
    proofs = [(p.table, p.outcome, p.checked) for p in prove_tables(seed)]
    assert proofs == [(p.table, p.outcome, p.checked) for p in prove_tables(again)]


def test_last_years_document_is_compared_at_check_time(tmp_path, seed):
    """The year before prints this year's figures as its own, which the overall form contradicts."""
    past = replace(seed, name="上年.txt", year=(seed.year or 0) - 1)
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        put(store, seed)
        assert () == findings_between(store, seed.name)
        put(store, past)
        found = findings_between(store, seed.name)
        assert {"上年数"} == {finding.rule for finding in found}
        assert ("432.25万元", "448.90万元") in {(f.printed, f.expected) for f in found}
        assert {seed.name, past.name} == {r.document for r in found[0].references}
        assert () == findings_between(store, past.name)


def test_a_department_is_compared_with_the_units_it_lists(tmp_path):
    department = whole(tmp_path, BELOW, "5")
    with FactStore.create(tmp_path / "facts.duckdb") as store:
        put(store, department)
        for name, share in SHARES.items():
            assert () == findings_between(store, department.name)
            put(store, read(tmp_path, name, "单位", share))
        found = findings_between(store, department.name)
    assert {"单位合计"} == {finding.rule for finding in found}
    assert 4 == len({reference.document for reference in found[0].references})
