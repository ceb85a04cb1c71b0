"""Prove that what is stored is what was issued: `manage.py verify_editions [SLUG ...] [--without-drawing]`."""

from django.core.management.base import BaseCommand, CommandError

from reports.models import Issue
from reports.verifying import verify


class Command(BaseCommand):
    help = (
        "Look at every issued edition: its checksums, the position it rests on as it was known then, and its pages "
        "drawn again. Ends with 1 where anything is not what was issued."
    )

    def add_arguments(self, parser):
        parser.add_argument("papers", nargs="*", help="papers by their slugs; all of them unless told")
        parser.add_argument("--without-drawing", action="store_true", help="leave out drawing the pages again")

    def handle(self, papers, without_drawing, **options):
        issues = Issue.objects.select_related("paper").order_by("paper__panel_date", "paper__slug", "number")
        if papers:
            issues = issues.filter(paper__slug__in=papers)
            missing = set(papers) - {issue.paper.slug for issue in issues}
            if missing:
                raise CommandError(f"Nothing has been issued of {', '.join(sorted(missing))}.")
        wrong = 0
        for verdict in verify(issues, renders=not without_drawing):
            wrong += not verdict.is_right
            self.stdout.write(f"{'Right' if verdict.is_right else 'WRONG'}  {verdict.about}: {verdict.words}.")
        if not issues:
            self.stdout.write("Nothing has been issued.")
        if wrong:
            raise CommandError(f"{wrong} of what was looked at is not what was issued.", returncode=1)
        self.stdout.write("Everything is what was issued.")
