"""References to other papers by their titles: only where it is known which papers there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Facts, Finding, Severity, Text

QUOTED = r"[“\"‘'](?P<title>[A-Z](?:[^”\"’']|['’](?=\w)){5,90})[,.]?[”\"’']"
TITLED = r"(?P<title>(?:[A-Z][\w&/’'-]*)(?:\s+(?:(?:of|and|the|for|to|on|in)\s+)?[A-Z][\w&/’'-]*){1,8})"
PAPER = r"(?:[Pp]aper|[Rr]eport|[Ii]tem|[Uu]pdate)"
AGENDA = (
    r"(?:,? (?:which is )?(?:also |elsewhere |later |next |to be taken )*(?:on|under) (?:this|today['’]s|the|the "
    r"same|this meeting['’]s) agenda|,? (?:also )?(?:to|before|at) this meeting|,? also (?:before|with) (?:you|the "
    r"Panel|members))"
)
SURE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{QUOTED}(?={AGENDA})",
        rf"\b(?:[Tt]he|[Aa]|[Oo]ur|this|[Ss]eparate|other) (?:\w+ )?[Pp]aper(?: (?:titled|entitled|called|headed|"
        rf"named|on)| to this meeting| on this agenda| before the Panel)?,? {QUOTED}",
        rf"\b[Rr]eport(?: (?:titled|entitled|called|headed|named|on)| to this meeting| on this agenda| before the "
        rf"Panel)?,? {QUOTED}",
        rf"{QUOTED}\s+(?:paper|report)\b",
        rf"(?<![“\"‘']){TITLED}(?: {PAPER})?(?={AGENDA})",
        rf"\b(?:[Ss]eparate|[Aa]ccompanying|[Cc]ompanion|[Oo]ther) {PAPER}(?:,| on| titled| called)? (?:the )?{TITLED}",
    )
)
LIKELY = re.compile(
    rf"\b(?:[Tt]he|[Ss]eparate|[Ss]ee the|[Ii]n the)\s+{TITLED}\s+(?:paper|report)\b",
)
NOT_OURS = re.compile(
    r"\b(?:White|Green|Casey|Annual|Internal|External|HMICFRS|Inspection|Improvement|Home Office|National|"
    r"Macpherson|Independent)\b"
)
PUBLISHED = re.compile(
    r"\b(?:published|inspection|annual|HMICFRS|Home Office|inspectorate|National|government)\b", re.IGNORECASE
)
SAME, LIKE = 90, 60


def _plain(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", straight(title).lower().replace("&", " and ").replace("'s", ""))
    return " ".join(word for word in words if word not in ("the", "report", "paper"))


def check(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """Titles that no paper has: an error where the words say that it goes to this meeting, or is a paper."""
    if not facts.papers:
        return
    known = {_plain(title): title for title in (*facts.papers, text.title) if title}
    for at, passage in enumerate(text.passages):
        taken: list[tuple[int, int]] = []
        for pattern in (*SURE, LIKELY):
            for match in pattern.finditer(passage.text):
                span = match.span("title")
                if any(span[0] < end and start < span[1] for start, end in taken):
                    continue
                taken.append(span)
                yield from _one(finder, at, passage.text, match, known, pattern is not LIKELY)


def _one(
    finder: Finder, at: int, words: str, match: re.Match[str], known: dict[str, str], sure: bool
) -> Iterator[Finding]:
    said = re.sub(r"^(?:The|Our|A|An)\s+", "", match["title"])
    key = _plain(said)
    near = process.extractOne(key, list(known), scorer=fuzz.token_sort_ratio)
    is_quoted = words[match.start("title") - 1 : match.start("title")] in ("“", '"', "‘", "'")
    if len(re.findall(r"\b(?!Met\b|MOPAC\b|MPS\b|The\b)[A-Z][\w’']{3,}", said)) < 2 and not is_quoted:
        return
    if not key or key in known or (near and near[1] >= SAME):
        return
    around = words[max(0, match.start() - 40) : match.start()] + words[match.end() : match.end() + 40]
    if NOT_OURS.search(said) or (not re.search("agenda|this meeting", around) and PUBLISHED.search(around)):
        return
    offer = known[near[0]] if near and (near[1] >= LIKE or fuzz.token_set_ratio(key, near[0]) >= 90) else ""
    is_part = bool(near) and fuzz.token_set_ratio(key, near[0]) >= 95
    severity = Severity.ERROR if sure and not is_part else Severity.WARNING
    start = match.end("title") - len(said)
    why = "No paper of that name goes to the meeting, nor went to an earlier one"
    mend = f"Perhaps “{offer}” is meant" if offer else "Mend the name"
    yield finder.at(at, (start, match.end("title")), "no-paper", why, mend, offer=offer, severity=severity)
