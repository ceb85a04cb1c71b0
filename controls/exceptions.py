"""What about a control needs somebody's eye? Each exception in words, with the date it turns on. Plain Python.

They are raised by what changed or passed, never by what was not asked for: a control needs a title and a state, so
one without a date, a statement or a rating is no exception.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from controls.models import Rating, Stage
from controls.position import ControlRow
from controls.progress import Status
from registers.audience import WITHHELD
from registers.sentences import say_day


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


def quarter_before(day: date) -> date:
    """The same day three months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - 3, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def times(number: int) -> str:
    """once, twice, 3 times"""
    return COUNTS.get(number, f"{number} times")


def exceptions(row: ControlRow) -> list[Finding]:
    """Those of one control, as at the day it is seen. Nothing is said of what is withheld, nor of what is retired."""
    if not row.is_alive:
        return []
    return [Finding(kind, words) for kind, ask in ASKED.items() if (words := ask(row))]


def kinds(row: ControlRow) -> tuple[Kind, ...]:
    """The same, without the words: asked of thousands."""
    if not row.is_alive:
        return ()
    return tuple(kind for kind, ask in ASKED.items() if ask(row))


def is_overdue(row: ControlRow) -> bool:
    """Its date has passed, and it is neither in place nor said to be complete."""
    is_promised = row.due not in (None, WITHHELD) and row.stage in (Stage.POTENTIAL, Stage.PLANNED)
    return is_promised and row.due < row.as_at and row.status is not Status.COMPLETE


def _overdue(row):
    if not is_overdue(row):
        return ""
    return f"It was to be in place by {say_day(row.due)} and is still {row.stage.label.lower()}"


def _slipped(row):
    if row.slips < 2 or row.stage not in (Stage.POTENTIAL, Stage.PLANNED):
        return ""
    return f"Its date has slipped {times(row.slips)}, from {say_day(row.first_due)} to {_due(row)}"


def _due(row):
    return say_day(row.due) if row.due else "no date at all"


def _ownerless(row):
    """Of a joint control a body leads, and may name a post."""
    if row.owner is not None or not row.is_at_work or row.is_joint:
        return ""
    return "Nobody owns it"


def _doubted(row):
    if row.rating not in (Rating.NOT, Rating.PARTLY) or not row.is_at_work:
        return ""
    return f"It was found {row.rating.label.lower()} on {say_day(row.rated_on)}"


def is_stale(row: ControlRow) -> bool:
    """What was last said of it is more than a quarter old, and it is neither complete nor somebody else's."""
    if row.status in (None, WITHHELD) or row.status in DONE or not row.is_at_work:
        return False
    return row.stated_on < quarter_before(row.as_at)


def _stale(row):
    return f"Nothing has been said of it since {say_day(row.stated_on)}" if is_stale(row) else ""


ASKED = {
    Kind.OVERDUE: _overdue,
    Kind.SLIPPED_TWICE: _slipped,
    Kind.OWNERLESS: _ownerless,
    Kind.DOUBTED: _doubted,
    Kind.STALE: _stale,
}
