"""Family "reasons", dates: a date that was moved, of a work-stream or an action, without a word of why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.because import BECAUSE, is_told_elsewhere, leads_to_reason
from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, sentences, straight
from reports.checks.model import Facts, Finding, Kind, Passage, Severity, Text
from reports.checks.numbers import counts

WHEN = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|20\d\d|"
    r"(?:the )?(?:spring|summer|autumn|winter)|next (?:year|quarter)|the new year|(?:the )?(?:end of|early|late|mid))"
)
LATER = (
    r"slipped|moved|pushed back|put back|set back|put off|deferred|postponed|rescheduled|re-?profiled|extended|"
    r"delayed|revised|changed|re-?timed"
)
MOVED = re.compile(
    r"\b(?:(?:\w+ ){1,2}(?:months?|weeks?|quarters?|years?) later than (?:planned|expected|first \w+|"
    r"originally \w+|intended|agreed)|(?:months?|weeks?|quarters?) (?:late|behind (?:schedule|plan)))\b|"
    r"\b(?:due|target|completion|implementation|delivery|end|finish)?\s?(?:dates?|deadlines?|timescales?|"
    rf"timetables?|milestones?)\b[^.;]{{0,50}}?\b(?:has|have|had|is|are|was|were)?\s?(?:been |now |again "
    rf")*(?:{LATER})\b|"
    rf"\b(?:has|have|had|is|was|been) (?:now |again |also )*(?:{LATER})\b[^.;]{{0,40}}?\b(?:to|until|from|by|for|"
    rf"into)\b"
    rf"[^.;]{{0,20}}?(?:{WHEN}|(?:a|one|two|three|six|\d+) (?:months?|quarters?|weeks?|years?))\b|"
    rf"\b(?:has|have|had|is|was|been) (?:now |again |also )*(?:{LATER}) (?:a|one|two|three|six|nine|\d+) (?:months?|"
    rf"quarters?|weeks?|"
    r"years?)\b",
    re.IGNORECASE,
)
# Two dates for one thing, or a new one: told less plainly, so only a warning.
NOW = re.compile(
    rf"\b(?:(?:is|are|has|have|will) now\b|now (?:ends?|finishes|runs?|due|expected|falls?|set|planned|to be|comes?|"
    rf"expects?))[^.;]{{0,45}}?\b(?:in|by|on|for|until|to|at|of)?\s?{WHEN}|"
    rf"\b(?:was|were) (?:to have|to be|due|planned|expected|meant|promised|first)\b[^.]{{0,80}}?\b(?:now|instead|"
    rf"later)\b|"
    rf"\b(?:new|revised|later|amended) (?:due |end |completion |target |delivery |finish )?(?:dates?|deadlines?|"
    rf"timescales?)\b|"
    rf"\b(?:rather than|instead of|not) (?:in |by |as planned in )?{WHEN}",
    re.IGNORECASE,
)
NOT_WORK = re.compile(
    r"\b(?:meetings?|session|hearing|visits?|event|conference|interviews?|election|hustings|launch|office|people|staff|"
    r"team|unit|officers?|money|resources)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
WORK = re.compile(
    r"\b(?:work|work-?streams?|actions?|milestones?|recommendations?|plan|project|programme|training|strategy|policy|"
    r"framework|review|delivery|completion|complet\w+|deadline|dates?|done|finish\w*|due)\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    rf"\b(?:{LATER}|slippage|later)\b[^.;]{{0,40}}\b(?:dates?|timescales?|deadlines?|delivery)\b|"
    rf"\b(?:dates?|timescales?|deadlines?)\b[^.;]{{0,40}}\b(?:{LATER})\b",
    re.IGNORECASE,
)


def check(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """Dates moved in sentences, and the work-streams listed under a sentence that says that dates were moved."""
    refs = {stream.ref for plan in facts.plans for stream in plan.streams}
    for at, passage in enumerate(text.passages):
        if passage.kind not in (Kind.CELL, Kind.HEADING, Kind.ENTRY):
            yield from _moved(finder, at, passage, text, refs)
    yield from _listed(finder, text, facts)


def _moved(finder: Finder, at: int, passage: Passage, text: Text, refs: set[str]) -> Iterator[Finding]:
    spans = sentences(passage.text)
    for place, span in enumerate(spans):
        words = straight(span.text)
        found, is_plain = MOVED.search(words), True
        if found is None:
            found, is_plain = NOW.search(words), False
            if found is not None and not (WORK.search(words) or _refs(words, refs)):
                found = None
        if found is not None and re.search(r"\b(?:not|never|unchanged)\b", found[0]):
            continue
        if found is None or _is_general(words[: found.start()]) or NOT_WORK.search(words[: found.start() + 12]):
            continue
        if not is_plain and is_hedged(re.sub(r"\b(?:will now|due|expected|planned|to be|likely)\b", " ", words)):
            continue
        if _has_reason(spans, place, refs) or leads_to_reason(text, at) or is_told_elsewhere(passage.text):
            continue
        of_several = any(one.value > 1 for one in counts(words[: found.end()]) if one.kind == "count")
        severity = Severity.ERROR if is_plain and not of_several and len(spans) < 4 else Severity.WARNING
        own = [
            one.start()
            for one in re.finditer(r"\b[A-Z]\d{1,2}\b", words)
            if one[0] in refs and one.end() <= found.start()
        ]
        start = own[-1] if own and found.start() - own[-1] < 60 else found.start()
        yield _finding(finder, at, (span.start + start, span.start + found.end()), severity)
        return


def _refs(words: str, refs: set[str]) -> set[str]:
    return {one for one in re.findall(r"\b[A-Z]\d{1,2}\b", words) if one in refs}


def _has_reason(spans: tuple[Span, ...], place: int, refs: set[str]) -> bool:
    """In its own sentence or the two after; of a work-stream named, only as far as no other one is named."""
    own = _refs(spans[place].text, refs)
    near = [spans[place]]
    for other in spans[place + 1 : place + 3]:
        if own and _refs(other.text, refs) - own:
            break
        near.append(other)
    if not own and place:
        near.append(spans[place - 1])
    words = [straight(span.text) for span in near]
    if any(BECAUSE.search(re.sub(r"\buntil\b|\binstead\b|\brather than\b", " ", one)) for one in words):
        return True
    return bool(re.search(r"(?::|;|\s[–-])\s+(?!it\b|they\b|the (?:new|revised)\b)(?:\S+\s+){3,}", words[0]))


def _is_general(before: str) -> bool:
    """Of several at once ("areas where dates were put back"), which are told one by one elsewhere; or not yet so."""
    hedged = is_hedged(re.sub(r"\b(?:due|target|expected|planned|will)\b", " ", before))
    return hedged or bool(re.search(r"\b(?:where|if|no|any|whose|unchanged|not)\b[^.;]{0,40}$", before))


def _finding(finder: Finder, at: int, span: tuple[int, int], severity: Severity) -> Finding:
    return finder.at(
        at,
        span,
        "date-without-reason",
        "A date was moved and no reason is given",
        "Say why it was moved",
        severity=severity,
    )


def _listed(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """Under "there are seven areas where dates were put back", each work-stream whose passage gives no reason."""
    revised = {stream.ref for plan in facts.plans for stream in plan.streams if stream.is_revised}
    sections = {passage.section for passage in text.passages if LEAD.search(passage.text)} if revised else set()
    for at, passage in enumerate(text.passages):
        if passage.section not in sections or passage.kind not in (Kind.PARAGRAPH, Kind.ITEM) or not passage.section:
            continue
        match = re.search(r"\((?P<ref>[A-Z]\d{1,2})\)", passage.text[:400])
        if match is None or match["ref"] not in revised or LEAD.search(passage.text):
            continue
        if not BECAUSE.search(straight(passage.text[match.end() :])) and not re.search(
            r"\bdelay|\b(?:had|has|have) to\b|\bare late\b|\bfirst,", passage.text, re.I
        ):
            yield _finding(finder, at, match.span(), Severity.WARNING)
