"""A count of risks against what the position says: which numbers are wrong, and the finding that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.claims import Claim
from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Finding, RegisterFacts, Severity
from reports.checks.numbers import like
from reports.checks.tallies import ground, limits_of, tally
from reports.checks.vocabulary import Said


def compare(
    finder: Finder,
    at: int,
    claim: Claim,
    right: list[int],
    registers: list[RegisterFacts],
    said: list[Said],
    is_total: bool,
    severity: Severity,
) -> Iterator[Finding]:
    """A finding where none of the right counts agrees with what is claimed."""
    if not _is_wrong(claim, right, registers, said):
        return
    number = claim.number
    if number.kind == "both":
        right = [tally(registers[0].open, limits_of(claim)) or 0]
    start = claim.span.start + number.start
    offer = like(right[0], number.text) if len(right) == 1 and number.kind == "count" and not number.limit else ""
    counted = "not " + ground(said, registers) if claim.is_rest else ground(said, registers)
    yield finder.at(
        at,
        (start, start + len(number.text)),
        "total" if is_total else "count",
        f"The position says {' or '.join(str(value) for value in dict.fromkeys(right))} {counted}",
        f"Say {offer}" if offer else "Mend the figure",
        offer=offer,
        severity=severity,
    )


def _is_wrong(claim: Claim, right: list[int], registers: list[RegisterFacts], said: list[Said]) -> bool:
    number, wholes = claim.number, [len(register.open) for register in registers]
    if len(wholes) > 1:
        wholes.append(sum(wholes))
    if number.kind == "none":
        return 0 not in right and bool(said)
    if number.kind == "all":
        return bool(said) and not any(value in wholes for value in right) and _speaks_of_all(claim)
    if number.kind == "both":
        by = limits_of(claim)
        counted = tally(registers[0].open, by) if by and len(registers) == 1 else None
        return counted not in (None, 2)
    if number.kind == "share":
        limits = limits_of(claim)
        of = tally(registers[0].open, limits) if limits else wholes[0]
        if len(registers) != 1 or not of or not {one.dimension for one in said} - {one.dimension for one in limits}:
            return False
        slack = 0.12 if number.limit == "about" else 0.08
        wrong_side = not number.allows(right[0] / of, float(number.share or 0), slack)
        is_just = re.search(r"\bjust (?:over|under)\s*$", claim.before)
        return wrong_side or bool(is_just and abs(right[0] / of - float(number.share or 0)) > 0.12)
    return not any(number.allows(value) for value in right)


def _speaks_of_all(claim: Claim) -> bool:
    return bool(
        re.match(r"(?:\s+of)?(?:\s+(?:the|our|its|these))?(?:\s+[\w'-]+){0,3}?\s+risks?\b", claim.region)
    ) and not re.search(
        r"\b(?:in|with|for|at|by) all\b|\bacross all\b|\bnot (?:all|every)\b|\bnearly (?:all|every)\b|\balmost "
        r"(?:all|every)\b",
        straight(claim.before[-12:] + claim.number.text),
        re.I,
    )
