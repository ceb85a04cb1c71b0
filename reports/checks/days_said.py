"""Is a day spoken of as past or as to come? The verb that governs it, its preposition, and what lies between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.checks.tenses import Tense, Verb, verbs

BREAK = re.compile(
    r"[;:–—]|\s-\s|,? \b(?:but|while|whereas|although|though|which|who|whom|whose|where|when|because|since(?= "
    r"[a-z]+ (?:was|were|is|are|has|have))|"
    r"if|unless|so that|as(?= (?:it|they|we|he|she|the|in|was|were|has|have)\b)|what(?= )|and(?= (?:\w+ "
    r"){0,4}?(?:will|shall|is|are|was|were|has|have|had|would)\b)|"
    r"(?<!hopes )(?<!expects )(?<!intends )(?<!intended )that|before(?= \w+ (?:\w+ )?(?:was|were|is|are|has|had))|"
    r"after(?= \w+ (?:\w+ )?(?:was|were|is|are|has|had)))\b|, (?:and )?(?=[a-z]+ (?:will|is|are|was|were|has|have|"
    r"had)\b)|,(?= )",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"\b(?P<prep>by|in|on|at|from|since|until|till|to|for|before|after|during|between|of|dated|through|throughout|"
    r"following|within|around|"
    r"about|over|as at|as of|than|and|or|called|the|'s|this|last|next|its|our|that|early|late|mid)"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\s+(?:and|to|or))?\s+(?:the\s+)?(?:very\s+)?(?:(?:end|start|beginning|middle|"
    r"close|early|late|mid|summer|autumn|spring|winter|first|last|second|third|"
    r"fourth|final|quarter|half|week|weeks|month|months|part|days?|later)[\s-]+(?:of\s+|in\s+|half\s+|"
    r"quarter\s+)*(?:the\s+)?)*[(“\"']?$",
    re.IGNORECASE,
)
SPAN_OF = re.compile(
    r"\b(?:years?|periods?|quarters?|months?|time|figures?|data|statistics|weeks?|accounts|results|from [\w "
    r"]{3,20}) (?:from|to|ending|ended|until|up to|between)\s[^.;]{0,25}$",
    re.IGNORECASE,
)
COMES_NEXT = re.compile(
    r"\b(?:next (?:month|week|year|quarter|spring|summer|autumn|winter)|later this (?:month|week|year|quarter)|in "
    r"the coming \w+|shortly|soon|in due course),?\s+(?:(?:in|on|at|by)\s+)?$",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:forthcoming|upcoming|coming) (?:\w+ ){1,4}(?:in|on|at|of|for|from) (?:the )?(?:(?:end|start) of )?$",
    re.IGNORECASE,
)
DUE = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!originally )(?<!initially )\bdue(?: (?:by|in|on|for|at|before|date:?))?(?: "
    r"the)?(?: end of)?:?\s+$",
    re.IGNORECASE,
)
PLANNING = re.compile(
    r"\b(?:\w+ )?(?:ask|request|promis|want|requir|propos|order|commission|expect|plann|schedul|call|set|target|"
    r"agree|approv|commit|fund|secur|announc|"
    r"confirm|book|arrang|invit|award|extend|mov|put|revis|reschedul|pencil|sent|pledg|offer|delay|postpon|defer)\w*\b",
    re.IGNORECASE,
)
AIMS_AT = re.compile(r"\b(?:for|until|till|beyond|ahead of|towards|up to|about|pending)\b", re.IGNORECASE)
ADVERBIAL = re.compile(
    r"^\W*(?:and |but |so |then )?(?:by|in|on|at|from|before|during|until|since|between|within|early|late|mid|later|"
    r"over|throughout|next \w+,?)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
EVENT_NOUN = re.compile(
    r"\bthe (?:\w+ )?(?:inspection|meeting|workshop|review|summit|survey|exercise|launch|refresh|event|conference|"
    r"audit|election|budget|"
    r"settlement|decision|report|announcement|visit|pilot|consultation|training)s?\s+(?:in|on|at)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """What a sentence makes of a day: its tense, and whether that is beyond doubt."""

    tense: Tense
    is_sure: bool = True


NOTHING = Said(Tense.NONE)


def said_of(sentence: str, start: int, end: int) -> Said:
    """The tense in which the days at this place of a sentence (with straight quotation marks) are spoken of."""
    before, after = sentence[:start], sentence[end:]
    if before.count('"') % 2 == 1 and '"' in after:
        return NOTHING  # somebody's words, said at another time
    if COMES_NEXT.search(before) or AHEAD.search(before) or DUE.search(before):
        return Said(Tense.FUTURE)
    found = PREPOSITION.search(before)
    prep = found["prep"].lower() if found else ""
    left, right = _clause(sentence, start, end)
    near = [verb for verb in verbs(sentence) if left <= verb.start and verb.end <= start + 1]
    if near:
        return _after_verb(near[-1], prep, sentence[near[-1].end : start], before)
    later = [verb for verb in verbs(sentence) if end <= verb.start < right]
    if later:
        return _before_verb(later[0], prep, sentence[left:start], after)
    return _across(sentence, left, right, end, start, prep)


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause that holds the day begins and ends."""
    left, right = 0, len(sentence)
    for stop in BREAK.finditer(sentence):
        if stop.end() <= start:
            left = stop.end()
        elif stop.start() >= end:
            right = stop.start()
            break
    return left, right


