"""Quotation marks and brackets that do not close, or stand the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.model import Finding, Kind, Passage, Severity, Text

PAIRS = {")": "(", "]": "[", "}": "{"}
LETTERS = re.compile(r"(?:(?<=\s)|^)\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\)(?=\s)")
FACE = re.compile(r"[:;]-?[)(]")
INCHES = re.compile(r"(?<=\d)[\"”](?=\s|,|\.|$)")
OPENS = re.compile(r"(?:^|[\s(\[–—/-])[“‘\"'”’]?$")
ELISION = re.compile(r"[‘'’](?:\d0s|\d\d\b|tis\b|twas\b|em\b|cause\b|til\b|n[’']|phone\b)", re.IGNORECASE)
NO_OTHER = "A quotation mark without its other half"
ROUND = "A quotation mark that stands the wrong way round"
CLOSE = "Close it, or take it out"


def check(finder: Finder, at: int, passage: Passage, text: Text) -> Iterator[Finding]:
    """Brackets, then double marks, then single ones."""
    yield from _brackets(finder, at, passage)
    found = _double(passage.text)
    if found is None:
        found = _single(passage.text)
    if found is None:
        return
    place, why = found
    following = text.passages[at + 1].text if at + 1 < len(text.passages) else ""
    if why is NO_OTHER and passage.text[place] == "“" and following.startswith("“"):
        return  # each paragraph of a long quotation opens anew
    words = passage.text
    start, end = words.rfind(" ", 0, place) + 1, words.find(" ", place + 1)
    mend = "Turn it round" if why is ROUND else CLOSE
    yield finder.at(at, (start, end if end > 0 else len(words)), "unbalanced", why, mend)


# Quotation marks -----------------------------------------------------------------------------------------------------


def _double(text: str) -> tuple[int, str] | None:
    """Where a double mark is wrong, and how: curly and straight ones may mix, each opens or closes by its place."""
    words = INCHES.sub(" ", text) if re.search(r"\d[\"”] (?:wide|high|by|x|long|deep|screen)", text) else text
    open_at = -1
    for place, character in enumerate(words):
        if character not in '“”"':
            continue
        before, after = words[:place], words[place + 1 : place + 2]
        could_open = bool(OPENS.search(before)) and after.strip() != "" and after not in ".,;:!?)"
        if open_at < 0:
            if character == "”":
                return place, ROUND if could_open and _closes_later(words, place) else NO_OTHER
            if character == '"' and not could_open:
                return place, NO_OTHER
            open_at = place
        elif character == "“":
            # a second one opens: it closes the first the wrong way round, or the first was never closed
            return (place, ROUND) if not could_open else (open_at, NO_OTHER)
        elif (
            character == '"'
            and could_open
            and not re.search(r"[.,!?;]\s*$", before[-2:])
            and words[open_at] == '"'
            and words.count('"') % 2
        ):
            return open_at, NO_OTHER
        elif (character == "”" and words[open_at] == '"') or (character == '"' and words[open_at] == "“"):
            return place, "Quotation marks of two kinds"
        else:
            open_at = -1
    if open_at >= 0:
        return open_at, NO_OTHER
    return None


def _closes_later(words: str, place: int) -> bool:
    return "”" in words[place + 1 :]


def _single(words: str) -> tuple[int, str] | None:
    """Where a single mark opens that nothing can close: an apostrophe at a word's end may be a closing one."""
    starts = [
        found.start()
        for found in re.finditer(r"(?:(?<=\s)|^|(?<=[(“\"–—]))[‘'](?=\w)", words)
        if not ELISION.match(words[found.start() :])
    ]
    ends = [found.start() for found in re.finditer(r"(?<=[\w.,!?)…])[’'](?=[\s.,;:)?!–—”\"-]|$)", words)]
    for start in reversed(starts):
        closing = [end for end in ends if end > start]
        if not closing:
            return start, NO_OTHER
        # "members’ views": an apostrophe after an s is the last choice
        best = next(
            (end for end in closing if not words[:end].endswith("s") or re.match(r"[’'][.,;:)?!]", words[end:])),
            closing[0],
        )
        ends.remove(best)
    return None


# Brackets ------------------------------------------------------------------------------------------------------------


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
