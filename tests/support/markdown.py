"""Markdown, as GitHub shows it."""

import re
from collections.abc import Iterable


def anchors(headings: Iterable[str]) -> set[str]:
    """Where links to headings of a page lead: the second one of a name gets a number."""
    found: set[str] = set()
    for heading in headings:
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number, numbered = 0, anchor
        while numbered in found:
            number += 1
            numbered = f"{anchor}-{number}"
        found.add(numbered)
    return found
