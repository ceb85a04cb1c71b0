"""Reading a whole and its parts: "of the 48 work-streams, 32 are complete and the remaining two have slipped"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.checks.language import Span
from reports.checks.numbers import Number, counts
from reports.checks.vocabulary import Said, properties

REMAINING = re.compile(r"\b(?:leaving|remaining|remainder|rest|other|others|balance)\b", re.IGNORECASE)
FURTHER = re.compile(r"\b(?:further|another|additional|more)\b", re.IGNORECASE)
SPLIT = re.compile(
    r"\b(?:compris(?:e|es|ed|ing)(?: of)?|consist(?:s|ed|ing)? of|made up of|divided (?:between|into)|split "
    r"(?:between|into|as)|broken down|"
    r";|of which|of whom|of these|of them|of those|namely|that is)\b|:",
    re.IGNORECASE,
)
NOT_A_PART = re.compile(
    r"^\s*(?:quarters?|months?|years?|weeks?|days?|times?|boroughs?|meetings?|of (?:the|our|its|these|this))\b", re.I
)
EXCLUSIVE = ("rag", "progress", "horizon", "movement", "band")


@dataclass(frozen=True)
class Part:
    number: Number
    said: Said | None
    is_rest: bool
    is_further: bool


def numbers_of(span: Span) -> list[Number]:
    """The counts of a sentence; "half of the eight" counts four."""
    found = counts(span.text)
    kept = []
    for place, one in enumerate(found):
        if (
            one.kind == "share"
            and one.share
            and place + 1 < len(found)
            and (part := one.share * found[place + 1].value).denominator == 1
        ):
            kept.append(Number(int(part), one.start, one.end, one.text, limit=one.limit))
        elif one.kind == "count" or one.text.lower() == "none":
            kept.append(one)
    return [one for one in kept if not one.limit]


def whole_of(span: Span, numbers: list[Number]) -> Number | None:
    """The number that the others of its sentence are parts of: "of the 48 ...", "48 work-streams, of which ..."."""
    for number in numbers:
        if number.kind != "count" or number.value < 2:
            continue
        before, after = span.text[: number.start], span.text[number.end :]
        if re.match(r"\s*of (?:them|these|those|which|whom)\b", after):
            continue
        is_part = re.search(r"\bof (?:these|them|those|which),?\s*$", before, re.IGNORECASE)
        if is_part and re.match(r"\s+(?:is|are|was|were|has|have|had|came|went|did)\b", after):
            continue  # "Of these 710 were about conduct"
        if re.search(r"\bof (?:the|our|its|their|these|all|a total of)?\s*(?:total(?: of)? )?$", before, re.IGNORECASE):
            return number
        if (
            number is numbers[0]
            and (split := SPLIT.search(after))
            and split.start() < numbers[-1].start - number.end
            and len(numbers) > 2
            and split.start() < min(70, numbers[1].end - number.end + 6)
        ):
            return number
        between = after[: numbers[1].start - number.end] if number is numbers[0] and len(numbers) > 2 else ""
        if number.value > numbers[-1].value and re.match(
            r"\s+(?!.*\b(?:is|are|was|were|has|have|had|rose|fell|came|went)\b)[a-z][\w\s'-]{3,60},\s+(?:with\s+)?$",
            between,
        ):
            return number
    return None


def parts_of(span: Span, numbers: list[Number], whole: Number | None) -> list[Part]:
    """The other numbers of a sentence, each with what is said of it up to the next."""
    rest = [one for one in numbers if one is not whole]
    found = []
    for place, number in enumerate(rest):
        end = rest[place + 1].start if place + 1 < len(rest) else len(span.text)
        if whole is not None and number.end < whole.start < end:
            end_of_whole = whole.end
            region = span.text[end_of_whole:end]
        else:
            region = span.text[number.end : end]
        before = span.text[max(0, number.start - 24) : number.start]
        if NOT_A_PART.match(span.text[number.end : number.end + 30]) and not re.match(
            r"\s*of\b", span.text[number.end :]
        ):
            continue
        is_rest = bool(REMAINING.search(before[-18:]) or re.match(r"\s*(?:others?|remain)\b", region))
        found.append(Part(number, part_said(region), is_rest, bool(FURTHER.search(before[-14:]))))
    return found


def part_said(region: str) -> Said | None:
    said = [one for one in properties(region) if one.dimension in EXCLUSIVE]
    if said:
        return said[0]
    found = OUTCOME.search(region)
    return Said("outcome", found[0].lower(), *found.span()) if found else None


OUTCOME = re.compile(
    r"\b(?:on time|late|filled|vacant|open|outstanding|closed|overdue|passed|failed|accepted|rejected|in full|in part|"
    r"supportive|opposed|neutral|agreed|disagreed|did not (?:say|know|answer|reply)|met|missed|under ?way|not started|"
    r"effective|ineffective|partly effective|in place|planned|potential|retired|implemented|in progress|pending|"
    r"approved|refused|withdrawn|permanent|temporary|upheld|not upheld|substantial|reasonable|adequate|"
    r"limited|resolved|"
    r"satisfied|dissatisfied|trained|untrained|compliant|non-compliant|delivered|delayed|high|medium|low|"
    r"worked|in use|live|done|to do|complete|fully|partially|won|lost|men|women|officers|staff)\b",
    re.IGNORECASE,
)
