"""The versions of a section: who wrote what and when, two of them side by side, and an earlier one taken up again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registers.models import Marking
from registers.models.risks import Stale
from reports.actions import writing
from reports.papers.versions import Version, versions
from reports.views.paper_common import get_section, note_read, refusal, section_crumbs
from reports.views.paper_common import number as number_of

CHANGED = "Somebody saved the section after you opened that page. Look at it again before you go back to another text."


@require_safe
@never_cache
def section_versions(request, slug, section):
    """Every version, the newest first; with ?old= and ?new= two of them, their words marked."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    compared = compared_versions(request, found)
    old, new = compared["old"], compared["new"]
    _note_read(request, found, old, new)
    context = compared | {
        "section": found,
        "called": found.heading,
        "paper": found.paper,
        "back_url": found.get_absolute_url(),
        "breadcrumbs": section_crumbs(found, "Versions"),
        "marking": str((Marking.SENSITIVE if _is_any_sensitive(found, old, new) else Marking.OFFICIAL).label),
    }
    return render(request, "reports/paper_versions.html", context)


def compared_versions(request, text) -> dict:
    """Every version of a section or an appendix, and the two of them that were asked for."""
    rows = versions(text, request.audience)
    readable = [row for row in rows if row.is_readable]
    new = _chosen(readable, request.GET.get("new")) or (readable[0] if readable else None)
    old = _chosen(readable, request.GET.get("old")) or _before(readable, new)
    return {
        "rows": rows,
        "readable": readable,
        "old": old,
        "new": new,
        "sides": [("old", old, "Compare"), ("new", new, "with")],
        "is_any_sensitive": _is_any_sensitive(text, old, new),
    }


def _note_read(request, section, *shown):
    """Of text that is sensitive, or was in a version that is shown."""
    if _is_any_sensitive(section, *shown):
        what = f"versions of section “{section.heading}”"
        note_read(request, section.paper, what, organisation=section.organisation_id)


def _is_any_sensitive(text, *shown):
    return text.marking == Marking.SENSITIVE or any(row and row.marking == Marking.SENSITIVE.label for row in shown)


def _chosen(rows: list[Version], number) -> Version | None:
    return next((row for row in rows if str(row.number) == number), None)


def _before(rows: list[Version], new) -> Version | None:
    """The version before another; rows are the newest first."""
    return next((row for row in rows if new is not None and row.number < new.number), None)


@require_http_methods(["GET", "POST"])
@never_cache
def section_restore(request, slug, section, number):
    """Take up the text of an earlier version, once it has been asked. What stands now stays a version."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    past = _chosen([row for row in versions(found, request.audience) if row.is_readable], str(number))
    if past is None:
        raise Http404("There is no such version")
    if request.method == "POST":
        try:
            version = number_of(request.POST.get("version"))
            writing.restore(section=found, by=request.user, version=version, number=number)
        except Stale:
            messages.warning(request, CHANGED)
            return redirect("reports:section-versions", found.paper.slug, found.slug)
        except ValidationError as problem:
            messages.warning(request, problem.messages[0])
            return redirect(found.paper)
        messages.success(request, f"The text of version {number} stands in “{found.heading}” again")
        return redirect(found)
    _note_read(request, found, past)
    context = {"section": found, "paper": found.paper, "past": past}
    context["breadcrumbs"] = section_crumbs(found, f"Version {number} again")
    return render(request, "reports/paper_restore.html", context)
