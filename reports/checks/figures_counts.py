"""Family "figures", counts: "seven of the eleven risks are green", against the position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reports.checks import figures_labels, figures_plans
from reports.checks.claims import Claim, Subject, claims
from reports.checks.counts_compared import compare
from reports.checks.found import Finder
from reports.checks.language import is_hedged, is_of_longer, is_of_the_past, sentences, straight
from reports.checks.model import Facts, Finding, Passage, RegisterFacts, Severity, Text
from reports.checks.numbers import like
from reports.checks.risks_named import VERB, bodies_beside, mentions, whose
from reports.checks.tallies import ground, level_of, limits_of, said_of, tally, test_of
from reports.checks.totals import how_sure_of_total
from reports.checks.vocabulary import Said, properties

__all__ = ["check", "level_of"]

EARLIER = re.compile(r"\b(?:last|previous|earlier|before|then|ago|formerly|originally)\b")

# "Of the four risks that the director owns, one is green": counted among those, which the words alone may not name.
OF_SOME = re.compile(
    r"\W*of (?:the|his|her|its|our|their|these)\b[^,]*\brisks? (?:that|which|whose|owned|held|led|assigned|with|in|on|"
    r"for|under|about)\b[^,]*,",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts, finder: Finder) -> Iterator[Finding]:
    """Counts of risks, and of work-streams of a plan, in every sentence."""
    for at, passage in enumerate(text.passages):
        if passage.kind == "cell" or not passage.text:
            continue
        subject = Subject()
        for span in sentences(passage.text):
            found, subject = claims(span, subject, _sizes(facts))
            for place, whole_claim in enumerate(found):
                claim = _without_other_subject(whole_claim, passage, text, facts)
                if claim.noun == "risk":
                    yield from _weigh(finder, at, passage, claim, found[:place], text, facts)
                elif facts.plans:
                    yield from figures_plans.weigh(finder, at, claim, facts.plans)
            yield from figures_labels.check(finder, at, passage, span, text, facts)


def _sizes(facts: Facts) -> dict[int, str]:
    """What a whole of so many may be of, where the words do not say: "five of the forty-eight have slipped"."""
    found = {len(register.open): "risk" for register in facts.registers if len(register.open) > 6}
    return found | {len(plan.streams): "stream" for plan in facts.plans}


def _without_other_subject(claim: Claim, passage: Passage, text: Text, facts: Facts) -> Claim:
    """Its words as far as a risk named in them, of which the rest is said: "of the four, Capability is on track"."""
    begin = claim.span.start + (claim.whole or claim.number).end
    for one in mentions(text, passage, facts):
        if begin <= one.start < begin + len(claim.region) and re.match(
            rf"\s+(?:alone |only |too )?{VERB}", straight(passage.text[one.end :])
        ):
            return replace(claim, region=claim.region[: one.start - begin])
    return claim


def _weigh(
    finder: Finder, at: int, passage: Passage, claim: Claim, earlier: list[Claim], text: Text, facts: Facts
) -> Iterator[Finding]:
    registers = _registers(claim, earlier, passage, text, facts)
    if not registers or _is_of_another_time(claim, registers):
        return
    if re.search(r"\bbetween them\b", claim.region) and re.search(r"\bown", claim.before):
        return
    if re.match(r"(?:\s+\w+)*?\s+risks? (?:fewer|more|less|higher|lower)\b", claim.region):
        return
    own, test = said_of(claim) or _said_before(claim), test_of(claim, facts)
    if claim.parent is not None and not own and test is None:
        return  # "two of these are taken here"
    said = [*own, *(claim.parent or ())]
    if claim.parent is not None and _is_of_others(claim, registers):
        return
    severity = Severity.WARNING if _is_doubtful(claim) else Severity.ERROR
    is_total = not said and test is None
    if is_total:
        severity_of_total = _sure_of_total(claim, registers)
        if severity_of_total is None:
            return
        severity = severity_of_total
    right = _right(claim, registers, said, test, facts)
    if right is None:
        return
    if claim.whole is not None:
        of_all = [len(register.open) for register in registers]
        if claim.whole.value not in [*of_all, sum(of_all)]:
            of_some = list(_whole(finder, at, claim, registers))
            yield from of_some
            if of_some or not limits_of(claim):
                return
    yield from compare(finder, at, claim, right, registers, said, is_total, severity)


def _is_of_another_time(claim: Claim, registers: list[RegisterFacts]) -> bool:
    """Hedged, or told of an earlier position. A past tense at the day of the position itself is of the position."""
    region = re.split(r";|, (?:and|but|while|though|which|so|each|who)\b", claim.region)[0]
    clause = straight(re.split(r";|, (?:and|but|while|though) ", claim.before)[-1] + claim.number.text + region)
    for register in registers:
        clause = _without_day(clause, register.as_at)
    if is_hedged(re.sub(r"\b(?:target|to be (?:green|amber|red|on track)|potential controls?)\b", "", clause)):
        return True
    years = {register.as_at.year for register in registers if register.as_at}
    if any(int(year) not in years for year in re.findall(r"\b[Ii]n (20\d\d)\b", clause)) and years:
        return True
    moves = any(one.dimension == "movement" and one.value != "new" for one in said_of(claim))
    if moves and is_of_longer(clause):
        return True
    if is_of_the_past(clause) and not moves:
        return True
    return bool(re.search(r"\b(?:was|were|had)\b", clause) and EARLIER.search(clause) and not moves)


def _without_day(text: str, day: date | None) -> str:
    """The text without the month of the position: "at the end of December" says nothing of another time."""
    if day is None:
        return text
    return re.sub(
        rf"\b(?:as )?(?:at|in|by|of|during|on) (?:the end of )?(?:\d{{1,2}} )?{day:%B}(?: {day.year})?\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )


def _is_of_others(claim: Claim, registers: list[RegisterFacts]) -> bool:
    """Whether "these" are not the register's: so many more or fewer of them that other risks must be meant."""
    known = [tally(register.open, claim.parent or ()) for register in registers]
    value = claim.parent_value
    return value is not None and not any(one is not None and abs(one - value) <= 2 for one in known)


