"""Every family of checks on one text: the one table of them, and the findings in order of place."""

from __future__ import annotations

from collections.abc import Callable

from reports.checks import (
    attribution,
    closed,
    dates,
    emptiness,
    figures,
    lists,
    marks,
    names,
    page_furniture,
    percentages,
    placeholders,
    promises,
    reasons,
    references,
    repeats,
    sensitive,
    spelling,
    sums,
)
from reports.checks.model import Facts, Finding, Findings, Text

Check = Callable[[Text, Facts], Findings]
FAMILIES: dict[str, Check] = {
    "figures": figures.check,
    "sums": sums.check,
    "percentages": percentages.check,
    "lists": lists.check,
    "placeholders": placeholders.check,
    "page-furniture": page_furniture.check,
    "repeats": repeats.check,
    "empty": emptiness.check,
    "references": references.check,
    "names": names.check,
    "closed": closed.check,
    "reasons": reasons.check,
    "dates": dates.check,
    "attribution": attribution.check,
    "promises": promises.check,
    "sensitive": sensitive.check,
    "marks": marks.check,
    "spelling": spelling.check,
}


def check(text: Text, facts: Facts) -> list[Finding]:
    """What all families find, in order of place."""
    found = [finding for family in FAMILIES.values() for finding in family(text, facts)]
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda finding: (finding.passage < 0, finding.passage, finding.start, finding.family))
