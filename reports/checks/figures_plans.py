"""Family "figures", the counts of an improvement plan: how many work-streams, how they stand, how many dates moved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.claims import Claim
from reports.checks.found import Finder
from reports.checks.language import is_hedged, is_of_the_past, straight
from reports.checks.model import Finding, PlanFacts, Severity
from reports.checks.numbers import counts, like
from reports.checks.vocabulary import properties

REVISED = re.compile(
    r"\b(?:revised|pushed back|put back|moved|extended|later|new|re-?scheduled|re-?timed|delayed|deferred|changed|"
    r"slipped|re-?profiled)\b.{0,30}?\b(?:dates?|timescales?|deadlines?|timetables?)\b|\b(?:dates?|timescales?|"
    r"deadlines?)\b.{0,40}?\b(?:revised|pushed back|put back|moved|extended|slipped|re-?scheduled|changed|deferred|"
    r"delayed)\b|^\s+(?:work[\s-]?streams?|actions?|areas|recommendations?)?\s*(?:have |has |were |was )?(?:now )?"
    r"(?:been )?(?:put back|pushed back|postponed|deferred|rescheduled|re-?profiled)\b",
    re.IGNORECASE,
)
FURTHER = re.compile(r"\b(?:further|another|additional|remaining|others?|more)\b", re.IGNORECASE)
DONE = re.compile(r"\b(?:done|closed|achieved|concluded|implemented|delivered|discharged|finished)\b", re.IGNORECASE)
NOT_YET = re.compile(
    r"\b(?:not|never|yet to be|still to be)(?: yet| all| fully| quite| been)*\s+(?:complete|done|finished|deliver)",
    re.I,
)
TOTAL = re.compile(
    r"\b(?:there (?:are|were)|(?:plan|which|it) (?:\w+ )?(?:holds|has|had|contains|contained|comprises|comprised|lists|"
    r"consists of|consisted of|is made up of|is made up|includes|covers|sets out|of)|of "
    r"the|total of|the|all|its|our|plan's|captured|made up of|each of(?: the)?)\s*$",
    re.IGNORECASE,
)


def weigh(finder: Finder, at: int, claim: Claim, plans: tuple[PlanFacts, ...]) -> Iterator[Finding]:
    """A count of work-streams, or of their dates, against the plan."""
    number, region = claim.number, straight(claim.region)
    clause = straight(re.split(r";|, (?:and|but|while) ", claim.before)[-1] + number.text + claim.region)
    if number.kind not in ("count", "none", "share") or is_hedged(clause) or number.limit == "about":
        return
    if re.search(
        r"\b(?:since|last|recommendation \d|principle|following|first|next|audit|"
        r"internal|inspect\w+|review|new (?:\w+ )?(?:actions?|recommendations?|areas?))\b",
        claim.before[-40:] + claim.adjectives + " " + re.sub(r"\bnew (?=(?:\w+ )?dates?)", "", region),
        re.I,
    ):
        return
    years = re.findall(r"\b(20\d\d)[/-](\d\d)\b", clause)
    if years and not any(plan.year == f"{start}-{end}" for plan in plans for start, end in years):
        return
    totals = {len(plan.streams) for plan in plans}
    if re.search(r"\bof (?:these|them|those|which)\b,?(?: \w+)?\s*$", straight(claim.before), re.I) and not any(
        one.value in totals for one in counts(claim.before)
    ):
        return
    tallies = [(plan, value) for plan in plans if (value := _tally(plan, claim)) is not None]
    if not tallies or any(_agrees(claim, plan, value) for plan, value in tallies):
        return
    yield _wrong(finder, at, claim, tallies[0][1], _severity(claim, clause))


def _severity(claim: Claim, clause: str) -> Severity:
    """Sure of the plan's own words; not of a past tense, of what is carried on, nor of a part of them."""
    if is_of_the_past(clause) or claim.is_carried or claim.parent is not None or FURTHER.search(claim.before[-20:]):
        return Severity.WARNING
    tail = re.sub(
        r"^(?:\s+[\w'-]+)*?\s+(?:work-?streams?|actions?|areas?|recommendations?|improvements?)\b", "", claim.region
    )
    if re.match(r"\s+(?:with|in|for|of|that|which|led|on|about|relat\w+|from|to)\b", tail) and not claim.whole:
        return Severity.WARNING
    if claim.noun == "date" and not re.search(r"\bplan|work-?stream|recommendation", clause, re.I):
        return Severity.WARNING
    return Severity.ERROR


def _agrees(claim: Claim, plan: PlanFacts, value: int) -> bool:
    if claim.number.kind == "share":
        return bool(plan.streams) and claim.number.allows(
            value / len(plan.streams), float(claim.number.share or 0), 0.08
        )
    return claim.number.allows(value)


def _wrong(finder: Finder, at: int, claim: Claim, right: int, severity: Severity) -> Finding:
    start = claim.span.start + claim.number.start
    offer = like(right, claim.number.text) if claim.number.kind == "count" and not claim.number.limit else ""
    return finder.at(
        at,
        (start, start + len(claim.number.text)),
        "plan-count",
        f"The plan says {right}",
        f"Say {offer}" if offer else "Mend the figure",
        offer=offer,
        severity=severity,
    )


def _tally(plan: PlanFacts, claim: Claim) -> int | None:
    region, before = straight(claim.region), straight(claim.before)
    clause = re.split(r"[;,]", before)[-1]
    if REVISED.search(region) or (REVISED.search(clause) and re.search(r"\b(?:for|of|on|in|to|against)\s*$", clause)):
        return plan.revised
    values = {one.value for one in properties(f"{claim.adjectives} {region}") if one.dimension == "progress"}
    if not values and re.search(r"\b(?:to|in|on|of|for|against)\s*$", clause):
        values = {one.value for one in properties(clause) if one.dimension == "progress"}
    if not values and DONE.search(region):
        values = {"complete"}
    if values:
        value = sum(1 for stream in plan.streams if stream.status in values)
        is_without = bool(NOT_YET.search(region.split(";")[0])) and values == {"complete"}
        return len(plan.streams) - value if claim.is_rest or is_without else value
    noun = re.search(r"work[\s-]?streams?", claim.adjectives + region[:60], re.IGNORECASE)
    if noun and (TOTAL.search(before) or re.match(r"\s*(?:in (?:all|total)|altogether)\b", region[noun.end() :])):
        rest = region[noun.end() :]
        return len(plan.streams) if not re.match(r"\s*(?:where|which|that|with|relat)", rest) else None
    return None
