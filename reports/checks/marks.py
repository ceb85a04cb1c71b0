"""Family "marks": quotation marks and brackets that do not close, doubled words, dates spelled in more than one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reports.checks.days import days, spelled
from reports.checks.found import Finder
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text

PAIRS = {")": "(", "]": "[", "}": "{"}
LETTERS = re.compile(r"(?:(?<=\s)|^)\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\)(?=\s)")
FACE = re.compile(r"[:;]-?[)(]")
DOUBLED = re.compile(r"(?<![\w'’-])(?P<word>[A-Za-z][\w’']*)\s+(?P=word)(?![\w'’-])", re.IGNORECASE)
MAY_DOUBLE = {"had", "that", "very", "so", "no", "ha", "bye", "tut", "long", "many", "now", "there"}
ONCE_MORE = re.compile(
    r"\b(?P<word>is|are|was|were|has|have|been|will|the|of|to|be)\s+(?:fully|also|now|already|currently|still|"
    r"being|not|very|closely|largely|often)\s+(?P=word)\b(?!\s+(?:a|the) )",
    re.IGNORECASE,
)
TWO_OF_A_KIND = re.compile(
    r"\b(?:the (?:a|an|this|these|our|its)|an? (?:the|an?)|(?:is|are) (?:is|are|was|were)|(?:of|to|in|for|with|by|"
    r"from|at) (?:of|for|with|from))(?=\s+[a-z])(?! (?:with|from|for) which)",
    re.IGNORECASE,
)
FINANCIAL = re.compile(r"(?<![\d/.-])(?P<first>20\d\d|\d\d)(?P<mark>[/–-])(?P<last>20\d\d|\d\d)(?![\d/.-])")
DOTS = re.compile(r"(?<!\.)\.\.(?!\.)|,\s*,|;;|(?<=\w) [,;](?=\s)|(?<=[a-z]) \.(?=\s|$)")


def check(text: Text, facts: Facts) -> Findings:
    """Each passage by itself, then the dates of all."""
    finder = Finder("marks", text)
    for at, passage in enumerate(text.passages):
        yield from _brackets(finder, at, passage)
        yield from _quotes(finder, at, passage, text)
        yield from _doubled(finder, at, passage)
        if passage.kind is not Kind.CELL:
            for found in DOTS.finditer(passage.text):
                yield finder.at(
                    at,
                    found.span(),
                    "punctuation",
                    "A stop or a comma too many, or a space before it",
                    "Mend the punctuation",
                    severity=Severity.WARNING,
                )
    yield from _dates(finder, text)


def _brackets(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    words = passage.text
    for found in [*LETTERS.finditer(words), *FACE.finditer(words)]:
        inside = words[: found.start()].count("(") > words[: found.start()].count(")")
        if found[0].startswith("(") or inside:
            continue
        words = words[: found.end() - 1] + " " + words[found.end() :]
    open_at: list[int] = []
    for place, character in enumerate(words):
        if character in PAIRS.values():
            open_at.append(place)
        elif character in PAIRS:
            if open_at and words[open_at[-1]] == PAIRS[character]:
                open_at.pop()
            else:
                yield _open(finder, at, passage, place, "This bracket closes none")
                return
    for place in open_at[:1]:
        yield _open(finder, at, passage, place, "This bracket is not closed")


def _open(finder: Finder, at: int, passage: Passage, place: int, why: str) -> Finding:
    text = passage.text
    start = max(0, text.rfind(" ", 0, max(0, place - 1)) + 1) if text[place] in PAIRS else place
    end = (
        place + 1
        if text[place] in PAIRS
        else min(len(text), (text.find(" ", place + 1) if text.find(" ", place + 1) > 0 else len(text)))
    )
    severity = Severity.WARNING if passage.kind is Kind.CELL else Severity.ERROR
    return finder.at(at, (start, max(end, start + 1)), "unbalanced", why, "Close it, or take it out", severity=severity)


def _quotes(finder: Finder, at: int, passage: Passage, text: Text) -> Iterator[Finding]:
    words = (
        re.sub(r"(?<=\d)[\"”](?=\s|,|$)", " ", passage.text) if re.search(r"\d[\"”] ", passage.text) else passage.text
    )
    straight_marks = [place for place, character in enumerate(words) if character == '"']
    opened = [place for place, character in enumerate(words) if character == "“"]
    closed = [place for place, character in enumerate(words) if character == "”"]
    place = -1
    if len(straight_marks) % 2 and not opened and not closed:
        place = straight_marks[-1]
    elif (
        len(straight_marks) + len(opened) + len(closed)
        and len(opened) != len(closed)
        and (len(straight_marks) + len(opened) + len(closed)) % 2
    ):
        place = opened[-1] if len(opened) > len(closed) else closed[0] if closed else straight_marks[0]
    elif (single := re.findall(r"(?:(?<=\s)|^|(?<=\())[‘'](?=\w)", words)) and place < 0:
        place = _single(words, len(single))
    if place < 0:
        return
    following = text.passages[at + 1].text if at + 1 < len(text.passages) else ""
    goes_on = words[place] == "“" and following.startswith("“")  # each paragraph of a long quotation opens anew
    if goes_on:
        return
    end = words.find(" ", place + 1)
    start = words.rfind(" ", 0, place) + 1
    yield finder.at(
        at,
        (start, end if end > 0 else len(words)),
        "unbalanced",
        "A quotation mark without its other half",
        "Close it, or take it out",
    )


def _single(words: str, opened: int) -> int:
    """Where a single quotation mark opens that nothing can close: an apostrophe at a word's end may be a closing "
    "one."""
    starts = [
        found.start()
        for found in re.finditer(r"(?:(?<=\s)|^|(?<=\())[‘'](?=\w)(?!(?:tis|twas|em|cause|til|\d0s)\b)", words)
    ]
    ends = [found.start() for found in re.finditer(r"(?<=[\w.,!?)])[’'](?=[\s.,;:)?!–-]|$)", words)]
    if not starts or len(starts) <= len(ends):
        return -1
    return starts[-1] if not any(end > starts[-1] for end in ends) else starts[0]


