"""How does a document become HTML, and the HTML a PDF? The same templates draw the page's preview."""

from dataclasses import dataclass
from hashlib import sha256

from django.template.loader import render_to_string

from registers import clock
from reports.papers.document import Document


@dataclass(frozen=True)
class Printed:
    """What goes to reports.pdf. Its dates and identifier come from the record, never from the clock."""

    html: str
    title: str
    file_name: str
    short_title: str  # in the footer, where there is little room
    marking: str
    is_draft: bool
    day: object  # the day the paper is for

    @property
    def digest(self) -> str:
        """Of everything that is printed: two are equal where they say the same."""
        return _digest(self.file_name, self.title, self.short_title, self.marking, str(self.is_draft), self.html)

    def to_pdf(self, progress=None):
        """Made by the worker and by render_paper only: web workers never load what makes PDFs."""
        from reports import pdf

        identifier = _digest(self.file_name, self.html)[:32].encode()
        return pdf.render(
            self.html,
            title=self.title,
            identifier=identifier,
            created=clock.moment_on(self.day),
            short_title=self.short_title,
            marking=self.marking,
            is_draft=self.is_draft,
            progress=progress,
        )


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def print_paper(document: Document) -> Printed:
    title = f"{document.title} ({document.edition_name.lower()})"
    html = render_to_string("reports/print/papers/paper.html", {"document": document, "title": title})
    return Printed(
        html=html,
        title=title,
        file_name=f"{document.slug}-{document.edition}.pdf",
        short_title=document.title,
        marking=document.marking,
        is_draft=document.is_draft,
        day=document.meeting_on,
    )
