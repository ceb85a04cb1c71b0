"""Improvement plans as they are read: the list of plans, one plan, one work-stream; as at any date."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from controls.improvement import PlanPosition, plan_position, plan_positions
from controls.improvement_filters import Chosen, PlanFilterForm, narrowed
from controls.improvement_history import stream_history
from controls.improvement_offers import plan_offers, plans_offers, stream_offers
from controls.models import ImprovementPlan, StreamProgress, WorkStream
from registers import clock
from registers.actions.people import log_sensitive_read
from registers.scope import Scope
from registers.views.common import asked_scope
from registers.views.history import Line, sittings
from registers.views.reading import dates_to_offer


def get_plan(request, organisation, year, needs=None) -> ImprovementPlan:
    """The plan, if this audience may know of it (404), and do what the page is for (403)."""
    seen = ImprovementPlan.objects.visible_to(request.audience).select_related("organisation")
    plan = seen.filter(organisation__slug=organisation, slug=year).first()
    if plan is None:
        raise Http404("There is no such plan")
    if needs and not request.user.has_perm(needs, plan):
        raise PermissionDenied
    return plan


def get_stream(request, organisation, year, ref, needs=None) -> WorkStream:
    """The work-stream, if this audience may know of it (404), and do what the page is for (403)."""
    plan = get_plan(request, organisation, year, needs)
    stream = plan.streams.filter(ref=ref).select_related("carried_from__plan__organisation").first()
    if stream is None:
        raise Http404("There is no such work-stream")
    stream.plan = plan
    return stream


def see_plan(request, plan, scope: Scope) -> PlanPosition:
    """The plan at a scope. 404 where it was not there, or not to be seen, then."""
    found = plan_position(plan, request.audience, scope)
    is_kept_from = found.is_sensitive and plan.organisation_id not in request.audience.cleared
    if found.turn is None or is_kept_from:
        raise Http404("There was no such plan then")
    return found


def note_plan_read(request, found: PlanPosition, what="", names_sensitive=False) -> None:
    """Log that a sensitive plan was shown, or a page of it that names what is for those cleared alone."""
    plan = found.plan
    if (found.is_sensitive or names_sensitive) and request.user.is_authenticated:
        what = f"Improvement plan {plan.organisation.slug}/{plan.slug}{what}"
        log_sensitive_read(organisation_id=plan.organisation_id, user=request.user, what=what)


def marking_of(found: PlanPosition, names_sensitive=False) -> str:
    return "OFFICIAL-SENSITIVE" if found.is_sensitive or names_sensitive else "OFFICIAL"


@dataclass(frozen=True)
class Listed:
    """One plan as the list of plans tells it."""

    plan: ImprovementPlan
    found: PlanPosition
    counts: list[dict]


@require_safe
def plans(request):
    """Every plan one may see, as it stands today; the newest first."""
    seen = list(ImprovementPlan.objects.visible_to(request.audience).select_related("organisation"))
    positions = plan_positions(seen, request.audience, Scope(as_at=clock.today()))
    listed = [Listed(found.plan, found, counts(found, found.plan.get_absolute_url())) for found in positions]
    sensitive = {found.plan.organisation_id for found in positions if found.is_sensitive}
    for organisation in sorted(sensitive):
        log_sensitive_read(organisation_id=organisation, user=request.user, what="List of improvement plans")
    return render(
        request,
        "controls/plan_list.html",
        {
            "listed": listed,
            "offers": plans_offers(request.user),
            "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
            "breadcrumbs": [{"text": "Improvement plans"}],
        },
    )


def counts(found, base="", time=None, chosen=None):
    """The statuses as a row of figures that add up to all work-streams."""
    chosen, time = chosen or Chosen(), time or {}
    return [
        {
            "text": f"{share.label} ({share.percent}%)",
            "value": share.count,
            "url": base + chosen.address(time, status=share.key) if share.count else "",
        }
        for share in found.shares
    ]


@require_safe
def plan(request, organisation, year):
    """One plan: its figures, and its work-streams filtered and sorted as asked."""
    record = get_plan(request, organisation, year)
    asked = asked_scope(request)
    found = see_plan(request, record, asked.scope)
    chosen = Chosen.of(request.GET)
    note_plan_read(request, found)
    lines = narrowed(found, chosen)
    offered = plan_offers(request.user, found) if asked.is_now else []
    return render(
        request,
        "controls/plan_detail.html",
        {
            "plan": record,
            "found": found,
            "lines": lines,
            "chosen": chosen,
            "counts": counts(found, "", asked.query, chosen),
            "flags": _flags(found, chosen, asked.query),
            "form": PlanFilterForm(request.GET or None, found=found),
            "clear_url": f"?{urlencode(asked.query)}",
            "main_offers": [offer for offer in offered if offer.is_main],
            "other_offers": [offer for offer in offered if not offer.is_main],
            "years": ImprovementPlan.objects.visible_to(request.audience)
            .filter(organisation=record.organisation_id)
            .exclude(pk=record.pk)
            .order_by("first_day"),
            **_frame(asked, found),
            "breadcrumbs": [
                {"text": "Improvement plans", "url": reverse("controls:plans")},
                {"text": f"{record.organisation.short_name} {record.year}"},
            ],
        },
    )


def _flags(found, chosen, time):
    shares = [share for share in (found.revised, found.overdue) if share.count]
    return [
        {"text": share.label, "value": share.count, "url": chosen.address(time, flag=share.key)} for share in shares
    ]


def _frame(asked, found):
    return {
        "asked": asked,
        "scope": replace(asked.scope, compared_with=None),
        "dates": dates_to_offer(),
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
        "time": urlencode(asked.query),
        "marking": marking_of(found),
    }


@require_safe
def stream(request, organisation, year, ref):
    """One work-stream: everything it says, every date it was promised for, and all that was entered."""
    record = get_stream(request, organisation, year, ref)
    asked = asked_scope(request)
    found = see_plan(request, record.plan, asked.scope)
    line = next((line for line in found.lines if line.stream == record.pk), None)
    if line is None:
        raise Http404("There was no such work-stream then")
    note_plan_read(request, found, f", {record.ref}", line.names_sensitive)
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    offered = stream_offers(request.user, record, found) if asked.is_now else []
    there = StreamProgress.objects.by(asked.scope).values("stream")
    carried_into = WorkStream.objects.visible_to(request.audience).filter(carried_from=record, pk__in=there)
    return render(
        request,
        "controls/stream_detail.html",
        {
            "stream": record,
            "found": found,
            "line": line,
            "carried_into": carried_into.select_related("plan__organisation").first(),
            "sittings": sittings([Line(entry) for entry in stream_history(record, request.audience, asked.scope)]),
            "main_offers": [offer for offer in offered if offer.is_main],
            "other_offers": [offer for offer in offered if not offer.is_main],
            **_frame(asked, found),
            "marking": marking_of(found, line.names_sensitive),
            "breadcrumbs": [
                {"text": "Improvement plans", "url": reverse("controls:plans")},
                {
                    "text": f"{record.plan.organisation.short_name} {record.plan.year}",
                    "url": record.plan.get_absolute_url() + time,
                },
                {"text": record.ref},
            ],
        },
    )
