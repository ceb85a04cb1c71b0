"""When is a risk to be looked at again? The cadence of its band. Plain Python.

003 1.5 and 000 1.2 review monthly what stands highest, and quarterly the rest; each register may say otherwise.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from registers.scoring import Band

MONTHS: Mapping[str, int] = {Band.LOW: 6, Band.MEDIUM: 3, Band.HIGH: 3, Band.VERY_HIGH: 1}
UNSCORED = 1  # months: what nobody has scored is asked about soon


def months_on(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_review(on: date, band: Band | None, cadence: Mapping[str, int] | None = None) -> date:
    """The day proposed for the next review of a risk reviewed on a day, from the months its register gives its band."""
    return months_on(on, months_between(band, cadence))


def months_between(band: Band | None, cadence: Mapping[str, int] | None = None) -> int:
    """From one review to the next, in months: as the register says of the band, or as both bodies do."""
    return UNSCORED if band is None else {**MONTHS, **(cadence or {})}[band]


def every(band: Band | None, cadence: Mapping[str, int] | None = None) -> str:
    """How often, in words: "high risks every 3 months"."""
    months = months_between(band, cadence)
    which = f"{band.label.lower()} risks" if band else "risks that are not scored"
    return f"{which} every {'month' if months == 1 else f'{months} months'}"


def is_overdue(next_on: date | None, as_at: date) -> bool:
    """A review due on a day may be held on that day: it is overdue the day after."""
    return next_on is not None and next_on < as_at
