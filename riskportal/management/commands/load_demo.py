"""Fill an empty database with the demo: the registers as the papers printed them, and what boards did with them."""

import os
import secrets

from django.core.management.base import BaseCommand
from django.db import transaction

from controls import demo as controls_demo
from controls import demo_alignments, demo_improvement
from registers import demo as registers_demo
from registers import demo_boards
from registers.models import Organisation
from reports import demo as reports_demo
from reports import demo_issues, demo_meetings
from reports.reminders import demo as reminders_demo

REGISTERS = (
    "met-corporate.json",
    "mopac-corporate.json",
    "mopac-strategy-directorate.json",  # after the corporate register, to which they escalate
    "mopac-commissioning-directorate.json",
)


class Command(BaseCommand):
    help = "Load the demonstration data into an empty database. Does nothing where there is data already."

    def add_arguments(self, parser):
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="Leave the papers as they were written: to issue them draws ten PDFs, which takes its time.",
        )

    def handle(self, *, drafts=False, **options):
        if Organisation.objects.exists():
            self.stdout.write("There is data already: nothing was changed.")
            return
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(12)
        with transaction.atomic():
            registers_demo.load_organisations()
            registers_demo.load_members(password)
            registers_demo.load_posts()
            registers_demo.load_appetites()
            for name in REGISTERS:
                registers_demo.load_register(name)
            controls_demo.load_controls()
            demo_alignments.load_alignments()
            demo_improvement.load_plans()
            reports_demo.load_papers()
            demo_boards.load_boards()
            demo_meetings.load_meetings()
            demo_boards.end_boards()
            if not drafts:
                demo_issues.issue_papers()
        reminders_demo.load_mail()
        self.tell_how_to_sign_in(password)

    def tell_how_to_sign_in(self, password):
        self.stdout.write("Loaded the demonstration registers, their controls and alignments, meetings, and papers.")
        self.stdout.write("Sign in as reader@, lead@, board@, secretariat@ or admin@ of mopac.example or met.example,")
        self.stdout.write("or as member@, auditor@, secretariat@ or admin@ of panel.example.")
        if os.environ.get("DEMO_PASSWORD"):
            self.stdout.write("The password of each is the one in DEMO_PASSWORD.")
        else:
            self.stdout.write(f"The password of each is {password} (printed this once).")
