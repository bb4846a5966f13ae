"""The disclosures that ship with the program."""

from pathlib import Path

FOLDER = Path(__file__).parent / "disclosures"
SHIPPED = tuple(sorted(FOLDER.glob("*.txt")))
