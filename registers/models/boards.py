"""Who settles registers and reviews risks: boards, groups and workshops, the posts that sit on them, and reviews."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models.people import CurrentQuerySet, Organisation, Post
from registers.models.registers import FactClass
from registers.models.risk_facts import RiskFact
from registers.models.versioned import VersionedQuerySet


class BoardQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """Those of the bodies it works for, those it attends, and what settles a register it works on."""
        from registers.visibility_boards import visible_boards

        return visible_boards(self, audience)


class Board(models.Model):
    """A board, group or workshop. One of no organisation is of both bodies, with a chair of each.

    The registers it settles are those whose `board` it is.
    """

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        GROUP = "group", "Working group"
        WORKSHOP = "workshop", "Workshop"

    class Cadence(models.TextChoices):
        MONTHLY = "monthly", "Monthly"
        QUARTERLY = "quarterly", "Quarterly"
        YEARLY = "yearly", "Yearly"
        AS_NEEDED = "as-needed", "When needed"

    slug = models.SlugField(unique=True, help_text="Its address; never changed")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BOARD)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="boards", help_text="None: both"
    )
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.MONTHLY)
    is_attended = models.BooleanField(default=False, help_text="The other body attends, and sees its meetings")
    is_standing = models.BooleanField(default=True, help_text="Still meets")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__order", "name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registers:board", args=[self.slug])

    @property
    def is_joint(self):
        return self.organisation_id is None


class SeatQuerySet(CurrentQuerySet):
    def visible_to(self, audience):
        """Seen with its board."""
        return self.filter(board__in=Board.objects.visible_to(audience))


class Seat(models.Model):
    """A post sits on a board from a day. `until` is exclusive."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="seats")
    is_chair = models.BooleanField(default=False)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-is_chair", "post__title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="seat_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.post}, {self.board}"


class ReviewOutcome(models.TextChoices):
    NO_CHANGE = "no-change", "No change"
    RESCORED = "rescored", "Scored again"
    CONTROLS = "controls", "Controls changed"
    ESCALATE = "escalate", "To be escalated"
    CLOSED = "closed", "Closed"
    DISCUSSED = "discussed", "Discussed"


class Review(RiskFact):
    """A risk was looked at on a day: the reason says what was found. It sets the next review date.

    Of the class of rationales: never public (DESIGN.md section 6).
    """

    CLASSES = ((Q(), FactClass.RATIONALE),)

    outcome = models.CharField(max_length=10, choices=ReviewOutcome)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="On whose behalf"
    )
    next_on = models.DateField("next review", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="review_key")]

    def __str__(self):
        return f"{self.get_outcome_display()} on {self.on}"
