"""Numbers that nearly add up: a sentence or two whose parts come to a little more or less than their whole.

What is surely a whole and its parts is weighed in sums.py. Here nothing is known of the words but that one amount is
the largest and the others together come close to it and miss it; so what is found is doubtful, and mostly a warning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from reports.checks.changes import FROM_TO, UNITS
from reports.checks.language import Span, straight
from reports.checks.numbers import counts

MONEY = re.compile(r"£(\d+(?:,\d{3})*(?:\.\d+)?)\s?(million|billion|m|bn|k)?\b", re.IGNORECASE)
REST = re.compile(
    r"\b(?:leaving|leaves?|left|remain(?:s|ing|der)?|rest|others?|balance|not|none|without|still to|yet to|unfilled|"
    r"in all|in total|total|altogether|together|making|makes?|came to|come to|comes to|so)\b",
    re.IGNORECASE,
)
SPLITS = re.compile(
    r"\b(?:leaving|leaves|remain(?:s|ing|der)|balance|in total|altogether|of this|of which|the other|the rest)\b",
    re.IGNORECASE,
)
OVERLAP = re.compile(
    r"\b(?:both|overlap\w*|more than one|as well as|some of whom|twice|each other|each|every|rounded|rounding|of which|"
    r"average|further|added|also|respectively|per|including|include[sd]?|such as|among|at least|compared|target|times|"
    r"scale|likelihood|impact|against|aged)\b",
    re.IGNORECASE,
)
NOT_COUNTED = re.compile(
    r"^\s*(?:quarters?|months?|years?|weeks?|days?|hours?|minutes?|times?|per\s?cent|%|of the (?:same|next)|more|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    value: float
    start: int  # in the passage
    end: int
    text: str
    is_money: bool = False
    is_rest: bool = False


@dataclass(frozen=True)
class NearMiss:
    """The parts come to `sum_of`, the whole is said to be another."""

    whole: Amount
    sum_of: float
    last: Amount
    is_sure: bool = False

    @property
    def shown(self) -> str:
        """What the parts come to, in the unit of the whole."""
        unit = (
            re.search(r"\s?(million|billion|m|bn|k)$", self.whole.text, re.IGNORECASE) if self.whole.is_money else None
        )
        value = self.sum_of / (UNITS[unit[1].lower()] if unit else 1)
        return f"{'£' if self.whole.is_money else ''}{value:,.10g}{unit[0] if unit else ''}"


ADDS_UP = NearMiss(Amount(0, 0, 0, ""), 0, Amount(0, 0, 0, ""))


def near_miss(spans: Sequence[Span]) -> NearMiss | None:
    """Whether the amounts of these sentences, read as parts and a whole, miss one another by a little.

    ADDS_UP where some of them come to exactly another: then nothing in these sentences is amiss.
    """
    words = " ".join(straight(span.text) for span in spans)
    for is_money in (False, True):
        amounts = [one for span in spans for one in _amounts(span, is_money)]
        if not 3 <= len(amounts) <= 7 or _guard(words, is_money) or FROM_TO.search(words):
            continue
        if _some_add_up(amounts):
            return ADDS_UP
        without = [one for one in amounts if one.text.lower() != "one"]  # "one" may count nothing
        for some in (amounts, without) if len(without) > 2 else (amounts,):
            if (
                found := _missed(
                    some,
                    is_money,
                    has_rest=REST.search(words) is not None,
                    is_split=len(spans) < 3 and SPLITS.search(words) is not None,
                )
            ) is not None:
                return found
    return None


def _missed(amounts: Sequence[Amount], is_money: bool, *, has_rest: bool, is_split: bool) -> NearMiss | None:
    whole = max(amounts, key=lambda one: one.value)
    parts = [one for one in amounts if one is not whole and one.value != whole.value]
    if len(parts) < 2 or len(parts) + 1 != len(amounts) or whole.value < (4 if has_rest else 8) * (not is_money):
        return None
    sum_of = sum(one.value for one in parts)
    gap = abs(sum_of - whole.value)
    room = (0.25 if has_rest and len(parts) == 2 else 0.13) * whole.value
    least, most = (0.004 * whole.value, room) if is_money else (0, max(room, 1 if whole.value <= 12 else 2))
    if not least < gap <= most:
        return None
    return NearMiss(whole, sum_of, parts[-1], is_money and is_split and len(parts) == 2)


def _guard(words: str, is_money: bool) -> bool:
    text = re.sub(r"\b(?:each of the|at each)\b", "", words, flags=re.I)
    if is_money:
        text = re.sub(r"\bof which\b", "", text, flags=re.I)
    return bool(OVERLAP.search(text))


def _amounts(span: Span, is_money: bool) -> list[Amount]:
    text = straight(span.text)
    if is_money:
        return [
            Amount(
                float(one[1].replace(",", "")) * UNITS[(one[2] or _unit_after(text, one)).lower()],
                span.start + one.start(),
                span.start + one.end(),
                one[0],
                True,
            )
            for one in MONEY.finditer(text)
        ]
    found: list[Amount] = []
    for one in counts(text):
        after = text[one.end :]
        if one.kind == "share" and one.share and found and re.match(r"\s+of (?:them|these|those|which|whom)\b", after):
            half = float(one.share) * found[0].value
            if half == int(half):
                found.append(Amount(half, span.start + one.start, span.start + one.end, one.text))
        elif (
            one.kind == "count"
            and not one.limit
            and one.value > 0
            and not NOT_COUNTED.match(after)
            and not re.search(r"\bat\s*$", text[: one.start])
        ):
            found.append(Amount(one.value, span.start + one.start, span.start + one.end, one.text))
    return found


def _unit_after(text: str, one: re.Match[str]) -> str:
    """ "£2.6 and £3.1 million": the unit of the next amount, where this has none and is small."""
    later = MONEY.search(text, one.end())
    return (later[2] or "") if later and "," not in one[1] and float(one[1].replace(",", "")) < 1000 else ""


def _some_add_up(amounts: Sequence[Amount]) -> bool:
    """Whether some of them come to exactly the largest."""
    whole = max(one.value for one in amounts)
    parts = [one.value for one in amounts if one.value != whole]
    return any(
        abs(sum(some) - whole) <= 0.003 * whole
        for size in range(2, len(parts) + 1)
        for some in combinations(parts, size)
    )
