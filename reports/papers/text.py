"""What has been written of a paper, as one edition may hold it: what it may not stays in the database."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, TextField, Value, When

from registers.models import Marking
from reports.models import Edition, Paper


@dataclass(frozen=True)
class SectionDraft:
    slug: str
    part: str
    heading: str
    level: int
    body: str | None  # None: not in this edition
    numbered: bool
    marking: str
    fill: str


@dataclass(frozen=True)
class AppendixDraft:
    kind: str
    title: str
    marking: str


@dataclass(frozen=True)
class PaperText:
    slug: str
    title: str
    panel: str
    panel_date: date
    agenda_item: str
    as_at: date
    compared_with: date
    report_by: tuple[str, ...]
    contacts: tuple[tuple[str, str], ...]
    sections: tuple[SectionDraft, ...]
    recommendations: tuple[str, ...]
    appendices: tuple[AppendixDraft, ...]


def read_text(paper: Paper, edition: Edition) -> PaperText:
    """The text of a paper. For the public edition a sensitive section's body never leaves the database."""
    everything = edition == Edition.FULL
    body = (
        F("body")
        if everything
        else Case(When(marking=Marking.OFFICIAL, then=F("body")), output_field=TextField(), default=Value(None))
    )
    columns = ("slug", "part", "heading", "level", "text", "numbered", "marking", "fill")
    posts = paper.reporters.select_related("post__successor__successor")
    return PaperText(
        slug=paper.slug,
        title=paper.title,
        panel=paper.panel,
        panel_date=paper.panel_date,
        agenda_item=paper.agenda_item,
        as_at=paper.as_at,
        compared_with=paper.compared_with,
        report_by=tuple(reporter.post.as_at(paper.panel_date).title for reporter in posts),
        contacts=tuple((contact["name"], contact["email"]) for contact in paper.contacts),
        sections=tuple(
            SectionDraft(*row) for row in paper.sections.in_order().annotate(text=body).values_list(*columns)
        ),
        recommendations=tuple(paper.recommendations.values_list("text", flat=True)),
        appendices=tuple(AppendixDraft(*row) for row in paper.appendices.values_list("kind", "title", "marking")),
    )
