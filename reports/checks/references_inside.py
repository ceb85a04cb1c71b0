"""References to tables, figures, notes and recommendations of the same paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Finding, Kind, Severity, Text
from reports.checks.references_appendices import ELSEWHERE

CAPTION = re.compile(r"^(?P<kind>Table|Figure|Chart|Map|Box)\s+(?P<number>\d{1,2})\b\s*(?:[:.–-]|$)")
POINTED = re.compile(r"\b(?P<kind>Table|Figure|Chart|Map|Box|table|figure|chart)s?\s+(?P<number>\d{1,2})\b(?!\.\d)")
SHOWN = re.compile(
    r"\b[Tt]he (?:\w+ )?(?P<kind>table|chart|graph|diagram|figure|map|picture) (?:below|above|opposite|overleaf)\b|"
    r"\bthe (?:table|chart|graph) that follows\b"
)
NOTE = re.compile(r"\[\^(?P<sign>[\w-]+)\](?P<colon>:?)")
SEE_NOTE = re.compile(r"\b(?:[Ff]oot-?note|(?<=[Ss]ee )[Nn]ote|(?<=\()[Nn]ote)\s+(?P<number>\d{1,2})\b")
RECOMMENDATION = re.compile(r"\b[Rr]ecommendations?\s+\(?(?P<sign>[a-h]|\d{1,2})\b\)?(?=\)|[\s.,;:]|$)")
THEIRS = re.compile(
    r"\b(?:HMICFRS|inspect\w+|audit\w*|Casey|review\w*|coroner\w*|Panel)(?:['’]s?)? (?:\w+ )?$", re.IGNORECASE
)
MEND = "Mend the reference"


def check(finder: Finder, text: Text) -> Iterator[Finding]:
    """Each of them where the paper shows which there are."""
    yield from _tables(finder, text)
    yield from _notes(finder, text)
    yield from _recommendations(finder, text)


def _tables(finder: Finder, text: Text) -> Iterator[Finding]:
    captions = {(found["kind"], found["number"]) for one in text.passages if (found := CAPTION.match(one.text))}
    kinds = {kind for kind, _ in captions}
    has_cells = any(one.kind is Kind.CELL for one in text.passages)
    for at, passage in enumerate(text.passages):
        for match in POINTED.finditer(passage.text):
            kind = match["kind"].capitalize()
            is_known = kind not in kinds or (kind, match["number"]) in captions
            if not is_known and not ELSEWHERE.match(passage.text[match.end() :]):
                yield finder.at(at, match.span(), "no-table", f"There is no {kind} {match['number']}", MEND)
        for match in SHOWN.finditer(passage.text):
            is_there = has_cells or bool(captions) or "![" in passage.text
            if not is_there:
                kind = match["kind"] or "table"
                yield finder.at(at, match.span(),
                    "no-table", f"No {kind} stands there", "Put it in, or say where it is found",
                                severity=Severity.WARNING)  # fmt: skip


def _notes(finder: Finder, text: Text) -> Iterator[Finding]:
    """Marks without a note, notes without a mark, and "see note 19"."""
    marks: dict[str, tuple[int, tuple[int, int]]] = {}
    notes: dict[str, tuple[int, tuple[int, int]]] = {}
    for at, passage in enumerate(text.passages):
        for match in NOTE.finditer(passage.text):
            (notes if match["colon"] else marks).setdefault(match["sign"], (at, match.span()))
    for sign, (at, span) in marks.items():
        if sign not in notes:
            severity = Severity.ERROR if notes or text.is_whole else Severity.WARNING
            yield finder.at(
                at,
                span,
                "no-note",
                "There is no such footnote",
                "Write the note, or take the mark out",
                severity=severity,
            )
    for sign, (at, span) in notes.items():
        if sign not in marks:
            yield finder.at(at, span,
                "note-unused", "Nothing in the text leads to this footnote", "Put its mark in, or take the note out",
                            severity=Severity.WARNING)  # fmt: skip
    titled = {
        found[1] for one in text.passages if (found := re.match(r"^(?:[Ff]oot)?[Nn]otes?\s+(\d{1,2})\b", one.text))
    }
    for at, passage in enumerate(text.passages):
        for match in SEE_NOTE.finditer(passage.text):
            if match["number"] in notes or match["number"] in titled or ELSEWHERE.match(passage.text[match.end() :]):
                continue
            severity = Severity.ERROR if notes else Severity.WARNING
            yield finder.at(at, match.span(), "no-note", f"There is no note {match['number']}", MEND, severity=severity)


def _recommendations(finder: Finder, text: Text) -> Iterator[Finding]:
    items = [
        one
        for one in text.passages
        if one.kind is Kind.ITEM and re.search(r"recommendation", one.section, re.IGNORECASE)
    ]
    known = {one.marker.lower() for one in items if one.marker not in ("-", "o")}
    if len(known) < 2:
        return
    for at, passage in enumerate(text.passages):
        for match in RECOMMENDATION.finditer(passage.text):
            same_kind = match["sign"].isdigit() == all(one.isdigit() for one in known)
            elsewhere = ELSEWHERE.match(passage.text[match.end() :]) or THEIRS.search(
                straight(passage.text[: match.start()])
            )
            if same_kind and match["sign"] not in known and not elsewhere:
                yield finder.at(
                    at, match.span(), "no-recommendation", f"There is no recommendation {match['sign']}", MEND
                )
