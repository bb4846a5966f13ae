"""Tables that a page draws without table tags: by role or by the display of its styles."""

import re
from typing import Any

_DISPLAY = re.compile(r"display:(table|inline-table|table-row|table-cell)(?![\w-])")
_CLASS = re.compile(r"\.([\w-]+)$")
_TAGS = {
    "table": "table",
    "inline-table": "table",
    "grid": "table",
    "table-row": "tr",
    "row": "tr",
    "table-cell": "td",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
}
_PLAIN = ("div", "span", "ul", "li", "dl", "dt", "dd", "p", "section")
_LONGEST_STYLE = 200_000


def tag_tables(root: Any) -> None:
    """Give what is drawn as a table, a row or a cell the tag of one, in place."""
    classes = _classes(root)
    for element in root.iter(*_PLAIN):
        drawn = (element.get("role") or "").lower() or _display(element, classes)
        if drawn in _TAGS:
            element.tag = _TAGS[drawn]


def _display(element: Any, classes: dict[str, str]) -> str:
    style = (element.get("style") or "").replace(" ", "").lower()
    if match := _DISPLAY.search(style):
        return match[1]
    names = (element.get("class") or "").split()
    return next((classes[name] for name in names if name in classes), "")


def _classes(root: Any) -> dict[str, str]:
    """Return how the classes of the page's own style sheets are drawn, as far as they make tables."""
    found: dict[str, str] = {}
    for sheet in root.iter("style"):
        for rule in (sheet.text or "")[:_LONGEST_STYLE].split("}"):
            selectors, _, rules = rule.rpartition("{")
            display = _DISPLAY.search(rules.replace(" ", "").lower())
            if display is None:
                continue
            for selector in selectors.split(","):
                if match := _CLASS.search(selector.strip()):
                    found[match[1]] = display[1]
    return found
