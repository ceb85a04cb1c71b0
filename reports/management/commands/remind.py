"""Write and send the day's reminders: `manage.py remind`, once a day. Running it again does no harm."""

import contextlib
from datetime import date

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from registers import clock
from reports.reminders.remind import remind
from reports.reminders.send import MailServerSilent

# A past day would be told by the roles, clearances and markings of that day, and nobody may be written to by those.
NOT_BY_MAIL = (
    "--on a past day is only for trying it out, with mail written to files (EMAIL_URL=file:///...). Today's run makes "
    "up for days that were missed."
)


class Command(BaseCommand):
    help = (
        "Write to everybody for whom something waits, and send it. Safe to run twice. Ends with 1 where an e-mail "
        "could not be written or sent, or nobody knows whether it went out."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="a past day, to try it out with mail as files")

    def handle(self, on, **options):
        if on is not None and on > clock.today():
            raise CommandError("--on must be today or in the past")
        is_today = on is None or on == clock.today()
        if not (is_today or getattr(get_connection(), "is_repeatable", False)):
            raise CommandError(NOT_BY_MAIL)
        with contextlib.nullcontext() if is_today else clock.at(clock.moment_on(on)):
            try:
                done = remind()
            except MailServerSilent as problem:
                raise CommandError(f"The mail server does not answer ({problem}). What was written waits.") from problem
        tally = done.tally
        self.stdout.write(
            f"{done.written} written, {tally.sent} sent, {tally.failed} refused, {tally.uncertain} uncertain."
        )
        if done.left_out:
            raise CommandError(f"Not written, see the log: {', '.join(done.left_out)}")
        if not done.is_complete:
            raise CommandError("Not everything went out: see the page of sent mail.")
