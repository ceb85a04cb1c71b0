"""Sentences, clauses, and what kind of statement they make: of now, of the past, of what may come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‑": "-", "‐": "-", "\u00a0": " "})
STOP = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(]?[A-Z0-9•])")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|no|nos|para|paras|sec|fig|approx|dr|mr|mrs|ms|prof|st|supt|cmdr|inc|ltd|app)|"
    r"(?<!\bv )\b[A-Z])\.$",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"^(?:Had|Were|Should) |\b(?:would|could|may|might|should|must|if|unless|whether|will|shall|expect(?:s|ed)?|"
    r"anticipat\w+|forecast|"
    r"(?<!a )(?<!the )(?<!its )(?<!no )plan(?:s|ned)? to|aim(?:s|ed)? to|intend(?:s|ed)? to|likely|due to be|"
    r"potential(?:ly)?|proposed?|in future|"
    r"hop(?:es?|ed|ing) (?:to|that)|wants? to|means? to|seeks? to|wish(?:es)? to|like to|ambition|intention|in order "
    r"to|"
    r"going to|scheduled (?:to|for)|due (?:to|for|by)|(?:is|are|have|has|needs?|yet|remains?|due|ought|expected|"
    r"likely) to be|target(?:ed|ing)? to)\b"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
PAST_TIME = re.compile(
    rf"\b(?:last (?:quarter|year|time|meeting|report|month|spring|summer|autumn|winter|{MONTHS})|previous(?:ly)?|"
    r"prior|at the last|at some point|at one time|(?:over|in|during|throughout|for much of) the year|"
    r"at (?:its|the|our|their) (?:\w+ ){0,2}meetings?|(?:\w+ )?(?:months|years|quarters|weeks) (?:ago|earlier|"
    r"before)|in the past|until|"
    r"in the last (?:report|paper)|"
    r"(?:a|one) (?:quarter|year) (?:ago|earlier)|before (?:the|this)|at that (?:time|point)|then|formerly|originally|"
    rf"initially|(?:as )?(?:at|in|by|of|during) (?:the end of )?(?:Q[1-4]|spring|summer|autumn|winter|"
    rf"(?:early |late |mid-)?(?:{MONTHS})))\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:since|compared (?:with|to)|than|from|over|on) (?:the |that of |those of )?(?:last|previous|prior|end of)\b|"
    r"\bsince\b|\bthis quarter\b",
    re.IGNORECASE,
)


def straight(text: str) -> str:
    """The same length, with straight quotation marks and plain hyphens."""
    return text.translate(STRAIGHT)


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    text: str


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a passage, with where they stand in it."""
    text = straight(text)
    found, start = [], 0
    for stop in STOP.finditer(text):
        before = text[start : stop.start()]
        if ABBREVIATION.search(before) or re.search(r"(?:^|\s)\d{1,2}\.$", before):
            continue
        found.append(Span(start, stop.start(), before))
        start = stop.end()
    if text[start:].strip():
        found.append(Span(start, len(text), text[start:]))
    return tuple(found)


def sentence_at(text: str, start: int) -> Span:
    """The sentence of a text that a place stands in."""
    spans = sentences(text)
    return next((span for span in spans if span.start <= start < span.end), spans[-1])


def is_hedged(text: str) -> bool:
    """Speaks of what may be, or is to come, rather than of what is."""
    return HEDGE.search(text) is not None


LONGER = re.compile(
    r"\b(?:over|in|across|during|within) (?:the )?(?:last |past )?(?:two|three|four|five|ten|several|some|many|\d+) "
    r"years\b|"
    r"\bover (?:the|a) (?:last |past )?(?:few )?years?\b|\bsince (?:the (?:spring|start) of )?20\d\d\b|\bover time\b|"
    r"\b(?:a|one|two|three) years? (?:ago|earlier|before)\b|\byear on year\b",
    re.IGNORECASE,
)


def is_of_longer(text: str) -> bool:
    """Speaks of a move over years, which the quarter's position cannot be held against."""
    return LONGER.search(text) is not None


def is_of_the_past(text: str) -> bool:
    """Speaks of an earlier position, not of how things moved since."""
    return PAST_TIME.search(SINCE.sub(" ", text)) is not None


@lru_cache(maxsize=1024)
def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these names as whole words, the longest first, "&" and "and" alike."""
    forms = []
    for name in sorted(set(names), key=len, reverse=True):
        form = re.escape(straight(name)).replace(r"\ ", r"\s+").replace("\\&", "(?:&|and)")
        form = re.sub(r"(?<=\\s\+)and(?=\\s\+)", "(?:&|and)", form)
        forms.append(form)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])" if forms else r"(?!)")
