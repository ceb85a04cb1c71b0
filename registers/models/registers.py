"""Registers, the scales they score on, the appetite they score against and the objectives risks threaten."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import scoring
from registers.audience import Level
from registers.models.facts import Fact, FactQuerySet
from registers.models.people import Organisation

BAND_CHOICES = [(band.value, band.label) for band in scoring.Band]


class FactClass(models.TextChoices):
    """The classes of fact a publication profile gives a level to (DESIGN.md section 6)."""

    IDENTITY = "identity", "Ref, title and description"
    OWNERSHIP = "ownership", "Owners"
    MOVEMENT = "movement", "Movement"
    SCORE = "score", "Score"
    TARGET = "target", "Target"
    LEADS = "leads", "Working leads"
    HORIZON = "horizon", "Horizon"
    OBJECTIVES = "objectives", "Objectives"
    APPETITE = "appetite", "Appetite"
    OUTLOOK = "outlook", "Outlook"
    DEPENDENCIES = "dependencies", "Dependencies and lineage"
    RATIONALE = "rationale", "Rationale, reviews and history"
    CONTROLS = "controls", "Controls"
    PROGRESS = "progress", "Progress"


LEVELS = {"public": Level.PUBLIC, "official": Level.OFFICIAL, "official-sensitive": Level.SENSITIVE}
NEVER_PUBLIC = (FactClass.RATIONALE, FactClass.OUTLOOK)
SAFE_PROFILE = {cls.value: "official-sensitive" for cls in FactClass} | {
    "identity": "official",
    "dependencies": "official",
}


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A scale says nothing of any risk: seen by whoever has signed in, and printed in papers."""
        return self if audience.user is not None or audience.published else self.none()


class Scheme(models.Model):
    """A scoring scheme, adopted by an organisation from a date. Never changed once adopted: a new one is adopted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    name = models.CharField(max_length=80)
    adopted_on = models.DateField()
    definition = models.JSONField(
        help_text="likelihoods and impacts [{short, name}] lowest first; cells [{likelihood, impact, band, rank}]"
    )
    note = models.TextField(blank=True)
    is_illustrative = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "adopted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "adopted_on"], name="one_scheme_adopted_a_day"),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def value(self) -> scoring.Scheme:
        """The scheme as plain Python. Raises ValueError where the definition contradicts itself."""
        levels = {
            name: tuple(scoring.Level(level["short"], level["name"]) for level in self.definition[name])
            for name in ("likelihoods", "impacts")
        }
        places = {name: {level.short: n for n, level in enumerate(levels[name], 1)} for name in levels}
        cells = {
            (places["likelihoods"][cell["likelihood"]], places["impacts"][cell["impact"]]): scoring.Cell(
                scoring.Band(cell["band"]), int(cell["rank"])
            )
            for cell in self.definition["cells"]
        }
        return scoring.Scheme(levels["likelihoods"], levels["impacts"], cells)

    def clean(self):
        self.__dict__.pop("value", None)  # what was built from the definition before
        try:
            self.value  # noqa: B018 - building it checks it
        except (KeyError, TypeError, ValueError) as problem:
            raise ValidationError(f"This is not a scoring scheme: {problem}") from problem


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Objectives are published strategies."""
        return self if audience.user is not None or audience.published else self.none()


class Framework(models.Model):
    """A named set of objectives: the Met Direction pillars, the Police and Crime Plan priorities."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="frameworks")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    history = HistoricalRecords()

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "slug"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="framework_slug_used_once")]

    def __str__(self):
        return self.name


class Objective(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="objectives")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["framework", "slug"], name="objective_slug_used_once")]

    def __str__(self):
        return self.name


class RegisterQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """DESIGN.md section 6, the first two rows of its table."""
        from registers.visibility import visible_registers

        return visible_registers(self, audience)

    def hold(self, *keys):
        """Lock these until the transaction ends, always in the same order, before anything that stands in them."""
        return list(self.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))

    def called(self, organisation, slug):
        return self.select_related("organisation").get(organisation__slug=organisation, slug=slug)


class Register(models.Model):
    class Kind(models.TextChoices):
        CORPORATE = "corporate", "Corporate"
        DIRECTORATE = "directorate", "Directorate"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registers")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CORPORATE)
    board = models.ForeignKey(
        "registers.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settles",
        help_text="The board that settles it",
    )
    review_cadence = models.JSONField(
        default=dict,
        blank=True,
        help_text="Months from one review to the next, by band",
    )
    profile = models.JSONField(
        default=dict, help_text="Publication profile: class of fact to public, official or official-sensitive"
    )
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__order", "organisation", "kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="register_slug_used_once")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registers:register", args=[self.organisation.slug, self.slug])

    @property
    def is_corporate(self):
        return self.kind == self.Kind.CORPORATE

    @property
    def settled_by(self):
        """The name of the board that settles it; empty where none is named."""
        return self.board.name if self.board_id else ""

    @property
    def path(self):
        return f"{self.organisation.slug}/{self.slug}"

    def level_of(self, fact_class) -> Level:
        """The level a class of fact needs. What the profile does not name is sensitive; some are never public.

        Whoever reads a register at all meets the identity of its risks: what must not even be named is marked, risk by
        risk. To the public an identity that is not public closes the whole register.
        """
        level = LEVELS[self.profile.get(fact_class, SAFE_PROFILE[fact_class])]
        if fact_class == FactClass.IDENTITY:
            level = min(level, Level.OFFICIAL)
        if fact_class in NEVER_PUBLIC:
            level = max(level, Level.OFFICIAL)
        if fact_class == FactClass.RATIONALE:
            level = max(level, self.level_of(FactClass.SCORE))
        return level

    @cached_property
    def schemes(self):
        """All schemes the organisation has adopted, oldest first; read once a request."""
        return list(Scheme.objects.filter(organisation=self.organisation_id).order_by("adopted_on", "pk"))

    def scheme_on(self, day) -> Scheme | None:
        """The scheme in use on a day; None before the first was adopted."""
        return next((scheme for scheme in reversed(self.schemes) if scheme.adopted_on <= day), None)

    @property
    def has_likelihood(self) -> bool:
        """Whether likelihood is scored apart on any scale of the body, so that its lists have to name the two."""
        return not self.schemes or any(scheme.value.has_likelihood for scheme in self.schemes)

    def scheme_called(self, pk) -> Scheme:
        return next(scheme for scheme in self.schemes if scheme.pk == pk)

    def clean(self):
        unknown = set(self.profile) - set(FactClass.values) or set(self.profile.values()) - set(LEVELS)
        if unknown:
            raise ValidationError({"profile": f"Not known in a publication profile: {', '.join(sorted(unknown))}"})


class AppetiteQuerySet(FactQuerySet):
    def visible_to(self, audience):
        from registers.visibility import visible_appetites

        return visible_appetites(self, audience)


class Appetite(Fact):
    """What a body says of the risk it accepts: a statement and the highest band it tolerates."""

    KEY = ("register",)

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="appetites")
    statement = models.TextField()
    highest_band = models.CharField(max_length=10, choices=BAND_CHOICES)

    objects = AppetiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(highest_band__in=[b for b, _ in BAND_CHOICES]), name="appetite_band_is_a_band"
            ),
        ]

    def __str__(self):
        return f"Up to {scoring.Band(self.highest_band).label}"

    @property
    def organisation_id(self):
        return self.register.organisation_id
