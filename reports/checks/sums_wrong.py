"""The finding that parts do not come to their whole."""

from __future__ import annotations

from reports.checks.found import Finder
from reports.checks.language import Span
from reports.checks.model import Finding, Severity
from reports.checks.numbers import Number, like


def wrong(
    finder: Finder,
    at: int,
    span: Span,
    number: Number,
    why: str,
    right: int | None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A number of a sentence that is not what the figures beside it come to."""
    start = span.start + number.start
    offer = like(right, number.text) if right is not None and right >= 0 else ""
    return finder.at(
        at,
        (start, start + len(number.text)),
        "parts-and-whole",
        why,
        "Mend the figure that is wrong",
        offer=offer,
        severity=severity,
    )
