"""What the checks found wrong with what an answer states or quotes, said beside it."""

from collections.abc import Iterator, Sequence

from assistant.answer import Caveat
from assistant.evidence import Ledger
from assistant.plan import Plan, Reported
from assistant.result import Result, Store
from corpus.findings import MERGED, Severity
from index.records import Fact, FindingRecord


def misprints(
    plan: Plan, results: Sequence[Result], ledger: Ledger, store: Store, rates: bool
) -> Iterator[Caveat]:
    """Yield the findings on figures that are stated or quoted.

    `rates` tells that a printed rate is already set beside the one it should be.
    """
    told = {goal.finding for goal in plan.goals if isinstance(goal, Reported)}
    stated = {fact for fact in ledger.cited if fact in store.facts}
    quotes = [quoted.text for result in results for quoted in result.quotes]
    quotes += [store.facts[fact].text for fact in stated if store.facts[fact].value is None]
    for name, finding in store.findings.items():
        facts = [reference.fact for reference in finding.references]
        wrong = finding.severity is Severity.ERROR and (
            not stated.isdisjoint(facts[:1]) or _is_quoted(finding, quotes, store)
        )
        wrong = wrong or (finding.rule == MERGED and not stated.isdisjoint(facts))
        again = rates and finding.printed is not None and "%" in finding.printed
        if wrong and name not in told and not again:
            yield Caveat(kind="finding", text=finding.text)


def _is_quoted(finding: FindingRecord, quotes: Sequence[str], store: Store) -> bool:
    """Tell whether a quote holds the figure of a sentence that a finding is about."""
    first = finding.references[0].fact if finding.references else None
    fact: Fact | None = store.facts.get(first or "")
    sentence = fact.quote if fact else None
    if fact is None or sentence is None:
        return False
    return any(fact.text in quote and (sentence in quote or quote in sentence) for quote in quotes)
