"""What a text may name: figures with their values and where each comes from, and places to refer to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from registers.kept import kept_while_still
from reports import rules
from reports.actions import writing
from reports.models import Unsaved
from reports.papers.choosing import Choice, choices, matching
from reports.views.paper_common import crumbs, get_paper, get_section, note_read, refusal, section_crumbs

MOST = 60


@require_safe
@never_cache
def paper_figures(request, slug):
    """The list on a page of its own; for a section (?for=) with a button that puts a name into its text."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    section = paper.sections.filter(slug=request.GET.get("for", "")).first()
    if section is not None:
        section.paper = paper
    may_insert = section is not None and _may_write(request, section)
    trail = section_crumbs(section, "Figures") if may_insert else crumbs(paper, "Figures")
    context = _found(request, paper) | {"section": section if may_insert else None, "breadcrumbs": trail}
    return render(request, "reports/paper_figures.html", context)


@require_safe
@never_cache
def paper_figures_found(request, slug):
    """The same list beside a text that is being written."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    return render(request, "reports/partials/paper_choices.html", _found(request, paper) | {"is_beside": True})


def _may_write(request, section):
    return rules.can_read(section, request.audience) and rules.can_write_section(section, request.audience)


def _found(request, paper):
    asked = request.GET.get("q", "").strip()
    found = matching(_choices(request, paper), asked)
    if any(choice.is_sensitive and not choice.is_withheld for choice in found[:MOST]):
        note_read(request, paper, "sensitive figures")
    return {"paper": paper, "asked": asked, "groups": _grouped(found[:MOST]), "count": len(found), "most": MOST}


def _choices(request, paper) -> list[Choice]:
    """All there are: several hundred, asked for at every letter that somebody types into the search."""
    return kept_while_still(("choices", paper.pk, request.audience), lambda: choices(paper, request.audience))


def _grouped(found: list[Choice]):
    groups: dict[str, list[Choice]] = {}
    for choice in found:
        groups.setdefault(choice.group, []).append(choice)
    return list(groups.items())


@require_POST
def section_insert(request, slug, section):
    """Put a name at the end of what one has typed into a section; it is saved with the text, when that is."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    name = request.POST.get("name", "")
    if name not in {choice.name for choice in _choices(request, found.paper)}:
        raise Http404("There is no such figure")
    kept = Unsaved.objects.visible_to(request.audience).filter(section=found).first()
    body, based_on = (kept.body, kept.based_on) if kept else (found.body, found.version)
    typed = f"{body.rstrip()} [[{name}]]".lstrip()
    try:
        writing.keep(section=found, by=request.user, body=typed, based_on=based_on)
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
        return redirect(found.paper)
    messages.success(request, "It was put at the end of the text. Nothing has been saved yet.")
    return redirect(found)
