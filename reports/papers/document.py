"""What does a paper say, in one edition? A plain value, which the page, the PDF and the tests all read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

NOT_PUBLISHED = "Not published (OFFICIAL-SENSITIVE)"
NO_TEXT = SafeString()
WIDE = ("risk-position", "corporate-risks", "movement", "controls", "improvement-plan")


@dataclass(frozen=True)
class Piece:
    """A numbered paragraph with what belongs to it, or text without a number."""

    html: SafeString
    number: str = ""
    label: str = ""  # by which references find it; never printed

    @property
    def anchor(self):
        return f"p-{self.number.replace('.', '-')}" if self.number else ""


@dataclass(frozen=True)
class SectionText:
    anchor: str
    number: str
    heading: str
    level: int
    pieces: tuple[Piece, ...]
    is_withheld: bool = False
    marking: str = ""  # its own, where it is more than the paper's usual OFFICIAL
    fill: str = ""
    organisation: str = ""  # of a joint paper: whose part it is
    speaker: str = ""  # of an oral update: who gives it


@dataclass(frozen=True)
class Contact:
    name: str
    email: str


@dataclass(frozen=True)
class BasisText:
    """On which position the figures rest: its day, who settled it, what it is compared with (DESIGN.md section 8)."""

    register: str
    as_at: date | None  # None: no board has ever agreed the register
    agreed: str
    compared_with: date | None
    corrected: str = ""  # the agreement that brought corrections of these figures since
    asked_for: date | None = None  # the day the paper asks for, where no board has settled it yet


@dataclass(frozen=True)
class AppendixPage:
    label: str
    title: str
    marking: str
    kind: str
    is_withheld: bool
    content: Any  # a frozen value of its kind (reports/papers/filling.py); None where there is nothing to print
    slug: str = ""
    long_title: str = ""  # as it stands on the appendix, where the list calls it otherwise
    agenda_item: str = ""  # where it is handed in elsewhere
    intro: SafeString = NO_TEXT  # what is written above what the portal fills in

    @property
    def heading(self):
        return self.long_title or self.title

    @property
    def template(self):
        """What prints its content: one template a kind."""
        return f"reports/print/papers/appendix/{self.kind.replace('-', '_')}.html"

    @property
    def is_wide(self):
        """Whether its tables need the length of the page."""
        return self.kind in WIDE and not (self.is_withheld or getattr(self.content, "is_withheld", False))

    @property
    def anchor(self):
        return self.label.lower().replace(" ", "-")

    @property
    def listed_as(self):
        """As the list of appendices names it, with its marking where it is not the usual one."""
        if self.agenda_item and not self.is_withheld:
            return f"{self.label} – {self.title}: see agenda item {self.agenda_item}"
        file_name = getattr(self.content, "file_name", "")
        if file_name:
            return f"{self.label} – {self.title} ({self.marking}): a file of its own, {file_name}"
        remark = f": {NOT_PUBLISHED[0].lower()}{NOT_PUBLISHED[1:]}" if self.is_withheld else f" ({self.marking})"
        return f"{self.label} – {self.title}{remark}"


@dataclass(frozen=True)
class Document:
    slug: str
    title: str
    panel: str
    meeting_on: date
    agenda_item: str
    report_by: str
    edition: str
    edition_name: str
    marking: str
    is_draft: bool
    bases: tuple[BasisText, ...]
    summary: tuple[SectionText, ...]
    recommendations: tuple[SafeString, ...]  # lettered where there are several (000, 002)
    sections: tuple[SectionText, ...]
    contacts: tuple[Contact, ...]
    appendices: tuple[AppendixPage, ...]
    kind: str = ""
    plan: str = ""  # the improvement plan that it reports on
    plan_as_at: date | None = None
    remark: str = ""  # of a supplement or a correction: why there is another issue
