"""What does a dashboard tell? Registers, what needs a decision, alignments, plans and what is due, for one audience.

Plain values for the page and the print, which choose and loop. reports/figures.py says what it costs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from controls.improvement import PlanPosition, plan_positions
from controls.models import ImprovementPlan, StreamStatus
from registers.audience import Audience
from registers.models import Organisation
from registers.scope import quarter_end_before
from registers.views.common import highest, marking_of
from reports.actions_reading import all_actions
from reports.alignment_values import Aligned
from reports.alignments import alignments
from reports.dashboard_asked import Asked
from reports.dashboard_register import Part
from reports.dashboard_values import Figure, Line, Stack, stack
from reports.decisions import Decisions, decisions
from reports.figures import read_registers
from reports.papers.figures import one_moment
from reports.requests_reading import all_requests
from reports.views.alignment_page import marking_of_all

SENSITIVE = "OFFICIAL-SENSITIVE"
DECISIONS = 5  # told on the first screen
DIFFERING = 4
DUE = 4  # of what is to be done, and told in full


@dataclass(frozen=True)
class Plan:
    """The improvement plan in force."""

    found: PlanPosition
    stack: Stack
    flags: tuple[Line, ...]
    url: str

    @property
    def caption(self) -> str:
        return f"Improvement plan {self.found.plan.year}"

    @classmethod
    def of(cls, found: PlanPosition, asked: Asked) -> Plan:
        base, time = found.plan.get_absolute_url(), asked.time()

        def url(**query):
            query |= time
            return f"{base}?{urlencode(query)}" if query else base

        numbers = Counter(line.status for line in found.lines)
        number = len(found.lines)
        title = f"{number} work-stream{'' if number == 1 else 's'} of the {found.plan.year} plan"
        statuses = (StreamStatus.COMPLETE, StreamStatus.ON_TRACK, StreamStatus.SLIPPED, StreamStatus.NOT_STARTED,
                    StreamStatus.NO_LONGER_NEEDED)  # fmt: skip
        urls = {status: url(status=status.value) for status in statuses}
        flags = tuple(
            Line(share.label, (Figure(share.count, url(flag=share.key)),)) for share in (found.overdue, found.revised)
        )
        return cls(found, stack(f"plan-{found.plan.pk}", title, statuses, numbers, urls), flags, url())


@dataclass(frozen=True)
class Due:
    """What is to be done for one body: actions of meetings, and what the Panel waits for."""

    body: Organisation
    lines: tuple[Line, ...]
    actions: tuple  # the first that are due
    requests: tuple

    @property
    def caption(self) -> str:
        return f"Actions and Panel requests for {self.body.short_name}"


@dataclass(frozen=True)
class Dashboard:
    asked: Asked
    parts: list[Part]
    decisions: Decisions
    alignments: list[Aligned]  # those that speak of a difference first
    plans: list[Plan]
    due: list[Due]

    @property
    def title(self) -> str:
        return f"{self.asked.title}, {self.asked.month.words}"

    @property
    def explains_scores(self) -> bool:
        """Whether scores of two parts are shown, whose order has to be said."""
        return any(part.sees_score and part.register.has_likelihood for part in self.parts)

    @property
    def differing(self) -> list[Aligned]:
        return [each for each in self.alignments if each.speaking]

    @property
    def first_differing(self) -> list[Aligned]:
        return self.differing[:DIFFERING]

    @property
    def time_query(self) -> str:
        query = self.asked.time()
        return f"?{urlencode(query)}" if query else ""

    @property
    def first_decisions(self):
        return self.decisions.items[:DECISIONS]

    @property
    def decisions_left_out(self) -> bool:
        return len(self.decisions.items) > DECISIONS

    @property
    def decided(self) -> Figure:
        return Figure(len(self.decisions.items), self.asked.decisions_url)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of any register: none agreed, or none begun by then."""
        return all(part.is_empty for part in self.parts)

    @property
    def alignments_url(self) -> str:
        return reverse("reports:alignments") + self.time_query

    @cached_property
    def marking(self) -> str:
        marks = [marking_of(part.view, part.of.now.rows) for part in self.parts]
        marks += [SENSITIVE for plan in self.plans if plan.found.is_sensitive]
        marks += [SENSITIVE for due in self.due for line in (*due.actions, *due.requests) if line.is_sensitive]
        marks += [SENSITIVE for part in self.parts for row in part.of.controls.rows if row.is_sensitive]
        return highest([*marks, marking_of_all(self.differing)])


def read_dashboard(audience: Audience, asked: Asked) -> Dashboard:
    """The dashboard as this audience may see it."""
    found = read_registers(audience, asked)
    with one_moment():
        scope = replace(asked.scope, compared_with=quarter_end_before(asked.scope.as_at))
        aligned = alignments(audience, scope, asked.time()).standing
    return Dashboard(
        asked=asked,
        parts=[Part(of, asked) for of in found],
        decisions=decisions(audience, asked, found),
        alignments=[each for each in aligned if each.reads],
        plans=_plans(audience, asked),
        due=[_due(audience, asked, body) for body in asked.bodies],
    )


def _plans(audience, asked) -> list[Plan]:
    """The newest plan of each body that had been begun by then, and was not kept from the reader."""
    seen = ImprovementPlan.objects.visible_to(audience).filter(first_day__lte=asked.scope.as_at)
    seen = seen.filter(organisation__in=asked.bodies).select_related("organisation").order_by("first_day")
    newest = {}
    for found in plan_positions(list(seen), audience, replace(asked.scope, compared_with=None)):
        body = found.plan.organisation_id
        if found.turn is not None and (not found.is_sensitive or body in audience.cleared):
            newest[body] = found
    return [Plan.of(newest[body.pk], asked) for body in asked.bodies if body.pk in newest]


def _due(audience, asked, body) -> Due:
    when = audience, asked.scope.as_at, asked.scope.known_at
    found = [line for line in all_actions(*when) if line.action.post.organisation_id == body.pk]
    waiting = [line for line in all_requests(*when) if line.request.organisation_id == body.pk]
    undone = sorted((line for line in found if line.is_open), key=lambda line: (line.due_on, line.action.number))
    unanswered = [line for line in waiting if line.is_open]
    return Due(
        body=body,
        lines=(
            *_of_list("Actions and responses", "reports:actions", found, undone, asked, body),
            *_of_list("Panel requests", "reports:requests", waiting, unanswered, asked, body),
        ),
        actions=tuple(undone[:DUE]),
        requests=tuple(unanswered[:DUE]),
    )


def _of_list(label, name, found, left, asked, body):
    """How many are open, and how many of these are overdue; of what nobody has ever recorded that there is none."""
    if not found:
        return (Line(label, (Figure(None),), hint="None recorded yet"),)
    query = {"organisation": body.slug, "state": "open"}

    def figure(number, **more):
        return (Figure(number, f"{reverse(name)}?{urlencode(query | more | asked.time())}"),)

    late = sum(1 for line in left if line.is_overdue)
    return Line(f"{label} open", figure(len(left))), Line(f"{label} overdue", figure(late, overdue="yes"))


__all__ = ["Dashboard", "Due", "Plan", "Stack", "read_dashboard"]
