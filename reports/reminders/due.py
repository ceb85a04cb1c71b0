"""Who is to be told what on a day? The policy of reminders, in plain Python: no database, request or clock.

Working leads are reminded rather than chief officers. Everybody gets at most one e-mail a day: by default once a week
with all that waits for them, daily where they prefer it and something is new, and once a month what has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reports.reminders.working_days import first_working_day


class Kind(StrEnum):
    """What can wait for a person, in the order in which it is told."""

    REVIEW = "review"
    CONTROL = "control"
    PROGRESS = "progress"
    WORDING = "wording"
    ACTION = "action"
    RESPONSE = "response"
    REQUEST = "request"


NEAR = timedelta(days=14)
PAPERS_TAKE = timedelta(days=28)  # to write, clear and issue
# How long before its date each is told of. What is not named here is told of as long as it waits.
AHEAD: Mapping[Kind, timedelta] = {Kind.REVIEW: NEAR, Kind.CONTROL: NEAR, Kind.REQUEST: PAPERS_TAKE}
DIGEST = "digest"
MADE_UP_FOR = 31  # days without a run that the next one makes up for


@dataclass(frozen=True)
class Matter:
    """Something that waits for somebody: which, by when, and of which period where it comes again without a date."""

    kind: Kind
    key: str
    due: date | None = None
    period: str = ""

    def is_told(self, day: date) -> bool:
        """Whether its date is near or past."""
        ahead = AHEAD.get(self.kind)
        return ahead is None or (self.due is not None and self.due <= day + ahead)

    def is_late(self, day: date) -> bool:
        """Due on a day, it may be done on that day."""
        return self.due is not None and self.due < day

    def news(self, day: date) -> tuple[str, str, str]:
        """What has been told once it has been told: another date is news, and so is that it passed."""
        state = self.period or (self.due.isoformat() if self.due else "")
        return self.kind.value, self.key, f"{state} late" if self.is_late(day) else state


def reminded(leads: Iterable[int], owners: Iterable[int], holders: Mapping[int, Collection[int]]) -> frozenset[int]:
    """The people to remind of a risk: who holds its working-lead posts, or where nobody does its owner posts.

    `holders`: {post: people with an account who hold it}.
    """
    working = frozenset(person for post in leads for person in holders.get(post, ()))
    return working or frozenset(person for post in owners for person in holders.get(post, ()))


class Often(StrEnum):
    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True)
class Wish:
    """What a person wants of mail; the defaults are those of who has said nothing."""

    reminders: Often = Often.WEEKLY
    weekday: int = 0  # Monday
    digest: bool = True


def days_answered_for(day: date, last_run: date | None) -> list[date]:
    """The days a run makes up for: since the last one that finished, the day itself always among them, oldest first."""
    first = day
    if last_run is not None and last_run < day:
        first = max(last_run + timedelta(days=1), day - timedelta(days=MADE_UP_FOR - 1))
    return [first + timedelta(days=number) for number in range((day - first).days + 1)]


def is_reminded(wish: Wish, days: Iterable[date], mailed: Collection[date]) -> bool:
    """Whether a run for these days reminds somebody, who was last reminded on the days `mailed`.

    Of daily mail it is then asked whether anything in it is new.
    """
    if wish.reminders is not Often.WEEKLY:
        return wish.reminders is Often.DAILY
    asked = [day for day in days if day.weekday() == wish.weekday]
    return any(all(earlier < day for earlier in mailed) for day in asked[-1:])


def month_told(wish: Wish, days: Iterable[date]) -> date | None:
    """The first day of the month that a digest tells of: the one before, on the first working day of a month."""
    if not wish.digest:
        return None
    for day in reversed(list(days)):
        if day == first_working_day(day.year, day.month):
            return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return None


@dataclass(frozen=True)
class Told:
    """What of the matters that wait for a person goes into one e-mail, and which of them are new to them."""

    matters: tuple[Matter, ...]
    new: frozenset[Matter]


def to_tell(wish: Wish, day: date, matters: Iterable[Matter], before: Collection[tuple[str, str, str]]) -> Told:
    """All that waits, most pressing first in each kind; nothing where daily mail would bring nothing new.

    `before`: what earlier e-mails to the person told of.
    """
    waiting = in_order(matter for matter in matters if matter.is_told(day))
    new = frozenset(matter for matter in waiting if matter.news(day) not in before)
    if wish.reminders is Often.DAILY and not new:
        return Told((), frozenset())
    return Told(tuple(waiting), new)


def in_order(matters: Iterable[Matter]) -> list[Matter]:
    """By kind, and of each kind the most pressing first."""
    return sorted(matters, key=_place)


def _place(matter: Matter) -> tuple[int, date, str]:
    return list(Kind).index(matter.kind), matter.due or date.max, matter.key
