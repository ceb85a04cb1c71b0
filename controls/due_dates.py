"""How often has a promised date moved, and how often did it slip? Plain Python, counted from the dates themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class DueDate(NamedTuple):
    """One date as it was set: from when, to when (None: no date any more), and why."""

    on: date
    due: date | None
    reason: str = ""


class Move(NamedTuple):
    """From one date to another. `was` and `due` are None where there was, or is, no date."""

    on: date
    was: date | None
    due: date | None
    reason: str
    is_slip: bool


class DueDates(NamedTuple):
    """The first date promised, the one that stands, and every move between them, the oldest first."""

    original: date | None
    due: date | None
    moves: tuple[Move, ...]

    @property
    def slips(self) -> int:
        return sum(move.is_slip for move in self.moves)


def due_dates(rows: Iterable[DueDate]) -> DueDates:
    """What came of a promise, from its rows in the order in which they took effect.

    A move to a later date is a slip. A date that was dropped and set again later has slipped too: it is compared with
    the last one there was.
    """
    original = last_set = due = None
    moves: list[Move] = []
    for row in rows:
        if original is None:
            original = row.due
        elif row.due != due:
            is_slip = row.due is not None and last_set is not None and row.due > last_set
            moves.append(Move(row.on, due, row.due, row.reason, is_slip))
        due = row.due
        last_set = row.due or last_set
    return DueDates(original, due, tuple(moves))
