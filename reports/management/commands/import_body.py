"""Take a complete export into an empty portal: `manage.py import_body portal.json`. All of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.moving.arriving import NotTakenIn, take_in


class Command(BaseCommand):
    help = "Take a complete export of a portal into this empty one. Nobody's password comes with it."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, file, **options):
        try:
            content = Path(file).read_text(encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}") from problem
        except UnicodeDecodeError as problem:
            raise CommandError(f"{file} is not a text file") from problem
        try:
            counts = take_in(content, self._tell)
        except NotTakenIn as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{sum(counts.values())} rows came in, of {sum(map(bool, counts.values()))} kinds.")
        self.stdout.write("People keep their roles; each sets a new password by “Forgotten your password?”.")

    def _tell(self, name, number):
        if number:
            self.stdout.write(f"{number:>8} {name}")
