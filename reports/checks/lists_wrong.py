"""What both ways of listing share: a number before a plural, and the finding that a list holds another number."""

from __future__ import annotations

import re

from reports.checks.found import Finder
from reports.checks.model import Finding, Severity
from reports.checks.numbers import Number, like

PARTIAL = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such as|e\.g\.|for (?:example|instance)|among(?:st)?|notabl[ey]|in particular|"
    r"particularly|"
    r"especially|examples?|highlights?|some of|mainly|chiefly|primarily|successes|beginning with|starting with|begin "
    r"with|chief among|not least|first of)\b",
    re.IGNORECASE,
)
COUNTED_NOUN = re.compile(r"^\s+(?:[\w’'-]+\s+){0,6}?(?P<noun>[a-z][\w’'-]*(?:s|ia|people|staff))\b(?![’'])")


def moved(number: Number, by: int) -> Number:
    """The number at its place in the passage, from its place in a sentence that begins at `by`."""
    return Number(
        number.value, number.start + by, number.end + by, number.text, number.kind, number.share, number.limit
    )


def wrong_length(
    finder: Finder, at: int, number: Number, items: int, what: str, severity: Severity = Severity.ERROR
) -> Finding:
    """A number said that is not how many the list holds."""
    offer = like(items, number.text) if number.kind == "count" else ""
    return finder.at(
        at,
        (number.start, number.end),
        "list-length",
        f"The {what} holds {items}, not {number.value}",
        f"Say {offer or items}, or mend the list",
        offer=offer,
        severity=severity,
    )
