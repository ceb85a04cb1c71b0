"""Bytes kept by what they are: attachments and finished files (DESIGN.md section 5)."""

import hashlib

from django.db import models
from django.db.models import Q

from registers import clock

LARGEST = 10 * 1024 * 1024


class BlobQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Bytes are reached through what they belong to, never by themselves."""
        return self.none()

    def keep(self, content: bytes, content_type: str) -> "Blob":
        """The bytes, kept once. Call it in the transaction that writes what they belong to."""
        digest = hashlib.sha256(content).hexdigest()
        blob, _ = self.get_or_create(
            sha256=digest, defaults={"content": content, "content_type": content_type, "size": len(content)}
        )
        return blob


class Blob(models.Model):
    """The same file is kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100, default="application/pdf")
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = BlobQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0, size__lte=LARGEST), name="blob_within_10_mb")]

    def __str__(self):
        return self.sha256
