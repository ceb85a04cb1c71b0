"""Pages that record a Panel request, change how it is recorded, answer it, close it and open it again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from controls.lookups import risks_named
from registers.models import Marking, Risk
from registers.views.saving import Change
from reports import rules_requests as rules
from reports.actions import requests
from reports.follow_ups import about
from reports.forms_requests import (
    AnswerForm,
    AssignForm,
    CloseForm,
    EditRequestForm,
    NewRequestForm,
    ReopenForm,
    address_of,
)
from reports.models import PanelRequest, Paper
from reports.request_history import changes, turn_entry
from reports.request_offers import bodies_to_ask
from reports.requests_reading import line_of
from reports.views.follow_ups import FollowUpPage, marking_of, note_read, today
from reports.views.panel_requests import crumb, get_request, sensitive_bodies
from reports.visibility_meetings import reads_requests


@dataclass
class RequestPage(FollowUpPage):
    """One page that changes one request."""

    panel_request: PanelRequest
    names: Nameable = field(default_factory=lambda: Nameable())  # the risks it offers to choose from

    NAMED = "request"

    @property
    def record(self):
        return self.panel_request

    @property
    def caption(self):
        return f"Panel request {self.name}"

    @property
    def crumbs(self):
        return [crumb()]

    @property
    def sensitive_bodies(self):
        line, audience = line_of(self.record, today().as_at), self.request.audience
        risks = [self.record.risk] if self.record.risk_id else []
        found = sensitive_bodies([line], about(risks, audience, today(), {})) if line else set()
        return found | self.names.sensitive_bodies

    def look_anew(self):
        self.panel_request = get_request(self.request, self.record.number, self.needs)

    def changes_since(self, moment):
        entries = [turn_entry(turn) for turn in self.record.turns.filter(recorded_at__gte=moment).select_related("by")]
        entries += changes(self.record, self.request.audience, since=moment)
        found = [
            Change(
                entry["at"],
                entry["by"],
                entry["sentence"],
                entry.get("text") or entry.get("new") or entry.get("reason", ""),
            )
            for entry in entries
        ]
        return sorted(found, key=lambda change: change.at)


def request_page(request, number, needs, title) -> RequestPage:
    """Open a page that changes a request. 404 for strangers, 403 for who may not."""
    return RequestPage(request, title, needs, get_request(request, number, needs))


@dataclass(frozen=True)
class Nameable:
    """The risks a form offers, by the title of their register; and the bodies of those for the cleared alone."""

    groups: dict[str, list[tuple[Risk, str]]] = field(default_factory=dict)
    sensitive_bodies: frozenset[int] = frozenset()

    def address_of(self, request) -> str | None:
        """The risk a request is about, where it is offered: one the person may not know of stays as it is."""
        offered = {risk.pk for risks in self.groups.values() for risk, _ in risks}
        return address_of(request.risk) if request.risk_id in offered else None


def nameable(audience, also=None) -> Nameable:
    """Every open risk that the person sees, and the one it is about already, though it may be closed by now."""
    risks = {risk.pk: risk for risk in Risk.objects.visible_to(audience).select_related("register__organisation")}
    groups, sensitive = defaultdict(list), set()
    for key, named in risks_named(risks, audience, today(), {}).items():
        index = named.told.index
        if index.is_open or key == also:
            register = risks[key].register
            groups[register].append((index.ref, risks[key], f"{index.printed_ref} {named.told.details.title}"))
            sensitive |= {register.organisation_id} if index.is_sensitive else set()
    by_register = sorted(groups.items(), key=lambda pair: (pair[0].organisation.order, pair[0].kind, pair[0].title))
    named = {register.title: [(risk, name) for _, risk, name in sorted(rows)] for register, rows in by_register}
    return Nameable(named, frozenset(sensitive))


@require_http_methods(["GET", "POST"])
def request_add(request):
    """Record what the Panel asked, or what a body promised it."""
    if not reads_requests(request.audience):
        raise Http404("There are no requests to see")
    bodies = bodies_to_ask(request.user)
    if not bodies:
        raise PermissionDenied
    cleared = {body.pk for body in bodies} & request.audience.cleared
    names = nameable(request.audience)
    form = NewRequestForm(request.POST or None, bodies=bodies, risks=names.groups, may_be_sensitive=bool(cleared))
    if form.is_valid() and (found := _asked(request, form, cleared)) is not None:
        messages.success(request, f"Recorded as {found}")
        return redirect(found)
    note_read(request, names.sensitive_bodies, "Record a Panel request")
    context = {
        "form": form,
        "title": "Record a request of the Panel",
        "submit": "Record it",
        "marking": marking_of(names.sensitive_bodies),
        "breadcrumbs": [crumb(), {"text": "Record a request"}],
    }
    return render(request, "reports/request_add.html", context)


def _asked(request, form, cleared):
    """The request a valid form records. None where it was refused, with the words at the field."""
    values = form.values()
    if values.get("marking") == Marking.SENSITIVE and values["organisation"].pk not in cleared:
        form.add_error("marking", f"{values['organisation'].short_name} has not cleared you: you would not see it")
        return None
    try:
        return requests.ask(by=request.user, **values)
    except ValidationError as problem:
        form.take(problem)
        return None


@require_http_methods(["GET", "POST"])
def request_edit(request, number):
    """Change how it is recorded."""
    page = request_page(request, number, "reports.edit_request", "Change how it is recorded")
    page.names = nameable(request.audience, also=page.record.risk_id)

    def held(page):
        record = page.record
        shown = ("kind", "text", "made_on", "paper_title", "marking")
        keys = {"due_on": rules.due_now(record), "post": record.post_id, "risk": page.names.address_of(record)}
        standing = {"standing": "yes" if record.is_standing else "no"}
        return {name: getattr(record, name) for name in shown} | keys | standing

    form = EditRequestForm(
        page.data,
        bodies=[page.record.organisation],
        risks=page.names.groups,
        may_be_sensitive=page.record.organisation_id in request.audience.cleared,
        **page.for_form(held(page)),
    )
    return page.finish(form, requests.edit, text=f"Saved for {page.name}", held=held)


@require_http_methods(["GET", "POST"])
def request_assign(request, number):
    """Say which post is to answer, and which risk it is about."""
    page = request_page(request, number, "reports.answer_request", "Say who answers")
    if not rules.can_answer(page.record):
        return page.refuse(f"{page.name} is closed.")
    page.names = nameable(request.audience, also=page.record.risk_id)

    def held(page):
        return {"post": page.record.post_id, "risk": page.names.address_of(page.record)}

    bodies = [page.record.organisation]
    form = AssignForm(page.data, bodies=bodies, risks=page.names.groups, **page.for_form(held(page)))
    return page.finish(form, requests.edit, text=f"Saved for {page.name}", held=held)


@require_http_methods(["GET", "POST"])
def request_answer(request, number):
    """Say in which paper and paragraph it is answered."""
    page = request_page(request, number, "reports.answer_request", "Say where it is answered")
    if not rules.can_answer(page.record):
        return page.refuse(f"{page.name} is closed. The Panel’s secretariat can reopen it.")
    papers = Paper.objects.visible_to(request.audience).filter(organisation=page.record.organisation_id).newest_first()

    def held(page):
        return {"due_on": rules.due_now(page.record)}

    form = AnswerForm(page.data, papers=list(papers), **page.for_form(held(page)))
    return page.finish(form, requests.turn, text=f"Answer recorded for {page.name}", held=held)


@require_http_methods(["GET", "POST"])
def request_close(request, number):
    """Close it, once the Panel is content."""
    page = request_page(request, number, "reports.close_request", "Close the request")
    if not rules.can_close(page.record):
        return page.refuse(f"{page.name} is closed already.")
    form = CloseForm(page.data, **page.for_form())
    if page.wants_confirming(form):
        consequences = [
            "It leaves the list of what is still to be answered, and nobody is reminded of it.",
            "What was asked and answered stays to be read.",
            "Only the Panel’s secretariat can reopen it.",
        ]
        return page.ask(form, title=f"Close {page.name}?", submit=f"Close {page.name}", consequences=consequences)
    return page.finish(form, requests.turn, text=f"{page.name} is closed", asks_first=True, submit="Continue")


@require_http_methods(["GET", "POST"])
def request_reopen(request, number):
    """Open it again, with the reason."""
    page = request_page(request, number, "reports.close_request", "Reopen the request")
    if not rules.can_reopen(page.record):
        return page.refuse(f"{page.name} is open.")
    form = ReopenForm(page.data, **page.for_form())
    return page.finish(form, requests.turn, text=f"{page.name} is open again", submit="Reopen")
