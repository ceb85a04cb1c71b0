"""How did a section or an appendix come to say what it says? Its versions out of the audit trail, newest first.

No figure is read from them. A past version is read by whom its marking then lets read it: the page that shows them asks
for the section's marking now (DESIGN.md section 6).
"""

from dataclasses import dataclass
from datetime import datetime

from registers.audience import Audience
from registers.models import Marking
from reports.models import Appendix, Section
from reports.rules_appendices import whose


@dataclass(frozen=True)
class Version:
    number: int
    at: datetime
    by: str
    reason: str
    heading: str
    body: str  # empty where it may not be read
    marking: str
    is_readable: bool

    @property
    def words(self) -> int:
        return len(self.body.split())


def versions(section: Section | Appendix, audience: Audience) -> list[Version]:
    """Every version of a text, the newest first. What only moved it is none."""
    rows = section.history.exclude(history_type="-").select_related("history_user")
    first: dict[int, Version] = {}
    for row in rows.order_by("history_date", "history_id"):
        first.setdefault(row.version, _version(row, section, audience))
    return list(reversed(first.values()))


def _version(row, section, audience) -> Version:
    if isinstance(section, Appendix):
        writer, heading = whose(section), row.title
    else:
        writer, heading = row.organisation_id or section.paper.organisation_id, row.heading
    is_readable = row.marking == Marking.OFFICIAL or writer in audience.cleared
    return Version(
        number=row.version,
        at=row.history_date,
        by=str(row.history_user or ""),
        reason=row.history_change_reason or "",
        heading=heading if is_readable else "",
        body=row.body if is_readable else "",
        marking=row.get_marking_display(),
        is_readable=is_readable,
    )


def text_of(section: Section | Appendix, audience: Audience, number: int) -> Version | None:
    """One version; None where there is none of that number, or it may not be read."""
    found = next((version for version in versions(section, audience) if version.number == number), None)
    return found if found and found.is_readable else None
