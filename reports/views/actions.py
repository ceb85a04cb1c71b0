"""Actions and what boards asked: all of them, filtered and sorted; one, and the pages that say what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.access import posts_of
from registers.models import Board
from registers.views.common import asked_scope
from registers.views.saving import Change
from reports import actions_reading as reading
from reports import rules_actions as rules
from reports.action_filters import ActionFilterForm, Chosen, counts, narrowed, ordered, post_of
from reports.action_history import history, turn_entry
from reports.action_offers import offers
from reports.actions import actions as doing
from reports.follow_ups import About, about, asked_risks
from reports.forms_actions import AnswerForm, DoneForm, DropForm, DueForm, ReopenForm
from reports.models import Action
from reports.views.follow_ups import (
    PAGE,
    FollowUpPage,
    form_data,
    frame,
    marking_of,
    note_read,
    one_risk,
    split,
    today,
    with_time,
)

READ_WITH = ("post__organisation", "post__successor__successor", "meeting__board__organisation", "by")
READ_WITH += ("risk__register__organisation",)


def get_action(request, number, needs=None) -> Action:
    """The action, if this audience may know of it (404), and do what the page is for (403)."""
    found = Action.objects.visible_to(request.audience).select_related(*READ_WITH).filter(number=number).first()
    if found is None:
        raise Http404("There is no such action")
    if needs and not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


def sensitive_bodies(lines, found: About, audience) -> set[int]:
    """Keys of the bodies of whose sensitive text these rows show some; of a board of both, of both."""
    bodies = set()
    for line in lines:
        action = line.action
        if line.is_sensitive:
            own = action.meeting.board.organisation_id
            bodies |= set(audience.cleared) if own is None else {own}
        if action.risk_id in found.sensitive:
            bodies.add(action.risk.register.organisation_id)
    return bodies


def about_risks(lines, audience, scope, time) -> About:
    """The risks that these actions are about."""
    risks = [line.action.risk for line in lines if line.action.risk_id]
    return about(risks, audience, scope, time, explained=True)


def crumb(asked=None) -> dict:
    address = reverse("reports:actions")
    return {"text": "Actions", "url": with_time(address, asked) if asked else address}


@require_safe
def actions(request):
    """Every action and asked response one may read at a date; what is still to be done first."""
    if not Board.objects.visible_to(request.audience).exists():
        raise Http404("There are no actions to see")
    asked = asked_scope(request)
    chosen = Chosen.asked(request.GET)
    mine = posts_of(request.user)
    risks = asked_risks(request.audience, chosen.risk)
    lines = reading.actions(request.audience, asked.scope.as_at, risks=risks, known_at=asked.scope.known_at)
    page = Paginator(ordered(narrowed(lines, chosen, mine), chosen.sort), PAGE).get_page(request.GET.get("page"))
    told = about_risks(page.object_list, request.audience, asked.scope, asked.query)
    bodies = sensitive_bodies(page.object_list, told, request.audience)
    note_read(request, bodies, "List of actions")
    context = {
        "page": page,
        "rows": [{"line": line, "post": post_of(line), "about": told.name(line.action.risk_id)} for line in page],
        "total": len(lines),
        "of_one_risk": one_risk(risks, request.audience, asked),
        "all_url": chosen.address(asked.query, risk=""),
        "chosen": chosen,
        "counts": counts(lines, chosen, mine, asked.query),
        "form": ActionFilterForm(form_data(request.GET, chosen), lines=lines, mine=mine),
        "clear_url": f"?{urlencode(asked.query)}",
        "marking": marking_of(bodies),
        "breadcrumbs": [{"text": "Actions"}],
    }
    return render(request, "reports/action_list.html", frame(asked) | context)


@require_safe
def action(request, number):
    """One action: what is to be done, by whom and when, and what became of it."""
    found = get_action(request, number)
    asked = asked_scope(request)
    line = reading.line_of(found, asked.scope.as_at, asked.scope.known_at)
    if line is None:
        raise Http404("There was no such action then")
    told = about_risks([line], request.audience, asked.scope, asked.query)
    bodies = sensitive_bodies([line], told, request.audience)
    note_read(request, bodies, str(found))
    context = {
        "line": line,
        "record": found,
        "post": post_of(line),
        "about": told.name(found.risk_id),
        "entries": history(line),
        "marking": marking_of(bodies),
        "breadcrumbs": [crumb(asked), {"text": str(found)}],
    }
    offered = split(offers(request.user, found) if asked.is_now else [])
    return render(request, "reports/action_detail.html", frame(asked) | context | offered)


# Pages that say what became of it -----------------------------------------------------------------


@dataclass
class ActionPage(FollowUpPage):
    """One page that changes one action."""

    action: Action

    NAMED = "action"

    @property
    def record(self):
        return self.action

    @property
    def caption(self):
        return f"{self.action.get_kind_display()} {self.name}, {self.action.meeting}"

    @property
    def crumbs(self):
        return [crumb()]

    @property
    def sensitive_bodies(self):
        line = reading.line_of(self.action, today().as_at)
        audience = self.request.audience
        return sensitive_bodies([line], about_risks([line], audience, today(), {}), audience) if line else set()

    def look_anew(self):
        self.action = get_action(self.request, self.action.number, self.needs)

    def changes_since(self, moment):
        turns = self.action.turns.filter(recorded_at__gte=moment).select_related("by", "action")
        entries = [turn_entry(turn) for turn in turns.order_by("recorded_at", "pk")]
        return [Change(entry["at"], entry["by"], entry["sentence"], entry["text"]) for entry in entries]


def action_page(request, number, needs, title) -> ActionPage:
    """Open a page that changes an action. 404 for strangers, 403 for who may not."""
    return ActionPage(request, title, needs, get_action(request, number, needs))


def _page_of_open(request, number, needs, title):
    page = action_page(request, number, needs, title)
    state = rules.state_now(page.action)
    return page, "" if rules.can_change(page.action) else f"{page.name} is {state.label.lower()} already."


@require_http_methods(["GET", "POST"])
def action_done(request, number):
    """Report that it is done; give the answer a board asked for."""
    page, refusal = _page_of_open(request, number, "reports.report_action", "Report it done")
    if refusal:
        return page.refuse(refusal)
    is_response = page.action.kind == Action.Kind.RESPONSE
    page.title = "Answer what the board asked" if is_response else page.title
    form = (AnswerForm if is_response else DoneForm)(page.data, **page.for_form())
    done = f"Answer given to {page.name}" if is_response else f"{page.name} is done"
    return page.finish(form, doing.turn, template="reports/action_form.html", text=done)


@require_http_methods(["GET", "POST"])
def action_due(request, number):
    """Move its date, with the reason."""
    page, refusal = _page_of_open(request, number, "reports.report_action", "Move the date")
    if refusal:
        return page.refuse(refusal)

    def held(page):
        return {"due_on": rules.due_now(page.action)}

    form = DueForm(page.data, **page.for_form(held(page)))
    context = {"template": "reports/action_form.html", "text": f"{page.name} has another date"}
    return page.finish(form, doing.turn, held=held, **context)


@require_http_methods(["GET", "POST"])
def action_drop(request, number):
    """Drop it, with the reason."""
    page, refusal = _page_of_open(request, number, "reports.edit_action", "Drop it")
    if refusal:
        return page.refuse(refusal)
    form = DropForm(page.data, **page.for_form())
    return page.finish(form, doing.turn, template="reports/action_form.html", text=f"{page.name} is dropped")


@require_http_methods(["GET", "POST"])
def action_reopen(request, number):
    """Take it up again, with the reason."""
    page = action_page(request, number, "reports.edit_action", "Take it up again")
    if not rules.can_reopen(page.action):
        return page.refuse(f"{page.name} is still to be done.")
    form = ReopenForm(page.data, **page.for_form())
    return page.finish(form, doing.turn, template="reports/action_form.html", text=f"{page.name} is taken up again")
