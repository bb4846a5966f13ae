"""In: a `Disclosure`. Out: `Finding`s where its figures and words disagree, `Proof`s of its tables.

Each rule is a small function from a `View` to findings; a rule never changes what is printed.
"""

from collections.abc import Callable, Iterable

from corpus.checks.between_tables import (
    childless,
    linked_codes,
    missing_codes,
    official_expenses,
    orphans,
    projects_by_code,
    same_codes,
    same_totals,
)
from corpus.checks.breakdowns import breakdowns, shares
from corpus.checks.changes import (
    base_years,
    change_amounts,
    directions,
    growth_rates,
    percentage_points,
)
from corpus.checks.itemised import itemised_amounts
from corpus.checks.merged import merged_amounts
from corpus.checks.names_and_codes import (
    classification,
    codes_before_amounts,
    names_in_text,
    names_of_codes,
)
from corpus.checks.projects import (
    form_amounts,
    listed_budgets,
    listed_projects,
    missing_forms,
    told_histories,
    totals_of_forms,
)
from corpus.checks.structure import (
    contents_order,
    cross_references,
    repeated_numbers,
    unlisted_tables,
)
from corpus.checks.targets import contradictory_targets
from corpus.checks.text_and_tables import (
    amounts_in_text,
    restated_amounts,
    stated_none,
    tables_in_one_unit,
)
from corpus.checks.view import View
from corpus.checks.within import proofs, shares_in_tables, table_sums
from corpus.checks.wording import (
    other_years,
    slips,
    unfinished_punctuation,
    unit_or_department,
)
from corpus.disclosure import Disclosure
from corpus.findings import Finding, Proof, Severity

Rule = Callable[[View], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    table_sums,
    merged_amounts,
    shares_in_tables,
    same_codes,
    missing_codes,
    orphans,
    childless,
    same_totals,
    projects_by_code,
    linked_codes,
    official_expenses,
    growth_rates,
    change_amounts,
    directions,
    percentage_points,
    base_years,
    amounts_in_text,
    restated_amounts,
    stated_none,
    tables_in_one_unit,
    shares,
    breakdowns,
    itemised_amounts,
    totals_of_forms,
    listed_projects,
    listed_budgets,
    form_amounts,
    told_histories,
    missing_forms,
    contradictory_targets,
    cross_references,
    contents_order,
    repeated_numbers,
    unlisted_tables,
    names_of_codes,
    names_in_text,
    classification,
    codes_before_amounts,
    slips,
    unfinished_punctuation,
    other_years,
    unit_or_department,
)


def check_disclosure(disclosure: Disclosure) -> tuple[Finding, ...]:
    """Return what does not agree within one disclosure, errors first."""
    view = View(disclosure)
    found = dict.fromkeys(finding for rule in RULES for finding in rule(view))
    return errors_first(found)


def prove_tables(disclosure: Disclosure) -> tuple[Proof, ...]:
    """Return for each table whether its own identities hold."""
    return tuple(proofs(View(disclosure)))


def errors_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with errors before notices, else in the order they were found."""
    return tuple(sorted(findings, key=lambda found: found.severity is not Severity.ERROR))
