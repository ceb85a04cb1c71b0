"""What is a person offered to do with an improvement plan? One table for the buttons and the pages behind them."""

from django.urls import reverse

from controls.improvement import PlanPosition
from registers.models import Organisation
from registers.offers import Offer

PLAN = (
    ("plan-refresh", "Monthly refresh", "controls.edit_plan", True),
    ("stream-add", "Add a work-stream", "controls.edit_plan", False),
    ("plan-close-year", "Close the year", "controls.settle_plan", False),
    ("plan-mark", "Change its marking", "controls.settle_plan", False),
)
STREAM = (
    ("stream-state", "State how it gets on", "controls.edit_plan", True),
    ("stream-due", "Move its date", "controls.edit_plan", False),
    ("stream-edit", "Edit", "controls.edit_plan", False),
    ("stream-links", "Link risks and controls", "controls.edit_plan", False),
)


def plans_offers(user) -> list[Offer]:
    """On the list of plans: begin one, for each body whose plans one keeps."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY)
    return [
        Offer(
            "plan-begin", f"Begin a plan of {body.short_name}", reverse("controls:plan-begin", args=[body.slug]), False
        )
        for body in bodies
        if user.has_perm("controls.begin_plan", body)
    ]


def plan_offers(user, found: PlanPosition) -> list[Offer]:
    """On the page of one plan. A closed one offers its marking alone."""
    where = [found.plan.organisation.slug, found.plan.slug]
    table = [row for row in PLAN if row[0] == "plan-mark" or not found.is_closed]
    if found.scope.as_at < found.plan.last_day:
        table = [row for row in table if row[0] != "plan-close-year"]
    return _offered(user, found.plan, table, where)


def stream_offers(user, stream, found: PlanPosition) -> list[Offer]:
    """On the page of one work-stream, while its year is open."""
    if found.is_closed:
        return []
    offered = _offered(user, stream.plan, STREAM, [stream.plan.organisation.slug, stream.plan.slug, stream.ref])
    if offered:
        following = reverse("controls:plan-add-next", args=[stream.plan.organisation.slug])
        offered.append(
            Offer("plan-add-next", "Add to next year’s plan", f"{following}?from={stream.get_absolute_url()}", False)
        )
    return offered


def _offered(user, plan, table, where):
    allowed = {needs: user.has_perm(needs, plan) for needs in {row[2] for row in table}}
    return [
        Offer(name, text, reverse(f"controls:{name}", args=where), is_main)
        for name, text, needs, is_main in table
        if allowed[needs]
    ]