def _said_before(claim: Claim) -> list[Said]:
    """What is said of them before: "limited progress is reported against five risks", "most are high: ten of them"."""
    if re.search(r"\b(?:against|for|of|on|in|by|to|with|at|:)\s*$", claim.before):
        clause = re.split(r"[;,]|\band\b|\bbut\b", straight(claim.before))[-1]
        tail = re.sub(r"^(?:\s+[\w'-]+)*?\s+risks?\b", "", straight(claim.region), count=1)
        if re.match(
            r"\s*(?:[.,;:]|$|this|in fact|of them|since|as|and|, for|(?:over|during|in|since) (?:the|this)\b)", tail
        ):
            return [one for one in properties(clause) if one.dimension in ("progress", "rag", "band", "movement")]
    return []


def _is_doubtful(claim: Claim) -> bool:
    """Of a part of what was named before ("the remaining three", "a further two"), which may be counted elsewhere."""
    near = straight(claim.before[-18:] + claim.number.text + claim.adjectives)
    if re.search(r"\b(?:log|programme's|programme register|project|list of its own|logs)\b", claim.span.text):
        return True
    if OF_SOME.match(straight(claim.span.text)):
        return True
    return bool(
        re.search(r"\b(?:remaining|others?|further|another|additional|more|also|only these|last|first)\b", near, re.I)
        or re.search(r"\bother\b", claim.region[:12])
    )


