"""The dated facts about a risk. Each attribute is a fact of its own, so that a late entry never drags another along."""

from django.db import models
from django.db.models import Q

from registers.models.facts import Fact
from registers.models.people import Post
from registers.models.registers import BAND_CHOICES, FactClass, Objective, Scheme
from registers.models.risks import Risk


class Marking(models.TextChoices):
    OFFICIAL = "official", "OFFICIAL"
    SENSITIVE = "official-sensitive", "OFFICIAL-SENSITIVE"


class Horizon(models.TextChoices):
    SHORT = "short-term", "Short-term"
    LONG = "long-term", "Long-term"
    BOTH = "both", "Short- and long-term"


class RiskFact(Fact):
    """A fact about a risk. `CLASSES` says which class of the publication profile its rows are of."""

    CLASSES: tuple[tuple[Q, FactClass], ...] = ()

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="%(class)s_facts")

    class Meta:
        abstract = True

    @property
    def fact_class(self):
        """The class of this row: the first of `CLASSES` whose condition it meets."""
        return next(cls for condition, cls in self.CLASSES if all(getattr(self, k) == v for k, v in condition.children))


class Turn(models.TextChoices):
    """What happens in the life of a risk."""

    OPENED = "opened", "Opened"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    REFRESHED = "refreshed", "Refreshed"  # recast, split or merged into; the risk stays open


class RiskState(RiskFact):
    CLASSES = ((Q(), FactClass.IDENTITY),)

    turn = models.CharField(max_length=10, choices=Turn)

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="state_key")]

    def __str__(self):
        return f"{self.get_turn_display()} on {self.on}"


class Wording(RiskFact):
    CLASSES = ((Q(), FactClass.IDENTITY),)

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="wording_key")]

    def __str__(self):
        return self.title


class Aspect(models.TextChoices):
    """The single-valued attributes of a risk that change on their own."""

    PRINTED_REF = "printed-ref", "Printed reference"
    ORDER = "order", "Display order"
    HORIZON = "horizon", "Horizon"
    MARKING = "marking", "Marking"
    APPETITE = "appetite", "Highest tolerated band"  # overrides the register's; empty: the register's again


class Detail(RiskFact):
    """One attribute of a risk from a day: what it is, and its value as text."""

    KEY = ("risk", "aspect")
    CLASSES = (
        (Q(aspect=Aspect.HORIZON), FactClass.HORIZON),
        (Q(aspect=Aspect.APPETITE), FactClass.APPETITE),
        (Q(aspect=Aspect.PRINTED_REF), FactClass.IDENTITY),
        (Q(aspect=Aspect.ORDER), FactClass.IDENTITY),
        (Q(aspect=Aspect.MARKING), FactClass.IDENTITY),
    )

    aspect = models.CharField(max_length=12, choices=Aspect)
    value = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "aspect", "-on"], name="detail_key")]

    def __str__(self):
        return f"{self.get_aspect_display()}: {self.value or 'none'}"


class Kind(models.TextChoices):
    INHERENT = "inherent", "Inherent"
    CURRENT = "current", "Current"
    TARGET = "target", "Target"


class Assessment(RiskFact):
    """A score. Band and rank are what the scheme gave then, so that a later scheme does not rewrite the past."""

    KEY = ("risk", "kind")
    CLASSES = (
        (Q(kind=Kind.TARGET), FactClass.TARGET),
        (Q(kind=Kind.CURRENT), FactClass.SCORE),
        (Q(kind=Kind.INHERENT), FactClass.SCORE),
    )

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CURRENT)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=10, choices=BAND_CHOICES)
    rank = models.PositiveSmallIntegerField()
    target_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "kind", "-on"], name="assessment_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(band__in=[band for band, _ in BAND_CHOICES]), name="assessment_band_is_a_band"
            ),
            models.CheckConstraint(
                condition=Q(kind="target") | Q(target_on=None), name="only_targets_have_target_dates"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} score from {self.on}"

    @property
    def rationale(self):
        """Why it was scored so: the reason of the row."""
        return self.reason


