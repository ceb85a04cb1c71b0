"""Reading the counts of a sentence: how many, of what, of which whole, and what is said of them.

"Seven of the eleven risks are green and three amber" makes two claims; the noun of the first holds for the second,
also into the next sentence ("Two of these are new").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.checks.language import Span
from reports.checks.numbers import Number, counts, value_of
from reports.checks.vocabulary import Said, properties

ADJECTIVE = (
    r"(?:corporate|strategic|headline|open|live|current|active|Met|MOPAC|MPS|MOPAC's|Met's|MPS's|Met corporate|"
    r"organisational|present|existing|top|top-level|principal|different|separate|such|"
    r"short[\s-]+term|long[\s-]+term|shorter[\s-]+term|longer[\s-]+term|"
    r"green|amber|red|very|high|medium|low|(?:green|amber|red|high|medium|low|top)[\s-]+(?:rated|scoring|scored)|"
    r"rated|scoring|"
    r"static|rising|falling|new|closed|'?(?:green|amber|red|slipped|limited|on track|on-track)'?|registered|of|the|"
    r"its|our|their|these|those|all|"
    r"identified|reported|remaining|other|further|additional|more|another)"
)
RISKS = re.compile(
    rf"^(?P<adjectives>(?:\s+{ADJECTIVE}\b)*)\s+(?P<noun>risks?|corporate risks?)\b(?!\s+(?:owners?|leads?|"
    rf"registers?|management|assessments?|templates?|scores?|areas?|factors?|appetite|trends?|movements?|reviews?|"
    rf"descriptions?|controls?|papers?|to the|to delivery|that (?:may|could)))",
    re.IGNORECASE,
)
STREAMS = re.compile(
    r"^(?P<adjectives>(?:\s+(?:of|the|these|those|all|our|its|improvement|plan|plan's|open|individual|remaining|other|"
    r"further|separate|completed|complete|finished|slipped|outstanding))*)\s+(?P<noun>work[\s-]?streams?|"
    r"improvement actions?|improvement areas?|recommendations?|"
    r"actions?|areas? (?:of|for) improvement|improvements|areas)\b",
    re.IGNORECASE,
)
DATES = re.compile(
    r"^(?P<adjectives>(?:\s+(?:of|the|these|our|its|new|revised|original|initial))*)\s+"
    r"(?P<noun>(?:delivery |completion |end |target |due )?(?:dates|deadlines|timescales|timetables))\b",
    re.IGNORECASE,
)
NOUNS = (("risk", RISKS), ("stream", STREAMS), ("date", DATES))
OF_NUMBER = re.compile(
    r"^\s*(?:\([^()]*\))?\s+(?:out\s+)?of\s+(?:the\s+|our\s+|its\s+|all\s+|these\s+|Met's\s+|MOPAC's\s+|the Met's\s+|"
    r"the plan's\s+|plan's\s+)*$"
)
OF_THESE = re.compile(r"^\s+of\s+(?:these|them|those|which)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r";|,? (?:while|whilst|whereas|although|though|but|because|which (?:is|was|reflects|means)|following|after|as "
    r"a result of|due to|owing to|so that|despite|in line with|since (?=the |it |they |too |its ))\b",
    re.IGNORECASE,
)
ELIDED = re.compile(
    r"\s*,?\s*(?:(?:of (?:these|them|those|which)|others?|more)\s+)?(?:(?:all |both |now |also |still |currently |"
    r"have |has |had |were |was |is |are )*"
    r"(?:is|are|was|were|as|remain(?:s|ed)?|has|have|had|rose|risen|fell|fallen|at|rated|assessed|show(?:s|ed|ing)?|"
    r"report(?:s|ed|ing)?|to be|now|stay(?:s|ed)?|stands?|stood|sits?|sat|kept|keeps?|came|come|went|gone|moved|"
    r"belongs?|falls? to|with|held|made|make|scored|slipped|finished|completed|not|did|do|does|in)\b|[\"'(]?(?:green|"
    r"amber|red|on[\s-]track|limited|slipped|static|complete|high|medium|low|very high|short|long|up|down|unchanged|"
    r"higher|lower|new|closed|no[\s-]progress|in )\b)",
    re.IGNORECASE,
)
STARTS_ELIDED = re.compile(
    r"^(?:of (?:these|those|them|which)|(?:and |but |yet )?(?:the (?:other|remaining)|a further|another|only|just|"
    r"some|as many as)?\s*[\w-]+ (?:of (?:these|them|those)|others?|is|are|"
    r"was|were|have|has|had|remain|rose|fell|stand|stood|stay|stayed|sit|kept|keep|came|went|moved|belong|report|"
    r"show|made|make|score|now|also|more)\b)",
    re.IGNORECASE,
)
OF_ALL = re.compile(
    r"^(?:of|among|out of) (?:the|our|its|all|these|MOPAC['’]s|the Met['’]s|MOPAC|Met)\b[\w\s'’-]{0,30}?"
    r"(?P<noun>risks|work-?streams)\b,?(?= \w+ (?:is|are|was|were|has|have|rose|fell|stand|score|came|belong|report))",
    re.IGNORECASE,
)
AT_A_TIME = re.compile(
    r"^(?:at|by|as at|in|on|since) (?:the )?[\w\s]{2,40}?,? [\w-]+ (?:is|are|was|were|have|had|rose|fell|stood|came)\b",
    re.IGNORECASE,
)
LEADS_ON = re.compile(
    r"(?:,|;|\band\b|\bbut\b)(?:(?!,|;|\band\b|\bbut\b).)*\b(?:for|in|of|to|by|on|against|with)(?: the| our)?\s*$"
)
COMPLEMENT = re.compile(
    r"\b(?P<all>all|every|each|everything)\b(?P<of>[^.;,]{0,45}?),? (?:but|bar|except(?: for)?|save(?: for)?|apart "
    r"from|other than|with the exception of) (?:the )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A count said of risks, of work-streams or of their dates: how many, of which total, said to be what, where."""

    number: Number
    span: Span
    region: str  # the words after it, up to the next count
    before: str  # the words before it in the sentence
    adjectives: str
    noun: str  # "risk", "stream", "date"
    whole: Number | None = None  # "eleven" of "seven of the eleven risks"
    is_rest: bool = False  # "all but two": it counts those of which the thing said is not true
    parent: tuple[Said, ...] | None = None  # what was said of "these", of which it is a part; None: not a part
    parent_value: int | None = None  # how many "these" are
    is_carried: bool = False  # its noun stands in the sentence before


