"""The words in which papers tell how a risk, a control or a work-stream stands, and what each means."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A property named in a text: "rag" "amber", "movement" "up", where it stands."""

    dimension: str
    value: str
    start: int
    end: int


NOT_OF_A_BAND = (
    r"(?!\s*(?:[-–]\s?)?(?:likelihood|impact|level|levels|confidence|profile|quality|priority|on\b|"
    r"of\b|proportion|number|street|court|demand|volume|harm|standard|turnover|term\b|target))"
)
RATED = (
    r"(?:rates? (?:this|the) risk|rates? it|rated|assessed|scored|graded|classed|classified|judged|"
    r"banded|ranked|stands?|stood|sits?|sat|remains?|"
    r"remained|is|are|was|were|as|at|now|still|be|being|currently|in the|to be|considered|reported as|either|or|"
    r"and|both|number of)"
)
BAND = r"(?P<band>very[\s-]high|high|medium|low|very[\s-]low)"
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("progress", "no-progress", r"\bno[\s-]progress\b|\bnot (?:yet )?(?:started|begun)\b"),
    ("progress", "limited", r"\blimited(?:[\s'\"-]+progress)?\b"
        r"(?!\s+(?:to|by(?! (?:its|the|their|his|her) (?:risk )?owners?)|"
        r"company|resources?|capacity|time|"
        r"evidence|number|impact|scope|assurance|effect|information|data|budget|"
        r"availability))|\bprogress (?:is|was|has been|remains|against [\w ]{1,30} (?:is|was|"
        r"remains)) limited\b"),
    ("progress", "slipped", r"\b(?:has |have |had )?(?:slipped|slippage|slipping)\b|\bbehind (?:schedule|plan|"
        r"time)\b|\boff[\s-]track\b"),
    ("progress", "on-track", r"\b(?:on|to)[\s-]track\b(?!\s+to\s+slip)|\bon (?:schedule|target|course)\b(?!\s+score)"),
    ("progress", "complete", r"\b(?:complete|completed|finished|delivered)\b(?!\s+(?:in|by|"
        r"on)\s+(?:\w+\s+){0,2}20\d\d)"),
    ("rag", "green", r"\bgreen\b"),
    ("rag", "amber", r"\bamber\b"),
    ("rag", "red", r"\bred\b"),
    ("horizon", "short", r"\bshort[\s-]+term\b"),
    ("horizon", "long", r"\blong[\s-]+term\b"),
    ("movement", "static", r"\b(?:static|unchanged|stable|stationary)\b|\b(?:remained|remain|remains|stayed|stays|stay|"
        r"kept|keeps?|held|holds?|holding|stand|stands|stood|sits?|is|are|was|were) (?:at |just |exactly )*(?:the same|"
        r"(?:where|what|as|just as) (?:it|they|each) (?:was|were|stood|did|had been)|steady|still|level)\b|"
        r"\b(?:kept|keeps?|held|holds?|retained|retains?) (?:its|their|the same) (?:\w+ )?(?:scores?|place|position|"
        r"rating|cell)\b|\b(?:not|n't|neither|nor|none|without|never) (?:\w+ )?(?:moved|changed|moving|changing|"
        r"move|change)\b|\bno (?:\w+ )?(?:change|movement)s?\b|\b(?:point|points|pointing) sideways\b"),
    ("movement", "up", r"\b(?:is|are) (?:now |also )?up\b(?! to\b| and running)|\b(?:risen|rose|rises|rising|rise|"
        r"increased|increases|increasing|increase|worsened|worsening|worsens|deteriorated|climbed|climbs|grown|"
        r"grew)\b|\b(?:gone|"
        r"went|goes|moved|moves|moving|go|been moved|trending|trended|points?|pointing|pointed|pushed|put|edged|"
        r"crept|come|came) up(?:wards?)?\b|\b(?:been|was|were|is|are|score) raised\b|"
        r"\b(?:increase|rise) in (?:the |its |their )?(?:risk |current )*(?:scores?|ratings?)\b|"
        r"\bupwards? (?:trend|movement|arrow|direction)\b|\b(?:is|are|stands?|stood|sits?|now|scores?|scored|"
        r"rated|was|were|been) (?:\w+ )?higher (?:than|now|this)\b|\bup from (?:an? )?(?:VH|H|M|L|high|low|"
        r"medium|\d)"),
    ("movement", "down", r"\b(?:is|are) (?:now |also )?down\b(?! to\b)|\b(?:fallen|fell|falls|falling|reduced|"
        r"reduces|reducing|decreased|decreases|decreasing|decrease|dropped|drops|lowered|improved|improves|"
        r"improving|eased|eases|declined|declines|declining|come down|came down|comes down|coming down|lessened|"
        r"cut)\b|\b(?:gone|went|goes|moved|moves|moving|go|been moved|"
        r"trending|trended|points?|pointing|pointed|brought|taken|edged|put) down(?:wards?)?\b|"
        r"\b(?:reduction|fall|decrease|drop) in (?:the |its |their )?(?:risk |current )*(?:scores?|ratings?)\b|"
        r"\bdownwards? (?:trend|movement|"
        r"arrow|direction)\b|\b(?:is|are|stands?|stood|sits?|now|scores?|scored|rated|was|were|been) "
        r"(?:\w+ )?lower (?:than|now|this)\b|\bdown from (?:an? )?(?:VH|H|M|L|high|low|medium|\d)"),
    ("movement", "moved", r"\b(?:went|gone|goes|moved) from (?:VH|H|M|L|high|low|medium|very high)\b|\b(?:has|"
        r"have|had|been|be|not|since|ever|score|scores) (?:moved|changed)\b(?! (?:to|from|by|up|"
        r"down|back))"),
    ("movement", "new", r"\b(?:newly (?:added|opened|identified)|(?:were|was|been|have been|has been) added|new "
        r"to the register|brand new)\b"),
    ("movement", "closed", r"\b(?:closed|removed from the (?:corporate )?(?:risk )?register|retired)\b"),
)  # fmt: skip
COMPILED = tuple((dimension, value, re.compile(pattern, re.IGNORECASE)) for dimension, value, pattern in PATTERNS)
BAND_RATED = re.compile(
    rf"\b{RATED}\s+(?:a |an |the )?[\"']?{BAND}[\"']?(?:[\s-]+(?:rated|risks?|band|category|scoring|"
    rf"rating))?\b{NOT_OF_A_BAND}",
    re.IGNORECASE,
)
BAND_RISKS = re.compile(
    rf"\b[\"']?{BAND}[\"']?(?:[\s-]+(?:rated|scoring|scored|band|rating))?\s+(?:corporate |strategic |Met |MOPAC |"
    rf"MPS )*risks?\b",
    re.IGNORECASE,
)
BAND_RATING = re.compile(rf"\b{BAND}[\s-](?:rated|scoring|band|rating)\b", re.IGNORECASE)
BAND_LIST = re.compile(rf"\b{BAND}(?=\s*(?:,|;|and\b|or\b|\.|$|\)))", re.IGNORECASE)
LEVEL = re.compile(
    rf"\b{BAND}[\s-]+(?P<axis>likelihood|impact)\b|\b(?P<axis2>likelihood|impact)\s+(?:(?:is|was|remains|of|at|as|"
    rf"put|set|scored|stays?|stayed|"
    rf"rated|assessed|now|still|has been|being|stands|has (?:risen|fallen|increased|reduced|moved)(?: from "
    rf"[\w-]+(?: high)?)? to|rated as|assessed as)\s+){{1,3}}(?P<level>very[\s-]high|high|medium|low)\b",
    re.IGNORECASE,
)
COLOURED = re.compile(
    r"\b(?:red|green|amber)\s+(?:tape|line|card|light|paper|team|book|cross|flag|lights|belt|spaces?|energy)\b",
    re.IGNORECASE,
)


def band_slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def properties(text: str) -> list[Said]:
    """What is said of how things stand, in order of place, none overlapping."""
    found: list[Said] = []

    def keep(said: Said) -> None:
        if not any(said.start < other.end and other.start < said.end for other in found):
            found.append(said)

    for match in COLOURED.finditer(text):
        keep(Said("", "", *match.span()))
    for match in LEVEL.finditer(text):
        axis = match["axis"] or match["axis2"]
        keep(Said(axis.lower(), band_slug(match["band"] or match["level"]), *match.span()))
    for dimension, value, pattern in COMPILED:
        for match in pattern.finditer(text):
            keep(Said(dimension, value, *match.span()))
    for pattern in (BAND_RISKS, BAND_RATING, BAND_RATED):
        for match in pattern.finditer(text):
            keep(Said("band", band_slug(match["band"]), match.start("band"), match.end("band")))
    if any(said.dimension == "band" for said in found):
        for match in BAND_LIST.finditer(text):
            keep(Said("band", band_slug(match["band"]), match.start("band"), match.end("band")))
    return sorted((said for said in found if said.dimension), key=lambda said: said.start)
