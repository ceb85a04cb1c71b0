"""A picture of a paper: its bytes, and the words for whoever cannot see it. Texts show it by its slug."""

from django.db import models
from simple_history.models import HistoricalRecords

from registers.models import Blob, Marking
from reports.models.papers import Paper


class PaperPictureQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """With its paper as it is written; a sensitive one needs clearance, as an appendix does."""
        from reports.visibility_papers import visible_parts

        return visible_parts(self, audience)


class PaperPicture(models.Model):
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="pictures")
    slug = models.SlugField(max_length=60, help_text="Texts show it as ![words for who cannot see it](file:slug)")
    alt = models.TextField("what it shows", help_text="For whoever cannot see it; where a text says nothing else")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = PaperPictureQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "slug"]
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="picture_slug_used_once_in_a_paper")]

    def __str__(self):
        return self.slug

    @property
    def is_sensitive(self):
        return self.marking == Marking.SENSITIVE
