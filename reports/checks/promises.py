"""Family "promises": what the Panel asked, or an earlier paper promised, and no passage takes up."""

from __future__ import annotations

import re

from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.model import Asked, Facts, Findings, Kind, Severity, Text

STOP = frozenset(
    [
        "a",
        "about",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "ask",
        "asked",
        "asks",
        "at",
        "audit",
        "be",
        "been",
        "by",
        "committee",
        "december",
        "detail",
        "details",
        "each",
        "for",
        "from",
        "further",
        "future",
        "give",
        "given",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "in",
        "include",
        "included",
        "information",
        "into",
        "is",
        "it",
        "its",
        "january",
        "june",
        "march",
        "meeting",
        "members",
        "met",
        "mopac",
        "more",
        "next",
        "no",
        "not",
        "october",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "panel",
        "paper",
        "papers",
        "per",
        "provide",
        "provided",
        "quarter",
        "quarterly",
        "report",
        "request",
        "requested",
        "requests",
        "risk",
        "risks",
        "said",
        "say",
        "september",
        "set",
        "she",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "these",
        "they",
        "this",
        "those",
        "three",
        "to",
        "two",
        "update",
        "updates",
        "us",
        "via",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "will",
        "with",
        "would",
        "you",
    ]
)
DEFERS = re.compile(
    r"\b(?:will (?:be|follow|come|report)|to follow|next (?:meeting|quarter|paper|report)|future (?:meeting|paper|"
    r"report)|not yet|later|in due course|oral(?:ly)?)\b",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts) -> Findings:
    """What the Panel asked, or an earlier paper promised, and no passage takes up."""
    finder = Finder("promises", text)
    for one in facts.asked:
        if one.ref in text.answers or (
            one.organisation and text.organisations and one.organisation not in text.organisations
        ):
            continue
        share, at = _taken_up(text, one)
        if share >= 0.5 and not _only_defers(text, at):
            continue
        what = "promised in an earlier paper" if one.is_promise else "asked by the Panel"
        where = f" ({one.where})" if one.where else ""
        severity = Severity.ERROR if share < 0.34 else Severity.WARNING
        yield finder.of_paper(
            "not-answered",
            f"Request {one.ref}, {what}{where}, is not answered: “{one.text}”",
            "Answer it in a paragraph, or say when it will be",
            severity=severity,
        )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", straight(text).lower().replace("'", ""))


def stem(word: str) -> str:
    return (
        re.sub(r"(?:isations?|izations?|ations?|ingly|ings?|edly|ed|ies|es|s|ment|ly|ity|ance|ence|ing)$", "", word)[:8]
        or word
    )


def content(text: str) -> set[str]:
    return {stem(word) for word in _words(text) if word not in STOP and len(word) > 2}


def _taken_up(text: Text, one: Asked) -> tuple[float, int]:
    """The greatest share of the request's own words that a passage, with its neighbours, holds."""
    wanted = content(one.text)
    if not wanted:
        return 1.0, -1
    best, place = 0.0, -1
    bodies = [content(passage.text) for passage in text.passages]
    for at in range(len(text.passages)):
        if text.passages[at].kind is Kind.CELL:
            continue
        near = bodies[at].union(*bodies[at + 1 : at + 3])
        share = len(wanted & near) / len(wanted)
        if share > best:
            best, place = share, at
    return best, place


def _only_defers(text: Text, at: int) -> bool:
    """Whether all that is said is that the answer is still to come."""
    spans = [
        span
        for passage in text.passages[at : at + 3]
        if passage.kind is not Kind.HEADING
        for span in sentences(passage.text)
    ]
    return bool(spans) and len(spans) <= 2 and all(DEFERS.search(span.text) for span in spans[-1:])
