"""What the checks find in a paper: where, why and how to mend it; mended at a press, or let stand by name."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from registers.models import Marking
from registers.models.risks import Stale
from reports import rules
from reports import rules_papers as allows
from reports.actions import writing
from reports.models import Appendix, Edition, Paper
from reports.papers.accepting import Found, findings_of, findings_told
from reports.views.paper_common import crumbs, get_paper, note_read, refusal

IS_MENDED = "That is not found any more: somebody has changed the text."


@require_safe
@never_cache
def paper_checks(request, slug):
    """All findings, section by section; those let stand at the end."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    found = _findings(paper, request.audience)
    _note(request, paper, found)
    context = _around(request, paper) | {
        "places": _places(paper, request, [one for one in found if one.is_open]),
        "let_stand": [one for one in found if not one.is_open],
        "breadcrumbs": crumbs(paper, "Checks"),
    }
    return render(request, "reports/paper_checks.html", context)


def _findings(paper, audience) -> list[Found]:
    """Of the words alone for who may not read the whole of it: what is compared says what is kept in confidence."""
    return findings_of(paper) if _reads_all(paper, audience) else findings_told(paper)


def _reads_all(paper, audience) -> bool:
    return rules.can_make(paper, Edition.FULL, audience)


def _open_by_place(found) -> Counter[str]:
    return Counter(one.slug for one in found if one.is_open)


def _note(request, paper, found):
    if found and _reads_all(paper, request.audience) and paper.sections.filter(marking=Marking.SENSITIVE).exists():
        note_read(request, paper, "findings of the checks")


def _around(request, paper):
    reads_all = _reads_all(paper, request.audience)
    marking = "OFFICIAL-SENSITIVE" if reads_all else "OFFICIAL"
    return {"paper": paper, "can_write": allows.can_write(paper), "reads_all": reads_all, "marking": marking}


def _places(paper: Paper, request, found: list[Found]):
    """[(heading, address, [(finding, whether a press mends it)])] in the order of the paper."""
    sections = {row.slug: row for row in paper.sections.in_order().select_related("organisation")}
    names = {row.slug: row.title for row in Appendix.objects.filter(paper=paper)}
    rows: dict[tuple[str, str], list] = {}
    for one in found:
        section = sections.get(one.slug)
        may = section is not None and rules.can_write_section(section, request.audience)
        heading = section.heading if section else names.get(one.slug) or one.finding.section or "The paper as a whole"
        address = reverse("reports:section", args=[paper.slug, one.slug]) if may else ""
        can_mend = may and bool(one.finding.offer) and section.body.count(one.finding.excerpt) == 1
        rows.setdefault((heading, address), []).append((one, can_mend))
    return [(heading, address, ones) for (heading, address), ones in rows.items()]


@require_safe
@never_cache
def paper_checks_count(request, slug):
    """How many are open, in all and by section: put into the paper's page after it is shown."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    found = _findings(paper, request.audience)
    counts = _open_by_place(found)
    context = {"paper": paper, "count": sum(counts.values()), "counts": sorted(counts.items())}
    return render(request, "reports/partials/paper_checks_count.html", context)


@require_safe
@never_cache
def section_checks(request, slug, section):
    """The open findings of one section, as it was last saved: beside the text."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    found = _findings(paper, request.audience)
    here = [one for one in found if one.is_open and one.slug == section]
    _note(request, paper, here)
    context = _around(request, paper) | {"places": _places(paper, request, here), "is_beside": True}
    return render(request, "reports/partials/paper_findings.html", context)


def _one(request, slug, key) -> tuple[Paper, Found | None]:
    paper = get_paper(request, slug, needs="reports.edit_paper")
    found = _findings(paper, request.audience)
    return paper, next((one for one in found if one.key == key and one.is_open), None)


def _back(request, paper, found=None):
    if found is not None and request.POST.get("back") == "section":
        return redirect("reports:section", paper.slug, found.slug)
    return redirect("reports:paper-checks", paper.slug)


@require_POST
def finding_mend(request, slug, key):
    """Put the right words, where the checks know them, in the place of those found."""
    paper, one = _one(request, slug, key)
    section = paper.sections.select_related("organisation").filter(slug=one.slug).first() if one else None
    if section is None or not one.finding.offer:
        messages.warning(request, IS_MENDED)
        return _back(request, paper)
    section.paper = paper
    if refused := refusal(request, section):
        return refused
    words = {"words": one.finding.excerpt, "become": one.finding.offer}
    try:
        writing.replace_words(section=section, by=request.user, version=section.version, **words)
    except Stale:
        messages.warning(request, IS_MENDED)
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
    else:
        messages.success(request, f"“{one.finding.excerpt}” became “{one.finding.offer}”")
    return _back(request, paper, one)
