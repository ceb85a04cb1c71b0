"""Who took which list out of the portal as a file, and when. Kept for good: rows are added and never changed."""

from django.db import models

from registers import clock
from registers.models import Organisation, User


class ExportQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own, and those that hold facts of a body whose log one looks after."""
        mine = models.Q(user=audience.user)
        return self.filter(mine | models.Q(bodies__in=audience.administers)).distinct()


class Export(models.Model):
    """One list that was downloaded: what and how, never what it said."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        JSON = "json", "Complete export"
        API = "api", "By a token"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports")
    bodies = models.ManyToManyField(Organisation, related_name="+", help_text="Whose facts the file holds")
    what = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    query = models.TextField(blank=True, help_text="How the list was filtered, sorted and dated")
    format = models.CharField(max_length=4, choices=Format)
    rows = models.PositiveIntegerField()
    marking = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now, db_index=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user}: {self.what}"
