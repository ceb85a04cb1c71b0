"""Render one edition of a paper: `manage.py render_paper SLUG --edition public --output paper.pdf`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.models import Edition, Paper
from reports.papers.editions import make_document
from reports.papers.printing import print_paper


class Command(BaseCommand):
    help = "Render a paper as PDF, here and now. The same paper gives the same bytes."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the paper, for example mopac-risk-update-2019-09")
        parser.add_argument("--edition", choices=Edition.values, required=True)
        parser.add_argument("--output", type=Path, required=True, help="the file to write")

    def handle(self, slug, edition, output, **options):
        from reports.pdf import RenderError

        paper = Paper.objects.select_related("organisation").filter(slug=slug).first()
        if paper is None:
            known = ", ".join(Paper.objects.newest_first().values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no paper {slug}. Papers: {known}.")
        try:
            rendered = print_paper(make_document(paper, Edition(edition))).to_pdf()
            output.write_bytes(rendered.pdf)
        except (RenderError, OSError) as problem:
            raise CommandError(f"{output} was not written: {problem}") from problem
        self.stdout.write(f"{output}: {rendered.pages} pages, {len(rendered.pdf) // 1024} kB.")