def _sure_of_total(claim: Claim, registers: list[RegisterFacts]) -> Severity | None:
    if re.match(r"(?:\s+\w+){0,2}?\s+risks? (?:(?:are|is|now|which|that) )*(?:own|belong|held by)", claim.region):
        return None
    if claim.number.kind in ("share", "both") or claim.parent is not None or claim.is_carried:
        return None
    sure = how_sure_of_total(claim, [len(register.open) for register in registers])
    if (
        sure
        and len(registers) > 1
        and "register" not in claim.span.text
        and "between them" not in claim.span.text.lower()
    ):
        return Severity.WARNING  # of a joint paper: it may be the risks of its theme
    return sure


def _right(
    claim: Claim, registers: list[RegisterFacts], said: list[Said], test: object, facts: Facts
) -> list[int] | None:
    """The counts that would be right; more than one where the claim may be of either register, or of both."""
    tallies = [tally(register.open, said, test) for register in registers]  # type: ignore[arg-type]
    known = [one for one in tallies if one is not None]
    if len(known) != len(tallies):
        return None
    if claim.is_rest:
        by = limits_of(claim)
        known = [(tally(register.open, by) or 0) - one for register, one in zip(registers, known, strict=True)]
    right = [*known, sum(known)] if len(known) > 1 else known
    if re.search(r"\b(?:between them|together|two bodies|both bodies)\b", claim.before + claim.region, re.I):
        right = [sum(known)]
    if len(known) > 1 and len(claim.adjectives) < 12:
        joint = sum(theme.is_joint_risk for theme in facts.themes)  # in a joint paper "the four risks" may be these
        right += [count for count in (joint, len(facts.themes)) if count and count == claim.number.value]
    return right


def _registers(claim: Claim, earlier: list[Claim], passage: Passage, text: Text, facts: Facts) -> list[RegisterFacts]:
    """The registers a claim may be of: of the body its own words name, else whose the passage is, else all."""
    found = _body_meant(claim, facts)
    home = whose(text, passage, facts)
    if found:
        return [register for register in facts.registers if register.organisation in found]
    if home:
        return [register for register in facts.registers if register.organisation == home]
    return list(facts.registers)


def _body_meant(claim: Claim, facts: Facts) -> set[str]:
    """The body named in its own words, else the last before it, else the one after it."""
    own = {slug for *_, slug in bodies_beside(straight(claim.adjectives), facts)}
    if len(own) == 1:
        return own
    clause = re.split(r";|\b(?:while|whereas|whilst)\b", straight(claim.before))[-1]
    before = [(start, end, slug) for start, end, slug in bodies_beside(clause, facts) if len(clause) - end <= 60]
    after = {slug for *_, slug in bodies_beside(straight(claim.region), facts)}
    held = re.search(
        r"\b(?:on|of|in) (?:the )?(?P<body>[\w' ]{2,30}?)(?:'s)? (?:\w+ )?register\b", straight(claim.region)
    )
    if held and (slugs := {slug for *_, slug in bodies_beside(held["body"], facts)}):
        return slugs
    if before:
        return {before[-1][2]}
    return after if len(after) == 1 else set()


def _whole(finder: Finder, at: int, claim: Claim, registers: list[RegisterFacts]) -> Iterator[Finding]:
    """The eleven of "seven of the eleven": of all, or of those its adjectives name. A much smaller one is a part."""
    whole = claim.whole
    if whole is None or whole.kind != "count" or len(registers) > 1:
        return
    by = limits_of(claim)
    right = tally(registers[0].open, by, None) if by else len(registers[0].open)
    strong = by or re.search(r"\b(?:corporate|strategic|headline|open|Met|MOPAC|MPS)\b", claim.adjectives)
    if right is None or right == whole.value or (not strong and abs(right - whole.value) > 2):
        return
    start = claim.span.start + whole.start
    offer = like(right, whole.text)
    yield finder.at(
        at,
        (start, start + len(whole.text)),
        "total",
        f"The position says {right} {ground(by, registers)}",
        f"Say {offer}",
        offer=offer,
    )
