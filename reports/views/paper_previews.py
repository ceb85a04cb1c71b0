"""An edition of a paper on screen, as it would be printed."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import rules
from reports.models import Edition
from reports.papers.editions import make_document
from reports.views.paper_common import crumbs, get_paper, note_read


@require_safe
def paper_preview(request, slug, edition):
    """An edition on screen, drawn by the templates that print it."""
    found = get_paper(request, slug)
    if edition not in Edition.values:
        raise Http404("There is no such edition")
    context = {"paper": found, "edition": Edition(edition), "breadcrumbs": crumbs(found, Edition(edition).label)}
    try:
        rules.check_can_make(found, Edition(edition), request.audience)
    except ValidationError as refusal:
        return render(request, "reports/paper_refused.html", context | {"reason": refusal.messages[0]}, status=403)
    document = make_document(found, Edition(edition), request.audience)
    if document.edition == Edition.FULL:
        for body in found.bodies:
            note_read(request, found, "full edition", organisation=body.pk)
    return render(request, "reports/paper_preview.html", context | {"document": document, "marking": document.marking})
