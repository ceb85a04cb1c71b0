"""Family "repeats": the same sentence in two sections. Family "empty": headings and bullets with nothing in them."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz import fuzz

from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.model import GUESSED, Facts, Findings, Kind, Passage, Severity, Text

SHORTEST = 7  # words: a shorter sentence may be said twice
STANDING = re.compile(
    r"there (?:are|is|were) no|no (?:direct|specific|significant)? ?\w* implications|not applicable|"
    r"^(?:the )?(?:audit )?panel (?:is|are) (?:asked|recommended|invited)",
    re.IGNORECASE,
)
ALIKE = 94
PICTURE = re.compile(r"\b(?:map|figure|chart|diagram|table|image|dashboard|structure)s?\b", re.IGNORECASE)


def _key(sentence: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", straight(sentence).lower()))


def check(text: Text, facts: Facts) -> Findings:
    """A sentence that stands in two sections, or twice in one: nobody meant to say it twice."""
    finder = Finder("repeats", text)
    seen: dict[str, tuple[int, Passage]] = {}
    long_ones: list[tuple[str, int, Passage]] = []
    for at, passage in enumerate(text.passages):
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            continue
        said_again: list[tuple[Span, Passage]] = []
        for sentence in sentences(passage.text):
            key = _key(sentence.text)
            if len(key.split()) < SHORTEST or STANDING.search(sentence.text) or sentence.text.endswith("?"):
                continue
            earlier = seen.get(key) or _nearly(key, long_ones)
            if earlier is not None:
                said_again.append((sentence, earlier[1]))
                continue
            seen[key] = (at, passage)
            if len(key.split()) >= 12:
                long_ones.append((key, at, passage))
        if said_again:
            first, last = said_again[0], said_again[-1]
            yield _repeated(finder, at, passage, first[0].start, last[0].end, first[1])


def _nearly(key: str, others: list[tuple[str, int, Passage]]) -> tuple[int, Passage] | None:
    """A long sentence that differs in a word or two: but not in a number, which may be what it is about."""
    if len(key.split()) < 12:
        return None
    for other, at, passage in others:
        if abs(len(other) - len(key)) > 24 or fuzz.ratio(key, other) < 88:
            continue
        ours, theirs = set(key.split()) - set(other.split()), set(other.split()) - set(key.split())
        if len(ours) <= 2 and len(theirs) <= 2 and len(key.split()) >= 14 and not _tells_apart(ours | theirs):
            return at, passage
        if set(key.split()) ^ set(other.split()) <= {"the", "a", "an", "of", "and", "to", "in"}:
            return at, passage
    return None


def _tells_apart(words: set[str]) -> bool:
    """Whether sentences that differ in these words say different things: a number, a no, another thing's name."""
    return any(
        re.search(
            r"\d|^(?:no|not|never|none|short|long|met|mopac|first|second|third|up|down|rise|fall|rose|fell)$", one
        )
        for one in words
    ) or any(len(one) > 6 for one in words)


def _repeated(finder: Finder, at: int, passage: Passage, start: int, end: int, earlier: Passage):
    place = (
        (earlier.number and f"paragraph {earlier.number}") or (earlier.section and f"“{earlier.section}”") or "earlier"
    )
    # What the body of a paper says in short and an appendix in full is often the same on purpose.
    aside = bool(passage.part)
    return finder.at(
        at,
        (start, end),
        "repeated-sentence",
        f"The same sentence stands in {place}" + (f", line {earlier.line}" if earlier.line else ""),
        "Say here what belongs here, or take one of the two out",
        severity=Severity.WARNING if aside else Severity.ERROR,
    )


def empty(text: Text, facts: Facts) -> Findings:
    """Headings with nothing under them, bullets and numbered paragraphs with no words."""
    finder = Finder("empty", text)
    passages = text.passages
    for at, passage in enumerate(passages):
        if passage.kind in (Kind.ITEM, Kind.PARAGRAPH, Kind.ENTRY) and not re.search(r"\w", passage.text):
            what = "bullet" if passage.kind is Kind.ITEM else "paragraph"
            yield finder.at(
                at, (0, len(passage.text)), f"empty-{what}", f"The {what} is empty", "Fill it or take it out"
            )
    last = len(passages) - 1
    if (
        passages
        and not text.is_whole
        and passages[last].kind is Kind.HEADING
        and last
        and passages[last].level != GUESSED
    ):
        why = "Nothing stands under this heading"
        span = (0, len(passages[last].text))
        yield finder.at(
            last, span, "empty-section", why, "Write the section, or take the heading out", severity=Severity.WARNING
        )
    for at, passage in enumerate(passages):
        after = passages[at + 1] if at < last else None
        if passage.kind is not Kind.ITEM or not re.fullmatch(r"[\w\s&’'/-]{2,40}[:–-]\s*", passage.text):
            continue
        if after is None or after.kind is not Kind.ITEM or after.depth <= passage.depth:
            yield finder.at(
                at, (0, len(passage.text)), "empty-bullet", "Nothing follows the colon", "Fill it or take it out"
            )
    for at, after in pairwise(range(len(passages))):
        leads = passages[at].kind in (Kind.PARAGRAPH, Kind.ITEM) and passages[at].text.endswith(":")
        if (
            leads
            and passages[after].kind is Kind.HEADING
            and len(passages[at].text.split()) > 3
            and passages[after].level != GUESSED
        ):
            span = (max(0, len(passages[at].text) - 40), len(passages[at].text))
            why = "A list or a text is announced, and a heading follows"
            yield finder.at(at, span, "empty-list", why, "Give the list, or end the sentence")
    following = [*pairwise(range(len(passages))), *([(len(passages) - 1, -1)] if passages and text.is_whole else [])]
    for at, after in following:
        if passages[at].kind is Kind.HEADING and _has_nothing(passages, at, after):
            yield finder.at(
                at,
                (0, len(passages[at].text)),
                "empty-section",
                "Nothing stands under this heading",
                "Write the section, or take the heading out",
            )


def _has_nothing(passages: tuple[Passage, ...], at: int, after: int) -> bool:
    """Whether the next thing is a heading as high or higher. Only where the levels are known, or the number says so."""
    heading = passages[at]
    is_sure = heading.level != GUESSED
    if PICTURE.search(heading.text) or re.match(
        r"^(?:official|restricted|draft|protect|agenda|page)\b", heading.text, re.IGNORECASE
    ):
        return False  # a text from outside has lost what stood there
    if after < 0:
        return is_sure and (bool(heading.number) or heading.level > 1)
    other = passages[after]
    if other.kind is not Kind.HEADING or not is_sure:
        return False
    if heading.number and other.number:
        return other.number.count(".") <= heading.number.count(".")
    if heading.number:
        return other.level <= heading.level
    return heading.level > 1 and other.level <= heading.level
