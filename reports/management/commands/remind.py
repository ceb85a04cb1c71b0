"""Write and send the day's reminders: `manage.py remind`, once a day. Running it again does no harm."""

import contextlib
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from registers import clock
from reports.reminders.remind import remind
from reports.reminders.send import MailServerSilent


class Command(BaseCommand):
    help = (
        "Write to everybody for whom something waits, and send it. Safe to run twice. Ends with 1 where an e-mail "
        "could not be written or sent, or nobody knows whether it went out."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="the day, today unless told; not in the future")

    def handle(self, on, **options):
        if on is not None and on > clock.today():
            raise CommandError("--on must be today or in the past")
        is_today = on is None or on == clock.today()
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
