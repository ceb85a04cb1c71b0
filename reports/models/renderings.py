"""A file that was asked for: who asked, how far the worker is with it, and the bytes it came to."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registers import clock
from registers.models import Blob, Organisation, Risk, User
from reports.models.meetings import Meeting
from reports.models.papers import Paper

# A worker at work says so every few seconds. One that has been silent this long has been killed.
BEAT_EVERY = timedelta(seconds=3)
SILENT_AFTER = timedelta(seconds=30)
# After that a worker takes the job up again by itself; one that is still silent then has given up for good.
TAKEN_UP_WITHIN = timedelta(seconds=60)
MOST_ATTEMPTS = 2
GRUMBLE_AFTER = timedelta(seconds=60)  # a job that waits longer may have no worker at all


class What(models.TextChoices):
    PAPER = "paper", "Paper"
    RISK_TEMPLATE = "risk-template", "Risk template"
    DASHBOARD = "dashboard", "Dashboard"
    BRIEF = "brief", "Brief"
    MINUTES = "minutes", "Minutes"
    ISSUE = "issue", "Issue of a paper"  # both editions; what it comes to is an Issue, and no file of its own


OF_SEVERAL = (What.DASHBOARD, What.BRIEF, What.MINUTES)  # risks, perhaps of both bodies: they name what they hold


class Edition(models.TextChoices):
    PUBLIC = "public", "Public edition"
    FULL = "full", "Full edition"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class RenderingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A paper's file is its secretariat's, any other its requester's alone. What it holds: reports/making.py."""
        from reports.visibility import visible_renderings

        return visible_renderings(self, audience)

    def newest_first(self):
        return self.order_by("-requested_at", "-pk")


class Rendering(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its address")
    what = models.CharField(max_length=20, choices=What)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="renderings")
    edition = models.CharField(max_length=10, choices=Edition, blank=True)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, blank=True, related_name="renderings")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="renderings")
    is_joint = models.BooleanField(default=False, help_text="Of a dashboard: of both bodies")
    holds_sensitive_of = models.ManyToManyField(
        Organisation, related_name="+", help_text="Whose sensitive text it holds: each download is told to these"
    )
    as_at = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    compared_with = models.DateField(null=True, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    is_sensitive = models.BooleanField(default=False, help_text="Of a paper: needs clearance by its organisation")

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    words = models.CharField(max_length=120, blank=True)
    lease = models.UUIDField(null=True, blank=True, help_text="Of the worker that has it; a late one may not write")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True, help_text="It holds what was known at this moment")
    digest = models.CharField(max_length=64, blank=True, help_text="Of what was printed: reports/making.py")
    error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RenderingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["requested_by", "-requested_at"], name="rendering_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what=What.PAPER, paper__isnull=False, risk=None, meeting=None) & ~Q(edition="")
                | Q(what=What.RISK_TEMPLATE, risk__isnull=False, paper=None, edition="", as_at__isnull=False)
                | Q(what__in=[What.DASHBOARD, What.BRIEF], risk=None, paper=None, edition="", as_at__isnull=False)
                | Q(what=What.MINUTES, risk=None, paper=None, edition="", meeting__isnull=False)
                | Q(what=What.ISSUE, risk=None, paper__isnull=False, edition="", meeting=None),
                name="rendering_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(blob__isnull=False) | Q(what=What.ISSUE), name="done_has_its_file"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(lease__isnull=False), name="running_has_a_lease"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_in_per_cent"),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.get_state_display().lower()}"

    def get_absolute_url(self):
        return reverse("reports:rendering", args=[self.key])

    @property
    def is_silent(self):
        """Whether the worker that took it has not been heard of for too long."""
        return self.state == State.RUNNING and self.heartbeat_at < clock.now() - SILENT_AFTER

    @property
    def is_abandoned(self):
        """Whether nobody will take it up any more: tried often enough, or no worker is there to try."""
        last_chance = clock.now() - SILENT_AFTER - TAKEN_UP_WITHIN
        return self.is_silent and (self.attempts >= MOST_ATTEMPTS or self.heartbeat_at < last_chance)

    @property
    def shown_state(self):
        """The state as a person is told it: an abandoned job has failed, a silent one waits to be taken up again."""
        if self.is_abandoned:
            return State.FAILED
        return State.WAITING if self.is_silent else State(self.state)

    @property
    def known_by(self):
        """By when that was known which it holds: the moment asked for, or else when a worker took it up."""
        return self.known_at or self.read_at

    @property
    def can_be_asked_again(self):
        return self.shown_state == State.FAILED
