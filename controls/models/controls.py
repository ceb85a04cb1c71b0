"""Controls: what a body does about its risks, and what both do about an alignment. DESIGN.md section 2.

A title and a state are all that is required; every other attribute is a dated fact of its own, so that the fifteen
joint controls of 2017, which have neither owner nor date, are as good as any.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from controls.progress import Status
from registers import clock
from registers.models import Alignment, Blob, Fact, FactQuerySet, Organisation, Post, Register, Risk
from registers.models.registers import FactClass
from registers.models.risk_facts import Marking, RiskFact
from registers.models.versioned import VersionedQuerySet

STATUS_CHOICES = [(status.value, status.label) for status in Status]


class ControlQuerySet(VersionedQuerySet):
    """The questions people ask of controls, each with a name."""

    def visible_to(self, audience):
        """A control shows if its marking allows and one of its risks is visible: DESIGN.md section 6."""
        from controls.visibility import visible_controls

        return visible_controls(self, audience)

    def lock(self, control, version=None):
        """The control and what settles it, locked until the transaction ends, its version moved on.

        Its register too, so that nothing is recorded while a board agrees it that the board did not see. Raises Stale
        where it no longer stands at `version`.
        """
        if control.register_id:
            Register.objects.hold(control.register_id)
        return super().lock(control, version)


class Control(models.Model):
    """A body's own control lives in the register whose board settles it; a joint control hangs on an alignment."""

    number = models.PositiveIntegerField("permanent reference", unique=True)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, null=True, blank=True, related_name="controls")
    alignment = models.ForeignKey(
        Alignment, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_controls"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = ControlQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(register__isnull=False, alignment=None) | Q(register=None, alignment__isnull=False),
                name="control_is_a_bodys_own_or_joint",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("controls:control", args=[self.number])

    @property
    def reference(self) -> str:
        return f"C-{self.number}"

    @property
    def is_joint(self) -> bool:
        return self.alignment_id is not None


class ControlFactQuerySet(FactQuerySet):
    def visible_to(self, audience):
        from controls.visibility import visible_control_facts

        return visible_control_facts(self, audience)


class ControlFact(Fact):
    """A fact about a control. `FACT_CLASS`: the class of the publication profile its rows are of."""

    KEY = ("control",)
    FACT_CLASS = FactClass.CONTROLS

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="%(class)s_facts")

    objects = ControlFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def organisation_id(self):
        return self.control.register.organisation_id if self.control.register_id else None


class Stage(models.TextChoices):
    """Where a control is in its life."""

    POTENTIAL = "potential", "Potential"
    PLANNED = "planned", "Planned"
    IN_PLACE = "in-place", "In place"
    RETIRED = "retired", "Retired"


class ControlState(ControlFact):
    stage = models.CharField(max_length=9, choices=Stage)


class ControlWording(ControlFact):
    """What it is called and what it does. Of a joint control: the proposal that both bodies agreed."""

    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    proposal = models.OneToOneField("Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="became")


class Trait(models.TextChoices):
    """The single-valued attributes of a control that change on their own."""

    KEY = "key", "Key control"  # "yes" or empty
    AXIS = "axis", "Acts on"  # an Axis
    MARKING = "marking", "Marking"
    LEAD_BODY = "lead-body", "Lead body"  # of a joint control: the slug of an organisation


class Axis(models.TextChoices):
    LIKELIHOOD = "likelihood", "Likelihood"
    IMPACT = "impact", "Impact"
    BOTH = "both", "Likelihood and impact"


class ControlDetail(ControlFact):
    """One attribute of a control from a day: what it is, and its value as text."""

    KEY = ("control", "trait")

    trait = models.CharField(max_length=10, choices=Trait)
    value = models.CharField(max_length=60, blank=True)

    @property
    def is_sensitive(self):
        return self.trait == Trait.MARKING and self.value == Marking.SENSITIVE


class ControlOwner(ControlFact):
    """The post that answers for it from a day; nobody, where it is empty."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class ControlDue(ControlFact):
    """When it is to be in place. Every row after the first is a move, and its reason says why; empty: no date."""

    due = models.DateField(null=True, blank=True)


class Rating(models.TextChoices):
    EFFECTIVE = "effective", "Effective"
    PARTLY = "partly", "Partly effective"
    NOT = "not-effective", "Not effective"


class Line(models.TextChoices):
    """Who says so (the three lines model)."""

    FIRST = "first", "First line: those who run it"
    SECOND = "second", "Second line: oversight functions"
    THIRD = "third", "Third line: internal audit"
    OUTSIDE = "outside", "Outside: inspectorates and external audit"


class Effectiveness(ControlFact):
    """Does it work? As of the row's day, by somebody, in a line of assurance; the reason says what was found."""

    rating = models.CharField(max_length=13, choices=Rating)
    line = models.CharField(max_length=7, choices=Line)
    said_by = models.CharField(max_length=120)


class ControlLink(ControlFact):
    """It acts on a risk from a day, or no longer."""

    KEY = ("control", "risk")

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="control_links")
    holds = models.BooleanField(default=True)


class Evidence(ControlFact):
    """A link or a file that bears it out. Withdrawn, not deleted: a row of the same name that no longer holds."""

    KEY = ("control", "name")

    name = models.CharField(max_length=160)
    url = models.CharField("link", max_length=500, blank=True)  # an intranet address is no URL for URLField
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content_type = models.CharField(max_length=100, blank=True)
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(url="") | Q(blob=None), name="evidence_is_a_link_or_a_file"),
        ]


class Progress(ControlFact):
    """How a control gets on, as one body states it; the reason is its narrative. Added, never overwritten.

    `noted`: nothing was typed; the one before was looked at and still holds.
    """

    KEY = ("control", "organisation")
    FACT_CLASS = FactClass.PROGRESS

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=14, choices=STATUS_CHOICES)
    stated_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted = models.BooleanField(default=False)

    @property
    def narrative(self):
        return self.reason


class RiskProgress(RiskFact):
    """How a risk gets on towards its target, stated each quarter beside what its controls say."""

    CLASSES = ((Q(), FactClass.PROGRESS),)

    status = models.CharField(max_length=14, choices=STATUS_CHOICES)
    stated_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted = models.BooleanField(default=False)

    @property
    def narrative(self):
        return self.reason


class Proposal(ControlFact):
    """A wording of a joint control that one body proposes. It stands once the other has agreed (a Consent).

    Of a new joint control it also says in which state it begins, and which body leads on it.
    """

    KEY = ("control", "id")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    stage = models.CharField(max_length=9, choices=Stage, blank=True)
    lead_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class How(models.TextChoices):
    PORTAL = "portal", "In the portal"
    MEETING = "meeting", "At a meeting"
    MAIL = "mail", "By mail"


class Consent(ControlFact):
    """The other body agrees a proposal or declines it, or its own takes it back; the reason may say why."""

    KEY = ("proposal",)

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    how = models.CharField(max_length=7, choices=How, default=How.PORTAL)
    where = models.CharField("meeting or letter", max_length=160, blank=True)


CONTROL_FACTS: tuple[type[ControlFact], ...] = (
    ControlState,
    ControlWording,
    ControlDetail,
    ControlOwner,
    ControlDue,
    Effectiveness,
    ControlLink,
    Evidence,
    Progress,
    Proposal,
    Consent,
)
