"""What has been written of a paper, as one edition may hold it: what it may not stays in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    options: Mapping[str, Any]
    body: str  # empty where it is not in this edition, as is all that follows
    is_final: bool
    signatories: tuple[Mapping[str, str], ...]
    opinion: str
    agenda_item: str
    file_name: str

    @property
    def is_sensitive(self) -> bool:
        return self.marking == Marking.SENSITIVE


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


SECTION = ("slug", "part", "heading", "level", "text", "numbered", "marking", "fill", "key", "whose", "speaker")


def read_text(paper: Paper, edition: Edition) -> PaperText:
    """The text of a paper. For the public edition no word of what is sensitive leaves the database."""
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
        sections=_sections(paper, edition),
        recommendations=tuple(paper.recommendations.values_list("text", flat=True)),
        appendices=_appendices(paper, edition),
    )


def _sections(paper, edition) -> tuple[SectionDraft, ...]:
    whose = Coalesce("organisation__short_name", Value(""))
    rows = paper.sections.in_order().annotate(text=_as_may("body", edition), whose=whose)
    return tuple(SectionDraft(*row) for row in rows.values_list(*SECTION))


def _as_may(column, edition):
    """A text, or nothing where this edition may not hold it."""
    if edition == Edition.FULL:
        return F(column)
    return Case(When(marking=Marking.OFFICIAL, then=F(column)), output_field=TextField(), default=Value(None))


def _appendices(paper, edition) -> tuple[AppendixDraft, ...]:
    texts = {f"its_{name}": _as_may(name, edition) for name in ("body", "opinion", "file_name")}
    rows = paper.appendices.select_related("basis__register__organisation").defer("body", "opinion", "file_name")
    return tuple(_appendix(row) for row in rows.annotate(**texts))


def _appendix(row) -> AppendixDraft:
    return AppendixDraft(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        long_title=row.long_title,
        marking=row.marking,
        basis=row.basis.register.path if row.basis else "",
        options=row.options,
        body=row.its_body or "",
        is_final=row.is_final,
        signatories=tuple(row.signatories),
        opinion=row.its_opinion or "",
        agenda_item=row.agenda_item,
        file_name=row.its_file_name or "",
    )
