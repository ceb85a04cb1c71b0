"""What is a dated fact, and which is in force? DESIGN.md section 3; nothing is ever updated or deleted."""

from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from simple_history.models import HistoricalRecords

from registers import clock


class FactQuerySet(models.QuerySet):
    """Dated rows, asked for by what was known of them when."""

    def known(self, scope):
        """Rows that stood at the scope's moment: recorded by then, and neither voided nor corrected by then."""
        rows = self.filter(is_void=False)
        if scope.known_at is None:
            return rows.filter(replaced_by=None)
        return rows.filter(
            Q(replaced_by=None) | Q(replaced_by__recorded_at__gt=scope.known_at), recorded_at__lte=scope.known_at
        )

    def by(self, scope):
        """Rows that stood, effective by the scope's day."""
        return self.known(scope).filter(on__lte=scope.as_at)

    def visible_to(self, audience):
        """Only facts this audience may see: each model says by its `fact_class` which level it needs."""
        from registers.visibility import visible_facts

        return visible_facts(self, audience)

    def oldest_first(self):
        return self.order_by("on", "recorded_at", "pk")

    def update(self, **values):
        raise TypeError("Facts are never updated: append a row that replaces the mistaken one")

    def delete(self):
        raise TypeError("Facts are never deleted: append a row that voids the mistaken one")


def as_it_comes(name):
    """A column as the database gives it, no or yes perhaps as 0 or 1: of thousands of rows converting it costs."""
    return ExpressionWrapper(F(name), output_field=models.CharField())


def in_force(queryset, scope):
    """The row of each key in force as at the scope's day: latest effective; of one day, latest recorded.

    The key is the model's own `KEY`. The database picks the rows, in the statement that reads them.
    """
    latest = Window(
        RowNumber(),
        partition_by=[F(name) for name in queryset.model.KEY],
        order_by=[F("on").desc(), F("recorded_at").desc(), F("pk").desc()],
    )
    return queryset.by(scope).annotate(place=latest).filter(place=1)


def in_force_of(risks, model, scope, **key):
    """The same rows of many risks, as keys: one look-up a risk, which a long history does not slow.

    `key` names the one key of each risk that is asked for, where it has several.
    """
    rows = model.objects.by(scope).filter(risk=OuterRef("pk"), **key).order_by("-on", "-recorded_at", "-pk")
    return risks.order_by().values(latest=Subquery(rows.values("pk")[:1]))


class Fact(models.Model):
    """One dated row: when and by whom it was entered, and by `replaces` what it corrects or voids."""

    KEY: tuple[str, ...] = ("risk",)

    on = models.DateField("effective date")
    recorded_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    by = models.ForeignKey("registers.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    is_void = models.BooleanField(default=False)
    is_illustrative = models.BooleanField(default=False)
    history = HistoricalRecords(inherit=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Facts are never updated: append a row that replaces the mistaken one")
        self._history_date = self.recorded_at
        self._history_user = self.by
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Facts are never deleted: append a row that voids the mistaken one")

    @property
    def organisation_id(self):
        return self.risk.register.organisation_id
