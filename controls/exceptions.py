"""What about a control needs somebody's eye? Each exception in words, with the date it turns on. Plain Python.

They are raised by what changed or passed, never by what was not asked for: a control needs a title and a state, so
one without a date, a statement or a rating is no exception.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from controls.models import Rating, Stage
from controls.progress import Status
from registers.sentences import say_day

if TYPE_CHECKING:
    from controls.position import ControlRow


class Kind(StrEnum):
    """In the order in which they are told."""

    OVERDUE = "overdue"
    SLIPPED_TWICE = "slipped-twice"
    OWNERLESS = "no-owner"
    DOUBTED = "doubted"
    STALE = "stale"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.OVERDUE: "Promised date passed",
    Kind.SLIPPED_TWICE: "Slipped twice or more",
    Kind.OWNERLESS: "No owner",
    Kind.DOUBTED: "Effectiveness doubted",
    Kind.STALE: "Narrative older than a quarter",
}
COUNTS = {1: "once", 2: "twice"}
DONE = (Status.COMPLETE, Status.NOT_APPLICABLE, Status.NOT_STATED)


@dataclass(frozen=True)
class Finding:
    """One of them, as a person would say it."""

    kind: Kind
    words: str


@lru_cache(maxsize=64)
def quarter_before(day: date) -> date:
    """The same day three months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - 3, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def times(number: int) -> str:
    """once, twice, 3 times"""
    return COUNTS.get(number, f"{number} times")


def exceptions(row: ControlRow) -> list[Finding]:
    """Those of one control, as at the day it is seen, in words."""
    return [Finding(kind, WORDS[kind](row)) for kind in row.kinds]


def kinds(row: ControlRow) -> tuple[Kind, ...]:
    """Which there are. Nothing is said of what is withheld, nor of what is retired."""
    if row.stage is Stage.RETIRED:
        return ()
    return tuple(kind for kind, asks in ASKED.items() if asks(row))


def is_overdue(row: ControlRow) -> bool:
    """Its date has passed, and it is neither in place nor said to be complete."""
    if not row.due or row.stage is Stage.IN_PLACE or row.status is Status.COMPLETE:
        return False
    return row.due < row.as_at


def is_ownerless(row: ControlRow) -> bool:
    """Planned or in place, and nobody's. Of a joint control a body leads, and may name a post."""
    return row.owner is None and row.is_at_work and not row.is_joint


def is_stale(row: ControlRow) -> bool:
    """What was last said of it is more than a quarter old, and it is neither complete nor somebody else's."""
    if not row.status or row.status in DONE or not row.is_at_work:
        return False
    return row.stated_on < quarter_before(row.as_at)


ASKED = {
    Kind.OVERDUE: is_overdue,
    Kind.SLIPPED_TWICE: lambda row: row.slips > 1 and row.stage is not Stage.IN_PLACE,
    Kind.OWNERLESS: is_ownerless,
    Kind.DOUBTED: lambda row: row.rating in (Rating.NOT, Rating.PARTLY) and row.is_at_work,
    Kind.STALE: is_stale,
}
WORDS = {
    Kind.OVERDUE: lambda row: f"It was to be in place by {say_day(row.due)} and is still {row.stage.label.lower()}",
    Kind.SLIPPED_TWICE: lambda row: (
        f"Its date has slipped {times(row.slips)}, from {say_day(row.first_due)} to {say_day(row.due) or 'no date'}"
    ),
    Kind.OWNERLESS: lambda row: "Nobody owns it",
    Kind.DOUBTED: lambda row: f"It was found {row.rating.label.lower()} on {say_day(row.rated_on)}",
    Kind.STALE: lambda row: f"Nothing has been said of it since {say_day(row.stated_on)}",
}
