"""What does a cell hold, by itself? Sorts of content, with which a column's heading is held against what stands below.

Only the looks of a value are judged here, cheaply and once for each different value; what it means on this register's
scale is read later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Flag, auto
from functools import lru_cache
from typing import NamedTuple

from reports.imports.days import day_in
from reports.imports.movements import without_arrows
from reports.imports.refs import ref_of
from reports.imports.scores import parts_of
from reports.imports.texts import IN_BRACKETS
from reports.imports.values import Fact, Known
from reports.workbooks.grid import Cell, Value


class Sort(Flag):
    """What a value looks like; it may look like several things at once."""

    NOTHING = 0
    NUMBER = auto()
    SMALL = auto()  # a whole number or fraction from 0 to 10, as levels are
    DAY = auto()
    PAIR = auto()  # both levels at once: "M v H", "3 x 4 = 12"
    LEVEL = auto()  # a level in words or a letter
    BAND = auto()  # a band or traffic light in words
    ARROW = auto()
    REF = auto()
    YES_NO = auto()
    STATE = auto()
    PROGRESS = auto()
    STAGE = auto()
    MARKING = auto()
    HORIZON = auto()
    EFFECT = auto()  # how well a control works
    ITEMS = auto()  # several lines
    SHORT = auto()  # up to some 60 letters
    TEXT = auto()  # longer
    POST = auto()  # a post, or who holds one, of this body
    PERSON = auto()  # looks like a job or a name
    ANSWER = auto()  # treat, tolerate, transfer, terminate
    OBJECTIVE = auto()  # an objective of this body
    COLOUR = auto()  # only a fill
    PHRASE = auto()  # three words or more
    SENTENCE = auto()
    FOUR_T = auto()  # treat, tolerate, transfer, terminate, and nothing else


_LEVELS = (
    "l|m|h|vl|vh|lo|med|hi|c|e|low|medium|moderate|high|very low|very high|extreme|critical|severe|major|minor|"
    "catastrophic|insignificant|negligible|minimal|significant|substantial|marginal|serious|rare|remote|unlikely|"
    "very unlikely|highly unlikely|possible|likely|probable|improbable|very likely|highly likely|almost certain|"
    "certain|frequent|occasional|medium[ -]?(?:low|high)|(?:low|high)[ -/]*medium|medium high|extremely unlikely|"
    "almost impossible|near certain|fundamental|tolerable|mod|maj|min|trivial|v\\.? ?high|v\\.? ?low"
)
_BANDS = (
    "red|amber|green|yellow|orange|blue|black|brown|grey|gray|r|a|g|y|ag|ar|ra|ga|amber[ /-]*(?:red|green)|"
    "(?:red|green)[ /-]*amber|low|medium|moderate|high|very high|very low|critical|extreme|severe|significant|minor|"
    "major|catastrophic|l|m|h|vh|med|very low"
)
_LEVEL = re.compile(
    rf"^(?:\d{{1,2}}\s*[-\u2013:=.)]?\s*\(?|[a-f]\s*[-\u2013:=.)]\s*)?(?:{_LEVELS})\)?(?:\s*\(?\s*[-\u2013:=]?\s*\d{{1,2}}(?:[.,]\d+)?\)?"
    r"|\s*[(\[](?:v?[hl]|m)[)\]])?$"
)
_BAND = re.compile(
    rf"^(?:\d{{1,3}}\s*[-\u2013:=]?\s*\(?)?(?:{_BANDS})\)?(?: risk)?(?:\s*\(?\s*[-\u2013:=]?\s*\d{{1,3}}\)?)?$"
)
_ONE = rf"(?:\d{{1,2}}(?:[.,]\d+)?|{_LEVELS})"
_PAIR = re.compile(
    rf"^(?:\S{{1,8}}\s+)?\(?(?:[lip]\s*[=:]?\s*)?{_ONE}\s*(?:v|vs|x|\u00d7|\*|/|by)\.?\s*(?:[lip]\s*[=:]?\s*)?{_ONE}\)?"
    r"(?:\s*(?:=|:)?\s*\(?\d{1,3}\)?)?(?:\s*\(?\w+\)?)?$"
    rf"|^\d{{1,3}}\s*\(?\s*(?:[lip]\s*)?{_ONE}\s*[x\u00d7*v]\s*(?:[lip]\s*)?{_ONE}\s*\)?$|"
    rf"^[lp]\s*\d\s*[,;/ ]*\s*[is]\s*\d$"
)
_ARROW = re.compile(
    r"^[\u2190-\u21ff\u2794-\u27bf\u25b2-\u25c5\u2b00-\u2b4f\u2013\u2014=+<>\-\ufe0e\ufe0f\s\U0001f53a-\U0001f53d]+$|"
    r"^(?:up|down|static|stable|same|unchanged|no change|increas(?:ed|ing|e)|decreas(?:ed|ing|e)|reduc(?:ed|ing)|new|"
    r"worsen(?:ed|ing)|improv(?:ed|ing)|steady|constant|risen|rising|falling|fallen|higher|lower|level|n/?c|closed|"
    r"deteriorating|flat|upward|downward|(?:up|down|side) ?arrow|stayed the same|not changed|escalated)s?"
    r"(?: (?:since|from|on|at|in) .{1,30})?$"
)
_REF = re.compile(
    r"^[a-z]{0,6}(?:[ ./_-]?[a-z]{1,6})?[ ./_#-]{0,3}\d{1,5}(?:[./-]\d{1,4}){0,3}[a-z]?[*\u2020\u2021]?$|^[a-z]{1,2}$"
)
_YES = re.compile(r"^(?:y|n|yes|no|true|false|\u2713|\u2714|\u2717|\u2718|x|key|partly|partial)$")
_STATE = re.compile(
    r"^(?:open|closed|live|active|inactive|new|ongoing|archived|retired|current|dormant|reopened|re-opened|accepted|"
    r"tolerated?|treated?|transfer(?:red)?|monitor(?:ed|ing)?|mitigat(?:ed|ing)|escalated|de-escalated|managed|draft|"
    r"open risk|closed risk|on register|removed|merged|proposed|materialised|realised|in progress|identified|pending)$"
)
_PROGRESS = re.compile(
    r"^(?:on track|on-track|on target|limited|slipped|slipping|no progress|complete[d]?|delayed|behind|off track|late|"
    r"at risk|in progress|underway|under way|ongoing|on-going|started|not started|done|overdue|on schedule|delivered|"
    r"superseded|no longer (?:needed|required)|not (?:yet )?due|withdrawn|limited progress|not stated|cancelled|"
    r"implemented|partially (?:complete|implemented)|progressing|achieved|to be started|not yet started|stalled|"
    r"some (?:delay|slippage)|red|amber|green|r|a|g|b|blue|grey|carried forward|\d{1,3} ?%)$"
)
_STAGE = re.compile(
    r"^(?:potential|planned|in place|existing|retired|proposed|implemented|not implemented|future|live|current|"
    r"partially in place|in development|in progress|withdrawn|ceased|operational|operating|established|active)$"
)
_MARKING = re.compile(
    r"^(?:official(?:[ -:]*sensitive)?|o|o-?s|os|restricted|unclassified|not protectively marked|npm|secret|"
    r"protect|public|internal|confidential)$"
)
_HORIZON = re.compile(
    r"^(?:short|long|medium|both|immediate|near|imminent)(?:[ -]*(?:and|to|/|&)?[ -]*(?:short|long|"
    r"medium))?[ -]*(?:term|future)?$|"
    r"^(?:st|lt|mt|s|l)$|^(?:<|>|within|over|under)?\s*\d+(?:\s*-\s*\d+)?\s*(?:months?|years?|m|yrs?)\+?$"
)
_EFFECT = re.compile(
    r"^(?:fully |partially |partly |not |very |highly |in|largely |mostly )?(?:effective|adequate|inadequate|"
    r"satisfactory|strong|"
    r"weak|good|fair|poor|substantial|reasonable|limited|none|moderate|high|medium|low|red|amber|green|yes|no|partly|"
    r"full|partial|needs? improvement|some improvement needed|unsatisfactory|robust|\d{1,3} ?%?)$"
)
_FOUR_T = re.compile(r"^(?:treat|tolerat|transfer|terminat)(?:e|ed|ing|red)?$")
_MAY_SCORE = re.compile(r"\d.*[x\u00d7*v/=(]|[lip]\s*[:=]?\s*\d|likelihood.*impact|impact.*likelihood")
_ANSWER = re.compile(
    r"^(?:treat|tolerate|transfer|terminate|mitigate|accept|avoid|reduce|share|escalate|eliminate|exploit|"
    r"enhance|retain|"
    r"prevent|contain|monitor|manage)(?:e?d|ing|ance)?(?: ?(?:/|and|&|,) ?(?:treat|tolerate|transfer|terminate|accept|"
    r"reduce|mitigate|avoid))*$"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-]+(?:of )?(?:{_MONTH}|"
    rf"\d{{1,2}})\.?,?[\s./-]*(?:\d{{4}}|'?\d{{2}})"
    rf"|\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?:[t ]\d.*)?|"
    rf"{_MONTH}\.?[\s./-]*(?:\d{{1,2}},?\s+)?'?(?:\d{{4}}|\d{{2}})"
    rf"|(?:end|early|mid|late|by|from|since)\s+.{{0,4}}?{_MONTH}.*\d{{2,4}}|(?:q[1-4]|(?:spring|summer|autumn|"
    rf"winter|end|quarter [1-4]|h[12]))\W*.{{0,6}}\d{{2,4}}(?:[/-]\d{{2,4}})?"
    r"|(?:19|20)\d{2}[/-]\d{2,4}(?: q[1-4])?|\d{8})$"
)
_MAY_BE_DAY = re.compile(r"\d[-/. ]+\S+[-/. ]+\d\d")
_FEW_WORDS = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]+){0,3}")
_HALVES = re.compile(r"\s+/\s+|\s*/\s*(?=[a-z])|\s+[|]\s+")
_JOB = re.compile(
    r"\b(?:director|head|chief|officer|manager|commissioner|commander|superintendent|inspector|lead|deputy|assistant|"
    r"executive|secretary|treasurer|solicitor|accountant|ceo|cfo|coo|cio|cto|ciso|dac|ac|dcfo|sro|dpo|team|board|group|"
    r"committee|strategic|svp|vp|president|counsel|adviser|advisor|engineer|analyst|mayor|clerk|registrar|"
    r"principal)s?\b",
    re.I,
)
_NAME = re.compile(r"^(?:(?:mr|mrs|ms|dr|sir|cllr|prof)\.? )?[A-Z][\w'\u2019-]*\.?(?: [A-Z][\w'\u2019-]*\.?){1,3}$")
_INITIALS = re.compile(r"^[A-Z]{2,5}(?:\s*[/,&+;]\s*[A-Z]{2,5})*$")
_SAYS_NOTHING = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "n/a", "na", "tbc", "tbd", "none", "nil", "not applicable", "?", "tba", "."}
)


def printed_of(value: Value) -> str:
    """A value on one line, as far as its looks go."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class Names(NamedTuple):
    """What the register knows, in small letters."""

    posts: frozenset[str] = frozenset()
    objectives: frozenset[str] = frozenset()


