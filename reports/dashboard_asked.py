"""Of which bodies is a dashboard asked for, and as at when? The present month is live, a past one as at its last day.

As at a meeting: on its day, or today where that is yet to come; once it is closed, as it was known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from registers import clock
from registers.models import Organisation
from registers.scope import Scope, quarter_end_before
from registers.views.common import AskedScope
from reports.models import Meeting
from reports.months import Month


@dataclass(frozen=True)
class Asked:
    bodies: tuple[Organisation, ...]
    is_joint: bool
    month: Month
    scope: Scope  # compared with the end of the month before
    meeting: Meeting | None = None

    @classmethod
    def of(cls, bodies, is_joint: bool, month: Month, meeting: Meeting | None = None) -> Asked:
        today = clock.today()
        as_at = min(meeting.on if meeting else month.last_day, today)
        known_at = meeting.closed_at if meeting and meeting.is_closed else None
        return cls.at(bodies, is_joint, month, as_at, known_at, meeting)

    @classmethod
    def at(cls, bodies, is_joint: bool, month: Month, as_at: date, known_at, meeting=None) -> Asked:
        """The moment itself, as a file was asked for: what was today is no longer."""
        return cls(tuple(bodies), is_joint, month, Scope(as_at, known_at, month.before.last_day), meeting)

    @property
    def since(self) -> date:
        """The end of the month before."""
        return self.month.before.last_day

    @property
    def quarter(self) -> date:
        """The quarter end before; in the first month of a quarter it is the end of the month before too."""
        return quarter_end_before(self.scope.as_at)

    @property
    def is_now(self) -> bool:
        return self.scope.as_at == clock.today() and self.scope.known_at is None

    @property
    def title(self) -> str:
        return "Joint dashboard" if self.is_joint else f"{capfirst(self.bodies[0].short_name)} dashboard"

    # Addresses -------------------------------------------------------------------------------------------------------

    def time(self, since: date | None = None, as_at: date | None = None) -> dict:
        """The query that takes this time to another page. `since`: with movement from then; `as_at`: on another day."""
        day = as_at or self.scope.as_at
        return AskedScope(Scope(day, self.scope.known_at, since or quarter_end_before(day)), is_past=True).query

    @property
    def url(self) -> str:
        return self._url("dashboard")

    @property
    def month_url(self) -> str:
        """The whole month, where a meeting of it is shown."""
        return self.of_month(self.month)

    def of_month(self, month: Month) -> str:
        """The same dashboard of another month."""
        return _address("dashboard", self, month)

    def _url(self, name, **query) -> str:
        query |= {"meeting": meeting_slug(self.meeting)} if self.meeting else {}
        return _address(name, self, self.month) + (f"?{urlencode(query)}" if query else "")

    @property
    def brief_url(self) -> str:
        return self._url("dashboard-brief")

    @property
    def decisions_url(self) -> str:
        return self._url("dashboard-decisions")

    @property
    def pdf_url(self) -> str:
        return self._url("dashboard-pdf")

    @property
    def brief_pdf_url(self) -> str:
        return self._url("dashboard-brief-pdf")

    def risks_url(self, body: Organisation, show: str) -> str:
        """The risks of one body's register behind a figure."""
        query = {"show": show} | ({"meeting": meeting_slug(self.meeting)} if self.meeting else {})
        return reverse("reports:dashboard-risks", args=[body.slug, str(self.month)]) + f"?{urlencode(query)}"


def meeting_slug(meeting: Meeting) -> str:
    """As an address names it."""
    return f"{meeting.board.slug}/{meeting.on.isoformat()}"


def _address(name, asked, month):
    if asked.is_joint:
        return reverse(f"reports:joint-{name}", args=[str(month)])
    return reverse(f"reports:{name}", args=[asked.bodies[0].slug, str(month)])
