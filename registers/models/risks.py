"""The risk itself: a thin entity that never changes but for the version that guards against lost updates."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models.registers import Register
from registers.models.versioned import Stale, VersionedQuerySet

__all__ = ["Risk", "RiskQuerySet", "Stale"]


class RiskQuerySet(VersionedQuerySet):
    """The questions people ask of a register, each with a name."""

    def visible_to(self, audience):
        """Only risks this audience may know of: DESIGN.md section 6, and nowhere else."""
        from registers.visibility import visible_risks

        return visible_risks(self, audience)

    def lock(self, risk, version=None):
        """The risk and its register, locked until the transaction ends, the risk's version moved on.

        The register too, so that nothing is recorded while a board agrees it that the board did not see; and first, as
        everywhere, so that two writers never wait for each other. Without key: a dependency on another risk, being
        written at the same time, need not wait for this one.
        Raises Stale, with the risk as it stands, where `version` is not the one it stands at.
        """
        Register.objects.hold(risk.register_id)
        held = self.select_for_update(of=("self",), no_key=True)
        return self.move_on(held.select_related("register__organisation").get(pk=risk.pk), version)

    def hold(self, *risks):
        """Lock several at once, always in the same order, so that two mergers crossing each other wait their turn."""
        Register.objects.hold(*{risk.register_id for risk in risks})
        keys = [risk.pk for risk in risks]
        return list(
            self.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=keys)
            .order_by("pk")
            .values_list("pk", flat=True)
        )


class Risk(models.Model):
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="risks")
    ref = models.PositiveIntegerField("permanent reference", help_text="Unique in its register and never used again")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    objects = RiskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "ref"], name="ref_used_once_in_a_register"),
            models.CheckConstraint(condition=models.Q(ref__gte=1), name="ref_counts_from_one"),
        ]

    def __str__(self):
        return f"Risk {self.ref}"

    def get_absolute_url(self):
        return reverse("registers:risk", args=[self.register.organisation.slug, self.register.slug, self.ref])
