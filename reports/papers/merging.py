"""Two people changed one text: do both changes fit together? Pure, sentence by sentence."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

BETWEEN = re.compile(r"(?<=[.!?;:])(?= )|(?<=\n)|(?=\n)")


class Change(NamedTuple):
    """Sentences from `begin` to before `end` became these."""

    begin: int
    end: int
    become: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """Joined again they are the text."""
    return [piece for piece in BETWEEN.split(text) if piece]


def changes(before: list[str], after: str) -> set[Change]:
    now = sentences(after)
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return {Change(b1, b2, tuple(now[a1:a2])) for what, b1, b2, a1, a2 in matcher.get_opcodes() if what != "equal"}


def merged(base: str, one: str, other: str) -> str | None:
    """Both changes of a text together; None where they touch one another, so that somebody has to choose.

    The same change made by both counts once.
    """
    before = sentences(base)
    made = sorted(changes(before, one) | changes(before, other))
    if any(second.begin <= first.end for first, second in pairwise(made)):
        return None
    kept, place = [], 0
    for change in made:
        kept += [*before[place : change.begin], *change.become]
        place = change.end
    return "".join([*kept, *before[place:]])
