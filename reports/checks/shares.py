"""Shares in words beside the figures they are of: "two-thirds (32 of 48)", "most of the boroughs, 14 of 32"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.checks.changes import amount_of
from reports.checks.found import Finder
from reports.checks.language import Span, straight
from reports.checks.model import Finding, Severity
from reports.checks.numbers import IN_WORDS, value_of

NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{IN_WORDS})"
OF = rf"(?:\s+(?:out\s+)?of\s+(?:the\s+|our\s+|its\s+|these\s+|all\s+|a\s+total\s+of\s+|their\s+)?(?P<whole>{NUMBER}))"
RATIO = re.compile(
    rf"(?<![\w.,£-])(?P<part>{NUMBER})(?: [a-z-]+s(?= (?:out )?of (?:the )?(?:\d|[a-z]+(?:teen|ty|ve|ne|"
    rf"en)\b)))?{OF}(?![\w%]|\.\d|,\d|\s?per\s?cent)",
    re.IGNORECASE,
)
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
TIMES = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
SHARE = re.compile(
    rf"\b(?P<limit>just over|just under|a little over|a little under|well over|slightly more than|slightly less than|"
    rf"more "
    rf"than|less than|fewer than|at least|at most|no "
    rf"more than|over|under|about|around|roughly|nearly|almost|some|only|just|close to|approximately)?\s*(?:"
    rf"(?P<half>(?:a |one )?half)|(?P<times>a|one|two|three|four|five|seven|nine)[\s-](?P<part>third|quarter|fifth|"
    rf"sixth|"
    rf"eighth|tenth)s?|(?P<n>{NUMBER}|one)(?: [a-z]+)? (?:in|out of)(?: every)? (?P<m>{NUMBER})(?! the\b)|"
    rf"(?P<all>nearly all|almost all|the vast majority|virtually all)|(?P<most>most|the majority|a majority|the bulk)|"
    rf"(?P<few>a minority|few|hardly any))\b(?! (?:year|of the year|an hour|day|past|term|recent|likely|urgent|"
    rf"important|significant|common)\b)",
    re.IGNORECASE,
)
LINK = re.compile(
    r"\s*(?:[\w\s'’/&-]{0,60}?)(?:\(|,|–|-|:)\s*(?:(?:or|that is|namely|i\.e\.|being|which (?:is|was|makes|means)|"
    r"just|only|"
    r"representing|equal to|equivalent to|some|about|and) )*(?:the |an? )?|\s*(?:[\w\s'’/&-]{0,40}?)\b(?:or|which is|"
    r"that is|is|are|equal to|make|makes)\s+(?:only |just |about )?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Share:
    value: Fraction
    limit: str  # "above", "below", "least", "most", "about", ""
    start: int
    end: int
    slack: float = 0.026
    of: int = 0  # the four of "one in four", never a whole by itself


def shares(text: str) -> list[Share]:
    """The shares told in words in a sentence."""
    found = []
    for match in SHARE.finditer(text):
        value, limit, slack = _value(match)
        if value is None:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if match["limit"]:
            start = match.end("limit") + 1
        found.append(Share(value, limit, start, match.end(), slack))
    return found


def _value(match: re.Match[str]) -> tuple[Fraction | None, str, float]:
    limit = _limit((match["limit"] or "").lower())
    slack = 0.08 if limit == "about" else 0.026
    if match["half"]:
        return Fraction(1, 2), limit, slack
    if match["part"]:
        return Fraction(TIMES[match["times"].lower()], PARTS[match["part"].lower()]), limit, slack
    if match["n"]:
        n, m = value_of(match["n"]), value_of(match["m"])
        return (Fraction(n, m), limit, max(slack, 0.03)) if n and m and n < m <= 20 else (None, "", 0)
    if match["all"]:
        return Fraction(4, 5), "above", 0
    return Fraction(1, 2), "above" if match["most"] else "below", 0


def _limit(words: str) -> str:
    if words in ("just over", "a little over", "slightly more than"):
        return "just over"
    if words in ("just under", "a little under", "slightly less than"):
        return "just under"
    if words in ("more than", "over", "well over"):
        return "above"
    if words in ("less than", "fewer than", "under"):
        return "below"
    if words == "at least":
        return "least"
    if words in ("at most", "no more than"):
        return "most"
    return (
        "about"
        if words in ("about", "around", "roughly", "nearly", "almost", "some", "close to", "approximately")
        else ""
    )


def agrees(share: Share, ratio: float) -> bool:
    """Whether a part of a whole may be called so."""
    value = float(share.value)
    if share.limit == "just over":
        return value < ratio <= value + 0.09
    if share.limit == "just under":
        return value - 0.09 <= ratio < value
    if share.limit == "above":
        return ratio > value
    if share.limit == "below":
        return ratio < value
    if share.limit == "least":
        return ratio >= value - 0.005
    if share.limit == "most":
        return ratio <= value + 0.005
    return abs(ratio - value) <= share.slack


def check(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """Each share in words against the part and the whole beside it."""
    text = straight(span.text)
    ratios = [one for one in RATIO.finditer(text) if not re.search(r"\b(?:in|out of)\s*$", text[: one.start()])]
    for share in shares(text):
        pair = _of_money(text, share) or _inside(text, share) or _beside(text, share, ratios)
        if pair is None:
            continue
        part, whole = pair
        if not part or not whole or part > whole or whole < 4 or agrees(share, part / whole):
            continue
        yield finder.at(
            at,
            (span.start + share.start, span.start + share.end),
            "share",
            f"{part} of {whole} is {100 * part / whole:.0f}%",
            "Mend the figure that is wrong",
            severity=Severity.ERROR,
        )


def _of_money(text: str, share: Share) -> tuple[int, int] | None:
    """ "a fifth of the fund, £3 million of £12 million": in thousands."""
    match = re.search(
        r"(£[\d.,]*\d(?: ?(?:m|bn|million|billion)\b)?) (?:out )?of (?:the |our |its |a )?(£[\d.,]*\d(?: ?(?:m|bn|"
        r"million|billion)\b)?)",
        text,
    )
    if match is None or not LINK.fullmatch(text[share.end : match.start()]):
        return None
    part, whole = amount_of(match[1]), amount_of(match[2])
    return (round((part or 0) * 1000), round((whole or 0) * 1000))


def _inside(text: str, share: Share) -> tuple[int, int] | None:
    """ "half of the 13 risks (five)", "only a third of our 24 partners, six of them, ..."."""
    match = re.match(
        rf"(?: of)? (?:the |our |its |all |these |their )*(?P<whole>{NUMBER})\s[\w\s'’/&-]{{2,45}}?(?:\((?:only |"
        rf"just |some )?"
        rf"(?P<part>{NUMBER})(?: of them)?\)|, (?:or |that is |namely |only |just )*(?P<part2>{NUMBER})\b(?=,| of "
        rf"them|\.))",
        text[share.end :],
        re.IGNORECASE,
    )
    if match is None:
        return None
    return value_of(match["part"] or match["part2"]) or 0, value_of(match["whole"]) or 0


def _beside(text: str, share: Share, ratios: list[re.Match[str]]) -> tuple[int, int] | None:
    """ "three quarters of our partners (14 of 22)", "nine of the twenty-four forums, just over half, ..."."""
    for ratio in ratios:
        if ratio.start() < share.end and share.start < ratio.end():
            continue
        after = share.start >= ratio.end()
        gap = text[ratio.end() : share.start] if after else text[share.end : ratio.start()]
        words = re.sub(
            r"\b(?:just over|just under|more than|less than|about|nearly|almost|only|over|under|a little)\s*$", "", gap
        )
        if re.search(r"\d|%|[.;]", gap) or len(gap) > 75 or not LINK.fullmatch(words):
            continue
        is_so = re.search(r"\b(?:which|that is|or)\b", gap)
        if after and not is_so and re.match(r"\s+of (?:the|our|its|these|them|those|all)\b", text[share.end :]):
            continue  # of something else
        return value_of(ratio["part"]) or 0, value_of(ratio["whole"]) or 0
    return None
