"""Writing an appendix that has a text of its own: kept while it is typed, thrown away, and its versions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers.models import Marking
from reports import rules_appendices
from reports.actions import appendices as actions
from reports.models import Appendix, AppendixKind
from reports.rules_appendices import whose
from reports.views.paper_appendices import address_of, appendix_crumbs, get_appendix, refuse_sensitive
from reports.views.paper_common import note_read, number
from reports.views.paper_versions import compared_versions


def get_text(request, slug, appendix) -> Appendix:
    """An appendix with a text of its own, to be written."""
    found = get_appendix(request, slug, appendix)
    if found.kind != AppendixKind.NARRATIVE:
        raise Http404("It has no text of its own")
    return found


@require_POST
@never_cache
def appendix_keep(request, slug, appendix):
    """Keep what somebody types, and say so."""
    found = get_text(request, slug, appendix)
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    based_on = number(request.POST.get("version"), found.version)
    try:
        stands, kept = actions.keep(
            appendix=found, by=request.user, body=request.POST.get("body", ""), based_on=based_on
        )
    except ValidationError as problem:
        return HttpResponse(format_html('<main><p class="govuk-body">{}</p></main>', problem.messages[0]), status=409)
    context = {"kept": kept, "based_on": kept.based_on if kept else stands.version}
    return render(request, "reports/partials/paper_kept.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def appendix_discard(request, slug, appendix):
    """Throw away what one has typed and not saved, once it has been asked."""
    found = get_text(request, slug, appendix)
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    if request.method == "POST":
        actions.discard(appendix=found, by=request.user)
        messages.success(request, "What you had typed and not saved is gone. This is the text as it was saved.")
        return redirect(address_of(found))
    context = {
        "title": "Throw away what you typed?",
        "text": f"What you typed into “{found.title}” and did not save. It cannot be had back.",
        "confirm_text": "Throw it away",
        "kind": "warning",
        "cancel_url": address_of(found),
        "breadcrumbs": appendix_crumbs(found.paper, "Throw away"),
    }
    return render(request, "components/confirm.html", context)


@require_safe
@never_cache
def appendix_versions(request, slug, appendix):
    """Every version of the text, the newest first, and two of them compared."""
    found = get_text(request, slug, appendix)
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    compared = compared_versions(request, found)
    if compared["is_any_sensitive"]:
        note_read(request, found.paper, f"versions of appendix “{found.title}”", organisation=whose(found))
    marking = Marking.SENSITIVE if compared["is_any_sensitive"] else Marking.OFFICIAL
    context = compared | {
        "called": found.title,
        "paper": found.paper,
        "back_url": address_of(found),
        "marking": marking.label,
        "breadcrumbs": appendix_crumbs(found.paper, "Versions"),
    }
    return render(request, "reports/paper_versions.html", context)
