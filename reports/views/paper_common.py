"""What the pages of a paper have in common: finding it, its trail, two texts of one thing, reads that are noted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from registers.actions.people import log_sensitive_read
from registers.templatetags.portal_tags import day
from reports import rules
from reports import rules_papers as allows
from reports.models import Paper, Section

OTHER_BODY = "{body} writes this section. Say what you think of it in a comment."


def get_paper(request, slug, needs="reports.view_paper") -> Paper:
    """The paper, if this audience may know of it (404), and do what the page is for (403)."""
    papers = Paper.objects.visible_to(request.audience).select_related("organisation")
    paper = papers.filter(slug=slug).first()
    if paper is None:
        raise Http404("There is no such paper")
    if needs and not request.user.has_perm(needs, paper):
        raise PermissionDenied
    return paper


def papers_crumb():
    return {"text": "Papers", "url": reverse("reports:papers")}


def crumbs(paper, *more):
    """Papers > the paper > this page."""
    trail = [papers_crumb()]
    if not more:
        return [*trail, {"text": paper.title}]
    return [*trail, {"text": paper.title, "url": paper.get_absolute_url()}, *({"text": text} for text in more)]


def section_crumbs(section, *more):
    """Papers > the paper > the section > this page."""
    trail = crumbs(section.paper, section.heading, *more)
    if more:
        trail[2]["url"] = section.get_absolute_url()
    return trail


def get_section(request, slug, section, needs="reports.edit_paper") -> Section:
    paper = get_paper(request, slug, needs=needs)
    found = paper.sections.select_related("organisation").filter(slug=section).first()
    if found is None:
        raise Http404("There is no such section")
    found.paper = paper
    return found


def refusal(request, section):
    """A page that says why somebody may not write a section, and gives back what they typed; None where they may."""
    if not rules.can_read(section, request.audience):
        return refuse_sensitive(request, section)
    if not rules.can_write_section(section, request.audience):
        return refuse_writing(request, section, OTHER_BODY.format(body=section.organisation.short_name))
    if not allows.can_write(section.paper) and request.method != "POST":
        messages.warning(request, allows.IS_ISSUED)
        return redirect(section.paper)
    return None


def refuse_sensitive(request, section):
    """No text for somebody who is not cleared; what they typed is theirs and is given back."""
    writer = section.organisation or section.paper.organisation
    return refuse_writing(request, section, "", writer=writer)


def refuse_writing(request, section, reason, status=403, writer=None):
    context = {"section": section, "paper": section.paper, "typed": request.POST.get("body", ""), "reason": reason}
    context |= {"writer": writer, "breadcrumbs": crumbs(section.paper, section.heading)}
    return render(request, "reports/paper_section_refused.html", context, status=status)


def number(text, otherwise=0) -> int:
    """A version as a page sent it; what is no number is no version that there is."""
    return int(text) if str(text or "").isdecimal() else otherwise


# Two texts of one thing -----------------------------------------------------------------------------------------------


def shown(value):
    return day(value) or str(value)


def differing(pairs):
    return [{"label": label, "theirs": theirs, "yours": yours} for label, theirs, yours in pairs if theirs != yours]


def conflict(form, differences, record=None):
    """What the page of a stale form shows above it: both texts, and who was first."""
    last = record.history.first() if record is not None else None
    return {
        "differences": differences,
        "is_conflict": True,
        "saved_by": last and last.history_user,
        "saved_at": last and last.history_date,
    }


# Reads of sensitive text ----------------------------------------------------------------------------------------------


def note_read(request, paper, part, kind="read", organisation=None):
    """Somebody read sensitive text of a paper: of the body that wrote it."""
    what = f"{paper.title}, {day(paper.panel_date)}: {part}"
    owner = organisation or paper.organisation_id
    log_sensitive_read(organisation_id=owner, user=request.user, what=what, kind=kind)


def note_section_read(request, section, part=""):
    if section.is_sensitive:
        what = f"{part}section “{section.heading}”"
        note_read(request, section.paper, what, organisation=section.organisation_id)
