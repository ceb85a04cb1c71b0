"""What do all pages that change an improvement plan do alike? Let the right people in, save, show both texts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from controls.improvement import PlanPosition, StreamLine
from controls.improvement_history import stream_history
from controls.models import ImprovementPlan, WorkStream
from controls.views.improvement import get_plan, get_stream, marking_of, note_plan_read, see_plan
from registers import clock
from registers.models import Post
from registers.scope import Scope
from registers.views.saving import Change, SavingPage


def today() -> Scope:
    return Scope(as_at=clock.today())


def posts_of(organisation):
    return Post.objects.filter(organisation=organisation).order_by("title")


@dataclass
class PlanPage(SavingPage):
    """One page that changes a plan."""

    request: object
    plan: ImprovementPlan
    found: PlanPosition
    needs: str
    title: str

    NAMED = "plan"
    names_sensitive = False  # whether what it offers to link may be named to those cleared alone

    @property
    def record(self):
        return self.plan

    @property
    def name(self):
        return f"{self.plan.organisation.short_name} {self.plan.year}"

    @property
    def caption(self):
        return f"Improvement plan {self.name}"

    @property
    def url(self):
        return self.plan.get_absolute_url()

    def for_form(self, held=None):
        return {"risk": self.record, "held": held or {}, "on": clock.today()}

    def look_anew(self):
        self.plan = get_plan(self.request, self.plan.organisation.slug, self.plan.slug, self.needs)
        self.found = see_plan(self.request, self.plan, today())

    def changes_since(self, moment):
        return []  # whoever changes the plan itself adds to it and takes nothing away

    def show(self, template, form, **context):
        """Draw the page. 409 where somebody else saved first."""
        note_plan_read(self.request, self.found, f": {self.title.lower()}", self.names_sensitive)
        base = {
            "form": form,
            "page": self,
            "title": self.title,
            "marking": marking_of(self.found, self.names_sensitive),
            "breadcrumbs": [*self.crumbs, {"text": self.title}],
        }
        status = 409 if getattr(form, "conflict", None) else 200
        return render(self.request, template, base | context, status=status)

    @property
    def crumbs(self):
        return [
            {"text": "Improvement plans", "url": reverse("controls:plans")},
            {"text": self.name, "url": self.plan.get_absolute_url()},
        ]

    def done(self, text, url=None):
        messages.success(self.request, text)
        return redirect(url or self.url)

    def is_closed(self):
        """Nothing is written in a year that has been closed."""
        return self.found.is_closed

    def refused(self):
        messages.info(self.request, f"The plan of {self.plan.year} is closed: nothing in it is changed any more.")
        return redirect(self.url)


@dataclass
class StreamPage(PlanPage):
    """One page that changes a work-stream."""

    stream: WorkStream = None
    line: StreamLine = None

    NAMED = "stream"

    @property
    def record(self):
        return self.stream

    @property
    def caption(self):
        return f"{self.name}, {self.stream.ref}: {self.line.title}"

    @property
    def url(self):
        return self.stream.get_absolute_url()

    @property
    def crumbs(self):
        return [*super().crumbs, {"text": self.stream.ref, "url": self.url}]

    def look_anew(self):
        super().look_anew()
        self.stream = get_stream(self.request, self.plan.organisation.slug, self.plan.slug, self.stream.ref, self.needs)
        self.line = line_of(self.found, self.stream)

    def changes_since(self, moment):
        entries = stream_history(self.stream, self.request.audience, today())
        return [
            Change(entry.at, entry.by, entry.sentence, entry.reason)
            for entry in reversed(entries)
            if entry.at >= moment
        ]


def line_of(found: PlanPosition, stream) -> StreamLine:
    line = next((line for line in found.lines if line.stream == stream.pk), None)
    if line is None:
        raise Http404("There is no such work-stream")
    return line


def plan_page(request, organisation, year, needs, title) -> PlanPage:
    """Open a page that changes a plan. 404 for strangers, 403 for who may not."""
    plan = get_plan(request, organisation, year, needs)
    return PlanPage(request, plan, see_plan(request, plan, today()), needs, title)


def stream_page(request, organisation, year, ref, needs, title) -> StreamPage:
    """Open a page that changes a work-stream. 404 for strangers, 403 for who may not."""
    stream = get_stream(request, organisation, year, ref, needs)
    found = see_plan(request, stream.plan, today())
    return StreamPage(request, stream.plan, found, needs, title, stream, line_of(found, stream))
