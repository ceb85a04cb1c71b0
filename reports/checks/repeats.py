"""Family "repeats": the same sentence in two sections, the same point twice in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text

SHORTEST = 7  # words: a shorter sentence may be said twice
STANDING = re.compile(
    r"there (?:are|is|were) no|no (?:direct|specific|significant)? ?\w* implications|not applicable|"
    r"^(?:the )?(?:audit )?panel (?:is|are) (?:asked|recommended|invited)",
    re.IGNORECASE,
)
ALIKE = 94
APART = re.compile(
    r"\d|^(?:no|not|never|none|short|long|met|mopac|first|second|third|last|next|up|down|rise|fall|rose|fell|one|"
    r"two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|half|both|all|north|south|east|west|spring|summer|"
    r"autumn|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|high|low|medium|green|"
    r"amber|red)$"
)
LONG = 12  # words: so long a sentence is looked for with a word changed, too
BRIEF = 9  # words: a sentence so short may be said of two things
OF_EACH = 14  # words that may be said of one risk after the other, each under its own number
REF = re.compile(r"\brisk \d{1,3}\b", re.IGNORECASE)


def _key(sentence: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", straight(sentence).lower()))


def check(text: Text, facts: Facts) -> Findings:
    """A sentence that stands in two sections, or twice in one: nobody meant to say it twice."""
    finder = Finder("repeats", text)
    seen: dict[str, tuple[int, Passage]] = {}
    long_ones: dict[str, tuple[int, Passage]] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            continue
        said_again: list[tuple[Span, Passage]] = []
        for sentence in sentences(passage.text):
            key = _key(sentence.text)
            if len(key.split()) < SHORTEST or STANDING.search(sentence.text) or sentence.text.endswith("?"):
                continue
            earlier = seen.get(key) or _nearly(key, long_ones)
            if earlier is not None and earlier[1].part != passage.part:
                continue  # what the body says in short and an appendix in full is often the same on purpose
            if earlier is not None:
                said_again.append((sentence, earlier[1]))
                continue
            seen[key] = (at, passage)
            if len(key.split()) >= LONG:
                long_ones[key] = (at, passage)
        if said_again:
            first, last = said_again[0], said_again[-1]
            yield _repeated(finder, at, passage, first[0].start, last[0].end, first[1])
    yield from _points(finder, text)


def _points(finder: Finder, text: Text) -> Iterator[Finding]:
    """A point that stands twice in one list; sentences that long are found above."""
    seen: dict[tuple[int, int, str], int] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is not Kind.ITEM or re.match(r"^[A-Z]\w+:", passage.text):
            continue
        key = re.sub(r" (?:and|or)$", "", _key(passage.text))
        if not 2 < len(key.split()) < SHORTEST:
            continue
        place = (passage.group, passage.depth, key)
        if place in seen:
            yield _repeated(finder, at, passage, 0, len(passage.text), text.passages[seen[place]])
        seen.setdefault(place, at)


def _nearly(key: str, others: dict[str, tuple[int, Passage]]) -> tuple[int, Passage] | None:
    """A long sentence that differs in a word or two: but not in a number, which may be what it is about."""
    ours = key.split()
    if len(ours) < LONG:
        return None
    for other, *_ in process.extract(key, others.keys(), scorer=fuzz.ratio, score_cutoff=88, limit=5):
        theirs = other.split()
        extra, missing = set(ours) - set(theirs), set(theirs) - set(ours)
        if len(extra) <= 2 and len(missing) <= 2 and len(ours) >= LONG + 2 and not _tells_apart(extra | missing):
            return others[other]
        if extra | missing <= {"the", "a", "an", "of", "and", "to", "in"}:
            return others[other]
    return None


def _tells_apart(words: set[str]) -> bool:
    """Whether sentences that differ in these words say different things: a number, a no, another thing's name."""
    return any(APART.search(one) or len(one) > 6 for one in words)


def _repeated(finder: Finder, at: int, passage: Passage, start: int, end: int, earlier: Passage) -> Finding:
    place = (
        (earlier.number and f"paragraph {earlier.number}") or (earlier.section and f"“{earlier.section}”") or "earlier"
    )
    count = len(passage.text[start:end].split())
    of_each = count <= OF_EACH and bool(REF.search(passage.text[:start])) and bool(REF.search(earlier.text))
    aside = of_each or (count <= BRIEF and passage.section != earlier.section)
    return finder.at(
        at,
        (start, end),
        "repeated-sentence",
        f"The same sentence stands in {place}" + (f", line {earlier.line}" if earlier.line else ""),
        "Say here what belongs here, or take one of the two out",
        severity=Severity.WARNING if aside else Severity.ERROR,
    )
