"""Family "sums": parts that do not add up to their whole, in a sentence, in sentences that follow, in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reports.checks import changes, sums_tables, sums_totals
from reports.checks.found import Finder
from reports.checks.language import Span, sentences
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.near_sums import ADDS_UP, NearMiss, near_miss
from reports.checks.numbers import Number, counts
from reports.checks.parts import SPLIT, Part, numbers_of, part_said, parts_of, whole_of
from reports.checks.sums_wrong import wrong


def check(text: Text, facts: Facts) -> Findings:
    """Wholes against their parts; totals; differences; the sums of tables."""
    finder = Finder("sums", text)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            found = [
                *_of_sentences(finder, at, passage),
                *sums_totals.check(finder, at, passage),
                *_changes(finder, at, passage),
            ]
            yield from found
            if not found:
                yield from _near(finder, at, passage)
    yield from sums_tables.check(finder, text)


def _changes(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "from five to eight, an increase of two"."""
    for span, one in changes.told_on(sentences(passage.text)):
        if not one.in_per_cent:
            yield finder.at(
                at,
                (span.start + one.start, span.start + one.end),
                "difference",
                one.why,
                "Mend the figure that is wrong",
                offer=one.offer,
                severity=Severity.ERROR if one.is_sure else Severity.WARNING,
            )


