"""Family "sums", totals: "six on track and three limited, making ten in all", and money split into its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.changes import UNITS
from reports.checks.found import Finder
from reports.checks.language import Span, sentences
from reports.checks.model import Finding, Passage
from reports.checks.near_sums import MONEY
from reports.checks.numbers import counts
from reports.checks.sums_wrong import wrong

TOTAL = re.compile(
    r"\b(?:total(?:s|ling)?(?: \w+){0,2}? (?:of |to |is |comes to |stands at )|totall?ing |amount(?:s|ing) to |"
    r"(?:altogether|in all|in total|together|combined),? (?:is |are |this is |making |these make |they make |that "
    r"makes )?|"
    r"making |which makes |that makes |adding up to |adds? up to |comes? to )(?P<total>£?[\w.,-]*\w)",
    re.IGNORECASE,
)
TRAILING_TOTAL = re.compile(r"^\s*(?:[\w-]+\s+){0,3}?(?:in (?:all|total)|altogether|overall)\b", re.IGNORECASE)


def check(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """The totals told in a passage, of counts and of money."""
    if not re.search(r"\bround(?:ed|ing)\b", passage.text, re.IGNORECASE):
        yield from _totals(finder, at, passage)
        yield from _money_split(finder, at, passage)


def _totals(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "six on track and three limited, making ten in all"; the same of money."""
    for span in sentences(passage.text):
        money = [
            (float(found[1].replace(",", "")) * UNITS[(found[2] or "").lower()], found)
            for found in MONEY.finditer(span.text)
        ]
        match = TOTAL.search(span.text)
        if match and match["total"].startswith("£"):
            yield from _money(finder, at, span, money, match)
            continue
        numbers = [one for one in counts(span.text) if one.kind == "count" and not one.limit]
        total = next((one for one in numbers if match and one.start == match.start("total")), None)
        if total is None:
            total = next((one for one in numbers[2:] if TRAILING_TOTAL.match(span.text[one.end :])), None)
        if total is None or total is numbers[0] or re.search(r"\b(?:likelihood|impact|scor)", span.text):
            continue
        parts = [
            one
            for one in numbers
            if one.end <= total.start and not re.search(r"\bof (?:the|our|its)\s*$", span.text[: one.start])
        ]
        if (
            len(parts) >= 2
            and sum(one.value for one in parts) != total.value
            and max(one.value for one in parts) <= total.value
        ):
            right = sum(one.value for one in parts)
            yield wrong(finder, at, span, total, f"The parts come to {right}, not {total.value}", right)


def _money(
    finder: Finder, at: int, span: Span, money: list[tuple[float, re.Match[str]]], total: re.Match[str]
) -> Iterator[Finding]:
    said = next((amount for amount, found in money if found.start() == total.start("total")), None)
    parts = [amount for amount, found in money if found.end() <= total.start("total")]
    if said is not None and len(parts) >= 2 and abs(sum(parts) - said) > 0.005 * said:
        start = span.start + total.start("total")
        end = span.start + next(found.end() for _, found in money if found.start() == total.start("total"))
        yield finder.at(
            at,
            (start, end),
            "parts-and-whole",
            f"The amounts come to £{sum(parts):,.0f}",
            "Mend the amount that is wrong",
        )


def _money_split(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "£7m, split between grants (£4m), staff (£2m) and research (£1.5m)"."""
    for span in sentences(passage.text):
        found = list(MONEY.finditer(span.text))
        split = re.search(r"\b(?:split|made up of|compris\w+|consist\w+|divided|broken down|of which)\b|:", span.text)
        if len(found) < 3 or split is None or not found[0].end() <= split.start() or found[1].start() < split.start():
            continue
        amounts = [float(one[1].replace(",", "")) * UNITS[(one[2] or "").lower()] for one in found]
        if abs(sum(amounts[1:]) - amounts[0]) > 0.005 * amounts[0] and (
            split[0] != "of which" or sum(amounts[1:]) > amounts[0]
        ):
            start = span.start + found[0].start()
            why = f"The amounts come to £{sum(amounts[1:]):,.0f}"
            yield finder.at(
                at, (start, span.start + found[0].end()), "parts-and-whole", why, "Mend the amount that is wrong"
            )
