"""How a paper leaves the house: cleared by whoever reports, issued to the Panel, published; and what was let pass.

Appended rows. What was issued is kept whole, so that it can be shown and proved again (DESIGN.md sections 3 and 8).
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Blob, Organisation, Post, User
from reports.models.papers import Appendix, OfPaperQuerySet, Paper
from reports.models.renderings import Edition, Rendering


class PaperClearance(models.Model):
    """A post clears its part of the paper as it stood. It holds while that part still says the same."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="clearances")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    digest = models.CharField(max_length=64, help_text="Of what was cleared; a later change no longer matches it")
    came_by = models.CharField(max_length=160, blank=True, help_text="Recorded on its behalf: how the word came")
    is_withdrawn = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "recorded_at", "pk"]

    def __str__(self):
        return f"{self.post}, {self.on}"


class Acceptance(models.Model):
    """A finding of the checks that somebody let stand, by name and with a reason."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="acceptances")
    finding = models.CharField(max_length=64, help_text="Digest of the family, the place and the words it found")
    family = models.CharField(max_length=40)
    excerpt = models.TextField()
    reason = models.TextField()
    is_taken_back = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "at", "pk"]

    def __str__(self):
        return self.excerpt[:80]


class Release(models.Model):
    """A sensitive total or sentence released into public text by name, with why (as 004 does with a plan)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="releases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Whose it is")
    figure = models.CharField(max_length=120, blank=True, help_text="The named figure")
    sentence = models.TextField(blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", help_text="Who decided it")
    reason = models.TextField()
    is_taken_back = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfPaperQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(figure="") & ~Q(sentence="") | Q(sentence="") & ~Q(figure=""), name="release_of_one_thing"
            ),
        ]

    def __str__(self):
        return self.figure or self.sentence[:80]


class IssueQuerySet(models.QuerySet):
    def visible_to(self, audience):
        from reports.visibility_papers import visible_issues

        return visible_issues(self, audience)


class Issue(models.Model):
    """One issuing of a paper to the Panel: the first, or a supplement or correction with its reason."""

    class Kind(models.TextChoices):
        FIRST = "first", "Issued"
        SUPPLEMENT = "supplement", "Supplement"
        CORRECTION = "correction", "Correction"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 of its paper")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FIRST)
    reason = models.TextField(blank=True, help_text="Of a supplement or correction")
    known_at = models.DateTimeField(help_text="By when that was known which it says")
    snapshot = models.JSONField(help_text="The text and the positions it rests on; `schema` numbers its shape")
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="issue_number_used_once"),
            models.CheckConstraint(condition=Q(kind="first") | ~Q(reason=""), name="later_issue_says_why"),
            models.CheckConstraint(condition=Q(number=1, kind="first") | Q(number__gt=1), name="first_issue_is_first"),
        ]

    def __str__(self):
        return f"{self.title}, {self.get_kind_display().lower()} {self.number}"

    @property
    def title(self) -> str:
        """As it was issued: the paper itself may be changed for a later issue."""
        return self.snapshot["paper"]["title"]

    @property
    def meeting_on(self) -> date:
        return date.fromisoformat(self.snapshot["paper"]["panel_date"])

    @property
    def name(self) -> str:
        """ "Issued", or "Correction 2"."""
        return str(self.get_kind_display()) + (f" {self.number}" if self.number > 1 else "")


class IssuingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Of whoever asked for it."""
        return self.filter(rendering__requested_by=audience.user)


class Issuing(models.Model):
    """Somebody asked for a paper to be issued: what they had looked at, and the issue it came to, if it came to one.

    The worker prepares it (reports/jobs.py); an issue is written whole by it, or not at all.
    """

    rendering = models.OneToOneField(Rendering, on_delete=models.PROTECT, related_name="issuing")
    kind = models.CharField(max_length=12, choices=Issue.Kind)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="Of both editions as they would have been printed then")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = IssuingQuerySet.as_manager()

    class Meta:
        ordering = ["rendering"]

    def __str__(self):
        return f"{self.rendering.paper}: {self.get_kind_display().lower()}"


class IssuedEditionQuerySet(models.QuerySet):
    def visible_to(self, audience):
        from reports.visibility_papers import visible_editions

        return visible_editions(self, audience)


class IssuedEdition(models.Model):
    """The public or the full edition of an issue, as it went out: page, PDF, Word, and what made them."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="editions")
    edition = models.CharField(max_length=10, choices=Edition)
    marking = models.CharField(max_length=20)
    html = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    pages = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=500, help_text="Of what drew the PDF")
    holds_sensitive_of = models.ManyToManyField(
        Organisation, related_name="+", help_text="Whoever reads it is cleared by these bodies, or sits on the Panel"
    )

    objects = IssuedEditionQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "edition"]
        constraints = [models.UniqueConstraint(fields=["issue", "edition"], name="each_edition_once_an_issue")]

    def __str__(self):
        return f"{self.issue}: {self.get_edition_display().lower()}"

    def get_absolute_url(self):
        return reverse("reports:edition", args=[self.issue.paper.slug, self.issue.number, self.edition])


class IssuedFileQuerySet(models.QuerySet):
    def visible_to(self, audience):
        from reports.visibility_papers import visible_files

        return visible_files(self, audience)


class IssuedFile(models.Model):
    """A file appendix that went out with an edition: a download of its own."""

    edition = models.ForeignKey(IssuedEdition, on_delete=models.PROTECT, related_name="files")
    appendix = models.ForeignKey(Appendix, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=40, help_text="Appendix B")
    file_name = models.CharField(max_length=120)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    objects = IssuedFileQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "label"]

    def __str__(self):
        return f"{self.label}: {self.file_name}"


class AllowanceQuerySet(models.QuerySet):
    def visible_to(self, audience):
        from reports.visibility_papers import visible_allowances

        return visible_allowances(self, audience)


class Allowance(models.Model):
    """A body allows an issue to be published, or takes that back; its latest word stands. A joint paper needs both."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="allowances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_allowed = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "at", "pk"]

    def __str__(self):
        return f"{self.organisation}: {self.issue}"


class PublicPagesQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Its secretariat's and its administrators'."""
        return self.filter(organisation__in=audience.papers_of | audience.administers)


class PublicPages(models.Model):
    """Whether a body's published papers have pages without sign-in."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="public_pages")
    is_on = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = PublicPagesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "public pages"

    def __str__(self):
        return f"{self.organisation}: {'on' if self.is_on else 'off'}"
