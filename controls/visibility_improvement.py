"""Who may see an improvement plan? In SQL; the plain twin is sees_improvement.py.

A body's own working document: its members whom nothing limits, and auditors. The other body and the Panel see what
papers print of it. A sensitive plan needs clearance by its body.
"""

from django.db.models import Q

from controls.models.controls import Control
from controls.models.improvement import ImprovementPlan, PlanFact, PlanMarking, StreamControl, StreamRisk
from registers import clock
from registers.audience import Audience
from registers.models import Marking, Risk, in_force
from registers.visibility import now, sensitive_spells


def visible_plans(queryset, audience: Audience):
    own = queryset.filter(organisation__in=audience.working)
    return own.exclude(pk__in=_sensitive_plans(audience))


def plan_to_follow(organisation, audience: Audience) -> ImprovementPlan | None:
    """The plan whose next year an improvement is noted for: the latest that has begun.

    None where it, or the plan of the year after, is kept from this audience: nobody writes where they may not read.
    """
    plans = ImprovementPlan.objects.filter(organisation=organisation)
    latest = plans.filter(first_day__lte=clock.today()).order_by("-first_day").first()
    if latest is None:
        return None
    written = plans.filter(first_day__gte=latest.first_day).order_by("first_day")[:2]
    seen = set(ImprovementPlan.objects.visible_to(audience).filter(organisation=organisation))
    return latest if set(written) <= seen else None


def _sensitive_plans(audience):
    """Keys of the plans that are marked sensitive today, of bodies that have not cleared this audience."""
    uncleared = PlanMarking.objects.exclude(plan__organisation__in=audience.cleared)
    markings = in_force(uncleared, now())
    marked = PlanMarking.objects.filter(pk__in=markings.values("pk"), value=Marking.SENSITIVE)
    return list(marked.values_list("plan", flat=True))


def visible_plan_facts(queryset, audience: Audience):
    rows = queryset.filter(plan__in=ImprovementPlan.objects.visible_to(audience))
    return rows.exclude(said_in_confidence(queryset.model, audience))


def visible_stream_facts(queryset, audience: Audience):
    """Links to a risk or control that it may not see are not mentioned."""
    rows = queryset.filter(stream__plan__in=ImprovementPlan.objects.visible_to(audience))
    rows = rows.exclude(said_in_confidence(queryset.model, audience))
    if queryset.model is StreamRisk:
        rows = rows.filter(risk__in=_keys(Risk, queryset, "risk", audience))
    if queryset.model is StreamControl:
        rows = rows.filter(control__in=_keys(Control, queryset, "control", audience))
    return rows


def _keys(model, queryset, name, audience):
    linked = model.objects.filter(pk__in=queryset.order_by().values(name))
    return list(linked.visible_to(audience).values_list("pk", flat=True))


def said_in_confidence(model, audience: Audience):
    """What was said while the plan was sensitive, unless it still held on the day it was declassified."""
    uncleared = PlanMarking.objects.exclude(plan__organisation__in=audience.cleared).known(now()).oldest_first()
    plan = "plan" if issubclass(model, PlanFact) else "stream__plan"
    hidden = Q(pk__in=[])
    for key, since, until in sensitive_spells(uncleared.values_list("plan", "on", "value")):
        if until is None:
            continue  # sensitive today: nothing of it is seen
        held = in_force(model.objects.filter(**{plan: key}), now().on(until)).values("pk")
        hidden |= Q(**{plan: key}, on__gte=since, on__lt=until) & ~Q(pk__in=held)
    return hidden
