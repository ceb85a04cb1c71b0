"""What goes on while a paper is written: text not yet saved, comments, standing text, what was said at the meeting."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Marking, Organisation, User
from reports.models.papers import Appendix, Paper, PaperKind, Section


class UnsavedQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own: what somebody types is theirs until they save it."""
        return self.filter(user=audience.user)


class Unsaved(models.Model):
    """What one person has typed into one text and not saved: kept as they type, so that nothing is lost.

    A row without a trail (DESIGN.md section 5). Saving the text makes a version and ends it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="unsaved")
    appendix = models.ForeignKey(Appendix, on_delete=models.CASCADE, null=True, blank=True, related_name="unsaved")
    body = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(help_text="The version of the text that it changes")
    opened_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(help_text="Of the last word kept: who is working on what is told by it")

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unsaved"
        constraints = [
            models.UniqueConstraint(fields=["user", "section"], name="one_unsaved_text_a_section_and_person"),
            models.UniqueConstraint(fields=["user", "appendix"], name="one_unsaved_text_an_appendix_and_person"),
            models.CheckConstraint(
                condition=Q(section=None, appendix__isnull=False) | Q(section__isnull=False, appendix=None),
                name="unsaved_is_of_one_text",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.saved_at}"


class CommentQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen with the text it is about, as it is written; never in an edition."""
        from reports.visibility_papers import visible_comments

        return visible_comments(self, audience)


class Comment(models.Model):
    """Said beside a section or an appendix, or of the paper as a whole; settled when somebody says so."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    appendix = models.ForeignKey(Appendix, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField()
    marking = models.CharField(
        max_length=20, choices=Marking, default=Marking.OFFICIAL, help_text="Of what it is about, when it was said"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "at", "pk"]

    def __str__(self):
        return self.text[:80]


class StandingTextQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Its secretariat's."""
        return self.filter(organisation__in=audience.papers_of)


class StandingText(models.Model):
    """The words a body uses in a section every quarter: a new paper begins with them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="standing_texts")
    kind = models.CharField(max_length=30, choices=PaperKind)
    key = models.SlugField(max_length=60, help_text="Of the place in the frame")
    body = models.TextField("text", help_text="Markdown")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = StandingTextQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="one_standing_text_a_place"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.key}"


class OralNoteQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Seen by who reads the paper as it is written, or a full edition of it; never by the public."""
        from reports.visibility_papers import visible_oral_notes

        return visible_oral_notes(self, audience)


class OralNote(models.Model):
    """What was said at the meeting in an oral update. Noted afterwards; the edition stays as it was issued."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="oral_notes")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="oral_notes")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = OralNoteQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "at", "pk"]

    def __str__(self):
        return self.text[:80]
