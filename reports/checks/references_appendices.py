"""References to appendices, and the list of them: what is named and not there, there and not named, named otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from reports.checks.attachments import RESTRICTED
from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.lines import APPENDIX as HEADED
from reports.checks.model import Finding, Kind, Severity, Text
from reports.checks.numbers import counts, like

SIGN = r"(?:[A-Z]|\d{1,2})"
APPENDIX = re.compile(
    rf"\b(?P<kind>[Aa]ppendi(?:x|ces)|APPENDI(?:X|CES)|[Aa]nnexe?(?:s)?|[Aa]pp\.?)\s+(?P<signs>(?:{SIGN}|"
    rf"[b-hj-z](?=[\s.,;)]))\b(?:\s*(?:,|and|&|to|or|"
    rf"–|-)\s*(?:and\s+)?(?:[Aa]ppendix\s+)?{SIGN}\b(?!\s[a-z]+ (?:is|are|was|were)))*)"
)
ELSEWHERE = re.compile(
    r"^\s*(?:,\s*)?(?:of|to|in|from|at) (?:the|that|this year's|last year's|our|its|their|"
    r"an?)\b[^.;]{0,60}?\b(?:paper|report|statement|plan|act|"
    r"code|policy|strategy|document|guidance|guidelines|framework|agreement|manual|standard|minutes|terms of "
    r"reference|scheme|register|"
    r"regulations?|protocol|contract|inspection|inspectorate|letter|judgment)\b|^\s*(?:of|to) (?:(?-i:[A-Z]\w+)|\d)",
    re.IGNORECASE,
)
OWN = re.compile(
    r"\b(?:strategy|plan|report|paper|inspectorate|HMICFRS|auditors?|code|policy|guidance)['’]?s?,? (?:own )?\(?$",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"^\s+(?:[\w-]+\s+){0,2}?(?:appendices|annexe?s)\b", re.IGNORECASE)
SAME, LIKE = 88, 50


def check(finder: Finder, text: Text) -> Iterator[Finding]:
    """References, then the list, then the titles."""
    yield from _pointed_at(finder, text)
    yield from _listed(finder, text)
    yield from _how_many(finder, text)
    yield from _titles(finder, text)


def _pointed_at(finder: Finder, text: Text) -> Iterator[Finding]:
    known = {one.label.split()[1] for one in text.appendices}
    headed = {found[2].upper() for one in text.passages if (found := HEADED.match(one.text))}
    if not text.lists_appendices and not (text.is_whole and known):
        return
    kinds = {"annex" if one.label.lower().startswith("annex") else "appendix" for one in text.appendices}
    headed |= {
        found[1].upper()
        for one in text.passages
        if (found := re.search(r"\((?:[Aa]nnex|[Aa]ppendix) (\w{1,2})\)$", one.text))
    }
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.ENTRY or HEADED.match(passage.text):
            continue
        for match in APPENDIX.finditer(passage.text):
            if ELSEWHERE.match(passage.text[match.end() :]) or OWN.search(straight(passage.text[: match.start()])):
                continue
            kind = "annex" if match["kind"].lower().startswith("annex") else "appendix"
            if passage.part and kinds and kind not in kinds:
                continue  # an appendix has annexes of its own
            signs = list(re.finditer(rf"\b(?:{SIGN}|[b-hj-z])\b(?!\w)", match["signs"]))
            for sign in signs:
                if sign[0].upper() in known | headed or re.search(r"\bto\b|–|-", match["signs"]):
                    continue
                start = match.start("signs") + sign.start()
                span = match.span() if len(signs) == 1 else (start, start + len(sign[0]))
                why = f"There is no Appendix {sign[0].upper()}"
                yield finder.at(at, span, "no-appendix", why, "Attach it and list it, or mend the reference")


def _listed(finder: Finder, text: Text) -> Iterator[Finding]:
    listed = [one for one in text.appendices if one.is_listed]
    shows_attached = text.is_whole or any(one.is_attached for one in text.appendices)
    for one in text.appendices:
        at = next(
            (place for place, passage in enumerate(text.passages) if passage.line == one.line and passage.text), -1
        )
        if at < 0 and one.line:
            continue
        if one.is_listed and not one.is_attached and not one.is_restricted and not one.see and shows_attached:
            why, mend = (
                f"{one.label} is listed and not attached",
                "Attach it, say where it is found, or take it off the list",
            )
            yield _of_appendix(finder, text, at, one.label, "not-attached", why, mend)
        if one.is_attached and not one.is_listed and listed:
            why, mend = f"{one.label} is attached and not listed", "Add it to the list of appendices"
            yield _of_appendix(finder, text, at, one.label, "not-listed", why, mend)
    labels = [one.label for one in listed]
    for place, label in enumerate(labels):
        if label in labels[:place]:
            entries = [
                n for n, one in enumerate(text.passages)
                if one.kind is Kind.ENTRY and one.text.upper().startswith(label.upper())
            ]  # fmt: skip
            at = entries[-1] if entries else -1
            yield _of_appendix(
                finder, text, at, label, "twice", f"{label} is listed twice", "Give one of them another letter"
            )


def _how_many(finder: Finder, text: Text) -> Iterator[Finding]:
    listed = {one.label for one in text.appendices if one.is_listed}
    for at, passage in enumerate(text.passages if listed else ()):
        for number in counts(passage.text):
            after = passage.text[number.end :]
            is_of_them = number.kind == "count" and number.value >= 2 and HOW_MANY.match(after)
            if (
                is_of_them
                and number.value != len(listed)
                and not ELSEWHERE.match(re.split(r"(?:ppendices|nnexe?s)", after, maxsplit=1)[1])
            ):
                offer = like(len(listed), number.text)
                why = f"The list names {len(listed)}"
                yield finder.at(at, (number.start, number.end), "appendix-count", why, f"Say {offer}", offer=offer)


def _titles(finder: Finder, text: Text) -> Iterator[Finding]:
    """An appendix whose own title is another than the list gives it."""
    listed = {one.label: one.title for one in text.appendices if one.is_listed and one.title}
    for at, passage in enumerate(text.passages):
        match = HEADED.match(passage.text)
        if passage.kind is not Kind.HEADING or match is None or not match[3]:
            continue
        wanted = listed.get(f"{match[1].capitalize()} {match[2].upper()}", "")
        said = RESTRICTED.sub("", match[3]).strip(" –-().,")
        alike = fuzz.token_set_ratio(_plain(said), _plain(wanted)) if wanted and said else 100
        if alike < SAME:
            severity = Severity.ERROR if alike < LIKE else Severity.WARNING
            why = f"The list of appendices calls it “{wanted}”"
            yield finder.at(
                at, match.span(3), "other-title", why, "Call it one thing in both places", severity=severity
            )


def _plain(title: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", straight(title).lower().replace("&", " and ")))


def _of_appendix(finder: Finder, text: Text, at: int, label: str, code: str, why: str, mend: str) -> Finding:
    if at < 0:
        return finder.of_paper(code, why, mend, severity=Severity.ERROR)
    found = re.match(r"\w+\s+\w+", text.passages[at].text)
    return finder.at(at, (0, found.end() if found else len(label)), code, why, mend)