class Stewardship(models.TextChoices):
    OWNER = "owner", "Owners"
    LEAD = "lead", "Working leads"


class Ownership(RiskFact):
    """The posts that own a risk, or lead the work on it, from a day: always the whole list, in printed order."""

    KEY = ("risk", "role")
    CLASSES = ((Q(role=Stewardship.OWNER), FactClass.OWNERSHIP), (Q(role=Stewardship.LEAD), FactClass.LEADS))

    role = models.CharField(max_length=6, choices=Stewardship, default=Stewardship.OWNER)
    posts = models.ManyToManyField(Post, through="OwnedPost", related_name="ownerships")

    class Meta:
        indexes = [models.Index(fields=["risk", "role", "-on"], name="ownership_key")]

    def __str__(self):
        return f"{self.get_role_display()} from {self.on}"


class OwnedPostQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(ownership__in=Ownership.objects.visible_to(audience))


class OwnedPost(models.Model):
    """A post's place in an ownership. Written with it and never changed."""

    ownership = models.ForeignKey(Ownership, on_delete=models.PROTECT, related_name="places")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    printed_as = models.CharField(
        max_length=120, blank=True, help_text="Where the register prints another form of its title"
    )

    objects = OwnedPostQuerySet.as_manager()

    class Meta:
        ordering = ["ownership", "place"]
        constraints = [
            models.UniqueConstraint(fields=["ownership", "post"], name="post_owns_a_risk_once"),
            models.UniqueConstraint(fields=["ownership", "place"], name="one_post_a_place"),
        ]

    def __str__(self):
        return self.printed_as or str(self.post)


class ObjectiveSet(RiskFact):
    """The objectives a risk threatens, from a day: always the whole list."""

    CLASSES = ((Q(), FactClass.OBJECTIVES),)

    objectives = models.ManyToManyField(Objective, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="objectives_key")]


class Dependency(RiskFact):
    """A risk bears on this one, or no longer does ("funding, 4, bears on most others": 000 Key Considerations)."""

    KEY = ("risk", "depends_on")
    CLASSES = ((Q(), FactClass.DEPENDENCIES),)

    depends_on = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="bears_on_facts")
    holds = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "depends_on", "-on"], name="dependency_key")]
        constraints = [
            models.CheckConstraint(condition=~Q(risk=models.F("depends_on")), name="no_risk_depends_on_itself"),
        ]


class LineageKind(models.TextChoices):
    SPLIT = "split", "Split"
    MERGED = "merged", "Merged"
    RECAST = "recast", "Recast"
    SUPERSEDED = "superseded", "Superseded"
    ESCALATED = "escalated", "Escalated"  # the corporate entry came of a directorate's risk; both stay open
    DE_ESCALATED = "de-escalated", "De-escalated"  # the directorate's risk goes on; its corporate entry closed


class Lineage(RiskFact):
    """Where a risk came from: `risk` came of `source`. A recast risk comes of itself."""

    KEY = ("risk", "source", "kind")
    CLASSES = ((Q(), FactClass.DEPENDENCIES),)

    source = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="descendant_facts")
    kind = models.CharField(max_length=12, choices=LineageKind)

    class Meta:
        indexes = [models.Index(fields=["risk", "source", "-on"], name="lineage_key")]


class Outlook(RiskFact):
    """Where the owner expects the score to go, and by when; the reason says why. Later shown beside what happened."""

    CLASSES = ((Q(), FactClass.OUTLOOK),)

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=10, choices=BAND_CHOICES)
    rank = models.PositiveSmallIntegerField()
    expected_by = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="outlook_key")]


class Tolerance(RiskFact):
    """A risk above appetite is accepted until a day, by a post, for a reason. An empty day ends it."""

    CLASSES = ((Q(), FactClass.APPETITE),)

    tolerated_until = models.DateField(null=True, blank=True)
    tolerated_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["risk", "-on"], name="tolerance_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerated_until=None) | Q(tolerated_by__isnull=False, tolerated_until__gte=models.F("on")),
                name="tolerance_is_given_by_a_post",
            ),
        ]
