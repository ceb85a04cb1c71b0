"""The sections of a paper: add one, move it, take it out. Writing one is paper_writing.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from registers.models.risks import Stale
from reports import rules
from reports.actions import papers as actions
from reports.forms_writing import NewSectionForm
from reports.models import Part
from reports.papers.presence import writers
from reports.views.paper_common import (
    crumbs,
    get_paper,
    get_section,
    note_section_read,
    number,
    refusal,
    section_crumbs,
)


@require_http_methods(["GET", "POST"])
def section_add(request, slug, part):
    """Add a heading, and go on to write under it."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    if part not in Part.values:
        raise Http404("There is no such part")
    in_part = found.sections.filter(part=part).in_order()
    bodies = found.bodies if found.is_joint else ()
    form = NewSectionForm(request.POST or None, sections=in_part, part=part, bodies=bodies)
    if form.is_valid():
        answers = {"level": 2} | form.cleaned_data
        try:
            added = actions.add_section(paper=found, by=request.user, part=part, **answers)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return redirect(added if rules.can_write_section(added, request.audience) else found)
    context = {"paper": found, "form": form, "part": Part(part), "breadcrumbs": crumbs(found, "Add a section")}
    return render(request, "reports/paper_section_add.html", context)


@require_POST
def section_move(request, slug, section):
    """Move a section one place up or down in its part."""
    found = get_section(request, slug, section)
    step = {"up": -1, "down": 1}.get(request.POST.get("step"))
    if step is None:
        raise Http404("A section moves up or down")
    try:
        actions.move_section(section=found, by=request.user, step=step)
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
    return redirect(f"{found.paper.get_absolute_url()}#{found.slug}")


@require_http_methods(["GET", "POST"])
def section_remove(request, slug, section):
    """Take a section out, once it has been asked."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    if request.method == "POST":
        try:
            actions.remove_section(section=found, by=request.user, version=number(request.POST.get("version")))
        except Stale as conflict:
            if not rules.can_read(conflict.theirs, request.audience):
                return refusal(request, conflict.theirs)
            return _ask(request, conflict.theirs, is_stale=True)
        except ValidationError as problem:
            if found.paper.sections.filter(pk=found.pk).exists():
                return _ask(request, found, refused=problem.messages[0])
        messages.success(request, f"“{found.heading}” removed")  # by somebody who was quicker, it may be
        return redirect(found.paper)
    return _ask(request, found)


def _ask(request, section, **around):
    note_section_read(request, section)
    context = {"section": section, "paper": section.paper, "breadcrumbs": section_crumbs(section, "Remove it")}
    context["writers"] = writers(section.paper, but=request.user).get(section.pk, [])
    return render(request, "reports/paper_section_remove.html", context | around)
