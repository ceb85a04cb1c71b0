"""What is a person offered to do with an improvement plan? One table for the buttons and the pages behind them."""

from urllib.parse import urlencode

from django.urls import reverse

from controls.improvement import PlanPosition
from controls.improvement_links import sensitive_among
from controls.visibility_improvement import plan_to_follow
from registers.access import memberships_of
from registers.models import Organisation
from registers.offers import Offer
from registers.visibility import now

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
        said = urlencode({"from": stream.get_absolute_url()})
        offered.append(Offer("plan-add-next", "Add to next year’s plan", f"{following}?{said}", False))
    return offered


def offers_of_control(user, audience, control, title, is_sensitive=False) -> list[Offer]:
    """On the page of a control: note an improvement of it for next year's plan, where one's body keeps plans."""
    bodies = {one.organisation_id: one.organisation for one in memberships_of(user)}
    kept = [key for key, body in bodies.items() if user.has_perm("controls.begin_plan", body)]
    if control.register is not None:
        kept = [key for key in kept if key == control.register.organisation_id]
    if not kept:
        return []
    said = {"from": control.get_absolute_url()}
    if not is_sensitive and not sensitive_among([control], audience, now()):
        said["title"] = title  # addresses are logged, and kept by browsers
    return [
        Offer(
            "plan-add-next",
            "Add to next year’s plan",
            f"{reverse('controls:plan-add-next', args=[bodies[key].slug])}?{urlencode(said)}",
            False,
        )
        for key in kept
        if plan_to_follow(bodies[key], audience)
    ]


def _offered(user, plan, table, where):
    allowed = {needs: user.has_perm(needs, plan) for needs in {row[2] for row in table}}
    return [
        Offer(name, text, reverse(f"controls:{name}", args=where), is_main)
        for name, text, needs, is_main in table
        if allowed[needs]
    ]
