"""What has been written of a paper, as one edition may hold it: what it may not stays in the database."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Coalesce

from registers.models import Marking
from reports.markdown import Picture
from reports.models import Edition, Paper

LABEL_AT = re.compile(r"^\{#([a-z0-9-]+)\}", re.MULTILINE)


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
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    labels_kept: Mapping[str, str] = field(default_factory=dict)  # of paragraphs that this edition leaves out: whose
    plan: str = ""  # the improvement plan that it reports on
    plan_as_at: date | None = None

    def texts(self) -> Iterator[str]:
        """Everything written of it, as far as this edition holds it."""
        yield from (section.body or "" for section in self.sections)
        yield from self.recommendations
        for appendix in self.appendices:
            yield from (appendix.body, appendix.opinion)


SECTION = ("slug", "part", "heading", "level", "text", "numbered", "marking", "fill", "key", "whose", "speaker")


def read_text(paper: Paper, edition: Edition) -> PaperText:
    """The text of a paper. For the public edition no word of what is sensitive leaves the database."""
    posts = paper.reporters.select_related("post__successor__successor", "post__organisation")
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
        report_by=tuple(_reporter(paper, reporter.post) for reporter in posts),
        contacts=tuple((contact["name"], contact["email"]) for contact in paper.contacts),
        sections=_sections(paper, edition),
        recommendations=tuple(paper.recommendations.values_list("text", flat=True)),
        appendices=_appendices(paper, edition),
        pictures=_pictures(paper, edition),
        labels_kept=_labels_kept(paper, edition),
        plan=str(paper.plan) if paper.plan else "",
        plan_as_at=paper.plan_as_at,
    )


def _reporter(paper, post) -> str:
    """A post by its title of the day; in a joint paper with its body: "MOPAC Chief Executive Officer"."""
    title = post.as_at(paper.panel_date).title
    return f"{post.organisation.short_name.removeprefix('the ')} {title}" if paper.is_joint else title


def _pictures(paper, edition) -> Mapping[str, Picture]:
    """By slug; of one that this edition leaves out neither bytes nor words."""
    found = {}
    for row in paper.pictures.select_related("blob"):
        if row.is_sensitive and edition == Edition.PUBLIC:
            found[row.slug] = Picture("", "")
        else:
            encoded = b64encode(bytes(row.blob.content)).decode()
            found[row.slug] = Picture(f"data:{row.blob.content_type};base64,{encoded}", row.alt)
    return found


def _labels_kept(paper, edition) -> Mapping[str, str]:
    """{label: slug of its section} of paragraphs left out, so that what points there points to the section's place."""
    if edition == Edition.FULL:
        return {}
    kept = paper.sections.filter(marking=Marking.SENSITIVE).values_list("slug", "body")
    return {label: slug for slug, body in kept for label in LABEL_AT.findall(body)}


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
