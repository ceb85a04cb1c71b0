"""How is a name like another: the same words in another order, one slipped, one left out, one put in, one changed?"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from reports.checks.language import straight

SMALL = frozenset({"of", "and", "the", "for", "to", "in", "on", "a", "an"})


class Like(IntEnum):
    """How near a name is to a right one, the nearest last."""

    NOT = 0
    SHARES = 1  # one word of several is left out, put in or changed
    NEARLY = 2  # only its order, a small word or an ending differs, or a letter
    SAME = 3


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name to compare by: small letters, "and" for "&", no dashes or commas."""
    name = straight(name).lower().replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9']+", re.sub(r"'s\b|'", "", name)))


@lru_cache(maxsize=4096)
def content(name: str) -> tuple[str, ...]:
    """Its words without the small ones."""
    return tuple(word for word in plain(name).split() if word not in SMALL)


@lru_cache(maxsize=8192)
def akin(one: str, other: str) -> bool:
    """Two words of one stem, or one with a slip in it: "financial" and "finance", "Goverance" and "governance"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return False
    if long in (f"{short}s", f"{short}es", f"{short}ing", f"{short[:-1]}ies"):
        return True
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short))
    if shared >= max(5, len(short) - 2) and len(long) - shared <= 5:
        return True
    return len(short) > 4 and one[0] == other[0] and fuzz.ratio(one, other) >= (80 if len(short) > 8 else 84)


def likeness(said: str, right: str) -> Like:
    """How near `said` is to `right`. Both as written."""
    if plain(said) == plain(right):
        return Like.SAME
    ours, theirs = content(said), content(right)
    if not ours or not theirs:
        return Like.NOT
    if sorted(ours) == sorted(theirs):
        return Like.NEARLY
    missing = [word for word in theirs if word not in ours]
    extra = [word for word in ours if word not in theirs]
    pairs = [(a, b) for a in extra for b in missing if akin(a, b)]
    if len(pairs) >= max(len(missing), len(extra)) and len(missing) == len(extra):
        return Like.NEARLY
    if pairs:
        missing = [word for word in missing if word not in {b for _, b in pairs}]
        extra = [word for word in extra if word not in {a for a, _ in pairs}]
    common = len(theirs) - len(missing)
    if len(missing) <= 1 and len(extra) <= 1 and common >= 2:
        return Like.SHARES
    return Like.NOT
