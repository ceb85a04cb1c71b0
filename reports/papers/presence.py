"""Who is writing where in a paper? Told by the last word that was kept of what they type, never by its text."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registers import clock
from reports.models import Paper, Unsaved

LATELY = timedelta(minutes=15)


@dataclass(frozen=True)
class Writer:
    name: str
    at: datetime

    def __str__(self):
        return f"{self.name} is writing here, last word {ago(clock.now() - self.at)}"


def writers(paper: Paper, but) -> dict[int, list[Writer]]:
    """{key of a section: who else has typed in it lately and not saved it}."""
    rows = Unsaved.objects.filter(section__paper=paper, saved_at__gt=clock.now() - LATELY).exclude(user=but)
    found: dict[int, list[Writer]] = {}
    for row in rows.select_related("user").order_by("-saved_at", "pk").defer("body"):
        found.setdefault(row.section_id, []).append(Writer(str(row.user), row.saved_at))
    return found


def ago(since: timedelta) -> str:
    minutes = int(since.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute ago"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
