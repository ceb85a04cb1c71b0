"""Family "references": what is pointed at and is not there; numbers used twice or left out.

This file has paragraphs and sections; appendices, papers, and tables, notes and recommendations have a file each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from reports.checks import references_appendices, references_inside, references_papers
from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.numbers import value_of
from reports.checks.references_appendices import ELSEWHERE

NUMBER = r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?"
NUMBERS = rf"(?P<numbers>{NUMBER}(?:\s*(?:,|and|&|to|or|–|-)\s*(?:and\s+)?{NUMBER})*)(?!\d|\.\d)"
PARAGRAPH = re.compile(rf"\b(?:[Pp]aragraphs?|[Pp]aras?\.?|[Ss]ections?|[Ss]ub-?sections?|[Cc]lauses?)\s+{NUMBERS}")
SECTION = re.compile(
    r"\b(?P<word>[Ss]ections?|[Pp]arts?(?= \w+ (?:above|below|of this)))\s+(?P<numbers>(?:one|two|three|four|five|"
    r"six|seven|eight|nine|ten)\b|"
    r"\d{1,2}\b(?!\.\d|\s*\()(?:\s*(?:,|and|&|to|or)\s*\d{1,2}\b)*)"
)
LAW = re.compile(
    r"\b(?:Acts?|Code|Regulations?|Order|Schedule|statut\w+|legislation|under section|PACE|PIDA|Agreement|Criminal|"
    r"POA|LGA)\b"
)
OTHERS = re.compile(
    r"\b(?:papers?|reports?|statement|Code|plan|strategy|policy|minutes|guidance|manual|framework|inspectorate|"
    r"HMICFRS|auditors?|"
    r"letter|agreement|scheme)(?:'s?)?,? (?:own |at |in |of \w+ \d{4},? |,? )?\(?$",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"\b(?:[Ss]ee(?: also)?|[Aa]s (?:set out|explained|stated|described|noted|reported|told|said|given|shown) "
    rf"(?:at|in)|[Aa]t|[Ii]n|[Uu]nder|[Aa]s) "
    rf"(?P<number>{NUMBER})(?=\s+(?:above|below)\b|\)|[,.;](?:\s|$))"
)
IN_BRACKETS = re.compile(
    rf"\b(?:see|detail|set out|told|explained|described|above|below)\b[^.()]{{0,30}}\((?P<number>{NUMBER})\)",
    re.IGNORECASE,
)
HEADED = re.compile(
    r"\b(?:[Ss]ection|heading|part)s? (?:on|headed|called|titled|entitled|about) [“\"‘'](?P<name>[^”\"’']{4,60})[”\"’']"
)
SIDE = re.compile(r"^\)?,?\s+(?P<side>above|below)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Numbers:
    """The numbers that there are, and where each stands."""

    paragraphs: dict[str, int]
    headings: dict[str, int]

    @classmethod
    def of(cls, text: Text) -> _Numbers:
        paragraphs: dict[str, int] = {}
        headings: dict[str, int] = {}
        for at, one in enumerate(text.passages):
            if one.number and not one.part:
                (headings if one.kind is Kind.HEADING else paragraphs).setdefault(one.number, at)
        return cls(paragraphs, headings)

    @property
    def known(self) -> dict[str, int]:
        return {**{name: at for name, at in self.headings.items() if "." in name}, **self.paragraphs}

    @property
    def sections(self) -> set[str]:
        return {number.split(".")[0] for number in self.paragraphs if "." in number}


def check(text: Text, facts: Facts) -> Findings:
    """Every reference of the paper, its lists and its numbers."""
    finder = Finder("references", text)
    numbers = _Numbers.of(text)
    yield from references_appendices.check(finder, text)
    for at, passage in enumerate(text.passages):
        if not passage.part:
            yield from _paragraphs(finder, at, passage, text, numbers)
            yield from _bare(finder, at, passage, numbers)
            yield from _sections(finder, at, passage, text, numbers)
    yield from _numbering(finder, text)
    yield from references_inside.check(finder, text)
    yield from references_papers.check(finder, text, facts)


# Paragraphs ----------------------------------------------------------------------------------------------------------


def _paragraphs(finder: Finder, at: int, passage: Passage, text: Text, numbers: _Numbers) -> Iterator[Finding]:
    known = numbers.known
    if not numbers.sections:
        return
    for match in PARAGRAPH.finditer(passage.text):
        after = passage.text[match.end() :]
        before = straight(passage.text[: match.start()])
        if ELSEWHERE.match(after) or LAW.search(after[:60]) or OTHERS.search(before) or LAW.search(before[-25:]):
            continue
        listed = list(re.finditer(NUMBER, match["numbers"]))
        for number in listed:
            start = match.start("numbers") + number.start()
            whole = len(listed) == 1
            span = match.span() if whole else (start, start + len(number[0]))
            if number[0] == passage.number:
                yield _warn(finder, at, match.span(), "itself", "The paragraph refers to itself")
            elif number[0] in known:
                yield from _side(finder, at, span, after if number is listed[-1] else "", known[number[0]])
            else:
                sure = text.is_whole or number[0].split(".")[0] in numbers.sections
                severity = Severity.ERROR if sure else Severity.WARNING
                yield finder.at(at, span, "no-paragraph", f"There is no paragraph {number[0]}", MEND, severity=severity)


def _side(finder: Finder, at: int, span: tuple[int, int], after: str, place: int) -> Iterator[Finding]:
    """ "paragraph 1.7 above", which stands below."""
    side = SIDE.match(after)
    if side and (place > at) != (side["side"].lower() == "below") and place != at:
        right = "below" if place > at else "above"
        yield _warn(finder, at, (span[0], span[1] + side.end()), "other-side", f"It stands {right}")


def _bare(finder: Finder, at: int, passage: Passage, numbers: _Numbers) -> Iterator[Finding]:
    """ "as set out at 1.9 above", "told in more detail (1.9)"."""
    for match in BARE.finditer(passage.text):
        near = SIDE.match(passage.text[match.end() :])
        is_see = match[0].lower().startswith(("see", "as"))
        of_ours = match["number"].split(".")[0] in numbers.sections
        if not (near or is_see) or not of_ours:
            continue
        if match["number"] not in numbers.known:
            yield finder.at(at, match.span("number"), "no-paragraph", f"There is no paragraph {match['number']}", MEND)
        elif near:
            yield from _side(
                finder, at, match.span("number"), passage.text[match.end() :], numbers.known[match["number"]]
            )
    for match in IN_BRACKETS.finditer(passage.text):
        if match["number"] not in numbers.known and match["number"].split(".")[0] in numbers.sections:
            yield _warn(finder, at, match.span("number"), "no-paragraph", f"There is no paragraph {match['number']}")


# Sections ------------------------------------------------------------------------------------------------------------


def _sections(finder: Finder, at: int, passage: Passage, text: Text, numbers: _Numbers) -> Iterator[Finding]:
    titles = [one.text.lower() for one in text.passages if one.kind is Kind.HEADING]
    for match in HEADED.finditer(passage.text):
        near = process.extractOne(match["name"].lower(), titles, scorer=fuzz.WRatio)
        of_another = ELSEWHERE.match(passage.text[match.end() :])
        if len(titles) > 1 and not of_another and (near is None or near[1] < 80):
            yield finder.at(at, match.span("name"), "no-section", "There is no section of that name", MEND)
    if len(numbers.headings) < 2:
        return
    for match in SECTION.finditer(passage.text):
        after = passage.text[match.end() :]
        around = passage.text[max(0, match.start() - 60) : match.end() + 90]
        if (
            LAW.search(around)
            or ELSEWHERE.match(after)
            or re.match(r"\s+of\b(?! this)", after)
            or OTHERS.search(straight(passage.text[: match.start()]))
        ):
            continue
        said = re.findall(r"\d+", match["numbers"]) or [str(value_of(match["numbers"]))]
        for number in said:
            if number not in numbers.headings:
                severity = Severity.ERROR if text.is_whole or int(number) <= 12 else Severity.WARNING
                yield finder.at(
                    at, match.span(), "no-section", f"There is no section {number}", MEND, severity=severity
                )
            elif number == said[-1]:
                yield from _side(finder, at, match.span(), after, numbers.headings[number])


MEND = "Mend the reference"


def _warn(finder: Finder, at: int, span: tuple[int, int], code: str, why: str) -> Finding:
    return finder.at(at, span, code, why, MEND, severity=Severity.WARNING)


# Numbers -------------------------------------------------------------------------------------------------------------


def _numbering(finder: Finder, text: Text) -> Iterator[Finding]:
    """Numbers used twice, left out or out of order; sections whose paragraphs are numbered and they are not."""
    seen: dict[str, int] = {}
    headings = {one.number for one in text.passages if one.kind is Kind.HEADING and one.number and not one.part}
    unnumbered: set[str] = set()
    last: tuple[int, ...] | None = None
    section_before = 0
    for at, passage in enumerate(text.passages):
        if passage.part or not passage.number or passage.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            continue
        span = (0, min(len(passage.text), 60))
        if passage.number in seen and text.passages[seen[passage.number]].kind is passage.kind:
            what = "Section" if passage.kind is Kind.HEADING else "Paragraph"
            where = text.passages[seen[passage.number]].line
            yield finder.at(
                at,
                span,
                "number-twice",
                f"{what} {passage.number} is there already, in line {where}",
                "Number it afresh",
            )
            continue
        seen[passage.number] = at
        if passage.kind is Kind.HEADING and passage.number.isdigit():
            if section_before and int(passage.number) > section_before + 1:
                yield finder.at(at, span,
                    "number-left-out", f"Section {passage.number} follows {section_before}", "Number the sections on",
                                severity=Severity.WARNING)  # fmt: skip
            section_before = int(passage.number)
        if passage.kind is Kind.HEADING or "." not in passage.number:
            continue
        parts = tuple(int(part) for part in passage.number.split("."))
        section = str(parts[0])
        is_known = section in headings or section in unnumbered
        if len(headings) >= 2 and not is_known and (text.is_whole or len(headings) > 2):
            unnumbered.add(section)
            yield _section_without_number(finder, text, at, section)
        if last is not None and len(parts) == len(last) == 2 and parts[0] == last[0] and parts[1] != last[1] + 1:
            yield finder.at(at, span,
                "number-left-out", f"{passage.number} follows {last[0]}.{last[1]}", "Number the paragraphs on",
                            severity=Severity.WARNING)  # fmt: skip
        last = parts


def _section_without_number(finder: Finder, text: Text, at: int, section: str) -> Finding:
    place = next((n for n in range(at - 1, -1, -1) if text.passages[n].kind is Kind.HEADING), at)
    why = f"Its paragraphs are numbered {section}.1 and on, the section is not"
    span = (0, len(text.passages[place].text))
    mend = f"Give the section the number {section}"
    return finder.at(place, span, "section-without-number", why, mend, severity=Severity.WARNING)