def _doubled(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    if passage.kind is Kind.CELL:
        return
    for found in DOUBLED.finditer(passage.text):
        word = found["word"]
        if word.lower() in MAY_DOUBLE or (word[0].isupper() and found[0].split()[-1][0].isupper() and found.start()):
            continue
        yield finder.at(at, found.span(), "doubled-word", f"“{word}” stands there twice", "Take one out", offer=word)
    for found in ONCE_MORE.finditer(passage.text):
        yield finder.at(at, found.span(), "doubled-word", f"“{found['word']}” stands there twice", "Take one out")
    for found in TWO_OF_A_KIND.finditer(passage.text):
        if found[0].lower() in ("is was", "in for", "in from", "to for", "by from", "from for", "for with"):
            continue
        yield finder.at(
            at, found.span(), "doubled-word", "Two words where one belongs", "Take one out", severity=Severity.WARNING
        )


def _dates(finder: Finder, text: Text) -> Iterator[Finding]:
    """One finding for each form of dates that is not the paper's usual one; of financial years likewise."""
    forms: list[tuple[str, int, int, int, str]] = []
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.ENTRY) or "http" in passage.text:
            continue
        for one in days(passage.text, text.meeting_on):
            if one.form:
                forms.append(
                    (
                        one.form,
                        at,
                        one.start,
                        one.end,
                        spelled(one.first) if one.has_year else spelled(one.first).rsplit(" ", 1)[0],
                    )
                )
    usual = _usual([form for form, *_ in forms], "4 September")
    seen: set[str] = set()
    for form, at, start, end, right in forms:
        if form != usual and form not in seen:
            seen.add(form)
            offer = right if usual == "4 September" else ""
            yield finder.at(
                at,
                (start, end),
                "date-form",
                f"Other dates are written like “{usual}”",
                "Write all dates one way",
                offer=offer,
            )
    yield from _years(finder, text)


def _usual(forms: list[str], ours: str) -> str:
    counted = Counter(forms)
    return max(counted, key=lambda form: (counted[form], form == ours), default="")


def _years(finder: Finder, text: Text) -> Iterator[Finding]:
    found: list[tuple[str, int, tuple[int, int]]] = []
    for at, passage in enumerate(text.passages):
        for match in FINANCIAL.finditer(passage.text if "http" not in passage.text else ""):
            first, last = int(match["first"]) % 100, int(match["last"]) % 100
            if last == (first + 1) % 100 and not (len(match["first"]) == 2 and int(match["first"]) < 10):
                found.append(
                    (f"{len(match['first'])}{match['mark'].replace('–', '-')}{len(match['last'])}", at, match.span())
                )
    usual = _usual([form for form, *_ in found], "4/2")
    seen = {usual}
    for form, at, span in found:
        if form not in seen:
            seen.add(form)
            yield finder.at(
                at,
                span,
                "year-form",
                "Financial years are written in more than one way",
                "Write all of them one way",
                severity=Severity.WARNING,
            )
