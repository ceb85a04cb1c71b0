"""A file that was asked for: who asked, how far the worker is with it, and the bytes it came to."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registers.models import Blob, Organisation, Risk, User
from reports.models.jobs import Job, State
from reports.models.meetings import Meeting
from reports.models.papers import Paper


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


class RenderingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A paper's file is its secretariat's, any other its requester's alone. What it holds: reports/making.py."""
        from reports.visibility import visible_renderings

        return visible_renderings(self, audience)

    def newest_first(self):
        return self.order_by("-requested_at", "-pk")


class Rendering(Job):
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
    is_sensitive = models.BooleanField(default=False, help_text="Of a paper: needs clearance by its organisation")

    digest = models.CharField(max_length=64, blank=True, help_text="Of what was printed: reports/making.py")
    file_name = models.CharField(max_length=120, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RenderingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["requested_by", "-requested_at"], name="rendering_of_person")]
        constraints = [
            *Job.Meta.constraints,
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
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.get_state_display().lower()}"

    def get_absolute_url(self):
        return reverse("reports:rendering", args=[self.key])

    @property
    def known_by(self):
        """By when that was known which it holds: the moment asked for, or else when a worker took it up."""
        return self.known_at or self.read_at
