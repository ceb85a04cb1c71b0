"""What time is it? The one place that asks, so that the demo and the tests can replay the past in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """Today in London: a fact entered at half past midnight in summer is dated that day, not the day before."""
    return now().astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The last moment of a London day, for "as it was known on that day"."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC) - timedelta(microseconds=1)


def moment_on(day: date, hour: int = 12) -> datetime:
    """A London day at an hour, for replaying what was recorded then."""
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were this moment."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
