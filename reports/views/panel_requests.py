"""What the Panel asked and was promised: all of it, filtered and sorted, and one with what became of it."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers.views.common import asked_scope
from reports import requests_reading as reading
from reports.follow_ups import About, about, asked_risks
from reports.models import PanelRequest, Paper
from reports.request_filters import Chosen, RequestFilterForm, counts, narrowed, ordered, post_of
from reports.request_history import history, place
from reports.request_offers import offers, offers_of_list
from reports.requests_reading import RequestLine
from reports.views.follow_ups import (
    PAGE,
    form_data,
    frame,
    marking_of,
    note_read,
    one_risk,
    split,
    with_time,
)
from reports.visibility_meetings import reads_requests


def get_request(request, number, needs=None) -> PanelRequest:
    """The Panel's request, if this audience may know of it (404), and do what the page is for (403)."""
    seen = PanelRequest.objects.visible_to(request.audience)
    together = ("organisation", "post__successor__successor", "risk__register__organisation", "by")
    found = seen.select_related(*together).filter(number=number).first()
    if found is None:
        raise Http404("There is no such request")
    if needs and not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


def sensitive_bodies(lines, found: About) -> set[int]:
    """Keys of the bodies of whose sensitive text these rows show some."""
    own = {line.request.organisation_id for line in lines if line.is_sensitive}
    risks = [line.request.risk for line in lines if line.request.risk_id in found.sensitive]
    return own | {risk.register.organisation_id for risk in risks}


def crumb(asked=None) -> dict:
    address = reverse("reports:requests")
    return {"text": "Panel requests", "url": with_time(address, asked) if asked else address}


@require_safe
def panel_requests(request):
    """Everything the Panel asked, and was promised, at a date; what it has not closed first."""
    if not reads_requests(request.audience):
        raise Http404("There are no requests to see")
    asked = asked_scope(request)
    chosen = Chosen.asked(request.GET)
    risks = asked_risks(request.audience, chosen.risk)
    lines = reading.requests(request.audience, asked.scope.as_at, risks=risks, known_at=asked.scope.known_at)
    page = Paginator(ordered(narrowed(lines, chosen), chosen.sort), PAGE).get_page(request.GET.get("page"))
    told = about(_risks(page.object_list), request.audience, asked.scope, asked.query)
    bodies = sensitive_bodies(page.object_list, told)
    note_read(request, bodies, "List of Panel requests")
    context = {
        "page": page,
        "rows": [{"line": line, "post": post_of(line), "about": told.name(line.request.risk_id)} for line in page],
        "total": len(lines),
        "of_one_risk": one_risk(risks, request.audience, asked),
        "all_url": chosen.address(asked.query, risk=""),
        "chosen": chosen,
        "counts": counts(lines, chosen, asked.query),
        "form": RequestFilterForm(form_data(request.GET, chosen), lines=lines),
        "clear_url": f"?{urlencode(asked.query)}",
        "list_offers": offers_of_list(request.user) if asked.is_now else [],
        "sees_actions": request.audience.works_anywhere,
        "marking": marking_of(bodies),
        "breadcrumbs": [{"text": "Panel requests"}],
    }
    return render(request, "reports/request_list.html", frame(asked) | context)


def _risks(lines):
    return [line.request.risk for line in lines if line.request.risk_id]


@require_safe
def panel_request(request, number):
    """One request: what was asked, by when and of whom, what became of it, and every change of how it is recorded."""
    found = get_request(request, number)
    asked = asked_scope(request)
    line = reading.line_of(found, asked.scope.as_at, asked.scope.known_at)
    if line is None:
        raise Http404("There was no such request then")
    told = about(_risks([line]), request.audience, asked.scope, asked.query)
    bodies = sensitive_bodies([line], told)
    note_read(request, bodies, str(found))
    context = {
        "line": line,
        "record": found,
        "post": post_of(line),
        "about": told.name(found.risk_id),
        "answers": answers_of(line, request.audience),
        "entries": history(line, request.audience, asked),
        "marking": marking_of(bodies),
        "breadcrumbs": [crumb(asked), {"text": str(found)}],
    }
    return render(
        request,
        "reports/request_detail.html",
        frame(asked) | context | split(offers(request.user, found) if asked.is_now else []),
    )


def answers_of(line: RequestLine, audience) -> list[dict]:
    """Where it was answered, the latest first. A paper that is not for the reader is not named."""
    papers = Paper.objects.visible_to(audience).filter(pk__in=[turn.paper_id for turn in line.answers if turn.paper_id])
    readable = {paper.pk: paper for paper in papers}
    answers = reversed(line.answers)
    return [{"turn": turn, "paper": readable.get(turn.paper_id), "place": place(turn)} for turn in answers]
