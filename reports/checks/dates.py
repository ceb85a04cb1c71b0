"""Family "dates": past days written as to come, and the reverse; days that do not exist; weekdays that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from reports.checks.days import DAY, Mention, _month, days, spelled
from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.model import Facts, Finding, Findings, Kind, Severity, Text

FUTURE = re.compile(
    r"\b(?:will|shall|'ll|(?:is|are|remains?) (?:now |currently |still |also )?(?:due|expected|scheduled|planned|"
    r"anticipated|set|likely|intended|hoped|to be|on track|going|required|forecast|targeted|"
    r"timetabled|aiming|planning|working|asked)|(?:is|are) (?:awaited|pending|forthcoming|being planned)|"
    r"expects? to|expects? that|plans? to|intends? to|aims? to|hopes? to|"
    r"(?:is|are) to (?!be)\w+|goes? live|(?:closes|ends|runs|takes effect|applies|expires|finishes|"
    r"reports|returns|meets|starts|begins|opens|launches) (?:on|in|until|from|to|by)|(?:target|"
    r"completion|due|end|closing|start|delivery|implementation) date (?:is|remains)|deadline (?:is|"
    r"remains)|(?:starts?|begins?|takes? place|opens?|launches|comes? into (?:force|effect)) (?:on|in)|"
    r"has yet to|have yet to|forthcoming|upcoming|due (?:to|on|in|by|at|for)|(?:has|have) been "
    r"(?:scheduled|"
    r"arranged|planned|timetabled) for)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:came|attended|took|led|went|brought|told|was|were|has been|have been|had been|took place|met|"
    r"held|published|completed|agreed|approved|noted|"
    r"received|launched|started|began|"
    r"ended|closed|discussed|considered|presented|reviewed|reported|endorsed|signed|went live|came into (?:force|"
    r"effect)|opened|appointed|announced|"
    r"asked|requested|concluded|finished|delivered|issued|attended|decided|heard|joined|left|took up|confirmed|"
    r"introduced|adopted|settled|established|"
    r"visited|inspected|moved|fell|rose|set up|ran|saw|wrote|gave|made|carried out|submitted|commenced|changed|"
    r"revised|refreshed)\b",
    re.IGNORECASE,
)
PAST_FUTURE = re.compile(
    r"\b(?:was|were|had been|originally|initially|previously|first) (?:\w+ )?(?:due|expected|scheduled|planned|"
    r"anticipated|set|likely|intended|to be|to have)\b|\bwould\b|\bshould have\b",
    re.IGNORECASE,
)
TO_COME = re.compile(
    r"\b(?:scheduled|planned|arranged|due|agreed|set|revised|moved|extended|put back|pushed back|rescheduled|"
    r"timetabled|booked|approved|confirmed|proposed) (?:for|to|until|as|by)\b[^.;]{0,30}$|\buntil\b[^.;]{0,20}$|"
    r"\b(?:deadline|target date|due date|completion date|end date|milestone)s?\b[^.;]{0,40}$",
    re.IGNORECASE,
)
OF_SOMETHING = re.compile(
    r"\b(?:of|dated|since|the|after|following|from|between|its|our|this|last|previous|before|until|than|annual|and|"
    r"'s)\s*(?:the end of\s+)?$",
    re.IGNORECASE,
)
BREAK = re.compile(
    r"[;:]|,? (?:and|but|while|whereas|although|though|which|who|that|where|when|after|before|following|because|as|"
    r"so)\b|, ",
    re.IGNORECASE,
)
POSITION = re.compile(
    r"\b(?:as at|position (?:at|on|of)|register (?:at|as at|of)|stood (?:at|on)|as of)\s+$", re.IGNORECASE
)
NEAR = timedelta(days=150)


def check(text: Text, facts: Facts) -> Findings:
    """Every day that a sentence names, against the meeting's."""
    finder = Finder("dates", text)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.ENTRY):
            continue
        yield from _impossible(finder, at, passage.text)
        for span in sentences(passage.text):
            mentions = days(span.text, text.meeting_on)
            yield from _weekdays(finder, at, span, mentions)
            if text.meeting_on is not None and passage.kind is not Kind.HEADING:
                for mention in mentions:
                    yield from _tense(finder, at, span, mention, text.meeting_on)
                yield from _position(finder, at, span, mentions, text, facts)


def _tense(finder: Finder, at: int, span: Span, mention: Mention, meeting_on: date) -> Iterator[Finding]:
    sentence = straight(span.text)
    before, after = sentence[: mention.start], sentence[mention.end :]
    if mention.last < meeting_on and _is_to_come(before, after):
        if not mention.has_year and meeting_on - mention.last > NEAR:
            return
        yield finder.at(
            at,
            (span.start + mention.start, span.start + mention.end),
            "past-as-future",
            f"At the meeting on {spelled(meeting_on)} this is past, and it is written as to come",
            "Say what happened, or give the new date",
        )
    elif mention.first > meeting_on and _is_past(before, after):
        near = mention.has_year or mention.first - meeting_on < timedelta(days=75)
        yield finder.at(
            at,
            (span.start + mention.start, span.start + mention.end),
            "future-as-past",
            f"At the meeting on {spelled(meeting_on)} this is still to come, and it is written as past",
            "Mend the date, or say that it is planned",
            severity=Severity.ERROR if mention.has_year or not near else Severity.WARNING,
        )


