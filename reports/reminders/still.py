"""May an e-mail that has waited still go out? What its reader may know can change while it does.

The mail server was silent for a day, or somebody sends again what was uncertain: meanwhile a role or a clearance ended,
or something was marked. So everything in it is worked out again, for its own day and by what they may see today.
"""

from datetime import date, timedelta

from registers import clock
from registers.access import audience_of
from registers.models import Membership
from reports.models import Outgoing
from reports.reminders.compose import line_of
from reports.reminders.digest import digest
from reports.reminders.due import DIGEST
from reports.reminders.managers import copied_to
from reports.reminders.reading import tasks_of
from reports.reminders.roster import Roster

FRESH = timedelta(minutes=10)  # written by the run that sends it
GONE = "They no longer sign in"
NO_ROLE = "They have no role any more"
MOVED = "Their address has changed"
CHANGED = "What it tells of, or what they may see of it, has changed since it was written"


def is_fresh(row: Outgoing) -> bool:
    """Whether it was written only now, by what holds now."""
    return row.written_at > clock.now() - FRESH


def why_not(row: Outgoing, found: Roster) -> str:
    """Why it must not go out any more; "" where it may. `found`: today's, of everybody or of its reader."""
    if not row.user.is_active:
        return GONE
    if not Membership.objects.current(clock.today()).filter(user=row.user_id).exists():
        return NO_ROLE
    if row.to != row.user.email:
        return MOVED
    told = _told_today(row, found) if row.lines else set()
    return "" if all((line["words"], line["url"]) in told for line in row.lines) else CHANGED


def _told_today(row, found) -> set[tuple[str, str]]:
    """Every line that an e-mail of its day could have, written today."""
    audience = audience_of(row.user)
    lines = [line_of(task, row.on) for task in tasks_of(row.user, audience, found, row.on)]
    months = [date.fromisoformat(f"{key}-01") for kind, key, _ in row.about if kind == DIGEST]
    lines += [line for month in months for line in digest(audience, month, found)]
    return {(line.words, line.url) for line in lines}


def still_copied_to(row: Outgoing, found: Roster) -> list[str]:
    """Those of its copies that would be made today."""
    if not row.copied_to:
        return []
    today = copied_to(row.user, row.lines, row.about, found)
    return [address for address in row.copied_to if address in today]