def _across(sentence: str, left: int, right: int, end: int, start: int, prep: str) -> Said:
    """No verb in its clause: an adverbial at the beginning belongs to what follows, else to what stands before."""
    earlier = [verb for verb in verbs(sentence) if verb.end <= left]
    gap = sentence[earlier[-1].end : start] if earlier else ""
    if earlier and not re.search(r"[;:–—]", gap) and not re.search(r"\b(?:which|who|because|but|while|if|when)\b", gap):
        return _after_verb(earlier[-1], prep, gap, sentence[:start], is_far=True)
    following = [verb for verb in verbs(sentence) if verb.start >= right]
    opening = sentence[left:start]
    if following and ADVERBIAL.match(opening) and not re.search(r"[;:]", sentence[end : following[0].start]):
        return Said(following[0].tense)
    if (
        following
        and re.match(r"^\W*(?:following|after|since)\b", opening, re.IGNORECASE)
        and following[0].tense is Tense.PAST
    ):
        return Said(Tense.PAST)
    return NOTHING


def _after_verb(verb: Verb, prep: str, gap: str, before: str, *, is_far: bool = False) -> Said:
    """The day follows the verb: "was agreed in March", "will be ready by March"."""
    if verb.tense is Tense.THEN_FUTURE:
        return Said(Tense.THEN_FUTURE)
    if verb.tense is Tense.FUTURE:
        return _of_future(verb, prep, gap, before, is_far)
    if prep in ("to", "until", "till", "for", "from", "before", "through", "than", "and"):
        has_moved = re.match(r"(?:has|have)\b", verb.words, re.IGNORECASE) and prep in ("to", "until", "till")
        moved = re.search(
            r"\b(?:put back|moved|extended|postponed|revised|deferred|delayed|rescheduled|brought forward)\b",
            verb.words + gap,
        )
        return Said(Tense.FUTURE, is_sure=False) if has_moved and moved and "from" not in gap else NOTHING
    if prep == "of":
        return NOTHING
    if AIMS_AT.search(gap) or re.search(
        r"\bto (?!the\b|a\b|an\b|our\b|its\b|their\b|£|\d|[A-Z]|all\b|each\b|\w+s\b)[a-z]+", gap
    ):
        return NOTHING
    if prep == "by" and not re.match(r"(?:has|have|had|was|were)\b", verb.words, re.IGNORECASE):
        return NOTHING
    if prep == "by" and PLANNING.search(verb.words):
        return NOTHING
    if prep == "the" or (prep == "" and re.search(r"\b(?:the|its|our)\s+$", before)):
        return NOTHING
    sure = not (is_far or (PLANNING.search(verb.words) and len(gap.split()) > 4) or EVENT_NOUN.search(before))
    return Said(Tense.PAST, is_sure=sure)


def _of_future(verb: Verb, prep: str, gap: str, before: str, is_far: bool) -> Said:
    if prep in ("of", "dated", "than", "'s", "since", "after", "following", "the", "last", "as at", "as of", "called"):
        return NOTHING
    if prep in ("and", "or") and not re.search(r"\d\s+(?:and|or|to)\s+$", before):
        return NOTHING
    if prep == "from" and re.match(r"(?:continues|runs|applies|covers)", verb.words, re.IGNORECASE):
        return NOTHING
    if prep in ("from", "to", "until", "between", "for", "over", "during", "in") and SPAN_OF.search(before):
        return NOTHING
    if (
        prep in ("to", "for")
        and len(gap.split()) > 2
        and not re.search(
            r"\b(?:scheduled|arranged|planned|timetabled|booked|set|put back|moved|extended|delayed)\b",
            verb.words + gap,
        )
    ):
        return NOTHING
    if (
        re.search(r"\b(?:as|like|than|what|how|in the light of|because of|due to|since)\b", gap)
        and len(gap.split()) > 2
    ):
        return NOTHING
    if re.match(r"(?:can|could|may|might)\b", verb.words, re.IGNORECASE) and prep not in (
        "by",
        "before",
        "until",
        "on",
    ):
        return NOTHING
    return Said(Tense.FUTURE, is_sure=not (is_far or EVENT_NOUN.search(before)))


def _before_verb(verb: Verb, prep: str, opening: str, after: str) -> Said:
    """The day before the verb, "In March the Board will", or of a noun: "the workshop in March will"."""
    words = opening.strip(" ,")
    if ADVERBIAL.match(opening) and prep not in ("of", "dated"):
        if verb.tense is Tense.FUTURE and prep in ("since", "from"):
            return NOTHING if prep == "since" else Said(Tense.FUTURE, is_sure=False)
        return Said(verb.tense)
    if not words:
        return Said(verb.tense, is_sure=False)
    if prep in ("in", "on", "of") and len(words.split()) < 9:
        if verb.tense is Tense.FUTURE and (prep == "of" or re.match(r"[^a-z]{0,2}\s*(?:and|to)\b", after)):
            return NOTHING
        return Said(verb.tense, is_sure=prep == "of" and verb.tense is Tense.PAST)
    return NOTHING
