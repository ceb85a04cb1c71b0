"""Family "marks": quotation marks and brackets that do not close, doubled words, dates spelled in more than one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reports.checks import balance
from reports.checks.days import days, spelled
from reports.checks.found import Finder
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text

DOUBLED = re.compile(r"(?<![\w'’-])(?P<word>[A-Za-z][\w’']*)\s+(?P=word)(?![\w'’-])", re.IGNORECASE)
MAY_DOUBLE = {
    "had",
    "that",
    "very",
    "so",
    "no",
    "ha",
    "bye",
    "tut",
    "long",
    "many",
    "now",
    "there",
    "far",
    "her",
    "do",
    "you",
}
PHRASE = re.compile(
    r"(?<![\w'’-])(?P<phrase>[A-Za-z]+ (?:[A-Za-z]+ )?[A-Za-z]+),? (?P=phrase)(?![\w'’-])", re.IGNORECASE
)
MAY_REPEAT = re.compile(
    r"^(?:more and|again and|over and|time and|day by|year on|step by|bit by|less and|on and|by and|such and|side "
    r"by|the more|and so|face to|"
    r"one by|two by|little by|word for|back to|year by|case by|end to|up and|round and|out and)",
    re.IGNORECASE,
)
PHRASAL = re.compile(
    r"\b(?:log(?:s|ged|ging)?|sign(?:s|ed|ing)?|com(?:e|es|ing)|came|go(?:es|ing)?|went|carr(?:y|ies|ied|ying)|"
    r"bring(?:s|ing)?|brought|settl(?:e|es|ed|ing)|"
    r"mov(?:e|es|ed|ing)|hand(?:s|ed|ing)?|phas(?:e|es|ed|ing)|what (?:it|this|that|he|she)|took|taken|put|set|"
    r"built|work(?:s|ed|ing)?|report(?:s|ed|ing)?|call(?:s|ed|ing)?)\s+$",
    re.IGNORECASE,
)
JOINED = re.compile(
    r"(?<=[a-z]{3})[.,;:](?=[A-Z][a-z]{2,})|(?<=[a-z]{2})[.;](?=(?:The|This|It|In|We|They|A|An|Of|For|No|All)\s)"
)
SPACED = re.compile(r"(?<=\w) [,;](?=\S)|(?<=[a-z]) :(?=\s)|(?<=\w) \?(?=\s|$)")
DASH = re.compile(
    r"(?<=\w)\s[–—]\s[^–—()]{3,80}?\s-\s|(?<=\w)\s-\s[^–—()-]{3,80}?\s[–—]\s|(?<=[a-z]{2})[–—]\s(?=[a-z])|"
    r"(?<=[a-z]{2})-\s(?=[a-z])(?!and\b|or\b|to\b)"
)
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
        yield from balance.check(finder, at, passage, text)
        yield from _doubled(finder, at, passage)
        if passage.kind is not Kind.CELL:
            for found in _stops(passage.text):
                yield finder.at(
                    at,
                    found.span(),
                    "punctuation",
                    "A stop, a comma, a dash or a space stands wrongly",
                    "Mend the punctuation",
                    severity=Severity.WARNING,
                )
    yield from _dates(finder, text)


def _stops(words: str) -> Iterator[re.Match[str]]:
    """Stops and dashes that stand wrongly; not in addresses."""
    yield from DOTS.finditer(words)
    for pattern in (JOINED, SPACED, DASH):
        for found in pattern.finditer(words):
            around = words[max(0, found.start() - 30) : found.end() + 30]
            if not re.search(r"https?:|www\.|\S@\S|\.(?:uk|com|org|gov|net)\b", around):
                yield found


def _doubled(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    if passage.kind is Kind.CELL and len(passage.text.split()) < 5:
        return
    mend = "Take one out"
    for found in DOUBLED.finditer(passage.text):
        word, again = found["word"], found[0].split()[-1]
        before = passage.text[: found.start()]
        is_name = (
            word[0].isupper()
            and again[0].isupper()
            and before
            and not re.search(r"[.!?:]\s$", before)
            and len(word) > 3
        )
        is_title = word != again and len(word) > 3 and (word.isupper() or again.isupper())
        if word.lower() in MAY_DOUBLE or is_title or is_name or (len(word) == 1 and word.lower() not in ("a", "i")):
            continue
        meant = PHRASAL.search(before) or (word.lower() == "police" and re.search(r"\b[Tt]he $", before))
        severity = Severity.WARNING if meant else Severity.ERROR
        why = f"“{word}” stands there twice"
        yield finder.at(at, found.span(), "doubled-word", why, mend, offer=word, severity=severity)
    for found in PHRASE.finditer(passage.text):
        phrase = found["phrase"]
        if not MAY_REPEAT.match(phrase) and len(set(phrase.lower().split())) > 1:
            yield finder.at(at, found.span(), "doubled-word", f"“{phrase}” stands there twice", mend, offer=phrase)
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
        if passage.kind in (Kind.CELL, Kind.ENTRY) or "http" in passage.text or (text.is_whole and at < 6):
            continue  # a title block spells its day as it likes
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
