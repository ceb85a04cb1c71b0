"""A paper as a Word file, for those who send comments round: a draft as it is written, an edition as it was issued.

Made when it is asked for, without the worker: a paper of 25 pages takes about a third of a second.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from registers.models import SensitiveRead
from reports import docx, rules
from reports.models import Edition
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from reports.views.editions import get_edition, note_edition_read
from reports.views.paper_common import crumbs, get_paper, note_read
from reports.views.published import FIVE_MINUTES, get_published

DOWNLOAD = SensitiveRead.Kind.DOWNLOAD


@require_safe
@never_cache
def paper_word(request, slug, edition):
    """An edition of a draft: for whoever may preview it."""
    found = get_paper(request, slug)
    if edition not in Edition.values:
        raise Http404("There is no such edition")
    wanted = Edition(edition)
    try:
        rules.check_can_make(found, wanted, request.audience)
    except ValidationError as refusal:
        context = {"paper": found, "edition": wanted, "breadcrumbs": crumbs(found, wanted.label)}
        return render(request, "reports/paper_refused.html", context | {"reason": refusal.messages[0]}, status=403)
    document = make_document(found, wanted, request.audience)
    if wanted == Edition.FULL:
        for body in found.bodies:
            note_read(request, found, "full edition, Word", kind=DOWNLOAD, organisation=body.pk)
    return _download(print_paper(document))


@require_safe
@never_cache
def edition_word(request, slug, number, edition):
    """An edition as it was issued: for whoever may read it."""
    found = get_edition(request, slug, number, edition)
    note_edition_read(request, found, kind=DOWNLOAD, what="Word")
    return _download(docx.printed_of(found))


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def published_word(request, slug, number):
    """A published public edition: for everybody."""
    return _download(docx.printed_of(get_published(slug, number)))


def _download(printed) -> HttpResponse:
    response = HttpResponse(docx.word_of(printed), content_type=docx.CONTENT_TYPE)
    name = docx.file_name_of(printed)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