NO_NAMES = Names()


def known_names(known: Known) -> Names:
    """Every name that a post of the body goes by, or that who holds it does; and the body's objectives."""
    names = {name for post in known.posts for name in (post.title, *post.aliases, *post.holders)}
    return Names(_small(names), _small(name for _, name in known.objectives))


def _small(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(name.lower().split()) for name in names)


def sort_of(cell: Cell, names: Names = NO_NAMES) -> Sort:
    """What a cell looks like; NOTHING where it is blank or says nothing ("n/a", "-")."""
    value = cell.value
    if value is None:
        return Sort.COLOUR if cell.colour else Sort.NOTHING
    if isinstance(value, bool):
        return Sort.YES_NO
    if isinstance(value, int | float | Decimal):
        return _of_number(float(value))
    if isinstance(value, date | datetime):
        return Sort.DAY
    return _of_text(str(value), names)


def _of_number(value: float) -> Sort:
    sort = Sort.NUMBER
    if 0 <= value <= 10:
        sort |= Sort.SMALL
    if 0 < value < 100000 and value == int(value):
        sort |= Sort.REF
    return sort


@lru_cache(maxsize=20_000)
def _of_text(text: str, names: Names) -> Sort:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    flat = " ".join(text.split())
    small = flat.lower()
    bare = IN_BRACKETS.sub("", small)
    if bare != small and (_STATE.match(bare) or _PROGRESS.match(bare)):
        return _of_text(bare, names)
    if len(flat) <= 60 and _MAY_SCORE.search(small) and not _DAY.match(small) and parts_of(text):
        ref = ref_of(text)
        return Sort.PAIR | Sort.SHORT | (Sort.REF if _REF.match(small) or (ref and ref.score) else Sort.NOTHING)
    if len(flat) > 60:
        return _of_long(flat, lines, names)
    if small in _SAYS_NOTHING:
        return Sort.ARROW if small in ("-", "--", "\u2013", "\u2014") else Sort.NOTHING
    sort = Sort.SHORT
    if re.fullmatch(r"-?\d+(?:[.,]\d+)?", small):
        sort = _of_number(float(small.replace(",", ".")))
    sort |= _by_pattern(small)
    bare, movement = without_arrows(small)
    if movement and bare:  # "M v H ↔": what stands before the arrow
        sort |= _by_pattern(bare) & (Sort.PAIR | Sort.LEVEL | Sort.BAND)
    sort |= _of_two_tongues(small)
    if not Sort.DAY & sort and _MAY_BE_DAY.search(small) and _is_day(flat):
        sort |= Sort.DAY
    if Sort.NUMBER & sort and Sort.DAY & sort and len(small) != 8:
        sort &= ~Sort.DAY
    if len(lines) > 1:
        sort |= Sort.ITEMS
    if any(piece in names.posts for piece in _pieces(text)):
        sort |= Sort.POST
    if any(" ".join(line.lower().split()).strip(" •-") in names.objectives for line in (text, *lines)):
        sort |= Sort.OBJECTIVE
    if _JOB.search(flat) or _NAME.match(flat) or _INITIALS.match(flat):
        sort |= Sort.PERSON
    if small.count(" ") > 1:
        sort |= Sort.PHRASE
    if small.count(" ") > 4:
        sort |= Sort.SENTENCE
    return sort


