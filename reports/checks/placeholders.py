"""Family "placeholders": what was to be filled in and was not, notes to oneself, and a template's own words.

Three kinds: signs that no sentence holds ("£X.Xm", "??", "[date]"), words that stand for words to come ("TBC", "text to
follow"), and what somebody says to the author and not to the Panel ("[Finance to check]", "Describe here any impact").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import sentences
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.placeholder_signs import (
    BARE,
    BRACKET,
    CAPITALS,
    FINITE,
    IN_BRACKETS,
    IN_PARENTHESES,
    INNOCENT,
    INSTRUCTS,
    NAMED_X,
    NOTES,
    PROMPT,
    PROMPTED,
    ROMAN,
    SIGNS,
    SINGLE,
    SPOKEN_OF,
    TEMPLATE,
    WORDS,
)


def check(text: Text, facts: Facts) -> Findings:
    """Every passage: signs first, then words, then what only a bracket or a template would say."""
    finder = Finder("placeholders", text)
    defined = _defined(text)
    for at, passage in enumerate(text.passages):
        taken: list[tuple[int, int]] = []
        for finding in _of_passage(finder, at, passage, defined):
            if all(finding.end <= start or end <= finding.start for start, end in taken):
                taken.append((finding.start, finding.end))
                yield finding


def _defined(text: Text) -> frozenset[str]:
    """Short forms that look like a placeholder and are explained: "Tackling Burglary Collaboration (TBC)"."""
    found = set()
    for passage in text.passages:
        for match in re.finditer(r"\((TB[A-Z]|N{2,4}|X{2,4})\)", passage.text):
            words = re.findall(r"\b[A-Z]\w+", passage.text[max(0, match.start() - 80) : match.start()])[
                -len(match[1]) :
            ]
            if "".join(word[0] for word in words) == match[1]:
                found.add(match[1])
    return frozenset(found)


def _of_passage(finder: Finder, at: int, passage: Passage, defined: frozenset[str]) -> Iterator[Finding]:
    words = passage.text
    yield from _brackets(finder, at, words)
    for pattern in (*NOTES, PROMPTED):
        for found in pattern.finditer(words):
            yield _note(finder, at, found.span())
    for pattern in (*SIGNS, CAPITALS, *WORDS):
        for found in pattern.finditer(words):
            if not _is_meant(words, found.span()) and found[0] not in defined:
                yield _unfilled(finder, at, found.span())
    for found in SINGLE.finditer(words):
        is_name = found["x"] is None and NAMED_X.search(words[: found.start()])
        span = found.span("x") if found["x"] else found.span()
        if not is_name and not _is_meant(words, span):
            yield _unfilled(finder, at, span)
    if passage.kind is not Kind.CELL:
        yield from _sentences(finder, at, passage)


def _brackets(finder: Finder, at: int, words: str) -> Iterator[Finding]:
    """Square and pointed brackets: outside a quotation hardly anything else stands in them than what is to come."""
    for found in BRACKET.finditer(words):
        inside, before = found["inside"].strip(), words[: found.start()]
        if "://" in inside or "@" in inside[1:]:
            continue
        if INNOCENT.match(inside) and not re.fullmatch(r"[xXnN?#_]+|tb[cda]", inside, re.IGNORECASE):
            continue
        if _is_quoted(words, found.start(), found.end()) or before.count("(") > before.count(")"):
            continue
        if IN_BRACKETS.search(inside) or inside.isupper():
            yield _unfilled(finder, at, found.span())
        elif found["open"] == "[" or re.match(r"^[\w ]+$", inside):
            why = "Words in such brackets are mostly a note, or were to be filled in"
            yield finder.at(
                at, found.span(), "brackets", why, "Take it out, or the brackets", severity=Severity.WARNING
            )
    for found in IN_PARENTHESES.finditer(words):
        if not _is_quoted(words, found.start(), found.end()):
            yield _unfilled(finder, at, found.span())


def _is_quoted(words: str, start: int, end: int) -> bool:
    before, after = words[:start], words[end:]
    curly = before.count("“") > before.count("”") and "”" in after
    straight = before.count('"') % 2 == 1 and '"' in after
    single = (
        re.search(r"(?:^|\s)[‘'](?=\w|\[)[^’']*$", before) is not None and re.search(r"[’'](?:\W|$)", after) is not None
    )
    return curly or straight or single


def _is_meant(words: str, span: tuple[int, int]) -> bool:
    """A Roman number, a row of dots to sign on, a sign that is spoken of, an "(x)" explained."""
    said, before, after = words[slice(*span)], words[: span[0]], words[span[1] :]
    if set(said) <= set("XxVvIi") and ROMAN.search(before):
        return True
    if set(said) <= set("XVI") and DIVISION.search(before) and re.match(r"\s+(?:of|to|in)\s+(?:the|that|its)\b", after):
        return True  # a Roman number: "Annex XX of the finance manual"
    if said.lower().startswith("placeholder") and re.search(r"(?<!is )(?<!are )\b(?:a|the|no|any|that)\s+$", before):
        return True  # the word itself: "the draft held a placeholder"
    if set(said) <= set("._ ") and re.match(r"\s*(?:signed|dated?|name|signature)", words, re.IGNORECASE):
        return True
    if re.search(r"[“\"‘']$", before) and re.match(r"[”\"’']", after):
        return True
    if re.fullmatch(r"[(\[]\s*(?:…|\.{3,})\s*[)\]]", said) and _is_quoted(words, *span):
        return True  # words left out of a quotation
    if re.match(r"^\(\s*\)$", said) and re.search(r"\w$", before):
        return True  # "check()"
    if re.match(r"^\([a-z]\)$", said):
        return True
    return bool(SPOKEN_OF.search(before))


def _sentences(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """Sentences without a verb that say that something follows, and a template's requests to its author."""
    for span in sentences(passage.text):
        words = span.text
        count = len(words.split())
        bare = BARE.search(words)
        if (
            bare
            and not re.search(r"(?<!to be )\b[a-z]{3,}ed\b", words[: bare.start()])
            and 1 < count <= 14
            and not FINITE.search(words.replace("’", "'"))
            and not _is_quoted(passage.text, span.start, span.end)
        ):
            severity = Severity.WARNING if passage.kind is Kind.HEADING or count > 9 else Severity.ERROR
            yield finder.at(at, (span.start, span.end), "unfilled", *FILL, severity=severity)
        prompt = PROMPT.match(words)
        if INSTRUCTS.search(words) or (prompt and passage.kind is Kind.PARAGRAPH and TEMPLATE.search(prompt["rest"])):
            yield finder.at(
                at, (span.start, span.end), "template", "This is what the template says to the author",
                "Write the section, or take this out",
                severity=Severity.ERROR if count < 40 else Severity.WARNING,
            )  # fmt: skip


DIVISION = re.compile(
    r"\b(?!(?:appendix|paragraph|para|section|page|table|item|note|line|risk|figure|the|a|of|by)\b)[a-z]{4,}\s+$",
    re.IGNORECASE,
)
FILL = ("This was to be filled in", "Give the words or the figure, or take it out")


def _unfilled(finder: Finder, at: int, span: tuple[int, int]) -> Finding:
    return finder.at(at, span, "unfilled", *FILL)


def _note(finder: Finder, at: int, span: tuple[int, int]) -> Finding:
    return finder.at(at, span, "note", "This is said to the author, not to the Panel", "Do it, and take the note out")
