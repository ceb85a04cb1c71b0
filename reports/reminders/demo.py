"""The demo's mail: what the last two rounds would have sent, so that the page of sent mail has something to show."""

from datetime import timedelta

from django.core.mail import get_connection

from registers import clock
from reports.models import Outgoing
from reports.reminders.remind import Round, write
from reports.reminders.send import deliver
from reports.reminders.working_days import first_working_day


def load_mail() -> None:
    """A digest and a week's reminders. The demo's people are invented: no mail server is ever given their addresses."""
    for day in _days():
        with clock.at(clock.moment_on(day, 6)):
            write(day, Round())
            if getattr(get_connection(), "is_repeatable", False):
                deliver()
            else:
                Outgoing.objects.filter(on=day).update(state=Outgoing.State.SENT, sent_at=clock.now())


def _days():
    """The first working day of this month, or of the last one, and the latest Monday."""
    today = clock.today()
    first = first_working_day(today.year, today.month)
    if first > today:
        before = today.replace(day=1) - timedelta(days=1)
        first = first_working_day(before.year, before.month)
    return sorted({first, today - timedelta(days=today.weekday())})