@dataclass(frozen=True)
class Subject:
    """What the counts of the next sentence are of where it does not say."""

    noun: str = ""
    said: tuple[Said, ...] = ()
    value: int | None = None  # how many they are


def claims(span: Span, subject: Subject, sizes: Mapping[int, str] | None = None) -> tuple[list[Claim], Subject]:
    """The counts of a sentence with what is counted; a noun once said holds for the numbers after it.

    `sizes` tells what a whole of so many is of where the words do not say.
    """
    numbers = [one for one in counts(span.text) if not (one.kind == "all" and one.text.lower() == "each")]
    found: list[Claim] = []
    noun = subject.noun if STARTS_ELIDED.match(span.text) else ""
    if not noun and subject.noun and AT_A_TIME.match(span.text):
        noun = subject.noun
    if (first := re.match(r"^of the (\w+|[\w-]+), ", span.text, re.IGNORECASE)) and sizes:
        noun = sizes.get(value_of(first[1]) or 0, noun)
    if of_all := OF_ALL.match(span.text):
        noun = "risk" if of_all["noun"].lower() == "risks" else "stream"
    is_carried, skip = bool(noun), -1
    for place, number in enumerate(numbers):
        if place == skip:
            continue
        after = span.text[number.end :]
        before = span.text[: number.start]
        total: Number | None = None
        if place + 1 < len(numbers) and OF_NUMBER.match(span.text[number.end : numbers[place + 1].start]):
            total, skip = numbers[place + 1], place + 1
            after = span.text[total.end :]
            if number.value == 1 and re.search(r"\b(?:is|was|as|remains|be|among)(?: only| just)?\s*$", before):
                number, total = total, None  # "People is one of the three ...": only the three is a count
        elif number.value == 1 and re.match(r"\s+of (?:the|our|its|their)\b", after) and _is_one_of(before):
            continue
        rest = COMPLEMENT.search(before)
        if rest is not None and not noun and re.search(r"\b(?:risks?|work-?streams?)\b", rest["of"]):
            noun = "stream" if "stream" in rest["of"] else "risk"
        if total is not None and not noun and re.search(r"\brisks\b", before):
            noun = "risk"
        if not noun and subject.noun == "risk" and re.search(r"\b(?:owns|holds)\s*$", before):
            noun, is_carried = ("risk", True) if re.match(r"\s*(?:[.,;]|$)", after) else ("", False)
        if (
            not noun
            and ELIDED.match(after)
            and (last := re.search(r"\b(risks|work-?streams)\b,? (?:just |only )?$", before))
        ):
            noun = "risk" if last[1] == "risks" else "stream"
        match, kind = _noun(after)
        if match is not None:
            noun, is_carried = kind, False
        elif (
            not noun
            and total is not None
            and sizes
            and total.value in sizes
            and re.match(rf"(?:{ELIDED.pattern})|\s*(?:[.,;]|$)", after, re.IGNORECASE)
        ):
            noun, is_carried = sizes[total.value], True
        elif not noun or not (
            ELIDED.match(after) or rest is not None or _is_of_a_body(before, after) or before.rstrip().endswith("owns")
        ):
            is_of_these = OF_THESE.match(after)
            if is_of_these and not noun:
                noun, is_carried = ("risk" if re.search(r"\brisks\b", before) else subject.noun), True
            if not is_of_these and re.match(r"\s+(?:[\w'-]+\s+){0,2}[a-z'-]+s\b", after):
                noun = ""
            if not (is_of_these and noun):
                continue
        region = span.text[(number if total is None else total).end : _end_of_region(span, numbers, place, total)]
        claim = Claim(
            number, span, region, before, match["adjectives"] if match else _kept(found), noun, total, bool(rest)
        )
        parent = _parent(claim, found, subject)
        value = None
        if parent is not None:
            value = found[-1].number.value if found and found[-1].parent is None else subject.value
        found.append(replace(claim, parent=parent, parent_value=value, is_carried=is_carried))
    if found:
        return found, _subject_of(found, subject)
    if noun:
        return found, Subject(noun, subject.said, subject.value)
    return found, Subject("risk") if re.search(r"\brisks\b", span.text) else Subject()


