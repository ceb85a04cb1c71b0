"""When did a board settle a register? Everything recorded since is still being worked on (DESIGN.md section 3)."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registers import clock
from registers.kept import is_looking, once
from registers.models.people import Post, User
from registers.models.registers import Register


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Who sees any of a register may know when it was settled; readers of papers read it there."""
        return self.filter(register__in=Register.objects.visible_to(audience))

    def latest_of(self, register, known_at=None):
        """The last agreement of a register, recorded by a moment; None before the first.

        What was agreed is looked at as it was known when the board looked, a little before it was recorded: at that
        very moment it counts, so that a position which is agreed can be looked at again by its own scope.
        """
        if is_looking():
            found = [row for row in self._all() if known_at in (None, row.known_at) or row.recorded_at <= known_at]
            return next((row for row in reversed(found) if row.register_id == register.pk), None)
        rows = self.filter(register=register)
        if known_at is not None:
            rows = rows.filter(Q(recorded_at__lte=known_at) | Q(known_at=known_at))
        return rows.order_by("-recorded_at", "-pk").first()

    def first_to_settle(self, register, day):
        """The agreement under which a day was first settled: the one a reader knows its position by."""
        if is_looking():
            return next((row for row in self._all() if row.register_id == register.pk and row.as_at >= day), None)
        settling = self.filter(register=register, as_at__gte=day).select_related("post")
        return settling.order_by("recorded_at", "pk").first()

    def _all(self):
        """Every agreement, oldest first. They are few: a look reads them once."""

        def build():
            return self.order_by("recorded_at", "pk").select_related("post", "by")

        return once("agreements", lambda: tuple(build()))


class Agreement(models.Model):
    """The board settles a register as at a day, as it was known at the moment they looked at it."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="agreements")
    as_at = models.DateField()
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    meeting = models.CharField(
        max_length=160, blank=True, help_text="For example Risk and Assurance Board, 30 November 2021"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["register", "recorded_at", "pk"]
        indexes = [models.Index(fields=["register", "-recorded_at"], name="agreement_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(known_at__lte=F("recorded_at")), name="agreed_what_was_known"),
        ]

    def __str__(self):
        return f"Agreed as at {self.as_at}"

    @property
    def settled_by(self):
        """At which meeting or by which post, in words."""
        return self.meeting or str(self.post or self.by)
