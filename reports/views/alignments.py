"""Where the two registers meet: all alignments, one of them, and what is aligned with nothing; as at any date."""

from dataclasses import replace
from itertools import chain
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from registers.models import Alignment, Organisation, Register
from registers.views.common import asked_scope, marking_of, note_sensitive_read
from registers.views.reading import dates_to_offer
from reports import alignment_offers
from reports import unaligned as loose
from reports.alignment_history import history
from reports.alignments import alignment as read_alignment
from reports.alignments import alignments as read_alignments
from reports.papers.figures import one_moment
from reports.views.alignment_page import marking_of_all, page_of

NAMED = 10  # of the risks aligned with nothing, on the page of all alignments
PAGE = 25


@require_safe
def alignments(request):
    """Every alignment at a date, and what is aligned with nothing. 404 for whoever may see no register."""
    reads = request.audience.works_anywhere or request.audience.agreed
    if not reads and not Register.objects.visible_to(request.audience).exists():
        raise Http404("There is nothing aligned to see")
    asked = asked_scope(request)
    time = urlencode(asked.query)
    with one_moment():
        reading = read_alignments(request.audience, asked.scope, asked.query, whole=True)
        bodies = _bodies(request, reading, asked)
    for position in reading.positions:
        note_sensitive_read(request, position.view, "Alignments")
    views = [(position.view, position.open) for position in reading.positions]
    standing = [page_of(each, time) for each in reading.standing]
    return render(
        request,
        "reports/alignment_list.html",
        _frame(asked)
        | {
            "pages": standing,
            "ended": [page_of(each, time) for each in reading.ended],
            "differing": [page for page in standing if page.speaking],
            "explained": [page for page in standing if page.quieted],
            "to_review": [page for page in standing if page.aligned.to_review],
            "pending": [page for page in standing if page.aligned.pending],
            "bodies": bodies,
            "is_alone": Organisation.objects.filter(kind=Organisation.Kind.BODY).count() < 2,
            "offers": alignment_offers.offers_adding(request.user) if asked.is_now else [],
            "marking": marking_of_all(reading.aligned, views),
            "breadcrumbs": [{"text": "Alignments"}],
        },
    )


def _frame(asked):
    return {
        "asked": asked,
        "scope": asked.scope,
        "dates": dates_to_offer(),
        "time": urlencode(asked.query),
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
    }


def _bodies(request, reading, asked, page=None):
    """What each body has aligned with nothing: the first of them, or one page of all."""
    found = [loose.unaligned(position, reading.tied) for position in reading.positions if not position.view.is_empty]
    pages = [Paginator(body.rows, NAMED if page is None else PAGE).get_page(page or 1) for body in found]
    offers = {}
    if asked.is_now:
        declined = (said.row for body in found for said in body.declined)
        named = [row.risk for row in (*chain.from_iterable(pages), *declined)]
        offers = alignment_offers.offers_unaligned(request.user, named)
    return [_body(body, rows, offers, asked) for body, rows in zip(found, pages, strict=True)]


def _body(found, page, offers, asked):
    told = loose.told(found, [*page, *(said.row for said in found.declined)], asked.query)
    of_risk = {row.index.risk: row for row in told}

    def line(row):
        return {"row": of_risk[row.risk], "offers": offers.get(row.risk, ())}

    return {
        "found": found,
        "page": page,
        "rows": [line(row) for row in page],
        "declined": [{"said": said} | line(said.row) for said in found.declined],
    }


@require_safe
def unaligned(request, organisation):
    """All of one body's risks that are aligned with nothing."""
    body = get_object_or_404(Organisation, slug=organisation)
    register = Register.objects.visible_to(request.audience).filter(organisation=body, kind=Register.Kind.CORPORATE)
    if not register.exists():
        raise Http404("There is no such register")
    asked = asked_scope(request)
    with one_moment():
        reading = read_alignments(request.audience, asked.scope, asked.query, whole=True)
        position = next(each for each in reading.positions if each.view.register.organisation_id == body.pk)
        told = _bodies(request, replace(reading, positions=(position,)), asked, page=request.GET.get("page") or 1)
    note_sensitive_read(request, position.view, "Risks aligned with nothing")
    context = _frame(asked) | {
        "body": told[0] if told else None,
        "organisation": body,
        "marking": marking_of(position.view, position.open),
        "breadcrumbs": [_all(asked), {"text": f"{capfirst(body.short_name)}: aligned with nothing"}],
    }
    return render(request, "reports/alignment_unaligned.html", context)


def _all(asked):
    time = urlencode(asked.query)
    return {"text": "Alignments", "url": reverse("reports:alignments") + (f"?{time}" if time else "")}


@require_safe
def alignment(request, number):
    """One alignment at a date, both bodies side by side."""
    found = Alignment.objects.visible_to(request.audience).filter(number=number).first()
    if found is None:
        raise Http404("There is no such alignment")
    asked = asked_scope(request)
    with one_moment():
        aligned = read_alignment(request.audience, asked.scope, number, asked.query)
        if aligned is None:
            raise Http404("There was no such alignment then")
        entries = history(found, request.audience, asked.scope) if aligned.reads else []
    for side in aligned.sides:
        if side.members:
            note_sensitive_read(request, side.view, f"Alignment {number}")
    offers = alignment_offers.offers(request.user, found) if asked.is_now and aligned.reads else None
    context = _frame(asked) | {
        "page": page_of(aligned, urlencode(asked.query), offers),
        "aligned": aligned,
        "entries": entries,
        "marking": marking_of_all([aligned]),
        "breadcrumbs": [_all(asked), {"text": aligned.title}],
    }
    return render(request, "reports/alignment_detail.html", context)