def _noun(after: str) -> tuple[re.Match[str] | None, str]:
    for kind, pattern in NOUNS:
        if match := pattern.match(after):
            return match, kind
    return None, ""


def _is_of_a_body(before: str, after: str) -> bool:
    """ "MOPAC has thirteen risks and the Met five.": the last number of a sentence, right after whose they are."""
    return bool(re.match(r"\s*(?:[.,;]|$|and\b)", after) and re.search(r"\b(?:[A-Z]\w+)(?:'s|’s)?\s*$", before))


def _is_one_of(before: str) -> bool:
    """ "People is one of our short-term risks": one that counts nothing."""
    return bool(re.search(r"\b(?:is|was|as|remains|be|among|being|,)(?: only| just| still)?\s*$", before))


def _parent(claim: Claim, found: list[Claim], subject: Subject) -> tuple[Said, ...] | None:
    """What the things are of which a claim counts a part, "two of these": what was said of them before."""
    if OF_THESE.match(claim.region) or re.search(
        r"\bof (?:these|them|those|which),?\s*(?:\w+\s+)?$", claim.before, re.I
    ):
        return found[-1].parent or _said(found[-1]) if found and claim.before else subject.said
    return None


def _said(claim: Claim) -> tuple[Said, ...]:
    return tuple(properties(f"{claim.adjectives} {claim.region}"))


def _passed_on(found: list[Claim], subject: Subject) -> tuple[Said, ...]:
    """What is said of the things that the next sentence calls "these": of the first claim, or the whole it splits."""
    first = found[0]
    if first.parent is not None:
        return first.parent
    if first.whole is not None or first.is_carried:
        return subject.said if first.is_carried else ()
    return _said(first)


def _subject_of(found: list[Claim], subject: Subject) -> Subject:
    first = found[0]
    if first.parent is not None or first.is_carried:
        value = first.parent_value if first.parent is not None else subject.value
    else:
        value = (first.whole or first.number).value if (first.whole or first.number).kind == "count" else None
    return Subject(found[-1].noun, _passed_on(found, subject), value)


def _kept(found: list[Claim]) -> str:
    """What limits the noun of the claim before holds for the next too: "two short-term risks ... and one"."""
    return " " + " ".join(re.findall(r"(?:short|long)[\s-]+term", found[-1].adjectives, re.I)) if found else ""


def _end_of_region(span: Span, numbers: Sequence[Number], place: int, total: Number | None) -> int:
    """As far as a number's predicate goes: to the next count, or to a clause that explains."""
    end = len(span.text)
    begin = total.end if total else numbers[place].end
    for later in numbers[place + 1 :]:
        if later is total or later.end <= begin or OF_NUMBER.match(span.text[numbers[place].end : later.start]):
            continue
        end = later.start
        break
    if stop := re.compile(
        r",? and (?:one|another|the (?:other|others|rest|last|latter|first|second|third|fourth|fifth|remaining \w+|"
        r"remainder))\b"
    ).search(span.text, begin, end):
        end = stop.start()
    if stop := CLAUSE.search(span.text, numbers[place].end, end):
        end = stop.start()
    if leads_on := LEADS_ON.search(span.text[begin:end]):
        end = begin + leads_on.start()  # "unchanged for eight and improved for three": the last words lead to the next
    return end
