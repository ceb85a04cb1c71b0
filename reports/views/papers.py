"""The list of papers, and one paper with all that can be done to it. Starting one is paper_starting.py."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registers import clock
from reports import rules
from reports import rules_papers as allows
from reports.follow_up_panels import for_paper
from reports.forms import EditionForm
from reports.models import Comment, Edition, Paper, Part, Rendering, Section
from reports.papers.kinds import KINDS
from reports.papers.numbering import Numbering, labels
from reports.papers.presence import Writer, writers
from reports.papers.proposals import warnings
from reports.views.editions import as_issued, for_readers
from reports.views.paper_common import crumbs, get_paper, note_read

__all__ = ["crumbs", "get_paper"]


@require_safe
def papers(request):
    """The papers somebody may see, the latest meeting first."""
    found = (
        Paper.objects.visible_to(request.audience)
        .select_related("organisation")
        .prefetch_related("bases")
        .newest_first()
    )
    context = {"papers": as_issued(found, request.audience), "can_add": bool(request.audience.papers_of)}
    return render(request, "reports/paper_list.html", context)


@dataclass(frozen=True)
class SectionLine:
    """A section as the paper's page lists it."""

    section: Section
    number: str
    words: int
    guidance: str
    is_readable: bool
    is_writable: bool
    is_first: bool
    is_last: bool
    comments: int = 0
    writers: list[Writer] = field(default_factory=list)

    @property
    def state(self) -> str:
        """How far its text is, in one word or two."""
        if self.words:
            return "Not read yet" if self.section.is_carried else "Written"
        return "Filled by the portal" if self.section.fill else "No text"


@require_safe
@never_cache
def paper(request, slug):
    """One paper: everything that can be edited, previewed and made of it."""
    found = get_paper(request, slug, needs="")
    if not request.user.has_perm("reports.view_paper", found):
        return for_readers(request, found)
    editions = [edition for edition in Edition if rules.can_make(found, edition, request.audience)]
    may_write = request.user.has_perm("reports.edit_paper", found) and allows.can_write(found)
    context = {
        "paper": found,
        "can_write": may_write,
        "bases": found.bases.select_related("register__organisation"),
        "warnings": list(warnings(found, request.audience)),
        "parts": (parts := _parts(request, found, may_write)),
        "carried": len(unread := [line for _, lines in parts for line in lines if line.section.is_carried]),
        "first_unread": next((line.section for line in unread if line.is_writable), None),
        "reporters": ", ".join(str(reporter.post) for reporter in found.reporters.select_related("post")),
        "recommendations": found.recommendations.all(),
        "appendices": list(zip(labels(found.labels), found.appendices.all(), strict=False)),
        "open_comments": _open_comments(request.audience, found).count(),
        "editions": editions,
        "edition_form": EditionForm(editions=editions),
        "is_cleared": Edition.FULL in editions,
        "renderings": _latest_files(found, request.audience),
        "offered": (offered := for_paper(request.audience, found, clock.today())),
        "marking": "OFFICIAL-SENSITIVE" if offered.is_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(found),
    }
    if offered.is_sensitive:
        note_read(request, found, "responses and requests for it")
    return render(request, "reports/paper_detail.html", context)


def _open_comments(audience, paper):
    return Comment.objects.visible_to(audience).filter(paper=paper, answers=None, settled_at=None)


def _latest_files(paper, audience):
    files = Rendering.objects.visible_to(audience).filter(paper=paper).newest_first()
    return files.select_related("requested_by")[:5]


def _parts(request, paper, may_write):
    """[(part, its sections)] in printed order, each with its number; text nobody may read is not even counted."""
    audience = request.audience
    readable = set(Section.objects.visible_to(audience).filter(paper=paper).values_list("pk", flat=True))
    commented = list(_open_comments(audience, paper).values_list("section", flat=True))
    elsewhere = writers(paper, but=request.user)
    rows = list(paper.sections.in_order().select_related("paper", "organisation"))
    numbering, parts = Numbering(), {part: [] for part in Part}
    for section in rows:
        number = numbering.heading(section.level, section.numbered) if section.part != Part.SUMMARY else ""
        siblings = [row for row in rows if row.part == section.part]
        is_readable = section.pk in readable
        place = KINDS[paper.kind].place(section.key) if section.key else None
        parts[Part(section.part)].append(
            SectionLine(
                section=section,
                number=number,
                words=len(section.body.split()) if is_readable else 0,
                guidance=place.guidance if place else "",
                is_readable=is_readable,
                is_writable=may_write and is_readable and rules.can_write_section(section, audience),
                is_first=section == siblings[0],
                is_last=section == siblings[-1],
                comments=commented.count(section.pk),
                writers=elsewhere.get(section.pk, []),
            )
        )
    return list(parts.items())
