"""The verb groups of a sentence that tell a tense: "was agreed", "will be", "is due", "was to be", "opens"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Tense(StrEnum):
    """How the verb nearest to a day puts it."""

    PAST = "past"
    FUTURE = "future"
    THEN_FUTURE = "then-future"  # "was due", "would": to come as it was seen then, so any day may follow
    NONE = ""


@dataclass(frozen=True)
class Verb:
    """A verb group, and where it stands in the sentence."""

    tense: Tense
    start: int
    end: int
    words: str


AIMED = (
    r"(?:due|expected|scheduled|planned|anticipated|set|likely|intended|hoped|forecast|targeted|timetabled|supposed|"
    r"meant|"
    r"projected|programmed|estimated|earmarked)"
)
ADVERB = r"(?:(?:\w+ly|now|still|also|not|then|first|already|both|all|again|only|soon|just|yet|never|since)\s+){0,2}"
EVENT = (
    r"(?:goes live|takes (?:place|effect|over|up)|comes into (?:force|effect|operation)|begins|starts|opens|reopens|"
    r"launches|ends|closes|"
    r"finishes|completes|concludes|expires|lapses|runs out|meets|reports|returns|resumes|joins|arrives|leaves|"
    r"retires|moves|"
    r"continues|falls due|kicks off|publishes|transfers|changes hands|hands over)"
)
EVENTS = (
    r"(?:go live|take (?:place|effect|over|up)|come into (?:force|effect)|begin|start|open|reopen|launch|end|close|"
    r"finish|expire|meet|report|return|resume|join|arrive|leave|retire|move|continue|run out)"
)
THEN = re.compile(
    rf"\b(?:was|were|had been|had)\s+{ADVERB}(?:(?:been\s+)?{AIMED}\b|going to|to (?:be|have)\b|to (?!the\b|a\b|"
    rf"an\b|date\b)[a-z]+)|"
    rf"\b(?:would|should have|could have|might have|ought to have)\b|\b(?:originally|initially|previously) {AIMED}\b|"
    rf"(?<!is )(?<!are )(?<!be )(?<!now )(?<!being )(?<!ly )(?<!remains )\b(?:hoped|expected|intended|meant|wanted|"
    rf"promised|undertook|offered|asked|told|invited|required|aimed|planned|committed|requested|"
    rf"agreed|encouraged|instructed|directed|decided|arranged|proposed|set out|wished|failed|tried|continued|began|"
    rf"started|used|managed|allowed|"
    rf"enabled|helped)(?: \w+){{0,3}} to (?!the\b|a\b|an\b|our\b|its\b|date\b|£|\d)[a-z]+",
    re.IGNORECASE,
)
FUTURE = re.compile(
    rf"\b(?:will|shall|won't|shan't)\b|'ll\b|"
    rf"\b(?:is|are|remains?|'s|'re)\s+{ADVERB}(?:{AIMED}\b|going to|about to|on (?:track|course|schedule|target)\b|"
    rf"required|invited|asked|"
    rf"to (?!the\b|a\b|an\b|date\b|our\b)[a-z]+|awaited|pending|forthcoming|aiming|planning|hoping|preparing|"
    rf"looking (?:forward )?to|awaiting|"
    rf"being (?:held|launched|opened|published|presented|put|introduced|moved|rolled|taken|brought|closed|planned|"
    rf"arranged|organised|prepared|run))|"
    rf"\b(?:plans?|intends?|aims?|hopes?|expects?|proposes?|wish(?:es)?|anticipates?|wants?) (?:to|that|it)\b|"
    rf"\b(?:has|have) (?:been )?{ADVERB}(?:yet to|(?:scheduled|arranged|planned|timetabled|booked|pencilled in|"
    rf"called|convened) (?:for|to)\b)|"
    rf"\b(?:should|must|can|could|may|might|needs? to|has to|have to|ought to)(?! (?:\w+ )?have\b)\s|"
    rf"\b{EVENT}\b|(?<=s )\b{EVENTS}\b(?= (?:on|in|at|from|by|until|for)\b)|(?<=we )\b{EVENTS}\b(?= (?:on|in|at|"
    rf"from|by|until)\b)|"
    rf"\blook(?:s|ing)? forward to\b|\bawaits?\b|\b(?:under ?way|prepar\w+|ready|in readiness|in time|in good time) "
    rf"for\b|\bahead of\b|"
    rf"\b(?:target|completion|due|closing|delivery|implementation|finish|end|start|revised|new|current|review) "
    rf"dates?\b[^.;,]{{0,30}}? (?:is|are|remains?)\b|"
    rf"\bdeadlines?\b[^.;,]{{0,30}}? (?:is|are|remains?)\b|\b(?:next|forthcoming|upcoming|coming)\b[^.;,]{{0,40}}? "
    rf"(?:is|are)\b",
    re.IGNORECASE,
)
IRREGULAR = (
    r"(?:came|took|led|went|brought|told|met|held|began|heard|left|ran|saw|wrote|gave|made|fell|rose|set up|sat|"
    r"spoke|sent|built|spent|"
    r"found|kept|lost|won|grew|became|drew|chose|broke|put|cut|let|hit|got|bought|taught|thought|said|paid|laid|"
    r"stood|understood|"
    r"felt|dealt|meant|sought|caught|knew|showed|shown|did|did not|didn't|withdrew|arose|overtook|undertook|overran|"
    r"swore|struck)"
)
NOT_PAST = (
    r"(?!(?:need|indeed|hundred|speed|exceed|proceed|succeed|feed|seed|breed|shed|red|bed|aged|limited|agreed upon|"
    r"united|embed|unprecedented|"
    r"detailed|skilled|armed|related|interested|so-called|continued|based)\b)"
)
PAST = re.compile(
    rf"\b(?:has|have|had|'ve)(?! to\b)(?:\s+(?:not|also|now|since|already|just|all|both|never|yet|again|largely|"
    rf"recently|\w+ly)){{0,2}}\s+(?:been\s+(?:\w+ly\s+)?)?[a-z]+|"
    rf"\b(?:was|were)\b(?:\s+[a-z]+(?:ed|en|n|t|d|e)\b)?|\b{IRREGULAR}\b|\b{NOT_PAST}[a-z]{{2,}}ed\b",
    re.IGNORECASE,
)
ADJECTIVE = re.compile(
    r"\b(?:the|a|an|our|its|their|his|her|this|these|those|any|all|more|most|new|further|each|every|no|some|be|been|"
    r"being|is|are|get|gets|to be|"
    r"very|well|fully|newly|recently-|other|both|of|with)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
BE = re.compile(r"\b(?:be|been|being|is|are|'s|'re|get|gets)\s+(?:\w+ly\s+|not\s+|also\s+|now\s+)?$", re.IGNORECASE)


@lru_cache(maxsize=2048)
def verbs(sentence: str) -> tuple[Verb, ...]:
    """The verb groups that tell a tense, in order."""
    found: list[Verb] = []

    def keep(tense: Tense, match: re.Match[str]) -> None:
        if not any(match.start() < other.end and other.start < match.end() for other in found):
            found.append(Verb(tense, match.start(), match.end(), match[0]))

    for match in THEN.finditer(sentence):
        keep(Tense.THEN_FUTURE, match)
    for match in FUTURE.finditer(sentence):
        keep(Tense.FUTURE, match)
    for match in PAST.finditer(sentence):
        before = sentence[: match.start()]
        plain = re.fullmatch(rf"[a-z]+ed|{IRREGULAR}", match[0], re.IGNORECASE)
        if plain and (ADJECTIVE.search(before) or BE.search(before)):
            continue
        if plain and re.search(
            r"\b(?:to|will|shall|would|can|could|may|might|must|should|not|have|be)\s+(?:be\s+|have\s+|"
            r"been\s+)*(?:\w+ly\s+)?$",
            before,
        ):
            continue
        if plain and re.fullmatch(AIMED, match[0], re.IGNORECASE):
            is_now = re.search(r"\b(?:now|currently|still)\s+$", before)
            keep(Tense.FUTURE if is_now else Tense.THEN_FUTURE, match)
            continue
        keep(Tense.PAST, match)
    return tuple(sorted(found, key=lambda verb: verb.start))