def _near(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """Numbers of a sentence, or of two or three that follow, that miss their sum by a little; the longest first."""
    spans = sentences(passage.text)
    if re.search(r"\bround(?:ed|ing)\b", passage.text, re.IGNORECASE):
        return
    taken: set[int] = set()
    missed: list[tuple[set[int], NearMiss]] = []
    for length in (3, 2, 1):
        for place in range(len(spans) - length + 1):
            window = set(range(place, place + length))
            found = near_miss(spans[place : place + length])
            if found is ADDS_UP:
                taken |= window
            elif found is not None:
                missed.append((window, found))
    for window, found in missed:
        if not window & taken:
            taken |= window
            yield _near_finding(finder, at, found)


def _near_finding(finder: Finder, at: int, found: NearMiss) -> Finding:
    return finder.at(
        at,
        (found.whole.start, found.whole.end),
        "parts-and-whole",
        f"The other figures come to {found.shown}, not {found.whole.text}",
        "Mend the figure that is wrong, if they are meant to add up",
        severity=Severity.ERROR if found.is_sure else Severity.WARNING,
    )


# A whole and its parts ---------------------------------------------------------------------------------------------


def _of_sentences(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    spans = sentences(passage.text)
    for place, span in enumerate(spans):
        numbers = numbers_of(span)
        whole = whole_of(span, numbers)
        parts = parts_of(span, numbers, whole)
        if whole is None and place:
            before_it = _whole_before(spans[place - 1])
            if before_it is not None and _takes_up(span, parts):
                yield from _weigh(finder, at, spans[place - 1], before_it, span, _with_next(spans, place, parts))
            continue
        if whole is not None and len(parts) >= 1:
            with_rest = _with_next(spans, place, parts)
            if len(with_rest) > len(parts) and sum(part.number.value for _, part in with_rest) == whole.value:
                continue  # "For the remaining one ..."
            yield from _weigh(finder, at, span, whole, span, [(span, part) for part in parts])


def _whole_before(span: Span) -> Number | None:
    """The total that a sentence gives for the next to split: "There are 48 work-streams in the plan."."""
    numbers = [one for one in counts(span.text) if one.kind == "count" and not one.limit and one.value > 1]
    if len(numbers) != 1 or re.search(r"\bof (?:the|our|its|these)\s*$", span.text[: numbers[0].start]):
        return None
    after = span.text[numbers[0].end :]
    return numbers[0] if re.match(r"\s+(?:[\w’'&/-]+\s+){0,4}?[\w’'-]+s\b", after) and not _parts_named(after) else None


def _parts_named(after: str) -> bool:
    said = part_said(after)
    return said is not None and said.dimension != "horizon"


def _takes_up(span: Span, parts: list[Part]) -> bool:
    """Whether a sentence splits what the one before counted: "Of these ...", or statuses one after another."""
    if re.match(r"^(?:of (?:these|those|them|which)|these|they)\b", span.text, re.IGNORECASE):
        return len(parts) >= 1
    if len(parts) == 2 and parts[-1].is_rest and parts[0].number.start < 20:
        return True
    named = [part for part in parts if part.said is not None]
    return (
        len(named) >= 2
        and parts[0].number.start < 20
        and len({part.said.dimension for part in named if part.said}) == 1
    )


def _with_next(spans: tuple[Span, ...], place: int, parts: list[Part]) -> list[tuple[Span, Part]]:
    """The parts of a sentence, and those of the next where it goes on with "the remaining" or "a further"."""
    found = [(spans[place], part) for part in parts]
    if place + 1 < len(spans) and re.match(
        r"^(?:(?:for|of|on|in|as for) )?(?:the (?:remaining|other|rest|last|final)|a further|another)\b",
        spans[place + 1].text,
        re.I,
    ):
        numbers = [one for one in counts(spans[place + 1].text) if one.kind in ("count", "none") and not one.limit]
        found += [(spans[place + 1], part) for part in parts_of(spans[place + 1], numbers, None)[:1]]
    return found


def _weigh(
    finder: Finder, at: int, there: Span, whole: Number, span: Span, parts: list[tuple[Span, Part]]
) -> Iterator[Finding]:
    if _adds_up_somehow(whole, [part.number for _, part in parts]):
        return
    taken = _exclusive(parts) or (parts if there is span and _is_breakdown(span, whole, parts) else [])
    if not taken:
        return
    sum_of = sum(part.number.value for _, part in taken)
    rest = next(((where, part) for where, part in taken if part.is_rest), None)
    if rest is not None and sum_of != whole.value:
        others = sum_of - rest[1].number.value
        if len(taken) < 2:
            return
        yield wrong(
            finder,
            at,
            rest[0],
            rest[1].number,
            f"{others} of {whole.value} leaves {whole.value - others}, not {rest[1].number.value}",
            whole.value - others,
        )
    elif sum_of > whole.value and len(taken) > 1:
        told = {part.said.dimension for _, part in taken if part.said}
        overlaps = "outcome" in told and sum_of > 1.13 * whole.value  # women, and those who live here, may be the same
        yield wrong(
            finder,
            at,
            there,
            whole,
            f"The parts come to {sum_of}, more than the {whole.value} they are part of",
            sum_of,
            Severity.WARNING if overlaps else Severity.ERROR,
        )
    elif len(taken) == 1 and sum_of > whole.value and there is span:
        where, part = taken[0]
        yield wrong(finder, at, where, part.number, f"{part.number.value} cannot be part of {whole.value}", None)
    elif sum_of < whole.value and len(taken) > 1 and rest is None and _says_all(span, taken):
        is_sure = len(taken) > 2 or _is_split(span)
        severity = Severity.ERROR if is_sure else Severity.WARNING
        yield wrong(finder, at, there, whole, f"The parts come to {sum_of}, not {whole.value}", sum_of, severity)


def _adds_up_somehow(whole: Number, others: list[Number]) -> bool:
    """Whether some of the other numbers come to the whole: then the rest are parts of parts."""
    values = [one.value for one in others if one.value]
    return len(values) <= 8 and any(
        sum(some) == whole.value for size in range(2, len(values) + 1) for some in combinations(values, size)
    )


def _is_breakdown(span: Span, whole: Number, parts: list[tuple[Span, Part]]) -> bool:
    """ "Twelve were tested: seven worked, three worked in part and one failed": each part begins with its number."""
    split = SPLIT.search(span.text, whole.end)
    if split is None or len(parts) < 2 or re.search(r"\bof (?:these|them|those|which)\b", split[0], re.IGNORECASE):
        return False
    before = [span.text[max(split.end() - 1, part.number.start - 16) : part.number.start] for _, part in parts]
    starts = [
        re.search(
            r"(?:^|[:,;]|\band|\bof|\binto|\bas|\bbetween|\bup of)\s*(?:and |the |a further |the remaining |"
            r"another )*$",
            words,
        )
        for words in before
    ]
    return all(starts) and parts[0][1].number.start >= split.start()


def _exclusive(parts: list[tuple[Span, Part]]) -> list[tuple[Span, Part]]:
    """Those that shut one another out: of the dimension most are of, or the rest. A part may be said of two ways."""
    dimensions = [part.said.dimension for _, part in parts if part.said]
    if not dimensions:
        return parts if any(part.is_rest for _, part in parts) and len(parts) == 2 else []
    main = max(dict.fromkeys(dimensions), key=dimensions.count)
    main_set = {"rag", "progress"} if {"rag", "progress"} >= set(dimensions) else {main}
    found = [(span, part) for span, part in parts if part.is_rest or (part.said and part.said.dimension in main_set)]
    values = [part.said.value for _, part in found if part.said and not part.is_rest]
    return found if len(values) == len(set(values)) else []


def _says_all(span: Span, taken: list[tuple[Span, Part]]) -> bool:
    return not re.search(
        r"\b(?:including|such as|for example|only|alone|at least|so far|also)\b", span.text, re.IGNORECASE
    )


def _is_split(span: Span) -> bool:
    return bool(re.search(r"\b(?:compris|consist|made up|divided|split|broken down)", span.text, re.IGNORECASE))
