"""Family "page-furniture": what belongs to a page or to a program and was pasted into the text.

A page number, a running title, a marking or a watermark in the middle of a sentence, or a line that cuts one;
what a browser or a mail program printed. Spoken of ("papers marked OFFICIAL", "see page 4") they are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reports.checks.dictionary import is_known
from reports.checks.found import Finder
from reports.checks.furniture_signs import (
    ADDRESS,
    ATOM,
    BETWEEN,
    CHROME,
    HINT,
    KINDS,
    MAIL,
    MODIFIES,
    NOTICE,
    POINTS,
    SHOUTED,
    SPEAKS,
    STAMPED,
    STOPPED,
    STRAY,
    STRONG,
)
from reports.checks.model import GUESSED, Facts, Finding, Findings, Kind, Passage, Severity, Text

WHY, MEND = "A page header, a page number or the like stands in the text", "Take it out and join the sentence"
MANY = 4  # so many of them are a PDF's, not the author's


def check(text: Text, facts: Facts) -> Findings:
    """Lines of their own first, then what stands inside a sentence."""
    finder = Finder("page-furniture", text)
    alone = list(_alone(text))
    severity = Severity.ERROR if len(alone) < MANY else Severity.WARNING
    for at in alone:
        yield finder.at(at, (0, len(text.passages[at].text)), "page-header", WHY, MEND, severity=severity)
    for at, passage in enumerate(text.passages):
        if at in alone or passage.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            continue
        before = text.passages[at - 1] if at else None
        goes_on = before is not None and before.kind in (Kind.PARAGRAPH, Kind.ITEM) and not STOPPED.search(before.text)
        inside = list(_inside(finder, at, passage, goes_on and not passage.number and not passage.marker))
        yield from inside
        if not inside:
            yield from _stray(finder, at, passage)


# A line of its own ---------------------------------------------------------------------------------------------------


def _alone(text: Text) -> Iterator[int]:
    first = 8 if text.is_whole else 0  # a title block bears the marking, the meeting and the day
    begins = next(
        (at for at, one in enumerate(text.passages) if one.kind is Kind.HEADING and at and one.level != GUESSED), 0
    )
    repeated = Counter(one.text for one in text.passages if one.kind is not Kind.CELL and one.text)
    for at, passage in enumerate(text.passages):
        said = passage.text
        if passage.marker == "-" and re.fullmatch(r"\d{1,4}\s?[-–]", said):
            yield at  # "- 12 -"
        if not said or passage.kind in (Kind.CELL, Kind.ENTRY) or passage.number or passage.marker:
            continue
        is_within = 0 < at < len(text.passages) - 1
        if (
            (_cuts(text.passages, at) and len(said.split()) <= 10)
            or (
                (at and CHROME.match(said))
                or _is_mail(said)
                or re.fullmatch(f"{NOTICE}|{STAMPED}|{ADDRESS}", said.rstrip("."))
            )
            or (is_within and at > max(first, begins) and _is_furniture(said, text))
            or (text.title and at > 12 and said.lower() == text.title.lower() and repeated[said] > 1)
        ):
            yield at


def _cuts(passages: tuple[Passage, ...], at: int) -> bool:
    """Whether it is one of at most three short lines, and the sentence before them goes on after them."""
    first = at
    while first > 0 and at - first < 2 and _is_short(passages[first]) and _is_short(passages[first - 1]):
        first -= 1
    last = at
    while last + 1 < len(passages) and last - at < 2 and _is_short(passages[last + 1]):
        last += 1
    return any(
        _goes_on(passages, start, end)
        for start in range(first, at + 1)
        for end in range(at, last + 1)
        if end - start < 3 and all(_is_short(passages[one]) for one in range(start, end + 1))
    )


def _is_short(passage: Passage) -> bool:
    said = passage.text
    is_plain = passage.kind in (Kind.PARAGRAPH, Kind.HEADING) and not passage.number and not passage.marker
    return is_plain and bool(said) and len(said.split()) <= 10 and not said[:1].islower() and not STOPPED.search(said)


def _goes_on(passages: tuple[Passage, ...], start: int, end: int) -> bool:
    """Whether an unfinished sentence stands before the one, and its end after the other."""
    if start < 1 or end + 1 >= len(passages):
        return False
    before, after = passages[start - 1], passages[end + 1]
    is_text = before.kind in (Kind.PARAGRAPH, Kind.ITEM) or before.level == GUESSED
    if not is_text or after.kind is not Kind.PARAGRAPH or after.number or after.marker:
        return False
    return not STOPPED.search(before.text) and after.text[:1].islower() and len(before.text.split()) >= 3


def _is_mail(said: str) -> bool:
    return len(MAIL.findall(said)) >= 3


def _is_furniture(said: str, text: Text) -> bool:
    """A line that holds atoms and nothing else, one of them strong: "Met Risk Management Report Page 5"."""
    kinds, rest = [], said
    for kind, start, end in _atoms(said):
        kinds.append(kind)
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if text.title and text.title.lower() in rest.lower():
        rest = re.sub(re.escape(text.title), "", rest, flags=re.IGNORECASE)
    if re.search(r"\w", rest):
        return False
    return (
        bool(STRONG - {"file", "address"} & set(kinds))
        or ("panel" in kinds and (len(kinds) > 1 or said.isupper()))
        or (kinds == ["version"])
    )


# Inside a sentence ---------------------------------------------------------------------------------------------------


def _atoms(words: str) -> Iterator[tuple[str, int, int]]:
    for found in ATOM.finditer(words):
        kind = next(KINDS[at][0] for at in range(len(KINDS)) if found[f"k{at}"] is not None)
        yield kind, found.start(), found.end()


def _runs(words: str) -> Iterator[list[tuple[str, int, int]]]:
    """Atoms that stand side by side."""
    run: list[tuple[str, int, int]] = []
    for atom in _atoms(words):
        if run and not BETWEEN.match(words[run[-1][2] : atom[1]]):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _inside(finder: Finder, at: int, passage: Passage, goes_on: bool) -> Iterator[Finding]:
    words = passage.text
    for run in _runs(words) if HINT.search(words) else ():
        start, end = run[0][1], run[-1][2]
        while end < len(words) and words[end - 1] == " ":
            end -= 1
        severity = _judge(words, {kind for kind, *_ in run}, len(run), start, end)
        if (
            goes_on
            and start == 0
            and {kind for kind, *_ in run} & {*STRONG, "panel"}
            and re.match(r"\s*[a-z]", words[end:])
        ):
            severity = Severity.ERROR  # the sentence before goes on after it
        if severity is not None:
            yield finder.at(at, (start, end), "page-header", WHY, MEND, severity=severity)
            return
    for found in SHOUTED.finditer(words):
        plain = [one for one in re.findall(r"[A-Z]{4,}", found[0]) if is_known(one.lower())]
        if len(plain) >= 2 and not POINTS.search(words[: found.start()]):
            yield finder.at(at, found.span(), "page-header", WHY, MEND)
            return


def _are_markings(kinds: set[str]) -> bool:
    """Only markings, which a word like "all" does not speak of."""
    return kinds == {"marking"}


def _judge(words: str, kinds: set[str], count: int, start: int, end: int) -> Severity | None:
    """How sure it is that this run interrupts a sentence: words before and after it, that do not speak of it."""
    before, after = words[:start].rstrip(), words[end:].lstrip()
    if "notice" in kinds and not POINTS.search(before):
        return Severity.ERROR
    opens = bool(re.search(r"[\w,;’'–-]$", before))
    goes_on = bool(re.match(r"[a-z]", after)) and not re.match(r"(?:x|am|pm)\b", after)
    commas = before.endswith(",") and after.startswith(",")
    said = words[start:end]
    is_long = "marking" in kinds and count == 1 and len(said.split()) > 2
    if is_long and opens and goes_on:
        return None if SPEAKS.search(before) else Severity.ERROR
    if "marking" in kinds and count == 1 and commas and re.match(r",\s[a-z]", after):
        return Severity.WARNING
    if (
        not after
        and re.search(r"[.;]$", before)
        and (kinds & {"page-of"} or (kinds & {"page", "item", "panel"} and count > 1))
    ):
        return Severity.ERROR  # at the end of a point, after its stop
    if not opens or not goes_on:
        return None
    pointed = bool((SPEAKS if _are_markings(kinds) and said.isupper() else POINTS).search(before + " "))
    strong = kinds & STRONG
    if count == 1:
        if not strong or pointed or (strong == {"marking"} and MODIFIES.match(after)):
            is_footer = strong == {"page-of"} and (said[:1].isupper() or "|" in said or "/" in said)
            return Severity.ERROR if is_footer else None
        if strong == {"marking"} and not said.isupper() and before.endswith(","):
            return None
        is_sure = strong - {"file", "address"} or "_" in said or "\\" in said
        return Severity.ERROR if is_sure else Severity.WARNING
    shouted = sum(word.isupper() for word in re.findall(r"[A-Za-z]{3,}", said)) >= 2
    if pointed and not shouted and not (kinds & {"page-of", "page"} and len(kinds) > 1 and "label" not in kinds):
        return None
    if strong - {"file", "address"}:
        return Severity.ERROR
    if "panel" in kinds or ("title" in kinds and kinds & {"day", "number", "version"}):
        return Severity.ERROR
    return Severity.WARNING if "version" in kinds else None


def _stray(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    if found := STRAY.search(passage.text):
        group = next(name for name in ("number", "modal", "noun") if found[name])
        why = "A number stands in the sentence that counts nothing"
        yield finder.at(at, found.span(group), "page-number", why, MEND, severity=Severity.WARNING)
