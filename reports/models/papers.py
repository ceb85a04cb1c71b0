"""A paper to the Panel as it is written: title block, sections, recommendations, appendices (DESIGN.md section 8).

Text only. The figures of its appendices are read from the register each time, so a paper cannot disagree with it.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Marking, Organisation, Post, Register


class PaperKind(models.TextChoices):
    MOPAC_RISK_UPDATE = "mopac-risk-update", "MOPAC risk management update"


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
    RISK_OVERVIEW = "risk-overview", "Risk overview"
    RISK_POSITION = "risk-position", "Summary risk position"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A draft is its secretariat's (DESIGN.md section 6). Nothing is issued yet, so nobody else sees a paper."""
        return self.filter(organisation__in=audience.papers_of)

    def newest_first(self):
        return self.order_by("-panel_date", "slug")

    def lock(self, paper):
        return self.select_for_update(of=("self",)).select_related("organisation", "register").get(pk=paper.pk)


class Paper(models.Model):
    slug = models.SlugField(max_length=80, unique=True, help_text="Its address; never changed")
    kind = models.CharField(max_length=30, choices=PaperKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=160)
    panel = models.CharField("panel", max_length=120)
    panel_date = models.DateField("date of the meeting")
    agenda_item = models.CharField(max_length=20, blank=True)
    as_at = models.DateField("position as at")
    compared_with = models.DateField()
    report_by = models.ManyToManyField(Post, through="ReportBy", related_name="papers")
    contacts = models.JSONField(default=list, blank=True, help_text="[{name, email}]")
    version = models.PositiveIntegerField(default=1, help_text="Of the title block")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(compared_with__lt=F("as_at")), name="paper_compares_with_an_earlier_day"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:paper", args=[self.slug])

    def clean(self):
        if self.compared_with and self.as_at and self.compared_with >= self.as_at:
            raise ValidationError({"compared_with": "The date to compare with must be before the date of the position"})


class OfPaperQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen with its paper."""
        return self.filter(paper__organisation__in=audience.papers_of)


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
        """Sections whose text may be read: sensitive text needs clearance by the body whose paper it is."""
        readable = Q(marking=Marking.OFFICIAL) | Q(paper__organisation__in=audience.cleared)
        return self.filter(readable, paper__organisation__in=audience.papers_of)

    def in_order(self):
        """As printed: the summary, the body, the closing sections."""
        part = models.Case(*(models.When(part=part, then=n) for n, part in enumerate(Part.values)))
        return self.order_by("paper", part, "order", "pk")


class Section(models.Model):
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    slug = models.SlugField(max_length=80, help_text="Its address; never changed, though the heading may be")
    part = models.CharField(max_length=10, choices=Part, default=Part.BODY)
    heading = models.CharField(max_length=160)
    level = models.PositiveSmallIntegerField(default=1, help_text="1 is a section, 2 and 3 are headings inside it")
    order = models.PositiveSmallIntegerField(default=0)
    body = models.TextField("text", blank=True, help_text="Markdown")
    numbered = models.BooleanField(default=True, help_text="Its heading or paragraphs carry numbers")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    fill = models.CharField(max_length=12, choices=Fill, default=Fill.NOTHING, blank=True)
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
    """An appendix the portal fills. Its title and marking are printed in every edition, its content as marked."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="appendices")
    kind = models.CharField(max_length=20, choices=AppendixKind)
    title = models.CharField(max_length=160)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    order = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "order", "pk"]
        verbose_name_plural = "appendices"

    def __str__(self):
        return self.title