def _clause(before: str) -> str:
    """The words of a sentence before a day that belong to it: the last part that has a verb in it."""
    parts, start = [], 0
    for stop in BREAK.finditer(before):
        parts.append(before[start : stop.start()])
        start = stop.start()
    parts.append(before[start:])
    clause = ""
    for part in reversed(parts):
        clause = part + clause
        if FUTURE.search(part) or PAST.search(part) or PAST_FUTURE.search(part):
            break
    return clause


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((found.end() for found in pattern.finditer(words)), default=-1)


def _is_to_come(before: str, after: str) -> bool:
    if re.search(
        r"\bbetween now and\s+(?:the end of\s+)?$|\b(?:target date|deadline|due date|target) of\s+$", before, re.I
    ):
        return bool(FUTURE.search(after) or re.search(r"\bon (?:track|course) to\b", after))
    if OF_SOMETHING.search(before) and not re.search(r"\b(?:will|due to|expected to)\b[^.;]*\bfrom\s+$", before):
        return False
    clause = _clause(before)
    if PAST_FUTURE.search(clause):
        return False
    future, past = _last(FUTURE, clause), _last(PAST, clause)
    if future >= 0 and past <= future:
        return True
    if future >= 0:
        return re.search(
            r"\b(?:will|shall|to) (?:have |be |have been )?\w*\s*$", clause[:past]
        ) is not None or _is_participle(clause, past)
    if (
        past < 0
        and re.match(r"^(?:\W*(?:By|On|In|At|From|Before|During|Early|Mid|Late)\b[^.;,]{0,25})$", before.strip() + " ")
        is None
    ):
        return False
    if past >= 0:
        return False
    stop = re.search(r"[;]", after)
    rest = after[: stop.start()] if stop else after
    future_after, past_after = FUTURE.search(rest), PAST.search(rest)
    if future_after is None or PAST_FUTURE.search(rest):
        return False
    return past_after is None or future_after.start() < past_after.start()


def _is_participle(clause: str, past: int) -> bool:
    """ "will be completed by", "is due to be published in": the past form is part of the future one."""
    return bool(
        re.search(
            r"\b(?:will|shall|to|due|expected|required) (?:have been |have |be |been )?(?:fully |then |also )?\w+$",
            clause[:past],
        )
    )


def _is_past(before: str, after: str) -> bool:
    clause = _clause(before)
    if (
        TO_COME.search(before)
        or PAST_FUTURE.search(clause)
        or re.search(r"\b(?:until|to|for|by)\s*(?:the end of\s+)?$", before)
    ):
        return False
    future, past = _last(FUTURE, clause), _last(PAST, clause)
    if past >= 0:
        found = [match for match in PAST.finditer(clause) if match.end() == past][-1]
        if future > past or re.search(
            r"\b(?:will|to|is|are|be|being|shall|may|can|could|should|due)\s+(?:be\s+|have\s+been\s+|"
            r"have\s+)?(?:\w+ly\s+)?$",
            clause[: found.start()],
        ):
            return False
        return bool(
            re.search(r"\b(?:on|in|at|during|early|late|mid|end of|earlier)\W*(?:\w+\W+){0,2}$|\W$", before)
        ) and not OF_SOMETHING.search(before)
    if (
        future < 0
        and re.match(r"\s+(?:was|were|had)\b(?! (?:due|expected|planned|scheduled|to be))", after)
        and re.search(r"\b(?:in|on|of|at)\s+$", before)
    ):
        return True
    if re.match(r"^\W*(?:On|In|At|During|Early in|Late in)\b[^.;,]{0,25}$", before):
        rest = re.split(r"[;]", after)[0]
        past_after, future_after = PAST.search(rest), FUTURE.search(rest)
        return past_after is not None and past_after.start() < 60 and future_after is None
    return False


def _impossible(finder: Finder, at: int, text: str) -> Iterator[Finding]:
    for match in DAY.finditer(text):
        year = int(match["year"]) if match["year"] else 2020
        try:
            date(year, _month(match["month"]), int(match["day"]))
        except ValueError:
            yield finder.at(at, match.span(), "no-such-day", "There is no such day", "Mend the date")


def _weekdays(finder: Finder, at: int, span: Span, mentions: list[Mention]) -> Iterator[Finding]:
    for mention in mentions:
        if mention.weekday and mention.has_year and mention.first.strftime("%A") != mention.weekday:
            start = span.start + mention.start
            right = mention.first.strftime("%A")
            yield finder.at(
                at,
                (start, start + len(mention.weekday)),
                "weekday",
                f"{spelled(mention.first)} is a {right}",
                f"Say {right}, or mend the date",
                offer=right,
            )


def _position(
    finder: Finder, at: int, span: Span, mentions: list[Mention], text: Text, facts: Facts
) -> Iterator[Finding]:
    """ "as at 30 November 2021" where the position is another day's."""
    known = {register.as_at for register in facts.registers} | {register.compared_with for register in facts.registers}
    if None in known or not re.search(r"\b(?:risks?|registers?|position|scores?)\b", span.text):
        return
    for mention in mentions:
        if (
            mention.first == mention.last
            and mention.has_year
            and POSITION.search(straight(span.text[: mention.start]))
            and mention.first not in known
        ):
            wanted = " or ".join(spelled(register.as_at) for register in facts.registers if register.as_at)
            yield finder.at(
                at,
                (span.start + mention.start, span.start + mention.end),
                "position-date",
                f"The position is that of {wanted}",
                "Mend the date",
                severity=Severity.WARNING,
            )
