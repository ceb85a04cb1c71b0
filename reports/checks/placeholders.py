"""Family "placeholders": words that were to be filled in, and pasted page headers in the middle of a text."""

from __future__ import annotations

import re
from collections import Counter

from reports.checks.found import Finder
from reports.checks.model import Facts, Findings, Kind, Severity, Text

PLACEHOLDERS = (
    (
        "unfilled",
        re.compile(
            r"(?<![\w.-])(?:[xXyYnN]\s?%|[xX#]{2,}(?!\w)|20[xX]{2}|20\d[xX]|£\s?[_#.-]{1,}|#+(?=\s|%|$))|"
            r"\{\{[^}]*\}\}|%\(?\w*\)?s\b|\[\[[^\]]*\]\]"
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"(?<!\w)(?:X|Y|N|Z)(?=\s+(?:of|out|new|key|more|officers?|weeks?|months?|years?|actions?|controls?|"
            r"risks?|people|staff|boroughs?|million|days)\b)"
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"(?<=[a-z,:] )(?:DATE|NAME|FIGURE|NUMBER|INSERT|AMOUNT|TITLE|OWNER|PLACEHOLDER|TEXT HERE|MONTH|"
            r"YEAR|POST)\b(?! [A-Z]{2})"
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"\b(?:insert|enter|add) (?:figure|date|name|text|number|table|chart|link|title|details?|wording|"
            r"here)\b|\b(?:blah|sample text|dummy text|placeholder text|asdf|qwerty)\b|\bplaceholder\b",
            re.IGNORECASE,
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"\b(?:figures?|dates?|names?|numbers?|details?|wording|title|owner|post)\s+(?:tbc|tbd|tba|t\.b\.c\.?|\?)",
            re.IGNORECASE,
        ),
    ),
    ("unfilled", re.compile(r"(?<![\w.,])(?:N{2,4}|0{3,})(?!\w|[.,]\d)(?!\s*[A-Z]{2})")),
    (
        "unfilled",
        re.compile(
            r"(?:^|(?<=[(\[.] )|(?<=[(\[]))(?:(?:text|figures?|details?|wording|narrative|paragraph|graph|chart|"
            r"table|data|numbers?|"
            r"content|section|name|date|more|update) (?:(?:is |are )?(?:to follow|awaited|needed|required|"
            r"missing|to come|to be (?:added|"
            r"supplied|provided|confirmed|inserted|updated|written|drafted|agreed))|here)|(?:this section "
            r")?(?:to be (?:completed|added|"
            r"updated|drafted|written|confirmed|supplied|inserted|agreed|filled)))\b(?:\s+(?:by|from|following|"
            r"after|before|in|at)\b[^.)\]]{0,40})?",
            re.IGNORECASE,
        ),
    ),
    ("unfilled", re.compile(r"\b(?:is|at|of|was|are|to|by|from|stands at) \?(?=[\s.,;)]|$)")),
    (
        "unfilled",
        re.compile(
            r"(?<!\w)[xX]{2,}\s?%|(?<!\w)(?:xx+|XXX+|X\.X|xx)(?!\w)|(?<!\w)£?X{1,3}(?:m|bn|k)\b|£[xX]+|"
            r"\bXX\b(?!\s+(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z])"
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"(?<!\w)(?:X|Y)(?=\s+(?:risks?|controls?|officers?|per cent|of the (?:risks|controls)|actions?|"
            r"work-streams?))"
        ),
    ),
    (
        "unfilled",
        re.compile(r"(?<![\w&/])(?:TBC|TBD|TBA|TBN|tbc|tbd|tba|T\.B\.C\.?|TO BE CONFIRMED|TO BE ADDED)(?!\w)"),
    ),
    (
        "unfilled",
        re.compile(
            r"\[?(?<!\w)to be (?:inserted|completed here|filled in|added here|drafted|supplied here|updated before "
            r"(?:issue|circulation))\b\]?",
            re.IGNORECASE,
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"[\[<{(](?:insert|add|enter|date|name|number|figure|amount|tbc|tbd|update|to be|check|complete|"
            r"drafting note|note to|placeholder|n|xx*|title|post|owner|confirm|awaiting|link|ref|month|year|"
            r"quarter)\b[^\])>}]{0,60}[\])>}]",
            re.IGNORECASE,
        ),
    ),
    ("unfilled", re.compile(r"\[\s*(?:_+|\s|\?+|●|•|x)?\s*\](?!\()")),
    ("unfilled", re.compile(r"\b(?:lorem ipsum|lorem|dolor sit amet|consectetur)\b", re.IGNORECASE)),
    (
        "unfilled",
        re.compile(
            r"\b(?:click (?:or tap )?here to enter \w+|type (?:your )?text here|error! (?:reference|bookmark)[^.]*)",
            re.IGNORECASE,
        ),
    ),
    (
        "unfilled",
        re.compile(
            r"\?{2,}|_{3,}|(?<![.\w])\.{4,}(?!\.)|#REF!|#N/A|#VALUE!|\bN\.N\b|\bnn+\b|\b\d{1,2}(?:st|nd|rd|"
            r"th)? X{2,}\b|\bDD[/ ]MM(?:[/ ]YYYY)?\b|\bdd/mm(?:/yyyy)?\b"
        ),
    ),
    (
        "note",
        re.compile(
            r"(?<!\w)(?:TODO|FIXME|to do:|NB to author|note to (?:self|editor|author|drafter)|drafting note|query:|"
            r"awaiting (?:figures?|text|input|confirmation) from \w+)(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
FURNITURE = (
    re.compile(r"(?<=[a-z,;] )(?:Page|Agenda Item) \d{1,3}[a-z]?(?= [a-z])"),
    re.compile(r"(?<=[a-z,;] )(?:OFFICIAL|Official)\s?[-–—]?\s?(?:SENSITIVE|Sensitive)(?= [A-Za-z])"),
    re.compile(r"(?<=[a-z,;] )(?:[A-Z][\w&’'-]* (?:(?:of|and|the|for|&) )?){3,8}\d{1,3}(?= [a-z])"),
    re.compile(
        r"(?<=[a-z,;] )(?:MPS[ –-]+MOPAC )?(?:Joint )?Audit Panel,? \d{1,2} [A-Z][a-z]+ 20\d\d(?: \d{1,3})?(?= [a-z])"
    ),
    re.compile(r"\bAGENDA ITEM\s+\d{1,2}\s?[a-z]?\b(?:\s+\d{1,4}\b)?"),
    re.compile(r"\bPage\s+\d{1,4}\s+of\s+\d{1,4}\b", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:\|\s*)?Page\s*\|\s*\d{1,4}\b|\b\d{1,4}\s*\|\s*P\s?a\s?g\s?e\b", re.IGNORECASE),
    re.compile(
        r"(?<=[a-z,;] )(?:OFFICIAL(?:[\s-]+SENSITIVE)?|NOT PROTECTIVELY MARKED|PROTECT|RESTRICTED)(?= (?:Page \d|"
        r"\d{1,3} )?[a-z])"
    ),
    re.compile(r"(?<=[a-z,;] )(?:[A-Z]{2,}(?:[-–/ &]+[A-Z]{2,}){2,})(?:\s+\d{1,4})?(?= [a-z])"),
    re.compile(r"(?<=[a-z,;] )(?:DRAFT(?: v?\d+(?:\.\d+)?)?|Draft v\d+(?:\.\d+)?)(?= [a-z])"),
    re.compile(r"(?<=[a-z,;] )-\s?\d{1,3}\s?-(?= [a-z])"),
    re.compile(
        r"\b(?:MPS[ -]+MOPAC )?(?:Joint )?Audit Panel\s*[-–|]\s*\d{1,2} \w+ \d{4}(?:\s+\d{1,3})?(?= [a-z])",
        re.IGNORECASE,
    ),
)
POINTS_AT = re.compile(r"\b(?:on|see|at|and|to|from|under|with|as|in|of|is|this|for|per|also)\s+$", re.IGNORECASE)
SPEAKS_OF = re.compile(
    r"\b(?:under|see|on|by|section|paragraph|that|which|our|their|his|her|since|between|for|per|than|via|through|under|"
    r"during|through|after|before|against|about|into|over|using|called|named|mark(?:ed|ing|s)|is|are|be|"
    r"as|at|the|an?|of|not|or|and|remains?|its|from|to|classified|with|in|this|"
    r"each|current)\s+$"
)
STRAY = re.compile(
    r"\b(?:the|a|an|to|will|has|have|be|been|is|are|was|were|not|of the|our|its|their|this|these) (?P<number>\d{1,3}) "
    r"(?:the|a|an|to|be|been|and|of|in|on|has|have|is|are|was|were|consider|review|risk|register|board|"
    r"panel|public|new system)\b(?! (?:\w+ ){0,2}\w+s\b)"
)
ALONE = re.compile(
    r"^(?:page \d{1,4}(?: of \d{1,4})?|agenda item \d{1,2}\s?[a-z]?(?: \d{1,4})?|\d{1,4} ?\| ?page|page ?\| ?\d{1,4}|"
    r"official(?:[\s–-]+sensitive)?|(?:mps[ –-]+mopac )?(?:joint )?audit panel|draft(?: "
    r"v?\d+(?:\.\d+)?)?|(?:agenda )?item \d+[a-z]?|v\d+\.\d+|(?:in confidence|restricted|protect|not "
    r"protectively marked)|printed (?:on|at) .{4,30}|[\w ./-]+\.docx?)$",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts) -> Findings:
    """What was to be filled in and was not."""
    finder = Finder("placeholders", text)
    for at, passage in enumerate(text.passages):
        taken: list[tuple[int, int]] = []
        for code, pattern in PLACEHOLDERS:
            for found in pattern.finditer(passage.text):
                span = found.span()
                if any(span[0] < end and start < span[1] for start, end in taken) or _is_meant(passage.text, span):
                    continue
                taken.append(span)
                yield finder.at(
                    at, span, code, "This was to be filled in", "Give the words or the figure, or take it out"
                )


def _is_meant(text: str, span: tuple[int, int]) -> bool:
    """ "[3]" and the like, a Roman number, and a row of dots to sign on."""
    words = text[slice(*span)]
    if re.search(r"\b(?:Part|Chapter|Title|Schedule|Volume|Article|Superbowl|World War)\s*$", text[: span[0]]):
        return True
    return bool(re.match(r"^\[\d+\]$", words)) or (
        set(words) <= set("._ ") and bool(re.match(r"\s*(?:signed|dated?)", text, re.I))
    )


def furniture(text: Text, facts: Facts) -> Findings:
    """Family "page-furniture": a running header or a page number that was pasted into the text."""
    finder = Finder("page-furniture", text)
    alone = [at for at, one in enumerate(text.passages) if ALONE.match(one.text) and 0 < at < len(text.passages) - 1]
    if text.is_whole:
        alone = [at for at in alone if at > 8]  # a title block bears the marking
    severity = Severity.ERROR if len(alone) < 4 else Severity.WARNING  # many of them: a PDF's, not the author's
    why, mend = "A page header or a page number stands in the text", "Take it out and join the sentence"
    for at in alone:
        yield finder.at(at, (0, len(text.passages[at].text)), "page-header", why, mend, severity=severity)
    repeated = Counter(passage.text for passage in text.passages if passage.kind is not Kind.CELL and passage.text)
    title = text.title.lower()
    for at, passage in enumerate(text.passages):
        if at in alone or passage.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            continue
        if title and at > 12 and passage.text.lower() == title and repeated[passage.text] > 1:
            yield finder.at(at, (0, len(passage.text)), "page-header", why, mend)
            continue
        for found in filter(None, (pattern.search(passage.text) for pattern in FURNITURE)):
            if not (
                SPEAKS_OF.search(passage.text[: found.start()])
                and found[0].startswith(("OFFICIAL", "DRAFT", "RES", "PRO", "NOT"))
            ):
                yield finder.at(at, found.span(), "page-header", why, mend)
                break
        else:
            if number := STRAY.search(passage.text):
                yield finder.at(
                    at,
                    number.span("number"),
                    "page-number",
                    "A number stands in the sentence that counts nothing",
                    mend,
                    severity=Severity.WARNING,
                )
