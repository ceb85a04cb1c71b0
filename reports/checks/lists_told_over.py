"""Family "lists", told over in sentences: "three priorities. They are to ...", "two reasons. First ... Third ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.lists_in_sentences import FINITE, NOT_A_LIST, how_many, same_lead
from reports.checks.lists_wrong import COUNTED_NOUN, PARTIAL, moved, wrong_length
from reports.checks.model import Finding, Passage, Severity
from reports.checks.numbers import ORDINALS, WORDS, counts

SEQUENCE = re.compile(
    r"(?:^|[.;:]\s+|\band\s+)(?:the\s+)?(?:(?P<nth>first|second|third|fourth|fifth|sixth)(?:ly)?\b(?=,| is| was| "
    r"relates|"
    r" concerns|:| (?:[a-z]+ )?(?:is|was|will|relates|concerns|deals|says|has)\b)|part (?P<n>one|two|three|four|five|"
    r"\d)\b)",
    re.IGNORECASE,
)


def check(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """What a passage counts in one sentence and tells over in the next."""
    yield from _taken_up(finder, at, passage)
    yield from _in_sequence(finder, at, passage)


TAKES_UP = re.compile(r"^(?:these|they|those)(?: \w+)? (?:are|were|being)\s+(?P<list>[^.;:()]{5,200})$", re.IGNORECASE)


def _taken_up(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "We have three priorities. They are to recruit, to train and to keep."."""
    spans = sentences(passage.text)
    for first, second in pairwise(spans):
        match = TAKES_UP.match(straight(second.text).rstrip(". "))
        numbers = [
            one
            for one in counts(first.text)
            if one.kind == "count"
            and 2 <= one.value <= 12
            and not one.limit
            and COUNTED_NOUN.match(first.text[one.end :])
        ]
        if match is None or len(numbers) != 1 or PARTIAL.search(first.text + second.text):
            continue
        listed = match["list"]
        same = same_lead(listed)
        if same is None and not (
            re.search(r",.*\band\b", listed) and not NOT_A_LIST.match(listed) and not FINITE.search(listed)
        ):
            continue
        fewest, most = (same, same) if same is not None else how_many(listed)
        if not fewest <= numbers[0].value <= most:
            severity = Severity.ERROR if same is not None else Severity.WARNING
            yield wrong_length(finder, at, moved(numbers[0], first.start), fewest, "list after it", severity)


def _in_sequence(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "for two reasons. First, ... Second, ... Third, ..."."""
    matches = list(SEQUENCE.finditer(passage.text))
    said = [
        ORDINALS[one["nth"].lower()] if one["nth"] else int(one["n"]) if one["n"].isdigit() else WORDS[one["n"].lower()]
        for one in matches
    ]
    if len(said) < 2 or said != list(range(1, len(said) + 1)):
        return
    numbers = [
        one
        for one in counts(passage.text)
        if one.end <= matches[0].start() + 2
        and one.kind == "count"
        and 2 <= one.value <= 9
        and not one.limit
        and COUNTED_NOUN.match(passage.text[one.end :])
    ]
    if numbers and numbers[-1].value != len(said):
        yield wrong_length(finder, at, numbers[-1], len(said), "sequence", Severity.ERROR)
