"""A paper to the Panel as it is written: title block, sections, recommendations, appendices (DESIGN.md section 8).

Text only. Its figures are read from the registers each time, so a draft cannot disagree with them; issues.py keeps
what was issued.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from controls.models import ImprovementPlan
from registers import clock
from registers.models import Blob, Marking, Organisation, Post, Register


class PaperKind(models.TextChoices):
    MOPAC_RISK_UPDATE = "mopac-risk-update", "MOPAC risk management update"
    MET_RISK_REPORT = "met-risk-report", "Met risk management report"
    ALIGNMENT = "alignment", "Alignment of MOPAC and Met risks"
    GOVERNANCE = "governance", "Annual governance statement and improvement plan update"


class Part(models.TextChoices):
    """Where in the frame a section stands."""

    SUMMARY = "summary", "Report summary"
    BODY = "body", "Body of the report"
    CLOSING = "closing", "Closing sections"


class Fill(models.TextChoices):
    """What the portal adds under a section's own text, so that nobody has to keep it in step."""

    NOTHING = "", "Nothing"
    CONTACTS = "contacts", "The report's contacts"
    APPENDICES = "appendices", "The list of appendices"


class AppendixKind(models.TextChoices):
    """What fills an appendix: the position, or what somebody writes, attaches or points to."""

    RISK_OVERVIEW = "risk-overview", "Risk overview"
    RISK_POSITION = "risk-position", "Summary risk position"
    CORPORATE_RISKS = "corporate-risks", "Corporate risks and heat maps, by horizon"
    HEAT_MAP = "heat-map", "Heat map"
    MOVEMENT = "movement", "Movement with reasons"
    COUNTS = "counts", "Counts"
    CONTROLS = "controls", "Controls"
    OBJECTIVES = "objectives", "Objectives matrix"
    RISK_TEMPLATES = "risk-templates", "Risk templates"
    JOINT_RISKS = "joint-risks", "Joint risks with their joint controls"
    THEME = "theme", "Risks of a theme, with their responses"
    IMPROVEMENT_PLAN = "improvement-plan", "Improvement plan"
    NARRATIVE = "narrative", "Text of its own"
    FILE = "file", "A file"
    AGENDA_ITEM = "agenda-item", "See another agenda item"


class Labels(models.TextChoices):
    """How the appendices of a paper are called: 000 numbers them, 002 to 004 letter them."""

    NUMBERS = "numbers", "Appendix 1, 2, 3"
    LETTERS = "letters", "Appendix A, B, C"


class Stage(models.TextChoices):
    """How far a paper is. That it is cleared follows from its clearances, and that it is published from its issues."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Ready for clearance"
    ISSUED = "issued", "Issued to the Panel"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A draft is its secretariat's, and the other body's once it is shared; what was issued is seen as issued."""
        from reports.visibility_papers import visible_papers

        return visible_papers(self, audience)

    def newest_first(self):
        return self.order_by("-panel_date", "slug")

    def lock(self, paper):
        return self.select_for_update(of=("self",)).select_related("organisation").get(pk=paper.pk)


class Paper(models.Model):
    slug = models.SlugField(max_length=80, unique=True, help_text="Its address; never changed")
    kind = models.CharField(max_length=30, choices=PaperKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="papers", help_text="Whose secretariat keeps it"
    )
    is_joint = models.BooleanField(default=False, help_text="Both bodies write it, and each clears its part")
    is_shared = models.BooleanField(default=False, help_text="Its draft is shown to the other body")
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The one it started from"
    )
    title = models.CharField(max_length=160)
    panel = models.CharField("panel", max_length=120)
    panel_date = models.DateField("date of the meeting")
    agenda_item = models.CharField(max_length=20, blank=True)
    plan = models.ForeignKey(
        ImprovementPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="It reports on"
    )
    plan_as_at = models.DateField(null=True, blank=True, help_text="The day of the plan that it reports on")
    plan_compared_with = models.DateField(null=True, blank=True, help_text="The day of the plan in the last report")
    labels = models.CharField(max_length=10, choices=Labels, default=Labels.NUMBERS)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    report_by = models.ManyToManyField(Post, through="ReportBy", related_name="papers")
    contacts = models.JSONField(default=list, blank=True, help_text="[{name, email}]")
    version = models.PositiveIntegerField(default=1, help_text="Of the title block")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = PaperQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:paper", args=[self.slug])

    @property
    def is_draft(self):
        return self.stage != Stage.ISSUED

    @cached_property
    def bodies(self) -> list[Organisation]:
        """Who writes and clears it: its own body, or both where it is joint."""
        if not self.is_joint:
            return [self.organisation]
        return list(Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "pk"))


class OfPaperQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen with its paper as it is written."""
        from reports.visibility_papers import drafts_of

        return self.filter(paper__in=drafts_of(audience))


class Basis(models.Model):
    """A register that a paper rests on, with the day of its position. Each has its own (003: 30 November, December)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="bases")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    as_at = models.DateField("position as at")
    compared_with = models.DateField()
    place = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "place", "pk"]
        verbose_name_plural = "bases"
        constraints = [
            models.UniqueConstraint(fields=["paper", "register"], name="paper_rests_on_a_register_once"),
            models.CheckConstraint(
                condition=Q(compared_with__lt=F("as_at")), name="paper_compares_with_an_earlier_day"
            ),
        ]

    def __str__(self):
        return f"{self.register}, {self.as_at}"

    def clean(self):
        if self.compared_with and self.as_at and self.compared_with >= self.as_at:
            raise ValidationError({"compared_with": "The date to compare with must be before the date of the position"})


class ReportBy(models.Model):
    """A post that reports, in printed order."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="reporters")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    history = HistoricalRecords()

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "post"], name="post_reports_once")]

    def __str__(self):
        return str(self.post)


class SectionQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Sections whose text may be read: sensitive text needs clearance by the body that wrote it."""
        from reports.visibility_papers import visible_parts

        return visible_parts(self, audience)

    def in_order(self):
        """As printed: the summary, the body, the closing sections."""
        part = models.Case(*(models.When(part=part, then=n) for n, part in enumerate(Part.values)))
        return self.order_by("paper", part, "order", "pk")


class Section(models.Model):
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    slug = models.SlugField(max_length=80, help_text="Its address; never changed, though the heading may be")
    part = models.CharField(max_length=10, choices=Part, default=Part.BODY)
    key = models.SlugField(max_length=60, blank=True, help_text="Of its place in the frame of its kind")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of a joint paper: whose part it is",
    )
    heading = models.CharField(max_length=160)
    level = models.PositiveSmallIntegerField(default=1, help_text="1 is a section, 2 and 3 are headings inside it")
    order = models.PositiveSmallIntegerField(default=0)
    body = models.TextField("text", blank=True, help_text="Markdown")
    numbered = models.BooleanField(default=True, help_text="Its heading or paragraphs carry numbers")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    fill = models.CharField(max_length=12, choices=Fill, default=Fill.NOTHING, blank=True)
    speaker = models.CharField(max_length=120, blank=True, help_text="Of an oral update: who gives it")
    is_carried = models.BooleanField(default=False, help_text="The previous paper's text, which nobody has read yet")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "slug"], name="section_slug_used_once_in_a_paper"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="section_has_a_level"),
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return reverse("reports:section", args=[self.paper.slug, self.slug])

    @property
    def is_sensitive(self):
        return self.marking == Marking.SENSITIVE


class Recommendation(models.Model):
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="recommendations")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    history = HistoricalRecords()

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "order", "pk"]

    def __str__(self):
        return self.text[:80]


class Appendix(models.Model):
    """Its title and marking are printed in every edition, its content as marked."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="appendices")
    slug = models.SlugField(max_length=80, help_text="Its address; never changed, though the title may be")
    kind = models.CharField(max_length=20, choices=AppendixKind)
    title = models.CharField(max_length=160, help_text="As the list of appendices has it")
    long_title = models.CharField(max_length=160, blank=True, help_text="As it stands on the appendix, if otherwise")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    order = models.PositiveSmallIntegerField(default=0)
    basis = models.ForeignKey(Basis, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    options = models.JSONField(
        default=dict,
        blank=True,
        help_text="rule: highest or all; horizon; refs of risks; alignment: number; organisation: slug",
    )
    body = models.TextField("text", blank=True, help_text="Markdown: of a narrative, or above what the portal fills in")
    is_final = models.BooleanField(default=False, help_text="Of a governance statement: signed, no longer a draft")
    signatories = models.JSONField(default=list, blank=True, help_text="[{post, on}] of a statement that is final")
    opinion = models.TextField("audit opinion", blank=True)
    agenda_item = models.CharField(max_length=20, blank=True, help_text="See agenda item ...")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    is_carried = models.BooleanField(default=False, help_text="The previous paper's text, which nobody has read yet")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "order", "pk"]
        verbose_name_plural = "appendices"
        constraints = [
            models.UniqueConstraint(fields=["paper", "slug"], name="appendix_slug_used_once_in_a_paper"),
        ]

    def __str__(self):
        return self.title
