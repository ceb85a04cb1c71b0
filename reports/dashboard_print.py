"""How does a dashboard, or the brief drawn from it, become a document? Through the papers' frame and sheet."""

from __future__ import annotations

from django.template.loader import render_to_string

from registers.audience import Audience
from registers.models import Organisation
from reports.brief import brief_of
from reports.dashboard import Dashboard, read_dashboard
from reports.dashboard_asked import Asked
from reports.figures import corporate_registers
from reports.kept_pages import sensitive_of
from reports.models import Meeting, Rendering, What
from reports.months import Month
from reports.papers.figures import one_moment
from reports.papers.printing import Printed


def print_dashboard(rendering: Rendering, audience: Audience) -> tuple[Printed, tuple[int, ...]] | None:
    """The document, and keys of the bodies whose sensitive text it holds; None where it is no longer theirs."""
    with one_moment():
        asked = _asked(rendering, audience)
        if asked is None:
            return None
        shown = read_dashboard(audience, asked)
        printed = _print_brief(shown) if rendering.what == What.BRIEF else _print_dashboard(shown)
        return printed, sensitive_of(shown)


def _asked(rendering, audience) -> Asked | None:
    bodies = list(Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "pk"))
    if not rendering.is_joint:
        bodies = [body for body in bodies if body.pk == rendering.organisation_id]
    seen = {register.organisation_id for register in corporate_registers(audience, bodies)}
    meeting = rendering.meeting
    if meeting is not None and not Meeting.objects.visible_to(audience).filter(pk=meeting.pk).exists():
        return None
    if not bodies or not all(body.pk in seen for body in bodies):
        return None
    day = rendering.compared_with
    return Asked.at(bodies, rendering.is_joint, Month.of(day).after, rendering.as_at, rendering.known_by, meeting)


def _print_dashboard(shown: Dashboard) -> Printed:
    html = render_to_string(
        "reports/print/papers/dashboard.html", {"shown": shown, "asked": shown.asked, "title": shown.title}
    )
    return _printed(shown, html, shown.title, "dashboard")


def _print_brief(shown: Dashboard) -> Printed:
    title = f"Brief for the Deputy Mayor, {shown.asked.month.words}"
    context = {"shown": shown, "asked": shown.asked, "brief": brief_of(shown), "title": title}
    return _printed(shown, render_to_string("reports/print/papers/brief.html", context), title, "brief")


def _printed(shown, html, title, what) -> Printed:
    asked = shown.asked
    place = "joint" if asked.is_joint else asked.bodies[0].slug
    return Printed(
        html=html,
        title=title,
        file_name=f"{place}-{what}-{asked.scope.as_at.isoformat()}.pdf",
        short_title=title,
        marking=shown.marking,
        is_draft=False,
        day=asked.scope.as_at,
    )
