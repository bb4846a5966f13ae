"""The figures of a department's year, drawn at random so that all of them agree; all in 万元."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.specimens.names import ECONOMIC
from eval.specimens.tables import Expenses, Figures, Project, summed

CENT = Decimal("0.01")
STAFF = ("30101", "30102", "30103", "30110", "30309")
# Economic classes that are the same money as a functional item.
SAME = {"30108": "2080505", "30109": "2080506", "30113": "2210201", "30302": "2080501"}
OFFICE = ("30201", "30202", "30205", "30206", "30207", "30211", "30215", "30216", "30228", "30299")


@dataclass(frozen=True, slots=True)
class Office:
    """What a department is: its codes with the size of their basic expenditure, its projects.

    `projects` gives the code and the size of each; a project whose code is one of the funds' (229)
    is paid by the government fund.
    """

    posts: int
    basic: Mapping[str, int]
    projects: Mapping[str, tuple[str, int]]
    expenses: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of one year of one department."""

    basic: dict[str, Decimal]
    projects: dict[str, Decimal]
    codes: Mapping[str, str]
    economic: dict[str, Decimal]
    expenses: Expenses
    procurement: tuple[Decimal, Decimal, Decimal]
    posts: int
    present: int
    retired: int
    cars: int

    def general(self) -> Figures:
        """Return basic and project expenditure of the general public budget by code."""
        return self._by_code(fund=False)

    def fund(self) -> Figures:
        """Return the expenditure of the government fund by code."""
        return self._by_code(fund=True)

    def all(self) -> Figures:
        """Return all expenditure by code."""
        parts = (self.general(), self.fund())
        return summed({c: v for part in parts for c, v in part.items() if len(c) == 7})

    def _by_code(self, fund: bool) -> Figures:
        items: Figures = {} if fund else {c: (v, Decimal()) for c, v in self.basic.items()}
        for name, amount in self.projects.items():
            code = self.codes[name]
            if is_fund(code) == fund:
                basic, project = items.get(code, (Decimal(), Decimal()))
                items[code] = (basic, project + amount)
        return summed(items)

    def by_economic_class(self) -> Figures:
        """Return basic expenditure by economic class, staff and office apart."""
        none = Decimal()
        return summed(
            {c: (none, v) if c.startswith("302") else (v, none) for c, v in self.economic.items()}
        )

    def listed(self) -> list[Project]:
        """Return the projects with what pays for them."""
        return [
            Project(name, Decimal(), amount)
            if is_fund(self.codes[name])
            else Project(name, amount, Decimal())
            for name, amount in self.projects.items()
        ]


def is_fund(code: str) -> bool:
    """Tell whether a code is one of the government fund's."""
    return code.startswith("229")


def draw(dice: random.Random, office: Office) -> Year:
    """Draw a year of a department."""
    basic = {code: _near(dice, size) for code, size in office.basic.items()}
    projects = {name: _near(dice, size) for name, (_, size) in office.projects.items()}
    return _settled(dice, office, basic, projects, Expenses(*(_cents(n) for n in office.expenses)))


def following(dice: random.Random, office: Office, last: Year) -> Year:
    """Draw the year after a year: most amounts move, some stay as they were."""
    basic = {code: _moved(dice, amount) for code, amount in last.basic.items()}
    projects = {
        name: _moved(dice, last.projects.get(name) or _near(dice, size))
        for name, (_, size) in office.projects.items()
    }
    parts = [_moved(dice, amount) if amount else amount for amount in last.expenses]
    return _settled(dice, office, basic, projects, Expenses(*parts))


def executed(dice: random.Random, office: Office, budget: Year) -> Year:
    """Draw what was spent of a budget: a little more or less of everything."""
    basic = {code: _moved(dice, amount, 94, 104) for code, amount in budget.basic.items()}
    projects = {name: _moved(dice, amount, 78, 103) for name, amount in budget.projects.items()}
    parts = [_moved(dice, amount, 40, 100) if amount else amount for amount in budget.expenses]
    year = _settled(dice, office, basic, projects, Expenses(*parts))
    return replace(year, posts=budget.posts, present=budget.present, retired=budget.retired)


def part_of(dice: random.Random, office: Office, whole: Year, projects: Sequence[str]) -> Year:
    """Draw the share of a department that is its own office's, with some of its projects."""
    basic = {code: _moved(dice, amount, 55, 80) for code, amount in whole.basic.items()}
    own = {name: whole.projects[name] for name in projects}
    parts = Expenses(*(_moved(dice, a, 50, 90) if a else a for a in whole.expenses))
    year = _settled(dice, office, basic, own, parts)
    return replace(year, posts=whole.posts * 3 // 5, present=whole.present * 3 // 5, cars=2)


def _settled(
    dice: random.Random,
    office: Office,
    basic: dict[str, Decimal],
    projects: dict[str, Decimal],
    expenses: Expenses,
) -> Year:
    """Return a year whose economic classes add up to its basic expenditure."""
    total = sum(basic.values(), Decimal())
    for_office = (total * dice.randint(12, 19) / 100).quantize(CENT)
    fixed = {"30217": expenses.received, "30231": expenses.run}
    same = {code: basic[item] for code, item in SAME.items()}
    for_staff = total - for_office - sum(same.values(), Decimal())
    economic = {
        **_split(dice, for_staff, STAFF),
        **_split(dice, for_office - sum(fixed.values(), Decimal()), OFFICE),
        **same,
        **{code: amount for code, amount in fixed.items() if amount},
    }
    goods, works, services = (_near(dice, size) for size in (60, 140, 90))
    present = office.posts - dice.randint(1, 4)
    return Year(
        basic=basic,
        projects=projects,
        codes={name: code for name, (code, _) in office.projects.items()},
        economic=dict(sorted(economic.items())),
        expenses=expenses,
        procurement=(goods, works, services),
        posts=office.posts,
        present=present,
        retired=office.posts // 2 + dice.randint(0, 5),
        cars=dice.randint(3, 9),
    )


def _split(dice: random.Random, total: Decimal, codes: Sequence[str]) -> dict[str, Decimal]:
    """Split an amount over codes, the last one taking what is left."""
    weights = [dice.randint(5, 30) for _ in codes]
    parts = {
        code: (total * weight / sum(weights)).quantize(CENT)
        for code, weight in zip(codes, weights, strict=True)
    }
    parts[codes[-1]] += total - sum(parts.values(), Decimal())
    return {code: part for code, part in parts.items() if code in ECONOMIC}


def _near(dice: random.Random, size: int) -> Decimal:
    return (Decimal(size * dice.randint(8_500, 11_500)) / 10_000).quantize(CENT)


def _moved(dice: random.Random, amount: Decimal, low: int = 84, high: int = 122) -> Decimal:
    """Move an amount by some per cent; one in seven stays as it was."""
    if dice.randint(1, 7) == 1:
        return amount
    return (amount * dice.randint(low * 100, high * 100) / 10_000).quantize(CENT)


def _cents(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100
