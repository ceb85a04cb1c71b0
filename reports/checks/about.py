"""Whom is a sentence about? The risks it names or goes on about, and which of them something in it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, is_of_longer, is_of_the_past, sentences, straight
from reports.checks.model import Finding, Passage, RiskFacts, Severity
from reports.checks.risks_named import Mention
from reports.checks.vocabulary import Said

# What may stand between a risk and what is said of it, when it is said of the risk and not of something else.
BETWEEN = re.compile(
    r"(?:[\s,'\":–()]|\([^)]*\)|–[^–]*–|\b(?:risks?|scores?|scoring|rating|ratings|position|trend|direction|movement|"
    r"current|currently|overall|"
    r"status|progress|assessment|assessed|rated|scored|graded|classed|is|are|was|were|has|have|had|been|be|being|"
    r"remains?|remained|"
    r"stays?|stayed|stands?|stood|sits?|sat|at|as|to|now|again|also|still|this|quarter|which|that|a|an|the|it|its|"
    r"and|by|continues|"
    r"continued|reported|reports|reporting|shown|shows|judged|considered|therefore|too|both|so|since|last|from|in|"
    r"of|on|for|over|"
    r"first|second|third|time|likelihood|impact|high|medium|low|very|VH|H|M|L|v|corporate|strategic|residual|level|"
    r"only|just|not|"
    r"slightly|significantly|marginally|further|gone|moved|been|put|told|static|unchanged|up|down|reduced|risen|"
    r"fallen|green|amber|red|"
    r"long|short|term|with|number|ref|\d+|having|although|however|no|longer|makes?|making|made|period|end|year|"
    r"december|september|june|march|arrow|kept|keeps|where|what|higher|lower|than)\b|-)*",
    re.IGNORECASE,
)
OTHER_SUBJECT = re.compile(
    r"\b(?:controls?|actions?|milestones?|workstreams?|programme|projects?|plans?|measures?|numbers?|strand|"
    r"element|work)\b",
    re.I,
)
TARGET = re.compile(r"\btarget(?:ed|s)?\b", re.IGNORECASE)
CARRIED = re.compile(
    r"^(?:this(?: \w+)? risk|the risk|this|it|its|the (?:score|rating|target|likelihood|impact|owner|position|"
    r"status|trend|movement|assessment)|progress|likelihood|impact|there (?:is|are|has been)|both|we|as with|owned|"
    r"current(?:ly)?|overall|\w+ controls?|(?:key )?controls)\b",
    re.I,
)


@dataclass(frozen=True)
class About:
    """A sentence, and the risk it goes on about where it names none itself."""

    span: Span
    carried: Mention | None
    named: tuple[Mention, ...]  # offsets in the sentence


def abouts(passage: Passage, found: list[Mention], heading: Mention | None) -> Iterator[About]:
    carried = heading
    for span in sentences(passage.text):
        named = tuple(
            replace(one, start=one.start - span.start, end=one.end - span.start)
            for one in found
            if span.start <= one.start < span.end
        )
        yield About(span, carried if CARRIED.match(span.text) or not named else None, named)
        risks = {(one.register.organisation, one.risk.ref) for one in named}
        if len(risks) == 1:
            carried = named[0]
        elif len(risks) > 1:
            carried = None


def nearest(about: About, start: int) -> Mention | None:
    """The risk a score is said of: the last named before it, or the one gone on about, or the only one named."""
    before = [one for one in about.named if one.end <= start + 2]
    if before:
        return before[-1]
    if len({one.risk.ref for one in about.named}) == 1:
        return about.named[0]
    return about.carried if not about.named else None


def subject(about: About, start: int, end: int) -> Mention | None:
    """The risk that something at this place is said of."""
    text = straight(about.span.text)
    before = [one for one in about.named if one.end <= start]
    if before:
        last = before[-1]
        gap = re.sub(
            r"\bone of (?:the|our|its|their|MOPAC's|the Met's)(?: \w+)?(?=\s*$)",
            "",
            text[last.end : start],
        )
        gap = re.sub(r"\b(?:our|its|the) (?:only|one|sole|single) $", "", gap)
        if BETWEEN.fullmatch(gap) and not re.search(r"\bthan\b", gap):
            return last
        if re.fullmatch(r"\s*\((?:risk \d+\s*[–,-]?\s*)?", gap):
            return last
        return None
    after = [one for one in about.named if one.start >= end]
    is_lead = re.match(r"(?:with|at|as|rated|scored|assessed|being)\b", text, re.IGNORECASE)
    if after and is_lead and re.fullmatch(r"[^.;]{0,45}, (?:the )?", text[end : after[0].start]):
        return after[0] if len({one.risk.ref for one in after}) == 1 else None
    if after and re.fullmatch(
        r"\s*(?:risks?|one)?\s*(?:on (?:the|our|its) (?:\w+ )?register\s+)?(?:is|remains)\s+(?:the\s+|our\s+)?|"
        r"\s*(?:rating|score|progress|status|assessment)?\s*(?:is |was |now )?(?:reported |given |shown )?(?:for|"
        r"on|of|against)\s+(?:the\s+|Met\s+|MOPAC\s+|Met's\s+|MOPAC's\s+)?(?:risk \d+\s*[(,:]\s*)?",
        text[end : after[0].start],
    ):
        return after[0]
    if (
        after
        and re.fullmatch(r"\s*(?:rated\s+|rating\s+)?(?:the\s+)?", text[end : after[0].start])
        and re.search(r"\b(?:the|our|its|a)\s*$", text[:start])
    ):
        return after[0]
    if (
        about.carried is not None
        and not about.named
        and BETWEEN.fullmatch(
            re.sub(
                r"^(?:this(?: \w+)? risk|the risk|it|this|progress|as with risk \d+)\b", "", text[:start], flags=re.I
            )
        )
    ):
        return about.carried
    return None


def is_of_its_controls(text: str, one: Mention, said: Said) -> bool:
    """ "Three controls on the People risk have slipped": said of the controls, not of the risk."""
    if said.dimension not in ("progress", "rag", "movement"):
        return False
    before = straight(text[: one.start] if one.start < said.start else text[: said.start])
    return bool(
        re.search(
            rf"{OTHER_SUBJECT.pattern}[^.;,]{{0,25}}\b(?:on|for|of|against|under|in|to)\s+(?:the |our |its )?$",
            before,
            re.I,
        )
    )


def is_aside(text: str, said: Said) -> bool:
    """Hedged, of another time, or of a target: nothing that the position can be held against."""
    clause_start = (
        max(text.rfind(";", 0, said.start), text.rfind(", but", 0, said.start), text.rfind(", and", 0, said.start), -1)
        + 1
    )
    stop = re.search(r";|, (?:and|but|with|which|following|as|after)\b|\.$", text[said.end :])
    clause = straight(text[clause_start : said.end + (stop.start() if stop else len(text))])
    upto = straight(text[clause_start : said.end])
    if is_hedged(re.sub(r"\btarget\w*\b", "", upto)) or (
        TARGET.search(upto) and said.dimension in ("band", "likelihood", "impact")
    ):
        return True
    if said.dimension != "movement" and is_of_the_past(upto) and "now" not in upto:
        return True
    if said.dimension == "movement" and is_of_longer(clause):
        return True
    return (
        said.dimension == "movement"
        and bool(re.search(r"\b(?:last|previous) (?:quarter|year|report)\b|\bat the refresh\b", clause))
        and not re.search(r"\bsince\b|\bfrom\b|\bcompared\b|\bthan\b", clause)
    )


def called(risk: RiskFacts) -> str:
    return f"Risk {risk.shown_ref}, {risk.title}:"


def wrong(
    finder: Finder,
    at: int,
    span: Span,
    start: int,
    end: int,
    code: str,
    why: str,
    offer: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    mend = f"Say “{offer}”" if offer else "Mend the words, or the register where it is wrong"
    return finder.at(at, (span.start + start, span.start + end), code, why, mend, offer=offer, severity=severity)
