"""May this audience see this plan, or what is said in it? The plain twin of visibility_improvement.py."""

from controls.models.improvement import (
    PLAN_FACTS,
    STREAM_FACTS,
    ImprovementPlan,
    PlanMarking,
    StreamControl,
    StreamRisk,
    WorkStream,
)
from controls.sees import sees_control
from registers.models import Marking
from registers.sees import rule_for, same_key, sees_risk, standing_on


def is_sensitive_on(plan_pk, day, world) -> bool:
    marking = standing_on([row for row in world.facts[PlanMarking] if row.plan_id == plan_pk], day)
    return marking is not None and marking.value == Marking.SENSITIVE


@rule_for(ImprovementPlan)
def sees_plan(audience, plan, world) -> bool:
    if plan.organisation_id not in audience.working:
        return False
    return plan.organisation_id in audience.cleared or not is_sensitive_on(plan.pk, world.today, world)


@rule_for(WorkStream)
def sees_stream(audience, stream, world) -> bool:
    return sees_plan(audience, stream.plan, world)


@rule_for(*PLAN_FACTS)
def sees_plan_fact(audience, fact, world) -> bool:
    return sees_plan(audience, fact.plan, world) and was_official(audience, fact, fact.plan, world)


@rule_for(*STREAM_FACTS)
def sees_stream_fact(audience, fact, world) -> bool:
    plan = fact.stream.plan
    if not sees_plan(audience, plan, world) or not was_official(audience, fact, plan, world):
        return False
    if isinstance(fact, StreamRisk):
        return sees_risk(audience, world.risks[fact.risk_id], world)
    return sees_control(audience, fact.control, world) if isinstance(fact, StreamControl) else True


def was_official(audience, fact, plan, world) -> bool:
    if plan.organisation_id in audience.cleared or not is_sensitive_on(plan.pk, fact.on, world):
        return True
    for day in sorted(row.on for row in world.facts[PlanMarking] if row.plan_id == plan.pk):
        if day > fact.on and not is_sensitive_on(plan.pk, day, world):
            return standing_on(same_key(fact, world), day) == fact
    return False
