"""Meetings of boards and groups: their agenda by exception, what was said and decided at them, and what came of it.

What is recorded at a meeting is appended, so that two note-takers never write over each other.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from controls.models import ImprovementPlan
from registers import clock
from registers.models import Alignment, Board, Marking, Post, ReviewOutcome, Risk, User
from registers.models.versioned import VersionedQuerySet


class MeetingQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """Seen with its board; what is on its agenda is cut item by item."""
        return self.filter(board__in=Board.objects.visible_to(audience))


class Meeting(models.Model):
    """One meeting of a board. While it is open everything on it may change; closing it freezes its minutes."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        STARTED = "started", "In progress"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField("date")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    note = models.CharField(max_length=300, blank=True, help_text="Where and when, or why it was cancelled")
    drawn_at = models.DateTimeField(null=True, blank=True, help_text="When the agenda was last drawn up")
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="What was known then is what it settled")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.JSONField(null=True, blank=True, help_text="Frozen on closing; each part says who may read it")
    version = models.PositiveIntegerField(default=1)
    is_illustrative = models.BooleanField(default=False)
    history = HistoricalRecords(excluded_fields=["minutes"])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "board__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "on"], name="a_board_meets_once_a_day"),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False, minutes__isnull=False),
                name="closed_meeting_has_its_minutes",
            ),
        ]

    def __str__(self):
        return f"{self.board}, {self.on.day} {self.on:%B %Y}"

    def get_absolute_url(self):
        return reverse("reports:meeting", args=[self.board.slug, self.on.isoformat()])

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def is_open(self):
        return self.status in (self.Status.PLANNED, self.Status.STARTED)


class OfMeetingQuerySet(VersionedQuerySet):
    """What hangs on a meeting, cut to what an audience may read: reports/visibility_meetings.py."""

    def visible_to(self, audience):
        from reports.visibility_meetings import visible_of_meeting

        return visible_of_meeting(self, audience)


class AgendaItem(models.Model):
    """One item: drawn up by exception, or added. It stands under what it is about, or under a title of its own.

    `reasons` say why it is there: [{kind, words, needs: [[register, class of fact]], risks: [], alignments: []}], each
    to be shown only to who meets its needs and sees the risks and alignments it names.
    """

    class Kind(models.TextChoices):
        EXCEPTION = "exception", "Drawn up"
        ADDED = "added", "Added"
        PAPER = "paper", "Paper"
        DEEP_DIVE = "deep-dive", "Deep dive"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    slug = models.SlugField(max_length=120, help_text="Its address; never changed, without its title")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADDED)
    order = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=10, blank=True, help_text="For example 3, 5b or 8a")
    title = models.CharField(max_length=160, blank=True)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    alignment = models.ForeignKey(Alignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey(
        "reports.PanelRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    reasons = models.JSONField(default=list, blank=True)
    asked_by = models.CharField(max_length=120, blank=True, help_text="Of a deep dive: who asked for it")
    author = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paragraph = models.TextField(blank=True, help_text="Of a deep dive: what came of it, for the paper")
    dropped_because = models.CharField(max_length=300, blank=True, help_text="Dropped from the agenda, and why")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "slug"], name="agenda_item_address_used_once"),
            models.CheckConstraint(
                condition=~Q(title="")
                | Q(risk__isnull=False)
                | Q(alignment__isnull=False)
                | Q(plan__isnull=False)
                | Q(request__isnull=False),
                name="agenda_item_is_about_something",
            ),
        ]

    def __str__(self):
        return self.title or f"Item {self.number or self.order}"

    def save(self, *args, **kwargs):
        self.slug = self.slug or self._address()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("reports:meeting-item", args=[self.meeting.board.slug, self.meeting.on.isoformat(), self.slug])

    def _address(self):
        """What it is about by its reference; a title, which may be sensitive, by a number."""
        if self.risk_id:
            return f"{self.risk.register.organisation.slug}-{self.risk.register.slug}-{self.risk.ref}"
        if self.alignment_id:
            return f"alignment-{self.alignment.number}"
        if self.request_id:
            return f"request-{self.request.number}"
        if self.plan_id:
            return f"plan-{self.plan.organisation.slug}-{self.plan.slug}"
        taken, number = set(self.meeting.items.values_list("slug", flat=True)), 1
        while f"item-{number}" in taken:
            number += 1
        return f"item-{number}"

    @property
    def is_dropped(self):
        return bool(self.dropped_because)

    @property
    def is_only_a_title(self):
        return not (self.risk_id or self.alignment_id or self.plan_id or self.request_id)


class Attendance(models.Model):
    """A post was there, sent apologies or somebody in its place. The latest row of a post is the one that counts."""

    class Kind(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        DEPUTY = "deputy", "Represented by"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    deputy = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "post__title", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "post"], name="post_attends_once")]

    def __str__(self):
        return f"{self.post}: {self.get_kind_display()}"


class Record(models.Model):
    """Something said, found or decided on an item, or on the meeting as a whole: appended, and amended by another."""

    class Kind(models.TextChoices):
        NOTE = "note", "Discussion"
        DECISION = "decision", "Decision"
        REVIEW = "review", "Review"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="records")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="records")
    kind = models.CharField(max_length=10, choices=Kind)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome, blank=True, help_text="Of a review")
    text = models.TextField(blank=True)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="On whose behalf"
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    is_void = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "recorded_at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"


class ActionQuerySet(OfMeetingQuerySet):
    def in_order(self):
        return self.order_by("due_on", "number")


class Action(models.Model):
    """What somebody is to do by a day, or the answer a board asks of the owner of a risk."""

    class Kind(models.TextChoices):
        ACTION = "action", "Action"
        RESPONSE = "response", "Response"

    number = models.PositiveIntegerField("permanent reference", unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ACTION)
    text = models.TextField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="actions", help_text="Who is to do it")
    due_on = models.DateField()
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_illustrative = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="response") | Q(risk__isnull=False), name="response_is_about_a_risk"
            ),
        ]

    def __str__(self):
        return f"A-{self.number}"

    def get_absolute_url(self):
        return reverse("reports:action", args=[self.number])


class ActionTurnQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen with its action."""
        return self.filter(action__in=Action.objects.visible_to(audience))


class ActionTurn(models.Model):
    """What became of an action on a day. The latest recorded stands; before the first it is open."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="turns")
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    due_on = models.DateField(null=True, blank=True, help_text="Of an open one: its new date, where it was moved")
    text = models.TextField(blank=True, help_text="The answer, or why")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects = ActionTurnQuerySet.as_manager()

    class Meta:
        ordering = ["action", "recorded_at", "pk"]

    def __str__(self):
        return f"{self.action}: {self.get_state_display()}"
