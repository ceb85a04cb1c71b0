"""Which moment is looked at, and as it was known when? And the calendar quarters that papers count in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

Cell = tuple[int, int] | None


@dataclass(frozen=True)
class Scope:
    """A position's time: as at the end of a London day, as known at a moment (None: all that is known now).

    `issued`: what an issued edition printed for the day compared with, as (ref, cell) of each risk; None where that
    day was never issued. A risk whose score there has been corrected since does not seem to have moved.
    """

    as_at: date
    known_at: datetime | None = None
    compared_with: date | None = None
    issued: tuple[tuple[int, Cell], ...] | None = None

    @cached_property
    def issued_cells(self) -> Mapping[int, Cell]:
        return dict(self.issued or ())

    def on(self, day: date) -> Scope:
        """The same knowledge, of another day."""
        return replace(self, as_at=day, compared_with=None, issued=None)

    def clamped(self, as_at: date, known_at: datetime) -> Scope:
        """Cut to what was settled: nothing dated or recorded after it (DESIGN.md section 3, Agreed).

        Where the cut falls on or before the day compared with, the quarter end before it is compared with instead.
        """
        cut = min(self.as_at, as_at)
        compared_with = self.compared_with
        if compared_with is not None and cut <= compared_with < self.as_at:
            compared_with = quarter_end_before(cut)  # else what is settled would be compared with itself
        known_at = known_at if self.known_at is None else min(self.known_at, known_at)
        compared_with = compared_with and min(compared_with, as_at)
        issued = self.issued if compared_with == self.compared_with else None
        return Scope(as_at=cut, known_at=known_at, compared_with=compared_with, issued=issued)

    @property
    def before(self) -> Scope | None:
        return None if self.compared_with is None else self.on(self.compared_with)


def quarter_end_before(day: date) -> date:
    """The last quarter end strictly before a day: what a quarter's paper compares with."""
    first_of_this = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first_of_this - timedelta(days=1)


def quarter_ends(back_from: date, since: date) -> list[date]:
    """The quarter ends from a day back to another, newest first, both included where they are quarter ends.

    The quarter a day falls in counts with that day where it has not ended: a risk that came to its
    cell this quarter has stood there for one.
    """
    ends = [back_from]
    end = quarter_end_before(back_from)
    while end >= since:
        ends.append(end)
        end = quarter_end_before(end)
    return ends
