"""Where do new risks stand in the list? Where the file has them: 15 between 4 and 5, as a printed register does.

Risks that are there already keep their places; a risk's place is ten times its reference unless it is told another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

STEP = 10


def places(rows: Sequence[tuple[int, bool]]) -> list[int | None]:
    """The place each row of the file is to be given: None where it stands rightly, or is not new.

    `rows`: (the place it has by itself, whether it is new) of each row in the file's order. New rows that rise with
    their neighbours keep their own; the others stand between the rows beside them.
    """
    rising = _longest_rising([place for place, _ in rows])
    found: list[int | None] = [None] * len(rows)
    before = 0
    for n, (own, is_new) in enumerate(rows):
        if n in rising:
            before = own
            continue
        if not is_new:
            continue
        after = next((rows[m][0] for m in range(n + 1, len(rows)) if m in rising), None)
        left = (
            sum(1 for m in range(n, len(rows)) if m not in rising and rows[m][1]) if after is None else _run(n, rising)
        )
        room = STEP * (left + 1) if after is None else after - before
        place = before + max(1, room // (left + 1))
        if after is not None and place >= after:
            return _in_order(rows)
        found[n] = before = place
    return found


def _run(n: int, rising: set[int]) -> int:
    """How many rows from here on stand before the next that keeps its place."""
    count = 0
    while n + count not in rising:
        count += 1
    return count


def _in_order(rows: Sequence[tuple[int, bool]]) -> list[int | None]:
    """No room between two places: a register that is all new is counted anew, any other keeps its own places."""
    if not all(is_new for _, is_new in rows):
        return [None] * len(rows)
    return [STEP * n for n in range(1, len(rows) + 1)]


def _longest_rising(values: Sequence[int]) -> set[int]:
    """The places of the longest run of rising values."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for n, value in enumerate(values):
        place = bisect_right(ends, value)
        before.append(last[place - 1] if place else None)
        if place == len(ends):
            ends.append(value)
            last.append(n)
        else:
            ends[place], last[place] = value, n
    found: set[int] = set()
    at = last[-1] if last else None
    while at is not None:
        found.add(at)
        at = before[at]
    return found
