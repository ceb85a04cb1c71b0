"""Write all that bodies' portal holds to one file: `manage.py export_body mopac met --output portal.json`.

The file holds what is OFFICIAL-SENSITIVE: keep it as such. docs/complete-export.md says what is in it.
"""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registers.models import Organisation
from reports.moving.leaving import complete_export
from reports.papers.figures import one_moment


class Command(BaseCommand):
    help = "Write a complete export of one body, or of several with what they hold together, to a JSON file."

    def add_arguments(self, parser):
        parser.add_argument("bodies", nargs="*", help="short addresses, like mopac; all of them unless told")
        parser.add_argument("--output", help="the file to write; the screen unless told")

    def handle(self, bodies, output, **options):
        chosen = Organisation.objects.filter(slug__in=bodies) if bodies else Organisation.objects.all()
        missing = set(bodies) - {body.slug for body in chosen}
        if missing:
            raise CommandError(f"There is no body {', '.join(sorted(missing))}")
        with one_moment():
            pieces = complete_export(chosen)
            if not output:
                for piece in pieces:
                    sys.stdout.write(piece)
                return
            self._write(Path(output), pieces)
        self.stdout.write(f"Written to {output}. It holds what is OFFICIAL-SENSITIVE.")

    def _write(self, path, pieces):
        """Whole or not at all: a file that breaks off is never left under the name."""
        part = path.with_name(path.name + ".part")
        try:
            with open(part, "w", encoding="utf-8", opener=_for_nobody_else) as file:
                file.writelines(pieces)
            part.replace(path)
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem.strerror}") from problem
        finally:
            part.unlink(missing_ok=True)


def _for_nobody_else(path, flags):
    """Opened so that only whoever writes it may read it."""
    return os.open(path, flags, mode=0o600)
