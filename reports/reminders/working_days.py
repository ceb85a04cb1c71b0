"""Which day is a working day in England? Plain Python: weekends, and the bank holidays that can open a month.

Others, such as Christmas Day, never fall on the first weekday of a month, which is all that is asked here.
"""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def first_working_day(year: int, month: int) -> date:
    day = date(year, month, 1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def _holidays(year: int) -> set[date]:
    easter = easter_sunday(year)
    return {
        _weekday_from(date(year, 1, 1)),  # New Year's Day, or the Monday in its place
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
    }


def _weekday_from(day: date) -> date:
    return day if day.weekday() < SATURDAY else _monday_from(day)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def easter_sunday(year: int) -> date:
    """The Gregorian computus, as Butcher's Ecclesiastical Calendar has it."""
    century, rest = divmod(year, 100)
    golden = year % 19
    correction = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