def _by_pattern(small: str) -> Sort:
    sort = Sort.NOTHING
    for pattern, meant in _PATTERNS:
        if pattern.match(small):
            sort |= meant
    return sort


def _is_day(flat: str) -> bool:
    """Whether the whole text is one day, however it is spelt."""
    return any(day.on and not day.words for day in (day_in(flat, True), day_in(flat, False)))


def _of_two_tongues(small: str) -> Sort:
    """A level and the same in another language: "mawr / major"."""
    halves = _HALVES.split(small)
    if len(halves) != 2:
        return Sort.NOTHING
    are_levels = [bool(_LEVEL.match(half)) for half in halves]
    other = halves[are_levels.index(False)] if sum(are_levels) == 1 else ""
    return Sort.LEVEL if _FEW_WORDS.fullmatch(other) else Sort.NOTHING


def _of_long(flat: str, lines: list[str], names: Names) -> Sort:
    sort = Sort.TEXT
    if len(lines) > 1:
        sort |= Sort.ITEMS
    pieces = [piece for line in lines for piece in re.split(r"[;,/]|\band\b", line) if piece.strip()]
    if pieces and len(flat) < 240:
        jobs = sum(bool(_JOB.search(piece)) and len(piece.split()) <= 9 for piece in pieces)
        if jobs * 2 > len(pieces):
            sort |= Sort.PERSON
        if any(" ".join(piece.lower().split()) in names.posts for piece in pieces):
            sort |= Sort.POST
    if any(" ".join(line.lower().split()).strip(" •-") in names.objectives for line in (flat, *lines)):
        sort |= Sort.OBJECTIVE
    return sort | Sort.SENTENCE


