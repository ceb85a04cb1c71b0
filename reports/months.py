"""Which month is looked at? A dashboard is of a month: the present one as at today, a past one as at its last day."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date
from typing import NamedTuple

FIRST_YEAR = 1900  # no register is older


class Month(NamedTuple):
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def called(cls, text: str) -> Month | None:
        """From an address: "2019-09"; None for what is no month."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if found is None:
            return None
        year, month = int(found[1]), int(found[2])
        return cls(year, month) if year >= FIRST_YEAR and 1 <= month <= 12 else None

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def before(self) -> Month:
        year, month = divmod(self.year * 12 + self.month - 2, 12)
        return Month(year, month + 1)

    @property
    def after(self) -> Month:
        year, month = divmod(self.year * 12 + self.month, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def words(self) -> str:
        return f"{month_name[self.month]} {self.year}"
