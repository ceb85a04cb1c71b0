"""Where the two registers meet: alignments tie risks of both bodies and are owned by neither (DESIGN.md section 2)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.audience import Level
from registers.models.facts import Fact, FactQuerySet
from registers.models.people import Organisation
from registers.models.registers import FactClass
from registers.models.risk_facts import RiskFact
from registers.models.risks import Risk
from registers.models.versioned import VersionedQuerySet


class AlignmentKind(models.TextChoices):
    JOINT_RISK = "joint-risk", "Joint risk"
    THEME = "theme", "Cross-cutting theme"


class AlignmentQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """A visible risk on each side; who works for one side may see that it is tied to a restricted risk."""
        from registers.visibility_alignments import visible_alignments

        return visible_alignments(self, audience)

    def read_by(self, audience):
        """Those whose own words the audience may read: no risk of it is kept from them by its marking."""
        from registers.visibility_alignments import read_alignments

        return read_alignments(self, audience)


class Alignment(models.Model):
    number = models.PositiveIntegerField("permanent reference", unique=True)
    kind = models.CharField(max_length=10, choices=AlignmentKind, default=AlignmentKind.JOINT_RISK)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Alignment {self.number}"

    def get_absolute_url(self):
        return reverse("reports:alignment", args=[self.number])


class AlignmentFactQuerySet(FactQuerySet):
    def visible_to(self, audience):
        from registers.visibility_alignments import visible_alignment_facts

        return visible_alignment_facts(self, audience)


class AlignmentFact(Fact):
    """A fact about an alignment. Not settled by a board: it is the bodies' common word from the day it is recorded.

    `FACT_CLASS`: the class of the publication profile its rows are of, in the registers of its members, and `LEAST`
    the level they need in any case. A row that one body says of itself (it has an `organisation`, or a `risk`) is of
    that body's profile alone.
    """

    KEY = ("alignment",)
    FACT_CLASS = FactClass.IDENTITY
    LEAST = Level.PUBLIC

    alignment = models.ForeignKey(Alignment, on_delete=models.PROTECT, related_name="%(class)s_facts")

    objects = AlignmentFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def organisation_id(self):
        return None

    @property
    def fact_class(self):
        return self.FACT_CLASS


class AlignmentTurn(models.TextChoices):
    BEGUN = "begun", "Begun"
    ENDED = "ended", "Ended"


class AlignmentState(AlignmentFact):
    """From when to when the bodies hold it: ended on a day is ended at that day."""

    turn = models.CharField(max_length=6, choices=AlignmentTurn)


class AlignmentWording(AlignmentFact):
    """What it is called, and why these risks are held together."""

    title = models.CharField(max_length=120)
    rationale = models.TextField(blank=True)


class AlignmentAlias(AlignmentFact):
    """Another name it goes by (Funding for Money: 001 1.8 and its appendix)."""

    KEY = ("alignment", "name")

    name = models.CharField(max_length=120)
    holds = models.BooleanField(default=True)


class AlignmentMember(AlignmentFact):
    """A risk is aligned from a day, or no longer. It stays a member when it is closed or refreshed."""

    KEY = ("alignment", "risk")

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="alignments")
    holds = models.BooleanField(default=True)


class AlignmentResponse(AlignmentFact):
    """What the body that owns an aligned risk does about it (002 Appendix A)."""

    KEY = ("alignment", "risk")
    LEAST = Level.OFFICIAL

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)


class YesNo(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    NOT_STATED = "", "Not stated"


class AlignmentView(AlignmentFact):
    """One body's view: the residual risk, whether controls are in place, and whether they work (001 1.7)."""

    KEY = ("alignment", "organisation")
    FACT_CLASS = FactClass.CONTROLS

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    residual = models.TextField(blank=True)
    in_place = models.CharField(max_length=6, choices=YesNo, blank=True)
    working = models.CharField(max_length=6, choices=YesNo, blank=True)


class AlignmentReview(AlignmentFact):
    """One body has looked at the alignment as it stands: the reason says what it found."""

    KEY = ("alignment", "organisation")
    LEAST = Level.OFFICIAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField("next review", null=True, blank=True)


class DivergenceKind(models.TextChoices):
    BANDS = "bands", "Bands differ"
    DIRECTIONS = "directions", "Directions differ"
    CLOSED = "closed", "One side closed"
    REFRESHED = "refreshed", "One side refreshed"
    REVIEWED = "reviewed", "One side reviewed and the other not"
    OWNERLESS = "ownerless", "Owner missing"


class DivergenceNote(AlignmentFact):
    """ "Differs because ...": the reason. It quiets one divergence as it was then, until something changes.

    `said_of` is what differed, as reports/divergence.py puts it; only compared, never shown.
    """

    KEY = ("alignment", "kind")
    LEAST = Level.OFFICIAL
    CLASS_OF = {
        DivergenceKind.BANDS: FactClass.SCORE,
        DivergenceKind.DIRECTIONS: FactClass.MOVEMENT,
        DivergenceKind.CLOSED: FactClass.DEPENDENCIES,
        DivergenceKind.REFRESHED: FactClass.DEPENDENCIES,
        DivergenceKind.REVIEWED: FactClass.RATIONALE,
        DivergenceKind.OWNERLESS: FactClass.OWNERSHIP,
    }

    kind = models.CharField(max_length=10, choices=DivergenceKind)
    said_of = models.TextField(blank=True)

    @property
    def fact_class(self):
        """A reason is seen by who may see what it explains."""
        return self.CLASS_OF[DivergenceKind(self.kind)]


class NotAligned(RiskFact):
    """A body has looked at a risk and aligned it with nothing: the reason says why. Its own word, of its own risk."""

    CLASSES = ((Q(), FactClass.RATIONALE),)

    holds = models.BooleanField(default=True)


ALIGNMENT_FACTS: tuple[type[AlignmentFact], ...] = (
    AlignmentState,
    AlignmentWording,
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentView,
    AlignmentReview,
    DivergenceNote,
)
