"""Family "dates": past days written as to come, and the reverse; days that do not exist; weekdays that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from reports.checks.days import DAY, Mention, _month, days, spelled
from reports.checks.days_said import said_of
from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.model import Facts, Finding, Findings, Kind, Severity, Text
from reports.checks.tenses import Tense

POSITION = re.compile(
    r"\b(?:as at|position (?:at|on|of)|register (?:at|as at|of)|stood (?:at|on)|as of)\s+$", re.IGNORECASE
)
PAST_WITHIN, COMING_WITHIN = timedelta(days=75), timedelta(days=45)  # of a day told without its year


def check(text: Text, facts: Facts) -> Findings:
    """Every day that a sentence names, against the meeting's."""
    finder = Finder("dates", text)
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.ENTRY or (passage.kind is Kind.CELL and len(passage.text.split()) < 5):
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
    """A day that is past at the meeting and written as to come, or the reverse."""
    if mention.first <= meeting_on <= mention.last:
        return
    sentence = straight(span.text)
    said = said_of(sentence, mention.start, mention.end)
    place = (span.start + mention.start, span.start + mention.end)
    on = spelled(meeting_on)
    if mention.last < meeting_on and said.tense is Tense.FUTURE:
        if not mention.has_year and meeting_on - mention.last > PAST_WITHIN:
            return
        why = f"At the meeting on {on} this is past, and it is written as to come"
        severity = Severity.ERROR if said.is_sure else Severity.WARNING
        yield finder.at(at, place, "past-as-future", why, "Say what happened, or give the new date", severity=severity)
    elif mention.first > meeting_on and (said.tense is Tense.PAST or _is_since(sentence[: mention.start])):
        if not mention.has_year and mention.first - meeting_on > COMING_WITHIN:
            return
        why = f"At the meeting on {on} this is still to come, and it is written as past"
        severity = Severity.ERROR if said.is_sure and mention.has_year else Severity.WARNING
        yield finder.at(at, place, "future-as-past", why, "Mend the date, or say that it is planned", severity=severity)


def _is_since(before: str) -> bool:
    return bool(re.search(r"\bsince\s+(?:the (?:end|beginning|start) of\s+)?$", before, re.IGNORECASE))


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