def _pieces(text: str) -> Iterable[str]:
    """The names that may stand in an owners' cell, in small letters."""
    for piece in (text, *re.split(r"[;,/&+\n]|\band\b", text)):
        yield " ".join(piece.lower().split())


_PATTERNS = (
    (_DAY, Sort.DAY),
    (_PAIR, Sort.PAIR),
    (_LEVEL, Sort.LEVEL),
    (_BAND, Sort.BAND),
    (_ARROW, Sort.ARROW),
    (_REF, Sort.REF),
    (_YES, Sort.YES_NO),
    (_STATE, Sort.STATE),
    (_PROGRESS, Sort.PROGRESS),
    (_STAGE, Sort.STAGE),
    (_MARKING, Sort.MARKING),
    (_HORIZON, Sort.HORIZON),
    (_EFFECT, Sort.EFFECT),
    (_ANSWER, Sort.ANSWER),
    (_FOUR_T, Sort.FOUR_T),
)

_WORDS = Sort.SHORT | Sort.TEXT
_ANY_LEVEL = Sort.SMALL | Sort.LEVEL | Sort.BAND

# What the values of a fact look like. Any of the sorts will do.
LOOKS: dict[Fact, Sort] = {
    Fact.REF: Sort.REF | Sort.PAIR,
    Fact.TITLE: _WORDS,
    Fact.DESCRIPTION: _WORDS,
    Fact.CAUSE: _WORDS,
    Fact.EFFECT: _WORDS,
    Fact.OWNERS: Sort.POST | Sort.PERSON | Sort.SHORT,
    Fact.LEADS: Sort.POST | Sort.PERSON | Sort.SHORT,
    Fact.CONTROL_OWNERS: Sort.POST | Sort.PERSON | Sort.SHORT,
    Fact.OBJECTIVES: _WORDS | Sort.NUMBER,
    Fact.HORIZON: Sort.HORIZON,
    Fact.MARKING: Sort.MARKING,
    Fact.ORDER: Sort.NUMBER,
    Fact.APPETITE: Sort.BAND | Sort.LEVEL | Sort.COLOUR,
    Fact.OPENED_ON: Sort.DAY,
    Fact.CLOSED_ON: Sort.DAY,
    Fact.STATE: Sort.STATE | Sort.YES_NO,
    Fact.TARGET_ON: Sort.DAY,
    Fact.RATIONALE: _WORDS,
    Fact.MOVEMENT: Sort.ARROW,
    Fact.REVIEWED_ON: Sort.DAY,
    Fact.NEXT_REVIEW: Sort.DAY,
    Fact.CONTROLS: _WORDS,
    Fact.ACTIONS: _WORDS,
    Fact.CONTROL_RISKS: Sort.REF | Sort.SHORT | Sort.TEXT | Sort.NUMBER,
    Fact.STAGE: Sort.STAGE,
    Fact.DUE: Sort.DAY,
    Fact.PROGRESS: Sort.PROGRESS,
    Fact.NARRATIVE: _WORDS,
    Fact.IS_KEY: Sort.YES_NO,
    Fact.AXIS: Sort.SHORT,
    Fact.EFFECTIVENESS: Sort.EFFECT,
    Fact.PRINCIPLE: _WORDS | Sort.REF,
    Fact.SOURCE: _WORDS,
    Fact.RECOMMENDATION: _WORDS,
    Fact.RESPONSE: _WORDS,
    Fact.PRIORITY: Sort.LEVEL | Sort.BAND | Sort.SMALL,
    Fact.STATUS: Sort.PROGRESS | Sort.STATE,
    Fact.NOTE: _WORDS,
}
PART_LOOKS: dict[str, Sort] = {
    "likelihood": _ANY_LEVEL,
    "impact": _ANY_LEVEL,
    "total": Sort.NUMBER,
    "band": Sort.BAND | Sort.LEVEL | Sort.COLOUR,
    "score": Sort.PAIR | Sort.NUMBER | Sort.BAND | Sort.LEVEL | Sort.COLOUR,
}
