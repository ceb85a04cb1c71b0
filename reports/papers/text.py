"""What has been written of a paper, as one edition may hold it: what it may not stays in the database."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Coalesce

from registers.models import Marking
from reports.models import Edition, Paper


@dataclass(frozen=True)
class BasisDraft:
    register: str  # its path: met/corporate
    as_at: date
    compared_with: date


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
    key: str
    organisation: str  # of a joint paper: whose part it is
    speaker: str


@dataclass(frozen=True)
class AppendixDraft:
    slug: str
    kind: str
    title: str
    long_title: str
    marking: str
    basis: str  # the register it is about; empty: that of the paper


@dataclass(frozen=True)
class PaperText:
    slug: str
    title: str
    panel: str
    panel_date: date
    agenda_item: str
    kind: str
    labels: str
    bases: tuple[BasisDraft, ...]
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
    columns = ("slug", "part", "heading", "level", "text", "numbered", "marking", "fill", "key")
    columns = (*columns, "body_name", "speaker")
    whose = Coalesce("organisation__short_name", Value(""))
    posts = paper.reporters.select_related("post__successor__successor")
    return PaperText(
        slug=paper.slug,
        title=paper.title,
        panel=paper.panel,
        panel_date=paper.panel_date,
        agenda_item=paper.agenda_item,
        kind=paper.kind,
        labels=paper.labels,
        bases=tuple(
            BasisDraft(basis.register.path, basis.as_at, basis.compared_with)
            for basis in paper.bases.select_related("register__organisation")
        ),
        report_by=tuple(reporter.post.as_at(paper.panel_date).title for reporter in posts),
        contacts=tuple((contact["name"], contact["email"]) for contact in paper.contacts),
        sections=tuple(
            SectionDraft(*row)
            for row in paper.sections.in_order().annotate(text=body, body_name=whose).values_list(*columns)
        ),
        recommendations=tuple(paper.recommendations.values_list("text", flat=True)),
        appendices=tuple(_appendix(row) for row in paper.appendices.select_related("basis__register__organisation")),
    )


def _appendix(row) -> AppendixDraft:
    basis = row.basis.register.path if row.basis else ""
    return AppendixDraft(row.slug, row.kind, row.title, row.long_title, row.marking, basis)
