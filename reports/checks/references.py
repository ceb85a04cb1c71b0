"""Family "references": appendices, paragraphs, sections and papers that are not there; numbers used twice or left "
"out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Facts, Finding, Findings, Kind, Severity, Text
from reports.checks.numbers import counts, like, value_of

SIGN = r"(?:[A-Z]|\d{1,2})"
APPENDIX = re.compile(
    rf"\b(?P<kind>[Aa]ppendi(?:x|ces)|APPENDI(?:X|CES)|[Aa]nnex(?:es)?)\s+(?P<signs>{SIGN}\b(?:\s*(?:,|and|&|to|or|"
    rf"–|-)\s*(?:[Aa]ppendix\s+)?{SIGN}\b)*)"
)
ELSEWHERE = re.compile(
    r"^\s*(?:,\s*)?(?:of|to|in|from|at) (?:the|that|this year's|last year's|our|its|their|"
    r"an?)\b[^.;]{0,60}?\b(?:paper|report|statement|plan|act|code|policy|strategy|"
    r"document|guidance|guidelines|framework|agreement|manual|standard|minutes|terms of reference|scheme|register|"
    r"regulations?|protocol|contract|inspection)\b|^\s*(?:of|to) (?:(?-i:[A-Z]\w+)|\d)",
    re.IGNORECASE,
)
NUMBER = r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?"
PARAGRAPH = re.compile(
    rf"\b(?:[Pp]aragraphs?|[Pp]aras?\.?)\s+(?P<numbers>{NUMBER}(?:\s*(?:,|and|&|to|or|–|-)\s*{NUMBER})*)"
)
SECTION = re.compile(
    r"\b(?P<word>[Ss]ections?)\s+(?P<numbers>(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|"
    r"\d{1,2}\b(?!\.\d|\s*\()(?:\s*(?:,|and|&|to|or)\s*\d{1,2}\b)*)"
)
LAW = re.compile(
    r"\b(?:Act|Code|Regulations?|Order|Schedule|statut\w+|legislation|under section|PACE|PIDA|Agreement)\b"
)
HOW_MANY = re.compile(r"^\s+(?:[\w-]+\s+){0,2}?appendices\b", re.IGNORECASE)
PAPER = re.compile(
    r"[“\"‘'](?P<quoted>[A-Z][^”\"’']{6,90})[”\"’']\s+(?:paper|report)\b|\b(?:[Tt]he|[Ss]eparate|[Ss]ee the|[Ii]n "
    r"the)\s+(?P<named>(?:[A-Z][\w&/’'-]*)(?:\s+(?:of|and|the|for|to|on|[A-Z][\w&/’'-]*)){1,8})\s+(?P<word>paper|"
    r"report)\b"
)


def check(text: Text, facts: Facts) -> Findings:
    """Every reference of the paper, its lists and its numbers."""
    finder = Finder("references", text)
    yield from _appendices(finder, text)
    yield from _lists(finder, text)
    yield from _paragraphs(finder, text)
    yield from _bare(finder, text)
    yield from _sections(finder, text)
    yield from _numbering(finder, text)
    yield from _papers(finder, text, facts)


# Appendices --------------------------------------------------------------------------------------------------------


def _appendices(finder: Finder, text: Text) -> Iterator[Finding]:
    known = {one.label.split()[1] for one in text.appendices}
    headed = {
        found[1].upper()
        for passage in text.passages
        if (found := re.match(rf"^(?:appendix|annex)\s+({SIGN})\b", passage.text, re.I))
    }
    knows_all = text.lists_appendices or (text.is_whole and bool(known))
    if not knows_all:
        return
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.ENTRY:
            continue
        for match in APPENDIX.finditer(passage.text):
            if ELSEWHERE.match(passage.text[match.end() :]):
                continue
            for sign in re.finditer(rf"\b{SIGN}\b(?!\w)", match["signs"]):
                if sign[0].upper() in known | headed or re.search(r"\bto\b|–|-", match["signs"]):
                    continue
                start = match.start("signs") + sign.start()
                span = (match.start(), match.end()) if match["signs"] == sign[0] else (start, start + len(sign[0]))
                yield finder.at(
                    at,
                    span,
                    "no-appendix",
                    f"There is no Appendix {sign[0].upper()}",
                    "Attach it and list it, or mend the reference",
                )


def _lists(finder: Finder, text: Text) -> Iterator[Finding]:
    listed = [one for one in text.appendices if one.is_listed]
    shows_attached = text.is_whole or any(one.is_attached for one in text.appendices)
    for one in text.appendices:
        at = next(
            (place for place, passage in enumerate(text.passages) if passage.line == one.line and passage.text), -1
        )
        if at < 0 and one.line:
            continue
        if one.is_listed and not one.is_attached and not one.is_restricted and not one.see and shows_attached:
            yield _of_appendix(
                finder,
                text,
                at,
                one.label,
                "not-attached",
                f"{one.label} is listed and not attached",
                "Attach it, say where it is found, or take it off the list",
            )
        if one.is_attached and not one.is_listed and listed:
            yield _of_appendix(
                finder,
                text,
                at,
                one.label,
                "not-listed",
                f"{one.label} is attached and not listed",
                "Add it to the list of appendices",
            )
    labels = [one.label for one in listed]
    for place, label in enumerate(labels):
        if label in labels[:place]:
            at = [
                n
                for n, passage in enumerate(text.passages)
                if passage.kind is Kind.ENTRY and passage.text.upper().startswith(label.upper())
            ][-1:]
            yield _of_appendix(
                finder,
                text,
                at[0] if at else -1,
                label,
                "twice",
                f"{label} is listed twice",
                "Give one of them another letter",
            )
    if not listed:
        return
    for at, passage in enumerate(text.passages):
        for number in counts(passage.text):
            after = passage.text[number.end :]
            if (
                number.kind == "count"
                and number.value >= 2
                and HOW_MANY.match(after)
                and not ELSEWHERE.match(after.split("ppendices", 1)[1])
                and number.value != len(listed)
            ):
                offer = like(len(listed), number.text)
                yield finder.at(
                    at,
                    (number.start, number.end),
                    "appendix-count",
                    f"The list names {len(listed)}",
                    f"Say {offer}",
                    offer=offer,
                )


def _of_appendix(finder: Finder, text: Text, at: int, label: str, code: str, why: str, mend: str) -> Finding:
    if at < 0:
        return finder.of_paper(code, why, mend, severity=Severity.ERROR)
    found = re.match(r"\w+\s+\w+", text.passages[at].text)
    return finder.at(at, (0, found.end() if found else len(label)), code, why, mend)


# Paragraphs, sections ----------------------------------------------------------------------------------------------


def _paragraphs(finder: Finder, text: Text) -> Iterator[Finding]:
    known = {passage.number for passage in text.passages if passage.number and passage.kind is not Kind.HEADING}
    if not any("." in number for number in known):
        return
    sections = {number.split(".")[0] for number in known}
    for at, passage in enumerate(text.passages):
        if passage.part:
            continue
        for match in PARAGRAPH.finditer(passage.text):
            before = passage.text[: match.start()]
            if (
                ELSEWHERE.match(passage.text[match.end() :])
                or LAW.search(passage.text[match.end() : match.end() + 60])
                or re.search(r"\b(?:paper|report|statement|Code|plan)(?:'s)?,? (?:at |in )?\(?$", straight(before))
            ):
                continue
            for number in re.finditer(NUMBER, match["numbers"]):
                start = match.start("numbers") + number.start()
                if number[0] == passage.number:
                    yield finder.at(
                        at,
                        match.span(),
                        "itself",
                        "The paragraph refers to itself",
                        "Mend the reference",
                        severity=Severity.WARNING,
                    )
                if number[0] in known:
                    continue
                is_sure = text.is_whole or number[0].split(".")[0] in sections
                span = (
                    (match.start(), match.end()) if match["numbers"] == number[0] else (start, start + len(number[0]))
                )
                yield finder.at(
                    at,
                    span,
                    "no-paragraph",
                    f"There is no paragraph {number[0]}",
                    "Mend the reference",
                    severity=Severity.ERROR if is_sure else Severity.WARNING,
                )


BARE = re.compile(
    rf"\b(?:[Ss]ee|[Aa]s (?:set out|explained|stated|described|noted|reported) (?:at|in)|[Aa]t|[Ii]n) "
    rf"(?P<number>{NUMBER})(?=\s+(?:above|below)\b|\)|[,.;](?:\s|$))"
)
CAPTION = re.compile(r"^(?P<kind>Table|Figure|Chart)\s+(?P<number>\d{1,2})\b\s*(?:[:.–-]|$)")
POINTED = re.compile(r"\b(?P<kind>Table|Figure|Chart|table|figure|chart)\s+(?P<number>\d{1,2})\b(?!\.\d)")


def _bare(finder: Finder, text: Text) -> Iterator[Finding]:
    """ "as set out at 1.9 above"; tables and figures that have a caption each, but for one that is referred to."""
    known = {passage.number for passage in text.passages if passage.number and passage.kind is not Kind.HEADING}
    sections = {number.split(".")[0] for number in known if "." in number}
    captions = {(found["kind"], found["number"]) for passage in text.passages if (found := CAPTION.match(passage.text))}
    kinds = {kind for kind, _ in captions}
    for at, passage in enumerate(text.passages):
        for match in BARE.finditer(passage.text):
            near = re.match(r"\s+(?:above|below)", passage.text[match.end() :])
            is_see = match[0].startswith(("See", "see", "As", "as"))
            if (
                (near or is_see)
                and match["number"] not in known
                and match["number"].split(".")[0] in sections
                and not passage.part
            ):
                yield finder.at(
                    at,
                    match.span("number"),
                    "no-paragraph",
                    f"There is no paragraph {match['number']}",
                    "Mend the reference",
                )
        for match in POINTED.finditer(passage.text):
            kind = match["kind"].capitalize()
            if (
                kind in kinds
                and (kind, match["number"]) not in captions
                and not ELSEWHERE.match(passage.text[match.end() :])
            ):
                yield finder.at(
                    at, match.span(), "no-table", f"There is no {kind} {match['number']}", "Mend the reference"
                )


def _sections(finder: Finder, text: Text) -> Iterator[Finding]:
    known = {passage.number for passage in text.passages if passage.kind is Kind.HEADING and passage.number}
    if len(known) < 2:
        return
    for at, passage in enumerate(text.passages):
        if passage.part:
            continue
        for match in SECTION.finditer(passage.text):
            around = passage.text[max(0, match.start() - 60) : match.end() + 90]
            if (
                LAW.search(around)
                or ELSEWHERE.match(passage.text[match.end() :])
                or re.match(r"\s+of\b(?! this)", passage.text[match.end() :])
            ):
                continue
            said = re.findall(r"\d+", match["numbers"]) or [str(value_of(match["numbers"]))]
            for number in said:
                if number not in known:
                    severity = Severity.ERROR if text.is_whole or int(number) <= 12 else Severity.WARNING
                    yield finder.at(
                        at,
                        match.span(),
                        "no-section",
                        f"There is no section {number}",
                        "Mend the reference",
                        severity=severity,
                    )


def _numbering(finder: Finder, text: Text) -> Iterator[Finding]:
    """Numbers used twice, left out or out of order; sections whose paragraphs are numbered and they are not."""
    seen: dict[str, int] = {}
    headings = {
        passage.number
        for passage in text.passages
        if passage.kind is Kind.HEADING and passage.number and not passage.part
    }
    unnumbered: set[str] = set()
    last: tuple[int, ...] | None = None
    for at, passage in enumerate(text.passages):
        if passage.part or not passage.number or passage.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            continue
        span = (0, min(len(passage.text), 60))
        if passage.number in seen and text.passages[seen[passage.number]].kind is passage.kind:
            what = "Section" if passage.kind is Kind.HEADING else "Paragraph"
            yield finder.at(
                at,
                span,
                "number-twice",
                f"{what} {passage.number} is there already, in line {text.passages[seen[passage.number]].line}",
                "Number it afresh",
            )
            continue
        seen[passage.number] = at
        if passage.kind is Kind.HEADING or "." not in passage.number:
            continue
        parts = tuple(int(part) for part in passage.number.split("."))
        section = str(parts[0])
        if (
            len(headings) >= 2
            and section not in headings
            and section not in unnumbered
            and (text.is_whole or len(headings) > 2)
        ):
            unnumbered.add(section)
            place = next((n for n in range(at - 1, -1, -1) if text.passages[n].kind is Kind.HEADING), at)
            yield finder.at(
                place,
                (0, len(text.passages[place].text)),
                "section-without-number",
                f"Its paragraphs are numbered {section}.1 and on, the section is not",
                f"Give the section the number {section}",
                severity=Severity.WARNING,
            )
        if last is not None and len(parts) == len(last) == 2 and parts[0] == last[0] and parts[1] > last[1] + 1:
            yield finder.at(
                at,
                span,
                "number-left-out",
                f"{passage.number} follows {last[0]}.{last[1]}",
                "Number the paragraphs on",
                severity=Severity.WARNING,
            )
        last = parts


def _papers(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """Papers named that are not among those known: only where it is known which there are."""
    if not facts.papers:
        return
    for at, passage in enumerate(text.passages):
        for match in PAPER.finditer(passage.text):
            group = "quoted" if match["quoted"] else "named"
            names = [*facts.papers, *([text.title] if match[group] not in text.title else [])]
            if process.extractOne(match[group], names, scorer=fuzz.token_set_ratio, score_cutoff=78):
                continue
            if re.search(
                r"\b(?:White|Green|Audit|Casey|Annual|Internal|External|HMICFRS|Inspection|Improvement)\b", match[group]
            ) or re.search(r"\b(?:published|inspection|annual|audit)\b", passage.text[match.end() : match.end() + 30]):
                continue
            nearest = process.extractOne(match[group], facts.papers, scorer=fuzz.token_set_ratio)
            offer = nearest[0] if nearest and nearest[1] >= 55 else ""
            yield finder.at(
                at,
                match.span(group),
                "no-paper",
                "No paper of that name goes to the meeting, nor went to an earlier one",
                f"Perhaps “{offer}” is meant" if offer else "Mend the name",
                offer=offer,
            )
