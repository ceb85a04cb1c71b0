"""A body's Governance Improvement Plan, by year: a live document, refreshed monthly (004 1.7-1.10).

Status and the date it was promised for are separate facts, so that "revised" is counted beside the statuses and
never among them.
"""

import re

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from controls.models.controls import Control
from registers import clock
from registers.models import Fact, FactQuerySet, Organisation, Post, Risk
from registers.models.risk_facts import Marking
from registers.models.versioned import VersionedQuerySet

PRINCIPLES = {
    "A": "Integrity, ethical values and the rule of law",
    "B": "Openness and engagement with stakeholders",
    "C": "Outcomes defined as lasting benefits",
    "D": "Interventions that achieve the outcomes",
    "E": "Capacity and capability of leaders and staff",
    "F": "Risk, performance, internal control and finance",
    "G": "Transparency, reporting, audit and accountability",
}  # the seven of CIPFA's Delivering Good Governance (004 1.2), in short


class PlanQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """A body's own working document, for its members and auditors; a sensitive one needs clearance."""
        from controls.visibility_improvement import visible_plans

        return visible_plans(self, audience)


class ImprovementPlan(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="improvement_plans")
    slug = models.SlugField(help_text="Its years, for example 2018-19")
    first_day = models.DateField()
    last_day = models.DateField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__order", "organisation", "-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_improvement_plan_a_year"),
            models.CheckConstraint(
                condition=models.Q(last_day__gt=models.F("first_day")), name="plan_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"Improvement plan {self.year}"

    def get_absolute_url(self):
        return reverse("controls:plan", args=[self.organisation.slug, self.slug])

    @property
    def year(self) -> str:
        return self.slug.replace("-", "/")


class PlanFactQuerySet(FactQuerySet):
    def visible_to(self, audience):
        from controls.visibility_improvement import visible_plan_facts

        return visible_plan_facts(self, audience)


class PlanFact(Fact):
    KEY = ("plan",)

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="%(class)s_facts")

    objects = PlanFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def organisation_id(self):
        return self.plan.organisation_id


class PlanTurn(models.TextChoices):
    OPENED = "opened", "Opened"
    CLOSED = "closed", "Closed"


class PlanState(PlanFact):
    turn = models.CharField(max_length=6, choices=PlanTurn)


class PlanMarking(PlanFact):
    value = models.CharField(max_length=20, choices=Marking)


class PlanRefresh(PlanFact):
    """The leads went through the plan; the reason may say what they found (004 1.8: refreshed monthly)."""


class StreamQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        return self.filter(plan__in=ImprovementPlan.objects.visible_to(audience))


class WorkStream(models.Model):
    """One improvement. Its ref is the principle's letter and a number, or a number alone."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="streams")
    ref = models.CharField("reference", max_length=6)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_into"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = StreamQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="work_stream_ref_used_once_in_a_plan")]

    def __str__(self):
        return self.ref

    def get_absolute_url(self):
        return reverse("controls:stream", args=[self.plan.organisation.slug, self.plan.slug, self.ref])

    @property
    def principle(self) -> str:
        """The letter of the principle it serves; empty where it serves none by name."""
        return self.ref[0] if self.ref[:1] in PRINCIPLES else ""


def in_order(ref: str) -> tuple[str, int, str]:
    """How people read refs: F9 before F10, and those without a letter last."""
    found = re.fullmatch(r"([A-Z]?)(\d+)", ref)
    return (found[1] or "~", int(found[2]), ref) if found else ("~", 0, ref)


class StreamFactQuerySet(FactQuerySet):
    def visible_to(self, audience):
        from controls.visibility_improvement import visible_stream_facts

        return visible_stream_facts(self, audience)


class StreamFact(Fact):
    KEY = ("stream",)

    stream = models.ForeignKey(WorkStream, on_delete=models.PROTECT, related_name="%(class)s_facts")

    objects = StreamFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def organisation_id(self):
        return self.stream.plan.organisation_id


class StreamWording(StreamFact):
    """The area of improvement, the recommendation it answers, and what management says to that."""

    title = models.CharField(max_length=200)
    recommendation = models.TextField(blank=True)
    response = models.TextField("management response", blank=True)


class Source(models.TextChoices):
    STATEMENT = "annual-governance-statement", "Annual governance statement"
    INTERNAL_AUDIT = "internal-audit", "Internal audit"
    EXTERNAL_AUDIT = "external-audit", "External audit"
    CARRIED = "carried-forward", "Carried forward"
    IN_YEAR = "in-year", "In-year"


class Priority(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    NONE = "", "Not stated"


class StreamSource(StreamFact):
    """Where it comes from, the number it has there, and the priority it was given there."""

    source = models.CharField(max_length=30, choices=Source)
    number = models.CharField("its own number", max_length=30, blank=True)
    priority = models.CharField(max_length=6, choices=Priority, blank=True)


class StreamOwner(StreamFact):
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class StreamDue(StreamFact):
    """When it is promised for. Every row after the first is a move, and its reason says why."""

    due = models.DateField(null=True, blank=True)


class StreamStatus(models.TextChoices):
    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    SLIPPED = "slipped", "Slipped"
    COMPLETE = "complete", "Complete"
    NO_LONGER_NEEDED = "no-longer-needed", "No longer needed"


FINISHED = (StreamStatus.COMPLETE, StreamStatus.NO_LONGER_NEEDED)


class StreamProgress(StreamFact):
    """How it gets on; the reason is the note. `noted`: looked at, and nothing has changed."""

    status = models.CharField(max_length=16, choices=StreamStatus)
    noted = models.BooleanField(default=False)


class StreamRisk(StreamFact):
    KEY = ("stream", "risk")

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="improvements")
    holds = models.BooleanField(default=True)


class StreamControl(StreamFact):
    KEY = ("stream", "control")

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="improvements")
    holds = models.BooleanField(default=True)


PLAN_FACTS: tuple[type[PlanFact], ...] = (PlanState, PlanMarking, PlanRefresh)
STREAM_FACTS: tuple[type[StreamFact], ...] = (
    StreamWording,
    StreamSource,
    StreamOwner,
    StreamDue,
    StreamProgress,
    StreamRisk,
    StreamControl,
)
