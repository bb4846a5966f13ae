"""Print the versions of everything the project needs, directly or not, as pip constraints."""

import sys
from importlib.metadata import distribution

from packaging.requirements import Requirement

PROJECT = "budget-assistant"


def closure(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> None:
    """Add what the package needs, and what that needs, to `seen` as names with their extras."""
    for line in distribution(name).requires or ():
        need = Requirement(line)
        wanted = (need.marker.evaluate({"extra": extra}) for extra in extras | {""} if need.marker)
        if need.marker and not any(wanted):
            continue
        key = need.name.lower().replace("_", "-"), frozenset(need.extras)
        if key not in seen:
            seen.add(key)
            closure(*key, seen)


def main() -> None:
    """Print one constraint a line, by name."""
    seen: set[tuple[str, frozenset[str]]] = set()
    closure(PROJECT, frozenset({"dev"}), seen)
    # A local version such as +cpu names one build; the constraint must hold for all of them.
    versions = {name: distribution(name).version.partition("+")[0] for name, _ in seen}
    lines = [f"{name}=={version}" for name, version in sorted(versions.items())]
    sys.stdout.write(
        "# The versions the tests were run with; `make constraints` writes this file.\n"
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
