"""Family "reasons", tables: an arrow up or down in a table of risks, of which the whole paper gives no reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from reports.checks.because import BECAUSE
from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Kind, RegisterFacts, RiskFacts, Severity, Text
from reports.checks.risks_named import bodies_named, mentions

ARROWS = {"↑": "up", "↓": "down"}


def check(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """The arrows of a whole paper; in a part of one the reason may stand in another part."""
    arrows = [at for at, passage in enumerate(text.passages) if passage.kind is Kind.CELL and passage.text in ARROWS]
    if not arrows or not text.is_whole:
        return
    explained = _explained(text, facts)
    for at in arrows:
        found = _risk_of_row(text, at, facts)
        if found is None:
            continue
        register, risk = found
        if (register.organisation, risk.ref) in explained or risk.movement != ARROWS[text.passages[at].text]:
            continue
        reason = f" The register gives: {risk.reason}" if risk.reason else ""
        why = f"Why “{risk.title}” moved is said nowhere in the paper"
        yield finder.at(at, (0, 1), "movement-without-reason", why, f"Say why.{reason}", severity=Severity.WARNING)


def _risk_of_row(text: Text, at: int, facts: Facts) -> tuple[RegisterFacts, RiskFacts] | None:
    """The risk whose number and title, or whose wording, stand in the row."""
    arrow = text.passages[at]
    cells = [
        passage.text
        for passage in text.passages
        if passage.kind is Kind.CELL and (passage.group, passage.row) == (arrow.group, arrow.row)
    ]
    row = " ".join(cells)
    bodies = {slug for cell in cells if len(cell.split()) < 4 for *_, slug in bodies_named(cell, facts.bodies)}
    for register in facts.registers:
        if bodies and register.organisation not in bodies:
            continue
        for risk in register.open:
            is_numbered = re.match(rf"(?:risk )?{re.escape(risk.shown_ref)}\b", cells[0], re.IGNORECASE)
            if is_numbered and plain(risk.title) in plain(row):
                return register, risk
            if len(risk.description) > 40 and any(
                fuzz.ratio(plain(risk.description), plain(cell)) >= 85 for cell in cells
            ):
                return register, risk
    return None


def _explained(text: Text, facts: Facts) -> set[tuple[str, int]]:
    """The risks that a passage of prose names beside a reason."""
    return {
        (one.register.organisation, one.risk.ref)
        for passage in text.passages
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM) and BECAUSE.search(straight(passage.text))
        for one in mentions(text, passage, facts)
    }
