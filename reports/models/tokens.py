"""Keys by which a program reads for a person: no more than the person may see, for a time, and taken back at once."""

import hashlib
import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Membership, User

LONGEST = 366  # days a token may hold


class TokenScope(models.TextChoices):
    """What a token may read of what its person may see."""

    REGISTERS = "registers", "Registers: positions, risks and movements"
    CONTROLS = "controls", "Controls and progress"
    ALIGNMENTS = "alignments", "Alignments"
    PAPERS = "papers", "What has been issued of papers"
    LISTS = "lists", "Lists as CSV, at an address of their own"


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own, and those of the members of a body one looks after. What opens a door is never shown again."""
        members = Membership.objects.filter(organisation__in=audience.administers).values("user")
        return self.filter(Q(user=audience.user) | Q(user__in=members))

    def current(self):
        """Those that open anything today."""
        return self.filter(revoked_at=None, expires_on__gte=clock.today(), user__is_active=True)


class ApiToken(models.Model):
    """Only its hash is kept: whoever reads the database cannot read the portal with it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its address, not its secret")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What it is for")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4, help_text="Its last characters, to tell one from another")
    scopes = models.JSONField(default=list)
    reads_sensitive = models.BooleanField(default=False, help_text="What the person is cleared for too")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_on = models.DateField(help_text="The last day it holds")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["digest", "used_at"])

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.name} (…{self.ending})"

    @property
    def stands(self) -> str:
        """In force, Expired or Revoked."""
        if self.revoked_at:
            return "Revoked"
        return "In force" if self.expires_on >= clock.today() else "Expired"

    @property
    def scope_words(self) -> list[str]:
        return [TokenScope(scope).label for scope in TokenScope.values if scope in self.scopes]


def digest_of(secret: str) -> str:
    """SHA-256: a secret of 256 random bits needs no slow hash, which every call would pay for."""
    return hashlib.sha256(secret.encode()).hexdigest()
