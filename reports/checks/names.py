"""Family "names": a risk, post, board, body or theme named otherwise than its record, with the right name offered."""

from __future__ import annotations

from reports.checks import names_boards, names_posts, names_risks
from reports.checks.found import Finder
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Findings, Text

__all__ = ["check", "plain"]


def check(text: Text, facts: Facts) -> Findings:
    """Every passage by itself, one finding a place; then what only the whole shows."""
    finder = Finder("names", text)
    on = text.meeting_on or next((register.as_at for register in facts.registers if register.as_at), None)
    ours = {word for word in (*names_boards.own_names()[1], *facts.words) if not word.isupper()}
    forms_used = frozenset(word for word in ours if any(word in passage.text for passage in text.passages))
    for at, passage in enumerate(text.passages):
        if not passage.text:
            continue
        found = [
            *names_posts.check(finder, at, passage, text, facts, on),
            *names_posts.owners(finder, at, passage, text, facts),
            *names_boards.check(finder, at, passage, facts, forms_used),
            *names_risks.check(finder, at, passage, text, facts),
        ]
        taken: list[Finding] = []
        for finding in found:
            if not any(finding.start < other.end and other.start < finding.end for other in taken):
                taken.append(finding)
                yield finding
    yield from names_risks.tables(finder, text, facts)
    yield from names_boards.apostrophes(finder, text)
