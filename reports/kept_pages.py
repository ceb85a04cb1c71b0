"""Which pages of a dashboard are drawn once for everybody who may see the same, until anything is written?

A dashboard joins everything there is, so a second look at it should cost no more than asking whether it still holds.
What is kept is the finished text, with its marking and whose sensitive text it holds, for the log of who read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from registers.audience import Audience, Level
from registers.kept import kept_while_still, one_look
from reports.dashboard import Dashboard, read_dashboard
from reports.dashboard_asked import Asked


@dataclass(frozen=True)
class Page:
    title: str
    html: SafeString
    marking: str
    sensitive_of: tuple[int, ...]  # bodies whose sensitive text it may hold for its readers


def kept_page(template: str, audience: Audience, asked: Asked, context: Callable[[Dashboard], dict[str, Any]]) -> Page:
    """A page drawn from a dashboard, for whoever sees what this audience sees: who somebody is makes no difference."""
    anybody = audience.unnamed()

    def draw() -> Page:
        shown = read_dashboard(anybody, asked)
        html = render_to_string(template, {"shown": shown, "asked": asked} | context(shown))
        return Page(shown.title, html, shown.marking, sensitive_of(shown))

    with one_look():
        return kept_while_still((template, anybody, asked), draw)


def sensitive_of(shown: Dashboard) -> tuple[int, ...]:
    """Keys of the bodies whose sensitive text it may hold: to be noted whenever somebody reads it."""
    views = [part.view for part in shown.parts]
    views += [side.view for aligned in shown.differing for side in aligned.sides]
    found = {view.register.organisation_id for view in views if view.level >= Level.SENSITIVE}
    found |= {plan.found.plan.organisation_id for plan in shown.plans if plan.found.is_sensitive}
    found |= {due.body.pk for due in shown.due if any(line.is_sensitive for line in (*due.actions, *due.requests))}
    return tuple(sorted(found))
