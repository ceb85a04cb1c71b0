"""What the Panel asked, and what a body promised it in a paper; what became of each."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Marking, Organisation, Post, Risk, User
from registers.models.versioned import VersionedQuerySet
from reports.models.papers import Paper


class PanelRequestQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """Both bodies' members and the Panel's, where its marking and that of the risk it is about allow."""
        from reports.visibility_meetings import visible_requests

        return visible_requests(self, audience)


class PanelRequest(models.Model):
    class Kind(models.TextChoices):
        ASKED = "asked", "Asked by the Panel"
        PROMISED = "promised", "Promised in a paper"

    number = models.PositiveIntegerField("permanent reference", unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ASKED)
    is_standing = models.BooleanField(default=False, help_text="Answered at every meeting, until the Panel ends it")
    text = models.TextField()
    made_on = models.DateField(help_text="The Panel's meeting at which it was asked, or the paper's that promised it")
    paper_title = models.CharField(max_length=160, blank=True, help_text="Of a promise: the paper and its paragraph")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, blank=True, related_name="panel_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="panel_requests")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who is to answer"
    )
    due_on = models.DateField(null=True, blank=True, help_text="The Panel's meeting at which the answer is due")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_illustrative = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = PanelRequestQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"P-{self.number}"

    def get_absolute_url(self):
        return reverse("reports:request", args=[self.number])


class RequestTurnQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen with its request."""
        return self.filter(request__in=PanelRequest.objects.visible_to(audience))


class RequestTurn(models.Model):
    """What became of it on a day: answered in part or for the time being, or closed by the Panel. The latest stands."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        PART = "part", "Part answered"
        CLOSED = "closed", "Closed by the Panel"

    request = models.ForeignKey(PanelRequest, on_delete=models.PROTECT, related_name="turns")
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    text = models.TextField(blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_in = models.CharField(max_length=160, blank=True, help_text="Another paper, by its title and date")
    paragraph = models.CharField(max_length=20, blank=True, help_text="For example 1.6")
    due_on = models.DateField(null=True, blank=True, help_text="When the next answer is due, where that was moved")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects = RequestTurnQuerySet.as_manager()

    class Meta:
        ordering = ["request", "recorded_at", "pk"]

    def __str__(self):
        return f"{self.request}: {self.get_state_display()}"
